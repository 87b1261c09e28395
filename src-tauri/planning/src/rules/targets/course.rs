//! Whether a target is on its way: the straight line from where it began to the last report, and the light that follows.
//!
//! The line runs from the baseline, or from the first report where no baseline is known, to the last report; a date that
//! is no day counts from its last day. Of a yearly target it runs from the first to the last report of the year. What the
//! line says of the deadline is an estimate and is called so.

use serde::Serialize;
use ts_rs::TS;
use words::{Words, said};

use super::standing::TargetStanding;
use super::values::{ValueOrigin, is_of_each, known, year_of};
use super::{is_met, nearest_reaching, number_text};
use crate::model::{Day, Indicator, Model, Operator, PartialDate};
use crate::rules::lights::{LightLimits, LightState};

/// What the straight line says of the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct ExpectedValue {
    /// In the unit of the target.
    pub value: f64,
    /// The deadline; of a yearly target the end of the year.
    pub on: PartialDate,
}

/// The light of a target and why.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TargetVerdict {
    /// The light.
    pub light: LightState,
    /// Why.
    pub reason: Words,
    /// The expected value at the deadline; `None` after it, and where fewer than two values are known.
    pub expected: Option<ExpectedValue>,
    /// How many points of the way to go it is behind; below 0 it is ahead.
    pub behind: Option<f64>,
}

struct Line {
    from: (Day, f64),
    to: (Day, f64),
}

impl Line {
    fn at(&self, day: Day) -> f64 {
        let ((t0, v0), (t1, v1)) = (self.from, self.to);
        v1 + (v1 - v0) / f64::from(t1 - t0) * f64::from(day - t1)
    }
}

/// By when a target is due on a day: its deadline, of a yearly one the end of the year or the deadline in it.
fn due(indicator: &Indicator, day: PartialDate) -> Option<PartialDate> {
    match year_of(indicator, day) {
        Some(year) => Some(
            indicator
                .deadline
                .filter(|end| end.year() == year)
                .unwrap_or(PartialDate::Year(year)),
        ),
        None => indicator.deadline,
    }
}

/// The line of the whole; `None` where fewer than two values on two days are known.
fn line(model: &Model, indicator: &Indicator, day: PartialDate) -> Option<Line> {
    let reports = || known(model, indicator, day).filter(|row| row.region.is_none());
    let last = reports().next()?;
    let began = match (
        indicator.baseline,
        indicator.baseline_on,
        indicator.recurrence == "yearly",
    ) {
        (Some(value), Some(on), false) => Some((on.latest(), value)),
        _ => reports().last().map(|row| (row.on_date.latest(), row.value)),
    }?;
    let to = (last.on_date.latest(), last.value);
    (began.0 < to.0).then_some(Line { from: began, to })
}

/// How much of the way from its baseline to the target a value has gone, 0 to 1. Where no baseline is known, a number that
/// is to grow begins at 0; `None` where no way is known.
#[must_use]
pub fn way_done(indicator: &Indicator, now: f64) -> Option<f64> {
    if is_met(indicator.operator, indicator.value, indicator.upper, now) {
        return Some(1.0);
    }
    let grows = matches!(indicator.operator, Operator::AtLeast | Operator::MoreThan);
    let from = indicator.baseline.or(grows.then_some(0.0))?;
    let end = nearest_reaching(indicator.operator, indicator.value, indicator.upper, from);
    let way = (end - from).abs();
    (way > f64::EPSILON).then(|| (1.0 - (end - now).abs() / way).clamp(0.0, 1.0))
}

/// “≥ 75%”, “1—2 个”.
fn goal(indicator: &Indicator) -> String {
    let upper = indicator
        .upper
        .map_or_else(String::new, |upper| format!("—{}", number_text(upper)));
    let space = if indicator.unit == "%" { "" } else { " " };
    format!(
        "{} {}{upper}{space}{}",
        indicator.operator.word(),
        number_text(indicator.value),
        indicator.unit
    )
}

fn days(count: Day) -> String {
    count.to_string()
}

