//! The timetable as it is given out: rows, pages, places.

use serde::Serialize;
use ts_rs::TS;
use words::Words;

use super::dated::{DatedItem, GateMark, ItemKind};
use super::frozen::FrozenDates;
use super::owed::OwedMark;
use super::request::TimetableRequest;
use super::tree::RowTree;
use crate::model::{Day, GateStep, PartialDate, ProjectKind, Recurrence, ScheduledKind};
use crate::query::Snapshot;
use crate::rules::lights::LightState;

/// A row of the timetable.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TimetableRow {
    /// Names the row within the timetable: a project can stand in several groups.
    pub key: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its id; empty for what belongs to no group.
    pub id: String,
    /// The id of the row above; empty for a group.
    pub above: String,
    /// How deep it stands, 0 for a group.
    pub depth: u32,
    /// Whether rows stand below it, folded or not; the single works of a task are not meant.
    pub has_children: bool,
    /// How many single works a task packs.
    pub subtasks: u32,
    /// Its number as printed; empty if it has none.
    pub number: String,
    /// Its title; empty for gates, which have a step, and for what belongs to no group.
    pub title: String,
    /// The step of a gate.
    pub step: Option<GateStep>,
    /// The kind of a project.
    pub project_kind: Option<ProjectKind>,
    /// The name of the unit that leads or answers for it; empty if there is none.
    pub unit: String,
    /// The phases of a plan, in their order; drawn as a band in its row. Empty where phases have rows of their own.
    pub phases: Vec<PhaseBand>,
    /// The gates of a project, in the order of their steps; of a gate itself that one.
    pub gates: Vec<GateMark>,
    /// Its dates.
    pub dates: DatedItem,
    /// Of what has to be handed in: by how many, and how many have.
    pub owed: Option<OwedMark>,
    /// How often something recurs.
    pub recurrence: Option<Recurrence>,
    /// When it recurs: the first and the last day that each time can mean.
    pub times: Vec<(Day, Day)>,
    /// Its dates in the baseline that was asked for; `None` if it is not in it.
    pub baseline: Option<DatedItem>,
    /// Per cent done; `None` if it was never reported.
    pub percent: Option<f64>,
    /// Its light; `None` for what is not judged: groups, phases, gates.
    pub light: Option<LightState>,
    /// Why the light is so.
    pub reason: Option<Words>,
}

/// A phase as a stretch of the band in the row of its plan.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PhaseBand {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its dates.
    pub dates: DatedItem,
}

/// One page of the timetable.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TimetablePage {
    /// Rows in all.
    pub total: u32,
    /// Place of the first row given among all, from 0.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<TimetableRow>,
    /// The status date.
    pub as_of: PartialDate,
    /// The first day of any row, folded or not; `None` if nothing has a date.
    pub first: Option<Day>,
    /// The last day of any row.
    pub last: Option<Day>,
    /// Tasks and projects, each counted once; the single works of a task are part of it.
    pub items: u32,
    /// Those among them without any date.
    pub undated: u32,
}

/// A page of the timetable. The status date is `today` where the request says none.
#[must_use]
pub fn timetable(
    snapshot: &Snapshot<'_>,
    request: &TimetableRequest,
    today: PartialDate,
    offset: u32,
    limit: u32,
) -> TimetablePage {
    let as_of = request.as_of.unwrap_or(today);
    let tree = RowTree::of(snapshot, request);
    let shown = tree.shown_by(snapshot, request);
    let of_items = tree.dates_of_items();
    let frozen = FrozenDates::of(snapshot, request.baseline.as_deref());
    let days =
        |of: fn(&DatedItem) -> Option<Day>| tree.places.iter().filter_map(move |place| of(&place.dates));
    let page = shown.iter().skip(offset as usize).take(limit as usize);
    TimetablePage {
        total: u32::try_from(shown.len()).unwrap_or(u32::MAX),
        offset,
        rows: page
            .map(|i| tree.row(snapshot, &frozen, *i, as_of.latest()))
            .collect(),
        as_of,
        first: days(|dates| dates.first).min(),
        last: days(|dates| dates.last).max(),
        items: u32::try_from(of_items.len()).unwrap_or(u32::MAX),
        undated: u32::try_from(of_items.values().filter(|dates| dates.first.is_none()).count())
            .unwrap_or(u32::MAX),
    }
}

