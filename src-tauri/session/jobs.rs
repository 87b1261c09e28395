//! Long work that the window follows: it is told how far it is, and may ask it to stop.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use planning::progress::Progress;

use super::events::Events;
use crate::wire::{CoreEvent, JobEnded, JobKind, JobProgress};

/// Steps that come sooner after the last one that was told are not told.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// A place for one job at a time.
#[derive(Debug)]
pub struct Jobs {
    running: Mutex<Option<Progress>>,
    events: Events,
}

/// A running job; it is over when this is dropped.
pub(crate) struct Job<'j> {
    jobs: &'j Jobs,
    kind: JobKind,
    pub(crate) progress: Progress,
}

impl Jobs {
    pub(crate) fn new(events: Events) -> Self {
        Self {
            running: Mutex::default(),
            events,
        }
    }

    /// Begins a job; one that still runs is asked to stop.
    pub(crate) fn begin(&self, kind: JobKind) -> Job<'_> {
        let (events, told) = (self.events.clone(), Mutex::new(None::<Instant>));
        let progress = Progress::telling(move |progress| {
            // Who finds another thread telling has nothing newer to say.
            let Ok(mut told) = told.try_lock() else { return };
            if progress.stopped() || told.is_some_and(|last| last.elapsed() < TELL_EVERY) {
                return;
            }
            *told = Some(Instant::now());
            events.send(CoreEvent::JobProgress(step(kind, progress)));
        });
        if let Some(old) = self.running().replace(progress.clone()) {
            old.stop();
        }
        Job {
            jobs: self,
            kind,
            progress,
        }
    }

    /// The job that runs, which is then no longer there to be stopped.
    pub(crate) fn take(&self) -> Option<Progress> {
        self.running().take()
    }

    fn running(&self) -> MutexGuard<'_, Option<Progress>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn step(job: JobKind, progress: &Progress) -> JobProgress {
    let (done, total, features) = progress.now();
    JobProgress {
        job,
        done,
        total,
        features,
    }
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        // A later job has taken its place when this one was stopped.
        self.jobs.running().take_if(|there| there.is_same(&self.progress));
        self.jobs.events.send(CoreEvent::JobEnded(JobEnded {
            job: self.kind,
            problem: None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_job_that_took_the_place_of_another_stays_when_that_one_ends() {
        let events = Events::default();
        let (sender, told) = mpsc::channel();
        let sender = Mutex::new(sender);
        events.listen(move |event| {
            let _ = sender.lock().expect("it is whole").send(event);
        });
        let jobs = Jobs::new(events);
        let first = jobs.begin(JobKind::Read);
        let second = jobs.begin(JobKind::Import);
        assert!(first.progress.stopped() && !second.progress.stopped());
        drop(first);
        assert!(
            jobs.running()
                .as_ref()
                .is_some_and(|there| there.is_same(&second.progress))
        );
        drop(second);
        assert!(jobs.running().is_none());
        let ended: Vec<CoreEvent> = told.try_iter().collect();
        let of = |job| CoreEvent::JobEnded(JobEnded { job, problem: None });
        assert_eq!(ended, [of(JobKind::Read), of(JobKind::Import)]);
    }
}
