//! Edits of shapes: what the drawing tools do when a drawing is finished.
//!
//! Shapes go in and come out as longitude, latitude in degrees; lengths are metres on the ground. Every edit
//! keeps holes and parts, and leaves vertices that it does not touch as they were, bit for bit. Shapes with
//! problems are refused with the place of the first one, so that an edit never makes a bad shape worse.

mod buffer;
pub(crate) mod crossings;
mod cut;
mod merge;
pub(crate) mod noding;
mod parts;
pub(crate) mod plane;
mod reshape;
mod shapes;
mod shift;
mod simplify;
mod split;
mod vertex;

pub use buffer::buffer;
pub use cut::cut;
pub use merge::merge;
pub use parts::{add_hole, add_part, delete_hole, delete_part};
pub use reshape::reshape;
pub use shapes::{circle, rectangle_from_corners, rectangle_from_edge};
pub use shift::{move_by, move_from_to};
pub use simplify::simplify;
pub use split::split;
pub use vertex::{VertexPath, delete_vertex, insert_vertex, move_vertex, vertex};

use crate::validity::{Problem, first_harm};
use geo_types::{Geometry, LineString, MultiLineString, MultiPolygon, Polygon};

/// Kind of a shape, in words for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum ShapeKind {
    Points,
    Lines,
    Areas,
    /// A collection of several kinds.
    Mixed,
}

/// Why an edit was refused; the shape stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum OpError {
    /// A shape has a problem that must be mended first.
    #[error("{} at ({}, {}): repair the shape first", .0.code, .0.at.x, .0.at.y)]
    Invalid(Problem),
    /// The result would have a problem.
    #[error("the result would have {} at ({}, {}): draw it differently", .0.code, .0.at.x, .0.at.y)]
    ResultInvalid(Problem),
    /// The edit does not work on this kind of shape.
    #[error("this works on {expected:?}, not on {found:?}: choose another shape or tool")]
    WrongKind {
        /// Kind that the edit needs.
        expected: ShapeKind,
        /// Kind that was given.
        found: ShapeKind,
    },
    /// Shapes of different kinds were given together.
    #[error("shapes of different kinds cannot become one: choose only areas, only lines or only points")]
    MixedKinds,
    /// Nothing was given.
    #[error("there is nothing to work on: choose at least one shape")]
    Nothing,
    /// The drawn line has fewer than two different points.
    #[error("the drawn line needs at least two different points")]
    LineTooShort,
    /// The drawn line does not go through the shape.
    #[error("the line does not go right through the shape: begin and end outside it, or on its boundary")]
    NotCrossing,
    /// The drawn line meets the boundary fewer than twice.
    #[error(
        "the line meets the boundary {found} time(s) and needs two: begin and end it on or beyond the boundary"
    )]
    TooFewCrossings {
        /// How often it meets it.
        found: usize,
    },
    /// The two shapes do not touch.
    #[error("the shapes do not overlap: there is nothing to cut off")]
    NotOverlapping,
    /// Nothing would be left.
    #[error("nothing of the shape would be left: delete it instead if that is meant")]
    NothingLeft,
    /// A hole does not lie inside one part.
    #[error("the hole must lie inside one part of the shape, clear of its boundary and its other holes")]
    HoleOutside,
    /// A new part overlaps the shape.
    #[error("the new part overlaps the shape: use merge to unite them")]
    PartOverlaps,
    /// The shape has no part, ring or vertex with this number.
    #[error("the shape has no vertex at part {part}, ring {ring}, number {vertex}")]
    NoSuchVertex {
        /// Number of the part.
        part: usize,
        /// Number of the ring.
        ring: usize,
        /// Number of the vertex.
        vertex: usize,
    },
    /// Without this vertex or part the shape would be none.
    #[error("{left} would be left and the shape needs {least}: move it, or delete the whole shape instead")]
    TooFewLeft {
        /// How many vertices or parts would be left.
        left: usize,
        /// How many it needs.
        least: usize,
    },
    /// A length is not positive or not finite, or a count too small.
    #[error("{value} is not a usable size: give a number above {above}")]
    BadSize {
        /// The number given.
        value: f64,
        /// What it must exceed.
        above: f64,
    },
    /// A place is not on earth.
    #[error("({x}, {y}) is no place on earth: longitude goes to ±180, latitude to ±90")]
    OffEarth {
        /// Longitude.
        x: f64,
        /// Latitude.
        y: f64,
    },
    /// The shape is too wide for lengths in metres to be true.
    #[error("the shape is {degrees} degrees wide and metres are true only up to {most}: work on its parts")]
    TooWide {
        /// Larger side of its box, degrees.
        degrees: f64,
        /// Largest side allowed.
        most: f64,
    },
}

