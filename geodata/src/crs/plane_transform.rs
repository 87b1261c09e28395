//! Linear transformations between two planes in metres: four parameters (similarity) and six (affine).

use geo_types::{Coord, coord};
use serde::{Deserialize, Serialize};

/// A shift, one rotation and one scale: x′ = x₀ + a·x − b·y, y′ = y₀ + b·x + a·y with x east and y north.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    /// Scale times cosine of the rotation.
    pub a: f64,
    /// Scale times sine of the rotation, counter-clockwise positive.
    pub b: f64,
    /// Shift east, metres.
    pub x0: f64,
    /// Shift north, metres.
    pub y0: f64,
}

impl Similarity {
    /// Returns the transformation of the four parameters of Chinese survey reports, X being north and Y east:
    /// X′ = ΔX + k(X cos α − Y sin α), Y′ = ΔY + k(X sin α + Y cos α).
    ///
    /// Shifts in metres, α in arc-seconds (clockwise on the map), k near 1, or 1 + m·10⁻⁶ for m in ppm.
    pub fn chinese(dx_north: f64, dy_east: f64, alpha_seconds: f64, k: f64) -> Self {
        let (sin, cos) = (alpha_seconds / 3600.0).to_radians().sin_cos();
        Self {
            a: k * cos,
            b: -k * sin,
            x0: dy_east,
            y0: dx_north,
        }
    }

    /// Returns the scale, without unit.
    pub fn scale(&self) -> f64 {
        self.a.hypot(self.b)
    }

    /// Returns the rotation in degrees, counter-clockwise positive, above −180 and up to 180.
    pub fn rotation_degrees(&self) -> f64 {
        self.b.atan2(self.a).to_degrees()
    }

    /// Returns the place in the second plane of one in the first.
    pub fn apply(&self, c: Coord<f64>) -> Coord<f64> {
        coord! {
            x: self.x0 + self.a * c.x - self.b * c.y,
            y: self.y0 + self.b * c.x + self.a * c.y,
        }
    }

    /// Returns the place in the first plane of one in the second.
    pub fn take_back(&self, c: Coord<f64>) -> Coord<f64> {
        let (x, y) = (c.x - self.x0, c.y - self.y0);
        let k2 = self.a * self.a + self.b * self.b;
        coord! { x: (self.a * x + self.b * y) / k2, y: (self.a * y - self.b * x) / k2 }
    }

    pub(super) fn is_finite(&self) -> bool {
        [self.a, self.b, self.x0, self.y0].iter().all(|v| v.is_finite())
    }
}

/// Six parameters: x′ = x₀ + xx·x + xy·y, y′ = y₀ + yx·x + yy·y. Parallels stay parallel; axes may scale and turn
/// each on its own, as those of a scanned map do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Affine {
    /// x′ for one unit of x.
    pub xx: f64,
    /// x′ for one unit of y.
    pub xy: f64,
    /// y′ for one unit of x.
    pub yx: f64,
    /// y′ for one unit of y.
    pub yy: f64,
    /// x′ of the origin.
    pub x0: f64,
    /// y′ of the origin.
    pub y0: f64,
}

impl Affine {
    /// Returns the place in the second plane of one in the first.
    pub fn apply(&self, c: Coord<f64>) -> Coord<f64> {
        coord! {
            x: self.x0 + self.xx * c.x + self.xy * c.y,
            y: self.y0 + self.yx * c.x + self.yy * c.y,
        }
    }

    /// Returns the place in the first plane of one in the second.
    pub fn take_back(&self, c: Coord<f64>) -> Coord<f64> {
        let (x, y) = (c.x - self.x0, c.y - self.y0);
        let d = self.determinant();
        coord! { x: (self.yy * x - self.xy * y) / d, y: (self.xx * y - self.yx * x) / d }
    }

    /// Returns the lengths in the second plane of one unit of x and of y in the first.
    pub fn scales(&self) -> (f64, f64) {
        (self.xx.hypot(self.yx), self.xy.hypot(self.yy))
    }

    /// Returns the direction of the first axis in degrees, counter-clockwise positive.
    pub fn rotation_degrees(&self) -> f64 {
        self.yx.atan2(self.xx).to_degrees()
    }

    /// Returns the area in the second plane of one unit of area in the first; negative when the map is mirrored.
    pub fn determinant(&self) -> f64 {
        self.xx * self.yy - self.xy * self.yx
    }
}

/// Either kind of transformation, where both serve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PlaneTransform {
    /// Four parameters.
    Similarity(Similarity),
    /// Six parameters.
    Affine(Affine),
}

impl PlaneTransform {
    /// Returns the place in the second plane of one in the first.
    pub fn apply(&self, c: Coord<f64>) -> Coord<f64> {
        match self {
            Self::Similarity(t) => t.apply(c),
            Self::Affine(t) => t.apply(c),
        }
    }

    /// Returns the place in the first plane of one in the second.
    pub fn take_back(&self, c: Coord<f64>) -> Coord<f64> {
        match self {
            Self::Similarity(t) => t.take_back(c),
            Self::Affine(t) => t.take_back(c),
        }
    }

    /// Returns whether there is a way back.
    pub fn is_invertible(&self) -> bool {
        match self {
            Self::Similarity(t) => t.is_finite() && t.scale() > 0.0,
            Self::Affine(t) => {
                let (x, y) = t.scales();
                let finite = [t.x0, t.y0].iter().all(|v| v.is_finite());
                finite && t.determinant().abs() > 1e-9 * x * y && (x * y).is_finite()
            }
        }
    }
}
