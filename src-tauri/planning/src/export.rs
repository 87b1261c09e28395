//! Exports: what leaves an atlas as files. A request is taken together with what it needs of the atlas
//! ([`ExportJob::prepare`]); the file is then written without the atlas, which answers and changes meanwhile
//! ([`ExportJob::run`]). A file is written under another name and then renamed; there is never half a file.
//!
//! What is said of a thing stands in one table of [`columns`] for all formats.

pub mod columns;
mod error;
mod exchange;
mod features;
mod findings;
mod geojson;
mod imported;
mod joined_rows;
mod layer;
mod ledger;
mod ledger_view;
mod page_table;
mod request;
mod target_crs;
mod variance;

use std::path::{Path, PathBuf};

use geodata::crs::Crs;
use geodata::formats::{Loss, LossKind, WrittenCrs};

pub use error::ExportError;
pub use features::LeftOut;
pub use findings::{FindingRow, control_text, findings, findings_format, outside_text, write_findings};
pub use geojson::SCHEMA;
pub use layer::ExportLayer;
pub use ledger::ledger_columns;
pub use ledger_view::{LedgerView, PerUnit};
pub use page_table::{PageCell, PageColumn, PageLook, PageTable, write_page_table};
pub use request::{ExportRequest, OutputFormat};
pub use target_crs::TargetCrs;
pub use variance::write_variance;

use crate::atlas_file::AtlasFile;
use crate::progress::Progress;
use features::{Features, LeftOuts};
use ledger::Ledger;
use words::said;

/// What an export wrote, or would write.
#[derive(Debug, Clone)]
pub struct ExportReport {
    /// The files, the main one first; none if it was only counted.
    pub files: Vec<PathBuf>,
    /// Size of the files in bytes.
    pub bytes: u64,
    /// Features or rows.
    pub written: u64,
    /// The first of the things left out for want of a location, as many as were asked for.
    pub left_out: Vec<LeftOut>,
    /// How many were left out in all.
    pub left_out_count: u64,
    /// What the format could not carry.
    pub losses: Vec<Loss>,
    /// How it is written.
    pub format: OutputFormat,
    /// Coordinate system of the file.
    pub crs: WrittenCrs,
    /// The same as it was asked for: `EPSG:4490`, or the id of a system of the user.
    pub crs_id: String,
    /// A file name that fits the scope.
    pub suggested_name: String,
}

/// An export with all it needs of its atlas, as that was when it was prepared.
pub struct ExportJob {
    request: ExportRequest,
    crs: TargetCrs,
    practice: bool,
    work: Work,
}

enum Work {
    Count(u64, LeftOuts),
    Write(PathBuf, Features),
    WriteLedger(PathBuf, Box<Ledger>),
}

/// Exports, or says what an export would hold.
///
/// # Errors
/// As [`ExportJob::prepare`] and [`ExportJob::run`].
pub fn run(
    atlas: &AtlasFile,
    request: ExportRequest,
    progress: &Progress,
) -> Result<ExportReport, ExportError> {
    ExportJob::prepare(atlas, request)?.run(progress)
}

impl ExportJob {
    /// Takes what an export needs of an atlas, which may change from now on.
    ///
    /// # Errors
    /// [`ExportError::Exists`] if there is such a file and it is not to be replaced, [`ExportError::Crs`],
    /// [`ExportError::Store`] if the atlas cannot be read.
    pub fn prepare(atlas: &AtlasFile, mut request: ExportRequest) -> Result<Self, ExportError> {
        // A ledger lists everything, on the map or not.
        request.with_unmapped |= request.format == OutputFormat::Ledger;
        let practice = atlas.model().atlas.iter().next().is_some_and(|a| a.practice);
        let crs = match (request.format, &request.crs) {
            (OutputFormat::Own | OutputFormat::Ledger, _) => TargetCrs::known(Crs::Cgcs2000)?,
            (OutputFormat::Exchange(_), Some(crs)) => crs.clone(),
            (OutputFormat::Exchange(format), None) => {
                TargetCrs::usual(format, || features::middle_longitude(atlas, &request, practice))?
            }
        };
        let work = match &request.path {
            None => {
                ledger::check(&request)?;
                let (count, left_out) = features::count(atlas, &request)?;
                Work::Count(count, left_out)
            }
            Some(path) if ledger::target(path, &request).exists() && !request.overwrite => {
                let path = ledger::target(path, &request);
                return Err(ExportError::Exists { path });
            }
            Some(path) if request.format == OutputFormat::Ledger => {
                Work::WriteLedger(path.clone(), Box::new(Ledger::take(atlas, &request, practice)?))
            }
            Some(path) => Work::Write(path.clone(), Features::take(atlas, &request, practice)?),
        };
        Ok(Self {
            request,
            crs,
            practice,
            work,
        })
    }

    /// Writes the file, which appears when it is whole; nothing if it was only to be counted.
    ///
    /// # Errors
    /// [`ExportError::Stopped`], [`ExportError::Write`] or [`ExportError::Store`]; nothing is left behind then.
    pub fn run(self, progress: &Progress) -> Result<ExportReport, ExportError> {
        let Self {
            request,
            crs,
            practice,
            work,
        } = self;
        let mut report = ExportReport {
            files: Vec::new(),
            bytes: 0,
            written: 0,
            left_out: Vec::new(),
            left_out_count: 0,
            losses: Vec::new(),
            format: request.format,
            suggested_name: request.suggested_name(practice),
            crs: crs.written.clone(),
            crs_id: crs.id.clone(),
        };
        let left_out = match (work, request.format) {
            (Work::Count(count, left_out), format) => {
                report.written = count;
                if let OutputFormat::Exchange(format) = format {
                    report.losses.extend(crs.written.loss(format, count));
                }
                left_out
            }
            (Work::WriteLedger(path, ledger), _) => {
                let done = ledger.write(&path, request.view.per_unit, progress)?;
                report.written = done.rows;
                report.files = done.files;
                report.losses = done.losses;
                LeftOuts {
                    odd_values: done.odd_values,
                    ..LeftOuts::default()
                }
            }
            (Work::Write(path, features), OutputFormat::Own | OutputFormat::Ledger) => {
                let left_out = if request.layer.has_places() {
                    let (written, left_out) =
                        geojson::write_features(&path, &request, features, practice, progress)?;
                    report.written = written;
                    left_out
                } else {
                    report.written = geojson::write_rows(&path, features, progress)?;
                    LeftOuts::default()
                };
                report.files.push(path);
                left_out
            }
            (Work::Write(path, features), OutputFormat::Exchange(format)) => {
                let done =
                    exchange::write_features(&path, format, &request, &crs, features, practice, progress)?;
                report.written = done.features;
                report.files = done.files;
                report.losses = done.losses;
                done.left_out
            }
        };
        if left_out.odd_values > 0 {
            report.losses.push(Loss {
                kind: LossKind::Fields,
                count: left_out.odd_values,
                text: said!(
                    "export.odd_values",
                    "图册里有 {} 处读不懂的值，没有写出（用“检查”可以看到是哪些）",
                    "{} values of the atlas cannot be read and were not written (“Check” says which)",
                    left_out.odd_values
                ),
            });
        }
        report.bytes = report.files.iter().map(|file| size(file)).sum();
        report.left_out = left_out.named;
        report.left_out_count = left_out.count;
        Ok(report)
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map(|m| m.len()).unwrap_or_default()
}
