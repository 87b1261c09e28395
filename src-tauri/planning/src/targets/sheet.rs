//! The table of targets, and the sheet of one of them with its towns.

use serde::Serialize;
use ts_rs::TS;

use super::row::{TargetRow, target_row};
use super::scope::{TargetRequest, targets};
use crate::model::{Observation, PartialDate};
use crate::query::Snapshot;
use crate::rules::lights::{LightLimits, LightState};
use crate::rules::targets::{TargetValue, adds_up, place_values};

/// How many targets stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct TargetCounts {
    /// All of them.
    pub all: u32,
    /// Reached.
    pub met: u32,
    /// Over their deadline and not reached.
    pub overdue: u32,
    /// With a red light.
    pub red: u32,
    /// With a yellow light.
    pub yellow: u32,
    /// Without a value.
    pub unreported: u32,
}

/// The targets that a request means.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TargetTable {
    /// The status date.
    pub as_of: PartialDate,
    /// In the order of the plans.
    pub rows: Vec<TargetRow>,
    /// How many stand how.
    pub counts: TargetCounts,
}

/// A town beside a target.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TargetTown {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its part of the target.
    pub share: Option<f64>,
    /// Its value.
    pub now: Option<TargetValue>,
    /// Whether it reaches its part or, where each has to, the target.
    pub met: Option<bool>,
}

/// A target with its towns and its reports.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TargetSheet {
    /// The target.
    pub row: TargetRow,
    /// The towns or counties it is told for or can be broken down to, in the order of their codes.
    pub towns: Vec<TargetTown>,
    /// What the values of the towns add up to, where they do and any is known.
    pub towns_sum: Option<f64>,
    /// Reports on the whole up to the status date, the newest first.
    pub observations: Vec<Observation>,
    /// The parts that a town has to reach together.
    pub parts: Vec<TargetRow>,
}

/// The table of targets, as of the status date of the request or of `today`.
#[must_use]
pub fn target_table(
    snapshot: &Snapshot<'_>,
    request: &TargetRequest,
    limits: LightLimits,
    today: PartialDate,
) -> TargetTable {
    let day = request.as_of.unwrap_or(today);
    let rows: Vec<TargetRow> = targets(snapshot, &request.filter, day)
        .into_iter()
        .map(|row| target_row(snapshot, row, limits, day, today))
        .collect();
    let count = |such: &dyn Fn(&TargetRow) -> bool| {
        u32::try_from(rows.iter().filter(|row| such(row)).count()).unwrap_or(u32::MAX)
    };
    TargetTable {
        as_of: day,
        counts: TargetCounts {
            all: count(&|_| true),
            met: count(&|row| row.met == Some(true)),
            overdue: count(&|row| row.overdue),
            red: count(&|row| row.light == LightState::Red),
            yellow: count(&|row| row.light == LightState::Yellow),
            unreported: count(&|row| row.now.is_none()),
        },
        rows,
    }
}

/// One target with its towns; `None` if it is not there.
#[must_use]
pub fn target_sheet(
    snapshot: &Snapshot<'_>,
    id: &str,
    as_of: Option<PartialDate>,
    limits: LightLimits,
    today: PartialDate,
) -> Option<TargetSheet> {
    let model = snapshot.model;
    let day = as_of.unwrap_or(today);
    let indicator = model.indicators.get(id)?;
    let values = place_values(model, indicator, day);
    let known: Vec<f64> = values
        .iter()
        .filter_map(|value| Some(value.now.as_ref()?.value))
        .collect();
    let reports = model.relations().observations_of_indicator.of(id);
    let mut parts: Vec<_> = model
        .indicators
        .iter()
        .filter(|row| row.part_of.as_ref() == Some(&indicator.id))
        .collect();
    parts.sort_by_key(|row| row.ordinal);
    Some(TargetSheet {
        row: target_row(snapshot, indicator, limits, day, today),
        towns_sum: (adds_up(indicator) && !known.is_empty()).then(|| known.iter().sum()),
        towns: values
            .into_iter()
            .map(|value| TargetTown {
                id: value.region.id.0.clone(),
                name: value.region.name.clone(),
                share: value.share,
                now: value.now,
                met: value.met,
            })
            .collect(),
        observations: reports
            .iter()
            .rev()
            .filter(|row| row.region.is_none() && row.on_date.latest() <= day.latest())
            .map(|row| (**row).clone())
            .collect(),
        parts: parts
            .into_iter()
            .map(|row| target_row(snapshot, row, limits, day, today))
            .collect(),
    })
}
