//! The budget lines behind the cells of a table of money, and what an amount written into a cell would change.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use super::cube::{CubeCell, CubeOwner, owner_name};
use super::groups::{MoneySide, SideGroups};
use super::table::{MoneyView, OwnerRef, is_told};
use crate::model::{BudgetLine, Fen, Model, MoneySource, MoneyStage, OwnerKind};
use crate::rules::money::{is_ceiling, planned_stage};

/// A budget line behind a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MoneyLine {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub owner: OwnerRef,
    /// The name of its owner.
    pub name: String,
    /// Where the money comes from.
    pub source: MoneySource,
    /// How far it has come.
    pub stage: MoneyStage,
    /// Its year; `None` if it is not known.
    pub year: Option<i64>,
    /// The amount, in 分.
    pub fen: Fen,
    /// What it is, as noted.
    pub note: Option<String>,
    /// Whether the cells speak of it, by the stage they show.
    pub told: bool,
}

/// What an amount written into a cell would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CellPlace {
    /// The one line that stands there.
    Line(MoneyLine),
    /// None stands there: it would make one.
    New {
        /// Whose it would be.
        owner: OwnerRef,
        /// The name of its owner.
        name: String,
        /// Where the money would come from.
        source: MoneySource,
        /// How far it would have come.
        stage: MoneyStage,
        /// Its year.
        year: Option<i64>,
    },
    /// Several lines stand there; each is changed by itself.
    Several {
        /// How many.
        lines: u32,
    },
    /// None stands there, and the cell does not say whose it would be.
    NoOwner,
}

/// The lines of a table by its cells.
#[derive(Debug)]
pub struct MoneyCellIndex<'m> {
    view: MoneyView,
    year: Option<i64>,
    lines: HashMap<(String, String), Vec<(CubeOwner<'m>, &'m BudgetLine)>>,
}

impl<'m> MoneyCellIndex<'m> {
    /// Takes up the parts of the owners and lines that are meant. `year` is the one that is shown, if it is one alone.
    #[must_use]
    pub fn of(
        model: &'m Model,
        view: MoneyView,
        year: Option<i64>,
        is_owner: &dyn Fn(OwnerKind, &str) -> bool,
        is_line: &dyn Fn(&BudgetLine) -> bool,
    ) -> Self {
        let (of_rows, of_columns) = (
            SideGroups::new(model, view.rows),
            SideGroups::new(model, view.columns),
        );
        let mut lines: HashMap<(String, String), Vec<_>> = HashMap::new();
        for kind in OwnerKind::ALL {
            for (id, own) in model.relations().budget.by(*kind).iter() {
                if !is_owner(*kind, id) {
                    continue;
                }
                let parts = || own.iter().map(|line| &**line).filter(|line| !is_ceiling(line));
                let owner = CubeOwner::alone(*kind, id, planned_stage(parts()));
                let (row, column) = (of_rows.of_owner(&owner), of_columns.of_owner(&owner));
                for line in parts().filter(|line| is_line(line)) {
                    let cell = cell_of(line);
                    let row = row.unwrap_or_else(|| of_rows.of_cell(&cell)).text();
                    let column = column.unwrap_or_else(|| of_columns.of_cell(&cell)).text();
                    lines.entry((row, column)).or_default().push((owner, line));
                }
            }
        }
        Self { view, year, lines }
    }

