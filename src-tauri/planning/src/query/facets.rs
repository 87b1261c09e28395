//! How many projects and tasks each choice of a filter would give.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::conditions::CONDITIONS;
use super::filter::Filter;
use super::prepared_filter::{PreparedFilter, bit};
use crate::model::*;

/// Projects that are looked at at a time: as many as stay near at hand while each condition counts them.
const AT_ONCE: usize = 512;

/// How many projects each choice of a filter would give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FacetCount {
    /// The value: an id, a word or a year.
    pub value: String,
    /// Its label.
    pub label: String,
    /// Second line: the county of a town, the region of a unit.
    pub hint: Option<String>,
    /// Projects with it.
    pub projects: u32,
    /// Tasks with it.
    pub tasks: u32,
}

/// The choices of every filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the fields of Filter")]
pub struct Facets {
    pub plans: Vec<FacetCount>,
    pub towns: Vec<FacetCount>,
    pub kinds: Vec<FacetCount>,
    pub stages: Vec<FacetCount>,
    pub units: Vec<FacetCount>,
    pub years: Vec<FacetCount>,
    pub sources: Vec<FacetCount>,
    pub lacks: Vec<FacetCount>,
    pub mapped: u32,
    pub unmapped: u32,
}

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
