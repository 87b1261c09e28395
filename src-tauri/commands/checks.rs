//! The commands of the check list.

use std::path::PathBuf;
use std::sync::Arc;

use planning::change::ChangeError;
use planning::export;
use planning::query::{CheckReport, Filter};
use planning::schedule::variance;

use crate::session::place::AtlasPlace;
use crate::wire::{TableExported, count};
use crate::wire_error::WireError;

/// The commands of the check list.
#[derive(Debug)]
pub struct CheckCommands {
    pub(crate) place: Arc<AtlasPlace>,
}

impl CheckCommands {
    /// What deserves a second look among the projects of a filter.
    pub fn check(&self, filter: Filter) -> Result<CheckReport, WireError> {
        self.check_while(&filter, &|| !self.place.change_waits())
    }

    /// Checks for as long as `alone` says so; the atlas is only looked at, so others may ask it meanwhile.
    pub(crate) fn check_while(
        &self,
        filter: &Filter,
        alone: &dyn Fn() -> bool,
    ) -> Result<CheckReport, WireError> {
        let report = self.place.ask(|index| index.check(filter, alone))?;
        let report = report.map_err(ChangeError::from)?;
        report.ok_or_else(|| WireError::new("check.interrupted", "检查让位给一次修改，稍后再查"))
    }

    /// Writes what has become of a baseline as a table.
    pub fn export_variance(
        &self,
        baseline: String,
        filter: Filter,
        path: String,
        overwrite: bool,
    ) -> Result<TableExported, WireError> {
        let path = PathBuf::from(path.trim());
        let found = self.place.ask(|index| variance(index, &baseline, &filter))?;
        let found = found.ok_or_else(|| {
            WireError::new("detail.missing", "找不到这一项，可能已被删除").with("id", baseline.as_str())
        })?;
        Ok(TableExported {
            written: count(export::write_variance(&path, &found, overwrite)?),
            path: path.display().to_string(),
        })
    }

    /// Writes the findings as a table: `.xlsx` or `.csv` by the ending of the path.
    pub fn export_check(
        &self,
        filter: Filter,
        path: String,
        overwrite: bool,
    ) -> Result<TableExported, WireError> {
        let path = PathBuf::from(path.trim());
        // What cannot be written is refused before it is looked for.
        export::findings_format(&path, overwrite)?;
        let findings = export::findings(&self.check(filter)?);
        Ok(TableExported {
            written: count(export::write_findings(&path, &findings, overwrite)?),
            path: path.display().to_string(),
        })
    }
}
