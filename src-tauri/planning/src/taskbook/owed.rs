//! What has to be handed in, and what stands in the way.

use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use super::members::Owner;
use super::rows::{BookOwner, BookProject, BookTask};
use crate::model::*;
use crate::query::{Filter, Snapshot};
use crate::rules::overdue;

/// Something to be handed in, as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookDeliverable {
    /// Its id.
    pub id: String,
    /// Its plan's id.
    pub plan: String,
    /// Its plan's short title.
    pub plan_title: String,
    /// The task that asks for it.
    pub task: Option<String>,
    /// Its name.
    pub name: String,
    /// Who owes it: a unit, a town or a county.
    pub owed_by: String,
    /// The group by which it is owed; `None` if the owner is named itself.
    pub group: Option<String>,
    /// When it is due.
    pub due: Option<PartialDate>,
    /// Where it stands.
    pub status: DeliverableStatus,
    /// When it was handed in.
    pub submitted_on: Option<PartialDate>,
    /// Whether it is still owed on the status date.
    pub owed: bool,
    /// Whether it is late.
    pub overdue: bool,
    /// Days from the status date to the last day it can be due; below 0 that day is over. `None` if no date is given.
    pub days: Option<i32>,
}

/// A problem that is not struck off, as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookProblem {
    /// Its id; `None` if only a report names it.
    pub id: Option<String>,
    /// What kind of thing it is about.
    pub owner_kind: OwnerKind,
    /// The id of that thing.
    pub owner: String,
    /// The name of that thing.
    pub owner_name: String,
    /// What is in the way.
    pub title: String,
    /// Where it stands; `None` if only a report names it.
    pub status: Option<ProblemStatus>,
    /// When it was handed over, or reported.
    pub raised_on: Option<PartialDate>,
    /// The unit that handles it.
    pub unit: Option<String>,
    /// By when it is to be solved.
    pub due: Option<PartialDate>,
    /// Who watches over it.
    pub supervision: Option<SupervisionLevel>,
    /// Days since it was raised, at the least; `None` if that is not known.
    pub days_open: Option<i32>,
    /// Whether it was to be solved by now.
    pub overdue: bool,
}

/// What an owner has to hand in or has handed in, by due date; what has none stands last.
pub(super) fn deliverables(
    snapshot: &Snapshot<'_>,
    (kind, id): (BookOwner, &str),
    owner: &Owner<'_>,
    (filter, tasks): (&Filter, &HashSet<&str>),
    as_of: PartialDate,
) -> Vec<BookDeliverable> {
    let model = snapshot.model;
    let relations = model.relations();
    let mut found: Vec<(&Deliverable, Option<&str>)> = Vec::new();
    if kind == BookOwner::Plan {
        let of_plan = model.deliverables.iter().filter(|row| row.plan.as_str() == id);
        found.extend(of_plan.map(|row| (row, None)));
    }
    for unit in &owner.units {
        let of_unit = relations.deliverables_of_unit.of(unit.id.as_str());
        found.extend(of_unit.iter().map(|row| (row.as_ref(), None)));
    }
    if let Some(place) = owner.place {
        let of_place = relations.deliverables_of_region.of(place.id.as_str());
        // What a bureau owes about a town is the bureau's; the town reads it too.
        let own = of_place
            .iter()
            .filter(|row| row.unit.is_none() || kind == BookOwner::Town);
        found.extend(own.map(|row| (row.as_ref(), None)));
    }
    for group in &owner.groups {
        let of_group = relations.deliverables_of_unit.of(group.id.as_str());
        // One that names a member is that member's alone.
        let ours = of_group
            .iter()
            .filter(|row| match (row.region.as_ref(), owner.place) {
                (Some(region), Some(place)) => *region == place.id,
                _ => true,
            });
        found.extend(ours.map(|row| (row.as_ref(), Some(group.name.as_str()))));
    }
    let passes = |row: &Deliverable| match &row.task {
        _ if filter.is_empty() => true,
        Some(task) => tasks.contains(task.as_str()),
        None => filter.plans.contains(&row.plan.0),
    };
    found.retain(|(row, _)| passes(row));
    let mut seen = HashSet::new();
    found.retain(|(row, _)| seen.insert(row.id.as_str()));
    found.sort_by_key(|(row, _)| {
        let day = row.due.map_or(Day::MAX, PartialDate::latest);
        (day, row.plan.clone(), row.ordinal, row.id.clone())
    });
    let day = as_of.latest();
    let owed_by = |row: &Deliverable| match (&row.unit, &row.region) {
        (Some(unit), _) => snapshot.unit_name(unit.as_str()),
        (None, Some(region)) => model
            .regions
            .get(region.as_str())
            .map(|region| region.name.clone())
            .unwrap_or_default(),
        (None, None) => String::new(),
    };
    let brief = |(row, group): (&Deliverable, Option<&str>)| BookDeliverable {
        id: row.id.0.clone(),
        plan: row.plan.0.clone(),
        plan_title: snapshot.plan_title(row.plan.as_str()),
        task: row.task.as_ref().map(|task| task.0.clone()),
        name: row.name.clone(),
        owed_by: owed_by(row),
        group: group.map(ToOwned::to_owned),
        due: row.due,
        status: row.status,
        submitted_on: row.submitted_on,
        owed: overdue::is_owed(row, as_of),
        overdue: overdue::is_deliverable_overdue(row, as_of),
        days: row.due.map(|due| due.latest() - day),
    };
    found.into_iter().map(brief).collect()
}

