//! A round of assessment as its scores stand: totals, places and what would follow.

use std::collections::{HashMap, HashSet};

use super::following::outcomes;
use super::participants::{depth, judged_towns, level_on, results_of, round_before, rules_of};
use super::ranking::ranks;
use super::scoring::{computed, rounded};
use super::sheet::{AssessedTown, AssessmentSheet, CriterionWeight, TownScore, WhatIf};
use crate::model::{AssessmentRound, Criterion, Model, PilotLevel, PlanId, Region};

/// A round as its scores stand, or as they would with what is supposed; `None` if there is no such round. Of a confirmed
/// round scores are those that were kept, and nothing is supposed.
#[must_use]
pub fn assess(model: &Model, round: &str, what_if: &WhatIf) -> Option<AssessmentSheet> {
    let mut round = model.assessment_rounds.get(round)?.clone();
    if let Some(day) = what_if.as_of.filter(|_| round.confirmed_on.is_none()) {
        round.as_of = day;
    }
    let (round, day) = (&round, round.as_of);
    let kept = kept_scores(model, round);
    let towns: Vec<&Region> = match round.confirmed_on {
        Some(_) => {
            let rows = results_of(model, round);
            rows.keys().filter_map(|id| model.regions.get(id)).collect()
        }
        None => judged_towns(model, &round.plan, day),
    };
    let ids: Vec<&str> = towns.iter().map(|town| town.id.as_str()).collect();
    let (criteria, equal_weights) = weights(model, &round.plan);
    let mut leaves: HashMap<&str, HashMap<String, f64>> = HashMap::new();
    if round.confirmed_on.is_none() {
        for criterion in criteria.iter().filter(|criterion| !criterion.has_parts) {
            let row = model.criteria.get(&criterion.id)?;
            leaves.insert(row.id.as_str(), computed(model, row, &ids, day));
        }
    }
    let ranked_apart = levels_matter(model, &round.plan);
    let before = round_before(model, round);
    let ranks_before = before.map(|row| results_of(model, row)).unwrap_or_default();
    let mut assessed: Vec<AssessedTown> = towns
        .iter()
        .map(|town| {
            let id = town.id.as_str();
            let score = |criterion: &str| -> (Option<f64>, bool) {
                let key = (id.to_owned(), criterion.to_owned());
                if let Some(supposed) = what_if.scores.get(&key).filter(|_| round.confirmed_on.is_none()) {
                    return (Some(*supposed), true);
                }
                match kept.get(&(id, criterion)) {
                    Some((score, by_hand)) => (Some(*score), *by_hand),
                    None => (leaves.get(criterion).and_then(|of| of.get(id)).copied(), false),
                }
            };
            let scores = scores_of(&criteria, score);
            let missing = criteria.iter().zip(&scores);
            let missing = missing.filter(|(criterion, score)| {
                !criterion.has_parts && score.score.is_none() && criterion.share > 0.0
            });
            let missing: Vec<String> = missing.map(|(criterion, _)| criterion.name.clone()).collect();
            let tops = criteria
                .iter()
                .zip(&scores)
                .filter(|(criterion, _)| criterion.parent.is_none());
            AssessedTown {
                town: id.to_owned(),
                name: town.name.clone(),
                level: ranked_apart
                    .then(|| level_on(model, &round.plan, id, day))
                    .flatten(),
                total: weighted(tops.map(|(criterion, score)| (criterion.share, score.score))).map(rounded),
                missing,
                scores,
                rank: None,
                rank_before: before.and_then(|before| {
                    let level = |day| level_on(model, &round.plan, id, day);
                    let stayed = !ranked_apart || level(before.as_of) == level(day);
                    ranks_before
                        .get(id)
                        .and_then(|(_, rank)| *rank)
                        .filter(|_| stayed)
                }),
                consequence: None,
                consequences: Vec::new(),
                note: None,
            }
        })
        .collect();
    place(&mut assessed);
    let rules = match round.confirmed_on {
        None => outcomes(model, round, &mut assessed, what_if),
        Some(_) => {
            as_confirmed(model, round, &mut assessed);
            Vec::new()
        }
    };
    Some(AssessmentSheet {
        round: round.id.0.clone(),
        title: round.title.clone(),
        plan: round.plan.0.clone(),
        as_of: day,
        confirmed_on: round.confirmed_on,
        criteria,
        equal_weights,
        towns: assessed,
        rules,
    })
}

/// What a confirmed round kept takes the place of what would be computed now: rules may have changed since.
fn as_confirmed(model: &Model, round: &AssessmentRound, towns: &mut [AssessedTown]) {
    let rows = model.assessments.iter();
    for row in rows.filter(|row| row.assessment_round.as_ref() == Some(&round.id)) {
        let Some(town) = towns
            .iter_mut()
            .find(|town| row.region.as_ref().is_some_and(|id| id.as_str() == town.town))
        else {
            continue;
        };
        town.total = row.score;
        town.rank = row.rank.and_then(|rank| u32::try_from(rank).ok());
        town.consequence = row.consequence;
        town.note.clone_from(&row.note);
    }
    sort(towns);
}

