//! Single vertices.

use super::shapes::on_earth;
use super::{OpError, ShapeKind, kind};
use geo_types::{Coord, Geometry, LineString, Point, Polygon};
use serde::{Deserialize, Serialize};

/// Where a vertex stands in a shape, all counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct VertexPath {
    /// Number of the part; 0 in shapes of one part.
    pub part: usize,
    /// Number of the ring: 0 the shell, from 1 the holes; 0 in lines and points.
    pub ring: usize,
    /// Number of the vertex; the closing point of a ring is not counted.
    pub vertex: usize,
}

impl VertexPath {
    fn missing(self) -> OpError {
        OpError::NoSuchVertex {
            part: self.part,
            ring: self.ring,
            vertex: self.vertex,
        }
    }
}

/// Returns the place of a vertex, degrees; `None` when the shape has no such vertex.
pub fn vertex(geometry: &Geometry<f64>, path: VertexPath) -> Option<Coord<f64>> {
    let mut copy = geometry.clone();
    let mut found = None;
    edit(&mut copy, path, |coords, _| {
        found = coords.get(path.vertex).copied();
        Ok(())
    })
    .ok()?;
    found
}

/// Returns a shape with one vertex at another place. The result may be invalid, as a shape may be while it is
/// dragged: check it.
///
/// # Errors
/// [`OpError::NoSuchVertex`], [`OpError::OffEarth`], [`OpError::WrongKind`] for collections.
pub fn move_vertex(
    geometry: &Geometry<f64>,
    path: VertexPath,
    to: Coord<f64>,
) -> Result<Geometry<f64>, OpError> {
    on_earth(to)?;
    let mut out = geometry.clone();
    edit(&mut out, path, |coords, _| {
        *coords.get_mut(path.vertex).ok_or(path.missing())? = to;
        Ok(())
    })?;
    Ok(out)
}

/// Returns a shape with one more vertex, which gets the number in `path`; the vertex that had it and those after
/// it move up. A number one past the last appends.
///
/// # Errors
/// [`OpError::NoSuchVertex`], [`OpError::OffEarth`], [`OpError::WrongKind`] for a single point and collections.
pub fn insert_vertex(
    geometry: &Geometry<f64>,
    path: VertexPath,
    at: Coord<f64>,
) -> Result<Geometry<f64>, OpError> {
    on_earth(at)?;
    let mut out = geometry.clone();
    edit(&mut out, path, |coords, least| {
        if least == 1 {
            return Err(OpError::WrongKind {
                expected: ShapeKind::Lines,
                found: ShapeKind::Points,
            });
        }
        if path.vertex > coords.len() {
            return Err(path.missing());
        }
        coords.insert(path.vertex, at);
        Ok(())
    })?;
    Ok(out)
}

/// Returns a shape without one vertex. It never takes the shape away: a line keeps two vertices, a ring three,
/// a point its place.
///
/// # Errors
/// [`OpError::TooFewLeft`] when the line, ring or point cannot spare the vertex; [`OpError::NoSuchVertex`];
/// [`OpError::WrongKind`] for collections.
pub fn delete_vertex(geometry: &Geometry<f64>, path: VertexPath) -> Result<Geometry<f64>, OpError> {
    if let Geometry::MultiPoint(points) = geometry
        && path.ring == 0
        && path.vertex == 0
    {
        let mut points = points.clone();
        if path.part >= points.0.len() {
            return Err(path.missing());
        }
        if points.0.len() == 1 {
            return Err(OpError::TooFewLeft { left: 0, least: 1 });
        }
        points.0.remove(path.part);
        return Ok(points.into());
    }
    let mut out = geometry.clone();
    edit(&mut out, path, |coords, least| {
        if path.vertex >= coords.len() {
            return Err(path.missing());
        }
        let mut left = coords.clone();
        left.remove(path.vertex);
        let mut distinct = left.clone();
        distinct.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        distinct.dedup();
        if distinct.len() < least {
            return Err(OpError::TooFewLeft {
                left: distinct.len(),
                least,
            });
        }
        *coords = left;
        Ok(())
    })?;
    Ok(out)
}

/// Gives the open list of coordinates that a path names, and the least it must have, to an edit.
fn edit(
    geometry: &mut Geometry<f64>,
    path: VertexPath,
    change: impl FnOnce(&mut Vec<Coord<f64>>, usize) -> Result<(), OpError>,
) -> Result<(), OpError> {
    let missing = path.missing();
    match geometry {
        Geometry::Point(p) if path.part == 0 && path.ring == 0 => edit_point(p, change),
        Geometry::MultiPoint(ps) if path.ring == 0 => {
            edit_point(ps.0.get_mut(path.part).ok_or(missing)?, change)
        }
        Geometry::LineString(l) if path.part == 0 && path.ring == 0 => change(&mut l.0, 2),
        Geometry::MultiLineString(ls) if path.ring == 0 => {
            change(&mut ls.0.get_mut(path.part).ok_or(missing)?.0, 2)
        }
        Geometry::Polygon(p) if path.part == 0 => edit_ring(p, path, change),
        Geometry::MultiPolygon(ps) => edit_ring(ps.0.get_mut(path.part).ok_or(missing)?, path, change),
        Geometry::GeometryCollection(_) | Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
            Err(OpError::WrongKind {
                expected: ShapeKind::Areas,
                found: kind(geometry),
            })
        }
        _ => Err(missing),
    }
}

fn edit_point(
    point: &mut Point<f64>,
    change: impl FnOnce(&mut Vec<Coord<f64>>, usize) -> Result<(), OpError>,
) -> Result<(), OpError> {
    let mut coords = vec![point.0];
    change(&mut coords, 1)?;
    if let Some(c) = coords.first() {
        point.0 = *c;
    }
    Ok(())
}

fn edit_ring(
    polygon: &mut Polygon<f64>,
    path: VertexPath,
    change: impl FnOnce(&mut Vec<Coord<f64>>, usize) -> Result<(), OpError>,
) -> Result<(), OpError> {
    let ring = crate::measure::rings(polygon)
        .nth(path.ring)
        .ok_or(path.missing())?;
    let mut open = ring.0[..ring.0.len().saturating_sub(1)].to_vec();
    change(&mut open, 3)?;
    let mut closed = LineString(open);
    if let Some(first) = closed.0.first().copied() {
        closed.0.push(first);
    }
    let mut holes = polygon.interiors().to_vec();
    if path.ring == 0 {
        *polygon = Polygon::new(closed, holes);
    } else {
        holes[path.ring - 1] = closed;
        *polygon = Polygon::new(polygon.exterior().clone(), holes);
    }
    Ok(())
}
