//! Geodesic length of edges and area of rings, fast for short edges.
//!
//! An edge up to 20 km is measured in closed form: the straight chord between its ends, lengthened by the arc of the
//! ellipsoid's curvature in its direction; for the area the trapezoid in the cylindrical equal-area projection, plus
//! the sliver between its straight side and the geodesic. Differences are formed before they are multiplied, so that
//! a footprint keeps all its digits. Longer edges, and rings around a pole, go to Karney's algorithm
//! ("Algorithms for geodesics", Journal of Geodesy 87, 2013), to which the short forms are compared in the tests.

use crate::crs::ellipsoid::WGS84;
use geo::{Distance, Geodesic, GeodesicArea};
use geo_types::{Coord, LineString, Point, Polygon};

const A: f64 = WGS84.a;
const F: f64 = WGS84.f;
const B: f64 = A * (1.0 - F);
const E2: f64 = F * (2.0 - F);
/// Longest chord, metres, for which the short forms are used.
const SHORT: f64 = 20_000.0;
/// Largest differences of latitude and longitude looked at, radians; 20 km are 0.0032 at the equator.
const NARROW: f64 = 0.05;

/// What is needed of a vertex for both neighbouring edges.
#[derive(Clone, Copy)]
struct SphereVertex {
    lon_lat: Coord<f64>,
    sin: f64,
    cos: f64,
    /// √(1 − e² sin²φ), squared and not.
    w2: f64,
    w: f64,
}

impl SphereVertex {
    #[inline]
    fn new(c: Coord<f64>) -> Self {
        let (sin, cos) = c.y.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin * sin;
        Self {
            lon_lat: c,
            sin,
            cos,
            w2,
            w: w2.sqrt(),
        }
    }
}

/// Two vertices that lie close together.
struct Edge<'a> {
    from: &'a SphereVertex,
    to: &'a SphereVertex,
    dlam: f64,
    dphi: f64,
    /// tan(Δφ/2)
    half_tan: f64,
}

impl<'a> Edge<'a> {
    /// The edge when its ends are near each other in longitude and latitude, away from the antimeridian and poles.
    #[inline]
    fn near(from: &'a SphereVertex, to: &'a SphereVertex) -> Option<Self> {
        let dlam = (to.lon_lat.x - from.lon_lat.x).to_radians();
        let dphi = (to.lon_lat.y - from.lon_lat.y).to_radians();
        let narrow = dlam.abs() <= NARROW && dphi.abs() <= NARROW;
        let place = from.lon_lat.y.abs() < 89.0 && to.lon_lat.y.abs() < 89.0;
        (narrow && place).then(|| Self {
            from,
            to,
            dlam,
            dphi,
            half_tan: tan_small(0.5 * dphi),
        })
    }

    /// Length in metres, if short.
    ///
    /// Chord² = Δr² + Δz² + 4 r₁r₂ sin²(Δλ/2) with r = a cos φ / w, z = (1 − e²) a sin φ / w the cylinder coordinates
    /// of the ends. The geodesic is taken for a circle of the normal curvature κ in the chord's direction at the
    /// middle (Euler's formula): s = 2/κ · asin(κ·chord/2). A curve's arc differs from that by its change of
    /// curvature and its torsion, both of order e², so relative error is about e²(s/a)⁴/100: 10⁻¹⁴ at 20 km.
    #[inline]
    fn length(&self) -> Option<f64> {
        let (p, q) = (self.from, self.to);
        // sin φ₂ − sin φ₁ and cos φ₂ − cos φ₁ without cancellation.
        let dsin = (p.cos + q.cos) * self.half_tan;
        let dcos = -(p.sin + q.sin) * self.half_tan;
        let product = p.w * q.w;
        // 1/w₂ − 1/w₁
        let dinv = E2 * dsin * (p.sin + q.sin) / (product * (p.w + q.w));
        let (inv_p, inv_q) = (q.w / product, p.w / product);
        let mean_inv = 0.5 * (inv_p + inv_q);
        let dr = A * (dcos * mean_inv + 0.5 * (p.cos + q.cos) * dinv);
        let dz = A * (1.0 - E2) * (dsin * mean_inv + 0.5 * (p.sin + q.sin) * dinv);
        let half = sin_small(0.5 * self.dlam);
        let across2 = 4.0 * A * A * p.cos * q.cos / product * half * half;
        let along2 = dr * dr + dz * dz;
        let chord2 = along2 + across2;
        if chord2 > SHORT * SHORT {
            return None;
        }
        if chord2 == 0.0 {
            return Some(0.0);
        }
        // 1/N = w/a and 1/M = w³/(a(1 − e²)), weighted by the direction.
        let (w2, w) = (0.5 * (p.w2 + q.w2), 0.5 * (p.w + q.w));
        let curvature = w / A * (across2 + along2 * w2 / (1.0 - E2)) / chord2;
        let u2 = 0.25 * curvature * curvature * chord2;
        Some(chord2.sqrt() * (1.0 + u2 * (1.0 / 6.0 + u2 * (3.0 / 40.0))))
    }

