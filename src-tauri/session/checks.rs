//! The commands of the check list, and the control lines the map draws.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use geodata::measure::Bounds;
use planning::export;
use planning::query::{CheckReport, Filter, TownOutlines};

use super::{Session, small};
use crate::wire::*;

impl Session {
    /// What deserves a second look among the projects of a filter.
    pub fn check(&self, filter: Filter) -> Result<CheckReport, WireError> {
        self.check_while(&filter, &|| self.changes.load(Ordering::Relaxed) == 0)
    }

    /// Checks for as long as `alone` says so; the atlas is only looked at, so others may ask it meanwhile.
    pub(super) fn check_while(
        &self,
        filter: &Filter,
        alone: &dyn Fn() -> bool,
    ) -> Result<CheckReport, WireError> {
        let report = self.ask(|index| index.check(filter, alone))?;
        let report = report.map_err(planning::change::ChangeError::from)?;
        report.ok_or_else(|| WireError::new("check.interrupted", "检查让位给一次修改，稍后再查"))
    }

    /// The control lines there are: how many of each kind, within a box or in all.
    pub fn control_lines(&self, within: Option<[f64; 4]>) -> Result<ControlsInView, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let controls = opened.file.controls();
        let within = within.map(|[west, south, east, north]| Bounds {
            west,
            south,
            east,
            north,
        });
        let counts = controls.counts(within);
        Ok(ControlsInView {
            version: controls.version(),
            counts: counts
                .into_iter()
                .map(|(kind, count)| ControlCount { kind, count })
                .collect(),
        })
    }

    /// The boundaries of towns that are known; nothing when they are those of the version `known`.
    pub fn town_outlines(&self, known: Option<String>) -> Result<Option<TownOutlines>, WireError> {
        self.ask(|index| index.town_outlines(known.as_deref()))
    }

    /// Writes the findings as a table: `.xlsx` or `.csv` by the ending of the path.
    pub fn export_check(
        &self,
        filter: Filter,
        path: String,
        overwrite: bool,
    ) -> Result<CheckExported, WireError> {
        let path = PathBuf::from(path.trim());
        // What cannot be written is refused before it is looked for.
        export::findings_format(&path, overwrite)?;
        let findings = export::findings(&self.check(filter)?);
        Ok(CheckExported {
            written: small(export::write_findings(&path, &findings, overwrite)?),
            path: path.display().to_string(),
        })
    }
}
