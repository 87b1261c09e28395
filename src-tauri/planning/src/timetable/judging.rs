//! The lights of projects and tasks, as of a status date.

use serde::Serialize;
use ts_rs::TS;
use words::Words;

use super::dated::ItemKind;
use crate::model::PartialDate;
use crate::query::{Filter, Snapshot, light_of_project, light_of_task};
use crate::rules::lights::{LightLimits, LightState, Verdict};

/// The light of one thing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LightRow {
    /// Task or project.
    pub kind: ItemKind,
    /// Its id.
    pub id: String,
    /// The light.
    pub light: LightState,
    /// Per cent that should be done by the status date; `None` if no dates say.
    pub planned_percent: Option<f64>,
    /// Per cent done; `None` if it was never reported.
    pub actual_percent: Option<f64>,
    /// Why.
    pub reason: Words,
}

/// The lights of the tasks and projects that match a filter, in the order of the ledgers.
#[must_use]
pub fn lights(
    snapshot: &Snapshot<'_>,
    filter: &Filter,
    rule: LightLimits,
    as_of: PartialDate,
) -> Vec<LightRow> {
    let day = as_of.latest();
    let row = |kind: ItemKind, id: &str, verdict: Verdict| LightRow {
        kind,
        id: id.to_owned(),
        light: verdict.light,
        planned_percent: verdict.planned_percent,
        actual_percent: verdict.actual_percent,
        reason: verdict.reason,
    };
    let tasks = snapshot.tasks(filter);
    let of_tasks = tasks.iter().map(|task| {
        row(
            ItemKind::Task,
            task.id.as_str(),
            light_of_task(snapshot, task, rule, day),
        )
    });
    let projects = snapshot.projects_in_order(filter, &crate::query::Sort::default());
    let of_projects = projects.map(|project| {
        let verdict = light_of_project(snapshot, &project, rule, day);
        row(ItemKind::Project, project.id, verdict)
    });
    of_tasks.chain(of_projects).collect()
}
