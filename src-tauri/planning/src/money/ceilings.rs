//! Ceilings (总盘子), and what of each is broken down (已分解) into the parts of its owner and of what stands below it.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use ts_rs::TS;

use super::cube::{CubeCell, CubeOwner, MoneyCube, owner_name};
use crate::model::{BudgetLine, Fen, Model, MoneySource, MoneyStage, OwnerKind};
use crate::rules::money::{is_ceiling, is_planned, planned_stage};

/// The ceiling of an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Ceiling {
    /// What has it.
    pub owner_kind: OwnerKind,
    /// Its id.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// What it adds up to, in 分: what is approved if that has a line, else what is estimated; else the money that came.
    pub fen: Fen,
    /// What of it stands in parts, in 分; more than the ceiling if more was broken down than there is.
    pub broken_down: Fen,
    /// Its lines.
    pub lines: Vec<CeilingLine>,
}

/// A line of a ceiling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CeilingLine {
    /// Id of the budget line.
    pub id: String,
    /// Where the money comes from.
    pub source: MoneySource,
    /// How far it has come.
    pub stage: MoneyStage,
    /// Its year; `None` if it is of all years.
    pub year: Option<i64>,
    /// The amount, in 分.
    pub fen: Fen,
    /// What of it stands in parts, in 分.
    pub broken_down: Fen,
    /// What it is, as noted.
    pub note: Option<String>,
}

impl CeilingLine {
    /// Whether a part of that source and year breaks it down. A ceiling of no stated source is over parts of all, one
    /// without a year over those of all years.
    fn holds(&self, cell: &CubeCell) -> bool {
        let of_source = self.source == MoneySource::Unstated || self.source == cell.source;
        of_source && (self.year.is_none() || self.year == cell.year)
    }

    /// How much it says of its parts: a part that breaks down two lines counts for the one that says more.
    fn closeness(&self) -> (bool, bool) {
        (self.source != MoneySource::Unstated, self.year.is_some())
    }
}

/// The ceilings of the owners that are meant, by kind and id. What is broken down is asked of the whole model, as parts
/// that are not meant break them down too.
#[must_use]
pub fn ceilings(
    model: &Model,
    is_owner: &dyn Fn(OwnerKind, &str) -> bool,
    is_line: &dyn Fn(&BudgetLine) -> bool,
) -> Vec<Ceiling> {
    let mut out = Vec::new();
    for kind in OwnerKind::ALL {
        for (id, lines) in model.relations().budget.by(*kind).iter() {
            let all = || lines.iter().map(|line| &**line).filter(|line| is_ceiling(line));
            let planned = planned_stage(all());
            let stage = [planned, MoneyStage::Allocated, MoneyStage::Spent]
                .into_iter()
                .find(|stage| all().any(|line| line.stage == *stage));
            let meant = all().filter(|line| Some(line.stage) == stage && is_line(line));
            let lines: Vec<CeilingLine> = meant.map(line_of).collect();
            if !lines.is_empty() && is_owner(*kind, id) {
                out.push(Ceiling {
                    owner_kind: *kind,
                    owner: id.to_owned(),
                    name: owner_name(model, *kind, id),
                    fen: lines.iter().map(|line| line.fen).sum(),
                    broken_down: Fen::default(),
                    lines,
                });
            }
        }
    }
    if out.is_empty() {
        return out;
    }
    out.sort_by(|a, b| (a.owner_kind, &a.owner).cmp(&(b.owner_kind, &b.owner)));
    let cube = MoneyCube::of(model);
    let parts: HashMap<(OwnerKind, &str), (&CubeOwner<'_>, &[CubeCell])> = cube
        .iter()
        .map(|(owner, cells)| ((owner.kind, owner.id), (owner, cells)))
        .collect();
    for ceiling in &mut out {
        let owner = ceiling.owner.clone();
        for below in below(model, ceiling.owner_kind, &owner) {
            if let Some((owner, cells)) = parts.get(&below) {
                cells.iter().for_each(|cell| ceiling.break_down(owner, cell));
            }
        }
    }
    out
}

fn line_of(line: &BudgetLine) -> CeilingLine {
    CeilingLine {
        id: line.id.0.clone(),
        source: line.source,
        stage: line.stage,
        year: line.year,
        fen: line.amount,
        broken_down: Fen::default(),
        note: line.note.clone(),
    }
}

impl Ceiling {
    fn break_down(&mut self, owner: &CubeOwner<'_>, cell: &CubeCell) {
        let of_stage = |stage: MoneyStage| match is_planned(stage) {
            true => cell.stage == owner.planned,
            false => cell.stage == stage,
        };
        let holding = self
            .lines
            .iter_mut()
            .filter(|line| of_stage(line.stage) && line.holds(cell));
        // Of lines that say as much the first.
        if let Some(line) = holding.rev().max_by_key(|line| line.closeness()) {
            line.broken_down = line.broken_down.plus(cell.fen);
            self.broken_down = self.broken_down.plus(cell.fen);
        }
    }
}

/// An owner and all owners below it, each once: of a plan its tasks and projects; of a task its subtasks and the projects
/// that serve them; of a town its projects.
fn below<'m>(model: &'m Model, kind: OwnerKind, id: &'m str) -> HashSet<(OwnerKind, &'m str)> {
    let mut out = HashSet::from([(kind, id)]);
    match kind {
        OwnerKind::Plan => {
            let tasks = model.tasks.iter().filter(|task| task.plan.as_str() == id);
            out.extend(tasks.map(|task| (OwnerKind::Task, task.id.as_str())));
            let projects = model
                .projects
                .iter()
                .filter(|p| p.plan.is_some_and(|plan| plan.as_str() == id));
            out.extend(projects.map(|project| (OwnerKind::Project, project.id)));
        }
        OwnerKind::Task => {
            let relations = model.relations();
            let mut open = vec![id];
            while let Some(task) = open.pop() {
                let served = relations.links_of_task.of(task).iter();
                out.extend(served.map(|link| (OwnerKind::Project, link.project.as_str())));
                for subtask in relations.subtasks_of_task.of(task) {
                    if out.insert((OwnerKind::Task, subtask.id.as_str())) {
                        open.push(subtask.id.as_str());
                    }
                }
            }
        }
        OwnerKind::Town => {
            let projects = model
                .projects
                .iter()
                .filter(|p| p.town.is_some_and(|town| town.as_str() == id));
            out.extend(projects.map(|project| (OwnerKind::Project, project.id)));
        }
        OwnerKind::Project => {}
    }
    out
}
