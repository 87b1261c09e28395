//! Settings of this user on this machine, in one small file that is replaced whole.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::wire::{Prefs, RecentAtlas};

/// What is kept: the settings, the atlases opened before, and whether the last one was left open.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
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
        }
    }
}

/// Reads the settings; a file that cannot be read counts as none and is kept beside as `.broken`.
pub fn load(path: &Path) -> Kept {
    let Ok(text) = std::fs::read_to_string(path) else {
        return Kept::default();
    };
    serde_json::from_str(&text).unwrap_or_else(|_| {
        let _ = std::fs::rename(path, path.with_extension("json.broken"));
        Kept::default()
    })
}

/// Writes the settings under another name and renames them, so that they are never half written.
///
/// # Errors
/// What the disk says.
pub fn save(path: &Path, kept: &Kept) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let part = path.with_extension("json.part");
    std::fs::write(&part, serde_json::to_vec_pretty(kept)?)?;
    std::fs::rename(part, path)
}

impl Kept {
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
