//! A GeoPackage of plain layers for other programs: one layer for each kind of geometry, since the standard allows a
//! layer one kind only.

use std::path::Path;

use files::FileError;
use files::atomic_file::AtomicFile;
use geo::MapCoords;
use geo_types::Geometry;
use geodata::formats::{Field, FieldKind, Loss, LossKind, Value, WrittenCrs};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, TransactionBehavior, params_from_iter};
use words::{English, Words, said};

use super::blob::{self, BlobError};
use super::contents::{Geometries, Layer, add_layer};
use super::new_file::new_file;
use super::spatial_index::{create_index, fill_index};
use super::{core_tables, systems};
use crate::sqlite::{in_words, quoted};

/// Why a GeoPackage of plain layers cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteLayersError {
    /// The file cannot be made or put in its place.
    #[error(transparent)]
    File(#[from] FileError),
    /// SQLite cannot write it.
    #[error("{}", in_words(.0))]
    Sql(#[from] rusqlite::Error),
    /// A shape cannot be kept.
    #[error("第 {row} 条的范围不能写入：{source}")]
    Shape {
        /// The feature, counted from 1.
        row: u64,
        /// What is wrong with it.
        source: BlobError,
    },
}

impl English for WriteLayersError {
    fn english(&self) -> String {
        match self {
            Self::File(error) => format!(
                "{} cannot be read or written: {}",
                error.path.display(),
                error.source
            ),
            Self::Sql(error) => in_words(error).en,
            Self::Shape { row, source } => format!("the shape of feature {row} cannot be written: {source}"),
        }
    }
}

/// Takes a feature: geometry in the coordinates of the file, one value for each field.
pub type PutFeature<'p> = dyn FnMut(Option<&Geometry<f64>>, &[Value]) -> Result<(), WriteLayersError> + 'p;

/// The layers of a GeoPackage by kind of geometry: name ending and OGC name; the last is for features without.
const KINDS: [(&str, Option<&str>); 5] = [
    ("点", Some("MULTIPOINT")),
    ("线", Some("MULTILINESTRING")),
    ("面", Some("MULTIPOLYGON")),
    ("", Some("GEOMETRYCOLLECTION")),
    ("未上图", None),
];
/// The place of those without geometry among them.
const WITHOUT: usize = 4;

/// Writes the features that `feed` puts, one by one; returns how many, what could not be carried, and what `feed` said.
/// An existing file is replaced once the new one is whole.
///
/// # Errors
/// What the disk, SQLite or `feed` says; nothing is left behind then.
pub fn write_layers<T, E: From<WriteLayersError>>(
    path: &Path,
    layer: &str,
    crs: &WrittenCrs,
    fields: &[Field],
    feed: impl FnOnce(&mut PutFeature<'_>) -> Result<T, E>,
) -> Result<(u64, Vec<Loss>, T), E> {
    let file = AtomicFile::beside(path).map_err(WriteLayersError::from)?;
    let done = fill(file.path(), layer, crs, fields, feed)?;
    file.place().map_err(WriteLayersError::from)?;
    Ok(done)
}

fn fill<T, E: From<WriteLayersError>>(
    part: &Path,
    layer: &str,
    crs: &WrittenCrs,
    fields: &[Field],
    feed: impl FnOnce(&mut PutFeature<'_>) -> Result<T, E>,
) -> Result<(u64, Vec<Loss>, T), E> {
    let mut conn = new_file(part).map_err(WriteLayersError::from)?;
    let definition = crs.wkt().unwrap_or_else(|| "undefined".to_owned());
    let made = core_tables::create(&conn)
        .and_then(|()| systems::add_system(&conn, crs.epsg(), &crs.name(), &definition));
    let srs = made.map_err(WriteLayersError::from)?;
    let transaction = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(WriteLayersError::from)?;
    let (said, counts) = {
        let mut layers = Layers {
            conn: &transaction,
            columns: columns(fields),
            srs,
            open: Default::default(),
            counts: [0; KINDS.len()],
        };
        let said =
            feed(&mut |geometry: Option<&Geometry<f64>>, values: &[Value]| layers.put(geometry, values))?;
        (said, layers.counts)
    };
    let losses = place(&transaction, layer, srs, &counts)?;
    transaction.commit().map_err(WriteLayersError::from)?;
    conn.close().map_err(|(_, error)| WriteLayersError::from(error))?;
    Ok((counts.iter().sum(), losses, said))
}

/// Layers being filled. They have their names and their R-trees only once it is known which there are.
struct Layers<'c> {
    conn: &'c Connection,
    columns: Vec<(String, &'static str)>,
    srs: i32,
    open: [Option<Statement<'c>>; KINDS.len()],
    counts: [u64; KINDS.len()],
}

impl Layers<'_> {
    fn put(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteLayersError> {
        let k = geometry.map_or(WITHOUT, kind);
        self.counts[k] += 1;
        let blob = geometry.map(|g| blob::encode(&multi(g), self.srs));
        let blob = blob.transpose().map_err(|source| WriteLayersError::Shape {
            row: self.counts.iter().sum(),
            source,
        })?;
        if self.open[k].is_none() {
            self.open[k] = Some(open(self.conn, k, &self.columns)?);
        }
        let Some(statement) = &mut self.open[k] else {
            return Ok(());
        };
        let values = values.iter().map(|value| match value {
            Value::Null => ValueRef::Null,
            Value::Bool(b) => ValueRef::Integer(i64::from(*b)),
            Value::Integer(n) => ValueRef::Integer(*n),
            Value::Real(x) => ValueRef::Real(*x),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        });
        let values = values.chain(blob.as_deref().map(ValueRef::Blob));
        statement.execute(params_from_iter(values.map(ToSqlOutput::Borrowed)))?;
        Ok(())
    }
}

/// The name of a layer while it is filled.
fn unnamed(k: usize) -> String {
    format!("part_{k}")
}

fn open<'c>(
    conn: &'c Connection,
    k: usize,
    columns: &[(String, &'static str)],
) -> Result<Statement<'c>, WriteLayersError> {
    let mut all = vec!["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
    let mut names: Vec<String> = columns.iter().map(|(n, _)| quoted(n)).collect();
    if let (_, Some(geometry)) = KINDS[k] {
        all.push(format!("geom {geometry}"));
        names.push("geom".to_owned());
    }
    all.extend(columns.iter().map(|(n, kind)| format!("{} {kind}", quoted(n))));
    let table = unnamed(k);
    conn.execute_batch(&format!("CREATE TABLE {table} ({})", all.join(", ")))?;
    let marks = vec!["?"; names.len()].join(", ");
    Ok(conn.prepare(&format!(
        "INSERT INTO {table} ({}) VALUES ({marks})",
        names.join(", ")
    ))?)
}

/// Names the layers and tells the standard's tables of them; returns what could not be carried.
fn place(
    conn: &Connection,
    layer: &str,
    srs: i32,
    counts: &[u64; KINDS.len()],
) -> Result<Vec<Loss>, WriteLayersError> {
    let there = |k: &usize| counts[*k] > 0;
    let several = (0..WITHOUT).filter(there).count() > 1;
    let name = |k: usize| {
        if several || k == WITHOUT {
            format!("{layer}_{}", KINDS[k].0)
        } else {
            layer.to_owned()
        }
    };
    for k in (0..KINDS.len()).filter(there) {
        conn.execute_batch(&format!(
            "ALTER TABLE {} RENAME TO {}",
            unnamed(k),
            quoted(&name(k))
        ))?;
    }
    for k in (0..KINDS.len()).filter(there) {
        let name = name(k);
        let geometry = KINDS[k].1.map(|kind| Geometries {
            column: "geom",
            kind,
            srs,
        });
        let layer = Layer {
            table: &name,
            identifier: &name,
            geometry,
        };
        add_layer(conn, &layer, None)?;
        if geometry.is_some() {
            create_index(conn, &name, "geom")?;
            fill_index(conn, &name, "geom")?;
        }
    }
    let mut losses = Vec::new();
    if several {
        let names = |between: &str, each: &str| {
            let names: Vec<String> = (0..WITHOUT)
                .filter(there)
                .map(|k| format!("{} {}{each}", name(k), counts[k]))
                .collect();
            names.join(between)
        };
        losses.push(Loss {
            kind: LossKind::MixedGeometry,
            count: counts.iter().sum(),
            text: Words::new(
                "gpkg.several_layers",
                format!("点、线、面分成了不同图层：{}", names("，", " 条")),
                format!(
                    "points, lines and areas were written to layers of their own: {}",
                    names(", ", "")
                ),
            ),
        });
    }
    if counts[WITHOUT] > 0 {
        let count = counts[WITHOUT];
        losses.push(Loss {
            kind: LossKind::NoGeometry,
            count,
            text: said!(
                "gpkg.without_geometry",
                "未上图 {count} 条写在属性表“{}”里",
                "{count} that are not on the map were written to the table “{}”",
                name(WITHOUT)
            ),
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
