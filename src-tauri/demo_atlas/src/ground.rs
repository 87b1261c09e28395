//! The stage: metres east and north of the middle of the invented county, and their longitude and latitude.
//! The county stands on a real plain only because a map needs some ground; nothing of it is there.

use geo_types::{Coord, Geometry, LineString, Polygon};

use planning::model::Shape;

/// A point in metres east and north of the middle of the county.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct At {
    pub(super) x: f64,
    pub(super) y: f64,
}

const MIDDLE: Coord<f64> = Coord { x: 115.70, y: 33.45 };
/// Metres in one degree of longitude and of latitude at 33.45°N on the WGS 84 ellipsoid.
const METRES_A_DEGREE: Coord<f64> = Coord {
    x: 92_960.0,
    y: 110_916.0,
};

pub(super) const fn at(x: f64, y: f64) -> At {
    At { x, y }
}

/// Kilometres east and north.
pub(super) const fn km(x: f64, y: f64) -> At {
    At {
        x: x * 1000.0,
        y: y * 1000.0,
    }
}

impl At {
    pub(super) fn plus(self, other: At, times: f64) -> At {
        at(self.x + other.x * times, self.y + other.y * times)
    }

    /// The direction and the distance from here to there.
    pub(super) fn towards(self, there: At) -> (At, f64) {
        let (dx, dy) = (there.x - self.x, there.y - self.y);
        let far = (dx * dx + dy * dy).sqrt();
        if far > 0.0 {
            (at(dx / far, dy / far), far)
        } else {
            (at(0.0, 0.0), 0.0)
        }
    }

    pub(super) fn between(self, other: At, part: f64) -> At {
        at(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
        )
    }

    /// A quarter turn to the left.
    pub(super) fn left(self) -> At {
        at(-self.y, self.x)
    }

    /// Longitude and latitude to the sixth decimal, about a decimetre.
    pub(super) fn lon_lat(self) -> Coord<f64> {
        let round = |v: f64| (v * 1e6).round() / 1e6;
        Coord {
            x: round(MIDDLE.x + self.x / METRES_A_DEGREE.x),
            y: round(MIDDLE.y + self.y / METRES_A_DEGREE.y),
        }
    }
}

pub(super) fn line(points: &[At]) -> LineString<f64> {
    points.iter().map(|p| p.lon_lat()).collect()
}

/// A polygon of a shell and holes; the rings are closed here, shells anticlockwise.
pub(super) fn polygon(shell: &[At], holes: &[Vec<At>]) -> Polygon<f64> {
    let turned = |ring: &[At], anticlockwise: bool| {
        let doubled: f64 = ring
            .iter()
            .zip(ring.iter().cycle().skip(1))
            .map(|(a, b)| a.x * b.y - b.x * a.y)
            .sum();
        let mut ring = ring.to_vec();
        if (doubled > 0.0) != anticlockwise {
            ring.reverse();
        }
        line(&ring)
    };
    Polygon::new(
        turned(shell, true),
        holes.iter().map(|hole| turned(hole, false)).collect(),
    )
}

/// A round outline with an uneven edge: `radii` east-west and north-south, never crossing itself.
pub(super) fn blob(middle: At, radii: At, uneven: f64, key: u64) -> Vec<At> {
    let corners = 20u64;
    (0..corners)
        .map(|i| {
            let turn = std::f64::consts::TAU * i as f64 / corners as f64;
            let far = 1.0 + uneven * super::noise::noise(key * 1000 + i);
            at(
                middle.x + radii.x * far * turn.cos(),
                middle.y + radii.y * far * turn.sin(),
            )
        })
        .collect()
}

/// A strip beside a line: from `near` to `far` metres to its left (to its right when negative).
pub(super) fn strip(along: &[At], near: f64, far: f64) -> Vec<At> {
    let mut ring = beside(along, near);
    ring.extend(beside(along, far).into_iter().rev());
    ring
}

fn beside(along: &[At], aside: f64) -> Vec<At> {
    if aside == 0.0 {
        return along.to_vec();
    }
    (0..along.len())
        .map(|i| {
            let (before, after) = (along[i.saturating_sub(1)], along[(i + 1).min(along.len() - 1)]);
            along[i].plus(before.towards(after).0.left(), aside)
        })
        .collect()
}

pub(super) fn shape(geometry: impl Into<Geometry<f64>>) -> Shape {
    Shape(geometry.into())
}
