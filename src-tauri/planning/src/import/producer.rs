//! Work on a thread of its own that hands over items through a bounded channel. The end of the items is what the thread
//! returned: a thread that died is an error, never an end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use geodata::formats::ReadError;

/// Items made by a thread.
pub(super) struct Producer<T> {
    items: Receiver<T>,
    /// `None` once its end was told.
    thread: Option<JoinHandle<Result<(), ReadError>>>,
    /// The file that is read, for words.
    path: PathBuf,
}

impl<T: Send + 'static> Producer<T> {
    /// Starts `work`, which may be so many items ahead of who takes them. Sending fails once nobody takes them any more.
    ///
    /// # Errors
    /// [`ReadError::Io`] if the system gives no thread.
    pub fn start(
        path: &Path,
        ahead: usize,
        work: impl FnOnce(SyncSender<T>) -> Result<(), ReadError> + Send + 'static,
    ) -> Result<Self, ReadError> {
        let (sender, items) = sync_channel(ahead);
        let thread = std::thread::Builder::new()
            .name("reader".to_owned())
            .spawn(move || work(sender))
            .map_err(|e| ReadError::io(path, &e))?;
        Ok(Self {
            items,
            thread: Some(thread),
            path: path.to_owned(),
        })
    }

    /// The next item; `None` if the work is done.
    ///
    /// # Errors
    /// What the work returned, or [`ReadError::Panicked`] if its thread died.
    pub fn next(&mut self) -> Result<Option<T>, ReadError> {
        if let Ok(item) = self.items.recv() {
            return Ok(Some(item));
        }
        match self.thread.take().map(JoinHandle::join) {
            None => Ok(None),
            Some(Ok(done)) => done.map(|()| None),
            Some(Err(panic)) => Err(ReadError::Panicked {
                path: self.path.clone(),
                reason: crate::panic_text(panic.as_ref()),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_then(
        end: impl FnOnce() -> Result<(), ReadError> + Send + 'static,
    ) -> (Vec<u32>, Result<(), ReadError>) {
        let mut producer = Producer::start(Path::new("a.gpkg"), 4, move |out| {
            for n in [1, 2] {
                out.send(n).expect("somebody takes it");
            }
            end()
        })
        .expect("started");
        let mut taken = Vec::new();
        let end = loop {
            match producer.next() {
                Ok(Some(n)) => taken.push(n),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        (taken, end)
    }

    #[test]
    fn work_that_returns_ends_the_items() {
        let (taken, end) = two_then(|| Ok(()));
        assert_eq!(taken, [1, 2]);
        assert!(end.is_ok());
    }

    #[test]
    fn work_that_fails_is_no_end() {
        let (taken, end) = two_then(|| {
            Err(ReadError::Empty {
                path: PathBuf::from("a.gpkg"),
            })
        });
        assert_eq!(taken, [1, 2]);
        assert!(matches!(end, Err(ReadError::Empty { .. })));
    }

    #[test]
    fn a_thread_that_dies_is_no_end() {
        let (taken, end) = two_then(|| panic!("clock before 1970"));
        assert_eq!(taken, [1, 2]);
        let Err(ReadError::Panicked { reason, .. }) = end else {
            panic!("{end:?}");
        };
        assert_eq!(reason, "clock before 1970");
    }
}
