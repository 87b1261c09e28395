//! What the map draws for a filter.

use geo_types::Geometry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use crate::model::*;

/// A pin of a town on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TownPin {
    /// Region id.
    pub id: String,
    pub name: String,
    /// Longitude, latitude.
    pub at: [f64; 2],
    /// Category, when it is a pilot.
    pub category: Option<Category>,
    /// Level, when it is a pilot.
    pub level: Option<PilotLevel>,
    /// Precision of the point.
    pub precision: Precision,
    /// How sure the point is.
    pub confidence: Option<String>,
    /// Township, county…
    pub region_level: RegionLevel,
}

/// A pin of a site on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct SitePin {
    /// Site id.
    pub id: String,
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// Longitude, latitude.
    pub at: [f64; 2],
    pub precision: Precision,
}

/// A project on the map: its footprint, or the point of its town or county with precision 镇域 or 县域.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ProjectShape {
    /// Project id.
    pub id: String,
    pub name: String,
    pub kind: ProjectKind,
    pub stage: ProjectStage,
    /// Precision of what is drawn.
    pub precision: Precision,
    /// Whether it is an alternative.
    pub alternative: bool,
    /// Footprint, or the point of its town or county when `own` is false.
    pub geometry: Shape,
    /// Whether the geometry is its own.
    pub own: bool,
    /// Where its label and its pin stand.
    pub label_at: [f64; 2],
    /// Whether it is late today.
    pub overdue: bool,
    /// Its light today.
    pub light: LightState,
}

/// What the map draws for a filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct MapFeatures {
    /// Towns with a point.
    pub towns: Vec<TownPin>,
    /// Sites with a point.
    pub sites: Vec<SitePin>,
    /// Projects that can be shown; none when they are `tiled`.
    pub projects: Vec<ProjectShape>,
    /// Whether there are so many projects that they are drawn from tiles.
    pub tiled: bool,
    /// Which set of projects the tiles are asked for; `None` for all.
    pub tile_set: Option<u32>,
    /// Adcodes of the counties the plans are about, for tinting.
    pub counties: Vec<String>,
    /// West, south, east, north of it all.
    pub bounds: Option<[f64; 4]>,
    /// West, south, east, north of the projects alone.
    pub project_bounds: Option<[f64; 4]>,
    /// Where the plans are: around the pilot towns, and around the region of each plan none of whose pilots has a place;
    /// the bounds of all where there is no plan.
    pub pilot_bounds: Option<[f64; 4]>,
}

/// Atlases with more projects than this are drawn from tiles; up to here every footprint is handed over as it is.
const MOST_VECTORS: usize = 5_000;

impl<'m> Snapshot<'m> {
    /// Towns, sites and projects that can be shown; towns and sites follow the filter's plans and towns only, so that
    /// a filter of projects does not empty the map.
    pub fn map_features(&self, filter: &Filter) -> MapFeatures {
        let places = Filter {
            plans: filter.plans.clone(),
            towns: filter.towns.clone(),
            any: filter.any,
            ..Filter::default()
        };
        let mut out = MapFeatures::default();
        let pinned = |r: &Region| matches!(r.level, RegionLevel::Township | RegionLevel::County);
        let towns = self.regions(&places, pinned).into_iter();
        out.towns = towns.filter_map(|region| self.town_pin(region)).collect();
        let sites = self.sites(&places).into_iter();
        out.sites = sites.filter_map(site_pin).collect();
        let slots = self.project_slots(filter);
        out.tiled = self.model.projects.len() > MOST_VECTORS;
        let set = self
            .cache
            .filter(|_| out.tiled)
            .and_then(|cache| self.tile_filter(filter, cache));
        out.tile_set = set.map(|set| u32::try_from(set.generation).unwrap_or(u32::MAX));
        let mut around: Option<[f64; 4]> = None;
        for slot in slots.iter() {
            let Some(found) = self.model.projects.summary_ref(*slot) else {
                continue;
            };
            let shown = match found.measured() {
                Some(measured) => measured.bounds,
                // Boxes of a large atlas come with the walk that loads its map.
                None if out.tiled && found.drawn() => continue,
                None => self.shown_box(&found.summary()),
            };
            around = around.into_iter().chain(shown).reduce(join);
            if out.tiled {
                continue;
            }
            let project = found.summary();
            // What cannot be read now is left out; the inspector says why when it is opened.
            out.projects.extend(self.shape(&project).ok().flatten());
        }
        out.project_bounds = around;
        out.counties = self.counties_of_plans(&places);
        let towns = out.towns.iter().map(|t| point_bounds(t.at));
        let sites = out.sites.iter().map(|s| point_bounds(s.at));
        out.bounds = towns.chain(sites).chain(around).reduce(join);
        let pilots = out.towns.iter().filter(|t| t.category.is_some());
        let pilots = pilots.map(|t| point_bounds(t.at));
        let all = |plan: &&Plan| places.plans.is_empty() || places.plans.contains(&plan.id.0);
        let plans = self.model.plans.iter().filter(all);
        let plans = plans.filter(|_| places.towns.is_empty());
        let plans = plans.filter_map(|plan| self.plan_bounds(plan));
        out.pilot_bounds = pilots.chain(plans).reduce(join).or(out.bounds);
        out
    }

