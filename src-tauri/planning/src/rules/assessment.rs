//! 考核: the towns of a plan scored, ranked and judged as of a day. What a criterion scores is the rule of `scoring`, the
//! place of a town that of `ranking`, what follows from it that of `following`; `confirming` keeps a round as it was judged.

mod assess;
mod confirming;
mod following;
mod participants;
mod ranking;
mod scoring;
mod sheet;

pub use assess::assess;
pub use confirming::{
    Confirmation, NewAssessmentRound, NewScore, begin_assessment, confirm_assessment, enter_score,
};
pub use participants::judged_towns;
pub use sheet::{
    AssessedTown, AssessmentSheet, Consequent, CriterionWeight, RuleOutcome, RuleStanding, TownScore, WhatIf,
};

pub(super) use confirming::enforce;
