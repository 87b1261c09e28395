//! The rules for one ring, for the rings of a polygon, and for the parts of a shape.

use super::arrangement::{Arrangement, OwnMeeting, RingContact, key};
use super::{Problem, ProblemKind};
use crate::measure::rings;
use crate::ops::crossings::{NumberedSegment, envelope};
use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{BoundingRect, Contains, Relate};
use geo_types::{Coord, LineString, Polygon, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::{HashMap, HashSet};

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
    let mut distinct: Vec<Coord<f64>> = Vec::with_capacity(least);
    for c in &line.0 {
        if distinct.len() == least {
            break;
        }
        if !distinct.contains(c) {
            distinct.push(*c);
        }
    }
    if distinct.len() < least {
        out.push(Problem::new(ProblemKind::TooFewPoints, line.0[0], part, ring));
        return false;
    }
    out.extend(repeats.map(|c| Problem::new(ProblemKind::RepeatedPoint, c, part, ring)));
    true
}

/// Adds what is wrong with a closed ring by itself.
fn one_ring(ring: &LineString<f64>, part: usize, number: usize, out: &mut Vec<Problem>) {
    if ring.0.is_empty() || !points(ring, 3, part, number, out) {
        return;
    }
    let mut own = Vec::new();
    Arrangement::new(&[Some(ring)], MOST, &mut own);
    out.extend(own.into_iter().flat_map(|own| own_problems(own, part, number)));
}

/// The problems of a ring that meets itself, in its order.
fn own_problems(mut own: Vec<OwnMeeting>, part: usize, ring: usize) -> impl Iterator<Item = Problem> {
    own.sort_unstable_by_key(|m| m.segments);
    // A ring that touches itself at a vertex meets there with four pairs of segments.
    let mut told = HashSet::new();
    own.retain(|m| told.insert((m.kind, key(m.at))));
    own.into_iter()
        .map(move |m| Problem::new(m.kind, m.at, part, ring))
}

/// The rings of a polygon, which of them are simple by themselves, and how they lie to each other.
struct PolygonRings<'p> {
    all: Vec<&'p LineString<f64>>,
    arranged: Vec<Option<&'p LineString<f64>>>,
    simple: Vec<bool>,
    arrangement: Arrangement,
}

/// Adds what is wrong with a polygon by itself.
pub(super) fn check_polygon(polygon: &Polygon<f64>, part: usize, out: &mut Vec<Problem>) {
    let before = out.len();
    let all: Vec<&LineString<f64>> = rings(polygon).collect();
    let mut found: Vec<Vec<Problem>> = Vec::with_capacity(all.len());
    let mut arranged = Vec::with_capacity(all.len());
    for (number, ring) in all.iter().enumerate() {
        let mut of_ring = Vec::new();
        let usable = !ring.0.is_empty() && points(ring, 3, part, number, &mut of_ring);
        arranged.push(usable.then_some(*ring));
        found.push(of_ring);
    }
    let mut own = Vec::new();
    let arrangement = Arrangement::new(&arranged, MOST, &mut own);
    let simple = arranged
        .iter()
        .zip(&own)
        .map(|(ring, own)| ring.is_some() && own.is_empty());
    let rings = PolygonRings {
        simple: simple.collect(),
        all,
        arranged,
        arrangement,
    };
    for (number, (of_ring, own)) in found.into_iter().zip(own).enumerate() {
        out.extend(of_ring);
        out.extend(own_problems(own, part, number));
    }
    if rings.all.len() < 2 {
        return;
    }
    rings.check_holes(part, out);
    if out[before..].iter().all(|p| p.kind.is_harmless()) {
        rings.check_inside(part, out);
    }
}

