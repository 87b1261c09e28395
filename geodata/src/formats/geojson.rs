//! Geometry prepared for GeoJSON as RFC 7946 asks: rings by the right-hand rule (clause 3.1.6), no shape
//! across the antimeridian (3.1.9), a box (5), and no digits that mean nothing (11.2).

mod antimeridian;
mod coordinates;
mod cursor;
mod printing;
mod reader;
mod record;
mod schema;
mod stated_crs;
mod window;
mod writer;

use super::rounding;
pub use antimeridian::cut_at_antimeridian;
pub use printing::GeometryPrinter;
pub use reader::read;
pub use writer::{create, create_lines};

use geo::{BoundingRect, Orient, orient::Direction};
use geo_types::Geometry;
use geojson::GeometryValue;

/// Digits behind the point unless others are asked for: the seventh is 11 mm on the ground.
pub const DEFAULT_DECIMALS: u8 = 7;

/// A geometry ready to be written, with what rounding did to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The geometry: rounded, cut at the antimeridian, shells counter-clockwise, holes clockwise.
    pub geometry: Geometry<f64>,
    /// How many rings or lines kept their full digits, as rounding would have made them collapse.
    pub kept_exact: usize,
}

/// Returns a stored geometry prepared for GeoJSON with at most `decimals` digits behind the point.
///
/// Points that rounding brings together are written once. A ring that would be left without area, and a line
/// without length, keeps its full digits and is counted, so that the file stays valid.
pub fn prepare(geometry: &Geometry<f64>, decimals: u8) -> Prepared {
    let mut kept_exact = 0;
    let cut = cut_at_antimeridian(geometry);
    let rounded = rounding::round(&cut, decimals, &mut kept_exact);
    Prepared {
        geometry: right_hand(rounded),
        kept_exact,
    }
}

/// Returns the GeoJSON object of a stored geometry (longitude, latitude, degrees), with its box.
///
/// An empty geometry has no box. The box of a shape cut at the antimeridian goes from west of the line to east
/// of it, so its first number is the larger one (RFC 7946, 5.2).
pub fn to_geojson(geometry: &Geometry<f64>, decimals: u8) -> geojson::Geometry {
    let crosses = antimeridian::crosses(geometry);
    let prepared = prepare(geometry, decimals).geometry;
    let bbox = if crosses {
        antimeridian::wrapped_box(&prepared)
    } else {
        plain_box(&prepared)
    };
    let mut json = geojson::Geometry::new(GeometryValue::from(&prepared));
    json.bbox = bbox;
    json
}

fn plain_box(geometry: &Geometry<f64>) -> Option<Vec<f64>> {
    let r = geometry.bounding_rect()?;
    Some(vec![r.min().x, r.min().y, r.max().x, r.max().y])
}

fn right_hand(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(p) => p.orient(Direction::Default).into(),
        Geometry::MultiPolygon(ps) => ps.orient(Direction::Default).into(),
        Geometry::Rect(r) => r.to_polygon().orient(Direction::Default).into(),
        Geometry::Triangle(t) => t.to_polygon().orient(Direction::Default).into(),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.into_iter().map(right_hand).collect())
        }
        other => other,
    }
}
