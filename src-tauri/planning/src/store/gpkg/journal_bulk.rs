//! What the journal says of rows that a step added in bulk: their table and their numbers.

use rusqlite::Connection;

use crate::model::Kind;
use crate::sqlite::has_table;
use crate::store::entry::kind_named;
use crate::store::{BulkRows, StoreError};

/// Rows of one table that were added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowRange {
    pub kind: Kind,
    /// Number of the first row.
    pub first: i64,
    /// Number of the last row.
    pub last: i64,
}

impl RowRange {
    /// As others are told of it.
    pub(super) fn rows(&self) -> BulkRows {
        BulkRows {
            kind: self.kind,
            count: u64::try_from(rows_between(self.first, self.last)).unwrap_or_default(),
        }
    }

    /// As the hash of the journal's entry takes it: the name of the table and how many rows.
    pub(super) fn named(&self) -> (String, i64) {
        (self.kind.table().to_owned(), rows_between(self.first, self.last))
    }

    /// Name of the table they are put away in when step `seq` is undone.
    pub(super) fn shelf(&self, seq: i64) -> String {
        format!("shelf_{seq}_{}", self.kind.table())
    }
}

/// How many rows have the numbers of a range.
fn rows_between(first: i64, last: i64) -> i64 {
    last.saturating_sub(first).saturating_add(1)
}

/// Rows that a step added in bulk, as the hash of its entry takes them: whatever the table is called.
pub(super) fn named_of(conn: &Connection, seq: i64) -> Result<Vec<(String, i64)>, StoreError> {
    if !has_table(conn, "journal_bulk")? {
        return Ok(Vec::new());
    }
    let mut found =
        conn.prepare_cached("SELECT table_name, first, last FROM journal_bulk WHERE seq = ? ORDER BY id")?;
    let found = found.query_map([seq], |row| {
        Ok((row.get(0)?, rows_between(row.get(1)?, row.get(2)?)))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn bulk_of(conn: &Connection, seq: i64) -> Result<Vec<RowRange>, StoreError> {
    if !has_table(conn, "journal_bulk")? {
        return Ok(Vec::new());
    }
    let mut found =
        conn.prepare_cached("SELECT table_name, first, last FROM journal_bulk WHERE seq = ? ORDER BY id")?;
    let found = found.query_map([seq], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    found
        .map(|row| {
            let (table, first, last) = row?;
            let kind = kind_named(&table, seq)?;
            Ok(RowRange { kind, first, last })
        })
        .collect()
}

/// The columns of a table, in their order.
pub(super) fn table_columns(conn: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let mut names = conn.prepare("SELECT name FROM pragma_table_info(?)")?;
    let names = names.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The tables with rows of steps that were taken back: name, step and table. Another program may have tables of such names.
pub(super) fn shelves(conn: &Connection) -> Result<Vec<(String, i64, Kind)>, StoreError> {
    let mut names = conn.prepare_cached(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'shelf\\_%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut shelves = Vec::new();
    for name in names {
        let Some((seq, kind)) = shelf(&name) else { continue };
        if bulk_of(conn, seq)?.iter().any(|rows| rows.kind == kind) {
            shelves.push((name, seq, kind));
        }
    }
    Ok(shelves)
}

/// Of which step and table a shelf is; `None` if the name is not exactly that of one.
fn shelf(name: &str) -> Option<(i64, Kind)> {
    let (seq, table) = name.strip_prefix("shelf_")?.split_once('_')?;
    let seq: i64 = seq.parse().ok()?;
    let kind = Kind::from_table(table).ok()?;
    let own = RowRange {
        kind,
        first: 0,
        last: 0,
    };
    (own.shelf(seq) == name).then_some((seq, kind))
}
