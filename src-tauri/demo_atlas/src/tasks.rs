//! The 24 invented tasks and who answers for them.

use super::{
    calendar::written,
    places::TOWNS,
    plans::{QUALITY, phase_id, plan_of_task, section_id, task_id},
    units::unit_id,
};
use planning::model::{
    Assignment, PartialDate, Record, Role,
    Role::{Lead, Participating, Responsible, Supporting},
    Task, TaskKind,
    TaskStatus::{self, Closed, Done, NotStarted, Ongoing},
};

struct TaskEntry(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    TaskStatus,
    i64,
    &'static [(Role, &'static str)],
);

const TRAFFIC: &str = "县交通运输局";
const MONEY: &str = "县财政局";
const REFORM: &str = "县发展和改革局";
const BUILDING: &str = "县住房和城乡建设局";
const PLANNING: &str = "县自然资源和规划局";
const TOWNSHIPS: &str = "各镇街";
const PILOTS: &str = "各试点镇";
const OTHERS: &str = "县直有关部门、单位";

/// Section, number, title, summary, due date, status, phase, units. A task without units is a measure.
#[rustfmt::skip] // a table: one task a line
const TASKS: &[TaskEntry] = &[
    TaskEntry("2-1", "二（一）1", "畅通对外与镇内道路", "改建对外公路，完善驻地路网，实施农村公路建养一体化", "2027-06", Ongoing, 2, &[(Lead, TRAFFIC), (Responsible, BUILDING), (Responsible, PLANNING), (Participating, TOWNSHIPS), (Supporting, MONEY)]),
    TaskEntry("2-1", "二（一）2", "推进城乡供水一体化", "扩建水厂，敷设主干管网，改造老旧管道，治理骨干河道", "2026-12", Ongoing, 2, &[(Lead, "县水务局"), (Responsible, "县卫生健康局"), (Participating, TOWNSHIPS)]),
    TaskEntry("2-1", "二（一）3", "补齐污水收集处理短板", "雨污分流，新增镇级污水设施，消除黑臭水体", "2026-12", Ongoing, 2, &[(Lead, BUILDING), (Responsible, "演练市生态环境局清河源分局"), (Participating, PILOTS), (Supporting, "县水务局")]),
    TaskEntry("2-1", "二（一）4", "提升能源和通信保障", "建设变电站、集中供热和基站，推广清洁取暖", "2027-06", Ongoing, 2, &[(Lead, REFORM), (Responsible, "县供电公司"), (Responsible, "县大数据局"), (Participating, TOWNSHIPS)]),
    TaskEntry("2-2", "二（二）1", "优化中小学幼儿园布局", "新建改扩建学校，推行城乡教育共同体", "2027-08", Ongoing, 2, &[(Lead, "县教育和体育局"), (Responsible, PLANNING), (Responsible, BUILDING), (Supporting, MONEY)]),
    TaskEntry("2-2", "二（二）2", "建设县域医疗次中心", "提升卫生院能力，完善村卫生室", "2026-12", Ongoing, 2, &[(Lead, "县卫生健康局"), (Responsible, "县民政局"), (Participating, TOWNSHIPS)]),
    TaskEntry("2-2", "二（二）3", "健全养老托育服务网络", "建设综合养老中心，增加普惠托位", "2026-11", Ongoing, 2, &[(Lead, "县民政局"), (Responsible, "县卫生健康局"), (Participating, TOWNSHIPS), (Supporting, MONEY)]),
    TaskEntry("2-2", "二（二）4", "完善县域商业体系", "改造农贸市场与集市，建设商贸综合体", "2026-10", Ongoing, 2, &[(Lead, "县商务和投资促进局"), (Responsible, "县综合行政执法局"), (Participating, TOWNSHIPS)]),
    TaskEntry("2-3", "二（三）1", "整治镇街驻地风貌", "整治主街立面与入镇口，杆线有序入地", "2026-12", Ongoing, 2, &[(Lead, BUILDING), (Responsible, "县综合行政执法局"), (Participating, PILOTS)]),
    TaskEntry("2-3", "二（三）2", "实施绿化与河湖生态修复", "建滨河公园、镇级公园和湿地，修复废弃窑坑", "2027-05", Ongoing, 3, &[(Lead, "县林业发展中心"), (Responsible, "县水务局"), (Responsible, PLANNING), (Participating, TOWNSHIPS)]),
    TaskEntry("2-3", "二（三）3", "推行城乡环卫一体化", "完善转运体系，改造公厕，推进垃圾分类", "2025-12", Done, 2, &[(Lead, "县综合行政执法局"), (Responsible, TOWNSHIPS)]),
    TaskEntry("2-3", "二（三）4", "改善住房与社区条件", "改造老旧小区和危房，建设保障性住房", "2027-12", Ongoing, 2, &[(Lead, BUILDING), (Responsible, "县城乡建设投资集团有限公司"), (Participating, TOWNSHIPS), (Supporting, MONEY)]),
    TaskEntry("2-2", "二（二）5", "繁荣文化体育旅游", "建设文化场馆和旅游设施，保护古街古窑", "2027-06", Ongoing, 3, &[(Lead, "县文化和旅游局"), (Responsible, "县教育和体育局"), (Participating, PILOTS)]),
    TaskEntry("2-4", "二（四）1", "建设智慧小城镇", "建管理平台、智慧停车与综治中心", "2026-12", Ongoing, 2, &[(Lead, "县大数据局"), (Responsible, OTHERS), (Participating, TOWNSHIPS)]),
    TaskEntry("2-4", "二（四）2", "提升基层治理与应急能力", "建设消防救援站，完善网格和公共安全设施", "2026-06", Closed, 2, &[(Lead, "县政府办公室"), (Responsible, "县民政局"), (Responsible, TOWNSHIPS)]),
    TaskEntry("4-1", "四（一）1", "保障规划、用地与资金", "有项目必规划，统筹指标，集中财力", "2027-12", Ongoing, 2, &[]),
    TaskEntry("2-1", "二（一）1", "推动园区扩容提质", "开发区扩区，配套道路管网一次到位", "2027-12", Ongoing, 2, &[(Lead, "县工业和信息化局"), (Responsible, REFORM), (Responsible, PLANNING), (Responsible, "清河源经济技术开发区管理委员会驻地街道")]),
    TaskEntry("2-1", "二（一）2", "建设标准厂房和特色园", "每个试点镇建成一处特色加工园", "2026-12", Ongoing, 2, &[(Lead, "县工业和信息化局"), (Responsible, PILOTS), (Supporting, MONEY)]),
    TaskEntry("2-2", "二（二）1", "夯实特色农业基础", "建设高标准农田和标准化种养基地", "2027-06", Ongoing, 2, &[(Lead, "县农业农村局"), (Responsible, PLANNING), (Participating, PILOTS)]),
    TaskEntry("2-2", "二（二）2", "健全冷链与产地仓", "建设冷链集散中心与镇级产地仓", "2026-12", Ongoing, 2, &[(Lead, "县商务和投资促进局"), (Responsible, "县农业农村局"), (Participating, PILOTS)]),
    TaskEntry("2-1", "二（一）3", "推动技改与数字化车间", "建陶、柳编等传统产业设备更新", "2027-H1", NotStarted, 2, &[(Lead, "县工业和信息化局"), (Responsible, "县大数据局")]),
    TaskEntry("2-3", "二（三）1", "完善职住配套", "建设蓝领公寓和保障性租赁住房", "2027-06", Ongoing, 2, &[(Lead, BUILDING), (Responsible, "县城乡建设投资集团有限公司"), (Supporting, "县工业和信息化局")]),
    TaskEntry("2-3", "二（三）2", "引才育才与就业培训", "依托实训中心年培训三千人次", "2027-12", NotStarted, 3, &[]),
    TaskEntry("2-3", "二（三）3", "发展农文旅融合业态", "串联湖、田、窑、渡，打造精品线路", "2027", Ongoing, 3, &[(Lead, "县文化和旅游局"), (Responsible, "县农业农村局"), (Participating, PILOTS)]),
];

