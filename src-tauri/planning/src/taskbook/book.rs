//! One task book.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::owed::{self, BookDeliverable, BookProblem};
use super::rows::{BookMoney, BookOwner, BookProject, BookTask};
use super::{members, standing};
use crate::model::*;
use crate::query::{Duty, Filter, IndicatorBrief, Money, Snapshot, Sort};
use crate::rules::lights::{LightLimits, LightState};
use crate::timetable::{light_of_project, light_of_task};

/// Which task book is asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct BookRequest {
    /// Whose it is.
    pub owner: BookOwner,
    /// Its id.
    pub id: String,
    /// Which tasks and projects; an empty filter lets all through.
    #[serde(default)]
    pub filter: Filter,
    /// The status date; `None` for today.
    #[serde(default)]
    pub as_of: Option<PartialDate>,
    /// How many projects are told one by one; `None` for all.
    #[serde(default)]
    pub most_projects: Option<u32>,
}

impl BookRequest {
    /// The whole book of something.
    #[must_use]
    pub fn of(owner: BookOwner, id: &str) -> Self {
        Self {
            owner,
            id: id.to_owned(),
            filter: Filter::default(),
            as_of: None,
            most_projects: None,
        }
    }
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
    /// The regions it lies in, from the province down.
    pub path: Vec<String>,
    /// Short titles of the plans that its tasks stand in.
    pub plans: Vec<String>,
    /// The groups of units it belongs to, that bring it tasks.
    pub groups: Vec<String>,
    /// The status date.
    pub as_of: PartialDate,
    /// Whether a filter leaves something out.
    pub filtered: bool,
    /// How many of each.
    pub counts: BookCounts,
    /// Tasks it leads (牵头).
    pub lead: Vec<BookTask>,
    /// Tasks it answers for (责任).
    pub responsible: Vec<BookTask>,
    /// Tasks it takes part in (参与), and those it supports (配合).
    pub participating: Vec<BookTask>,
    /// Targets that stand in no task: of a plan its own, of a town those that hold for it.
    pub targets: Vec<IndicatorBrief>,
    /// What it has to hand in or has handed in, by due date.
    pub deliverables: Vec<BookDeliverable>,
    /// Projects it leads; of a town those in it, of a plan its own; those behind first.
    pub projects: Vec<BookProject>,
    /// How many of the projects stand at each stage, in the order of stages.
    pub stages: Vec<StageCount>,
    /// What these projects add up to.
    pub money: BookMoney,
    /// Money of the town or plan itself, which is part of no sum of projects; `None` if it has no lines.
    pub own_money: Option<BookMoney>,
    /// What stands in the way and is not struck off.
    pub problems: Vec<BookProblem>,
}

/// How many of each a task book holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct BookCounts {
    /// Tasks it leads.
    pub lead: u32,
    /// Tasks it answers for.
    pub responsible: u32,
    /// Tasks it takes part in or supports.
    pub participating: u32,
    /// Of the tasks, the single works that stand for themselves because their task falls to somebody else, each once.
    pub subtasks: u32,
    /// Its tasks with a red light.
    pub red: u32,
    /// Its tasks with a yellow light.
    pub yellow: u32,
    /// Deliverables that are owed.
    pub owed: u32,
    /// Those among them that are late.
    pub owed_late: u32,
    /// Projects.
    pub projects: u32,
    /// Projects with a red light.
    pub red_projects: u32,
    /// Projects with a yellow light.
    pub yellow_projects: u32,
    /// Problems that are not struck off.
    pub problems: u32,
}

/// How many projects stand at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct StageCount {
    /// The stage.
    pub stage: ProjectStage,
    /// How many.
    pub count: u32,
}

