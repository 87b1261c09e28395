//! The commands of long jobs.

use std::sync::Arc;

use planning::progress::Progress;

use crate::session::jobs::Jobs;
use crate::wire_error::WireError;

/// The commands of long jobs.
#[derive(Debug)]
pub struct JobCommands {
    /// The places where jobs run, each for one at a time.
    pub(crate) places: [Arc<Jobs>; 2],
}

impl JobCommands {
    /// Asks the long job to stop; tells whether there was one.
    pub fn cancel_job(&self) -> Result<bool, WireError> {
        let running = self.places.each_ref().map(|jobs| jobs.take());
        running.iter().flatten().for_each(Progress::stop);
        Ok(running.iter().any(Option::is_some))
    }
}
