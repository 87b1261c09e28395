//! What comes in while a plan is at work: reports and problems.

use crate::model::column::record;
use crate::model::{
    AttachmentId, Fen, OwnerKind, PartialDate, PhotoMoment, PlanId, ProblemId, ProblemStatus,
    ProgressReportId, ReportingRoundId, RoundCycle, SupervisionLevel, UnitId,
};

record! {
    /// 调度轮次: a span of time that is reported on, and the window in which the reports are due.
    ReportingRound: "reporting_rounds", "调度轮次", ReportingRoundId {
        /// The plan whose projects are reported on; empty for those of the whole atlas.
        plan: Option<PlanId> => TakesAlong,
        /// Its name: 2026年11月调度.
        title: String,
        /// How often such a round comes.
        cycle: RoundCycle,
        /// The first day reported on.
        starts: PartialDate,
        /// The last day reported on.
        ends: PartialDate,
        /// From when reports are taken.
        opens: PartialDate,
        /// The last day of the window.
        due: PartialDate,
        /// When it was closed.
        closed_on: Option<PartialDate>,
        note: Option<String>,
    }
}

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
        /// The round it was handed in for.
        round: Option<ReportingRoundId> => Empties,
        /// Whether it says that nothing has changed (无变化).
        unchanged: Option<bool>,
    }
}

record! {
    /// 附件: a photo or file; its bytes lie outside the rows, under their hash.
    Attachment: "attachments", "附件", AttachmentId {
        /// What kind of thing it belongs to.
        owner_kind: OwnerKind,
        /// The id of that thing.
        owner: String => TakesAlong,
        /// The report it came with.
        report: Option<ProgressReportId> => Empties,
        /// Its name as it was given.
        file_name: String,
        /// IANA media type: image/jpeg.
        media_type: String,
        /// SHA-256 of the bytes, in lower-case hexadecimal digits.
        sha256: String,
        /// In bytes.
        size: i64,
        /// In pixels, as shown.
        width: Option<i64>,
        /// In pixels, as shown.
        height: Option<i64>,
        /// When the photo was taken by the camera's clock: 2026-11-30T15:04:05.
        taken_at: Option<String>,
        /// Where it was taken, CGCS2000/WGS84 longitude in degrees.
        lon: Option<f64>,
        /// Where it was taken, CGCS2000/WGS84 latitude in degrees.
        lat: Option<f64>,
        /// Whether it shows what was before, during or after the work.
        moment: Option<PhotoMoment>,
        caption: Option<String>,
        added_on: PartialDate,
        /// Who added it.
        added_by: Option<String>,
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
