//! 待办: what has to be done by when, of what a filter lets through.

use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use super::due::{DueState, is_led_by, round_briefs, round_sheet};
use crate::model::{DeliverableStatus, OwnerKind, PartialDate, Problem, ProblemStatus, Summary, TaskStatus};
use crate::query::{Filter, Snapshot};
use crate::rules::stages::is_done;

/// What kind of thing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TodoKind {
    /// 报调度
    Report,
    /// 办结问题
    Problem,
    /// 交成果
    Deliverable,
    /// 办手续、到节点
    Gate,
    /// 项目完工
    Project,
    /// 任务到期
    Task,
}

impl TodoKind {
    /// Its name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Report => "报调度",
            Self::Problem => "问题",
            Self::Deliverable => "交付成果",
            Self::Gate => "节点",
            Self::Project => "完工",
            Self::Task => "任务",
        }
    }
}

/// A thing to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TodoItem {
    /// What kind of thing.
    pub kind: TodoKind,
    /// Id of the row: project, task, gate, deliverable or problem; of a report the project.
    pub id: String,
    /// What is to be done: name of the task, project, deliverable; title of the problem; step and project of a gate.
    pub name: String,
    /// What it belongs to and opens on a click.
    pub owner_kind: OwnerKind,
    /// Id of that thing.
    pub owner: String,
    /// Name of the unit that has to do it, where one is named.
    pub unit: Option<String>,
    /// Name of the town.
    pub town: Option<String>,
    /// By when.
    pub due: PartialDate,
    /// Days from the status date to the last day it can mean; below 0 it is late.
    pub days: i32,
}

/// What has to be done, the most urgent first: everything that is late, and what is due within so many days.
#[must_use]
pub fn todo(snapshot: &Snapshot<'_>, filter: &Filter, as_of: PartialDate, within: i32) -> Vec<TodoItem> {
    let lister = Lister {
        snapshot,
        as_of,
        within,
        // Of units: what they lead, not what only serves a task of theirs.
        projects: snapshot
            .projects(filter)
            .filter(|project| is_led_by(project, filter))
            .collect(),
    };
    let tasks: HashSet<&str> = snapshot
        .with_subtasks(&snapshot.tasks(filter))
        .into_iter()
        .map(|task| task.id.as_str())
        .collect();
    let mut items = lister.of_projects();
    items.extend(lister.of_tasks(&tasks));
    items.extend(lister.deliverables(filter, &tasks));
    items.extend(lister.problems(filter, &tasks));
    items.extend(lister.reports(filter));
    items.sort_by(|a, b| (a.days, a.kind, &a.name, &a.id).cmp(&(b.days, b.kind, &b.name, &b.id)));
    items
}

struct Lister<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    as_of: PartialDate,
    within: i32,
    projects: Vec<Summary<'m>>,
}

impl Lister<'_, '_> {
    /// The item if it is late or due soon.
    fn item(
        &self,
        kind: TodoKind,
        (id, name): (&str, String),
        (owner_kind, owner): (OwnerKind, &str),
        (unit, town): (Option<&str>, Option<&str>),
        due: PartialDate,
    ) -> Option<TodoItem> {
        let days = due.latest() - self.as_of.latest();
        (days <= self.within).then(|| TodoItem {
            kind,
            id: id.to_owned(),
            name,
            owner_kind,
            owner: owner.to_owned(),
            unit: unit.map(|unit| self.snapshot.unit_name(unit)),
            town: town.map(|town| self.snapshot.region_name(town)),
            due,
            days,
        })
    }

    /// Ends and gates of projects that are not finished. A gate that the work has passed is not to be done.
    fn of_projects(&self) -> Vec<TodoItem> {
        let mut items = Vec::new();
        for project in &self.projects {
            let owner = (OwnerKind::Project, project.id);
            let who = (
                project.lead_unit.map(|unit| unit.as_str()),
                project.town.map(|town| town.as_str()),
            );
            if let Some(ends) = project.ends.filter(|_| !is_done(project.stage)) {
                let named = (project.id, project.name.to_owned());
                items.extend(self.item(TodoKind::Project, named, owner, who, ends));
            }
            let gates = self.snapshot.model.relations().gates_of_project.of(project.id);
            let day = self.as_of.latest();
            for gate in gates.iter().filter(|gate| !gate.confirmed) {
                let Some(planned) = gate.planned else { continue };
                let over = planned.latest() < day;
                let passed = over && !self.snapshot.is_gate_overdue(gate);
                let reached = gate.actual.is_some_and(|on| on.earliest() <= day);
                if passed || reached {
                    continue;
                }
                let named = (gate.id.as_str(), format!("{} · {}", gate.step.zh(), project.name));
                let who = (gate.office.as_ref().map(|unit| unit.as_str()).or(who.0), who.1);
                items.extend(self.item(TodoKind::Gate, named, owner, who, planned));
            }
        }
        items
    }

