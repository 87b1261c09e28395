//! The kind of a project.

use super::{Choices, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

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

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn Choices<'a> + 'a>> {
        Some(Box::new(Counted([0; ProjectKind::ALL.len()])))
    }
}

struct Counted([u32; ProjectKind::ALL.len()]);

impl<'a> Choices<'a> for Counted {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            self.0[project.kind() as usize] += 1;
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        for (kind, n) in ProjectKind::ALL.iter().zip(self.0) {
            facets.kinds.push(word_choice(kind.word(), kind.zh(), n));
        }
    }
}
