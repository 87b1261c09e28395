//! What stands below what in the timetable: groups, tasks with their parts, projects and their gates, with their dates.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::dated::{DatedItem, ItemKind};
use super::owed::{dates_of_cadence, is_same};
use super::request::{Grouping, TimetableRequest};
use crate::model::{
    Cadence, Deliverable, GateStep, Kind, PlanId, RegionId, Role, Summary, Task, TaskId, UnitId,
};
use crate::query::{Filter, Snapshot, Sort};

/// A row before it is asked for: what is needed to order, fold and count.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) kind: ItemKind,
    pub(crate) id: String,
    pub(crate) depth: u32,
    /// The place of the row above.
    pub(crate) parent: Option<usize>,
    pub(crate) dates: DatedItem,
    pub(crate) what: What,
}

impl Placed {
    /// Whether it is a single work that a task packs.
    pub(crate) fn is_subtask(&self) -> bool {
        self.what == What::Subtask
    }
}

/// What a row is looked up by, where that is not its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Named,
    /// A single work that a task packs.
    Subtask,
    Project(u32),
    Gate(GateStep),
    /// What has to be handed in, by all that owe it or by one owner alone.
    Owed {
        alone: bool,
    },
}

/// All rows of a timetable, folded or not, in their order.
#[derive(Debug, Default)]
pub(crate) struct RowTree {
    pub(crate) places: Vec<Placed>,
}

/// The tables that decide which rows there are and what their dates are.
const TABLES: &[Kind] = &[
    Kind::Region,
    Kind::Plan,
    Kind::Phase,
    Kind::Section,
    Kind::Unit,
    Kind::Task,
    Kind::Assignment,
    Kind::Designation,
    Kind::Project,
    Kind::ProjectTask,
    Kind::BudgetLine,
    Kind::ControlLine,
    Kind::Gate,
    Kind::Indicator,
    Kind::Observation,
    Kind::Deliverable,
    Kind::Cadence,
];

impl RowTree {
    /// The rows that a request asks for; kept until one of their tables is touched.
    pub(crate) fn of(snapshot: &Snapshot<'_>, request: &TimetableRequest) -> std::sync::Arc<Self> {
        let key = serde_json::to_string(&(&request.filter, request.grouping)).unwrap_or_default();
        snapshot.kept(&format!("timetable {key}"), TABLES, || {
            let mut tree = Builder::new(snapshot, request);
            match request.grouping {
                Grouping::Plan => tree.by_plan(),
                Grouping::Phase => tree.by_phase(),
                Grouping::Town => tree.by_town(),
                Grouping::Unit => tree.by_unit(),
            }
            Self { places: tree.places }
        })
    }

    /// The places that a request shows, kept as the tree is.
    pub(crate) fn shown_by(
        &self,
        snapshot: &Snapshot<'_>,
        request: &TimetableRequest,
    ) -> std::sync::Arc<Vec<usize>> {
        let key = (
            &request.filter,
            request.grouping,
            &request.folded,
            &request.opened,
        );
        let key = serde_json::to_string(&key).unwrap_or_default();
        snapshot.kept(&format!("timetable shown {key}"), TABLES, || {
            let folded: HashSet<&str> = request.folded.iter().map(String::as_str).collect();
            let opened = request.opened.as_ref();
            let opened: Option<HashSet<&str>> = opened.map(|keys| keys.iter().map(String::as_str).collect());
            self.shown(&folded, opened.as_ref())
        })
    }

    /// Names a row: what it is, its id, and those of the rows above.
    pub(crate) fn key(&self, place: usize) -> String {
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
    pub(super) fn dates_of_items(&self) -> HashMap<(ItemKind, &str), DatedItem> {
        let items = self
            .places
            .iter()
            .filter(|row| matches!(row.kind, ItemKind::Task | ItemKind::Project) && !row.is_subtask());
        items
            .map(|row| ((row.kind, row.id.as_str()), row.dates))
            .collect()
    }
}

/// Places of what belongs to nothing, or to something that is not there, in their order.
fn ungrouped(places: &HashMap<Option<&str>, Vec<usize>>, is_there: impl Fn(&str) -> bool) -> Vec<usize> {
    let without = places.iter().filter(|(group, _)| !group.is_some_and(&is_there));
    let mut without: Vec<usize> = without.flat_map(|(_, places)| places).copied().collect();
    without.sort_unstable();
    without
}

struct Builder<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    tasks: Vec<&'m Task>,
    projects: Vec<Summary<'m>>,
    places: Vec<Placed>,
    /// The plans of which what belongs to no task is meant too: those of a filter that asks for plans at most, of which none
    /// is all. `None` for a filter that asks for more.
    whole_plans: Option<Vec<String>>,
    /// What has to be handed in, and what is done again and again, by the task it is of.
    owed: HashMap<Option<&'m str>, Vec<&'m Deliverable>>,
    cadences: HashMap<Option<&'m str>, Vec<&'m Cadence>>,
}

