//! The light of a project and of a task, as of a day: what the rule is asked with. Ledgers, filter, timetable, task books and
//! the command line ask here.

use super::Snapshot;
use crate::model::{Day, OwnerKind, PartialDate, ProjectStage, Summary, SummaryRef, Task, TaskStatus};
use crate::rules::lights::{Judged, LightLimits, LightState, PlannedCourse, Verdict, judge};
use crate::rules::project_dates::project_dates;
use crate::rules::stages::{is_done, is_task_done};

impl Snapshot<'_> {
    /// The light of a project today, by the rule of the atlas; not judged where nobody said which day it is.
    pub(super) fn light_of(&self, project: SummaryRef<'_>) -> LightState {
        let project = self.model.projects.at(project.slot);
        project.map_or(LightState::NotJudged, |project| self.light_of_summary(&project))
    }

    /// As [`Self::light_of`].
    pub(crate) fn light_of_summary(&self, project: &Summary<'_>) -> LightState {
        self.today().map_or(LightState::NotJudged, |today| {
            light_of_project(self, project, LightLimits::of(self.model), today.latest()).light
        })
    }

    /// The light of a task today.
    pub(super) fn light_of_a_task(&self, task: &Task) -> LightState {
        self.today().map_or(LightState::NotJudged, |today| {
            light_of_task(self, task, LightLimits::of(self.model), today.latest()).light
        })
    }
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
    let dates = project_dates(project.starts, project.ends, gates.iter().map(AsRef::as_ref));
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
    let (reports, excused) = reported(snapshot, OwnerKind::Task, task.id.as_str(), as_of);
    judge(
        &Judged {
            starts: task.starts.map(|date| (date.earliest(), date.latest())),
            due: task.due.map(PartialDate::latest),
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
