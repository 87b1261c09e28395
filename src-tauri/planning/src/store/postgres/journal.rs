//! The journal on a server: the same entries, with the same hashes, as in a file.

use std::collections::BTreeSet;

use sqlx::Row;
use sqlx::postgres::PgRow;

use super::connection::{Connection, Value, quoted};
use super::schema::{ATLAS_ID, LAST_ENTRY, meta, put_meta};
use crate::change::Change;
use crate::model::Kind;
use crate::store::chain::Checker;
use crate::store::entry::{KeptEntry, NewEntry, change_of, kind_named, no_such_step};
use crate::store::{Action, BulkRows, JournalCheck, JournalEntry, Stamp, StoreError};

/// Number of the last entry that was ever written.
pub(super) fn last_number(conn: &mut Connection) -> Result<i64, StoreError> {
    let last = meta(conn, LAST_ENTRY)?;
    Ok(last.and_then(|seq| seq.parse().ok()).unwrap_or_default())
}

/// Rows of a step as the hash of its entry takes them: the name of the table and how many rows.
pub(super) fn named(rows: &BulkRows) -> (String, i64) {
    let count = i64::try_from(rows.count).unwrap_or(i64::MAX);
    (rows.kind.table().to_owned(), count)
}

/// Adds an entry, tied to the one before it; `bulk` are the rows that it added in bulk.
pub(super) fn append(
    conn: &mut Connection,
    new: &NewEntry<'_>,
    bulk: Vec<(String, i64)>,
) -> Result<JournalEntry, StoreError> {
    let seq = last_number(conn)?.saturating_add(1);
    let atlas = meta(conn, ATLAS_ID)?.unwrap_or_default();
    let before = conn.first("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1", &[])?;
    let before: Option<String> = before.map(|row| row.try_get(0)).transpose()?.flatten();
    let kept = new.tie(seq, bulk, &atlas, before.as_deref())?;
    let content = kept.content();
    conn.run(
        "INSERT INTO journal (seq, at, who, name, note, action, target, edits, uuid, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            Value::Integer(Some(seq)),
            Value::Text(Some(content.at)),
            Value::Text(Some(content.who)),
            Value::Text(Some(content.name)),
            Value::Text(content.note),
            Value::Text(Some(content.action)),
            Value::Integer(content.target),
            Value::Text(content.edits),
            Value::Text(kept.uuid()),
            Value::Text(kept.hash.as_deref()),
        ],
    )?;
    for edit in new.edits {
        conn.run(
            "INSERT INTO journal_rows (seq, table_name, row_id) VALUES ($1, $2, $3)",
            &[
                Value::Integer(Some(seq)),
                Value::Text(Some(edit.kind.table())),
                Value::Text(Some(&edit.id)),
            ],
        )?;
    }
    for (ordinal, (table, rows)) in (0..).zip(&kept.bulk) {
        conn.run(
            "INSERT INTO journal_bulk (seq, ordinal, table_name, rows) VALUES ($1, $2, $3, $4)",
            &[
                Value::Integer(Some(seq)),
                Value::Integer(Some(ordinal)),
                Value::Text(Some(table)),
                Value::Integer(Some(*rows)),
            ],
        )?;
    }
    put_meta(conn, LAST_ENTRY, &seq.to_string())?;
    Ok(kept.entry)
}

const COLUMNS: &str = "seq, at, who, name, note, action, target, uuid, edits, hash";

fn entry(row: &PgRow) -> Result<JournalEntry, sqlx::Error> {
    Ok(JournalEntry {
        seq: row.try_get(0)?,
        stamp: Stamp {
            at: row.try_get(1)?,
            who: row.try_get(2)?,
        },
        name: row.try_get(3)?,
        note: row.try_get(4)?,
        action: Action::parse(row.try_get(5)?),
        target: row.try_get(6)?,
        uuid: row.try_get(7)?,
    })
}

/// An entry with its change.
fn with_change(row: &PgRow) -> Result<(JournalEntry, Change), StoreError> {
    let entry = entry(row)?;
    let change = change_of(&entry, row.try_get(8)?)?;
    Ok((entry, change))
}

