//! 基线: the planned dates of an atlas or of a plan as they stand, frozen under a name.

use serde::Deserialize;
use ts_rs::TS;

use super::RuleError;
use super::moving::planned_dates;
use crate::change::{ChangeError, Edit};
use crate::model::{Baseline, BaselineItem, Kind, Model, PartialDate, PlanId, Record, ScheduledKind};

/// What is to be frozen.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct NewBaseline {
    /// The name: 批复版.
    pub name: String,
    /// The plan whose dates they are; `None` for all of the atlas.
    pub plan: Option<String>,
    /// A note.
    pub note: Option<String>,
}

/// All that has dates of its own and belongs to a plan, or to the atlas.
pub(crate) fn items<'m>(model: &'m Model, plan: Option<&str>) -> Vec<(ScheduledKind, &'m str)> {
    let of = |id: Option<&PlanId>| plan.is_none_or(|plan| id.is_some_and(|id| id.as_str() == plan));
    let mut all: Vec<(ScheduledKind, &'m str)> = Vec::new();
    let phases = model.phases.iter().filter(|row| of(Some(&row.plan)));
    all.extend(phases.map(|row| (ScheduledKind::Phase, row.id.as_str())));
    let tasks = model.tasks.iter().filter(|row| of(Some(&row.plan)));
    all.extend(tasks.map(|row| (ScheduledKind::Task, row.id.as_str())));
    let owed = model.deliverables.iter().filter(|row| of(Some(&row.plan)));
    all.extend(owed.map(|row| (ScheduledKind::Deliverable, row.id.as_str())));
    for project in model.projects.iter().filter(|row| of(row.plan)) {
        all.push((ScheduledKind::Project, project.id));
        let gates = model.relations().gates_of_project.of(project.id);
        all.extend(gates.iter().map(|gate| (ScheduledKind::Gate, gate.id.as_str())));
    }
    all.sort_unstable();
    all
}

/// The edits that freeze the planned dates of all there is under a name, chosen from then on.
///
/// # Errors
/// [`RuleError::NoName`], [`RuleError::NameTaken`] if a baseline of the same plan has it, [`ChangeError::Missing`] if there
/// is no such plan.
pub fn freeze(model: &Model, new: &NewBaseline, taken_on: PartialDate) -> Result<Vec<Edit>, RuleError> {
    let name = new.name.trim();
    if name.is_empty() {
        return Err(RuleError::NoName);
    }
    let plan = new.plan.as_deref().filter(|id| !id.is_empty());
    if let Some(id) = plan.filter(|id| model.plans.get(id).is_none()) {
        return Err(ChangeError::Missing {
            table: Kind::Plan,
            id: id.to_owned(),
        }
        .into());
    }
    let same = |row: &Baseline| row.plan.as_ref().map(PlanId::as_str) == plan;
    if model.baselines.iter().any(|row| same(row) && row.name == name) {
        return Err(RuleError::NameTaken {
            name: name.to_owned(),
        });
    }
    let mut edits = Vec::new();
    for row in model.baselines.iter().filter(|row| row.active && same(row)) {
        edits.push(Edit {
            kind: Kind::Baseline,
            id: row.id.0.clone(),
            before: Some(Record::Baseline(row.clone())),
            after: Some(Record::Baseline(Baseline {
                active: false,
                ..row.clone()
            })),
        });
    }
    let id = format!("baselines-{}", uuid::Uuid::now_v7());
    let put = |record: Record| Edit {
        kind: record.kind(),
        id: record.id().to_owned(),
        before: None,
        after: Some(record),
    };
    edits.push(put(Record::Baseline(Baseline {
        id: id.as_str().into(),
        plan: plan.map(Into::into),
        name: name.to_owned(),
        taken_on,
        active: true,
        note: new.note.clone().filter(|note| !note.trim().is_empty()),
    })));
    for (kind, item) in items(model, plan) {
        let Some(dates) = planned_dates(model, kind, item) else {
            continue;
        };
        edits.push(put(Record::BaselineItem(BaselineItem {
            id: format!("{id}/{}/{item}", kind.word()).into(),
            baseline: id.as_str().into(),
            kind,
            item: item.to_owned(),
            name: model.scheduled_name(kind, item).unwrap_or_default(),
            starts: dates.starts,
            ends: dates.ends,
        })));
    }
    Ok(edits)
}
