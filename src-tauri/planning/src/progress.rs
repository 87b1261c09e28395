//! How far a long job is, and whether it is to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far an import or an export is; clones share it. Whoever looks may ask it to stop.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    done: AtomicU64,
    total: AtomicU64,
    features: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// How much is done of how much (bytes read by an import, features written by an export; 0 of 0 if that is not known),
    /// and the features taken.
    pub fn now(&self) -> (u64, u64, u64) {
        (
            self.0.done.load(Ordering::Relaxed),
            self.0.total.load(Ordering::Relaxed),
            self.0.features.load(Ordering::Relaxed),
        )
    }

    /// Asks the job to stop; it leaves everything as it was.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the job is to stop.
    pub fn stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn read(&self, done: u64, total: u64) {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    pub(crate) fn again(&self) {
        self.0.features.store(0, Ordering::Relaxed);
    }

    pub(crate) fn took(&self, features: u64) {
        self.0.features.fetch_add(features, Ordering::Relaxed);
    }
}
