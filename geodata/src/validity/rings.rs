//! The rules for one ring, for the rings of a polygon, and for the parts of a shape.

use super::{Problem, ProblemKind};
use crate::measure::{bounds, rings};
use crate::ops::crossings::{NumberedSegment, envelope};
use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{Contains, Relate};
use geo_types::{Coord, Line, LineString, Polygon};
use rstar::RTree;

/// Most problems reported for one shape: beyond this nobody reads them.
const MOST: usize = 1000;

/// Returns what is wrong with a ring as typed or read, before it becomes part of a polygon.
///
/// Unlike rings inside a polygon, which are always closed, this one may be open: that is reported too.
pub fn check_ring(ring: &LineString<f64>, part: usize, number: usize) -> Vec<Problem> {
    let mut out = Vec::new();
    if let (Some(first), Some(last)) = (ring.0.first(), ring.0.last())
        && first != last
        && ring.0.len() > 1
    {
        out.push(Problem::new(ProblemKind::UnclosedRing, *last, part, number));
    }
    let mut closed = ring.clone();
    closed.close();
    one_ring(&closed, part, number, &mut out);
    out
}

/// A coordinate that is no place.
pub(super) fn coordinate(c: Coord<f64>, part: usize, ring: usize) -> Option<Problem> {
    let kind = if !(c.x.is_finite() && c.y.is_finite()) {
        ProblemKind::NotANumber
    } else if c.x.abs() > 180.0 || c.y.abs() > 90.0 {
        ProblemKind::OutOfRange
    } else {
        return None;
    };
    Some(Problem::new(kind, c, part, ring))
}

pub(super) fn check_line(line: &LineString<f64>, part: usize, out: &mut Vec<Problem>) {
    points(line, 2, part, 0, out);
}

/// Coordinates, repeats, count. Returns whether the line is fit for geometry.
fn points(line: &LineString<f64>, least: usize, part: usize, ring: usize, out: &mut Vec<Problem>) -> bool {
    let before = out.len();
    out.extend(line.0.iter().filter_map(|c| coordinate(*c, part, ring)));
    if out.len() > before {
        return false;
    }
    let repeats = line.lines().filter(|s| s.start == s.end).map(|s| s.start);
    let mut distinct: Vec<_> = line.0.iter().map(|c| (c.x + 0.0, c.y + 0.0)).collect();
    distinct.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    distinct.dedup();
    if distinct.len() < least {
        out.push(Problem::new(ProblemKind::TooFewPoints, line.0[0], part, ring));
        return false;
    }
    out.extend(repeats.map(|c| Problem::new(ProblemKind::RepeatedPoint, c, part, ring)));
    true
}

/// Returns whether the ring is simple, so that it can be compared with others.
fn one_ring(ring: &LineString<f64>, part: usize, number: usize, out: &mut Vec<Problem>) -> bool {
    if ring.0.is_empty() || !points(ring, 3, part, number, out) {
        return false;
    }
    let before = out.len();
    let mut segments: Vec<Line<f64>> = ring.lines().collect();
    segments.retain(|s| s.start != s.end);
    let n = segments.len();
    let tree = RTree::bulk_load(
        segments
            .iter()
            .enumerate()
            .map(|(index, line)| NumberedSegment { line: *line, index })
            .collect(),
    );
    for (i, a) in segments.iter().enumerate() {
        for other in tree.locate_in_envelope_intersecting(&envelope(a, 0.0)) {
            let j = other.index;
            if j <= i || out.len() - before >= MOST {
                continue;
            }
            let (follows, closes) = (j == i + 1, i == 0 && j == n - 1);
            let problem = match line_intersection(*a, other.line) {
                None => continue,
                Some(LineIntersection::Collinear { intersection }) => {
                    let at = if follows {
                        a.end
                    } else if closes {
                        a.start
                    } else {
                        intersection.start
                    };
                    let kind = if follows || closes {
                        ProblemKind::Spike
                    } else {
                        ProblemKind::SelfCrossing
                    };
                    Problem::new(kind, at, part, number)
                }
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    let corner = (follows && intersection == a.end) || (closes && intersection == a.start);
                    if corner {
                        continue;
                    }
                    Problem::new(ProblemKind::SelfCrossing, intersection, part, number)
                }
            };
            // A ring that touches itself at a vertex meets there with four pairs of segments.
            if !out[before..]
                .iter()
                .any(|p| p.kind == problem.kind && p.at == problem.at)
            {
                out.push(problem);
            }
        }
    }
    out.len() == before
}

pub(super) fn check_polygon(polygon: &Polygon<f64>, part: usize, out: &mut Vec<Problem>) {
    let all: Vec<&LineString<f64>> = rings(polygon).collect();
    let simple: Vec<bool> = all
        .iter()
        .enumerate()
        .map(|(i, r)| one_ring(r, part, i, out))
        .collect();
    let filled: Vec<Polygon<f64>> = all
        .iter()
        .map(|r| Polygon::new((*r).clone(), Vec::new()))
        .collect();
    for i in 1..all.len() {
        if !simple[i] {
            continue;
        }
        if simple[0]
            && let Some(at) = leaves(&filled[i], &filled[0])
        {
            out.push(Problem::new(ProblemKind::HoleOutside, at, part, i));
        }
        for j in 1..i {
            if simple[j]
                && let Some(at) = shared(&filled[i], &filled[j])
            {
                out.push(Problem::new(ProblemKind::HolesOverlap, at, part, i));
            }
        }
    }
}

