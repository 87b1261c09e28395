//! What is late: its last day is over and it is not finished. The day of today is passed in.

use super::stages::{is_done, is_task_done};
use crate::model::{Deliverable, DeliverableStatus, Gate, Indicator, PartialDate, ProjectStage, TaskStatus};

/// Whether something is late on the day `today`: the last day its due date can mean is before, and it is not finished.
/// What is due in a year is late once the year is over.
#[must_use]
pub fn is_overdue(due: Option<PartialDate>, finished: bool, today: PartialDate) -> bool {
    !finished && due.is_some_and(|due| due.last_day() < today.first_day())
}

/// Whether a task is late.
#[must_use]
pub fn is_task_overdue(due: Option<PartialDate>, status: TaskStatus, today: PartialDate) -> bool {
    is_overdue(due, is_task_done(status), today)
}

/// How a gate stands whose planned date is over and which is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedGate {
    /// Nothing says that it was reached: it is late.
    Late,
    /// An actual date is reported, or a later gate of the project is confirmed, so that the work went on: its date is to
    /// be confirmed, it is not late.
    Unconfirmed,
}

/// How a gate stands on the day `today` beside the other gates of its project; `None` if its planned date is not over, if
/// it has none, or if it is confirmed. An actual date that is to come is an estimate and says nothing.
pub fn passed_gate<'a>(
    gate: &Gate,
    of_project: impl IntoIterator<Item = &'a Gate>,
    today: PartialDate,
) -> Option<PassedGate> {
    if !is_overdue(gate.planned, gate.confirmed, today) {
        return None;
    }
    let reported = gate
        .actual
        .is_some_and(|actual| actual.first_day() <= today.first_day());
    let mut others = of_project.into_iter();
    let went_on = reported || others.any(|other| other.step > gate.step && other.confirmed);
    Some(if went_on {
        PassedGate::Unconfirmed
    } else {
        PassedGate::Late
    })
}

/// Whether an indicator is late: its deadline is over, and its value does not reach the target or there is none (`met`, see
/// [`super::targets::standing`]). A part of a target is late with the whole and not by itself.
#[must_use]
pub fn is_indicator_overdue(indicator: &Indicator, met: Option<bool>, today: PartialDate) -> bool {
    indicator.part_of.is_none() && is_overdue(indicator.deadline, met == Some(true), today)
}

/// Whether a project is late by the date it is to be ready.
#[must_use]
pub fn is_project_overdue(ends: Option<PartialDate>, stage: ProjectStage, today: PartialDate) -> bool {
    is_overdue(ends, is_done(stage), today)
}

/// Whether a deliverable is still owed on the day `today`: it was not handed in up to then, or was sent back.
#[must_use]
pub fn is_owed(row: &Deliverable, today: PartialDate) -> bool {
    let later = row
        .submitted_on
        .is_some_and(|day| day.first_day() > today.last_day());
    later || matches!(row.status, DeliverableStatus::Owed | DeliverableStatus::Returned)
}

/// Whether a deliverable is late: 该报未报.
#[must_use]
pub fn is_deliverable_overdue(row: &Deliverable, today: PartialDate) -> bool {
    is_overdue(row.due, !is_owed(row, today), today)
}
