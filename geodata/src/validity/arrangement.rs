//! How the rings of a shape lie to each other: which meet and where, and which lie in which. All segments are in one
//! index, so that n vertices cost about n log n however many rings there are.

use crate::ops::crossings::envelope;
use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{Orientation, kernels::Kernel, kernels::RobustKernel};
use geo_types::{Coord, Line, LineString};
use rstar::{AABB, RTree, RTreeObject};
use std::collections::{HashMap, HashSet};

/// How two rings meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// They cross or share an edge.
    Crosses,
    /// They share points; whether they cross there cannot be told from these points alone.
    Unclear,
    /// They share points and stay on one side of each other.
    Touches,
}

/// A segment with its ring and its number in it.
struct RingSegment {
    line: Line<f64>,
    ring: usize,
    index: usize,
}

impl RTreeObject for RingSegment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.line, 0.0)
    }
}

/// Rings that are simple each by itself, and how they lie to each other. Rings have the numbers they were given in.
pub(super) struct Arrangement {
    /// By the numbers of two rings, the greater first.
    meetings: HashMap<(usize, usize), Meeting>,
    /// Rings and the points where others touch them.
    touches: Vec<(usize, usize, Coord<f64>)>,
    /// The rings that each ring lies in; `None` for one that has no point of its own.
    within: Vec<Option<HashSet<usize>>>,
}

impl Arrangement {
    /// Returns the arrangement of closed rings; `None` stands for one that is left out.
    pub fn new(rings: &[Option<&LineString<f64>>]) -> Self {
        let segments: Vec<RingSegment> = rings
            .iter()
            .enumerate()
            .filter_map(|(ring, r)| Some((ring, (*r)?)))
            .flat_map(|(ring, r)| {
                let lines = r.lines().enumerate();
                lines.map(move |(index, line)| RingSegment { line, ring, index })
            })
            .filter(|s| s.line.start != s.line.end)
            .collect();
        let tree = RTree::bulk_load(segments);
        let mut arrangement = Self {
            meetings: HashMap::new(),
            touches: Vec::new(),
            within: Vec::new(),
        };
        arrangement.find_meetings(rings, &tree);
        arrangement.find_within(rings, &tree);
        arrangement
    }

    /// Returns how two rings meet; `None` if they share no point.
    pub fn meeting(&self, a: usize, b: usize) -> Option<Meeting> {
        self.meetings.get(&(a.max(b), a.min(b))).copied()
    }

    /// Returns whether a ring lies in another that it does not cross; `None` if it has no point of its own to tell by.
    pub fn lies_in(&self, a: usize, b: usize) -> Option<bool> {
        Some(self.within[a].as_ref()?.contains(&b))
    }

    /// Returns the rings that a ring lies in; `None` if it has no point of its own to tell by.
    pub fn around(&self, ring: usize) -> Option<&HashSet<usize>> {
        self.within[ring].as_ref()
    }

    /// Returns pairs of rings that meet, the greater number first.
    pub fn meeting_pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.meetings.keys().copied()
    }

    /// Returns the points that pairs of rings share without crossing there, each with the two rings.
    pub fn touches(&self) -> &[(usize, usize, Coord<f64>)] {
        &self.touches
    }

    fn find_meetings(&mut self, rings: &[Option<&LineString<f64>>], tree: &RTree<RingSegment>) {
        for s in tree {
            for t in tree.locate_in_envelope_intersecting(&envelope(&s.line, 0.0)) {
                if t.ring >= s.ring || self.meetings.get(&(s.ring, t.ring)) == Some(&Meeting::Crosses) {
                    continue;
                }
                let pair = (s.ring, t.ring);
                let meeting = match line_intersection(s.line, t.line) {
                    None => continue,
                    Some(LineIntersection::Collinear { .. })
                    | Some(LineIntersection::SinglePoint { is_proper: true, .. }) => Meeting::Crosses,
                    Some(LineIntersection::SinglePoint { intersection, .. }) => {
                        self.touches.push((s.ring, t.ring, intersection));
                        match (rings[s.ring], rings[t.ring]) {
                            (Some(a), Some(b)) if stay_apart(a, s, b, t, intersection) => Meeting::Touches,
                            _ => Meeting::Unclear,
                        }
                    }
                };
                let known = self.meetings.entry(pair).or_insert(meeting);
                if meeting == Meeting::Crosses || *known == Meeting::Touches {
                    *known = meeting;
                }
            }
        }
    }

    fn find_within(&mut self, rings: &[Option<&LineString<f64>>], tree: &RTree<RingSegment>) {
        let mut shared: HashMap<usize, HashSet<(u64, u64)>> = HashMap::new();
        for (a, b, at) in &self.touches {
            for ring in [a, b] {
                shared.entry(*ring).or_default().insert(key(*at));
            }
        }
        let east = tree.root().envelope().upper()[0];
        self.within = rings
            .iter()
            .enumerate()
            .map(|(number, ring)| {
                let shared = shared.get(&number);
                let own = ring.and_then(|r| {
                    let mut points = r.0.iter().copied();
                    points.find(|c| shared.is_none_or(|s| !s.contains(&key(*c))))
                })?;
                let mut inside = HashSet::new();
                let ray = AABB::from_corners([own.x, own.y], [east.max(own.x), own.y]);
                for s in tree.locate_in_envelope_intersecting(&ray) {
                    // Each ring it is in is passed an odd number of times.
                    if s.ring != number && passes(own, s.line) && !inside.remove(&s.ring) {
                        inside.insert(s.ring);
                    }
                }
                Some(inside)
            })
            .collect();
    }
}

