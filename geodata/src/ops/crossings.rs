//! Where lines cross lines.

use geo_types::{Coord, Line, LineString};
use rstar::{AABB, RTree, RTreeObject};

/// Two places closer than this, in degrees, are one: 0.1 mm on the ground, finer than any survey.
pub(crate) const SAME_PLACE: f64 = 1e-9;

/// A crossing of a line with a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Crossing {
    /// Where.
    pub at: Coord<f64>,
    /// Position along the line: number of the segment plus the share of it.
    pub along_line: f64,
    /// Position along the target.
    pub along_target: f64,
}

/// A segment with its number, for the spatial index.
pub(crate) struct NumberedSegment {
    pub line: Line<f64>,
    pub index: usize,
}

impl RTreeObject for NumberedSegment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.line, 0.0)
    }
}

pub(crate) fn envelope(line: &Line<f64>, margin: f64) -> AABB<[f64; 2]> {
    let (a, b) = (line.start, line.end);
    AABB::from_corners(
        [a.x.min(b.x) - margin, a.y.min(b.y) - margin],
        [a.x.max(b.x) + margin, a.y.max(b.y) + margin],
    )
}

/// Returns the places where a drawn line meets a target line or ring, in the order of the drawn line.
///
/// A vertex of either that lies on the other counts, so a line snapped to an edge meets it. Stretches that run
/// along each other give their two ends. A meeting within [`SAME_PLACE`] of a target vertex is that vertex.
pub(crate) fn crossings(line: &LineString<f64>, target: &LineString<f64>) -> Vec<Crossing> {
    let segments = target
        .lines()
        .enumerate()
        .map(|(index, line)| NumberedSegment { line, index })
        .collect();
    let tree = RTree::bulk_load(segments);
    let mut found = Vec::new();
    for (i, a) in line.lines().enumerate() {
        for segment in tree.locate_in_envelope_intersecting(&envelope(&a, SAME_PLACE)) {
            for (at, s, t) in meet(a, segment.line) {
                found.push(Crossing {
                    at,
                    along_line: i as f64 + s,
                    along_target: segment.index as f64 + t,
                });
            }
        }
    }
    found.sort_by(|a, b| {
        a.along_line
            .total_cmp(&b.along_line)
            .then(a.along_target.total_cmp(&b.along_target))
    });
    found.dedup_by(|b, a| near(a.at, b.at) && (a.along_line - b.along_line).abs() < 1e-3);
    found
}

pub(crate) fn near(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x - b.x).abs() <= SAME_PLACE && (a.y - b.y).abs() <= SAME_PLACE
}

/// Meeting places of two segments with the share of each.
fn meet(a: Line<f64>, b: Line<f64>) -> Vec<(Coord<f64>, f64, f64)> {
    let mut out: Vec<(Coord<f64>, f64, f64)> = Vec::new();
    let mut add = |at: Coord<f64>, s: f64, t: f64| {
        if !out.iter().any(|(p, ..)| near(*p, at)) {
            out.push((at, s, t));
        }
    };
    for (end, t) in [(b.start, 0.0), (b.end, 1.0)] {
        if let Some(s) = share_on(a, end) {
            add(end, s, t);
        }
    }
    for (end, s) in [(a.start, 0.0), (a.end, 1.0)] {
        if let Some(t) = share_on(b, end) {
            add(end, s, t);
        }
    }
    if out.is_empty() {
        let (d, e, f) = (a.delta(), b.delta(), b.start - a.start);
        let cross = d.x * e.y - d.y * e.x;
        if cross != 0.0 {
            let s = (f.x * e.y - f.y * e.x) / cross;
            let t = (f.x * d.y - f.y * d.x) / cross;
            if (0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t) {
                out.push((b.start + e * t, s, t));
            }
        }
    }
    out
}

/// Share of a segment at which a place lies on it, if it does within [`SAME_PLACE`].
pub(crate) fn share_on(line: Line<f64>, c: Coord<f64>) -> Option<f64> {
    let (d, v) = (line.delta(), c - line.start);
    let len2 = d.x * d.x + d.y * d.y;
    let t = if len2 > 0.0 {
        ((v.x * d.x + v.y * d.y) / len2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let foot = line.start + d * t;
    if near(c, line.end) {
        return Some(1.0);
    }
    if near(c, line.start) {
        return Some(0.0);
    }
    near(c, foot).then_some(t)
}

/// Returns the part of a line between two positions along it, its own vertices in between untouched.
pub(crate) fn stretch(
    line: &LineString<f64>,
    from: (f64, Coord<f64>),
    to: (f64, Coord<f64>),
) -> Vec<Coord<f64>> {
    let mut out = vec![from.1];
    for (i, c) in line.0.iter().enumerate() {
        if (i as f64) > from.0 && (i as f64) < to.0 && !out.last().is_some_and(|l| near(*l, *c)) {
            out.push(*c);
        }
    }
    if out.len() > 1 && out.last().is_some_and(|l| near(*l, to.1)) {
        out.pop();
    }
    out.push(to.1);
    out
}