/// Entries after a number, oldest first.
pub(super) fn since(conn: &mut Connection, seq: i64) -> Result<Vec<JournalEntry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE seq > $1 ORDER BY seq");
    let rows = conn.rows(&sql, &[Value::Integer(Some(seq))])?;
    Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
}

fn one(conn: &mut Connection, seq: i64) -> Result<Option<(JournalEntry, Change)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE seq = $1");
    let row = conn.first(&sql, &[Value::Integer(Some(seq))])?;
    row.as_ref().map(with_change).transpose()
}

/// The change of one entry.
pub(super) fn change(conn: &mut Connection, seq: i64) -> Result<Change, StoreError> {
    let found = one(conn, seq)?.ok_or_else(|| StoreError::Journal {
        seq,
        reason: no_such_step(),
    })?;
    Ok(found.1)
}

/// Entries with their changes, newest first.
pub(super) fn page(
    conn: &mut Connection,
    touching: Option<&[(Kind, String)]>,
    limit: u32,
) -> Result<Vec<(JournalEntry, Change)>, StoreError> {
    let Some(keys) = touching else {
        let sql = format!("SELECT {COLUMNS} FROM journal ORDER BY seq DESC LIMIT $1");
        let rows = conn.rows(&sql, &[Value::Integer(Some(limit.into()))])?;
        return rows.iter().map(with_change).collect();
    };
    let mut seqs = BTreeSet::new();
    for (kind, id) in keys {
        let rows = conn.rows(
            "SELECT seq FROM journal_rows WHERE table_name = $1 AND row_id = $2",
            &[Value::Text(Some(kind.table())), Value::Text(Some(id))],
        )?;
        for row in rows {
            seqs.insert(row.try_get::<i64, _>(0)?);
        }
        // The step that added it in bulk.
        let sql = format!("SELECT bulk_seq FROM {} WHERE id = $1", quoted(kind.table()));
        if let Some(row) = conn.first(&sql, &[Value::Text(Some(id))])? {
            seqs.extend(row.try_get::<Option<i64>, _>(0)?);
        }
    }
    let mut page = Vec::new();
    for seq in seqs.into_iter().rev().take(limit as usize) {
        page.extend(one(conn, seq)?);
    }
    Ok(page)
}

/// What a step added in bulk.
pub(super) fn bulk_rows(conn: &mut Connection, seq: i64) -> Result<Vec<BulkRows>, StoreError> {
    let rows = conn.rows(
        "SELECT table_name, rows FROM journal_bulk WHERE seq = $1 ORDER BY ordinal",
        &[Value::Integer(Some(seq))],
    )?;
    rows.iter()
        .map(|row| {
            let kind = kind_named(row.try_get(0)?, seq)?;
            let count = u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or_default();
            Ok(BulkRows { kind, count })
        })
        .collect()
}

/// Looks through the whole journal.
pub(super) fn check(conn: &mut Connection) -> Result<JournalCheck, StoreError> {
    let atlas = meta(conn, ATLAS_ID)?.unwrap_or_default();
    let last = last_number(conn)?;
    let mut bulk: Vec<(i64, String, i64)> = Vec::new();
    for row in conn.rows(
        "SELECT seq, table_name, rows FROM journal_bulk ORDER BY seq, ordinal",
        &[],
    )? {
        bulk.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
    }
    let mut checker = Checker::new(&atlas, 0);
    let sql = format!("SELECT {COLUMNS} FROM journal ORDER BY seq");
    conn.each(&sql, &[], &mut |row| {
        let entry = entry(row)?;
        let kept = KeptEntry {
            action: row.try_get(5)?,
            edits: row.try_get(8)?,
            bulk: bulk
                .iter()
                .filter(|(seq, ..)| *seq == entry.seq)
                .map(|(_, table, rows)| (table.clone(), *rows))
                .collect(),
            hash: row.try_get(9)?,
            entry,
        };
        checker.take(&kept.content(), kept.uuid(), kept.hash.as_deref());
        Ok(true)
    })?;
    Ok(checker.end(last))
}
