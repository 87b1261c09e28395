//! Quantified targets and what was measured.

use crate::model::column::record;
use crate::model::{
    AtlasMeasure, Category, CountedBy, IndicatorId, IndicatorRegionId, ObservationId, Operator, PartialDate,
    PilotLevel, PlanId, ProjectKind, ProjectStage, RegionId, ScopeClass, SiteKind, TaskId, TownMeasure,
};

record! {
    /// 指标: a quantified target.
    Indicator: "indicators", "指标", IndicatorId {
        plan: PlanId => TakesAlong,
        /// The task it stands in.
        task: Option<TaskId> => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
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
        note: Option<String>,
        /// The value it began from, in its unit.
        baseline: Option<f64>,
        /// When it had that value.
        baseline_on: Option<PartialDate>,
        /// For whom the target holds; the regions by name are [`IndicatorRegion`]s.
        scope_class: Option<ScopeClass>,
        /// The plan's wording that a number does not hold: 力争, 左右, 五年内.
        wording: Option<String>,
        /// The fact of a town that it is measured by.
        measure: Option<TownMeasure>,
        /// How its value is come by; empty means by reports.
        counted: Option<CountedBy>,
        /// Pilots of which category count.
        quota_category: Option<Category>,
        /// The lowest level of pilot that counts.
        quota_lowest: Option<PilotLevel>,
        /// The highest level of pilot that counts.
        quota_highest: Option<PilotLevel>,
        /// The indicator that counts the towns which reach this one and its siblings together: 双十.
        part_of: Option<IndicatorId> => Empties,
        /// What the atlas itself is asked for its value.
        atlas_measure: Option<AtlasMeasure>,
        /// Projects of which kind are asked.
        project_kind: Option<ProjectKind>,
        /// The stage they have reached at least; empty for any.
        lowest_stage: Option<ProjectStage>,
        /// The facility that towns or villages are to be near to, where it is a site; empty for projects of the kind.
        site_kind: Option<SiteKind>,
        /// How near, in metres.
        within_m: Option<f64>,
    }
}

record! {
    /// A measured value of an indicator.
    Observation: "observations", "指标报数", ObservationId {
        indicator: IndicatorId => TakesAlong,
        /// The town it is about; empty for the whole.
        region: Option<RegionId> => TakesAlong,
        on_date: PartialDate,
        /// The value in the indicator's unit.
        value: f64,
        /// Who reported it.
        reported_by: Option<String>,
        note: Option<String>,
    }
}

record! {
    /// 指标范围: a region that a target holds for.
    IndicatorRegion: "indicator_regions", "指标范围", IndicatorRegionId {
        indicator: IndicatorId => TakesAlong,
        region: RegionId => TakesAlong,
        /// 分解: its part of the target, in the indicator's unit.
        value: Option<f64>,
    }
}
