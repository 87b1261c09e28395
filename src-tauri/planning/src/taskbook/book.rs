//! One task book.

use serde::Serialize;
use ts_rs::TS;

use crate::model::*;
use crate::query::{Duty, Filter, IndicatorBrief, RoleUnits, Snapshot, Sort};
use crate::rules::lights::{LightLimits, LightState};
use crate::timetable::{light_of_project, light_of_task};
use words::Words;

/// Whose task book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "said by the names")]
pub enum BookOwner {
    Unit,
    Town,
    Plan,
}

/// What a unit, a town or a plan has to do.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TaskBook {
    /// Whose it is.
    pub owner: BookOwner,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The status date.
    pub as_of: PartialDate,
    /// Tasks it leads (牵头).
    pub lead: Vec<BookTask>,
    /// Tasks it answers for (责任).
    pub responsible: Vec<BookTask>,
    /// Tasks it takes part in (参与), and those it supports (配合).
    pub participating: Vec<BookTask>,
    /// Projects it leads; of a town those in it, of a plan its own.
    pub projects: Vec<BookProject>,
    /// What these projects add up to.
    pub money: BookMoney,
}

/// Money of the projects of a task book, in 分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[allow(missing_docs, reason = "named like the stages of money")]
pub struct BookMoney {
    pub planned: Fen,
    pub allocated: Fen,
    pub spent: Fen,
}

/// A task as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookTask {
    /// Task id.
    pub id: String,
    /// Its plan's id.
    pub plan: String,
    /// Its plan's short title.
    pub plan_title: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it asks for, in short words.
    pub summary: Option<String>,
    /// When it is due.
    pub due: Option<PartialDate>,
    /// Where it stands.
    pub status: TaskStatus,
    /// The group by which it has the task: 各镇街; `None` if it is named itself.
    pub group: Option<String>,
    /// Its units by role.
    pub units: Vec<RoleUnits>,
    /// Its targets and where they stand.
    pub indicators: Vec<IndicatorBrief>,
    /// Ids of the projects that serve it.
    pub projects: Vec<String>,
    /// Its light.
    pub light: LightState,
    /// Why the light is so.
    pub reason: Words,
}

/// A project as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookProject {
    /// Project id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its stage.
    pub stage: ProjectStage,
    /// Name of its town.
    pub town: Option<String>,
    /// When work starts.
    pub starts: Option<PartialDate>,
    /// When it is to be ready.
    pub ends: Option<PartialDate>,
    /// Per cent done; `None` if it was never reported.
    pub percent: Option<f64>,
    /// Planned, allocated and spent money.
    pub money: BookMoney,
    /// Its light.
    pub light: LightState,
    /// Why the light is so.
    pub reason: Words,
    /// What stands in its way, as last reported.
    pub problem: Option<String>,
}

/// The task book of something; `None` if it is not there.
#[must_use]
pub fn task_book(
    snapshot: &Snapshot<'_>,
    owner: BookOwner,
    id: &str,
    rule: LightLimits,
    as_of: PartialDate,
) -> Option<TaskBook> {
    let maker = BookMaker {
        snapshot,
        rule,
        day: as_of.latest(),
    };
    let (name, duties, filter) = match owner {
        BookOwner::Unit => maker.of_unit(id)?,
        BookOwner::Town => maker.of_town(id)?,
        BookOwner::Plan => maker.of_plan(id)?,
    };
    let in_role = |role: fn(Role) -> bool| -> Vec<BookTask> {
        let mine = duties.iter().filter(|duty| role(duty.role));
        mine.map(|duty| maker.task(duty)).collect()
    };
    let projects: Vec<BookProject> = snapshot
        .projects_in_order(&filter, &Sort::default())
        .filter(|project| {
            owner != BookOwner::Unit || project.lead_unit.is_some_and(|unit| unit.as_str() == id)
        })
        .map(|project| maker.project(&project))
        .collect();
    Some(TaskBook {
        owner,
        id: id.to_owned(),
        name,
        as_of,
        lead: in_role(|role| role == Role::Lead),
        responsible: in_role(|role| role == Role::Responsible),
        participating: in_role(|role| matches!(role, Role::Participating | Role::Supporting)),
        money: projects
            .iter()
            .fold(BookMoney::default(), |sum, project| sum.plus(project.money)),
        projects,
    })
}

