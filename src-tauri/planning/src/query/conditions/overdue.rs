//! What is late today: a project that was to be ready, a task that was due.

use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};
use crate::query::snapshot::count;

pub(super) struct Overdue;

impl Condition for Overdue {
    fn is_set(&self, filter: &Filter) -> bool {
        filter.overdue
    }

    fn lift(&self, filter: &mut Filter) {
        filter.overdue = false;
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, _: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| snapshot.is_overdue(project))
    }

    fn of_tasks<'a>(&self, snapshot: &'a Snapshot<'a>, _: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| snapshot.is_task_overdue(task)))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(OverdueCounter {
            snapshot,
            projects: 0,
        }))
    }
}

struct OverdueCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    projects: u32,
}

impl<'a> ChoiceCounter<'a> for OverdueCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        let late = projects.iter().filter(|p| self.snapshot.is_overdue(**p));
        self.projects += count(late.count());
    }

    fn finish(self: Box<Self>, tasks: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let late = tasks()
            .into_iter()
            .filter(|task| self.snapshot.is_task_overdue(task));
        facets.overdue = self.projects;
        facets.overdue_tasks = count(late.count());
    }
}
