//! What comes in while a plan is at work: reports and problems.

use crate::model::column::record;
use crate::model::{
    Fen, OwnerKind, PartialDate, ProblemId, ProblemStatus, ProgressReportId, SupervisionLevel, UnitId,
};

record! {
    /// 调度: a dated report on a project or task.
    ProgressReport: "progress", "调度", ProgressReportId {
        /// What kind of thing it is about.
        owner_kind: OwnerKind,
        /// The id of that thing.
        owner: String => TakesAlong,
        on_date: PartialDate,
        /// Percent done.
        percent: Option<f64>,
        /// Money spent so far, in 分.
        spent: Option<Fen>,
        /// What is in the way.
        problem: Option<String>,
        /// What comes next.
        next_step: Option<String>,
        /// Who reported.
        reported_by: Option<String>,
    }
}

record! {
    /// 问题: what is in the way of something, and its way from hand to hand until it is struck off.
    Problem: "problems", "问题", ProblemId {
        /// What kind of thing it is about.
        owner_kind: OwnerKind,
        /// The id of that thing.
        owner: String => TakesAlong,
        /// What is in the way, in short words.
        title: String,
        /// Where it stands.
        status: ProblemStatus,
        /// When it was handed over (交办).
        raised_on: Option<PartialDate>,
        /// Who handed it over.
        raised_by: Option<String>,
        /// The unit that handles it (承办).
        unit: Option<UnitId> => Empties,
        /// By when it is to be solved.
        due: Option<PartialDate>,
        /// When it was solved (办结).
        resolved_on: Option<PartialDate>,
        /// When it was struck off (销号).
        closed_on: Option<PartialDate>,
        /// Who watches over it (督办).
        supervision: Option<SupervisionLevel>,
        /// What is being done.
        measure: Option<String>,
        /// What came of it.
        result: Option<String>,
        /// What proves it.
        evidence: Option<String>,
        /// The report it was raised in.
        report: Option<ProgressReportId> => Empties,
        note: Option<String>,
    }
}
