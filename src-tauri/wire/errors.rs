//! Errors of the core as the wire carries them: a stable code, values, and what the core says in both languages.

use geodata::formats::WriteError;
use planning::atlas_file::EditError;
use planning::change::ChangeError;
use planning::export::ExportError;
use planning::rules::RuleError;
use planning::rules::removal::RemovalError;
use planning::store::StoreError;
use planning::text::TextError;

use crate::wire_error::WireError;

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        let path = |p: &std::path::Path| p.display().to_string();
        let wire = |code: &str| Self::said(code, &error);
        match &error {
            StoreError::NotFound { path: p } => wire("file.not_found").with("path", path(p)),
            StoreError::Exists { path: p } => wire("file.exists").with("path", path(p)),
            StoreError::NotAnAtlas { path: p, .. } => wire("file.not_atlas").with("path", path(p)),
            StoreError::Lacks { .. } | StoreError::Damaged { .. } | StoreError::ForeignTrigger { .. } => {
                wire("file.unsound")
            }
            StoreError::Lost { .. } => wire("atlas.read"),
            StoreError::Stopped => wire("atlas.stopped"),
            StoreError::Newer { path: p, .. } => wire("atlas.newer").with("path", path(p)),
            StoreError::InUse { path: p, holder } => wire("atlas.in_use")
                .with("path", path(p))
                .with("holder", holder.to_string()),
            StoreError::ReadOnly { path: p } => wire("atlas.read_only").with("path", path(p)),
            StoreError::Row {
                path: p, table, row, ..
            } => wire("file.bad_row")
                .with("path", path(p))
                .with("table", table.table())
                .with("row", *row),
            StoreError::Geometry { .. } => wire("change.geometry"),
            StoreError::Journal { seq, .. } => wire("file.bad_journal").with("seq", *seq),
            StoreError::Io { path: p, .. } => wire("file.io").with("path", path(p)),
            StoreError::LockName { .. }
            | StoreError::Busy { .. }
            | StoreError::Changed { .. }
            | StoreError::HalfWritten { .. }
            | StoreError::Unfolded { .. } => wire("file.held"),
            StoreError::Panicked { .. } => wire("wire.failed"),
            StoreError::Sql(..) => wire("file.sql"),
        }
    }
}

impl From<ChangeError> for WireError {
    fn from(error: ChangeError) -> Self {
        let wire = |code: &str| Self::said(code, &error);
        match &error {
            ChangeError::Table(_) => wire("change.table"),
            ChangeError::Row { .. } | ChangeError::Date(_) => wire("change.row"),
            ChangeError::Missing { .. } => wire("change.missing"),
            ChangeError::Conflict { .. } => wire("change.conflict"),
            ChangeError::Reference { .. } => wire("change.reference"),
            ChangeError::InUse { by, count, .. } => wire("change.in_use")
                .with("by", by.table())
                .with("count", u64::try_from(*count).unwrap_or(u64::MAX)),
            ChangeError::Nothing => wire("change.nothing"),
            ChangeError::Read(_) => wire("atlas.read"),
        }
    }
}

impl From<RuleError> for WireError {
    fn from(error: RuleError) -> Self {
        let wire = |code: &str| Self::said(code, &error);
        match &error {
            RuleError::NotConfirmed { count, names } => wire("rule.not_confirmed")
                .with("n", u64::try_from(*count).unwrap_or(u64::MAX))
                .with("names", names.to_string()),
            RuleError::StillCompleted { name } => wire("rule.still_completed").with("name", name.as_str()),
            RuleError::NoDate { .. } => wire("rule.no_date"),
            RuleError::Fact { .. } => wire("rule.fact"),
            RuleError::EndBeforeStart { .. } => wire("rule.end_before_start"),
            RuleError::Future { .. } => wire("rule.future"),
            RuleError::Loop { .. } => wire("rule.loop"),
            RuleError::Twice { .. } => wire("rule.twice"),
            RuleError::Limits => wire("rule.limits"),
            RuleError::NoName => wire("rule.no_name"),
            RuleError::NameTaken { .. } => wire("rule.name_taken"),
            RuleError::RoundDates => wire("rule.round_dates"),
            RuleError::RoundClosed { .. } => wire("rule.round_closed"),
            RuleError::RoundConfirmed { .. } => wire("rule.round_confirmed"),
            RuleError::ScoreOutOfRange { .. } => wire("rule.score_out_of_range"),
            RuleError::ScoresMissing { .. } => wire("rule.scores_missing"),
            RuleError::ConfirmedEarly { .. } => wire("rule.confirmed_early"),
            RuleError::Successors { .. } => wire("rule.successors"),
            RuleError::NoProof { .. } => wire("rule.no_proof"),
            RuleError::GateBlocked { project, blocked, .. } => wire("rule.gate_blocked")
                .with("project", project.as_str())
                .with("step", blocked.step.word())
                .with(
                    "lacks",
                    blocked
                        .lacks
                        .iter()
                        .map(|step| step.word())
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
            RuleError::NotComputed { .. } => wire("rule.not_computed"),
            RuleError::UnitsDiffer { .. } => wire("rule.units_differ"),
            RuleError::Change(_) => wire("change.row"),
        }
    }
}

impl From<EditError> for WireError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Change(e)
            | EditError::Removal(RemovalError::Change(e))
            | EditError::Rule(RuleError::Change(e)) => e.into(),
            EditError::Rule(e) => e.into(),
            EditError::Removal(e) => Self::said("change.blocked", &e),
            EditError::Store(e) => e.into(),
            EditError::NothingToUndo => Self::new("change.nothing_to_undo", error),
            EditError::NothingToRedo => Self::new("change.nothing_to_redo", error),
        }
    }
}

impl From<TextError> for WireError {
    fn from(error: TextError) -> Self {
        Self::said("text.bad", &error)
    }
}

impl From<ExportError> for WireError {
    fn from(error: ExportError) -> Self {
        match &error {
            ExportError::Exists { path } | ExportError::Write(WriteError::Exists { path }) => {
                Self::said("file.exists", &error).with("path", path.display().to_string())
            }
            ExportError::Layer { .. } | ExportError::NotAMap { .. } => Self::said("export.layer", &error),
            ExportError::TableFormat { name, .. } => {
                Self::said("export.table_format", &error).with("name", name.as_str())
            }
            ExportError::Format { name } => Self::said("export.format", &error).with("name", name.as_str()),
            ExportError::NoLedger { .. } => Self::said("export.layer", &error),
            ExportError::Column { name, .. } => {
                Self::said("export.column", &error).with("name", name.as_str())
            }
            ExportError::Crs(_) => Self::said("export.crs", &error),
            ExportError::Write(WriteError::Io { path, .. }) => {
                Self::said("file.io", &error).with("path", path.display().to_string())
            }
            ExportError::Write(_) | ExportError::Store(_) => Self::said("file.io", &error),
            ExportError::Read(_) => Self::said("atlas.read", &error),
            ExportError::Stopped => Self::said("export.stopped", &error),
        }
    }
}
