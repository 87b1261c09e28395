//! Geometry as stored in a GeoPackage column: a short header and well-known binary
//! (OGC 12-128r19, clause 2.1.3; ISO 13249-3 for the binary).
//!
//! Everything read here may come from a damaged or hostile file: counts are checked against the bytes that are
//! left before anything is allocated, and nesting is limited.

mod reader;

use geo::BoundingRect;
use geo_types::{Geometry, LineString, Point, Polygon};
use reader::BlobHeader;

/// Deepest nesting of collections that is read or written.
const MAX_DEPTH: u8 = 16;

/// Why bytes are no GeoPackage geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// The first bytes are not "GP" version 0.
    #[error("not a GeoPackage geometry: it does not begin with \"GP\" and version 0")]
    NotGeoPackage,
    /// An extension type defined by another program.
    #[error("an extended GeoPackage geometry of another program: convert the layer to plain geometry first")]
    Extended,
    /// The envelope code is none of the five defined.
    #[error("the header has envelope code {code}, of which the standard knows 0 to 4")]
    BadEnvelope {
        /// The code found.
        code: u8,
    },
    /// The bytes end before the geometry does.
    #[error("the geometry breaks off after {length} bytes: the file is damaged")]
    Truncated {
        /// How many bytes there are.
        length: usize,
    },
    /// The byte order mark is neither 0 nor 1.
    #[error("byte order {mark} at byte {at}, expected 0 or 1: the file is damaged")]
    BadByteOrder {
        /// The mark found.
        mark: u8,
        /// Offset in bytes.
        at: usize,
    },
    /// A type number that is none of a shape on a plane: surfaces of bodies, EWKB flags.
    #[error("geometry type {code} at byte {at} is not supported: turn surfaces into plain shapes first")]
    UnsupportedType {
        /// The type number found.
        code: u32,
        /// Offset in bytes.
        at: usize,
    },
    /// A member of a multi geometry is of another kind.
    #[error(
        "a part of type {found} stands in a geometry of type {expected} at byte {at}: the file is damaged"
    )]
    WrongPart {
        /// Type the container asks for.
        expected: u32,
        /// Type found.
        found: u32,
        /// Offset in bytes.
        at: usize,
    },
    /// Collections inside collections beyond 16 levels.
    #[error("collections nested deeper than {MAX_DEPTH}: take the inner ones apart")]
    TooDeep,
    /// More parts than the format can count.
    #[error("{count} points or parts are more than the format can count")]
    TooMany {
        /// How many there are.
        count: usize,
    },
}

/// Returns the GeoPackage bytes of a geometry: little endian, with the box x, y in the header.
///
/// `srs_id` is the number in `gpkg_spatial_ref_sys`, 4490 or 4326 for stored geometry. An empty geometry has
/// the empty flag and no box.
///
/// # Errors
/// [`BlobError::TooDeep`] or [`BlobError::TooMany`].
pub fn encode(geometry: &Geometry<f64>, srs_id: i32) -> Result<Vec<u8>, BlobError> {
    use geo::CoordsIter;
    let mut out = Vec::with_capacity(64 + 16 * geometry.coords_count());
    out.extend_from_slice(b"GP\0");
    let bounds = geometry.bounding_rect();
    out.push(match bounds {
        Some(_) => 0b0000_0011,
        None => 0b0001_0001,
    });
    out.extend_from_slice(&srs_id.to_le_bytes());
    if let Some(r) = bounds {
        for v in [r.min().x, r.max().x, r.min().y, r.max().y] {
            out.extend_from_slice(&v.to_le_bytes());
        }
    }
    write_geometry(&mut out, geometry, 0)?;
    Ok(out)
}

/// Returns a geometry as well-known binary alone, without the header of GeoPackage.
///
/// # Errors
/// As [`encode`].
pub fn encode_wkb(geometry: &Geometry<f64>) -> Result<Vec<u8>, BlobError> {
    use geo::CoordsIter;
    let mut out = Vec::with_capacity(16 + 16 * geometry.coords_count());
    write_geometry(&mut out, geometry, 0)?;
    Ok(out)
}

/// Returns the geometry of well-known binary, with or without Z and M, which are dropped.
///
/// # Errors
/// As [`decode`].
pub fn decode_wkb(bytes: &[u8]) -> Result<Geometry<f64>, BlobError> {
    reader::read_wkb(bytes, 0)
}