/// Judges a target on a day by the numbers of the lights.
#[must_use]
pub fn verdict(
    model: &Model,
    indicator: &Indicator,
    standing: &TargetStanding,
    limits: LightLimits,
    day: PartialDate,
) -> TargetVerdict {
    let due = due(indicator, day);
    let over = due
        .map(|due| day.latest() - due.latest())
        .filter(|late| *late > 0);
    let of_light = |light, reason| TargetVerdict {
        light,
        reason,
        expected: None,
        behind: None,
    };
    let goal = goal(indicator);
    if indicator.part_of.is_some() {
        return of_light(
            LightState::NotJudged,
            said!(
                "target.part",
                "与同组指标合并计算，不单独判定",
                "judged together with the others of its group"
            ),
        );
    }
    let towns = standing.towns;
    let Some((now, met)) = standing.now.as_ref().zip(standing.met) else {
        return match (over, towns) {
            (Some(late), _) if standing.now.is_none() => {
                let late = days(late);
                of_light(
                    LightState::Red,
                    said!(
                        "target.overdue_unreported",
                        "到期 {late} 天，没有报数",
                        "due {late} days ago, never reported"
                    ),
                )
            }
            (_, Some(towns)) if towns.unknown > 0 => {
                let (unknown, of) = (towns.unknown, towns.of);
                of_light(
                    LightState::NotJudged,
                    said!(
                        "target.unknown_towns",
                        "{of} 个地方中 {unknown} 个缺数，不能判定",
                        "{unknown} of {of} places were not told, so nobody knows"
                    ),
                )
            }
            _ => of_light(
                LightState::NotJudged,
                said!("target.unreported", "没有报数", "never reported"),
            ),
        };
    };
    let seen = number_text(now.value);
    let counts = towns.map_or_else(
        || {
            said!(
                "target.value",
                "现值 {seen}，目标 {goal}",
                "{seen} now, target {goal}"
            )
        },
        |towns| {
            let (reached, of) = (towns.reached, towns.of);
            said!(
                "target.value_of_towns",
                "{of} 个地方中 {reached} 个达标，目标 {goal}",
                "{reached} of {of} places reach it, target {goal}"
            )
        },
    );
    if met {
        let lasting = matches!(indicator.operator, Operator::AtLeast | Operator::MoreThan)
            || over.is_some()
            || due.is_none();
        return match lasting {
            true => of_light(
                LightState::Finished,
                said!("target.met", "已达到：{}", "reached: {}", counts),
            ),
            false => of_light(
                LightState::Green,
                said!("target.met_so_far", "目前符合：{}", "holds so far: {}", counts),
            ),
        };
    }
    if let Some(late) = over {
        let late = days(late);
        return of_light(
            LightState::Red,
            said!(
                "target.overdue",
                "逾期 {late} 天：{}",
                "{late} days overdue: {}",
                counts
            ),
        );
    }
    let Some(due) = due else {
        return of_light(
            LightState::NotJudged,
            said!("target.no_deadline", "没有期限：{}", "no deadline: {}", counts),
        );
    };
    let course = match now.origin == ValueOrigin::Reported && !is_of_each(indicator) {
        true => line(model, indicator, day),
        false => None,
    };
    let Some(line) = course else {
        return of_light(
            LightState::NotJudged,
            said!(
                "target.no_line",
                "未到期：{}；只有一个数，不能推算",
                "not due yet: {}; one value alone says nothing of the way",
                counts
            ),
        );
    };
    let expected = ExpectedValue {
        value: line.at(due.latest()),
        on: due,
    };
    let text = number_text(expected.value);
    if indicator.recurrence == "yearly" {
        let enough = is_met(
            indicator.operator,
            indicator.value,
            indicator.upper,
            expected.value,
        );
        return TargetVerdict {
            light: if enough {
                LightState::Green
            } else {
                LightState::Yellow
            },
            reason: match enough {
                true => said!(
                    "target.year_will_do",
                    "{}；按直线推算年底 {text}，能达到",
                    "{}; a straight line gives {text} at the end of the year, which will do",
                    counts
                ),
                false => said!(
                    "target.year_falls_short",
                    "{}；按直线推算年底 {text}，达不到",
                    "{}; a straight line gives {text} at the end of the year, which falls short",
                    counts
                ),
            },
            expected: Some(expected),
            behind: None,
        };
    }
    let (start, began) = line.from;
    let wanted = nearest_reaching(indicator.operator, indicator.value, indicator.upper, began);
    let way = wanted - began;
    let left = nearest_reaching(indicator.operator, indicator.value, indicator.upper, now.value) - now.value;
    // What had reached it when it began and does no more has gone back by all of its way.
    let done = match way.abs() > f64::EPSILON {
        true => 100.0 * (1.0 - left.abs() / way.abs()),
        false => 0.0,
    };
    let planned = match due.latest() > start {
        true => 100.0 * f64::from(day.latest() - start) / f64::from(due.latest() - start),
        false => 100.0,
    };
    let behind = planned - done;
    let light = if behind > limits.red_points {
        LightState::Red
    } else if behind >= limits.yellow_points {
        LightState::Yellow
    } else {
        LightState::Green
    };
    let (p, d, b) = (tenth(planned), tenth(done), tenth(behind));
    TargetVerdict {
        light,
        reason: match behind > 0.0 {
            true => said!(
                "target.behind",
                "时间过去 {p}%，完成 {d}%，滞后 {b} 个百分点；按直线推算到期 {text}，目标 {goal}",
                "{p}% of the time is over, {d}% of the way is done, {b} points behind; a straight line gives {text} at the \
                 deadline, target {goal}"
            ),
            false => said!(
                "target.on_way",
                "时间过去 {p}%，完成 {d}%；按直线推算到期 {text}，目标 {goal}",
                "{p}% of the time is over, {d}% of the way is done; a straight line gives {text} at the deadline, target {goal}"
            ),
        },
        expected: Some(expected),
        behind: Some(behind),
    }
}

fn tenth(value: f64) -> String {
    number_text((value * 10.0).round() / 10.0)
}
