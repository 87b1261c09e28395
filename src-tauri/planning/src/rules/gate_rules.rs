//! Gate rules of plans: a step that must not be passed before others are confirmed (有项目必规划、无设计不动工). A change that
//! passes such a step is refused and told what lacks, unless the gate says why it was passed all the same
//! (`gates.override_reason`). What was passed before the change is no fault of it.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Latest, RuleError, latest, stages};
use crate::change::{Change, ChangeError, Edit};
use crate::model::{Gate, GateRule, GateStep, Kind, Model, Project, ProjectKind, ProjectStage, Record};

/// What keeps a project from passing a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlockedStep {
    /// The step that is blocked.
    pub step: GateStep,
    /// The steps that must be confirmed before it.
    pub lacks: Vec<GateStep>,
    /// The rules in the plan's words.
    pub rules: Vec<String>,
}

/// What keeps a project from passing a step as the model stands; `None` if nothing does.
#[must_use]
pub fn lack(model: &Model, project: &str, step: GateStep) -> Option<BlockedStep> {
    let summary = model.projects.get(project)?;
    let own = summary.plan.map(|plan| plan.as_str());
    lacking(model, &Latest::new(), (project, own, summary.kind), step)
}

/// The steps of a project that rules block now.
#[must_use]
pub fn blocked(model: &Model, project: &str) -> Vec<BlockedStep> {
    let steps: BTreeSet<GateStep> = model.gate_rules.iter().map(|rule| rule.step).collect();
    let passed = |step: &GateStep| {
        let gates = model.relations().gates_of_project.of(project);
        gates
            .iter()
            .any(|gate| gate.step == *step && gate.actual.is_some())
    };
    let open = steps.into_iter().filter(|step| !passed(step));
    open.filter_map(|step| lack(model, project, step)).collect()
}

/// A project by its id, its plan and its kind.
type Who<'a> = (&'a str, Option<&'a str>, ProjectKind);

fn lacking(
    model: &Model,
    latest: &Latest<'_>,
    (project, own, kind): Who<'_>,
    step: GateStep,
) -> Option<BlockedStep> {
    let plans = plans_of(model, latest, project, own);
    let holds = |rule: &&GateRule| {
        rule.step == step && rule.kind.is_none_or(|of| of == kind) && plans.contains(rule.plan.as_str())
    };
    let rules = model
        .gate_rules
        .sorted_by_key(|rule| (rule.plan.clone(), rule.ordinal));
    let confirmed = confirmed_steps(model, latest, project);
    let open: Vec<&GateRule> = rules
        .into_iter()
        .filter(holds)
        .filter(|rule| !confirmed.contains(&rule.requires))
        .collect();
    if open.is_empty() {
        return None;
    }
    let lacks: BTreeSet<GateStep> = open.iter().map(|rule| rule.requires).collect();
    let mut rules: Vec<String> = Vec::new();
    for rule in open {
        if !rules.contains(&rule.title) {
            rules.push(rule.title.clone());
        }
    }
    Some(BlockedStep {
        step,
        lacks: lacks.into_iter().collect(),
        rules,
    })
}

/// The plans a project belongs to, by itself and by the tasks it serves.
fn plans_of<'a>(
    model: &'a Model,
    latest: &'a Latest<'a>,
    project: &str,
    own: Option<&'a str>,
) -> HashSet<&'a str> {
    let links = model.relations().links_of_project.of(project);
    let there = links
        .iter()
        .filter(|link| !latest.contains_key(&(Kind::ProjectTask, link.id.as_str())))
        .map(|link| link.task.as_str());
    let changed = latest.values().filter_map(|row| match row {
        Some(Record::ProjectTask(link)) if link.project.as_str() == project => Some(link.task.as_str()),
        _ => None,
    });
    let tasks = there.chain(changed);
    let plans = tasks.filter_map(|task| Some(model.tasks.get(task)?.plan.as_str()));
    plans.chain(own).collect()
}

/// The steps of a project that are confirmed after a change.
fn confirmed_steps(model: &Model, latest: &Latest<'_>, project: &str) -> HashSet<GateStep> {
    gates_after(model, latest, project)
        .filter(|gate| gate.confirmed && gate.actual.is_some())
        .map(|gate| gate.step)
        .collect()
}

/// The gates of a project after a change.
fn gates_after<'a>(
    model: &'a Model,
    latest: &'a Latest<'a>,
    project: &'a str,
) -> impl Iterator<Item = &'a Gate> {
    let there = model.relations().gates_of_project.of(project).iter();
    let there = there
        .map(|gate| &**gate)
        .filter(|gate| !latest.contains_key(&(Kind::Gate, gate.id.as_str())));
    let changed = latest.values().filter_map(move |row| match row {
        Some(Record::Gate(gate)) if gate.project.as_str() == project => Some(gate),
        _ => None,
    });
    there.chain(changed)
}

/// Whether a stage says that work has begun.
fn has_begun(stage: ProjectStage) -> bool {
    stage == ProjectStage::Building || stages::is_done(stage)
}

