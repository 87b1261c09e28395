//! A GeoPackage of plain layers for other programs: one layer for each kind of geometry, since the standard allows a
//! layer one kind only.

use std::collections::BTreeMap;
use std::path::Path;

use geo::MapCoords;
use geo_types::Geometry;
use geodata::crs::{Crs, wkt};
use geodata::formats::{Field, FieldKind, Loss, LossKind, Value, gpkg_blob};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use super::db::Db;
use super::statement::Statement;
use super::{StoreError, base_options, functions, schema};
use crate::model::Cell;

/// A feature to be written: geometry in the coordinates of the file, one value for each field.
type Row = (Option<Geometry<f64>>, Vec<Value>);

/// The layers of a GeoPackage by kind of geometry: name ending and OGC name.
const KINDS: [(&str, &str); 4] = [
    ("点", "MULTIPOINT"),
    ("线", "MULTILINESTRING"),
    ("面", "MULTIPOLYGON"),
    ("", "GEOMETRYCOLLECTION"),
];

/// Writes features; returns how many and what could not be carried. An existing file is replaced once the new one is
/// whole.
///
/// # Errors
/// What the disk or SQLite says; nothing is left behind then.
pub async fn write_layers(
    path: &Path,
    layer: &str,
    crs: Crs,
    fields: &[Field],
    rows: &[Row],
) -> Result<(u64, Vec<Loss>), StoreError> {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let _ = std::fs::remove_file(&part);
    let done = fill(&part, layer, crs, fields, rows).await;
    let done = done.and_then(|losses| {
        std::fs::rename(&part, path)
            .map(|()| losses)
            .map_err(|e| StoreError::io(path, &e))
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    Ok((rows.len() as u64, done?))
}

async fn fill(
    part: &Path,
    layer: &str,
    crs: Crs,
    fields: &[Field],
    rows: &[Row],
) -> Result<Vec<Loss>, StoreError> {
    let file = std::fs::File::create_new(part).map_err(|e| StoreError::io(part, &e))?;
    let options = base_options(part)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off);
    let mut conn = Db::connect(&options).await?;
    functions::register(&mut conn).await?;
    let srs = i32::try_from(crs.epsg().unwrap_or(4490)).unwrap_or(4490);
    schema::create_plain(
        &mut conn,
        srs,
        &crs.name(),
        &wkt::esri(crs).unwrap_or_else(|| "undefined".to_owned()),
    )
    .await?;
    let mut groups: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    let mut without = Vec::new();
    for row in rows {
        match &row.0 {
            None => without.push(row),
            Some(g) => groups.entry(kind(g)).or_default().push(row),
        }
    }
    let columns = columns(fields);
    let several = groups.len() > 1;
    let mut losses = Vec::new();
    conn.raw().await?.begin()?;
    let done = async {
        for (k, rows) in &groups {
            let (ending, geometry) = KINDS[*k];
            let table = if several {
                format!("{layer}_{ending}")
            } else {
                layer.to_owned()
            };
            schema::create_layer(&mut conn, &table, Some((geometry, srs)), &columns).await?;
            insert(&mut conn, &table, &columns, rows, Some(srs)).await?;
            schema::measure_layer(&mut conn, &table).await?;
        }
        if !without.is_empty() {
            let table = format!("{layer}_未上图");
            schema::create_layer(&mut conn, &table, None, &columns).await?;
            insert(&mut conn, &table, &columns, &without, None).await?;
        }
        Ok(())
    };
    let done = done.await;
    conn.raw().await?.end(done)?;
    conn.close().await?;
    file.sync_all().map_err(|e| StoreError::io(part, &e))?;
    if several {
        let names: Vec<String> = groups
            .iter()
            .map(|(k, rows)| format!("{layer}_{} {} 条", KINDS[*k].0, rows.len()))
            .collect();
        losses.push(Loss {
            kind: LossKind::MixedGeometry,
            count: rows.len() as u64,
            text: format!("点、线、面分成了不同图层：{}", names.join("，")),
        });
    }
    if !without.is_empty() {
        losses.push(Loss {
            kind: LossKind::NoGeometry,
            count: without.len() as u64,
            text: format!("未上图 {} 条写在属性表“{layer}_未上图”里", without.len()),
        });
    }
    Ok(losses)
}

fn kind(geometry: &Geometry<f64>) -> usize {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => 0,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => 1,
        Geometry::GeometryCollection(_) => 3,
        _ => 2,
    }
}

/// The multi form, so that a layer holds one kind.
fn multi(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry.map_coords(|c| c) {
        Geometry::Point(p) => Geometry::MultiPoint(vec![p].into()),
        Geometry::LineString(l) => Geometry::MultiLineString(geo_types::MultiLineString(vec![l])),
        Geometry::Line(l) => Geometry::MultiLineString(geo_types::MultiLineString(vec![l.into()])),
        Geometry::Polygon(p) => Geometry::MultiPolygon(vec![p].into()),
        Geometry::Rect(r) => Geometry::MultiPolygon(vec![r.to_polygon()].into()),
        Geometry::Triangle(t) => Geometry::MultiPolygon(vec![t.to_polygon()].into()),
        other => other,
    }
}

/// Names and SQL types; names that SQLite takes for the same are numbered.
fn columns(fields: &[Field]) -> Vec<(String, &'static str)> {
    let mut out: Vec<(String, &'static str)> = Vec::new();
    for field in fields {
        let kind = match field.kind {
            FieldKind::Bool => "BOOLEAN",
            FieldKind::Integer => "INTEGER",
            FieldKind::Real => "REAL",
            FieldKind::Date => "DATE",
            FieldKind::DateTime => "DATETIME",
            FieldKind::Text => "TEXT",
        };
        let taken = |name: &str| {
            name.is_empty()
                || ["fid", "geom"].iter().any(|own| name.eq_ignore_ascii_case(own))
                || out
                    .iter()
                    .any(|(other, _)| other.to_lowercase() == name.to_lowercase())
        };
        let mut name = field.name.clone();
        for n in 2.. {
            if !taken(&name) {
                break;
            }
            name = format!("{}_{n}", field.name);
        }
        out.push((name, kind));
    }
    out
}

async fn insert(
    conn: &mut Db,
    table: &str,
    columns: &[(String, &'static str)],
    rows: &[&Row],
    srs: Option<i32>,
) -> Result<(), StoreError> {
    let mut names: Vec<String> = columns.iter().map(|(n, _)| schema::quoted(n)).collect();
    if srs.is_some() {
        names.push("geom".to_owned());
    }
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({marks})",
        schema::quoted(table),
        names.join(", ")
    );
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &sql)?;
    for (number, (geometry, values)) in rows.iter().enumerate() {
        for (i, value) in values.iter().enumerate() {
            let cell = match value {
                Value::Null => Cell::Null,
                Value::Bool(b) => Cell::Integer(i64::from(*b)),
                Value::Integer(n) => Cell::Integer(*n),
                Value::Real(x) => Cell::Real(*x),
                Value::Text(text) => Cell::Text(text.into()),
            };
            statement.bind(i, &cell)?;
        }
        if let (Some(srs), Some(geometry)) = (srs, geometry) {
            let blob = gpkg_blob::encode(&multi(geometry), srs).map_err(|source| StoreError::Geometry {
                table: "图层",
                id: (number + 1).to_string(),
                source,
            })?;
            statement.bind(columns.len(), &Cell::Blob(blob.into()))?;
        }
        statement.step()?;
    }
    Ok(())
}
