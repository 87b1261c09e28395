//! Holes and parts, added and taken away.

use super::{
    OpError, ShapeKind, from_lines, from_polygons, kind, lines_of, polygons_of, require_valid, same_form,
};
use crate::validity::{ProblemKind, check_ring, first_harm};
use geo_types::{Geometry, LineString, MultiPoint, Point, Polygon};

/// Returns an area with one more hole. The ring is closed if it is open; it must lie inside one part, and may
/// touch other rings at a single point but not overlap them.
///
/// # Errors
/// [`OpError::HoleOutside`], [`OpError::WrongKind`], [`OpError::Invalid`] for a ring that crosses itself.
pub fn add_hole(geometry: &Geometry<f64>, ring: &LineString<f64>) -> Result<Geometry<f64>, OpError> {
    require_valid(geometry)?;
    let mut polygons = areas(geometry)?;
    let mut hole = ring.clone();
    hole.close();
    let harm = check_ring(&hole, 0, 0)
        .into_iter()
        .find(|p| !p.kind.is_harmless());
    if let Some(problem) = harm {
        return Err(OpError::Invalid(problem));
    }
    for polygon in &mut polygons {
        let mut holes = polygon.interiors().to_vec();
        holes.push(hole.clone());
        let tried = Polygon::new(polygon.exterior().clone(), holes);
        if first_harm(&tried.clone().into()).is_none() {
            *polygon = tried;
            return Ok(same_form(geometry, from_polygons(polygons)));
        }
    }
    Err(OpError::HoleOutside)
}

/// Returns an area without one of its holes; holes are numbered from 1, as rings are.
///
/// # Errors
/// [`OpError::NoSuchVertex`] when there is no such hole, [`OpError::WrongKind`].
pub fn delete_hole(geometry: &Geometry<f64>, part: usize, ring: usize) -> Result<Geometry<f64>, OpError> {
    let mut polygons = areas(geometry)?;
    let missing = OpError::NoSuchVertex {
        part,
        ring,
        vertex: 0,
    };
    let polygon = polygons.get_mut(part).ok_or(missing)?;
    let mut holes = polygon.interiors().to_vec();
    if ring == 0 || ring > holes.len() {
        return Err(missing);
    }
    holes.remove(ring - 1);
    *polygon = Polygon::new(polygon.exterior().clone(), holes);
    Ok(same_form(geometry, from_polygons(polygons)))
}

/// Returns a shape with one more part of the same kind (or several, when `part` is a multi shape).
///
/// # Errors
/// [`OpError::PartOverlaps`] for areas that overlap, [`OpError::WrongKind`], [`OpError::Invalid`].
pub fn add_part(geometry: &Geometry<f64>, part: &Geometry<f64>) -> Result<Geometry<f64>, OpError> {
    require_valid(geometry)?;
    require_valid(part)?;
    let wrong = OpError::WrongKind {
        expected: kind(geometry),
        found: kind(part),
    };
    if let Some(mut polygons) = polygons_of(geometry) {
        polygons.extend(polygons_of(part).ok_or(wrong)?);
        let whole = from_polygons(polygons);
        return match first_harm(&whole) {
            None => Ok(whole),
            Some(p) if p.kind == ProblemKind::PartsOverlap => Err(OpError::PartOverlaps),
            Some(p) => Err(OpError::ResultInvalid(p)),
        };
    }
    if let Some(mut lines) = lines_of(geometry) {
        lines.extend(lines_of(part).ok_or(wrong)?);
        return Ok(from_lines(lines));
    }
    let mut points = points_of(geometry).ok_or(wrong)?;
    points.extend(points_of(part).ok_or(wrong)?);
    Ok(MultiPoint(points).into())
}

/// Returns a shape without one of its parts; the last part stays.
///
/// # Errors
/// [`OpError::TooFewLeft`] for the last part, [`OpError::NoSuchVertex`], [`OpError::WrongKind`] for collections.
pub fn delete_part(geometry: &Geometry<f64>, part: usize) -> Result<Geometry<f64>, OpError> {
    fn without<T>(mut items: Vec<T>, part: usize) -> Result<Vec<T>, OpError> {
        if part >= items.len() {
            return Err(OpError::NoSuchVertex {
                part,
                ring: 0,
                vertex: 0,
            });
        }
        if items.len() == 1 {
            return Err(OpError::TooFewLeft { left: 0, least: 1 });
        }
        items.remove(part);
        Ok(items)
    }
    let after = if let Some(polygons) = polygons_of(geometry) {
        from_polygons(without(polygons, part)?)
    } else if let Some(lines) = lines_of(geometry) {
        from_lines(without(lines, part)?)
    } else if let Some(points) = points_of(geometry) {
        MultiPoint(without(points, part)?).into()
    } else {
        return Err(OpError::WrongKind {
            expected: ShapeKind::Areas,
            found: kind(geometry),
        });
    };
    Ok(same_form(geometry, after))
}

fn areas(geometry: &Geometry<f64>) -> Result<Vec<Polygon<f64>>, OpError> {
    polygons_of(geometry).ok_or(OpError::WrongKind {
        expected: ShapeKind::Areas,
        found: kind(geometry),
    })
}

fn points_of(geometry: &Geometry<f64>) -> Option<Vec<Point<f64>>> {
    match geometry {
        Geometry::Point(p) => Some(vec![*p]),
        Geometry::MultiPoint(ps) => Some(ps.0.clone()),
        _ => None,
    }
}
