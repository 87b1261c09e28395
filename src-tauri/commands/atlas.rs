//! The commands of the atlas as a file: made, opened, closed; and what the window needs at its start.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use planning::atlas_file::AtlasFile;
use planning::progress::Progress;
use planning::store::{Mode, StoreError};
use words::{Words, said};

use crate::prefs::file_title;
use crate::seeds::{self, Start};
use crate::session::jobs::Jobs;
use crate::session::place::{AtlasPlace, Opened};
use crate::session::settings::Settings;
use crate::session::turns::Work;
use crate::wire::{AppState, AtlasSummary, Credit, JobKind};
use crate::wire_error::WireError;

/// The commands of the atlas as a file.
#[derive(Debug)]
pub struct AtlasCommands {
    settings: Arc<Settings>,
    place: Arc<AtlasPlace>,
    /// A file named at the start, to be opened instead of the last one.
    asked: Option<PathBuf>,
    /// The atlas to begin with; held while it is opened.
    first: Mutex<First>,
    /// The atlas that is being opened.
    opening: Jobs,
}

/// How far the program is with the atlas to begin with.
#[derive(Debug, Default)]
enum First {
    #[default]
    ToOpen,
    /// It is open, or this went wrong and was not told yet.
    Done(Option<WireError>),
}

impl AtlasCommands {
    /// `asked` is opened first instead of the last atlas.
    pub(crate) fn new(settings: Arc<Settings>, place: Arc<AtlasPlace>, asked: Option<PathBuf>) -> Self {
        Self {
            settings,
            opening: Jobs::new(place.events.clone()),
            place,
            asked,
            first: Mutex::default(),
        }
    }

