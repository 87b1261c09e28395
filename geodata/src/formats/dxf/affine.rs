//! Maps of the plane: where a block is inserted, how an entity's own plane lies.

use geo_types::{Coord, coord};

/// x' = a·x + b·y + e, y' = c·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BlockTransform {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl BlockTransform {
    pub const IDENTITY: Self = Self {
        a: 1.0,
        b: 0.0,
        c: 0.0,
        d: 1.0,
        e: 0.0,
        f: 0.0,
    };

    pub fn shift(by: Coord<f64>) -> Self {
        Self {
            e: by.x,
            f: by.y,
            ..Self::IDENTITY
        }
    }

    pub fn scale(x: f64, y: f64) -> Self {
        Self {
            a: x,
            d: y,
            ..Self::IDENTITY
        }
    }

    /// Counter-clockwise, in radians.
    pub fn turn(angle: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self {
            a: cos,
            b: -sin,
            c: sin,
            d: cos,
            ..Self::IDENTITY
        }
    }

    /// Returns the map from an entity's own plane, given by its normal, to the world seen from above: the arbitrary
    /// axis algorithm of the DXF reference. A normal that is none counts as upwards.
    pub fn of_plane(normal: [f64; 3], elevation: f64) -> Self {
        let length = normal.iter().map(|n| n * n).sum::<f64>().sqrt();
        if !(length > 0.0 && length.is_finite()) || normal == [0.0, 0.0, 1.0] {
            return Self::IDENTITY;
        }
        let [nx, ny, nz] = normal.map(|n| n / length);
        let near_z = nx.abs() < 1.0 / 64.0 && ny.abs() < 1.0 / 64.0;
        // World Y or Z, crossed with the normal.
        let ax = if near_z { [nz, 0.0, -nx] } else { [-ny, nx, 0.0] };
        let length = ax.iter().map(|n| n * n).sum::<f64>().sqrt();
        let ax = ax.map(|n| n / length);
        let ay = [
            ny * ax[2] - nz * ax[1],
            nz * ax[0] - nx * ax[2],
            nx * ax[1] - ny * ax[0],
        ];
        Self {
            a: ax[0],
            b: ay[0],
            c: ax[1],
            d: ay[1],
            e: nx * elevation,
            f: ny * elevation,
        }
    }

    /// Returns the map that does `first` and then this one.
    pub fn after(&self, first: &Self) -> Self {
        Self {
            a: self.a * first.a + self.b * first.c,
            b: self.a * first.b + self.b * first.d,
            c: self.c * first.a + self.d * first.c,
            d: self.c * first.b + self.d * first.d,
            e: self.a * first.e + self.b * first.f + self.e,
            f: self.c * first.e + self.d * first.f + self.f,
        }
    }

    pub fn of(&self, p: Coord<f64>) -> Coord<f64> {
        coord! { x: self.a * p.x + self.b * p.y + self.e, y: self.c * p.x + self.d * p.y + self.f }
    }

    /// Returns how much longer a length becomes at most: the greater singular value.
    pub fn stretch(&self) -> f64 {
        let (first, second) = (
            self.a * self.a + self.c * self.c,
            self.b * self.b + self.d * self.d,
        );
        let mixed = 2.0 * (self.a * self.b + self.c * self.d);
        ((first + second + (first - second).hypot(mixed)) / 2.0).sqrt()
    }
}
