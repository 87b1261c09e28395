//! Targets that are counted and not reported: pilots by category and level (≥ 8 省州级, ≥ 1 per county), and towns that
//! reach every part of a target (双十: both for the same town).

use std::collections::HashSet;

use super::is_met;
use super::places::{holds_on, lies_in, places_of_target};
use super::values::{TownsReaching, told_value};
use crate::model::{Indicator, Model, PartialDate, ScopeClass};

/// The deadline of a counted target that is over by a day: who was a pilot then still counts, though the time of the pilots
/// ends with that of the plan.
fn settled_on(indicator: &Indicator, day: PartialDate) -> Option<PartialDate> {
    indicator
        .deadline
        .filter(|end| indicator.recurrence != "yearly" && end.latest() < day.latest())
}

/// How many towns are pilots of the plan of an indicator on a day, or were on its deadline before it, of its category and its
/// levels, in a region.
pub(super) fn pilots(model: &Model, indicator: &Indicator, within: Option<&str>, day: PartialDate) -> u32 {
    let settled = settled_on(indicator, day);
    let holds = |row| holds_on(row, day) || settled.is_some_and(|end| holds_on(row, end));
    let rows = model.designations.iter();
    let towns: HashSet<&str> = rows
        .filter(|row| row.plan == indicator.plan && holds(row))
        .filter(|row| {
            indicator
                .quota_category
                .is_none_or(|wanted| row.category == wanted)
        })
        .filter(|row| match row.level {
            // The highest level comes first.
            Some(level) => {
                indicator.quota_highest.is_none_or(|highest| level >= highest)
                    && indicator.quota_lowest.is_none_or(|lowest| level <= lowest)
            }
            None => indicator.quota_highest.is_none() && indicator.quota_lowest.is_none(),
        })
        .filter(|row| within.is_none_or(|region| lies_in(model, row.region.as_str(), region)))
        .map(|row| row.region.as_str())
        .collect();
    u32::try_from(towns.len()).unwrap_or(u32::MAX)
}

/// How many towns reach every part of a target by a day; which towns are looked at is settled on its deadline. A town of which a fact is missing is not counted, and is said to
/// be unknown unless another part shows that it falls short. `None` if no town has all its facts.
pub(super) fn towns_reaching(
    model: &Model,
    indicator: &Indicator,
    day: PartialDate,
) -> Option<TownsReaching> {
    let parts: Vec<&Indicator> = model
        .indicators
        .iter()
        .filter(|part| part.part_of.as_ref() == Some(&indicator.id))
        .collect();
    if parts.is_empty() {
        return None;
    }
    // Whose targets the parts are says which towns are looked at, where the whole says nothing.
    let asked = match indicator.scope_class {
        Some(ScopeClass::Pilots | ScopeClass::EachPilot | ScopeClass::Listed) => indicator,
        _ => parts.first().copied()?,
    };
    let towns = places_of_target(model, asked, settled_on(indicator, day).unwrap_or(day));
    let mut sum = TownsReaching {
        reached: 0,
        unknown: 0,
        of: u32::try_from(towns.len()).unwrap_or(u32::MAX),
    };
    for town in &towns {
        let told = parts.iter().map(|part| {
            let value = told_value(model, part, town.id.as_str(), day)?;
            Some(is_met(part.operator, part.value, part.upper, value.value))
        });
        let told: Vec<Option<bool>> = told.collect();
        if told.contains(&Some(false)) {
            continue;
        }
        match told.contains(&None) {
            true => sum.unknown += 1,
            false => sum.reached += 1,
        }
    }
    let decided = sum.of - sum.unknown;
    (decided > 0).then_some(sum)
}
