//! Who changes the atlas: one at a time. An import may take minutes, in which the atlas is asked but not changed; a change
//! that comes meanwhile is refused in words instead of waiting for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::wire_error::WireError;

/// What is being done to the atlas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// A change, or another atlas put in its place: it is over soon.
    Short,
    /// An import, or the trial of one.
    Import,
}

/// Whose turn it is.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    now: Mutex<Option<Work>>,
    over: Condvar,
}

/// The turn of who holds this.
#[derive(Debug)]
pub(crate) struct Turn<'t>(&'t Turns);

impl Turns {
    /// Waits for others that are over soon.
    ///
    /// # Errors
    /// `atlas.importing` if a file is being imported.
    pub fn take(&self, work: Work) -> Result<Turn<'_>, WireError> {
        let mut now = self.now();
        loop {
            match *now {
                Some(Work::Import) => {
                    let words = "正在导入文件：请等它结束，或先停止它，再修改或换图册";
                    return Err(WireError::new("atlas.importing", words));
                }
                Some(Work::Short) => now = self.over.wait(now).unwrap_or_else(PoisonError::into_inner),
                None => break,
            }
        }
        *now = Some(work);
        Ok(Turn(self))
    }

    /// Waits for whatever is done, for a short piece of work.
    pub fn wait(&self) -> Turn<'_> {
        let mut now = self.now();
        while now.is_some() {
            now = self.over.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        *now = Some(Work::Short);
        Turn(self)
    }

    fn now(&self) -> MutexGuard<'_, Option<Work>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.now() = None;
        self.0.over.notify_all();
    }
}
