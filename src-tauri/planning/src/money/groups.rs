//! The sides of a table of money, and the group of each that an amount stands in: one alone, so that the groups of a side
//! add up to the whole.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cube::{CubeCell, CubeOwner};
use crate::model::{Model, OwnerKind, Role, Summary};

/// A side of a table of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneySide {
    /// Plans: of tasks and projects the one they belong to.
    Plan,
    /// Towns: of projects the one they lie in.
    #[default]
    Town,
    /// Kinds of project.
    Kind,
    /// Units: those that lead a project or a task, or answer for the task if nobody leads it.
    Unit,
    /// Projects.
    Project,
    /// Tasks: of projects the one they serve.
    Task,
    /// Sources of money.
    Source,
    /// Stages of money.
    Stage,
    /// Years.
    Year,
}

/// What a group is called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum GroupKey<'m> {
    /// A row by its id, a kind, source or stage by its word.
    Named(&'m str),
    /// A year.
    Year(i64),
    /// Several at once: a project that serves two tasks.
    Several,
    /// None: money of a plan is of no town.
    None,
}

/// A group: a row or a column of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MoneyGroup {
    /// An id, a word or a year; `*` for what is of several at once, empty for what is of none.
    pub key: String,
    /// The name of a row; empty for words, years and what is of none or several.
    pub name: String,
    /// Second line: the county of a town, the plan of a task.
    pub hint: String,
}

impl GroupKey<'_> {
    pub(super) fn text(self) -> String {
        match self {
            Self::Named(key) => key.to_owned(),
            Self::Year(year) => year.to_string(),
            Self::Several => "*".to_owned(),
            Self::None => String::new(),
        }
    }
}

/// Finds the groups of one side.
pub(super) struct SideGroups<'m> {
    model: &'m Model,
    side: MoneySide,
}

impl<'m> SideGroups<'m> {
    pub(super) fn new(model: &'m Model, side: MoneySide) -> Self {
        Self { model, side }
    }

    /// The group of all money of an owner; `None` if its cells are of different ones.
    pub(super) fn of_owner(&self, owner: &CubeOwner<'m>) -> Option<GroupKey<'m>> {
        let own = |kind: OwnerKind| (owner.kind == kind).then_some(GroupKey::Named(owner.id));
        let project = || -> Option<Summary<'m>> {
            (owner.kind == OwnerKind::Project)
                .then(|| self.model.projects.get(owner.id))
                .flatten()
        };
        let named = |id: Option<&'m str>| id.map(GroupKey::Named);
        let found = match self.side {
            MoneySide::Source | MoneySide::Stage | MoneySide::Year => return None,
            MoneySide::Plan => match owner.kind {
                OwnerKind::Task => named(self.model.tasks.get(owner.id).map(|task| task.plan.as_str())),
                _ => own(OwnerKind::Plan)
                    .or_else(|| named(project().and_then(|p| p.plan.map(|plan| plan.as_str())))),
            },
            MoneySide::Town => own(OwnerKind::Town)
                .or_else(|| named(project().and_then(|p| p.town.map(|town| town.as_str())))),
            MoneySide::Kind => named(project().map(|p| p.kind.word())),
            MoneySide::Project => own(OwnerKind::Project),
            MoneySide::Unit => match owner.kind {
                OwnerKind::Task => self.unit_of_task(owner.id),
                _ => named(project().and_then(|p| p.lead_unit.map(|unit| unit.as_str()))),
            },
            MoneySide::Task => own(OwnerKind::Task).or_else(|| {
                project().and_then(|p| {
                    let links = self.model.relations().links_of_project.of(p.id).iter();
                    one_of(links.map(|link| link.task.as_str()))
                })
            }),
        };
        Some(found.unwrap_or(GroupKey::None))
    }

