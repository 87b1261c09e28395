//! What waits for what in the demo atlas: phases, tasks, things handed in, projects, and the steps of a few of them.

use super::{
    plans::{QUALITY, SPECIALITY, phase_id},
    projects::Planned,
    works::work_id,
};
use planning::model::{
    Dependency,
    DependencyKind::{self, FinishFinish as FF, FinishStart as FS, StartFinish as SF, StartStart as SS},
    Gate, Record,
    ScheduledKind::{self, Deliverable, Phase, Project, Task},
};

/// Names of two projects, how they hang together, days between, why.
type ProjectPair = (&'static str, &'static str, DependencyKind, i64, &'static str);

#[rustfmt::skip] // a table: one pair a line
const PROJECTS: &[ProjectPair] = &[
    ("县城第二水厂扩建", "桑麻园镇供水管网延伸", FS, 0, "水源扩容后延伸管网"),
    ("城乡供水一体化西南片主干管网", "桑麻园镇供水管网延伸", FS, 15, "主干通水后接支管"),
    ("县城旧城片区雨污分流改造（二期）", "城中片区老旧小区改造（2026年）", FF, 0, "小区管网随主管同步接入"),
    ("城东110千伏变电站", "城东保障性租赁住房", SF, 30, "变电站投运前用临时电源"),
    ("开发区蓝领公寓", "开发区职业教育实训中心", SS, 60, "公寓开工后实训中心进场"),
    ("石榴湾镇入镇口节点景观", "石榴湾镇殡葬公益性安放设施", FS, 30, "同一施工便道"),
    ("月湖湿地生态修复", "鹭汀洲观鸟小镇", FS, 30, "湿地恢复后再谋划"),
    ("柳荫集镇老集市街区更新", "柳荫集镇中医馆及康复中心", FS, 0, "街区腾出地块"),
    ("清河源河北岸滨河公园", "县城至柳荫集镇公路绿化带", SS, 90, "同一苗木标段"),
    ("县城第二水厂扩建", "城东保障性租赁住房", FF, 60, "通水后交付"),
];

/// Projects in preparation whose steps wait for each other.
const CHAINED: [&str; 3] = [
    "开发区职业教育实训中心",
    "城东保障性租赁住房",
    "鹭汀洲乡渔光互补光伏电站",
];

/// A single work: the number of its task, and its place there.
type WorkPlace = (usize, usize);

/// Task and place of two works, how they hang together, days between.
const WORKS: [(WorkPlace, WorkPlace, DependencyKind, i64); 10] = [
    ((1, 5), (1, 1), SS, 60),
    ((2, 1), (2, 3), FF, 15),
    ((3, 4), (3, 2), SS, 30),
    ((5, 1), (5, 2), SS, 60),
    ((6, 2), (6, 3), FS, 0),
    ((8, 1), (8, 2), SS, 0),
    ((9, 4), (9, 1), SS, 0),
    ((16, 1), (16, 2), SS, 0),
    ((17, 1), (17, 2), SS, 30),
    ((21, 1), (21, 2), FS, 0),
];

/// The dependencies; `gates` are those of all projects, those of one project in the order of their steps.
pub(super) fn rows(projects: &[Planned], gates: &[Gate]) -> Vec<Record> {
    let mut links: Vec<Dependency> = Vec::new();
    let mut link = |from: (ScheduledKind, String), to: (ScheduledKind, String), kind, lag, note: &str| {
        links.push(Dependency {
            id: format!("practice/dep{:03}", links.len() + 1).into(),
            predecessor_kind: from.0,
            predecessor: from.1,
            successor_kind: to.0,
            successor: to.1,
            kind,
            lag_days: lag,
            note: Some(format!("{note}（演练）")),
        });
    };
    for (plan, phases) in [(QUALITY, 4), (SPECIALITY, 3)] {
        for phase in 1..phases {
            let at = |phase| (Phase, phase_id(plan, phase));
            link(at(phase), at(phase + 1), FS, 0, "阶段前后相接");
        }
    }
    for (from, to, kind, lag) in WORKS {
        let at = |(task, place)| (Task, work_id(task, place));
        link(at(from), at(to), kind, lag, "工序先后");
    }
    // 老旧小区改造验收资料 follows the works on them.
    link(
        (Task, work_id(12, 1)),
        (Deliverable, "practice/del077".to_owned()),
        FF,
        0,
        "竣工后交资料",
    );
    for (from, to, kind, lag, note) in PROJECTS {
        let at = |name: &str| {
            let found = projects.iter().find(|p| p.entry.name == name);
            found.map(|p| (Project, p.project.id.as_str().to_owned()))
        };
        if let (Some(from), Some(to)) = (at(from), at(to)) {
            link(from, to, *kind, *lag, note);
        }
    }
    for p in projects.iter().filter(|p| CHAINED.contains(&p.entry.name)) {
        let main: Vec<&Gate> = gates
            .iter()
            .filter(|gate| gate.project == p.project.id && super::gates::is_main(gate.step))
            .collect();
        for pair in main.windows(2) {
            let at = |gate: &Gate| (ScheduledKind::Gate, gate.id.as_str().to_owned());
            link(at(pair[0]), at(pair[1]), FS, 0, "前期手续先后");
        }
    }
    links.into_iter().map(Record::from).collect()
}
