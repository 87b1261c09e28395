//! What is nearest to a place, and what lies under it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::fixed::{FixedBox, STEPS, Spot};
use super::key_set::KeySet;
use super::outline::{Xy, square_to_segment};
use super::segment::FAN;
use super::shape::{Form, Shape};
use super::state::State;
use crate::measure::Metres;

/// A footprint near a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Its key.
    pub key: u32,
    /// How far it is; zero inside an area.
    pub distance: Metres,
}

/// Metres around a place: degrees are stretched as they are there on the WGS 84 ellipsoid (radii of curvature in the
/// meridian and the prime vertical). Within 10 km it is right to 0.1 %, at 100 km to about 1 %.
struct Plane {
    origin: Spot,
    scale: Xy,
}

impl Plane {
    fn at(origin: Spot) -> Self {
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
    fn xy(&self, s: Spot) -> Xy {
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

    /// Square of the distance to a shape; zero inside an area.
    fn square_to_shape(&self, shape: Shape) -> f64 {
        let mut nearest = f64::INFINITY;
        let mut inside = false;
        for part in shape.parts() {
            let Some(last) = part.spots.last() else { continue };
            let mut before = match shape.form {
                Form::Areas => self.xy(*last),
                _ => self.xy(part.spots[0]),
            };
            for s in part.spots {
                let p = self.xy(*s);
                nearest = nearest.min(square_to_segment([0.0, 0.0], before, p));
                // A ray to the east crosses this edge.
                if (before[1] > 0.0) != (p[1] > 0.0) {
                    let cross = before[0] * (p[1] - before[1]) - before[1] * (p[0] - before[0]);
                    inside ^= (cross > 0.0) == (p[1] > before[1]);
                }
                before = p;
            }
        }
        if inside && shape.form == Form::Areas {
            0.0
        } else {
            nearest
        }
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

/// A node, a slot by its box, or a slot by its shape; the nearest comes first.
struct Step {
    square: f64,
    part: u32,
    what: What,
    at: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Shape,
    Slot,
    Level(u8),
}

impl Ord for Step {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = other.square.total_cmp(&self.square);
        order
            .then(other.what.cmp(&self.what))
            .then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Step {}

/// The nearest ones to a place, nearest first (G. R. Hjaltason and H. Samet, 1999).
pub(super) fn nearest(state: &State, at: Spot, count: usize, filter: Option<&KeySet>) -> Vec<Near> {
    let plane = Plane::at(at);
    let shown = |key: u32| filter.is_none_or(|keys| keys.contains(key));
    let parts: Vec<_> = state.parts().collect();
    let mut queue = BinaryHeap::with_capacity(256);
    let mut found = Vec::with_capacity(count);
    for (part, number) in parts.iter().zip(0..) {
        let depth = part.segment.depth();
        let what = if depth == 0 {
            What::Slot
        } else {
            What::Level(depth as u8 - 1)
        };
        if part.segment.len() > 0 && (depth > 0 || part.lives(0) && shown(part.segment.key(0))) {
            queue.push(Step {
                square: 0.0,
                part: number,
                what,
                at: 0,
            });
        }
    }
    while found.len() < count
        && let Some(step) = queue.pop()
    {
        let part = &parts[step.part as usize];
        let (segment, i) = (part.segment, step.at as usize);
        match step.what {
            What::Shape => found.push(Near {
                key: segment.key(i),
                distance: Metres(step.square.sqrt()),
            }),
            What::Slot => queue.push(Step {
                square: plane.square_to_shape(segment.shape(i)),
                what: What::Shape,
                ..step
            }),
            What::Level(0) => {
                for slot in i * FAN..((i + 1) * FAN).min(segment.len()) {
                    if part.lives(slot) && shown(segment.key(slot)) {
                        let point = segment.word(slot).size() == 0;
                        queue.push(Step {
                            square: plane.square_to_box(segment.around(slot)),
                            what: if point { What::Shape } else { What::Slot },
                            at: slot as u32,
                            ..step
                        });
                    }
                }
            }
            What::Level(level) => {
                let nodes = segment.level(usize::from(level) - 1);
                for node in i * FAN..((i + 1) * FAN).min(nodes.len()) {
                    queue.push(Step {
                        square: plane.square_to_box(&nodes[node].around),
                        what: What::Level(level - 1),
                        at: node as u32,
                        ..step
                    });
                }
            }
        }
    }
    let mut edited: Vec<Near> = Vec::new();
    let mut add = |key: u32, shape: Shape| {
        if shown(key) {
            let distance = Metres(plane.square_to_shape(shape).sqrt());
            edited.push(Near { key, distance });
        }
    };
    match found.last() {
        Some(farthest) if found.len() == count => {
            let frame = plane.around(farthest.distance.0);
            state.edited_in(&frame).for_each(|(key, e)| add(key, e.shape()));
        }
        _ => state.all_edited().for_each(|(key, e)| add(key, e.shape())),
    }
    found.append(&mut edited);
    found.sort_by(by_distance);
    found.truncate(count);
    found
}

fn by_distance(a: &Near, b: &Near) -> Ordering {
    a.distance.0.total_cmp(&b.distance.0).then(a.key.cmp(&b.key))
}

/// What lies within a distance of a place, nearest first; of areas around the place the smallest first.
pub(super) fn within(state: &State, at: Spot, metres: f64, filter: Option<&KeySet>) -> Vec<Near> {
    let plane = Plane::at(at);
    let frame = plane.around(metres);
    let mut found: Vec<(u8, Near)> = Vec::new();
    let mut add = |key: u32, size: u8, shape: Shape| {
        let square = plane.square_to_shape(shape);
        if square <= metres * metres && filter.is_none_or(|keys| keys.contains(key)) {
            let distance = Metres(square.sqrt());
            found.push((size, Near { key, distance }));
        }
    };
    for part in state.parts() {
        part.segment.search(&frame, 0, &mut |slots| {
            for slot in slots.filter(|slot| part.lives(*slot)) {
                let size = part.segment.word(slot).size();
                add(part.segment.key(slot), size, part.segment.shape(slot));
            }
        });
    }
    for (key, edited) in state.edited_in(&frame) {
        add(key, edited.word.size(), edited.shape());
    }
    found.sort_by(|(a_size, a), (b_size, b)| {
        let order = a.distance.0.total_cmp(&b.distance.0);
        order.then(a_size.cmp(b_size)).then(a.key.cmp(&b.key))
    });
    found.into_iter().map(|(_, near)| near).collect()
}
