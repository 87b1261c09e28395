//! Reading the header and the well-known binary behind it.

use super::{BlobError, MAX_DEPTH};
use crate::curves::circular_string;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, coord,
};

/// What stands before the geometry.
pub(super) struct BlobHeader {
    pub srs_id: i32,
    pub empty: bool,
    /// min x, max x, min y, max y.
    pub envelope: Option<[f64; 4]>,
    /// Offset of the geometry.
    pub body: usize,
}

impl BlobHeader {
    pub fn read(blob: &[u8]) -> Result<Self, BlobError> {
        if !blob.starts_with(b"GP\0") {
            return Err(BlobError::NotGeoPackage);
        }
        let truncated = BlobError::Truncated { length: blob.len() };
        let flags = *blob.get(3).ok_or(truncated)?;
        if flags & 0b0010_0000 != 0 {
            return Err(BlobError::Extended);
        }
        let mut bytes = BlobCursor {
            blob,
            at: 4,
            little: flags & 1 == 1,
        };
        let srs_id = bytes.u32()? as i32;
        let code = flags >> 1 & 0b111;
        let numbers = match code {
            0 => 0,
            1 => 4,
            2 | 3 => 6,
            4 => 8,
            _ => return Err(BlobError::BadEnvelope { code }),
        };
        let mut envelope = None;
        if numbers > 0 {
            envelope = Some([bytes.f64()?, bytes.f64()?, bytes.f64()?, bytes.f64()?]);
            bytes.take((numbers - 4) * 8)?;
        }
        Ok(Self {
            srs_id,
            empty: flags & 0b0001_0000 != 0,
            envelope,
            body: bytes.at,
        })
    }
}

/// Reads the geometry that begins at an offset.
pub(super) fn read_wkb(blob: &[u8], at: usize) -> Result<Geometry<f64>, BlobError> {
    BlobCursor {
        blob,
        at,
        little: true,
    }
    .geometry(0)
}

/// A cursor over the blob.
struct BlobCursor<'a> {
    blob: &'a [u8],
    at: usize,
    little: bool,
}

/// Kind of a geometry without its dimensions, and how many numbers a coordinate has.
#[derive(Clone, Copy)]
struct WkbType {
    code: u32,
    numbers: usize,
}

