//! The records of a `.shp`.

use super::bundle::{ReadSeek, ShapefilePart};
use super::rings::polygons;
use crate::formats::geometry_fixes::{GeometryFixes, closed};
use crate::ops::plane::{Keep, overlay};
use geo::Area;
use geo_types::{
    Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, coord,
};
use std::io::{BufReader, Read, Seek, SeekFrom};

const HEADER: u64 = 100;

type BufferedShp = BufReader<Box<dyn ReadSeek>>;

/// One record.
pub(super) enum ShpRecord {
    /// A geometry with what was mended; `None` for a null or empty one.
    Read(Option<Geometry<f64>>, GeometryFixes),
}

/// Reads the records one after the other.
pub(super) struct ShpRecords {
    reader: BufferedShp,
    length: u64,
    at: u64,
    /// Where the records begin, when an index says so.
    index: Option<BufferedShp>,
    left: u64,
    record: Vec<u8>,
    /// Whether the file ended within a record, or said it was longer.
    pub cut: bool,
    /// Whether rings were sorted by which lies in which.
    pub by_nesting: bool,
}

/// Why the records cannot be read.
pub(super) enum Refusal {
    System(std::io::Error),
    NoShapefile,
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::System(error)
    }
}

impl ShpRecords {
    /// Opens the records; the second value says whether an index is there that does not fit and is not used.
    pub fn open(mut shp: ShapefilePart, shx: Option<ShapefilePart>) -> Result<(Self, bool), Refusal> {
        let mut header = [0; HEADER as usize];
        if shp.length < HEADER {
            return Err(Refusal::NoShapefile);
        }
        shp.bytes.read_exact(&mut header)?;
        if be(&header, 0) != 9994 {
            return Err(Refusal::NoShapefile);
        }
        let claimed = u64::from(be(&header, 24)) * 2;
        let had_index = shx.is_some();
        let mut index = None;
        let mut left = 0;
        if let Some(shx) = shx
            && let Some((reader, n)) = checked_index(shx, shp.length)?
        {
            (index, left) = (Some(reader), n);
        }
        let misfit = had_index && index.is_none();
        Ok((
            Self {
                reader: BufReader::with_capacity(1 << 18, shp.bytes),
                length: shp.length,
                at: HEADER,
                index,
                left,
                record: Vec::new(),
                cut: claimed > shp.length,
                by_nesting: false,
            },
            misfit,
        ))
    }

    /// Bytes read so far, and all.
    pub fn progress(&self) -> (u64, u64) {
        (self.at, self.length)
    }

    /// The next record; `None` after the last.
    pub fn next(&mut self) -> std::io::Result<Option<ShpRecord>> {
        if let Some(index) = &mut self.index {
            if self.left == 0 {
                return Ok(None);
            }
            self.left -= 1;
            let mut entry = [0; 8];
            index.read_exact(&mut entry)?;
            let start = u64::from(be(&entry, 0)) * 2;
            if start != self.at {
                self.reader.seek(SeekFrom::Start(start))?;
                self.at = start;
            }
        }
        if self.at + 8 > self.length {
            self.cut |= self.at != self.length;
            return Ok(None);
        }
        let mut header = [0; 8];
        self.reader.read_exact(&mut header)?;
        let size = u64::from(be(&header, 4)) * 2;
        self.at += 8;
        if self.at + size > self.length {
            self.cut = true;
            return Ok(None);
        }
        self.record.resize(size as usize, 0);
        self.reader.read_exact(&mut self.record)?;
        self.at += size;
        Ok(Some(self.decode()))
    }

