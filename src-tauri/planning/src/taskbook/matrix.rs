//! 分工矩阵: who does what, units against tasks.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use crate::model::{PartialDate, Role, Task, TaskKind, Unit};
use crate::query::{Filter, Snapshot};
use crate::rules::lights::{LightLimits, LightState};
use crate::timetable::light_of_task;

/// Units against tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DutyMatrix {
    /// Units that have any of the tasks, as the list of task books has them.
    pub units: Vec<MatrixUnit>,
    /// The tasks of the filter, in the order of their plans.
    pub tasks: Vec<MatrixTask>,
    /// Who has what, by task; within a task by unit.
    pub cells: Vec<MatrixCell>,
}

/// A unit of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MatrixUnit {
    /// Unit id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The region whose body it is.
    pub region: String,
    /// Whether it names many.
    pub is_group: bool,
    /// Tasks it leads, those by groups with them.
    pub lead: u32,
    /// Tasks it answers for.
    pub responsible: u32,
    /// Tasks it takes part in or supports.
    pub participating: u32,
}

/// A task of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MatrixTask {
    /// Task id.
    pub id: String,
    /// Short title of its plan.
    pub plan_title: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whether it is a single work of the task before it.
    pub is_part: bool,
    /// Its light.
    pub light: LightState,
    /// How many units the plan names for it.
    pub units: u32,
}

/// A unit has a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
pub struct MatrixCell {
    /// Place of the task, from 0.
    pub task: u32,
    /// Place of the unit, from 0.
    pub unit: u32,
    /// In which role.
    pub role: Role,
    /// Whether it has it only by a group it belongs to.
    pub by_group: bool,
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Who does what of the tasks of a filter, with the lights of a status date.
#[must_use]
pub fn duty_matrix(
    snapshot: &Snapshot<'_>,
    filter: &Filter,
    rule: LightLimits,
    as_of: PartialDate,
) -> DutyMatrix {
    let all = snapshot.with_subtasks(&snapshot.tasks(filter));
    let assigned = &snapshot.model.relations().assignments_of_task;
    // Single works have a line where the plan names units for them.
    let tasks: Vec<&Task> = all
        .into_iter()
        .filter(|task| task.kind != TaskKind::Subtask || !assigned.of(task.id.as_str()).is_empty())
        .collect();
    let places: HashMap<&str, usize> = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| (task.id.as_str(), at))
        .collect();
    let groups = snapshot.groups_by_region();
    let bodies = snapshot.places_of_units();
    let mut units: Vec<MatrixUnit> = Vec::new();
    let mut cells: Vec<MatrixCell> = Vec::new();
    let rows = snapshot.model.units.sorted_by_key(|unit: &Unit| {
        let body = bodies.contains_key(unit.id.as_str());
        (unit.region.clone(), unit.is_group, body, unit.id.clone())
    });
    for unit in rows {
        let of_place = bodies
            .get(unit.id.as_str())
            .and_then(|body| groups.get(body.id.as_str()));
        let mut row = MatrixUnit {
            id: unit.id.0.clone(),
            name: unit.name.clone(),
            region: snapshot.region_name(unit.region.as_str()),
            is_group: unit.is_group,
            lead: 0,
            responsible: 0,
            participating: 0,
        };
        let before = cells.len();
        let duties = snapshot.duties_by(&[unit], of_place.map_or(&[], Vec::as_slice));
        for duty in &duties {
            let Some(task) = places.get(duty.task.id.as_str()) else {
                continue;
            };
            match duty.role {
                _ if duty.is_part_among(&duties) => {}
                Role::Lead => row.lead += 1,
                Role::Responsible => row.responsible += 1,
                Role::Participating | Role::Supporting => row.participating += 1,
            }
            cells.push(MatrixCell {
                task: place(*task),
                unit: place(units.len()),
                role: duty.role,
                by_group: duty.group.is_some(),
            });
        }
        if cells.len() > before {
            units.push(row);
        }
    }
    cells.sort_unstable();
    let mut named = vec![0_u32; tasks.len()];
    for cell in cells.iter().filter(|cell| !cell.by_group) {
        if let Some(count) = named.get_mut(cell.task as usize) {
            *count += 1;
        }
    }
    let day = as_of.latest();
    let tasks = tasks.into_iter().zip(named).map(|(task, units)| MatrixTask {
        id: task.id.0.clone(),
        plan_title: snapshot.plan_title(task.plan.as_str()),
        number: task.number.clone(),
        title: task.title.clone(),
        is_part: task.kind == TaskKind::Subtask,
        light: light_of_task(snapshot, task, rule, day).light,
        units,
    });
    DutyMatrix {
        tasks: tasks.collect(),
        units,
        cells,
    }
}
