//! What is said of projects by other tables, ready to be looked up by id: needs no projects in the model,
//! nor the model once it is made.

use std::collections::HashMap;

use planning::model::*;
use planning::query::Money;

/// Tables turned round, for exports; it keeps what it needs of them.
pub(super) struct Facts {
    /// Tasks by project, their units with roles, as JSON.
    tasks: HashMap<String, Tasks>,
    money: HashMap<String, Funds>,
    /// Short title and number in lists of each plan.
    plans: HashMap<String, (String, i64)>,
    regions: HashMap<String, (String, Option<Shape>)>,
    units: HashMap<String, String>,
}

/// Tasks of a project and their units with roles, as the two JSON lists.
pub(super) struct Tasks {
    pub tasks: Vec<u8>,
    pub units: Vec<u8>,
}

/// Budget lines of a project as a JSON list, and their sums.
pub(super) struct Funds {
    pub lines: Vec<u8>,
    pub sums: Money,
}

impl Facts {
    /// Turns the tables of a model round.
    pub fn new(model: &Model) -> Self {
        let mut assigned: HashMap<&str, Vec<&Assignment>> = HashMap::new();
        for row in model.assignments.sorted_by_key(|a| a.ordinal) {
            assigned.entry(row.task.as_str()).or_default().push(row);
        }
        let mut served: HashMap<&str, Vec<&Task>> = HashMap::new();
        for row in model.project_tasks.iter() {
            if let Some(task) = model.tasks.get(row.task.as_str()) {
                served.entry(row.project.as_str()).or_default().push(task);
            }
        }
        let tasks = served
            .into_iter()
            .map(|(project, tasks)| (project.to_owned(), lists(model, &tasks, &assigned)))
            .collect();
        let mut lines: HashMap<&str, Vec<&BudgetLine>> = HashMap::new();
        for line in model
            .budget_lines
            .iter()
            .filter(|l| l.owner_kind == OwnerKind::Project)
        {
            lines.entry(line.owner.as_str()).or_default().push(line);
        }
        let money = lines
            .into_iter()
            .map(|(project, lines)| (project.to_owned(), funds(lines)))
            .collect();
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
                .map(|r| (r.id.0.clone(), (r.name.clone(), r.geometry.clone())))
                .collect(),
            units: units.map(|u| (u.id.0.clone(), u.name.clone())).collect(),
        }
    }

    /// Tasks of a project and their units.
    pub fn tasks(&self, project: &str) -> Option<&Tasks> {
        self.tasks.get(project)
    }

    /// The money of a project.
    pub fn money(&self, project: &str) -> Option<&Funds> {
        self.money.get(project)
    }

    /// Short title of a plan.
    pub fn plan_title(&self, id: &str) -> &str {
        self.plans.get(id).map_or("", |(title, _)| title.as_str())
    }

    /// Name of a region.
    pub fn region_name(&self, id: &str) -> Option<&str> {
        self.regions.get(id).map(|(name, _)| name.as_str())
    }

    /// Name of a unit.
    pub fn unit_name(&self, id: &str) -> &str {
        self.units.get(id).map_or("", String::as_str)
    }

    /// The point of the town or county a project is only known to lie in.
    pub fn town_point(&self, project: &Project) -> Option<&Shape> {
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

fn lists(model: &Model, tasks: &[&Task], assigned: &HashMap<&str, Vec<&Assignment>>) -> Tasks {
    let mut units: Vec<(&str, Role)> = Vec::new();
    for row in tasks.iter().filter_map(|t| assigned.get(t.id.as_str())).flatten() {
        if let Some(unit) = model.units.get(row.unit.as_str()) {
            let this = (unit.name.as_str(), row.role);
            if !units.contains(&this) {
                units.push(this);
            }
        }
    }
    let tasks: Vec<_> = tasks
        .iter()
        .map(|t| serde_json::json!({"id": t.id, "number": t.number, "title": t.title}))
        .collect();
    let units: Vec<_> = units
        .iter()
        .map(|(name, role)| serde_json::json!({"name": name, "role": role}))
        .collect();
    Tasks {
        tasks: serde_json::Value::from(tasks).to_string().into_bytes(),
        units: serde_json::Value::from(units).to_string().into_bytes(),
    }
}

fn funds(mut lines: Vec<&BudgetLine>) -> Funds {
    lines.sort_by_key(|l| (l.source, l.stage, l.year));
    let list: Vec<_> = lines
        .iter()
        .map(|l| {
            serde_json::json!({"source": l.source, "stage": l.stage, "year": l.year, "wan_yuan": l.amount.wan_yuan()})
        })
        .collect();
    Funds {
        sums: Money::of(&lines),
        lines: serde_json::Value::from(list).to_string().into_bytes(),
    }
}
