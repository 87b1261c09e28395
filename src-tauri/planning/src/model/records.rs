//! The records of an atlas, one struct a table. `read_at` says where in the plan's text a fact was read
//! (section and item); it is empty for what a user entered. Behind a reference stands what the removal of the row it
//! names does to this one ([`super::OnRemoval`]).
//!
//! Over 300 lines: it is the data dictionary, kept in one place so that it can be read at once.

use serde_json::Value;

use super::{
    Category, Consequence, ControlKind, Fen, GateStep, MoneySource, MoneyStage, Operator, Outline, OwnerKind,
    PartialDate, PilotLevel, PilotStatus, Precision, ProjectKind, ProjectStage, RegionLevel, Role, Shape,
    SiteKind, TaskKind, TaskStatus,
    column::{ids, record},
};

ids! {
    /// Names the atlas' own row.
    AtlasId => "",
    /// Names a plan.
    PlanId => "plans",
    /// Names a phase.
    PhaseId => "phases",
    /// Names a section.
    SectionId => "sections",
    /// Names a task.
    TaskId => "tasks",
    /// Names a unit.
    UnitId => "units",
    /// Names an assignment.
    AssignmentId => "assignments",
    /// Names a region; the administrative code where there is one.
    RegionId => "regions",
    /// Names a designation.
    DesignationId => "designations",
    /// Names a site.
    SiteId => "sites",
    /// Names a project.
    ProjectId => "projects",
    /// Names the link of a project to a task.
    ProjectTaskId => "project_tasks",
    /// Names a budget line.
    BudgetLineId => "budget_lines",
    /// Names a gate.
    GateId => "gates",
    /// Names an indicator.
    IndicatorId => "indicators",
    /// Names an observation.
    ObservationId => "observations",
    /// Names a progress report.
    ProgressReportId => "progress",
    /// Names a funding rule.
    FundingRuleId => "funding_rules",
    /// Names a roster count.
    RosterId => "rosters",
    /// Names a control line.
    ControlLineId => "control_lines",
    /// Names an assessment criterion.
    CriterionId => "criteria",
    /// Names an assessment.
    AssessmentId => "assessments",
    /// Names a view.
    ViewId => "views",
}

record! {
    /// 图册: what the file says of itself; one row with the id `atlas`.
    AtlasInfo: "atlas", "图册", AtlasId {
        /// Title shown in the window.
        title: String,
        /// Whether everything in it is invented, for practice (演练).
        practice: bool,
        /// Free note.
        note: Option<String>,
    }
}

record! {
    /// 方案: an official plan.
    Plan: "plans", "方案", PlanId {
        /// Order among plans.
        ordinal: i64,
        /// Full title.
        title: String,
        /// Short name for lists: 汶上精致城镇.
        short_title: String,
        /// 文号; absent when the text gives none of its own.
        document_number: Option<String>,
        /// Who issued it.
        issuer: String,
        /// When it was issued.
        issued_on: Option<PartialDate>,
        /// The region it is about.
        region: RegionId => Blocks,
        /// First date it covers.
        starts: Option<PartialDate>,
        /// Last date it covers.
        ends: Option<PartialDate>,
        /// The overall goal, in short words of ours.
        goal: Option<String>,
        /// Where the text came from.
        source: Option<String>,
        /// Licence of the text and of the facts read from it.
        licence: Option<String>,
        /// Note of who entered it.
        note: Option<String>,
    }
}