/// A point as a key: the two zeros are one.
pub(super) fn key(c: Coord<f64>) -> (u64, u64) {
    ((c.x + 0.0).to_bits(), (c.y + 0.0).to_bits())
}

/// Whether a ray from a point to the east passes a segment.
fn passes(from: Coord<f64>, s: Line<f64>) -> bool {
    let (low, high) = if s.start.y <= s.end.y {
        (s.start, s.end)
    } else {
        (s.end, s.start)
    };
    low.y <= from.y
        && from.y < high.y
        && RobustKernel::orient2d(low, high, from) == Orientation::CounterClockwise
}

/// Whether two rings that share a point stay on one side of each other there.
fn stay_apart(
    a: &LineString<f64>,
    s: &RingSegment,
    b: &LineString<f64>,
    t: &RingSegment,
    at: Coord<f64>,
) -> bool {
    let (Some([u, v]), Some([p, q])) = (neighbours(a, s, at), neighbours(b, t, at)) else {
        return false;
    };
    match (is_between(at, u, p, v), is_between(at, u, q, v)) {
        (Some(first), Some(second)) => first == second,
        _ => false,
    }
}

/// The points before and after a place on a ring, which lies on this segment.
fn neighbours(ring: &LineString<f64>, s: &RingSegment, at: Coord<f64>) -> Option<[Coord<f64>; 2]> {
    if at != s.line.start && at != s.line.end {
        return Some([s.line.start, s.line.end]);
    }
    let open = ring.0.len().checked_sub(1)?;
    let corner = if at == s.line.start { s.index } else { s.index + 1 } % open;
    // Repeated points are no neighbours.
    let before = (1..open).map(|k| ring.0[(corner + open - k) % open]);
    let after = (1..open).map(|k| ring.0[(corner + k) % open]);
    let mut different = before.filter(|c| *c != at);
    Some([different.next()?, after.into_iter().find(|c| *c != at)?])
}

/// Whether a direction is met on the way from `u` counter-clockwise to `v`; `None` if it is one of them.
fn is_between(at: Coord<f64>, u: Coord<f64>, d: Coord<f64>, v: Coord<f64>) -> Option<bool> {
    use Orientation::{Clockwise, Collinear, CounterClockwise};
    let turn = |from, to| RobustKernel::orient2d(at, from, to);
    let same = |a: Coord<f64>, b: Coord<f64>| {
        let (x, y) = (a - at, b - at);
        turn(a, b) == Collinear && x.x * y.x + x.y * y.y > 0.0
    };
    if same(u, d) || same(v, d) {
        return None;
    }
    Some(match turn(u, v) {
        // Less than half a turn.
        CounterClockwise => turn(u, d) == CounterClockwise && turn(d, v) == CounterClockwise,
        Clockwise => !(turn(v, d) == CounterClockwise && turn(d, u) == CounterClockwise),
        // Half a turn; a spike goes nowhere.
        Collinear if same(u, v) => return None,
        Collinear => turn(u, d) == CounterClockwise,
    })
}
