//! How far a project is.

use super::{Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;

pub(super) struct Percent;

impl Condition for Percent {
    fn is_set(&self, filter: &Filter) -> bool {
        filter.percent_below.is_some()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.percent_below = None;
    }

    fn of_projects<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let below = filter.percent_below.unwrap_or(f64::INFINITY);
        Box::new(move |project| project.percent().is_some_and(|percent| percent < below))
    }
}