impl PolygonRings<'_> {
    fn check_holes(&self, part: usize, out: &mut Vec<Problem>) {
        let holes = RTree::bulk_load(self.hole_boxes());
        for (i, hole) in self.all.iter().enumerate().skip(1) {
            if !self.simple[i] {
                continue;
            }
            if self.simple[0]
                && let Some(at) = self.leaves(i)
            {
                out.push(Problem::new(ProblemKind::HoleOutside, at, part, i));
            }
            let Some(frame) = hole.bounding_rect() else {
                continue;
            };
            let around = AABB::from_corners([frame.min().x, frame.min().y], [frame.max().x, frame.max().y]);
            let mut others: Vec<usize> = holes
                .locate_in_envelope_intersecting(&around)
                .map(|h| h.data)
                .filter(|j| *j < i)
                .collect();
            others.sort_unstable();
            for j in others {
                if let Some(at) = self.holes_share(i, j) {
                    out.push(Problem::new(ProblemKind::HolesOverlap, at, part, i));
                }
            }
        }
    }

    fn hole_boxes(&self) -> Vec<NumberedBox> {
        let holes = self.all.iter().enumerate().skip(1);
        holes
            .filter(|(i, _)| self.simple[*i])
            .filter_map(|(i, r)| Some(numbered_box(r.bounding_rect()?, i)))
            .collect()
    }

    /// Where a hole leaves its shell, or runs along it.
    fn leaves(&self, i: usize) -> Option<Coord<f64>> {
        let arrangement = &self.arrangement;
        let inside = match arrangement.meeting(i, 0) {
            Some(RingContact::Crosses) => Some(false),
            Some(RingContact::Unclear) => None,
            Some(RingContact::Touches) | None => arrangement.lies_in(&self.arranged, i, 0),
        };
        let (hole, shell) = (filled(self.all[i]), filled(self.all[0]));
        match inside {
            Some(true) => None,
            Some(false) => left_at(&hole, &shell),
            None => {
                let relation = shell.relate(&hole);
                let edges_meet_in_points = !relation.matches("****1****").unwrap_or(false);
                let contains = relation.is_contains() && edges_meet_in_points;
                if contains { None } else { left_at(&hole, &shell) }
            }
        }
    }

    /// A place of the area or edge that two holes share.
    fn holes_share(&self, i: usize, j: usize) -> Option<Coord<f64>> {
        let arrangement = &self.arrangement;
        let apart = match arrangement.meeting(i, j) {
            Some(RingContact::Crosses) => Some(false),
            Some(RingContact::Unclear) => None,
            Some(RingContact::Touches) | None => arrangement
                .lies_in(&self.arranged, i, j)
                .zip(arrangement.lies_in(&self.arranged, j, i))
                .map(|(a, b)| !a && !b),
        };
        let (a, b) = (filled(self.all[i]), filled(self.all[j]));
        match apart {
            Some(true) => None,
            Some(false) => shared_at(&a, &b),
            None => shared(&a, &b),
        }
    }

    /// Adds a problem when holes divide the inside of a polygon whose rings are sound by themselves.
    fn check_inside(&self, part: usize, out: &mut Vec<Problem>) {
        if !self.is_divided() {
            return;
        }
        let (shell, holes) = (self.all[0], &self.all[1..]);
        let touch = holes.iter().find_map(|h| first_meeting(h, shell));
        let between = holes.windows(2).find_map(|w| first_meeting(w[0], w[1]));
        if let Some(at) = touch.or(between).or_else(|| shell.0.first().copied()) {
            out.push(Problem::new(ProblemKind::InsideDivided, at, part, 0));
        }
    }

    /// Whether rings touch each other in a closed chain, so that the inside falls into pieces.
    ///
    /// Rings and the points where they touch are the nodes of a graph; the inside is whole exactly when the graph
    /// has no cycle (each ring by itself being simple).
    fn is_divided(&self) -> bool {
        let mut nodes: HashMap<(u64, u64), usize> = HashMap::new();
        let mut links: HashSet<(usize, usize)> = HashSet::new();
        for (a, b, at) in self.arrangement.touches() {
            let next = self.all.len() + nodes.len();
            let node = *nodes.entry(key(*at)).or_insert(next);
            links.extend([(*a, node), (*b, node)]);
        }
        let mut root: Vec<usize> = (0..self.all.len() + nodes.len()).collect();
        for (ring, node) in links {
            let (a, b) = (find(&mut root, ring), find(&mut root, node));
            if a == b {
                return true;
            }
            root[a] = b;
        }
        false
    }
}

type NumberedBox = GeomWithData<Rectangle<[f64; 2]>, usize>;

fn numbered_box(r: Rect<f64>, number: usize) -> NumberedBox {
    let corners = ([r.min().x, r.min().y], [r.max().x, r.max().y]);
    GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), number)
}

fn filled(ring: &LineString<f64>) -> Polygon<f64> {
    Polygon::new(ring.clone(), Vec::new())
}

/// Where a hole leaves its shell, which it does.
fn left_at(hole: &Polygon<f64>, shell: &Polygon<f64>) -> Option<Coord<f64>> {
    let points = &hole.exterior().0;
    let outside = points.iter().find(|c| !geo::Intersects::intersects(shell, *c));
    outside
        .copied()
        .or_else(|| first_meeting(hole.exterior(), shell.exterior()))
        .or(points.first().copied())
}

