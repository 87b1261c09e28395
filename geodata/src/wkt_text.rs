//! Geometry as well-known text (OGC 06-103r4), for the text form of an atlas.
//!
//! Numbers are written with the fewest digits that read back as the same 64-bit number, so a round trip
//! changes no bit.

mod curved;

use geo_types::{Geometry, LineString, Point, Polygon};
use std::fmt::Write;
use std::str::FromStr;

/// Deepest nesting of collections that is read or written.
const MAX_DEPTH: usize = 16;

/// Why text is no geometry, or a geometry no text.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WktError {
    /// The text is not well-known text.
    #[error("not well-known text: {reason}; expected something like POINT(116.5 35.7)")]
    Malformed {
        /// What the parser met.
        reason: String,
    },
    /// The text names a geometry that cannot be kept, such as an empty point.
    #[error("a geometry without coordinates of this kind cannot be kept: {reason}")]
    Unsupported {
        /// What the parser met.
        reason: String,
    },
    /// Brackets are nested deeper than collections may be.
    #[error("collections nested deeper than {MAX_DEPTH}: take the inner ones apart")]
    TooDeep,
    /// A coordinate is not a number or infinite.
    #[error("a coordinate is not a finite number: repair the shape first")]
    NotFinite,
}

/// Returns the geometry as well-known text, on one line.
///
/// # Errors
/// [`WktError::NotFinite`] for a coordinate that has no text form, [`WktError::TooDeep`] for collections inside
/// collections beyond 16 levels.
pub fn to_wkt(geometry: &Geometry<f64>) -> Result<String, WktError> {
    let mut text = String::new();
    write_geometry(&mut text, geometry, 0)?;
    Ok(text)
}

/// Returns the geometry that a well-known text describes; x is longitude, y latitude. Z and M are dropped; arcs become
/// chords within a centimetre of them.
///
/// An empty point becomes an empty `MultiPoint`, as a point without coordinates cannot be kept.
///
/// # Errors
/// [`WktError`] with the reason; never panics, whatever the text.
pub fn from_wkt(text: &str) -> Result<Geometry<f64>, WktError> {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH + 3 {
            return Err(WktError::TooDeep);
        }
    }
    let geometry = match curved::is_curved(text) {
        true => curved::read(text)?,
        false => from_plain_wkt(text)?,
    };
    use geo::CoordsIter;
    if geometry.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
        Ok(geometry)
    } else {
        Err(WktError::NotFinite)
    }
}

/// Returns the geometry of a text without arcs.
fn from_plain_wkt(text: &str) -> Result<Geometry<f64>, WktError> {
    let parsed = wkt::Wkt::<f64>::from_str(text).map_err(|e| WktError::Malformed { reason: e.to_owned() })?;
    Geometry::try_from(parsed).map_err(|e| WktError::Unsupported {
        reason: e.to_string(),
    })
}

fn write_geometry(out: &mut String, geometry: &Geometry<f64>, depth: usize) -> Result<(), WktError> {
    if depth > MAX_DEPTH {
        return Err(WktError::TooDeep);
    }
    match geometry {
        Geometry::Point(p) => {
            out.push_str("POINT(");
            write_point(out, p)?;
            out.push(')');
            Ok(())
        }
        Geometry::Line(l) => tagged(out, "LINESTRING", |out| write_coords(out, &LineString::from(*l))),
        Geometry::LineString(l) => tagged(out, "LINESTRING", |out| write_coords(out, l)),
        Geometry::Polygon(p) => tagged(out, "POLYGON", |out| write_rings(out, p)),
        Geometry::Rect(r) => tagged(out, "POLYGON", |out| write_rings(out, &r.to_polygon())),
        Geometry::Triangle(t) => tagged(out, "POLYGON", |out| write_rings(out, &t.to_polygon())),
        Geometry::MultiPoint(ps) => tagged(out, "MULTIPOINT", |out| {
            list(out, ps.0.iter(), |out, p| {
                out.push('(');
                write_point(out, p)?;
                out.push(')');
                Ok(())
            })
        }),
        Geometry::MultiLineString(ls) => {
            tagged(out, "MULTILINESTRING", |out| list(out, ls.0.iter(), write_coords))
        }
        Geometry::MultiPolygon(ps) => tagged(out, "MULTIPOLYGON", |out| list(out, ps.0.iter(), write_rings)),
        Geometry::GeometryCollection(parts) => tagged(out, "GEOMETRYCOLLECTION", |out| {
            list(out, parts.0.iter(), |out, part| {
                write_geometry(out, part, depth + 1)
            })
        }),
    }
}

fn tagged(
    out: &mut String,
    tag: &str,
    body: impl FnOnce(&mut String) -> Result<(), WktError>,
) -> Result<(), WktError> {
    out.push_str(tag);
    let at = out.len();
    body(out)?;
    if out.get(at..) == Some("EMPTY") {
        out.insert(at, ' ');
    }
    Ok(())
}

fn list<T>(
    out: &mut String,
    items: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(&mut String, T) -> Result<(), WktError>,
) -> Result<(), WktError> {
    if items.len() == 0 {
        out.push_str("EMPTY");
        return Ok(());
    }
    out.push('(');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(out, item)?;
    }
    out.push(')');
    Ok(())
}

fn write_rings(out: &mut String, polygon: &Polygon<f64>) -> Result<(), WktError> {
    if polygon.exterior().0.is_empty() {
        out.push_str("EMPTY");
        return Ok(());
    }
    let rings: Vec<_> = crate::measure::rings(polygon).collect();
    list(out, rings.into_iter(), write_coords)
}

fn write_coords(out: &mut String, line: &LineString<f64>) -> Result<(), WktError> {
    list(out, line.0.iter(), |out, c| write_point(out, &Point(*c)))
}

fn write_point(out: &mut String, point: &Point<f64>) -> Result<(), WktError> {
    if !(point.x().is_finite() && point.y().is_finite()) {
        return Err(WktError::NotFinite);
    }
    // Writing to a String cannot fail; Display of f64 is the shortest text that reads back as the same number.
    let _ = write!(out, "{} {}", point.x(), point.y());
    Ok(())
}
