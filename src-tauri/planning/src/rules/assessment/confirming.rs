//! A round is begun, scores are entered, and it is confirmed: then it is closed and kept as it was judged, and
//! designations change by it.

use std::collections::HashMap;

use super::assess::assess;
use super::sheet::{AssessmentSheet, RuleStanding, WhatIf};
use crate::change::{Change, ChangeError, Edit};
use crate::model::{
    Assessment, AssessmentRound, Consequence, CriterionScore, Designation, Kind, Model, PartialDate,
    PilotLevel, PilotStatus, Record,
};
use crate::rules::targets::holds_on;
use crate::rules::{RuleError, latest};

/// A round of assessment that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssessmentRound {
    /// The plan.
    pub plan: String,
    /// Its name.
    pub title: String,
    /// The year, quarter or other span it is about.
    pub round: PartialDate,
    /// The day that scores are computed for.
    pub as_of: PartialDate,
}

/// A score that is to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewScore {
    /// The round.
    pub round: String,
    /// The criterion.
    pub criterion: String,
    /// The town.
    pub region: String,
    /// From 0 to 100; `None` takes away what was entered.
    pub score: Option<f64>,
    /// What proves it.
    pub evidence: Option<String>,
}

/// A round that is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The round.
    pub round: String,
    /// The day it is confirmed.
    pub on: PartialDate,
    /// Who confirms it.
    pub by: Option<String>,
    /// How many towns a rule takes whose plan says no number, by its id.
    pub counts: HashMap<String, u32>,
}

fn missing(table: Kind, id: &str) -> RuleError {
    ChangeError::Missing {
        table,
        id: id.to_owned(),
    }
    .into()
}

fn open_round<'m>(model: &'m Model, id: &str) -> Result<&'m AssessmentRound, RuleError> {
    let row = model
        .assessment_rounds
        .get(id)
        .ok_or_else(|| missing(Kind::AssessmentRound, id))?;
    match row.confirmed_on {
        Some(_) => Err(RuleError::RoundConfirmed {
            title: row.title.clone(),
        }),
        None => Ok(row),
    }
}

fn made(after: impl Into<Record>) -> Edit {
    changed(None, after)
}

fn changed(before: Option<Record>, after: impl Into<Record>) -> Edit {
    let after = after.into();
    Edit {
        kind: after.kind(),
        id: after.id().to_owned(),
        before,
        after: Some(after),
    }
}

/// The edit that begins a round.
///
/// # Errors
/// [`RuleError::NoName`] without a name, [`RuleError::NameTaken`] if a round of the plan has it or is about the same span,
/// [`ChangeError::Missing`] if there is no such plan.
pub fn begin_assessment(model: &Model, new: NewAssessmentRound) -> Result<Edit, RuleError> {
    let title = new.title.trim();
    if title.is_empty() {
        return Err(RuleError::NoName);
    }
    if model.plans.get(&new.plan).is_none() {
        return Err(missing(Kind::Plan, &new.plan));
    }
    let mut of_plan = model
        .assessment_rounds
        .iter()
        .filter(|row| row.plan.as_str() == new.plan);
    if let Some(there) = of_plan.find(|row| row.title == title || row.round == new.round) {
        return Err(RuleError::NameTaken {
            name: there.title.clone(),
        });
    }
    Ok(made(AssessmentRound {
        id: format!("assessment_rounds-{}", uuid::Uuid::now_v7()).into(),
        plan: new.plan.into(),
        round: new.round,
        title: title.to_owned(),
        as_of: new.as_of,
        confirmed_on: None,
        confirmed_by: None,
        note: None,
    }))
}

