//! Planned dates that are moved: which rows that changes, and what goes with them. Dates that say what happened are facts
//! and never move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RuleError;
use super::project_dates::project_dates;
use super::stages::{is_done, is_task_done};
use crate::change::{ChangeError, Edit};
use crate::model::{Gate, GateStep, Kind, Model, PartialDate, Record, ScheduledKind};

/// The dates that something is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DateMove {
    /// What it is.
    pub kind: ScheduledKind,
    /// Its id.
    pub id: String,
    /// Its planned start; what has none by its nature (gates, deliverables) keeps none.
    pub starts: Option<PartialDate>,
    /// Its planned end, due date or day.
    pub ends: Option<PartialDate>,
}

/// The planned dates of something as they are shown; `None` if it is not there.
#[must_use]
pub fn planned_dates(model: &Model, kind: ScheduledKind, id: &str) -> Option<DateMove> {
    let (starts, ends) = match kind {
        ScheduledKind::Phase => model.phases.get(id).map(|row| (row.starts, row.ends))?,
        ScheduledKind::Task => model.tasks.get(id).map(|row| (row.starts, row.due))?,
        ScheduledKind::Deliverable => model.deliverables.get(id).map(|row| (None, row.due))?,
        ScheduledKind::Gate => model.gates.get(id).map(|row| (None, row.planned))?,
        ScheduledKind::Project => {
            let project = model.projects.get(id)?;
            let gates = model.relations().gates_of_project.of(id);
            let dates = project_dates(project.starts, project.ends, gates.iter().map(AsRef::as_ref));
            (dates.starts, dates.ends)
        }
    };
    Some(DateMove {
        kind,
        id: id.to_owned(),
        starts,
        ends,
    })
}

/// Moves with what goes with them, each thing once: the gates of a project that are only planned go with its start and its
/// end. What is moved by itself too goes where that says.
#[must_use]
pub fn with_gates(model: &Model, moves: &[DateMove]) -> Vec<DateMove> {
    let mut all: BTreeMap<(u8, &str), DateMove> = BTreeMap::new();
    for moved in moves {
        if moved.kind != ScheduledKind::Project {
            continue;
        }
        let Some(before) = planned_dates(model, ScheduledKind::Project, &moved.id) else {
            continue;
        };
        for gate in model.relations().gates_of_project.of(&moved.id) {
            if let Some(planned) = gate_goes_to(gate, &before, moved) {
                let found = DateMove {
                    kind: ScheduledKind::Gate,
                    id: gate.id.0.clone(),
                    starts: None,
                    ends: Some(planned),
                };
                all.insert((ScheduledKind::Gate as u8, gate.id.as_str()), found);
            }
        }
    }
    for moved in moves {
        all.insert((moved.kind as u8, moved.id.as_str()), moved.clone());
    }
    all.into_values().collect()
}

/// Where a planned gate goes when its project is moved; `None` if it stays.
fn gate_goes_to(gate: &Gate, before: &DateMove, after: &DateMove) -> Option<PartialDate> {
    let planned = gate.planned.filter(|_| gate.actual.is_none())?;
    let by = |from: Option<PartialDate>, to: Option<PartialDate>| {
        let (from, to) = (from?, to?);
        // A day and a month are compared as months.
        Some(to.latest() - from.as_exact_as(to).latest()).filter(|days| *days != 0)
    };
    // What is at or before the start goes with the start, what is at or after the completion with the end.
    if (gate.step as usize) <= GateStep::Start as usize {
        let days = by(before.starts, after.starts)?;
        if before.starts == Some(planned) && gate.step == GateStep::Start {
            return after.starts;
        }
        planned.shifted(days)
    } else if (gate.step as usize) >= GateStep::Completion as usize {
        let days = by(before.ends, after.ends)?;
        if before.ends == Some(planned) && gate.step == GateStep::Completion {
            return after.ends;
        }
        planned.shifted(days)
    } else {
        None
    }
}

/// The edits that give things their new planned dates, with what goes with them.
///
/// # Errors
/// [`RuleError::Fact`] if something is done or the date that is moved has happened, [`RuleError::EndBeforeStart`],
/// [`ChangeError::Missing`], and [`ChangeError::Nothing`] if nothing would change.
pub fn move_dates(model: &Model, moves: &[DateMove]) -> Result<Vec<Edit>, RuleError> {
    let mut edits = Vec::new();
    for moved in with_gates(model, moves) {
        edits.extend(edit_of(model, &moved)?);
    }
    if edits.is_empty() {
        return Err(ChangeError::Nothing.into());
    }
    Ok(edits)
}

fn edit_of(model: &Model, moved: &DateMove) -> Result<Option<Edit>, RuleError> {
    let name = || model.scheduled_name(moved.kind, &moved.id).unwrap_or_default();
    let fact = || RuleError::Fact { name: name() };
    if let (Some(starts), Some(ends)) = (moved.starts, moved.ends)
        && starts.earliest() > ends.latest()
    {
        return Err(RuleError::EndBeforeStart { name: name() });
    }
    let table = moved.kind.kind();
    let before = model.get(table, &moved.id)?.ok_or_else(|| ChangeError::Missing {
        table,
        id: moved.id.clone(),
    })?;
    let mut after = before.clone();
    match &mut after {
        Record::Phase(row) => (row.starts, row.ends) = (moved.starts, moved.ends),
        Record::Task(row) if is_task_done(row.status) => return Err(fact()),
        Record::Task(row) => (row.starts, row.due) = (moved.starts, moved.ends),
        Record::Deliverable(row) if row.submitted_on.is_some() => return Err(fact()),
        Record::Deliverable(row) => row.due = moved.ends,
        Record::Gate(row) if row.actual.is_some() => return Err(fact()),
        Record::Gate(row) => row.planned = moved.ends,
        Record::Project(row) => {
            let gates = model.relations().gates_of_project.of(&moved.id);
            let shown = project_dates(row.starts, row.ends, gates.iter().map(AsRef::as_ref));
            let begun = shown.actual_start.is_some() && shown.starts != moved.starts;
            if is_done(row.stage) || shown.actual_end.is_some() || begun {
                return Err(fact());
            }
            // What is shown of a gate stays as it is written where it is not moved.
            if shown.starts != moved.starts {
                row.starts = moved.starts;
            }
            if shown.ends != moved.ends {
                row.ends = moved.ends;
            }
        }
        _ => return Ok(None),
    }
    Ok((before != after).then(|| Edit {
        kind: table,
        id: moved.id.clone(),
        before: Some(before),
        after: Some(after),
    }))
}

/// The facts of a change: a date of what happened cannot be later than the day of today.
///
/// # Errors
/// [`RuleError::Future`] if one that is new is.
pub fn enforce_facts(change: &crate::change::Change, today: PartialDate) -> Result<(), RuleError> {
    let fact = |row: Option<&Record>| match row {
        Some(Record::Gate(gate)) => gate.actual,
        Some(Record::Deliverable(owed)) => owed.submitted_on,
        _ => None,
    };
    for edit in &change.edits {
        if !matches!(edit.kind, Kind::Gate | Kind::Deliverable) {
            continue;
        }
        let date = fact(edit.after.as_ref());
        if let Some(date) = date.filter(|date| date.earliest() > today.latest())
            && fact(edit.before.as_ref()) != Some(date)
        {
            return Err(RuleError::Future { date });
        }
    }
    Ok(())
}
