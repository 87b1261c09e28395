//! How the location of a project is known.

use super::{Choices, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

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

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn Choices<'a> + 'a>> {
        Some(Box::new(Counted([0; Precision::ALL.len()])))
    }
}

struct Counted([u32; Precision::ALL.len()]);

impl<'a> Choices<'a> for Counted {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            self.0[project.precision() as usize] += 1;
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        for (precision, n) in Precision::ALL.iter().zip(self.0) {
            facets
                .precisions
                .push(word_choice(precision.word(), precision.zh(), n));
        }
    }
}
