//! The tables of an atlas file and its schema version. The DDL is made from the columns of the records, so a new
//! record or column needs no second description; a file of an older version gets what it lacks at its first change.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::structure::{self, Tables};
use super::{identity, triggers};
use crate::model::{Cell, Column, Kind, Record, SRS, Storage};
use crate::sqlite::{has_table, in_words, is_busy, quoted};
use crate::store::StoreError;

/// Version of the tables written by this program.
pub const SCHEMA_VERSION: i64 = 3;

const APPLICATION_ID: i64 = 0x4750_4B47;
const GEOPACKAGE_VERSION: i64 = 10300;
/// Number of a coordinate system without one, beyond those that EPSG and ESRI give.
const OWN_SYSTEM: i32 = 990_001;

/// What a file says of itself.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its schema version.
    pub version: i64,
    /// Columns that are there, by table.
    pub columns: HashMap<String, HashSet<String>>,
}

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
        Storage::Text | Storage::Json => "TEXT",
        Storage::Integer => "INTEGER",
        Storage::Real => "REAL",
        Storage::Boolean => "BOOLEAN",
        Storage::Geometry => geometry_type(kind),
    }
}

fn create_table(kind: Kind) -> String {
    let columns: Vec<String> = kind
        .columns()
        .iter()
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

/// The R-tree of a feature table with the triggers of the standard (OGC 12-128r17, annex F.3, version 1.3).
fn rtree(table: &str, column: &str) -> Vec<String> {
    let (t, c, i) = (table, column, "fid");
    let r = format!("rtree_{t}_{c}");
    let values = |row: &str| {
        format!("{row}.{i}, ST_MinX({row}.{c}), ST_MaxX({row}.{c}), ST_MinY({row}.{c}), ST_MaxY({row}.{c})")
    };
    let new = values("NEW");
    vec![
        format!("CREATE VIRTUAL TABLE \"{r}\" USING rtree(id, minx, maxx, miny, maxy)"),
        format!(
            "CREATE TRIGGER \"{r}_insert\" AFTER INSERT ON \"{t}\" WHEN (NEW.{c} NOT NULL AND NOT ST_IsEmpty(NEW.{c})) \
             BEGIN INSERT OR REPLACE INTO \"{r}\" VALUES ({new}); END"
        ),
        format!(
            "CREATE TRIGGER \"{r}_update1\" AFTER UPDATE OF {c} ON \"{t}\" WHEN OLD.{i} = NEW.{i} AND (NEW.{c} NOTNULL AND \
             NOT ST_IsEmpty(NEW.{c})) BEGIN INSERT OR REPLACE INTO \"{r}\" VALUES ({new}); END"
        ),
        format!(
            "CREATE TRIGGER \"{r}_update2\" AFTER UPDATE OF {c} ON \"{t}\" WHEN OLD.{i} = NEW.{i} AND (NEW.{c} ISNULL OR \
             ST_IsEmpty(NEW.{c})) BEGIN DELETE FROM \"{r}\" WHERE id = OLD.{i}; END"
        ),
        format!(
            "CREATE TRIGGER \"{r}_update3\" AFTER UPDATE ON \"{t}\" WHEN OLD.{i} != NEW.{i} AND (NEW.{c} NOTNULL AND \
             NOT ST_IsEmpty(NEW.{c})) BEGIN DELETE FROM \"{r}\" WHERE id = OLD.{i}; \
             INSERT OR REPLACE INTO \"{r}\" VALUES ({new}); END"
        ),
        format!(
            "CREATE TRIGGER \"{r}_update4\" AFTER UPDATE ON \"{t}\" WHEN OLD.{i} != NEW.{i} AND (NEW.{c} ISNULL OR \
             ST_IsEmpty(NEW.{c})) BEGIN DELETE FROM \"{r}\" WHERE id IN (OLD.{i}, NEW.{i}); END"
        ),
        format!(
            "CREATE TRIGGER \"{r}_delete\" AFTER DELETE ON \"{t}\" WHEN OLD.{c} NOT NULL BEGIN \
             DELETE FROM \"{r}\" WHERE id = OLD.{i}; END"
        ),
    ]
}

/// Names and statements of the triggers of an atlas.
pub(super) fn triggers() -> impl Iterator<Item = (String, String)> {
    let tables = Kind::ALL.iter().filter(|kind| has_geometry(**kind));
    let all = tables.flat_map(|kind| rtree(kind.table(), "geometry"));
    all.filter_map(|sql| {
        let name = sql
            .strip_prefix("CREATE TRIGGER \"")?
            .split('"')
            .next()?
            .to_owned();
        Some((name, sql))
    })
}

/// The tables every GeoPackage has.
const GEOPACKAGE: &[&str] = &[
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, \
     organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, \
     description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), \
     min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, \
     CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, \
     srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), \
     CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
     CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, \
     scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
];

