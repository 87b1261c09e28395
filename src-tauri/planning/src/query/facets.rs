//! How many projects and tasks each choice of a filter would give.

use super::Snapshot;
use super::conditions::CONDITIONS;
use super::filter::{Facets, Filter};
use super::prepared_filter::{PreparedFilter, bit};
use crate::model::*;

/// Projects that are looked at at a time: as many as stay near at hand while each condition counts them.
const AT_ONCE: usize = 512;

impl Snapshot<'_> {
    /// What each choice of each list would give with the rest of the filter as it is, counted in one walk.
    pub fn facets(&self, filter: &Filter) -> Facets {
        let prepared = PreparedFilter::new(self, filter);
        let mut counted: Vec<_> = CONDITIONS
            .iter()
            .enumerate()
            .filter_map(|(place, condition)| Some((place, condition.choices(self)?)))
            .collect();
        let mut projects = self.model.projects.summary_refs();
        let mut passing: Vec<SummaryRef<'_>> = Vec::with_capacity(AT_ONCE);
        loop {
            let some = projects.by_ref().take(AT_ONCE);
            let some: Vec<_> = some.map(|project| (project, prepared.fails(project))).collect();
            if some.is_empty() {
                break;
            }
            for (place, choices) in &mut counted {
                let lifted = bit(*place);
                let pass = some
                    .iter()
                    .filter(|(_, failed)| prepared.holds_without(*failed, lifted));
                passing.clear();
                passing.extend(pass.map(|(project, _)| *project));
                choices.count(&passing);
            }
        }
        let mut facets = Facets::default();
        for (place, choices) in counted {
            let tasks = || {
                let mut rest = match filter.any {
                    true => Filter::default(),
                    false => filter.clone(),
                };
                CONDITIONS[place].lift(&mut rest);
                self.tasks(&rest)
            };
            choices.finish(&tasks, &mut facets);
        }
        facets
    }
}
