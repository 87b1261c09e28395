//! Making areas valid that an overlay left almost valid.
//!
//! An overlay puts vertices back bit for bit. A vertex that lies on the edge of another ring, but not exactly, as
//! floating point has it, then lies a last digit to the wrong side of it. Such vertices are made part of the
//! edge, so that the rings touch at one and the same number, and the overlay is done again.

use super::crossings::{NumberedSegment, envelope};
use super::plane::{Keep, even_odd, overlay};
use crate::measure::rings;
use crate::validity::check;
use geo::{BoundingRect, CoordsIter};
use geo_types::{Coord, Line, LineString, MultiPolygon, Polygon};
use rstar::RTree;

/// Rounds after which it is given up; the distance is four times as great each time.
const ROUNDS: i32 = 12;

/// Returns areas that are valid, from those that an overlay made, and whether nothing at all is wrong with them any more.
///
/// Vertices stay bit for bit, except that those less than the distance of a round apart become one. What cannot
/// be mended is returned as it was.
pub(crate) fn make_valid(polygons: Vec<Polygon<f64>>) -> (Vec<Polygon<f64>>, bool) {
    if let Some(sound) = soundness(&polygons) {
        return (polygons, sound);
    }
    let whole: geo_types::Geometry<f64> = MultiPolygon(polygons.clone()).into();
    let Some(extent) = whole.bounding_rect().map(|r| r.width().max(r.height())) else {
        return (polygons, false);
    };
    // Some units in the last place of the coordinates, or of the integer grid of the overlay.
    let far = whole
        .coords_iter()
        .fold(0.0_f64, |m, c| m.max(c.x.abs()).max(c.y.abs()));
    let finest = (far * f64::EPSILON * 4.0).max(extent * 2.0_f64.powi(-31));
    let mut now = polygons.clone();
    for round in 0..ROUNDS {
        let near = finest * 4.0_f64.powi(round);
        let noded = node(&now, near);
        let filled: Vec<Polygon<f64>> = noded.iter().flat_map(|p| fill(p, |_| true)).collect();
        now = overlay(&filled, &[], Keep::Either).0;
        if let Some(sound) = soundness(&now) {
            return (now, sound);
        }
    }
    (polygons, false)
}

/// Whether nothing at all is wrong with areas; `None` if they may not be used as they are.
fn soundness(polygons: &[Polygon<f64>]) -> Option<bool> {
    let problems = check(&MultiPolygon(polygons.to_vec()).into());
    let harmless = problems.iter().all(|p| p.kind.is_harmless());
    harmless.then_some(problems.is_empty())
}

/// The shell by the even-odd rule, less its holes by the same rule; rings that do not cross themselves, by their numbers,
/// are taken as they are.
pub(crate) fn fill(polygon: &Polygon<f64>, crosses_itself: impl Fn(usize) -> bool) -> Vec<Polygon<f64>> {
    let area = |number: usize, ring: &LineString<f64>| match crosses_itself(number) {
        true => even_odd(ring).0,
        false => vec![Polygon::new(ring.clone(), Vec::new())],
    };
    let shell = area(0, polygon.exterior());
    let holes = polygon.interiors().iter().enumerate();
    let holes: Vec<Polygon<f64>> = holes.flat_map(|(i, hole)| area(i + 1, hole)).collect();
    if holes.is_empty() {
        shell
    } else {
        overlay(&shell, &holes, Keep::FirstOnly).0
    }
}

/// The polygons with each vertex that lies within a distance of an edge made part of it.
fn node(polygons: &[Polygon<f64>], near: f64) -> Vec<Polygon<f64>> {
    let points: Vec<NumberedSegment> = polygons
        .iter()
        .flat_map(CoordsIter::coords_iter)
        .enumerate()
        .map(|(index, c)| NumberedSegment {
            line: Line::new(c, c),
            index,
        })
        .collect();
    let tree = RTree::bulk_load(points);
    // The vertex that came first stands for those around it.
    let one = |c: Coord<f64>| {
        tree.locate_in_envelope_intersecting(&envelope(&Line::new(c, c), near))
            .min_by_key(|s| s.index)
            .map_or(c, |s| s.line.start)
    };
    let ring = |r: &LineString<f64>| {
        let mut coords: Vec<Coord<f64>> = Vec::with_capacity(r.0.len());
        for edge in r.lines() {
            let (start, end) = (one(edge.start), one(edge.end));
            coords.push(start);
            let along = edge.end - edge.start;
            let length = along.x.hypot(along.y);
            if length == 0.0 {
                continue;
            }
            let mut between: Vec<(f64, Coord<f64>)> = tree
                .locate_in_envelope_intersecting(&envelope(&edge, near))
                .map(|s| one(s.line.start))
                .filter(|c| *c != start && *c != end)
                .filter_map(|c| {
                    let to = c - edge.start;
                    let share = (to.x * along.x + to.y * along.y) / (length * length);
                    let off = (to.x * along.y - to.y * along.x).abs() / length;
                    (share > 0.0 && share < 1.0 && off <= near).then_some((share, c))
                })
                .collect();
            between.sort_by(|a, b| a.0.total_cmp(&b.0));
            coords.extend(between.into_iter().map(|(_, c)| c));
        }
        coords.dedup();
        let mut ring = LineString(coords);
        ring.close();
        ring
    };
    polygons
        .iter()
        .map(|p| {
            let mut all = rings(p).map(ring);
            let shell = all.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(shell, all.filter(|r| r.0.len() > 3).collect())
        })
        .collect()
}