impl BlobCursor<'_> {
    fn take(&mut self, n: usize) -> Result<&[u8], BlobError> {
        let truncated = BlobError::Truncated {
            length: self.blob.len(),
        };
        let end = self.at.checked_add(n).ok_or(truncated)?;
        let slice = self.blob.get(self.at..end).ok_or(truncated)?;
        self.at = end;
        Ok(slice)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BlobError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn u32(&mut self) -> Result<u32, BlobError> {
        let array = self.array()?;
        Ok(if self.little {
            u32::from_le_bytes(array)
        } else {
            u32::from_be_bytes(array)
        })
    }

    fn f64(&mut self) -> Result<f64, BlobError> {
        let array = self.array()?;
        Ok(if self.little {
            f64::from_le_bytes(array)
        } else {
            f64::from_be_bytes(array)
        })
    }

    /// A count of things that take at least `size` bytes each: no more than the rest of the blob can hold.
    fn count(&mut self, size: usize) -> Result<usize, BlobError> {
        let n = self.u32()? as usize;
        if n > (self.blob.len() - self.at) / size {
            return Err(BlobError::Truncated {
                length: self.blob.len(),
            });
        }
        Ok(n)
    }

    fn kind(&mut self) -> Result<WkbType, BlobError> {
        let at = self.at;
        let [mark] = self.array()?;
        if mark > 1 {
            return Err(BlobError::BadByteOrder { mark, at });
        }
        self.little = mark == 1;
        let full = self.u32()?;
        let (code, numbers) = match full {
            1..=12 => (full, 2),
            1001..=1012 => (full - 1000, 3),
            2001..=2012 => (full - 2000, 3),
            3001..=3012 => (full - 3000, 4),
            _ => return Err(BlobError::UnsupportedType { code: full, at }),
        };
        Ok(WkbType { code, numbers })
    }

    fn part(&mut self, expected: u32) -> Result<WkbType, BlobError> {
        let at = self.at;
        let kind = self.kind()?;
        if kind.code == expected {
            Ok(kind)
        } else {
            Err(BlobError::WrongPart {
                expected,
                found: kind.code,
                at,
            })
        }
    }

    fn geometry(&mut self, depth: u8) -> Result<Geometry<f64>, BlobError> {
        if depth > MAX_DEPTH {
            return Err(BlobError::TooDeep);
        }
        let kind = self.kind()?;
        Ok(match kind.code {
            1 => match self.point(kind.numbers)? {
                Some(p) => p.into(),
                None => MultiPoint(Vec::new()).into(),
            },
            2 => LineString(self.coords(kind.numbers)?).into(),
            3 => self.polygon(kind.numbers)?.into(),
            4 => {
                let mut points = Vec::new();
                for _ in 0..self.count(21)? {
                    let part = self.part(1)?;
                    points.extend(self.point(part.numbers)?);
                }
                MultiPoint(points).into()
            }
            5 => {
                let mut lines = Vec::new();
                for _ in 0..self.count(9)? {
                    let part = self.part(2)?;
                    lines.push(LineString(self.coords(part.numbers)?));
                }
                MultiLineString(lines).into()
            }
            6 => {
                let mut polygons = Vec::new();
                for _ in 0..self.count(9)? {
                    let part = self.part(3)?;
                    polygons.push(self.polygon(part.numbers)?);
                }
                MultiPolygon(polygons).into()
            }
            8 | 9 => LineString(self.curve_of(kind, depth)?).into(),
            10 => self.curve_polygon(depth)?.into(),
            11 => {
                let mut lines = Vec::new();
                for _ in 0..self.count(9)? {
                    lines.push(LineString(self.curve(depth + 1)?));
                }
                MultiLineString(lines).into()
            }
            12 => {
                let mut polygons = Vec::new();
                for _ in 0..self.count(9)? {
                    let at = self.at;
                    let part = self.kind()?;
                    polygons.push(match part.code {
                        3 => self.polygon(part.numbers)?,
                        10 => self.curve_polygon(depth + 1)?,
                        found => {
                            let expected = 10;
                            return Err(BlobError::WrongPart { expected, found, at });
                        }
                    });
                }
                MultiPolygon(polygons).into()
            }
            _ => {
                let mut parts = Vec::new();
                for _ in 0..self.count(9)? {
                    parts.push(self.geometry(depth + 1)?);
                }
                Geometry::GeometryCollection(GeometryCollection(parts))
            }
        })
    }

    /// A line, an arc or a chain of both, with its header.
    fn curve(&mut self, depth: u8) -> Result<Vec<Coord<f64>>, BlobError> {
        if depth > MAX_DEPTH {
            return Err(BlobError::TooDeep);
        }
        let kind = self.kind()?;
        self.curve_of(kind, depth)
    }

    fn curve_of(&mut self, kind: WkbType, depth: u8) -> Result<Vec<Coord<f64>>, BlobError> {
        match kind.code {
            2 => self.coords(kind.numbers),
            8 => Ok(circular_string::chords(&self.coords(kind.numbers)?)),
            9 => {
                let mut chain: Vec<Coord<f64>> = Vec::new();
                for _ in 0..self.count(9)? {
                    let next = self.curve(depth + 1)?;
                    let again = usize::from(chain.last().is_some_and(|last| next.first() == Some(last)));
                    chain.extend(&next[again..]);
                }
                Ok(chain)
            }
            found => Err(BlobError::WrongPart {
                expected: 9,
                found,
                at: self.at,
            }),
        }
    }

    fn curve_polygon(&mut self, depth: u8) -> Result<Polygon<f64>, BlobError> {
        let mut rings = Vec::new();
        for _ in 0..self.count(9)? {
            rings.push(LineString(self.curve(depth + 1)?));
        }
        let mut rings = rings.into_iter();
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(shell, rings.collect()))
    }

    /// A point; `None` when both numbers are NaN, which is how an empty point is written.
    fn point(&mut self, numbers: usize) -> Result<Option<Point<f64>>, BlobError> {
        let c = self.coord(numbers)?;
        Ok((!(c.x.is_nan() && c.y.is_nan())).then_some(Point(c)))
    }

    fn coord(&mut self, numbers: usize) -> Result<Coord<f64>, BlobError> {
        let c = coord! { x: self.f64()?, y: self.f64()? };
        self.take((numbers - 2) * 8)?;
        Ok(c)
    }

    fn coords(&mut self, numbers: usize) -> Result<Vec<Coord<f64>>, BlobError> {
        let n = self.count(numbers * 8)?;
        (0..n).map(|_| self.coord(numbers)).collect()
    }

    fn polygon(&mut self, numbers: usize) -> Result<Polygon<f64>, BlobError> {
        let n = self.count(4)?;
        let mut rings = Vec::new();
        for _ in 0..n {
            rings.push(LineString(self.coords(numbers)?));
        }
        let mut rings = rings.into_iter();
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(shell, rings.collect()))
    }
}
