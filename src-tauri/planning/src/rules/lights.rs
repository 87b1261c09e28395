//! Lights: whether a project or a task keeps up with its dates, by a rule whose numbers an atlas can change. Every light
//! says why. The defaults follow 银川's rule for projects: 10 to 30 points behind is yellow, more is red, and what is due
//! to begin and has not for three months is red; 温州瓯海's: what was red and caught up is yellow first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

pub use crate::model::LightState;
use crate::model::{Day, Light, LightTest};

/// The numbers of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct LightLimits {
    /// Behind by this many points or more is yellow.
    pub yellow_points: f64,
    /// Behind by more than this many points is red.
    pub red_points: f64,
    /// Not begun this many days after the last day it was to begin is red, unless a reason is known.
    pub idle_days: i32,
}

impl LightLimits {
    /// The numbers that an atlas says in its table of light rules, the defaults where it says none: of the rules for
    /// 进度滞后 the highest for red and the lowest for yellow light, of those for 到期未开工 the shortest, a month as 30 days.
    #[must_use]
    pub fn of(model: &crate::model::Model) -> Self {
        let mut limits = Self::default();
        let of = |light: Light, test: LightTest| {
            let rules = model
                .light_rules
                .iter()
                .filter(move |rule| rule.light == light && rule.test == test);
            rules.map(|rule| rule.over).min_by(f64::total_cmp)
        };
        if let Some(points) = of(Light::Yellow, LightTest::BehindPercent) {
            limits.yellow_points = points;
        }
        if let Some(points) = of(Light::Red, LightTest::BehindPercent) {
            limits.red_points = points;
        }
        if let Some(months) = of(Light::Red, LightTest::MonthsNotStarted) {
            limits.idle_days = (months * 30.0).round().clamp(0.0, 36_500.0) as i32;
        }
        limits
    }
}

impl Default for LightLimits {
    fn default() -> Self {
        Self {
            yellow_points: 10.0,
            red_points: 30.0,
            idle_days: 90,
        }
    }
}

/// How planned per cent grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlannedCourse<'a> {
    /// Evenly over the days from the start to the due date.
    Linear,
    /// By gates: the last day each is planned for, and its weight; weights need not add up to 100.
    Gates(&'a [(Day, f64)]),
}

/// What is judged. Days are days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged<'a> {
    /// The first and the last day it may begin; `None` if no start is planned.
    pub starts: Option<(Day, Day)>,
    /// The last day it is due; `None` if it has no due date.
    pub due: Option<Day>,
    /// How planned per cent grow.
    pub course: PlannedCourse<'a>,
    /// What was reported: day and per cent done, in the order of days.
    pub reports: &'a [(Day, f64)],
    /// Whether it has begun.
    pub begun: bool,
    /// Whether it is done.
    pub finished: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Whether a reason is on record why it has not begun.
    pub excused: bool,
}

/// A light and why it is so.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Verdict {
    /// The light.
    pub light: LightState,
    /// What should be done by the status date, per cent; `None` if no dates say.
    pub planned_percent: Option<f64>,
    /// What is done, per cent; `None` if it was never reported.
    pub actual_percent: Option<f64>,
    /// Why.
    pub reason: Words,
}

/// The per cent that should be done at the end of a day; `None` if its dates do not say.
#[must_use]
pub fn planned_percent(of: &Judged<'_>, day: Day) -> Option<f64> {
    if let PlannedCourse::Gates(gates) = of.course {
        let total: f64 = gates.iter().map(|(_, weight)| weight).sum();
        if total > 0.0 {
            let reached: f64 = gates
                .iter()
                .filter(|(planned, _)| *planned <= day)
                .map(|(_, weight)| weight)
                .sum();
            return Some(100.0 * reached / total);
        }
    }
    let due = of.due?;
    if day >= due {
        return Some(100.0);
    }
    let (start, _) = of.starts?;
    if day < start {
        return Some(0.0);
    }
    Some(100.0 * f64::from(day + 1 - start) / f64::from(due + 1 - start))
}

