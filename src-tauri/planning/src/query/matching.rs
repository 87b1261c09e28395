//! What matches a filter: one rule for map, table and export.

use std::sync::Arc;

use geodata::footprint_index::{self, KeySet};

use super::Snapshot;
use super::cache::QueryCache;
use super::conditions::{CONDITIONS, Test};
use super::filter::{Filter, Sort};
use super::prepared_filter::PreparedFilter;
use crate::model::*;

impl<'m> Snapshot<'m> {
    /// Numbers of the projects that match, in their plans' order.
    pub fn project_slots(&self, filter: &Filter) -> Arc<Vec<u32>> {
        let make = || self.find_projects(filter);
        match self.cache {
            Some(cache) => cache.order(filter, &Sort::default(), make),
            None => make(),
        }
    }

    pub(super) fn find_projects(&self, filter: &Filter) -> Arc<Vec<u32>> {
        let plan = |id: &PlanId| self.model.plans.get(id.as_str()).map_or(i64::MAX, |p| p.ordinal);
        let all = self.model.projects.ordered(&plan);
        if filter.is_empty() {
            return all;
        }
        let prepared = PreparedFilter::new(self, filter);
        let holds = |slot: &u32| {
            self.model
                .projects
                .summary_ref(*slot)
                .is_some_and(|p| prepared.holds(p))
        };
        Arc::new(all.iter().copied().filter(holds).collect())
    }

    /// Projects that match, in their plans' order.
    pub fn projects(&self, filter: &Filter) -> impl Iterator<Item = Summary<'m>> + use<'m> {
        let slots = self.project_slots(filter);
        let projects = &self.model.projects;
        (0..slots.len()).filter_map(move |i| projects.at(slots[i]))
    }

    /// Numbers of the projects that match, as a set.
    pub fn project_set(&self, filter: &Filter) -> KeySet {
        self.project_slots(filter).iter().copied().collect()
    }

    /// The set of the projects that match, for the tiles of the map; `None` if the filter lets all through.
    pub fn tile_filter(&self, filter: &Filter, cache: &QueryCache) -> Option<Arc<footprint_index::Filter>> {
        (!filter.is_empty()).then(|| cache.set(filter, || self.project_set(filter)))
    }

    /// Tasks and measures that match, in their plans' order, without the single works they pack ([`Self::subtasks`]).
    /// Conditions that only projects have hold when a project that serves the task passes them.
    pub fn tasks(&self, filter: &Filter) -> Vec<&'m Task> {
        let mut tests: Vec<Test<'_, &Task>> = Vec::new();
        let mut of_projects = filter.clone();
        for condition in CONDITIONS.iter().filter(|c| c.is_set(filter)) {
            if let Some(test) = condition.of_tasks(self, filter) {
                tests.push(test);
                condition.lift(&mut of_projects);
            }
        }
        let matching = (!of_projects.is_empty()).then(|| self.project_set(&of_projects));
        if let Some(matching) = matching {
            tests.push(Box::new(move |task| {
                let mut serving = self.projects_of_task(task.id.as_str());
                serving.any(|slot| matching.contains(slot))
            }));
        }
        let order = |t: &Task| {
            let plan = self.model.plans.get(t.plan.as_str());
            (plan.map_or(i64::MAX, |p| p.ordinal), t.ordinal, t.id.clone())
        };
        let rows = self.model.tasks.sorted_by_key(order);
        let whole = |t: &&Task| t.kind != TaskKind::Subtask;
        rows.into_iter()
            .filter(|t| whole(t) && joined(filter, &tests, t))
            .collect()
    }

    /// The single works that a task or measure packs, in the order of the plan.
    pub fn subtasks(&self, task: &TaskId) -> impl Iterator<Item = &'m Task> + use<'m> {
        let below = self.model.relations().subtasks_of_task.of(task.as_str());
        below.iter().map(AsRef::as_ref)
    }

    /// Tasks with the single works they pack, each task before its own.
    pub fn with_subtasks(&self, tasks: &[&'m Task]) -> Vec<&'m Task> {
        let of = |task: &&'m Task| std::iter::once(*task).chain(self.subtasks(&task.id));
        tasks.iter().flat_map(of).collect()
    }

    /// Towns that match, by code. Conditions that only projects have hold when a project in the town passes them.
    pub fn towns(&self, filter: &Filter) -> Vec<&'m Region> {
        let townships = |r: &Region| r.level == RegionLevel::Township;
        self.regions(filter, townships)
    }

    /// Regions of the wanted kind that match, by code.
    pub(super) fn regions(&self, filter: &Filter, wanted: impl Fn(&Region) -> bool) -> Vec<&'m Region> {
        let mut tests: Vec<Test<'_, &Region>> = Vec::new();
        let mut of_projects = filter.clone();
        for condition in CONDITIONS.iter().filter(|c| c.is_set(filter)) {
            if let Some(test) = condition.of_towns(self, filter) {
                tests.push(test);
                condition.lift(&mut of_projects);
            }
        }
        let matching = (!of_projects.is_empty()).then(|| self.towns_of(&of_projects));
        if let Some(matching) = matching {
            tests.push(Box::new(move |town| {
                matching.binary_search(&town.id.as_str()).is_ok()
            }));
        }
        let regions = self.model.regions.iter();
        regions
            .filter(|r| wanted(r) && joined(filter, &tests, r))
            .collect()
    }

    /// Ids of the towns that have a project of the filter, sorted.
    fn towns_of(&self, filter: &Filter) -> Vec<&'m str> {
        let projects = &self.model.projects;
        let mut seen = projects.of_towns(|_| false);
        for slot in self.project_slots(filter).iter() {
            if let [_, Some(town), _] = projects.codes(*slot) {
                seen[town] = true;
            }
        }
        let towns = projects.town_ids().zip(seen).filter(|(_, seen)| *seen);
        let mut ids: Vec<&str> = towns.map(|(id, _)| id.as_str()).collect();
        ids.sort_unstable();
        ids
    }

    /// Sites of the filter's plans and towns.
    pub fn sites(&self, filter: &Filter) -> Vec<&'m Site> {
        let in_plan = |site: &Site| {
            let plan = site.plan.as_ref();
            filter.plans.is_empty() || plan.is_some_and(|plan| filter.plans.contains(&plan.0))
        };
        let in_town = |site: &Site| {
            let town = site.town.as_ref();
            filter.towns.is_empty() || town.is_some_and(|town| self.within(town.as_str(), &filter.towns))
        };
        let sites = self.model.sites.iter();
        sites.filter(|site| in_plan(site) && in_town(site)).collect()
    }
}

/// Whether a thing passes the conditions that are set, joined as the filter says.
fn joined<T: Copy>(filter: &Filter, tests: &[Test<'_, T>], thing: T) -> bool {
    if filter.any && !tests.is_empty() {
        tests.iter().any(|test| test(thing))
    } else {
        tests.iter().all(|test| test(thing))
    }
}