    /// The lines behind a row, a column or a cell, those the cells speak of first, then by owner; `None` for any row, any
    /// column.
    #[must_use]
    pub fn behind(&self, model: &Model, row: Option<&str>, column: Option<&str>) -> Vec<MoneyLine> {
        let meant = |of: &(String, String)| {
            row.is_none_or(|row| row == of.0) && column.is_none_or(|column| column == of.1)
        };
        let mut found: Vec<MoneyLine> = self
            .lines
            .iter()
            .filter(|(of, _)| meant(of))
            .flat_map(|(_, lines)| lines)
            .map(|(owner, line)| self.line(model, owner, line))
            .collect();
        found.sort_by(|a, b| {
            let key = |line: &MoneyLine| (!line.told, line.owner.kind, line.source, line.year, line.stage);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.owner.id.cmp(&b.owner.id))
                .then_with(|| a.id.cmp(&b.id))
        });
        found
    }

    /// What an amount written into a cell would change: the one line of the stage that the cell shows. Where none stands, a
    /// new line is of the owner, the source, the stage and the year that the two sides and the request say; a source that
    /// is not said is unstated, a stage is the one that says what is planned for the owner.
    #[must_use]
    pub fn place(&self, model: &Model, row: &str, column: &str) -> CellPlace {
        let behind = self.lines.get(&(row.to_owned(), column.to_owned()));
        let told: Vec<&(CubeOwner<'m>, &'m BudgetLine)> = behind
            .into_iter()
            .flatten()
            .filter(|(owner, line)| is_told(self.view, owner, &cell_of(line)))
            .collect();
        match told.as_slice() {
            [(owner, line)] => return CellPlace::Line(self.line(model, owner, line)),
            [] => {}
            several => {
                return CellPlace::Several {
                    lines: u32::try_from(several.len()).unwrap_or(u32::MAX),
                };
            }
        }
        let sides = [(self.view.rows, row), (self.view.columns, column)];
        let key_of = |side: MoneySide| sides.iter().find(|(of, _)| *of == side).map(|(_, key)| *key);
        let owners: Vec<(OwnerKind, &str)> = sides
            .iter()
            .filter_map(|(side, key)| Some((owner_kind(*side)?, *key)))
            .collect();
        let beside = |side: &MoneySide| {
            matches!(side, MoneySide::Source | MoneySide::Stage | MoneySide::Year)
                || owner_kind(*side).is_some()
        };
        let [(kind, id)] = owners.as_slice() else {
            return CellPlace::NoOwner;
        };
        if !sides.iter().all(|(side, _)| beside(side)) || !is_there(model, *kind, id) {
            return CellPlace::NoOwner;
        }
        let source = key_of(MoneySide::Source).map_or(Some(MoneySource::Unstated), MoneySource::parse);
        let own = model.relations().budget.of(*kind, id).iter();
        let planned = planned_stage(own.map(|line| &**line).filter(|line| !is_ceiling(line)));
        let stage = match key_of(MoneySide::Stage) {
            Some(word) => MoneyStage::parse(word),
            None => Some(self.view.stage.unwrap_or(planned)),
        };
        let year = match key_of(MoneySide::Year) {
            Some("") => Some(None),
            Some(text) => text.parse().ok().map(Some),
            None => Some(self.year),
        };
        match (source, stage, year) {
            (Some(source), Some(stage), Some(year)) => CellPlace::New {
                owner: OwnerRef {
                    kind: *kind,
                    id: (*id).to_owned(),
                },
                name: owner_name(model, *kind, id),
                source,
                stage,
                year,
            },
            _ => CellPlace::NoOwner,
        }
    }

    /// What the lines that a cell speaks of add up to; `None` where none stands.
    #[must_use]
    pub fn shown(&self, row: &str, column: &str) -> Option<Fen> {
        let behind = self.lines.get(&(row.to_owned(), column.to_owned()))?;
        let told = behind
            .iter()
            .filter(|(owner, line)| is_told(self.view, owner, &cell_of(line)));
        told.map(|(_, line)| line.amount).reduce(Fen::plus)
    }

    fn line(&self, model: &Model, owner: &CubeOwner<'_>, line: &BudgetLine) -> MoneyLine {
        MoneyLine {
            id: line.id.0.clone(),
            owner: OwnerRef {
                kind: owner.kind,
                id: owner.id.to_owned(),
            },
            name: owner_name(model, owner.kind, owner.id),
            source: line.source,
            stage: line.stage,
            year: line.year,
            fen: line.amount,
            note: line.note.clone(),
            told: is_told(self.view, owner, &cell_of(line)),
        }
    }
}

fn cell_of(line: &BudgetLine) -> CubeCell {
    CubeCell {
        source: line.source,
        stage: line.stage,
        year: line.year,
        fen: line.amount,
        lines: 1,
    }
}

/// What a side of owners is made of.
fn owner_kind(side: MoneySide) -> Option<OwnerKind> {
    match side {
        MoneySide::Plan => Some(OwnerKind::Plan),
        MoneySide::Town => Some(OwnerKind::Town),
        MoneySide::Project => Some(OwnerKind::Project),
        MoneySide::Task => Some(OwnerKind::Task),
        MoneySide::Kind | MoneySide::Unit | MoneySide::Source | MoneySide::Stage | MoneySide::Year => None,
    }
}

fn is_there(model: &Model, kind: OwnerKind, id: &str) -> bool {
    match kind {
        OwnerKind::Plan => model.plans.get(id).is_some(),
        OwnerKind::Task => model.tasks.get(id).is_some(),
        OwnerKind::Project => model.projects.get(id).is_some(),
        OwnerKind::Town => model.regions.get(id).is_some(),
    }
}
