//! What a question is about: the filter with the choices it offers, and the order in which a ledger is asked for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::*;
use crate::rules::lights::LightState;

/// Which things are meant. Empty lists mean “all”; lists are joined by “and”, or by “or” when `any` is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Plan ids.
    pub plans: Vec<String>,
    /// Region ids: towns or counties.
    pub towns: Vec<String>,
    /// Kinds of project.
    pub kinds: Vec<ProjectKind>,
    /// Stages of project.
    pub stages: Vec<ProjectStage>,
    /// Unit ids: those that lead the project or are assigned to a task it serves.
    pub units: Vec<String>,
    /// Years in which the project has money or runs, or the task is due.
    pub years: Vec<i64>,
    /// Sources of money.
    pub sources: Vec<MoneySource>,
    /// What the project has not.
    pub lacks: Vec<Lack>,
    /// How the location of the project is known.
    pub precisions: Vec<Precision>,
    /// Kinds of control lines that the footprint of the project lies in (压占).
    pub controls: Vec<ControlKind>,
    /// Lights of today, of projects and of tasks: see [`crate::rules::lights`].
    pub lights: Vec<LightState>,
    /// Only what is late: see [`crate::rules::overdue`].
    pub overdue: bool,
    /// Only projects with a gate that is late.
    pub overdue_gates: bool,
    /// The project is less far than that, 0 to 100; one of which no progress is known is not meant.
    pub percent_below: Option<f64>,
    /// When the project starts, by the first day its date can mean.
    pub starts: DateSpan,
    /// When the project is to be ready, by the last day its date can mean.
    pub ends: DateSpan,
    /// When the task is due, by the last day its date can mean.
    pub due: DateSpan,
    /// Only mapped (true) or only 未上图 (false).
    pub mapped: Option<bool>,
    /// Words in the name, content or town.
    pub text: String,
    /// Longitude and latitude box: west, south, east, north. It always narrows, whatever `any` says.
    pub bbox: Option<[f64; 4]>,
    /// Join the lists by “or”.
    pub any: bool,
}

impl Filter {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                any: self.any,
                ..Self::default()
            }
    }
}

/// From a date to a date, both with it; an end that is not given is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct DateSpan {
    /// From its first day.
    pub from: Option<PartialDate>,
    /// To its last day.
    pub to: Option<PartialDate>,
}

impl DateSpan {
    /// Whether it lets everything through.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether the first day that a date can mean lies in it; a date that is not known does not.
    pub fn holds_first_day(self, date: Option<PartialDate>) -> bool {
        date.is_some_and(|date| self.holds(date.first_day()))
    }

    /// Whether the last day that a date can mean lies in it; a date that is not known does not.
    pub fn holds_last_day(self, date: Option<PartialDate>) -> bool {
        date.is_some_and(|date| self.holds(date.last_day()))
    }

    fn holds(self, day: (i32, u8, u8)) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day) && self.to.is_none_or(|to| day <= to.last_day())
    }
}

/// How many projects each choice of a filter would give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FacetCount {
    /// The value: an id, a word or a year.
    pub value: String,
    pub label: String,
    /// Second line: the county of a town, the region of a unit.
    pub hint: Option<String>,
    /// Projects with it.
    pub projects: u32,
    /// Tasks with it.
    pub tasks: u32,
}

/// The choices of every filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the fields of Filter")]
pub struct Facets {
    pub plans: Vec<FacetCount>,
    pub towns: Vec<FacetCount>,
    pub kinds: Vec<FacetCount>,
    pub stages: Vec<FacetCount>,
    pub units: Vec<FacetCount>,
    pub years: Vec<FacetCount>,
    pub sources: Vec<FacetCount>,
    pub lacks: Vec<FacetCount>,
    pub precisions: Vec<FacetCount>,
    pub controls: Vec<FacetCount>,
    pub lights: Vec<FacetCount>,
    pub mapped: u32,
    pub unmapped: u32,
    /// Whether `controls` are counted: in an atlas of many projects only once one of them was chosen.
    pub controls_counted: bool,
    pub overdue: u32,
    pub overdue_tasks: u32,
    pub overdue_gates: u32,
}

/// How a ledger is ordered, and what is looked for in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Sort {
    /// A column of the row; empty for the plan's own order.
    pub column: String,
    /// From large to small.
    pub descending: bool,
    /// Words that a row has in its names, in Chinese, pinyin or initials; they narrow the ledger alone.
    pub find: String,
}