    fn decode(&mut self) -> ShpRecord {
        let bytes = &self.record;
        let mut fixes = GeometryFixes::default();
        let kind = if bytes.len() < 4 { 0 } else { le(bytes, 0) };
        fixes.heights = (11..=31).contains(&kind);
        let geometry = match kind {
            0 => None,
            1 | 11 | 21 => match points(bytes, 4, 1, &mut fixes) {
                Some(p) => p.first().map(|c| Point(*c).into()),
                None => {
                    fixes.left_out = Some("记录太短");
                    None
                }
            },
            8 | 18 | 28 => {
                let n = if bytes.len() >= 40 {
                    le(bytes, 36) as usize
                } else {
                    usize::MAX
                };
                match points(bytes, 40, n, &mut fixes) {
                    Some(p) => {
                        let p: Vec<Point<f64>> = p.into_iter().map(Point).collect();
                        (!p.is_empty()).then(|| MultiPoint(p).into())
                    }
                    None => {
                        fixes.left_out = Some("点数与记录长度不符");
                        None
                    }
                }
            }
            3 | 13 | 23 | 5 | 15 | 25 => match parts(bytes, &mut fixes) {
                Some(parts) if kind % 10 == 3 => lines(parts, &mut fixes),
                Some(parts) => {
                    let rings: Vec<_> = parts.iter().filter_map(|p| closed(p, &mut fixes)).collect();
                    if rings.is_empty() {
                        None
                    } else {
                        let (mut found, by_nesting) = polygons(rings);
                        self.by_nesting |= by_nesting;
                        Some(match found.0.len() {
                            1 => found.0.remove(0).into(),
                            _ => found.into(),
                        })
                    }
                }
                None => {
                    fixes.left_out = Some("点数或部件与记录长度不符");
                    None
                }
            },
            31 => match patches(bytes, &mut fixes) {
                Some(footprint) => footprint,
                None => {
                    fixes.left_out = Some("点数或部件与记录长度不符");
                    None
                }
            },
            _ => {
                fixes.left_out = Some("图形类型不认识");
                None
            }
        };
        if geometry.is_none() && (fixes.too_short > 0 || fixes.bad_positions > 0) {
            fixes.left_out = Some("可用的点太少");
        }
        ShpRecord::Read(geometry, fixes)
    }
}

fn lines(parts: Vec<Vec<Coord<f64>>>, fixes: &mut GeometryFixes) -> Option<Geometry<f64>> {
    let mut lines = Vec::with_capacity(parts.len());
    for part in parts {
        match part.len() {
            0 => {}
            1 => fixes.too_short += 1,
            _ => lines.push(LineString(part)),
        }
    }
    match lines.len() {
        0 => None,
        1 => Some(lines.remove(0).into()),
        _ => Some(MultiLineString(lines).into()),
    }
}

/// Points from a place in the record; `None` when it is too short for them.
fn points(bytes: &[u8], from: usize, n: usize, fixes: &mut GeometryFixes) -> Option<Vec<Coord<f64>>> {
    let to = n.checked_mul(16)?.checked_add(from)?;
    let bytes = bytes.get(from..to)?;
    let mut out = Vec::with_capacity(n);
    for pair in bytes.chunks_exact(16) {
        let mut number = [0; 8];
        number.copy_from_slice(&pair[..8]);
        let x = f64::from_le_bytes(number);
        number.copy_from_slice(&pair[8..]);
        let y = f64::from_le_bytes(number);
        // Numbers below this are no data, by the description.
        if x.is_finite() && y.is_finite() && x > -1e38 && y > -1e38 {
            out.push(coord! { x: x, y: y });
        } else {
            fixes.bad_positions += 1;
        }
    }
    Some(out)
}

/// The parts of a line or polygon.
fn parts(bytes: &[u8], fixes: &mut GeometryFixes) -> Option<Vec<Vec<Coord<f64>>>> {
    parts_after(bytes, 0, fixes)
}

