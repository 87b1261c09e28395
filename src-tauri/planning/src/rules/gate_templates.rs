//! Templates of gates: the usual steps of a kind of project with the days each takes, put on a project as planned dates.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use super::RuleError;
use super::gates::{gate_of, new_gate};
use crate::change::{ChangeError, Edit};
use crate::model::{
    Gate, GateStep, GateTemplate, GateTrack, Kind, Model, PartialDate, ProjectKind, Record, UnitId, aliases,
};

/// A template that fits a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FittingTemplate {
    /// Its name.
    pub name: String,
    /// Its steps, in order.
    pub steps: Vec<GateStep>,
    /// Days from the first step of the main chain to the last.
    pub days: i64,
}

/// The planned date that a template gives a step of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TemplateDate {
    /// The step.
    pub step: GateStep,
    /// Days after the step of the main chain before it.
    pub days: i64,
    /// The planned date it gets; of a step that was passed, the actual date, which is a fact and stays.
    pub date: PartialDate,
    /// The planned date it has now.
    pub now: Option<PartialDate>,
    /// Whether it was passed already.
    pub passed: bool,
}

/// The name of the template that an atlas has as long as it has none of its own for a kind.
pub const USUAL: &str = "一般建设项目（默认）";

/// Its steps: days from the step of the main chain before, and whether it runs beside the chain. They are a beginning, to
/// be changed to what is usual in a place.
const USUAL_STEPS: [(GateStep, i64, Option<GateTrack>); 9] = [
    (GateStep::Planning, 0, None),
    (GateStep::Design, 60, None),
    (GateStep::Approval, 30, None),
    (GateStep::Environment, 30, Some(GateTrack::Parallel)),
    (GateStep::Land, 45, Some(GateTrack::Parallel)),
    (GateStep::Permit, 60, None),
    (GateStep::Start, 30, None),
    (GateStep::Completion, 365, None),
    (GateStep::Acceptance, 60, None),
];

fn usual() -> Vec<GateTemplate> {
    let row = |(ordinal, (step, days, track)): (i64, (GateStep, i64, Option<GateTrack>))| GateTemplate {
        id: format!("gate_templates-usual-{ordinal}").into(),
        name: USUAL.to_owned(),
        kind: None,
        ordinal,
        step,
        days,
        promised_days: None,
        office: None,
        track,
        weight: None,
        note: None,
    };
    (1..).zip(USUAL_STEPS).map(row).collect()
}

/// The rows of all templates for projects of a kind, in order; the usual one where the atlas has none.
fn rows_for(model: &Model, kind: ProjectKind) -> Vec<GateTemplate> {
    let all = model.gate_templates.sorted_by_key(|row| row.ordinal).into_iter();
    let rows: Vec<GateTemplate> = all
        .filter(|row| row.kind.is_none_or(|of| of == kind))
        .cloned()
        .collect();
    match rows.is_empty() {
        true => usual(),
        false => rows,
    }
}

/// Templates for projects of a kind: those of that kind, then those of all kinds.
#[must_use]
pub fn fitting(model: &Model, kind: ProjectKind) -> Vec<FittingTemplate> {
    let mut found: BTreeMap<(bool, String), Vec<GateTemplate>> = BTreeMap::new();
    for row in rows_for(model, kind) {
        let rows = found.entry((row.kind.is_none(), row.name.clone())).or_default();
        rows.push(row);
    }
    let template = |((_, name), rows): ((bool, String), Vec<GateTemplate>)| FittingTemplate {
        name,
        steps: rows.iter().map(|row| row.step).collect(),
        days: rows
            .iter()
            .filter(|row| row.track != Some(GateTrack::Parallel))
            .map(|row| row.days)
            .sum(),
    };
    found.into_iter().map(template).collect()
}

