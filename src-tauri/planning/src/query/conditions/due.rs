//! When a task is due; a project passes by a task it serves.

use geodata::footprint_index::KeySet;

use super::{Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{DateSpan, Filter};

pub(super) struct Due;

impl Condition for Due {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.due.is_open()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.due = DateSpan::default();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let due = snapshot
            .model
            .tasks
            .iter()
            .filter(|task| filter.due.holds_last_day(task.due));
        let serving: KeySet = due
            .flat_map(|task| snapshot.projects_of_task(task.id.as_str()))
            .collect();
        Box::new(move |project| serving.contains(project.slot))
    }

    fn of_tasks<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| filter.due.holds_last_day(task.due)))
    }
}
