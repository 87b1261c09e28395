//! The gates of a project: a date that is confirmed, and what becomes of a gate when its dates change.

use serde::Deserialize;
use ts_rs::TS;

use super::RuleError;
use crate::change::{Change, ChangeError, Edit};
use crate::model::{Gate, GateStep, Kind, Model, PartialDate, ProjectId, Record};

/// What can be set of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GateColumn {
    /// Planned date.
    Planned,
    /// Actual date.
    Actual,
    /// What proves it.
    Evidence,
}

/// The edit that sets a column of the gate of a step of a project, or empties it: the gate is made if there is none, and
/// goes when nothing is left in it.
///
/// # Errors
/// [`ChangeError::Missing`] if there is no such project, [`ChangeError::Date`] if the value is no date,
/// [`ChangeError::Nothing`] if nothing would change.
pub fn set_gate(
    model: &Model,
    project: &str,
    step: GateStep,
    column: GateColumn,
    value: Option<&str>,
) -> Result<Edit, RuleError> {
    let value = value.filter(|text| !text.is_empty());
    let date = || -> Result<Option<PartialDate>, ChangeError> { Ok(value.map(str::parse).transpose()?) };
    let before = gate_of(model, project, step)?;
    let mut gate = before.clone().unwrap_or_else(|| new_gate(project, step));
    match column {
        GateColumn::Planned => gate.planned = date()?,
        GateColumn::Actual => gate.actual = date()?,
        GateColumn::Evidence => gate.evidence = value.map(ToOwned::to_owned),
    }
    let empty = Gate {
        id: gate.id.clone(),
        ..new_gate(project, step)
    };
    let says_something = Gate {
        confirmed: false,
        ..gate.clone()
    } != empty;
    edit_of(before, says_something.then_some(gate))
}

/// The edit that confirms the date of a gate, or says that it is confirmed no more.
///
/// # Errors
/// [`RuleError::NoDate`] if the gate has no actual date; as [`set_gate`].
pub fn confirm_gate(
    model: &Model,
    project: &str,
    step: GateStep,
    confirmed: bool,
) -> Result<Edit, RuleError> {
    let before = gate_of(model, project, step)?;
    let mut gate = before.clone().ok_or(RuleError::NoDate { step })?;
    if confirmed && gate.actual.is_none() {
        return Err(RuleError::NoDate { step });
    }
    gate.confirmed = confirmed;
    edit_of(before, Some(gate))
}

/// A gate without its date is not confirmed any more; one that never had a date cannot be.
pub(super) fn enforce(change: &mut Change) -> Result<(), RuleError> {
    for edit in &mut change.edits {
        let Some(Record::Gate(after)) = &mut edit.after else {
            continue;
        };
        if !after.confirmed || after.actual.is_some() {
            continue;
        }
        match &edit.before {
            Some(Record::Gate(before)) if before.confirmed => after.confirmed = false,
            _ => return Err(RuleError::NoDate { step: after.step }),
        }
    }
    Ok(())
}

/// The gate of a step of a project; `None` if it has none yet.
pub(super) fn gate_of(model: &Model, project: &str, step: GateStep) -> Result<Option<Gate>, ChangeError> {
    if !model.projects.has(project) {
        return Err(ChangeError::Missing {
            table: Kind::Project,
            id: project.to_owned(),
        });
    }
    let mut gates = model.gates.iter();
    Ok(gates
        .find(|gate| gate.project.as_str() == project && gate.step == step)
        .cloned())
}

pub(super) fn new_gate(project: &str, step: GateStep) -> Gate {
    Gate {
        id: format!("gates-{}", uuid::Uuid::now_v7()).into(),
        project: ProjectId::from(project),
        step,
        planned: None,
        actual: None,
        confirmed: false,
        evidence: None,
        office: None,
        promised_days: None,
        submitted_on: None,
        track: None,
        override_reason: None,
    }
}

pub(super) fn edit_of(before: Option<Gate>, after: Option<Gate>) -> Result<Edit, RuleError> {
    let id = before.as_ref().or(after.as_ref()).map(|gate| gate.id.0.clone());
    let id = id.filter(|_| before != after).ok_or(ChangeError::Nothing)?;
    Ok(Edit {
        kind: Kind::Gate,
        id,
        before: before.map(Record::Gate),
        after: after.map(Record::Gate),
    })
}
