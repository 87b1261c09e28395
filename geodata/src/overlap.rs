//! What two shapes have in common. Shapes are longitude, latitude in degrees, areas geodesic.

use crate::measure::{SquareMetres, area, bounds};
use crate::ops::plane::{Keep, overlay};
use crate::ops::{from_polygons, polygons_of};
use crate::validity::{Problem, first_harm};
use geo::{Intersects, Relate};
use geo_types::{Coord, Geometry, MultiPolygon, Point};

/// Why an overlap cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum OverlapError {
    /// A shape has a problem.
    #[error("{} at ({}, {}): repair the shape first", .0.code, .0.at.x, .0.at.y)]
    Invalid(Problem),
    /// A shape is no area.
    #[error("an overlap needs two areas: lines and points have none")]
    NoArea,
}

/// Returns the area that two areas share, or nothing when they share none.
///
/// # Errors
/// [`OverlapError`] for shapes that are no areas or have problems.
pub fn intersection(a: &Geometry<f64>, b: &Geometry<f64>) -> Result<Option<Geometry<f64>>, OverlapError> {
    let first = polygons_of(a).ok_or(OverlapError::NoArea)?;
    let second = polygons_of(b).ok_or(OverlapError::NoArea)?;
    for g in [a, b] {
        if let Some(p) = first_harm(g) {
            return Err(OverlapError::Invalid(p));
        }
    }
    let (Some(box_a), Some(box_b)) = (bounds(a), bounds(b)) else {
        return Ok(None);
    };
    if !box_a.intersects(box_b) {
        return Ok(None);
    }
    let MultiPolygon(shared) = overlay(&first, &second, Keep::Both);
    Ok((!shared.is_empty()).then(|| from_polygons(shared)))
}

/// Returns the size of the area that two areas share; zero when they only touch or lie apart.
///
/// # Errors
/// As [`intersection`].
pub fn overlap_area(a: &Geometry<f64>, b: &Geometry<f64>) -> Result<SquareMetres, OverlapError> {
    Ok(intersection(a, b)?.map_or(SquareMetres(0.0), |g| area(&g)))
}

/// Returns whether two shapes share a point; a common boundary counts.
pub fn intersects(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    a.intersects(b)
}

/// Returns whether two areas share area, or a line or point lies inside; a common boundary does not count.
pub fn overlaps(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    let (Some(box_a), Some(box_b)) = (bounds(a), bounds(b)) else {
        return false;
    };
    box_a.intersects(box_b) && a.relate(b).matches("T********").unwrap_or(false)
}

/// Returns whether a place lies in a shape or on its boundary.
pub fn contains_point(geometry: &Geometry<f64>, place: Coord<f64>) -> bool {
    geometry.intersects(&Point(place))
}