/// The tables of an atlas beside those of its records.
const OWN: &[&str] = &[
    "CREATE TABLE zhentu_meta (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)",
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, \
     name TEXT NOT NULL, note TEXT, action TEXT NOT NULL, target INTEGER, edits TEXT, uuid TEXT, hash TEXT)",
    "CREATE TABLE journal_rows (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, seq INTEGER NOT NULL, table_name TEXT NOT NULL, \
     row_id TEXT NOT NULL)",
    "CREATE INDEX journal_rows_by_row ON journal_rows (table_name, row_id)",
];

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

fn create_bulk(conn: &Connection, at: &str) -> Result<(), StoreError> {
    for (table, label, sql) in BULK {
        if !has_table(conn, table)? {
            run(conn, sql)?;
            contents(conn, table, "attributes", label, None, at)?;
        }
    }
    Ok(())
}

const WGS84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";
const CGCS2000: &str = "GEOGCS[\"China Geodetic Coordinate System 2000\",DATUM[\"China_2000\",SPHEROID[\"CGCS2000\",6378137,298.257222101,AUTHORITY[\"EPSG\",\"1024\"]],AUTHORITY[\"EPSG\",\"1043\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4490\"]]";

/// Makes all tables of an empty file.
pub(super) fn create(conn: &Connection, at: &str) -> Result<(), StoreError> {
    run(conn, &format!("PRAGMA application_id = {APPLICATION_ID}"))?;
    run(conn, &format!("PRAGMA user_version = {GEOPACKAGE_VERSION}"))?;
    let transaction = conn.unchecked_transaction()?;
    for sql in GEOPACKAGE.iter().chain(OWN) {
        run(conn, sql)?;
    }
    systems(conn)?;
    for kind in Kind::ALL {
        create_kind(conn, *kind, at)?;
    }
    for (table, label) in [
        ("zhentu_meta", "图册信息"),
        ("journal", "历史记录"),
        ("journal_rows", "历史记录索引"),
    ] {
        contents(conn, table, "attributes", label, None, at)?;
    }
    create_bulk(conn, at)?;
    identity::give_new(conn)?;
    set_version(conn)?;
    Ok(transaction.commit()?)
}

/// Makes the tables of a GeoPackage that is no atlas, with one more coordinate system: of EPSG, or under a number of
/// our own, beyond those of EPSG and ESRI. Returns its number there.
pub(super) fn create_plain(
    conn: &Connection,
    epsg: Option<u32>,
    name: &str,
    definition: &str,
) -> Result<i32, StoreError> {
    run(conn, &format!("PRAGMA application_id = {APPLICATION_ID}"))?;
    run(conn, &format!("PRAGMA user_version = {GEOPACKAGE_VERSION}"))?;
    for sql in GEOPACKAGE {
        run(conn, sql)?;
    }
    systems(conn)?;
    let number = epsg.and_then(|n| i32::try_from(n).ok());
    let (srs, organization) = number.map_or((OWN_SYSTEM, "NONE"), |n| (n, "EPSG"));
    conn.execute(
        "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        params![name, srs, organization, srs, definition],
    )?;
    Ok(srs)
}

/// Tells the standard's tables of a filled layer of a GeoPackage that is no atlas: one with a column `geom` of a kind
/// and a system, which gets its R-tree, or one without.
pub(super) fn tell_layer(
    conn: &Connection,
    table: &str,
    geometry: Option<(&str, i32)>,
) -> Result<(), StoreError> {
    let srs = geometry.map(|(_, srs)| srs);
    let data_type = if geometry.is_some() {
        "features"
    } else {
        "attributes"
    };
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) VALUES (?1, ?1, ?2, ?3)",
        params![table, data_type, srs],
    )?;
    let Some((kind, _)) = geometry else {
        return Ok(());
    };
    conn.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
        params![table, kind, srs],
    )?;
    extension(conn, table, "geom")?;
    for sql in rtree(table, "geom") {
        run(conn, &sql)?;
    }
    let tree = quoted(&format!("rtree_{table}_geom"));
    run(
        conn,
        &format!(
            "INSERT INTO {tree} SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) \
             FROM {} WHERE geom NOT NULL AND NOT ST_IsEmpty(geom)",
            quoted(table)
        ),
    )?;
    conn.execute(
        &format!(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = \
             (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {tree}) WHERE table_name = ?"
        ),
        [table],
    )?;
    Ok(())
}

