//! Exports in every format: the program's own GeoJSON and JSON, and tables of fields for the rest.

use std::path::{Path, PathBuf};

use geodata::crs::Crs;
use geodata::formats::Format;
use planning::import::code;

use super::{Session, small};
use crate::export::{self, ExportError, Layer, flat};
use crate::wire::*;

impl Session {
    /// Exports, or says what an export would hold.
    pub async fn export(&self, request: ExportRequest) -> Result<ExportReport, WireError> {
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
                let mut guard = self.atlas.write().await;
                let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
                let (file, over) = (&mut opened.file, request.overwrite);
                let done = export::projects::write(file, &options, path.as_deref(), over, usize::MAX).await?;
                return Ok(done.report(path.as_deref()));
            }
            let prepared = self
                .ask(|index| export::prepare(index, &options))
                .await?
                .map_err(export::ExportError::from)?;
            if let Some(path) = &path {
                export::write(&prepared, path, request.overwrite)?;
            }
            return Ok(export::report(&prepared, path.as_deref()));
        };
        let asked = match &request.crs {
            Some(text) => Some(Crs::parse(text).map_err(ExportError::Crs)?),
            None => None,
        };
        let (table, filtered) = self
            .ask(|index| {
                let lon = index
                    .map_features(&options.filter)
                    .bounds
                    .map(|b| b[0].midpoint(b[2]));
                let crs = asked.unwrap_or_else(|| flat::usual_crs(format, lon));
                let table = flat::prepare(index, &options, format, crs)?;
                Ok::<_, ExportError>((table, !options.filter.is_empty() || !options.ids.is_empty()))
            })
            .await??;
        let practice = self
            .ask(|index| index.model.atlas.iter().next().is_some_and(|a| a.practice))
            .await?;
        let mut report = ExportReport {
            path: path.as_ref().map(|p| p.display().to_string()),
            written: small(table.features()),
            left_out: table.left_out.clone(),
            crs: super::label(table.crs),
            crs_id: code(table.crs),
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
        if let Some(path) = &path {
            let written = table.write(format, path, request.overwrite).await?;
            report.written = small(written.features);
            report.bytes = written.files.iter().map(|f| size(f)).sum();
            report.files = written.files.iter().map(|f| f.display().to_string()).collect();
            report.losses = written
                .losses
                .iter()
                .map(|l| ExportLoss {
                    count: small(l.count),
                    text: l.text.clone(),
                })
                .collect();
        }
        Ok(report)
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map(|m| m.len()).unwrap_or_default()
}
