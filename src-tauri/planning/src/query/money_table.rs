//! Money of the projects of a filter by stage, source and year, with its sums.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use crate::model::*;
use crate::rules::money::MoneyCells;

/// Money by stage, source and year. Stages are never added up: what is approved was estimated before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct MoneyTable {
    /// The columns: years, and `None` for lines without one, last.
    pub years: Vec<Option<i64>>,
    /// The stages that have a line.
    pub stages: Vec<MoneyOfStage>,
}

/// Money of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MoneyOfStage {
    /// The stage.
    pub stage: MoneyStage,
    /// Its sources.
    pub sources: Vec<MoneyOfSource>,
    /// Sums of the columns; `None` where no line stands.
    pub sums: Vec<Option<Fen>>,
    /// The sum of all.
    pub total: Fen,
}

/// Money of one source within a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MoneyOfSource {
    /// The source.
    pub source: MoneySource,
    /// A cell for each year; `None` where no line stands.
    pub cells: Vec<Option<Fen>>,
    /// The sum of the row.
    pub total: Fen,
}

impl Snapshot<'_> {
    /// The money of the projects that match; under a source or a year of the lines that have it. That of all projects is
    /// kept and mended by each change.
    pub fn money_table(&self, filter: &Filter) -> MoneyTable {
        let cells = match self.cache.filter(|_| filter.is_empty()) {
            Some(cache) => cache.money(|| self.money_cells(filter)),
            None => Arc::new(self.money_cells(filter)),
        };
        MoneyTable::of(&cells)
    }

    fn money_cells(&self, filter: &Filter) -> MoneyCells {
        let matching = (!filter.is_empty()).then(|| self.project_set(filter));
        let mut cells = MoneyCells::default();
        for (slot, lines) in self.project_budgets() {
            if matching.as_ref().is_none_or(|set| set.contains(slot)) {
                let meant = lines.iter().filter(|line| filter.counts(line));
                meant.for_each(|line| cells.add(line));
            }
        }
        cells
    }
}

impl MoneyTable {
    fn of(cells: &MoneyCells) -> Self {
        let all: BTreeSet<Option<i64>> = cells.years().collect();
        let (none, years): (Vec<_>, Vec<_>) = all.into_iter().partition(Option::is_none);
        let columns: Vec<Option<i64>> = years.into_iter().chain(none).collect();
        let stages = MoneyStage::ALL
            .iter()
            .filter_map(|stage| MoneyOfStage::of(*stage, cells, &columns))
            .collect();
        Self {
            years: columns,
            stages,
        }
    }
}

impl MoneyOfStage {
    fn of(stage: MoneyStage, cells: &MoneyCells, years: &[Option<i64>]) -> Option<Self> {
        let of_source = |source: MoneySource| {
            let row: Vec<Option<Fen>> = years.iter().map(|year| cells.get(stage, source, *year)).collect();
            row.iter().any(Option::is_some).then(|| MoneyOfSource {
                source,
                total: sum(row.iter().copied()).unwrap_or_default(),
                cells: row,
            })
        };
        let sources: Vec<MoneyOfSource> = MoneySource::ALL
            .iter()
            .filter_map(|source| of_source(*source))
            .collect();
        let sums: Vec<Option<Fen>> = (0..years.len())
            .map(|column| sum(sources.iter().map(|row| row.cells[column])))
            .collect();
        (!sources.is_empty()).then(|| Self {
            stage,
            total: sum(sums.iter().copied()).unwrap_or_default(),
            sources,
            sums,
        })
    }
}

/// What cells add up to; `None` if all are empty.
fn sum(cells: impl Iterator<Item = Option<Fen>>) -> Option<Fen> {
    cells.flatten().reduce(Fen::plus)
}
