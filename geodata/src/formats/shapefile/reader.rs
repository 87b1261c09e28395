//! Shapefiles in.

use super::bundle::{Bundle, ZippedShapefiles, beside, in_folder};
use super::dbf::DbfTable;
use super::shapes::{Refusal, ShpRecord, ShpRecords};
use crate::formats::feature::{Feature, FoundCrs, LayerHead};
use crate::formats::format::Format;
use crate::formats::reading::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use crate::formats::warning_limit::LimitedWarnings;
use encoding_rs::Encoding;
use files::encoding;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use words::said;

/// Reads a shapefile by its `.shp` (or one of the files beside it), or every shapefile in a folder or zip archive.
///
/// Heights and measures are left out. Rows of the table without a shape are features without geometry. Text is read
/// as `.cpg` or the table's header says, else as UTF-8 or GB18030, whichever it is.
///
/// # Errors
/// [`ReadError`].
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let asked = options.encoding.as_deref().map(encoding::asked).transpose()?;
    let mut warning_limit = LimitedWarnings::new(sink);
    let flow;
    if path.is_dir() {
        let names = in_folder(path)?;
        let open = |shp: &PathBuf, _: &str| beside(shp).map(Some);
        flow = several(path, options, names, open, asked, &mut warning_limit)?;
    } else if is_archive(path)? {
        let mut archive = ZippedShapefiles::open(path)?;
        for warning in archive.warnings.drain(..) {
            warning_limit.warning(warning);
        }
        let names = archive.names();
        let open = |key: &String, name: &str| archive.bundle(key, name);
        flow = several(path, options, names, open, asked, &mut warning_limit)?;
    } else {
        let bundle = beside(path)?;
        if let Some(asked) = options.layer.as_ref().filter(|l| **l != bundle.name) {
            return Err(ReadError::no_such_layer(path, asked, [&bundle.name]));
        }
        flow = layer(path, bundle, asked, &mut warning_limit)?;
    }
    if flow.is_continue() {
        warning_limit.finish();
    }
    Ok(())
}

/// Reads the layers that are asked for; one that cannot be read is told and left out, unless it is the only one.
fn several<K>(
    path: &Path,
    options: &ReadOptions,
    mut names: Vec<(K, String)>,
    mut open: impl FnMut(&K, &str) -> Result<Option<Bundle>, ReadError>,
    asked: Option<&'static Encoding>,
    warning_limit: &mut LimitedWarnings<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let known: Vec<String> = names.iter().map(|(_, name)| name.clone()).collect();
    if let Some(layer) = &options.layer {
        names.retain(|(_, name)| name == layer);
        if names.is_empty() {
            return Err(ReadError::no_such_layer(path, layer, known));
        }
    }
    let mut read_one = false;
    let mut first_error = None;
    for (key, name) in &names {
        let Some(bundle) = open(key, name)? else {
            continue;
        };
        match layer(path, bundle, asked, warning_limit) {
            Ok(ControlFlow::Break(())) => return Ok(ControlFlow::Break(())),
            Ok(ControlFlow::Continue(())) => read_one = true,
            Err(e) => {
                let text = said!(
                    "shapefile.layer_left_out",
                    "图层“{name}”没有导入：{e}",
                    "layer “{name}” was not imported, as it cannot be read"
                );
                warning_limit.warning(Warning::of_file(WarningKind::LayerLeftOut, text));
                first_error.get_or_insert(e);
            }
        }
    }
    match first_error.filter(|_| !read_one) {
        Some(error) => Err(error),
        None => Ok(ControlFlow::Continue(())),
    }
}

fn is_archive(path: &Path) -> Result<bool, ReadError> {
    use std::io::Read;
    let mut file = std::fs::File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let mut head = [0; 4];
    Ok(file.read_exact(&mut head).is_ok() && head[..2] == *b"PK")
}