/// Gives each town its place among those of its level and puts the best first.
fn place(towns: &mut [AssessedTown]) {
    let mut levels: Vec<Option<PilotLevel>> = towns.iter().map(|town| town.level).collect();
    levels.sort_by_key(|level| level.map_or(u8::MAX, depth));
    levels.dedup();
    for level in levels {
        let mut of_level: Vec<&mut AssessedTown> =
            towns.iter_mut().filter(|town| town.level == level).collect();
        let totals: Vec<Option<f64>> = of_level.iter().map(|town| town.total).collect();
        for (town, rank) in of_level.iter_mut().zip(ranks(&totals)) {
            town.rank = rank;
        }
    }
    sort(towns);
}

fn sort(towns: &mut [AssessedTown]) {
    towns.sort_by(|a, b| {
        let key = |town: &AssessedTown| (town.level.map_or(u8::MAX, depth), town.rank.unwrap_or(u32::MAX));
        key(a).cmp(&key(b)).then_with(|| a.town.cmp(&b.town))
    });
}

/// Whether the rules of a plan tell levels apart.
fn levels_matter(model: &Model, plan: &PlanId) -> bool {
    rules_of(model, plan).iter().any(|rule| rule.level.is_some())
}

/// Scores that were entered or kept, by town and criterion, with whether somebody entered them.
fn kept_scores<'m>(model: &'m Model, round: &AssessmentRound) -> HashMap<(&'m str, &'m str), (f64, bool)> {
    let rows = model.relations().scores_of_assessment_round.of(round.id.as_str());
    let of_round = rows.iter().filter_map(|row| {
        let score = row.score?;
        Some((
            (row.region.as_str(), row.criterion.as_str()),
            (score, row.by_hand),
        ))
    });
    of_round.collect()
}

/// Criteria of a plan, each dimension before its parts, with their shares; and whether the plan gives no weights.
fn weights(model: &Model, plan: &PlanId) -> (Vec<CriterionWeight>, bool) {
    let mut rows: Vec<&Criterion> = model.criteria.iter().filter(|row| row.plan == *plan).collect();
    rows.sort_by(|a, b| (a.ordinal, &a.id).cmp(&(b.ordinal, &b.id)));
    let ids: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let parent = |row: &Criterion| -> Option<String> {
        let id = row.parent.as_ref().map(|id| id.0.clone());
        id.filter(|id| ids.contains(id.as_str()) && *id != row.id.0)
    };
    let mut out = Vec::with_capacity(rows.len());
    for top in rows.iter().filter(|row| parent(row).is_none()) {
        let parts: Vec<&&Criterion> = rows
            .iter()
            .filter(|row| parent(row).as_deref() == Some(top.id.as_str()))
            .collect();
        out.push((*top, None, !parts.is_empty()));
        // A plan has dimensions and their parts; what stands deeper counts as a part of the dimension's part and is left out.
        out.extend(
            parts
                .into_iter()
                .map(|part| (*part, Some(top.id.0.clone()), false)),
        );
    }
    let equal = !out.is_empty() && out.iter().all(|(row, ..)| row.weight.is_none());
    let sum_of = |parent: &Option<String>| -> (f64, u32) {
        let siblings = out.iter().filter(|(_, of, _)| of == parent);
        siblings.fold((0.0, 0), |(sum, n), (row, ..)| {
            (sum + row.weight.unwrap_or(0.0).max(0.0), n + 1)
        })
    };
    let shares: Vec<f64> = out
        .iter()
        .map(|(row, of, _)| match sum_of(of) {
            (sum, _) if sum > 0.0 => row.weight.unwrap_or(0.0).max(0.0) / sum,
            (_, n) => 1.0 / f64::from(n.max(1)),
        })
        .collect();
    let criteria = out
        .into_iter()
        .zip(shares)
        .map(|((row, parent, has_parts), share)| CriterionWeight {
            id: row.id.0.clone(),
            name: row.name.clone(),
            parent,
            share,
            has_parts,
        })
        .collect();
    (criteria, equal)
}

fn scores_of(criteria: &[CriterionWeight], leaf: impl Fn(&str) -> (Option<f64>, bool)) -> Vec<TownScore> {
    let of = |criterion: &CriterionWeight| {
        if !criterion.has_parts {
            let (score, by_hand) = leaf(&criterion.id);
            return TownScore {
                criterion: criterion.id.clone(),
                score,
                by_hand,
            };
        }
        let parts = criteria
            .iter()
            .filter(|part| part.parent.as_ref() == Some(&criterion.id))
            .map(|part| (part.share, leaf(&part.id).0));
        TownScore {
            criterion: criterion.id.clone(),
            score: weighted(parts).map(rounded),
            by_hand: false,
        }
    };
    criteria.iter().map(of).collect()
}

/// The weighted mean; `None` if there is nothing, or if something that counts is not known.
fn weighted(parts: impl Iterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let (mut sum, mut any) = (0.0, false);
    for (share, score) in parts.filter(|(share, _)| *share > 0.0) {
        sum += share * score?;
        any = true;
    }
    any.then_some(sum)
}
