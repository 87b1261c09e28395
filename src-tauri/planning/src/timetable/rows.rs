//! The rows of the timetable: groups, what belongs to them, and their dates, in pages.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

use super::dated::{DatedItem, GateMark, ItemKind};
use crate::model::{
    Day, GateStep, PartialDate, PlanId, ProjectKind, RegionId, Role, Summary, Task, TaskKind, UnitId,
};
use crate::query::{Filter, Snapshot, Sort};
use crate::rules::lights::LightState;

/// What rows are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Plans with their phases, tasks and projects.
    #[default]
    Plan,
    /// Phases with their tasks and projects.
    Phase,
    /// Towns with their projects.
    Town,
    /// Units with the tasks they lead or answer for, and the projects they lead.
    Unit,
}

/// What of the timetable is asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct TimetableRequest {
    /// Which tasks and projects.
    pub filter: Filter,
    /// How they are grouped.
    pub grouping: Grouping,
    /// Keys of the rows whose rows below are hidden.
    pub folded: Vec<String>,
    /// Keys of the projects whose gates, and of the tasks whose single works, have rows of their own; `None` for all.
    #[serde(default)]
    pub opened: Option<Vec<String>>,
    /// The status date; `None` for today.
    pub as_of: Option<PartialDate>,
}

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
    /// The gates of a project, in the order of their steps; of a gate itself that one.
    pub gates: Vec<GateMark>,
    /// Its dates.
    pub dates: DatedItem,
    /// Per cent done; `None` if it was never reported.
    pub percent: Option<f64>,
    /// Its light; `None` for what is not judged: groups, phases, gates.
    pub light: Option<LightState>,
    /// Why the light is so.
    pub reason: Option<Words>,
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
    let mut tree = Tree::new(snapshot, request);
    match request.grouping {
        Grouping::Plan => tree.by_plan(),
        Grouping::Phase => tree.by_phase(),
        Grouping::Town => tree.by_town(),
        Grouping::Unit => tree.by_unit(),
    }
    let folded: HashSet<&str> = request.folded.iter().map(String::as_str).collect();
    let opened: Option<HashSet<&str>> = request
        .opened
        .as_ref()
        .map(|keys| keys.iter().map(String::as_str).collect());
    let shown = tree.shown(&folded, opened.as_ref());
    let of_items = tree.dates_of_items();
    let days =
        |of: fn(&DatedItem) -> Option<Day>| tree.places.iter().filter_map(move |place| of(&place.dates));
    let page = shown.iter().skip(offset as usize).take(limit as usize);
    TimetablePage {
        total: u32::try_from(shown.len()).unwrap_or(u32::MAX),
        offset,
        rows: page.map(|i| tree.row(*i, as_of.latest())).collect(),
        as_of,
        first: days(|dates| dates.first).min(),
        last: days(|dates| dates.last).max(),
        items: u32::try_from(of_items.len()).unwrap_or(u32::MAX),
        undated: u32::try_from(of_items.values().filter(|dates| dates.first.is_none()).count())
            .unwrap_or(u32::MAX),
    }
}

/// A row before it is asked for: what is needed to order, fold and count.
pub(super) struct Placed<'m> {
    pub(super) kind: ItemKind,
    pub(super) id: &'m str,
    pub(super) depth: u32,
    /// The place of the row above.
    pub(super) parent: Option<usize>,
    pub(super) dates: DatedItem,
    pub(super) what: What<'m>,
}

impl Placed<'_> {
    /// Whether it is a single work that a task packs.
    pub(super) fn is_subtask(&self) -> bool {
        matches!(self.what, What::Task(task) if task.kind == TaskKind::Subtask)
    }
}

