//! What a journal keeps of a step, whatever it is kept in.

use super::StoreError;
use super::chain::Content;
use crate::change::{Change, Edit, read_row};
use crate::model::{Kind, Record};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;
use words::{English, Words, said};

/// Who did something and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Stamp {
    /// When, RFC 3339 in UTC.
    pub at: String,
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
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct JournalEntry {
    /// Its number.
    pub seq: i64,
    /// What tells it from all other steps of all atlases; `None` in a file of schema version 1 or 2.
    pub uuid: Option<String>,
    /// When and who.
    pub stamp: Stamp,
    /// What was done.
    pub name: String,
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

impl<'e> NewEntry<'e> {
    /// The rows an atlas began with.
    pub fn baseline(stamp: &'e Stamp, name: &'e str) -> Self {
        Self {
            action: Action::Baseline,
            ..Self::step(stamp, name, &[])
        }
    }

    /// A step that nothing undoes or does again.
    pub fn step(stamp: &'e Stamp, name: &'e str, edits: &'e [Edit]) -> Self {
        Self {
            stamp,
            name,
            note: None,
            action: Action::Do,
            target: None,
            edits,
        }
    }

    /// A change with what it is and, if it is an undo or a redo, of which entry.
    pub fn change(stamp: &'e Stamp, change: &'e Change, action: Action, target: Option<i64>) -> Self {
        Self {
            note: change.note.as_deref(),
            action,
            target,
            ..Self::step(stamp, &change.name, &change.edits)
        }
    }

    /// The entry under this number, with a new uuid and its hash. `bulk` are the rows that it added in bulk: names of tables
    /// and numbers of rows. `before` is the hash of the entry before it in the journal of `atlas`, `None` for the first one.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if a row cannot be written as JSON.
    pub fn tie(
        &self,
        seq: i64,
        bulk: Vec<(String, i64)>,
        atlas: &str,
        before: Option<&str>,
    ) -> Result<KeptEntry, StoreError> {
        let uuid = Uuid::now_v7().to_string();
        let mut kept = KeptEntry {
            action: self.action.word().to_owned(),
            edits: Some(edits_to_text(self.edits)?),
            bulk,
            hash: None,
            entry: JournalEntry {
                seq,
                uuid: Some(uuid),
                stamp: self.stamp.clone(),
                name: self.name.to_owned(),
                note: self.note.map(ToOwned::to_owned),
                action: self.action,
                target: self.target,
            },
        };
        kept.hash = Some(kept.content().hash(atlas, before, kept.uuid()));
        Ok(kept)
    }
}

/// An entry as a journal keeps it: with all that its hash is made of, and that hash.
#[derive(Debug)]
pub(super) struct KeptEntry {
    pub entry: JournalEntry,
    /// The word of its action as it stands in the journal, known or not.
    pub action: String,
    /// Its edits as [`edits_to_text`] made them.
    pub edits: Option<String>,
    /// Rows that it added in bulk: names of tables and numbers of rows, in their order.
    pub bulk: Vec<(String, i64)>,
    /// `None` in a file of schema version 1 or 2.
    pub hash: Option<String>,
}

impl KeptEntry {
    pub fn uuid(&self) -> Option<&str> {
        self.entry.uuid.as_deref()
    }

    /// What is hashed.
    pub fn content(&self) -> Content<'_> {
        Content {
            seq: self.entry.seq,
            at: &self.entry.stamp.at,
            who: &self.entry.stamp.who,
            name: &self.entry.name,
            note: self.entry.note.as_deref(),
            action: &self.action,
            target: self.entry.target,
            edits: self.edits.as_deref(),
            bulk: &self.bulk,
        }
    }
}

/// The table that the journal's entry `seq` names.
///
/// # Errors
/// [`StoreError::Journal`] if this program knows no table of that name.
pub(super) fn kind_named(table: &str, seq: i64) -> Result<Kind, StoreError> {
    Kind::from_table(table).map_err(|e| StoreError::Journal {
        seq,
        reason: e.words("table.unknown"),
    })
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
fn edits_to_text(edits: &[Edit]) -> Result<String, StoreError> {
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
        let kind = kind_named(&edit.table, entry.seq)?;
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
