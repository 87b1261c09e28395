//! The kind of a project.

use super::word_counter::WordCounter;
use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;

pub(super) struct Kinds;

impl Condition for Kinds {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.kinds.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.kinds.clear();
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.kinds.contains(&project.kind()))
    }

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(WordCounter::new(
            ProjectKind::ALL.iter().map(|kind| (kind.word(), kind.zh())),
            |project: SummaryRef<'a>| project.kind() as usize,
            |facets| &mut facets.kinds,
        )))
    }
}