/// What a row says.
pub(super) enum What<'m> {
    Named(&'m str),
    Task(&'m Task),
    Project(u32),
    Gate(GateStep),
}

pub(super) struct Tree<'s, 'm> {
    pub(super) snapshot: &'s Snapshot<'m>,
    tasks: Vec<&'m Task>,
    projects: Vec<Summary<'m>>,
    pub(super) places: Vec<Placed<'m>>,
}

/// Places of what belongs to nothing, or to something that is not there, in their order.
fn ungrouped(places: &HashMap<Option<&str>, Vec<usize>>, is_there: impl Fn(&str) -> bool) -> Vec<usize> {
    let without = places.iter().filter(|(group, _)| !group.is_some_and(&is_there));
    let mut without: Vec<usize> = without.flat_map(|(_, places)| places).copied().collect();
    without.sort_unstable();
    without
}

impl<'s, 'm> Tree<'s, 'm> {
    fn new(snapshot: &'s Snapshot<'m>, request: &TimetableRequest) -> Self {
        Self {
            snapshot,
            tasks: snapshot.tasks(&request.filter),
            projects: snapshot
                .projects_in_order(&request.filter, &Sort::default())
                .collect(),
            places: Vec::new(),
        }
    }

    fn put(
        &mut self,
        kind: ItemKind,
        id: &'m str,
        parent: Option<usize>,
        dates: DatedItem,
        what: What<'m>,
    ) -> usize {
        let depth = parent.map_or(0, |above| self.places[above].depth + 1);
        self.places.push(Placed {
            kind,
            id,
            depth,
            parent,
            dates,
            what,
        });
        self.places.len() - 1
    }

    /// Removes a group that nothing was put into.
    fn drop_if_empty(&mut self, group: usize) {
        if self.places.len() == group + 1 {
            self.places.pop();
        }
    }

    /// Puts a task and, below it, the single works it packs.
    fn put_task(&mut self, task: &'m Task, parent: Option<usize>) -> usize {
        let (id, dates) = (task.id.as_str(), DatedItem::of_task(task));
        let row = self.put(ItemKind::Task, id, parent, dates, What::Task(task));
        for part in self.snapshot.subtasks(&task.id) {
            let (id, dates) = (part.id.as_str(), DatedItem::of_task(part));
            self.put(ItemKind::Task, id, Some(row), dates, What::Task(part));
        }
        row
    }

    fn put_project(&mut self, place: usize, parent: Option<usize>) {
        let project = self.projects[place];
        let gates = self.snapshot.model.relations().gates_of_project.of(project.id);
        let dates = DatedItem::of_project(&project, gates.iter().map(AsRef::as_ref));
        let row = self.put(
            ItemKind::Project,
            project.id,
            parent,
            dates,
            What::Project(project.slot),
        );
        let mut steps: Vec<_> = gates.iter().collect();
        steps.sort_by_key(|gate| (gate.step as usize, gate.id.clone()));
        for gate in steps {
            let dates = DatedItem::of_gate(gate);
            self.put(
                ItemKind::Gate,
                gate.id.as_str(),
                Some(row),
                dates,
                What::Gate(gate.step),
            );
        }
    }

    /// The task each project stands under: the first it serves among the tasks shown, of its own plan if there is one.
    fn task_of_projects(&self) -> (HashMap<&'m str, Vec<usize>>, Vec<usize>) {
        let shown: HashSet<&str> = self.tasks.iter().map(|task| task.id.as_str()).collect();
        let mut below: HashMap<&'m str, Vec<usize>> = HashMap::new();
        let mut rest = Vec::new();
        for (i, project) in self.projects.iter().enumerate() {
            let links = self.snapshot.model.relations().links_of_project.of(project.id);
            let mut serves: Vec<&'m Task> = links
                .iter()
                .filter_map(|link| self.snapshot.model.tasks.get(link.task.as_str()))
                .filter(|task| shown.contains(task.id.as_str()))
                .collect();
            serves.sort_by_key(|task| (Some(&task.plan) != project.plan, task.ordinal, task.id.clone()));
            match serves.first() {
                Some(task) => below.entry(task.id.as_str()).or_default().push(i),
                None => rest.push(i),
            }
        }
        (below, rest)
    }

    fn put_tasks(&mut self, tasks: &[&'m Task], below: &HashMap<&'m str, Vec<usize>>, parent: Option<usize>) {
        for task in tasks {
            let row = self.put_task(task, parent);
            for project in below.get(task.id.as_str()).into_iter().flatten() {
                self.put_project(*project, Some(row));
            }
        }
    }

    fn by_plan(&mut self) {
        let (below, rest) = self.task_of_projects();
        let mut of_plan: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        for place in rest {
            let plan = self.projects[place].plan.map(PlanId::as_str);
            of_plan.entry(plan).or_default().push(place);
        }
        let tasks = self.tasks.clone();
        for plan in self
            .snapshot
            .model
            .plans
            .sorted_by_key(|plan| (plan.ordinal, plan.id.clone()))
        {
            let group = self.put(
                ItemKind::Plan,
                plan.id.as_str(),
                None,
                DatedItem::of_plan(plan),
                What::Named(&plan.short_title),
            );
            let mine: Vec<&'m Task> = tasks
                .iter()
                .copied()
                .filter(|task| task.plan == plan.id)
                .collect();
            let projects = of_plan.get(&Some(plan.id.as_str())).cloned().unwrap_or_default();
            if !mine.is_empty() || !projects.is_empty() {
                self.put_phases(plan.id.as_str(), group);
            }
            self.put_tasks(&mine, &below, Some(group));
            for project in projects {
                self.put_project(project, Some(group));
            }
            self.drop_if_empty(group);
        }
        let without = ungrouped(&of_plan, |plan| self.snapshot.model.plans.get(plan).is_some());
        self.put_ungrouped(&[], &below, &without);
    }

    fn put_phases(&mut self, plan: &str, group: usize) {
        let phases = self
            .snapshot
            .model
            .phases
            .sorted_by_key(|phase| (phase.ordinal, phase.id.clone()));
        for phase in phases.into_iter().filter(|phase| phase.plan.as_str() == plan) {
            self.put(
                ItemKind::Phase,
                phase.id.as_str(),
                Some(group),
                DatedItem::of_phase(phase),
                What::Named(&phase.name),
            );
        }
    }

    /// Puts what belongs to no group last, projects that serve one of the tasks below it.
    fn put_ungrouped(
        &mut self,
        tasks: &[&'m Task],
        below: &HashMap<&'m str, Vec<usize>>,
        projects: &[usize],
    ) {
        let group = self.put(
            ItemKind::Ungrouped,
            "",
            None,
            DatedItem::default(),
            What::Named(""),
        );
        self.put_tasks(tasks, below, Some(group));
        for project in projects {
            self.put_project(*project, Some(group));
        }
        self.drop_if_empty(group);
    }

    /// Places of the projects by what a project belongs to, in the order of the ledger.
    fn projects_by(
        &self,
        of: impl Fn(&Summary<'m>) -> Option<&'m str>,
    ) -> HashMap<Option<&'m str>, Vec<usize>> {
        let mut places: HashMap<Option<&'m str>, Vec<usize>> = HashMap::new();
        for (place, project) in self.projects.iter().enumerate() {
            places.entry(of(project)).or_default().push(place);
        }
        places
    }

    fn by_phase(&mut self) {
        let (below, rest) = self.task_of_projects();
        let tasks = self.tasks.clone();
        let plan_order = |plan: &str| {
            self.snapshot
                .model
                .plans
                .get(plan)
                .map_or(i64::MAX, |plan| plan.ordinal)
        };
        let phases = self
            .snapshot
            .model
            .phases
            .sorted_by_key(|phase| (plan_order(phase.plan.as_str()), phase.ordinal, phase.id.clone()));
        for phase in phases {
            let group = self.put(
                ItemKind::Phase,
                phase.id.as_str(),
                None,
                DatedItem::of_phase(phase),
                What::Named(&phase.name),
            );
            let mine: Vec<&'m Task> = tasks
                .iter()
                .copied()
                .filter(|task| task.phase.as_ref() == Some(&phase.id))
                .collect();
            self.put_tasks(&mine, &below, Some(group));
            self.drop_if_empty(group);
        }
        let without: Vec<&'m Task> = tasks.into_iter().filter(|task| task.phase.is_none()).collect();
        self.put_ungrouped(&without, &below, &rest);
    }

    fn by_town(&mut self) {
        let regions = &self.snapshot.model.regions;
        let of_town = self.projects_by(|project| project.town.map(RegionId::as_str));
        for town in regions.sorted_by_key(|region| region.id.clone()) {
            let Some(mine) = of_town.get(&Some(town.id.as_str())) else {
                continue;
            };
            let group = self.put(
                ItemKind::Town,
                town.id.as_str(),
                None,
                DatedItem::default(),
                What::Named(&town.name),
            );
            for project in mine {
                self.put_project(*project, Some(group));
            }
        }
        let without = ungrouped(&of_town, |town| regions.get(town).is_some());
        self.put_ungrouped(&[], &HashMap::new(), &without);
    }

    fn by_unit(&mut self) {
        let model = self.snapshot.model;
        let shown: HashMap<&str, &'m Task> =
            self.tasks.iter().map(|task| (task.id.as_str(), *task)).collect();
        let order: HashMap<&str, usize> = self
            .tasks
            .iter()
            .enumerate()
            .map(|(i, task)| (task.id.as_str(), i))
            .collect();
        let mut placed: HashSet<&str> = HashSet::new();
        let led = self.projects_by(|project| project.lead_unit.map(UnitId::as_str));
        for unit in model
            .units
            .sorted_by_key(|unit| (unit.region.clone(), unit.name.clone(), unit.id.clone()))
        {
            let group = self.put(
                ItemKind::Unit,
                unit.id.as_str(),
                None,
                DatedItem::default(),
                What::Named(&unit.name),
            );
            let assigned = model.relations().assignments_of_unit.of(unit.id.as_str());
            let mut mine: Vec<&'m Task> = assigned
                .iter()
                .filter(|a| matches!(a.role, Role::Lead | Role::Responsible))
                .filter_map(|a| shown.get(a.task.as_str()).copied())
                .collect();
            mine.sort_by_key(|task| order.get(task.id.as_str()));
            mine.dedup_by_key(|task| task.id.as_str());
            for task in mine {
                placed.insert(task.id.as_str());
                self.put_task(task, Some(group));
            }
            for project in led.get(&Some(unit.id.as_str())).into_iter().flatten() {
                self.put_project(*project, Some(group));
            }
            self.drop_if_empty(group);
        }
        let tasks: Vec<&'m Task> = self
            .tasks
            .iter()
            .copied()
            .filter(|task| !placed.contains(task.id.as_str()))
            .collect();
        let projects = ungrouped(&led, |unit| model.units.get(unit).is_some());
        self.put_ungrouped(&tasks, &HashMap::new(), &projects);
    }

    /// Names a row: what it is, its id, and those of the rows above.
    pub(super) fn key(&self, place: usize) -> String {
        let mut parts = Vec::new();
        let mut at = Some(place);
        while let Some(i) = at {
            let row = &self.places[i];
            parts.push(format!("{:?}:{}", row.kind, row.id));
            at = row.parent;
        }
        parts.reverse();
        parts.join("/")
    }

    /// Places of the rows that no folded row hides, from the top.
    fn shown(&self, folded: &HashSet<&str>, opened: Option<&HashSet<&str>>) -> Vec<usize> {
        if folded.is_empty() && opened.is_none() {
            return (0..self.places.len()).collect();
        }
        let mut hides = vec![false; self.places.len()];
        let mut out = Vec::new();
        for (i, row) in self.places.iter().enumerate() {
            let unasked = |above: usize| {
                row.is_subtask() && opened.is_some_and(|opened| !opened.contains(self.key(above).as_str()))
            };
            let hidden = row.parent.is_some_and(|above| hides[above] || unasked(above));
            if !hidden {
                out.push(i);
            }
            let shut = || match opened {
                Some(opened) if row.kind == ItemKind::Project => !opened.contains(self.key(i).as_str()),
                _ => folded.contains(self.key(i).as_str()),
            };
            hides[i] = hidden || (row.kind != ItemKind::Gate && shut());
        }
        out
    }

    /// The dates of each task and project, once.
    fn dates_of_items(&self) -> HashMap<(ItemKind, &'m str), DatedItem> {
        let items = self
            .places
            .iter()
            .filter(|row| matches!(row.kind, ItemKind::Task | ItemKind::Project) && !row.is_subtask());
        items.map(|row| ((row.kind, row.id), row.dates)).collect()
    }
}