const EXTENSION: &str = "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', \
     'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')";

fn extension(conn: &Connection, table: &str, column: &str) -> Result<(), StoreError> {
    conn.execute(EXTENSION, [table, column])?;
    Ok(())
}

fn systems(conn: &Connection) -> Result<(), StoreError> {
    let systems: [(&str, i64, &str, i64, &str); 4] = [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84),
        (
            "CGCS2000 geographic (国家大地坐标系2000)",
            4490,
            "EPSG",
            4490,
            CGCS2000,
        ),
    ];
    for (name, id, organization, number, definition) in systems {
        conn.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
            params![name, id, organization, number, definition],
        )?;
    }
    Ok(())
}

fn create_kind(conn: &Connection, kind: Kind, at: &str) -> Result<(), StoreError> {
    run(conn, &create_table(kind))?;
    let table = kind.table();
    if !has_geometry(kind) {
        return contents(conn, table, "attributes", kind.label(), None, at);
    }
    contents(conn, table, "features", kind.label(), Some(SRS), at)?;
    conn.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geometry', ?, ?, 0, 0)",
        params![table, geometry_type(kind), SRS],
    )?;
    for sql in rtree(table, "geometry") {
        run(conn, &sql)?;
    }
    extension(conn, table, "geometry")
}

fn contents(
    conn: &Connection,
    table: &str,
    data_type: &str,
    identifier: &str,
    srs: Option<i32>,
    at: &str,
) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?, ?, ?, ?, ?)",
        params![table, data_type, identifier, at, srs],
    )?;
    Ok(())
}

fn set_version(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO zhentu_meta (name, value) VALUES ('schema_version', ?) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [SCHEMA_VERSION.to_string()],
    )?;
    Ok(())
}

fn run(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    conn.execute_batch(sql)?;
    Ok(())
}

/// Checks that a file is an atlas that this program can read, and which columns it has.
///
/// # Errors
/// [`StoreError::NotAnAtlas`], [`StoreError::Newer`], [`StoreError::Lacks`], or that it is in use.
pub(super) fn identify(conn: &Connection, path: &Path) -> Result<Found, StoreError> {
    let not = |reason: String| StoreError::NotAnAtlas {
        path: path.to_owned(),
        reason,
    };
    let tables = Tables::read(conn).map_err(|e| unread(path, &e))?;
    if !tables.has("zhentu_meta") {
        return Err(not("这是别的程序的 GeoPackage，里面没有图册".to_owned()));
    }
    tables.check_plain(path)?;
    let version = conn
        .query_row(
            "SELECT value FROM zhentu_meta WHERE name = 'schema_version'",
            [],
            |row| row.get::<_, String>(0),
        )
        .optional();
    let version = match version {
        Ok(Some(text)) => text
            .parse::<i64>()
            .map_err(|_| not("格式版本号无法识别".to_owned()))?,
        Ok(None) => return Err(not("没有格式版本号".to_owned())),
        Err(e) => return Err(unread(path, &e)),
    };
    if version > SCHEMA_VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    let mut columns = HashMap::new();
    for kind in Kind::ALL {
        columns.insert(
            kind.table().to_owned(),
            structure::columns(conn, path, kind.table())?,
        );
    }
    structure::check_complete(path, version, &tables, &columns)?;
    Ok(Found { version, columns })
}

/// Why a file is not known to be an atlas.
fn unread(path: &Path, error: &rusqlite::Error) -> StoreError {
    if is_busy(error) {
        return StoreError::busy(path);
    }
    let (path, reason) = (path.to_owned(), in_words(error));
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure) => {
            StoreError::Io { path, reason }
        }
        _ => StoreError::NotAnAtlas { path, reason },
    }
}

/// Brings the tables of an older file up to this version: tables and columns that were added since are made, and its
/// journal is tied together; rows keep what they have. Done in one transaction, before the first change.
///
/// # Errors
/// What SQLite says; the file is as before then.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let found = identify(conn, path)?;
    let lacks = Kind::ALL.iter().any(|k| {
        let there = found.columns.get(k.table());
        k.columns()
            .iter()
            .any(|c| !there.is_some_and(|t| t.contains(c.name)))
    });
    let mut current = found.version == SCHEMA_VERSION;
    for (table, ..) in BULK {
        current &= has_table(conn, table)?;
    }
    let transaction = super::begin(conn, path)?;
    triggers::check(&transaction, path)?;
    if lacks || !current {
        add_missing(&transaction, &found)?;
    }
    Ok(transaction.commit()?)
}

