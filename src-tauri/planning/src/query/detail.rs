//! Everything about one thing, for the inspector.

mod plan;
mod project;
mod site;
mod task;
mod town;
mod unit;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::contents::NodeKind;
use crate::model::*;
use crate::rules::money::MoneySums;
use crate::rules::targets::{self, TargetValue};
pub use plan::{CitedDocument, PlanDetail, StandardWithItems};
pub use project::ProjectDetail;
pub use site::SiteDetail;
pub use task::{AssignedUnit, TaskDetail};
pub use town::TownDetail;
pub use unit::{RoleTask, UnitDetail};

/// Projects that the detail of something else lists; the ledger, filtered by it, has them all.
const MOST_ROWS: usize = 1_000;

/// The status date where none is said: every report counts.
const LAST_DAY: PartialDate = PartialDate::Day(2200, 12, 31);

/// Everything about one thing, by what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the detail of the same name")]
#[allow(clippy::large_enum_variant, reason = "made once a selection")]
pub enum Detail {
    Plan(PlanDetail),
    Task(TaskDetail),
    Town(TownDetail),
    Project(ProjectDetail),
    Unit(UnitDetail),
    Site(SiteDetail),
}

/// A task with what is needed to read it in a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskBrief {
    /// The row.
    pub task: Task,
    /// Its plan's short title.
    pub plan_title: String,
    /// Names of its units by role, in the order of the roles.
    pub units: Vec<RoleUnits>,
    /// Whether it is late today.
    pub overdue: bool,
}

/// The units that have one role in a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct RoleUnits {
    pub role: Role,
    pub names: Vec<String>,
}

/// An indicator with its observations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IndicatorBrief {
    /// The row.
    pub indicator: Indicator,
    /// Its observations, by date.
    pub observations: Vec<Observation>,
    /// Its value, reported or counted.
    pub now: Option<TargetValue>,
    /// Whether it reaches the target; `None` if nobody knows.
    pub met: Option<bool>,
    /// Whether it is late today.
    pub overdue: bool,
    /// Names of the regions it holds for, if it names them.
    pub regions: Vec<String>,
}

/// A designation with its town's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct DesignatedTown {
    pub designation: Designation,
    pub town_name: String,
    pub county_name: String,
    pub plan_title: String,
}

/// What is wrong with a footprint, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ShapeProblem {
    /// self_crossing, hole_outside, …
    pub code: String,
    /// Longitude, latitude of the spot.
    pub at: Option<[f64; 2]>,
}

impl Snapshot<'_> {
    /// Everything about one thing; `None` when it is not there.
    ///
    /// # Errors
    /// [`NotRead`] when it stands in the file and that cannot be read.
    pub fn detail(&self, kind: NodeKind, id: &str) -> Result<Option<Detail>, NotRead> {
        if kind == NodeKind::Project {
            return Ok(self.project_detail(id)?.map(Detail::Project));
        }
        Ok(self.other_detail(kind, id))
    }

    fn other_detail(&self, kind: NodeKind, id: &str) -> Option<Detail> {
        Some(match kind {
            NodeKind::Plan => Detail::Plan(self.plan_detail(id)?),
            NodeKind::Task => Detail::Task(self.task_detail(id)?),
            NodeKind::Town => Detail::Town(self.town_detail(id)?),
            NodeKind::Unit => Detail::Unit(self.unit_detail(id)?),
            NodeKind::Site => Detail::Site(self.site_detail(id)?),
            NodeKind::Section => Detail::Plan(self.plan_detail(self.model.sections.get(id)?.plan.as_str())?),
            NodeKind::Project | NodeKind::View | NodeKind::Place => return None,
        })
    }

    pub(crate) fn task_brief(&self, task: &Task) -> TaskBrief {
        let mut units: Vec<RoleUnits> = Vec::new();
        for role in Role::ALL.iter().copied() {
            let assigned = self.relations().assignments_of_task.of(task.id.as_str());
            let names: Vec<String> = assigned
                .iter()
                .filter(|a| a.role == role)
                .map(|a| self.unit_name(a.unit.as_str()))
                .collect();
            if !names.is_empty() {
                units.push(RoleUnits { role, names });
            }
        }
        TaskBrief {
            task: task.clone(),
            plan_title: self.plan_title(task.plan.as_str()),
            units,
            overdue: self.is_task_overdue(task),
        }
    }

    pub(crate) fn indicator_brief(&self, indicator: &Indicator) -> IndicatorBrief {
        let seen = self
            .relations()
            .observations_of_indicator
            .of(indicator.id.as_str());
        let day = self.today().unwrap_or(LAST_DAY);
        let standing = targets::standing(self.model, indicator, None, day);
        IndicatorBrief {
            indicator: indicator.clone(),
            observations: rows(seen),
            now: standing.now,
            met: standing.met,
            overdue: self.is_indicator_overdue(indicator),
            regions: self.regions_of_indicator(indicator),
        }
    }

    /// Names of the regions that a target holds for; empty if it names none.
    pub(crate) fn regions_of_indicator(&self, indicator: &Indicator) -> Vec<String> {
        let named = self.relations().regions_of_indicator.of(indicator.id.as_str());
        let region = |one: &Arc<IndicatorRegion>| self.model.regions.get(one.region.as_str());
        // A region with a part is named only where the target is about regions by name.
        let by_name = indicator.scope_class == Some(ScopeClass::Listed);
        named
            .iter()
            .filter(|one| by_name || one.value.is_none())
            .filter_map(region)
            .map(|region| region.name.clone())
            .collect()
    }

    fn money_sums(&self, kind: OwnerKind, id: &str) -> MoneySums {
        MoneySums::of(self.relations().budget.of(kind, id))
    }

    fn designated(&self, d: &Designation) -> DesignatedTown {
        DesignatedTown {
            designation: d.clone(),
            town_name: self
                .model
                .regions
                .get(d.region.as_str())
                .map(|r| r.name.clone())
                .unwrap_or_default(),
            county_name: self
                .county(d.region.as_str())
                .map(|r| r.name.clone())
                .unwrap_or_default(),
            plan_title: self.plan_title(d.plan.as_str()),
        }
    }
}

/// Whole rows, as a card shows them.
fn rows<T: Clone>(rows: &[Arc<T>]) -> Vec<T> {
    rows.iter().map(|row| (**row).clone()).collect()
}

/// Geodesic measures of a footprint.
pub fn measures_of(shape: &Shape) -> Measures {
    Measures::of(shape)
}

/// What is wrong with a footprint.
pub fn problems_of(shape: &Shape) -> Vec<ShapeProblem> {
    geodata::validity::check(&shape.0)
        .into_iter()
        .filter(|p| !p.kind.is_harmless())
        .map(|p| ShapeProblem {
            code: p.code.to_owned(),
            at: (p.at.x.is_finite() && p.at.y.is_finite()).then_some([p.at.x, p.at.y]),
        })
        .collect()
}
