//! The one place of the open atlas: who asks shares it, who changes has it alone, and another atlas can be put there.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SendError, channel};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError, Weak,
};
use std::time::{Duration, Instant};

use planning::atlas_file::AtlasFile;
use planning::model::PartialDate;
use planning::progress::Progress;
use planning::project_map::MeasuredBatch;
use planning::query::Snapshot;
use planning::store::{KEPT_WHOLE, Mode, Stamp, StoreError};
use words::Language;

use super::drawing::Drawn;
use super::events::Events;
use super::file_watch::{FileMarks, FileWatch};
use super::measuring::{Measured, Measurer};
use super::turns::{Turn, Turns, Work};
use crate::clock::today;
use crate::prefs::file_title;
use crate::wire::{AtlasChanged, AtlasSummary, CoreEvent, count};
use crate::wire_error::WireError;

/// How soon it is seen that nobody waits for an atlas any more.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The place of the open atlas.
#[derive(Debug, Default)]
pub(crate) struct AtlasPlace {
    atlas: RwLock<Option<Opened>>,
    /// What the map is drawn from, beside the atlas: tiles do not wait for a question.
    pub drawn: Arc<Drawn>,
    pub events: Events,
    pub turns: Turns,
    /// The status date that everything is judged on; `None` for today.
    status_date: Mutex<Option<PartialDate>>,
    /// Changes that wait for questions to be answered; a long question gives way.
    waiting_changes: AtomicU32,
    /// Files that are being read, also when nobody waits for them any more.
    reading: Files,
}

/// Files that are being read.
#[derive(Debug, Clone, Default)]
struct Files(Arc<Mutex<Vec<PathBuf>>>);

/// A file that is being read; no longer when this is dropped.
struct Reading {
    files: Files,
    path: PathBuf,
}

impl Files {
    fn now(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, path: &Path) -> Reading {
        self.now().push(path.to_owned());
        Reading {
            files: self.clone(),
            path: path.to_owned(),
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.files.now().retain(|path| *path != self.path);
    }
}

/// An open atlas and who else holds it.
#[derive(Debug)]
pub(crate) struct Opened {
    pub file: AtlasFile,
    held_by: Option<String>,
    /// Measures the footprints of a large atlas.
    measurer: Option<Measurer>,
    /// Follows the file of an atlas that is only looked at.
    watch: Option<FileWatch>,
    /// Whether another program had changed the file when it was opened.
    outside: bool,
}

impl AtlasPlace {
    /// The atlas to ask.
    ///
    /// # Errors
    /// `wire.failed` if a change broke off in the middle: what is in memory may not be what is in the file.
    pub fn to_ask(&self) -> Result<RwLockReadGuard<'_, Option<Opened>>, WireError> {
        self.atlas.read().map_err(|_| WireError::broken())
    }