fn add_missing(conn: &Connection, found: &Found) -> Result<(), StoreError> {
    for kind in Kind::ALL.iter().copied() {
        let empty = HashSet::new();
        let there = found.columns.get(kind.table()).unwrap_or(&empty);
        if there.is_empty() {
            create_kind(conn, kind, "1970-01-01T00:00:00.000Z")?;
            continue;
        }
        for column in kind.columns().iter().filter(|c| !there.contains(c.name)) {
            let rest = if column.nullable {
                String::new()
            } else {
                format!(" NOT NULL DEFAULT {}", sql_default(column))
            };
            run(
                conn,
                &format!(
                    "ALTER TABLE \"{}\" ADD COLUMN \"{}\" {}{rest}",
                    kind.table(),
                    column.name,
                    sql_type(kind, column)
                ),
            )?;
        }
    }
    create_bulk(conn, "1970-01-01T00:00:00.000Z")?;
    identity::give_old(conn)?;
    set_version(conn)
}

fn sql_default(column: &Column) -> String {
    match (column.storage, column.words) {
        (Storage::Text, Some(words)) => format!("'{}'", words.first().copied().unwrap_or_default()),
        (Storage::Text, None) => "''".to_owned(),
        (Storage::Json, _) => "'null'".to_owned(),
        _ => "0".to_owned(),
    }
}

/// What a column of an older file is read as when it is not there.
pub(super) fn missing_value(column: &Column) -> Cell<'static> {
    match (column.nullable, column.storage, column.words) {
        (true, ..) | (_, Storage::Geometry | Storage::Json, _) => Cell::Null,
        (_, Storage::Text, Some(words)) => Cell::Text(words.first().copied().unwrap_or_default().into()),
        (_, Storage::Text, None) => Cell::Text("".into()),
        (_, Storage::Integer | Storage::Boolean, _) => Cell::Integer(0),
        (_, Storage::Real, _) => Cell::Real(0.0),
    }
}

/// The boxes of tables that a step changed: west, south, east, north.
pub(super) type Bounds = BTreeMap<Kind, Option<[f64; 4]>>;

/// Widens the boxes of tables by their rows.
pub(super) fn widen<'a>(bounds: &mut Bounds, rows: impl Iterator<Item = &'a Record>) {
    for row in rows {
        let entry = bounds.entry(row.kind()).or_default();
        if let Some(b) = row
            .geometry()
            .and_then(|shape| geodata::measure::bounds(&shape.0))
        {
            widen_by(entry, [b.west, b.south, b.east, b.north]);
        }
    }
}

/// Widens a box.
pub(super) fn widen_by(entry: &mut Option<[f64; 4]>, [w, s, e, n]: [f64; 4]) {
    let b = entry.get_or_insert([w, s, e, n]);
    *b = [b[0].min(w), b[1].min(s), b[2].max(e), b[3].max(n)];
}

/// Notes in `gpkg_contents` when tables changed, and widens their extents by these boxes; extents are never narrowed,
/// the standard has them as a hint.
pub(super) fn touch(conn: &Connection, bounds: &Bounds, at: &str) -> Result<(), StoreError> {
    if bounds.is_empty() {
        return Ok(());
    }
    let mut statement = conn.prepare_cached(
        "UPDATE gpkg_contents SET last_change = ?1, min_x = min(ifnull(min_x, ?2), ifnull(?2, min_x)), \
         min_y = min(ifnull(min_y, ?3), ifnull(?3, min_y)), max_x = max(ifnull(max_x, ?4), ifnull(?4, max_x)), \
         max_y = max(ifnull(max_y, ?5), ifnull(?5, max_y)) WHERE table_name = ?6",
    )?;
    for (kind, widened) in bounds {
        let bound = |i: usize| widened.map(|b| b[i]);
        statement.execute(params![at, bound(0), bound(1), bound(2), bound(3), kind.table()])?;
    }
    Ok(())
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
    run(conn, &sql)?;
    let label = format!("导入的{}的原始属性", kind.label());
    contents(conn, &table, "attributes", &label, None, at)
}
