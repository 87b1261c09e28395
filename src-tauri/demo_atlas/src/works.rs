//! The single works that the invented tasks pack: each with its own unit, dates and status.

use super::{
    calendar::written,
    plans::{plan_of_task, task_id},
    tasks::{self, MEASURES},
    units::unit_id,
};
use planning::model::{
    Assignment, Record,
    Role::{Lead, Responsible},
    Task, TaskKind,
    TaskStatus::{self, Closed, Done, NotStarted, Ongoing},
};

/// Number of the task, title, unit, first date, due date, status.
struct Work(
    usize,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    TaskStatus,
);

const TRAFFIC: &str = "县交通运输局";
const WATER: &str = "县水务局";
const BUILDING: &str = "县住房和城乡建设局";
const PLANNING: &str = "县自然资源和规划局";
const SCHOOL: &str = "县教育和体育局";
const HEALTH: &str = "县卫生健康局";
const CIVIL: &str = "县民政局";
const TRADE: &str = "县商务和投资促进局";
const ORDER: &str = "县综合行政执法局";
const WOODS: &str = "县林业发展中心";
const CULTURE: &str = "县文化和旅游局";
const DATA: &str = "县大数据局";
const FACTORY: &str = "县工业和信息化局";
const FARM: &str = "县农业农村局";
const TOWNSHIPS: &str = "各镇街";
const PILOTS: &str = "各试点镇";

#[rustfmt::skip] // a table: one work a line
const WORKS: &[Work] = &[
    Work(1, "改建县城对外公路", TRAFFIC, "2025-04", "2026-12", Ongoing),
    Work(1, "完善试点镇驻地路网", BUILDING, "2025-06", "2027-03", Ongoing),
    Work(1, "打通驻地断头路", PILOTS, "2025-09", "2026-09", Ongoing),
    Work(1, "农村公路建养一体化招标", TRAFFIC, "2026-01", "2026-06", Done),
    Work(1, "公路用地报批", PLANNING, "2025-04", "2026-03", Done),
    Work(2, "扩建第二水厂", WATER, "2025-05", "2026-12", Ongoing),
    Work(2, "敷设西南片主干管网", WATER, "2025-07", "2026-10", Ongoing),
    Work(2, "改造镇村老旧供水管", TOWNSHIPS, "2025-09", "2026-12", Ongoing),
    Work(2, "供水水质按月检测", HEALTH, "2025-04", "2026-12", Ongoing),
    Work(3, "旧城片区雨污分流", BUILDING, "2025-04", "2026-11", Ongoing),
    Work(3, "试点镇污水设施全覆盖", PILOTS, "2025-06", "2026-12", Ongoing),
    Work(3, "消除农村黑臭水体", "演练市生态环境局清河源分局", "2026-03", "2026-12", NotStarted),
    Work(3, "排水口一口一策台账", BUILDING, "2025-04", "2025-09", Done),
    Work(4, "建城东变电站", "县供电公司", "2025-11", "2027-03", Ongoing),
    Work(4, "镇驻地集中供热", BUILDING, "2026-03", "2026-11", Ongoing),
    Work(4, "湖区基站补盲", DATA, "2025-04", "2025-09", Done),
    Work(4, "清洁取暖改造确村确户", TOWNSHIPS, "2026-04", "2026-08", Done),
    Work(5, "学位需求预测与布点", SCHOOL, "2025-04", "2025-08", Done),
    Work(5, "新建县城实验小学校区", SCHOOL, "2025-07", "2026-12", Ongoing),
    Work(5, "乡镇中小学改扩建", SCHOOL, "2025-08", "2027-08", Ongoing),
    Work(5, "城乡教育共同体结对", SCHOOL, "2025-09", "2026-09", Done),
    Work(6, "建两处县域医疗次中心", HEALTH, "2025-09", "2026-12", Ongoing),
    Work(6, "乡镇卫生院标准化", HEALTH, "2025-04", "2026-06", Done),
    Work(6, "中心村卫生室提升", TOWNSHIPS, "2026-04", "2026-12", Ongoing),
    Work(7, "建县级综合养老中心", CIVIL, "2025-06", "2026-11", Ongoing),
    Work(7, "敬老院适老化改造", CIVIL, "2025-04", "2025-12", Done),
    Work(7, "新增普惠托位", HEALTH, "2026-03", "2026-10", Ongoing),
    Work(7, "幸福食堂运营补贴核定", CIVIL, "2026-02", "2026-05", Done),
    Work(8, "改造农贸市场与集市", TRADE, "2025-06", "2026-10", Ongoing),
    Work(8, "建镇级商贸综合体", TRADE, "2025-09", "2026-10", Ongoing),
    Work(8, "占道经营疏导入市", ORDER, "2025-05", "2026-05", Done),
    Work(9, "主街立面整治", BUILDING, "2025-06", "2026-10", Ongoing),
    Work(9, "入镇口节点改造", PILOTS, "2026-03", "2026-11", Ongoing),
    Work(9, "杆线入地", BUILDING, "2026-04", "2026-12", NotStarted),
    Work(9, "广告店招规范", ORDER, "2025-09", "2026-04", Done),
    Work(10, "建滨河公园和镇级公园", WOODS, "2025-04", "2026-12", Ongoing),
    Work(10, "湿地生态修复", WATER, "2025-06", "2027-05", Ongoing),
    Work(10, "废弃窑坑复绿", PLANNING, "2025-04", "2025-10", Done),
    Work(11, "建县镇两级转运站", ORDER, "2025-04", "2025-12", Done),
    Work(11, "公共厕所改造", TOWNSHIPS, "2025-04", "2025-10", Done),
    Work(11, "垃圾分类试点验收", ORDER, "2025-09", "2025-12", Done),
    Work(12, "2026年老旧小区改造", BUILDING, "2026-03", "2026-11", Ongoing),
    Work(12, "危房动态清零", TOWNSHIPS, "2025-04", "2026-12", Ongoing),
    Work(12, "保障性租赁住房开工", "县城乡建设投资集团有限公司", "2026-09", "2026-12", NotStarted),
    Work(13, "古街古窑保护修缮", CULTURE, "2025-10", "2027-03", Ongoing),
    Work(13, "综合文化站达标", CULTURE, "2025-04", "2026-06", Done),
    Work(13, "健身场地补短板", SCHOOL, "2026-03", "2026-12", Ongoing),
    Work(14, "建小城镇管理平台", DATA, "2025-09", "2026-09", Ongoing),
    Work(14, "驻地智慧停车", DATA, "2026-03", "2026-12", Ongoing),
    Work(14, "综治中心接入平台", TOWNSHIPS, "2026-04", "2026-11", Ongoing),
    Work(15, "建消防救援站", "县政府办公室", "2025-04", "2026-04", Closed),
    Work(15, "网格重新划定", CIVIL, "2025-04", "2025-12", Closed),
    Work(15, "镇街应急演练", TOWNSHIPS, "2025-06", "2026-06", Closed),
    Work(16, "编12个镇街国土空间规划", PLANNING, "2025-06", "2026-12", Ongoing),
    Work(16, "统筹用地指标", PLANNING, "2025-04", "2027-12", Ongoing),
    Work(16, "整合项目资金", "县财政局", "2025-04", "2027-12", Ongoing),
    Work(17, "开发区扩区报批", "县发展和改革局", "2026-01", "2026-09", Ongoing),
    Work(17, "园区道路管网一次到位", FACTORY, "2026-03", "2027-12", Ongoing),
    Work(17, "亩均效益评价", FACTORY, "2026-02", "2026-06", Done),
    Work(18, "每个试点镇一处加工园", PILOTS, "2026-03", "2026-12", Ongoing),
    Work(18, "标准厂房招商入驻", FACTORY, "2026-06", "2026-12", NotStarted),
    Work(19, "高标准农田建设", FARM, "2026-01", "2027-05", Ongoing),
    Work(19, "标准化种养基地", PILOTS, "2026-03", "2027-06", Ongoing),
    Work(20, "建县级冷链集散中心", TRADE, "2026-02", "2026-12", Ongoing),
    Work(20, "布设镇级产地仓", FARM, "2026-04", "2026-11", Ongoing),
    Work(21, "排技改项目清单", FACTORY, "2026-10", "2026-12", NotStarted),
    Work(21, "建数字化车间", DATA, "2027-01", "2027-H1", NotStarted),
    Work(22, "建蓝领公寓", "县城乡建设投资集团有限公司", "2026-01", "2027-06", Ongoing),
    Work(22, "公寓配租办法", BUILDING, "2026-09", "2026-12", NotStarted),
    Work(23, "实训中心年培训3000人次", SCHOOL, "2027-03", "2027-12", NotStarted),
    Work(24, "串联湖田窑渡精品线路", CULTURE, "2026-04", "2027-05", Ongoing),
    Work(24, "民宿集群改造", PILOTS, "2026-06", "2027", Ongoing),
];

