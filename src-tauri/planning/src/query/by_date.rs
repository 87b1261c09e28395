//! What should be done by the status date, and what was.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::cache::QueryCache;
use super::filter::Filter;
use crate::model::*;
use crate::rules::project_dates::project_dates;
use crate::rules::stages::{is_done, is_task_done};

/// What is due, and what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct DueAndDone {
    /// Whose due date is over at the end of the day: the last day it can mean.
    pub due: u32,
    /// Those among them that were done by then.
    pub done: u32,
    /// Done by then and not due yet, or without a due date.
    pub early: u32,
}

impl DueAndDone {
    fn add(&mut self, due: bool, done: bool) {
        self.due += u32::from(due);
        self.done += u32::from(due && done);
        self.early += u32::from(!due && done);
    }
}

/// What should be done by the status date, and what was; the days between which that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct ByDate {
    /// Of projects. One is done as its light says it: by its stage, unless its actual date is later.
    pub projects: DueAndDone,
    /// Of tasks, without the single works they pack. One is done by its status, as it is now.
    pub tasks: DueAndDone,
    /// The first day on which one of them can begin or be due; `None` if none has a date.
    pub first: Option<Day>,
    /// The last day.
    pub last: Option<Day>,
    /// The day it is, whatever the status date; `None` if nobody said so.
    pub today: Option<PartialDate>,
}

impl Snapshot<'_> {
    /// What of a filter should be done by the status date, and what was; nothing where nobody said which day it is.
    pub fn by_date(&self, filter: &Filter) -> ByDate {
        let mut found = ByDate {
            today: self.cache.and_then(QueryCache::clock),
            ..ByDate::default()
        };
        let Some(day) = self.today().map(PartialDate::latest) else {
            return found;
        };
        for project in self.project_slots(filter).iter() {
            let Some(project) = self.model.projects.summary_ref(*project) else {
                continue;
            };
            let summary = project.summary();
            let gates = self.relations().gates_of_project.of(summary.id);
            let dates = project_dates(summary.starts, summary.ends, gates.iter().map(AsRef::as_ref));
            let later = dates.actual_end.is_some_and(|date| date.earliest() > day);
            found.reach(dates.starts, dates.ends);
            found
                .projects
                .add(is_over(dates.ends, day), is_done(summary.stage) && !later);
        }
        for task in self.tasks(filter) {
            found.reach(task.starts, task.due);
            found.tasks.add(is_over(task.due, day), is_task_done(task.status));
        }
        found
    }
}

impl ByDate {
    fn reach(&mut self, starts: Option<PartialDate>, ends: Option<PartialDate>) {
        for date in [starts, ends].into_iter().flatten() {
            let (first, last) = (date.earliest(), date.latest());
            self.first = Some(self.first.map_or(first, |known| known.min(first)));
            self.last = Some(self.last.map_or(last, |known| known.max(last)));
        }
    }
}

fn is_over(due: Option<PartialDate>, day: Day) -> bool {
    due.is_some_and(|due| due.latest() <= day)
}