/// The edit that enters a town's score, changes it or takes it away.
///
/// # Errors
/// [`ChangeError::Missing`] if round, criterion or town are not there, [`RuleError::RoundConfirmed`] if the round is
/// closed, [`RuleError::ScoreOutOfRange`] if the score is not from 0 to 100, [`ChangeError::Nothing`] if nothing would
/// change.
pub fn enter_score(model: &Model, new: NewScore) -> Result<Edit, RuleError> {
    let round = open_round(model, &new.round)?;
    let criterion = model
        .criteria
        .get(&new.criterion)
        .filter(|row| row.plan == round.plan);
    let criterion = criterion.ok_or_else(|| missing(Kind::Criterion, &new.criterion))?;
    let region = model
        .regions
        .get(&new.region)
        .ok_or_else(|| missing(Kind::Region, &new.region))?;
    let rows = model.relations().scores_of_assessment_round.of(round.id.as_str());
    let there = rows
        .iter()
        .find(|row| row.criterion == criterion.id && row.region == region.id);
    let before = there.map(|row| Record::from((**row).clone()));
    let Some(score) = new.score else {
        let row = there.ok_or(ChangeError::Nothing)?;
        return Ok(Edit {
            kind: Kind::CriterionScore,
            id: row.id.0.clone(),
            before,
            after: None,
        });
    };
    if !(0.0..=100.0).contains(&score) {
        return Err(RuleError::ScoreOutOfRange { score });
    }
    let row = CriterionScore {
        id: match there {
            Some(row) => row.id.clone(),
            None => format!("criterion_scores-{}", uuid::Uuid::now_v7()).into(),
        },
        assessment_round: round.id.clone(),
        criterion: criterion.id.clone(),
        region: region.id.clone(),
        score: Some(score),
        by_hand: true,
        evidence: new.evidence.filter(|text| !text.trim().is_empty()),
        note: there.and_then(|row| row.note.clone()),
    };
    match there {
        Some(old) if **old == row => Err(ChangeError::Nothing.into()),
        _ => Ok(changed(before, row)),
    }
}

/// The edits that confirm a round: computed scores and results are kept, who goes out loses the designation and who comes
/// in gets it, the round is closed. The same as [`assess`] tells with the same counts.
///
/// # Errors
/// [`ChangeError::Missing`] if there is no such round, [`RuleError::RoundConfirmed`] if it is closed,
/// [`RuleError::ConfirmedEarly`] if the day comes before the one that it is judged for, [`RuleError::ScoresMissing`] if towns have no total, [`RuleError::Successors`] if it is not certain who comes in.
pub fn confirm_assessment(model: &Model, wanted: &Confirmation) -> Result<Vec<Edit>, RuleError> {
    let round = open_round(model, &wanted.round)?;
    if wanted.on.latest() < round.as_of.latest() {
        return Err(RuleError::ConfirmedEarly { as_of: round.as_of });
    }
    let what_if = WhatIf {
        counts: wanted.counts.clone(),
        ..WhatIf::default()
    };
    let sheet = assess(model, &wanted.round, &what_if)
        .ok_or_else(|| missing(Kind::AssessmentRound, &wanted.round))?;
    let lacking: Vec<&str> = sheet
        .towns
        .iter()
        .filter(|town| town.total.is_none())
        .map(|town| town.name.as_str())
        .collect();
    if !lacking.is_empty() || sheet.towns.is_empty() {
        return Err(RuleError::ScoresMissing {
            title: round.title.clone(),
            count: lacking.len(),
            names: lacking.into_iter().collect(),
        });
    }
    let unsure = |standing| {
        matches!(
            standing,
            RuleStanding::SuccessorsTie | RuleStanding::TooFewSuccessors
        )
    };
    if let Some(rule) = sheet.rules.iter().find(|rule| unsure(rule.standing)) {
        return Err(RuleError::Successors {
            rule: rule.title.clone(),
        });
    }
    let mut edits = kept(round, &sheet);
    edits.extend(designations(model, round, &sheet, wanted.on));
    edits.push(changed(
        Some(Record::from(round.clone())),
        AssessmentRound {
            confirmed_on: Some(wanted.on),
            confirmed_by: wanted.by.clone(),
            ..round.clone()
        },
    ));
    Ok(edits)
}

