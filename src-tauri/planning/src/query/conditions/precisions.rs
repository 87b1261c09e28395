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

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.precisions.contains(&shown(snapshot, project)))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(WordCounter::new(
            Precision::ALL
                .iter()
                .map(|precision| (precision.word(), precision.zh())),
            move |project: SummaryRef<'a>| shown(snapshot, project) as usize,
            |facets| &mut facets.precisions,
        )))
    }
}

/// How the place is known that a project is drawn at.
fn shown<'a>(snapshot: &'a Snapshot<'a>, project: SummaryRef<'a>) -> Precision {
    match (project.drawn(), project.precision()) {
        (false, Precision::Town) => snapshot.shown_precision(&project.summary()),
        (_, precision) => precision,
    }
}
