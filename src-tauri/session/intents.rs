//! What someone wants done where the rules of the core say which rows it changes.

use planning::change::ChangeError;
use planning::model::{GateStep, Kind};
use planning::rules::Intent;
use planning::rules::footprints::FootprintEdit;
use planning::rules::gates::GateColumn;
use planning::rules::removal::Removal;
use planning::rules::reports::NewReport;

use super::{Change, Session};
use crate::wire::*;
use crate::wire_error::WireError;

impl Session {
    /// What the removal of rows would do.
    pub fn removal_of(&self, table: String, ids: Vec<String>) -> Result<Removal, WireError> {
        let rows = rows_of(&table, ids)?;
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        Ok(opened.file.removal_of(&rows)?)
    }

    /// Removes rows with what goes with them.
    pub fn remove(&self, name: String, table: String, ids: Vec<String>) -> Result<Applied, WireError> {
        self.change(Change::Remove(name, rows_of(&table, ids)?))
    }

    /// Sets a column of a gate.
    pub fn set_gate(
        &self,
        name: String,
        project: String,
        step: GateStep,
        column: GateColumn,
        value: Option<String>,
    ) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::SetGate {
            name,
            project,
            step,
            column,
            value,
        }))
    }

    /// Confirms the date of a gate, or says that it is confirmed no more.
    pub fn confirm_gate(
        &self,
        name: String,
        project: String,
        step: GateStep,
        confirmed: bool,
    ) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::ConfirmGate {
            name,
            project,
            step,
            confirmed,
        }))
    }

    /// Makes a progress report.
    pub fn report_progress(&self, name: String, report: NewReport) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::Report(name, report)))
    }

    /// Keeps a footprint.
    pub fn keep_footprint(&self, footprint: FootprintEdit) -> Result<FootprintKept, WireError> {
        let id = footprint.id.clone();
        let applied = self.change(Change::Intend(Intent::Footprint(footprint)))?;
        let precision = self.ask(|index| index.model.projects.get(&id).map(|p| p.precision))?;
        let precision = precision.ok_or_else(|| WireError::new("change.missing", "找不到这个项目"))?;
        Ok(FootprintKept { applied, precision })
    }
}

/// Rows of one table as the core names them.
fn rows_of(table: &str, ids: Vec<String>) -> Result<Vec<(Kind, String)>, WireError> {
    let kind = Kind::from_table(table).map_err(ChangeError::from)?;
    Ok(ids.into_iter().map(|id| (kind, id)).collect())
}
