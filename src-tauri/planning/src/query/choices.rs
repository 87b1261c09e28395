//! Choices of references for forms, and the lines that exports are made of.

use super::Snapshot;
use super::types::{Choice, Choices, Filter};
use crate::model::*;

impl Snapshot<'_> {
    /// Plans, towns, tasks and units that a form can refer to.
    pub fn choices(&self) -> Choices {
        let choice = |value: &str, label: String, hint: Option<String>| Choice {
            value: value.to_owned(),
            label,
            hint,
        };
        Choices {
            plans: self
                .model
                .plans
                .sorted_by_key(|p| p.ordinal)
                .into_iter()
                .map(|p| choice(p.id.as_str(), p.short_title.clone(), p.document_number.clone()))
                .collect(),
            towns: self
                .model
                .regions
                .iter()
                .filter(|r| {
                    matches!(
                        r.level,
                        RegionLevel::Township | RegionLevel::County | RegionLevel::Village
                    )
                })
                .map(|r| {
                    choice(
                        r.id.as_str(),
                        r.name.clone(),
                        self.path(r.id.as_str()).last().cloned(),
                    )
                })
                .collect(),
            tasks: self
                .tasks(&Filter::default())
                .into_iter()
                .map(|t| {
                    choice(
                        t.id.as_str(),
                        format!("{} {}", t.number, t.title),
                        Some(self.plan_title(t.plan.as_str())),
                    )
                })
                .collect(),
            units: self
                .model
                .units
                .iter()
                .map(|u| {
                    let region = self.model.regions.get(u.region.as_str()).map(|r| r.name.clone());
                    choice(u.id.as_str(), u.name.clone(), region)
                })
                .collect(),
        }
    }
}

impl<'m> Snapshot<'m> {
    /// A project's ledger line.
    pub fn project_line(&self, p: &Summary<'m>) -> super::ProjectRow {
        self.project_row(p)
    }

    /// A town's ledger line.
    pub fn town_line(&self, r: &'m Region) -> super::TownRow {
        self.town_row(r)
    }

    /// Tasks a project serves.
    pub fn project_tasks(&self, project: &str) -> Vec<&'m Task> {
        self.tasks_of_project.get(project).cloned().unwrap_or_default()
    }

    /// Units of the tasks a project serves, with their roles, each once.
    pub fn project_unit_roles(&self, project: &str) -> Vec<(&'m str, Role)> {
        let mut out: Vec<(&str, Role)> = Vec::new();
        for task in self.project_tasks(project) {
            for a in self.assignments.get(task.id.as_str()).into_iter().flatten() {
                if let Some(unit) = self.model.units.get(a.unit.as_str())
                    && !out.contains(&(unit.name.as_str(), a.role))
                {
                    out.push((unit.name.as_str(), a.role));
                }
            }
        }
        out
    }

    /// Budget lines of a thing.
    pub fn budget_lines(&self, kind: OwnerKind, id: &str) -> Vec<&'m BudgetLine> {
        let mut lines: Vec<&BudgetLine> = self.budget.get(&(kind, id)).cloned().unwrap_or_default();
        lines.sort_by_key(|l| (l.source, l.stage, l.year));
        lines
    }

    /// Sites of the filter's plans and towns.
    pub fn sites(&self, filter: &Filter) -> Vec<&'m Site> {
        let ok = |s: &&Site| {
            let plan =
                filter.plans.is_empty() || s.plan.as_ref().is_some_and(|p| filter.plans.contains(&p.0));
            let town = filter.towns.is_empty()
                || s.town
                    .as_ref()
                    .is_some_and(|t| self.within(t.as_str(), &filter.towns));
            plan && town
        };
        self.model.sites.iter().filter(ok).collect()
    }
}
