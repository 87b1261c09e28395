//! How towns are judged and what follows.

use crate::model::column::record;
use crate::model::{
    AssessmentId, AssessmentRoundId, AssessmentRuleId, Consequence, CriterionId, CriterionScoreId, Fen,
    IndicatorId, PartialDate, PilotLevel, PlanId, RankEnd, Recurrence, RegionId, ScopeClass, ScoredBy,
    UnitId,
};

record! {
    /// A weighted dimension of a plan's assessment.
    Criterion: "criteria", "考核指标", CriterionId {
        plan: PlanId => TakesAlong,
        /// Order.
        ordinal: i64,
        /// Its name: 基础设施好.
        name: String,
        /// Its weight, when the plan gives one.
        weight: Option<f64>,
        /// Where it was read.
        read_at: Option<String>,
        /// The dimension it is a part of.
        parent: Option<CriterionId> => TakesAlong,
        /// How a town's score comes about; empty means by hand.
        scored_by: Option<ScoredBy>,
        /// The indicator that is asked, where it is scored by one.
        indicator: Option<IndicatorId> => Empties,
        /// How it is scored, in short words.
        method: Option<String>,
    }
}

record! {
    /// 考核轮次: the towns of a plan judged as of one day.
    AssessmentRound: "assessment_rounds", "考核轮次", AssessmentRoundId {
        plan: PlanId => TakesAlong,
        /// What it is about: 2026.
        round: PartialDate,
        /// Its name: 2026年度考核.
        title: String,
        /// The day that scores are computed for.
        as_of: PartialDate,
        /// When it was confirmed and closed.
        confirmed_on: Option<PartialDate>,
        /// Who confirmed it.
        confirmed_by: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 考核得分: a town's score for one criterion in one round.
    CriterionScore: "criterion_scores", "考核得分", CriterionScoreId {
        assessment_round: AssessmentRoundId => TakesAlong,
        criterion: CriterionId => TakesAlong,
        /// The town.
        region: RegionId => TakesAlong,
        /// From 0 to 100, before it is weighted; empty if it is not known yet.
        score: Option<f64>,
        /// Whether somebody entered it; else it was computed and kept when the round was confirmed.
        by_hand: bool,
        /// What proves it.
        evidence: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 考核: a town's score in one round, and what follows.
    Assessment: "assessments", "考核", AssessmentId {
        plan: PlanId => TakesAlong,
        /// The round: 2023.
        round: PartialDate,
        /// The town; empty for a rule that holds for all.
        region: Option<RegionId> => TakesAlong,
        score: Option<f64>,
        rank: Option<i64>,
        /// What follows.
        consequence: Option<Consequence>,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
        /// The round it belongs to.
        assessment_round: Option<AssessmentRoundId> => TakesAlong,
    }
}

record! {
    /// 考核规则: who is judged how often, and what follows for which place in the ranking.
    AssessmentRule: "assessment_rules", "考核规则", AssessmentRuleId {
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name: 前3名通报表扬.
        title: String,
        /// Who is judged.
        subject: Option<ScopeClass>,
        /// The level of the pilots that are judged.
        level: Option<PilotLevel>,
        /// How often.
        recurrence: Recurrence,
        /// The unit that judges.
        unit: Option<UnitId> => Empties,
        /// Who judges as printed, where it is no unit of the lists.
        body: Option<String>,
        /// From which end of the ranking.
        rank_end: Option<RankEnd>,
        /// How many from that end; empty if the plan says no number.
        rank_count: Option<i64>,
        /// How many times in a row.
        times_in_row: Option<i64>,
        /// What follows.
        consequence: Option<Consequence>,
        /// From which level the place is filled again.
        successor_level: Option<PilotLevel>,
        /// The amount of a reward in 分.
        amount: Option<Fen>,
        /// What else it depends on, in short words.
        condition: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}
