//! The R-tree of a feature table: a virtual table beside it, kept in step by triggers.

use rusqlite::{Connection, Error};

use crate::sqlite::quoted;

/// The column with the number of a feature, of the layers that this program makes.
const NUMBER: &str = "fid";

/// Name of the R-tree of a geometry column.
pub(crate) fn index_table(table: &str, column: &str) -> String {
    format!("rtree_{table}_{column}")
}

/// The R-tree of a feature table with the triggers of the standard (OGC 12-128r17, annex F.3, version 1.3).
pub(crate) fn index_sql(table: &str, column: &str) -> Vec<String> {
    let (t, c, i) = (table, column, NUMBER);
    let r = index_table(t, c);
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

/// Makes the R-tree of a geometry column, with nothing in it.
///
/// # Errors
/// What SQLite says.
pub(crate) fn create_index(conn: &Connection, table: &str, column: &str) -> Result<(), Error> {
    for sql in index_sql(table, column) {
        conn.execute_batch(&sql)?;
    }
    conn.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', \
         'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        [table, column],
    )?;
    Ok(())
}

/// Puts the rows of a filled table into its R-tree, and the box around them into `gpkg_contents`.
///
/// # Errors
/// What SQLite says.
pub(crate) fn fill_index(conn: &Connection, table: &str, column: &str) -> Result<(), Error> {
    let (tree, column) = (quoted(&index_table(table, column)), quoted(column));
    conn.execute_batch(&format!(
        "INSERT INTO {tree} SELECT {NUMBER}, ST_MinX({column}), ST_MaxX({column}), ST_MinY({column}), ST_MaxY({column}) \
         FROM {} WHERE {column} NOT NULL AND NOT ST_IsEmpty({column})",
        quoted(table)
    ))?;
    conn.execute(
        &format!(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = \
             (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {tree}) WHERE table_name = ?"
        ),
        [table],
    )?;
    Ok(())
}
