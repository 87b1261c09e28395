//! What the schedule adds to the rows of a timetable: dependencies as lines between rows, and the critical path.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use super::items::schedule;
use crate::model::{Day, DependencyKind, PartialDate, ScheduledKind};
use crate::query::{Filter, Snapshot};
use crate::timetable::{DatedItem, ItemKind, TimetableRequest, rows_shown};

/// A dependency between two rows that are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RowLink {
    /// The id of the dependency.
    pub id: String,
    /// The row of what comes before, from 0.
    pub from: u32,
    /// The row of what waits.
    pub to: u32,
    /// The day its line begins at: the end of that day for a finish, its start for a start.
    pub from_day: Day,
    /// The day its line ends at.
    pub to_day: Day,
    /// Which end waits for which.
    pub kind: DependencyKind,
    /// Days between.
    pub lag_days: i32,
    /// Whether both its ends are critical.
    pub critical: bool,
    /// Whether what waits is planned earlier than the dependency allows.
    pub broken: bool,
    /// The name of what comes before.
    pub predecessor: String,
    /// The name of what waits.
    pub successor: String,
}

/// What the schedule adds to the rows of a timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScheduleOverlay {
    /// Dependencies between rows that are shown, by the row they begin in.
    pub links: Vec<RowLink>,
    /// Ids of what is critical: tasks, projects, gates, phases, deliverables.
    pub critical: Vec<String>,
    /// Dependencies in the atlas.
    pub dependencies: u32,
    /// Dependencies that run in a circle, each as names.
    pub cycles: Vec<Vec<String>>,
}

/// The day at which a line leaves or meets a bar.
fn day_of(dates: &DatedItem, at_start: bool) -> Option<Day> {
    if at_start { dates.first } else { dates.last }
}

/// The schedule of an atlas over the rows that a request shows. A gate whose row is hidden stands on the row of its project,
/// a phase on that of its plan; what is folded has no line.
#[must_use]
pub fn overlay(snapshot: &Snapshot<'_>, request: &TimetableRequest, today: PartialDate) -> ScheduleOverlay {
    let model = snapshot.model;
    let answer = schedule(snapshot, &Filter::default(), request.as_of.unwrap_or(today));
    let items: HashMap<(ScheduledKind, &str), &super::ScheduledItem> = answer
        .items
        .iter()
        .map(|item| ((item.kind, item.id.as_str()), item))
        .collect();
    let mut rows: HashMap<(ItemKind, String), u32> = HashMap::new();
    for (row, (kind, id)) in (0..).zip(rows_shown(snapshot, request)) {
        rows.entry((kind, id)).or_insert(row);
    }
    let at = |kind: ItemKind, id: &str| rows.get(&(kind, id.to_owned())).copied();
    let row_of = |kind: ScheduledKind, id: &str| match kind {
        ScheduledKind::Task => at(ItemKind::Task, id),
        ScheduledKind::Project => at(ItemKind::Project, id),
        ScheduledKind::Deliverable => None,
        ScheduledKind::Phase => {
            at(ItemKind::Phase, id).or_else(|| at(ItemKind::Plan, model.phases.get(id)?.plan.as_str()))
        }
        ScheduledKind::Gate => {
            at(ItemKind::Gate, id).or_else(|| at(ItemKind::Project, model.gates.get(id)?.project.as_str()))
        }
    };
    let dates_of = |kind: ScheduledKind, id: &str| -> Option<DatedItem> {
        let item = items.get(&(kind, id))?;
        Some(DatedItem::new(item.start, item.finish))
    };
    let critical = |kind: ScheduledKind, id: &str| items.get(&(kind, id)).is_some_and(|item| item.critical);
    let mut links: Vec<RowLink> = model
        .dependencies
        .iter()
        .filter_map(|row| {
            let (from_start, to_start) = match row.kind {
                DependencyKind::FinishStart => (false, true),
                DependencyKind::StartStart => (true, true),
                DependencyKind::FinishFinish => (false, false),
                DependencyKind::StartFinish => (true, false),
            };
            let (before, after) = (
                dates_of(row.predecessor_kind, &row.predecessor)?,
                dates_of(row.successor_kind, &row.successor)?,
            );
            let (from_day, to_day) = (day_of(&before, from_start)?, day_of(&after, to_start)?);
            let lag = i32::try_from(row.lag_days).unwrap_or_default();
            // A finish is the end of its day, a start the beginning.
            let instant = |day: Day, start: bool| if start { day } else { day + 1 };
            Some(RowLink {
                id: row.id.0.clone(),
                from: row_of(row.predecessor_kind, &row.predecessor)?,
                to: row_of(row.successor_kind, &row.successor)?,
                from_day,
                to_day,
                kind: row.kind,
                lag_days: lag,
                critical: critical(row.predecessor_kind, &row.predecessor)
                    && critical(row.successor_kind, &row.successor),
                broken: instant(to_day, to_start) < instant(from_day, from_start) + lag,
                predecessor: model
                    .scheduled_name(row.predecessor_kind, &row.predecessor)
                    .unwrap_or_default(),
                successor: model
                    .scheduled_name(row.successor_kind, &row.successor)
                    .unwrap_or_default(),
            })
        })
        .collect();
    links.sort_by(|a, b| (a.from, a.to, &a.id).cmp(&(b.from, b.to, &b.id)));
    let name = |item: &super::ItemName| model.scheduled_name(item.kind, &item.id).unwrap_or_default();
    ScheduleOverlay {
        links,
        critical: answer
            .items
            .iter()
            .filter(|item| item.critical)
            .map(|item| item.id.clone())
            .collect(),
        dependencies: u32::try_from(model.dependencies.iter().count()).unwrap_or(u32::MAX),
        cycles: answer
            .cycles
            .iter()
            .map(|cycle| cycle.iter().map(name).collect())
            .collect(),
    }
}
