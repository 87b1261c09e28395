//! Where the money of a project comes from.

use geodata::footprint_index::KeySet;

use super::{ChoiceCounter, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

pub(super) struct Sources;

impl Condition for Sources {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.sources.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.sources.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let with_source = snapshot.projects_with_money(|line| filter.sources.contains(&line.source));
        Box::new(move |project| with_source.contains(project.slot))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(SourceCounter {
            snapshot,
            passing: KeySet::new(),
            with_money: !snapshot.relations().budget.by(OwnerKind::Project).is_empty(),
        }))
    }
}

struct SourceCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    /// Projects that may have money.
    passing: KeySet,
    with_money: bool,
}

impl<'a> ChoiceCounter<'a> for SourceCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        if self.with_money {
            for project in projects {
                self.passing.insert(project.slot);
            }
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let mut counts = [0; MoneySource::ALL.len()];
        for (_, lines) in self
            .snapshot
            .project_budgets()
            .filter(|(slot, _)| self.passing.contains(*slot))
        {
            let mut sources: Vec<MoneySource> = lines.iter().map(|line| line.source).collect();
            sources.dedup();
            for source in sources {
                counts[source as usize] += 1;
            }
        }
        for (source, n) in MoneySource::ALL.iter().zip(counts) {
            facets.sources.push(word_choice(source.word(), source.zh(), n));
        }
    }
}
