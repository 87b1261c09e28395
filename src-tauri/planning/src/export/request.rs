//! What is exported, and how the file is written.

use std::path::{Path, PathBuf};

use geodata::formats::Format;

use super::ledger_view::LedgerView;
use super::{ExportError, ExportLayer, TargetCrs};
use crate::query::Filter;

/// The name of the ledger for paper among the formats.
const LEDGER: &str = "ledger";

/// An export as it is asked for.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// Which layer.
    pub layer: ExportLayer,
    /// Which of it.
    pub filter: Filter,
    /// Only these ids, if there are any.
    pub ids: Vec<String>,
    /// Things without a location too, with no geometry.
    pub with_unmapped: bool,
    /// Chinese names of the keys; ledgers have them anyway.
    pub chinese_labels: bool,
    /// How it is written.
    pub format: OutputFormat,
    /// In which coordinate system; the usual one of the format if `None`.
    pub crs: Option<TargetCrs>,
    /// The file; it is only counted if `None`.
    pub path: Option<PathBuf>,
    /// Replaces a file that is there.
    pub overwrite: bool,
    /// How many of the things left out for want of a location are named; all are counted.
    pub named: usize,
    /// How a ledger for paper is set; its order is that of every other format too.
    pub view: LedgerView,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// The program's own: GeoJSON of the schema `zhentu/1` for layers with places, JSON for the others.
    Own,
    /// A ledger for paper: a workbook of what the window shows.
    Ledger,
    /// A table of fields with geometry, in a format for other programs.
    Exchange(Format),
}

impl OutputFormat {
    /// The format of a file: by its name if it is named, else by the ending of the file. Tables without places are JSON
    /// unless something else is named.
    ///
    /// # Errors
    /// [`ExportError::Format`] for what is not known or cannot be written, [`ExportError::NotAMap`] if the layer has no
    /// places and the format needs them.
    pub fn decide(
        layer: ExportLayer,
        name: Option<&str>,
        path: Option<&Path>,
        crs: Option<&TargetCrs>,
    ) -> Result<Self, ExportError> {
        let unknown = |name: &str| ExportError::Format {
            name: name.to_owned(),
        };
        let name = name.filter(|name| !name.is_empty());
        if name == Some(LEDGER) {
            return match layer.has_ledger() {
                true => Ok(Self::Ledger),
                false => Err(ExportError::NoLedger { name: layer.label() }),
            };
        }
        let format = match name {
            Some("json") => None,
            Some(name) => Some(Format::parse(name).ok_or_else(|| unknown(name))?),
            None if !layer.has_places() => None,
            None => path
                .and_then(Path::extension)
                .and_then(|ending| Format::parse(&ending.to_string_lossy().to_ascii_lowercase())),
        };
        match format {
            None => Ok(Self::Own),
            Some(Format::GeoJson) if crs.is_none_or(TargetCrs::is_of_geojson) => Ok(Self::Own),
            Some(format) if !Format::WRITABLE.contains(&format) => Err(unknown(format.ending())),
            Some(_) if !layer.has_places() => Err(ExportError::NotAMap { name: layer.label() }),
            Some(format) => Ok(Self::Exchange(format)),
        }
    }

    /// The ending of its files.
    pub fn ending(self, layer: ExportLayer) -> &'static str {
        match self {
            Self::Exchange(format) => format.ending(),
            Self::Ledger => Format::Spreadsheet.ending(),
            Self::Own if layer.has_places() => "geojson",
            Self::Own => "json",
        }
    }

    /// Whether it is a ledger: Chinese headings, and a mark in its name if it is practice data.
    pub(super) fn is_ledger(self) -> bool {
        matches!(
            self,
            Self::Ledger | Self::Exchange(Format::Csv | Format::Spreadsheet)
        )
    }
}

impl ExportRequest {
    /// Whether it asks for some of the layer only.
    pub(super) fn is_filtered(&self) -> bool {
        !self.filter.is_empty() || !self.ids.is_empty()
    }

    /// Whether the projects have to be in the model: for what is counted of them, for a filter, or to tell the zone they
    /// lie in. All projects alone are read from the file one by one ([`crate::atlas_file::AtlasFile::open_to_walk`]).
    pub fn needs_projects(&self) -> bool {
        let zone = self.format == OutputFormat::Exchange(Format::Dxf) && self.crs.is_none();
        let ledger = self.format == OutputFormat::Ledger;
        self.layer != ExportLayer::Projects
            || self.is_filtered()
            || zone
            || ledger
            || !self.view.sort.column.is_empty()
    }

    /// A file name that fits what is exported.
    pub(super) fn suggested_name(&self, practice: bool) -> String {
        format!("{}.{}", self.title(practice), self.format.ending(self.layer))
    }

    /// The suggested name without its ending.
    pub(super) fn title(&self, practice: bool) -> String {
        format!(
            "{}{}{}",
            if practice { "演练-" } else { "" },
            match self.format {
                OutputFormat::Ledger => format!("{}台账", self.layer.label()),
                _ => self.layer.label().to_owned(),
            },
            if self.is_filtered() { "-筛选" } else { "" }
        )
    }
}
