//! The items of an atlas as activities of a network, and the answer in their names.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use ts_rs::TS;

use super::network::{Activity, Dates, Link, Network};
use crate::model::{Day, Model, PartialDate, ScheduledKind};
use crate::query::{Filter, Snapshot, Sort};
use crate::rules::stages::{is_done, is_task_done};
use crate::timetable::DatedItem;

/// The dates of what is in a schedule.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Schedule {
    /// The status date: what was done later is not known yet.
    pub as_of: PartialDate,
    /// The items that the filter asks for: tasks, deliverables, projects and their gates, in that order.
    pub items: Vec<ScheduledItem>,
    /// Dependencies that run in a circle, each as the items in the order of its links.
    pub cycles: Vec<Vec<ItemName>>,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, TS)]
pub struct ItemName {
    /// Its kind.
    pub kind: ScheduledKind,
    /// Its id.
    pub id: String,
}

/// An item with its dates; every finish is the last day of the work.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ScheduledItem {
    /// Its kind.
    pub kind: ScheduledKind,
    /// Its id.
    pub id: String,
    /// First day it is planned for; `None` if no date says.
    pub start: Option<PartialDate>,
    /// Last day it is planned for.
    pub finish: Option<PartialDate>,
    /// The first day it can begin by its dependencies.
    pub early_start: Option<PartialDate>,
    /// Its last day then.
    pub early_finish: Option<PartialDate>,
    /// Its last day without moving the end of its plan.
    pub late_finish: Option<PartialDate>,
    /// Days it can slip without moving the end of its plan.
    pub slack_days: Option<i32>,
    /// Whether it has none and is not finished.
    pub critical: bool,
}

/// The activities of an atlas, by place.
pub(super) struct Activities<'m> {
    pub(super) names: Vec<(ScheduledKind, &'m str)>,
    pub(super) dates: Vec<DatedItem>,
    /// Whether an item is done, with or without a date that says when.
    pub(super) done: Vec<bool>,
    pub(super) activities: Vec<Activity>,
    pub(super) places: HashMap<(ScheduledKind, &'m str), usize>,
    pub(super) links: Vec<Link>,
}

/// The schedule of the items that match a filter. All items of the atlas take part in it: what is filtered out still holds
/// up what waits for it.
#[must_use]
pub fn schedule(snapshot: &Snapshot<'_>, filter: &Filter, as_of: PartialDate) -> Schedule {
    let all = Activities::of(snapshot.model, as_of.latest());
    let network = Network::new(&all.activities, &all.links);
    let answer = network.schedule();
    let asked = (!filter.is_empty()).then(|| asked_for(snapshot, filter));
    let name = |place: &usize| {
        let (kind, id) = all.names[*place];
        ItemName {
            kind,
            id: id.to_owned(),
        }
    };
    Schedule {
        as_of,
        items: (0..all.names.len())
            .filter(|place| {
                asked
                    .as_ref()
                    .is_none_or(|asked| asked.contains(&all.names[*place]))
            })
            .map(|place| all.item(place, answer.dates[place]))
            .collect(),
        cycles: answer
            .cycles
            .iter()
            .map(|cycle| cycle.iter().map(name).collect())
            .collect(),
    }
}

/// The items a filter asks for.
pub(super) fn asked_for<'m>(snapshot: &Snapshot<'m>, filter: &Filter) -> HashSet<(ScheduledKind, &'m str)> {
    let mut asked = HashSet::new();
    let tasks = snapshot.with_subtasks(&snapshot.tasks(filter));
    asked.extend(tasks.iter().map(|task| (ScheduledKind::Task, task.id.as_str())));
    let relations = snapshot.model.relations();
    for task in &tasks {
        let owed = relations.deliverables_of_task.of(task.id.as_str());
        asked.extend(owed.iter().map(|d| (ScheduledKind::Deliverable, d.id.as_str())));
    }
    for project in snapshot.projects_in_order(filter, &Sort::default()) {
        asked.insert((ScheduledKind::Project, project.id));
        let gates = relations.gates_of_project.of(project.id);
        asked.extend(gates.iter().map(|gate| (ScheduledKind::Gate, gate.id.as_str())));
    }
    asked
}

