//! Moving a shape as a whole.

use super::OpError;
use super::buffer::local_plane;
use super::shapes::on_earth;
use crate::crs::LocalPlane;
use crate::measure::bounds;
use geo::{CoordsIter, MapCoords};
use geo_types::{Coord, Geometry, coord};

/// Returns a shape moved east and north by metres on the ground; its size in metres stays.
///
/// # Errors
/// [`OpError::OffEarth`] when it would leave the earth, [`OpError::BadSize`] for lengths that are no numbers,
/// [`OpError::TooWide`].
pub fn move_by(geometry: &Geometry<f64>, east: f64, north: f64) -> Result<Geometry<f64>, OpError> {
    for value in [east, north] {
        if value.is_nan() || value.abs() > 5_000_000.0 {
            return Err(OpError::BadSize { value, above: 0.0 });
        }
    }
    let (Some(plane), Some(b)) = (local_plane(geometry)?, bounds(geometry)) else {
        return Ok(geometry.clone());
    };
    if east == 0.0 && north == 0.0 {
        return Ok(geometry.clone());
    }
    transplant(
        geometry,
        &plane,
        plane.to_lon_lat(coord! { x: east, y: north }),
        b.centre(),
    )
}

/// Returns a shape moved so that the place `from` comes to lie on `to` exactly; its size in metres stays.
///
/// # Errors
/// As [`move_by`].
pub fn move_from_to(
    geometry: &Geometry<f64>,
    from: Coord<f64>,
    to: Coord<f64>,
) -> Result<Geometry<f64>, OpError> {
    on_earth(from)?;
    on_earth(to)?;
    if from == to || local_plane(geometry)?.is_none() {
        return Ok(geometry.clone());
    }
    transplant(geometry, &LocalPlane::at(from), to, from)
}

/// Takes the shape off the plane around one place and lays it down, in metres, around another.
fn transplant(
    geometry: &Geometry<f64>,
    plane: &LocalPlane,
    to: Coord<f64>,
    from: Coord<f64>,
) -> Result<Geometry<f64>, OpError> {
    on_earth(to)?;
    let target = LocalPlane::at(to);
    let moved = geometry.map_coords(|c| {
        if c == from {
            to
        } else {
            target.to_lon_lat(plane.to_metres(c))
        }
    });
    let off = moved
        .coords_iter()
        .find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 89.0));
    off.map_or(Ok(moved), |c| Err(OpError::OffEarth { x: c.x, y: c.y }))
}
