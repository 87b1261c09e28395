//! Targets and where they stand on a status date: in a book of a town as the town itself stands, where that was reported.

use crate::model::{Indicator, Observation, PartialDate, Region, RegionLevel, ScopeClass};
use crate::query::{IndicatorBrief, Snapshot};
use crate::rules::{overdue, targets};

/// A target as it stands on a day, for a town or county if one is given and something speaks of it.
pub(super) fn standing(
    snapshot: &Snapshot<'_>,
    indicator: &Indicator,
    place: Option<&Region>,
    as_of: PartialDate,
) -> IndicatorBrief {
    let model = snapshot.model;
    let seen = model
        .relations()
        .observations_of_indicator
        .of(indicator.id.as_str());
    let found = targets::standing(model, indicator, place, as_of);
    // Reports on what is told: of the place, or of the whole.
    let of_place = match (&found.now, place) {
        (Some(now), Some(place)) => now.region.as_ref() == Some(&place.id),
        (None, Some(_)) => targets::is_of_each(indicator),
        (_, None) => false,
    };
    let told = |report: &&std::sync::Arc<Observation>| {
        report.on_date.latest() <= as_of.latest()
            && (!of_place || place.is_some_and(|place| report.region.as_ref() == Some(&place.id)))
    };
    IndicatorBrief {
        indicator: indicator.clone(),
        overdue: overdue::is_indicator_overdue(indicator, found.met, as_of),
        now: found.now,
        met: found.met,
        observations: seen
            .iter()
            .filter(told)
            .map(|report| (**report).clone())
            .collect(),
        regions: snapshot.regions_of_indicator(indicator),
    }
}

/// Targets that stand in no task: of a plan its own, of a town those that hold for it.
pub(super) fn targets_beside_tasks<'m>(
    snapshot: &Snapshot<'m>,
    plan: Option<&str>,
    place: Option<&Region>,
) -> Vec<&'m Indicator> {
    let model = snapshot.model;
    let rows = model.indicators.sorted_by_key(|row| {
        let plan = model.plans.get(row.plan.as_str());
        (plan.map_or(i64::MAX, |plan| plan.ordinal), row.ordinal)
    });
    let holds = |row: &Indicator| match (plan, place) {
        (Some(plan), _) => row.plan.as_str() == plan,
        (None, Some(place)) => holds_for(snapshot, row, place),
        (None, None) => false,
    };
    rows.into_iter()
        .filter(|row| row.task.is_none() && holds(row))
        .collect()
}

/// Whether a target holds for a town or county by itself: it is named, or belongs to the class of which each one has to
/// reach it.
fn holds_for(snapshot: &Snapshot<'_>, indicator: &Indicator, place: &Region) -> bool {
    let relations = snapshot.model.relations();
    let named = relations.regions_of_indicator.of(indicator.id.as_str());
    if named.iter().any(|row| row.region == place.id) {
        return true;
    }
    let level = match indicator.scope_class {
        Some(ScopeClass::EachTown | ScopeClass::EachPilot) => RegionLevel::Township,
        Some(ScopeClass::EachCounty) => RegionLevel::County,
        _ => return false,
    };
    let within = || {
        let plan = snapshot.model.plans.get(indicator.plan.as_str());
        plan.is_some_and(|plan| snapshot.within(place.id.as_str(), std::slice::from_ref(&plan.region.0)))
    };
    let pilot = || {
        let rows = relations.designations_of_region.of(place.id.as_str());
        rows.iter().any(|row| row.plan == indicator.plan)
    };
    place.level == level
        && match indicator.scope_class {
            Some(ScopeClass::EachPilot) => pilot(),
            _ => within(),
        }
}
