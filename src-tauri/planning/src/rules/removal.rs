//! What goes with a row that is removed, what is only loosened from it, and what stands in the way. The data dictionary
//! says it of each reference ([`OnRemoval`]); here it is followed from row to row, one walk through a table each round,
//! however many rows go.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use serde_json::{Map, Value};
use ts_rs::TS;
use words::English;

use crate::change::{Change, ChangeError, Edit, set};
use crate::model::{Kind, Model, OnRemoval, Record, Reference};

/// How many names of what stands in the way are given a table.
const NAMED: usize = 3;

/// What the removal of rows would do.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Removal {
    /// Rows that go with them, by table, those asked for not counted.
    pub goes: Vec<TableCount>,
    /// Rows that stay and are only loosened from them.
    pub freed: Vec<TableCount>,
    /// Rows that are moved to another row in their place.
    pub moved: Vec<TableCount>,
    /// Rows that must be moved or removed first; none goes while there are any.
    pub blockers: Vec<Blocker>,
    /// What is removed, what refers before what it refers to.
    #[serde(skip)]
    #[ts(skip)]
    gone: Vec<(Kind, String)>,
    /// The columns of each row that is loosened or moved.
    #[serde(skip)]
    #[ts(skip)]
    loosened: BTreeMap<(Kind, String), Map<String, Value>>,
}

/// How many rows of a table.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct TableCount {
    pub table: String,
    pub count: u32,
}

/// Rows of a table that stand in the way of a removal.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Blocker {
    pub table: String,
    /// How many.
    pub count: u32,
    /// Names of the first of them.
    pub names: Vec<String>,
}

/// Why rows cannot be removed.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// Rows that refer to them must be moved or removed first.
    #[error("还不能删除：{}。请先改到别处或删除", in_words(.0))]
    Blocked(Vec<Blocker>),
    /// What refers to them cannot be moved to a row that goes with them, or lies below one of them.
    #[error("不能移到“{name}”：它自己要被删除，或在被删除的之下")]
    MovedIntoItself {
        /// Its name.
        name: String,
    },
    /// A row is not there, or its change does not fit.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

impl English for RemovalError {
    fn english(&self) -> String {
        match self {
            Self::Blocked(blockers) => {
                let parts: Vec<String> = blockers.iter().map(blocker_in_english).collect();
                format!(
                    "it cannot be deleted yet: {}. Move or delete them first",
                    parts.join("; ")
                )
            }
            Self::MovedIntoItself { name } => {
                format!("nothing can be moved to “{name}”: it is deleted itself, or lies below what is")
            }
            Self::Change(error) => error.english(),
        }
    }
}

/// “4 of project (甲, 乙, 丙…)”.
fn blocker_in_english(blocker: &Blocker) -> String {
    let table =
        Kind::from_table(&blocker.table).map_or_else(|_| blocker.table.clone(), |kind| kind.english());
    let more = if blocker.count as usize > blocker.names.len() {
        "…"
    } else {
        ""
    };
    format!(
        "{} of {table} ({}{more})",
        blocker.count,
        blocker.names.join(", ")
    )
}

impl Removal {
    /// What the removal of these rows would do.
    ///
    /// # Errors
    /// [`ChangeError::Missing`] if one of them is not there.
    pub fn of(model: &Model, rows: &[(Kind, String)]) -> Result<Self, RemovalError> {
        Self::moving(model, rows, None)
    }

    /// The same, but what would stand in the way, or be loosened from them, is moved to another row of their table.
    ///
    /// # Errors
    /// As [`Removal::of`], of that row too; [`RemovalError::MovedIntoItself`] if it goes as well or lies below them.
    pub fn moving(
        model: &Model,
        rows: &[(Kind, String)],
        move_to: Option<&(Kind, String)>,
    ) -> Result<Self, RemovalError> {
        let mut gone = RowSet::default();
        let mut order = Vec::new();
        for (kind, id) in rows {
            if !model.contains(*kind, id) {
                let (table, id) = (*kind, id.clone());
                return Err(ChangeError::Missing { table, id }.into());
            }
            if gone.insert(*kind, id) {
                order.push((*kind, id.clone()));
            }
        }
        let asked = order.len();
        let mut newest = gone.clone();
        while !newest.is_empty() {
            let mut next = RowSet::default();
            each_reference(model, &newest, &mut |by, found| {
                if found.on_removal == OnRemoval::TakesAlong && gone.insert(by, found.row) {
                    next.insert(by, found.row);
                    order.push((by, found.row.to_owned()));
                }
            });
            newest = next;
        }
        let mut loosened: BTreeMap<(Kind, String), Map<String, Value>> = BTreeMap::new();
        if let Some((kind, id)) = move_to {
            check_target(model, &gone, *kind, id)?;
        }
        let mut blocking: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        let mut moved: BTreeMap<Kind, HashSet<String>> = BTreeMap::new();
        each_reference(model, &gone, &mut |by, found| {
            if gone.contains(by, found.row) {
                return;
            }
            let there = move_to.filter(|(kind, _)| *kind == found.to);
            let to = match (found.on_removal, there) {
                (OnRemoval::Blocks | OnRemoval::Empties, Some((_, id))) => {
                    moved.entry(by).or_default().insert(found.row.to_owned());
                    let columns = loosened.entry((by, found.row.to_owned())).or_default();
                    columns.insert(found.column.to_owned(), Value::String(id.clone()));
                    return;
                }
                (on_removal, _) => on_removal,
            };
            let to = match to {
                OnRemoval::Blocks => {
                    let rows = blocking.entry(by).or_default();
                    if rows.last().is_none_or(|last| last != found.row) {
                        rows.push(found.row.to_owned());
                    }
                    return;
                }
                OnRemoval::Lifts => lifted(model, &gone, found.to, found.id),
                OnRemoval::Empties | OnRemoval::TakesAlong => Value::Null,
            };
            let columns = loosened.entry((by, found.row.to_owned())).or_default();
            columns.insert(found.column.to_owned(), to);
        });
        let mut blockers = Vec::with_capacity(blocking.len());
        for (kind, rows) in blocking {
            let mut names = Vec::with_capacity(NAMED);
            for id in rows.iter().take(NAMED) {
                let row = model.get(kind, id).map_err(ChangeError::from)?;
                names.extend(row.as_ref().map(Record::title));
            }
            blockers.push(Blocker {
                table: kind.table().to_owned(),
                count: small(rows.len()),
                names,
            });
        }
        let goes = counted(order.iter().skip(asked).map(|(kind, _)| *kind));
        let is_moved = |kind: Kind, id: &str| moved.get(&kind).is_some_and(|rows| rows.contains(id));
        let (at_another, free): (Vec<_>, Vec<_>) =
            loosened.keys().partition(|(kind, id)| is_moved(*kind, id));
        let freed = counted(free.into_iter().map(|(kind, _)| *kind));
        let moved = counted(at_another.into_iter().map(|(kind, _)| *kind));
        order.reverse();
        Ok(Self {
            goes,
            freed,
            moved,
            blockers,
            gone: order,
            loosened,
        })
    }

