//! Footprints that are loaded together.

use std::sync::Arc;

use geo_types::Geometry;

use super::PlaceError;
use super::look::{Look, Word};
use super::segment::{Address, Record, Segment};
use super::shape::pack;

/// Footprints on their way into the store. Some ten thousand at a time keep the memory of loading small.
#[derive(Debug, Default)]
pub struct Batch {
    packed: Vec<i32>,
    records: Vec<Record>,
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
    /// [`PlaceError`] for a shape that is empty, mixed, or not on earth; it is left out.
    pub fn add(&mut self, key: u32, geometry: &Geometry<f64>, look: Look) -> Result<(), PlaceError> {
        let at = self.packed.len();
        let around = pack(geometry, &mut self.packed)?;
        let address = match self.packed.len() > at {
            true => Address {
                arena: 0,
                at: at as u32,
            },
            false => Address::POINT,
        };
        self.records.push(Record {
            around,
            word: Word::new(look, &around),
            key,
            address,
        });
        Ok(())
    }

    /// Returns how many footprints were added.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether no footprint was added.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn into_segment(mut self) -> Segment {
        self.packed.shrink_to_fit();
        Segment::new(self.records, vec![Arc::new(self.packed)])
    }
}