/// The task book of something, as of the status date of the request or of `today`; `None` if it is not there.
#[must_use]
pub fn task_book(
    snapshot: &Snapshot<'_>,
    request: &BookRequest,
    rule: LightLimits,
    today: PartialDate,
) -> Option<TaskBook> {
    let (kind, id) = (request.owner, request.id.as_str());
    let as_of = request.as_of.unwrap_or(today);
    let owner = members::owner(snapshot, kind, id)?;
    let maker = BookMaker {
        snapshot,
        rule,
        as_of,
        place: owner.place.filter(|place| place.level != RegionLevel::Village),
    };
    let whole = snapshot.tasks(&request.filter);
    let passing: HashSet<&str> = snapshot
        .with_subtasks(&whole)
        .iter()
        .map(|task| task.id.as_str())
        .collect();
    let duties: Vec<&Duty<'_>> = owner
        .duties
        .iter()
        .filter(|duty| passing.contains(duty.task.id.as_str()))
        .collect();
    let in_role = |role: fn(Role) -> bool| -> Vec<BookTask> {
        let mine: Vec<&&Duty<'_>> = duties.iter().filter(|duty| role(duty.role)).collect();
        // A single work whose task falls to the owner too stands under it.
        let has = |task: &TaskId| mine.iter().any(|duty| duty.task.id == *task);
        let part = |duty: &Duty<'_>| duty.task.parent.as_ref().is_some_and(has);
        mine.iter()
            .filter(|duty| !part(duty))
            .map(|duty| maker.task(duty))
            .collect()
    };
    let lead = in_role(|role| role == Role::Lead);
    let responsible = in_role(|role| role == Role::Responsible);
    let participating = in_role(|role| matches!(role, Role::Participating | Role::Supporting));
    let mut projects = maker.projects(request, &owner.projects);
    let roles = [lead.as_slice(), responsible.as_slice(), participating.as_slice()];
    let problems = owed::problems(snapshot, (kind, id), &roles, &projects, as_of);
    let deliverables = owed::deliverables(snapshot, (kind, id), &owner, (&request.filter, &passing), as_of);
    let plan = (kind == BookOwner::Plan).then_some(id);
    let targets = standing::targets_beside_tasks(snapshot, plan, maker.place);
    let targets = targets
        .into_iter()
        .filter(|row| request.filter.plans.is_empty() || request.filter.plans.contains(&row.plan.0));
    let named = |names: Vec<&str>| -> Vec<String> {
        let mut seen = HashSet::new();
        names
            .into_iter()
            .filter(|name| seen.insert(*name))
            .map(ToOwned::to_owned)
            .collect()
    };
    let tasks = || roles.iter().flat_map(|tasks| tasks.iter());
    let money = projects
        .iter()
        .fold(BookMoney::default(), |sum, project| sum.plus(project.money));
    let book = TaskBook {
        owner: kind,
        id: id.to_owned(),
        path: owner.path.clone(),
        plans: named(tasks().map(|task| task.plan_title.as_str()).collect()),
        groups: named(tasks().filter_map(|task| task.group.as_deref()).collect()),
        name: owner.name,
        as_of,
        filtered: !request.filter.is_empty(),
        counts: counted(&roles, &projects, &deliverables, problems.len()),
        targets: targets
            .map(|row| standing::standing(snapshot, row, maker.place, as_of))
            .collect(),
        stages: stages(&projects),
        money,
        own_money: maker.own_money(kind, id),
        deliverables,
        problems,
        projects: match request.most_projects {
            Some(most) => {
                projects.truncate(usize::try_from(most).unwrap_or(usize::MAX));
                projects
            }
            None => projects,
        },
        lead,
        responsible,
        participating,
    };
    Some(book)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn counted(
    roles: &[&[BookTask]; 3],
    projects: &[BookProject],
    deliverables: &[BookDeliverable],
    problems: usize,
) -> BookCounts {
    let such = |which: &dyn Fn(&BookTask) -> bool| {
        let tasks = roles.iter().flat_map(|tasks| tasks.iter());
        let ids: HashSet<&str> = tasks
            .filter(|task| which(task))
            .map(|task| task.id.as_str())
            .collect();
        count(ids.len())
    };
    let of_light = |wanted: LightState| such(&|task| task.light == wanted);
    let projects_of =
        |wanted: LightState| count(projects.iter().filter(|project| project.light == wanted).count());
    let [lead, responsible, participating] = roles.map(|tasks| count(tasks.len()));
    BookCounts {
        lead,
        responsible,
        participating,
        subtasks: such(&|task| task.kind == TaskKind::Subtask),
        red: of_light(LightState::Red),
        yellow: of_light(LightState::Yellow),
        owed: count(deliverables.iter().filter(|row| row.owed).count()),
        owed_late: count(deliverables.iter().filter(|row| row.overdue).count()),
        projects: count(projects.len()),
        red_projects: projects_of(LightState::Red),
        yellow_projects: projects_of(LightState::Yellow),
        problems: count(problems),
    }
}

fn stages(projects: &[BookProject]) -> Vec<StageCount> {
    let of = |stage: ProjectStage| StageCount {
        stage,
        count: count(projects.iter().filter(|project| project.stage == stage).count()),
    };
    let all = ProjectStage::ALL.iter().copied().map(of);
    all.filter(|stage| stage.count > 0).collect()
}

/// Those behind first, what is done last.
fn rank(light: LightState) -> u8 {
    match light {
        LightState::Red => 0,
        LightState::Yellow => 1,
        LightState::Suspended => 2,
        LightState::Green => 3,
        LightState::NotJudged => 4,
        LightState::NotDue => 5,
        LightState::Finished => 6,
    }
}

struct BookMaker<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    rule: LightLimits,
    as_of: PartialDate,
    /// The town or county whose standing is told where reports speak of it.
    place: Option<&'m Region>,
}

