//! Who reads a file from its beginning to its end, so that what would move rows within the file waits.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::StoreError;
use crate::sqlite::Fingerprint;

/// How many cursors of a file are at work, and whether it is closing.
#[derive(Debug, Default)]
pub(super) struct Cursors {
    state: Mutex<CursorState>,
    gone: Condvar,
}

#[derive(Debug, Default)]
struct CursorState {
    at_work: usize,
    closing: bool,
    /// The file before and after each change that this program made to it, not to its `-wal`.
    own_changes: Vec<(Fingerprint, Fingerprint)>,
}

/// One cursor at work; it has ended when this is dropped.
#[derive(Debug)]
pub(super) struct AtWork(Arc<Cursors>);

impl Cursors {
    /// Begins one; `None` if the file is closing.
    pub fn begin(self: &Arc<Self>) -> Option<AtWork> {
        let mut state = self.state();
        if state.closing {
            return None;
        }
        state.at_work += 1;
        Some(AtWork(Arc::clone(self)))
    }

    /// Whether none is at work.
    pub fn none(&self) -> bool {
        self.state().at_work == 0
    }

    /// Lets none begin any more and waits until none is at work.
    pub fn close(&self) {
        let mut state = self.state();
        state.closing = true;
        while state.at_work > 0 {
            state = self.gone.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Makes a change to the file itself that who reads it without a lock need not mind.
    ///
    /// # Errors
    /// What the change says.
    pub fn change<T>(
        &self,
        path: &Path,
        change: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let before = Fingerprint::of(path);
        let done = change()?;
        if let (Ok(before), Ok(after)) = (before, Fingerprint::of(path)) {
            self.state().own_changes.push((before, after));
        }
        Ok(done)
    }

    fn state(&self) -> MutexGuard<'_, CursorState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.state().at_work -= 1;
        self.0.gone.notify_all();
    }
}

/// A file that is read without a lock, as it was when that began.
#[derive(Debug)]
pub(super) struct Unlocked {
    path: PathBuf,
    began: Fingerprint,
    cursors: Arc<Cursors>,
}

impl Unlocked {
    /// Begins.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the file is not there.
    pub fn begin(path: &Path, cursors: &Arc<Cursors>) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            began: Fingerprint::of(path).map_err(|e| StoreError::io(path, &e))?,
            cursors: Arc::clone(cursors),
        })
    }

    /// Looks whether another program wrote to the file meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if it did.
    pub fn check(&self) -> Result<(), StoreError> {
        let mut known = &self.began;
        let state = self.cursors.state();
        for (before, after) in &state.own_changes {
            if before == known {
                known = after;
            }
        }
        if Fingerprint::of(&self.path).is_ok_and(|now| now == *known) {
            return Ok(());
        }
        Err(StoreError::Changed {
            path: self.path.clone(),
        })
    }
}
