//! What a town scores for a criterion, from 0 to 100.

use std::collections::{HashMap, HashSet};

use crate::model::{
    Criterion, DeliverableStatus, GateStep, Indicator, Model, OwnerKind, PartialDate, ProjectStage, ScoredBy,
};
use crate::rules::stages::is_done;
use crate::rules::targets::{place_values, way_done};

/// The full score.
const FULL: f64 = 100.0;

/// Computed scores of one criterion by town id; a town of which nothing is known is left out.
pub(super) type Computed = HashMap<String, f64>;

/// To the hundredth: finer differences neither rank nor are shown.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

/// What a criterion's own rule gives these towns on a day; empty where it is scored by hand.
pub(super) fn computed(model: &Model, criterion: &Criterion, towns: &[&str], day: PartialDate) -> Computed {
    match criterion.scored_by {
        None | Some(ScoredBy::ByHand) => Computed::new(),
        Some(ScoredBy::Indicator) => {
            let indicator = criterion.indicator.as_ref();
            let indicator = indicator.and_then(|id| model.indicators.get(id.as_str()));
            indicator.map_or_else(Computed::new, |row| by_indicator(model, row, towns, day))
        }
        Some(ScoredBy::Progress) => by_progress(model, criterion, towns, day),
        Some(ScoredBy::Deliverables) => by_deliverables(model, criterion, towns, day),
    }
}

/// How much of the way to the target, or to its own part of it, a town has gone.
fn by_indicator(model: &Model, indicator: &Indicator, towns: &[&str], day: PartialDate) -> Computed {
    let values = place_values(model, indicator, day);
    let of_town = values
        .into_iter()
        .filter(|value| towns.contains(&value.region.id.as_str()));
    of_town
        .filter_map(|value| {
            let now = value.now?.value;
            let way = match value.share {
                Some(share) => {
                    let own = Indicator {
                        value: share,
                        upper: None,
                        baseline: None,
                        ..indicator.clone()
                    };
                    way_done(&own, now)
                }
                None => way_done(indicator, now),
            }?;
            Some((value.region.id.0.clone(), rounded(way * FULL)))
        })
        .collect()
}

/// The mean of per cent done over a town's projects of the plan beyond an idea, alternatives left out: of each as the newest report by the day
/// says, 100 when it was completed by then, 0 when nothing was reported.
fn by_progress(model: &Model, criterion: &Criterion, towns: &[&str], day: PartialDate) -> Computed {
    let judged: HashSet<&str> = towns.iter().copied().collect();
    let mut sums: HashMap<&str, (f64, u32)> = HashMap::new();
    for project in model.projects.iter() {
        let Some(town) = project
            .town
            .map(|town| town.as_str())
            .filter(|town| judged.contains(town))
        else {
            continue;
        };
        if project.alternative || project.stage == ProjectStage::Idea || project.plan != Some(&criterion.plan)
        {
            continue;
        }
        let sum = sums.entry(town).or_default();
        sum.0 += percent_on(model, project.id, project.stage, day);
        sum.1 += 1;
    }
    let mean = |(town, (sum, n)): (&str, (f64, u32))| (town.to_owned(), rounded(sum / f64::from(n)));
    sums.into_iter().map(mean).collect()
}

fn percent_on(model: &Model, project: &str, stage: ProjectStage, day: PartialDate) -> f64 {
    let gates = model.relations().gates_of_project.of(project);
    let completion = gates.iter().find(|gate| gate.step == GateStep::Completion);
    let completed_on = completion.and_then(|gate| gate.actual);
    if is_done(stage) && completed_on.is_none_or(|on| on.latest() <= day.latest()) {
        return FULL;
    }
    let reports = model.relations().progress.of(OwnerKind::Project, project);
    // The newest stands first.
    let known = reports.iter().find_map(|report| {
        let by_then = report.on_date.latest() <= day.latest();
        report.percent.filter(|_| by_then)
    });
    known.unwrap_or(0.0).clamp(0.0, FULL)
}

/// The share handed in of what a town owed under the plan by the day.
fn by_deliverables(model: &Model, criterion: &Criterion, towns: &[&str], day: PartialDate) -> Computed {
    let share = |town: &&str| {
        let rows = model.relations().deliverables_of_region.of(town);
        let due = rows.iter().filter(|row| {
            row.plan == criterion.plan && row.due.is_some_and(|due| due.latest() <= day.latest())
        });
        let (mut owed, mut handed) = (0_u32, 0_u32);
        for row in due {
            owed += 1;
            let is_in = matches!(
                row.status,
                DeliverableStatus::Submitted | DeliverableStatus::Accepted
            );
            let by_then = row.submitted_on.is_none_or(|on| on.latest() <= day.latest());
            handed += u32::from(is_in && by_then);
        }
        (owed > 0).then(|| {
            (
                (*town).to_owned(),
                rounded(f64::from(handed) / f64::from(owed) * FULL),
            )
        })
    };
    towns.iter().filter_map(share).collect()
}
