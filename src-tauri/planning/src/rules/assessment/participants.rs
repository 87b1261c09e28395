//! Who takes part in a round, by which rules, and what rounds before it kept.

use std::collections::{BTreeMap, HashSet};

use crate::model::{
    AssessmentRound, AssessmentRule, Model, PartialDate, PilotLevel, PlanId, Region, RegionLevel, ScopeClass,
};
use crate::rules::targets::{below, holds_on};

/// Rules of a plan, in their order.
pub(super) fn rules_of<'m>(model: &'m Model, plan: &PlanId) -> Vec<&'m AssessmentRule> {
    let mut rules: Vec<&AssessmentRule> = model
        .assessment_rules
        .iter()
        .filter(|row| row.plan == *plan)
        .collect();
    rules.sort_by(|a, b| (a.ordinal, &a.id).cmp(&(b.ordinal, &b.id)));
    rules
}

/// The level of a town's designation under a plan on a day, the highest if it has several.
pub(super) fn level_on(model: &Model, plan: &PlanId, town: &str, day: PartialDate) -> Option<PilotLevel> {
    let rows = model.relations().designations_of_region.of(town);
    let levels = rows.iter().filter(|row| row.plan == *plan && holds_on(row, day));
    levels
        .filter_map(|row| row.level)
        .min_by_key(|level| depth(*level))
}

/// The place of a level from the top.
pub(super) fn depth(level: PilotLevel) -> u8 {
    match level {
        PilotLevel::Province => 0,
        PilotLevel::City | PilotLevel::Prefecture => 1,
        PilotLevel::County => 2,
    }
}

/// Towns of a plan that are judged on a day, by id: those that its rules of assessment name, its pilots among them where
/// it has rules about pilots; without such rules its pilots, and without pilots all its towns.
#[must_use]
pub fn judged_towns<'m>(model: &'m Model, plan: &PlanId, day: PartialDate) -> Vec<&'m Region> {
    let Some(home) = model.plans.get(plan.as_str()).map(|row| row.region.as_str()) else {
        return Vec::new();
    };
    let pilots = || -> Vec<&Region> {
        let ids: HashSet<&str> = model
            .designations
            .iter()
            .filter(|row| row.plan == *plan && holds_on(row, day))
            .map(|row| row.region.as_str())
            .collect();
        ids.into_iter().filter_map(|id| model.regions.get(id)).collect()
    };
    let subjects: HashSet<ScopeClass> = rules_of(model, plan)
        .iter()
        .filter_map(|rule| rule.subject)
        .collect();
    let mut found = Vec::new();
    if subjects.contains(&ScopeClass::EachTown) {
        found.extend(below(model, home, RegionLevel::Township));
    }
    if subjects.contains(&ScopeClass::EachCounty) {
        found.extend(below(model, home, RegionLevel::County));
    }
    if found.is_empty() {
        found = pilots();
    }
    if found.is_empty() {
        found = below(model, home, RegionLevel::Township);
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Totals and places that a round kept, by town id.
pub(super) fn results_of(
    model: &Model,
    round: &AssessmentRound,
) -> BTreeMap<String, (Option<f64>, Option<u32>)> {
    let rows = model.assessments.iter();
    let of_round = rows.filter(|row| row.assessment_round.as_ref() == Some(&round.id));
    of_round
        .filter_map(|row| {
            let town = row.region.as_ref()?.0.clone();
            let rank = row.rank.and_then(|rank| u32::try_from(rank).ok());
            Some((town, (row.score, rank)))
        })
        .collect()
}

/// The confirmed round of the same plan and of spans of the same length that came last before a round.
pub(super) fn round_before<'m>(model: &'m Model, round: &AssessmentRound) -> Option<&'m AssessmentRound> {
    let rows = model.assessment_rounds.iter().filter(|row| {
        row.plan == round.plan
            && row.id != round.id
            && row.confirmed_on.is_some()
            && std::mem::discriminant(&row.round) == std::mem::discriminant(&round.round)
            && row.round.latest() < round.round.latest()
    });
    rows.max_by_key(|row| row.round.latest())
}
