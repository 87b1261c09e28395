//! Values that the atlas itself gives, by a rule that is said with them. They are of what the rows say now: where a
//! project stood earlier is not kept, so they have the date on which they are computed.

use geo_types::{Coord, Geometry};
use serde::Serialize;
use ts_rs::TS;
use words::{Words, said};

use super::places::{below, lies_in, places_of_target};
use super::values::year_of;
use super::{counting, number_text};
use crate::model::{
    AtlasMeasure, Indicator, Measures, Model, PartialDate, ProjectStage, Region, RegionLevel, ScopeClass,
    Shape, Summary,
};
use crate::rules::stages::completion_dates;

/// A value of the atlas, with its rule.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ComputedValue {
    /// In the unit of the target.
    pub value: f64,
    /// The day it is computed on.
    pub on: PartialDate,
    /// By which rule.
    pub rule: Words,
    /// How many things it is made of.
    pub counted: u32,
    /// How many more would be, if their number, their footprint or their date were there.
    pub left_out: u32,
}

/// Metres of a unit of length.
fn metres_of(unit: &str) -> Option<f64> {
    match unit {
        "公里" | "千米" | "km" => Some(1000.0),
        "米" | "m" => Some(1.0),
        _ => None,
    }
}

/// Square metres of a unit of area.
fn square_metres_of(unit: &str) -> Option<f64> {
    match unit {
        "平方米" | "㎡" => Some(1.0),
        "万平方米" | "公顷" => Some(10_000.0),
        "平方公里" => Some(1_000_000.0),
        "亩" => Some(2000.0 / 3.0),
        "万亩" => Some(2000.0 / 3.0 * 10_000.0),
        _ => None,
    }
}

/// What the atlas says of a target today; `None` if nobody said what to ask it, or its unit does not fit that.
#[must_use]
pub fn computed_value(model: &Model, indicator: &Indicator, today: PartialDate) -> Option<ComputedValue> {
    match indicator.atlas_measure? {
        AtlasMeasure::Pilots => {
            let count = counting::pilots(model, indicator, None, today);
            let category = indicator.quota_category.map_or("", |category| category.zh());
            let category_en = indicator
                .quota_category
                .map_or("any category", |category| category.en());
            Some(ComputedValue {
                value: f64::from(count),
                on: today,
                rule: said!(
                    "target.rule_pilots",
                    "本方案试点名单中的{category}试点镇街个数",
                    "pilots of the plan, {category_en}"
                ),
                counted: count,
                left_out: 0,
            })
        }
        AtlasMeasure::TownsNear => near(model, indicator, RegionLevel::Township, today),
        AtlasMeasure::VillagesNear => near(model, indicator, RegionLevel::Village, today),
        AtlasMeasure::Projects | AtlasMeasure::Quantity | AtlasMeasure::Length | AtlasMeasure::Area => {
            of_projects(model, indicator, today)
        }
    }
}

/// Whether a stage is at least another; what is suspended has reached none.
fn at_least(stage: ProjectStage, lowest: Option<ProjectStage>) -> bool {
    lowest.is_none_or(|lowest| stage == lowest || (stage != ProjectStage::Suspended && stage >= lowest))
}

/// The projects of the plan that are of the kind and stage, in the regions that a target is limited to.
fn projects<'m>(model: &'m Model, indicator: &Indicator, today: PartialDate) -> Vec<Summary<'m>> {
    let limited = matches!(
        indicator.scope_class,
        Some(ScopeClass::Pilots | ScopeClass::EachPilot | ScopeClass::Listed)
    );
    let places: Vec<&Region> = match limited {
        true => places_of_target(model, indicator, today),
        false => Vec::new(),
    };
    let inside = |town: &str| places.iter().any(|place| lies_in(model, town, place.id.as_str()));
    let of_target = |project: &Summary<'_>| {
        project.plan == Some(&indicator.plan)
            && !project.alternative
            && indicator.project_kind.is_none_or(|kind| project.kind == kind)
            && at_least(project.stage, indicator.lowest_stage)
            && (!limited || project.town.is_some_and(|town| inside(town.as_str())))
    };
    model.projects.iter().filter(of_target).collect()
}

/// What the footprint of a project measures, also before it was measured for the map.
fn measures_of(model: &Model, project: &Summary<'_>) -> Option<Measures> {
    if !project.drawn {
        return None;
    }
    let measured = project.measured.and_then(|measured| measured.measures);
    measured.or_else(|| {
        let shape = model.projects.full_at(project.slot).ok()?.geometry?;
        Some(Measures::of(&shape))
    })
}

