//! County outlines: which county a point is in, and the shape of a county, prefecture or province.

use std::collections::HashMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use geo::{BoundingRect, Intersects, unary_union};
use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use thiserror::Error;

const BYTES: &[u8] = include_bytes!("../../basemap/counties.bin.gz");

/// A county-level region of the embedded base map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct County {
    /// Six digits, e.g. `370830`.
    pub adcode: &'static str,
    /// The official name, e.g. 汶上县.
    pub name: &'static str,
}

/// Why an outline file cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum OutlineError {
    #[error("not an outline file")]
    Format,
    #[error("the outline file ends early")]
    Cut,
}

struct CountyRow {
    adcode: String,
    name: String,
    outline: MultiPolygon,
}

/// The box of one polygon, with the row and the place within the row.
type PartBox = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

struct CountyTable {
    rows: Vec<CountyRow>,
    by_code: HashMap<String, usize>,
    boxes: RTree<PartBox>,
}

/// Returns the county that a point lies in, or nothing at sea and abroad. WGS84 or CGCS2000 degrees.
///
/// The outlines are simplified by about 40 m, so a point that close to a boundary may fall on the other side.
/// Time: logarithmic in the number of counties, linear in the points of the one or few outlines that come near.
pub fn county_at(longitude: f64, latitude: f64) -> Option<County> {
    let table = table();
    let point = Point::new(longitude, latitude);
    table
        .boxes
        .locate_in_envelope_intersecting(&AABB::from_point([longitude, latitude]))
        .map(|found| found.data)
        .filter(|&(row, part)| table.rows[row].outline.0[part].intersects(&point))
        .map(|(row, _)| row)
        .min()
        .map(|row| table.rows[row].county())
}

/// Returns the outline of a county by its six-digit code, in WGS84 or CGCS2000 degrees, simplified by about 40 m.
pub fn county_outline(adcode: &str) -> Option<&'static MultiPolygon> {
    let table = table();
    table.by_code.get(adcode).map(|&row| &table.rows[row].outline)
}

/// Returns the outline of a county, prefecture (`370200`) or province (`370000`), made of its counties.
///
/// Joining the counties of a large province takes some tenths of a second: keep the result.
pub fn region_outline(code: &str) -> Option<MultiPolygon> {
    if let Some(county) = county_outline(code) {
        return Some(county.clone());
    }
    let prefix = match code.len() {
        6 if code.ends_with("0000") => &code[..2],
        6 if code.ends_with("00") => &code[..4],
        _ => return None,
    };
    let parts: Vec<&MultiPolygon> = table()
        .rows
        .iter()
        .filter(|row| row.adcode.starts_with(prefix))
        .map(|row| &row.outline)
        .collect();
    (!parts.is_empty()).then(|| unary_union(parts))
}

/// Returns the box of a county, prefecture (`370200`) or province (`370000`): west, south, east, north in degrees; `None`
/// if no outline of it is known.
pub fn region_bounds(code: &str) -> Option<[f64; 4]> {
    let known = || code.len() == 6 && code.bytes().all(|c| c.is_ascii_digit());
    let prefix = match code.strip_suffix("0000").or_else(|| code.strip_suffix("00")) {
        Some(prefix) if known() => prefix,
        _ => code,
    };
    let counties = table().rows.iter().filter(|row| row.adcode.starts_with(prefix));
    let boxes = counties.filter_map(|row| row.outline.bounding_rect());
    let around = |r: geo_types::Rect| [r.min().x, r.min().y, r.max().x, r.max().y];
    boxes
        .map(around)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
        .filter(|_| !prefix.is_empty())
}

/// Returns every county that has an outline, in the order of the codes.
pub fn counties() -> impl Iterator<Item = County> {
    table().rows.iter().map(CountyRow::county)
}

impl CountyRow {
    fn county(&'static self) -> County {
        County {
            adcode: &self.adcode,
            name: &self.name,
        }
    }
}

