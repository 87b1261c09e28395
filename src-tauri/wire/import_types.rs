//! What crosses the wire when a file of places is looked into, imported or checked.

use std::collections::BTreeMap;

use planning::import::{
    FieldSurvey, Mapping, MoneyField, MoneySummary, Resolution, SampleRow, Target, UnresolvedName,
};
use planning::model::{ControlKind, PartialDate, PlanId, Precision, Shape};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

use super::types::AtlasSummary;
use crate::crs_choices::CrsChoice;
use crate::crs_label::CrsLabel;
use crate::wire_error::WireError;

/// How a file is read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FileOptions {
    /// Only this layer.
    pub layer: Option<String>,
    /// Encoding of its text; found out when absent.
    pub encoding: Option<String>,
    /// Columns of longitude or easting and of latitude or northing, for tables; guessed when absent.
    pub xy: Option<(String, String)>,
    /// Column of well-known text, or of both coordinates in one cell, for tables; goes before `xy`.
    pub place_text: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FileSurvey {
    pub path: String,
    /// Its file name.
    pub name: String,
    /// Its format: geojson, shp, csv …
    pub format: String,
    /// The format as people call it.
    pub format_name: String,
    /// Features in all layers.
    #[ts(type = "number")]
    pub n: u64,
    /// What a person should know.
    pub warnings: Vec<FileWarning>,
    pub layers: Vec<FileLayer>,
    /// Columns that fields can become, by what the features become.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Systems that can be chosen.
    pub systems: Vec<FileCrs>,
}

/// What a person should know of a file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FileWarning {
    /// What it is about: feature_left_out, crs_unknown …
    pub kind: String,
    /// Number of the feature or row.
    #[ts(type = "number | null")]
    pub number: Option<u64>,
    /// What was found and what was done with it.
    pub text: Words,
}

/// What a layer holds.
#[derive(Debug, Clone, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FileLayer {
    pub name: String,
    /// Features.
    #[ts(type = "number")]
    pub n: u64,
    /// Features without geometry.
    #[ts(type = "number")]
    pub without_geometry: u64,
    /// Features by kind of geometry, as OGC names it.
    #[ts(type = "Record<string, number>")]
    pub geometry: BTreeMap<String, u64>,
    pub fields: Vec<FieldSurvey>,
    /// The first rows.
    pub rows: Vec<SampleRow>,
    /// Where a table says where its things are.
    pub places: Option<PlaceColumns>,
    /// Encoding of its text, where the format leaves it open.
    pub encoding: Option<String>,
    /// stated, implied, not_known or unstated.
    pub crs_found: String,
    /// What the file says, when it is not known.
    pub crs_stated: Option<String>,
    /// The system it is taken to be in when nobody chooses.
    pub crs: Option<CrsChoice>,
    /// Systems that the numbers fit, the likeliest first.
    pub likely: Vec<LikelyCrs>,
    /// Fields by column, guessed, by what the features become.
    #[ts(type = "Record<string, Record<string, string>>")]
    pub guesses: BTreeMap<String, Mapping>,
    /// Fields of money, guessed.
    pub money: Vec<MoneyField>,
}

/// The columns of a table that say where.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PlaceColumns {
    /// All columns that hold anything.
    pub columns: Vec<String>,
    /// Easting or longitude.
    pub x: Option<String>,
    /// Northing or latitude.
    pub y: Option<String>,
    /// Well-known text, or both coordinates in one cell.
    pub text: Option<String>,
}

/// A system that the numbers of a layer fit.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct LikelyCrs {
    pub id: String,
    pub label: CrsLabel,
    /// stated, degrees_in_china, zone_prefix …
    pub why: String,
    /// Whether latitude or northing stands first.
    pub swapped: bool,
}

/// A system that a file can be in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct FileCrs {
    pub id: String,
    pub label: CrsLabel,
    /// Whether it is an older system that needs parameters.
    pub old: bool,
    /// Whether the user made it.
    pub own: bool,
}

/// The system a file is in, as chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SystemChoice {
    /// The system; as the file says when absent.
    pub crs: Option<String>,
    /// Three (metres) or seven (metres, seconds, ppm) parameters of an older system; an empty list means uncorrected.
    pub shift: Option<Vec<f64>>,
    /// Whether latitude or northing stands first.
    pub swapped: bool,
}

