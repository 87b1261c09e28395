//! What is built or done at a place, and its way through the gates.

use crate::model::column::record;
use crate::model::{
    ConstructionNature, Fen, GateId, GateRuleId, GateStep, GateTemplateId, GateTrack, PartialDate, PlanId,
    Precision, ProjectId, ProjectKind, ProjectStage, ProjectTaskId, RegionId, Shape, TaskId, UnitId,
};

record! {
    /// 项目: a thing to be built or done at a place.
    Project: "projects", "项目", ProjectId {
        /// The plan that asks for it.
        plan: Option<PlanId> => Empties,
        /// Order in lists.
        ordinal: i64,
        name: String,
        kind: ProjectKind,
        /// The region it lies in: a town, or the county when the plan does not say.
        town: Option<RegionId> => Blocks,
        /// Where it stands.
        stage: ProjectStage,
        /// When work starts.
        starts: Option<PartialDate>,
        /// When it is to be ready.
        ends: Option<PartialDate>,
        /// How much: 20 of 20 公里.
        quantity: Option<f64>,
        /// Unit of the quantity as printed: 公里, 平方米, 处.
        quantity_unit: Option<String>,
        /// What is done, in short words.
        content: Option<String>,
        lead_unit: Option<UnitId> => Empties,
        /// How far it is, 0 to 100.
        percent: Option<f64>,
        /// How the location is known.
        precision: Precision,
        /// Whether the footprint is one of several alternatives.
        alternative: bool,
        /// Its footprint, or nothing.
        geometry: Option<Shape>,
        /// Where the footprint came from.
        source: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
        /// 项目代码 of the national platform: 2404-370283-04-01-123456.
        project_code: Option<String>,
        /// 建设性质.
        nature: Option<ConstructionNature>,
        /// 责任人, by post and never by name: 副镇长.
        responsible_post: Option<String>,
        /// Whether it is for the public good (公益性).
        public_benefit: Option<bool>,
        /// Revenue a year in 分, 0 if it has none.
        yearly_revenue: Option<Fen>,
        /// Term of the bond it is to be paid with, in years.
        bond_years: Option<i64>,
        /// Interest of that bond a year, as a part of 1.
        bond_rate: Option<f64>,
    }
}

record! {
    /// A project serves a task.
    ProjectTask: "project_tasks", "项目对应任务", ProjectTaskId {
        project: ProjectId => TakesAlong,
        task: TaskId => TakesAlong,
    }
}

record! {
    /// 节点: a step of a project with its planned and actual date.
    Gate: "gates", "节点", GateId {
        project: ProjectId => TakesAlong,
        /// Which step.
        step: GateStep,
        /// Planned date.
        planned: Option<PartialDate>,
        /// Actual date.
        actual: Option<PartialDate>,
        /// Whether the actual date is confirmed.
        confirmed: bool,
        /// What proves it: a document number.
        evidence: Option<String>,
        /// The unit that gives it (办理部门).
        office: Option<UnitId> => Empties,
        /// 承诺时限: how many days the office has promised to take, counted from `submitted_on`.
        promised_days: Option<i64>,
        /// When it was submitted (受理).
        submitted_on: Option<PartialDate>,
        /// Whether the chain waits for it; empty means it does.
        track: Option<GateTrack>,
        /// Why it was passed although a gate rule blocked it.
        override_reason: Option<String>,
    }
}

record! {
    /// 开工条件: a step that a plan forbids before another one is confirmed: 无设计不动工.
    GateRule: "gate_rules", "开工条件", GateRuleId {
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// The rule in the plan's words.
        title: String,
        /// Projects of which kind; empty for all.
        kind: Option<ProjectKind>,
        /// The step that is blocked.
        step: GateStep,
        /// The step that must be confirmed before it.
        requires: GateStep,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 节点模板: a step that projects of a kind are given, and how long it takes.
    GateTemplate: "gate_templates", "节点模板", GateTemplateId {
        /// The name of the template it belongs to: 道路工程.
        name: String,
        /// Projects of which kind; empty for all.
        kind: Option<ProjectKind>,
        /// Order in the template.
        ordinal: i64,
        step: GateStep,
        /// Calendar days from the step of the main chain before it.
        days: i64,
        /// 承诺时限 of the office, in days.
        promised_days: Option<i64>,
        /// The office that gives it, as it is called.
        office: Option<String>,
        /// Whether the chain waits for it; empty means it does.
        track: Option<GateTrack>,
        /// Its part of the planned progress, as a part of 1.
        weight: Option<f64>,
        note: Option<String>,
    }
}
