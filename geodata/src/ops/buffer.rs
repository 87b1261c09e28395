//! The area within a distance of a shape.

use super::{OpError, from_polygons, require_valid};
use crate::crs::LocalPlane;
use crate::measure::{bounds, each_line, each_polygon};
use geo::{Buffer, CoordsIter, MapCoords};
use geo_types::{Geometry, MultiPolygon};

/// Largest side of a shape, degrees, up to which metres are taken true: scale error 0.07 % at 35° N.
const WIDEST: f64 = 5.0;

/// Returns the area within a distance of a shape, in metres on the ground, with round corners and ends.
///
/// A negative distance takes a rim off an area. Holes stay, smaller or larger; arcs are drawn as short straight
/// edges between points at the distance.
///
/// # Errors
/// [`OpError::BadSize`] for a distance of zero, or a negative one for lines and points;
/// [`OpError::NothingLeft`] when a negative distance leaves nothing; [`OpError::TooWide`]; [`OpError::Invalid`].
pub fn buffer(geometry: &Geometry<f64>, metres: f64) -> Result<Geometry<f64>, OpError> {
    let mut has_area = false;
    let mut has_line = false;
    each_polygon(geometry, &mut |_| has_area = true);
    each_line(geometry, &mut |_| has_line = true);
    let shrinkable = has_area && !has_line;
    if !metres.is_finite() || metres == 0.0 || metres.abs() > 500_000.0 || (metres < 0.0 && !shrinkable) {
        return Err(OpError::BadSize {
            value: metres,
            above: 0.0,
        });
    }
    require_valid(geometry)?;
    let plane = local_plane(geometry)?.ok_or(OpError::Nothing)?;
    let flat = geometry.map_coords(|c| plane.to_metres(c));
    let wide: MultiPolygon<f64> = flat.buffer(metres);
    if wide.0.is_empty() {
        return Err(OpError::NothingLeft);
    }
    Ok(from_polygons(wide.map_coords(|c| plane.to_lon_lat(c)).0))
}

/// The plane in metres around the middle of a shape; `None` for an empty shape.
pub(super) fn local_plane(geometry: &Geometry<f64>) -> Result<Option<LocalPlane>, OpError> {
    let Some(b) = bounds(geometry) else {
        return Ok(None);
    };
    if let Some(c) = geometry
        .coords_iter()
        .find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 89.0))
    {
        return Err(OpError::OffEarth { x: c.x, y: c.y });
    }
    let degrees = (b.east - b.west).max(b.north - b.south);
    if degrees > WIDEST {
        return Err(OpError::TooWide {
            degrees,
            most: WIDEST,
        });
    }
    Ok(Some(LocalPlane::at(b.centre())))
}
