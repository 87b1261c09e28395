//! What a row of the timetable says: title, unit, phases, gates, light.

use super::dated::{DatedItem, GateMark, ItemKind};
use super::frozen::FrozenDates;
use super::owed::{OwedMark, is_same, times_of};
use super::page::{PhaseBand, TimetableRow};
use super::tree::{Placed, RowTree, What};
use crate::model::{Day, Deliverable, Model, Role};
use crate::query::{Snapshot, light_of_project, light_of_task};
use crate::rules::lights::LightLimits;

/// The name of the unit that leads a project, or a task; of a task without one the first that answers for it.
fn unit_of(model: &Model, at: &Placed) -> String {
    let unit = match at.kind {
        ItemKind::Project => model
            .projects
            .get(&at.id)
            .and_then(|project| project.lead_unit)
            .map(|unit| unit.as_str()),
        ItemKind::Task => {
            let assigned = model.relations().assignments_of_task.of(&at.id);
            let with = |role: Role| assigned.iter().find(|row| row.role == role);
            let first = with(Role::Lead).or_else(|| with(Role::Responsible));
            first.map(|row| row.unit.as_str())
        }
        ItemKind::Deliverable => match at.what {
            What::Owed { alone: false } if owed_rows(model, at).len() > 1 => None,
            _ => model
                .deliverables
                .get(&at.id)
                .and_then(|row| row.unit.as_ref())
                .map(|unit| unit.as_str()),
        },
        ItemKind::Cadence => {
            let row = model.cadences.get(&at.id);
            let unit = row.and_then(|row| row.unit.as_ref());
            if let (None, Some(body)) = (unit, row.and_then(|row| row.body.clone())) {
                return body;
            }
            unit.map(|unit| unit.as_str())
        }
        _ => None,
    };
    unit.and_then(|id| model.units.get(id))
        .map_or_else(String::new, |unit| unit.name.clone())
}

/// The deliverables of a row, in the order of their plan.
fn owed_rows<'m>(model: &'m Model, at: &Placed) -> Vec<&'m Deliverable> {
    let Some(first) = model.deliverables.get(&at.id) else {
        return Vec::new();
    };
    match at.what {
        What::Owed { alone: false } => {
            let rows = model.deliverables.iter().filter(|row| is_same(row, first));
            rows.collect()
        }
        What::Owed { alone: true } => vec![first],
        _ => Vec::new(),
    }
}

/// The phases of a plan whose row has them as a band.
fn phases_of(model: &Model, at: &Placed) -> Vec<PhaseBand> {
    if at.kind != ItemKind::Plan {
        return Vec::new();
    }
    let mut phases: Vec<_> = model
        .phases
        .iter()
        .filter(|phase| phase.plan.as_str() == at.id)
        .collect();
    phases.sort_by_key(|phase| (phase.ordinal, phase.id.clone()));
    let band = phases.into_iter().map(|phase| PhaseBand {
        id: phase.id.0.clone(),
        name: phase.name.clone(),
        dates: DatedItem::of_phase(phase),
    });
    band.collect()
}

/// The name of a group: plan, phase, town, unit.
fn group_name(model: &Model, at: &Placed) -> Option<String> {
    match at.kind {
        ItemKind::Plan => model.plans.get(&at.id).map(|plan| plan.short_title.clone()),
        ItemKind::Phase => model.phases.get(&at.id).map(|phase| phase.name.clone()),
        ItemKind::Town => model.regions.get(&at.id).map(|town| town.name.clone()),
        ItemKind::Unit => model.units.get(&at.id).map(|unit| unit.name.clone()),
        ItemKind::Deliverable => model.deliverables.get(&at.id).map(|row| row.name.clone()),
        ItemKind::Cadence => model.cadences.get(&at.id).map(|row| row.title.clone()),
        _ => None,
    }
}

impl RowTree {
    /// The marks of a project's gates, or of a gate.
    fn marks_of(&self, model: &Model, at: &Placed) -> Vec<GateMark> {
        let (project, only) = match at.kind {
            ItemKind::Project => (at.id.as_str(), None),
            ItemKind::Gate => match at.parent {
                Some(above) => (self.places[above].id.as_str(), Some(at.id.as_str())),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let gates = model.relations().gates_of_project.of(project);
        let mut shown: Vec<_> = gates
            .iter()
            .filter(|gate| only.is_none_or(|id| gate.id.as_str() == id))
            .collect();
        shown.sort_by_key(|gate| (gate.step as usize, gate.id.clone()));
        shown.into_iter().map(|gate| GateMark::of(gate)).collect()
    }

    /// A row as it is given out, judged at the end of a day.
    pub(super) fn row(
        &self,
        snapshot: &Snapshot<'_>,
        frozen: &FrozenDates,
        place: usize,
        as_of: Day,
    ) -> TimetableRow {
        let at = &self.places[place];
        let model = snapshot.model;
        let rule = LightLimits::of(model);
        let (mut number, mut title, mut step, mut verdict, mut project_kind) =
            (String::new(), String::new(), None, None, None);
        match at.what {
            What::Gate(of) => step = Some(of),
            What::Project(slot) => {
                if let Some(project) = model.projects.at(slot) {
                    project.name.clone_into(&mut title);
                    project_kind = Some(project.kind);
                    verdict = Some(light_of_project(snapshot, &project, rule, as_of));
                }
            }
            What::Owed { .. } => title = group_name(model, at).unwrap_or_default(),
            What::Named | What::Subtask => {
                match model.tasks.get(&at.id).filter(|_| at.kind == ItemKind::Task) {
                    Some(task) => {
                        number.clone_from(&task.number);
                        title.clone_from(&task.title);
                        verdict = Some(light_of_task(snapshot, task, rule, as_of));
                    }
                    None => title = group_name(model, at).unwrap_or_default(),
                }
            }
        }
        let cadence = model
            .cadences
            .get(&at.id)
            .filter(|_| at.kind == ItemKind::Cadence);
        let owed = owed_rows(model, at);
        let next = self.places.get(place + 1..).unwrap_or_default();
        let parts = next
            .iter()
            .take_while(|row| row.parent == Some(place) && row.is_subtask())
            .count();
        let mut below = next[parts..].iter().take_while(|row| row.parent == Some(place));
        TimetableRow {
            key: self.key(place),
            kind: at.kind,
            id: at.id.clone(),
            above: at
                .parent
                .map_or_else(String::new, |above| self.places[above].id.clone()),
            depth: at.depth,
            has_children: below.next().is_some(),
            subtasks: u32::try_from(parts).unwrap_or(u32::MAX),
            number,
            title,
            step,
            project_kind,
            unit: unit_of(model, at),
            phases: phases_of(model, at),
            gates: self.marks_of(model, at),
            dates: at.dates,
            owed: (!owed.is_empty()).then(|| OwedMark::of(owed.iter().copied(), as_of)),
            recurrence: cadence.map(|row| row.recurrence),
            times: cadence.map_or_else(Vec::new, |row| {
                let plan = model.plans.get(row.plan.as_str());
                times_of(row, plan.and_then(|plan| plan.ends))
            }),
            baseline: frozen.at(at.kind, &at.id),
            percent: verdict.as_ref().and_then(|verdict| verdict.actual_percent),
            light: verdict.as_ref().map(|verdict| verdict.light),
            reason: verdict.map(|verdict| verdict.reason),
        }
    }
}
