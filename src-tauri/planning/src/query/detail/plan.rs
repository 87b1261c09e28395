//! Everything about a plan.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DesignatedTown, IndicatorBrief, TaskBrief, rows};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;
use crate::query::snapshot::count;
use crate::query::totals::Totals;
use crate::rules::money::MoneySums;

/// A document that a plan names, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct CitedDocument {
    pub citation: Citation,
    pub document: Document,
}

/// A standard with what it asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct StandardWithItems {
    pub standard: Standard,
    pub items: Vec<StandardItem>,
}

/// Everything about a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct PlanDetail {
    pub plan: Plan,
    pub region: Region,
    pub phases: Vec<Phase>,
    pub tasks: Vec<TaskBrief>,
    pub measures: u32,
    pub unit_mentions: u32,
    pub units: u32,
    pub indicators: Vec<IndicatorBrief>,
    pub designations: Vec<DesignatedTown>,
    pub documents: Vec<CitedDocument>,
    pub standards: Vec<StandardWithItems>,
    pub funding_rules: Vec<FundingRule>,
    pub land_rules: Vec<LandRule>,
    pub rosters: Vec<Roster>,
    pub criteria: Vec<Criterion>,
    pub assessments: Vec<Assessment>,
    pub assessment_rules: Vec<AssessmentRule>,
    pub budget: Vec<BudgetLine>,
    pub money: MoneySums,
    pub progress: Vec<ProgressReport>,
    pub totals: Totals,
    /// Where it is: around its pilot towns that have a place, else around its region; west, south, east, north.
    pub bounds: Option<[f64; 4]>,
}

impl Snapshot<'_> {
    pub(super) fn plan_detail(&self, id: &str) -> Option<PlanDetail> {
        let plan = self.model.plans.get(id)?;
        let filter = Filter {
            plans: vec![id.to_owned()],
            ..Filter::default()
        };
        let all = self.tasks(&filter);
        let tasks: Vec<&Task> = all.iter().copied().filter(|t| t.kind == TaskKind::Task).collect();
        let mentions = tasks
            .iter()
            .flat_map(|t| self.relations().assignments_of_task.of(t.id.as_str()));
        let mut units: Vec<&str> = mentions.map(|a| a.unit.as_str()).collect();
        let unit_mentions = count(units.len());
        units.sort_unstable();
        units.dedup();
        macro_rules! of_plan {
            ($table:ident by $key:ident) => {
                self.model
                    .$table
                    .sorted_by_key(|r| r.$key.clone())
                    .into_iter()
                    .filter(|r| r.plan.as_str() == id)
                    .cloned()
                    .collect()
            };
        }
        let indicators: Vec<Indicator> = of_plan!(indicators by ordinal);
        let standards: Vec<Standard> = of_plan!(standards by ordinal);
        Some(PlanDetail {
            bounds: self.plan_bounds(plan),
            plan: plan.clone(),
            region: self.model.regions.get(plan.region.as_str())?.clone(),
            phases: of_plan!(phases by ordinal),
            measures: count(all.len() - tasks.len()),
            tasks: tasks.into_iter().map(|t| self.task_brief(t)).collect(),
            unit_mentions,
            units: count(units.len()),
            indicators: indicators.iter().map(|i| self.indicator_brief(i)).collect(),
            designations: self
                .model
                .designations
                .iter()
                .filter(|d| d.plan.as_str() == id)
                .map(|d| self.designated(d))
                .collect(),
            documents: self.cited_documents(id),
            standards: standards
                .into_iter()
                .map(|standard| StandardWithItems {
                    items: rows(self.relations().items_of_standard.of(standard.id.as_str())),
                    standard,
                })
                .collect(),
            funding_rules: of_plan!(funding_rules by ordinal),
            land_rules: of_plan!(land_rules by ordinal),
            rosters: of_plan!(rosters by ordinal),
            criteria: of_plan!(criteria by ordinal),
            assessments: of_plan!(assessments by round),
            assessment_rules: of_plan!(assessment_rules by ordinal),
            budget: rows(self.relations().budget.of(OwnerKind::Plan, id)),
            money: self.money_sums(OwnerKind::Plan, id),
            progress: rows(self.relations().progress.of(OwnerKind::Plan, id)),
            totals: self.totals(&filter),
        })
    }

    /// The documents that a plan names, in its order.
    fn cited_documents(&self, plan: &str) -> Vec<CitedDocument> {
        let cited = self.relations().citations_of_plan.of(plan).iter();
        let with_document = |citation: &std::sync::Arc<Citation>| {
            Some(CitedDocument {
                document: self.model.documents.get(citation.document.as_str())?.clone(),
                citation: (**citation).clone(),
            })
        };
        cited.filter_map(with_document).collect()
    }
}
