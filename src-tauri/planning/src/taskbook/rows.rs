//! The lines of a task book.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

use crate::model::{Fen, PartialDate, ProjectKind, ProjectStage, TaskKind, TaskStatus};
use crate::query::{IndicatorBrief, Money, RoleUnits};
use crate::rules::lights::LightState;

/// Whose task book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "said by the names")]
pub enum BookOwner {
    Unit,
    Town,
    Plan,
}

/// Money of a task book, in 分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[allow(missing_docs, reason = "named like the stages of money")]
pub struct BookMoney {
    pub planned: Fen,
    pub approved: Fen,
    pub allocated: Fen,
    pub spent: Fen,
}

/// A task as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookTask {
    /// Task id.
    pub id: String,
    /// Its plan's id.
    pub plan: String,
    /// Its plan's short title.
    pub plan_title: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Task, measure or a part of one.
    pub kind: TaskKind,
    /// What it asks for, in short words.
    pub summary: Option<String>,
    /// When it is due.
    pub due: Option<PartialDate>,
    /// Where it stands.
    pub status: TaskStatus,
    /// The group by which it has the task: 各镇街; `None` if it is named itself.
    pub group: Option<String>,
    /// Its units by role.
    pub units: Vec<RoleUnits>,
    /// Its targets and where they stand.
    pub indicators: Vec<IndicatorBrief>,
    /// Ids of the projects that serve it.
    pub projects: Vec<String>,
    /// The single works it packs, in the order of the plan; they count as no tasks.
    pub parts: Vec<BookTask>,
    /// Its light.
    pub light: LightState,
    /// Why the light is so.
    pub reason: Words,
}

/// A project as a book prints it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BookProject {
    /// Project id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its stage.
    pub stage: ProjectStage,
    /// Name of its town.
    pub town: Option<String>,
    /// When work starts.
    pub starts: Option<PartialDate>,
    /// When it is to be ready.
    pub ends: Option<PartialDate>,
    /// Per cent done; `None` if it was never reported.
    pub percent: Option<f64>,
    /// Planned, allocated and spent money.
    pub money: BookMoney,
    /// Its light.
    pub light: LightState,
    /// Why the light is so.
    pub reason: Words,
    /// What stands in its way, as last reported.
    pub problem: Option<String>,
}

impl BookMoney {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            planned: self.planned.plus(other.planned),
            approved: self.approved.plus(other.approved),
            allocated: self.allocated.plus(other.allocated),
            spent: self.spent.plus(other.spent),
        }
    }
}

impl From<Money> for BookMoney {
    fn from(money: Money) -> Self {
        Self {
            planned: money.planned,
            approved: money.approved,
            allocated: money.allocated,
            spent: money.spent,
        }
    }
}
