//! Brings a file of an older version up to date at its first change.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::Connection;

use super::boundaries;
use super::failure::begin;
use super::journal_bulk::{shelves, table_columns};
use super::structure::{self, FileSchema};
use super::tables::{self, NEVER};
use super::{identity, outside, schema, triggers};
use crate::geopackage;
use crate::model::{Kind, Outline};
use crate::sqlite::{cell, has_table};
use crate::store::{SCHEMA_VERSION, StoreError};

/// Brings the tables of an older file up to this version: tables and columns that were added since are made, its journal
/// is tied together, and boundaries become a layer; rows keep what they have. Done in one transaction, before the first change.
///
/// # Errors
/// [`StoreError::Sql`]; the file is as before then.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let found = structure::identify(conn, path)?;
    let lacks = Kind::ALL.iter().any(|k| {
        let there = found.columns.get(k.table());
        tables::own_columns(*k).any(|c| !there.is_some_and(|t| t.contains(c.name)))
    });
    let current = found.version == SCHEMA_VERSION && tables::has_bulk(conn)?;
    let transaction = begin(conn, path)?;
    triggers::check(&transaction, path)?;
    if lacks || !current {
        add_missing(&transaction, &found)?;
    }
    outside::restore(&transaction)?;
    Ok(transaction.commit()?)
}

fn add_missing(conn: &Connection, found: &FileSchema) -> Result<(), StoreError> {
    for kind in Kind::ALL.iter().copied() {
        let empty = HashSet::new();
        let there = found.columns.get(kind.table()).unwrap_or(&empty);
        if there.is_empty() {
            tables::create_kind(conn, kind, NEVER)?;
            continue;
        }
        for column in tables::own_columns(kind).filter(|c| !there.contains(c.name)) {
            tables::add_column(conn, kind, column)?;
        }
    }
    tables::create_bulk(conn, NEVER)?;
    identity::give_old(conn)?;
    move_boundaries(conn)?;
    if !has_table(conn, outside::TABLE)? {
        outside::create(conn, NEVER)?;
    }
    schema::set_version(conn)
}

/// The column of the regions that held their boundaries as well-known text before version 4.
const OUTLINE: &str = "outline";

/// Makes a layer of the boundaries that stand as text in the table of the regions and in those of regions whose step was
/// taken back. The column goes; a text that is no boundary stays where it is.
fn move_boundaries(conn: &Connection) -> Result<(), StoreError> {
    if !has_table(conn, boundaries::TABLE)? {
        boundaries::create(conn, NEVER)?;
    }
    let mut around = None;
    let regions = Kind::Region.table();
    for outline in move_texts(conn, regions, boundaries::TABLE)? {
        boundaries::widen(&mut around, &outline);
    }
    geopackage::touch(conn, boundaries::TABLE, around, NEVER)?;
    for (shelf, seq, kind) in shelves(conn)? {
        if kind != Kind::Region {
            continue;
        }
        let boundaries = boundaries::shelf(seq);
        conn.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS \"{boundaries}\" (region TEXT, name TEXT, geometry BLOB)"
        ))?;
        move_texts(conn, &shelf, &boundaries)?;
    }
    Ok(())
}

/// Moves the boundaries of one table into a layer or a shelf of boundaries, and returns them.
fn move_texts(conn: &Connection, from: &str, into: &str) -> Result<Vec<Outline>, StoreError> {
    if !table_columns(conn, from)?.iter().any(|column| column == OUTLINE) {
        return Ok(Vec::new());
    }
    let insert = format!("INSERT INTO \"{into}\" (region, name, geometry) VALUES (?, ?, ?)");
    let mut found = conn.prepare(&format!(
        "SELECT fid, id, name, {OUTLINE} FROM \"{from}\" WHERE {OUTLINE} NOT NULL"
    ))?;
    let mut rows = found.query([])?;
    let (mut moved, mut numbers, mut odd) = (Vec::new(), Vec::new(), false);
    while let Some(row) = rows.next()? {
        let text = |column| cell(row, column).text().unwrap_or_default();
        let Ok(outline) = text(3).parse::<Outline>() else {
            odd = true;
            continue;
        };
        boundaries::add(conn, &insert, (&text(1), &text(2)), &outline)?;
        numbers.push(row.get::<_, i64>(0)?);
        moved.push(outline);
    }
    drop(rows);
    drop(found);
    // Other programs may have made an index or a view of the column: then it stays, empty.
    let dropped = !odd
        && conn
            .execute_batch(&format!("ALTER TABLE \"{from}\" DROP COLUMN {OUTLINE}"))
            .is_ok();
    if !dropped {
        let mut clear = conn.prepare(&format!("UPDATE \"{from}\" SET {OUTLINE} = NULL WHERE fid = ?"))?;
        for number in numbers {
            clear.execute([number])?;
        }
    }
    Ok(moved)
}