    /// Where a plan is: around those of its pilot towns that have a place, else around its region; west, south, east, north.
    pub(super) fn plan_bounds(&self, plan: &Plan) -> Option<[f64; 4]> {
        let pilots = self.model.designations.iter().filter(|d| d.plan == plan.id);
        let towns = pilots.filter_map(|d| self.model.regions.get(d.region.as_str()));
        let points = towns.filter_map(|town| point(town.geometry.as_ref()?));
        points
            .map(point_bounds)
            .reduce(join)
            .or_else(|| self.region_bounds(plan.region.as_str()))
    }

    /// The box of the nearest region, itself or above, whose outline or point is known.
    fn region_bounds(&self, id: &str) -> Option<[f64; 4]> {
        let mut next = self.model.regions.get(id);
        for _ in 0..4 {
            let region = next?;
            let outline = || geodata::basemap::region_bounds(region.code.as_deref()?);
            let at = || Some(point_bounds(point(region.geometry.as_ref()?)?));
            if let Some(found) = outline().or_else(at) {
                return Some(found);
            }
            next = self.model.regions.get(region.parent.as_ref()?.as_str());
        }
        None
    }

    fn town_pin(&self, region: &Region) -> Option<TownPin> {
        let pilot = self.pilot(region.id.as_str());
        Some(TownPin {
            id: region.id.0.clone(),
            name: region.name.clone(),
            at: point(region.geometry.as_ref()?)?,
            category: pilot.map(|d| d.category),
            level: pilot.and_then(|d| d.level),
            precision: region.precision,
            confidence: region.confidence.clone(),
            region_level: region.level,
        })
    }

    /// These projects as the map draws them; what has no place is left out.
    ///
    /// # Errors
    /// [`NotRead`] when a footprint cannot be read from the file.
    pub fn shapes(&self, slots: &[u32]) -> Result<Vec<ProjectShape>, NotRead> {
        let summaries = slots.iter().filter_map(|slot| self.model.projects.at(*slot));
        summaries
            .filter_map(|summary| self.shape(&summary).transpose())
            .collect()
    }

    fn shape(&self, project: &Summary<'m>) -> Result<Option<ProjectShape>, NotRead> {
        let Some((shape, own)) = self.shown_at(project)? else {
            return Ok(None);
        };
        let label = geodata::measure::label_point(&shape.0);
        Ok(label.map(|label| ProjectShape {
            id: project.id.to_owned(),
            name: project.name.to_owned(),
            kind: project.kind,
            stage: project.stage,
            precision: self.shown_precision(project),
            alternative: project.alternative,
            geometry: shape,
            own,
            label_at: [label.x(), label.y()],
            overdue: self.is_summary_overdue(project),
            light: self.light_of_summary(project),
        }))
    }

    fn counties_of_plans(&self, filter: &Filter) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for plan in self
            .model
            .plans
            .iter()
            .filter(|p| filter.plans.is_empty() || filter.plans.contains(&p.id.0))
        {
            for county in self.below(plan.region.as_str(), RegionLevel::County) {
                codes.extend(county.code.clone());
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }
}

fn site_pin(site: &Site) -> Option<SitePin> {
    Some(SitePin {
        id: site.id.0.clone(),
        name: site.name.clone(),
        kind: site.kind,
        at: point(site.geometry.as_ref()?)?,
        precision: site.precision,
    })
}

fn point(shape: &Shape) -> Option<[f64; 2]> {
    match &shape.0 {
        Geometry::Point(p) => Some([p.x(), p.y()]),
        other => geodata::measure::label_point(other).map(|p| [p.x(), p.y()]),
    }
}

fn point_bounds(at: [f64; 2]) -> [f64; 4] {
    [at[0], at[1], at[0], at[1]]
}

fn join(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}
