//! Whether a shape can stand as it is: what is wrong, where, and how to mend it.
//!
//! The rules are those of simple features (OGC 06-103r4, 6.1.11 and 6.1.14), plus coordinates that are no
//! place. Coordinates are longitude, latitude in degrees.

mod arrangement;
mod repair;
mod rings;
mod sweep;
mod y_strips;

pub use repair::{RepairError, RepairKind, RepairStep, Repaired, repair, repair_harm};
pub use rings::check_ring;

use geo_types::{Coord, Geometry, LineString, Polygon};
use serde::Serialize;

/// What is wrong with a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A coordinate is not a number or infinite.
    NotANumber,
    /// A longitude beyond ±180 or a latitude beyond ±90.
    OutOfRange,
    /// A line with fewer than two or a ring with fewer than three different points.
    TooFewPoints,
    /// The same point twice in a row.
    RepeatedPoint,
    /// A ring whose last point is not its first.
    UnclosedRing,
    /// A boundary goes back on itself.
    Spike,
    /// A boundary crosses or touches itself.
    SelfCrossing,
    /// A hole, or a piece of it, lies outside its shell.
    HoleOutside,
    /// Two holes share area or an edge.
    HolesOverlap,
    /// Two parts share area or an edge.
    PartsOverlap,
    /// Holes cut the inside into pieces that hang together at points only.
    InsideDivided,
}

impl ProblemKind {
    /// Returns the code under which the words for this problem are kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "validity.not-a-number",
            Self::OutOfRange => "validity.out-of-range",
            Self::TooFewPoints => "validity.too-few-points",
            Self::RepeatedPoint => "validity.repeated-point",
            Self::UnclosedRing => "validity.unclosed-ring",
            Self::Spike => "validity.spike",
            Self::SelfCrossing => "validity.self-crossing",
            Self::HoleOutside => "validity.hole-outside",
            Self::HolesOverlap => "validity.holes-overlap",
            Self::PartsOverlap => "validity.parts-overlap",
            Self::InsideDivided => "validity.inside-divided",
        }
    }

    /// Returns whether the shape may be kept as it is: only a repeated point does no harm.
    pub fn is_harmless(self) -> bool {
        self == Self::RepeatedPoint
    }
}

/// One thing wrong with a shape, at one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where, longitude and latitude in degrees; as found for coordinates that are no place.
    pub at: Coord<f64>,
    /// Number of the part, from 0.
    pub part: usize,
    /// Number of the ring in its part: 0 the shell, from 1 the holes. 0 for lines and points.
    pub ring: usize,
    /// Code under which the words for the problem are kept.
    pub code: &'static str,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, at: Coord<f64>, part: usize, ring: usize) -> Self {
        Self {
            kind,
            at,
            part,
            ring,
            code: kind.code(),
        }
    }
}

/// Returns everything that is wrong with a shape, in the order of its parts; empty if it is valid.
///
/// Parts of a collection are numbered through. A line may cross itself. An empty shape is valid.
pub fn check(geometry: &Geometry<f64>) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_into(geometry, &mut 0, &mut problems);
    problems
}

/// Returns the first problem that keeps a shape from being used, if there is one.
pub fn first_harm(geometry: &Geometry<f64>) -> Option<Problem> {
    check(geometry).into_iter().find(|p| !p.kind.is_harmless())
}

fn check_into(geometry: &Geometry<f64>, part: &mut usize, out: &mut Vec<Problem>) {
    match geometry {
        Geometry::Point(p) => {
            out.extend(rings::coordinate(p.0, *part, 0));
            *part += 1;
        }
        Geometry::MultiPoint(ps) => {
            for p in ps {
                out.extend(rings::coordinate(p.0, *part, 0));
                *part += 1;
            }
        }
        Geometry::Line(l) => lines(&[LineString::from(*l)], part, out),
        Geometry::LineString(l) => lines(std::slice::from_ref(l), part, out),
        Geometry::MultiLineString(ls) => lines(&ls.0, part, out),
        Geometry::Polygon(p) => polygons(std::slice::from_ref(p), part, out),
        Geometry::MultiPolygon(ps) => polygons(&ps.0, part, out),
        Geometry::Rect(r) => polygons(&[r.to_polygon()], part, out),
        Geometry::Triangle(t) => polygons(&[t.to_polygon()], part, out),
        Geometry::GeometryCollection(gs) => gs.iter().for_each(|g| check_into(g, part, out)),
    }
}

fn lines(lines: &[LineString<f64>], part: &mut usize, out: &mut Vec<Problem>) {
    for line in lines {
        if !line.0.is_empty() {
            rings::check_line(line, *part, out);
        }
        *part += 1;
    }
}

fn polygons(polygons: &[Polygon<f64>], part: &mut usize, out: &mut Vec<Problem>) {
    let first = *part;
    let before = out.len();
    for polygon in polygons {
        if !polygon.exterior().0.is_empty() {
            rings::check_polygon(polygon, *part, out);
        }
        *part += 1;
    }
    let sound = out[before..].iter().all(|p| p.kind.is_harmless());
    if sound && polygons.len() > 1 {
        rings::check_parts(polygons, first, out);
    }
}
