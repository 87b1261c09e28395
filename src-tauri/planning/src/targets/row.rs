//! A target as one row of the table.

use serde::Serialize;
use ts_rs::TS;
use words::Words;

use crate::model::{Indicator, PartialDate};
use crate::query::Snapshot;
use crate::rules::lights::{LightLimits, LightState};
use crate::rules::overdue::is_indicator_overdue;
use crate::rules::targets::{
    ComputedValue, ExpectedValue, ShareSum, TargetValue, TownsReaching, computed_value, share_sum, standing,
    verdict, way_done,
};

/// Values that the small line of a row has at most: three years of months.
const MOST_POINTS: usize = 36;

/// A value of the small line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct SeriesPoint {
    /// Of when.
    pub on: PartialDate,
    /// In the unit of the target.
    pub value: f64,
}

/// Where a yearly target stands in a year.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct YearStanding {
    /// The year.
    pub year: i32,
    /// Its last value in it.
    pub now: Option<TargetValue>,
    /// Whether that reaches it.
    pub met: Option<bool>,
}

/// A target and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TargetRow {
    /// The row of the atlas.
    pub indicator: Indicator,
    /// Short title of its plan.
    pub plan_title: String,
    /// Number and title of the task it stands in.
    pub task_title: Option<String>,
    /// Names of the regions it holds for, if it names them.
    pub regions: Vec<String>,
    /// Its value.
    pub now: Option<TargetValue>,
    /// Name of the region that decides.
    pub of_region: Option<String>,
    /// How much of the way from the baseline to the target is done, 0 to 1; `None` where no way is known.
    pub done: Option<f64>,
    /// Whether it is reached; `None` if nobody knows.
    pub met: Option<bool>,
    /// How many regions reach it.
    pub towns: Option<TownsReaching>,
    /// Whether its deadline is over and it is not reached.
    pub overdue: bool,
    /// The light.
    pub light: LightState,
    /// Why.
    pub reason: Words,
    /// What a straight line says of the deadline.
    pub expected: Option<ExpectedValue>,
    /// By year, where it recurs each year.
    pub years: Vec<YearStanding>,
    /// What the parts of the regions add up to.
    pub shares: Option<ShareSum>,
    /// Values of the whole up to the status date, the last ones.
    pub series: Vec<SeriesPoint>,
    /// What the atlas itself says today.
    pub computed: Option<ComputedValue>,
}

/// The years of a yearly target: from that of its first report or of the plan's begin to that of the status date, at most
/// that of its deadline.
fn years(snapshot: &Snapshot<'_>, indicator: &Indicator, day: PartialDate) -> Vec<YearStanding> {
    if indicator.recurrence != "yearly" {
        return Vec::new();
    }
    let model = snapshot.model;
    let reports = model
        .relations()
        .observations_of_indicator
        .of(indicator.id.as_str());
    let first = reports.first().map(|row| row.on_date.year());
    let begin = model
        .plans
        .get(indicator.plan.as_str())
        .and_then(|plan| plan.starts);
    let last = indicator
        .deadline
        .map_or(day.year(), |end| end.year().min(day.year()));
    let from = first.or(begin.map(PartialDate::year)).unwrap_or(last);
    // A wrong date of long ago makes no long list.
    let of_year = |year: i32| {
        let end = PartialDate::Day(year, 12, 31);
        let at = if end.latest() < day.latest() { end } else { day };
        let found = standing(model, indicator, None, at);
        YearStanding {
            year,
            now: found.now,
            met: found.met,
        }
    };
    (from.max(last - 20)..=last).map(of_year).collect()
}

/// A target as it stands on a day.
pub(super) fn target_row(
    snapshot: &Snapshot<'_>,
    indicator: &Indicator,
    limits: LightLimits,
    day: PartialDate,
    today: PartialDate,
) -> TargetRow {
    let model = snapshot.model;
    let found = standing(model, indicator, None, day);
    let told = verdict(model, indicator, &found, limits, day);
    let reports = model
        .relations()
        .observations_of_indicator
        .of(indicator.id.as_str());
    let mut series: Vec<SeriesPoint> = reports
        .iter()
        .rev()
        .filter(|row| row.region.is_none() && row.on_date.latest() <= day.latest())
        .take(MOST_POINTS)
        .map(|row| SeriesPoint {
            on: row.on_date,
            value: row.value,
        })
        .collect();
    series.reverse();
    let task = indicator
        .task
        .as_ref()
        .and_then(|task| model.tasks.get(task.as_str()));
    let region = found.now.as_ref().and_then(|now| now.region.as_ref());
    TargetRow {
        indicator: indicator.clone(),
        plan_title: snapshot.plan_title(indicator.plan.as_str()),
        task_title: task.map(|task| format!("{} {}", task.number, task.title).trim().to_owned()),
        regions: snapshot.regions_of_indicator(indicator),
        of_region: region.map(|region| snapshot.region_name(region.as_str())),
        overdue: is_indicator_overdue(indicator, found.met, day),
        done: found.now.as_ref().and_then(|now| way_done(indicator, now.value)),
        now: found.now,
        met: found.met,
        towns: found.towns,
        light: told.light,
        reason: told.reason,
        expected: told.expected,
        years: years(snapshot, indicator, day),
        shares: share_sum(model, indicator),
        series,
        computed: computed_value(model, indicator, today),
    }
}
