//! Everything about a town or another region.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DesignatedTown, IndicatorBrief, MOST_ROWS, TaskBrief, rows};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;
use crate::query::ledger::ProjectRow;
use crate::query::totals::Totals;
use crate::rules::money::MoneySums;

/// Everything about a town or another region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct TownDetail {
    pub region: Region,
    /// Names of the regions above, from the province down.
    pub path: Vec<String>,
    pub designations: Vec<DesignatedTown>,
    /// Tasks assigned to the town itself or to a group it belongs to.
    pub tasks: Vec<TaskBrief>,
    pub projects: Vec<ProjectRow>,
    pub sites: Vec<Site>,
    pub budget: Vec<BudgetLine>,
    pub money: MoneySums,
    pub progress: Vec<ProgressReport>,
    pub observations: Vec<Observation>,
    /// Facts of the town over time, by measure and date.
    pub facts: Vec<TownObservation>,
    pub indicators: Vec<IndicatorBrief>,
    pub funding_rules: Vec<FundingRule>,
    pub totals: Totals,
}

impl Snapshot<'_> {
    pub(super) fn town_detail(&self, id: &str) -> Option<TownDetail> {
        let region = self.model.regions.get(id)?;
        let towns = [id.to_owned()];
        let filter = Filter {
            towns: towns.to_vec(),
            ..Filter::default()
        };
        let designations: Vec<DesignatedTown> = self
            .relations()
            .designations_of_region
            .of(id)
            .iter()
            .map(|d| self.designated(d))
            .collect();
        let plans: Vec<&str> = designations.iter().map(|d| d.designation.plan.as_str()).collect();
        let standing: Vec<&Unit> = self
            .model
            .units
            .iter()
            .filter(|u| self.unit_stands_for(u, region))
            .collect();
        let mut tasks: Vec<&Task> = standing
            .iter()
            .flat_map(|u| self.relations().assignments_of_unit.of(u.id.as_str()))
            .filter_map(|a| self.model.tasks.get(a.task.as_str()))
            .collect();
        tasks.sort_by(|a, b| (a.plan.as_str(), a.ordinal).cmp(&(b.plan.as_str(), b.ordinal)));
        tasks.dedup_by(|a, b| a.id == b.id);
        let indicators = self
            .model
            .indicators
            .sorted_by_key(|i| (i.plan.0.clone(), i.ordinal));
        Some(TownDetail {
            region: region.clone(),
            path: self.path(id),
            tasks: tasks.into_iter().map(|t| self.task_brief(t)).collect(),
            projects: self
                .projects(&filter)
                .take(MOST_ROWS)
                .map(|p| self.project_row(&p))
                .collect(),
            sites: self
                .model
                .sites
                .iter()
                .filter(|s| s.town.as_ref().is_some_and(|t| self.within(t.as_str(), &towns)))
                .cloned()
                .collect(),
            budget: rows(self.relations().budget.of(OwnerKind::Town, id)),
            money: self.money_sums(OwnerKind::Town, id),
            progress: rows(self.relations().progress.of(OwnerKind::Town, id)),
            observations: self
                .model
                .observations
                .iter()
                .filter(|o| o.region.as_ref().is_some_and(|r| r.as_str() == id))
                .cloned()
                .collect(),
            facts: rows(self.relations().observations_of_region.of(id)),
            // Targets that name it, and of the plans that make it a pilot those that are about towns.
            indicators: indicators
                .into_iter()
                .filter(|i| self.is_about_town(i, id, &plans))
                .map(|i| self.indicator_brief(i))
                .collect(),
            funding_rules: self
                .model
                .funding_rules
                .sorted_by_key(|r| r.ordinal)
                .into_iter()
                .filter(|r| plans.contains(&r.plan.as_str()))
                .cloned()
                .collect(),
            totals: self.totals(&filter),
            designations,
        })
    }

    /// Whether a target is about a town that is a pilot of these plans.
    fn is_about_town(&self, target: &Indicator, town: &str, plans: &[&str]) -> bool {
        let named = self.relations().regions_of_indicator.of(target.id.as_str());
        if named.iter().any(|one| one.region.as_str() == town) {
            return true;
        }
        // Others have a part of it; where regions are named without one, it is about those.
        if named.iter().any(|one| one.value.is_none()) || target.scope_class == Some(ScopeClass::Listed) {
            return false;
        }
        let of_towns = matches!(
            target.scope_class,
            Some(ScopeClass::Pilots | ScopeClass::EachPilot | ScopeClass::EachTown)
        );
        plans.contains(&target.plan.as_str())
            && (of_towns || target.scope.as_ref().is_some_and(|s| s.contains('镇')))
    }
}
