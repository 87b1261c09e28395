//! What is late: its last day is over and it is not finished. The day of today is passed in.

use super::stages::{is_done, is_task_done};
use crate::model::{Gate, Indicator, PartialDate, ProjectStage, TaskStatus};

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

/// Whether a gate is late: its planned date is over, and no actual date is confirmed.
#[must_use]
pub fn is_gate_overdue(gate: &Gate, today: PartialDate) -> bool {
    is_overdue(gate.planned, gate.confirmed, today)
}

/// Whether an indicator is late: its deadline is over, and the last report does not reach the target or there is none
/// (`met`, see [`super::targets::met`]).
#[must_use]
pub fn is_indicator_overdue(indicator: &Indicator, met: Option<bool>, today: PartialDate) -> bool {
    is_overdue(indicator.deadline, met == Some(true), today)
}

/// Whether a project is late by the date it is to be ready.
#[must_use]
pub fn is_project_overdue(ends: Option<PartialDate>, stage: ProjectStage, today: PartialDate) -> bool {
    is_overdue(ends, is_done(stage), today)
}
