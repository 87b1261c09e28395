//! Values of targets as they are known: reports up to a day, and facts of towns.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Indicator, Model, Observation, PartialDate, RegionId, ScopeClass};

/// How a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueOrigin {
    /// 录入: reported.
    Reported,
    /// 计算: counted from pilots or from towns that reach all parts.
    Counted,
    /// 镇情数据: a fact of the town.
    TownFact,
}

/// A value of a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TargetValue {
    /// In the unit of the target.
    pub value: f64,
    /// Of when.
    pub on: PartialDate,
    /// How it is known.
    pub origin: ValueOrigin,
    /// The region that decides, where each has to reach the target.
    pub region: Option<RegionId>,
}

/// How many regions reach a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TownsReaching {
    /// Those that reach it.
    pub reached: u32,
    /// Those of which nobody knows.
    pub unknown: u32,
    /// All of them.
    pub of: u32,
}

/// Whether each region has to reach a target by itself.
#[must_use]
pub fn is_of_each(indicator: &Indicator) -> bool {
    matches!(
        indicator.scope_class,
        Some(ScopeClass::EachTown | ScopeClass::EachPilot | ScopeClass::EachCounty)
    )
}

/// The year that is asked of a yearly target on a day: that of the day, at most that of the deadline.
pub(super) fn year_of(indicator: &Indicator, day: PartialDate) -> Option<i32> {
    let year = indicator
        .deadline
        .map_or(day.year(), |end| end.year().min(day.year()));
    (indicator.recurrence == "yearly").then_some(year)
}

/// Reports up to a day, of a yearly target those of its year, the newest first; of two of one date the later of the list.
pub(super) fn known<'m>(
    model: &'m Model,
    indicator: &Indicator,
    day: PartialDate,
) -> impl Iterator<Item = &'m Observation> + use<'m> {
    let year = year_of(indicator, day);
    let rows = model
        .relations()
        .observations_of_indicator
        .of(indicator.id.as_str());
    rows.iter().rev().map(|row| &**row).filter(move |row| {
        row.on_date.latest() <= day.latest() && year.is_none_or(|y| row.on_date.year() == y)
    })
}

pub(super) fn reported(row: &Observation) -> TargetValue {
    TargetValue {
        value: row.value,
        on: row.on_date,
        origin: ValueOrigin::Reported,
        region: row.region.clone(),
    }
}

/// Whether values of regions add up to that of the whole: of numbers and amounts, not of rates and of what is told per
/// head, and not where each region has to reach the whole target.
#[must_use]
pub fn adds_up(indicator: &Indicator) -> bool {
    let rate = ["%", "‰", "星级"].contains(&indicator.unit.as_str())
        || ["率", "占比", "比例", "人均", "亩均", "每千人", "千人口"]
            .iter()
            .any(|word| indicator.name.contains(word));
    !is_of_each(indicator) && !rate
}

/// The newest fact of a town that a target is measured by, if it is told in the target's unit.
fn town_fact(model: &Model, indicator: &Indicator, region: &str, day: PartialDate) -> Option<TargetValue> {
    let measure = indicator.measure?;
    let facts = model.relations().observations_of_region.of(region).iter().rev();
    let fact = facts
        .filter(|row| row.measure == measure && row.unit == indicator.unit)
        .find(|row| row.on_date.latest() <= day.latest())?;
    Some(TargetValue {
        value: fact.value,
        on: fact.on_date,
        origin: ValueOrigin::TownFact,
        region: Some(fact.region.clone()),
    })
}

/// What is told of one region by a day: its last report, else the fact it is measured by.
pub(super) fn told_value(
    model: &Model,
    indicator: &Indicator,
    region: &str,
    day: PartialDate,
) -> Option<TargetValue> {
    let of_region = |row: &&Observation| row.region.as_ref().is_some_and(|id| id.as_str() == region);
    let found = known(model, indicator, day).find(of_region).map(reported);
    found.or_else(|| town_fact(model, indicator, region, day))
}
