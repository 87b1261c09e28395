//! What an atlas and its plans are made of: headings, phases, working bodies, documents, standards.

use serde_json::Value;

use crate::model::column::record;
use crate::model::{
    AtlasId, CitationId, CitationRelation, DocumentId, PartialDate, PhaseId, PlanId, RegionId, RosterId,
    SectionId, StandardId, StandardItemId, TaskId, ViewId,
};

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
        /// When it was published.
        published_on: Option<PartialDate>,
        /// 索引号: its number in the register of published documents.
        index_number: Option<String>,
    }
}

record! {
    /// 阶段: a dated stretch of a plan.
    Phase: "phases", "阶段", PhaseId {
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
        plan: PlanId => TakesAlong,
        /// The heading above.
        parent: Option<SectionId> => Lifts,
        /// Order in the plan.
        ordinal: i64,
        /// Its number as printed: 三, （一）.
        number: String,
        title: String,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// How many people of a unit sit in a plan's working body, by role; no names.
    Roster: "rosters", "专班", RosterId {
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
    /// 视图: a named filter with its map extent, kept in the atlas.
    View: "views", "视图", ViewId {
        /// Order.
        ordinal: i64,
        name: String,
        filter: Value,
        /// The map's centre and zoom.
        camera: Option<Value>,
    }
}

record! {
    /// 文件: an official document that plans rest on or name.
    Document: "documents", "文件", DocumentId {
        title: String,
        /// 文号.
        number: Option<String>,
        /// Who issued it.
        issuer: Option<String>,
        /// When it was issued.
        issued_on: Option<PartialDate>,
        /// Where its text can be found.
        source: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 引用文件: a document that a plan names, and why.
    Citation: "citations", "引用文件", CitationId {
        plan: PlanId => TakesAlong,
        document: DocumentId => TakesAlong,
        /// What it is to the plan.
        relation: CitationRelation,
        /// Order in the plan.
        ordinal: i64,
        /// Where it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 标准: a set of things that a plan wants fulfilled under one name: 六好, 九有六无.
    Standard: "standards", "标准", StandardId {
        plan: PlanId => TakesAlong,
        /// The task that asks for it.
        task: Option<TaskId> => Empties,
        /// Order in the plan.
        ordinal: i64,
        name: String,
        /// What it is for, in short words.
        summary: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note: what the plan does not say of it.
        note: Option<String>,
    }
}

record! {
    /// 标准条目: one thing of a standard.
    StandardItem: "standard_items", "标准条目", StandardItemId {
        standard: StandardId => TakesAlong,
        /// Order in it.
        ordinal: i64,
        /// Its name: 基础设施好.
        name: String,
        /// What it asks for, in short words.
        content: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
    }
}
