//! The journal as a person reads it: one line a row and column, in words.

use std::collections::BTreeSet;

use geodata::measure::SquareMetres;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::atlas_file::AtlasFile;
use crate::change::{Change, Edit};
use crate::model::*;
use crate::query::{NodeKind, measures_of};
use crate::store::{JournalEntry, StoreError};

/// A step of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct JournalStep {
    /// Its number.
    pub seq: u32,
    /// When, RFC 3339 UTC.
    pub at: String,
    pub who: String,
    /// What.
    pub name: String,
    pub note: Option<String>,
    /// do, undo, redo or baseline.
    pub action: String,
    /// What changed: one line a row and column.
    pub lines: Vec<JournalLine>,
    /// The things that it changed, or whose rows it changed, each once, as far as they are there: the first of them.
    pub things: Vec<ChangedThing>,
}

/// A thing with a card of its own that a step changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ChangedThing {
    /// What it is.
    pub kind: NodeKind,
    /// Its id.
    pub id: String,
    /// What it is called now.
    pub name: String,
}

/// How many things are named of one step.
const THINGS: usize = 12;

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
        .map(|(entry, change)| step(atlas.model(), entry, change))
        .collect())
}

/// A row and the rows that belong to it, so that a project's history holds its money, gates, reports, problems and photos
/// too. Regions, units and plans are referred to by half the atlas: of them, what they own alone.
fn rows_of(model: &Model, kind: Kind, id: &str) -> Vec<(Kind, String)> {
    let mut rows = BTreeSet::new();
    let all = !matches!(kind, Kind::Region | Kind::Unit | Kind::Plan);
    let named = |to: Kind, found: &str| to == kind && found == id;
    for by in Kind::ALL.iter().copied() {
        if by.can_be_owned_by(kind) || (all && by.can_refer_to(kind)) {
            model.references_to(by, &named, &mut |found| {
                rows.insert((by, found.row.to_owned()));
            });
        }
    }
    std::iter::once((kind, id.to_owned())).chain(rows).collect()
}

/// A step with its lines.
fn step(model: &Model, entry: &JournalEntry, change: &Change) -> JournalStep {
    JournalStep {
        seq: u32::try_from(entry.seq).unwrap_or(u32::MAX),
        at: entry.stamp.at.clone(),
        who: entry.stamp.who.clone(),
        name: entry.name.clone(),
        note: entry.note.clone(),
        action: entry.action.word().to_owned(),
        lines: change.edits.iter().flat_map(lines).collect(),
        things: things(model, change),
    }
}

/// The things that a change touched.
fn things(model: &Model, change: &Change) -> Vec<ChangedThing> {
    let mut found: Vec<ChangedThing> = Vec::new();
    for edit in &change.edits {
        if found.len() == THINGS {
            break;
        }
        let thing = edit
            .after
            .as_ref()
            .or(edit.before.as_ref())
            .and_then(|row| thing(model, row));
        found.extend(thing.filter(|thing| !found.contains(thing)));
    }
    found
}

/// The thing that a row is, or belongs to: its project, else its task, town, site, unit or plan.
fn thing(model: &Model, row: &Record) -> Option<ChangedThing> {
    if let Some(own) = named(model, row.kind(), row.id()) {
        return Some(own);
    }
    let map = row.to_map();
    let text = |column: &str| map.get(column).and_then(Value::as_str);
    let owner = text("owner_kind").and_then(|kind| Some((table_of(kind)?, text("owner")?)));
    let by_column = [
        ("project", Kind::Project),
        ("task", Kind::Task),
        ("region", Kind::Region),
        ("unit", Kind::Unit),
        ("plan", Kind::Plan),
    ];
    let mut of = owner.into_iter().chain(
        by_column
            .iter()
            .filter_map(|(column, kind)| Some((*kind, text(column)?))),
    );
    of.find_map(|(kind, id)| named(model, kind, id))
}

fn table_of(owner_kind: &str) -> Option<Kind> {
    match owner_kind {
        "plan" => Some(Kind::Plan),
        "task" => Some(Kind::Task),
        "project" => Some(Kind::Project),
        "town" => Some(Kind::Region),
        _ => None,
    }
}

/// A row that has a card, if it is there.
fn named(model: &Model, kind: Kind, id: &str) -> Option<ChangedThing> {
    let (node, name) = match kind {
        Kind::Project => (NodeKind::Project, model.projects.get(id)?.name.to_owned()),
        Kind::Plan => (NodeKind::Plan, model.plans.get(id)?.short_title.clone()),
        Kind::Task => (NodeKind::Task, model.tasks.get(id)?.title.clone()),
        Kind::Region => (NodeKind::Town, model.regions.get(id)?.name.clone()),
        Kind::Unit => (NodeKind::Unit, model.units.get(id)?.name.clone()),
        Kind::Site => (NodeKind::Site, model.sites.get(id)?.name.clone()),
        _ => return None,
    };
    Some(ChangedThing {
        kind: node,
        id: id.to_owned(),
        name,
    })
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
