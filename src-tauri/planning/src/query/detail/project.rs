//! Everything about a project.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ShapeProblem, TaskBrief, problems_of, rows};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::check::Outside;
use crate::query::ledger::ProjectRow;
use crate::query::outlines::Outlines;
use crate::rules::money::MoneySums;
use crate::rules::overdue::PassedGate;

/// Everything about a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct ProjectDetail {
    pub project: Project,
    pub row: ProjectRow,
    pub plan: Option<Plan>,
    pub town: Option<Region>,
    pub path: Vec<String>,
    pub tasks: Vec<TaskBrief>,
    pub links: Vec<ProjectTask>,
    pub budget: Vec<BudgetLine>,
    pub money: MoneySums,
    pub gates: Vec<Gate>,
    /// Steps of the gates that are late today.
    pub overdue_gates: Vec<GateStep>,
    /// Steps of the gates whose planned date is over, that were reached by what is reported, and that nobody has confirmed.
    pub unconfirmed_gates: Vec<GateStep>,
    pub progress: Vec<ProgressReport>,
    pub lead_unit: Option<Unit>,
    pub problems: Vec<ShapeProblem>,
    /// What speaks against the place of its footprint.
    pub outside: Option<Outside>,
}

impl Snapshot<'_> {
    pub(super) fn project_detail(&self, id: &str) -> Result<Option<ProjectDetail>, NotRead> {
        let Some(summary) = self.model.projects.get(id) else {
            return Ok(None);
        };
        let project = self.model.projects.full_at(summary.slot)?;
        let town = summary.town.and_then(|t| self.model.regions.get(t.as_str()));
        let problems = project.geometry.as_ref().map(problems_of).unwrap_or_default();
        Ok(Some(ProjectDetail {
            row: self.project_row(&summary),
            plan: project
                .plan
                .as_ref()
                .and_then(|p| self.model.plans.get(p.as_str()))
                .cloned(),
            path: town
                .map(|t| {
                    let mut path = self.path(t.id.as_str());
                    path.push(t.name.clone());
                    path
                })
                .unwrap_or_default(),
            town: town.cloned(),
            tasks: self.tasks_of_project(id).map(|t| self.task_brief(t)).collect(),
            links: rows(self.relations().links_of_project.of(id)),
            budget: rows(self.relations().budget.of(OwnerKind::Project, id)),
            money: self.money_sums(OwnerKind::Project, id),
            gates: rows(self.relations().gates_of_project.of(id)),
            overdue_gates: self.passed_steps(id, PassedGate::Late),
            unconfirmed_gates: self.passed_steps(id, PassedGate::Unconfirmed),
            progress: rows(self.relations().progress.of(OwnerKind::Project, id)),
            lead_unit: project
                .lead_unit
                .as_ref()
                .and_then(|u| self.model.units.get(u.as_str()))
                .cloned(),
            outside: project.geometry.as_ref().and_then(|shape| {
                let at = geodata::measure::label_point(&shape.0)?;
                self.outside(&summary, &shape.0, at, &Outlines::of(self.model))
            }),
            problems,
            project,
        }))
    }

    /// Steps of the gates of a project whose planned date is over, that stand so.
    fn passed_steps(&self, project: &str, standing: PassedGate) -> Vec<GateStep> {
        let gates = self.relations().gates_of_project.of(project).iter();
        gates
            .filter(|gate| self.passed_gate(gate) == Some(standing))
            .map(|gate| gate.step)
            .collect()
    }
}
