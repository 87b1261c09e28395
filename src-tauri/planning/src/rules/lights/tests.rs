//! Lights worked by hand: a road of 100 days, from day 0 to day 99, due to begin on day 0.

use super::*;

fn road() -> Judged<'static> {
    Judged {
        starts: Some((0, 0)),
        due: Some(99),
        course: PlannedCourse::Linear,
        reports: &[],
        begun: true,
        finished: false,
        suspended: false,
        excused: false,
    }
}

fn check(
    of: &Judged<'_>,
    as_of: Day,
    light: LightState,
    planned: Option<f64>,
    actual: Option<f64>,
    reason: &str,
) {
    let verdict = judge(of, LightLimits::default(), as_of);
    assert_eq!(
        (
            verdict.light,
            verdict.planned_percent,
            verdict.actual_percent,
            verdict.reason.zh.as_str()
        ),
        (light, planned, actual, reason)
    );
}

fn reported<'a>(reports: &'a [(Day, f64)]) -> Judged<'a> {
    Judged { reports, ..road() }
}

#[test]
fn points_behind_give_the_colour() {
    // At the end of day 59, 60 of 100 days are over.
    check(
        &reported(&[(59, 60.0)]),
        59,
        LightState::Green,
        Some(60.0),
        Some(60.0),
        "计划 60%，实际 60%",
    );
    check(
        &reported(&[(59, 70.0)]),
        59,
        LightState::Green,
        Some(60.0),
        Some(70.0),
        "计划 60%，实际 70%",
    );
    check(
        &reported(&[(59, 50.5)]),
        59,
        LightState::Green,
        Some(60.0),
        Some(50.5),
        "计划 60%，实际 50.5%，滞后 9.5 个百分点",
    );
    check(
        &reported(&[(59, 50.0)]),
        59,
        LightState::Yellow,
        Some(60.0),
        Some(50.0),
        "计划 60%，实际 50%，滞后 10 个百分点",
    );
    check(
        &reported(&[(59, 35.0)]),
        59,
        LightState::Yellow,
        Some(60.0),
        Some(35.0),
        "计划 60%，实际 35%，滞后 25 个百分点",
    );
    check(
        &reported(&[(59, 30.0)]),
        59,
        LightState::Yellow,
        Some(60.0),
        Some(30.0),
        "计划 60%，实际 30%，滞后 30 个百分点",
    );
    check(
        &reported(&[(59, 29.0)]),
        59,
        LightState::Red,
        Some(60.0),
        Some(29.0),
        "计划 60%，实际 29%，滞后 31 个百分点",
    );
}

#[test]
fn what_was_red_and_caught_up_is_yellow_first() {
    let why = "计划 80%，实际 78%，滞后 2 个百分点";
    // Red on day 59, caught up on day 79: yellow; green with the report after that.
    let twice = [(59, 20.0), (79, 78.0)];
    check(
        &reported(&twice),
        79,
        LightState::Yellow,
        Some(80.0),
        Some(78.0),
        &format!("{why}；上次为红灯，先转黄灯"),
    );
    let thrice = [(59, 20.0), (69, 70.0), (79, 78.0)];
    check(
        &reported(&thrice),
        79,
        LightState::Green,
        Some(80.0),
        Some(78.0),
        why,
    );
    // From yellow it turns green at once, and red to yellow needs no rule.
    let yellow = [(59, 40.0), (79, 78.0)];
    check(
        &reported(&yellow),
        79,
        LightState::Green,
        Some(80.0),
        Some(78.0),
        why,
    );
}

#[test]
fn reports_after_the_status_date_do_not_count() {
    let of = [(29, 30.0), (79, 80.0)];
    check(
        &reported(&of),
        59,
        LightState::Yellow,
        Some(60.0),
        Some(30.0),
        "计划 60%，实际 30%，滞后 30 个百分点",
    );
}

#[test]
fn overdue_is_never_green() {
    check(
        &reported(&[(99, 95.0)]),
        109,
        LightState::Yellow,
        Some(100.0),
        Some(95.0),
        "逾期 10 天，计划 100%，实际 95%，滞后 5 个百分点",
    );
    check(
        &reported(&[(99, 60.0)]),
        109,
        LightState::Red,
        Some(100.0),
        Some(60.0),
        "逾期 10 天，计划 100%，实际 60%，滞后 40 个百分点",
    );
    // On its due day it is not overdue.
    check(
        &reported(&[(99, 95.0)]),
        99,
        LightState::Green,
        Some(100.0),
        Some(95.0),
        "计划 100%，实际 95%，滞后 5 个百分点",
    );
}

