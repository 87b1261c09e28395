//! Where an atlas is kept. [`Store`] is the contract: what an open atlas asks of it. [`gpkg`] keeps it in a GeoPackage file,
//! [`postgres`] in a schema of a PostgreSQL database.
//! `tests/store_contract` holds every store to the same list of checks.

mod chain;
mod entry;
mod error;
pub mod gpkg;
pub mod postgres;
mod row_batch;
mod versions;

pub use chain::{JournalCheck, JournalFault};
pub use entry::{Action, JournalEntry, Stamp};
pub(crate) use error::no_version;
use error::same_id;
pub use error::{Holder, StoreError};
pub use gpkg::{GpkgStore, Lock, copy};
pub use postgres::PostgresStore;
pub use row_batch::RowBatch;
pub use versions::SCHEMA_VERSION;

use std::fmt::Debug;
use std::ops::{ControlFlow, Range};
use std::path::Path;

use geodata::footprint_index::SortedBatch;
use words::Words;

use crate::change::{Change, Edit};
use crate::model::{Kind, Model, Project, RowKey, Shape};

/// Of more projects than this only what lists need is kept in memory; the footprints and the long texts stay in the store.
pub const KEPT_WHOLE: usize = 20_000;

/// How an atlas is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It may be changed; others are told that it is in use.
    Edit,
    /// It is only looked at, also while someone else edits it.
    Look,
}

/// An atlas that was opened.
#[derive(Debug)]
pub struct LoadedAtlas {
    /// Where it is kept.
    pub store: Box<dyn Store>,
    /// Its rows.
    pub model: Model,
    /// The footprints of its projects, if there are too many of them for the model to hold.
    pub footprints: Option<SortedBatch>,
}

/// Rows of one table that a step added in bulk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkRows {
    /// The table.
    pub kind: Kind,
    /// How many rows.
    pub count: u64,
}

/// What other programs changed in a store beside the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct OutsideChanges {
    /// How many rows they wrote to.
    pub rows: u64,
    /// What became of them, with what stood there before; `None` if they are too many for the journal.
    pub edits: Option<Vec<Edit>>,
    /// By what the store knows that nothing came since.
    mark: (i64, i64),
}

/// Which projects a cursor goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All, by the number of their plan in lists, those without a plan last, then by their own, then by id.
    All,
    /// Those with these ids, in this order.
    Ids(Vec<String>),
}

/// What keeps an open atlas. Each store makes and opens its own; from then on all of them are asked alike.
///
/// A step is written whole or not at all, and when a method that writes returns, it is kept for good. Sequence numbers of the
/// journal begin at 1 and leave no gap.
pub trait Store: Debug + Send + Sync {
    /// The file; `None` if it is kept elsewhere.
    fn path(&self) -> Option<&Path>;

    /// Whether changes can be written.
    fn can_write(&self) -> bool;

    /// The id of the atlas, by which copies of it are known to be of one atlas; `None` for a file of schema version 1 or 2,
    /// which gets it at its first change.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the store cannot be read; so with every method here.
    fn atlas_id(&self) -> Result<Option<String>, StoreError>;

