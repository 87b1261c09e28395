//! Regions, towns, sites and lines on the map.

use crate::model::column::record;
use crate::model::{
    AssessmentRoundId, Category, ControlKind, ControlLineId, DesignationId, Outline, PartialDate, PilotLevel,
    PilotStatus, PlanId, Precision, RegionId, RegionLevel, Shape, SiteId, SiteKind, TownMeasure,
    TownObservationId,
};

record! {
    /// 行政区: province, prefecture, county, township or village.
    Region: "regions", "行政区", RegionId {
        /// Administrative code.
        code: Option<String>,
        name: String,
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
        note: Option<String>,
        /// Its boundary, where a file of boundaries gave it or it was drawn.
        outline: Option<Outline>,
        /// Other names, with 、 between them: 西海岸新区.
        aliases: Option<String>,
    }
}

record! {
    /// 试点: a town's designation under a plan.
    Designation: "designations", "试点", DesignationId {
        plan: PlanId => TakesAlong,
        /// The town.
        region: RegionId => TakesAlong,
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
        /// The round of assessment that it came from.
        assessment_round: Option<AssessmentRoundId> => Empties,
    }
}

record! {
    /// 点位: a pinned place that is no project.
    Site: "sites", "点位", SiteId {
        /// The plan that names it.
        plan: Option<PlanId> => Empties,
        /// The region it lies in.
        town: Option<RegionId> => Empties,
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
        note: Option<String>,
    }
}

record! {
    /// 管控线: an area a project must not cross unnoticed.
    ControlLine: "control_lines", "管控线", ControlLineId {
        /// Which line.
        kind: ControlKind,
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
    /// 镇情数据: a measured fact of a town or county at a date.
    TownObservation: "town_observations", "镇情数据", TownObservationId {
        /// The town or county.
        region: RegionId => TakesAlong,
        /// What was measured.
        measure: TownMeasure,
        /// Its name, where the measure is `other`.
        name: Option<String>,
        /// The date, or the year.
        on_date: PartialDate,
        value: f64,
        /// Its unit: 万人, 亿元, 个.
        unit: String,
        /// The yearbook or report it was read in.
        source: Option<String>,
        /// Who reported it.
        reported_by: Option<String>,
        /// Where in a plan it was read.
        read_at: Option<String>,
        note: Option<String>,
    }
}
