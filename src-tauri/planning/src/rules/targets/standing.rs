//! Where a target stands on a day: its value, where that came from, and whether it is reached.
//!
//! A value is told of the whole or of a region, never one for the other. Of a target that each region has to reach, the
//! whole stands where the region stands that is furthest from it. What recurs each year is told by the year.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use super::places::{lies_in, places_of_target};
use super::values::{
    TargetValue, TownsReaching, ValueOrigin, adds_up, is_of_each, known, reported, told_value,
};
use super::{counting, is_met, nearest_reaching};
use crate::model::{CountedBy, Indicator, Model, Observation, PartialDate, Region};

/// Where a target stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
pub struct TargetStanding {
    /// Its value; `None` if none is known.
    pub now: Option<TargetValue>,
    /// Whether it is reached; `None` if nobody knows.
    pub met: Option<bool>,
    /// How many regions reach it, where it is about each of them or about their number.
    pub towns: Option<TownsReaching>,
}

/// Where one region stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceValue<'m> {
    /// The region.
    pub region: &'m Region,
    /// Its part of the target.
    pub share: Option<f64>,
    /// Its value.
    pub now: Option<TargetValue>,
    /// Whether it reaches its part or, where each region has to, the target.
    pub met: Option<bool>,
}

/// The value of one region by a day.
fn town_value(model: &Model, indicator: &Indicator, region: &str, day: PartialDate) -> Option<TargetValue> {
    told_value(model, indicator, region, day).or_else(|| match indicator.counted {
        Some(CountedBy::Designations) => Some(TargetValue {
            value: f64::from(counting::pilots(model, indicator, Some(region), day)),
            on: day,
            origin: ValueOrigin::Counted,
            region: model.regions.get(region).map(|row| row.id.clone()),
        }),
        _ => None,
    })
}

/// Where each region of a target stands; see [`places_of_target`].
#[must_use]
pub fn place_values<'m>(model: &'m Model, indicator: &Indicator, day: PartialDate) -> Vec<PlaceValue<'m>> {
    let mut places = places_of_target(model, indicator, day);
    let mut newest: HashMap<&str, &Observation> = HashMap::new();
    for row in known(model, indicator, day) {
        if let Some(region) = &row.region {
            newest.entry(region.as_str()).or_insert(row);
            // Reports come every month: the last ones tell of every region.
            if newest.len() >= places.len()
                && places.iter().all(|place| newest.contains_key(place.id.as_str()))
            {
                break;
            }
        }
    }
    let there: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
    let mut more: Vec<&Region> = newest
        .keys()
        .filter(|id| !there.contains(id))
        .filter_map(|id| model.regions.get(id))
        .collect();
    places.append(&mut more);
    let shares = model.relations().regions_of_indicator.of(indicator.id.as_str());
    let of_place = |region: &'m Region| {
        let share = shares
            .iter()
            .find(|row| row.region == region.id)
            .and_then(|row| row.value);
        let now = match newest.get(region.id.as_str()) {
            Some(row) => Some(reported(row)),
            None if indicator.measure.is_none() && indicator.counted != Some(CountedBy::Designations) => None,
            None => town_value(model, indicator, region.id.as_str(), day),
        };
        PlaceValue {
            region,
            share,
            met: now
                .as_ref()
                .and_then(|now| place_met(indicator, share, now.value)),
            now,
        }
    };
    let mut values: Vec<PlaceValue<'m>> = places.into_iter().map(of_place).collect();
    values.sort_by(|a, b| a.region.id.cmp(&b.region.id));
    values
}

/// Whether a region reaches its part or, where each has to reach the target or it is a rate, the target; `None` where
/// the whole does not say what a region has to reach.
fn place_met(indicator: &Indicator, share: Option<f64>, seen: f64) -> Option<bool> {
    let operator = indicator.operator;
    match share {
        Some(share) => Some(is_met(operator, share, None, seen)),
        None if is_of_each(indicator) || !adds_up(indicator) => {
            Some(is_met(operator, indicator.value, indicator.upper, seen))
        }
        None => None,
    }
}

