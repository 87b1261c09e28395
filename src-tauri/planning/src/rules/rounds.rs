//! 调度轮次: how a round of reports begins and ends, and which reports it takes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::stages::is_done;
use super::{RuleError, latest};
use crate::change::{Change, ChangeError, Edit};
use crate::model::{
    Day, Gate, GateStep, Kind, Model, PartialDate, PlanId, ProblemStatus, ProjectStage, Record,
    ReportingRound, ReportingRoundId, RoundCycle,
};

/// Days before the end of the span at which the window of a monthly or quarterly round opens.
const OPENS_BEFORE: Day = 5;
/// Days after the end of the span until which reports are taken.
const TEN_DAYS_AFTER: Day = 2;
const MONTH_AFTER: Day = 5;
const QUARTER_AFTER: Day = 10;

/// A round that is to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the columns of ReportingRound")]
pub struct NewRound {
    pub plan: Option<String>,
    pub title: String,
    pub cycle: RoundCycle,
    pub starts: PartialDate,
    pub ends: PartialDate,
    pub opens: PartialDate,
    pub due: PartialDate,
}

/// The round of a cycle that a day lies in, as offices usually set it: 旬 from the 1st, 11th and 21st and two days more, a
/// month until the fifth of the next, a quarter until the tenth. `None` for a day beyond the calendar.
#[must_use]
pub fn usual_round(cycle: RoundCycle, day: PartialDate) -> Option<NewRound> {
    let (year, month, date) = day.last_day();
    let (starts, last, title, after) = match cycle {
        RoundCycle::TenDays => {
            let (first, last, name) = match date {
                1..=10 => (1, PartialDate::Day(year, month, 10), "上旬"),
                11..=20 => (11, PartialDate::Day(year, month, 20), "中旬"),
                _ => (21, PartialDate::Month(year, month), "下旬"),
            };
            let title = format!("{year}年{month}月{name}调度");
            (PartialDate::Day(year, month, first), last, title, TEN_DAYS_AFTER)
        }
        RoundCycle::Month | RoundCycle::Special => {
            let title = format!("{year}年{month}月调度");
            let whole = PartialDate::Month(year, month);
            (PartialDate::Day(year, month, 1), whole, title, MONTH_AFTER)
        }
        RoundCycle::Quarter => {
            let first = (month - 1) / 3 * 3 + 1;
            let title = format!("{year}年第{}季度调度", first.div_ceil(3));
            let whole = PartialDate::Month(year, first + 2);
            (PartialDate::Day(year, first, 1), whole, title, QUARTER_AFTER)
        }
    };
    let ends = last.latest();
    let opens = (ends - OPENS_BEFORE).max(starts.earliest());
    Some(NewRound {
        plan: None,
        title,
        cycle,
        starts,
        ends: PartialDate::of_day(ends)?,
        opens: PartialDate::of_day(opens)?,
        due: PartialDate::of_day(ends + after)?,
    })
}

/// Whether a report is owed on a project in a round that reports from `starts` on: on every one beyond an idea that was not
/// completed before. A project is completed on the actual day of its gate 竣工; without such a day one that is done owes nothing.
#[must_use]
pub fn owes_report(stage: ProjectStage, gates: &[Arc<Gate>], starts: PartialDate) -> bool {
    if !is_done(stage) {
        return stage != ProjectStage::Idea;
    }
    let completion = gates.iter().find(|gate| gate.step == GateStep::Completion);
    let on = completion.and_then(|gate| gate.actual);
    on.is_some_and(|on| on.latest() >= starts.earliest())
}

/// The edit that begins a round.
///
/// # Errors
/// [`RuleError::NoName`] without a name, [`RuleError::NameTaken`] if a round of the same plan has it, [`RuleError::RoundDates`]
/// if its days are not in order, [`ChangeError::Missing`] if there is no such plan.
pub fn begin_round(model: &Model, new: NewRound) -> Result<Edit, RuleError> {
    let title = new.title.trim();
    if title.is_empty() {
        return Err(RuleError::NoName);
    }
    let plan: Option<PlanId> = new.plan.filter(|id| !id.is_empty()).map(Into::into);
    if let Some(id) = plan.as_ref().filter(|id| model.plans.get(id.as_str()).is_none()) {
        return Err(ChangeError::Missing {
            table: Kind::Plan,
            id: id.0.clone(),
        }
        .into());
    }
    let (starts, ends) = (new.starts.earliest(), new.ends.latest());
    let (opens, due) = (new.opens.earliest(), new.due.latest());
    if starts > ends || opens > due || due < ends {
        return Err(RuleError::RoundDates);
    }
    if model
        .reporting_rounds
        .iter()
        .any(|row| row.plan == plan && row.title == title)
    {
        return Err(RuleError::NameTaken {
            name: title.to_owned(),
        });
    }
    let row = ReportingRound {
        id: format!("reporting_rounds-{}", uuid::Uuid::now_v7()).into(),
        plan,
        title: title.to_owned(),
        cycle: new.cycle,
        starts: new.starts,
        ends: new.ends,
        opens: new.opens,
        due: new.due,
        closed_on: None,
        note: None,
    };
    Ok(Edit {
        kind: Kind::ReportingRound,
        id: row.id.0.clone(),
        before: None,
        after: Some(Record::ReportingRound(row)),
    })
}

/// The edit that closes a round, or opens it again.
///
/// # Errors
/// [`ChangeError::Missing`] if there is no such round.
pub fn close_round(model: &Model, id: &str, closed_on: Option<PartialDate>) -> Result<Edit, RuleError> {
    let row = model
        .reporting_rounds
        .get(id)
        .ok_or_else(|| ChangeError::Missing {
            table: Kind::ReportingRound,
            id: id.to_owned(),
        })?;
    Ok(Edit {
        kind: Kind::ReportingRound,
        id: id.to_owned(),
        before: Some(Record::ReportingRound(row.clone())),
        after: Some(Record::ReportingRound(ReportingRound {
            closed_on,
            ..row.clone()
        })),
    })
}

/// Refuses a report that is handed in to a closed round, and a problem that is struck off (销号) without proof or date.
pub(super) fn enforce(model: &Model, change: &Change) -> Result<(), RuleError> {
    let latest = latest(change);
    let round = |id: &ReportingRoundId| -> Option<ReportingRound> {
        match latest.get(&(Kind::ReportingRound, id.as_str())) {
            Some(Some(Record::ReportingRound(row))) => Some((*row).clone()),
            Some(_) => None,
            None => model.reporting_rounds.get(id.as_str()).cloned(),
        }
    };
    for edit in &change.edits {
        match (&edit.before, &edit.after) {
            (None, Some(Record::ProgressReport(new))) => {
                if let Some(closed) = new
                    .round
                    .as_ref()
                    .and_then(round)
                    .filter(|r| r.closed_on.is_some())
                {
                    return Err(RuleError::RoundClosed { title: closed.title });
                }
            }
            (before, Some(Record::Problem(after))) if after.status == ProblemStatus::Closed => {
                let was_closed =
                    matches!(before, Some(Record::Problem(row)) if row.status == ProblemStatus::Closed);
                let proved = after
                    .evidence
                    .as_ref()
                    .is_some_and(|text| !text.trim().is_empty());
                if !was_closed && (!proved || after.closed_on.is_none()) {
                    return Err(RuleError::NoProof {
                        title: after.title.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    Ok(())
}