#[test]
fn begun_but_never_reported_is_not_judged_until_it_is_overdue() {
    check(
        &road(),
        59,
        LightState::NotJudged,
        Some(60.0),
        None,
        "未报进度，无法判定",
    );
    check(
        &road(),
        109,
        LightState::Yellow,
        Some(100.0),
        None,
        "逾期 10 天，未报进度",
    );
    check(
        &road(),
        189,
        LightState::Red,
        Some(100.0),
        None,
        "逾期 90 天，未报进度",
    );
}

#[test]
fn not_begun_is_red_after_three_months_without_a_reason() {
    let long = Judged {
        due: Some(9999),
        begun: false,
        ..road()
    };
    check(
        &long,
        89,
        LightState::Green,
        Some(0.9),
        Some(0.0),
        "计划 0.9%，实际 0%，滞后 0.9 个百分点",
    );
    check(
        &long,
        90,
        LightState::Red,
        Some(0.91),
        Some(0.0),
        "应开工而未开工已 90 天",
    );
    let excused = Judged {
        excused: true,
        ..long
    };
    check(
        &excused,
        90,
        LightState::Green,
        Some(0.91),
        Some(0.0),
        "计划 0.9%，实际 0%，滞后 0.9 个百分点",
    );
    // A start known to the year 0..364 may still be in time on its last day.
    let within = Judged {
        starts: Some((0, 364)),
        ..long
    };
    assert_eq!(
        judge(&within, LightLimits::default(), 400).light,
        LightState::Green
    );
    assert_eq!(judge(&within, LightLimits::default(), 454).light, LightState::Red);
}

#[test]
fn states_of_their_own() {
    let finished = Judged {
        finished: true,
        ..road()
    };
    check(
        &finished,
        500,
        LightState::Finished,
        Some(100.0),
        Some(100.0),
        "已完成",
    );
    let suspended = Judged {
        suspended: true,
        ..reported(&[(10, 5.0)])
    };
    check(
        &suspended,
        500,
        LightState::Suspended,
        Some(100.0),
        Some(5.0),
        "停缓",
    );
    let early = Judged {
        starts: Some((50, 50)),
        begun: false,
        ..road()
    };
    check(&early, 10, LightState::NotDue, Some(0.0), Some(0.0), "未到时间");
    let undated = Judged {
        starts: None,
        due: None,
        ..road()
    };
    check(
        &undated,
        10,
        LightState::NotJudged,
        None,
        None,
        "没有起止时间，无法判定",
    );
    // Only a due date: nothing says how far it should be before.
    let due_only = Judged {
        starts: None,
        begun: false,
        ..road()
    };
    check(
        &due_only,
        10,
        LightState::NotJudged,
        None,
        Some(0.0),
        "没有开始时间，到期前无法判定",
    );
    check(
        &due_only,
        109,
        LightState::Red,
        Some(100.0),
        Some(0.0),
        "逾期 10 天，计划 100%，实际 0%，滞后 100 个百分点",
    );
}

#[test]
fn gates_give_planned_per_cent_by_weight() {
    let gates = [(9, 1.0), (49, 1.0), (99, 2.0)];
    let of = Judged {
        course: PlannedCourse::Gates(&gates),
        reports: &[(59, 25.0)],
        ..road()
    };
    check(
        &of,
        8,
        LightState::NotJudged,
        Some(0.0),
        None,
        "未报进度，无法判定",
    );
    check(
        &of,
        59,
        LightState::Yellow,
        Some(50.0),
        Some(25.0),
        "计划 50%，实际 25%，滞后 25 个百分点",
    );
    assert_eq!(planned_percent(&of, 99), Some(100.0));
}

#[test]
fn other_numbers_of_the_rule_give_other_colours() {
    let of = reported(&[(59, 50.0)]);
    let strict = LightLimits {
        yellow_points: 1.0,
        red_points: 5.0,
        idle_days: 30,
    };
    assert_eq!(judge(&of, strict, 59).light, LightState::Red);
    let idle = Judged {
        begun: false,
        due: Some(9999),
        ..road()
    };
    assert_eq!(judge(&idle, strict, 30).light, LightState::Red);
    assert_eq!(judge(&idle, strict, 29).light, LightState::Green);
}
