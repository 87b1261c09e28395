//! What the money of a file adds up to, and what a person should look at.

use std::collections::BTreeMap;

use geodata::formats::Value;
use serde::Serialize;
use ts_rs::TS;

use super::amounts::{MoneyCell, amount};
use super::doubts::MoneyDoubt;
use super::fields::MoneyField;
use super::lines::{MoneyColumns, MoneyLines, RowMoney};
use crate::model::{Fen, MoneySource, MoneyStage};

/// Doubts that are written out; of the rest only the number.
const DOUBT_LIMIT: usize = 200;

/// The money of one source, stage and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct MoneySum {
    /// Where it comes from.
    pub source: MoneySource,
    /// How far it has come.
    pub stage: MoneyStage,
    pub year: Option<i64>,
    /// How much.
    pub amount: Fen,
}

/// A row of totals of the file, held against the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TotalRow {
    /// Its number in the file.
    #[ts(type = "number")]
    pub row: u64,
    pub field: String,
    /// What the row says.
    pub total: Fen,
    /// What the rows add up to.
    pub sum: Fen,
    /// Whether the two agree but for rounding.
    pub agrees: bool,
}

/// The money that came in with a file, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct MoneySummary {
    /// The fields that are taken for money.
    pub fields: Vec<MoneyField>,
    /// Rows with money.
    #[ts(type = "number")]
    pub rows: u64,
    /// Budget lines.
    #[ts(type = "number")]
    pub lines: u64,
    /// What they add up to by source, stage and year.
    pub sums: Vec<MoneySum>,
    /// Rows of totals.
    pub totals: Vec<TotalRow>,
    /// The first doubts.
    pub doubts: Vec<MoneyDoubt>,
    /// Doubts beyond those.
    #[ts(type = "number")]
    pub more_doubts: u64,
}

impl MoneySummary {
    /// What the lines of a stage add up to.
    #[must_use]
    pub fn of_stage(&self, stage: MoneyStage) -> Fen {
        self.sums
            .iter()
            .filter(|s| s.stage == stage)
            .map(|s| s.amount)
            .sum()
    }
}

/// Adds up the money of the rows of a layer.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct MoneyTally {
    doubts: Vec<MoneyDoubt>,
    more_doubts: u64,
    /// By field: the sum of all rows so far, and of those since the last row of totals.
    fields: BTreeMap<usize, (Fen, Fen)>,
    /// Rows of totals: number, field, what it says, what it may be the sum of.
    totals: Vec<(u64, usize, Fen, [Fen; 2])>,
    /// How many rows were added up.
    seen: u64,
}

impl MoneyTally {
    /// Adds what is said of the fields themselves.
    pub fn begin(&mut self, columns: &MoneyColumns) {
        for (_, field) in columns.fields.iter().filter(|(_, f)| !f.unit_stated) {
            self.doubt(MoneyDoubt::UnitGuessed {
                field: field.field.clone(),
                unit: field.unit.zh().to_owned(),
            });
        }
    }

    fn doubt(&mut self, doubt: MoneyDoubt) {
        if self.doubts.len() < DOUBT_LIMIT {
            self.doubts.push(doubt);
        } else {
            self.more_doubts += 1;
        }
    }

    /// Adds the money of a row.
    pub fn add(&mut self, row: &mut RowMoney) {
        self.seen += 1;
        for doubt in row.doubts.drain(..) {
            self.doubt(doubt);
        }
        for (field, amount) in &row.amounts {
            let (all, since) = self.fields.entry(*field).or_default();
            *all = all.plus(*amount);
            *since = since.plus(*amount);
        }
    }

    /// Takes a row of totals.
    pub fn total(&mut self, columns: &MoneyColumns, values: &[Value], number: u64) {
        for (at, field) in &columns.fields {
            let value = values.get(*at).unwrap_or(&Value::Null);
            if let MoneyCell::Amount(total, _) = amount(value, field.unit) {
                let (all, since) = self.fields.entry(*at).or_default();
                self.totals.push((number, *at, total, [*all, *since]));
                *since = Fen::default();
            }
        }
    }

    /// What is to be said; sums are those of the rows that are taken.
    pub fn finish(mut self, columns: &MoneyColumns) -> MoneySummary {
        let mut totals = Vec::new();
        for (row, at, total, so_far) in std::mem::take(&mut self.totals) {
            let all = self.fields.get(&at).map_or(Fen::default(), |(all, _)| *all);
            let Some((_, field)) = columns.fields.iter().find(|(n, _)| *n == at) else {
                continue;
            };
            // Half of a hundredth of the unit for each row.
            let rounding = (field.unit.in_wan() * 1e6 * 0.005 * self.seen as f64).round() as i64;
            let agrees = |sum: &Fen| (sum.0 - total.0).abs() <= rounding.max(1);
            // A sum of all above, of the rows since the last one, or, at the top, of all below.
            let [above, since] = so_far;
            let sum = [above, since, all].into_iter().find(|sum| agrees(sum));
            let nearest = || {
                [above, since, all]
                    .into_iter()
                    .min_by_key(|sum| (sum.0 - total.0).abs())
            };
            let shown = sum.or_else(nearest).unwrap_or(all);
            totals.push(TotalRow {
                row,
                field: field.field.clone(),
                total,
                sum: shown,
                agrees: sum.is_some(),
            });
            if sum.is_none() {
                self.doubt(MoneyDoubt::TotalRowDiffers {
                    row,
                    field: field.field.clone(),
                    total,
                    sum: shown,
                });
            }
        }
        MoneySummary {
            fields: columns.fields.iter().map(|(_, field)| field.clone()).collect(),
            totals,
            doubts: self.doubts,
            more_doubts: self.more_doubts,
            ..MoneySummary::default()
        }
    }
}

impl MoneySummary {
    /// With the sums of the lines that are taken.
    pub(in crate::import) fn take_sums(&mut self, sums: &MoneyLines, rows: u64, lines: u64) {
        let sum =
            |((source, stage, year), amount): (&(MoneySource, MoneyStage, Option<i64>), &Fen)| MoneySum {
                source: *source,
                stage: *stage,
                year: *year,
                amount: *amount,
            };
        self.sums = sums.iter().map(sum).collect();
        self.rows = rows;
        self.lines = lines;
    }

    /// With what is to be said of another layer.
    pub(in crate::import) fn merge(&mut self, other: Self) {
        self.fields.extend(other.fields);
        self.totals.extend(other.totals);
        self.more_doubts += other.more_doubts;
        for doubt in other.doubts {
            if self.doubts.len() < DOUBT_LIMIT {
                self.doubts.push(doubt);
            } else {
                self.more_doubts += 1;
            }
        }
    }
}
