//! Measures the footprints of a large atlas beside other work, once its first view is drawn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use planning::project_map::{MeasuredBatch, Measuring};
use planning::store::StoreError;

use crate::wire::{CoreEvent, JobEnded, JobKind, JobProgress};
use crate::wire_error::WireError;

/// How long the first view may take before footprints are measured beside it.
const FIRST_VIEW: Duration = Duration::from_secs(2);
/// Without a tile asked for as long as this the view is drawn.
const AT_REST: Duration = Duration::from_millis(250);

/// The atlas whose footprints are measured; it is busy when somebody else has it.
pub(crate) trait Measured: Send + Sync {
    /// When a tile of its map was asked for last.
    fn last_drawn(&self) -> Option<Instant>;

    /// Takes measures; whether more are wanted, `None` if the atlas is busy.
    fn take(&self, found: &MeasuredBatch) -> Option<bool>;

    /// Takes note that all are there; the event to be told, `None` if the atlas is busy.
    fn finish(&self) -> Option<Option<CoreEvent>>;

    /// Tells the window of something.
    fn tell(&self, event: CoreEvent);
}

/// A thread that measures footprints.
#[derive(Debug)]
pub(crate) struct Measurer {
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
    pub fn start(measuring: Option<Measuring>, atlas: Arc<impl Measured + 'static>) -> Option<Self> {
        let measuring = measuring?;
        let all = u32::try_from(measuring.len()).unwrap_or(u32::MAX);
        let progress = Arc::new(Progress {
            stop: AtomicBool::new(false),
            all,
            unmeasured: AtomicU32::new(all),
        });
        atlas.tell(progress.told());
        let mine = Arc::clone(&progress);
        let thread = std::thread::spawn(move || {
            let work = || {
                wait_for_view(&mine, &*atlas);
                measure(&measuring, &mine, &*atlas)
            };
            let problem = problem_of(catch_unwind(AssertUnwindSafe(work)));
            finish(&mine, &*atlas, problem);
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

fn wait_for_view(progress: &Progress, atlas: &impl Measured) {
    let begin = Instant::now();
    let drawn = || atlas.last_drawn().is_some_and(|last| last.elapsed() > AT_REST);
    while !progress.stopped() && begin.elapsed() < FIRST_VIEW && !drawn() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the atlas answers once it is not busy; `None` if the work is to stop before that. It is not waited for with a lock:
/// who has it may be the one that ends this work.
fn once_free<T>(progress: &Progress, answer: impl Fn() -> Option<T>) -> Option<T> {
    loop {
        if progress.stopped() {
            return None;
        }
        match answer() {
            Some(answer) => return Some(answer),
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

fn measure(measuring: &Measuring, progress: &Progress, atlas: &impl Measured) -> Result<(), StoreError> {
    measuring.run(|found| {
        let done = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let go_on = once_free(progress, || atlas.take(&found)).unwrap_or(false);
        progress.unmeasured.fetch_sub(done, Ordering::Relaxed);
        atlas.tell(progress.told());
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
fn finish(progress: &Progress, atlas: &impl Measured, problem: Option<WireError>) {
    progress.unmeasured.store(0, Ordering::Relaxed);
    let Some(changed) = once_free(progress, || atlas.finish()) else {
        return;
    };
    atlas.tell(CoreEvent::JobEnded(JobEnded {
        job: JobKind::Measure,
        problem,
    }));
    changed.into_iter().for_each(|event| atlas.tell(event));
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