fn of_projects(model: &Model, indicator: &Indicator, today: PartialDate) -> Option<ComputedValue> {
    let measure = indicator.atlas_measure?;
    let unit = match measure {
        AtlasMeasure::Length => metres_of(&indicator.unit)?,
        AtlasMeasure::Area => square_metres_of(&indicator.unit)?,
        _ => 1.0,
    };
    let done = matches!(
        indicator.lowest_stage,
        Some(ProjectStage::Completed | ProjectStage::Accepted)
    );
    let year = year_of(indicator, today).filter(|_| done);
    let dates = year.map(|_| completion_dates(model));
    let (mut sum, mut counted, mut left_out) = (0.0, 0, 0);
    for project in projects(model, indicator, today) {
        if let (Some(year), Some(dates)) = (year, &dates) {
            match dates.get(project.id) {
                Some(date) if date.year() == year => {}
                Some(_) => continue,
                None => {
                    left_out += 1;
                    continue;
                }
            }
        }
        let measures = measures_of(model, &project);
        let value = match measure {
            AtlasMeasure::Projects => Some(1.0),
            AtlasMeasure::Quantity => project
                .quantity
                .filter(|_| project.quantity_unit == Some(indicator.unit.as_str())),
            AtlasMeasure::Length => measures.map(|m| m.length_m).filter(|m| *m > 0.0),
            _ => measures.map(|m| m.area_m2).filter(|m| *m > 0.0),
        };
        match value {
            Some(value) => {
                sum += value;
                counted += 1;
            }
            None => left_out += 1,
        }
    }
    let kind = indicator.project_kind.map_or("全部类别", |kind| kind.zh());
    let kind_en = indicator.project_kind.map_or("any kind", |kind| kind.en());
    let (stage, stage_en) = match (indicator.lowest_stage, year) {
        (Some(stage), Some(year)) => (
            format!("{year}年{}", stage.zh()),
            format!("{} in {year}", stage.en()),
        ),
        (Some(stage), None) => (
            format!("{}及以后", stage.zh()),
            format!("{} or later", stage.en()),
        ),
        (None, _) => ("不论阶段".to_owned(), "any stage".to_owned()),
    };
    let (what, what_en) = (measure.zh(), measure.en());
    Some(ComputedValue {
        value: sum / unit,
        on: today,
        rule: said!(
            "target.rule_projects",
            "本方案{kind}项目、{stage}的{what}",
            "{what_en} of the plan: {kind_en}, {stage_en}"
        ),
        counted,
        left_out,
    })
}

/// Towns or villages of the plan's region whose point is within a distance of a facility: per cent of all whose point is
/// known if the unit is %, else their number.
fn near(
    model: &Model,
    indicator: &Indicator,
    level: RegionLevel,
    today: PartialDate,
) -> Option<ComputedValue> {
    let within = indicator.within_m?;
    let plan = model.plans.get(indicator.plan.as_str())?;
    let facilities: Vec<Shape> = match indicator.site_kind {
        Some(kind) => {
            let sites = model.sites.iter().filter(|site| site.kind == kind);
            sites.filter_map(|site| site.geometry.clone()).collect()
        }
        None => {
            indicator.project_kind?;
            let rows = projects(model, indicator, today);
            let drawn = rows.iter().filter(|project| project.drawn);
            drawn
                .filter_map(|project| model.projects.full_at(project.slot).ok()?.geometry)
                .collect()
        }
    };
    let (mut reached, mut known, mut unknown) = (0_u32, 0_u32, 0_u32);
    for region in below(model, plan.region.as_str(), level) {
        let Some(Geometry::Point(point)) = region.geometry.as_ref().map(|shape| &shape.0) else {
            unknown += 1;
            continue;
        };
        known += 1;
        let near = facilities
            .iter()
            .filter_map(|shape| distance(&shape.0, point.0))
            .any(|metres| metres <= within);
        reached += u32::from(near);
    }
    if known == 0 {
        return None;
    }
    let value = match indicator.unit == "%" {
        true => 100.0 * f64::from(reached) / f64::from(known),
        false => f64::from(reached),
    };
    let (what, what_en) = (level.zh(), level.en());
    let (site, site_en) = match (indicator.site_kind, indicator.project_kind) {
        (Some(kind), _) => (kind.zh(), kind.en()),
        (None, Some(kind)) => (kind.zh(), kind.en()),
        (None, None) => ("", ""),
    };
    let metres = number_text(within);
    Some(ComputedValue {
        value,
        on: today,
        rule: said!(
            "target.rule_near",
            "驻地（点）到最近的{site}不超过 {metres} 米（直线）的{what}，共 {reached}/{known}",
            "{what_en} regions whose point is within {metres} m (as the crow flies) of the nearest {site_en}: {reached} of {known}"
        ),
        counted: reached,
        left_out: unknown,
    })
}

/// Geodesic, from a place to the nearest vertex of a shape, metres.
fn distance(shape: &Geometry<f64>, place: Coord<f64>) -> Option<f64> {
    use geo::CoordsIter as _;
    let way = |to: Coord<f64>| geodata::measure::length(&Geometry::LineString(vec![to, place].into())).0;
    shape.coords_iter().map(way).min_by(f64::total_cmp)
}
