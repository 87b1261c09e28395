//! What plans ask for, of whom, and what is to be handed in.

use crate::model::column::record;
use crate::model::{
    AssignmentId, CadenceId, CadenceKind, DeliverableId, DeliverableStatus, DocumentId, PartialDate, PhaseId,
    PlanId, Recurrence, RegionId, Role, SectionId, TaskId, TaskKind, TaskStatus, UnitId,
};

record! {
    /// 任务: what a plan asks for.
    Task: "tasks", "任务", TaskId {
        plan: PlanId => TakesAlong,
        /// The heading it stands under.
        section: Option<SectionId> => Lifts,
        /// The phase it belongs to.
        phase: Option<PhaseId> => Empties,
        /// Order in the plan.
        ordinal: i64,
        /// With or without its own list of units.
        kind: TaskKind,
        /// Its number: 三（一）2-3.
        number: String,
        title: String,
        /// What it asks for, in short words of ours.
        summary: Option<String>,
        /// When it is due.
        due: Option<PartialDate>,
        /// Where it stands.
        status: TaskStatus,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
        /// The task whose part it is: 子任务.
        parent: Option<TaskId> => TakesAlong,
        /// When it may start.
        starts: Option<PartialDate>,
    }
}

record! {
    /// 单位: an organisation of one region, or a group of them.
    Unit: "units", "单位", UnitId {
        /// The region whose body it is.
        region: RegionId => Blocks,
        /// Its name as the plan gives it.
        name: String,
        /// Whether it names many: 各乡镇、街道.
        is_group: bool,
        /// What a group stands for: `towns` the towns of the plan's region, `pilots` its pilot towns,
        /// `counties` its counties, `pilot_counties` the counties of its pilots, `others` not enumerated.
        expands_to: Option<String>,
        /// Other names.
        aliases: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 分工: task × unit × role.
    Assignment: "assignments", "分工", AssignmentId {
        task: TaskId => TakesAlong,
        unit: UnitId => TakesAlong,
        /// What it does for it.
        role: Role,
        /// Order in the task's list.
        ordinal: i64,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 交付成果: what has to be handed in, by whom and by when.
    Deliverable: "deliverables", "交付成果", DeliverableId {
        plan: PlanId => TakesAlong,
        /// The task that asks for it.
        task: Option<TaskId> => TakesAlong,
        /// The phase in which it is due.
        phase: Option<PhaseId> => Empties,
        /// Order in the plan.
        ordinal: i64,
        /// Its name: 推进台账.
        name: String,
        /// The unit that owes it.
        unit: Option<UnitId> => Empties,
        /// The town or county that owes it, or that it is about.
        region: Option<RegionId> => TakesAlong,
        /// When it is due.
        due: Option<PartialDate>,
        /// Where it stands.
        status: DeliverableStatus,
        /// When it was handed in.
        submitted_on: Option<PartialDate>,
        /// What proves it: a document number.
        evidence: Option<String>,
        /// The document that was handed in.
        document: Option<DocumentId> => Empties,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 定期工作: what a plan wants done again and again, and by whom: 每年现场会.
    Cadence: "cadences", "定期工作", CadenceId {
        plan: PlanId => TakesAlong,
        /// The task or measure that asks for it.
        task: Option<TaskId> => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name.
        title: String,
        /// What is done.
        kind: CadenceKind,
        /// How often.
        recurrence: Recurrence,
        /// The first time; its month and day are those of the next times.
        starts: Option<PartialDate>,
        /// The last time.
        ends: Option<PartialDate>,
        /// The unit that does it.
        unit: Option<UnitId> => Empties,
        /// Who does it as printed, where it is no unit of the lists: 工作专班.
        body: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}
