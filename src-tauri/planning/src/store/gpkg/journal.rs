//! The journal: who did what and when, with every edit before and after. It is only ever added to; undo and redo
//! are entries of their own.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use uuid::Uuid;

use super::bulk::BulkRows;
use super::{StoreError, identity};
use crate::change::{Change, Edit, read_row};
use crate::model::{Kind, Record};
use crate::store::chain::Content;

/// Who did something and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub who: String,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The rows a file began with; never undone.
    Baseline,
    /// A change.
    Do,
    /// The undoing of the entry it names.
    Undo,
    /// The doing again of the entry it names.
    Redo,
}

impl Action {
    /// Its word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "undo" => Self::Undo,
            "redo" => Self::Redo,
            "baseline" => Self::Baseline,
            _ => Self::Do,
        }
    }
}

/// An entry without its edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// When and who.
    pub stamp: Stamp,
    /// What was done.
    pub name: String,
    /// A note.
    pub note: Option<String>,
    /// What it is.
    pub action: Action,
    /// The entry it undoes or does again.
    pub target: Option<i64>,
}

#[derive(Serialize)]
struct KeepEdit<'e> {
    table: &'static str,
    id: &'e str,
    before: Option<&'e Record>,
    after: Option<&'e Record>,
}

#[derive(Deserialize)]
struct KeptEdit {
    table: String,
    id: String,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

/// A step that is to be written down.
#[derive(Debug)]
pub(super) struct NewEntry<'e> {
    pub stamp: &'e Stamp,
    pub name: &'e str,
    pub note: Option<&'e str>,
    pub action: Action,
    pub target: Option<i64>,
    pub edits: &'e [Edit],
    /// Rows that it added in bulk.
    pub bulk: &'e [BulkRows],
}

/// Adds an entry, tied to the one before it; returns its number.
pub(super) fn append(conn: &Connection, new: &NewEntry<'_>) -> Result<i64, StoreError> {
    let kept: Vec<KeepEdit<'_>> = new
        .edits
        .iter()
        .map(|e| KeepEdit {
            table: e.kind.table(),
            id: &e.id,
            before: e.before.as_ref(),
            after: e.after.as_ref(),
        })
        .collect();
    let edits = serde_json::to_string(&kept).map_err(|e| StoreError::Journal {
        seq: 0,
        reason: e.to_string(),
    })?;
    let seq = identity::last_number(conn)?.saturating_add(1);
    let bulk: Vec<(String, i64)> = new.bulk.iter().map(BulkRows::named).collect();
    let content = Content {
        seq,
        at: &new.stamp.at,
        who: &new.stamp.who,
        name: new.name,
        note: new.note,
        action: new.action.word(),
        target: new.target,
        edits: Some(&edits),
        bulk: &bulk,
    };
    let uuid = Uuid::now_v7().to_string();
    let hash = identity::hash_of_next(conn, &content, &uuid)?;
    let mut entry = conn.prepare_cached(
        "INSERT INTO journal (seq, at, who, name, note, action, target, edits, uuid, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    entry.execute(params![
        seq,
        content.at,
        content.who,
        content.name,
        content.note,
        content.action,
        content.target,
        content.edits,
        uuid,
        hash
    ])?;
    let mut row =
        conn.prepare_cached("INSERT INTO journal_rows (seq, table_name, row_id) VALUES (?, ?, ?)")?;
    for edit in new.edits {
        row.execute(params![seq, edit.kind.table(), edit.id])?;
    }
    let mut range =
        conn.prepare_cached("INSERT INTO journal_bulk (seq, table_name, first, last) VALUES (?, ?, ?, ?)")?;
    for rows in new.bulk {
        range.execute(params![seq, rows.kind.table(), rows.first, rows.last])?;
    }
    Ok(seq)
}

/// Columns of an entry, in the order in which [`entry`] and [`kept`] take them.
const COLUMNS: &str = "seq, at, who, name, note, action, target";

fn entry(row: &Row<'_>) -> Result<Entry, rusqlite::Error> {
    Ok(Entry {
        seq: row.get(0)?,
        stamp: Stamp {
            at: row.get(1)?,
            who: row.get(2)?,
        },
        name: row.get(3)?,
        note: row.get(4)?,
        action: Action::parse(&row.get::<_, String>(5)?),
        target: row.get(6)?,
    })
}

/// An entry with its edits as they are kept.
fn kept(row: &Row<'_>) -> Result<(Entry, Option<String>), rusqlite::Error> {
    Ok((entry(row)?, row.get(7)?))
}

pub(super) fn heads(conn: &Connection) -> Result<Vec<Entry>, StoreError> {
    let mut all = conn.prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY seq"))?;
    let all = all.query_map([], entry)?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn one(conn: &Connection, seq: i64) -> Result<Option<(Entry, Option<String>)>, StoreError> {
    let sql = format!("SELECT {COLUMNS}, edits FROM journal WHERE seq = ?");
    Ok(conn.prepare_cached(&sql)?.query_row([seq], kept).optional()?)
}

pub(super) fn change(conn: &Connection, seq: i64) -> Result<Change, StoreError> {
    let (entry, edits) = one(conn, seq)?.ok_or_else(|| StoreError::Journal {
        seq,
        reason: "没有这一步".to_owned(),
    })?;
    edits_of(&entry, edits.as_deref())
}

fn edits_of(entry: &Entry, text: Option<&str>) -> Result<Change, StoreError> {
    let bad = |reason: String| StoreError::Journal {
        seq: entry.seq,
        reason,
    };
    let kept: Vec<KeptEdit> = serde_json::from_str(text.unwrap_or("[]")).map_err(|e| bad(e.to_string()))?;
    let mut edits = Vec::with_capacity(kept.len());
    for edit in kept {
        let kind = Kind::from_table(&edit.table).map_err(|e| bad(e.to_string()))?;
        let record = |map: Option<Map<String, Value>>| {
            map.map(|m| read_row(kind, m))
                .transpose()
                .map_err(|e| bad(e.to_string()))
        };
        edits.push(Edit {
            kind,
            id: edit.id,
            before: record(edit.before)?,
            after: record(edit.after)?,
        });
    }
    Ok(Change {
        name: entry.name.clone(),
        note: entry.note.clone(),
        edits,
    })
}

pub(super) fn page(
    conn: &Connection,
    touching: Option<&[(Kind, String)]>,
    limit: u32,
) -> Result<Vec<(Entry, Change)>, StoreError> {
    let mut rows = Vec::new();
    match touching {
        None => {
            let sql = format!("SELECT {COLUMNS}, edits FROM journal ORDER BY seq DESC LIMIT ?");
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
            }
            for seq in seqs.into_iter().rev().take(limit as usize) {
                rows.extend(one(conn, seq)?);
            }
        }
    }
    rows.into_iter()
        .map(|(entry, edits)| edits_of(&entry, edits.as_deref()).map(|change| (entry, change)))
        .collect()
}