/// The dates that a template gives a project whose main chain begins on a day. What was passed keeps its date, and what
/// comes after it is counted from there.
///
/// # Errors
/// [`ChangeError::Missing`] if there is no such project or no such template for its kind.
pub fn template_dates(
    model: &Model,
    project: &str,
    template: &str,
    begins: PartialDate,
) -> Result<Vec<TemplateDate>, ChangeError> {
    let summary = model.projects.get(project).ok_or_else(|| ChangeError::Missing {
        table: Kind::Project,
        id: project.to_owned(),
    })?;
    let rows = rows_of(model, template, summary.kind)?;
    let gates = model.relations().gates_of_project.of(project);
    let mut at = begins.earliest();
    let mut dates = Vec::with_capacity(rows.len());
    for row in rows {
        let gate = gates.iter().find(|gate| gate.step == row.step);
        let actual = gate.and_then(|gate| gate.actual);
        let days = i32::try_from(row.days).unwrap_or(i32::MAX);
        let day = actual.map_or_else(|| at.saturating_add(days), PartialDate::latest);
        if row.track != Some(GateTrack::Parallel) {
            at = day;
        }
        let planned = PartialDate::of_day(day).ok_or(ChangeError::Nothing)?;
        dates.push(TemplateDate {
            step: row.step,
            days: row.days,
            date: actual.unwrap_or(planned),
            now: gate.and_then(|gate| gate.planned),
            passed: actual.is_some(),
        });
    }
    Ok(dates)
}

fn rows_of(model: &Model, name: &str, kind: ProjectKind) -> Result<Vec<GateTemplate>, ChangeError> {
    let mut rows = rows_for(model, kind);
    rows.retain(|row| row.name == name);
    match rows.is_empty() {
        true => Err(ChangeError::Missing {
            table: Kind::GateTemplate,
            id: name.to_owned(),
        }),
        false => Ok(rows),
    }
}

/// The edits that put a template on a project: each step that was not passed gets its planned date; office, promised days
/// and track come with it where the project says none.
///
/// # Errors
/// As [`template_dates`]; [`ChangeError::Nothing`] if nothing would change.
pub fn apply_template(
    model: &Model,
    project: &str,
    template: &str,
    begins: PartialDate,
) -> Result<Vec<Edit>, RuleError> {
    let dates = template_dates(model, project, template, begins)?;
    let kind = model
        .projects
        .get(project)
        .map_or(ProjectKind::Other, |row| row.kind);
    let rows = rows_of(model, template, kind)?;
    let mut edits = Vec::new();
    for (row, date) in rows.into_iter().zip(dates) {
        if date.passed {
            continue;
        }
        let before = gate_of(model, project, row.step)?;
        let gate = before.clone().unwrap_or_else(|| new_gate(project, row.step));
        let after = Gate {
            planned: Some(date.date),
            promised_days: gate.promised_days.or(row.promised_days),
            track: gate.track.or(row.track),
            office: gate.office.clone().or_else(|| office(model, project, &row)),
            ..gate
        };
        if before.as_ref() != Some(&after) {
            edits.push(Edit {
                kind: Kind::Gate,
                id: after.id.0.clone(),
                before: before.map(Record::Gate),
                after: Some(Record::Gate(after)),
            });
        }
    }
    match edits.is_empty() {
        true => Err(ChangeError::Nothing.into()),
        false => Ok(edits),
    }
}

/// The one unit that is called as the template calls the office; `None` if none or several are.
fn office(model: &Model, project: &str, row: &GateTemplate) -> Option<UnitId> {
    let called = row.office.as_deref()?;
    let named = |unit: &&crate::model::Unit| {
        !unit.is_group && (unit.name == called || aliases(unit).any(|alias| alias == called))
    };
    let found: Vec<&crate::model::Unit> = model.units.iter().filter(named).collect();
    let home = |unit: &&&crate::model::Unit| {
        let summary = model.projects.get(project);
        let plan = summary.and_then(|row| model.plans.get(row.plan?.as_str()));
        plan.is_some_and(|plan| plan.region == unit.region)
    };
    match found.as_slice() {
        [only] => Some(only.id.clone()),
        several => {
            let near: Vec<_> = several.iter().filter(home).collect();
            match near.as_slice() {
                [only] => Some(only.id.clone()),
                _ => None,
            }
        }
    }
}
