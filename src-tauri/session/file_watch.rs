//! Follows the file of an atlas that is only looked at: when somebody else has changed it, it is read anew.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant, SystemTime};

use planning::atlas_file::AtlasFile;
use planning::store::Mode;

/// How often the file is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// A file that takes long to read is left in peace this many times as long.
const REST: u32 = 4;

/// What tells that a file was written to: when, and how large it is; of the file and of the `-wal` beside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FileMarks([Option<(SystemTime, u64)>; 2]);

impl FileMarks {
    pub fn of(path: &Path) -> Self {
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        Self([path, Path::new(&wal)].map(|path| {
            let facts = std::fs::metadata(path).ok()?;
            Some((facts.modified().ok()?, facts.len()))
        }))
    }
}

/// Takes the file that was read anew.
pub(crate) trait Refresh: Fn(AtlasFile, &FileWatch) -> bool + Send {}

impl<F: Fn(AtlasFile, &FileWatch) -> bool + Send> Refresh for F {}

/// A thread that follows a file; it ends when the last of these goes.
#[derive(Debug, Clone)]
pub(crate) struct FileWatch(Arc<Sender<()>>);

impl FileWatch {
    /// Follows a file from where it had these marks; `refresh` takes what was read anew, and tells whether it is still
    /// wanted.
    pub fn start(path: &Path, marks: FileMarks, refresh: impl Refresh + 'static) -> Self {
        let (alive, over) = channel();
        let watch = Self(Arc::new(alive));
        let mine = Arc::downgrade(&watch.0);
        let path = path.to_owned();
        std::thread::spawn(move || follow(&path, marks, &over, &mine, &refresh));
        watch
    }

    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

fn follow(
    path: &Path,
    mut marks: FileMarks,
    over: &Receiver<()>,
    mine: &Weak<Sender<()>>,
    refresh: &impl Refresh,
) {
    let mut pause = EVERY;
    while let Err(RecvTimeoutError::Timeout) = over.recv_timeout(pause) {
        pause = EVERY;
        let now = FileMarks::of(path);
        if now == marks {
            continue;
        }
        let begin = Instant::now();
        // What is gone or half written is tried again; what was read of it before stays.
        let opened = AtlasFile::open(path, Mode::Look, "");
        pause = EVERY.max(begin.elapsed() * REST);
        let Ok(file) = opened else { continue };
        marks = now;
        let Some(mine) = mine.upgrade() else { return };
        if !refresh(file, &FileWatch(mine)) {
            return;
        }
    }
}
