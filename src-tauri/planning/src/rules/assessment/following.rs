//! What follows from a place in the ranking, by the rules of the plan.

use std::collections::HashSet;

use super::participants::{level_on, results_of, round_before, rules_of};
use super::ranking::is_among;
use super::sheet::{AssessedTown, Consequent, RuleOutcome, RuleStanding, WhatIf};
use crate::model::{
    AssessmentRound, AssessmentRule, Consequence, Model, PartialDate, PilotLevel, RankEnd, Recurrence,
    ScopeClass,
};
use crate::rules::targets::holds_on;

/// Whether a rule is about rounds of this span.
fn is_about(recurrence: Recurrence, round: PartialDate) -> bool {
    match recurrence {
        Recurrence::Yearly => matches!(round, PartialDate::Year(_)),
        Recurrence::HalfYearly => matches!(round, PartialDate::Half(..)),
        Recurrence::Quarterly => matches!(round, PartialDate::Quarter(..)),
        Recurrence::Monthly => matches!(round, PartialDate::Month(..)),
        Recurrence::Weekly => matches!(round, PartialDate::Day(..)),
        Recurrence::Once | Recurrence::Periodic => true,
    }
}

/// Whether a rule ranks a town: by its level and, where it is about pilots alone, by its designation.
fn takes_in(model: &Model, rule: &AssessmentRule, town: &str, day: PartialDate) -> bool {
    if rule.level.is_some() {
        return level_on(model, &rule.plan, town, day) == rule.level;
    }
    let of_pilots = matches!(rule.subject, Some(ScopeClass::Pilots | ScopeClass::EachPilot));
    let rows = model.relations().designations_of_region.of(town);
    !of_pilots || rows.iter().any(|row| row.plan == rule.plan && holds_on(row, day))
}

/// Applies the rules of a round's plan to its towns and says what came of each.
pub(super) fn outcomes(
    model: &Model,
    round: &AssessmentRound,
    towns: &mut [AssessedTown],
    what_if: &WhatIf,
) -> Vec<RuleOutcome> {
    let rules = rules_of(model, &round.plan);
    let mut found: Vec<RuleOutcome> = Vec::with_capacity(rules.len());
    let mut eliminated: HashSet<String> = HashSet::new();
    for rule in &rules {
        let given = rule.rank_count.and_then(|count| u32::try_from(count).ok());
        let count = what_if.counts.get(rule.id.as_str()).copied().or(given);
        let (standing, mut taken) = match taken(model, round, rule, count, towns) {
            Ok(taken) => (RuleStanding::Applied, taken),
            Err(standing) => (standing, Vec::new()),
        };
        if rule.consequence == Some(Consequence::Eliminated) {
            taken.retain(|town| eliminated.insert(town.clone()));
        }
        found.push(RuleOutcome {
            rule: rule.id.0.clone(),
            title: rule.title.clone(),
            standing,
            count,
            towns: taken,
            successors: Vec::new(),
        });
    }
    // Who goes by any rule comes in by none, and nobody comes in twice.
    let mut unable = eliminated;
    for (rule, outcome) in rules.iter().zip(&mut found) {
        if let (Some(Consequence::Eliminated), Some(level)) = (rule.consequence, rule.successor_level) {
            match successors(model, round, level, outcome.towns.len(), &unable, towns) {
                Ok(successors) => {
                    unable.extend(successors.iter().cloned());
                    outcome.successors = successors;
                }
                Err(standing) => outcome.standing = standing,
            }
        }
    }
    for (rule, outcome) in rules.iter().zip(&found) {
        for town in towns.iter_mut() {
            let told = |consequence| Consequent {
                rule: rule.id.0.clone(),
                title: rule.title.clone(),
                consequence,
                amount: rule.amount.filter(|_| consequence == Consequence::Rewarded),
            };
            if outcome.towns.contains(&town.town) {
                town.consequences.extend(rule.consequence.map(told));
            }
            if outcome.successors.contains(&town.town) {
                town.consequences.push(told(Consequence::Succeeded));
            }
        }
    }
    for town in towns {
        let all = town.consequences.iter().map(|one| one.consequence);
        town.consequence = all.min_by_key(|one| gravity(*one));
    }
    found
}

/// The gravest first.
fn gravity(consequence: Consequence) -> u8 {
    match consequence {
        Consequence::Eliminated => 0,
        Consequence::Succeeded => 1,
        Consequence::Warned => 2,
        Consequence::Summoned => 3,
        Consequence::Rewarded => 4,
        Consequence::Commended => 5,
    }
}

/// Towns that a rule takes, by id.
fn taken(
    model: &Model,
    round: &AssessmentRound,
    rule: &AssessmentRule,
    count: Option<u32>,
    towns: &[AssessedTown],
) -> Result<Vec<String>, RuleStanding> {
    if !is_about(rule.recurrence, round.round) {
        return Err(RuleStanding::OtherRounds);
    }
    let end = rule.rank_end.ok_or(RuleStanding::ByPeople)?;
    let count = count.ok_or(RuleStanding::NoNumber)?;
    let ranked: Vec<(&str, Option<f64>)> = towns
        .iter()
        .filter(|town| takes_in(model, rule, &town.town, round.as_of))
        .map(|town| (town.town.as_str(), town.total))
        .collect();
    if ranked.iter().any(|(_, total)| total.is_none()) {
        return Err(RuleStanding::ScoresMissing);
    }
    let mut taken = among(&ranked, end, count);
    let mut at = round;
    for _ in 1..rule.times_in_row.unwrap_or(1) {
        at = round_before(model, at).ok_or(RuleStanding::TooFewRounds)?;
        let results = results_of(model, at);
        let then: Vec<(&str, Option<f64>)> = results
            .iter()
            .filter(|(town, _)| takes_in(model, rule, town, at.as_of))
            .map(|(town, (total, _))| (town.as_str(), *total))
            .collect();
        let low: HashSet<String> = among(&then, end, count).into_iter().collect();
        taken.retain(|town| low.contains(town));
    }
    Ok(taken)
}

fn among(ranked: &[(&str, Option<f64>)], end: RankEnd, count: u32) -> Vec<String> {
    let totals: Vec<Option<f64>> = ranked.iter().map(|(_, total)| *total).collect();
    let is_in = |total: Option<f64>| total.is_some_and(|total| is_among(&totals, total, end, count));
    let found = ranked.iter().filter(|(_, total)| is_in(*total));
    found.map(|(town, _)| (*town).to_owned()).collect()
}

/// The best so many towns of a level, without those that are not able.
fn successors(
    model: &Model,
    round: &AssessmentRound,
    level: PilotLevel,
    places: usize,
    unable: &HashSet<String>,
    towns: &[AssessedTown],
) -> Result<Vec<String>, RuleStanding> {
    let Some(last_place) = places.checked_sub(1) else {
        return Ok(Vec::new());
    };
    let mut able: Vec<(&str, f64)> = Vec::new();
    for town in towns.iter().filter(|town| !unable.contains(&town.town)) {
        if level_on(model, &round.plan, &town.town, round.as_of) == Some(level) {
            able.push((&town.town, town.total.ok_or(RuleStanding::ScoresMissing)?));
        }
    }
    able.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let last_in = able.get(last_place).ok_or(RuleStanding::TooFewSuccessors)?;
    if able.get(places).is_some_and(|first_out| first_out.1 >= last_in.1) {
        return Err(RuleStanding::SuccessorsTie);
    }
    Ok(able[..places]
        .iter()
        .map(|(town, _)| (*town).to_owned())
        .collect())
}
