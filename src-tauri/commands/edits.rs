//! The commands that change the open atlas: rows as they are sent, intents of which the rules of the core say which rows
//! they change, steps taken back.

use std::sync::Arc;

use planning::change::{ChangeError, ChangeRequest};
use planning::model::{GateStep, Kind, PartialDate};
use planning::rules::Intent;
use planning::rules::amounts::AmountEdit;
use planning::rules::baselines::NewBaseline;
use planning::rules::footprints::FootprintEdit;
use planning::rules::gates::GateColumn;
use planning::rules::lights::LightLimits;
use planning::rules::moving::DateMove;
use planning::rules::removal::Removal;
use planning::rules::reports::NewReport;
use planning::rules::rounds::NewRound;
use planning::rules::targets::NewTargetValue;
use planning::schedule::with_forced;

use crate::clock::today;
use crate::session::place::AtlasPlace;
use crate::session::settings::Settings;
use crate::wire::{Applied, FootprintKept, Touched};
use crate::wire_error::WireError;

/// The commands that change the open atlas.
#[derive(Debug)]
pub struct EditCommands {
    pub(crate) settings: Arc<Settings>,
    pub(crate) place: Arc<AtlasPlace>,
}

/// A way to change an atlas.
enum Change {
    Apply(ChangeRequest),
    Intend(Intent),
    Remove(String, Vec<(Kind, String)>, Option<(Kind, String)>),
    /// Moves planned dates with what they force.
    Push(String, Vec<DateMove>),
    Undo,
    Redo,
}

impl EditCommands {
    /// Applies a change.
    pub fn apply(&self, change: ChangeRequest) -> Result<Applied, WireError> {
        self.change(Change::Apply(change))
    }

    /// Takes the last step back.
    pub fn undo(&self) -> Result<Applied, WireError> {
        self.change(Change::Undo)
    }

    /// Does it again.
    pub fn redo(&self) -> Result<Applied, WireError> {
        self.change(Change::Redo)
    }

    /// What the removal of rows would do.
    pub fn removal_of(&self, table: String, ids: Vec<String>) -> Result<Removal, WireError> {
        let rows = rows_of(&table, ids)?;
        self.place.look(|opened| opened.file.removal_of(&rows, None))
    }

    /// Removes rows with what goes with them.
    pub fn remove(
        &self,
        name: String,
        table: String,
        ids: Vec<String>,
        move_to: Option<String>,
    ) -> Result<Applied, WireError> {
        let rows = rows_of(&table, ids)?;
        let to = rows_of(&table, move_to.into_iter().collect())?.pop();
        self.change(Change::Remove(name, rows, to))
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

    /// Begins a round of reports.
    pub fn begin_round(&self, name: String, round: NewRound) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::BeginRound(name, round)))
    }

    /// Closes a round of reports, or opens it again.
    pub fn close_round(&self, name: String, id: String, closed: bool) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::CloseRound(name, id, closed.then(today))))
    }

    /// Moves planned dates.
    pub fn move_dates(&self, name: String, moves: Vec<DateMove>, forced: bool) -> Result<Applied, WireError> {
        self.change(match forced {
            true => Change::Push(name, moves),
            false => Change::Intend(Intent::MoveDates(name, moves)),
        })
    }

    /// Freezes the planned dates under a name.
    pub fn freeze_baseline(&self, name: String, baseline: NewBaseline) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::Freeze(name, baseline, today())))
    }

    /// Says why a blocked step is passed.
    pub fn override_gate(
        &self,
        name: String,
        project: String,
        step: GateStep,
        reason: String,
    ) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::OverrideGate {
            name,
            project,
            step,
            reason,
        }))
    }

    /// Plans the gates of a project by a template.
    pub fn apply_template(
        &self,
        name: String,
        project: String,
        template: String,
        begins: PartialDate,
    ) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::ApplyTemplate {
            name,
            project,
            template,
            begins,
        }))
    }

    /// Writes amounts of budget lines.
    pub fn set_amounts(&self, name: String, amounts: Vec<AmountEdit>) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::SetAmounts(name, amounts)))
    }

    /// Makes one unit of several.
    pub fn merge_units(&self, name: String, keep: String, gone: Vec<String>) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::MergeUnits { name, keep, gone }))
    }

    /// Keeps a reported value of a target.
    pub fn report_target(&self, name: String, value: NewTargetValue) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::ReportTarget(name, value)))
    }

    /// Keeps what the atlas says of a target today as a report.
    pub fn confirm_target(&self, name: String, indicator: String) -> Result<Applied, WireError> {
        let day = today();
        self.change(Change::Intend(Intent::ConfirmTarget { name, indicator, day }))
    }

    /// Sets the part of a region of a target.
    pub fn break_down_target(
        &self,
        name: String,
        indicator: String,
        region: String,
        value: Option<f64>,
    ) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::BreakDownTarget {
            name,
            indicator,
            region,
            value,
        }))
    }

    /// Sets the numbers of the lights.
    pub fn set_light_limits(&self, name: String, limits: LightLimits) -> Result<Applied, WireError> {
        self.change(Change::Intend(Intent::LightLimits(name, limits)))
    }

    /// Keeps a footprint.
    pub fn keep_footprint(&self, footprint: FootprintEdit) -> Result<FootprintKept, WireError> {
        let id = footprint.id.clone();
        let applied = self.change(Change::Intend(Intent::Footprint(footprint)))?;
        let precision = self
            .place
            .ask(|index| index.model.projects.get(&id).map(|p| p.precision))?;
        let precision = precision.ok_or_else(|| WireError::new("change.missing", "找不到这个项目"))?;
        Ok(FootprintKept { applied, precision })
    }

    /// Changes the open atlas.
    fn change(&self, change: Change) -> Result<Applied, WireError> {
        let stamp = self.settings.stamp();
        let (_turn, mut guard) = self.place.take_turn_to_change()?;
        let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
        let many = matches!(change, Change::Undo | Change::Redo);
        let step = match change {
            Change::Apply(change) => opened.file.apply(change, &stamp)?,
            Change::Intend(intent) => opened.file.intend(intent, &stamp)?,
            Change::Remove(name, rows, to) => opened.file.remove_moving(&name, &rows, to.as_ref(), &stamp)?,
            Change::Push(name, moves) => {
                let all = opened.file.ask(|index| with_forced(index, &moves, today()));
                opened.file.intend(Intent::MoveDates(name, all), &stamp)?
            }
            Change::Undo => opened.file.undo(&stamp)?,
            Change::Redo => opened.file.redo(&stamp)?,
        };
        if many {
            self.place.measure_new_rows(opened);
        }
        let touched = step
            .change
            .edits
            .iter()
            .map(|e| Touched {
                table: e.kind.table().to_owned(),
                id: e.id.clone(),
                removed: e.after.is_none(),
            })
            .collect();
        Ok(Applied {
            atlas: opened.summary(),
            name: step.change.name,
            touched,
        })
    }
}

/// Rows of one table as the core names them.
fn rows_of(table: &str, ids: Vec<String>) -> Result<Vec<(Kind, String)>, WireError> {
    let kind = Kind::from_table(table).map_err(ChangeError::from)?;
    Ok(ids.into_iter().map(|id| (kind, id)).collect())
}