fn layer(
    path: &Path,
    bundle: Bundle,
    asked: Option<&'static Encoding>,
    warning_limit: &mut LimitedWarnings<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let io = |e: std::io::Error| ReadError::io(path, &e);
    let (mut shapes, misfit) = ShpRecords::open(bundle.shp, bundle.shx).map_err(|e| match e {
        Refusal::System(e) => io(e),
        Refusal::NoShapefile => ReadError::damaged(
            path,
            Format::Shapefile,
            said!(
                "shapefile.bad_head",
                ".shp 的文件头不对或太短，请重新导出",
                "the head of the .shp is wrong or too short; export it again"
            ),
        ),
    })?;
    if misfit {
        let text = said!(
            "shapefile.shx",
            ".shx 与 .shp 不符，已按 .shp 里的顺序读取",
            "the .shx does not fit the .shp, which was read in its own order"
        );
        warning_limit.warning(Warning::of_file(WarningKind::PartMissing, text));
    }
    let crs = bundle
        .prj
        .map_or(FoundCrs::Unstated, |prj| FoundCrs::of_text(&prj.text()));
    let table = match bundle.dbf {
        None => {
            let text = said!(
                "shapefile.no_dbf",
                "旁边没有 .dbf，只有图形，没有属性",
                "there is no .dbf beside it: there are shapes but no attributes"
            );
            warning_limit.warning(Warning::of_file(WarningKind::PartMissing, text));
            None
        }
        Some(part) => match DbfTable::open(part) {
            Ok(table) => Some(table),
            Err(what) => {
                let text = said!(
                    "shapefile.bad_dbf",
                    ".dbf 读不了（{what}），只有图形，没有属性",
                    "the .dbf cannot be read: there are shapes but no attributes"
                );
                warning_limit.warning(Warning::of_file(WarningKind::PartMissing, text));
                None
            }
        },
    };
    let mut table = table;
    if let Some(table) = &mut table {
        table
            .choose_encoding(asked, bundle.cpg.map(|c| c.text()).as_deref())
            .map_err(io)?;
        for (kind, text) in table.notes.drain(..) {
            warning_limit.warning(Warning::of_file(kind, text));
        }
    }
    let head = LayerHead {
        places: None,
        name: bundle.name,
        crs,
        encoding: table.as_ref().map(|t| t.encoding.name()),
        fields: table.as_ref().map(DbfTable::fields).unwrap_or_default(),
    };
    if warning_limit.layer(head).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    records(&mut shapes, table.as_mut(), warning_limit).map_err(io)
}

fn records(
    shapes: &mut ShpRecords,
    mut table: Option<&mut DbfTable>,
    warning_limit: &mut LimitedWarnings<'_>,
) -> std::io::Result<ControlFlow<()>> {
    let (mut number, mut heights, mut with_shape) = (0_u64, 0_u64, 0_u64);
    let mut shapes_left = true;
    let mut notes = Vec::new();
    loop {
        let shape = if shapes_left { shapes.next()? } else { None };
        shapes_left = shape.is_some();
        with_shape += u64::from(shapes_left);
        let mut values = Vec::new();
        let row = match &mut table {
            Some(table) => table.next(&mut values, &mut notes)?,
            None => None,
        };
        if !shapes_left && row.is_none() {
            break;
        }
        number += 1;
        if row == Some(false) {
            continue;
        }
        for (kind, text) in notes.drain(..) {
            warning_limit.warning(Warning::at(kind, number, text));
        }
        let geometry = match shape {
            None => None,
            Some(ShpRecord::Read(geometry, fixes)) => {
                heights += u64::from(fixes.heights);
                for (kind, text) in fixes.words() {
                    warning_limit.warning(Warning::at(kind, number, text));
                }
                geometry
            }
        };
        let feature = Feature {
            number,
            geometry,
            values,
        };
        if warning_limit.feature(feature).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if number % 1024 == 0 {
            let (done, total) = shapes.progress();
            if warning_limit.progress(done, total).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    if heights > 0 {
        let text = said!(
            "shapefile.heights",
            "{heights} 个图形带有高程或测量值，只保留了平面坐标",
            "{heights} shapes have heights or measures; only plane coordinates were kept"
        );
        warning_limit.warning(Warning::of_file(WarningKind::HeightLeftOut, text));
    }
    if shapes.by_nesting {
        let text = said!(
            "shapefile.ring_direction",
            "有些面的内外环方向不对，已按相互包含关系区分外边界和孔洞",
            "rings of some areas turn the wrong way; shells and holes were told apart by what lies in what"
        );
        warning_limit.warning(Warning::of_file(WarningKind::Invalid, text));
    }
    if shapes.cut {
        let text = said!(
            "shapefile.truncated",
            ".shp 不完整，只读到 {with_shape} 个图形",
            "the .shp is incomplete; {with_shape} shapes were read"
        );
        warning_limit.warning(Warning::of_file(WarningKind::Truncated, text));
    }
    if let Some(table) = table
        && table.rows != with_shape
    {
        let text = said!(
            "shapefile.uneven",
            ".shp 有 {with_shape} 个图形，.dbf 有 {} 行，多出的没有图形或没有属性",
            "the .shp has {with_shape} shapes, the .dbf {} rows; those over lack a shape or attributes",
            table.rows
        );
        warning_limit.warning(Warning::of_file(WarningKind::Truncated, text));
    }
    Ok(ControlFlow::Continue(()))
}
