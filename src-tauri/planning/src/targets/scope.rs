//! Which targets a request means.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Indicator, PartialDate};
use crate::query::{Filter, Snapshot};
use crate::rules::targets::places_of_target;

/// Which targets are asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct TargetRequest {
    /// Those of the tasks that match; if it asks for nothing but plans and towns also those that stand in no task. Of
    /// towns, the targets that are told for one of them.
    pub filter: Filter,
    /// The status date; `None` for today.
    #[serde(default)]
    pub as_of: Option<PartialDate>,
}

/// The targets of a request in the order of the plans and of each plan.
pub(super) fn targets<'m>(snapshot: &Snapshot<'m>, filter: &Filter, day: PartialDate) -> Vec<&'m Indicator> {
    let model = snapshot.model;
    let of_plans_and_towns = *filter
        == Filter {
            plans: filter.plans.clone(),
            towns: filter.towns.clone(),
            ..Filter::default()
        };
    let mut tasks: HashSet<&str> = HashSet::new();
    if !of_plans_and_towns {
        let found = snapshot.tasks(filter);
        tasks.extend(snapshot.with_subtasks(&found).iter().map(|task| task.id.as_str()));
    }
    let meant = |row: &&Indicator| {
        if !of_plans_and_towns {
            return row
                .task
                .as_ref()
                .is_some_and(|task| tasks.contains(task.as_str()));
        }
        let told = || {
            let places = places_of_target(model, row, day);
            places
                .iter()
                .any(|place| snapshot.within(place.id.as_str(), &filter.towns))
        };
        (filter.plans.is_empty() || filter.plans.contains(&row.plan.0)) && (filter.towns.is_empty() || told())
    };
    let mut rows: Vec<&Indicator> = model.indicators.iter().filter(meant).collect();
    rows.sort_by_key(|row| {
        let plan = model.plans.get(row.plan.as_str());
        (
            plan.map_or(i64::MAX, |plan| plan.ordinal),
            &row.plan,
            row.ordinal,
            &row.id,
        )
    });
    rows
}
