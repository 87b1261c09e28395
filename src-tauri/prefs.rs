//! Settings of this user on this machine, in one small file that is replaced whole.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::settings_file::{self, Access};

/// Settings of this user on this machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Prefs {
    /// `zh-CN` or `en`.
    pub language: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// Name written into the history.
    pub author: String,
    /// Coordinate system of the status line and of typed coordinates: `EPSG:4490`, `EPSG:4547`, `GCJ-02`.
    pub crs: String,
    /// What the window remembers of its own: sizes of panes, columns, layers.
    #[ts(type = "Record<string, unknown>")]
    pub ui: serde_json::Map<String, Value>,
}

/// An atlas opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct RecentAtlas {
    pub path: String,
    /// Its file name without ending.
    pub name: String,
    /// Whether the file is still there.
    pub exists: bool,
}

/// What is kept: the settings, the atlases opened before, and whether the last one was left open.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredPrefs {
    /// The settings.
    pub prefs: Prefs,
    /// Paths of atlases, newest first.
    pub recent: Vec<PathBuf>,
    /// The atlas to open at the next start.
    pub last: Option<PathBuf>,
}

/// Where settings and atlases are kept.
#[derive(Debug, Clone)]
pub struct Folders {
    /// The settings file.
    pub settings: PathBuf,
    /// The folder of new atlases.
    pub atlases: PathBuf,
    /// Where files are put that leave the program: the documents of this user.
    pub documents: PathBuf,
}

impl Folders {
    /// The folders of this user, by the rules of the system (`XDG_CONFIG_HOME`, `XDG_DATA_HOME` on Linux).
    pub fn of_user() -> Self {
        let home = || dirs::home_dir().unwrap_or_else(|| PathBuf::from("."));
        let config = dirs::config_dir().unwrap_or_else(|| home().join(".config"));
        let data = dirs::data_dir().unwrap_or_else(|| home().join(".local/share"));
        Self {
            settings: config.join("zhentu").join("settings.json"),
            atlases: data.join("zhentu").join("atlases"),
            documents: dirs::document_dir()
                .filter(|folder| folder.is_dir())
                .unwrap_or_else(home),
        }
    }
}

impl StoredPrefs {
    /// Reads the settings; a file that cannot be understood counts as none and is kept beside as `.json.broken`.
    pub fn load(path: &Path) -> Self {
        settings_file::read(path)
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// [`std::io::Error`] of the disk.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        settings_file::write(path, self, Access::Usual)
    }

    /// Puts an atlas first among those opened before.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|p| p != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(12);
        self.last = Some(path.to_owned());
    }

    /// The atlases opened before, as the window lists them.
    pub fn recent(&self) -> Vec<RecentAtlas> {
        let entry = |p: &PathBuf| RecentAtlas {
            path: p.display().to_string(),
            name: file_title(p),
            exists: p.exists(),
        };
        self.recent.iter().map(entry).collect()
    }
}

/// The name of a file without folder and ending.
pub fn file_title(path: &Path) -> String {
    path.file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default()
}
