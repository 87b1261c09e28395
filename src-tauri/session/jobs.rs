//! Long work that the window follows: how far it is, and asking it to stop.

use std::sync::{Mutex, MutexGuard, PoisonError};

use planning::progress::Progress;

use super::Session;
use crate::wire::JobProgress;
use crate::wire_error::WireError;

/// A place for one job at a time.
#[derive(Default)]
pub struct Jobs {
    running: Mutex<Option<Progress>>,
}

/// A running job; it is over when this is dropped.
pub(super) struct Job<'j> {
    jobs: &'j Jobs,
    pub(super) progress: Progress,
}

impl Jobs {
    /// Begins a job; one that still runs is asked to stop.
    pub(super) fn begin(&self) -> Job<'_> {
        let progress = Progress::default();
        if let Some(old) = self.running().replace(progress.clone()) {
            old.stop();
        }
        Job { jobs: self, progress }
    }

    fn running(&self) -> MutexGuard<'_, Option<Progress>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        // A later job has taken its place when this one was stopped.
        if !self.progress.stopped() {
            *self.jobs.running() = None;
        }
    }
}

impl Session {
    /// How far the long job is; `None` if none runs.
    pub fn job_progress(&self) -> Result<Option<JobProgress>, WireError> {
        let [import, export] = [&self.imports.jobs, &self.exports].map(|jobs| jobs.running().clone());
        Ok(import.or(export).map(|progress| {
            let (done, total, features) = progress.now();
            JobProgress {
                done,
                total,
                features,
            }
        }))
    }

    /// Asks the long job to stop; tells whether there was one.
    pub fn cancel_job(&self) -> Result<bool, WireError> {
        let running = [&self.imports.jobs, &self.exports].map(|jobs| jobs.running().take());
        running.iter().flatten().for_each(Progress::stop);
        Ok(running.iter().any(Option::is_some))
    }
}
