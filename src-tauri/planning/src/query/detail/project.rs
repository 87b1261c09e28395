//! Everything about a project.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ShapeProblem, TaskBrief, problems_of, rows};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::check::Outside;
use crate::query::ledger::ProjectRow;
use crate::query::outlines::Outlines;
use crate::rules::eligibility::{Candidate, EligibilityAnswer, judge};
use crate::rules::gate_rules::{self, BlockedStep};
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
    /// What it may have by the rules of its plan and of the plans that its town is a pilot of.
    pub eligibility: Vec<EligibilityAnswer>,
    pub gates: Vec<Gate>,
    /// Steps of the gates that are late today.
    pub overdue_gates: Vec<GateStep>,
    /// Steps of the gates whose planned date is over, that were reached by what is reported, and that nobody has confirmed.
    pub unconfirmed_gates: Vec<GateStep>,
    /// Steps that rules of its plans block, and what lacks.
    pub blocked: Vec<BlockedStep>,
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
            eligibility: self.eligibility(&project),
            gates: rows(self.relations().gates_of_project.of(id)),
            overdue_gates: self.passed_steps(id, PassedGate::Late),
            unconfirmed_gates: self.passed_steps(id, PassedGate::Unconfirmed),
            blocked: gate_rules::blocked(self.model, id),
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

    /// What each rule says of a project: those of its plan, those of the plans that its town is a pilot of, and those of no
    /// plan, which users added.
    #[must_use]
    pub fn eligibility(&self, project: &Project) -> Vec<EligibilityAnswer> {
        let town = project.town.as_ref();
        let designations = town.map(|town| self.relations().designations_of_region.of(town.as_str()));
        let active: Vec<&Designation> = designations
            .unwrap_or_default()
            .iter()
            .map(|row| &**row)
            .filter(|row| row.status == PilotStatus::Active)
            .collect();
        let lines = self
            .relations()
            .budget
            .of(OwnerKind::Project, project.id.as_str());
        let of_bond = |line: &BudgetLine| line.source == MoneySource::SpecialBond;
        let candidate = Candidate {
            kind: project.kind,
            planned: MoneySums::of(lines).planned,
            bond: MoneySums::of_those(lines, of_bond).planned,
            public_benefit: project.public_benefit,
            yearly_revenue: project.yearly_revenue,
            bond_years: project.bond_years,
            bond_rate: project.bond_rate,
            // Of several levels the highest; one that is not stated says nothing beside one that is.
            pilot: (!active.is_empty()).then(|| active.iter().filter_map(|row| row.level).min()),
            quantity: project.quantity.zip(project.quantity_unit.as_deref()),
        };
        let is_meant = |rule: &EligibilityRule| {
            rule.plan.as_ref().is_none_or(|plan| {
                project.plan.as_ref() == Some(plan) || active.iter().any(|row| row.plan == *plan)
            })
        };
        let order = |rule: &EligibilityRule| {
            let plan = rule
                .plan
                .as_ref()
                .and_then(|plan| self.model.plans.get(plan.as_str()));
            (
                plan.map_or(i64::MAX, |plan| plan.ordinal),
                rule.ordinal,
                rule.id.clone(),
            )
        };
        let rules = self.model.eligibility_rules.sorted_by_key(order).into_iter();
        rules
            .filter(|rule| is_meant(rule))
            .map(|rule| judge(rule, &candidate, self.clause_of(rule)))
            .collect()
    }

    /// Where a rule stands: the plan, the funding rule that is its clause, and the place where it was read.
    fn clause_of(&self, rule: &EligibilityRule) -> String {
        let plan = rule.plan.as_ref().map(|plan| self.plan_title(plan.as_str()));
        let clause = rule.funding_rule.as_ref();
        let clause = clause.and_then(|clause| self.model.funding_rules.get(clause.as_str()));
        let read_at = rule
            .read_at
            .clone()
            .or_else(|| clause.and_then(|clause| clause.read_at.clone()));
        let parts = [plan, read_at, clause.map(|clause| clause.title.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}
