//! A plane in metres around one place.

use super::ellipsoid::WGS84;
use super::transverse_mercator::TransverseMercator;
use geo_types::{Coord, coord};

/// A local map in metres: x east, y north, the origin at a chosen place.
///
/// Transverse Mercator with the place on its central meridian and scale 1 there; 100 km east or west of it
/// lengths are 0.012 % too long, so it serves for towns and counties, not for provinces.
#[derive(Debug, Clone, Copy)]
pub struct LocalPlane {
    projection: TransverseMercator,
    north: f64,
}

impl LocalPlane {
    /// Returns the plane whose origin is a longitude, latitude in degrees.
    ///
    /// ```
    /// use geo_types::coord;
    /// use geodata::crs::LocalPlane;
    ///
    /// let plane = LocalPlane::at(coord! { x: 116.5, y: 35.7 });
    /// let north = plane.to_lon_lat(coord! { x: 0.0, y: 1000.0 });
    /// assert!((north.x - 116.5).abs() < 1e-9 && (north.y - 35.709).abs() < 1e-4);
    /// assert!((plane.to_metres(north).y - 1000.0).abs() < 1e-6);
    /// ```
    pub fn at(origin: Coord<f64>) -> Self {
        let projection = TransverseMercator::new(WGS84, origin.x, 1.0, 0.0);
        Self {
            projection,
            north: projection.forward(origin).y,
        }
    }

    /// Returns the place in metres east and north of the origin of a longitude, latitude in degrees.
    pub fn to_metres(&self, lon_lat: Coord<f64>) -> Coord<f64> {
        let p = self.projection.forward(lon_lat);
        coord! { x: p.x, y: p.y - self.north }
    }

    /// Returns longitude, latitude in degrees of a place in metres east and north of the origin.
    pub fn to_lon_lat(&self, metres: Coord<f64>) -> Coord<f64> {
        self.projection
            .inverse(coord! { x: metres.x, y: metres.y + self.north })
    }
}
