//! The units, towns or plans that a task book can be of, with how much each has to do.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use super::rows::BookOwner;
use crate::model::*;
use crate::query::{Duty, Filter, Snapshot};
use crate::rules::lights::{LightLimits, LightState};
use crate::timetable::light_of_task;

/// A line of the list of those who have a task book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BookOwnerRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its other names, parted by “、”.
    pub aliases: String,
    /// The region it belongs to; of a town its county, of a plan its region.
    pub region: String,
    /// Whether it names many.
    pub is_group: bool,
    /// Tasks it leads, those by groups with them.
    pub lead: u32,
    /// Tasks it answers for.
    pub responsible: u32,
    /// Tasks it takes part in or supports.
    pub participating: u32,
    /// Projects it leads; of a town those in it, of a plan its own.
    pub projects: u32,
    /// Its tasks with a red light.
    pub red: u32,
    /// Its tasks with a yellow light.
    pub yellow: u32,
}

/// Those who have a task or a project of the filter; without a filter also those who have none. Counts are those of
/// [`super::task_book`].
#[must_use]
pub fn book_owners(
    snapshot: &Snapshot<'_>,
    owner: BookOwner,
    filter: &Filter,
    rule: LightLimits,
    as_of: PartialDate,
) -> Vec<BookOwnerRow> {
    let day = as_of.latest();
    let tasks = snapshot.with_subtasks(&snapshot.tasks(filter));
    let lists = Lists {
        snapshot,
        lights: tasks
            .into_iter()
            .map(|task| (task.id.as_str(), light_of_task(snapshot, task, rule, day).light))
            .collect(),
    };
    let mut rows = match owner {
        BookOwner::Unit => lists.units(filter),
        BookOwner::Town => lists.towns(filter),
        BookOwner::Plan => lists.plans(filter),
    };
    rows.retain(|row| (filter.is_empty() && owner != BookOwner::Town) || row.has_anything());
    rows
}

impl BookOwnerRow {
    fn has_anything(&self) -> bool {
        self.lead + self.responsible + self.participating + self.projects > 0
    }

    fn count(&mut self, role: Role) {
        match role {
            Role::Lead => self.lead += 1,
            Role::Responsible => self.responsible += 1,
            Role::Participating | Role::Supporting => self.participating += 1,
        }
    }
}

struct Lists<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    /// The light of each task of the filter.
    lights: HashMap<&'m str, LightState>,
}

impl<'m> Lists<'_, 'm> {
    fn row(&self, id: &str, name: &str, region: String, duties: &[Duty<'m>], projects: u32) -> BookOwnerRow {
        let mut row = BookOwnerRow {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: String::new(),
            region,
            is_group: false,
            lead: 0,
            responsible: 0,
            participating: 0,
            projects,
            red: 0,
            yellow: 0,
        };
        let mut seen = std::collections::HashSet::new();
        for duty in duties {
            if duty.is_part_among(duties) {
                continue;
            }
            let Some(light) = self.lights.get(duty.task.id.as_str()) else {
                continue;
            };
            row.count(duty.role);
            if seen.insert(duty.task.id.as_str()) {
                row.red += u32::from(*light == LightState::Red);
                row.yellow += u32::from(*light == LightState::Yellow);
            }
        }
        row
    }

    fn units(&self, filter: &Filter) -> Vec<BookOwnerRow> {
        let groups = self.snapshot.groups_by_region();
        let places = self.snapshot.places_of_units();
        let mut leads: HashMap<&str, u32> = HashMap::new();
        for project in self.snapshot.projects(filter) {
            if let Some(unit) = project.lead_unit {
                *leads.entry(unit.as_str()).or_default() += 1;
            }
        }
        let row = |unit: &'m Unit| {
            let id = unit.id.as_str();
            let of_place = places.get(id).and_then(|place| groups.get(place.id.as_str()));
            let duties = self
                .snapshot
                .duties_by(&[unit], of_place.map_or(&[], Vec::as_slice));
            let region = self.snapshot.region_name(unit.region.as_str());
            let projects = leads.get(id).copied().unwrap_or_default();
            BookOwnerRow {
                aliases: aliases(unit).collect::<Vec<_>>().join("、"),
                is_group: unit.is_group,
                ..self.row(id, &unit.name, region, &duties, projects)
            }
        };
        let units = self.snapshot.model.units.sorted_by_key(|unit| {
            let place = places.contains_key(unit.id.as_str());
            (unit.region.clone(), unit.is_group, place, unit.id.clone())
        });
        units.into_iter().map(row).collect()
    }

    fn towns(&self, filter: &Filter) -> Vec<BookOwnerRow> {
        let groups = self.snapshot.groups_by_region();
        let mut own: HashMap<&str, Vec<&Unit>> = HashMap::new();
        for (unit, place) in self.snapshot.places_of_units() {
            own.entry(place.id.as_str())
                .or_default()
                .extend(self.snapshot.model.units.get(unit));
        }
        let mut of_town: HashMap<&str, u32> = HashMap::new();
        for project in self.snapshot.projects(filter) {
            if let Some(town) = project.town {
                *of_town.entry(town.as_str()).or_default() += 1;
            }
        }
        let mut projects: HashMap<&str, u32> = HashMap::new();
        for (town, count) in of_town {
            for above in self.snapshot.upwards(town) {
                *projects.entry(above.id.as_str()).or_default() += count;
            }
        }
        let wanted = |region: &&&Region| matches!(region.level, RegionLevel::Township | RegionLevel::County);
        let regions = self
            .snapshot
            .model
            .regions
            .sorted_by_key(|region| (region.level != RegionLevel::Township, region.id.clone()));
        let row = |region: &'m Region| {
            let id = region.id.as_str();
            let duties = self.snapshot.duties_by(
                own.get(id).map_or(&[], Vec::as_slice),
                groups.get(id).map_or(&[], Vec::as_slice),
            );
            let above = region
                .parent
                .as_ref()
                .map(|parent| self.snapshot.region_name(parent.as_str()));
            let count = projects.get(id).copied().unwrap_or_default();
            self.row(id, &region.name, above.unwrap_or_default(), &duties, count)
        };
        regions.iter().filter(wanted).copied().map(row).collect()
    }

    fn plans(&self, filter: &Filter) -> Vec<BookOwnerRow> {
        let model = self.snapshot.model;
        let matching = (!filter.is_empty()).then(|| self.snapshot.project_set(filter));
        let row = |plan: &'m Plan| {
            let own = Filter {
                plans: vec![plan.id.0.clone()],
                ..Filter::default()
            };
            let duties: Vec<Duty<'m>> = self
                .snapshot
                .tasks(&own)
                .into_iter()
                .map(|task| Duty {
                    task,
                    role: Role::Responsible,
                    group: None,
                })
                .collect();
            let slots = self.snapshot.project_slots(&own);
            let passes = |slot: &&u32| matching.as_ref().is_none_or(|set| set.contains(**slot));
            let projects = u32::try_from(slots.iter().filter(passes).count()).unwrap_or(u32::MAX);
            let region = self.snapshot.region_name(plan.region.as_str());
            self.row(plan.id.as_str(), &plan.title, region, &duties, projects)
        };
        let plans = model.plans.sorted_by_key(|plan| plan.ordinal);
        plans.into_iter().map(row).collect()
    }
}