/// Where the shapes of a file lie.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct FileShapes {
    /// The first of them, thinned, in longitude and latitude.
    pub shapes: Vec<Shape>,
    /// West, south, east, north of the whole layer.
    pub bounds: Option<[f64; 4]>,
    /// How many of those looked at do not fit the system.
    pub outside: u32,
    /// The place in the middle: province and county, where the base map knows it.
    pub place: Option<String>,
    /// Why the shapes cannot be placed in this system.
    pub problem: Option<WireError>,
}

/// What is imported and how.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FileImport {
    /// The file or folder.
    pub path: String,
    /// How it is read; a layer named here is the only one imported.
    pub options: FileOptions,
    /// What its features become.
    pub target: Target,
    /// Its coordinate system.
    pub system: SystemChoice,
    /// Which field becomes which column; guessed when absent.
    #[ts(type = "Record<string, string> | null")]
    pub mapping: Option<Mapping>,
    /// Which fields hold money of projects; guessed when absent.
    #[serde(default)]
    pub money: Option<Vec<MoneyField>>,
    /// What is done about names that the atlas does not have.
    #[serde(default)]
    pub resolutions: Vec<Resolution>,
    /// The plan of features whose file names none.
    pub plan: Option<PlanId>,
    /// Precision of footprints whose file says none.
    pub precision: Precision,
    /// Kind of control lines whose file names none.
    pub control: Option<ControlKind>,
    /// Date of control lines whose file gives none.
    pub dated: Option<PartialDate>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FileImported {
    /// Name of the step.
    pub name: String,
    /// Features read.
    #[ts(type = "number")]
    pub read: u64,
    /// Rows added.
    #[ts(type = "number")]
    pub added: u64,
    /// Rows changed.
    #[ts(type = "number")]
    pub updated: u64,
    /// Rows that were already as the file has them.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Features left out.
    #[ts(type = "number")]
    pub left_out: u64,
    /// Rows without geometry.
    #[ts(type = "number")]
    pub unmapped: u64,
    /// Shapes mended.
    #[ts(type = "number")]
    pub mended: u64,
    /// What a person should know.
    pub warnings: Vec<FileWarning>,
    /// The money of the projects; `None` if no field holds any.
    pub money: Option<MoneySummary>,
    /// Names that the atlas does not have.
    pub unresolved: Vec<UnresolvedName>,
    /// How many rows of other tables were brought in because the file names them.
    #[ts(type = "Array<[string, number]>")]
    pub brought_in: Vec<(String, u64)>,
    /// Ids of the rows that were added or changed, if they are few; none after a trial.
    pub ids: Vec<String>,
    /// Coordinate system of each layer.
    pub systems: Vec<(String, CrsLabel)>,
    /// The atlas now; `None` after a trial.
    pub atlas: Option<AtlasSummary>,
}

/// A long job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Opening an atlas; its features are the projects read so far.
    Open,
    /// Looking into a file.
    Read,
    /// Importing a file, or trying it out.
    Import,
    /// Writing an export.
    Export,
    /// Measuring the footprints of a large atlas.
    Measure,
}

/// A long job that is over.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct JobEnded {
    /// Which.
    pub job: JobKind,
    /// What went wrong in a job that no call waits for; others answer their call with it.
    pub problem: Option<WireError>,
}

/// How far a long job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct JobProgress {
    /// Which.
    pub job: JobKind,
    /// Bytes read, or features written or measured.
    #[ts(type = "number")]
    pub done: u64,
    /// As many in all; 0 if that is not known.
    #[ts(type = "number")]
    pub total: u64,
    /// Features taken.
    #[ts(type = "number")]
    pub features: u64,
}

/// Control lines on the map.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ControlsInView {
    /// Another number after every change of a control line: names the tiles.
    pub version: u32,
    /// How many of each kind, in the order of the kinds.
    pub counts: Vec<ControlCount>,
}

/// How many control lines of a kind there are.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct ControlCount {
    pub kind: ControlKind,
    pub count: u32,
}

/// A table written to a file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TableExported {
    /// The file.
    pub path: String,
    /// Rows in it.
    pub written: u32,
}
