//! How the rings of a shape lie to themselves and to each other: which meet and where, and which lie in which. All segments
//! are swept over once, so that n vertices cost about n log n however many rings there are.

use super::ProblemKind;
use super::sweep::{RingSegment, near_pairs};
use super::y_strips::YStrips;
use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{Orientation, kernels::Kernel, kernels::RobustKernel};
use geo_types::{Coord, Line, LineString};
use hashbrown::{HashMap, HashSet};
use std::cell::OnceCell;

/// How two rings meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RingContact {
    /// They cross or share an edge.
    Crosses,
    /// They share points; whether they cross there cannot be told from these points alone.
    Unclear,
    /// They share points and stay on one side of each other.
    Touches,
}

/// A place where a ring meets itself: the numbers of two of its segments that have extent, and what is wrong there.
pub(super) struct OwnMeeting {
    pub segments: (usize, usize),
    pub kind: ProblemKind,
    pub at: Coord<f64>,
}

/// How rings lie to each other. Rings have the numbers they were given in.
pub(super) struct Arrangement {
    segments: Vec<RingSegment>,
    /// By the numbers of two rings, the greater first.
    meetings: HashMap<(usize, usize), RingContact>,
    /// Rings and the points where others touch them.
    touches: Vec<(usize, usize, Coord<f64>)>,
    /// The rings that each ring lies in; `None` for one that has no point of its own. Made when it is first asked for.
    within: OnceCell<Vec<Option<Vec<usize>>>>,
}

impl Arrangement {
    /// Returns the arrangement of closed rings; `None` stands for one that is left out. `own` gets the places where a ring
    /// meets itself other than in the corners between neighbours, `most` of each ring; what is told of such a ring and
    /// others means nothing.
    pub fn new(rings: &[Option<&LineString<f64>>], most: usize, own: &mut Vec<Vec<OwnMeeting>>) -> Self {
        let mut arrangement = Self {
            segments: Vec::new(),
            meetings: HashMap::new(),
            touches: Vec::new(),
            within: OnceCell::new(),
        };
        // For each segment its number among those of its ring that have extent, and for each ring how many these are.
        let (mut numbers, mut counts) = (Vec::new(), vec![0; rings.len()]);
        for (ring, r) in rings.iter().enumerate() {
            for (index, line) in r.iter().flat_map(|r| r.lines()).enumerate() {
                if line.start != line.end {
                    arrangement.segments.push(RingSegment { line, ring, index });
                    numbers.push(counts[ring]);
                    counts[ring] += 1;
                }
            }
        }
        own.clear();
        own.resize_with(rings.len(), Vec::new);
        let Self {
            segments,
            meetings,
            touches,
            ..
        } = &mut arrangement;
        let segments = &*segments;
        near_pairs(segments, |a, b| {
            let (s, t) = (&segments[a], &segments[b]);
            if s.ring == t.ring {
                let own = &mut own[s.ring];
                if own.len() < most {
                    let ((s, i), (t, j)) = match numbers[a] < numbers[b] {
                        true => ((s, numbers[a]), (t, numbers[b])),
                        false => ((t, numbers[b]), (s, numbers[a])),
                    };
                    own.extend(own_meeting((s.line, i), (t.line, j), counts[s.ring]));
                }
                return;
            }
            let (s, t) = if s.ring > t.ring { (s, t) } else { (t, s) };
            let pair = (s.ring, t.ring);
            if meetings.get(&pair) == Some(&RingContact::Crosses) {
                return;
            }
            let meeting = match line_intersection(s.line, t.line) {
                None => return,
                Some(
                    LineIntersection::Collinear { .. }
                    | LineIntersection::SinglePoint { is_proper: true, .. },
                ) => RingContact::Crosses,
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    touches.push((s.ring, t.ring, intersection));
                    match (rings[s.ring], rings[t.ring]) {
                        (Some(a), Some(b)) if stay_apart(a, s, b, t, intersection) => RingContact::Touches,
                        _ => RingContact::Unclear,
                    }
                }
            };
            let known = meetings.entry(pair).or_insert(meeting);
            if meeting == RingContact::Crosses || *known == RingContact::Touches {
                *known = meeting;
            }
        });
        arrangement
    }

    /// Returns how two rings meet; `None` if they share no point.
    pub fn meeting(&self, a: usize, b: usize) -> Option<RingContact> {
        self.meetings.get(&(a.max(b), a.min(b))).copied()
    }

    /// Returns whether a ring lies in another that it does not cross; `None` if it has no point of its own to tell by.
    pub fn lies_in(&self, rings: &[Option<&LineString<f64>>], a: usize, b: usize) -> Option<bool> {
        Some(self.around(rings, a)?.contains(&b))
    }

    /// Returns the rings that a ring lies in, of those that it was made of; `None` if it has no point of its own to tell
    /// by.
    pub fn around(&self, rings: &[Option<&LineString<f64>>], ring: usize) -> Option<&[usize]> {
        self.within.get_or_init(|| self.find_within(rings))[ring].as_deref()
    }

    /// Returns pairs of rings that meet, the greater number first.
    pub fn meeting_pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.meetings.keys().copied()
    }

    /// Returns the points that pairs of rings share without crossing there, each with the two rings.
    pub fn touches(&self) -> &[(usize, usize, Coord<f64>)] {
        &self.touches
    }

    fn find_within(&self, rings: &[Option<&LineString<f64>>]) -> Vec<Option<Vec<usize>>> {
        let mut shared: HashMap<usize, HashSet<(u64, u64)>> = HashMap::new();
        for (a, b, at) in &self.touches {
            for ring in [a, b] {
                shared.entry(*ring).or_default().insert(key(*at));
            }
        }
        let strips = YStrips::new(&self.segments);
        let within = |(number, ring): (usize, &Option<&LineString<f64>>)| {
            let shared = shared.get(&number);
            let mut points = (*ring)?.0.iter().copied();
            let own = points.find(|c| shared.is_none_or(|s| !s.contains(&key(*c))))?;
            let mut inside: Vec<usize> = Vec::new();
            for s in strips.beside(own).iter().map(|place| &self.segments[*place]) {
                if s.ring == number || !passes(own, s.line) {
                    continue;
                }
                // Each ring it is in is passed an odd number of times.
                match inside.iter().position(|ring| *ring == s.ring) {
                    Some(at) => drop(inside.swap_remove(at)),
                    None => inside.push(s.ring),
                }
            }
            Some(inside)
        };
        rings.iter().enumerate().map(within).collect()
    }
}

/// What is wrong where two segments of a ring meet, given with their numbers, the lesser first, and how many there are;
/// `None` if they do not, or are neighbours that share their corner and no more.
fn own_meeting((a, i): (Line<f64>, usize), (b, j): (Line<f64>, usize), count: usize) -> Option<OwnMeeting> {
    let (follows, closes) = (j == i + 1, i == 0 && j == count - 1);
    let (kind, at) = match line_intersection(a, b)? {
        LineIntersection::Collinear { intersection } => match (follows, closes) {
            (true, _) => (ProblemKind::Spike, a.end),
            (_, true) => (ProblemKind::Spike, a.start),
            _ => (ProblemKind::SelfCrossing, intersection.start),
        },
        LineIntersection::SinglePoint { intersection, .. } => {
            let corner = (follows && intersection == a.end) || (closes && intersection == a.start);
            if corner {
                return None;
            }
            (ProblemKind::SelfCrossing, intersection)
        }
    };
    let segments = (i, j);
    Some(OwnMeeting { segments, kind, at })
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
