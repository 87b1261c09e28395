//! How far a long job is, and whether it is to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far an import or an export is; clones share it. Whoever looks may ask it to stop.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<ProgressState>);

#[derive(Default)]
struct ProgressState {
    done: AtomicU64,
    total: AtomicU64,
    features: AtomicU64,
    stop: Arc<AtomicBool>,
    tell: Option<Tell>,
}

/// Is told of each step.
type Tell = Box<dyn Fn(&Progress) + Send + Sync>;

impl std::fmt::Debug for ProgressState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProgressState")
            .field("done", &self.done)
            .field("total", &self.total)
            .field("features", &self.features)
            .field("stop", &self.stop)
            .finish_non_exhaustive()
    }
}

impl Progress {
    /// A job that tells of each of its steps, often and on its own threads: `tell` returns at once.
    pub fn telling(tell: impl Fn(&Self) + Send + Sync + 'static) -> Self {
        Self(Arc::new(ProgressState {
            tell: Some(Box::new(tell)),
            ..ProgressState::default()
        }))
    }

    /// A job that stops when the mark is set.
    pub fn stopped_by(stop: Arc<AtomicBool>) -> Self {
        Self(Arc::new(ProgressState {
            stop,
            ..ProgressState::default()
        }))
    }

    /// Whether both are the progress of the same job.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn tell(&self) {
        if let Some(tell) = &self.0.tell {
            tell(self);
        }
    }

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
        self.tell();
    }

    pub(crate) fn again(&self) {
        self.0.features.store(0, Ordering::Relaxed);
    }

    pub(crate) fn took(&self, features: u64) {
        self.0.features.fetch_add(features, Ordering::Relaxed);
        self.tell();
    }
}
