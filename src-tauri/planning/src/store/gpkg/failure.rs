//! What SQLite says of a file, as an error of the store.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use words::English;

use crate::geopackage::WriteLayersError;
use crate::sqlite::{holders, in_words, interrupted, is_busy};
use crate::store::StoreError;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let words = in_words(&error);
        Self::Sql(Box::new(error), words)
    }
}

impl From<WriteLayersError> for StoreError {
    fn from(error: WriteLayersError) -> Self {
        match error {
            WriteLayersError::File(error) => error.into(),
            WriteLayersError::Sql(error) => error.into(),
            shape @ WriteLayersError::Shape { .. } => {
                let words = shape.words("gpkg.shape");
                Self::Sql(Box::new(shape), words)
            }
        }
    }
}

impl StoreError {
    /// Why a file cannot be written to; names who has it locked.
    pub(super) fn cannot_write(path: &Path, error: &rusqlite::Error) -> Self {
        if is_busy(error) {
            return Self::busy(path);
        }
        Self::Io {
            path: path.to_owned(),
            reason: in_words(error),
        }
    }

    /// Whether it is that a query was broken off by its watch.
    pub(super) fn is_interrupted(&self) -> bool {
        let Self::Sql(error, _) = self else { return false };
        error.downcast_ref::<rusqlite::Error>().is_some_and(interrupted)
    }

    /// Another program has the file locked.
    pub(super) fn busy(path: &Path) -> Self {
        Self::Busy {
            path: path.to_owned(),
            holders: holders(path),
        }
    }
}

/// Begins a step.
///
/// # Errors
/// [`StoreError::Busy`] if another program writes to the file.
pub(super) fn begin<'c>(conn: &'c mut Connection, path: &Path) -> Result<Transaction<'c>, StoreError> {
    conn.transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| said(error, path))
}

/// What SQLite says of a file, which another program may have locked.
pub(super) fn said(error: rusqlite::Error, path: &Path) -> StoreError {
    if is_busy(&error) {
        return StoreError::busy(path);
    }
    error.into()
}