    /// Difference of the equal-area ordinate in square metres per radian of longitude, to − from.
    ///
    /// It is b²/2 · [sin φ / (1 − e² sin²φ) + artanh(e sin φ)/e] (Snyder, "Map Projections: A Working Manual", 1987,
    /// equation 3-12), whose differences have this closed form.
    #[inline]
    fn rise(&self) -> f64 {
        let (p, q) = (self.from, self.to);
        let dsin = (p.cos + q.cos) * self.half_tan;
        let product = p.sin * q.sin;
        let first = dsin * (1.0 + E2 * product) / (p.w2 * q.w2);
        let t = dsin / (1.0 - E2 * product);
        let t2 = E2 * t * t;
        0.5 * B * B * (first + t * (1.0 + t2 * (1.0 / 3.0 + t2 * (1.0 / 5.0))))
    }

    /// Area in square metres between the geodesic and the straight line of the equal-area projection, positive when
    /// the geodesic lies to the north of an edge that runs east.
    ///
    /// Parametrised by arc length the geodesic is (λ′, q′) = (sin α / r, r cos α), and Clairaut's relation gives
    /// λ′q″ − q′λ″ = −(sin φ sin α / r)(1 + 2cos²α); a parabola of that curvature encloses s³/12 times it:
    /// Δλ sin φ (r²Δλ² + 3M²Δφ²)/12. The terms of fifth order are those of the sphere of radius √(MN), where the
    /// area under an edge is known in closed form; what is left is of order e²(s/a)⁵a².
    #[inline]
    fn sliver(&self) -> f64 {
        let (p, q) = (self.from, self.to);
        let half = 0.5 * self.dphi;
        let h2 = half * half;
        // sin and cos of the middle latitude.
        let secant = 1.0 + h2 * (0.5 + h2 * (5.0 / 24.0));
        let (sm, cm) = (0.5 * (p.sin + q.sin) * secant, 0.5 * (p.cos + q.cos) * secant);
        let w2 = 1.0 - E2 * sm * sm;
        let n = A / w2.sqrt();
        let m = n * (1.0 - E2) / w2;
        let d = 0.5 * self.dlam;
        let d2 = d * d;
        let r = n * cm;
        let leading = 2.0 / 3.0 * d * sm * (r * r * d2 + 3.0 * m * m * h2);
        // The spherical excess 2·atan(tan d · sm / cos h) − 2d·sm·cos h, expanded to fifth order in d and h.
        let sm2 = sm * sm;
        let fifth = 2.0
            * d
            * sm
            * (d2 * d2 * (2.0 / 15.0 - sm2 / 3.0 + sm2 * sm2 / 5.0)
                + d2 * h2 * (1.0 / 6.0 - sm2 / 2.0)
                + h2 * h2 / 6.0);
        leading + m * n * fifth
    }
}

#[inline]
fn tan_small(x: f64) -> f64 {
    let x2 = x * x;
    x * (1.0 + x2 * (1.0 / 3.0 + x2 * (2.0 / 15.0 + x2 * (17.0 / 315.0 + x2 * (62.0 / 2835.0)))))
}

#[inline]
fn sin_small(x: f64) -> f64 {
    let x2 = x * x;
    x * (1.0 + x2 * (-1.0 / 6.0 + x2 * (1.0 / 120.0 - x2 / 5040.0)))
}

/// Returns the length of a line in metres.
pub(super) fn line_length(line: &LineString<f64>) -> f64 {
    let mut vertices = line.0.iter().map(|c| SphereVertex::new(*c));
    let Some(mut before) = vertices.next() else {
        return 0.0;
    };
    let mut total = 0.0;
    for vertex in vertices {
        let edge = Edge::near(&before, &vertex);
        total += edge
            .and_then(|e| e.length())
            .unwrap_or_else(|| Geodesic.distance(Point::from(before.lon_lat), Point::from(vertex.lon_lat)));
        before = vertex;
    }
    total
}

/// Returns the area inside a closed ring in square metres, whichever way it turns.
pub(super) fn ring_area(ring: &LineString<f64>) -> f64 {
    short_ring_area(ring).unwrap_or_else(|| {
        Polygon::new(ring.clone(), Vec::new())
            .geodesic_area_signed()
            .abs()
    })
}

/// The area when every edge is short. East and north are counted from the first vertex, so the sum loses no more
/// digits than the ring is large.
fn short_ring_area(ring: &LineString<f64>) -> Option<f64> {
    let first = SphereVertex::new(*ring.0.first()?);
    let mut before = first;
    let (mut q, mut area) = (0.0, 0.0);
    let rest = ring.0[1..].iter().map(|c| SphereVertex::new(*c));
    for vertex in rest.chain(std::iter::once(first)) {
        let edge = Edge::near(&before, &vertex)?;
        let rise = edge.rise();
        // Not the exact length: only that the sliver's series holds.
        let east = A * edge.dlam * before.cos;
        let north = A * edge.dphi;
        if east * east + north * north > SHORT * SHORT {
            return None;
        }
        area += edge.dlam * (q + 0.5 * rise) + edge.sliver();
        q += rise;
        before = vertex;
    }
    Some(area.abs())
}
