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
/// [`Error`] if the file cannot be written.
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
/// [`Error`] if the file cannot be written.
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

/// Whether a table, given in small letters, is an R-tree or one of the tables it is kept in.
pub(crate) fn is_index(table: &str) -> bool {
    table.starts_with("rtree_")
}

/// Whether it is one of the triggers by which the R-tree of a geometry column is kept, of a later version of the standard.
pub(crate) fn index_trigger(name: &str, table: &str, column: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let rest = name.strip_prefix(&format!("{}_update", index_table(table, column)));
    rest.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a trigger does no more than to count the features of its table, as GDAL has it.
pub(crate) fn counts_features(table: &str, sql: &str) -> bool {
    [("insert", '+'), ("delete", '-')].iter().any(|(event, sign)| {
        let known = format!(
            "create trigger trigger_{event}_feature_count_{table} after {event} on {table} begin update gpkg_ogr_contents \
             set feature_count = feature_count {sign} 1 where lower(table_name) = lower('{table}'); end"
        );
        plain(sql) == plain(&known)
    })
}

/// A statement without what makes no difference: marks around names, space, capitals, a last semicolon.
pub(crate) fn plain(sql: &str) -> String {
    let kept = sql.chars().filter(|c| !c.is_whitespace() && *c != '"');
    let kept: String = kept.collect();
    kept.trim_end_matches(';').to_ascii_lowercase()
}