/// The id of a work by its task and its place in it, from 1.
pub(super) fn work_id(task: usize, place: usize) -> String {
    format!("{}/s{place:02}", task_id(task))
}

/// The works with their numbers, from 1 within each task.
fn placed() -> impl Iterator<Item = (usize, &'static Work)> {
    WORKS.iter().enumerate().map(|(i, work)| {
        let before = WORKS[..i].iter().filter(|other| other.0 == work.0).count();
        (before + 1, work)
    })
}

/// The works, each followed by its assignment.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = Vec::new();
    for (ordinal, (place, work)) in (tasks::COUNT as i64 + 1..).zip(placed()) {
        let Work(task, title, unit, starts, due, status) = *work;
        let (id, above) = (work_id(task, place), tasks::heading_of(task));
        let number = format!("{}·{place}", above.number);
        rows.push(Record::from(Task {
            id: id.as_str().into(),
            plan: plan_of_task(task).into(),
            section: Some(above.section.into()),
            phase: Some(above.phase.into()),
            ordinal,
            kind: TaskKind::Subtask,
            number,
            title: title.to_owned(),
            summary: None,
            due: written(due),
            status,
            read_at: Some(above.number.to_owned()),
            note: None,
            parent: Some(task_id(task).into()),
            starts: written(starts),
        }));
        rows.push(Record::from(Assignment {
            id: format!("{id}/01").into(),
            task: id.as_str().into(),
            unit: unit_id(unit).into(),
            role: if MEASURES.contains(&task) {
                Lead
            } else {
                Responsible
            },
            ordinal: 1,
            read_at: Some(above.number.to_owned()),
        }));
    }
    rows
}
