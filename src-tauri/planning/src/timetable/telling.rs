//! What a row of the timetable says: title, unit, gates, light.

use super::dated::{GateMark, ItemKind};
use super::judging::{light_of_project, light_of_task};
use super::rows::{Placed, TimetableRow, Tree, What};
use crate::model::{Day, Role};
use crate::rules::lights::LightLimits;

impl<'m> Tree<'_, 'm> {
    /// The name of the unit that leads a project, or a task; of a task without one the first that answers for it.
    fn unit_of(&self, what: &What<'m>) -> String {
        let model = self.snapshot.model;
        let unit = match what {
            What::Project(slot) => model.projects.at(*slot).and_then(|project| project.lead_unit),
            What::Task(task) => {
                let assigned = model.relations().assignments_of_task.of(task.id.as_str());
                let with = |role: Role| assigned.iter().find(|row| row.role == role);
                let first = with(Role::Lead).or_else(|| with(Role::Responsible));
                return first
                    .and_then(|row| model.units.get(row.unit.as_str()))
                    .map_or_else(String::new, |unit| unit.name.clone());
            }
            What::Named(_) | What::Gate(_) => None,
        };
        unit.and_then(|id| model.units.get(id.as_str()))
            .map_or_else(String::new, |unit| unit.name.clone())
    }

    /// The marks of a project's gates, or of a gate.
    fn marks_of(&self, at: &Placed<'m>) -> Vec<GateMark> {
        let relations = self.snapshot.model.relations();
        let (project, only) = match at.kind {
            ItemKind::Project => (at.id, None),
            ItemKind::Gate => match at.parent {
                Some(above) => (self.places[above].id, Some(at.id)),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let gates = relations.gates_of_project.of(project);
        let mut shown: Vec<_> = gates
            .iter()
            .filter(|gate| only.is_none_or(|id| gate.id.as_str() == id))
            .collect();
        shown.sort_by_key(|gate| (gate.step as usize, gate.id.clone()));
        shown.into_iter().map(|gate| GateMark::of(gate)).collect()
    }

    /// A row as it is given out, judged at the end of a day.
    pub(super) fn row(&self, place: usize, as_of: Day) -> TimetableRow {
        let at = &self.places[place];
        let rule = LightLimits::default();
        let (number, title, step, verdict) = match at.what {
            What::Named(name) => ("", name, None, None),
            What::Gate(step) => ("", "", Some(step), None),
            What::Task(task) => {
                let verdict = light_of_task(self.snapshot, task, rule, as_of);
                (task.number.as_str(), task.title.as_str(), None, Some(verdict))
            }
            What::Project(slot) => {
                let project = self.snapshot.model.projects.at(slot);
                let verdict = project.map(|project| light_of_project(self.snapshot, &project, rule, as_of));
                ("", project.map_or("", |project| project.name), None, verdict)
            }
        };
        let next = self.places.get(place + 1..).unwrap_or_default();
        let parts = next
            .iter()
            .take_while(|row| row.parent == Some(place) && row.is_subtask())
            .count();
        let mut below = next[parts..].iter().take_while(|row| row.parent == Some(place));
        TimetableRow {
            key: self.key(place),
            kind: at.kind,
            id: at.id.to_owned(),
            above: at
                .parent
                .map_or_else(String::new, |above| self.places[above].id.to_owned()),
            depth: at.depth,
            has_children: below.next().is_some(),
            subtasks: u32::try_from(parts).unwrap_or(u32::MAX),
            number: number.to_owned(),
            title: title.to_owned(),
            step,
            project_kind: match at.what {
                What::Project(slot) => self.snapshot.model.projects.at(slot).map(|project| project.kind),
                _ => None,
            },
            unit: self.unit_of(&at.what),
            gates: self.marks_of(at),
            dates: at.dates,
            percent: verdict.as_ref().and_then(|verdict| verdict.actual_percent),
            light: verdict.as_ref().map(|verdict| verdict.light),
            reason: verdict.map(|verdict| verdict.reason),
        }
    }
}
