//! Exports for other programs: a table of fields with geometry. Lists (tasks, units, money) become text, one item after
//! the other, as a ledger has them.

use std::path::{Path, PathBuf};

use geodata::formats::{Field, Format, Loss, LossKind, Value as Cell, WriteOptions};
use words::said;

use super::columns::ColumnHeading;
use super::features::{Features, LeftOuts};
use super::{ExportError, ExportRequest, TargetCrs};
use crate::geopackage;
use crate::progress::Progress;

/// What was written.
pub(super) struct Written {
    /// The files, the main one first.
    pub files: Vec<PathBuf>,
    pub features: u64,
    pub losses: Vec<Loss>,
    pub left_out: LeftOuts,
}

/// Writes features in a format; the file appears when it is whole.
pub(super) fn write_features(
    path: &Path,
    format: Format,
    request: &ExportRequest,
    crs: &TargetCrs,
    mut features: Features,
    practice: bool,
    progress: &Progress,
) -> Result<Written, ExportError> {
    let ledger = request.format.is_ledger();
    let chinese = request.chinese_labels || ledger;
    let label = request.layer.label();
    let imported = features.imported_columns()?;
    let mut fields = fields(&features.headings, chinese);
    fields.extend(imported.fields(&fields));
    let options = WriteOptions {
        layer: if practice && ledger {
            format!("演练-{label}")
        } else {
            label.to_owned()
        },
        fields,
        crs: crs.written.clone(),
    };
    let mut lists = 0;
    let mut cells: Vec<Cell> = Vec::with_capacity(options.fields.len());
    let feed = |put: &mut PutCells<'_>| {
        features.each(progress, &mut |feature| {
            let geometry = feature.geometry.map(|g| crs.converter.forward_geometry(g));
            cells.clear();
            cells.push(Cell::Text(feature.id.to_owned()));
            feature.each_value(|value| {
                let (cell, listed) = value.to_cell(chinese);
                lists += u64::from(listed);
                cells.push(cell);
            });
            imported.cells(feature.imported, &mut cells);
            put(geometry.transpose()?.as_ref(), &cells)
        })
    };
    let (files, features, losses, left_out) = if format == Format::GeoPackage {
        let feed =
            |put: &mut geopackage::PutFeature<'_>| feed(&mut |geometry, cells| Ok(put(geometry, cells)?));
        let (features, losses, left_out) =
            geopackage::write_layers(path, &options.layer, &options.crs, &options.fields, feed)?;
        (vec![path.to_owned()], features, losses, left_out)
    } else {
        let mut writer = geodata::formats::create(format, path, options)?;
        let left_out = feed(&mut |geometry, cells| Ok(writer.write(geometry, cells)?))?;
        let done = writer.finish()?;
        (done.files, done.features, done.losses, left_out)
    };
    let of_system = (features > 0)
        .then(|| crs.written.loss(format, features))
        .flatten();
    let of_lists = (lists > 0).then(|| Loss {
        kind: LossKind::Fields,
        count: lists,
        text: said!(
            "export.lists_as_text",
            "任务、单位、资金等清单共 {lists} 处写成了文字，完整结构请用 GeoJSON",
            "{lists} lists of tasks, units, money and the like were written as text; GeoJSON keeps them whole"
        ),
    });
    let losses = of_system.into_iter().chain(losses).chain(of_lists).collect();
    Ok(Written {
        files,
        features,
        losses,
        left_out,
    })
}

/// Takes a feature: geometry in the coordinates of the file, one value for each field.
type PutCells<'p> = dyn FnMut(Option<&geo_types::Geometry<f64>>, &[Cell]) -> Result<(), ExportError> + 'p;

/// The id, and a field for each heading.
fn fields(headings: &[ColumnHeading], chinese: bool) -> Vec<Field> {
    let id = ColumnHeading {
        key: "id",
        zh: "编号",
        kind: geodata::formats::FieldKind::Text,
        value: (),
    };
    std::iter::once(&id)
        .chain(headings)
        .map(|heading| Field {
            name: (if chinese { heading.zh } else { heading.key }).to_owned(),
            kind: heading.kind,
        })
        .collect()
}
