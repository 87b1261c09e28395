//! The light of a project or a task today: 滞后, 停缓 beside.

use super::word_counter::WordCounter;
use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;
use crate::rules::lights::LightState;

pub(super) struct Lights;

impl Condition for Lights {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.lights.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.lights.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.lights.contains(&snapshot.light_of(project)))
    }

    fn of_tasks<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| {
            filter.lights.contains(&snapshot.light_of_a_task(task))
        }))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(WordCounter::new(
            LightState::ALL.iter().map(|light| (light.word(), light.zh())),
            |project: SummaryRef<'a>| snapshot.light_of(project) as usize,
            |facets| &mut facets.lights,
        )))
    }
}
