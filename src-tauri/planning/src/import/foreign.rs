//! Feature layers of a GeoPackage of any program. The file may be hostile: its schema is not trusted, it is opened
//! unchangeable, and a query that goes on without a row is broken off.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use geodata::crs::Crs;
use geodata::formats::{
    Feature, Field, FieldKind, Format, FoundCrs, LayerHead, MAX_TEXT, ReadError, ReadOptions, Sink, Value,
    Warning, WarningKind,
};
use rusqlite::Connection;
use words::said;

use crate::geopackage::{self, FoundLayer, blob};
use crate::sqlite::{self, SqlValue, Watch, cell, in_words, quoted};

/// Longest time a query may run without giving a row.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most layers that are read.
const MOST_LAYERS: usize = 200;
/// Most columns of a layer.
const MOST_COLUMNS: usize = 500;

fn broken(path: &Path) -> impl Fn(rusqlite::Error) -> ReadError {
    let path = path.to_owned();
    move |error| ReadError::damaged(&path, Format::GeoPackage, in_words(&error))
}

/// Reads the feature and attribute layers of a GeoPackage; those of an atlas of this program without its journal.
pub(super) fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let wrong = broken(path);
    let (conn, watch) = sqlite::open_foreign(path, PATIENCE).map_err(&wrong)?;
    let layers = geopackage::layers(&conn).map_err(&wrong)?;
    let chosen: Vec<&FoundLayer> = match &options.layer {
        None => layers.iter().filter(|l| l.column.is_some()).collect(),
        Some(name) => layers
            .iter()
            .filter(|l| l.table == *name || l.identifier == *name)
            .collect(),
    };
    if chosen.is_empty() {
        let known: Vec<&str> = layers.iter().map(|l| l.table.as_str()).collect();
        return Err(match &options.layer {
            Some(layer) => ReadError::NoSuchLayer {
                path: path.to_owned(),
                layer: layer.clone(),
                known: known.into_iter().collect(),
            },
            None => ReadError::damaged(
                path,
                Format::GeoPackage,
                said!(
                    "import.no_vector_layer",
                    "里面没有矢量图层",
                    "it holds no vector layer"
                ),
            ),
        });
    }
    let total = std::fs::metadata(path).map(|m| m.len()).unwrap_or_default();
    for (i, layer) in chosen.iter().enumerate() {
        if i >= MOST_LAYERS {
            sink.warning(Warning::of_file(
                WarningKind::LayerLeftOut,
                said!(
                    "import.too_many_layers",
                    "图层多于 {MOST_LAYERS} 个，其余 {} 个没有读取",
                    "there are more than {MOST_LAYERS} layers; the other {} were not read",
                    chosen.len() - i
                ),
            ));
            break;
        }
        watch.rest();
        let share = |part: f64| ((i as f64 + part) / chosen.len() as f64 * total as f64) as u64;
        let done = read_layer(&conn, path, layer, &watch, sink, &|part| (share(part), total));
        match done {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return Ok(()),
            // One broken layer does not take the others with it.
            Err(error) if chosen.len() > 1 => sink.warning(Warning::of_file(
                WarningKind::LayerLeftOut,
                said!(
                    "import.layer_not_finished",
                    "图层“{}”没有读完：{error}",
                    "layer “{}” was not read to its end",
                    layer.table
                ),
            )),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn crs_of(conn: &Connection, srs: i64) -> Result<FoundCrs, rusqlite::Error> {
    let Some(system) = geopackage::system(conn, srs)? else {
        return Ok(FoundCrs::Unstated);
    };
    let known = u32::try_from(system.number)
        .ok()
        .filter(|_| system.organization.eq_ignore_ascii_case("EPSG"))
        .and_then(Crs::from_epsg)
        .or_else(|| Crs::parse(&system.name).ok());
    Ok(match known {
        Some(crs) => FoundCrs::Stated(crs),
        None if system.organization.eq_ignore_ascii_case("NONE") => FoundCrs::NotKnown(system.name),
        None => FoundCrs::NotKnown(format!(
            "{}（{}:{}）",
            system.name, system.organization, system.number
        )),
    })
}

fn read_layer(
    conn: &Connection,
    path: &Path,
    layer: &FoundLayer,
    watch: &Watch,
    sink: &mut dyn Sink,
    share: &dyn Fn(f64) -> (u64, u64),
) -> Result<ControlFlow<()>, ReadError> {
    let wrong = broken(path);
    let crs = crs_of(conn, layer.srs).map_err(&wrong)?;
    let fields = fields(conn, layer).map_err(&wrong)?;
    let count = format!("SELECT count(*) FROM {}", quoted(&layer.table));
    let rows: i64 = conn.query_row(&count, [], |row| row.get(0)).map_err(&wrong)?;
    let head = LayerHead {
        places: None,
        name: layer.table.clone(),
        crs,
        encoding: None,
        fields: fields.clone(),
    };
    if sink.layer(head).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    let mut columns: Vec<String> = fields.iter().map(|f| quoted(&f.name)).collect();
    columns.insert(
        0,
        layer.column.as_deref().map_or_else(|| "NULL".to_owned(), quoted),
    );
    let sql = format!("SELECT {} FROM {}", columns.join(", "), quoted(&layer.table));
    let damaged = |e: rusqlite::Error| {
        ReadError::damaged(
            path,
            Format::GeoPackage,
            said!(
                "import.layer",
                "图层“{}”：{}",
                "layer “{}”: {}",
                layer.table,
                in_words(&e)
            ),
        )
    };
    let mut statement = conn.prepare(&sql).map_err(damaged)?;
    let mut found = statement.query([]).map_err(damaged)?;
    let mut number = 0;
    let mut cut = 0_u64;
    loop {
        watch.rest();
        let row = match found.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) if number > 0 => {
                sink.warning(Warning::of_file(
                    WarningKind::Truncated,
                    said!(
                        "import.layer_broke_off",
                        "图层“{}”在第 {number} 条之后无法再读（{}），之后的没有读取",
                        "layer “{}” cannot be read after row {number} ({}); the rest was not read",
                        layer.table,
                        in_words(&error)
                    ),
                ));
                break;
            }
            Err(error) => return Err(damaged(error)),
        };
        number += 1;
        let geometry = match cell(row, 0) {
            SqlValue::Blob(bytes) => match blob::decode(&bytes) {
                Ok(geometry) => Some(geometry),
                Err(error) => {
                    sink.warning(Warning::at(
                        WarningKind::GeometryLeftOut,
                        number,
                        said!(
                            "import.bad_geometry",
                            "几何数据无法读取，只保留属性：{}",
                            "the geometry cannot be read; the attributes were kept: {}",
                            super::words::blob_in_words(&error)
                        ),
                    ));
                    None
                }
            },
            SqlValue::Null => None,
            _ => {
                sink.warning(Warning::at(
                    WarningKind::GeometryLeftOut,
                    number,
                    said!(
                        "import.no_geometry",
                        "几何字段里不是几何数据，只保留属性",
                        "the column of geometries holds something else; the attributes were kept"
                    ),
                ));
                None
            }
        };
        let values = (1..columns.len())
            .map(|i| value(cell(row, i), &mut cut))
            .collect();
        let feature = Feature {
            number,
            geometry: geometry.filter(|g| geo::CoordsIter::coords_count(g) > 0),
            values,
        };
        if sink.feature(feature).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if number % 1000 == 0 {
            let (done, total) = share(number as f64 / rows.max(1) as f64);
            if sink.progress(done, total).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    if cut > 0 {
        sink.warning(Warning::of_file(
            WarningKind::TextCut,
            said!(
                "import.text_cut",
                "图层“{}”有 {cut} 处文本过长或为二进制数据，已截断或留空",
                "in layer “{}” {cut} texts are too long or binary; they were cut or left empty",
                layer.table
            ),
        ));
    }
    Ok(ControlFlow::Continue(()))
}

/// The columns of a layer but its key and its geometry.
fn fields(conn: &Connection, layer: &FoundLayer) -> Result<Vec<Field>, rusqlite::Error> {
    let mut statement = conn.prepare("SELECT name, lower(type), pk FROM pragma_table_xinfo(?) LIMIT 2000")?;
    let mut rows = statement.query([&layer.table])?;
    let mut fields = Vec::new();
    for _ in 0..MOST_COLUMNS {
        let Some(row) = rows.next()? else { break };
        let text = |i: usize| {
            cell(row, i)
                .text()
                .map(|text| text.into_owned())
                .unwrap_or_default()
        };
        let (name, declared) = (text(0), text(1));
        let key = cell(row, 2).integer().unwrap_or_default();
        let geometry = layer.column.as_ref();
        let is_geometry = geometry.is_some_and(|c| c.eq_ignore_ascii_case(&name));
        if key == 0 && !is_geometry {
            fields.push(Field {
                kind: kind(&declared),
                name,
            });
        }
    }
    Ok(fields)
}

fn kind(declared: &str) -> FieldKind {
    match declared {
        "boolean" => FieldKind::Bool,
        "date" => FieldKind::Date,
        "datetime" => FieldKind::DateTime,
        d if d.contains("int") => FieldKind::Integer,
        "double" | "float" | "real" => FieldKind::Real,
        _ => FieldKind::Text,
    }
}

fn value(cell: SqlValue<'_>, cut: &mut u64) -> Value {
    match cell {
        SqlValue::Null => Value::Null,
        SqlValue::Integer(n) => Value::Integer(n),
        SqlValue::Real(x) if x.is_finite() => Value::Real(x),
        SqlValue::Real(_) => Value::Null,
        SqlValue::Text(text) if text.len() <= MAX_TEXT => Value::Text(text.into_owned()),
        SqlValue::Text(text) => {
            *cut += 1;
            let mut end = MAX_TEXT;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            Value::Text(text[..end].to_owned())
        }
        SqlValue::Blob(_) => {
            *cut += 1;
            Value::Null
        }
    }
}