    /// Writes a change and its journal entry. Undoing or redoing a step that added rows in bulk takes them out or puts them
    /// back as well.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Geometry`] or [`StoreError::Sql`]; nothing is written then.
    fn write(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<JournalEntry, StoreError>;

    /// Rows of a table to be filled for [`BulkWriter::add`], on any thread.
    fn new_batch(&self, kind: Kind) -> RowBatch;

    /// Begins a step of many new rows; nothing is there until [`BulkWriter::finish`]. The store can be asked meanwhile, but
    /// not written to.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] or [`StoreError::Sql`].
    fn begin_bulk(&mut self) -> Result<Box<dyn BulkWriter>, StoreError>;

    /// Entries of the journal after a number, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn journal_since(&self, seq: i64) -> Result<Vec<JournalEntry>, StoreError>;

    /// The change of one entry.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if it is not there or cannot be read.
    fn journal_change(&self, seq: i64) -> Result<Change, StoreError>;

    /// Entries with their changes, newest first; with `touching` only those that changed one of these rows.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if one cannot be read.
    fn journal_page(
        &self,
        touching: Option<&[(Kind, String)]>,
        limit: u32,
    ) -> Result<Vec<(JournalEntry, Change)>, StoreError>;

    /// Looks through the whole journal for entries that were changed or taken out.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn check_journal(&self) -> Result<JournalCheck, StoreError>;

    /// What a step added in bulk.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if it names a table that is not known.
    fn bulk_rows(&self, seq: i64) -> Result<Vec<BulkRows>, StoreError>;

    /// Ids of the rows that a step added in bulk and that are there now.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if it names a table that is not known.
    fn bulk_ids(&self, seq: i64) -> Result<Vec<(Kind, String)>, StoreError>;

    /// Reads the rows that a step added in bulk into the model; of more than `whole` projects only what lists need. Returns
    /// the footprints of those.
    ///
    /// # Errors
    /// [`StoreError::Row`] naming the row that cannot be read.
    fn load_bulk(&self, seq: i64, whole: usize, model: &mut Model) -> Result<Vec<SortedBatch>, StoreError>;

    /// What the file that a row was imported from says beyond the columns of the row, as a JSON object
    /// ([`crate::imported_values`]); `None` if it says no more.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn attributes(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError>;

    /// What other programs changed, held against the rows as the store loaded them; `None` if nothing, as in a store that
    /// no other program can write to.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn outside_changes(&self, _model: &Model) -> Result<Option<OutsideChanges>, StoreError> {
        Ok(None)
    }

    /// Keeps what was found as an entry of the journal, from which it can be taken back; of too many rows as a new
    /// beginning, before which nothing can. `None` if nothing really changed, or if more came meanwhile.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] or [`StoreError::Sql`]; nothing is written then.
    fn keep_outside(
        &mut self,
        _found: &OutsideChanges,
        _name: &str,
        _stamp: &Stamp,
    ) -> Result<Option<JournalEntry>, StoreError> {
        Ok(None)
    }

    /// Begins to go through the projects as they are now.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the atlas is closing, or [`StoreError::Sql`].
    fn snapshot_cursor(&self) -> Result<Box<dyn SnapshotCursor>, StoreError>;

    /// Reads footprints beside other work.
    fn footprints(&self) -> Box<dyn FootprintReader>;

    /// Lets it go.
    ///
    /// # Errors
    /// [`StoreError::Sql`]; what was written is kept all the same.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

/// A step of many new rows that is being written; what is not ended by [`BulkWriter::finish`] is taken back.
pub trait BulkWriter: Debug + Send {
    /// Adds some of these rows as new ones.
    ///
    /// # Errors
    /// [`StoreError::Sql`], such as for an id that is there; the step can only be taken back then.
    fn add(&mut self, batch: &RowBatch, range: Range<usize>) -> Result<(), StoreError>;

    /// Ends the step with a journal entry that also keeps these edits, which are done here; when this returns it is kept
    /// for good.
    ///
    /// # Errors
    /// [`StoreError::Sql`]; nothing is written then.
    fn finish(self: Box<Self>, stamp: &Stamp, name: &str, edits: &[Edit])
    -> Result<JournalEntry, StoreError>;
}

/// Goes through an atlas as it stood when it began: who changes it meanwhile does not wait, and is not seen. Closing the atlas
/// waits for it.
pub trait SnapshotCursor: Debug + Send {
    /// Hands over the projects until `each` breaks, each with its imported values as a JSON object, empty for none.
    /// `plan_order` is the number of a plan in lists.
    ///
    /// # Errors
    /// [`StoreError::Row`] naming the row that cannot be read, or [`StoreError::Sql`].
    fn projects(
        &mut self,
        scope: &Scope,
        plan_order: &dyn Fn(&str) -> i64,
        each: &mut dyn FnMut(Project, &str) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Hands over the ids of the projects that have imported values, in any order, with those values.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn imported_values(&mut self, each: &mut dyn FnMut(&str, &str)) -> Result<(), StoreError>;

    /// How many values of the projects that were handed over last could not be read.
    fn odd_values(&self) -> u64;
}

/// Reads the footprints of projects that stay in the store.
pub trait FootprintReader: Debug + Send {
    /// Every footprint of the rows with keys in a range, in their order, until `each` says no. One that cannot be read is
    /// handed over as the reason.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    fn each(
        &self,
        range: (RowKey, RowKey),
        each: &mut dyn FnMut(RowKey, Result<Shape, Words>) -> bool,
    ) -> Result<(), StoreError>;
}
