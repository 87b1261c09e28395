//! Dates that contradict each other: both are kept and shown, and told here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

use super::Snapshot;
use super::filter::Filter;
use crate::model::PartialDate;
use crate::query::Sort;
use crate::rules::project_dates::contradiction;

/// Dates of a thing that cannot both be kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DateContradiction {
    /// `phases`, `tasks` or `projects`.
    pub table: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What contradicts what.
    pub words: Words,
}

/// Whether the one lies wholly before the other.
fn before(a: PartialDate, b: PartialDate) -> bool {
    a.latest() < b.earliest()
}

impl Snapshot<'_> {
    /// Contradictions of dates among the tasks and projects of a filter, and the phases of all plans where none is set: an
    /// end before its start, a task due before a project that serves it ends, gates of a project out of its dates or order.
    pub(super) fn date_contradictions(&self, filter: &Filter) -> Vec<DateContradiction> {
        let mut found = Vec::new();
        if filter.is_empty() {
            let phases = self
                .model
                .phases
                .sorted_by_key(|phase| (phase.plan.clone(), phase.ordinal, phase.id.clone()));
            for phase in phases {
                found.extend(end_before_start(
                    "phases",
                    phase.id.as_str(),
                    &phase.name,
                    phase.starts,
                    phase.ends,
                ));
            }
        }
        for task in self.tasks(filter) {
            let name = format!("{} {}", task.number, task.title).trim().to_owned();
            found.extend(end_before_start(
                "tasks",
                task.id.as_str(),
                &name,
                task.starts,
                task.due,
            ));
            let Some(due) = task.due else { continue };
            let mut late: Vec<(PartialDate, &str)> = self
                .projects_of_task(task.id.as_str())
                .filter_map(|slot| {
                    let project = self.model.projects.at(slot)?;
                    let ends = project.ends.filter(|ends| before(due, *ends))?;
                    Some((ends, project.name))
                })
                .collect();
            late.sort_unstable();
            if let Some((ends, project)) = late.last() {
                let (n, due_zh, ends_zh) = (late.len(), due.zh(), ends.zh());
                let words = said!(
                    "dates.due_before_projects",
                    "时限 {due_zh} 早于 {n} 个项目的竣工，最晚“{project}”{ends_zh}",
                    "due {due} before {n} of its projects end, the last “{project}” {ends}"
                );
                found.push(DateContradiction {
                    table: "tasks".to_owned(),
                    id: task.id.0.clone(),
                    name,
                    words,
                });
            }
        }
        for project in self.projects_in_order(filter, &Sort::default()) {
            let put = |words: Words| DateContradiction {
                table: "projects".to_owned(),
                id: project.id.to_owned(),
                name: project.name.to_owned(),
                words,
            };
            found.extend(end_before_start(
                "projects",
                project.id,
                project.name,
                project.starts,
                project.ends,
            ));
            for gate in self.relations().gates_of_project.of(project.id) {
                if let Some((own, planned)) = contradiction(project.starts, project.ends, gate) {
                    let (zh, en) = (gate.step.zh(), gate.step.en());
                    let (own_zh, planned_zh) = (own.zh(), planned.zh());
                    found.push(put(said!(
                        "dates.gate_contradicts",
                        "{zh}：项目写 {own_zh}，节点写 {planned_zh}",
                        "{en}: the project says {own}, its gate {planned}"
                    )));
                }
            }
        }
        found
    }
}

fn end_before_start(
    table: &str,
    id: &str,
    name: &str,
    starts: Option<PartialDate>,
    ends: Option<PartialDate>,
) -> Option<DateContradiction> {
    let (starts, ends) = (starts?, ends?);
    before(ends, starts).then(|| DateContradiction {
        table: table.to_owned(),
        id: id.to_owned(),
        name: name.to_owned(),
        words: {
            let (starts_zh, ends_zh) = (starts.zh(), ends.zh());
            said!(
                "dates.end_before_start",
                "结束 {ends_zh} 早于开始 {starts_zh}",
                "it ends {ends} before it starts {starts}"
            )
        },
    })
}
