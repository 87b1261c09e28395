//! What is kept of rows that go one by one, for when they come back: their numbers and what files said of them.

use rusqlite::Connection;

use super::tables::imported;
use crate::model::Kind;
use crate::sqlite::has_table;
use crate::store::StoreError;

/// Keeps the number and the imported values of a row that is going by its id, for when it comes back.
pub(super) fn keep_imported(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    let table = imported(kind);
    if !has_table(conn, &table)? {
        return Ok(());
    }
    let number = format!("(SELECT fid FROM \"{}\" WHERE id = ?1)", kind.table());
    for sql in [
        format!(
            "INSERT INTO attributes (table_name, row_id, attributes) \
             SELECT ?2, ?1, attributes FROM \"{table}\" WHERE fid = {number} \
             ON CONFLICT (row_id, table_name) DO UPDATE SET attributes = excluded.attributes"
        ),
        format!("DELETE FROM \"{table}\" WHERE fid = {number} AND ?2 NOT NULL"),
        format!(
            "INSERT INTO removed_numbers (table_name, row_id, number) SELECT ?2, ?1, fid FROM \"{}\" WHERE id = ?1 \
             ON CONFLICT (row_id, table_name) DO UPDATE SET number = excluded.number",
            kind.table()
        ),
    ] {
        conn.execute(&sql, [id, kind.table()])?;
    }
    Ok(())
}

/// Gives a row that has come back the number it had: a step of many rows names its own by their numbers.
pub(super) fn renumber(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    if !has_table(conn, "removed_numbers")? {
        return Ok(());
    }
    let (table, kept) = (
        kind.table(),
        "FROM removed_numbers WHERE row_id = ?1 AND table_name = ?2",
    );
    for sql in [
        format!(
            "UPDATE \"{table}\" SET fid = (SELECT number {kept}) WHERE id = ?1 AND EXISTS (SELECT 1 {kept}) \
             AND NOT EXISTS (SELECT 1 FROM \"{table}\" WHERE fid = (SELECT number {kept}))"
        ),
        format!("DELETE {kept}"),
    ] {
        conn.execute(&sql, [id, table])?;
    }
    Ok(())
}
