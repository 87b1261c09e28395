//! What a complete entry has and a project has not: money, a leading unit, dates, a place on the map.

use geodata::footprint_index::KeySet;

use super::{ChoiceCounter, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};
use crate::query::snapshot::Money;

pub(super) struct Lacks;

impl Condition for Lacks {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.lacks.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.lacks.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let with_money = with_money(snapshot);
        Box::new(move |project| {
            let mut lacks = filter.lacks.iter();
            lacks.any(|lack| is_lacking(*lack, project, snapshot, &with_money))
        })
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(LackCounter {
            snapshot,
            with_money: with_money(snapshot),
            counts: [0; Lack::ALL.len()],
        }))
    }
}

struct LackCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    with_money: KeySet,
    counts: [u32; Lack::ALL.len()],
}

impl<'a> ChoiceCounter<'a> for LackCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            for (lack, n) in Lack::ALL.iter().zip(&mut self.counts) {
                *n += u32::from(is_lacking(*lack, *project, self.snapshot, &self.with_money));
            }
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        for (lack, n) in Lack::ALL.iter().zip(self.counts) {
            facets.lacks.push(word_choice(lack.word(), lack.zh(), n));
        }
    }
}

fn is_lacking<'a>(lack: Lack, project: SummaryRef<'a>, snapshot: &Snapshot<'a>, with_money: &KeySet) -> bool {
    match lack {
        Lack::Money => !with_money.contains(project.slot),
        Lack::LeadUnit => project.codes()[2].is_none(),
        Lack::Dates => project.starts().is_none() && project.ends().is_none(),
        Lack::Place => snapshot.is_ref_unmapped(project),
    }
}

/// Projects for which money is planned, as the ledger says it.
fn with_money(snapshot: &Snapshot<'_>) -> KeySet {
    let budgets = snapshot.project_budgets();
    let planned = budgets.filter(|(_, lines)| Money::of(lines).planned.0 != 0);
    planned.map(|(slot, _)| slot).collect()
}
