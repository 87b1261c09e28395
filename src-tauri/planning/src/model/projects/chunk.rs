//! Rows read together from the file, compact already.

use std::hash::BuildHasher;

use geodata::footprint_index::{Batch, StyleKey};
use geodata::measure::Bounds;
use hashbrown::DefaultHashBuilder;

use super::compact_row::CompactRow;
use super::dictionary::Dictionary;
use super::row_key::RowKey;
use super::summary_row::SummaryRow;
use crate::model::{Measured, Measures, PlanId, RegionId, UnitId, UnreadValue};

/// The few values that many rows name.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionaries {
    pub plans: Dictionary<PlanId>,
    pub towns: Dictionary<RegionId>,
    pub units: Dictionary<UnitId>,
    pub quantity_units: Dictionary<String>,
}

impl Dictionaries {
    /// A row with its codes, its texts at the end of all texts.
    pub fn pack(&mut self, row: &SummaryRow<'_>, key: RowKey, texts: &mut String) -> CompactRow {
        let mut packed = CompactRow::of(row, key);
        packed.plan = self.plans.code_of(row.plan.as_deref());
        packed.town = self.towns.code_of(row.town.as_deref());
        packed.lead = self.units.code_of(row.lead_unit.as_deref());
        packed.quantity_unit = self.quantity_units.code_of(row.quantity_unit.as_deref());
        packed.write(row, texts);
        packed
    }
}

/// Why a footprint is not on the map.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotDrawn {
    /// It has no place there; the box around it, if it has one.
    OffTheMap(Option<Bounds>),
    /// What the store holds is no footprint.
    Unreadable,
}

/// Rows that follow each other in the store, read beside other chunks; numbers and codes are their own.
#[derive(Debug)]
pub(crate) struct Chunk {
    hasher: DefaultHashBuilder,
    pub(super) rows: Vec<CompactRow>,
    /// Of the ids, as the table of all projects has them.
    pub(super) hashes: Vec<u64>,
    pub(super) text: String,
    pub(super) measured: Vec<Option<Measured>>,
    pub(super) dictionaries: Dictionaries,
    batch: Batch,
    batches: Vec<Batch>,
    /// Values that cannot be read; their rows are here without them.
    pub unread: Vec<UnreadValue>,
}

impl Chunk {
    pub(super) fn new(hasher: DefaultHashBuilder) -> Self {
        Self {
            hasher,
            rows: Vec::new(),
            hashes: Vec::new(),
            text: String::new(),
            measured: Vec::new(),
            dictionaries: Dictionaries::default(),
            batch: Batch::default(),
            batches: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// Adds a row; its footprint is packed for the map by who knows how the store encodes it. One that cannot be drawn is left
    /// out there: opening the project says why.
    pub fn push(
        &mut self,
        row: &SummaryRow<'_>,
        key: RowKey,
        footprint: Option<impl FnOnce(&mut Batch, u32, StyleKey) -> Result<Bounds, NotDrawn>>,
    ) {
        let slot = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let found = footprint.map(|pack| pack(&mut self.batch, slot, row.look()));
        let box_of = |b: Bounds| [b.west, b.south, b.east, b.north];
        self.measured.push(found.map(|found| match found {
            Ok(bounds) => Measured {
                bounds: Some(box_of(bounds)),
                measures: None,
            },
            Err(NotDrawn::OffTheMap(bounds)) => Measured {
                bounds: bounds.map(box_of),
                measures: None,
            },
            // There is nothing to measure, and nothing to wait for.
            Err(NotDrawn::Unreadable) => Measured {
                bounds: None,
                measures: Some(Measures::default()),
            },
        }));
        let packed = self.dictionaries.pack(row, key, &mut self.text);
        self.rows.push(packed);
        self.hashes.push(self.hasher.hash_one(&*row.id));
        if self.batch.is_full() {
            self.batches.push(std::mem::take(&mut self.batch));
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The footprints, with numbers that begin at `first`.
    pub fn take_footprints(&mut self, first: u32) -> Vec<Batch> {
        self.batches.push(std::mem::take(&mut self.batch));
        let mut batches = std::mem::take(&mut self.batches);
        batches.iter_mut().for_each(|batch| batch.shift_keys(first));
        batches
    }
}
