//! Footprints that are loaded together.

use std::sync::Arc;

use geo_types::Geometry;

use super::FootprintError;
use super::blob::{BlobFootprintError, pack_blob};
use super::fixed::FixedBox;
use super::segment::{Address, Segment, SegmentRecord};
use super::shape::pack;
use super::style::{PackedStyle, StyleKey};
use crate::measure::Bounds;

/// Words of packed shapes in a batch at which it is full: their places are counted with 32 bits.
const FULL: usize = 1 << 28;

/// Footprints on their way into the store. Some ten thousand at a time keep the memory of loading small.
#[derive(Debug, Default)]
pub struct Batch {
    packed: Vec<i32>,
    records: Vec<SegmentRecord>,
}

impl Batch {
    /// Returns a batch without footprints.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a footprint. Of one key, the last one counts.
    ///
    /// Keys are small numbers that the caller gives, such as row numbers: memory is also taken for the gaps between them.
    ///
    /// # Errors
    /// [`FootprintError`] for a shape that is empty, mixed, or not on earth; it is left out.
    pub fn add(&mut self, key: u32, geometry: &Geometry<f64>, style: StyleKey) -> Result<(), FootprintError> {
        let at = self.packed.len();
        let around = pack(geometry, &mut self.packed)?;
        self.push(key, around, at, style);
        Ok(())
    }

    /// Adds a footprint as a GeoPackage keeps it and returns the box around it, degrees.
    ///
    /// # Errors
    /// [`BlobFootprintError`] for bytes that are no geometry and for a shape that [`Self::add`] refuses; it is left out.
    pub fn add_blob(&mut self, key: u32, blob: &[u8], style: StyleKey) -> Result<Bounds, BlobFootprintError> {
        let at = self.packed.len();
        let (around, bounds) = pack_blob(blob, &mut self.packed)?;
        self.push(key, around, at, style);
        Ok(bounds)
    }

    fn push(&mut self, key: u32, around: FixedBox, at: usize, style: StyleKey) {
        let address = match self.packed.len() > at {
            true => Address {
                arena: 0,
                at: at as u32,
            },
            false => Address::POINT,
        };
        self.records.push(SegmentRecord {
            around,
            packed_style: PackedStyle::new(style, &around),
            key,
            address,
        });
    }

    /// Adds a number to the keys of all footprints.
    pub fn shift_keys(&mut self, by: u32) {
        self.records.iter_mut().for_each(|record| record.key += by);
    }

    /// Returns whether so much was added that it is time for another batch.
    pub fn is_full(&self) -> bool {
        self.packed.len() > FULL
    }

    /// Returns how many footprints were added.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether no footprint was added.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn into_segment(self) -> Segment {
        segment(vec![self])
    }
}

/// Batches put in order, ready to be loaded at once.
#[derive(Debug)]
pub struct SortedBatch(pub(super) Segment);

impl SortedBatch {
    /// Puts batches in order, all together; no key may be in two of them.
    pub fn of(batches: Vec<Batch>) -> Self {
        Self(segment(batches))
    }
}

fn segment(batches: Vec<Batch>) -> Segment {
    let mut records = Vec::with_capacity(batches.iter().map(Batch::len).sum());
    let mut arenas = Vec::with_capacity(batches.len());
    for (mut batch, arena) in batches.into_iter().zip(0..) {
        for record in &mut batch.records {
            if record.address != Address::POINT {
                record.address.arena = arena;
            }
        }
        records.append(&mut batch.records);
        batch.packed.shrink_to_fit();
        arenas.push(Arc::new(batch.packed));
    }
    Segment::new(records, arenas)
}
