//! Circles and rectangles.

use super::OpError;
use crate::crs::LocalPlane;
use geo::{Destination, Geodesic};
use geo_types::{Coord, LineString, Point, Polygon, coord};

/// Returns the polygon of `corners` points at a distance of `radius` metres (geodesic) from a centre, counter-
/// clockwise from north.
///
/// # Errors
/// [`OpError::BadSize`] for a radius not above 0 or beyond 1000 km, or fewer than 3 corners;
/// [`OpError::OffEarth`] for a centre that is no place or a circle around a pole.
pub fn circle(centre: Coord<f64>, radius: f64, corners: usize) -> Result<Polygon<f64>, OpError> {
    on_earth(centre)?;
    if !(radius > 0.0 && radius <= 1_000_000.0) {
        return Err(OpError::BadSize {
            value: radius,
            above: 0.0,
        });
    }
    if corners < 3 {
        return Err(OpError::BadSize {
            value: corners as f64,
            above: 2.0,
        });
    }
    let reach = radius / 111_000.0;
    if centre.y.abs() + reach >= 90.0 {
        return Err(OpError::OffEarth {
            x: centre.x,
            y: centre.y + reach.copysign(centre.y),
        });
    }
    let corner = |i: usize| {
        let bearing = 360.0 - 360.0 * i as f64 / corners as f64;
        let mut c = Geodesic.destination(Point(centre), bearing, radius).0;
        // Keep the ring in one piece near the antimeridian.
        c.x += 360.0 * ((centre.x - c.x) / 360.0).round();
        c
    };
    Ok(Polygon::new(
        LineString((0..corners).map(corner).collect()),
        Vec::new(),
    ))
}

/// Returns the rectangle with sides along meridians and parallels between two opposite corners, degrees.
///
/// # Errors
/// [`OpError::LineTooShort`] when the corners share a longitude or latitude, [`OpError::OffEarth`].
pub fn rectangle_from_corners(a: Coord<f64>, b: Coord<f64>) -> Result<Polygon<f64>, OpError> {
    on_earth(a)?;
    on_earth(b)?;
    if a.x == b.x || a.y == b.y {
        return Err(OpError::LineTooShort);
    }
    let (west, east, south, north) = (a.x.min(b.x), a.x.max(b.x), a.y.min(b.y), a.y.max(b.y));
    let ring = [(west, south), (east, south), (east, north), (west, north)];
    Ok(Polygon::new(LineString::from(ring.to_vec()), Vec::new()))
}

/// Returns the rectangle with one edge from `a` to `b` and its opposite edge through `c`, with right angles on
/// the ground; `a` and `b` are vertices of it bit for bit.
///
/// # Errors
/// [`OpError::LineTooShort`] when `a` is `b` or `c` lies on the line through them, [`OpError::OffEarth`].
pub fn rectangle_from_edge(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Result<Polygon<f64>, OpError> {
    [a, b, c].into_iter().try_for_each(on_earth)?;
    let plane = LocalPlane::at(coord! { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 });
    let (pa, pb, pc) = (plane.to_metres(a), plane.to_metres(b), plane.to_metres(c));
    let d = pb - pa;
    let length = d.x.hypot(d.y);
    if length < 1e-3 {
        return Err(OpError::LineTooShort);
    }
    let v = pc - pa;
    let width = (d.x * v.y - d.y * v.x) / length;
    if width.abs() < 1e-3 {
        return Err(OpError::LineTooShort);
    }
    let side = coord! { x: -d.y / length * width, y: d.x / length * width };
    let (far_b, far_a) = (plane.to_lon_lat(pb + side), plane.to_lon_lat(pa + side));
    let ring = if width > 0.0 {
        vec![a, b, far_b, far_a]
    } else {
        vec![a, far_a, far_b, b]
    };
    Ok(Polygon::new(LineString(ring), Vec::new()))
}

pub(super) fn on_earth(c: Coord<f64>) -> Result<(), OpError> {
    if c.x.abs() <= 180.0 && c.y.abs() <= 90.0 {
        Ok(())
    } else {
        Err(OpError::OffEarth { x: c.x, y: c.y })
    }
}
