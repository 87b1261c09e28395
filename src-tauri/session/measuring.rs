//! Measures the footprints of a large atlas beside other work, once its first view is drawn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use planning::project_map::{MeasuredBatch, Measuring};
use planning::store::StoreError;

use crate::wire::{CoreEvent, JobEnded, JobKind, JobProgress};
use crate::wire_error::WireError;

/// How long the first view may take before footprints are measured beside it.
const FIRST_VIEW: Duration = Duration::from_secs(2);
/// Without a tile asked for as long as this the view is drawn.
const AT_REST: Duration = Duration::from_millis(250);

/// Where the atlas is whose footprints are measured. It is asked without waiting: the question that is answered meanwhile
/// may be the one that ends this work.
pub(super) trait MeasuredPlace: Send + Sync + 'static {
    /// When a tile was last asked for.
    fn asked(&self) -> &Mutex<Option<Instant>>;
    /// Takes measures in and tells whether more are wanted; `None` while the atlas is in use.
    fn take_measured(&self, found: &MeasuredBatch) -> Option<bool>;
    /// Lets totals be counted anew and returns the event that says so, if there still is an atlas; `None` while it is in use.
    fn all_measured(&self) -> Option<Option<CoreEvent>>;
    /// Tells the page.
    fn send(&self, event: CoreEvent);
}

/// A thread that measures footprints.
#[derive(Debug)]
pub(super) struct Measurer {
    progress: Arc<Progress>,
    thread: std::thread::JoinHandle<()>,
}

#[derive(Debug)]
struct Progress {
    stop: AtomicBool,
    all: u32,
    /// Footprints whose measures are still to be computed.
    unmeasured: AtomicU32,
}

impl Progress {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn told(&self) -> CoreEvent {
        let done = u64::from(self.all - self.unmeasured.load(Ordering::Relaxed).min(self.all));
        CoreEvent::JobProgress(JobProgress {
            job: JobKind::Measure,
            done,
            total: self.all.into(),
            features: done,
        })
    }
}

impl Measurer {
    /// Starts on an atlas whose footprints are not all measured.
    pub fn start(measuring: Option<Measuring>, place: &Arc<impl MeasuredPlace>) -> Option<Self> {
        let measuring = measuring?;
        let all = u32::try_from(measuring.len()).unwrap_or(u32::MAX);
        let progress = Arc::new(Progress {
            stop: AtomicBool::new(false),
            all,
            unmeasured: AtomicU32::new(all),
        });
        place.send(progress.told());
        let (mine, place) = (Arc::clone(&progress), Arc::clone(place));
        let thread = std::thread::spawn(move || {
            let work = || {
                wait_for_view(&mine, place.asked());
                measure(&measuring, &mine, &*place)
            };
            let problem = problem_of(catch_unwind(AssertUnwindSafe(work)));
            finish(&mine, &*place, problem);
        });
        Some(Self { progress, thread })
    }

    /// Footprints that are still to be measured.
    pub fn unmeasured(&self) -> u32 {
        self.progress.unmeasured.load(Ordering::Relaxed)
    }

    /// Ends the work and waits for its end.
    pub fn stop(self) {
        self.progress.stop.store(true, Ordering::Relaxed);
        // What it had to say of a panic it has said.
        let _ = self.thread.join();
    }
}

fn wait_for_view(progress: &Progress, asked: &Mutex<Option<Instant>>) {
    let begin = Instant::now();
    let drawn = || {
        let asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.is_some_and(|last| last.elapsed() > AT_REST)
    };
    while !progress.stopped() && begin.elapsed() < FIRST_VIEW && !drawn() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn measure(measuring: &Measuring, progress: &Progress, place: &impl MeasuredPlace) -> Result<(), StoreError> {
    let hand_over = |found: &MeasuredBatch| loop {
        if progress.stopped() {
            return false;
        }
        match place.take_measured(found) {
            Some(go_on) => return go_on,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    measuring.run(|found| {
        let done = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let go_on = hand_over(&found);
        progress.unmeasured.fetch_sub(done, Ordering::Relaxed);
        place.send(progress.told());
        go_on
    })
}

/// Why footprints are left unmeasured; `None` if none are.
fn problem_of(done: std::thread::Result<Result<(), StoreError>>) -> Option<WireError> {
    match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.into()),
        Err(_) => Some(WireError::new(
            "measure.failed",
            "测量范围时出错，长度和面积的合计不全；重新打开图册再试",
        )),
    }
}

/// Tells that all is measured, so that totals are asked for again.
fn finish(progress: &Progress, place: &impl MeasuredPlace, problem: Option<WireError>) {
    progress.unmeasured.store(0, Ordering::Relaxed);
    let changed = loop {
        if progress.stopped() {
            return;
        }
        match place.all_measured() {
            Some(changed) => break changed,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    place.send(CoreEvent::JobEnded(JobEnded {
        job: JobKind::Measure,
        problem,
    }));
    changed.into_iter().for_each(|event| place.send(event));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measuring_that_breaks_off_says_so() {
        let panicked =
            catch_unwind(|| -> Result<(), StoreError> { panic!("a footprint nobody can measure") });
        let problem = problem_of(panicked).expect("it is told");
        assert_eq!(problem.code, "measure.failed");
        assert_eq!(problem_of(Ok(Ok(()))), None);
    }
}
