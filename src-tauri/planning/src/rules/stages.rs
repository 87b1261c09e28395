//! Which stage a project may be in: one that says the work is done needs a confirmed date of completion or acceptance.

use std::collections::{BTreeMap, HashSet};

use super::{Latest, RuleError, latest};
use crate::change::{Change, Edit};
use crate::model::{
    Gate, GateId, GateStep, Kind, Model, PartialDate, Project, ProjectStage, Record, TaskStatus,
};

/// How many projects are named in a refusal.
const NAMED: usize = 3;

/// Whether a stage says that the work is done.
#[must_use]
pub fn is_done(stage: ProjectStage) -> bool {
    matches!(stage, ProjectStage::Completed | ProjectStage::Accepted)
}

/// Whether a task is done, struck off or not.
#[must_use]
pub fn is_task_done(status: TaskStatus) -> bool {
    matches!(status, TaskStatus::Done | TaskStatus::Closed)
}

/// Whether a gate proves that the work is done: completion or acceptance, with its date, confirmed.
#[must_use]
pub fn proves_completion(gate: &Gate) -> bool {
    matches!(gate.step, GateStep::Completion | GateStep::Acceptance)
        && gate.actual.is_some()
        && gate.confirmed
}

/// When each project that is proved to be done was so: the date of its completion, else of its acceptance.
pub fn completion_dates(model: &Model) -> BTreeMap<&str, PartialDate> {
    let mut dates: BTreeMap<&str, (GateStep, PartialDate)> = BTreeMap::new();
    for gate in model.gates.iter().filter(|gate| proves_completion(gate)) {
        if let Some(date) = gate.actual {
            let entry = dates.entry(gate.project.as_str()).or_insert((gate.step, date));
            if gate.step == GateStep::Completion {
                *entry = (gate.step, date);
            }
        }
    }
    dates.into_iter().map(|(id, (_, date))| (id, date)).collect()
}

/// What comes of a row of a file that says of a project that it is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// It says so with a date: this gate proves it.
    Proved(Gate),
    /// It says no date, or one that is not come yet: the project is under construction until someone confirms the date.
    NotProved,
}

/// Judges a row of a file that says that a project is done, on that day, read on the day `today`; what is not proved is
/// set to 在建. `None` if the row says no such thing.
pub fn claim(
    project: &mut Project,
    done_on: Option<PartialDate>,
    today: Option<PartialDate>,
    gate: GateId,
    evidence: String,
) -> Option<Claim> {
    if !is_done(project.stage) {
        return None;
    }
    let past = |date: &PartialDate| today.is_none_or(|today| date.first_day() <= today.last_day());
    let Some(date) = done_on.filter(past) else {
        project.stage = ProjectStage::Building;
        return Some(Claim::NotProved);
    };
    Some(Claim::Proved(Gate {
        id: gate,
        project: project.id.clone(),
        step: GateStep::Completion,
        planned: None,
        actual: Some(date),
        confirmed: true,
        evidence: Some(evidence),
        office: None,
        promised_days: None,
        submitted_on: None,
        track: None,
        override_reason: None,
    }))
}

/// The edits that confirm the completion of projects that are there, by project: a gate that is there takes the date, else
/// one is made.
pub fn confirm_completion(model: &Model, completed: &BTreeMap<String, Gate>) -> Vec<Edit> {
    let there: BTreeMap<&str, &Gate> = model
        .gates
        .iter()
        .filter(|gate| gate.step == GateStep::Completion && completed.contains_key(gate.project.as_str()))
        .map(|gate| (gate.project.as_str(), gate))
        .collect();
    let edit = |(project, gate): (&String, &Gate)| {
        let before = there.get(project.as_str()).copied();
        let after = before.map_or_else(
            || gate.clone(),
            |before| Gate {
                actual: gate.actual,
                confirmed: gate.confirmed,
                evidence: gate.evidence.clone(),
                ..before.clone()
            },
        );
        Edit {
            kind: Kind::Gate,
            id: after.id.0.clone(),
            before: before.cloned().map(Record::Gate),
            after: Some(Record::Gate(after)),
        }
    };
    completed.iter().map(edit).collect()
}

/// Refuses a change that makes projects done without proof, or takes the proof of one away that stays done. What was so
/// before the change is no fault of it.
pub(super) fn enforce(model: &Model, change: &Change) -> Result<(), RuleError> {
    let mut becoming: BTreeMap<&str, &str> = BTreeMap::new();
    let mut losing: HashSet<&str> = HashSet::new();
    for edit in &change.edits {
        match (&edit.before, &edit.after) {
            (before, Some(Record::Project(after))) if is_done(after.stage) && !was_done(before.as_ref()) => {
                becoming.insert(after.id.as_str(), after.name.as_str());
            }
            (Some(Record::Gate(before)), after)
                if proves_completion(before) && !still_proves(after.as_ref(), before) =>
            {
                losing.insert(before.project.as_str());
            }
            _ => {}
        }
    }
    if becoming.is_empty() && losing.is_empty() {
        return Ok(());
    }
    let latest = latest(change);
    // Edits further on may have undone it.
    becoming.retain(|id, _| stage_of(model, &latest, id).is_some_and(is_done));
    let proved = proved(model, &latest);
    let open: Vec<&str> = becoming
        .iter()
        .filter(|(id, _)| !proved.contains(**id))
        .map(|(_, name)| *name)
        .collect();
    if !open.is_empty() {
        return Err(RuleError::NotConfirmed {
            count: open.len(),
            names: open.iter().take(NAMED).copied().collect(),
        });
    }
    let lost = losing
        .into_iter()
        .filter(|id| !proved.contains(*id))
        .filter(|id| stage_of(model, &latest, id).is_some_and(is_done))
        .min();
    match lost {
        Some(id) => Err(RuleError::StillCompleted {
            name: match latest.get(&(Kind::Project, id)) {
                Some(Some(Record::Project(project))) => project.name.clone(),
                _ => model.projects.get(id).map_or("", |p| p.name).to_owned(),
            },
        }),
        None => Ok(()),
    }
}

fn was_done(before: Option<&Record>) -> bool {
    matches!(before, Some(Record::Project(before)) if is_done(before.stage))
}

fn still_proves(after: Option<&Record>, before: &Gate) -> bool {
    matches!(after, Some(Record::Gate(after)) if after.project == before.project && proves_completion(after))
}

/// The stage of a project after a change; `None` if it is gone.
fn stage_of(model: &Model, latest: &Latest<'_>, id: &str) -> Option<ProjectStage> {
    match latest.get(&(Kind::Project, id)) {
        Some(Some(Record::Project(project))) => Some(project.stage),
        Some(_) => None,
        None => model.projects.get(id).map(|project| project.stage),
    }
}

/// Projects that are proved to be done after a change.
fn proved<'a>(model: &'a Model, latest: &Latest<'a>) -> HashSet<&'a str> {
    let there = model.gates.iter();
    let there = there.filter(|gate| !latest.contains_key(&(Kind::Gate, gate.id.as_str())));
    let changed = latest.values().filter_map(|row| match row {
        Some(Record::Gate(gate)) => Some(gate),
        _ => None,
    });
    let gates = there.chain(changed).filter(|gate| proves_completion(gate));
    gates.map(|gate| gate.project.as_str()).collect()
}
