//! What is nearest to a place, and what lies under it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::fixed::{FixedBox, FixedCoord, STEPS};
use super::grid::code;
use super::key_set::KeySet;
use super::segment::FAN;
use super::shape::{PackedForm, PackedShape};
use super::simplify::{Xy, square_to_segment};
use super::state::{LiveSegment, State};
use crate::measure::Metres;

/// A footprint near a place.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Near {
    pub key: u32,
    /// How far it is; zero inside an area.
    pub distance: Metres,
}

/// Metres around a place: degrees are stretched as they are there on the WGS 84 ellipsoid (radii of curvature in the
/// meridian and the prime vertical). Within 10 km it is right to 0.1 %, at 100 km to about 1 %.
struct LocalMetres {
    origin: FixedCoord,
    scale: Xy,
}

impl LocalMetres {
    fn at(origin: FixedCoord) -> Self {
        let (a, f) = (6_378_137.0_f64, 1.0 / 298.257_223_563);
        let e2 = f * (2.0 - f);
        let lat = (f64::from(origin[1]) / STEPS).to_radians();
        let w = 1.0 - e2 * lat.sin().powi(2);
        let step = (1.0 / STEPS).to_radians();
        Self {
            origin,
            scale: [
                a / w.sqrt() * lat.cos() * step,
                a * (1.0 - e2) / w.powf(1.5) * step,
            ],
        }
    }

    #[inline]
    fn xy(&self, s: FixedCoord) -> Xy {
        [
            (f64::from(s[0]) - f64::from(self.origin[0])) * self.scale[0],
            (f64::from(s[1]) - f64::from(self.origin[1])) * self.scale[1],
        ]
    }

    /// Square of the distance to a box.
    #[inline]
    fn square_to_box(&self, b: &FixedBox) -> f64 {
        let (low, high) = (self.xy(b.min), self.xy(b.max));
        let dx = low[0].max(-high[0]).max(0.0);
        let dy = low[1].max(-high[1]).max(0.0);
        dx * dx + dy * dy
    }

    /// Square of the distance to the farthest corner of a box: whatever the box is around is no farther.
    fn square_to_corner(&self, b: &FixedBox) -> f64 {
        let (low, high) = (self.xy(b.min), self.xy(b.max));
        let side = |axis: usize| low[axis].abs().max(high[axis].abs());
        side(0).powi(2) + side(1).powi(2)
    }

    /// Square of the distance to a shape, zero inside an area; infinite when all of it lies beyond an edge of the frame.
    fn square_to_shape(&self, shape: PackedShape, frame: &FixedBox) -> f64 {
        let mut nearest = f64::INFINITY;
        let mut inside = false;
        for part in shape.parts() {
            let Some(last) = part.coords.last() else { continue };
            let mut before = match shape.form {
                PackedForm::Areas => *last,
                _ => part.coords[0],
            };
            let mut before_beyond = frame.beyond(before);
            for s in part.coords {
                let s_beyond = frame.beyond(*s);
                if before_beyond & s_beyond == 0 {
                    let square = square_to_segment([0.0, 0.0], self.xy(before), self.xy(*s));
                    nearest = nearest.min(square);
                }
                // A ray to the east crosses this edge.
                let (up, was_up) = (s[1] > self.origin[1], before[1] > self.origin[1]);
                if up != was_up && shape.form == PackedForm::Areas {
                    let (a, b) = (self.xy(before), self.xy(*s));
                    let cross = a[0] * (b[1] - a[1]) - a[1] * (b[0] - a[0]);
                    inside ^= (cross > 0.0) == up;
                }
                (before, before_beyond) = (*s, s_beyond);
            }
        }
        if inside { 0.0 } else { nearest }
    }

    /// The box of everything within a distance in metres.
    fn around(&self, metres: f64) -> FixedBox {
        let reach = |axis: usize| (metres / self.scale[axis].max(1e-9)).ceil().min(4e9) as i64;
        let low = |axis: usize| (i64::from(self.origin[axis]) - reach(axis)).max(i64::from(i32::MIN)) as i32;
        let high = |axis: usize| (i64::from(self.origin[axis]) + reach(axis)).min(i64::from(i32::MAX)) as i32;
        FixedBox {
            min: [low(0), low(1)],
            max: [high(0), high(1)],
        }
    }
}

