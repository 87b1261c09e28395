//! How far the opening of an atlas is, and whether it is still wanted: it may be large, on a slow disk, or made to keep the
//! program busy.

use rusqlite::Connection;

use super::StoreError;
use crate::progress::Progress;
use crate::sqlite::stop_when;

/// How far the opening of a file is, and whether it is still wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Progress);

impl Stop {
    /// As long as nobody asks to stop.
    pub fn when(progress: &Progress) -> Self {
        Self(progress.clone())
    }

    /// Whether it is to stop.
    pub fn asked(&self) -> bool {
        self.0.stopped()
    }

    /// Says that so many more projects were read.
    pub fn took(&self, projects: usize) {
        self.0.took(u64::try_from(projects).unwrap_or(u64::MAX));
    }

    /// Says that the projects are read anew, in another way.
    pub fn again(&self) {
        self.0.again();
    }

    /// Works with a connection, whose queries end once it is to stop.
    ///
    /// # Errors
    /// What the work says, or [`StoreError::Stopped`].
    pub fn watch<T>(
        &self,
        mut conn: Connection,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.set(&mut conn)?;
        self.said(work(&conn))
    }

    /// Lets the queries of a connection end once it is to stop.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the connection is closed.
    pub fn set(&self, conn: &mut Connection) -> Result<(), StoreError> {
        let stop = self.clone();
        Ok(stop_when(conn, move || stop.asked())?)
    }

    /// What came of work that may have been broken off.
    ///
    /// # Errors
    /// What the work says, or [`StoreError::Stopped`].
    pub fn said<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        match done {
            Err(error) if error.is_interrupted() && self.asked() => Err(StoreError::Stopped),
            Ok(_) if self.asked() => Err(StoreError::Stopped),
            done => done,
        }
    }
}
