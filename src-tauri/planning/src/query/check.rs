//! What deserves a second look on the map: footprints in control lines (三区三线), shapes that are not sound, projects
//! that look like the same one twice, and projects that lie outside their county.

use std::collections::HashMap;
use std::sync::Arc;

use geo_types::{Geometry, MultiPolygon};
use geodata::control_areas::ControlAreaIndex;
use geodata::measure::label_point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::cache::QueryCache;
use super::date_contradictions::DateContradiction;
use super::filter::Filter;
use super::in_controls::InControls;
use super::outlines::Outlines;
use crate::model::*;

/// Places closer than this are taken for the same, metres.
const SAME_PLACE: f64 = 60.0;
/// Names at least this alike are taken for the same, 0 to 1.
const ALIKE: f64 = 0.7;

/// What deserves a second look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckReport {
    /// Projects with a footprint of their own that were looked at.
    pub checked: u32,
    /// Control lines they were held against.
    pub control_lines: u32,
    /// Footprints in control lines: those that should not be there first, the largest first.
    pub overlaps: Vec<ControlOverlap>,
    /// Shapes that are not sound.
    pub invalid: Vec<InvalidShape>,
    /// Pairs that look like the same project.
    pub duplicates: Vec<Duplicate>,
    /// Projects outside their county.
    pub outside: Vec<Outside>,
    /// Dates that contradict each other.
    pub dates: Vec<DateContradiction>,
    /// Values that another program wrote and this one cannot read; they stay until they are replaced.
    pub unread: Vec<UnreadValue>,
}

/// A footprint in a control line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ControlOverlap {
    pub project: String,
    pub project_name: String,
    /// The control line.
    pub control: String,
    pub kind: ControlKind,
    /// Whether the project should not be there: not in the 城镇开发边界, in which building is meant to stay.
    pub concern: bool,
    pub control_name: Option<String>,
    /// Where its layer came from.
    pub source: Option<String>,
    /// The date of its layer.
    pub dated: Option<PartialDate>,
    /// The area in it, square metres, geodesic; 0 for lines and points.
    pub area_m2: f64,
    /// The same in 亩.
    pub area_mu: f64,
    /// The length in it, metres, geodesic; 0 for areas and points.
    pub length_m: f64,
    /// The part of the footprint in it, per cent of its area, length or points.
    pub percent: f64,
    /// A place in it, longitude and latitude.
    pub at: [f64; 2],
    /// What the two have in common, when it is an area.
    pub common: Option<Shape>,
}

/// A shape that is not sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct InvalidShape {
    /// `projects`, `sites` or `control_lines`.
    pub table: String,
    pub id: String,
    pub name: String,
    /// Code of what is wrong.
    pub code: String,
    /// Where.
    pub at: [f64; 2],
}

/// Two projects that look like the same one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Duplicate {
    /// Their ids.
    pub projects: [String; 2],
    pub names: [String; 2],
    /// How far apart they are, metres.
    pub distance_m: f64,
    /// How alike the names are, 0 to 1.
    pub likeness: f64,
    /// Where the first is.
    pub at: [f64; 2],
}

/// A project that does not lie where it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Outside {
    pub project: String,
    pub name: String,
    /// The town it says, where the atlas has the boundary of it, else the county.
    pub county: String,
    /// The town or county it lies in; `None` at sea and abroad. With a distance: the one whose point is much nearer.
    pub lies_in: Option<String>,
    /// How far it is from the point of its town, metres, where that alone speaks against it: it lies in its county, and
    /// the atlas has no boundary of the town.
    pub distance_m: Option<f64>,
    /// Where.
    pub at: [f64; 2],
}

impl<'m> Snapshot<'m> {
    /// Which projects lie in control lines of each kind; kept until the atlas changes.
    pub(super) fn in_controls(&self) -> Arc<InControls> {
        match self.cache {
            Some(cache) => cache.in_controls(|| self.find_in_controls()),
            None => Arc::new(self.find_in_controls()),
        }
    }

    /// The same if they were found since the atlas changed.
    pub(super) fn known_in_controls(&self) -> Option<Arc<InControls>> {
        self.cache.and_then(QueryCache::known_in_controls)
    }

    fn find_in_controls(&self) -> InControls {
        let lines: Vec<&ControlLine> = self.model.control_lines.iter().collect();
        let index = control_index(&lines);
        let mut found = InControls::default();
        // What cannot be read lies in none that is known; the check says why.
        let _ = self.model.projects.each_full(&mut |slot, project| {
            if let Some(Shape(shape)) = &project.geometry {
                for overlap in index.check(shape) {
                    found[lines[overlap.control as usize].kind as usize].insert(slot);
                }
            }
            true
        });
        found
    }