/// Problems of an owner and of its tasks and projects that are open on the status date, those open longest first; what
/// only the last report of a project names stands among them.
pub(super) fn problems(
    snapshot: &Snapshot<'_>,
    (kind, id): (BookOwner, &str),
    tasks: &[&[BookTask]],
    projects: &[BookProject],
    as_of: PartialDate,
) -> Vec<BookProblem> {
    let model = snapshot.model;
    let day = as_of.latest();
    let tasks: HashSet<&str> = tasks
        .iter()
        .flat_map(|some| some.iter())
        .map(|t| t.id.as_str())
        .collect();
    let names: std::collections::HashMap<&str, &BookProject> = projects
        .iter()
        .map(|project| (project.id.as_str(), project))
        .collect();
    let own = |row: &Problem| match row.owner_kind {
        OwnerKind::Plan => kind == BookOwner::Plan && row.owner == id,
        OwnerKind::Town => kind == BookOwner::Town && row.owner == id,
        OwnerKind::Task => tasks.contains(row.owner.as_str()),
        OwnerKind::Project => names.contains_key(row.owner.as_str()),
    };
    let handled =
        |row: &Problem| kind == BookOwner::Unit && row.unit.as_ref().is_some_and(|unit| unit.as_str() == id);
    let since = |raised: Option<PartialDate>| raised.map(|date| (day - date.latest()).max(0));
    let rows = model.problems.iter();
    let mut found: Vec<BookProblem> = rows
        .filter(|row| (own(row) || handled(row)) && is_open(row, day))
        .map(|row| BookProblem {
            id: Some(row.id.0.clone()),
            owner_kind: row.owner_kind,
            owner: row.owner.clone(),
            owner_name: name_of(snapshot, row.owner_kind, &row.owner),
            title: row.title.clone(),
            status: Some(row.status),
            raised_on: row.raised_on,
            unit: row.unit.as_ref().map(|unit| snapshot.unit_name(unit.as_str())),
            due: row.due,
            supervision: row.supervision,
            days_open: since(row.raised_on),
            overdue: overdue::is_overdue(row.due, is_resolved(row, day), as_of),
        })
        .collect();
    let of_reports = projects.iter().filter_map(|project| {
        let report = last_report(snapshot, &project.id, day)?;
        let title = report.problem.clone()?;
        let raised = model.relations().problems.of(OwnerKind::Project, &project.id);
        let is_row = raised
            .iter()
            .any(|row| row.report.as_ref() == Some(&report.id) || row.title == title);
        (!is_row).then(|| BookProblem {
            id: None,
            owner_kind: OwnerKind::Project,
            owner: project.id.clone(),
            owner_name: project.name.clone(),
            title,
            status: None,
            raised_on: Some(report.on_date),
            unit: None,
            due: None,
            supervision: None,
            days_open: since(Some(report.on_date)),
            overdue: false,
        })
    });
    found.extend(of_reports);
    found.sort_by_key(|row| {
        (
            std::cmp::Reverse(row.days_open),
            row.owner.clone(),
            row.title.clone(),
        )
    });
    found
}

/// The last report on a project up to a day.
pub(super) fn last_report<'m>(
    snapshot: &Snapshot<'m>,
    project: &str,
    day: Day,
) -> Option<&'m ProgressReport> {
    let reports = snapshot
        .model
        .relations()
        .progress
        .of(OwnerKind::Project, project);
    let known = reports.iter().filter(|report| report.on_date.latest() <= day);
    known
        .max_by_key(|report| (report.on_date, report.id.clone()))
        .map(AsRef::as_ref)
}

/// Whether a problem was raised by a day and not struck off up to then.
fn is_open(row: &Problem, day: Day) -> bool {
    let raised = row.raised_on.is_none_or(|date| date.earliest() <= day);
    let closed = match row.closed_on {
        Some(date) => date.latest() <= day,
        None => row.status == ProblemStatus::Closed,
    };
    raised && !closed
}

/// Whether a problem was solved by a day: when it was solved or else struck off; where no date says, by where it stands.
fn is_resolved(row: &Problem, day: Day) -> bool {
    match row.resolved_on.or(row.closed_on) {
        Some(date) => date.latest() <= day,
        None => matches!(row.status, ProblemStatus::Resolved | ProblemStatus::Closed),
    }
}

fn name_of(snapshot: &Snapshot<'_>, kind: OwnerKind, id: &str) -> String {
    let model = snapshot.model;
    let name = match kind {
        OwnerKind::Plan => model.plans.get(id).map(|row| row.short_title.clone()),
        OwnerKind::Task => model.tasks.get(id).map(|row| row.title.clone()),
        OwnerKind::Project => model.projects.get(id).map(|row| row.name.to_owned()),
        OwnerKind::Town => model.regions.get(id).map(|row| row.name.clone()),
    };
    name.unwrap_or_default()
}
