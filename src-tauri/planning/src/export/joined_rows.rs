//! What other tables say of projects, ready to be looked up by id. It needs no projects in the model, nor the model once
//! it is made.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::*;
use crate::query::Money;
use crate::rules::stages::completion_dates;

/// Tasks, money, plans, towns and units of projects, by id.
pub(super) struct JoinedRows {
    tasks: HashMap<String, ServedTasks>,
    money: HashMap<String, ProjectBudget>,
    /// Short title and number in lists of each plan.
    plans: HashMap<String, (String, i64)>,
    regions: HashMap<String, (String, Option<(Shape, Location)>)>,
    units: HashMap<String, String>,
    /// When projects that are proved to be completed were so.
    completed: HashMap<String, PartialDate>,
}

/// Tasks that a project serves, and their units.
pub(super) struct ServedTasks {
    pub tasks: Vec<TaskItem>,
    pub units: Vec<UnitItem>,
}

/// Budget lines of a project, and their sums.
pub(super) struct ProjectBudget {
    pub lines: Vec<BudgetItem>,
    pub sums: Money,
}

/// A task that a project serves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskItem {
    id: TaskId,
    number: String,
    title: String,
}

/// A unit of a task that a project serves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitItem {
    name: String,
    role: Role,
}

/// A budget line of a project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetItem {
    source: MoneySource,
    stage: MoneyStage,
    year: Option<i64>,
    wan_yuan: f64,
}

impl TaskItem {
    /// 3
    pub(super) fn number(&self) -> &str {
        &self.number
    }

    /// 3 完善污水管网
    pub(super) fn text(&self) -> String {
        format!("{} {}", self.number, self.title)
    }
}

impl UnitItem {
    pub(super) fn text(&self, chinese: bool) -> String {
        unit_text(&self.name, self.role, chinese)
    }
}

/// 县财政局（牵头）
pub(super) fn unit_text(name: &str, role: Role, chinese: bool) -> String {
    format!("{name}（{}）", if chinese { role.zh() } else { role.word() })
}

impl BudgetItem {
    /// 2025年省级财政批复 120.0万元
    pub(super) fn text(&self, chinese: bool) -> String {
        let year = self.year.map_or_else(String::new, |year| format!("{year}年"));
        let (source, stage) = if chinese {
            (self.source.zh(), self.stage.zh())
        } else {
            (self.source.word(), self.stage.word())
        };
        format!("{year}{source}{stage} {}万元", serde_json::json!(self.wan_yuan))
    }
}

impl JoinedRows {
    /// Takes what is joined out of a model.
    pub fn new(model: &Model) -> Self {
        let served = model.relations().links_of_project.iter();
        let tasks = served.map(|(project, links)| (project.to_owned(), served_tasks(model, links)));
        let tasks = tasks.collect();
        let owned = model.relations().budget.by(OwnerKind::Project).iter();
        let money = owned.map(|(project, lines)| (project.to_owned(), project_money(lines)));
        let money = money.collect();
        let plans = model.plans.iter();
        let regions = model.regions.iter();
        let units = model.units.iter();
        Self {
            tasks,
            money,
            plans: plans
                .map(|p| (p.id.0.clone(), (p.short_title.clone(), p.ordinal)))
                .collect(),
            regions: regions
                .map(|r| {
                    let point = region_point(model, Precision::Town, Some(&r.id));
                    let point = point.map(|point| (point.shape.clone(), point.location));
                    (r.id.0.clone(), (r.name.clone(), point))
                })
                .collect(),
            units: units.map(|u| (u.id.0.clone(), u.name.clone())).collect(),
            completed: completion_dates(model)
                .into_iter()
                .map(|(id, date)| (id.to_owned(), date))
                .collect(),
        }
    }

    /// Tasks of a project and their units.
    pub fn tasks(&self, project: &ProjectId) -> Option<&ServedTasks> {
        self.tasks.get(project.as_str())
    }

    /// The money of a project.
    pub fn money(&self, project: &ProjectId) -> Option<&ProjectBudget> {
        self.money.get(project.as_str())
    }

    /// When a project was completed; `None` if that is not confirmed.
    pub fn completed_on(&self, project: &ProjectId) -> Option<PartialDate> {
        self.completed.get(project.as_str()).copied()
    }

    /// Short title of a plan.
    pub fn plan_title(&self, id: &PlanId) -> &str {
        self.plans
            .get(id.as_str())
            .map_or("", |(title, _)| title.as_str())
    }

    /// Name of a region; `None` if there is no such region.
    pub fn region_name(&self, id: &RegionId) -> Option<&str> {
        self.regions.get(id.as_str()).map(|(name, _)| name.as_str())
    }

    /// Name of a unit.
    pub fn unit_name(&self, id: &UnitId) -> &str {
        self.units.get(id.as_str()).map_or("", String::as_str)
    }

    /// The point of the town or county a project is only known to lie in, and which of the two it is.
    pub fn region_point(&self, project: &Project) -> Option<&(Shape, Location)> {
        if !matches!(project.precision, Precision::Town | Precision::County) {
            return None;
        }
        self.regions.get(project.town.as_ref()?.as_str())?.1.as_ref()
    }

    /// Number of a plan in lists.
    pub fn plan_order(&self, id: &str) -> i64 {
        self.plans.get(id).map_or(i64::MAX, |(_, ordinal)| *ordinal)
    }
}

fn served_tasks(model: &Model, links: &[Arc<ProjectTask>]) -> ServedTasks {
    let served = links
        .iter()
        .filter_map(|link| model.tasks.get(link.task.as_str()));
    let tasks: Vec<&Task> = served.collect();
    let mut units: Vec<UnitItem> = Vec::new();
    let assigned = &model.relations().assignments_of_task;
    for row in tasks.iter().flat_map(|task| assigned.of(task.id.as_str())) {
        if let Some(unit) = model.units.get(row.unit.as_str()) {
            let name = &unit.name;
            if !units.iter().any(|u| u.name == *name && u.role == row.role) {
                units.push(UnitItem {
                    name: name.clone(),
                    role: row.role,
                });
            }
        }
    }
    let item = |t: &&Task| TaskItem {
        id: t.id.clone(),
        number: t.number.clone(),
        title: t.title.clone(),
    };
    ServedTasks {
        tasks: tasks.iter().map(item).collect(),
        units,
    }
}

fn project_money(lines: &[Arc<BudgetLine>]) -> ProjectBudget {
    let item = |l: &Arc<BudgetLine>| BudgetItem {
        source: l.source,
        stage: l.stage,
        year: l.year,
        wan_yuan: l.amount.wan_yuan(),
    };
    ProjectBudget {
        sums: Money::of(lines),
        lines: lines.iter().map(item).collect(),
    }
}
