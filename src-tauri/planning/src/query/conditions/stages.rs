//! The stage of a project.

use super::word_counter::WordCounter;
use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;

pub(super) struct Stages;

impl Condition for Stages {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.stages.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.stages.clear();
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.stages.contains(&project.stage()))
    }

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(WordCounter::new(
            ProjectStage::ALL.iter().map(|stage| (stage.word(), stage.zh())),
            |project: SummaryRef<'a>| project.stage() as usize,
            |facets| &mut facets.stages,
        )))
    }
}
