//! Whose money a filter means: the projects, tasks and towns that match, and the plans that it names.

use std::collections::HashSet;

use geodata::footprint_index::KeySet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use crate::model::{BudgetLine, Fen, OwnerKind, PartialDate};
use crate::money::{
    self, Ceiling, MoneyCellIndex, MoneyCube, MoneyGroup, MoneyLine, MoneyRow, MoneyView, OwnerMoney,
};

/// What of the money is asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct MoneyRequest {
    /// Whose money: see [`Snapshot::money_scope`].
    pub filter: Filter,
    /// Lines of that year alone; `None` for all.
    pub year: Option<i64>,
    /// Money of projects alone.
    pub projects_only: bool,
    /// Rows, columns and cells.
    pub view: MoneyView,
}

/// The owners and lines that a request means.
pub struct MoneyScope<'a, 'm> {
    snapshot: &'a Snapshot<'m>,
    filter: &'a Filter,
    year: Option<i64>,
    projects_only: bool,
    /// `None` if the filter lets all through.
    projects: Option<KeySet>,
    /// Whether it asks for nothing that plans have not.
    of_plans: bool,
    tasks: HashSet<&'m str>,
    towns: HashSet<&'m str>,
}

impl<'m> MoneyScope<'_, 'm> {
    /// Whether the money of an owner is meant.
    #[must_use]
    pub fn has(&self, kind: OwnerKind, id: &str) -> bool {
        let Some(projects) = &self.projects else {
            return kind == OwnerKind::Project || !self.projects_only;
        };
        match kind {
            OwnerKind::Project => {
                let project = self.snapshot.model.projects.get(id);
                project.is_some_and(|project| projects.contains(project.slot))
            }
            _ if self.projects_only => false,
            OwnerKind::Plan => self.of_plans && self.filter.plans.iter().any(|plan| plan == id),
            OwnerKind::Task => self.tasks.contains(id),
            OwnerKind::Town => self.towns.contains(id),
        }
    }

    /// Whether a line of such an owner is meant.
    #[must_use]
    pub fn counts(&self, line: &BudgetLine) -> bool {
        self.filter.counts(line) && (self.year.is_none() || line.year == self.year)
    }

    /// The cube of what is meant.
    #[must_use]
    pub fn cube(&self) -> MoneyCube<'m> {
        MoneyCube::of_those(self.snapshot.model, &|kind, id| self.has(kind, id), &|line| {
            self.counts(line)
        })
    }

    /// The lines of what is meant, by the cells of a table.
    #[must_use]
    pub fn cells(&self, view: MoneyView) -> MoneyCellIndex<'m> {
        MoneyCellIndex::of(
            self.snapshot.model,
            view,
            self.year,
            &|kind, id| self.has(kind, id),
            &|line| self.counts(line),
        )
    }

    /// The ceilings of what is meant.
    #[must_use]
    pub fn ceilings(&self) -> Vec<Ceiling> {
        money::ceilings(self.snapshot.model, &|kind, id| self.has(kind, id), &|line| {
            self.counts(line)
        })
    }
}

impl<'m> Snapshot<'m> {
    /// The owners and lines that a request means: projects, tasks and towns that match its filter, and the plans that the
    /// filter names if it asks for nothing else, all if it asks for nothing; of them the lines of its sources and years.
    #[must_use]
    pub fn money_scope<'a>(&'a self, request: &'a MoneyRequest) -> MoneyScope<'a, 'm> {
        let filter = &request.filter;
        // Sources and years are asked of the lines themselves.
        let of_owners = match filter.any {
            true => filter.clone(),
            false => Filter {
                sources: Vec::new(),
                years: Vec::new(),
                ..filter.clone()
            },
        };
        let all = of_owners.is_empty();
        let plans = Filter {
            plans: filter.plans.clone(),
            any: filter.any,
            ..Filter::default()
        };
        let beside = !all && !request.projects_only;
        MoneyScope {
            snapshot: self,
            filter,
            year: request.year,
            projects_only: request.projects_only,
            projects: (!all).then(|| self.project_set(&of_owners)),
            of_plans: filter.any || of_owners == plans,
            tasks: match beside {
                true => self
                    .with_subtasks(&self.tasks(&of_owners))
                    .iter()
                    .map(|task| task.id.as_str())
                    .collect(),
                false => HashSet::new(),
            },
            towns: match beside {
                true => self
                    .towns(&of_owners)
                    .iter()
                    .map(|town| town.id.as_str())
                    .collect(),
                false => HashSet::new(),
            },
        }
    }
}

