//! When a project starts.

use super::{Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{DateSpan, Filter};

pub(super) struct Starts;

impl Condition for Starts {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.starts.is_open()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.starts = DateSpan::default();
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.starts.holds_first_day(project.starts()))
    }
}
