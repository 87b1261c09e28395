//! Exports: what is asked for on the wire, handed to the core, and what it wrote.

use std::path::PathBuf;
use std::sync::Arc;

use geodata::formats::WrittenCrs;
use planning::export::{self, ExportJob, ExportLayer, OutputFormat, PageTable};

use crate::crs_label::CrsLabel;
use crate::session::jobs::Jobs;
use crate::session::place::AtlasPlace;
use crate::session::systems::Systems;
use crate::wire::*;
use crate::wire_error::WireError;

/// Things left out of an export that are named in a report; the rest are counted.
const NAMED: usize = 200;

/// The commands of exports.
#[derive(Debug)]
pub struct ExportCommands {
    pub(crate) place: Arc<AtlasPlace>,
    pub(crate) systems: Arc<Systems>,
    pub(crate) jobs: Arc<Jobs>,
}

impl ExportCommands {
    /// Writes a table of a page as `.xlsx`.
    pub fn export_table(
        &self,
        table: PageTable,
        path: String,
        overwrite: bool,
    ) -> Result<TableExported, WireError> {
        let path = PathBuf::from(path.trim());
        Ok(TableExported {
            written: count(export::write_page_table(&path, table, overwrite)?),
            path: path.display().to_string(),
        })
    }

    /// Exports, or says what an export would hold. The atlas is read as it is now, and answers and changes meanwhile.
    pub fn export(&self, request: ExportRequest) -> Result<ExportReport, WireError> {
        let layer = ExportLayer::parse(&request.layer)?;
        let crs = request.crs.as_deref();
        let crs = crs.map(|text| self.systems.own().to_write(text)).transpose()?;
        let path = request.path.map(PathBuf::from);
        let format = OutputFormat::decide(layer, Some(&request.format), path.as_deref(), crs.as_ref())?;
        let shown = path.as_ref().map(|p| p.display().to_string());
        let work = {
            let guard = self.place.to_ask()?;
            let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
            let request = export::ExportRequest {
                layer,
                filter: request.filter,
                ids: request.ids,
                with_unmapped: request.with_unmapped,
                chinese_labels: request.chinese_labels,
                format,
                crs,
                path,
                overwrite: request.overwrite,
                named: NAMED,
                view: request.view,
            };
            ExportJob::prepare(&opened.file, request)?
        };
        let job = shown.as_ref().map(|_| self.jobs.begin(JobKind::Export));
        let progress = job.as_ref().map(|job| job.progress.clone()).unwrap_or_default();
        Ok(report(work.run(&progress)?, shown))
    }
}

fn report(done: export::ExportReport, path: Option<String>) -> ExportReport {
    ExportReport {
        path,
        written: count(done.written),
        left_out: done.left_out,
        left_out_count: count(done.left_out_count),
        crs: match &done.crs {
            WrittenCrs::Known(crs) => (*crs).into(),
            own => CrsLabel::named(own.name()),
        },
        crs_id: done.crs_id,
        bytes: done.bytes,
        suggested_name: done.suggested_name,
        files: done.files.iter().map(|f| f.display().to_string()).collect(),
        losses: done
            .losses
            .into_iter()
            .map(|loss| ExportLoss {
                count: count(loss.count),
                text: loss.text,
            })
            .collect(),
    }
}