impl BookMoney {
    fn plus(self, other: Self) -> Self {
        Self {
            planned: self.planned.plus(other.planned),
            allocated: self.allocated.plus(other.allocated),
            spent: self.spent.plus(other.spent),
        }
    }
}

struct BookMaker<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    rule: LightLimits,
    day: Day,
}

/// Name, duties, and the filter of the projects.
type BookParts<'m> = (String, Vec<Duty<'m>>, Filter);

impl<'m> BookMaker<'_, 'm> {
    fn of_unit(&self, id: &str) -> Option<BookParts<'m>> {
        let unit = self.snapshot.model.units.get(id)?;
        let duties = self
            .snapshot
            .duties_of(&[unit], self.snapshot.place_of_unit(unit));
        let filter = Filter {
            units: vec![id.to_owned()],
            ..Filter::default()
        };
        Some((unit.name.clone(), duties, filter))
    }

    fn of_town(&self, id: &str) -> Option<BookParts<'m>> {
        let town = self.snapshot.model.regions.get(id)?;
        let units = self.snapshot.model.units.iter();
        let own: Vec<&Unit> = units
            .filter(|unit| {
                self.snapshot
                    .place_of_unit(unit)
                    .is_some_and(|place| place.id == town.id)
            })
            .collect();
        let filter = Filter {
            towns: vec![id.to_owned()],
            ..Filter::default()
        };
        Some((
            town.name.clone(),
            self.snapshot.duties_of(&own, Some(town)),
            filter,
        ))
    }

    /// Of a plan every task and measure, as what it answers for.
    fn of_plan(&self, id: &str) -> Option<BookParts<'m>> {
        let plan = self.snapshot.model.plans.get(id)?;
        let filter = Filter {
            plans: vec![id.to_owned()],
            ..Filter::default()
        };
        let tasks = self.snapshot.tasks(&filter).into_iter();
        let duties = tasks.map(|task| Duty {
            task,
            role: Role::Responsible,
            group: None,
        });
        Some((plan.title.clone(), duties.collect(), filter))
    }

    fn task(&self, duty: &Duty<'_>) -> BookTask {
        let task = duty.task;
        let brief = self.snapshot.task_brief(task);
        let verdict = light_of_task(self.snapshot, task, self.rule, self.day);
        let indicators = self
            .snapshot
            .model
            .relations()
            .indicators_of_task
            .of(task.id.as_str());
        let mut indicators: Vec<&Indicator> = indicators.iter().map(AsRef::as_ref).collect();
        indicators.sort_by_key(|indicator| (indicator.ordinal, indicator.id.clone()));
        BookTask {
            id: task.id.0.clone(),
            plan: task.plan.0.clone(),
            plan_title: brief.plan_title,
            number: task.number.clone(),
            title: task.title.clone(),
            summary: task.summary.clone(),
            due: task.due,
            status: task.status,
            group: duty.group.map(|group| group.name.clone()),
            units: brief.units,
            indicators: indicators
                .into_iter()
                .map(|i| self.snapshot.indicator_brief(i))
                .collect(),
            projects: self
                .snapshot
                .projects_serving(&task.id)
                .map(|project| project.id.to_owned())
                .collect(),
            light: verdict.light,
            reason: verdict.reason,
        }
    }

    fn project(&self, project: &Summary<'_>) -> BookProject {
        let verdict = light_of_project(self.snapshot, project, self.rule, self.day);
        let money = self.snapshot.money(OwnerKind::Project, project.id);
        let reports = self
            .snapshot
            .model
            .relations()
            .progress
            .of(OwnerKind::Project, project.id);
        let known = reports
            .iter()
            .filter(|report| report.on_date.latest() <= self.day);
        let last = known.max_by_key(|report| (report.on_date, report.id.clone()));
        let town = project
            .town
            .and_then(|town| self.snapshot.model.regions.get(town.as_str()));
        BookProject {
            id: project.id.to_owned(),
            name: project.name.to_owned(),
            kind: project.kind,
            stage: project.stage,
            town: town.map(|town| town.name.clone()),
            starts: project.starts,
            ends: project.ends,
            percent: verdict.actual_percent,
            money: BookMoney {
                planned: money.planned,
                allocated: money.allocated,
                spent: money.spent,
            },
            light: verdict.light,
            reason: verdict.reason,
            problem: last.and_then(|report| report.problem.clone()),
        }
    }
}