/// Returns the geometry in a GeoPackage blob, with any header; Z and M are dropped, arcs become chords.
///
/// An empty point becomes an empty `MultiPoint`, as a point without coordinates cannot be kept.
///
/// # Errors
/// [`BlobError`] saying what is wrong and where; never panics, and allocates no more than some multiple of the
/// bytes given.
pub fn decode(blob: &[u8]) -> Result<Geometry<f64>, BlobError> {
    let header = BlobHeader::read(blob)?;
    reader::read_wkb(blob, header.body)
}

/// Returns the number of the spatial reference system in a blob's header.
///
/// # Errors
/// [`BlobError`] for bytes without a GeoPackage header.
pub fn srs_id(blob: &[u8]) -> Result<i32, BlobError> {
    BlobHeader::read(blob).map(|h| h.srs_id)
}

/// Returns the box `[min x, max x, min y, max y]` of a blob, from its header when it is there,
/// else from its coordinates. `None` for an empty geometry and for bytes that are none.
pub fn envelope(blob: &[u8]) -> Option<[f64; 4]> {
    let header = BlobHeader::read(blob).ok()?;
    if header.empty {
        return None;
    }
    if let Some(e) = header.envelope {
        return e.iter().all(|v| !v.is_nan()).then_some(e);
    }
    let r = reader::read_wkb(blob, header.body).ok()?.bounding_rect()?;
    Some([r.min().x, r.max().x, r.min().y, r.max().y])
}

/// Returns whether a blob holds a geometry without coordinates; `None` for bytes that are no geometry.
pub fn is_empty(blob: &[u8]) -> Option<bool> {
    use geo::CoordsIter;
    let header = BlobHeader::read(blob).ok()?;
    if header.empty {
        return Some(true);
    }
    if header.envelope.is_some_and(|e| e.iter().all(|v| v.is_finite())) {
        return Some(false);
    }
    let geometry = reader::read_wkb(blob, header.body).ok()?;
    Some(geometry.coords_iter().next().is_none())
}

fn write_geometry(out: &mut Vec<u8>, geometry: &Geometry<f64>, depth: u8) -> Result<(), BlobError> {
    if depth > MAX_DEPTH {
        return Err(BlobError::TooDeep);
    }
    match geometry {
        Geometry::Point(p) => {
            start(out, 1);
            write_point(out, *p);
            Ok(())
        }
        Geometry::Line(l) => write_line(out, &LineString::from(*l)),
        Geometry::LineString(l) => write_line(out, l),
        Geometry::Polygon(p) => write_polygon(out, p),
        Geometry::Rect(r) => write_polygon(out, &r.to_polygon()),
        Geometry::Triangle(t) => write_polygon(out, &t.to_polygon()),
        Geometry::MultiPoint(ps) => {
            start(out, 4);
            write_count(out, ps.0.len())?;
            for p in ps {
                start(out, 1);
                write_point(out, *p);
            }
            Ok(())
        }
        Geometry::MultiLineString(ls) => {
            start(out, 5);
            write_count(out, ls.0.len())?;
            ls.iter().try_for_each(|l| write_line(out, l))
        }
        Geometry::MultiPolygon(ps) => {
            start(out, 6);
            write_count(out, ps.0.len())?;
            ps.iter().try_for_each(|p| write_polygon(out, p))
        }
        Geometry::GeometryCollection(parts) => {
            start(out, 7);
            write_count(out, parts.0.len())?;
            parts.iter().try_for_each(|g| write_geometry(out, g, depth + 1))
        }
    }
}

fn start(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
}

fn write_count(out: &mut Vec<u8>, count: usize) -> Result<(), BlobError> {
    let n = u32::try_from(count).map_err(|_| BlobError::TooMany { count })?;
    out.extend_from_slice(&n.to_le_bytes());
    Ok(())
}

fn write_point(out: &mut Vec<u8>, p: Point<f64>) {
    out.extend_from_slice(&p.x().to_le_bytes());
    out.extend_from_slice(&p.y().to_le_bytes());
}

fn write_coords(out: &mut Vec<u8>, line: &LineString<f64>) -> Result<(), BlobError> {
    write_count(out, line.0.len())?;
    line.0.iter().for_each(|c| write_point(out, Point(*c)));
    Ok(())
}

fn write_line(out: &mut Vec<u8>, line: &LineString<f64>) -> Result<(), BlobError> {
    start(out, 2);
    write_coords(out, line)
}

fn write_polygon(out: &mut Vec<u8>, polygon: &Polygon<f64>) -> Result<(), BlobError> {
    start(out, 3);
    if polygon.exterior().0.is_empty() {
        return write_count(out, 0);
    }
    write_count(out, 1 + polygon.interiors().len())?;
    crate::measure::rings(polygon).try_for_each(|r| write_coords(out, r))
}
