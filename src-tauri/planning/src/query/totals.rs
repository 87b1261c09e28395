//! What a filter adds up to, and what the projects of each town add up to.

use std::sync::Arc;

use geodata::footprint_index::KeySet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use super::money::MoneyRequest;
use super::snapshot::{TownSum, count};
use crate::model::*;
use crate::money::MoneyCube;
use crate::rules::money::{Money, MoneyBeside, MoneySums};
use crate::rules::overdue::PassedGate;

/// What a selection adds up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Totals {
    pub projects: u32,
    /// Projects without a location.
    pub unmapped: u32,
    /// Of those without a location, the ones that stand at their county on the map.
    pub at_county: u32,
    /// Projects that are late today.
    pub overdue: u32,
    pub tasks: u32,
    /// Tasks that are late today, measures among them.
    pub overdue_tasks: u32,
    /// Single works of the tasks; in none of the numbers of tasks.
    pub subtasks: u32,
    /// Those of them that are late today.
    pub overdue_subtasks: u32,
    /// Gates of the projects that are late today.
    pub overdue_gates: u32,
    /// Gates of the projects whose planned date is over, that were reached by what is reported, and that are not confirmed.
    pub unconfirmed_gates: u32,
    /// Indicators that are late today: those of the tasks, and those of no task whose plan is meant.
    pub overdue_indicators: u32,
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
    /// Per project what is planned and not allocated.
    pub gap: Fen,
    /// Money of matching tasks and towns, and of plans if the filter asks for nothing else; in none of the sums above.
    pub beside: MoneyBeside,
}

impl Snapshot<'_> {
    /// What a filter adds up to.
    pub fn totals(&self, filter: &Filter) -> Totals {
        let (tasks, towns) = (self.tasks(filter), self.towns(filter));
        let slots = self.project_slots(filter);
        let below = || tasks.iter().flat_map(|task| self.subtasks(&task.id));
        let mut totals = Totals {
            tasks: count(tasks.iter().filter(|t| t.kind == TaskKind::Task).count()),
            overdue_tasks: count(tasks.iter().filter(|t| self.is_task_overdue(t)).count()),
            subtasks: count(below().count()),
            overdue_subtasks: count(below().filter(|t| self.is_task_overdue(t)).count()),
            overdue_indicators: self.late_indicators(filter, &tasks),
            towns: count(towns.len()),
            beside: self.money_beside(filter),
            ..Totals::default()
        };
        for slot in slots.iter() {
            if let Some(project) = self.model.projects.summary_ref(*slot) {
                totals.add(project, self.is_ref_unmapped(project));
                totals.at_county += u32::from(!project.drawn() && self.is_at_county(&project.summary()));
                totals.overdue += u32::from(self.is_overdue(project));
            }
        }
        let matching: Option<KeySet> = (!filter.is_empty()).then(|| slots.iter().copied().collect());
        let of_matching = |gate: &Gate| {
            let slot = || Some(self.model.projects.get(gate.project.as_str())?.slot);
            matching
                .as_ref()
                .is_none_or(|set| slot().is_some_and(|slot| set.contains(slot)))
        };
        for gate in self.model.gates.iter() {
            match self.passed_gate(gate).filter(|_| of_matching(gate)) {
                Some(PassedGate::Late) => totals.overdue_gates += 1,
                Some(PassedGate::Unconfirmed) => totals.unconfirmed_gates += 1,
                None => {}
            }
        }
        for (slot, lines) in self.project_budgets() {
            if matching.as_ref().is_none_or(|set| set.contains(slot)) {
                totals.add_money(&filter.money_of(lines));
            }
        }
        totals
    }

    fn late_indicators(&self, filter: &Filter, tasks: &[&Task]) -> u32 {
        let of_tasks: u32 = (tasks.iter())
            .map(|task| self.overdue_indicators(task.id.as_str()))
            .sum();
        let plans = Filter {
            plans: filter.plans.clone(),
            any: filter.any,
            ..Filter::default()
        };
        if *filter != plans {
            return of_tasks;
        }
        let meant = |i: &&Indicator| {
            let of_plan = plans.plans.is_empty() || plans.plans.contains(&i.plan.0);
            i.task.is_none() && of_plan && self.is_indicator_overdue(i)
        };
        of_tasks + count(self.model.indicators.iter().filter(meant).count())
    }

    /// Money of the tasks and towns that match, and of the plans that the filter names.
    fn money_beside(&self, filter: &Filter) -> MoneyBeside {
        let request = MoneyRequest {
            filter: filter.clone(),
            ..MoneyRequest::default()
        };
        let scope = self.money_scope(&request);
        let beside = |kind: OwnerKind, id: &str| kind != OwnerKind::Project && scope.has(kind, id);
        let cube = MoneyCube::of_those(self.model, &beside, &|line| scope.counts(line));
        MoneyBeside {
            plans: cube.total(&|owner| owner.kind == OwnerKind::Plan),
            tasks: cube.total(&|owner| owner.kind == OwnerKind::Task),
            towns: cube.total(&|owner| owner.kind == OwnerKind::Town),
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

impl Filter {
    /// Whether a line of a matching owner is meant: under a source or a year the line must have it. In a filter joined by
    /// “or” an owner may be there for another reason; all its lines are meant then.
    pub(super) fn counts(&self, line: &BudgetLine) -> bool {
        let of_source = || self.sources.is_empty() || self.sources.contains(&line.source);
        let of_year = || self.years.is_empty() || line.year.is_some_and(|year| self.years.contains(&year));
        self.any || (of_source() && of_year())
    }

    /// The money of one owner in the lines that are meant.
    pub(super) fn money_of(&self, lines: &[Arc<BudgetLine>]) -> Money {
        if self.any || (self.sources.is_empty() && self.years.is_empty()) {
            return Money::of(lines);
        }
        MoneySums::of_those(lines, |line| self.counts(line)).into()
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
        self.gap = self.gap.plus(money.gap);
    }
}
