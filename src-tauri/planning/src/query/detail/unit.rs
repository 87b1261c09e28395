//! Everything about a unit.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MOST_ROWS, TaskBrief};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;
use crate::query::ledger::ProjectRow;

/// Everything about a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct UnitDetail {
    pub unit: Unit,
    pub region: Region,
    pub members: Vec<String>,
    /// Tasks with the role the unit has in each.
    pub tasks: Vec<RoleTask>,
    pub projects: Vec<ProjectRow>,
}

/// A task and the role of a unit in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct RoleTask {
    pub role: Role,
    pub brief: TaskBrief,
}

impl Snapshot<'_> {
    pub(super) fn unit_detail(&self, id: &str) -> Option<UnitDetail> {
        let unit = self.model.units.get(id)?;
        let mut assigned: Vec<(&Assignment, &Task)> = self
            .relations()
            .assignments_of_unit
            .of(id)
            .iter()
            .filter_map(|a| Some((&**a, self.model.tasks.get(a.task.as_str())?)))
            .collect();
        assigned.sort_by(|(_, a), (_, b)| (a.plan.as_str(), a.ordinal).cmp(&(b.plan.as_str(), b.ordinal)));
        let filter = Filter {
            units: vec![id.to_owned()],
            ..Filter::default()
        };
        Some(UnitDetail {
            unit: unit.clone(),
            region: self.model.regions.get(unit.region.as_str())?.clone(),
            members: self.members(unit).iter().map(|r| r.name.clone()).collect(),
            tasks: assigned
                .into_iter()
                .map(|(a, t)| RoleTask {
                    role: a.role,
                    brief: self.task_brief(t),
                })
                .collect(),
            projects: self
                .projects(&filter)
                .take(MOST_ROWS)
                .map(|p| self.project_row(&p))
                .collect(),
        })
    }
}