/// Where something stands in a timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimetablePlace {
    /// Its place among the rows that are shown once nothing hides it, from 0.
    pub index: u32,
    /// Keys of the folded rows that hide it.
    pub unfold: Vec<String>,
    /// Keys of the rows that hide it until they are opened: a project its gates, a task its single works.
    pub open: Vec<String>,
}

/// The first place of something in a timetable, folded or not; a phase that has no row stands in that of its plan. `None`
/// if the request leaves it out.
#[must_use]
pub fn timetable_place(
    snapshot: &Snapshot<'_>,
    request: &TimetableRequest,
    kind: ItemKind,
    id: &str,
) -> Option<TimetablePlace> {
    let tree = RowTree::of(snapshot, request);
    let found = |kind: ItemKind, id: &str| {
        tree.places
            .iter()
            .position(|row| row.kind == kind && row.id == id)
    };
    let place = found(kind, id).or_else(|| {
        let phase = snapshot
            .model
            .phases
            .get(id)
            .filter(|_| kind == ItemKind::Phase)?;
        found(ItemKind::Plan, phase.plan.as_str())
    })?;
    let (mut unfold, mut open) = (Vec::new(), Vec::new());
    let (mut below, mut at) = (place, tree.places[place].parent);
    while let Some(above) = at {
        let key = tree.key(above);
        let is_project = tree.places[above].kind == ItemKind::Project;
        let is_unopened = request
            .opened
            .as_ref()
            .is_some_and(|opened| !opened.contains(&key));
        if (is_project || tree.places[below].is_subtask()) && is_unopened {
            open.push(key.clone());
        }
        if request.folded.contains(&key) && !(is_project && request.opened.is_some()) {
            unfold.push(key);
        }
        (below, at) = (above, tree.places[above].parent);
    }
    let mut seen = request.clone();
    seen.folded.retain(|key| !unfold.contains(key));
    if let Some(opened) = &mut seen.opened {
        opened.extend(open.iter().cloned());
    }
    let shown = tree.shown_by(snapshot, &seen);
    let index = shown.binary_search(&place).ok()?;
    Some(TimetablePlace {
        index: u32::try_from(index).ok()?,
        unfold,
        open,
    })
}

/// Kind and id of each row that a request shows, in their order.
pub(crate) fn rows_shown(snapshot: &Snapshot<'_>, request: &TimetableRequest) -> Vec<(ItemKind, String)> {
    let tree = RowTree::of(snapshot, request);
    let shown = tree.shown_by(snapshot, request);
    let name = |place: &usize| (tree.places[*place].kind, tree.places[*place].id.clone());
    shown.iter().map(name).collect()
}

/// A task or project without any date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UndatedItem {
    /// Task or project.
    pub kind: ItemKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The kind of a project.
    pub project_kind: Option<ProjectKind>,
}

/// The tasks and projects of a request that have no date at all, tasks first, in the order of their rows; at most `limit`.
#[must_use]
pub fn undated_items(snapshot: &Snapshot<'_>, request: &TimetableRequest, limit: u32) -> Vec<UndatedItem> {
    let tree = RowTree::of(snapshot, request);
    let model = snapshot.model;
    let mut seen = std::collections::HashSet::new();
    let undated = tree.places.iter().filter(|row| {
        let is_item = matches!(row.kind, ItemKind::Task | ItemKind::Project);
        is_item && row.dates.first.is_none() && seen.insert((row.kind, row.id.as_str()))
    });
    let mut found: Vec<UndatedItem> = undated
        .filter_map(|row| {
            let (name, project_kind) = match row.kind {
                ItemKind::Task => (model.scheduled_name(ScheduledKind::Task, &row.id)?, None),
                _ => {
                    let project = model.projects.get(&row.id)?;
                    (project.name.to_owned(), Some(project.kind))
                }
            };
            Some(UndatedItem {
                kind: row.kind,
                id: row.id.clone(),
                name,
                project_kind,
            })
        })
        .collect();
    found.sort_by_key(|item| item.kind);
    found.truncate(limit as usize);
    found
}
