//! What has become of the dates that were frozen: 提前, 按期, 滞后, 新增, 取消, with days.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use ts_rs::TS;

use super::items::asked_for;
use crate::model::{Baseline, BaselineItem, Model, PartialDate, PlanId, ScheduledKind};
use crate::query::{Filter, Snapshot};
use crate::rules::moving::planned_dates;
use crate::rules::project_dates::project_dates;

/// What has become of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VarianceState {
    /// 滞后: it ends later.
    Later,
    /// 提前: it ends earlier.
    Earlier,
    /// 新增: it was not there.
    Added,
    /// 取消: it is not there any more.
    Cancelled,
    /// Without a date then or now: nothing can be said.
    Undated,
    /// 按期: it ends when it was to end, or within what was said then.
    OnTime,
}

impl VarianceState {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Later,
        Self::Earlier,
        Self::Added,
        Self::Cancelled,
        Self::Undated,
        Self::OnTime,
    ];

    /// Its name in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Later => "滞后",
            Self::Earlier => "提前",
            Self::Added => "新增",
            Self::Cancelled => "取消",
            Self::Undated => "未定时间",
            Self::OnTime => "按期",
        }
    }
}

/// A thing against its baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VarianceRow {
    /// What it is.
    pub kind: ScheduledKind,
    /// Its id.
    pub id: String,
    /// Its name now; of what is gone the name it had.
    pub name: String,
    /// What has become of it.
    pub state: VarianceState,
    /// Days by which it ends later, negative for earlier; `None` if that cannot be said.
    pub days: Option<i32>,
    /// Its start in the baseline.
    pub was_starts: Option<PartialDate>,
    /// Its end in the baseline.
    pub was_ends: Option<PartialDate>,
    /// Its start now: the actual one if it has begun.
    pub starts: Option<PartialDate>,
    /// Its end now: the actual one if it is done.
    pub ends: Option<PartialDate>,
}

/// All things against a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Variance {
    /// The id of the baseline.
    pub baseline: String,
    /// Its name.
    pub name: String,
    /// When it was taken.
    pub taken_on: PartialDate,
    /// The rows: what ends latest first, then the others by what became of them.
    pub rows: Vec<VarianceRow>,
}

/// The dates of a thing now, facts before plans.
fn dates_now(
    model: &Model,
    kind: ScheduledKind,
    id: &str,
) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
    let planned = planned_dates(model, kind, id)?;
    Some(match kind {
        ScheduledKind::Gate => {
            let actual = model.gates.get(id).and_then(|gate| gate.actual);
            (None, actual.or(planned.ends))
        }
        ScheduledKind::Deliverable => {
            let handed_in = model.deliverables.get(id).and_then(|owed| owed.submitted_on);
            (None, handed_in.or(planned.ends))
        }
        ScheduledKind::Project => {
            let gates = model.relations().gates_of_project.of(id);
            let dates = project_dates(planned.starts, planned.ends, gates.iter().map(AsRef::as_ref));
            (
                dates.actual_start.or(planned.starts),
                dates.actual_end.or(planned.ends),
            )
        }
        ScheduledKind::Phase | ScheduledKind::Task => (planned.starts, planned.ends),
    })
}

/// What has become of an end: within what was said it is on time; else the last days are compared.
fn compared(was: Option<PartialDate>, now: Option<PartialDate>) -> (VarianceState, Option<i32>) {
    let (Some(was), Some(now)) = (was, now) else {
        return (VarianceState::Undated, None);
    };
    if now.earliest() >= was.earliest() && now.latest() <= was.latest() {
        return (VarianceState::OnTime, Some(0));
    }
    match now.latest() - was.latest() {
        0 => (VarianceState::OnTime, Some(0)),
        days if days > 0 => (VarianceState::Later, Some(days)),
        days => (VarianceState::Earlier, Some(days)),
    }
}

fn row_of(model: &Model, item: &BaselineItem) -> VarianceRow {
    let now = dates_now(model, item.kind, &item.item);
    let (starts, ends) = now.unwrap_or_default();
    let (state, days) = match now {
        None => (VarianceState::Cancelled, None),
        Some(_) => compared(item.ends.or(item.starts), ends.or(starts)),
    };
    VarianceRow {
        kind: item.kind,
        id: item.item.clone(),
        name: model
            .scheduled_name(item.kind, &item.item)
            .unwrap_or_else(|| item.name.clone()),
        state,
        days,
        was_starts: item.starts,
        was_ends: item.ends,
        starts,
        ends,
    }
}

/// The baselines of an atlas: those of all of it first, then by plan, the newest first.
#[must_use]
pub fn baselines(model: &Model) -> Vec<Baseline> {
    let mut all: Vec<Baseline> = model.baselines.iter().cloned().collect();
    all.sort_by(|a, b| {
        let of = |row: &Baseline| row.plan.as_ref().map(|plan| plan.0.clone());
        (of(a), std::cmp::Reverse(a.taken_on), &a.name).cmp(&(of(b), std::cmp::Reverse(b.taken_on), &b.name))
    });
    all
}

/// What has become of what a baseline froze, among what a filter asks for; what is gone is always told. `None` if there is
/// no such baseline.
#[must_use]
pub fn variance(snapshot: &Snapshot<'_>, baseline: &str, filter: &Filter) -> Option<Variance> {
    let model = snapshot.model;
    let taken = model.baselines.get(baseline)?;
    let items = model.relations().items_of_baseline.of(baseline);
    let asked = (!filter.is_empty()).then(|| asked_for(snapshot, filter));
    let is_asked =
        |kind: ScheduledKind, id: &str| asked.as_ref().is_none_or(|asked| asked.contains(&(kind, id)));
    let mut rows: Vec<VarianceRow> = items
        .iter()
        .map(|item| row_of(model, item))
        .filter(|row| row.state == VarianceState::Cancelled || is_asked(row.kind, &row.id))
        .collect();
    let known: HashSet<(ScheduledKind, &str)> =
        items.iter().map(|item| (item.kind, item.item.as_str())).collect();
    let plan = taken.plan.as_ref().map(PlanId::as_str);
    for (kind, id) in crate::rules::baselines::items(model, plan) {
        if known.contains(&(kind, id)) || !is_asked(kind, id) {
            continue;
        }
        let (starts, ends) = dates_now(model, kind, id).unwrap_or_default();
        rows.push(VarianceRow {
            kind,
            id: id.to_owned(),
            name: model.scheduled_name(kind, id).unwrap_or_default(),
            state: VarianceState::Added,
            days: None,
            was_starts: None,
            was_ends: None,
            starts,
            ends,
        });
    }
    rows.sort_by(|a, b| {
        let key = |row: &VarianceRow| (row.state, std::cmp::Reverse(row.days), row.kind);
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
    });
    Some(Variance {
        baseline: taken.id.0.clone(),
        name: taken.name.clone(),
        taken_on: taken.taken_on,
        rows,
    })
}

impl Variance {
    /// How many rows are in each state.
    #[must_use]
    pub fn counts(&self) -> HashMap<VarianceState, usize> {
        let mut counts = HashMap::new();
        for row in &self.rows {
            *counts.entry(row.state).or_insert(0) += 1;
        }
        counts
    }
}
