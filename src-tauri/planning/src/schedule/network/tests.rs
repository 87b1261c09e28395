//! Answers worked by hand, and what holds for every network.

use proptest::prelude::*;

use super::*;
use DependencyKind::{FinishFinish, FinishStart, StartFinish, StartStart};

fn planned(start: Day, duration: i32) -> Activity {
    Activity {
        start: Some(start),
        duration,
        ..Activity::default()
    }
}

fn undated(duration: i32) -> Activity {
    Activity {
        duration,
        ..Activity::default()
    }
}

fn link(predecessor: usize, kind: DependencyKind, successor: usize, lag: i32) -> Link {
    Link {
        predecessor,
        successor,
        kind,
        lag,
    }
}

/// Early start, early finish, late finish, slack, critical.
type Row = (Day, Day, Day, i32, bool);

fn check(activities: &[Activity], links: &[Link], expected: &[Option<Row>]) {
    let schedule = Network::new(activities, links).schedule();
    let rows: Vec<Option<Row>> = schedule
        .dates
        .iter()
        .map(|d| d.map(|d| (d.early_start, d.early_finish, d.late_finish, d.slack, d.critical)))
        .collect();
    assert_eq!(rows, expected);
    assert_eq!(schedule.cycles, Vec::<Vec<usize>>::new());
}

/// 立项 5 days, then 设计 10 and 征地 4 side by side, then 施工 20: the path over 设计 takes 35 days, 征地 has 6 to spare.
#[test]
fn the_longer_path_is_critical_and_the_shorter_has_slack() {
    check(
        &[planned(0, 5), undated(10), undated(4), undated(20)],
        &[
            link(0, FinishStart, 1, 0),
            link(0, FinishStart, 2, 0),
            link(1, FinishStart, 3, 0),
            link(2, FinishStart, 3, 0),
        ],
        &[
            Some((0, 5, 5, 0, true)),
            Some((5, 15, 15, 0, true)),
            Some((5, 9, 15, 6, false)),
            Some((15, 35, 35, 0, true)),
        ],
    );
}

/// A of 10 days and B of 6 from day 0; every kind of link with a lag, by hand.
#[test]
fn each_kind_of_link_binds_its_own_ends() {
    let two = [planned(0, 10), planned(0, 6)];
    // B begins 3 days after A's end: 13..19.
    check(
        &two,
        &[link(0, FinishStart, 1, 3)],
        &[Some((0, 10, 10, 0, true)), Some((13, 19, 19, 0, true))],
    );
    // B begins 3 days after A began: 3..9; A ends last, B could end a day later.
    check(
        &two,
        &[link(0, StartStart, 1, 3)],
        &[Some((0, 10, 10, 0, true)), Some((3, 9, 10, 1, false))],
    );
    // B ends 3 days after A ended: 7..13.
    check(
        &two,
        &[link(0, FinishFinish, 1, 3)],
        &[Some((0, 10, 10, 0, true)), Some((7, 13, 13, 0, true))],
    );
    // B ends no earlier than 14 days after A began: 8..14; A may slip by nothing.
    check(
        &two,
        &[link(0, StartFinish, 1, 14)],
        &[Some((0, 10, 10, 0, true)), Some((8, 14, 14, 0, true))],
    );
    // A lead of 4: B may begin 4 days before A ends.
    check(
        &two,
        &[link(0, FinishStart, 1, -4)],
        &[Some((0, 10, 10, 0, true)), Some((6, 12, 12, 0, true))],
    );
}

/// A start-to-start link lets the end of its predecessor slip: A could begin 2 days later and B still ends with C.
#[test]
fn slack_goes_back_through_each_kind_of_link() {
    // C alone ends on 20. A 0..5, SS+3 → B 3..13: B may end on 20 (slack 7), A may begin 7 later.
    check(
        &[planned(0, 5), planned(0, 10), planned(0, 20)],
        &[link(0, StartStart, 1, 3)],
        &[
            Some((0, 5, 12, 7, false)),
            Some((3, 13, 20, 7, false)),
            Some((0, 20, 20, 0, true)),
        ],
    );
    // FF+2: A 0..5 → B 0..10 is bound by its own start; A may end on 18.
    check(
        &[planned(0, 5), planned(0, 10), planned(0, 20)],
        &[link(0, FinishFinish, 1, 2)],
        &[
            Some((0, 5, 18, 13, false)),
            Some((0, 10, 20, 10, false)),
            Some((0, 20, 20, 0, true)),
        ],
    );
    // SF+1: B may end a day after A began or later; A may begin on 19, so end on 20 at the latest.
    check(
        &[planned(0, 5), planned(0, 10), planned(0, 20)],
        &[link(0, StartFinish, 1, 1)],
        &[
            Some((0, 5, 20, 15, false)),
            Some((0, 10, 20, 10, false)),
            Some((0, 20, 20, 0, true)),
        ],
    );
}