/// A node or a slot that is still to be looked at, by the distance of its box; the nearest comes first.
struct SearchStep {
    square: f64,
    part: u32,
    level: u8,
    at: u32,
}

/// A hair more, for what is lost in rounding.
const SURELY: f64 = 1.0 + 1e-9;

/// The level of a slot, below that of the nodes.
const SLOT: u8 = u8::MAX;

impl Ord for SearchStep {
    fn cmp(&self, other: &Self) -> Ordering {
        other.square.total_cmp(&self.square)
    }
}

impl PartialOrd for SearchStep {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SearchStep {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SearchStep {}

/// The nearest ones so far, nearest first, and how near another must be to be one of them.
struct NearestSoFar<'a> {
    plane: &'a LocalMetres,
    count: usize,
    found: Vec<(f64, u32)>,
    limit: f64,
    /// What lies within the limit meets this box.
    frame: FixedBox,
}

impl NearestSoFar<'_> {
    fn add(&mut self, square: f64, key: u32) {
        if square > self.limit || square == f64::INFINITY {
            return;
        }
        let after = |(s, k): &(f64, u32)| (*s, *k) < (square, key);
        self.found
            .insert(self.found.partition_point(after), (square, key));
        self.found.truncate(self.count);
        if self.found.len() == self.count {
            self.narrow(self.found.last().map_or(0.0, |(s, _)| *s));
        }
    }

    /// Nothing farther away is among the nearest.
    fn narrow(&mut self, limit: f64) {
        if limit < self.limit {
            self.limit = limit;
            self.frame = self.plane.around(limit.sqrt());
        }
    }

    fn add_shape(&mut self, shape: PackedShape, key: u32) {
        self.add(self.plane.square_to_shape(shape, &self.frame), key);
    }
}

/// Square of a distance within which there are surely so many footprints: a look at those beside the place on the curve.
fn reach(plane: &LocalMetres, part: &LiveSegment, count: usize, shown: impl Fn(u32) -> bool) -> f64 {
    let (segment, span) = (part.segment, 2 * count.max(FAN));
    let here = segment.slot_near(code(plane.origin));
    let beside = here.saturating_sub(span)..(here + span).min(segment.len());
    let beside = beside.filter(|slot| part.lives(*slot) && shown(segment.key(*slot)));
    let squares = beside.map(|slot| plane.square_to_corner(segment.around(slot)));
    nth(squares.collect(), count)
}

/// The so many-th of the smallest, infinite when there are fewer.
fn nth(mut squares: Vec<f64>, count: usize) -> f64 {
    if squares.len() < count {
        return f64::INFINITY;
    }
    *squares.select_nth_unstable_by(count - 1, f64::total_cmp).1
}

/// Looks at all that lies within a known limit, the nearest box first.
fn sweep(parts: &[LiveSegment], best: &mut NearestSoFar<'_>, shown: impl Fn(u32) -> bool) {
    let mut boxes: Vec<(f64, usize, usize)> = Vec::with_capacity(64);
    for (number, part) in parts.iter().enumerate() {
        let segment = part.segment;
        segment.search(&best.frame, 0, &mut |slots| {
            for slot in slots.filter(|slot| part.lives(*slot)) {
                let square = best.plane.square_to_box(segment.around(slot));
                if square <= best.limit && shown(segment.key(slot)) {
                    boxes.push((square, number, slot));
                }
            }
        });
    }
    let corners = boxes
        .iter()
        .map(|(_, number, slot)| best.plane.square_to_corner(parts[*number].segment.around(*slot)));
    best.narrow(nth(corners.collect(), best.count) * SURELY);
    boxes.retain(|(square, ..)| *square <= best.limit);
    boxes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    for (square, number, slot) in boxes {
        if square > best.limit {
            break;
        }
        let segment = parts[number].segment;
        match segment.packed_style(slot).size() {
            0 => best.add(square, segment.key(slot)),
            _ => best.add_shape(segment.shape(slot), segment.key(slot)),
        }
    }
}

