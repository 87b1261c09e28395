//! How a ledger for paper is set.

use serde::Deserialize;
use ts_rs::TS;

use crate::model::PartialDate;
use crate::query::Sort;

/// How a ledger is set: what the window shows of it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct LedgerView {
    /// Keys of its columns in their order; the usual ones if there are none.
    pub columns: Vec<String>,
    /// Its order.
    pub sort: Sort,
    /// Tasks once more for each unit.
    pub per_unit: PerUnit,
    /// The day that stands in it; none if `None`.
    pub dated: Option<PartialDate>,
}

/// Whether and where the tasks of each unit are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum PerUnit {
    /// All tasks in one table alone.
    #[default]
    Whole,
    /// Behind it, a sheet for each unit.
    Sheets,
    /// In a folder, a file for each unit.
    Files,
}
