//! The journal: who did what and when, with every edit before and after. It is only ever added to; undo and redo
//! are entries of their own.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::entry_row::{columns, entry};
use super::identity;
use super::journal_bulk::RowRange;
use crate::change::Change;
use crate::model::Kind;
use crate::sqlite::has_table;
use crate::store::entry::{NewEntry, change_of, no_such_step};
use crate::store::{JournalEntry, StoreError};

/// Adds an entry, tied to the one before it; `bulk` are the rows that it added in bulk.
pub(super) fn append(
    conn: &Connection,
    new: &NewEntry<'_>,
    bulk: &[RowRange],
) -> Result<JournalEntry, StoreError> {
    let seq = identity::last_number(conn)?.saturating_add(1);
    let named = bulk.iter().map(RowRange::named).collect();
    let atlas = identity::atlas_id(conn)?.unwrap_or_default();
    let kept = new.tie(seq, named, &atlas, identity::last_hash(conn)?.as_deref())?;
    let mut entry = conn.prepare_cached(
        "INSERT INTO journal (seq, at, who, name, note, action, target, edits, uuid, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    entry.execute(params![
        seq,
        kept.entry.stamp.at,
        kept.entry.stamp.who,
        kept.entry.name,
        kept.entry.note,
        kept.action,
        kept.entry.target,
        kept.edits,
        kept.entry.uuid,
        kept.hash
    ])?;
    let mut row =
        conn.prepare_cached("INSERT INTO journal_rows (seq, table_name, row_id) VALUES (?, ?, ?)")?;
    for edit in new.edits {
        row.execute(params![seq, edit.kind.table(), edit.id])?;
    }
    let mut range =
        conn.prepare_cached("INSERT INTO journal_bulk (seq, table_name, first, last) VALUES (?, ?, ?, ?)")?;
    for rows in bulk {
        range.execute(params![seq, rows.kind.table(), rows.first, rows.last])?;
    }
    Ok(kept.entry)
}

/// An entry with its edits as they are kept.
fn kept(row: &Row<'_>) -> Result<(JournalEntry, Option<String>), rusqlite::Error> {
    Ok((entry(row)?, row.get(8)?))
}

/// Entries after a number, oldest first.
pub(super) fn since(conn: &Connection, seq: i64) -> Result<Vec<JournalEntry>, StoreError> {
    let columns = columns(conn)?;
    let mut found = conn.prepare(&format!(
        "SELECT {columns} FROM journal WHERE seq > ? ORDER BY seq"
    ))?;
    let found = found.query_map([seq], entry)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn one(conn: &Connection, seq: i64) -> Result<Option<(JournalEntry, Option<String>)>, StoreError> {
    let sql = format!("SELECT {}, edits FROM journal WHERE seq = ?", columns(conn)?);
    Ok(conn.prepare_cached(&sql)?.query_row([seq], kept).optional()?)
}

/// The change of one entry.
pub(super) fn change(conn: &Connection, seq: i64) -> Result<Change, StoreError> {
    let (entry, edits) = one(conn, seq)?.ok_or_else(|| StoreError::Journal {
        seq,
        reason: no_such_step(),
    })?;
    change_of(&entry, edits.as_deref())
}

/// The step that added a row in bulk; `None` if it came otherwise or is not there.
fn bulk_step(conn: &Connection, kind: Kind, id: &str) -> Result<Option<i64>, StoreError> {
    if !has_table(conn, "journal_bulk")? {
        return Ok(None);
    }
    let sql = format!(
        "SELECT b.seq FROM \"{0}\" r JOIN journal_bulk b ON b.table_name = '{0}' AND r.fid BETWEEN b.first AND b.last \
         WHERE r.id = ? ORDER BY b.seq DESC LIMIT 1",
        kind.table()
    );
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// Entries with their changes, newest first.
pub(super) fn page(
    conn: &Connection,
    touching: Option<&[(Kind, String)]>,
    limit: u32,
) -> Result<Vec<(JournalEntry, Change)>, StoreError> {
    let mut rows = Vec::new();
    match touching {
        None => {
            let columns = columns(conn)?;
            let sql = format!("SELECT {columns}, edits FROM journal ORDER BY seq DESC LIMIT ?");
            for row in conn.prepare_cached(&sql)?.query_map([limit], kept)? {
                rows.push(row?);
            }
        }
        Some(keys) => {
            let mut seqs = std::collections::BTreeSet::new();
            let mut find =
                conn.prepare_cached("SELECT seq FROM journal_rows WHERE table_name = ? AND row_id = ?")?;
            for (kind, id) in keys {
                for seq in find.query_map([kind.table(), id], |row| row.get::<_, i64>(0))? {
                    seqs.insert(seq?);
                }
                seqs.extend(bulk_step(conn, *kind, id)?);
            }
            for seq in seqs.into_iter().rev().take(limit as usize) {
                rows.extend(one(conn, seq)?);
            }
        }
    }
    rows.into_iter()
        .map(|(entry, edits)| change_of(&entry, edits.as_deref()).map(|change| (entry, change)))
        .collect()
}