/// Goes down the tree from what is nearest, where nothing says how far to look (G. R. Hjaltason and H. Samet, 1999).
fn climb(parts: &[LiveSegment], best: &mut NearestSoFar<'_>, shown: impl Fn(u32) -> bool) {
    let mut queue = BinaryHeap::with_capacity(128);
    for (part, number) in parts.iter().zip(0..) {
        let depth = part.segment.depth();
        let lone = depth == 0 && part.segment.len() > 0;
        if depth > 0 || lone && part.lives(0) && shown(part.segment.key(0)) {
            queue.push(SearchStep {
                square: 0.0,
                part: number,
                level: if lone { SLOT } else { depth as u8 - 1 },
                at: 0,
            });
        }
    }
    while let Some(step) = queue.pop() {
        if step.square > best.limit {
            break;
        }
        let part = &parts[step.part as usize];
        let (segment, i) = (part.segment, step.at as usize);
        match step.level {
            SLOT => best.add_shape(segment.shape(i), segment.key(i)),
            0 => {
                for slot in i * FAN..((i + 1) * FAN).min(segment.len()) {
                    let around = segment.around(slot);
                    if !best.frame.meets(around) || !part.lives(slot) || !shown(segment.key(slot)) {
                        continue;
                    }
                    let square = best.plane.square_to_box(around);
                    if segment.packed_style(slot).size() == 0 {
                        best.add(square, segment.key(slot));
                    } else {
                        queue.push(SearchStep {
                            square,
                            level: SLOT,
                            at: slot as u32,
                            ..step
                        });
                    }
                }
            }
            level => {
                let nodes = segment.level(usize::from(level) - 1);
                let below = i * FAN..((i + 1) * FAN).min(nodes.len());
                for (node, at) in nodes[below.clone()].iter().zip(below) {
                    if best.frame.meets(&node.around) {
                        queue.push(SearchStep {
                            square: best.plane.square_to_box(&node.around),
                            level: level - 1,
                            at: at as u32,
                            ..step
                        });
                    }
                }
            }
        }
    }
}

/// The nearest ones to a place, nearest first.
pub(super) fn nearest(state: &State, at: FixedCoord, count: usize, filter: Option<&KeySet>) -> Vec<Near> {
    if count == 0 {
        return Vec::new();
    }
    let plane = LocalMetres::at(at);
    let shown = |key: u32| filter.is_none_or(|keys| keys.contains(key));
    let parts: Vec<_> = state.parts().collect();
    let reaches = parts
        .iter()
        .map(|part| reach(&plane, part, count, shown) * SURELY);
    let limit = reaches.fold(f64::INFINITY, f64::min);
    let mut best = NearestSoFar {
        plane: &plane,
        frame: plane.around(limit.sqrt()),
        count,
        found: Vec::with_capacity(count.min(state.len()) + 1),
        limit,
    };
    if best.limit.is_finite() {
        sweep(&parts, &mut best, shown);
    } else {
        climb(&parts, &mut best, shown);
    }
    let edited: Vec<_> = match best.limit.is_finite() {
        true => state.edited_in(&best.frame).collect(),
        false => state.all_edited().collect(),
    };
    for (key, edited) in edited.into_iter().filter(|(key, _)| shown(*key)) {
        best.add_shape(edited.shape(), key);
    }
    let near = |(square, key): (f64, u32)| Near {
        key,
        distance: Metres(square.sqrt()),
    };
    best.found.into_iter().map(near).collect()
}

/// What lies within a distance of a place, nearest first; of areas around the place the smallest first.
pub(super) fn within(state: &State, at: FixedCoord, metres: f64, filter: Option<&KeySet>) -> Vec<Near> {
    let plane = LocalMetres::at(at);
    let frame = plane.around(metres);
    let mut found: Vec<(u8, Near)> = Vec::new();
    let mut add = |key: u32, size: u8, shape: PackedShape| {
        let square = plane.square_to_shape(shape, &frame);
        if square <= metres * metres && filter.is_none_or(|keys| keys.contains(key)) {
            let distance = Metres(square.sqrt());
            found.push((size, Near { key, distance }));
        }
    };
    for part in state.parts() {
        part.segment.search(&frame, 0, &mut |slots| {
            for slot in slots.filter(|slot| part.lives(*slot)) {
                let size = part.segment.packed_style(slot).size();
                add(part.segment.key(slot), size, part.segment.shape(slot));
            }
        });
    }
    for (key, edited) in state.edited_in(&frame) {
        add(key, edited.packed_style.size(), edited.shape());
    }
    found.sort_by(|(a_size, a), (b_size, b)| {
        let order = a.distance.0.total_cmp(&b.distance.0);
        order.then(a_size.cmp(b_size)).then(a.key.cmp(&b.key))
    });
    found.into_iter().map(|(_, near)| near).collect()
}
