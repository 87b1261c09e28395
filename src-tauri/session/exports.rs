//! Exports in every format: the program's own GeoJSON and JSON, and tables of fields for the rest.

use std::path::{Path, PathBuf};

use geodata::formats::{Format, WrittenCrs};
use planning::import::code;

use super::{Session, small};
use crate::crs_choices;
use crate::export::projects::Ready;
use crate::export::system::System;
use crate::export::{self, ExportError, Layer, NAMED, flat};
use crate::wire::*;

impl Session {
    /// Exports, or says what an export would hold.
    pub fn export(&self, request: ExportRequest) -> Result<ExportReport, WireError> {
        let options = export::Options {
            layer: Layer::parse(&request.layer)?,
            filter: request.filter,
            ids: request.ids,
            with_unmapped: request.with_unmapped,
            chinese_labels: request.chinese_labels,
        };
        let format = match request.format.as_str() {
            "" | "geojson" | "json" => None,
            name => Some(Format::parse(name).ok_or_else(|| ExportError::Format {
                name: name.to_owned(),
            })?),
        };
        let path = request.path.map(PathBuf::from);
        let Some(format) = format else {
            if options.layer == Layer::Projects {
                let ready = {
                    let guard = self.opened()?;
                    let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
                    Ready::take(&opened.file, &options)?
                };
                let over = request.overwrite;
                let done = ready.write(&options, path.as_deref(), over, NAMED)?;
                return Ok(done.report(path.as_deref()));
            }
            let prepared = self
                .ask(|index| export::prepare(index, &options))?
                .map_err(export::ExportError::from)?;
            if let Some(path) = &path {
                export::write(&prepared, path, request.overwrite)?;
            }
            return Ok(export::report(&prepared, path.as_deref()));
        };
        let asked = match &request.crs {
            Some(text) => Some(self.systems().to_write(text)?),
            None => None,
        };
        let filtered = !options.filter.is_empty() || !options.ids.is_empty();
        let (table, practice) = {
            let guard = self.opened()?;
            let file = &guard.as_ref().ok_or_else(WireError::no_atlas)?.file;
            let system = match asked {
                Some(system) => system,
                None => {
                    let bounds = file.ask(|index| index.map_features(&options.filter).bounds);
                    let crs = flat::usual_crs(format, bounds.map(|b| b[0].midpoint(b[2])));
                    System::known(crs).map_err(ExportError::Crs)?
                }
            };
            let practice = file.model().atlas.iter().next().is_some_and(|a| a.practice);
            (flat::prepare(file, &options, format, system)?, practice)
        };
        let mut report = ExportReport {
            path: path.as_ref().map(|p| p.display().to_string()),
            written: 0,
            left_out: Vec::new(),
            left_out_count: 0,
            crs: match &table.system.written {
                WrittenCrs::Known(crs) => crs_choices::label(*crs),
                own => own.name(),
            },
            crs_id: match &table.system.written {
                WrittenCrs::Known(crs) => code(*crs),
                _ => request.crs.unwrap_or_default(),
            },
            bytes: 0,
            suggested_name: format!(
                "{}{}{}.{}",
                if practice { "演练-" } else { "" },
                options.layer.label(),
                if filtered { "-筛选" } else { "" },
                format.ending()
            ),
            files: Vec::new(),
            losses: Vec::new(),
        };
        let written = table.write(path.as_deref(), request.overwrite, NAMED)?;
        report.written = small(written.features);
        report.left_out = written.left_out;
        report.left_out_count = small(written.left_out_count);
        report.bytes = written.files.iter().map(|f| size(f)).sum();
        report.files = written.files.iter().map(|f| f.display().to_string()).collect();
        let losses = written.losses.iter().map(|l| ExportLoss {
            count: small(l.count),
            text: l.text.clone(),
        });
        report.losses = losses.collect();
        Ok(report)
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map(|m| m.len()).unwrap_or_default()
}