/// A page of the table of money.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MoneyPage {
    /// The columns in their order.
    pub columns: Vec<MoneyGroup>,
    /// Columns that were left out because there are too many; the sums of the rows hold them.
    pub more_columns: u32,
    /// The rows of the page.
    pub rows: Vec<MoneyRow>,
    /// The sums of the columns, and all of them.
    pub sums: MoneyRow,
    /// Rows in all.
    pub total: u32,
    /// Place of the first row given among all, from 0.
    pub offset: u32,
    /// Years that lines of any year have, whatever year is chosen.
    pub years: Vec<i64>,
    /// Ceilings.
    pub ceilings: Vec<Ceiling>,
    /// Projects with money.
    pub projects: u32,
    /// Plans with money of their own.
    pub plans: u32,
    /// Tasks with money of their own.
    pub tasks: u32,
    /// Towns with money of their own.
    pub towns: u32,
    /// The status date.
    pub as_of: PartialDate,
}

/// What stands behind a cell.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MoneyDetail {
    /// The owners, the one with the most planned first.
    pub owners: Vec<OwnerMoney>,
    /// Owners in all: `owners` holds the first thousand.
    pub total: u32,
    /// The budget lines, those that the cells speak of first; the first thousand of them.
    pub lines: Vec<MoneyLine>,
    /// Budget lines in all.
    pub all_lines: u32,
}

/// Owners behind a cell that are given at most.
const MOST_OWNERS: usize = 1000;

impl Snapshot<'_> {
    /// A page of the table of money as of a day.
    #[must_use]
    pub fn money_page(
        &self,
        request: &MoneyRequest,
        as_of: PartialDate,
        offset: u32,
        limit: u32,
    ) -> MoneyPage {
        let scope = self.money_scope(request);
        let cube = scope.cube();
        let table = money::pivot(self.model, &cube, request.view);
        let total = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        let rows = table.rows.into_iter();
        let every_year = MoneyRequest {
            year: None,
            ..request.clone()
        };
        let all_years = self.money_scope(&every_year).cube();
        let mut years: Vec<i64> = all_years
            .iter()
            .flat_map(|(_, cells)| cells.iter().filter_map(|cell| cell.year))
            .collect();
        years.sort_unstable();
        years.dedup();
        MoneyPage {
            columns: table.columns,
            more_columns: table.more_columns,
            rows: rows.skip(offset as usize).take(limit as usize).collect(),
            sums: table.sums,
            total,
            offset,
            years,
            ceilings: scope.ceilings(),
            projects: cube.owners(OwnerKind::Project),
            plans: cube.owners(OwnerKind::Plan),
            tasks: cube.owners(OwnerKind::Task),
            towns: cube.owners(OwnerKind::Town),
            as_of,
        }
    }

    /// The lines behind the cells of the table.
    #[must_use]
    pub fn money_lines(&self, request: &MoneyRequest) -> MoneyCellIndex<'_> {
        self.money_scope(request).cells(request.view)
    }

    /// What stands behind a row, a column or a cell of the table; `None` for any row, any column.
    #[must_use]
    pub fn money_behind(
        &self,
        request: &MoneyRequest,
        row: Option<&str>,
        column: Option<&str>,
    ) -> MoneyDetail {
        let scope = self.money_scope(request);
        let cube = scope.cube();
        let mut owners = money::slice(self.model, &cube, request.view, row, column);
        owners.sort_by_key(|one| std::cmp::Reverse(one.money.planned.unwrap_or(Fen(-1))));
        let total = u32::try_from(owners.len()).unwrap_or(u32::MAX);
        owners.truncate(MOST_OWNERS);
        let mut lines = scope.cells(request.view).behind(self.model, row, column);
        let all_lines = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        lines.truncate(MOST_OWNERS);
        MoneyDetail {
            owners,
            total,
            lines,
            all_lines,
        }
    }
}
