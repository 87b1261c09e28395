//! The lights of projects and tasks, as of a status date.

use serde::Serialize;
use ts_rs::TS;
use words::Words;

use super::dated::{DatedItem, ItemKind};
use crate::model::{Day, OwnerKind, PartialDate, ProjectStage, Summary, Task, TaskStatus};
use crate::query::{Filter, Snapshot};
use crate::rules::lights::{Judged, LightLimits, LightState, PlannedCourse, Verdict, judge};
use crate::rules::stages::{is_done, is_task_done};

/// The light of one thing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LightRow {
    /// Task or project.
    pub kind: ItemKind,
    /// Its id.
    pub id: String,
    /// The light.
    pub light: LightState,
    /// Per cent that should be done by the status date; `None` if no dates say.
    pub planned_percent: Option<f64>,
    /// Per cent done; `None` if it was never reported.
    pub actual_percent: Option<f64>,
    /// Why.
    pub reason: Words,
}

/// The lights of the tasks and projects that match a filter, in the order of the ledgers.
#[must_use]
pub fn lights(
    snapshot: &Snapshot<'_>,
    filter: &Filter,
    rule: LightLimits,
    as_of: PartialDate,
) -> Vec<LightRow> {
    let day = as_of.latest();
    let row = |kind: ItemKind, id: &str, verdict: Verdict| LightRow {
        kind,
        id: id.to_owned(),
        light: verdict.light,
        planned_percent: verdict.planned_percent,
        actual_percent: verdict.actual_percent,
        reason: verdict.reason,
    };
    let tasks = snapshot.tasks(filter);
    let of_tasks = tasks.iter().map(|task| {
        row(
            ItemKind::Task,
            task.id.as_str(),
            light_of_task(snapshot, task, rule, day),
        )
    });
    let projects = snapshot.projects_in_order(filter, &crate::query::Sort::default());
    let of_projects = projects.map(|project| {
        let verdict = light_of_project(snapshot, &project, rule, day);
        row(ItemKind::Project, project.id, verdict)
    });
    of_tasks.chain(of_projects).collect()
}

/// The light of a project at the end of a day. Where it stands is what its row says now; dates after the status date are
/// not looked at.
#[must_use]
pub fn light_of_project(
    snapshot: &Snapshot<'_>,
    project: &Summary<'_>,
    rule: LightLimits,
    as_of: Day,
) -> Verdict {
    let relations = snapshot.model.relations();
    let gates = relations.gates_of_project.of(project.id);
    let dates = DatedItem::of_project(project, gates.iter().map(AsRef::as_ref));
    let reached = |date: Option<PartialDate>| date.is_some_and(|date| date.latest() <= as_of);
    let later = |date: Option<PartialDate>| date.is_some_and(|date| date.earliest() > as_of);
    let (mut reports, excused) = reported(snapshot, OwnerKind::Project, project.id, as_of);
    if reports.is_empty() && !later(dates.actual_start) {
        // Entered by hand, without a report that says when.
        reports.extend(project.percent.map(|percent| (Day::MIN, percent)));
    }
    judge(
        &Judged {
            starts: dates.starts.map(|date| (date.earliest(), date.latest())),
            due: dates.ends.map(PartialDate::latest),
            course: PlannedCourse::Linear,
            reports: &reports,
            begun: reached(dates.actual_start)
                || (matches!(project.stage, ProjectStage::Building) || is_done(project.stage))
                    && !later(dates.actual_start),
            finished: is_done(project.stage) && !later(dates.actual_end),
            suspended: project.stage == ProjectStage::Suspended,
            excused,
        },
        rule,
        as_of,
    )
}

/// The light of a task at the end of a day.
#[must_use]
pub fn light_of_task(snapshot: &Snapshot<'_>, task: &Task, rule: LightLimits, as_of: Day) -> Verdict {
    let dates = DatedItem::of_task(task);
    let (reports, excused) = reported(snapshot, OwnerKind::Task, task.id.as_str(), as_of);
    judge(
        &Judged {
            starts: dates.starts.map(|date| (date.earliest(), date.latest())),
            due: dates.ends.map(PartialDate::latest),
            course: PlannedCourse::Linear,
            reports: &reports,
            begun: task.status != TaskStatus::NotStarted,
            finished: is_task_done(task.status),
            suspended: false,
            excused,
        },
        rule,
        as_of,
    )
}

/// Day and per cent of the reports up to a day, in the order of days, and whether the last of them names a problem.
fn reported(snapshot: &Snapshot<'_>, kind: OwnerKind, id: &str, as_of: Day) -> (Vec<(Day, f64)>, bool) {
    let rows = snapshot.model.relations().progress.of(kind, id);
    let mut known: Vec<_> = rows
        .iter()
        .filter(|report| report.on_date.latest() <= as_of)
        .collect();
    known.sort_by_key(|report| (report.on_date, report.id.clone()));
    let excused = known.last().is_some_and(|report| report.problem.is_some());
    let reports = known
        .iter()
        .filter_map(|report| Some((report.on_date.latest(), report.percent?)))
        .collect();
    (reports, excused)
}
