//! Rows of one table as SQL has them, in one piece of memory: made on one thread, written on another, and used again.

use std::ops::Range;

use geodata::formats::gpkg_blob::{self, BlobError};
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::StoreError;
use crate::model::{Cell, Kind, Record};

/// Rows of one table, with all values of the file they come from as JSON.
#[derive(Debug, Clone)]
pub struct Packed {
    kind: Kind,
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

impl Packed {
    /// No rows of a table.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
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
        let cells = record.cells(&mut |_, cell| {
            if let Cell::Blob(blob) = &cell {
                envelope = gpkg_blob::envelope(blob);
            }
            if done.is_ok() {
                done = self.slot(&cell).map(|slot| self.slots.push(slot));
            }
        });
        if let Err(source) = cells.and(done) {
            self.slots.truncate(slots);
            self.bytes.truncate(bytes);
            return Err(StoreError::Geometry {
                table: record.kind().label(),
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

    fn slot(&mut self, cell: &Cell<'_>) -> Result<Slot, BlobError> {
        let at = self.bytes.len();
        let mut keep = |new: &[u8]| {
            self.bytes.extend_from_slice(new);
            u32::try_from(new.len()).map_err(|_| BlobError::TooMany { count: new.len() })
        };
        Ok(match cell {
            Cell::Null => Slot::Null,
            Cell::Integer(n) => Slot::Integer(*n),
            Cell::Real(x) => Slot::Real(*x),
            Cell::Text(text) => Slot::Text {
                at,
                length: keep(text.as_bytes())?,
            },
            Cell::Blob(blob) => Slot::Blob {
                at,
                length: keep(blob)?,
            },
        })
    }

    /// The values of some rows, one row after the other.
    pub(super) fn values(&self, rows: Range<usize>) -> impl Iterator<Item = ToSqlOutput<'_>> {
        let slots = &self.slots[rows.start * self.width..rows.end * self.width];
        slots.iter().map(|slot| {
            ToSqlOutput::Borrowed(match slot {
                Slot::Null => ValueRef::Null,
                Slot::Integer(n) => ValueRef::Integer(*n),
                Slot::Real(x) => ValueRef::Real(*x),
                Slot::Text { at, length } => ValueRef::Text(&self.bytes[*at..*at + *length as usize]),
                Slot::Blob { at, length } => ValueRef::Blob(&self.bytes[*at..*at + *length as usize]),
            })
        })
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
