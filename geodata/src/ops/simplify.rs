//! Fewer vertices.

use super::{OpError, buffer::local_plane, require_valid};
use crate::crs::LocalPlane;
use crate::validity::first_harm;
use geo::{MapCoords, SimplifyIdx};
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPolygon, Polygon};

/// Returns a shape with fewer vertices, none of them moved, that keeps within `tolerance` metres of the old one
/// (Ramer, Douglas and Peucker).
///
/// With `keep_valid`, a part that would cross itself or lose a hole to a crossing is simplified with half the
/// tolerance, as often as needed, and stays as it is in the end; without it the result may be invalid. A ring
/// never falls below three points in either case.
///
/// # Errors
/// [`OpError::BadSize`] for a tolerance that is not positive, [`OpError::Invalid`], [`OpError::TooWide`].
pub fn simplify(
    geometry: &Geometry<f64>,
    tolerance: f64,
    keep_valid: bool,
) -> Result<Geometry<f64>, OpError> {
    if !(tolerance > 0.0 && tolerance.is_finite()) {
        return Err(OpError::BadSize {
            value: tolerance,
            above: 0.0,
        });
    }
    require_valid(geometry)?;
    let Some(plane) = local_plane(geometry)? else {
        return Ok(geometry.clone());
    };
    let mut now = tolerance;
    for _ in 0..40 {
        let simple = whole(geometry, &plane, now, keep_valid);
        if !keep_valid || first_harm(&simple).is_none() {
            return Ok(simple);
        }
        now /= 2.0;
    }
    Ok(geometry.clone())
}

fn whole(geometry: &Geometry<f64>, plane: &LocalPlane, tolerance: f64, keep_valid: bool) -> Geometry<f64> {
    let area = |p: &Polygon<f64>| polygon(p, plane, tolerance, keep_valid);
    match geometry {
        Geometry::LineString(l) => line(l, plane, tolerance).into(),
        Geometry::MultiLineString(ls) => {
            MultiLineString(ls.iter().map(|l| line(l, plane, tolerance)).collect()).into()
        }
        Geometry::Polygon(p) => area(p).into(),
        Geometry::MultiPolygon(ps) => MultiPolygon(ps.iter().map(area).collect()).into(),
        Geometry::GeometryCollection(gs) => Geometry::GeometryCollection(GeometryCollection(
            gs.iter()
                .map(|g| whole(g, plane, tolerance, keep_valid))
                .collect(),
        )),
        other => other.clone(),
    }
}

fn line(line: &LineString<f64>, plane: &LocalPlane, tolerance: f64) -> LineString<f64> {
    let flat = line.map_coords(|c| plane.to_metres(c));
    LineString(
        flat.simplify_idx(tolerance)
            .into_iter()
            .map(|i| line.0[i])
            .collect(),
    )
}

/// A ring by halves: from its first point to the point farthest away, and back, so that it cannot fall flat.
fn ring(ring: &LineString<f64>, plane: &LocalPlane, tolerance: f64) -> LineString<f64> {
    let flat = ring.map_coords(|c| plane.to_metres(c));
    let Some(first) = flat.0.first().copied() else {
        return ring.clone();
    };
    let distance = |i: usize| (flat.0[i].x - first.x).hypot(flat.0[i].y - first.y);
    let Some(far) = (0..flat.0.len()).max_by(|a, b| distance(*a).total_cmp(&distance(*b))) else {
        return ring.clone();
    };
    let mut tolerance = tolerance;
    for _ in 0..40 {
        let there = LineString(flat.0[..=far].to_vec()).simplify_idx(tolerance);
        let back = LineString(flat.0[far..].to_vec()).simplify_idx(tolerance);
        let kept: Vec<usize> = there
            .into_iter()
            .chain(back.into_iter().skip(1).map(|i| i + far))
            .collect();
        if kept.len() >= 4 {
            return LineString(kept.into_iter().map(|i| ring.0[i]).collect());
        }
        tolerance /= 2.0;
    }
    ring.clone()
}

fn polygon(polygon: &Polygon<f64>, plane: &LocalPlane, tolerance: f64, keep_valid: bool) -> Polygon<f64> {
    let mut tolerance = tolerance;
    for _ in 0..40 {
        let simple = Polygon::new(
            ring(polygon.exterior(), plane, tolerance),
            polygon
                .interiors()
                .iter()
                .map(|r| ring(r, plane, tolerance))
                .collect(),
        );
        if !keep_valid || first_harm(&simple.clone().into()).is_none() {
            return simple;
        }
        tolerance /= 2.0;
    }
    polygon.clone()
}
