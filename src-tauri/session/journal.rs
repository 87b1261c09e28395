//! Steps of the journal as a person reads them: one line a row and column, in words.

use planning::change::{Change, Edit};
use planning::model::*;
use planning::query::measures_of;
use planning::store::Entry;
use serde_json::Value;

use crate::wire::{JournalLine, JournalStep};

/// A row and the rows that belong to it, so that a project's history holds its money, gates and reports too.
pub fn rows_of(model: &Model, kind: Kind, id: &str) -> Vec<(Kind, String)> {
    let mut rows = vec![(kind, id.to_owned())];
    for line in model.budget_lines.iter().filter(|l| l.owner == id) {
        rows.push((Kind::BudgetLine, line.id.0.clone()));
    }
    for report in model.progress.iter().filter(|p| p.owner == id) {
        rows.push((Kind::Progress, report.id.0.clone()));
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
pub fn step(entry: &Entry, change: &Change) -> JournalStep {
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
        (None, Some(row)) => vec![line("", None, Some(title(row)))],
        (Some(row), None) => vec![line("", Some(title(row)), None)],
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

fn title(row: &Record) -> String {
    let map = row.to_map();
    let named = ["name", "title", "short_title"]
        .iter()
        .find_map(|k| map.get(*k).and_then(Value::as_str));
    named.map_or_else(|| row.kind().label().to_owned(), ToOwned::to_owned)
}

fn words(row: &Record, column: &Column, value: Option<&Value>) -> Option<String> {
    match (column.storage, value?) {
        (_, Value::Null) => None,
        (Storage::Geometry, _) => row.geometry().map(|shape| {
            let m = measures_of(shape);
            if m.area_m2 > 0.0 {
                format!("面 {:.2} 亩", m.area_m2 * 0.0015)
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
