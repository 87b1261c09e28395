//! The journal as a person reads it: one line a row and column, in words.

use geodata::measure::SquareMetres;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::atlas_file::AtlasFile;
use crate::change::{Change, Edit};
use crate::model::*;
use crate::query::measures_of;
use crate::store::{JournalEntry, StoreError};

/// A step of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct JournalStep {
    /// Its number.
    pub seq: u32,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub name: String,
    /// Note.
    pub note: Option<String>,
    /// do, undo, redo or baseline.
    pub action: String,
    /// What changed: one line a row and column.
    pub lines: Vec<JournalLine>,
}

/// One value before and after.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct JournalLine {
    /// The table of the row.
    pub table: String,
    /// The row.
    pub id: String,
    /// The column; empty for a row that came or went, which is told by its name.
    pub column: String,
    /// The value before, in words.
    pub before: Option<String>,
    /// The value after.
    pub after: Option<String>,
}

/// Steps of an atlas, newest first: all of them, or those that touched a row and the rows that belong to it.
///
/// # Errors
/// [`StoreError::Journal`] if an entry cannot be read.
pub fn steps(
    atlas: &AtlasFile,
    of: Option<(Kind, &str)>,
    limit: u32,
) -> Result<Vec<JournalStep>, StoreError> {
    let touching = of.map(|(kind, id)| rows_of(atlas.model(), kind, id));
    let entries = atlas.journal(touching.as_deref(), limit)?;
    Ok(entries
        .iter()
        .map(|(entry, change)| step(entry, change))
        .collect())
}

/// A row and the rows that belong to it, so that a project's history holds its money, gates and reports too.
fn rows_of(model: &Model, kind: Kind, id: &str) -> Vec<(Kind, String)> {
    let mut rows = vec![(kind, id.to_owned())];
    for line in model.budget_lines.iter().filter(|l| l.owner == id) {
        rows.push((Kind::BudgetLine, line.id.0.clone()));
    }
    for report in model.progress.iter().filter(|p| p.owner == id) {
        rows.push((Kind::ProgressReport, report.id.0.clone()));
    }
    for by in Kind::ALL.iter().copied() {
        let columns: Vec<&str> = by
            .columns()
            .iter()
            .filter(|c| c.references == Some(kind.table()))
            .map(|c| c.name)
            .collect();
        // Regions and units are referred to by half the atlas; their history is their own.
        if columns.is_empty() || matches!(kind, Kind::Region | Kind::Unit | Kind::Plan) {
            continue;
        }
        // Projects, which may stay in the file, refer to no other kind.
        for row in model.rows(by).unwrap_or_default() {
            let map = row.to_map();
            if columns
                .iter()
                .any(|c| map.get(*c).and_then(Value::as_str) == Some(id))
            {
                rows.push((by, row.id().to_owned()));
            }
        }
    }
    rows
}

/// A step with its lines.
fn step(entry: &JournalEntry, change: &Change) -> JournalStep {
    JournalStep {
        seq: u32::try_from(entry.seq).unwrap_or(u32::MAX),
        at: entry.stamp.at.clone(),
        who: entry.stamp.who.clone(),
        name: entry.name.clone(),
        note: entry.note.clone(),
        action: entry.action.word().to_owned(),
        lines: change.edits.iter().flat_map(lines).collect(),
    }
}

fn lines(edit: &Edit) -> Vec<JournalLine> {
    let line = |column: &str, before: Option<String>, after: Option<String>| JournalLine {
        table: edit.kind.table().to_owned(),
        id: edit.id.clone(),
        column: column.to_owned(),
        before,
        after,
    };
    match (&edit.before, &edit.after) {
        (None, Some(row)) => vec![line("", None, Some(row.title()))],
        (Some(row), None) => vec![line("", Some(row.title()), None)],
        (Some(before), Some(after)) => {
            let (old, new) = (before.to_map(), after.to_map());
            let changed = edit
                .kind
                .columns()
                .iter()
                .filter(|c| old.get(c.name) != new.get(c.name));
            changed
                .map(|c| {
                    line(
                        c.name,
                        words(before, c, old.get(c.name)),
                        words(after, c, new.get(c.name)),
                    )
                })
                .collect()
        }
        (None, None) => Vec::new(),
    }
}

fn words(row: &Record, column: &Column, value: Option<&Value>) -> Option<String> {
    match (column.storage, value?) {
        (_, Value::Null) => None,
        (Storage::Geometry, _) => row.geometry().map(|shape| {
            let m = measures_of(shape);
            if m.area_m2 > 0.0 {
                format!("面 {:.2} 亩", SquareMetres(m.area_m2).mu())
            } else if m.length_m > 0.0 {
                format!("线 {:.0} 米", m.length_m)
            } else {
                "点".to_owned()
            }
        }),
        (_, Value::String(text)) => Some(text.clone()),
        (_, other) => Some(other.to_string()),
    }
}
