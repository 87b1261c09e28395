//! Progress reports (调度): the newest one of a project says how far the project is.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;

use super::{Latest, RuleError, latest};
use crate::change::{Change, Edit};
use crate::model::{Fen, Kind, Model, OwnerKind, PartialDate, ProgressReport, Record, ReportingRoundId};

/// A report to be made.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the columns of ProgressReport")]
pub struct NewReport {
    pub owner_kind: OwnerKind,
    pub owner: String,
    pub on_date: PartialDate,
    pub percent: Option<f64>,
    pub spent: Option<Fen>,
    pub problem: Option<String>,
    pub next_step: Option<String>,
    pub reported_by: Option<String>,
    /// The round it is handed in for.
    #[serde(default)]
    pub round: Option<ReportingRoundId>,
    /// Whether it says that nothing has changed.
    #[serde(default)]
    pub unchanged: Option<bool>,
}

/// The edit that makes a report; that the newest one sets how far its project is follows from [`super::enforce`].
#[must_use]
pub fn report(new: NewReport) -> Edit {
    let row = ProgressReport {
        id: format!("progress-{}", uuid::Uuid::now_v7()).into(),
        owner_kind: new.owner_kind,
        owner: new.owner,
        on_date: new.on_date,
        percent: new.percent,
        spent: new.spent,
        problem: new.problem,
        next_step: new.next_step,
        reported_by: new.reported_by,
        round: new.round,
        unchanged: new.unchanged,
    };
    Edit {
        kind: Kind::ProgressReport,
        id: row.id.0.clone(),
        before: None,
        after: Some(Record::ProgressReport(row)),
    }
}

/// Sets how far a project is when its newest report says so anew; not where the change itself says how far it is.
pub(super) fn enforce(model: &Model, change: &mut Change) -> Result<(), RuleError> {
    let mut said: BTreeMap<&str, (PartialDate, f64)> = BTreeMap::new();
    for edit in &change.edits {
        let Some(Record::ProgressReport(after)) = &edit.after else {
            continue;
        };
        let Some(percent) = after.percent.filter(|_| after.owner_kind == OwnerKind::Project) else {
            continue;
        };
        if let Some(Record::ProgressReport(before)) = &edit.before
            && (before.percent, before.on_date, &before.owner) == (after.percent, after.on_date, &after.owner)
        {
            continue;
        }
        let newest = said
            .entry(after.owner.as_str())
            .or_insert((after.on_date, percent));
        if newest.0 <= after.on_date {
            *newest = (after.on_date, percent);
        }
    }
    if said.is_empty() {
        return Ok(());
    }
    let latest = latest(change);
    let there = model.progress.iter();
    let there = there.filter(|row| !latest.contains_key(&(Kind::ProgressReport, row.id.as_str())));
    let changed = latest.values().filter_map(|row| match row {
        Some(Record::ProgressReport(row)) => Some(row),
        _ => None,
    });
    for row in there
        .chain(changed)
        .filter(|row| row.owner_kind == OwnerKind::Project)
    {
        if said
            .get(row.owner.as_str())
            .is_some_and(|(date, _)| row.on_date > *date)
        {
            said.remove(row.owner.as_str());
        }
    }
    let mut edits = Vec::new();
    for (project, (_, percent)) in said {
        edits.extend(percent_of(model, &latest, project, percent)?);
    }
    change.edits.extend(edits);
    Ok(())
}

/// The edit that sets how far a project is; `None` if it is so already, if the change says it itself, or if the project
/// is gone.
fn percent_of(model: &Model, latest: &Latest<'_>, id: &str, percent: f64) -> Result<Option<Edit>, RuleError> {
    let there = model.projects.full(id)?;
    let now = match latest.get(&(Kind::Project, id)) {
        Some(Some(Record::Project(now))) => (*now).clone(),
        Some(_) => return Ok(None),
        None => match there.clone() {
            Some(now) => now,
            None => return Ok(None),
        },
    };
    let was = there.and_then(|project| project.percent);
    if now.percent != was || now.percent == Some(percent) {
        return Ok(None);
    }
    let mut after = now.clone();
    after.percent = Some(percent);
    Ok(Some(Edit {
        kind: Kind::Project,
        id: id.to_owned(),
        before: Some(Record::Project(now)),
        after: Some(Record::Project(after)),
    }))
}
