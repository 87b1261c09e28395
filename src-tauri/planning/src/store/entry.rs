//! What a journal keeps of a step, whatever it is kept in.

use super::StoreError;
use crate::change::{Change, Edit, read_row};
use crate::model::{Kind, Record};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use words::{English, Words, said};

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
    /// The rows an atlas began with; never undone.
    Baseline,
    /// A change.
    Do,
    /// The undoing of the entry it names.
    Undo,
    /// The doing again of the entry it names.
    Redo,
}

impl Action {
    /// Its word in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    pub(super) fn parse(word: &str) -> Self {
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
pub struct JournalEntry {
    /// Its number.
    pub seq: i64,
    /// What tells it from all other steps of all atlases; `None` in a file of schema version 1 or 2.
    pub uuid: Option<String>,
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

/// A step that is to be written down.
#[derive(Debug)]
pub(super) struct NewEntry<'e> {
    pub stamp: &'e Stamp,
    pub name: &'e str,
    pub note: Option<&'e str>,
    pub action: Action,
    pub target: Option<i64>,
    pub edits: &'e [Edit],
}

impl NewEntry<'_> {
    /// The entry that this becomes.
    pub fn into_entry(self, seq: i64, uuid: String) -> JournalEntry {
        JournalEntry {
            seq,
            uuid: Some(uuid),
            stamp: self.stamp.clone(),
            name: self.name.to_owned(),
            note: self.note.map(ToOwned::to_owned),
            action: self.action,
            target: self.target,
        }
    }
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

/// Edits as every journal keeps them: JSON with whole rows.
pub(super) fn edits_to_text(edits: &[Edit]) -> Result<String, StoreError> {
    let kept: Vec<KeepEdit<'_>> = edits
        .iter()
        .map(|e| KeepEdit {
            table: e.kind.table(),
            id: &e.id,
            before: e.before.as_ref(),
            after: e.after.as_ref(),
        })
        .collect();
    serde_json::to_string(&kept).map_err(|e| StoreError::Journal {
        seq: 0,
        reason: Words::technical(e),
    })
}

/// Why there is no entry of a number.
pub(super) fn no_such_step() -> Words {
    said!("journal.no_such_step", "没有这一步", "there is no such step")
}

/// The change of an entry, from the text that [`edits_to_text`] made.
pub(super) fn change_of(entry: &JournalEntry, text: Option<&str>) -> Result<Change, StoreError> {
    let bad = |reason: Words| StoreError::Journal {
        seq: entry.seq,
        reason,
    };
    let kept: Vec<KeptEdit> =
        serde_json::from_str(text.unwrap_or("[]")).map_err(|e| bad(Words::technical(e)))?;
    let mut edits = Vec::with_capacity(kept.len());
    for edit in kept {
        let kind = Kind::from_table(&edit.table).map_err(|e| bad(e.words("table.unknown")))?;
        let record = |map: Option<Map<String, Value>>| {
            map.map(|m| read_row(kind, m))
                .transpose()
                .map_err(|e| bad(e.words("change.row")))
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
