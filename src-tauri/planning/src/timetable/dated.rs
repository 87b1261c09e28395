//! What has dates, and the days it occupies.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Day, Deliverable, Gate, GateStep, PartialDate, Phase, Plan, Summary, Task};
use crate::rules::project_dates::project_dates;

/// What a row of the timetable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named like the records")]
pub enum ItemKind {
    Plan,
    Phase,
    Task,
    Project,
    Gate,
    /// What has to be handed in; those of one name, task and due date that several owe are one row.
    Deliverable,
    /// What is done again and again.
    Cadence,
    Town,
    Unit,
    /// What belongs to no group.
    Ungrouped,
}

/// The dates of something: planned ones as they were given, and the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct DatedItem {
    /// Planned start.
    pub starts: Option<PartialDate>,
    /// Planned end, or the due date.
    pub ends: Option<PartialDate>,
    /// When it began.
    pub actual_start: Option<PartialDate>,
    /// When it was done.
    pub actual_end: Option<PartialDate>,
    /// The first day of its bar: the earliest its start can mean; of what has only an end the earliest that can mean.
    pub first: Option<Day>,
    /// The last day of its bar: the latest its end can mean.
    pub last: Option<Day>,
    /// Days at the left of the bar on which it may begin, 0 if the start is known to the day.
    pub start_open: i32,
    /// Days at the right of the bar on which it may end, 0 if the end is known to the day.
    pub end_open: i32,
}

impl DatedItem {
    /// Dates with the bar that follows from them.
    #[must_use]
    pub fn new(starts: Option<PartialDate>, ends: Option<PartialDate>) -> Self {
        let open = |date: Option<PartialDate>| date.map_or(0, |date| date.latest() - date.earliest());
        let first = starts.or(ends).map(PartialDate::earliest);
        let last = ends.or(starts).map(PartialDate::latest);
        Self {
            starts,
            ends,
            first,
            // A finish before the start is drawn from its start on; `check` lists it.
            last: last.max(first),
            start_open: open(starts),
            end_open: open(ends),
            ..Self::default()
        }
    }

    /// The dates of a plan.
    #[must_use]
    pub fn of_plan(plan: &Plan) -> Self {
        Self::new(plan.starts, plan.ends)
    }

    /// The dates of a phase.
    #[must_use]
    pub fn of_phase(phase: &Phase) -> Self {
        Self::new(phase.starts, phase.ends)
    }

    /// The dates of a task.
    #[must_use]
    pub fn of_task(task: &Task) -> Self {
        Self::new(task.starts, task.due)
    }

    /// The due date of a deliverable, and when it was handed in.
    #[must_use]
    pub fn of_deliverable(owed: &Deliverable) -> Self {
        Self {
            actual_end: owed.submitted_on,
            ..Self::new(None, owed.due)
        }
    }

    /// The planned date of a gate; of one that has only an actual date, that.
    #[must_use]
    pub fn of_gate(gate: &Gate) -> Self {
        Self {
            actual_end: gate.actual,
            ..Self::new(None, gate.planned.or(gate.actual))
        }
    }

    /// The dates of a project, as [`project_dates`] joins them with those of its gates.
    pub fn of_project<'a>(project: &Summary<'_>, gates: impl Iterator<Item = &'a Gate>) -> Self {
        let dates = project_dates(project.starts, project.ends, gates);
        Self {
            actual_start: dates.actual_start,
            actual_end: dates.actual_end,
            ..Self::new(dates.starts, dates.ends)
        }
    }
}

/// A gate as a mark on a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GateMark {
    /// The id of the gate.
    pub id: String,
    /// Its step.
    pub step: GateStep,
    /// The planned date; of one that has only an actual date, that.
    pub dates: DatedItem,
    /// Whether its actual date was confirmed.
    pub confirmed: bool,
}

impl GateMark {
    /// The mark of a gate.
    #[must_use]
    pub fn of(gate: &Gate) -> Self {
        Self {
            id: gate.id.0.clone(),
            step: gate.step,
            dates: DatedItem::of_gate(gate),
            confirmed: gate.confirmed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(starts: Option<&str>, ends: Option<&str>, bar: Option<(&str, &str)>, open: (i32, i32)) {
        let date = |text: &str| text.parse::<PartialDate>().expect("a date");
        let item = DatedItem::new(starts.map(date), ends.map(date));
        let expected = bar.map(|(first, last)| (date(first).earliest(), date(last).latest()));
        assert_eq!(item.first.zip(item.last), expected);
        assert_eq!((item.start_open, item.end_open), open);
    }

    #[test]
    fn a_bar_reaches_over_all_days_that_its_dates_can_mean() {
        check(
            Some("2025-03"),
            Some("2025-10"),
            Some(("2025-03-01", "2025-10-31")),
            (30, 30),
        );
        check(
            Some("2025"),
            Some("2026-H1"),
            Some(("2025-01-01", "2026-06-30")),
            (364, 180),
        );
        check(
            Some("2025-03-05"),
            Some("2025-03-09"),
            Some(("2025-03-05", "2025-03-09")),
            (0, 0),
        );
        check(None, Some("2025-Q2"), Some(("2025-04-01", "2025-06-30")), (0, 90));
        check(Some("2025-03"), None, Some(("2025-03-01", "2025-03-31")), (30, 0));
        check(None, None, None, (0, 0));
        // An end before the start does not turn the bar round.
        check(
            Some("2025-03"),
            Some("2024"),
            Some(("2025-03-01", "2025-03-01")),
            (30, 365),
        );
    }
}
