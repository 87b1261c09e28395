//! Areas and lengths on the ellipsoid, edge by edge, so that an area can be summed along pieces of boundaries.
//!
//! An edge is the geodesic between two places, as in [`crate::measure`]. Under the straight line between them in degrees
//! lies, down to the equator, Δλ times the mean of A(φ) = ∫ M N cos φ dφ (Snyder, "Map Projections: A Working Manual",
//! 1987, equation 3-12, as a series in sin φ); the sliver between that line and the geodesic is κ L³ / 12, with the
//! geodesic curvature κ of the straight line from the Christoffel symbols of the ellipsoid (do Carmo, "Differential
//! Geometry of Curves and Surfaces", 4-4). Edges above 3 km are cut along the geodesic first. A test holds the sum
//! against Karney's algorithm.

use geo::{Distance, Geodesic, InterpolatePoint};
use geo_types::{Coord, Point};

/// Semi-major axis of WGS 84, metres.
const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
/// Square of the first eccentricity.
const E2: f64 = F * (2.0 - F);
/// Longer edges are cut before their area is taken, metres.
const LONG_EDGE: f64 = 3000.0;
/// Longer ones are measured by Karney's algorithm, metres.
const LONG_STEP: f64 = 500.0;

/// Sine, cosine and radii of curvature at a latitude.
struct EllipsoidAt {
    sin: f64,
    cos: f64,
    /// 1 - e² sin² φ.
    w2: f64,
    meridian: f64,
    vertical: f64,
}

impl EllipsoidAt {
    fn at(latitude: f64) -> Self {
        let (sin, cos) = latitude.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin * sin;
        let vertical = A / w2.sqrt();
        Self {
            sin,
            cos,
            w2,
            meridian: vertical * (1.0 - E2) / w2,
            vertical,
        }
    }

    fn step(&self, a: Coord<f64>, b: Coord<f64>) -> [f64; 2] {
        [
            self.vertical * self.cos * (b.x - a.x).to_radians(),
            self.meridian * (b.y - a.y).to_radians(),
        ]
    }
}

/// The part of an edge in the area to its left, square metres: summed over closed boundaries with the inside on their
/// left it is the area inside.
pub(super) fn edge_area(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let here = EllipsoidAt::at((a.y + b.y) / 2.0);
    let [east, north] = here.step(a, b);
    let square = east * east + north * north;
    if square <= LONG_EDGE * LONG_EDGE {
        return short_edge_area(&here, a, b);
    }
    let pieces = (square.sqrt() / LONG_EDGE * 1.5).ceil();
    let ends = (Point(a), Point(b));
    let cut = |i: f64| match i {
        0.0 => a,
        i if i == pieces => b,
        i => Geodesic.point_at_ratio_between(ends.0, ends.1, i / pieces).0,
    };
    let piece = |i: u32| {
        let (a, b) = (cut(f64::from(i)), cut(f64::from(i + 1)));
        short_edge_area(&EllipsoidAt::at((a.y + b.y) / 2.0), a, b)
    };
    (0..pieces as u32).map(piece).sum()
}

fn short_edge_area(here: &EllipsoidAt, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let EllipsoidAt { sin, cos, w2, .. } = *here;
    let (lon, lat) = ((b.x - a.x).to_radians(), (b.y - a.y).to_radians());
    let s2 = sin * sin;
    let scale = A * A * (1.0 - E2);
    // ∫ ds / (1 - e² s²)², term by term.
    let series = [1.0, 2.0 / 3.0, 3.0 / 5.0, 4.0 / 7.0, 5.0 / 9.0, 6.0 / 11.0];
    let sum = series.iter().rev().fold(0.0, |sum, c| sum * E2 * s2 + c);
    let second = -scale * sin / (w2 * w2) * (1.0 - 4.0 * E2 * cos * cos / w2);
    let mean = scale * sin * sum + second * lat * lat / 24.0;
    let (m, p) = (here.meridian, here.vertical * cos);
    let m_slope = 3.0 * E2 * m * sin * cos / w2;
    let bend = lon * (p * p * sin * lon * lon + (p * m_slope + 2.0 * m * m * sin) * lat * lat);
    -lon * mean - bend / 12.0
}

/// The length of an edge in metres.
pub(super) fn edge_length(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let [east, north] = EllipsoidAt::at((a.y + b.y) / 2.0).step(a, b);
    let length = (east * east + north * north).sqrt();
    if length <= LONG_STEP {
        length
    } else {
        Geodesic.distance(Point(a), Point(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure;
    use geo_types::{LineString, Polygon, coord};

    fn ring(centre: Coord<f64>, degrees: f64, corners: u32) -> LineString<f64> {
        let corner = |i: u32| {
            let turn = f64::from(i % corners) / f64::from(corners) * std::f64::consts::TAU;
            let size = degrees * (1.0 + 0.4 * (3.0 * turn).sin() + 0.2 * (5.0 * turn).cos());
            centre + coord! { x: turn.cos(), y: turn.sin() } * size
        };
        (0..=corners).map(corner).collect()
    }

    #[test]
    fn areas_agree_with_karney_to_a_billionth() {
        for lat in [-45.0, 0.001, 18.0, 36.0, 53.0] {
            for (degrees, corners) in [
                (0.0002, 5),
                (0.003, 7),
                (0.003, 100),
                (0.03, 60),
                (0.05, 4),
                (0.5, 20),
            ] {
                let ring = ring(coord! { x: 117.0, y: lat }, degrees, corners);
                let sum: f64 = ring.lines().map(|l| edge_area(l.start, l.end)).sum();
                let karney = measure::area(&Polygon::new(ring, Vec::new()).into()).0;
                // Of the smallest ring Karney's sum in floating numbers is 1.2e-5 m² off one with 40 digits, this one
                // 2e-9 m²; at latitude -45 it is 3e-6 and 7e-8 m².
                let off = (sum - karney).abs();
                assert!(
                    off < 1e-9 * karney + 5e-5,
                    "{lat} {degrees} {corners}: {sum} is not {karney}"
                );
            }
        }
    }

    #[test]
    fn lengths_agree_with_karney_to_a_billionth() {
        for lat in [-45.0, 0.0, 36.0, 53.0] {
            for step in [1e-5, 1e-3, 0.004, 0.1] {
                let (a, b) = (
                    coord! { x: 117.0, y: lat },
                    coord! { x: 117.0 + step, y: lat + 0.7 * step },
                );
                let karney = Geodesic.distance(Point(a), Point(b));
                assert!((edge_length(a, b) / karney - 1.0).abs() < 1e-9, "{lat} {step}");
            }
        }
    }
}
