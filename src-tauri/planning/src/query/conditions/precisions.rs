//! How the location of a project is known.

use super::word_counter::WordCounter;
use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;

pub(super) struct Precisions;

impl Condition for Precisions {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.precisions.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.precisions.clear();
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.precisions.contains(&project.precision()))
    }

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(WordCounter::new(
            Precision::ALL
                .iter()
                .map(|precision| (precision.word(), precision.zh())),
            |project: SummaryRef<'a>| project.precision() as usize,
            |facets| &mut facets.precisions,
        )))
    }
}