fn table() -> &'static CountyTable {
    static TABLE: OnceLock<CountyTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut bytes = Vec::new();
        GzDecoder::new(BYTES)
            .read_to_end(&mut bytes)
            .expect("the embedded outlines unpack, a test reads them all");
        let rows = read(&bytes).expect("the embedded outlines are whole, a test reads them all");
        let by_code = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.adcode.clone(), at))
            .collect();
        let mut boxes = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            for (part, polygon) in row.outline.iter().enumerate() {
                let corners = polygon.exterior().coords().map(|c| [c.x, c.y]);
                let corners: Vec<[f64; 2]> = corners.collect();
                let envelope = Rectangle::from_aabb(AABB::from_points(&corners));
                boxes.push(GeomWithData::new(envelope, (at, part)));
            }
        }
        CountyTable {
            rows,
            by_code,
            boxes: RTree::bulk_load(boxes),
        }
    })
}

/// Reads the layout that basemap/steps/outlines.py describes.
fn read(bytes: &[u8]) -> Result<Vec<CountyRow>, OutlineError> {
    let mut rest = bytes.strip_prefix(b"ZTC1").ok_or(OutlineError::Format)?;
    let count = length(&mut rest)?;
    let mut rows = Vec::with_capacity(count);
    for _ in 0..count {
        let adcode = varint(&mut rest)?.to_string();
        let size = length(&mut rest)?;
        let (name, after) = rest.split_at_checked(size).ok_or(OutlineError::Cut)?;
        rest = after;
        let name = std::str::from_utf8(name)
            .map_err(|_| OutlineError::Format)?
            .to_owned();
        let (mut x, mut y) = (0i64, 0i64);
        let mut polygons = Vec::new();
        for _ in 0..length(&mut rest)? {
            let mut rings = Vec::new();
            for _ in 0..length(&mut rest)? {
                let size = length(&mut rest)?;
                let mut points = Vec::with_capacity(size + 1);
                for _ in 0..size {
                    x += signed(&mut rest)?;
                    y += signed(&mut rest)?;
                    points.push(Coord {
                        x: x as f64 / 1e5,
                        y: y as f64 / 1e5,
                    });
                }
                rings.push(LineString(points));
            }
            let mut rings = rings.into_iter();
            let exterior = rings.next().ok_or(OutlineError::Format)?;
            polygons.push(Polygon::new(exterior, rings.collect()));
        }
        rows.push(CountyRow {
            adcode,
            name,
            outline: MultiPolygon(polygons),
        });
    }
    Ok(rows)
}

/// A count of things that take a byte each at least, so more than the rest of the file cannot be true.
fn length(rest: &mut &[u8]) -> Result<usize, OutlineError> {
    let value = varint(rest)?;
    usize::try_from(value)
        .ok()
        .filter(|&size| size <= rest.len())
        .ok_or(OutlineError::Cut)
}

fn varint(rest: &mut &[u8]) -> Result<u64, OutlineError> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, after) = rest.split_first().ok_or(OutlineError::Cut)?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(OutlineError::Format)
}

fn signed(rest: &mut &[u8]) -> Result<i64, OutlineError> {
    let value = varint(rest)?;
    Ok((value >> 1) as i64 ^ -((value & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_off_and_foreign_bytes_are_refused() {
        assert_eq!(read(b"nothing").err(), Some(OutlineError::Format));
        assert_eq!(read(b"ZTC1\x05").err(), Some(OutlineError::Cut));
        assert_eq!(read(b"ZTC1\xff\xff\xff\xff\x0f").err(), Some(OutlineError::Cut));
    }

    #[test]
    fn one_square_reads_back_as_it_was_written() {
        // one county 370830 named A, one polygon, one ring: (0,0) (2,0) (2,2) in 1e-5 degrees
        let bytes = b"ZTC1\x01\x8e\xd1\x16\x01A\x01\x01\x03\x00\x00\x04\x00\x00\x04";
        let rows = read(bytes).unwrap();
        assert_eq!((rows[0].adcode.as_str(), rows[0].name.as_str()), ("370830", "A"));
        let corner = rows[0].outline.0[0].exterior().0[2];
        assert_eq!((corner.x, corner.y), (2e-5, 2e-5));
        assert!(rows[0].outline.0[0].exterior().is_closed());
    }
}
