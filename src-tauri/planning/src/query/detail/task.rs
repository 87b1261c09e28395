//! Everything about a task.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{IndicatorBrief, MOST_ROWS, TaskBrief, rows};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::ledger::ProjectRow;
use crate::rules::money::MoneySums;

/// Everything about a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct TaskDetail {
    pub task: Task,
    pub plan: Plan,
    pub section: Option<Section>,
    pub phase: Option<Phase>,
    pub phases: Vec<Phase>,
    pub units: Vec<AssignedUnit>,
    /// The single works it packs.
    pub subtasks: Vec<TaskBrief>,
    /// The task it is a part of.
    pub parent: Option<Task>,
    pub indicators: Vec<IndicatorBrief>,
    pub projects: Vec<ProjectRow>,
    pub budget: Vec<BudgetLine>,
    pub money: MoneySums,
    pub progress: Vec<ProgressReport>,
    /// Whether it is late today.
    pub overdue: bool,
}

/// A unit with its role, as a task's list names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct AssignedUnit {
    pub assignment: Assignment,
    pub unit: Unit,
    /// Names of the towns a group stands for.
    pub members: Vec<String>,
}

impl Snapshot<'_> {
    pub(super) fn task_detail(&self, id: &str) -> Option<TaskDetail> {
        let task = self.model.tasks.get(id)?;
        let phases = self.model.phases.sorted_by_key(|p| p.ordinal);
        Some(TaskDetail {
            task: task.clone(),
            plan: self.model.plans.get(task.plan.as_str())?.clone(),
            section: task
                .section
                .as_ref()
                .and_then(|s| self.model.sections.get(s.as_str()))
                .cloned(),
            phase: task
                .phase
                .as_ref()
                .and_then(|p| self.model.phases.get(p.as_str()))
                .cloned(),
            phases: phases
                .into_iter()
                .filter(|p| p.plan == task.plan)
                .cloned()
                .collect(),
            units: self
                .relations()
                .assignments_of_task
                .of(id)
                .iter()
                .filter_map(|a| {
                    let unit = self.model.units.get(a.unit.as_str())?;
                    let members = self.members(unit).iter().map(|r| r.name.clone()).collect();
                    Some(AssignedUnit {
                        assignment: (**a).clone(),
                        unit: unit.clone(),
                        members,
                    })
                })
                .collect(),
            subtasks: self.subtasks(&task.id).map(|t| self.task_brief(t)).collect(),
            parent: task
                .parent
                .as_ref()
                .and_then(|above| self.model.tasks.get(above.as_str()))
                .cloned(),
            indicators: self
                .relations()
                .indicators_of_task
                .of(id)
                .iter()
                .map(|i| self.indicator_brief(i))
                .collect(),
            projects: self
                .projects_of_task(id)
                .take(MOST_ROWS)
                .filter_map(|slot| self.model.projects.at(slot))
                .map(|p| self.project_row(&p))
                .collect(),
            budget: rows(self.relations().budget.of(OwnerKind::Task, id)),
            money: self.money_sums(OwnerKind::Task, id),
            progress: rows(self.relations().progress.of(OwnerKind::Task, id)),
            overdue: self.is_task_overdue(task),
        })
    }
}
