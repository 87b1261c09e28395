//! The journal: who did what and when, with every edit before and after. It is only ever added to; undo and redo
//! are entries of their own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::StoreError;
use super::db::Raw;
use super::statement::Statement;
use crate::change::{Change, Edit, read_row};
use crate::model::{Cell, Kind, Record};

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

/// Adds an entry; returns its number.
pub(super) fn append(
    handle: &Raw<'_>,
    stamp: &Stamp,
    name: &str,
    note: Option<&str>,
    target: Option<i64>,
    action: Action,
    edits: &[Edit],
) -> Result<i64, StoreError> {
    let kept: Vec<KeepEdit<'_>> = edits
        .iter()
        .map(|e| KeepEdit {
            table: e.kind.table(),
            id: &e.id,
            before: e.before.as_ref(),
            after: e.after.as_ref(),
        })
        .collect();
    let text = serde_json::to_string(&kept).map_err(|e| StoreError::Journal {
        seq: 0,
        reason: e.to_string(),
    })?;
    let mut entry = Statement::again(
        handle,
        "INSERT INTO journal (at, who, name, note, action, target, edits) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    let cells = [
        Cell::Text(stamp.at.as_str().into()),
        Cell::Text(stamp.who.as_str().into()),
        Cell::Text(name.into()),
        note.map_or(Cell::Null, |note| Cell::Text(note.into())),
        Cell::Text(action.word().into()),
        target.map_or(Cell::Null, Cell::Integer),
        Cell::Text(text.into()),
    ];
    for (i, cell) in cells.iter().enumerate() {
        entry.bind(i, cell)?;
    }
    entry.step()?;
    let seq = entry.last_row();
    let mut row = Statement::again(
        handle,
        "INSERT INTO journal_rows (seq, table_name, row_id) VALUES (?, ?, ?)",
    )?;
    row.bind(0, &Cell::Integer(seq))?;
    for edit in edits {
        row.bind(1, &Cell::Text(edit.kind.table().into()))?;
        row.bind(2, &Cell::Text(edit.id.as_str().into()))?;
        row.step()?;
    }
    Ok(seq)
}

fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.try_get("seq")?,
        stamp: Stamp {
            at: row.try_get("at")?,
            who: row.try_get("who")?,
        },
        name: row.try_get("name")?,
        note: row.try_get("note")?,
        action: Action::parse(&row.try_get::<String, _>("action")?),
        target: row.try_get("target")?,
    })
}

pub(super) async fn heads(conn: &mut SqliteConnection) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query("SELECT seq, at, who, name, note, action, target FROM journal ORDER BY seq")
        .fetch_all(conn)
        .await?;
    rows.iter().map(entry).collect()
}

pub(super) async fn change(conn: &mut SqliteConnection, seq: i64) -> Result<Change, StoreError> {
    let row = sqlx::query("SELECT * FROM journal WHERE seq = ?")
        .bind(seq)
        .fetch_optional(conn)
        .await?;
    let row = row.ok_or_else(|| StoreError::Journal {
        seq,
        reason: "没有这一步".to_owned(),
    })?;
    edits_of(&row)
}

fn edits_of(row: &SqliteRow) -> Result<Change, StoreError> {
    let seq: i64 = row.try_get("seq")?;
    let bad = |reason: String| StoreError::Journal { seq, reason };
    let text: Option<String> = row.try_get("edits")?;
    let kept: Vec<KeptEdit> =
        serde_json::from_str(text.as_deref().unwrap_or("[]")).map_err(|e| bad(e.to_string()))?;
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
        name: row.try_get("name")?,
        note: row.try_get("note")?,
        edits,
    })
}

pub(super) async fn page(
    conn: &mut SqliteConnection,
    touching: Option<&[(Kind, String)]>,
    limit: u32,
) -> Result<Vec<(Entry, Change)>, StoreError> {
    let rows = match touching {
        None => {
            sqlx::query("SELECT * FROM journal ORDER BY seq DESC LIMIT ?")
                .bind(limit)
                .fetch_all(&mut *conn)
                .await?
        }
        Some(keys) => {
            let mut seqs = std::collections::BTreeSet::new();
            for (kind, id) in keys {
                let found = sqlx::query("SELECT seq FROM journal_rows WHERE table_name = ? AND row_id = ?")
                    .bind(kind.table())
                    .bind(id)
                    .fetch_all(&mut *conn)
                    .await?;
                for row in found {
                    seqs.insert(row.try_get::<i64, _>(0)?);
                }
            }
            let mut rows = Vec::new();
            for seq in seqs.into_iter().rev().take(limit as usize) {
                rows.extend(
                    sqlx::query("SELECT * FROM journal WHERE seq = ?")
                        .bind(seq)
                        .fetch_optional(&mut *conn)
                        .await?,
                );
            }
            rows
        }
    };
    rows.iter().map(|row| Ok((entry(row)?, edits_of(row)?))).collect()
}