/// A place of the area or edge that two polygons share, if they share one.
fn shared(a: &Polygon<f64>, b: &Polygon<f64>) -> Option<Coord<f64>> {
    let relation = a.relate(b);
    let areas = relation.matches("T********").unwrap_or(false);
    let edges = relation.matches("****1****").unwrap_or(false);
    if areas || edges { shared_at(a, b) } else { None }
}

/// A place of the area or edge that two polygons share, which they do.
fn shared_at(a: &Polygon<f64>, b: &Polygon<f64>) -> Option<Coord<f64>> {
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

/// Adds parts that share area or an edge, of polygons that are sound each by itself.
pub(super) fn check_parts(polygons: &[Polygon<f64>], first: usize, out: &mut Vec<Problem>) {
    let boxes = RTree::bulk_load(
        polygons
            .iter()
            .enumerate()
            .filter_map(|(i, p)| Some(numbered_box(p.bounding_rect()?, i)))
            .collect(),
    );
    let mut pairs: Vec<(usize, usize)> = boxes
        .intersection_candidates_with_other_tree(&boxes)
        .map(|(a, b)| (a.data, b.data))
        .filter(|(a, b)| a > b)
        .collect();
    if pairs.is_empty() {
        return;
    }
    pairs.sort_unstable();
    let parts = PartRings::new(polygons);
    for (i, j) in pairs {
        let (a, b) = (&polygons[i], &polygons[j]);
        let at = match parts.apart(i, j) {
            Some(true) => None,
            Some(false) => shared_at(a, b),
            None => shared(a, b),
        };
        out.extend(at.map(|at| Problem::new(ProblemKind::PartsOverlap, at, first + i, 0)));
    }
}

/// The rings of all parts, and how they lie to each other.
struct PartRings<'p> {
    all: Vec<Option<&'p LineString<f64>>>,
    /// Number of the shell of each part; its holes follow.
    shells: Vec<usize>,
    arrangement: Arrangement,
    /// Pairs of parts that meet, the greater first, and whether they surely overlap.
    meetings: HashMap<(usize, usize), RingContact>,
}

impl<'p> PartRings<'p> {
    fn new(polygons: &'p [Polygon<f64>]) -> Self {
        let (mut all, mut owner, mut shells) = (Vec::new(), Vec::new(), Vec::new());
        for (part, polygon) in polygons.iter().enumerate() {
            shells.push(all.len());
            for ring in rings(polygon) {
                all.push(Some(ring));
                owner.push(part);
            }
        }
        let arrangement = Arrangement::new(&all, 0, &mut Vec::new());
        let mut meetings: HashMap<(usize, usize), RingContact> = HashMap::new();
        for (a, b) in arrangement.meeting_pairs() {
            let (x, y) = (owner[a], owner[b]);
            let Some(meeting) = arrangement.meeting(a, b).filter(|_| x != y) else {
                continue;
            };
            let known = meetings.entry((x.max(y), x.min(y))).or_insert(meeting);
            if meeting == RingContact::Crosses || *known == RingContact::Touches {
                *known = meeting;
            }
        }
        Self {
            all,
            shells,
            arrangement,
            meetings,
        }
    }

    /// Whether two parts share neither area nor an edge; `None` if it cannot be told from where their rings meet.
    fn apart(&self, i: usize, j: usize) -> Option<bool> {
        match self.meetings.get(&(i.max(j), i.min(j))) {
            Some(RingContact::Crosses) => Some(false),
            Some(RingContact::Unclear) => None,
            Some(RingContact::Touches) | None => Some(!self.covers(i, j)? && !self.covers(j, i)?),
        }
    }

    /// Whether a part, whose boundary crosses the other's nowhere, lies in its area: in its shell and in no hole.
    fn covers(&self, i: usize, j: usize) -> Option<bool> {
        let around = self.arrangement.around(&self.all, self.shells[i])?;
        let last = self.shells.get(j + 1).copied();
        let of_other = around
            .iter()
            .filter(|r| **r >= self.shells[j] && last.is_none_or(|l| **r < l));
        Some(of_other.count() % 2 == 1)
    }
}

fn find(root: &mut [usize], mut i: usize) -> usize {
    while root[i] != i {
        root[i] = root[root[i]];
        i = root[i];
    }
    i
}
