//! What a filter adds up to, and what the projects of each town add up to.

use std::collections::HashSet;

use geodata::footprint_index::KeySet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use super::snapshot::{TownSum, count};
use crate::model::*;
use crate::rules::money::{Money, MoneyBeside};

/// What a selection adds up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Totals {
    /// Projects.
    pub projects: u32,
    /// Projects without a location.
    pub unmapped: u32,
    /// Tasks.
    pub tasks: u32,
    /// Towns.
    pub towns: u32,
    /// Length of line footprints in metres.
    pub length_m: f64,
    /// Area of polygon footprints in square metres.
    pub area_m2: f64,
    /// Length and area are still being computed and not yet complete.
    pub measuring: bool,
    /// Money planned: per project what is approved, else what is estimated.
    pub planned: Fen,
    /// 匡算
    pub estimated: Fen,
    /// 批复
    pub approved: Fen,
    /// 下达
    pub allocated: Fen,
    /// 支付
    pub spent: Fen,
    /// Money of matching tasks and towns, and of plans the filter names (all if it is empty); in none of the sums above.
    pub beside: MoneyBeside,
}

impl Snapshot<'_> {
    /// What a filter adds up to.
    pub fn totals(&self, filter: &Filter) -> Totals {
        let (tasks, towns) = (self.tasks(filter), self.towns(filter));
        let slots = self.project_slots(filter);
        let mut totals = Totals {
            tasks: count(tasks.iter().filter(|t| t.kind == TaskKind::Task).count()),
            towns: count(towns.len()),
            beside: self.money_beside(filter, &tasks, &towns),
            ..Totals::default()
        };
        for slot in slots.iter() {
            if let Some(project) = self.model.projects.summary_ref(*slot) {
                totals.add(project, self.is_ref_unmapped(project));
            }
        }
        let matching: Option<KeySet> = (!filter.is_empty()).then(|| slots.iter().copied().collect());
        for (slot, lines) in self.project_budgets() {
            if matching.as_ref().is_none_or(|set| set.contains(slot)) {
                totals.add_money(&Money::of(lines));
            }
        }
        totals
    }

    /// Money of the tasks and towns that match, and of the plans that the filter names.
    fn money_beside(&self, filter: &Filter, tasks: &[&Task], towns: &[&Region]) -> MoneyBeside {
        let all = filter.is_empty();
        let tasks: HashSet<&str> = tasks.iter().map(|t| t.id.as_str()).collect();
        let towns: HashSet<&str> = towns.iter().map(|t| t.id.as_str()).collect();
        let budget = &self.relations().budget;
        let sum = |kind: OwnerKind, matches: &dyn Fn(&str) -> bool| {
            let owners = budget.by(kind).iter().filter(|(id, _)| all || matches(id));
            owners.fold(Money::default(), |sum, (_, lines)| sum.plus(Money::of(lines)))
        };
        MoneyBeside {
            plans: sum(OwnerKind::Plan, &|id| filter.plans.iter().any(|plan| plan == id)),
            tasks: sum(OwnerKind::Task, &|id| tasks.contains(id)),
            towns: sum(OwnerKind::Town, &|id| towns.contains(id)),
        }
    }

    /// What the projects of each town add up to, by the town's code.
    pub(super) fn town_sum(&self, id: &str) -> TownSum {
        let projects = &self.model.projects;
        let sums = self.of_towns.get_or_init(|| {
            let mut sums = projects.of_towns(|_| TownSum::default());
            for project in projects.summary_refs() {
                if let [_, Some(town), _] = project.codes() {
                    sums[town].projects += 1;
                    sums[town].unmapped += u32::from(self.is_ref_unmapped(project));
                }
            }
            for (slot, lines) in self.project_budgets() {
                if let [_, Some(town), _] = projects.codes(slot) {
                    let money = Money::of(lines);
                    sums[town].planned = sums[town].planned.plus(money.planned);
                    sums[town].spent = sums[town].spent.plus(money.spent);
                }
            }
            sums
        });
        let code = projects.town_ids().position(|t| t.as_str() == id);
        code.map(|code| sums[code]).unwrap_or_default()
    }
}

impl Totals {
    fn add(&mut self, project: SummaryRef<'_>, unmapped: bool) {
        self.projects += 1;
        self.unmapped += u32::from(unmapped);
        match project.measured().map(|m| m.measures) {
            Some(Some(measures)) => {
                self.length_m += measures.length_m;
                self.area_m2 += measures.area_m2;
            }
            _ => self.measuring |= project.drawn(),
        }
    }

    fn add_money(&mut self, money: &Money) {
        self.planned = self.planned.plus(money.planned);
        self.estimated = self.estimated.plus(money.estimated);
        self.approved = self.approved.plus(money.approved);
        self.allocated = self.allocated.plus(money.allocated);
        self.spent = self.spent.plus(money.spent);
    }
}