    /// The change that does it.
    ///
    /// # Errors
    /// [`RemovalError::Blocked`] if something stands in the way; [`ChangeError::Read`] if a row cannot be read.
    pub fn change(self, model: &Model, name: &str) -> Result<Change, RemovalError> {
        if !self.blockers.is_empty() {
            return Err(RemovalError::Blocked(self.blockers));
        }
        let mut edits = Vec::with_capacity(self.loosened.len() + self.gone.len());
        for ((kind, id), columns) in self.loosened {
            let before = there(model, kind, &id)?;
            let after = Some(set(&before, columns)?);
            edits.push(Edit {
                kind,
                id,
                before: Some(before),
                after,
            });
        }
        for (kind, id) in self.gone {
            let before = Some(there(model, kind, &id)?);
            edits.push(Edit {
                kind,
                id,
                before,
                after: None,
            });
        }
        Ok(Change {
            name: name.to_owned(),
            note: None,
            edits,
        })
    }
}

fn there(model: &Model, kind: Kind, id: &str) -> Result<crate::model::Record, ChangeError> {
    model.get(kind, id)?.ok_or_else(|| ChangeError::Missing {
        table: kind,
        id: id.to_owned(),
    })
}

/// Refuses a row that goes as well, or that lies below one that goes.
fn check_target(model: &Model, gone: &RowSet, kind: Kind, id: &str) -> Result<(), RemovalError> {
    let target = there(model, kind, id)?;
    let mut at = id.to_owned();
    for _ in 0..=model.count(kind) {
        if gone.contains(kind, &at) {
            return Err(RemovalError::MovedIntoItself { name: target.title() });
        }
        let above = model.get(kind, &at).map_err(ChangeError::from)?;
        match above.and_then(|row| Some(row.to_map().get("parent")?.as_str()?.to_owned())) {
            Some(above) => at = above,
            None => break,
        }
    }
    Ok(())
}

/// Calls with each reference to one of these rows and the table of the row that refers.
fn each_reference(model: &Model, to: &RowSet, each: &mut dyn FnMut(Kind, &Reference<'_>)) {
    for by in Kind::ALL.iter().copied() {
        if to.0.keys().any(|kind| by.can_refer_to(*kind)) {
            model.references_to(by, &|kind, id| to.contains(kind, id), &mut |found| {
                each(by, found)
            });
        }
    }
}

/// The first row above a removed one that stays.
fn lifted(model: &Model, gone: &RowSet, kind: Kind, id: &str) -> Value {
    let mut id = id.to_owned();
    // A chain of parents that leads back to itself ends when each has been met.
    for _ in 0..=model.count(kind) {
        let row = model.get(kind, &id).ok().flatten();
        let above = row.and_then(|row| Some(row.to_map().get("parent")?.as_str()?.to_owned()));
        match above {
            None => return Value::Null,
            Some(above) if !gone.contains(kind, &above) => return Value::String(above),
            Some(above) => id = above,
        }
    }
    Value::Null
}

/// Rows by table and id.
#[derive(Debug, Clone, Default)]
struct RowSet(HashMap<Kind, HashSet<String>>);

impl RowSet {
    fn contains(&self, kind: Kind, id: &str) -> bool {
        self.0.get(&kind).is_some_and(|ids| ids.contains(id))
    }

    /// Whether it was not there before.
    fn insert(&mut self, kind: Kind, id: &str) -> bool {
        self.0.entry(kind).or_default().insert(id.to_owned())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn counted(kinds: impl Iterator<Item = Kind>) -> Vec<TableCount> {
    let mut counts: BTreeMap<Kind, u32> = BTreeMap::new();
    kinds.for_each(|kind| *counts.entry(kind).or_default() += 1);
    let counts = counts.into_iter().map(|(kind, count)| TableCount {
        table: kind.table().to_owned(),
        count,
    });
    counts.collect()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// “4 条项目（甲、乙、丙…）；1 条单位（丁）”.
fn in_words(blockers: &[Blocker]) -> String {
    let parts: Vec<String> = blockers
        .iter()
        .map(|b| {
            let label = Kind::from_table(&b.table).map_or("", Kind::label);
            let more = if b.count as usize > b.names.len() {
                "…"
            } else {
                ""
            };
            format!("{} 条{label}（{}{more}）", b.count, b.names.join("、"))
        })
        .collect();
    parts.join("；")
}
