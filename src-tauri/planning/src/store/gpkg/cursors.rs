//! Who reads a file from its beginning to its end, so that what would move rows within the file waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How many cursors of a file are at work, and whether it is closing.
#[derive(Debug, Default)]
pub(super) struct Cursors {
    state: Mutex<State>,
    gone: Condvar,
}

#[derive(Debug, Default)]
struct State {
    at_work: usize,
    closing: bool,
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.state().at_work -= 1;
        self.0.gone.notify_all();
    }
}
