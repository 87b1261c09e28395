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
    /// The town or county whose own body it is.
    pub place: Option<Region>,
    /// Tasks with the role the unit, or a group it belongs to, has in each.
    pub tasks: Vec<RoleTask>,
    /// Projects that it leads.
    pub projects: Vec<ProjectRow>,
    /// Projects that serve its own tasks and that it does not lead.
    pub related: Vec<ProjectRow>,
}

/// A task and the role of a unit in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct RoleTask {
    pub role: Role,
    pub brief: TaskBrief,
    /// The group by which it has the task: 各镇街.
    pub group: Option<String>,
}

impl Snapshot<'_> {
    pub(super) fn unit_detail(&self, id: &str) -> Option<UnitDetail> {
        let unit = self.model.units.get(id)?;
        let place = self.place_of_unit(unit);
        let assigned = self.duties_of(&[unit], place);
        let (leads, related): (Vec<_>, Vec<_>) = self
            .projects(&Filter {
                units: vec![id.to_owned()],
                ..Filter::default()
            })
            .partition(|p| p.lead_unit.is_some_and(|lead| lead.as_str() == id));
        let rows = |projects: Vec<Summary<'_>>| {
            let some = projects.iter().take(MOST_ROWS);
            some.map(|p| self.project_row(p)).collect()
        };
        Some(UnitDetail {
            unit: unit.clone(),
            region: self.model.regions.get(unit.region.as_str())?.clone(),
            members: self.members(unit).iter().map(|r| r.name.clone()).collect(),
            place: place.cloned(),
            tasks: assigned
                .into_iter()
                .map(|duty| RoleTask {
                    role: duty.role,
                    brief: self.task_brief(duty.task),
                    group: duty.group.map(|g| g.name.clone()),
                })
                .collect(),
            projects: rows(leads),
            related: rows(related),
        })
    }
}
