//! Deliverables and recurring dates as rows of the timetable.

use serde::Serialize;
use ts_rs::TS;

use super::dated::DatedItem;
use crate::model::*;
use crate::rules::overdue::is_overdue;

/// Recurring dates of one row, at most: ten years of weeks.
const MOST_TIMES: usize = 520;

/// Of what has to be handed in: how many owe it, and how many of them have handed it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct OwedMark {
    /// How many owe it.
    pub owed: u32,
    /// How many of them handed it in by the status date; what was returned is owed again.
    pub handed: u32,
    /// How many of them have not, though the last day of the due date is over.
    pub late: u32,
}

impl OwedMark {
    /// Counts deliverables at the end of a day.
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a Deliverable>, as_of: Day) -> Self {
        let mut mark = Self::default();
        for row in rows {
            let handed = is_handed_in(row, as_of);
            let today = PartialDate::of_day(as_of);
            mark.owed += 1;
            mark.handed += u32::from(handed);
            mark.late += u32::from(today.is_some_and(|today| is_overdue(row.due, handed, today)));
        }
        mark
    }
}

fn is_handed_in(row: &Deliverable, as_of: Day) -> bool {
    let by_then = row.submitted_on.is_none_or(|date| date.earliest() <= as_of);
    matches!(
        row.status,
        DeliverableStatus::Submitted | DeliverableStatus::Accepted
    ) && by_then
}

/// Whether two deliverables are one row where several owe the same.
pub(crate) fn is_same(a: &Deliverable, b: &Deliverable) -> bool {
    (&a.plan, &a.task, &a.phase, &a.name, a.due) == (&b.plan, &b.task, &b.phase, &b.name, b.due)
}

/// When a cadence is due: each time as the days it can mean. Without a first time, and where no interval is said beyond
/// that, nothing is made up; without a last time it ends with its plan.
#[must_use]
pub fn times_of(cadence: &Cadence, plan_ends: Option<PartialDate>) -> Vec<(Day, Day)> {
    let Some(first) = cadence.starts else {
        return Vec::new();
    };
    let last = cadence
        .ends
        .or(plan_ends)
        .map_or(first.latest(), PartialDate::latest);
    let span = |date: PartialDate| (date.earliest(), date.latest());
    let months = match cadence.recurrence {
        Recurrence::Once | Recurrence::Periodic => return vec![span(first)],
        Recurrence::Weekly => {
            let weeks = (0..).map(|n| (first.earliest() + 7 * n, first.latest() + 7 * n));
            let till = weeks.take_while(|(from, _)| *from <= last);
            return till.take(MOST_TIMES).collect();
        }
        Recurrence::Monthly => 1,
        Recurrence::Quarterly => 3,
        Recurrence::HalfYearly => 6,
        Recurrence::Yearly => 12,
    };
    let all = (0..).map_while(|n| after_months(first, months * n)).map(span);
    all.take_while(|(from, _)| *from <= last)
        .take(MOST_TIMES)
        .collect()
}

/// The same date so many months later, as exact as it was; a day that the month does not have is its last. `None` for a
/// number of months that would make it more exact.
fn after_months(date: PartialDate, months: i32) -> Option<PartialDate> {
    let (year, month, day) = date.first_day();
    let at = year * 12 + i32::from(month) - 1 + months;
    let (year, month) = (at.div_euclid(12), u8::try_from(at.rem_euclid(12)).ok()? + 1);
    match date {
        PartialDate::Day(..) => {
            let (.., last) = PartialDate::Month(year, month).last_day();
            Some(PartialDate::Day(year, month, day.min(last)))
        }
        PartialDate::Month(..) => Some(PartialDate::Month(year, month)),
        PartialDate::Quarter(..) if months % 3 == 0 => Some(PartialDate::Quarter(year, month.div_ceil(3))),
        PartialDate::Half(..) if months % 6 == 0 => Some(PartialDate::Half(year, month.div_ceil(6))),
        PartialDate::Year(_) if months % 12 == 0 => Some(PartialDate::Year(year)),
        _ => None,
    }
}

/// The bar of a cadence: from its first to its last time.
pub(crate) fn dates_of_cadence(cadence: &Cadence, plan_ends: Option<PartialDate>) -> DatedItem {
    let times = times_of(cadence, plan_ends);
    DatedItem {
        first: times.first().map(|(from, _)| *from),
        last: times.last().map(|(_, to)| *to),
        start_open: 0,
        end_open: 0,
        ..DatedItem::new(cadence.starts, cadence.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().expect("a date")
    }

    fn check(recurrence: Recurrence, starts: &str, ends: Option<&str>, expected: &[(&str, &str)]) {
        let cadence = Cadence {
            id: "c".into(),
            plan: "p".into(),
            task: None,
            ordinal: 1,
            title: "例会".to_owned(),
            kind: CadenceKind::Meeting,
            recurrence,
            starts: Some(date(starts)),
            ends: ends.map(date),
            unit: None,
            body: None,
            read_at: None,
            note: None,
        };
        let expected: Vec<(Day, Day)> = expected
            .iter()
            .map(|(from, to)| (date(from).earliest(), date(to).latest()))
            .collect();
        assert_eq!(
            times_of(&cadence, Some(date("2025-12-31"))),
            expected,
            "{recurrence:?}"
        );
    }

    #[test]
    fn times_follow_each_other_as_exact_as_the_first() {
        let day = |text| (text, text);
        check(
            Recurrence::Monthly,
            "2025-01-31",
            Some("2025-04"),
            &[
                day("2025-01-31"),
                day("2025-02-28"),
                day("2025-03-31"),
                day("2025-04-30"),
            ],
        );
        check(
            Recurrence::Weekly,
            "2025-02-24",
            Some("2025-03-10"),
            &[day("2025-02-24"), day("2025-03-03"), day("2025-03-10")],
        );
        check(
            Recurrence::HalfYearly,
            "2025-H1",
            None,
            &[("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")],
        );
        check(
            Recurrence::Quarterly,
            "2025-11",
            None,
            &[("2025-11-01", "2025-11-30")],
        );
        check(
            Recurrence::Yearly,
            "2024",
            None,
            &[("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")],
        );
        check(
            Recurrence::Once,
            "2025-05",
            Some("2030"),
            &[("2025-05-01", "2025-05-31")],
        );
        // A month of each year does not make a day of a year.
        check(Recurrence::Monthly, "2025", None, &[("2025-01-01", "2025-12-31")]);
    }
}
