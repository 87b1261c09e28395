//! What a round of assessment tells, and what may be supposed.

use std::collections::HashMap;

use serde::Serialize;

use crate::model::{Consequence, Fen, PartialDate, PilotLevel};

/// What is supposed instead of what the atlas says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WhatIf {
    /// Another day that scores are computed for.
    pub as_of: Option<PartialDate>,
    /// How many towns a rule takes, by its id; for a plan that says no number.
    pub counts: HashMap<String, u32>,
    /// Scores from 0 to 100, by town id and criterion id.
    pub scores: HashMap<(String, String), f64>,
}

/// A criterion with the part of the total that it makes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionWeight {
    /// The criterion.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The dimension it is a part of.
    pub parent: Option<String>,
    /// Its part of its dimension or, without one, of the total: 0 to 1.
    pub share: f64,
    /// Whether it has parts of its own; its score is theirs then.
    pub has_parts: bool,
}

/// A town's score for a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TownScore {
    /// The criterion.
    pub criterion: String,
    /// From 0 to 100; `None` if it is not known.
    pub score: Option<f64>,
    /// Whether somebody entered it.
    pub by_hand: bool,
}

/// A town in a round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssessedTown {
    /// Id of the town.
    pub town: String,
    /// Its name.
    pub name: String,
    /// The level of its designation, where the plan ranks levels apart.
    pub level: Option<PilotLevel>,
    /// Its scores, in the order of the criteria.
    pub scores: Vec<TownScore>,
    /// Names of criteria without a score.
    pub missing: Vec<String>,
    /// From 0 to 100; `None` while a score is missing.
    pub total: Option<f64>,
    /// Its place among the towns of its level.
    pub rank: Option<u32>,
    /// Its place in the round before, where it was of the same level.
    pub rank_before: Option<u32>,
    /// The gravest of what follows.
    pub consequence: Option<Consequence>,
    /// All that follows, in the order of the rules; empty in a confirmed round, where `note` names the rules.
    pub consequences: Vec<Consequent>,
    /// What a confirmed round says of the town.
    pub note: Option<String>,
}

/// A round as it is judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssessmentSheet {
    /// The round.
    pub round: String,
    /// Its name.
    pub title: String,
    /// The plan.
    pub plan: String,
    /// The day that scores are computed for.
    pub as_of: PartialDate,
    /// When it was confirmed.
    pub confirmed_on: Option<PartialDate>,
    /// Criteria in their order.
    pub criteria: Vec<CriterionWeight>,
    /// Whether the plan gives no weights, so that all count the same.
    pub equal_weights: bool,
    /// Towns, the best first; those without a total last.
    pub towns: Vec<AssessedTown>,
    /// What came of each rule of the plan; empty in a confirmed round.
    pub rules: Vec<RuleOutcome>,
}

/// What follows for a town.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consequent {
    /// The rule it follows from.
    pub rule: String,
    /// Name of the rule.
    pub title: String,
    /// What follows.
    pub consequence: Consequence,
    /// The reward in 分, where the rule gives one.
    pub amount: Option<Fen>,
}

/// Why a rule took no town, or that it was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleStanding {
    /// It was applied.
    Applied,
    /// It is about rounds of another length.
    OtherRounds,
    /// It names no place in the ranking: people decide.
    ByPeople,
    /// It names an end of the ranking and not how many.
    NoNumber,
    /// Totals are missing, so that nobody's place is certain.
    ScoresMissing,
    /// It asks for more rounds in a row than were confirmed.
    TooFewRounds,
    /// Several towns of one total come for fewer places that are to be filled again.
    SuccessorsTie,
    /// Fewer towns can come in than places are to be filled.
    TooFewSuccessors,
}

/// What came of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: String,
    /// Its name.
    pub title: String,
    /// Whether it was applied.
    pub standing: RuleStanding,
    /// How many towns it takes, as the plan says or as was supposed.
    pub count: Option<u32>,
    /// Towns it took, by id; what an earlier rule eliminates, a later one does not eliminate again.
    pub towns: Vec<String>,
    /// Towns that come in their place, by id.
    pub successors: Vec<String>,
}