fn by_task<'m, T>(
    rows: Vec<&'m T>,
    of: impl Fn(&'m T) -> Option<&'m TaskId>,
) -> HashMap<Option<&'m str>, Vec<&'m T>> {
    let mut found: HashMap<Option<&'m str>, Vec<&'m T>> = HashMap::new();
    for row in rows {
        found.entry(of(row).map(TaskId::as_str)).or_default().push(row);
    }
    found
}

fn whole_plans(filter: &Filter) -> Option<Vec<String>> {
    let plans = Filter {
        plans: filter.plans.clone(),
        any: filter.any,
        ..Filter::default()
    };
    (*filter == plans).then(|| filter.plans.clone())
}

impl<'s, 'm> Builder<'s, 'm> {
    fn new(snapshot: &'s Snapshot<'m>, request: &TimetableRequest) -> Self {
        let model = snapshot.model;
        let owed = model
            .deliverables
            .sorted_by_key(|row| (row.ordinal, row.id.clone()));
        let cadences = model.cadences.sorted_by_key(|row| (row.ordinal, row.id.clone()));
        Self {
            snapshot,
            tasks: snapshot.tasks(&request.filter),
            projects: snapshot
                .projects_in_order(&request.filter, &Sort::default())
                .collect(),
            places: Vec::new(),
            owed: by_task(owed, |row| row.task.as_ref()),
            cadences: by_task(cadences, |row| row.task.as_ref()),
            whole_plans: whole_plans(&request.filter),
        }
    }

    /// Whether what belongs to this plan and perhaps a task is meant, by a filter of which these tasks are left.
    fn is_meant(&self, plan: &PlanId, task: Option<&TaskId>, shown: &HashSet<&str>) -> bool {
        self.means_whole(plan) || task.is_some_and(|task| shown.contains(task.as_str()))
    }

    fn means_whole(&self, plan: &PlanId) -> bool {
        let plans = self.whole_plans.as_deref();
        plans.is_some_and(|plans| plans.is_empty() || plans.iter().any(|id| id == plan.as_str()))
    }

