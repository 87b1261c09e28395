//! The stage of a project.

use super::{Choices, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

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

    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn Choices<'a> + 'a>> {
        Some(Box::new(Counted([0; ProjectStage::ALL.len()])))
    }
}

struct Counted([u32; ProjectStage::ALL.len()]);

impl<'a> Choices<'a> for Counted {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            self.0[project.stage() as usize] += 1;
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        for (stage, n) in ProjectStage::ALL.iter().zip(self.0) {
            facets.stages.push(word_choice(stage.word(), stage.zh(), n));
        }
    }
}
