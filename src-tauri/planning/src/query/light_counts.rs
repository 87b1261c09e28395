//! How many have which light: the projects of a town, the tasks of a unit.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use crate::model::*;

/// How many have which light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the lights")]
pub struct LightCounts {
    pub red: u32,
    pub yellow: u32,
    pub green: u32,
    pub suspended: u32,
    pub not_due: u32,
    pub finished: u32,
    pub not_judged: u32,
}

impl LightCounts {
    fn add(&mut self, light: LightState) {
        *match light {
            LightState::Red => &mut self.red,
            LightState::Yellow => &mut self.yellow,
            LightState::Green => &mut self.green,
            LightState::Suspended => &mut self.suspended,
            LightState::NotDue => &mut self.not_due,
            LightState::Finished => &mut self.finished,
            LightState::NotJudged => &mut self.not_judged,
        } += 1;
    }
}

/// What the lights of projects are made from.
const OF_PROJECTS: &[Kind] = &[Kind::Project, Kind::Gate, Kind::ProgressReport, Kind::LightRule];
/// What the lights of tasks are made from.
const OF_TASKS: &[Kind] = &[Kind::Task, Kind::ProgressReport, Kind::LightRule];

impl Snapshot<'_> {
    /// The lights of the projects of each town, by its id, today.
    pub(super) fn lights_of_towns(&self) -> Arc<HashMap<String, LightCounts>> {
        self.kept("lights of towns", OF_PROJECTS, || {
            let mut counts: HashMap<String, LightCounts> = HashMap::new();
            for project in self.model.projects.summary_refs() {
                if let Some(town) = project.town() {
                    let of_town = counts.entry(town.0.clone()).or_default();
                    of_town.add(self.light_of(project));
                }
            }
            counts
        })
    }

    /// The light of each task, by its id, today.
    fn lights_of_tasks(&self) -> Arc<HashMap<String, LightState>> {
        self.kept("lights of tasks", OF_TASKS, || {
            let tasks = self.model.tasks.iter();
            tasks
                .map(|task| (task.id.0.clone(), self.light_of_a_task(task)))
                .collect()
        })
    }

    /// How many of these tasks have which light today.
    pub(super) fn light_counts<'t>(&self, tasks: impl Iterator<Item = &'t str>) -> LightCounts {
        let lights = self.lights_of_tasks();
        let mut counts = LightCounts::default();
        for light in tasks.filter_map(|task| lights.get(task)) {
            counts.add(*light);
        }
        counts
    }
}