    /// Puts what has to be handed in, those that several owe in one row unless each stands `alone`.
    fn put_owed(&mut self, rows: &[&'m Deliverable], alone: bool, parent: Option<usize>) {
        let mut seen: Vec<&Deliverable> = Vec::new();
        for row in rows {
            if alone || !seen.iter().any(|other| is_same(other, row)) {
                seen.push(row);
                let dates = DatedItem::of_deliverable(row);
                let id = row.id.as_str();
                self.put(ItemKind::Deliverable, id, parent, dates, What::Owed { alone });
            }
        }
    }

    fn put_cadences(&mut self, rows: &[&'m Cadence], parent: Option<usize>) {
        for row in rows {
            let plan = self.snapshot.model.plans.get(row.plan.as_str());
            let dates = dates_of_cadence(row, plan.and_then(|plan| plan.ends));
            self.put(ItemKind::Cadence, row.id.as_str(), parent, dates, What::Named);
        }
    }

    /// Puts what a plan wants handed in and done again and again, of no task.
    fn put_of_plan(&mut self, plan: &PlanId, parent: Option<usize>) {
        if self.means_whole(plan) {
            let owed = self.owed.get(&None).into_iter().flatten().copied();
            let owed: Vec<_> = owed.filter(|row| row.plan == *plan).collect();
            let cadences = self.cadences.get(&None).into_iter().flatten().copied();
            let cadences: Vec<_> = cadences.filter(|row| row.plan == *plan).collect();
            self.put_owed(&owed, false, parent);
            self.put_cadences(&cadences, parent);
        }
    }

    /// Those of them that are of a task that is shown, or of a plan that is meant whole, in the order of their plan.
    fn meant(&self, rows: &[Arc<Deliverable>], shown: &HashSet<&str>) -> Vec<&'m Deliverable> {
        let all = &self.snapshot.model.deliverables;
        let rows = rows.iter().filter_map(|row| all.get(row.id.as_str()));
        let of_shown = |row: &&Deliverable| self.is_meant(&row.plan, row.task.as_ref(), shown);
        let mut rows: Vec<&'m Deliverable> = rows.filter(of_shown).collect();
        rows.sort_by_key(|row| (row.ordinal, row.id.clone()));
        rows
    }

    fn put(
        &mut self,
        kind: ItemKind,
        id: &str,
        parent: Option<usize>,
        dates: DatedItem,
        what: What,
    ) -> usize {
        let depth = parent.map_or(0, |above| self.places[above].depth + 1);
        self.places.push(Placed {
            kind,
            id: id.to_owned(),
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
        let row = self.put(ItemKind::Task, id, parent, dates, What::Named);
        for part in self.snapshot.subtasks(&task.id) {
            let (id, dates) = (part.id.as_str(), DatedItem::of_task(part));
            self.put(ItemKind::Task, id, Some(row), dates, What::Subtask);
        }
        row
    }

    /// Puts what a task, or one of its single works, wants handed in and done again and again below it.
    fn put_of_task(&mut self, task: &'m Task, row: usize) {
        let mut ids = vec![task.id.as_str()];
        ids.extend(self.snapshot.subtasks(&task.id).map(|part| part.id.as_str()));
        for id in ids {
            let owed = self.owed.get(&Some(id)).cloned().unwrap_or_default();
            let cadences = self.cadences.get(&Some(id)).cloned().unwrap_or_default();
            self.put_owed(&owed, false, Some(row));
            self.put_cadences(&cadences, Some(row));
        }
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
            self.put_of_task(task, row);
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
                What::Named,
            );
            let mine: Vec<&'m Task> = tasks
                .iter()
                .copied()
                .filter(|task| task.plan == plan.id)
                .collect();
            let projects = of_plan.get(&Some(plan.id.as_str())).cloned().unwrap_or_default();
            self.put_of_plan(&plan.id, Some(group));
            self.put_tasks(&mine, &below, Some(group));
            for project in projects {
                self.put_project(project, Some(group));
            }
            self.drop_if_empty(group);
        }
        let without = ungrouped(&of_plan, |plan| self.snapshot.model.plans.get(plan).is_some());
        self.put_ungrouped(&[], &below, &without);
    }

    /// Puts what belongs to no group last, projects that serve one of the tasks below it.
    fn put_ungrouped(
        &mut self,
        tasks: &[&'m Task],
        below: &HashMap<&'m str, Vec<usize>>,
        projects: &[usize],
    ) {
        let group = self.put(ItemKind::Ungrouped, "", None, DatedItem::default(), What::Named);
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
                What::Named,
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
        let relations = self.snapshot.model.relations();
        let shown: HashSet<&str> = self.tasks.iter().map(|task| task.id.as_str()).collect();
        let of_town = self.projects_by(|project| project.town.map(RegionId::as_str));
        for town in regions.sorted_by_key(|region| region.id.clone()) {
            let owed = relations.deliverables_of_region.of(town.id.as_str());
            let owed = self.meant(owed, &shown);
            let mine = of_town.get(&Some(town.id.as_str())).cloned().unwrap_or_default();
            if mine.is_empty() && owed.is_empty() {
                continue;
            }
            let group = self.put(
                ItemKind::Town,
                town.id.as_str(),
                None,
                DatedItem::default(),
                What::Named,
            );
            self.put_owed(&owed, true, Some(group));
            for project in mine {
                self.put_project(project, Some(group));
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
        let named: HashSet<&str> = shown.keys().copied().collect();
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
                What::Named,
            );
            let assigned = model.relations().assignments_of_unit.of(unit.id.as_str());
            let mut mine: Vec<&'m Task> = assigned
                .iter()
                .filter(|a| matches!(a.role, Role::Lead | Role::Responsible))
                .filter_map(|a| shown.get(a.task.as_str()).copied())
                .collect();
            mine.sort_by_key(|task| order.get(task.id.as_str()));
            mine.dedup_by_key(|task| task.id.as_str());
            placed.extend(mine.iter().map(|task| task.id.as_str()));
            for task in mine {
                self.put_task(task, Some(group));
            }
            let owed = model.relations().deliverables_of_unit.of(unit.id.as_str());
            let owed = self.meant(owed, &named);
            self.put_owed(&owed, true, Some(group));
            let cadences = model.cadences.sorted_by_key(|row| (row.ordinal, row.id.clone()));
            let ours = cadences
                .into_iter()
                .filter(|row| row.unit.as_ref() == Some(&unit.id))
                .filter(|row| self.is_meant(&row.plan, row.task.as_ref(), &named));
            let ours: Vec<_> = ours.collect();
            self.put_cadences(&ours, Some(group));
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
        // what a unit owes stands below that unit, not below the task again
        self.owed.clear();
        self.cadences.clear();
        self.put_ungrouped(&tasks, &HashMap::new(), &projects);
    }
}