/// Where a target stands on a day: of the whole, or of a region if one is given and something speaks of it or each region
/// has to reach the target.
#[must_use]
pub fn standing(
    model: &Model,
    indicator: &Indicator,
    place: Option<&Region>,
    day: PartialDate,
) -> TargetStanding {
    if let Some(place) = place {
        let share = || {
            let rows = model.relations().regions_of_indicator.of(indicator.id.as_str());
            rows.iter()
                .find(|row| row.region == place.id)
                .and_then(|row| row.value)
        };
        let now = match indicator.counted {
            Some(CountedBy::Designations) if !is_of_each(indicator) => None,
            _ => town_value(model, indicator, place.id.as_str(), day),
        };
        if now.is_some() || is_of_each(indicator) {
            return TargetStanding {
                met: now
                    .as_ref()
                    .and_then(|now| place_met(indicator, share(), now.value)),
                now,
                towns: None,
            };
        }
    }
    let of_whole = |now: TargetValue, towns| TargetStanding {
        met: Some(is_met(
            indicator.operator,
            indicator.value,
            indicator.upper,
            now.value,
        )),
        now: Some(now),
        towns,
    };
    if let Some(row) = known(model, indicator, day).find(|row| row.region.is_none()) {
        return of_whole(reported(row), None);
    }
    let counted = |value: u32| TargetValue {
        value: f64::from(value),
        on: day,
        origin: ValueOrigin::Counted,
        region: None,
    };
    match indicator.counted {
        Some(CountedBy::Designations) if !is_of_each(indicator) => {
            return of_whole(counted(counting::pilots(model, indicator, None, day)), None);
        }
        Some(CountedBy::Towns) => {
            let Some(towns) = counting::towns_reaching(model, indicator, day) else {
                return TargetStanding::default();
            };
            let mut found = of_whole(counted(towns.reached), Some(towns));
            // Towns of which nobody knows may still reach it, or be too many.
            let most = f64::from(towns.reached + towns.unknown);
            if found.met != Some(is_met(indicator.operator, indicator.value, indicator.upper, most)) {
                found.met = None;
            }
            return found;
        }
        _ => {}
    }
    // A part of a target is reached by some town, not by each.
    if indicator.part_of.is_some() || !is_of_each(indicator) {
        return TargetStanding::default();
    }
    of_each(model, indicator, day)
}

fn of_each(model: &Model, indicator: &Indicator, day: PartialDate) -> TargetStanding {
    let home = model
        .plans
        .get(indicator.plan.as_str())
        .map(|plan| plan.region.as_str());
    let mut values = place_values(model, indicator, day);
    values.retain(|value| home.is_some_and(|home| lies_in(model, value.region.id.as_str(), home)));
    let count = |such: fn(Option<bool>) -> bool| {
        u32::try_from(values.iter().filter(|value| such(value.met)).count()).unwrap_or(u32::MAX)
    };
    let towns = TownsReaching {
        reached: count(|met| met == Some(true)),
        unknown: count(|met| met.is_none()),
        of: u32::try_from(values.len()).unwrap_or(u32::MAX),
    };
    let far = |value: &TargetValue| {
        let wanted = nearest_reaching(indicator.operator, indicator.value, indicator.upper, value.value);
        // Of those that reach it, the one that is nearest to falling short.
        match (value.value - wanted).abs() {
            0.0 => -(value.value - indicator.value).abs(),
            away => away,
        }
    };
    let furthest = values
        .iter()
        .filter_map(|value| {
            let mut now = value.now.clone()?;
            now.region = Some(value.region.id.clone());
            Some(now)
        })
        .max_by(|a, b| far(a).total_cmp(&far(b)));
    let short = towns.reached + towns.unknown < towns.of;
    TargetStanding {
        met: match (furthest.is_some(), short, towns.unknown) {
            (false, ..) => None,
            (_, true, _) => Some(false),
            (_, false, 0) => Some(true),
            _ => None,
        },
        now: furthest,
        towns: Some(towns),
    }
}
