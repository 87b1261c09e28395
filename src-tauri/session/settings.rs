//! The settings of a session, kept in their file as they change.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use planning::store::Stamp;
use words::Language;

use crate::clock;
use crate::prefs::{Folders, StoredPrefs};

/// The settings, the atlases opened before, and where both are kept.
#[derive(Debug)]
pub struct Settings {
    folders: Folders,
    kept: Mutex<StoredPrefs>,
}

impl Settings {
    /// Reads the settings of these folders.
    pub fn load(folders: Folders) -> Self {
        let kept = Mutex::new(StoredPrefs::load(&folders.settings));
        Self { folders, kept }
    }

    /// The folder of the settings file, where other small files of the user lie too.
    pub fn folder(&self) -> &Path {
        self.folders.settings.parent().unwrap_or(Path::new("."))
    }

    /// The folder of new atlases.
    pub fn atlas_folder(&self) -> &PathBuf {
        &self.folders.atlases
    }

    /// Where files are proposed that leave the program.
    pub fn documents(&self) -> &PathBuf {
        &self.folders.documents
    }

    /// What is kept, to look at.
    pub fn kept(&self) -> MutexGuard<'_, StoredPrefs> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is kept.
    pub fn keep(&self, change: impl FnOnce(&mut StoredPrefs)) {
        let mut kept = self.kept();
        change(&mut kept);
        // Settings that cannot be kept must not stop the work; the atlas itself is elsewhere.
        let _ = kept.save(&self.folders.settings);
    }

    /// The language of the window, in which steps are named.
    pub fn language(&self) -> Language {
        match self.kept().prefs.language.as_str() {
            "en" => Language::English,
            _ => Language::Chinese,
        }
    }

    /// Who changes an atlas, and when: now.
    pub fn stamp(&self) -> Stamp {
        let author = self.kept().prefs.author.clone();
        let who = if author.is_empty() {
            std::env::var("USER").unwrap_or_default()
        } else {
            author
        };
        Stamp {
            at: clock::now(),
            who,
        }
    }
}
