//! What stands below what in the timetable: groups, tasks with their parts, projects and their gates, with their dates.

use std::collections::{HashMap, HashSet};

use super::dated::{DatedItem, ItemKind};
use super::request::{Grouping, TimetableRequest};
use crate::model::{GateStep, Kind, PlanId, RegionId, Role, Summary, Task, UnitId};
use crate::query::{Snapshot, Sort};

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
}

impl<'s, 'm> Builder<'s, 'm> {
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
                What::Named,
            );
            let mine: Vec<&'m Task> = tasks
                .iter()
                .copied()
                .filter(|task| task.plan == plan.id)
                .collect();
            let projects = of_plan.get(&Some(plan.id.as_str())).cloned().unwrap_or_default();
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
                What::Named,
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
            self.put_tasks(&mine, &HashMap::new(), Some(group));
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
}
