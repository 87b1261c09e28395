//! Lengths, areas, boxes and label points of stored geometry (longitude, latitude in degrees).
//!
//! Lengths and areas are geodesic on the WGS 84 ellipsoid (C. F. F. Karney, "Algorithms for geodesics", 2013),
//! so they do not depend on a map projection. Short edges are measured in closed form, to 10⁻¹⁰ of it. CGCS2000 differs by less than one part in 10¹⁰.

mod geodesic;
mod label;

pub use label::{centroid, label_point};

use geo::BoundingRect;
use geo_types::{Coord, Geometry, LineString, Polygon};
use geodesic::{line_length, ring_area};
use serde::{Deserialize, Serialize};

/// Square metres in one 亩: 2000/3 (国务院关于在我国统一实行法定计量单位的命令, 1984; 15 亩 = 1 公顷).
pub const SQUARE_METRES_PER_MU: f64 = 2000.0 / 3.0;

/// A length in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metres(pub f64);

impl Metres {
    /// Returns the length in kilometres.
    pub fn km(self) -> f64 {
        self.0 / 1000.0
    }
}

/// An area in square metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SquareMetres(pub f64);

impl SquareMetres {
    /// Returns the area in 亩.
    pub fn mu(self) -> f64 {
        self.0 / SQUARE_METRES_PER_MU
    }

    /// Returns the area in hectares, 公顷.
    pub fn hectares(self) -> f64 {
        self.0 / 10_000.0
    }

    /// Returns the area in square kilometres.
    pub fn km2(self) -> f64 {
        self.0 / 1_000_000.0
    }
}

impl std::iter::Sum for Metres {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|m| m.0).sum())
    }
}

impl std::iter::Sum for SquareMetres {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|m| m.0).sum())
    }
}

/// A box in degrees that does not cross the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Western edge, degrees.
    pub west: f64,
    /// Southern edge, degrees.
    pub south: f64,
    /// Eastern edge, degrees.
    pub east: f64,
    /// Northern edge, degrees.
    pub north: f64,
}

impl Bounds {
    /// Returns the smallest box around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Returns whether the two boxes share a point.
    pub fn intersects(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Returns the middle of the box, degrees.
    pub fn centre(self) -> Coord<f64> {
        Coord {
            x: (self.west + self.east) / 2.0,
            y: (self.south + self.north) / 2.0,
        }
    }
}

/// Returns the length of all lines in a geometry; points and polygons count nothing (see [`perimeter`]).
///
/// ```
/// use geo_types::line_string;
/// use geodata::measure::length;
///
/// // A degree of longitude on the equator: a/360 of the circumference, 111,319.49 m.
/// let line = line_string![(x: 116.0, y: 0.0), (x: 117.0, y: 0.0)];
/// assert!((length(&line.into()).0 - 111_319.49).abs() < 0.01);
/// ```
pub fn length(geometry: &Geometry<f64>) -> Metres {
    let mut total = 0.0;
    each_line(geometry, &mut |line| total += line_length(line));
    Metres(total)
}

/// Returns the length of all polygon boundaries in a geometry, those of holes included.
///
/// ```
/// use geo_types::polygon;
/// use geodata::measure::{length, perimeter};
///
/// let parcel = polygon![(x: 116.0, y: 35.0), (x: 116.01, y: 35.0), (x: 116.01, y: 35.01), (x: 116.0, y: 35.01)];
/// let boundary = parcel.exterior().clone();
/// assert_eq!(perimeter(&parcel.into()), length(&boundary.into()));
/// ```
pub fn perimeter(geometry: &Geometry<f64>) -> Metres {
    let mut total = 0.0;
    each_polygon(geometry, &mut |polygon| {
        total += rings(polygon).map(line_length).sum::<f64>()
    });
    Metres(total)
}

/// Returns the area of all polygons in a geometry, holes taken off; the direction of rings does not matter.
///
/// Parts that overlap count twice: check validity first.
///
/// ```
/// use geo_types::polygon;
/// use geodata::measure::area;
///
/// let parcel = polygon![(x: 116.02, y: 35.02), (x: 116.04, y: 35.02), (x: 116.04, y: 35.04), (x: 116.02, y: 35.04)];
/// let size = area(&parcel.into());
/// // pyproj 3.7.2, Geod WGS84: 4,049,565.741 m².
/// assert!((size.0 - 4_049_565.741).abs() < 0.01);
/// assert!((size.mu() - 6074.35).abs() < 0.01 && (size.hectares() - 404.96).abs() < 0.01);
/// ```
pub fn area(geometry: &Geometry<f64>) -> SquareMetres {
    let mut total = 0.0;
    each_polygon(geometry, &mut |polygon| {
        total += ring_area(polygon.exterior()) - polygon.interiors().iter().map(ring_area).sum::<f64>();
    });
    SquareMetres(total.max(0.0))
}

/// Returns the smallest box around a geometry; `None` for an empty one.
///
/// ```
/// use geo_types::line_string;
/// use geodata::measure::bounds;
///
/// let frame = bounds(&line_string![(x: 116.5, y: 35.7), (x: 116.0, y: 36.0)].into()).expect("it has points");
/// assert_eq!((frame.west, frame.south, frame.east, frame.north), (116.0, 35.7, 116.5, 36.0));
/// ```
pub fn bounds(geometry: &Geometry<f64>) -> Option<Bounds> {
    let r = geometry.bounding_rect()?;
    Some(Bounds {
        west: r.min().x,
        south: r.min().y,
        east: r.max().x,
        north: r.max().y,
    })
}

/// The shell and the holes of a polygon.
pub(crate) fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

pub(crate) fn each_line(geometry: &Geometry<f64>, visit: &mut impl FnMut(&LineString<f64>)) {
    match geometry {
        Geometry::Line(line) => visit(&LineString::from(*line)),
        Geometry::LineString(line) => visit(line),
        Geometry::MultiLineString(lines) => lines.iter().for_each(visit),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| each_line(part, visit)),
        _ => {}
    }
}

pub(crate) fn each_polygon(geometry: &Geometry<f64>, visit: &mut impl FnMut(&Polygon<f64>)) {
    match geometry {
        Geometry::Polygon(polygon) => visit(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(visit),
        Geometry::Rect(rect) => visit(&rect.to_polygon()),
        Geometry::Triangle(triangle) => visit(&triangle.to_polygon()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| each_polygon(part, visit)),
        _ => {}
    }
}
