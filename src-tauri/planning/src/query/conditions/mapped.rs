//! Whether a project can be shown on the map.

use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

pub(super) struct Mapped;

impl Condition for Mapped {
    fn is_set(&self, filter: &Filter) -> bool {
        filter.mapped.is_some()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.mapped = None;
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let mapped = filter.mapped.unwrap_or_default();
        Box::new(move |project| mapped != snapshot.is_ref_unmapped(project))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(MappedCounter {
            snapshot,
            mapped: 0,
            unmapped: 0,
        }))
    }
}

struct MappedCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    mapped: u32,
    unmapped: u32,
}

impl<'a> ChoiceCounter<'a> for MappedCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            match self.snapshot.is_ref_unmapped(*project) {
                true => self.unmapped += 1,
                false => self.mapped += 1,
            }
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        (facets.mapped, facets.unmapped) = (self.mapped, self.unmapped);
    }
}
