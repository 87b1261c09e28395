//! Places as whole steps of 1e-7 degree (about 1 cm), for drawing and asking; the exact place is in the database.

use geo_types::{Coord, coord};

use crate::measure::Bounds;

/// Steps in a degree.
pub(super) const STEPS: f64 = 1e7;

/// Longitude and latitude in steps.
pub(super) type FixedCoord = [i32; 2];

/// A box in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FixedBox {
    pub(super) min: FixedCoord,
    pub(super) max: FixedCoord,
}

impl FixedBox {
    /// The box around nothing: the start of a union.
    pub(super) const NONE: Self = Self {
        min: [i32::MAX; 2],
        max: [i32::MIN; 2],
    };

    /// The smallest box in steps around a box in degrees.
    pub(super) fn around(b: Bounds) -> Self {
        let low = |v: f64| (v * STEPS).floor() as i32;
        let high = |v: f64| (v * STEPS).ceil() as i32;
        Self {
            min: [low(b.west), low(b.south)],
            max: [high(b.east), high(b.north)],
        }
    }

    pub(super) fn bounds(self) -> Bounds {
        let [low, high] = [degrees(self.min), degrees(self.max)];
        Bounds {
            west: low.x,
            south: low.y,
            east: high.x,
            north: high.y,
        }
    }

    pub(super) fn grow(&mut self, [x, y]: FixedCoord) {
        self.min = [self.min[0].min(x), self.min[1].min(y)];
        self.max = [self.max[0].max(x), self.max[1].max(y)];
    }

    pub(super) fn union(mut self, other: Self) -> Self {
        self.grow(other.min);
        self.grow(other.max);
        self
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        (self.min[0] <= other.max[0])
            & (other.min[0] <= self.max[0])
            & (self.min[1] <= other.max[1])
            & (other.min[1] <= self.max[1])
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        (self.min[0] <= other.min[0])
            & (other.max[0] <= self.max[0])
            & (self.min[1] <= other.min[1])
            & (other.max[1] <= self.max[1])
    }

    /// The sides that a place lies beyond, a bit for each.
    #[inline]
    pub(super) fn beyond(&self, [x, y]: FixedCoord) -> u8 {
        u8::from(x < self.min[0])
            | u8::from(x > self.max[0]) << 1
            | u8::from(y < self.min[1]) << 2
            | u8::from(y > self.max[1]) << 3
    }

    /// The middle: the place that stands for a footprint where it is counted.
    pub(super) fn centre(&self) -> FixedCoord {
        let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) >> 1) as i32;
        [middle(self.min[0], self.max[0]), middle(self.min[1], self.max[1])]
    }
}

/// The nearest place in steps; `None` for what is no place on earth.
pub(super) fn fixed(c: Coord<f64>) -> Option<FixedCoord> {
    let good = c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
    // As `f64::round`, which is a call into the C library on older processors.
    let nearest = |v: f64| (v + 0.5_f64.copysign(v)) as i32;
    good.then(|| [nearest(c.x * STEPS), nearest(c.y * STEPS)])
}

/// Degrees of a place in steps.
pub(super) fn degrees([x, y]: FixedCoord) -> Coord<f64> {
    coord! { x: f64::from(x) / STEPS, y: f64::from(y) / STEPS }
}
