//! The timetable as it is asked for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::PartialDate;
use crate::query::Filter;

/// What rows are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Plans with their phases, tasks and projects.
    #[default]
    Plan,
    /// Phases with their tasks and projects.
    Phase,
    /// Towns with their projects.
    Town,
    /// Units with the tasks they lead or answer for, and the projects they lead.
    Unit,
}

/// What of the timetable is asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct TimetableRequest {
    /// Which tasks and projects.
    pub filter: Filter,
    /// How they are grouped.
    pub grouping: Grouping,
    /// Keys of the rows whose rows below are hidden.
    pub folded: Vec<String>,
    /// Keys of the projects whose gates, and of the tasks whose single works, have rows of their own; `None` for all.
    #[serde(default)]
    pub opened: Option<Vec<String>>,
    /// The status date; `None` for today.
    pub as_of: Option<PartialDate>,
    /// The baseline whose dates are given beside; `None` for none.
    #[serde(default)]
    pub baseline: Option<String>,
}
