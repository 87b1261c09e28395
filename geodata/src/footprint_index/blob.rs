//! GeoPackage geometry packed as it stands in the file, without a shape in between.

use geo_types::{Coord, coord};

use super::FootprintError;
use super::fixed::{FixedBox, FixedCoord, fixed};
use super::shape::{PackedForm, pack};
use crate::formats::gpkg_blob::{self, BlobError};
use crate::measure::{Bounds, bounds};

/// Why a blob cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BlobFootprintError {
    /// The bytes are no geometry.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The geometry has no place on the map; the box around it, if it has one.
    #[error("{0}")]
    Place(FootprintError, Option<Bounds>),
}

/// Packs a blob onto the end of the words as `pack` does; returns its box in steps and in degrees. Nothing is written for
/// a lone point or on an error.
pub(super) fn pack_blob(blob: &[u8], words: &mut Vec<i32>) -> Result<(FixedBox, Bounds), BlobFootprintError> {
    let start = words.len();
    if let Some(packed) = LittleEndianBlob::of(blob).and_then(|plain| plain.pack(words)) {
        return Ok(packed);
    }
    words.truncate(start);
    let geometry = gpkg_blob::decode(blob)?;
    let around = bounds(&geometry);
    let refused = |error| BlobFootprintError::Place(error, around);
    let fixed = pack(&geometry, words).map_err(refused)?;
    around
        .map(|around| (fixed, around))
        .ok_or(refused(FootprintError::Empty))
}

/// Well-known binary as Zhentu and most others write it: little endian, two numbers a place. Whatever is not so, or looks
/// odd in any way, is left to the reader that knows all.
struct LittleEndianBlob<'b> {
    rest: &'b [u8],
    fixed: FixedBox,
    low: Coord<f64>,
    high: Coord<f64>,
}

impl<'b> LittleEndianBlob<'b> {
    fn of(blob: &'b [u8]) -> Option<Self> {
        let (head, rest) = blob.split_at_checked(8)?;
        if !head.starts_with(b"GP\0") || head[3] & 0b0011_0001 != 1 {
            return None;
        }
        let envelope = *[0, 32, 48, 48, 64].get(usize::from(head[3] >> 1 & 0b111))?;
        Some(Self {
            rest: rest.get(envelope..)?,
            fixed: FixedBox::NONE,
            low: coord! { x: f64::INFINITY, y: f64::INFINITY },
            high: coord! { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
        })
    }

    fn pack(mut self, words: &mut Vec<i32>) -> Option<(FixedBox, Bounds)> {
        match self.kind()? {
            1 => {
                let [at] = self.places(1)?.as_chunks::<16>().0 else {
                    return None;
                };
                self.grow(at)?;
            }
            2 => self.parts(1, PackedForm::Lines, words, |plain, words| plain.line(words))?,
            3 => {
                let rings = self.count(4)?;
                self.parts(rings, PackedForm::Areas, words, Self::ring)?;
            }
            5 => {
                let lines = self.count(9)?;
                self.parts(lines, PackedForm::Lines, words, |plain, words| {
                    (plain.kind()? == 2).then_some(())?;
                    plain.line(words)
                })?;
            }
            _ => return None,
        }
        let bounds = Bounds {
            west: self.low.x,
            south: self.low.y,
            east: self.high.x,
            north: self.high.y,
        };
        Some((self.fixed, bounds))
    }

    /// Packs so many parts; `part` writes the places of one and returns its length.
    fn parts(
        &mut self,
        count: usize,
        form: PackedForm,
        words: &mut Vec<i32>,
        part: impl Fn(&mut Self, &mut Vec<i32>) -> Option<i32>,
    ) -> Option<()> {
        let start = words.len();
        words.push((count as i32) << 2 | form as i32);
        words.resize(start + 1 + count, 0);
        for i in 0..count {
            let length = part(self, words)?;
            words[start + 1 + i] = if form == PackedForm::Areas && i > 0 {
                -length
            } else {
                length
            };
        }
        (count > 0).then_some(())
    }

    fn line(&mut self, words: &mut Vec<i32>) -> Option<i32> {
        let count = self.count(16)?;
        let places = self.places(count)?.as_chunks::<16>().0;
        for place in places {
            words.extend(self.grow(place)?);
        }
        (count > 0).then_some(count as i32)
    }

    /// A ring that is closed, as it should be; its last place is not packed. The box is that of the outer ring, which is
    /// the first one and larger.
    fn ring(&mut self, words: &mut Vec<i32>) -> Option<i32> {
        let count = self.count(16)?;
        let places = self.places(count)?.as_chunks::<16>().0;
        let (last, open) = places.split_last()?;
        if open.len() < 3 || open[0] != *last {
            return None;
        }
        let (low, high) = (self.low, self.high);
        let first = low.x > high.x;
        for place in open {
            words.extend(self.grow(place)?);
        }
        if !first {
            (self.low, self.high) = (low, high);
        }
        Some(open.len() as i32)
    }

    fn grow(&mut self, place: &[u8; 16]) -> Option<FixedCoord> {
        let ([x, y], _) = place.as_chunks::<8>() else {
            return None;
        };
        let at = coord! { x: f64::from_le_bytes(*x), y: f64::from_le_bytes(*y) };
        let fixed = fixed(at)?;
        self.fixed.grow(fixed);
        self.low = coord! { x: self.low.x.min(at.x), y: self.low.y.min(at.y) };
        self.high = coord! { x: self.high.x.max(at.x), y: self.high.y.max(at.y) };
        Some(fixed)
    }

    fn kind(&mut self) -> Option<u32> {
        let (order, rest) = self.rest.split_first()?;
        self.rest = rest;
        (*order == 1).then_some(())?;
        self.number()
    }

    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*number))
    }

    /// A count of things of at least so many bytes.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.rest.len() / size).then_some(count)
    }

    fn places(&mut self, count: usize) -> Option<&'b [u8]> {
        let (places, rest) = self.rest.split_at_checked(count * 16)?;
        self.rest = rest;
        Some(places)
    }
}
