//! What the system's signals to end do to a long call: it stops at its next step and leaves everything as it was.

use planning::progress::Progress;

/// The progress of a job that stops when the system asks the program to end (SIGTERM, SIGINT, SIGHUP). A second signal ends
/// the program at once; what that leaves beside a file is removed at the next opening.
pub(super) fn stopped_by_signals() -> Progress {
    let progress = Progress::default();
    #[cfg(unix)]
    listen(progress.clone());
    progress
}

/// Waits for signals on a thread of its own. Where that cannot be had the system's own rule holds: the program ends.
#[cfg(unix)]
fn listen(progress: Progress) {
    use std::process::exit;
    use tokio::signal::unix::{SignalKind, signal};

    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else {
        return;
    };
    let listening = runtime.block_on(async {
        let to = |kind| signal(kind).ok();
        Some((
            to(SignalKind::terminate())?,
            to(SignalKind::interrupt())?,
            to(SignalKind::hangup())?,
        ))
    });
    let Some((mut terminate, mut interrupt, mut hangup)) = listening else {
        return;
    };
    std::thread::spawn(move || {
        runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {},
                    _ = interrupt.recv() => {},
                    _ = hangup.recv() => {},
                }
                if progress.stopped() {
                    exit(1);
                }
                progress.stop();
            }
        });
    });
}