/// Where a hole leaves its shell, or runs along it.
fn leaves(hole: &Polygon<f64>, shell: &Polygon<f64>) -> Option<Coord<f64>> {
    let relation = shell.relate(hole);
    let edges_meet_in_points = !relation.matches("****1****").unwrap_or(false);
    if relation.is_contains() && edges_meet_in_points {
        return None;
    }
    let outside = hole
        .exterior()
        .0
        .iter()
        .find(|c| !geo::Intersects::intersects(shell, *c));
    outside
        .copied()
        .or_else(|| first_meeting(hole.exterior(), shell.exterior()))
        .or(hole.exterior().0.first().copied())
}

/// A place of the area or edge that two polygons share.
fn shared(a: &Polygon<f64>, b: &Polygon<f64>) -> Option<Coord<f64>> {
    if !bounds(&a.clone().into())?.intersects(bounds(&b.clone().into())?) {
        return None;
    }
    let relation = a.relate(b);
    let areas = relation.matches("T********").unwrap_or(false);
    let edges = relation.matches("****1****").unwrap_or(false);
    if !areas && !edges {
        return None;
    }
    first_meeting(a.exterior(), b.exterior())
        .or_else(|| a.exterior().0.iter().copied().find(|c| b.contains(c)))
        .or_else(|| b.exterior().0.first().copied())
}

/// The first place where two rings cross; a place where they touch only if they cross nowhere.
fn first_meeting(a: &LineString<f64>, b: &LineString<f64>) -> Option<Coord<f64>> {
    let tree = RTree::bulk_load(
        b.lines()
            .enumerate()
            .map(|(index, line)| NumberedSegment { line, index })
            .collect(),
    );
    let mut touch = None;
    for s in a.lines() {
        for other in tree.locate_in_envelope_intersecting(&envelope(&s, 0.0)) {
            match line_intersection(s, other.line) {
                Some(LineIntersection::SinglePoint {
                    intersection,
                    is_proper: true,
                }) => return Some(intersection),
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    touch = touch.or(Some(intersection))
                }
                Some(LineIntersection::Collinear { intersection }) => {
                    touch = touch.or(Some(intersection.start))
                }
                None => {}
            }
        }
    }
    touch
}

pub(super) fn check_parts(polygons: &[Polygon<f64>], first: usize, out: &mut Vec<Problem>) {
    for i in 1..polygons.len() {
        for j in 0..i {
            if let Some(at) = shared(&polygons[i], &polygons[j]) {
                out.push(Problem::new(ProblemKind::PartsOverlap, at, first + i, 0));
            }
        }
    }
}

/// Adds a problem when holes divide the inside of a polygon whose rings are sound by themselves.
pub(super) fn check_inside(polygon: &Polygon<f64>, part: usize, out: &mut Vec<Problem>) {
    if polygon.interiors().is_empty() || !divided(polygon) {
        return;
    }
    let shell = polygon.exterior();
    let touch = polygon.interiors().iter().find_map(|h| first_meeting(h, shell));
    let between = polygon
        .interiors()
        .windows(2)
        .find_map(|w| first_meeting(&w[0], &w[1]));
    if let Some(at) = touch.or(between).or_else(|| shell.0.first().copied()) {
        out.push(Problem::new(ProblemKind::InsideDivided, at, part, 0));
    }
}

/// Whether rings touch each other in a closed chain, so that the inside falls into pieces.
///
/// Rings and the points where they touch are the nodes of a graph; the inside is whole exactly when the graph
/// has no cycle (each ring by itself being simple).
fn divided(polygon: &Polygon<f64>) -> bool {
    let all: Vec<&LineString<f64>> = rings(polygon).collect();
    let mut nodes: Vec<Coord<f64>> = Vec::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for i in 1..all.len() {
        let tree = RTree::bulk_load(
            all[i]
                .lines()
                .enumerate()
                .map(|(index, line)| NumberedSegment { line, index })
                .collect(),
        );
        for (j, other) in all.iter().enumerate().take(i) {
            for s in other.lines() {
                for t in tree.locate_in_envelope_intersecting(&envelope(&s, 0.0)) {
                    let Some(LineIntersection::SinglePoint { intersection, .. }) =
                        line_intersection(s, t.line)
                    else {
                        continue;
                    };
                    let node = nodes.iter().position(|c| *c == intersection).unwrap_or_else(|| {
                        nodes.push(intersection);
                        nodes.len() - 1
                    });
                    for ring in [i, j] {
                        if !links.contains(&(ring, node)) {
                            links.push((ring, node));
                        }
                    }
                }
            }
        }
    }
    let mut root: Vec<usize> = (0..all.len() + nodes.len()).collect();
    for (ring, node) in links {
        let (a, b) = (find(&mut root, ring), find(&mut root, all.len() + node));
        if a == b {
            return true;
        }
        root[a] = b;
    }
    false
}

fn find(root: &mut [usize], mut i: usize) -> usize {
    while root[i] != i {
        root[i] = root[root[i]];
        i = root[i];
    }
    i
}
