//! Who does what: the units of a task, the tasks of a unit, and the indicators of tasks.

use std::collections::HashSet;

use super::Snapshot;
use super::filter::Filter;
use super::snapshot::count;
use crate::model::*;

/// How many tasks a unit has in each role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the roles")]
pub struct Duties {
    pub lead: u32,
    pub responsible: u32,
    pub participating: u32,
    pub supporting: u32,
}

impl Duties {
    /// Tasks in any role.
    pub fn total(self) -> u32 {
        self.lead + self.responsible + self.participating + self.supporting
    }
}

/// A task that falls to a unit.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Duty<'m> {
    pub task: &'m Task,
    /// In which role.
    pub role: Role,
    /// The group by which it falls to the unit; `None` if the unit is named itself.
    pub group: Option<&'m Unit>,
}

impl Duty<'_> {
    /// Whether it is a single work of a task that is among `all` in the same role: it stands under that one and counts with
    /// it. Participating and supporting are one role here.
    pub fn is_part_among(&self, all: &[Duty<'_>]) -> bool {
        let in_part = |role: Role| matches!(role, Role::Participating | Role::Supporting);
        let same = |a: Role, b: Role| a == b || (in_part(a) && in_part(b));
        let parent = self.task.parent.as_ref();
        parent.is_some_and(|task| all.iter().any(|o| o.task.id == *task && same(o.role, self.role)))
    }
}

impl<'m> Snapshot<'m> {
    /// What falls to units themselves and, by the groups it belongs to, to a place; by plan and order, each task once: an
    /// assignment of its own goes before that of a group.
    pub fn duties_of(&self, units: &[&Unit], place: Option<&Region>) -> Vec<Duty<'m>> {
        let groups = place.map(|place| self.groups_of(place)).unwrap_or_default();
        self.duties_by(units, &groups)
    }

    /// As [`Self::duties_of`], by groups that are known already.
    pub fn duties_by(&self, units: &[&Unit], groups: &[&'m Unit]) -> Vec<Duty<'m>> {
        let assigned = &self.relations().assignments_of_unit;
        let duty = |a: &Assignment, group: Option<&'m Unit>| {
            Some(Duty {
                task: self.model.tasks.get(a.task.as_str())?,
                role: a.role,
                group,
            })
        };
        let own = units.iter().flat_map(|unit| assigned.of(unit.id.as_str()));
        let own = own.filter_map(|a| duty(a, None));
        let by_group = groups.iter().copied().flat_map(|group| {
            let of_group = assigned.of(group.id.as_str()).iter();
            of_group
                .filter_map(move |a| duty(a, Some(group)))
                .collect::<Vec<_>>()
        });
        let mut duties: Vec<Duty<'m>> = own.chain(by_group).collect();
        duties.sort_by_key(|d| {
            (
                d.task.plan.as_str(),
                d.task.ordinal,
                d.task.id.as_str(),
                d.group.is_some(),
            )
        });
        duties.dedup_by(|later, kept| later.group.is_some() && later.task.id == kept.task.id);
        duties
    }

    /// The units of a task with their roles, in the order of the plan.
    pub fn assigned_units(&self, task: &TaskId) -> impl Iterator<Item = (&'m Unit, Role)> {
        let assigned = self.relations().assignments_of_task.of(task.as_str());
        assigned
            .iter()
            .filter_map(move |a| Some((self.model.units.get(a.unit.as_str())?, a.role)))
    }

    /// Projects that serve a task.
    pub fn projects_serving(&self, task: &TaskId) -> impl Iterator<Item = Summary<'m>> + use<'m> {
        let projects = &self.model.projects;
        self.projects_of_task(task.as_str())
            .filter_map(move |slot| projects.at(slot))
    }

    /// How many indicators a task has.
    pub fn indicators_of_task(&self, task: &TaskId) -> u32 {
        count(self.relations().indicators_of_task.of(task.as_str()).len())
    }

    /// Name of the phase a task belongs to.
    pub fn phase_name(&self, task: &Task) -> Option<&'m str> {
        let phase = self.model.phases.get(task.phase.as_ref()?.as_str())?;
        Some(&phase.name)
    }

    /// Indicators of the filter's plans and tasks, in their plans' order.
    pub fn indicators(&self, filter: &Filter) -> Vec<&'m Indicator> {
        let tasks = self.with_subtasks(&self.tasks(filter));
        let tasks: HashSet<&str> = tasks.iter().map(|t| t.id.as_str()).collect();
        let plans_only = Filter {
            plans: Vec::new(),
            any: false,
            ..filter.clone()
        }
        .is_empty();
        let matches = |i: &Indicator| match &i.task {
            Some(task) => tasks.contains(task.as_str()),
            None => plans_only && (filter.plans.is_empty() || filter.plans.contains(&i.plan.0)),
        };
        let order = |i: &Indicator| {
            let plan = self.model.plans.get(i.plan.as_str());
            (plan.map_or(i64::MAX, |p| p.ordinal), i.ordinal)
        };
        let rows = self.model.indicators.sorted_by_key(order);
        rows.into_iter().filter(|i| matches(i)).collect()
    }

    /// Units assigned to the filter's tasks, and in which roles; without a filter all units.
    pub fn units(&self, filter: &Filter) -> Vec<(&'m Unit, Duties)> {
        let tasks: HashSet<&str> = self.tasks(filter).iter().map(|t| t.id.as_str()).collect();
        let duties = |unit: &Unit| {
            let assigned = self.relations().assignments_of_unit.of(unit.id.as_str());
            let roles: Vec<Role> = assigned
                .iter()
                .filter(|a| tasks.contains(a.task.as_str()))
                .map(|a| a.role)
                .collect();
            let of = |role| count(roles.iter().filter(|r| **r == role).count());
            Duties {
                lead: of(Role::Lead),
                responsible: of(Role::Responsible),
                participating: of(Role::Participating),
                supporting: of(Role::Supporting),
            }
        };
        let units = self.model.units.iter().map(|unit| (unit, duties(unit)));
        units
            .filter(|(_, duties)| filter.is_empty() || duties.total() > 0)
            .collect()
    }
}
