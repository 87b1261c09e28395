//! The dates of the demo atlas as they were approved and as they were adjusted: what moved, what is new, what was dropped.

use super::{calendar::written, projects::Planned};
use planning::model::{Baseline, BaselineItem, PartialDate, Record, ScheduledKind};

const APPROVED: &str = "practice/bl1";
const ADJUSTED: &str = "practice/bl2";

/// Projects that were approved and given up since: name, first and last date.
const DROPPED: [(&str, &str, &str); 3] = [
    ("瓦窑岗镇石料堆场扩建", "2025-09", "2026-05"),
    ("月湖水上乐园", "2026-03", "2027-06"),
    ("望岑镇第二加油站", "2026-01", "2026-08"),
];

/// The baselines and their items; `rows` are phases, tasks and what is to be handed in.
pub(super) fn rows(projects: &[Planned], rows: &[Record]) -> Vec<Record> {
    let baseline = |id: &str, name: &str, day, active, note: &str| {
        Record::from(Baseline {
            id: id.into(),
            plan: None,
            name: name.to_owned(),
            taken_on: written(day).unwrap_or(super::status_date()),
            active,
            note: Some(format!("{note}（演练）")),
        })
    };
    let mut out = vec![
        baseline(APPROVED, "批复版", "2026-01-31", true, "2026年度计划批复时的时间"),
        baseline(ADJUSTED, "年中调整版", "2026-07-10", false, "只含项目"),
    ];
    let mut items = Items { rows: Vec::new() };
    for row in rows {
        match row {
            Record::Phase(p) => items.put(
                APPROVED,
                ScheduledKind::Phase,
                p.id.as_str(),
                &p.name,
                p.starts,
                p.ends,
            ),
            Record::Task(t) => items.put(
                APPROVED,
                ScheduledKind::Task,
                t.id.as_str(),
                &t.title,
                t.starts,
                t.due,
            ),
            Record::Deliverable(d) => {
                items.put(
                    APPROVED,
                    ScheduledKind::Deliverable,
                    d.id.as_str(),
                    &d.name,
                    None,
                    d.due,
                );
            }
            _ => {}
        }
    }
    for p in projects {
        let project = &p.project;
        let mut put = |baseline, moved: i64| {
            items.put(
                baseline,
                ScheduledKind::Project,
                project.id.as_str(),
                &project.name,
                project.starts,
                project.ends.map(|end| earlier(end, moved)),
            );
        };
        // Every fifteenth was added since; every fourth was to be ready earlier, every seventh later.
        if !p.number.is_multiple_of(15) {
            put(APPROVED, moved_by(p.number));
        }
        put(ADJUSTED, moved_by(p.number) / 2);
    }
    for (n, (name, starts, ends)) in (1..).zip(DROPPED) {
        let id = format!("practice/dropped{n}");
        items.put(
            APPROVED,
            ScheduledKind::Project,
            &id,
            name,
            written(starts),
            written(ends),
        );
    }
    out.extend(items.rows.into_iter().map(Record::from));
    out
}

fn moved_by(number: usize) -> i64 {
    match number {
        n if n.is_multiple_of(7) => -2,
        n if n.is_multiple_of(4) => 1 + (n % 3) as i64,
        _ => 0,
    }
}

/// A date to the month so many months earlier; other dates stay, as nobody said which month of them was meant.
fn earlier(date: PartialDate, months: i64) -> PartialDate {
    let PartialDate::Month(year, month) = date else {
        return date;
    };
    let at = i64::from(year) * 12 + i64::from(month) - 1 - months;
    let moved = u8::try_from(at.rem_euclid(12) + 1).ok();
    let year = i32::try_from(at.div_euclid(12)).ok();
    match (year, moved) {
        (Some(year), Some(month)) => PartialDate::Month(year, month),
        _ => date,
    }
}

struct Items {
    rows: Vec<BaselineItem>,
}

impl Items {
    fn put(
        &mut self,
        baseline: &str,
        kind: ScheduledKind,
        item: &str,
        name: &str,
        starts: Option<PartialDate>,
        ends: Option<PartialDate>,
    ) {
        self.rows.push(BaselineItem {
            id: format!("practice/bli{:04}", self.rows.len() + 1).into(),
            baseline: baseline.into(),
            kind,
            item: item.to_owned(),
            name: name.to_owned(),
            starts,
            ends,
        });
    }
}