    /// The group of a cell.
    pub(super) fn of_cell(&self, cell: &CubeCell) -> GroupKey<'m> {
        match self.side {
            MoneySide::Source => GroupKey::Named(cell.source.word()),
            MoneySide::Stage => GroupKey::Named(cell.stage.word()),
            MoneySide::Year => cell.year.map_or(GroupKey::None, GroupKey::Year),
            _ => GroupKey::None,
        }
    }

    fn unit_of_task(&self, task: &str) -> Option<GroupKey<'m>> {
        let assigned = self.model.relations().assignments_of_task.of(task);
        let in_role = |role: Role| {
            let units = assigned.iter().filter(move |row| row.role == role);
            one_of(units.map(|row| row.unit.as_str()))
        };
        in_role(Role::Lead).or_else(|| in_role(Role::Responsible))
    }

    /// Puts groups in the order of their side: plans and tasks as printed, projects after their plan, towns by code, units
    /// by name, words as the vocabulary has them, years as they come; then what is of several, then what is of none.
    pub(super) fn sort(&self, keys: &mut [GroupKey<'m>]) {
        let model = self.model;
        let plan = |id: &str| model.plans.get(id).map_or(i64::MAX, |plan| plan.ordinal);
        let place = |key: &GroupKey<'m>| -> (u8, i64, i64, &'m str) {
            match *key {
                GroupKey::Several => (1, 0, 0, ""),
                GroupKey::None => (2, 0, 0, ""),
                GroupKey::Year(year) => (0, year, 0, ""),
                GroupKey::Named(id) => match self.side {
                    MoneySide::Plan => (0, plan(id), 0, id),
                    MoneySide::Task => match model.tasks.get(id) {
                        Some(task) => (0, plan(task.plan.as_str()), task.ordinal, id),
                        None => (0, i64::MAX, 0, id),
                    },
                    MoneySide::Project => match model.projects.get(id) {
                        Some(project) => {
                            let of_plan = project.plan.map_or(i64::MAX, |id| plan(id.as_str()));
                            (0, of_plan, project.ordinal, id)
                        }
                        None => (0, i64::MAX, 0, id),
                    },
                    MoneySide::Unit => (0, 0, 0, model.units.get(id).map_or(id, |unit| unit.name.as_str())),
                    MoneySide::Town | MoneySide::Year => (0, 0, 0, id),
                    MoneySide::Kind | MoneySide::Source | MoneySide::Stage => (0, word_place(id), 0, id),
                },
            }
        };
        keys.sort_by_cached_key(place);
    }

    /// A group with its name.
    pub(super) fn named(&self, key: GroupKey<'m>) -> MoneyGroup {
        let GroupKey::Named(id) = key else {
            return MoneyGroup {
                key: key.text(),
                name: String::new(),
                hint: String::new(),
            };
        };
        let model = self.model;
        let region = |id: &str| {
            let row = model.regions.get(id);
            row.map(|row| row.name.clone()).unwrap_or_default()
        };
        let plan = |id: &str| {
            let row = model.plans.get(id);
            row.map(|plan| plan.short_title.clone()).unwrap_or_default()
        };
        let (name, hint) = match self.side {
            MoneySide::Plan => (plan(id), String::new()),
            MoneySide::Town => {
                let above = model.regions.get(id).and_then(|row| row.parent.as_ref());
                (
                    region(id),
                    above.map(|above| region(above.as_str())).unwrap_or_default(),
                )
            }
            MoneySide::Unit => match model.units.get(id) {
                Some(unit) => (unit.name.clone(), region(unit.region.as_str())),
                None => (id.to_owned(), String::new()),
            },
            MoneySide::Project => match model.projects.get(id) {
                Some(project) => (
                    project.name.to_owned(),
                    project.town.map(|town| region(town.as_str())).unwrap_or_default(),
                ),
                None => (id.to_owned(), String::new()),
            },
            MoneySide::Task => match model.tasks.get(id) {
                Some(task) => (
                    format!("{} {}", task.number, task.title),
                    plan(task.plan.as_str()),
                ),
                None => (id.to_owned(), String::new()),
            },
            MoneySide::Kind | MoneySide::Source | MoneySide::Stage | MoneySide::Year => Default::default(),
        };
        MoneyGroup {
            key: id.to_owned(),
            name,
            hint,
        }
    }
}

/// The place of a word among those of its vocabulary; kinds, sources and stages have no word in common that matters here,
/// as a side is of one vocabulary.
fn word_place(word: &str) -> i64 {
    use crate::model::{MoneySource, MoneyStage, ProjectKind};
    let kind = ProjectKind::ALL.iter().position(|kind| kind.word() == word);
    let source = || MoneySource::ALL.iter().position(|source| source.word() == word);
    let stage = || MoneyStage::ALL.iter().position(|stage| stage.word() == word);
    let place = kind.or_else(source).or_else(stage);
    place
        .and_then(|place| i64::try_from(place).ok())
        .unwrap_or(i64::MAX)
}

/// The one id there is, or that there are several; `None` if there is none.
fn one_of<'m>(ids: impl Iterator<Item = &'m str>) -> Option<GroupKey<'m>> {
    let mut found: Option<&str> = None;
    for id in ids {
        match found {
            Some(one) if one != id => return Some(GroupKey::Several),
            _ => found = Some(id),
        }
    }
    found.map(GroupKey::Named)
}

/// Numbers groups as they are met.
pub(super) struct Numbered<'m> {
    numbers: HashMap<GroupKey<'m>, usize>,
    pub(super) keys: Vec<GroupKey<'m>>,
}

impl<'m> Numbered<'m> {
    pub(super) fn new() -> Self {
        Self {
            numbers: HashMap::new(),
            keys: Vec::new(),
        }
    }

    pub(super) fn number(&mut self, key: GroupKey<'m>) -> usize {
        *self.numbers.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() - 1
        })
    }
}