/// Judges something as of the end of a day.
#[must_use]
pub fn judge(of: &Judged<'_>, rule: LightLimits, as_of: Day) -> Verdict {
    let reported = of.reports.iter().rposition(|(day, _)| *day <= as_of);
    let known = &of.reports[..reported.map_or(0, |last| last + 1)];
    let mut verdict = judge_reported(of, known, rule, as_of);
    // What was red at the report before is yellow first, though it has caught up.
    if verdict.light == LightState::Green
        && let Some(((_, _), earlier)) = known.split_last()
        && let Some((day, _)) = earlier.last()
        && judge_reported(of, earlier, rule, *day).light == LightState::Red
    {
        verdict.light = LightState::Yellow;
        let why = verdict.reason;
        verdict.reason = said!(
            "light.was_red",
            "{}；上次为红灯，先转黄灯",
            "{}; it was red at the report before and turns yellow first",
            why
        );
    }
    verdict
}

fn judge_reported(of: &Judged<'_>, reports: &[(Day, f64)], rule: LightLimits, day: Day) -> Verdict {
    let planned = planned_percent(of, day);
    let actual = match reports.last() {
        Some((_, percent)) => Some(*percent),
        None if of.finished => Some(100.0),
        None if !of.begun => Some(0.0),
        None => None,
    };
    let of_light = |light, reason| Verdict {
        light,
        planned_percent: planned,
        actual_percent: actual,
        reason,
    };
    if of.finished {
        return of_light(
            LightState::Finished,
            said!("light.finished", "已完成", "finished"),
        );
    }
    if of.suspended {
        return of_light(
            LightState::Suspended,
            said!("light.suspended", "停缓", "suspended"),
        );
    }
    let overdue = of.due.map(|due| day - due).filter(|days| *days > 0);
    let idle = of
        .starts
        .map(|(_, last)| day - last)
        .filter(|days| *days > 0 && !of.begun);
    if let Some(days) = idle
        && days >= rule.idle_days
        && !of.excused
    {
        return of_light(
            LightState::Red,
            said!(
                "light.idle",
                "应开工而未开工已 {days} 天",
                "it was to begin {days} days ago and has not begun"
            ),
        );
    }
    let Some(planned) = planned else {
        let why = match of.due {
            Some(_) => said!(
                "light.no_start",
                "没有开始时间，到期前无法判定",
                "it has no start to be judged by before it is due"
            ),
            None => said!(
                "light.no_dates",
                "没有起止时间，无法判定",
                "it has no dates to be judged by"
            ),
        };
        return of_light(LightState::NotJudged, why);
    };
    let Some(done) = actual else {
        return match overdue {
            Some(days) => of_light(
                if days >= rule.idle_days {
                    LightState::Red
                } else {
                    LightState::Yellow
                },
                said!(
                    "light.overdue_not_reported",
                    "逾期 {days} 天，未报进度",
                    "{days} days overdue, progress never reported"
                ),
            ),
            None => of_light(
                LightState::NotJudged,
                said!(
                    "light.not_reported",
                    "未报进度，无法判定",
                    "progress was never reported"
                ),
            ),
        };
    };
    let behind = planned - done;
    let numbers = |light: LightState| {
        let (p, d) = (percent_text(planned), percent_text(done));
        match light {
            LightState::Green if behind <= 0.0 => said!(
                "light.on_time",
                "计划 {p}%，实际 {d}%",
                "planned {p}%, actual {d}%"
            ),
            _ => {
                let b = percent_text(behind);
                said!(
                    "light.behind",
                    "计划 {p}%，实际 {d}%，滞后 {b} 个百分点",
                    "planned {p}%, actual {d}%, {b} points behind"
                )
            }
        }
    };
    if planned <= 0.0 && !of.begun && done <= 0.0 {
        return of_light(
            LightState::NotDue,
            said!("light.not_due", "未到时间", "not due yet"),
        );
    }
    let by_points = if behind > rule.red_points {
        LightState::Red
    } else if behind >= rule.yellow_points {
        LightState::Yellow
    } else {
        LightState::Green
    };
    match overdue {
        Some(days) => {
            let why = numbers(by_points);
            of_light(
                by_points.min(LightState::Yellow),
                said!(
                    "light.overdue",
                    "逾期 {days} 天，{}",
                    "{days} days overdue, {}",
                    why
                ),
            )
        }
        None => of_light(by_points, numbers(by_points)),
    }
}

/// Per cent with at most one decimal.
fn percent_text(percent: f64) -> String {
    let tenths = (percent * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 {
        format!("{tenths:.0}")
    } else {
        format!("{tenths:.1}")
    }
}

#[cfg(test)]
mod tests;