/// Returns the kind of a shape.
pub fn kind(geometry: &Geometry<f64>) -> ShapeKind {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => ShapeKind::Points,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => ShapeKind::Lines,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
            ShapeKind::Areas
        }
        Geometry::GeometryCollection(_) => ShapeKind::Mixed,
    }
}

pub(crate) fn polygons_of(geometry: &Geometry<f64>) -> Option<Vec<Polygon<f64>>> {
    match geometry {
        Geometry::Polygon(p) => Some(vec![p.clone()]),
        Geometry::MultiPolygon(ps) => Some(ps.0.clone()),
        Geometry::Rect(r) => Some(vec![r.to_polygon()]),
        Geometry::Triangle(t) => Some(vec![t.to_polygon()]),
        _ => None,
    }
}

fn lines_of(geometry: &Geometry<f64>) -> Option<Vec<LineString<f64>>> {
    match geometry {
        Geometry::Line(l) => Some(vec![LineString::from(*l)]),
        Geometry::LineString(l) => Some(vec![l.clone()]),
        Geometry::MultiLineString(ls) => Some(ls.0.clone()),
        _ => None,
    }
}

/// One polygon as such, several or none as a multi polygon.
pub(crate) fn from_polygons(mut polygons: Vec<Polygon<f64>>) -> Geometry<f64> {
    match (polygons.len(), polygons.pop()) {
        (1, Some(one)) => one.into(),
        (_, last) => MultiPolygon(polygons.into_iter().chain(last).collect()).into(),
    }
}

fn from_lines(mut lines: Vec<LineString<f64>>) -> Geometry<f64> {
    match (lines.len(), lines.pop()) {
        (1, Some(one)) => one.into(),
        (_, last) => MultiLineString(lines.into_iter().chain(last).collect()).into(),
    }
}

/// The shape with its parts, multi if it was multi before.
fn same_form(before: &Geometry<f64>, after: Geometry<f64>) -> Geometry<f64> {
    match (before, after) {
        (Geometry::MultiPolygon(_), Geometry::Polygon(p)) => MultiPolygon(vec![p]).into(),
        (Geometry::MultiLineString(_), Geometry::LineString(l)) => MultiLineString(vec![l]).into(),
        (_, after) => after,
    }
}

fn require_valid(geometry: &Geometry<f64>) -> Result<(), OpError> {
    first_harm(geometry).map_or(Ok(()), |p| Err(OpError::Invalid(p)))
}

fn require_valid_result(geometry: Geometry<f64>) -> Result<Geometry<f64>, OpError> {
    match first_harm(&geometry) {
        None => Ok(geometry),
        Some(p) => Err(OpError::ResultInvalid(p)),
    }
}

fn require_line(line: &LineString<f64>) -> Result<LineString<f64>, OpError> {
    require_valid(&line.clone().into()).map_err(|e| match e {
        OpError::Invalid(p) if p.kind == crate::validity::ProblemKind::TooFewPoints => OpError::LineTooShort,
        other => other,
    })?;
    let mut coords = line.0.clone();
    coords.dedup();
    if coords.len() < 2 {
        Err(OpError::LineTooShort)
    } else {
        Ok(LineString(coords))
    }
}