#[test]
fn a_milestone_is_the_end_of_its_day() {
    // Confirmed by the end of day 9 (instant 10), the work after it begins on day 10.
    check(
        &[planned(10, 0), undated(3)],
        &[link(0, FinishStart, 1, 0)],
        &[Some((10, 10, 10, 0, true)), Some((10, 13, 13, 0, true))],
    );
}

#[test]
fn facts_do_not_move() {
    let done = Activity {
        actual_start: Some(2),
        actual_finish: Some(9),
        ..planned(0, 5)
    };
    let begun = Activity {
        actual_start: Some(4),
        ..planned(20, 6)
    };
    // B began on 4 although A was done only on 9; it keeps its day. C follows both.
    check(
        &[done, begun, undated(2)],
        &[
            link(0, FinishStart, 1, 0),
            link(0, FinishStart, 2, 0),
            link(1, FinishStart, 2, 0),
        ],
        &[
            Some((2, 9, 9, 0, false)),
            Some((4, 10, 10, 0, true)),
            Some((10, 12, 12, 0, true)),
        ],
    );
}

#[test]
fn plans_end_each_for_itself() {
    let second = Activity {
        group: 1,
        ..planned(0, 100)
    };
    check(
        &[planned(0, 5), second],
        &[],
        &[Some((0, 5, 5, 0, true)), Some((0, 100, 100, 0, true))],
    );
}

#[test]
fn what_has_no_date_and_follows_nothing_dated_has_none() {
    check(
        &[undated(4), undated(2), planned(0, 1)],
        &[link(0, FinishStart, 1, 0)],
        &[None, None, Some((0, 1, 1, 0, true))],
    );
}

#[test]
fn a_loop_is_named_and_its_links_take_no_part() {
    let activities = [planned(0, 5), planned(0, 5), planned(0, 5), planned(0, 5)];
    let links = [
        link(2, FinishStart, 1, 0),
        link(1, FinishStart, 2, 0),
        link(0, FinishStart, 1, 0),
        link(3, FinishStart, 3, 0),
    ];
    let schedule = Network::new(&activities, &links).schedule();
    assert_eq!(schedule.cycles, [vec![1, 2], vec![3]]);
    let starts: Vec<Day> = schedule.dates.iter().flatten().map(|d| d.early_start).collect();
    assert_eq!(starts, [0, 5, 0, 0]);
}

#[test]
fn a_move_says_what_it_forces_and_nothing_else() {
    // A 0..5 → B 5..10 → C 20..25; D 0..9 → E planned on 3 already waits for D.
    let activities = [
        planned(0, 5),
        planned(5, 5),
        planned(20, 5),
        planned(0, 9),
        planned(3, 1),
    ];
    let links = [
        link(0, FinishStart, 1, 0),
        link(1, FinishStart, 2, 0),
        link(3, FinishStart, 4, 0),
    ];
    let network = Network::new(&activities, &links);
    let shift = |activity, from, to| Shift {
        activity,
        from: Some(from),
        to,
    };
    // Ten days later: B must follow, C has 10 to spare.
    assert_eq!(network.shifts(&[(0, 10)]), [shift(1, 5, 15)]);
    // Twelve: C too.
    assert_eq!(network.shifts(&[(0, 12)]), [shift(1, 5, 17), shift(2, 20, 22)]);
    // B cannot go before A's end.
    assert_eq!(network.shifts(&[(1, 2)]), [shift(1, 2, 5)]);
    assert_eq!(network.shifts(&[(2, 30)]), []);
}

#[derive(Debug, Clone)]
struct Case {
    activities: Vec<Activity>,
    links: Vec<Link>,
}

fn kinds() -> impl Strategy<Value = DependencyKind> {
    prop_oneof![
        Just(FinishStart),
        Just(StartStart),
        Just(FinishFinish),
        Just(StartFinish)
    ]
}

