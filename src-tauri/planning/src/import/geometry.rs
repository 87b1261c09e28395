//! Geometry as a file has it made into geometry as an atlas keeps it.

use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{BoundingRect, MapCoords};
use geo_types::{Coord, Geometry, LineString, Polygon, Rect, coord};
use geodata::crs::{Converter, Crs, CrsError};
use geodata::validity::repair_harm;
use words::{English, Words};

use super::words::repair_in_words;

use crate::model::Shape;

/// What became of a geometry.
pub(super) enum Conversion {
    /// It is kept as it was.
    Unchanged(Geometry<f64>),
    /// It was mended; where the first problem was.
    Repaired(Geometry<f64>, Coord<f64>, &'static str),
    /// It cannot be kept; why, in words.
    Refused(Words),
}

/// The geometry in stored coordinates, sound.
pub(super) fn convert(mut geometry: Geometry<f64>, system: &Converter, swapped: bool) -> Conversion {
    if swapped {
        geometry = geometry.map_coords(|c| coord! { x: c.y, y: c.x });
    }
    if !matches!(system.crs(), Crs::Cgcs2000 | Crs::Wgs84) {
        match system.inverse_geometry(&geometry) {
            Ok(turned) => geometry = turned,
            Err(error) => return Conversion::Refused(error.words("import.crs")),
        }
    }
    if plainly_sound(&geometry) {
        return Conversion::Unchanged(geometry);
    }
    match repair_harm(&geometry) {
        Ok(None) => Conversion::Unchanged(geometry),
        Ok(Some((done, harm))) => Conversion::Repaired(done.geometry, harm.at, harm.code),
        Err(error) => Conversion::Refused(repair_in_words(&error)),
    }
}

/// Rings of more vertices than this are left to the check that scales.
const MOST_VERTICES: usize = 128;

/// Whether a shape is sound beyond doubt, told cheaply: points and lines of good coordinates, and small polygons whose
/// edges keep apart. `false` says nothing: [`repair_harm`] decides then.
fn plainly_sound(geometry: &Geometry<f64>) -> bool {
    match geometry {
        Geometry::Point(p) => is_place(p.0),
        Geometry::LineString(line) => is_line(line),
        Geometry::MultiLineString(lines) => lines.0.iter().all(is_line),
        Geometry::Polygon(polygon) => is_area(polygon),
        Geometry::MultiPolygon(parts) => {
            let boxes: Option<Vec<Rect<f64>>> = parts.0.iter().map(|p| p.bounding_rect()).collect();
            boxes.is_some_and(|boxes| {
                parts.0.iter().all(is_area)
                    && (1..boxes.len()).all(|i| boxes[..i].iter().all(|b| apart(b, &boxes[i])))
            })
        }
        _ => false,
    }
}

fn is_place(c: Coord<f64>) -> bool {
    c.x.abs() <= 180.0 && c.y.abs() <= 90.0
}

fn is_line(line: &LineString<f64>) -> bool {
    line.0.iter().all(|c| is_place(*c))
        && line
            .0
            .first()
            .is_some_and(|first| line.0.iter().any(|c| c != first))
}

/// A polygon whose rings are simple and do not meet, holes inside the shell and beside each other.
fn is_area(polygon: &Polygon<f64>) -> bool {
    let (shell, holes) = (polygon.exterior(), polygon.interiors());
    if !is_ring(shell) || !holes.iter().all(is_ring) {
        return false;
    }
    holes.iter().enumerate().all(|(i, hole)| {
        rings_apart(shell, hole)
            && shell_holds(shell, hole)
            && holes[..i].iter().all(|other| {
                rings_apart(other, hole) && !shell_holds(other, hole) && !shell_holds(hole, other)
            })
    })
}

/// Whether a point of the ring lies inside the other ring, which it does not meet.
fn shell_holds(shell: &LineString<f64>, ring: &LineString<f64>) -> bool {
    ring.0
        .first()
        .is_some_and(|c| coord_pos_relative_to_ring(*c, shell) == CoordPos::Inside)
}

/// A closed ring of few vertices without repeats whose edges meet only where they follow each other, at an angle.
fn is_ring(ring: &LineString<f64>) -> bool {
    let points = &ring.0;
    let n = points.len().saturating_sub(1);
    if !(3..=MOST_VERTICES).contains(&n)
        || points.first() != points.last()
        || !points.iter().all(|c| is_place(*c))
    {
        return false;
    }
    for i in 0..n {
        let (a, b) = (points[i], points[i + 1]);
        let after = points[if i + 2 > n { 1 } else { i + 2 }];
        if RobustKernel::orient2d(a, b, after) == Orientation::Collinear {
            return false;
        }
        for j in i + 2..n {
            if (i, j) != (0, n - 1) && !edges_apart(a, b, points[j], points[j + 1]) {
                return false;
            }
        }
    }
    true
}

fn rings_apart(one: &LineString<f64>, other: &LineString<f64>) -> bool {
    one.lines()
        .all(|a| other.lines().all(|b| edges_apart(a.start, a.end, b.start, b.end)))
}

/// Whether two edges have no point in common: beside each other, or one wholly on one side of the other.
fn edges_apart(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> bool {
    if a.x.max(b.x) < c.x.min(d.x)
        || c.x.max(d.x) < a.x.min(b.x)
        || a.y.max(b.y) < c.y.min(d.y)
        || c.y.max(d.y) < a.y.min(b.y)
    {
        return true;
    }
    let one_side = |a, b, c, d| {
        let (c, d) = (RobustKernel::orient2d(a, b, c), RobustKernel::orient2d(a, b, d));
        c == d && c != Orientation::Collinear
    };
    one_side(a, b, c, d) || one_side(c, d, a, b)
}

fn apart(one: &Rect<f64>, other: &Rect<f64>) -> bool {
    one.max().x < other.min().x
        || other.max().x < one.min().x
        || one.max().y < other.min().y
        || other.max().y < one.min().y
}

/// A shape of a file where it lies, in longitude and latitude, not mended; for the preview.
///
/// # Errors
/// The coordinates do not fit the system.
pub fn placed(shape: &Shape, system: &Converter, swapped: bool) -> Result<Shape, CrsError> {
    if swapped {
        let turned = shape.0.map_coords(|c| coord! { x: c.y, y: c.x });
        return system.inverse_geometry(&turned).map(Shape);
    }
    system.inverse_geometry(&shape.0).map(Shape)
}
