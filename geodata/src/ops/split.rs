//! Splitting a shape along a line.

use super::crossings::{crossings, share_on, stretch};
use super::noding::make_valid;
use super::{
    OpError, ShapeKind, from_lines, from_polygons, kind, lines_of, plane, polygons_of, require_line,
    require_valid,
};
use crate::measure::{area, length, rings};
use geo::Intersects;
use geo_types::{Geometry, LineString, Polygon, coord};

/// How far, in degrees, the end of a cutting line may miss the boundary: 1 cm.
const REACH: f64 = 1e-7;

/// Returns the pieces into which a drawn line cuts an area or a line, the one that stays the shape first.
///
/// Areas are cut wherever the line goes through from boundary to boundary (of the shell or of a hole); lines
/// are cut at each crossing. Of a shape with several parts, the parts the line does not cut stay with the
/// first piece; otherwise the first piece is the largest. An end of the line that lies on the boundary or
/// within a centimetre of it counts as reaching it. New vertices are the same numbers in both neighbours.
///
/// # Errors
/// [`OpError::NotCrossing`] when nothing is cut, [`OpError::WrongKind`] for points,
/// [`OpError::LineTooShort`], [`OpError::Invalid`].
pub fn split(geometry: &Geometry<f64>, line: &LineString<f64>) -> Result<Vec<Geometry<f64>>, OpError> {
    require_valid(geometry)?;
    let line = require_line(line)?;
    if let Some(polygons) = polygons_of(geometry) {
        return split_areas(polygons, &line);
    }
    if let Some(lines) = lines_of(geometry) {
        return split_lines(lines, &line);
    }
    Err(OpError::WrongKind {
        expected: ShapeKind::Areas,
        found: kind(geometry),
    })
}

fn split_areas(polygons: Vec<Polygon<f64>>, line: &LineString<f64>) -> Result<Vec<Geometry<f64>>, OpError> {
    let mut whole = Vec::new();
    let mut pieces = Vec::new();
    for polygon in polygons {
        if !polygon.intersects(line) && !touches_at_an_end(&polygon, line) {
            whole.push(polygon);
            continue;
        }
        let cut = plane::slice(&polygon, &reaching(line, &polygon));
        if cut.len() < 2 {
            whole.push(polygon);
        } else {
            pieces.extend(cut.into_iter().flat_map(|p| make_valid(vec![p]).0));
        }
    }
    if pieces.is_empty() {
        return Err(OpError::NotCrossing);
    }
    let size = |p: &Polygon<f64>| area(&p.clone().into()).0;
    pieces.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut pieces = pieces.into_iter();
    whole.extend(pieces.next());
    Ok(std::iter::once(from_polygons(whole))
        .chain(pieces.map(Geometry::from))
        .collect())
}

fn touches_at_an_end(polygon: &Polygon<f64>, line: &LineString<f64>) -> bool {
    ends(line).iter().any(|(end, _)| near_boundary(polygon, *end))
}

fn near_boundary(polygon: &Polygon<f64>, c: geo_types::Coord<f64>) -> bool {
    rings(polygon).flat_map(|r| r.lines()).any(|s| {
        let (low, high) = (
            (s.start.x.min(s.end.x), s.start.y.min(s.end.y)),
            (s.start.x.max(s.end.x), s.start.y.max(s.end.y)),
        );
        if c.x < low.0 - REACH || c.x > high.0 + REACH || c.y < low.1 - REACH || c.y > high.1 + REACH {
            return false;
        }
        let (d, v) = (s.delta(), c - s.start);
        let len = d.x.hypot(d.y);
        share_on(s, c).is_some() || (len > 0.0 && ((d.x * v.y - d.y * v.x) / len).abs() <= REACH)
    })
}

/// First and last point of a line, each with its neighbour.
fn ends(line: &LineString<f64>) -> [(geo_types::Coord<f64>, geo_types::Coord<f64>); 2] {
    let n = line.0.len();
    [(line.0[0], line.0[1]), (line.0[n - 1], line.0[n - 2])]
}

/// The line with ends that lie on the boundary drawn out a little, so that they cut it through.
fn reaching(line: &LineString<f64>, polygon: &Polygon<f64>) -> LineString<f64> {
    let mut out = line.clone();
    let n = out.0.len();
    for (i, (end, inner)) in [0, n - 1].into_iter().zip(ends(line)) {
        if near_boundary(polygon, end) {
            let d = end - inner;
            let factor = 3.0 * REACH / d.x.hypot(d.y);
            out.0[i] = coord! { x: end.x + d.x * factor, y: end.y + d.y * factor };
        }
    }
    out
}

fn split_lines(lines: Vec<LineString<f64>>, line: &LineString<f64>) -> Result<Vec<Geometry<f64>>, OpError> {
    let mut whole = Vec::new();
    let mut pieces = Vec::new();
    for target in lines {
        let mut places = crossings(line, &target);
        places.sort_by(|a, b| a.along_target.total_cmp(&b.along_target));
        places.dedup_by(|b, a| super::crossings::near(a.at, b.at) && b.along_target - a.along_target < 1.0);
        let (first, last) = (target.0[0], target.0[target.0.len() - 1]);
        let end = (target.0.len() - 1) as f64;
        places.retain(|p| !super::crossings::near(p.at, first) && !super::crossings::near(p.at, last));
        if places.is_empty() {
            whole.push(target);
            continue;
        }
        let marks: Vec<_> = std::iter::once((0.0, first))
            .chain(places.iter().map(|p| (p.along_target, p.at)))
            .chain(std::iter::once((end, last)))
            .collect();
        pieces.extend(marks.windows(2).map(|w| LineString(stretch(&target, w[0], w[1]))));
    }
    if pieces.is_empty() {
        return Err(OpError::NotCrossing);
    }
    let size = |l: &LineString<f64>| length(&l.clone().into()).0;
    pieces.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut pieces = pieces.into_iter();
    whole.extend(pieces.next());
    Ok(std::iter::once(from_lines(whole))
        .chain(pieces.map(Geometry::from))
        .collect())
}