    /// Opens the atlas that was named at the start, or the last one, if that was not done yet; returns once it is open or
    /// cannot be. [`AtlasCommands::app_state`] says what went wrong.
    pub fn first_atlas(&self) -> Result<(), WireError> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*first, First::ToOpen) {
            *first = First::Done(self.open_first());
        }
        Ok(())
    }

    /// The atlas to begin with, if there is one.
    fn first_path(&self) -> Option<PathBuf> {
        let last = || self.settings.kept().last.clone().filter(|last| last.exists());
        self.asked.clone().or_else(last)
    }

    /// Opens the atlas to begin with, unless one is open; returns why it could not.
    fn open_first(&self) -> Option<WireError> {
        let is_open = self.place.to_ask().is_ok_and(|atlas| atlas.is_some());
        let path = self.first_path().filter(|_| !is_open)?;
        let error = self.open_path(&path, Mode::Edit).err()?;
        let looks = error.code == "atlas.in_use" && self.open_path(&path, Mode::Look).is_ok();
        (!looks).then_some(error)
    }

    /// Asks to stop opening an atlas; tells whether one was being opened.
    pub fn cancel_opening(&self) -> Result<bool, WireError> {
        let opening = self.opening.take();
        opening.iter().for_each(Progress::stop);
        Ok(opening.is_some())
    }

    /// What the window needs to start, at once: the atlas to begin with may still be read.
    pub fn app_state(&self) -> Result<AppState, WireError> {
        let (problem, opening) = match self.first.try_lock().as_deref_mut() {
            Ok(First::Done(problem)) => (problem.take(), None),
            Err(TryLockError::Poisoned(_)) => (None, None),
            Ok(First::ToOpen) | Err(TryLockError::WouldBlock) => (None, self.first_path()),
        };
        let kept = self.settings.kept().clone();
        let credits = geodata::basemap::credits().iter().map(|c| Credit {
            name_zh: c.name.zh.to_owned(),
            name_en: c.name.en.to_owned(),
            licence_zh: c.licence.zh.to_owned(),
            licence_en: c.licence.en.to_owned(),
            note_zh: c.note.zh.to_owned(),
            note_en: c.note.en.to_owned(),
            url: c.url.to_owned(),
            on_map: c.on_map,
        });
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            recent: kept.recent(),
            prefs: kept.prefs,
            atlas: self.place.to_ask()?.as_ref().map(Opened::summary),
            problem,
            opening: opening.map(|path| path.display().to_string()),
            atlas_folder: self.settings.atlas_folder().display().to_string(),
            documents: self.settings.documents().display().to_string(),
            credits: credits.collect(),
        })
    }

    /// Makes an atlas and opens it.
    pub fn new_atlas(&self, path: Option<String>, start: Start) -> Result<AtlasSummary, WireError> {
        // Not a file that nobody opens then.
        drop(self.place.turns.take(Work::Short)?);
        let path = match path.filter(|p| !p.trim().is_empty()) {
            Some(path) => with_ending(Path::new(path.trim())),
            None => {
                let folder = self.settings.atlas_folder();
                std::fs::create_dir_all(folder).map_err(|e| StoreError::Io {
                    path: folder.clone(),
                    reason: Words::technical(e),
                })?;
                free_name(folder, &seeds::title(start).zh)
            }
        };
        let name = said!("step.new", "新建图册：{}", "New atlas: {}", seeds::title(start));
        let name = name.in_language(self.settings.language());
        AtlasFile::create(&path, seeds::rows(start)?, name, &self.settings.stamp())?;
        self.open_path(&path, Mode::Edit)
    }

    /// Opens an atlas.
    pub fn open_atlas(&self, path: String, read_only: bool) -> Result<AtlasSummary, WireError> {
        self.open_path(
            Path::new(path.trim()),
            if read_only { Mode::Look } else { Mode::Edit },
        )
    }

    fn open_path(&self, path: &Path, mode: Mode) -> Result<AtlasSummary, WireError> {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let job = self.opening.begin(JobKind::Open);
        let summary = self.place.open(
            &path,
            mode,
            &self.settings.stamp(),
            self.settings.language(),
            &job.progress,
        )?;
        self.settings.keep(|kept| kept.opened(&path));
        Ok(summary)
    }

    /// Saves the atlas under another name and goes on there; the old file stays as it is.
    pub fn save_atlas_as(&self, path: String, overwrite: bool) -> Result<AtlasSummary, WireError> {
        let to = with_ending(Path::new(path.trim()));
        self.copy(&to, overwrite)?;
        self.open_path(&to, Mode::Edit)
    }

    /// Makes a copy with the day in its name beside the atlas; its path.
    pub fn back_up_atlas(&self, day: String) -> Result<String, WireError> {
        let from = self.open_file()?;
        let folder = from.parent().unwrap_or(Path::new(""));
        let is_of_day = |c: &char| c.is_ascii_digit() || *c == '-';
        let day: String = day.chars().filter(is_of_day).take(10).collect();
        let backup = said!("name.backup", "备份", "backup");
        let backup = backup.in_language(self.settings.language());
        let to = free_name(folder, &format!("{} {backup} {day}", file_title(&from)));
        self.copy(&to, false)?;
        Ok(to.display().to_string())
    }

    /// The file of the open atlas.
    fn open_file(&self) -> Result<PathBuf, WireError> {
        let guard = self.place.to_ask()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        Ok(opened.file.path().to_owned())
    }

    /// Copies the atlas as it is. Changes wait for it, questions do not.
    fn copy(&self, to: &Path, overwrite: bool) -> Result<(), WireError> {
        let _turn = self.place.turns.take(Work::Short)?;
        let from = self.open_file()?;
        planning::store::copy(&from, to, overwrite).map_err(|error| match error {
            StoreError::Exists { path } => {
                WireError::new("file.exists", format!("{} 已存在", path.display()))
                    .with("path", path.display().to_string())
            }
            other => other.into(),
        })
    }

    /// Closes the atlas.
    pub fn close_atlas(&self) -> Result<(), WireError> {
        self.place.close(self.place.turns.take(Work::Short)?)?;
        self.settings.keep(|kept| kept.last = None);
        Ok(())
    }
}

fn with_ending(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gpkg")) {
        path.to_owned()
    } else {
        let mut name = path.as_os_str().to_owned();
        name.push(".gpkg");
        PathBuf::from(name)
    }
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| folder.join(format!("{name} {n}.gpkg")));
    let mut names = std::iter::once(folder.join(format!("{name}.gpkg"))).chain(numbered);
    names
        .find(|p| !p.exists())
        .unwrap_or_else(|| folder.join(format!("{name}.gpkg")))
}