record! {
    /// 阶段: a dated stretch of a plan.
    Phase: "phases", "阶段", PhaseId {
        /// Its plan.
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Name: 动员部署.
        name: String,
        /// First date.
        starts: Option<PartialDate>,
        /// Last date.
        ends: Option<PartialDate>,
        /// What it is for, in short words.
        goal: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 章节: a heading of a plan.
    Section: "sections", "章节", SectionId {
        /// Its plan.
        plan: PlanId => TakesAlong,
        /// The heading above.
        parent: Option<SectionId> => Lifts,
        /// Order in the plan.
        ordinal: i64,
        /// Its number as printed: 三, （一）.
        number: String,
        /// Its title.
        title: String,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 任务: what a plan asks for.
    Task: "tasks", "任务", TaskId {
        /// Its plan.
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
        /// Its title.
        title: String,
        /// What it asks for, in short words of ours.
        summary: Option<String>,
        /// When it is due.
        due: Option<PartialDate>,
        /// Where it stands.
        status: TaskStatus,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
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
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 分工: task × unit × role.
    Assignment: "assignments", "分工", AssignmentId {
        /// The task.
        task: TaskId => TakesAlong,
        /// The unit.
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
    /// 行政区: province, prefecture, county, township or village.
    Region: "regions", "行政区", RegionId {
        /// Administrative code.
        code: Option<String>,
        /// Its name.
        name: String,
        /// Its level.
        level: RegionLevel,
        /// The region above.
        parent: Option<RegionId> => Blocks,
        /// Full pinyin without tones.
        pinyin: Option<String>,
        /// How the point is known.
        precision: Precision,
        /// Its point (seat or label), or nothing.
        geometry: Option<Shape>,
        /// Where the point came from.
        source: Option<String>,
        /// How sure the point is: high, medium, low, unknown.
        confidence: Option<String>,
        /// Note.
        note: Option<String>,
        /// Its boundary, where a file of boundaries gave it or it was drawn.
        outline: Option<Outline>,
    }
}

record! {
    /// 试点: a town's designation under a plan.
    Designation: "designations", "试点", DesignationId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// The town.
        region: RegionId => TakesAlong,
        /// Its category.
        category: Category,
        /// At which level; empty when the plan says none.
        level: Option<PilotLevel>,
        /// Where it stands.
        status: PilotStatus,
        /// From when.
        starts: Option<PartialDate>,
        /// Until when.
        ends: Option<PartialDate>,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 点位: a pinned place that is no project.
    Site: "sites", "点位", SiteId {
        /// The plan that names it.
        plan: Option<PlanId> => Empties,
        /// The region it lies in.
        town: Option<RegionId> => Empties,
        /// Its name.
        name: String,
        /// What it is.
        kind: SiteKind,
        /// How the location is known.
        precision: Precision,
        /// Its place, or nothing.
        geometry: Option<Shape>,
        /// Where the point came from.
        source: Option<String>,
        /// How sure: high, medium, low, unknown.
        confidence: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 项目: a thing to be built or done at a place.
    Project: "projects", "项目", ProjectId {
        /// The plan that asks for it.
        plan: Option<PlanId> => Empties,
        /// Order in lists.
        ordinal: i64,
        /// Its name.
        name: String,
        /// Its kind.
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
        /// The unit that leads it.
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
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// A project serves a task.
    ProjectTask: "project_tasks", "项目对应任务", ProjectTaskId {
        /// The project.
        project: ProjectId => TakesAlong,
        /// The task.
        task: TaskId => TakesAlong,
    }
}

record! {
    /// 资金: owner × source × stage × year × amount.
    BudgetLine: "budget_lines", "资金", BudgetLineId {
        /// What kind of thing it belongs to.
        owner_kind: OwnerKind,
        /// The id of that thing.
        owner: String => TakesAlong,
        /// Where the money comes from.
        source: MoneySource,
        /// How far it has come.
        stage: MoneyStage,
        /// Budget year; empty when not known.
        year: Option<i64>,
        /// The amount in 分.
        amount: Fen,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// A rule of a plan about money: who returns, rewards or prefers what.
    FundingRule: "funding_rules", "资金政策", FundingRuleId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name: 配套费全额返还.
        title: String,
        /// The source it feeds, when it is one.
        source: Option<MoneySource>,
        /// The share, as a part of 1.
        share: Option<f64>,
        /// An amount in 分, with `per`.
        amount: Option<Fen>,
        /// What the amount is for: 亩.
        per: Option<String>,
        /// A threshold in 分: projects over it.
        threshold: Option<Fen>,
        /// The condition, in short words.
        condition: Option<String>,
        /// The document it rests on.
        basis: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// How many people of a unit sit in a plan's working body, by role; no names.
    Roster: "rosters", "专班", RosterId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// The body: 工作专班.
        body: String,
        /// The role in it: 组长.
        role: String,
        /// The unit they come from, as printed.
        unit: String,
        /// How many.
        count: i64,
        /// Order in the list.
        ordinal: i64,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 节点: a step of a project with its planned and actual date.
    Gate: "gates", "节点", GateId {
        /// The project.
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
    }
}

record! {
    /// 指标: a quantified target.
    Indicator: "indicators", "指标", IndicatorId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// The task it stands in.
        task: Option<TaskId> => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name.
        name: String,
        /// How it compares.
        operator: Operator,
        /// The target.
        value: f64,
        /// The upper end, when the target is a range: 1-2 个.
        upper: Option<f64>,
        /// Unit of the target as printed: %, 个, 万平方米.
        unit: String,
        /// By when.
        deadline: Option<PartialDate>,
        /// `once`, or `yearly` for 每年.
        recurrence: String,
        /// What it is about: 全县, 试点镇, 新建建筑.
        scope: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// A measured value of an indicator.
    Observation: "observations", "指标报数", ObservationId {
        /// The indicator.
        indicator: IndicatorId => TakesAlong,
        /// The town it is about; empty for the whole.
        region: Option<RegionId> => TakesAlong,
        /// The date.
        on_date: PartialDate,
        /// The value in the indicator's unit.
        value: f64,
        /// Who reported it.
        reported_by: Option<String>,
        /// Note.
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
        /// The date.
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
    /// 管控线: an area a project must not cross unnoticed.
    ControlLine: "control_lines", "管控线", ControlLineId {
        /// Which line.
        kind: ControlKind,
        /// Its name.
        name: Option<String>,
        /// Its outline.
        geometry: Option<Shape>,
        /// The layer it came from.
        source: Option<String>,
        /// The date of that layer.
        dated: Option<PartialDate>,
    }
}

record! {
    /// A weighted dimension of a plan's assessment.
    Criterion: "criteria", "考核指标", CriterionId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// Order.
        ordinal: i64,
        /// Its name: 基础设施好.
        name: String,
        /// Its weight, when the plan gives one.
        weight: Option<f64>,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 考核: a town's score in one round, and what follows.
    Assessment: "assessments", "考核", AssessmentId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// The round: 2023.
        round: PartialDate,
        /// The town; empty for a rule that holds for all.
        region: Option<RegionId> => TakesAlong,
        /// The score.
        score: Option<f64>,
        /// The rank.
        rank: Option<i64>,
        /// What follows.
        consequence: Option<Consequence>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 视图: a named filter with its map extent, kept in the atlas.
    View: "views", "视图", ViewId {
        /// Order.
        ordinal: i64,
        /// Its name.
        name: String,
        /// The filter.
        filter: Value,
        /// The map's centre and zoom.
        camera: Option<Value>,
    }
}
