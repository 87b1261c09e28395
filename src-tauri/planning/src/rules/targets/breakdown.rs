//! What is written of targets: a value that was reported, a value of the atlas that is confirmed as a report, and the
//! part of a region (分解).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::values::{ValueOrigin, adds_up};
use super::{computed_value, standing};
use crate::change::{ChangeError, Edit};
use crate::model::{
    Indicator, IndicatorRegion, Kind, Model, Observation, PartialDate, Record, RegionId, ScopeClass,
};
use crate::rules::RuleError;

/// A value that is reported of a target.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the columns of Observation")]
pub struct NewTargetValue {
    pub indicator: String,
    pub region: Option<String>,
    pub on_date: PartialDate,
    pub value: f64,
    pub reported_by: Option<String>,
    pub note: Option<String>,
}

/// What the parts of the regions add up to, beside the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct ShareSum {
    /// Regions with a part.
    pub regions: u32,
    /// What the parts add up to; `None` of a rate, whose parts do not add up.
    pub sum: Option<f64>,
    /// What of the target is not broken down; below 0 where more is. `None` as `sum`.
    pub open: Option<f64>,
}

/// What the parts of the regions add up to; `None` if it is not broken down.
#[must_use]
pub fn share_sum(model: &Model, indicator: &Indicator) -> Option<ShareSum> {
    let rows = model.relations().regions_of_indicator.of(indicator.id.as_str());
    let shares: Vec<f64> = rows.iter().filter_map(|row| row.value).collect();
    if shares.is_empty() {
        return None;
    }
    let sum = adds_up(indicator).then(|| shares.iter().sum::<f64>());
    Some(ShareSum {
        regions: u32::try_from(shares.len()).unwrap_or(u32::MAX),
        sum,
        open: sum.map(|sum| indicator.value - sum),
    })
}

fn missing(kind: Kind, id: &str) -> RuleError {
    ChangeError::Missing {
        table: kind,
        id: id.to_owned(),
    }
    .into()
}

/// The edit that keeps a reported value; one of the same region and date takes its place.
///
/// # Errors
/// [`ChangeError::Missing`] if the target is not there, [`ChangeError::Nothing`] if that stands there already.
pub fn report_value(model: &Model, new: NewTargetValue) -> Result<Edit, RuleError> {
    if model.indicators.get(&new.indicator).is_none() {
        return Err(missing(Kind::Indicator, &new.indicator));
    }
    let rows = model.relations().observations_of_indicator.of(&new.indicator);
    let region = new.region.map(RegionId::from);
    let there = rows
        .iter()
        .rev()
        .find(|row| row.region == region && row.on_date == new.on_date);
    let id = match there {
        Some(row) => row.id.clone(),
        None => format!("observations-{}", uuid::Uuid::now_v7()).into(),
    };
    let after = Observation {
        id,
        indicator: new.indicator.into(),
        region,
        on_date: new.on_date,
        value: new.value,
        reported_by: new.reported_by,
        note: new.note,
    };
    if there.is_some_and(|row| **row == after) {
        return Err(ChangeError::Nothing.into());
    }
    Ok(Edit {
        kind: Kind::Observation,
        id: after.id.0.clone(),
        before: there.map(|row| Record::from((**row).clone())),
        after: Some(Record::from(after)),
    })
}

/// The edit that keeps what the atlas says of a target on a day as a report, with the rule it was computed by.
///
/// # Errors
/// [`RuleError::NotComputed`] if the atlas says nothing of it; as [`report_value`].
pub fn confirm_value(model: &Model, indicator: &str, day: PartialDate) -> Result<Edit, RuleError> {
    let row = model
        .indicators
        .get(indicator)
        .ok_or_else(|| missing(Kind::Indicator, indicator))?;
    let computed = computed_value(model, row, day).map(|found| (found.value, found.rule.zh));
    let counted = || {
        let now = standing(model, row, None, day).now?;
        (now.origin == ValueOrigin::Counted).then(|| {
            (
                now.value,
                row.counted.map(|c| c.zh().to_owned()).unwrap_or_default(),
            )
        })
    };
    let Some((value, rule)) = computed.or_else(counted) else {
        return Err(RuleError::NotComputed {
            name: row.name.clone(),
        });
    };
    report_value(
        model,
        NewTargetValue {
            indicator: indicator.to_owned(),
            region: None,
            on_date: day,
            value,
            reported_by: None,
            note: Some(format!("图册计算：{rule}")),
        },
    )
}

/// The edit that sets the part of a region of a target, or takes it away; a region that the target names stays named.
///
/// # Errors
/// [`ChangeError::Missing`] if the target is not there, [`ChangeError::Nothing`] if nothing would change.
pub fn break_down(
    model: &Model,
    indicator: &str,
    region: &str,
    value: Option<f64>,
) -> Result<Edit, RuleError> {
    let target = model
        .indicators
        .get(indicator)
        .ok_or_else(|| missing(Kind::Indicator, indicator))?;
    let rows = model.relations().regions_of_indicator.of(indicator);
    let there = rows.iter().find(|row| row.region.as_str() == region);
    let named = target.scope_class == Some(ScopeClass::Listed);
    let after = match (there, value) {
        (None, None) => return Err(ChangeError::Nothing.into()),
        (Some(row), None) if !named => {
            return Ok(Edit {
                kind: Kind::IndicatorRegion,
                id: row.id.0.clone(),
                before: Some(Record::from((**row).clone())),
                after: None,
            });
        }
        (Some(row), value) => IndicatorRegion {
            value,
            ..(**row).clone()
        },
        (None, value) => IndicatorRegion {
            id: format!("indicator_regions-{}", uuid::Uuid::now_v7()).into(),
            indicator: indicator.to_owned().into(),
            region: region.to_owned().into(),
            value,
        },
    };
    if there.is_some_and(|row| **row == after) {
        return Err(ChangeError::Nothing.into());
    }
    Ok(Edit {
        kind: Kind::IndicatorRegion,
        id: after.id.0.clone(),
        before: there.map(|row| Record::from((**row).clone())),
        after: Some(Record::from(after)),
    })
}