    fn of_tasks(&self, ids: &HashSet<&str>) -> Vec<TodoItem> {
        let tasks = self.snapshot.model.tasks.iter().filter(|task| {
            ids.contains(task.id.as_str()) && !matches!(task.status, TaskStatus::Done | TaskStatus::Closed)
        });
        let items = tasks.filter_map(|task| {
            let named = (
                task.id.as_str(),
                format!("{} {}", task.number, task.title).trim().to_owned(),
            );
            let lead = self.snapshot.assigned_units(&task.id).next();
            let unit = lead.map(|(unit, _)| unit.id.as_str());
            self.item(
                TodoKind::Task,
                named,
                (OwnerKind::Task, task.id.as_str()),
                (unit, None),
                task.due?,
            )
        });
        items.collect()
    }

    fn deliverables(&self, filter: &Filter, tasks: &HashSet<&str>) -> Vec<TodoItem> {
        let rows = self.snapshot.model.deliverables.iter();
        let items = rows.filter_map(|row| {
            if matches!(
                row.status,
                DeliverableStatus::Submitted | DeliverableStatus::Accepted
            ) {
                return None;
            }
            let unit = row.unit.as_ref().map(|unit| unit.as_str());
            let town = row.region.as_ref().map(|region| region.as_str());
            let task = row.task.as_ref().map(|task| task.as_str());
            let meant = match (filter.units.is_empty(), filter.towns.is_empty()) {
                (false, _) => unit.is_some_and(|unit| filter.units.iter().any(|id| id == unit)),
                (true, false) => town.is_some_and(|town| filter.towns.iter().any(|id| id == town)),
                (true, true) => match task {
                    Some(task) => tasks.contains(task),
                    None => filter.plans.is_empty() || filter.plans.contains(&row.plan.0),
                },
            };
            let owner = match (task, town) {
                (Some(task), _) => (OwnerKind::Task, task),
                (None, Some(town)) => (OwnerKind::Town, town),
                (None, None) => (OwnerKind::Plan, row.plan.as_str()),
            };
            let named = (row.id.as_str(), row.name.clone());
            meant.then(|| self.item(TodoKind::Deliverable, named, owner, (unit, town), row.due?))?
        });
        items.collect()
    }

    fn problems(&self, filter: &Filter, tasks: &HashSet<&str>) -> Vec<TodoItem> {
        let projects: HashSet<&str> = self.projects.iter().map(|project| project.id).collect();
        let handles = |row: &Problem| {
            let unit = row.unit.as_ref();
            unit.is_some_and(|unit| filter.units.contains(&unit.0))
        };
        let about = |row: &Problem| match row.owner_kind {
            OwnerKind::Project => projects.contains(row.owner.as_str()),
            OwnerKind::Task => tasks.contains(row.owner.as_str()),
            OwnerKind::Town => filter.is_empty() || filter.towns.contains(&row.owner),
            OwnerKind::Plan => filter.is_empty() || filter.plans.contains(&row.owner),
        };
        let rows = self.snapshot.model.problems.iter();
        let open = rows.filter(|row| {
            !matches!(row.status, ProblemStatus::Resolved | ProblemStatus::Closed)
                && (handles(row) || about(row))
        });
        let items = open.filter_map(|row| {
            let unit = row.unit.as_ref().map(|unit| unit.as_str());
            let named = (row.id.as_str(), row.title.clone());
            self.item(
                TodoKind::Problem,
                named,
                (row.owner_kind, &row.owner),
                (unit, None),
                row.due?,
            )
        });
        items.collect()
    }

    /// Reports of rounds that are not closed.
    fn reports(&self, filter: &Filter) -> Vec<TodoItem> {
        let mut items = Vec::new();
        for round in round_briefs(self.snapshot) {
            if round.closed_on.is_some() {
                continue;
            }
            let Some(sheet) = round_sheet(self.snapshot, &round.id, filter, self.as_of) else {
                continue;
            };
            let lacking = sheet
                .rows
                .iter()
                .filter(|row| matches!(row.state, DueState::Missing | DueState::Open));
            items.extend(lacking.filter_map(|row| {
                let named = (row.project.as_str(), format!("{} · {}", round.title, row.name));
                let who = (row.unit.as_deref(), row.town.as_deref());
                self.item(
                    TodoKind::Report,
                    named,
                    (OwnerKind::Project, &row.project),
                    who,
                    round.due,
                )
            }));
        }
        items
    }
}
