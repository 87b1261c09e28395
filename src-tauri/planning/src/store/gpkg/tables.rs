//! The tables of an atlas file. The DDL is made from the columns of the records, so a new record or column needs no second
//! description.

use rusqlite::Connection;

use super::boundaries;
use crate::geopackage::{self, Geometries, Layer};
use crate::model::{Column, Kind, SRS, Storage};
use crate::sqlite::has_table;
use crate::store::StoreError;

/// The column of a feature table with its footprints.
pub(super) const GEOMETRY: &str = "geometry";
/// When a table was changed that is not yet.
pub(super) const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// The type a feature table's geometries have in a GeoPackage.
fn geometry_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Region => "POINT",
        _ => "GEOMETRY",
    }
}

fn has_geometry(kind: Kind) -> bool {
    kind.columns().iter().any(|c| c.storage == Storage::Geometry)
}

fn sql_type(kind: Kind, column: &Column) -> &'static str {
    match column.storage {
        Storage::Text | Storage::Json | Storage::Boundary => "TEXT",
        Storage::Integer => "INTEGER",
        Storage::Real => "REAL",
        Storage::Boolean => "BOOLEAN",
        Storage::Geometry => geometry_type(kind),
    }
}

/// Whether a column stands in the table of its record; boundaries are a layer of their own.
pub(super) fn is_own(column: &Column) -> bool {
    column.storage != Storage::Boundary
}

/// The columns of the table of a record.
pub(super) fn own_columns(kind: Kind) -> impl Iterator<Item = &'static Column> {
    kind.columns().iter().filter(|column| is_own(column))
}

fn create_table(kind: Kind) -> String {
    let columns: Vec<String> = own_columns(kind)
        .map(|c| {
            let unique = if c.name == "id" { " UNIQUE" } else { "" };
            let null = if c.nullable { "" } else { " NOT NULL" };
            format!("\"{}\" {}{null}{unique}", c.name, sql_type(kind, c))
        })
        .collect();
    format!(
        "CREATE TABLE \"{}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {})",
        kind.table(),
        columns.join(", ")
    )
}

/// Names and statements of the triggers of an atlas.
pub(super) fn triggers() -> impl Iterator<Item = (String, String)> {
    let tables = Kind::ALL.iter().filter(|kind| has_geometry(**kind));
    let of_records = tables.flat_map(|kind| geopackage::index_sql(kind.table(), GEOMETRY));
    let all = of_records.chain(boundaries::index_sql());
    all.filter_map(|sql| {
        let name = sql
            .strip_prefix("CREATE TRIGGER \"")?
            .split('"')
            .next()?
            .to_owned();
        Some((name, sql))
    })
}

/// The tables of an atlas beside those of its records.
const OWN: &[&str] = &[
    "CREATE TABLE zhentu_meta (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)",
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, \
     name TEXT NOT NULL, note TEXT, action TEXT NOT NULL, target INTEGER, edits TEXT, uuid TEXT, hash TEXT)",
    "CREATE TABLE journal_rows (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, seq INTEGER NOT NULL, table_name TEXT NOT NULL, \
     row_id TEXT NOT NULL)",
    "CREATE INDEX journal_rows_by_row ON journal_rows (table_name, row_id)",
];

/// Whether all tables of version 2 are there.
pub(super) fn has_bulk(conn: &Connection) -> Result<bool, StoreError> {
    for (table, ..) in BULK {
        if !has_table(conn, table)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tables that came with version 2: rows added in bulk, and what the files they came from said of them.
const BULK: &[(&str, &str, &str)] = &[
    (
        "journal_bulk",
        "批量导入记录",
        "CREATE TABLE journal_bulk (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, seq INTEGER NOT NULL, \
         table_name TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL)",
    ),
    (
        "attributes",
        "导入的原始属性",
        "CREATE TABLE attributes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, table_name TEXT NOT NULL, \
         row_id TEXT NOT NULL, attributes TEXT NOT NULL, UNIQUE (row_id, table_name))",
    ),
    (
        "removed_numbers",
        "移除行的原序号",
        "CREATE TABLE removed_numbers (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, table_name TEXT NOT NULL, \
         row_id TEXT NOT NULL, number INTEGER NOT NULL, UNIQUE (row_id, table_name))",
    ),
];

/// Makes the tables of version 2 that are not there.
pub(super) fn create_bulk(conn: &Connection, at: &str) -> Result<(), StoreError> {
    for (table, label, sql) in BULK {
        if !has_table(conn, table)? {
            conn.execute_batch(sql)?;
            list(conn, table, label, at)?;
        }
    }
    Ok(())
}

/// Makes the tables beside those of the records.
pub(super) fn create_own(conn: &Connection, at: &str) -> Result<(), StoreError> {
    for sql in OWN {
        conn.execute_batch(sql)?;
    }
    for (table, label) in [
        ("zhentu_meta", "图册信息"),
        ("journal", "历史记录"),
        ("journal_rows", "历史记录索引"),
    ] {
        list(conn, table, label, at)?;
    }
    create_bulk(conn, at)
}

/// Makes the table of a record.
pub(super) fn create_kind(conn: &Connection, kind: Kind, at: &str) -> Result<(), StoreError> {
    conn.execute_batch(&create_table(kind))?;
    let (table, identifier) = (kind.table(), kind.label());
    let geometry = has_geometry(kind).then(|| Geometries {
        column: GEOMETRY,
        kind: geometry_type(kind),
        srs: SRS,
    });
    let layer = Layer {
        table,
        identifier,
        geometry,
    };
    geopackage::add_layer(conn, &layer, Some(at))?;
    if geometry.is_some() {
        geopackage::create_index(conn, table, GEOMETRY)?;
    }
    Ok(())
}

/// Lists a table without geometry.
pub(super) fn list(conn: &Connection, table: &str, identifier: &str, at: &str) -> Result<(), StoreError> {
    let layer = Layer {
        table,
        identifier,
        geometry: None,
    };
    Ok(geopackage::add_layer(conn, &layer, Some(at))?)
}

/// Adds a column that a table of an older file lacks.
pub(super) fn add_column(conn: &Connection, kind: Kind, column: &Column) -> Result<(), StoreError> {
    let rest = if column.nullable {
        String::new()
    } else {
        format!(" NOT NULL DEFAULT {}", sql_default(column))
    };
    let (table, name, of_type) = (kind.table(), column.name, sql_type(kind, column));
    conn.execute_batch(&format!(
        "ALTER TABLE \"{table}\" ADD COLUMN \"{name}\" {of_type}{rest}"
    ))?;
    Ok(())
}

fn sql_default(column: &Column) -> String {
    match (column.storage, column.words) {
        (Storage::Text, Some(words)) => format!("'{}'", words.first().copied().unwrap_or_default()),
        (Storage::Text, None) => "''".to_owned(),
        (Storage::Json, _) => "'null'".to_owned(),
        _ => "0".to_owned(),
    }
}

/// The table with all values of the file that rows of a table were imported from, by their number.
pub(super) fn imported(kind: Kind) -> String {
    format!("imported_{}", kind.table())
}

/// Makes the table of [`imported`] when it is not there.
pub(super) fn create_imported(conn: &Connection, kind: Kind, at: &str) -> Result<(), StoreError> {
    let table = imported(kind);
    if has_table(conn, &table)? {
        return Ok(());
    }
    let sql =
        format!("CREATE TABLE \"{table}\" (fid INTEGER PRIMARY KEY NOT NULL, attributes TEXT NOT NULL)");
    conn.execute_batch(&sql)?;
    let label = format!("导入的{}的原始属性", kind.label());
    list(conn, &table, &label, at)
}
