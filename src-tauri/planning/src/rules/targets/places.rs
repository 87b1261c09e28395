//! For which regions a target can be told one by one.

use std::collections::HashSet;

use crate::model::{
    Designation, Indicator, Model, PartialDate, PilotStatus, Region, RegionLevel, ScopeClass,
};

/// Regions are at most this deep.
const DEPTH: usize = 8;

/// Whether a region is another one or lies in it.
pub(super) fn lies_in(model: &Model, region: &str, above: &str) -> bool {
    let mut at = Some(region);
    for _ in 0..DEPTH {
        let Some(id) = at else { return false };
        if id == above {
            return true;
        }
        let row = model.regions.get(id);
        at = row.and_then(|row| row.parent.as_ref()).map(|id| id.as_str());
    }
    false
}

/// Regions of a level at or below a region, by id.
pub(in crate::rules) fn below<'m>(model: &'m Model, region: &str, level: RegionLevel) -> Vec<&'m Region> {
    let mut open: Vec<&Region> = model.regions.get(region).into_iter().collect();
    let mut out = Vec::new();
    while let Some(row) = open.pop() {
        if row.level == level {
            out.push(row);
        }
        let children = model.relations().regions_below.of(row.id.as_str());
        open.extend(children.iter().map(|child| &**child));
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// Whether a designation holds on a day. One that was accepted stays one; one that was eliminated held until it ended; a
/// candidate is no pilot.
pub(in crate::rules) fn holds_on(row: &Designation, day: PartialDate) -> bool {
    let begun = row.starts.is_none_or(|date| date.earliest() <= day.latest());
    let lasts =
        row.status == PilotStatus::Accepted || row.ends.is_none_or(|date| day.latest() <= date.latest());
    let standing = match row.status {
        PilotStatus::Active | PilotStatus::Accepted => true,
        PilotStatus::Eliminated => row.ends.is_some(),
        PilotStatus::Candidate => false,
    };
    begun && lasts && standing
}

/// The regions a target can be told for one by one, by id: the pilots of the plan on that day, each town or county of
/// the plan, or those it names. Of any other target they are what it can be broken down to: the towns of the plan's
/// region, of a prefecture or a province its counties.
#[must_use]
pub fn places_of_target<'m>(model: &'m Model, indicator: &Indicator, day: PartialDate) -> Vec<&'m Region> {
    let Some(home) = model
        .plans
        .get(indicator.plan.as_str())
        .map(|plan| plan.region.as_str())
    else {
        return Vec::new();
    };
    let pilots = || {
        let rows = model.designations.iter();
        let ids: HashSet<&str> = rows
            .filter(|row| row.plan == indicator.plan && holds_on(row, day))
            .map(|row| row.region.as_str())
            .collect();
        ids.into_iter().filter_map(|id| model.regions.get(id)).collect()
    };
    let mut found: Vec<&Region> = match indicator.scope_class {
        Some(ScopeClass::Pilots | ScopeClass::EachPilot) => pilots(),
        Some(ScopeClass::EachTown) => below(model, home, RegionLevel::Township),
        Some(ScopeClass::EachCounty) => below(model, home, RegionLevel::County),
        Some(ScopeClass::Listed) => Vec::new(),
        _ => {
            let level = model.regions.get(home).map(|region| region.level);
            let of_counties = matches!(level, Some(RegionLevel::Province | RegionLevel::Prefecture));
            let level = match of_counties {
                true => RegionLevel::County,
                false => RegionLevel::Township,
            };
            below(model, home, level)
        }
    };
    let named = model.relations().regions_of_indicator.of(indicator.id.as_str());
    found.extend(
        named
            .iter()
            .filter_map(|row| model.regions.get(row.region.as_str())),
    );
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    found
}
