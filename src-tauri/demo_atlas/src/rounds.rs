//! Rounds of reports: a quarter that is closed, a month whose window is over, and the month that is open.

use planning::model::{Record, ReportingRound, RoundCycle};

use super::calendar::written;

/// Title, cycle, first and last day reported on, first and last day of the window, when it was closed.
const ROUNDS: [(&str, RoundCycle, [&str; 5]); 3] = [
    (
        "2026年第三季度调度",
        RoundCycle::Quarter,
        [
            "2026-07-01",
            "2026-09-30",
            "2026-09-25",
            "2026-10-10",
            "2026-10-12",
        ],
    ),
    (
        "2026年10月调度",
        RoundCycle::Month,
        ["2026-10-01", "2026-10-31", "2026-10-26", "2026-11-12", ""],
    ),
    (
        "2026年11月调度",
        RoundCycle::Month,
        ["2026-11-01", "2026-11-30", "2026-11-25", "2026-12-05", ""],
    ),
];

pub(super) fn rows() -> Vec<Record> {
    let round = |(n, (title, cycle, days)): (usize, (&str, RoundCycle, [&str; 5]))| {
        let [starts, ends, opens, due, closed] = days.map(written);
        Some(Record::from(ReportingRound {
            id: format!("practice/rr{n:02}").into(),
            plan: None,
            title: title.to_owned(),
            cycle,
            starts: starts?,
            ends: ends?,
            opens: opens?,
            due: due?,
            closed_on: closed,
            note: None,
        }))
    };
    (1..).zip(ROUNDS).filter_map(round).collect()
}
