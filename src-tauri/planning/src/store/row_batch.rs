//! Rows of one table as SQL has them, in one piece of memory: made on one thread, written on another, and used again.

use std::ops::Range;

use super::StoreError;
use crate::model::{Cell, Kind, Record};
use geo_types::Geometry;

/// Writes a geometry at the end of some bytes as a store keeps it; returns the box around it, if it has one: least x,
/// greatest x, least y, greatest y.
pub(super) type EncodeGeometry =
    fn(&Geometry<f64>, &mut Vec<u8>) -> Result<Option<[f64; 4]>, Box<dyn std::error::Error + Send + Sync>>;

/// Rows of one table, with all values of the file they come from as JSON.
#[derive(Debug, Clone)]
pub struct RowBatch {
    kind: Kind,
    encode: EncodeGeometry,
    /// Columns of the table.
    width: usize,
    slots: Vec<Slot>,
    /// Texts and blobs, one behind the other.
    bytes: Vec<u8>,
    /// Where the JSON of each row is; empty for none.
    attributes: Vec<Range<usize>>,
    /// The box of each row that has a place: least x, greatest x, least y, greatest y.
    boxes: Vec<Option<[f64; 4]>>,
}

#[derive(Debug, Clone, Copy)]
enum Slot {
    Null,
    Integer(i64),
    Real(f64),
    Text { at: usize, length: u32 },
    Blob { at: usize, length: u32 },
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum BatchValue<'b> {
    Null,
    Integer(i64),
    Real(f64),
    /// Text in UTF-8.
    Text(&'b [u8]),
    /// A footprint.
    Bytes(&'b [u8]),
}

impl RowBatch {
    /// No rows of a table of a store that keeps geometries so.
    pub(super) fn new(kind: Kind, encode: EncodeGeometry) -> Self {
        Self {
            kind,
            encode,
            width: kind.columns().len(),
            slots: Vec::new(),
            bytes: Vec::new(),
            attributes: Vec::new(),
            boxes: Vec::new(),
        }
    }

    /// Their table.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.boxes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// Bytes of their texts and footprints.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Forgets the rows and keeps the memory.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.bytes.clear();
        self.attributes.clear();
        self.boxes.clear();
    }

    /// Adds a row of the table.
    ///
    /// # Errors
    /// [`StoreError::Geometry`]; the row is not there then.
    pub fn push(&mut self, record: &Record, attributes: &str) -> Result<(), StoreError> {
        debug_assert_eq!(record.kind(), self.kind, "a row of another table");
        let (slots, bytes) = (self.slots.len(), self.bytes.len());
        let mut envelope = None;
        let mut done = Ok(());
        record.cells(&mut |_, cell| {
            if done.is_ok() {
                done = self.slot(&cell, &mut envelope).map(|slot| self.slots.push(slot));
            }
        });
        if let Err(source) = done {
            self.slots.truncate(slots);
            self.bytes.truncate(bytes);
            return Err(StoreError::Geometry {
                table: record.kind(),
                id: record.id().to_owned(),
                source,
            });
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(attributes.as_bytes());
        self.attributes.push(start..self.bytes.len());
        self.boxes.push(envelope);
        Ok(())
    }

    fn slot(
        &mut self,
        cell: &Cell<'_>,
        envelope: &mut Option<[f64; 4]>,
    ) -> Result<Slot, Box<dyn std::error::Error + Send + Sync>> {
        let at = self.bytes.len();
        match cell {
            Cell::Null => return Ok(Slot::Null),
            Cell::Integer(n) => return Ok(Slot::Integer(*n)),
            Cell::Real(x) => return Ok(Slot::Real(*x)),
            Cell::Text(text) => self.bytes.extend_from_slice(text.as_bytes()),
            Cell::Geometry(geometry) => *envelope = (self.encode)(geometry, &mut self.bytes)?,
            Cell::Unreadable(what) => return Err(what.zh.as_str().into()),
        }
        let length = u32::try_from(self.bytes.len() - at)?;
        Ok(match cell {
            Cell::Geometry(_) => Slot::Blob { at, length },
            _ => Slot::Text { at, length },
        })
    }

    /// The values of some rows, one row after the other.
    pub(super) fn values(&self, rows: Range<usize>) -> impl Iterator<Item = BatchValue<'_>> {
        let slots = &self.slots[rows.start * self.width..rows.end * self.width];
        slots.iter().map(|slot| self.as_value(slot))
    }

    fn as_value(&self, slot: &Slot) -> BatchValue<'_> {
        match slot {
            Slot::Null => BatchValue::Null,
            Slot::Integer(n) => BatchValue::Integer(*n),
            Slot::Real(x) => BatchValue::Real(*x),
            Slot::Text { at, length } => BatchValue::Text(&self.bytes[*at..*at + *length as usize]),
            Slot::Blob { at, length } => BatchValue::Bytes(&self.bytes[*at..*at + *length as usize]),
        }
    }

    /// The value of a column of a row, both counted from 0.
    pub(super) fn value(&self, row: usize, column: usize) -> BatchValue<'_> {
        self.as_value(&self.slots[row * self.width + column])
    }

    /// The JSON of a row; empty for none.
    pub(super) fn attributes(&self, row: usize) -> &[u8] {
        &self.bytes[self.attributes[row].clone()]
    }

    /// The boxes of some rows.
    pub(super) fn boxes(&self, rows: Range<usize>) -> &[Option<[f64; 4]>] {
        &self.boxes[rows]
    }
}