    /// The atlas to change, for who has the turn: whoever else waits here would hold up all questions.
    ///
    /// # Errors
    /// As [`AtlasPlace::to_ask`].
    pub fn to_change(&self) -> Result<RwLockWriteGuard<'_, Option<Opened>>, WireError> {
        self.atlas.write().map_err(|_| WireError::broken())
    }

    /// Asks the open atlas something.
    ///
    /// # Errors
    /// `atlas.none` if none is open; as [`AtlasPlace::to_ask`].
    pub fn ask<T>(&self, question: impl FnOnce(&Snapshot<'_>) -> T) -> Result<T, WireError> {
        self.look(|opened| Ok::<_, WireError>(opened.file.ask(question)))
    }

    /// Looks at the open atlas as it is today, beside others.
    ///
    /// # Errors
    /// As [`AtlasPlace::ask`], and what `look` says.
    pub fn look<T, E: Into<WireError>>(
        &self,
        look: impl FnOnce(&Opened) -> Result<T, E>,
    ) -> Result<T, WireError> {
        let guard = self.to_ask()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let clock = today();
        opened
            .file
            .set_days((*self.status_date()).unwrap_or(clock), clock);
        look(opened).map_err(Into::into)
    }

    /// Judges everything on the last day of this date from now on; on today again without one.
    pub fn set_status_date(&self, date: Option<PartialDate>) {
        *self.status_date() = date.and_then(|date| PartialDate::of_day(date.latest()));
    }

    fn status_date(&self) -> MutexGuard<'_, Option<PartialDate>> {
        self.status_date.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the open atlas alone, for a moment.
    ///
    /// # Errors
    /// As [`AtlasPlace::ask`], and what `alter` says.
    pub fn alter<T, E: Into<WireError>>(
        &self,
        alter: impl FnOnce(&mut Opened) -> Result<T, E>,
    ) -> Result<T, WireError> {
        let mut guard = self.to_change()?;
        let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
        alter(opened).map_err(Into::into)
    }

    /// Waits for the turn to change the atlas, and for the atlas.
    ///
    /// # Errors
    /// `atlas.importing` if a file is being imported; as [`AtlasPlace::to_ask`].
    pub fn take_turn_to_change(&self) -> Result<(Turn<'_>, RwLockWriteGuard<'_, Option<Opened>>), WireError> {
        self.waiting_changes.fetch_add(1, Ordering::Relaxed);
        let turn = self.turns.take(Work::Short);
        let both = turn.and_then(|turn| Ok((turn, self.to_change()?)));
        self.waiting_changes.fetch_sub(1, Ordering::Relaxed);
        both
    }

    /// Whether a change waits, to which a long question gives way.
    pub fn change_waits(&self) -> bool {
        self.waiting_changes.load(Ordering::Relaxed) > 0
    }

    /// The place, to put another atlas there or none.
    fn to_replace(&self) -> RwLockWriteGuard<'_, Option<Opened>> {
        let guard = self.atlas.write().unwrap_or_else(PoisonError::into_inner);
        self.atlas.clear_poison();
        guard
    }

    /// Opens an atlas in place of the one that is open, which answers questions until then; `progress` may ask to stop.
    /// What other programs changed becomes a step that is named in this language.
    ///
    /// # Errors
    /// [`StoreError`], or `atlas.importing`; the old one stays then.
    pub fn open(
        self: &Arc<Self>,
        path: &Path,
        mode: Mode,
        stamp: &Stamp,
        language: Language,
        progress: &Progress,
    ) -> Result<AtlasSummary, WireError> {
        let _turn = self.turns.take(Work::Short)?;
        // Only when the new one can be opened is the old one closed; opening never ends in an empty program. For the same
        // file it has to be closed before, and what is begun then is not cancelled.
        let old = self.to_replace().take_if(|o| o.file.path() == path);
        let again = Progress::default();
        let progress = if old.is_some() { &again } else { progress };
        if let Some(old) = old {
            old.close()?;
        }
        let marks = FileMarks::of(path);
        let mut file = self.read(path, mode, &stamp.who, progress)?;
        let outside = file.keep_outside_changes(stamp, language)?.is_some();
        let watch = (mode == Mode::Look).then(|| self.follow(path, marks));
        let mut guard = self.to_replace();
        let mut opened = self.opened(file, mode, watch);
        opened.outside = outside;
        self.set_status_date(None);
        let summary = opened.summary();
        if let Some(old) = guard.replace(opened) {
            old.close()?;
        }
        Ok(summary)
    }

    /// Reads an atlas. Who asks to stop need not wait until the disk has answered: it is read on a thread of its own, which is
    /// left to itself then. Who opens the same file again waits for that one, which may hold the mark that it is in use.
    fn read(&self, path: &Path, mode: Mode, who: &str, progress: &Progress) -> Result<AtlasFile, StoreError> {
        while self.reading.now().iter().any(|read| read == path) {
            if progress.stopped() {
                return Err(StoreError::Stopped);
            }
            std::thread::sleep(LOOK_EVERY);
        }
        let (done, answer) = channel();
        let (reads, who, progress_of) = (self.reading.begin(path), who.to_owned(), progress.clone());
        let reading = std::thread::spawn(move || {
            let file = AtlasFile::open_until_stopped(&reads.path, mode, &who, KEPT_WHOLE, &progress_of);
            if let Err(SendError(file)) = done.send(file) {
                // Nobody waits for it any more, nor for what closing it says.
                let _ = file.map(AtlasFile::close);
            }
        });
        loop {
            match answer.recv_timeout(LOOK_EVERY) {
                Ok(Ok(file)) if progress.stopped() => {
                    file.close()?;
                    return Err(StoreError::Stopped);
                }
                Ok(done) => return done,
                Err(RecvTimeoutError::Timeout) if progress.stopped() => return Err(StoreError::Stopped),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let panic = reading.join().err().unwrap_or_else(|| Box::new("no answer"));
                    return Err(StoreError::panicked(panic.as_ref()));
                }
            }
        }
    }

    /// Follows a file from where it had these marks.
    fn follow(self: &Arc<Self>, path: &Path, marks: FileMarks) -> FileWatch {
        let place = Arc::downgrade(self);
        let refresh = move |file, watch: &FileWatch| {
            let place = Weak::upgrade(&place);
            place.is_some_and(|place| place.refresh(file, watch))
        };
        FileWatch::start(path, marks, refresh)
    }

    fn opened(self: &Arc<Self>, file: AtlasFile, mode: Mode, watch: Option<FileWatch>) -> Opened {
        let held_by = match mode {
            Mode::Edit => None,
            Mode::Look => holder_of(file.path()),
        };
        self.drawn.show(&file);
        let measurer = Measurer::start(file.measuring(), Arc::clone(self));
        Opened {
            file,
            held_by,
            measurer,
            watch,
            outside: false,
        }
    }

    /// Puts a file that was read anew in the place of the one that `watch` follows; tells whether it still was there.
    fn refresh(self: &Arc<Self>, file: AtlasFile, watch: &FileWatch) -> bool {
        let _turn = self.turns.wait();
        let Ok(mut guard) = self.to_change() else {
            return false;
        };
        let Some(old) = guard.take_if(|o| o.watch.as_ref().is_some_and(|w| w.is_same(watch))) else {
            return false;
        };
        // What was only looked at leaves nothing behind that could fail.
        let _ = old.close();
        let opened = self.opened(file, Mode::Look, Some(watch.clone()));
        let changed = opened.changed();
        *guard = Some(opened);
        drop(guard);
        self.events.send(changed);
        true
    }

    /// Measures what a step of many rows brought in.
    pub fn measure_new_rows(self: &Arc<Self>, opened: &mut Opened) {
        if let Some(measuring) = opened.file.measuring() {
            opened.measurer.take().into_iter().for_each(Measurer::stop);
            opened.measurer = Measurer::start(Some(measuring), Arc::clone(self));
        }
    }

    /// Closes the atlas, in one's turn.
    ///
    /// # Errors
    /// [`StoreError`]; the file is let go all the same.
    pub fn close(&self, _turn: Turn<'_>) -> Result<(), WireError> {
        let Some(old) = self.to_replace().take() else {
            return Ok(());
        };
        self.drawn.clear();
        Ok(old.close()?)
    }
}

