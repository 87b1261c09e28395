//! Redrawing a stretch of a boundary or line.

use super::crossings::{Crossing, crossings, near, stretch};
use super::{
    OpError, ShapeKind, from_lines, from_polygons, kind, lines_of, polygons_of, require_line, require_valid,
    require_valid_result, same_form,
};
use crate::measure::rings;
use crate::validity::first_harm;
use geo::Area;
use geo_types::{Coord, Geometry, LineString, Polygon};

/// Returns a shape whose boundary, or line, follows the drawn line between the first and the last place where
/// the drawn line meets it; what the drawn line has before and after those places is left out.
///
/// Of a ring, the stretch is replaced that leaves the larger area with all holes inside. The ring or line is
/// the one that the drawn line meets first, among those that it meets twice.
///
/// # Errors
/// [`OpError::TooFewCrossings`], [`OpError::ResultInvalid`] when both ways round would cross something,
/// [`OpError::WrongKind`], [`OpError::LineTooShort`], [`OpError::Invalid`].
pub fn reshape(geometry: &Geometry<f64>, line: &LineString<f64>) -> Result<Geometry<f64>, OpError> {
    require_valid(geometry)?;
    let line = require_line(line)?;
    let after = if let Some(polygons) = polygons_of(geometry) {
        reshape_area(polygons, &line)?
    } else if let Some(lines) = lines_of(geometry) {
        reshape_line(lines, &line)?
    } else {
        return Err(OpError::WrongKind {
            expected: ShapeKind::Areas,
            found: kind(geometry),
        });
    };
    Ok(same_form(geometry, after))
}

/// First and last meeting of the drawn line with a target.
type Ends = (Crossing, Crossing);

/// The target that the line meets twice and first, with the first and last meeting.
fn target<'a>(
    line: &LineString<f64>,
    candidates: impl Iterator<Item = &'a LineString<f64>>,
) -> Result<(usize, Ends), OpError> {
    let mut found = 0;
    let mut best: Option<(usize, Ends)> = None;
    for (i, candidate) in candidates.enumerate() {
        let places = crossings(line, candidate);
        found = found.max(places.len());
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            continue;
        };
        let earlier = best.is_none_or(|(_, (b, _))| first.along_line < b.along_line);
        if !near(first.at, last.at) && earlier {
            best = Some((i, (*first, *last)));
        }
    }
    best.ok_or(OpError::TooFewCrossings { found: found.min(1) })
}

fn drawn(line: &LineString<f64>, (first, last): Ends) -> Vec<Coord<f64>> {
    stretch(line, (first.along_line, first.at), (last.along_line, last.at))
}

fn reshape_line(mut lines: Vec<LineString<f64>>, line: &LineString<f64>) -> Result<Geometry<f64>, OpError> {
    let (i, ends) = target(line, lines.iter())?;
    let mut new = drawn(line, ends);
    let (mut from, mut to) = ends;
    if from.along_target > to.along_target {
        std::mem::swap(&mut from, &mut to);
        new.reverse();
    }
    let old = &lines[i];
    let length = (old.0.len() - 1) as f64;
    let head = stretch(old, (0.0, old.0[0]), (from.along_target, from.at));
    let tail = stretch(old, (to.along_target, to.at), (length, old.0[old.0.len() - 1]));
    let mut coords = Vec::new();
    for c in head.into_iter().chain(new).chain(tail) {
        if !coords.last().is_some_and(|l| near(*l, c)) {
            coords.push(c);
        }
    }
    lines[i] = LineString(coords);
    require_valid_result(from_lines(lines))
}

fn reshape_area(mut polygons: Vec<Polygon<f64>>, line: &LineString<f64>) -> Result<Geometry<f64>, OpError> {
    let (number, ends) = target(line, polygons.iter().flat_map(rings))?;
    let (part, ring) = polygons
        .iter()
        .enumerate()
        .flat_map(|(p, polygon)| (0..=polygon.interiors().len()).map(move |r| (p, r)))
        .nth(number)
        .ok_or(OpError::NotCrossing)?;
    let old = rings(&polygons[part])
        .nth(ring)
        .cloned()
        .ok_or(OpError::NotCrossing)?;
    let new = drawn(line, ends);
    let mut choices: Vec<Polygon<f64>> = Vec::new();
    for way in [ring_between(&old, ends.1, ends.0), ring_between_back(&old, ends)] {
        let mut coords = new.clone();
        coords.extend(way);
        coords.dedup_by(|b, a| near(*a, *b));
        if coords.len() < 3 {
            continue;
        }
        let mut closed = LineString(start_as_before(coords, &old));
        closed.close();
        choices.push(with_ring(&polygons[part], ring, closed));
    }
    // Redrawing a hole: the larger hole is meant, as with the shell the larger area.
    let size = |p: &Polygon<f64>| {
        rings(p)
            .nth(ring)
            .map_or(0.0, |r| Polygon::new(r.clone(), vec![]).unsigned_area())
    };
    choices.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut problem = None;
    for choice in choices {
        let before = std::mem::replace(&mut polygons[part], choice);
        let whole = from_polygons(polygons.clone());
        match first_harm(&whole) {
            None => return Ok(whole),
            Some(p) => problem = problem.or(Some(p)),
        }
        polygons[part] = before;
    }
    Err(problem.map_or(OpError::NotCrossing, OpError::ResultInvalid))
}

fn with_ring(polygon: &Polygon<f64>, ring: usize, new: LineString<f64>) -> Polygon<f64> {
    let mut holes = polygon.interiors().to_vec();
    if ring == 0 {
        return Polygon::new(new, holes);
    }
    holes[ring - 1] = new;
    Polygon::new(polygon.exterior().clone(), holes)
}

/// The points of a ring strictly after one place up to, and without, another, in the ring's own direction.
fn ring_between(ring: &LineString<f64>, from: Crossing, to: Crossing) -> Vec<Coord<f64>> {
    let n = ring.0.len() - 1;
    let length = n as f64;
    let mut span = to.along_target - from.along_target;
    if span < 0.0 {
        span += length;
    }
    let start = from.along_target.floor() as usize + 1;
    (start..start + n)
        .take_while(|i| (*i as f64) - from.along_target < span)
        .map(|i| ring.0[i % n])
        .filter(|c| !near(*c, from.at) && !near(*c, to.at))
        .collect()
}

/// The points of a ring from the last meeting back to the first, against the ring's direction.
fn ring_between_back(ring: &LineString<f64>, (first, last): Ends) -> Vec<Coord<f64>> {
    let mut way = ring_between(ring, first, last);
    way.reverse();
    way
}

/// An open ring turned so that it begins with the old first point, if that is still there.
fn start_as_before(mut coords: Vec<Coord<f64>>, old: &LineString<f64>) -> Vec<Coord<f64>> {
    if let Some(i) = old.0.first().and_then(|c| coords.iter().position(|d| d == c)) {
        coords.rotate_left(i);
    }
    coords
}