/// The steps that a change passes, by project.
fn passed(change: &Change) -> BTreeSet<(&str, GateStep)> {
    let mut passed = BTreeSet::new();
    for edit in &change.edits {
        match (&edit.before, &edit.after) {
            (before, Some(Record::Gate(after))) if after.actual.is_some() => {
                let was = matches!(before, Some(Record::Gate(before))
                    if before.actual.is_some() && (before.step, &before.project) == (after.step, &after.project));
                if !was {
                    passed.insert((after.project.as_str(), after.step));
                }
            }
            (before, Some(Record::Project(after))) if has_begun(after.stage) => {
                // What was stopped had begun before.
                let was = matches!(before, Some(Record::Project(before))
                    if has_begun(before.stage) || before.stage == ProjectStage::Suspended);
                if !was {
                    passed.insert((after.id.as_str(), GateStep::Start));
                }
            }
            _ => {}
        }
    }
    passed
}

/// What a change passes although rules block it and no gate says why.
fn wrongly_passed<'a>(model: &Model, change: &'a Change) -> Vec<(&'a str, String, BlockedStep)> {
    if model.gate_rules.iter().next().is_none() {
        return Vec::new();
    }
    let latest = latest(change);
    let mut found = Vec::new();
    for (project, step) in passed(change) {
        let changed: Option<&Project> = match latest.get(&(Kind::Project, project)) {
            Some(Some(Record::Project(row))) => Some(row),
            Some(_) => continue,
            None => None,
        };
        let there = model.projects.get(project);
        let who = match (changed, &there) {
            (Some(row), _) => (project, row.plan.as_ref().map(|plan| plan.as_str()), row.kind),
            (None, Some(row)) => (project, row.plan.map(|plan| plan.as_str()), row.kind),
            (None, None) => continue,
        };
        let excused = gates_after(model, &latest, project)
            .any(|gate| gate.step == step && gate.override_reason.as_deref().is_some_and(says_something));
        if excused {
            continue;
        }
        if let Some(lack) = lacking(model, &latest, who, step) {
            let name = changed
                .map(|row| row.name.clone())
                .or_else(|| there.map(|row| row.name.to_owned()));
            found.push((project, name.unwrap_or_default(), lack));
        }
    }
    found
}

fn says_something(reason: &str) -> bool {
    !reason.trim().is_empty()
}

/// Refuses a change that passes a blocked step without a reason.
pub(super) fn enforce(model: &Model, change: &Change) -> Result<(), RuleError> {
    let wrong = wrongly_passed(model, change);
    match wrong.into_iter().next() {
        Some((project, name, blocked)) => Err(RuleError::GateBlocked {
            project: project.to_owned(),
            name,
            blocked,
        }),
        None => Ok(()),
    }
}

/// What a file says has happened: a blocked step that its rows pass is kept, with the file as the reason.
pub(super) fn excuse(model: &Model, change: &mut Change) {
    let wrong = wrongly_passed(model, change).into_iter();
    let gates: BTreeSet<(String, GateStep)> = wrong
        .map(|(project, _, lack)| (project.to_owned(), lack.step))
        .collect();
    for (project, step) in gates {
        let reason = Some(FILE_SAYS_SO.to_owned());
        let in_change = change
            .edits
            .iter_mut()
            .rev()
            .find_map(|edit| match &mut edit.after {
                Some(Record::Gate(gate)) if gate.project.as_str() == project && gate.step == step => {
                    Some(gate)
                }
                _ => None,
            });
        if let Some(gate) = in_change {
            gate.override_reason = reason;
            continue;
        }
        let there = model.relations().gates_of_project.of(&project).iter();
        let before = there.map(|gate| &**gate).find(|gate| gate.step == step).cloned();
        let mut after = before
            .clone()
            .unwrap_or_else(|| super::gates::new_gate(&project, step));
        after.override_reason = reason;
        change.edits.push(Edit {
            kind: Kind::Gate,
            id: after.id.0.clone(),
            before: before.map(Record::Gate),
            after: Some(Record::Gate(after)),
        });
    }
}

/// The reason of a step that an imported file says was passed.
pub const FILE_SAYS_SO: &str = "导入的文件如此记载，前置节点未确认";

/// The edits that pass a step although rules block it: the reason is kept with the gate.
///
/// # Errors
/// [`ChangeError::Nothing`] without a reason; [`ChangeError::Missing`] if there is no such project.
pub fn override_gate(model: &Model, project: &str, step: GateStep, reason: &str) -> Result<Edit, RuleError> {
    if !says_something(reason) {
        return Err(ChangeError::Nothing.into());
    }
    let before = super::gates::gate_of(model, project, step)?;
    let mut after = before
        .clone()
        .unwrap_or_else(|| super::gates::new_gate(project, step));
    after.override_reason = Some(reason.trim().to_owned());
    super::gates::edit_of(before, Some(after))
}