    /// Looks at the projects of a filter.
    ///
    /// A project is held against the boundary of its town where the atlas has it, else against its county. County
    /// outlines are simplified by some 40 m, so that only what lies further out is told.
    /// `None` if `go_on`, asked before each project, says no.
    ///
    /// # Errors
    /// [`NotRead`] when the footprints stand in the file and that cannot be read.
    pub fn check(&self, filter: &Filter, go_on: &dyn Fn() -> bool) -> Result<Option<CheckReport>, NotRead> {
        let lines = self.model.control_lines.sorted_by_key(|l| l.id.clone());
        let index = control_index(&lines);
        let matching = self.project_set(filter);
        let mut report = CheckReport {
            control_lines: super::snapshot::count(lines.len()),
            dates: self.date_contradictions(filter),
            unread: self.model.unread.clone(),
            ..CheckReport::default()
        };
        let outlines = Outlines::of(self.model);
        let mut places: Vec<(Summary<'_>, geo_types::Point<f64>)> = Vec::new();
        let mut stopped = false;
        self.model.projects.each_full(&mut |slot, project| {
            if !go_on() {
                stopped = true;
                return false;
            }
            let summary = self.model.projects.at(slot).filter(|_| matching.contains(slot));
            let (Some(summary), Some(Shape(shape))) = (summary, &project.geometry) else {
                return true;
            };
            report.checked += 1;
            for found in index.check(shape) {
                report.overlaps.push(overlap(
                    &summary,
                    lines[found.control as usize],
                    &found,
                    index.common(shape, found.control),
                ));
            }
            report
                .invalid
                .extend(unsound("projects", summary.id, summary.name, shape));
            if let Some(at) = label_point(shape) {
                report
                    .outside
                    .extend(self.outside(&summary, shape, at, &outlines));
                places.push((summary, at));
            }
            true
        })?;
        if stopped {
            return Ok(None);
        }
        places.sort_by_key(|(summary, _)| summary.slot);
        report.duplicates = duplicates(&places);
        for site in self.model.sites.iter() {
            if let Some(shape) = &site.geometry {
                report
                    .invalid
                    .extend(unsound("sites", site.id.as_str(), &site.name, &shape.0));
            }
        }
        for line in lines {
            if let Some(shape) = &line.geometry {
                let name = line.name.as_deref().unwrap_or(line.kind.zh());
                report
                    .invalid
                    .extend(unsound("control_lines", line.id.as_str(), name, &shape.0));
            }
        }
        report.overlaps.sort_by(|a, b| {
            let by_size = b
                .area_m2
                .total_cmp(&a.area_m2)
                .then(b.length_m.total_cmp(&a.length_m));
            b.concern
                .cmp(&a.concern)
                .then(by_size)
                .then(a.project.cmp(&b.project))
        });
        Ok(Some(report))
    }

    /// What speaks against the place of a footprint, whose label is at `at`: it lies outside its town or county, or far
    /// from its town.
    pub(super) fn outside(
        &self,
        project: &Summary<'_>,
        shape: &Geometry<f64>,
        at: geo_types::Point<f64>,
        outlines: &Outlines<'_>,
    ) -> Option<Outside> {
        let town = project.town?.as_str();
        if let Some(inside) = outlines.holds(town, at) {
            let named = (!inside).then(|| self.model.regions.get(town)).flatten()?;
            let county = || geodata::basemap::county_at(at.x(), at.y()).map(|c| c.name.to_owned());
            return Some(Outside {
                project: project.id.to_owned(),
                name: project.name.to_owned(),
                county: named.name.clone(),
                lies_in: outlines.at(at).map(|r| r.name.clone()).or_else(county),
                distance_m: None,
                at: [at.x(), at.y()],
            });
        }
        self.outside_county(project, at).or_else(|| {
            let far = self.far_from_town(project.town?, shape)?;
            Some(Outside {
                project: project.id.to_owned(),
                name: project.name.to_owned(),
                county: far.town.name.clone(),
                lies_in: far.nearer.map(|region| region.name.clone()),
                distance_m: Some(far.distance_m),
                at: [at.x(), at.y()],
            })
        })
    }

    fn outside_county(&self, project: &Summary<'_>, at: geo_types::Point<f64>) -> Option<Outside> {
        let county = self.county(project.town?.as_str())?;
        let code = county.code.as_deref()?;
        // A county that the base map does not know (a fictional one) has no outline to lie outside of.
        geodata::basemap::county_outline(code)?;
        let found = geodata::basemap::county_at(at.x(), at.y());
        if found.is_some_and(|c| c.adcode == code) {
            return None;
        }
        Some(Outside {
            project: project.id.to_owned(),
            name: project.name.to_owned(),
            county: county.name.clone(),
            lies_in: found.map(|c| c.name.to_owned()),
            distance_m: None,
            at: [at.x(), at.y()],
        })
    }
}

/// The areas among these lines, numbered by their place.
fn control_index(lines: &[&ControlLine]) -> ControlAreaIndex {
    let areas = (0_u32..)
        .zip(lines)
        .filter_map(|(place, line)| Some((place, areas(line)?)));
    ControlAreaIndex::new(areas.collect())
}

fn areas(line: &ControlLine) -> Option<MultiPolygon<f64>> {
    match &line.geometry.as_ref()?.0 {
        Geometry::Polygon(p) => Some(p.clone().into()),
        Geometry::MultiPolygon(p) => Some(p.clone()),
        _ => None,
    }
}

fn overlap(
    project: &Summary<'_>,
    line: &ControlLine,
    found: &geodata::control_areas::Overlap,
    common: Option<Geometry<f64>>,
) -> ControlOverlap {
    ControlOverlap {
        project: project.id.to_owned(),
        project_name: project.name.to_owned(),
        control: line.id.0.clone(),
        kind: line.kind,
        concern: line.kind != ControlKind::UrbanBoundary,
        control_name: line.name.clone(),
        source: line.source.clone(),
        dated: line.dated,
        area_m2: found.area.0,
        area_mu: found.area.mu(),
        length_m: found.length.0,
        percent: found.share * 100.0,
        at: [found.at.x, found.at.y],
        common: common.map(Shape),
    }
}

fn unsound(table: &str, id: &str, name: &str, shape: &Geometry<f64>) -> Option<InvalidShape> {
    let problem = geodata::validity::first_harm(shape)?;
    Some(InvalidShape {
        table: table.to_owned(),
        id: id.to_owned(),
        name: name.to_owned(),
        code: problem.code.to_owned(),
        at: [problem.at.x, problem.at.y],
    })
}

/// Pairs that stand near each other and are named alike, each once.
fn duplicates(drawn: &[(Summary<'_>, geo_types::Point<f64>)]) -> Vec<Duplicate> {
    // Squares of about 100 m, so that only neighbours have to be compared.
    let square = |x: f64| (x * 1000.0).floor() as i64;
    let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (i, (_, p)) in drawn.iter().enumerate() {
        squares.entry((square(p.x()), square(p.y()))).or_default().push(i);
    }
    let mut out = Vec::new();
    for (i, (project, p)) in drawn.iter().enumerate() {
        let (x, y) = (square(p.x()), square(p.y()));
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        for j in around
            .filter_map(|s| squares.get(&s))
            .flatten()
            .copied()
            .filter(|j| *j > i)
        {
            let (other, q) = &drawn[j];
            let line = Geometry::LineString(vec![p.0, q.0].into());
            let distance = geodata::measure::length(&line).0;
            if distance > SAME_PLACE {
                continue;
            }
            let likeness = likeness(&plain(project.name), &plain(other.name));
            if likeness >= ALIKE {
                out.push(Duplicate {
                    projects: [project.id.to_owned(), other.id.to_owned()],
                    names: [project.name.to_owned(), other.name.to_owned()],
                    distance_m: distance,
                    likeness,
                    at: [p.x(), p.y()],
                });
            }
        }
    }
    out
}

/// A name without white space, punctuation and words that every project has.
fn plain(name: &str) -> Vec<char> {
    ["建设项目", "项目", "工程", "建设"]
        .iter()
        .fold(name.to_lowercase(), |name, word| name.replace(word, ""))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Dice coefficient of the pairs of neighbouring letters; 1 for the same name (Dice 1945, on bigrams).
fn likeness(a: &[char], b: &[char]) -> f64 {
    if a == b {
        return 1.0;
    }
    if a.len() < 2 || b.len() < 2 {
        return 0.0;
    }
    let mut left: Vec<&[char]> = b.windows(2).collect();
    let common = a
        .windows(2)
        .filter(|pair| match left.iter().position(|other| other == pair) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        })
        .count();
    2.0 * common as f64 / (a.len() + b.len() - 2) as f64
}
