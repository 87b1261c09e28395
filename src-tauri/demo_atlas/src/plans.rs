//! The two invented plans with their phases and headings.

use super::{calendar::written, places::COUNTY};
use planning::model::{Phase, Plan, Record, Section};

/// Id of the plan on the quality of the towns, tasks 1 to 16.
pub(super) const QUALITY: &str = "practice/quality";
/// Id of the plan on speciality towns, tasks 17 to 24.
pub(super) const SPECIALITY: &str = "practice/speciality";

/// The id of a task by its number.
pub(super) fn task_id(number: usize) -> String {
    format!("practice/t{number:02}")
}

/// The plan a task belongs to.
pub(super) fn plan_of_task(number: usize) -> &'static str {
    if number <= 16 { QUALITY } else { SPECIALITY }
}

/// The id of a heading by the plan and the letter-free number the tables give it.
pub(super) fn section_id(plan: &str, number: &str) -> String {
    format!("{plan}/s{number}")
}

/// The plans, phases and sections.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = plans();
    rows.extend(phases());
    rows.extend(sections());
    rows
}

fn plans() -> Vec<Record> {
    let plan = |id: &str, ordinal, title: &str, short: &str, number: &str, dates: [&str; 3], goal: &str| {
        Record::from(Plan {
            id: id.into(),
            ordinal,
            title: title.to_owned(),
            short_title: short.to_owned(),
            document_number: Some(number.to_owned()),
            issuer: "清河源县人民政府办公室（虚构）".to_owned(),
            issued_on: written(dates[0]),
            region: COUNTY.0.into(),
            starts: written(dates[1]),
            ends: written(dates[2]),
            goal: Some(goal.to_owned()),
            source: Some("演练：虚构方案，非任何机关公文".to_owned()),
            licence: Some("随程序以 MIT 许可发布".to_owned()),
            note: Some("演练：县、镇、单位、文号、数字均为虚构".to_owned()),
            published_on: written(dates[0]),
            index_number: Some(format!("990121/演练-{ordinal}")),
        })
    };
    vec![
        plan(
            QUALITY,
            1,
            "清河源县小城镇品质提升三年行动实施方案（演练）",
            "演练·品质提升",
            "演政办〔2025〕9901号",
            ["2025-01-15", "2025-01", "2027-12"],
            "用三年时间补齐镇街道路、供排水、教育、医疗和人居环境短板",
        ),
        plan(
            SPECIALITY,
            2,
            "清河源县特色专业镇培育工作方案（演练）",
            "演练·特色专业镇",
            "演政办〔2026〕1号",
            ["2026-01-08", "2026-01", "2027-12"],
            "培育稻米、柳编、桑蚕、石榴、建陶五条特色产业链，建成一区多园",
        ),
    ]
}

fn phases() -> Vec<Record> {
    let table = [
        (
            QUALITY,
            1,
            "动员部署",
            "2025-01",
            "2025-03",
            "编制清单，落实项目与责任",
        ),
        (
            QUALITY,
            2,
            "集中建设",
            "2025-04",
            "2026-12",
            "按作战图、时间表、任务书推进",
        ),
        (QUALITY, 3, "巩固提升", "2027-01", "2027-09", "补短板，建长效机制"),
        (QUALITY, 4, "总结验收", "2027-10", "2027-12", "逐镇验收，兑现奖惩"),
        (
            SPECIALITY,
            1,
            "培育启动",
            "2026-01",
            "2026-06",
            "确定试点镇与产业链图谱",
        ),
        (
            SPECIALITY,
            2,
            "全面推进",
            "2026-H2",
            "2027-H1",
            "园区扩容，链主企业落地",
        ),
        (SPECIALITY, 3, "评估提升", "2027-H2", "2027-12", "评估培育成效"),
    ];
    let phase = |(plan, ordinal, name, starts, ends, goal): (&str, i64, &str, &str, &str, &str)| {
        Record::from(Phase {
            id: phase_id(plan, ordinal).into(),
            plan: plan.into(),
            ordinal,
            name: name.to_owned(),
            starts: written(starts),
            ends: written(ends),
            goal: Some(goal.to_owned()),
            read_at: Some("三".to_owned()),
        })
    };
    table.into_iter().map(phase).collect()
}

/// The id of a phase by its plan and order.
pub(super) fn phase_id(plan: &str, ordinal: i64) -> String {
    format!("{plan}/ph{ordinal}")
}

fn sections() -> Vec<Record> {
    // Plan, key, key of the heading above, number as printed, title.
    let table = [
        (QUALITY, "1", "", "一", "总体要求"),
        (QUALITY, "2", "", "二", "主要任务"),
        (QUALITY, "2-1", "2", "（一）", "基础设施提升行动"),
        (QUALITY, "2-2", "2", "（二）", "公共服务提升行动"),
        (QUALITY, "2-3", "2", "（三）", "人居环境提升行动"),
        (QUALITY, "2-4", "2", "（四）", "治理能力提升行动"),
        (QUALITY, "3", "", "三", "实施步骤"),
        (QUALITY, "4", "", "四", "保障措施"),
        (QUALITY, "4-1", "4", "（一）", "要素保障"),
        (QUALITY, "4-2", "4", "（二）", "考核评价"),
        (SPECIALITY, "1", "", "一", "工作目标"),
        (SPECIALITY, "2", "", "二", "重点任务"),
        (SPECIALITY, "2-1", "2", "（一）", "做强产业园区"),
        (SPECIALITY, "2-2", "2", "（二）", "做优特色农业"),
        (SPECIALITY, "2-3", "2", "（三）", "促进产镇融合"),
        (SPECIALITY, "3", "", "三", "推进步骤"),
        (SPECIALITY, "4", "", "四", "支持政策"),
    ];
    table
        .into_iter()
        .zip(1..)
        .map(|((plan, key, parent, number, title), ordinal)| {
            Record::from(Section {
                id: section_id(plan, key).into(),
                plan: plan.into(),
                parent: (!parent.is_empty()).then(|| section_id(plan, parent).into()),
                ordinal,
                number: number.to_owned(),
                title: title.to_owned(),
                read_at: Some(number.to_owned()),
            })
        })
        .collect()
}
