//! What a schedule needs beside the dates of its items: what waits for what, what was approved, when a light changes.

use crate::model::column::record;
use crate::model::{
    BaselineId, BaselineItemId, DependencyId, DependencyKind, Light, LightRuleId, LightTest, PartialDate,
    PlanId, ScheduledKind,
};

record! {
    /// 依赖关系: an item that waits for another one.
    Dependency: "dependencies", "依赖关系", DependencyId {
        /// What kind of thing comes before.
        predecessor_kind: ScheduledKind,
        /// The id of that thing.
        predecessor: String => TakesAlong,
        /// What kind of thing comes after.
        successor_kind: ScheduledKind,
        /// The id of that thing.
        successor: String => TakesAlong,
        /// Which end waits for which.
        kind: DependencyKind,
        /// Calendar days between the two ends; below 0 they overlap.
        lag_days: i64,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 基线: the dates of a schedule as they stood, under a name: 批复版.
    Baseline: "baselines", "基线", BaselineId {
        /// The plan it is about; empty for the whole atlas.
        plan: Option<PlanId> => TakesAlong,
        /// Its name.
        name: String,
        /// When it was taken.
        taken_on: PartialDate,
        /// Whether what stands now is compared with it.
        active: bool,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 基线条目: one item of a baseline. It names the item and is no reference to it: what is cancelled later stays in it.
    BaselineItem: "baseline_items", "基线条目", BaselineItemId {
        /// The baseline.
        baseline: BaselineId => TakesAlong,
        /// What kind of thing it was.
        kind: ScheduledKind,
        /// The id it had.
        item: String,
        /// The name it had.
        name: String,
        /// Its first date.
        starts: Option<PartialDate>,
        /// Its last date.
        ends: Option<PartialDate>,
    }
}

record! {
    /// 亮灯规则: when something is shown green, yellow or red. Of the rules that hold, the first in order decides.
    LightRule: "light_rules", "亮灯规则", LightRuleId {
        /// Order in which they are asked.
        ordinal: i64,
        /// For things of which kind; empty for all.
        kind: Option<ScheduledKind>,
        /// The light it gives.
        light: Light,
        /// What is measured.
        test: LightTest,
        /// The rule holds if the measure is over this: percentage points, days or months.
        over: f64,
        /// Why, as it is told: 滞后超过 30 个百分点.
        reason: Option<String>,
    }
}
