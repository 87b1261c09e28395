//! What crosses the wire besides the model and the answers of `planning`.

pub use planning::export::LeftOut;
pub use planning::history::{JournalLine, JournalStep};
pub use planning::imported_values::ImportedValue;
use planning::model::Shape;
use planning::model::{Measures, Precision};
use planning::query::ShapeProblem;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

use crate::crs_label::CrsLabel;
use crate::prefs::{Prefs, RecentAtlas};
use crate::row_problem::RowProblem;
use crate::wire_error::WireError;

/// A count as the wire has it; what is more than it can hold is its largest.
pub fn count(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

/// What the window needs to know when it starts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AppState {
    /// Version of the program.
    pub version: String,
    /// Settings of this user on this machine.
    pub prefs: Prefs,
    /// The atlas that is open, if any.
    pub atlas: Option<AtlasSummary>,
    /// Why the last atlas could not be opened again, if so.
    pub problem: Option<WireError>,
    /// The file of the atlas to begin with while it is still being read; `first_atlas` waits for it.
    pub opening: Option<String>,
    /// Atlases opened before, newest first.
    pub recent: Vec<RecentAtlas>,
    /// Where new atlases are put when no place is chosen.
    pub atlas_folder: String,
    /// Where exports are proposed: the documents of this user.
    pub documents: String,
    /// Sources and licences of the base map.
    pub credits: Vec<Credit>,
}

/// A source of the base map.
#[derive(Debug, Clone, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct Credit {
    pub name_zh: String,
    pub name_en: String,
    pub licence_zh: String,
    pub licence_en: String,
    pub note_zh: String,
    pub note_en: String,
    /// Where the source introduces itself; shown as text, never called.
    pub url: String,
    /// Whether the map itself must show it.
    pub on_map: bool,
}

/// The open atlas in short.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct AtlasSummary {
    /// Path of the file.
    pub path: String,
    /// File name without ending.
    pub name: String,
    pub title: String,
    /// 演练: everything in it is invented.
    pub practice: bool,
    /// Whether it can be changed.
    pub read_only: bool,
    /// Who holds it, when it is read-only for that reason.
    pub held_by: Option<String>,
    /// Number of the last change in its journal.
    pub version: u32,
    /// Name of the step undo would take back.
    pub undo: Option<String>,
    /// Name of the step redo would do again.
    pub redo: Option<String>,
    /// How many steps undo can take back.
    pub undo_depth: u32,
    /// How many projects there are.
    pub projects: u32,
    /// Whether it holds no plan, town or project at all.
    pub empty: bool,
    /// Footprints whose lengths and areas are still to be measured, and missing in totals; `job:progress` tells how it goes on.
    pub unmeasured: u32,
    /// Whether another program had changed the file when it was opened; what it did is a step of the history.
    pub outside: bool,
}

/// Rows of the open atlas that changed though this window did not change them.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AtlasChanged {
    /// The atlas now; `None` if none is open.
    pub atlas: Option<AtlasSummary>,
    /// The rows; `None` if any may be another.
    pub touched: Option<Vec<Touched>>,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Applied {
    /// The atlas now.
    pub atlas: AtlasSummary,
    /// Name of the step.
    pub name: String,
    /// Rows that changed.
    pub touched: Vec<Touched>,
}

/// What keeping a footprint did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FootprintKept {
    /// What changed.
    pub applied: Applied,
    /// What is known of the place now.
    pub precision: Precision,
}

/// A row that changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct Touched {
    pub table: String,
    pub id: String,
    pub removed: bool,
}

/// A geometry operation of the drawing tools.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "op", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "each is the function of geodata::ops of the same name"
)]
pub enum ShapeOp {
    /// Only measures and checks it.
    Inspect {
        geometry: Shape,
    },
    Split {
        geometry: Shape,
        line: Shape,
    },
    Merge {
        geometries: Vec<Shape>,
    },
    Cut {
        geometry: Shape,
        other: Shape,
    },
    AddHole {
        geometry: Shape,
        ring: Shape,
    },
    AddPart {
        geometry: Shape,
        part: Shape,
    },
    Reshape {
        geometry: Shape,
        line: Shape,
    },
    Simplify {
        geometry: Shape,
        tolerance_m: f64,
    },
    Circle {
        centre: [f64; 2],
        radius_m: f64,
    },
    Buffer {
        geometry: Shape,
        metres: f64,
    },
    Repair {
        geometry: Shape,
    },
}

/// What an operation made of it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ShapeAnswer {
    /// The new geometry; several after a split.
    pub geometries: Vec<Shape>,
    /// Measures of each.
    pub measures: Vec<Measures>,
    /// What is wrong with the first.
    pub problems: Vec<ShapeProblem>,
}

/// Rings read from typed or pasted coordinates.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ParsedCoordinates {
    /// Longitude, latitude; one list a ring or part.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// Rows that could not be read: row number (from 1) and a code.
    pub problems: Vec<RowProblem>,
}

/// What is exported and where to.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ExportRequest {
    /// projects, towns, sites, control-lines, tasks, indicators or units.
    pub layer: String,
    /// ledger (a workbook for paper), geojson, gpkg, shp, kml, fgb, csv, xlsx, dxf or geojsonl; geojson when empty.
    #[serde(default)]
    pub format: String,
    /// Coordinate system of the file; the usual one of the format when absent.
    #[serde(default)]
    pub crs: Option<String>,
    /// Which of them.
    pub filter: planning::query::Filter,
    /// Only these ids; all of the filter when empty.
    #[serde(default)]
    pub ids: Vec<String>,
    /// Things without a location too, with null geometry.
    pub with_unmapped: bool,
    /// Chinese labels beside the English keys.
    pub chinese_labels: bool,
    /// The file to write; `None` to look only.
    pub path: Option<String>,
    /// Replace a file that is there.
    #[serde(default)]
    pub overwrite: bool,
    /// Columns and order of a ledger for paper.
    #[serde(default)]
    pub view: planning::export::LedgerView,
}

/// What an export wrote or would write.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExportReport {
    /// Where it was written.
    pub path: Option<String>,
    /// Features or rows written.
    pub written: u32,
    /// The first of the things left out for want of a location: id and name.
    pub left_out: Vec<LeftOut>,
    /// How many were left out in all.
    pub left_out_count: u32,
    /// Coordinate system of the file.
    pub crs: CrsLabel,
    /// The same as a code.
    pub crs_id: String,
    /// Size of the files in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// A file name that fits the scope.
    pub suggested_name: String,
    /// The files written, the main one first.
    pub files: Vec<String>,
    /// What the format could not carry.
    pub losses: Vec<ExportLoss>,
}

/// A picture that was written.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SavedPicture {
    /// Where it stands.
    pub path: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// What a format could not carry.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ExportLoss {
    /// How often.
    pub count: u32,
    /// What was done.
    pub text: Words,
}
