//! What the invented plans want handed in, by which town or bureau and until when, and whether it was.

use time::Duration;

use super::{
    calendar::{STATUS, last_day, to_the_day, working_day, written},
    noise::pick,
    places::{TOWNS, town_id},
    plans::{QUALITY, SPECIALITY, phase_id, task_id},
    units::unit_id,
};
use planning::model::{
    Deliverable,
    DeliverableStatus::{self, Accepted, Owed, Returned, Submitted},
    Record,
};

/// Who owes a thing: every town, the pilot towns, or a bureau.
enum By {
    Towns,
    Pilots,
    Bureau(&'static str),
}

/// Plan, number of the task (0 for none), phase, name, who, due date.
struct Owing(&'static str, usize, i64, &'static str, By, &'static str);

#[rustfmt::skip] // a table: one thing a line
const OWING: &[Owing] = &[
    Owing(QUALITY, 0, 1, "品质提升三年实施方案", By::Towns, "2025-03-20"),
    Owing(QUALITY, 0, 1, "问题与项目推进台账", By::Towns, "2025-03"),
    Owing(QUALITY, 16, 2, "一镇一策规划方案", By::Pilots, "2025-12"),
    Owing(QUALITY, 0, 2, "作战图", By::Pilots, "2025-04"),
    Owing(QUALITY, 0, 2, "时间表", By::Pilots, "2025-04"),
    Owing(QUALITY, 0, 2, "任务书", By::Pilots, "2025-04"),
    Owing(QUALITY, 0, 2, "2026年度项目清单", By::Towns, "2026-01-15"),
    Owing(QUALITY, 0, 2, "2026年第三季度自评报告", By::Towns, "2026-10-10"),
    Owing(QUALITY, 0, 2, "2026年度总结", By::Towns, "2026-12-20"),
    Owing(QUALITY, 12, 2, "老旧小区改造验收资料", By::Bureau("县住房和城乡建设局"), "2026-11-30"),
    Owing(QUALITY, 2, 2, "供水管网竣工图", By::Bureau("县水务局"), "2026-10-31"),
    Owing(QUALITY, 3, 2, "排水口台账", By::Bureau("县住房和城乡建设局"), "2025-09-30"),
    Owing(QUALITY, 5, 2, "学位需求预测报告", By::Bureau("县教育和体育局"), "2025-08"),
    Owing(QUALITY, 16, 4, "三年行动总结评估报告", By::Bureau("县发展和改革局"), "2027-12"),
    Owing(SPECIALITY, 0, 1, "产业链图谱", By::Pilots, "2026-06"),
    Owing(SPECIALITY, 18, 2, "加工园招商计划", By::Pilots, "2026-10"),
    Owing(SPECIALITY, 17, 2, "开发区扩区报批件", By::Bureau("县发展和改革局"), "2026-09-30"),
    Owing(SPECIALITY, 21, 2, "技改项目清单", By::Bureau("县工业和信息化局"), "2026-12"),
];

/// The towns that are pilots of a plan now.
fn pilots(plan: &str) -> [usize; 4] {
    if plan == QUALITY {
        [2, 3, 4, 5]
    } else {
        [4, 5, 8, 9]
    }
}

/// The things owed, one row for each that owes one.
pub(super) fn rows() -> Vec<Record> {
    let mut ordinal = 0;
    let mut rows = Vec::new();
    for (thing, owing) in OWING.iter().enumerate() {
        let towns: Vec<Option<usize>> = match owing.4 {
            By::Towns => (0..TOWNS.len()).map(Some).collect(),
            By::Pilots => pilots(owing.0).iter().copied().map(Some).collect(),
            By::Bureau(_) => vec![None],
        };
        for town in towns {
            ordinal += 1;
            rows.push(Record::from(deliverable(thing, owing, town, ordinal)));
        }
    }
    rows
}

fn deliverable(thing: usize, owing: &Owing, town: Option<usize>, ordinal: i64) -> Deliverable {
    let Owing(plan, task, phase, name, ref by, due) = *owing;
    let due = written(due);
    let seed = (thing * 100 + town.unwrap_or(99)) as u64;
    let last = due.map_or(STATUS, last_day);
    let handed = working_day(last + Duration::days(pick(seed, 26) as i64 - 18));
    let status = status(last, seed);
    let submitted = (status != Owed).then(|| to_the_day(handed.min(STATUS - Duration::days(1))));
    let unit = match *by {
        By::Bureau(name) => name,
        By::Towns | By::Pilots => town.map_or("", |town| TOWNS[town].name),
    };
    Deliverable {
        id: format!("practice/del{ordinal:03}").into(),
        plan: plan.into(),
        task: (task > 0).then(|| task_id(task).into()),
        phase: Some(phase_id(plan, phase).into()),
        ordinal,
        name: name.to_owned(),
        unit: Some(unit_id(unit).into()),
        region: town.map(|town| town_id(town).into()),
        due,
        status,
        submitted_on: submitted,
        evidence: (status == Accepted)
            .then(|| format!("演政办函〔{}〕{}号（演练）", last.year(), 9100 + ordinal)),
        document: None,
        read_at: Some("三".to_owned()),
        note: (status == Returned).then(|| "内容不实，退回补充（演练）".to_owned()),
    }
}

/// What is long due was accepted but for a few; what is lately due waits; what is not yet due is owed.
fn status(last: time::Date, seed: u64) -> DeliverableStatus {
    let days = (STATUS - last).whole_days();
    match pick(seed + 7, 12) {
        _ if days < 0 => Owed,
        0 => Owed,
        1 if days < 400 => Returned,
        2..=5 if days < 60 => Submitted,
        6..=8 if days < 60 => Owed,
        _ => Accepted,
    }
}