/// How many tasks there are, without the single works they pack.
pub(super) const COUNT: usize = TASKS.len();
/// Numbers of the tasks without a list of units.
pub(super) const MEASURES: [usize; 2] = [16, 23];

/// Where a task stands in its plan.
pub(super) struct Heading {
    pub(super) number: &'static str,
    pub(super) section: String,
    pub(super) phase: String,
}

/// The heading and phase of a task by its number.
pub(super) fn heading_of(task: usize) -> Heading {
    let TaskEntry(section, number, .., phase, _) = TASKS[task - 1];
    let plan = plan_of_task(task);
    Heading {
        number,
        section: section_id(plan, section),
        phase: phase_id(plan, phase),
    }
}

/// When the works of a plan may start.
fn starts(plan: &str) -> Option<PartialDate> {
    written(if plan == QUALITY { "2025-04" } else { "2026-01" })
}

/// The tasks, then their assignments; two tasks also name three towns.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = Vec::new();
    for (number, entry) in (1..).zip(TASKS) {
        let TaskEntry(section, printed, title, summary, due, status, phase, units) = *entry;
        let plan = plan_of_task(number);
        rows.push(Record::from(Task {
            id: task_id(number).into(),
            plan: plan.into(),
            section: Some(section_id(plan, section).into()),
            phase: Some(phase_id(plan, phase).into()),
            ordinal: number as i64,
            kind: if units.is_empty() {
                TaskKind::Measure
            } else {
                TaskKind::Task
            },
            number: printed.to_owned(),
            title: title.to_owned(),
            summary: Some(summary.to_owned()),
            due: written(due),
            status,
            read_at: Some(printed.to_owned()),
            note: None,
            parent: None,
            starts: starts(plan),
        }));
        let towns = [3, 6, 10].map(|town: usize| (Responsible, TOWNS[town].name));
        let named: &[_] = if number == 9 || number == 24 { &towns } else { &[] };
        for (ordinal, &(role, unit)) in (1..).zip(units.iter().chain(named)) {
            rows.push(Record::from(Assignment {
                id: format!("{}/{ordinal:02}", task_id(number)).into(),
                task: task_id(number).into(),
                unit: unit_id(unit).into(),
                role,
                ordinal,
                read_at: Some(printed.to_owned()),
            }));
        }
    }
    rows
}