/// The parts where between their starts and the points stand so many bytes more for each.
fn parts_after(bytes: &[u8], more: usize, fixes: &mut GeometryFixes) -> Option<Vec<Vec<Coord<f64>>>> {
    if bytes.len() < 44 {
        return None;
    }
    let (n_parts, n_points) = (le(bytes, 36) as usize, le(bytes, 40) as usize);
    let starts = bytes.get(44..44 + n_parts.checked_mul(4)?)?;
    let base = 44 + n_parts * 4 + n_parts.checked_mul(more)?;
    bytes.get(base..base.checked_add(n_points.checked_mul(16)?)?)?;
    let mut out = Vec::with_capacity(n_parts);
    for i in 0..n_parts {
        let start = le(starts, i * 4) as usize;
        let end = if i + 1 < n_parts {
            le(starts, i * 4 + 4) as usize
        } else {
            n_points
        };
        if start > end || end > n_points {
            return None;
        }
        out.push(points(bytes, base + start * 16, end - start, fixes)?);
    }
    Some(out)
}

/// The ground that the patches of a building or the like cover, from above (ESRI Shapefile Technical Description, 1998,
/// MultiPatch). `None` when the record is too short; walls cover none.
fn patches(bytes: &[u8], fixes: &mut GeometryFixes) -> Option<Option<Geometry<f64>>> {
    let parts = parts_after(bytes, 4, fixes)?;
    let kinds = (0..parts.len()).map(|i| le(bytes, 44 + parts.len() * 4 + i * 4));
    let mut areas: Vec<Polygon<f64>> = Vec::new();
    // Rings of which it is not said what they are belong to the first ring before them.
    let mut open: Vec<LineString<f64>> = Vec::new();
    for (part, kind) in parts.iter().zip(kinds.collect::<Vec<_>>()) {
        if !matches!(kind, 3 | 5) {
            areas.extend(polygons_of(std::mem::take(&mut open)));
        }
        match kind {
            0 => areas.extend(part.windows(3).map(triangle)),
            1 => areas.extend(part.windows(2).skip(1).map(|w| triangle(&[part[0], w[0], w[1]]))),
            _ => open.extend(closed(part, fixes)),
        }
    }
    areas.extend(polygons_of(open));
    areas.retain(|p| p.unsigned_area() > 0.0);
    let mut areas = match areas.len() {
        0 | 1 => areas,
        _ => overlay(&areas, &[], Keep::Either).0,
    };
    Some(match areas.len() {
        0 => None,
        1 => areas.pop().map(Geometry::from),
        _ => Some(MultiPolygon(areas).into()),
    })
}

/// The polygon of an outer ring and the holes after it.
fn polygons_of(rings: Vec<LineString<f64>>) -> Vec<Polygon<f64>> {
    let mut rings = rings.into_iter();
    let Some(shell) = rings.next() else {
        return Vec::new();
    };
    vec![Polygon::new(shell, rings.collect())]
}

fn triangle(corners: &[Coord<f64>]) -> Polygon<f64> {
    let mut ring = LineString(corners.to_vec());
    ring.close();
    Polygon::new(ring, Vec::new())
}

/// An index whose entries all lie within the file, with their number.
fn checked_index(shx: ShapefilePart, length: u64) -> std::io::Result<Option<(BufferedShp, u64)>> {
    if shx.length < HEADER {
        return Ok(None);
    }
    let n = (shx.length - HEADER) / 8;
    let mut reader = BufReader::with_capacity(1 << 16, shx.bytes);
    let mut header = [0; HEADER as usize];
    reader.read_exact(&mut header)?;
    if be(&header, 0) != 9994 || (n == 0 && length > HEADER) {
        return Ok(None);
    }
    // No record may be told twice: a small index could make a small file endless.
    let mut before = HEADER - 1;
    for _ in 0..n {
        let mut entry = [0; 8];
        reader.read_exact(&mut entry)?;
        let start = u64::from(be(&entry, 0)) * 2;
        if start <= before || start + 8 > length {
            return Ok(None);
        }
        before = start;
    }
    reader.seek(SeekFrom::Start(HEADER))?;
    Ok(Some((reader, n)))
}

fn be(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn le(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