impl Measured for AtlasPlace {
    fn last_drawn(&self) -> Option<Instant> {
        *self.drawn.asked()
    }

    fn take(&self, found: &MeasuredBatch) -> Option<bool> {
        match self.atlas.try_write() {
            Ok(mut guard) => {
                if let Some(opened) = guard.as_mut() {
                    opened.file.take_measured(found);
                }
                Some(true)
            }
            // A change broke off: what is in memory is not measured any more.
            Err(TryLockError::Poisoned(_)) => Some(false),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn finish(&self) -> Option<Option<CoreEvent>> {
        match self.atlas.try_read() {
            Ok(guard) => {
                let opened = guard.as_ref();
                opened.inspect(|opened| opened.file.cache().forget_measured());
                Some(opened.map(Opened::changed))
            }
            Err(TryLockError::Poisoned(_)) => Some(None),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn tell(&self, event: CoreEvent) {
        self.events.send(event);
    }
}

impl Opened {
    fn close(mut self) -> Result<(), StoreError> {
        if let Some(measurer) = self.measurer.take() {
            measurer.stop();
        }
        self.file.close()
    }

    /// The event of an atlas any of whose rows may be another.
    pub fn changed(&self) -> CoreEvent {
        CoreEvent::AtlasChanged(AtlasChanged {
            atlas: Some(self.summary()),
            touched: None,
        })
    }

    /// The atlas in short.
    pub fn summary(&self) -> AtlasSummary {
        let file = &self.file;
        let model = file.model();
        let info = model.atlas.iter().next();
        let (undo, depth) = file.undo_name();
        AtlasSummary {
            path: file.path().display().to_string(),
            name: file_title(file.path()),
            title: info.map(|a| a.title.clone()).unwrap_or_default(),
            practice: info.is_some_and(|a| a.practice),
            read_only: !file.can_write(),
            held_by: self.held_by.clone(),
            version: count(file.version()),
            undo: undo.filter(|_| file.can_write()).map(ToOwned::to_owned),
            redo: file
                .redo_name()
                .filter(|_| file.can_write())
                .map(ToOwned::to_owned),
            undo_depth: count(depth),
            projects: count(model.projects.len()),
            empty: model.plans.is_empty() && model.projects.is_empty() && model.regions.is_empty(),
            unmeasured: self.measurer.as_ref().map_or(0, Measurer::unmeasured),
            outside: self.outside,
        }
    }
}

fn holder_of(path: &Path) -> Option<String> {
    match planning::store::Lock::take(path, "") {
        Err(StoreError::InUse { holder, .. }) => Some(holder.to_string()),
        _ => None,
    }
}
