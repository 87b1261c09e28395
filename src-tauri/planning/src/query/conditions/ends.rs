//! When a project is to be ready.

use super::{Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{DateSpan, Filter};

pub(super) struct Ends;

impl Condition for Ends {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.ends.is_open()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.ends = DateSpan::default();
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        Box::new(|project| filter.ends.holds_last_day(project.ends()))
    }
}