/// Computed scores and results, as rows.
fn kept(round: &AssessmentRound, sheet: &AssessmentSheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    for town in &sheet.towns {
        let leaves = sheet
            .criteria
            .iter()
            .zip(&town.scores)
            .filter(|(criterion, score)| !criterion.has_parts && !score.by_hand);
        for (_, score) in leaves.filter(|(_, score)| score.score.is_some()) {
            edits.push(made(CriterionScore {
                id: format!("criterion_scores-{}", uuid::Uuid::now_v7()).into(),
                assessment_round: round.id.clone(),
                criterion: score.criterion.clone().into(),
                region: town.town.clone().into(),
                score: score.score,
                by_hand: false,
                evidence: None,
                note: None,
            }));
        }
        let titles: Vec<&str> = town.consequences.iter().map(|one| one.title.as_str()).collect();
        edits.push(made(Assessment {
            id: format!("assessments-{}", uuid::Uuid::now_v7()).into(),
            plan: round.plan.clone(),
            round: round.round,
            region: Some(town.town.clone().into()),
            score: town.total,
            rank: town.rank.map(i64::from),
            consequence: town.consequence,
            read_at: None,
            note: (!titles.is_empty()).then(|| titles.join("；")),
            assessment_round: Some(round.id.clone()),
        }));
    }
    edits
}

/// What becomes of designations: who goes out keeps it until the day, who comes in has it from the day after, at the level
/// and of the category of the one that goes, until the end that one had.
fn designations(
    model: &Model,
    round: &AssessmentRound,
    sheet: &AssessmentSheet,
    on: PartialDate,
) -> Vec<Edit> {
    let held = |town: &str, level: Option<PilotLevel>| -> Option<Designation> {
        let rows = model.relations().designations_of_region.of(town);
        let mut of_plan = rows
            .iter()
            .filter(|row| row.plan == round.plan && holds_on(row, round.as_of));
        of_plan
            .find(|row| level.is_none() || row.level == level)
            .map(|row| (**row).clone())
    };
    let last_day = PartialDate::of_day(on.latest()).unwrap_or(on);
    let next_day = PartialDate::of_day(on.latest() + 1).unwrap_or(on);
    let mut edits = Vec::new();
    for outcome in &sheet.rules {
        let rule = model.assessment_rules.get(&outcome.rule);
        let Some(rule) = rule.filter(|rule| rule.consequence == Some(Consequence::Eliminated)) else {
            continue;
        };
        for (at, town) in outcome.towns.iter().enumerate() {
            let Some(gone) = held(town, rule.level) else {
                continue;
            };
            edits.push(changed(
                Some(Record::from(gone.clone())),
                Designation {
                    status: PilotStatus::Eliminated,
                    ends: Some(last_day),
                    ..gone.clone()
                },
            ));
            let Some(successor) = outcome.successors.get(at) else {
                continue;
            };
            if let Some(left) = held(successor, rule.successor_level) {
                edits.push(changed(
                    Some(Record::from(left.clone())),
                    Designation {
                        ends: Some(last_day),
                        ..left
                    },
                ));
            }
            edits.push(made(Designation {
                id: format!("designations-{}", uuid::Uuid::now_v7()).into(),
                plan: round.plan.clone(),
                region: successor.clone().into(),
                category: gone.category,
                level: gone.level,
                status: PilotStatus::Active,
                starts: Some(next_day),
                ends: gone.ends,
                read_at: None,
                assessment_round: Some(round.id.clone()),
            }));
        }
    }
    edits
}

/// Refuses a change of a confirmed round, its scores or its results, unless its whole plan goes.
pub(in crate::rules) fn enforce(model: &Model, change: &Change) -> Result<(), RuleError> {
    let latest = latest(change);
    for edit in &change.edits {
        let rows = [edit.before.as_ref(), edit.after.as_ref()];
        for row in rows.into_iter().flatten() {
            let round = match row {
                Record::AssessmentRound(row) => Some(row.id.as_str()),
                Record::CriterionScore(row) => Some(row.assessment_round.as_str()),
                Record::Assessment(row) => row.assessment_round.as_ref().map(|id| id.as_str()),
                _ => None,
            };
            let Some(round) = round.and_then(|id| model.assessment_rounds.get(id)) else {
                continue;
            };
            let plan_goes = matches!(latest.get(&(Kind::Plan, round.plan.as_str())), Some(None));
            if round.confirmed_on.is_some() && !plan_goes {
                return Err(RuleError::RoundConfirmed {
                    title: round.title.clone(),
                });
            }
        }
    }
    Ok(())
}