impl<'m> Activities<'m> {
    pub(super) fn of(model: &'m Model, as_of: Day) -> Self {
        let mut all = Self {
            names: Vec::new(),
            dates: Vec::new(),
            done: Vec::new(),
            activities: Vec::new(),
            places: HashMap::new(),
            links: Vec::new(),
        };
        let plans = model.plans.sorted_by_key(|plan| (plan.ordinal, plan.id.clone()));
        let groups: HashMap<&str, u32> = (1..).zip(plans).map(|(n, plan)| (plan.id.as_str(), n)).collect();
        let group = |plan: Option<&str>| {
            plan.and_then(|plan| groups.get(plan))
                .copied()
                .unwrap_or_default()
        };
        let order = |plan: &str| group(Some(plan));
        for phase in model
            .phases
            .sorted_by_key(|p| (order(p.plan.as_str()), p.ordinal, p.id.clone()))
        {
            all.put(
                ScheduledKind::Phase,
                phase.id.as_str(),
                DatedItem::of_phase(phase),
                order(phase.plan.as_str()),
                false,
                as_of,
            );
        }
        for task in model
            .tasks
            .sorted_by_key(|t| (order(t.plan.as_str()), t.ordinal, t.id.clone()))
        {
            all.put(
                ScheduledKind::Task,
                task.id.as_str(),
                DatedItem::of_task(task),
                order(task.plan.as_str()),
                is_task_done(task.status),
                as_of,
            );
        }
        let deliverables = &model.deliverables;
        for owed in deliverables.sorted_by_key(|d| (order(d.plan.as_str()), d.ordinal, d.id.clone())) {
            let dates = DatedItem::of_deliverable(owed);
            all.put(
                ScheduledKind::Deliverable,
                owed.id.as_str(),
                dates,
                order(owed.plan.as_str()),
                owed.submitted_on.is_some(),
                as_of,
            );
        }
        for project in model.projects.iter() {
            let gates = model.relations().gates_of_project.of(project.id);
            let dates = DatedItem::of_project(&project, gates.iter().map(AsRef::as_ref));
            let of_plan = group(project.plan.map(|plan| plan.as_str()));
            all.put(
                ScheduledKind::Project,
                project.id,
                dates,
                of_plan,
                is_done(project.stage),
                as_of,
            );
            for gate in gates {
                let dates = DatedItem::of_gate(gate);
                all.put(
                    ScheduledKind::Gate,
                    gate.id.as_str(),
                    dates,
                    of_plan,
                    gate.confirmed,
                    as_of,
                );
            }
        }
        all.links = model
            .dependencies
            .iter()
            .filter_map(|d| {
                Some(Link {
                    predecessor: *all.places.get(&(d.predecessor_kind, d.predecessor.as_str()))?,
                    successor: *all.places.get(&(d.successor_kind, d.successor.as_str()))?,
                    kind: d.kind,
                    lag: i32::try_from(d.lag_days).unwrap_or_default(),
                })
            })
            .collect();
        all
    }

    fn put(
        &mut self,
        kind: ScheduledKind,
        id: &'m str,
        dates: DatedItem,
        group: u32,
        done: bool,
        as_of: Day,
    ) {
        self.places.insert((kind, id), self.names.len());
        self.names.push((kind, id));
        self.activities.push(activity(&dates, group, as_of));
        self.dates.push(dates);
        self.done.push(done);
    }

    fn item(&self, place: usize, dates: Option<Dates>) -> ScheduledItem {
        let (kind, id) = self.names[place];
        let milestone = self.activities[place].duration == 0;
        let start = |instant: Day| PartialDate::of_day(if milestone { instant - 1 } else { instant });
        let finish = |instant: Day| PartialDate::of_day(instant - 1);
        let planned = &self.dates[place];
        ScheduledItem {
            kind,
            id: id.to_owned(),
            start: planned.first.and_then(PartialDate::of_day),
            finish: planned.last.and_then(PartialDate::of_day),
            early_start: dates.and_then(|d| start(d.early_start)),
            early_finish: dates.and_then(|d| finish(d.early_finish)),
            late_finish: dates.and_then(|d| finish(d.late_finish)),
            slack_days: dates.map(|d| d.slack),
            critical: !self.done[place] && dates.is_some_and(|d| d.critical),
        }
    }
}

/// Dates as an activity: from the earliest day its start can mean to the latest its end can; what has one date alone is a
/// milestone at the end of the latest day that can mean. Facts after the status date are not known yet.
pub(super) fn activity(dates: &DatedItem, group: u32, as_of: Day) -> Activity {
    let known = |date: Option<PartialDate>| date.filter(|date| date.latest() <= as_of);
    let milestone = dates.starts.is_none() || dates.ends.is_none();
    let (start, duration) = match (dates.first, dates.last) {
        (Some(_), Some(last)) if milestone => (Some(last + 1), 0),
        (Some(first), Some(last)) => (Some(first), last + 1 - first),
        _ => (None, 0),
    };
    Activity {
        start,
        duration,
        actual_start: known(dates.actual_start).map(PartialDate::earliest),
        actual_finish: known(dates.actual_end).map(|date| date.latest() + 1),
        group,
    }
}
