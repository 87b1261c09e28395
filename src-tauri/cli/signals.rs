//! What the system's signals to end do to a long call: it stops at its next step and leaves everything as it was.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use planning::progress::Progress;

/// The progress of a job that stops when the system asks the program to end (SIGTERM, SIGINT, SIGHUP). A second signal ends
/// the program at once; what that leaves beside a file is removed at the next opening.
pub(super) fn stopped_by_signals() -> Progress {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::flag::{register, register_conditional_shutdown};
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            // In this order, so that the first signal finds the mark not set. Where the system refuses, its own rule holds:
            // the program ends.
            let _ = register_conditional_shutdown(signal, 1, Arc::clone(&stop))
                .and_then(|_| register(signal, Arc::clone(&stop)));
        }
    }
    Progress::stopped_by(stop)
}
