//! The town or county a project lies in, a task is assigned in, or a town is.

use std::collections::HashMap;

use super::{ChoiceCounter, Condition, Test, at};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{FacetCount, Facets, Filter};

pub(super) struct Towns;

impl Condition for Towns {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.towns.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.towns.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let projects = &snapshot.model.projects;
        let towns = projects.of_towns(|id| snapshot.within(id.as_str(), &filter.towns));
        Box::new(move |project| at(&towns, project.codes()[1]))
    }

    fn of_tasks<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        let model = snapshot.model;
        let regions: Vec<&Region> = filter
            .towns
            .iter()
            .filter_map(|town| model.regions.get(town))
            .collect();
        Some(Box::new(move |task| {
            let assigned = snapshot.relations().assignments_of_task.of(task.id.as_str());
            let mut units = assigned.iter().filter_map(|a| model.units.get(a.unit.as_str()));
            units.any(|unit| {
                regions
                    .iter()
                    .any(|region| snapshot.unit_stands_for(unit, region))
            }) || snapshot
                .projects_of_task(task.id.as_str())
                .filter_map(|slot| model.projects.at(slot)?.town)
                .any(|town| snapshot.within(town.as_str(), &filter.towns))
        }))
    }

    fn of_towns<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Region>> {
        Some(Box::new(|town| snapshot.within(town.id.as_str(), &filter.towns)))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        let by_code = snapshot.model.projects.of_towns(|_| 0);
        Some(Box::new(TownCounter { snapshot, by_code }))
    }
}

struct TownCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    by_code: Vec<u32>,
}

impl<'a> ChoiceCounter<'a> for TownCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for town in projects.iter().filter_map(|project| project.codes()[1]) {
            self.by_code[town] += 1;
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let snapshot = self.snapshot;
        let mut of_region: HashMap<&str, u32> = HashMap::new();
        for (town, n) in snapshot.model.projects.town_ids().zip(self.by_code) {
            for region in snapshot.upwards(town.as_str()) {
                *of_region.entry(region.id.as_str()).or_default() += n;
            }
        }
        let levels = [RegionLevel::Township, RegionLevel::County];
        let regions = snapshot.model.regions.iter();
        for region in regions.filter(|r| levels.contains(&r.level)) {
            let id = region.id.as_str();
            facets.towns.push(FacetCount {
                value: id.to_owned(),
                label: region.name.clone(),
                hint: snapshot.upwards(id).get(1).map(|above| above.name.clone()),
                projects: of_region.get(id).copied().unwrap_or_default(),
                tasks: 0,
            });
        }
    }
}