impl<'m> BookMaker<'_, 'm> {
    fn task(&self, duty: &Duty<'m>) -> BookTask {
        let below = self.snapshot.subtasks(&duty.task.id);
        let parts = below.map(|part| {
            let duty = Duty { task: part, ..*duty };
            self.one(&duty, Vec::new())
        });
        self.one(duty, parts.collect())
    }

    fn one(&self, duty: &Duty<'m>, parts: Vec<BookTask>) -> BookTask {
        let task = duty.task;
        let brief = self.snapshot.task_brief(task);
        let verdict = light_of_task(self.snapshot, task, self.rule, self.as_of.latest());
        let relations = self.snapshot.model.relations();
        let indicators = relations.indicators_of_task.of(task.id.as_str()).iter();
        BookTask {
            id: task.id.0.clone(),
            plan: task.plan.0.clone(),
            plan_title: brief.plan_title,
            number: task.number.clone(),
            title: task.title.clone(),
            kind: task.kind,
            summary: task.summary.clone(),
            due: task.due,
            status: task.status,
            group: duty.group.map(|group| group.name.clone()),
            units: brief.units,
            indicators: indicators
                .map(|row| standing::standing(self.snapshot, row, self.place, self.as_of))
                .collect(),
            projects: self
                .snapshot
                .projects_serving(&task.id)
                .map(|project| project.id.to_owned())
                .collect(),
            parts,
            light: verdict.light,
            reason: verdict.reason,
        }
    }

    /// The projects of an owner that pass the filter, those behind first.
    fn projects(&self, request: &BookRequest, own: &Filter) -> Vec<BookProject> {
        let passing = (!request.filter.is_empty()).then(|| self.snapshot.project_set(&request.filter));
        let mut projects: Vec<BookProject> = self
            .snapshot
            .projects_in_order(own, &Sort::default())
            .filter(|project| passing.as_ref().is_none_or(|set| set.contains(project.slot)))
            .filter(|project| {
                let leads = || project.lead_unit.is_some_and(|unit| unit.as_str() == request.id);
                request.owner != BookOwner::Unit || leads()
            })
            .map(|project| self.project(&project))
            .collect();
        projects.sort_by_key(|project| rank(project.light));
        projects
    }

    fn own_money(&self, owner: BookOwner, id: &str) -> Option<BookMoney> {
        let kind = match owner {
            BookOwner::Unit => return None,
            BookOwner::Town => OwnerKind::Town,
            BookOwner::Plan => OwnerKind::Plan,
        };
        let lines = self.snapshot.model.relations().budget.of(kind, id);
        (!lines.is_empty()).then(|| Money::of(lines).into())
    }

    fn project(&self, project: &Summary<'_>) -> BookProject {
        let day = self.as_of.latest();
        let verdict = light_of_project(self.snapshot, project, self.rule, day);
        let money = self.snapshot.money(OwnerKind::Project, project.id);
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
            money: money.into(),
            light: verdict.light,
            reason: verdict.reason,
            problem: owed::last_report(self.snapshot, project.id, day)
                .and_then(|report| report.problem.clone()),
        }
    }
}
