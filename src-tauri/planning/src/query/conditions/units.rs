//! The unit that leads a project, or is assigned to a task or to a task the project serves.

use std::collections::{BTreeMap, HashMap};

use geodata::footprint_index::KeySet;

use super::{ChoiceCounter, Condition, Test, at};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{FacetCount, Facets, Filter};

pub(super) struct Units;

impl Condition for Units {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.units.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.units.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let projects = &snapshot.model.projects;
        let leads = projects.of_units(|id| filter.units.contains(&id.0));
        let mut serving = KeySet::new();
        for unit in &filter.units {
            for assigned in snapshot.relations().assignments_of_unit.of(unit) {
                for slot in snapshot.projects_of_task(assigned.task.as_str()) {
                    serving.insert(slot);
                }
            }
        }
        Box::new(move |project| at(&leads, project.codes()[2]) || serving.contains(project.slot))
    }

    fn of_tasks<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| {
            let assigned = snapshot.relations().assignments_of_task.of(task.id.as_str());
            assigned.iter().any(|a| filter.units.contains(&a.unit.0))
        }))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(UnitCounter {
            snapshot,
            leads: snapshot.model.projects.of_units(|_| 0),
            serving: KeySet::new(),
            any_serves: !snapshot.relations().links_of_task.is_empty(),
        }))
    }
}

struct UnitCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    leads: Vec<u32>,
    /// Projects that may serve a task.
    serving: KeySet,
    any_serves: bool,
}

impl<'a> ChoiceCounter<'a> for UnitCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            if self.any_serves {
                self.serving.insert(project.slot);
            }
            if let Some(lead) = project.codes()[2] {
                self.leads[lead] += 1;
            }
        }
    }

    fn finish(self: Box<Self>, tasks: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let (snapshot, model) = (self.snapshot, self.snapshot.model);
        let assignments = &snapshot.relations().assignments_of_task;
        let ids = model.projects.unit_ids().map(UnitId::as_str);
        let mut projects: HashMap<&str, u32> = ids.zip(self.leads.iter().copied()).collect();
        for (unit, n) in self.by_tasks() {
            *projects.entry(unit).or_default() += n;
        }
        let mut of_tasks: HashMap<&str, u32> = HashMap::new();
        for task in tasks() {
            for assigned in assignments.of(task.id.as_str()) {
                *of_tasks.entry(assigned.unit.as_str()).or_default() += 1;
            }
        }
        for unit in model.units.iter() {
            let id = unit.id.as_str();
            let region = model.regions.get(unit.region.as_str());
            facets.units.push(FacetCount {
                value: id.to_owned(),
                label: unit.name.clone(),
                hint: region.map(|r| r.name.clone()),
                projects: projects.get(id).copied().unwrap_or_default(),
                tasks: of_tasks.get(id).copied().unwrap_or_default(),
            });
        }
        let most_first = |unit: &FacetCount| std::cmp::Reverse(unit.tasks + unit.projects);
        facets.units.sort_by_key(most_first);
    }
}

impl<'a> UnitCounter<'a> {
    /// Projects by the units of the tasks they serve, each once a project, the unit that leads it left out.
    fn by_tasks(&self) -> HashMap<&'a str, u32> {
        let (snapshot, projects) = (self.snapshot, &self.snapshot.model.projects);
        let mut of_project: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (task, _) in snapshot.relations().links_of_task.iter() {
            let units = snapshot.relations().assignments_of_task.of(task).iter();
            let units: Vec<&str> = units.map(|a| a.unit.as_str()).collect();
            let serving = snapshot.projects_of_task(task);
            for slot in serving.filter(|slot| self.serving.contains(*slot)) {
                of_project.entry(slot).or_default().extend(&units);
            }
        }
        let mut by_unit: HashMap<&str, u32> = HashMap::new();
        for (slot, mut units) in of_project {
            units.sort_unstable();
            units.dedup();
            let lead = projects.at(slot).and_then(|p| p.lead_unit);
            for unit in units
                .into_iter()
                .filter(|unit| lead.is_none_or(|l| l.as_str() != *unit))
            {
                *by_unit.entry(unit).or_default() += 1;
            }
        }
        by_unit
    }
}
