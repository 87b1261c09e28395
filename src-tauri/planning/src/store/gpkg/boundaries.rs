//! The layer of the boundaries of regions, a feature table of its own, so that other programs draw them: one row a region
//! that has one, with the region's name beside it.

use std::ops::Range;

use geo_types::Geometry;
use rusqlite::{Connection, params};

use super::journal_bulk::RowRange;
use crate::geopackage::{self, Geometries, Layer, blob};
use crate::model::{Kind, Outline, Region, SRS};
use crate::sqlite::has_table;
use crate::store::row_batch::BatchValue;
use crate::store::{RowBatch, StoreError};

/// Its name in the file.
pub(super) const TABLE: &str = "region_outlines";
/// Its columns but the number.
pub(super) const COLUMNS: [&str; 3] = ["region", "name", "geometry"];
/// Its column with the boundaries.
const GEOMETRY: &str = "geometry";
/// Where the boundary of a row of `regions` stands, as SQL.
pub(super) const OF_REGION: &str = "(SELECT geometry FROM region_outlines WHERE region = regions.id)";
const INSERT: &str = "INSERT INTO region_outlines (region, name, geometry) VALUES (?, ?, ?)";
const UPDATE: &str = "UPDATE region_outlines SET name = ?2, geometry = ?3 WHERE region = ?1";

/// Makes the layer.
pub(super) fn create(conn: &Connection, at: &str) -> Result<(), StoreError> {
    conn.execute_batch(
        "CREATE TABLE region_outlines (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, region TEXT NOT NULL UNIQUE, \
         name TEXT NOT NULL, geometry MULTIPOLYGON)",
    )?;
    let geometry = Geometries {
        column: GEOMETRY,
        kind: "MULTIPOLYGON",
        srs: SRS,
    };
    let layer = Layer {
        table: TABLE,
        identifier: "行政区边界",
        geometry: Some(geometry),
    };
    geopackage::add_layer(conn, &layer, Some(at))?;
    Ok(geopackage::create_index(conn, TABLE, GEOMETRY)?)
}

/// The statements of its R-tree.
pub(super) fn index_sql() -> Vec<String> {
    geopackage::index_sql(TABLE, GEOMETRY)
}

/// Adds the boundaries of new rows, if they are regions; returns the box around them: west, south, east, north.
pub(super) fn insert(
    conn: &Connection,
    packed: &RowBatch,
    range: Range<usize>,
) -> Result<Option<[f64; 4]>, StoreError> {
    let mut bounds = None;
    if packed.kind() != Kind::Region {
        return Ok(bounds);
    }
    let text = |row: usize, column: &str| {
        let at = Kind::Region.columns().iter().position(|c| c.name == column)?;
        match packed.value(row, at) {
            BatchValue::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    };
    for row in range {
        let outline = text(row, "outline").and_then(|text| text.parse::<Outline>().ok());
        if let (Some(outline), Some(id), Some(name)) = (outline, text(row, "id"), text(row, "name")) {
            add(conn, INSERT, (id, name), &outline)?;
            widen(&mut bounds, &outline);
        }
    }
    Ok(bounds)
}

/// Writes one with a statement that takes the id and the name of its region and the geometry; returns how many rows it met.
pub(super) fn add(
    conn: &Connection,
    sql: &str,
    (id, name): (&str, &str),
    outline: &Outline,
) -> Result<usize, StoreError> {
    let shape = Geometry::MultiPolygon(outline.polygons().clone());
    let bytes = blob::encode(&shape, SRS).map_err(|source| StoreError::Geometry {
        table: Kind::Region,
        id: id.to_owned(),
        source: Box::new(source),
    })?;
    Ok(conn.prepare_cached(sql)?.execute(params![id, name, bytes])?)
}

/// Brings the boundary of a changed region up to date.
pub(super) fn update(conn: &Connection, before: &Region, after: &Region) -> Result<(), StoreError> {
    if (&before.outline, &before.name) == (&after.outline, &after.name) {
        return Ok(());
    }
    let id = after.id.as_str();
    match &after.outline {
        // No upsert: the R-tree's triggers of the standard fail under one.
        Some(outline) => match add(conn, UPDATE, (id, &after.name), outline)? {
            0 => add(conn, INSERT, (id, &after.name), outline).map(drop),
            _ => Ok(()),
        },
        None => remove(conn, id),
    }
}

/// Takes away the boundary of a region that goes.
pub(super) fn remove(conn: &Connection, id: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM region_outlines WHERE region = ?")?
        .execute([id])?;
    Ok(())
}

/// Widens a box by a boundary.
pub(super) fn widen(bounds: &mut Option<[f64; 4]>, outline: &Outline) {
    let around = geodata::measure::bounds(&Geometry::MultiPolygon(outline.polygons().clone()));
    if let Some(b) = around {
        geopackage::widen(bounds, [b.west, b.south, b.east, b.north]);
    }
}

/// Name of the shelf of the boundaries of a step that was taken back.
pub(super) fn shelf(seq: i64) -> String {
    format!("shelf_{seq}_{TABLE}")
}

/// Moves the boundaries of the regions of a step to their shelf, before the regions go to theirs.
pub(super) fn shelve(conn: &Connection, seq: i64, rows: &RowRange) -> Result<(), StoreError> {
    if rows.kind != Kind::Region {
        return Ok(());
    }
    let (shelf, only) = (
        shelf(seq),
        format!(
            "WHERE region IN (SELECT id FROM regions WHERE fid BETWEEN {} AND {})",
            rows.first, rows.last
        ),
    );
    conn.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS \"{shelf}\" (region TEXT, name TEXT, geometry BLOB); \
         INSERT INTO \"{shelf}\" SELECT region, name, geometry FROM {TABLE} {only}; DELETE FROM {TABLE} {only}"
    ))?;
    Ok(())
}

/// Moves them back.
pub(super) fn unshelve(conn: &Connection, seq: i64) -> Result<(), StoreError> {
    let shelf = shelf(seq);
    if has_table(conn, &shelf)? {
        conn.execute_batch(&format!(
            "INSERT INTO {TABLE} (region, name, geometry) SELECT region, name, geometry FROM \"{shelf}\"; \
             DROP TABLE \"{shelf}\""
        ))?;
    }
    Ok(())
}