/// Up to twelve activities, links from lower to higher places only, so that there are no loops.
fn cases() -> impl Strategy<Value = Case> {
    (2usize..12).prop_flat_map(|n| {
        let activity = (proptest::option::of(0..50i32), 0..20i32).prop_map(|(start, duration)| Activity {
            start,
            duration,
            ..Activity::default()
        });
        let links = proptest::collection::vec((0..n, 0..n, kinds(), -5..9i32), 0..20);
        (proptest::collection::vec(activity, n), links).prop_map(|(activities, links)| Case {
            activities,
            links: links
                .into_iter()
                .filter(|(a, b, ..)| a < b)
                .map(|(a, b, kind, lag)| link(a, kind, b, lag))
                .collect(),
        })
    })
}

/// Early dates by relaxing every link until nothing moves: slow, and without an order.
fn relaxed(case: &Case) -> Vec<Option<(Day, Day)>> {
    let length = |i: usize| case.activities[i].duration;
    let mut start: Vec<Option<Day>> = case.activities.iter().map(|a| a.start).collect();
    loop {
        let mut changed = false;
        for l in &case.links {
            let Some(from) = start[l.predecessor] else {
                continue;
            };
            let to = match l.kind {
                FinishStart => from + length(l.predecessor) + l.lag,
                StartStart => from + l.lag,
                FinishFinish => from + length(l.predecessor) + l.lag - length(l.successor),
                StartFinish => from + l.lag - length(l.successor),
            };
            if start[l.successor].is_none_or(|now| now < to) {
                start[l.successor] = Some(to);
                changed = true;
            }
        }
        if !changed {
            return start
                .into_iter()
                .enumerate()
                .map(|(i, s)| s.map(|s| (s, s + length(i))))
                .collect();
        }
    }
}

fn last_finish(dates: &[Option<(Day, Day)>]) -> Option<Day> {
    dates.iter().flatten().map(|(_, finish)| *finish).max()
}

proptest! {
    #[test]
    fn early_dates_are_those_of_relaxing_every_link(case in cases()) {
        let schedule = Network::new(&case.activities, &case.links).schedule();
        let early: Vec<_> = schedule.dates.iter().map(|d| d.map(|d| (d.early_start, d.early_finish))).collect();
        prop_assert_eq!(early, relaxed(&case));
    }

    /// Slipping by the slack leaves the end where it is; a day more moves it.
    #[test]
    fn slack_is_how_far_one_activity_can_slip(case in cases()) {
        let schedule = Network::new(&case.activities, &case.links).schedule();
        let end = last_finish(&relaxed(&case));
        for (i, dates) in schedule.dates.iter().enumerate() {
            let Some(dates) = dates else { continue };
            prop_assert!(dates.slack >= 0);
            for (days, moves) in [(0, false), (1, true)] {
                let mut slipped = case.clone();
                slipped.activities[i].start = Some(dates.early_start + dates.slack + days);
                prop_assert_eq!(last_finish(&relaxed(&slipped)) > end, moves, "{} by {}", i, dates.slack + days);
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(case in cases(), seed in any::<u64>()) {
        let n = case.activities.len();
        let mut places: Vec<usize> = (0..n).collect();
        let mut state = seed;
        for i in (1..n).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            places.swap(i, (state >> 33) as usize % (i + 1));
        }
        let mut activities = case.activities.clone();
        for (i, place) in places.iter().enumerate() {
            activities[*place] = case.activities[i];
        }
        let mut links: Vec<Link> = case
            .links
            .iter()
            .map(|l| link(places[l.predecessor], l.kind, places[l.successor], l.lag))
            .collect();
        links.reverse();
        let one = Network::new(&case.activities, &case.links).schedule();
        let other = Network::new(&activities, &links).schedule();
        for (i, place) in places.iter().enumerate() {
            prop_assert_eq!(one.dates[i], other.dates[*place]);
        }
    }

    #[test]
    fn what_a_move_forces_is_what_starts_later_than_planned(case in cases(), which in 0usize..12, to in 0..80i32) {
        let i = which % case.activities.len();
        let network = Network::new(&case.activities, &case.links);
        let mut moved = case.clone();
        moved.activities[i].start = Some(to);
        let before = relaxed(&case);
        let after = relaxed(&moved);
        let expected: Vec<(usize, Day)> = (0..case.activities.len())
            .filter_map(|k| {
                let (day, _) = after[k]?;
                let late = moved.activities[k].start.is_none_or(|planned| planned < day);
                let new = k == i || before[k].is_none_or(|(was, _)| was < day);
                (late && new).then_some((k, day))
            })
            .collect();
        let shifts: Vec<(usize, Day)> = network.shifts(&[(i, to)]).iter().map(|s| (s.activity, s.to)).collect();
        prop_assert_eq!(shifts, expected);
    }
}
