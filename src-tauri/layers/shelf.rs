//! The layers of this user on this machine and the keys for them, in two small files that are replaced whole: the keys
//! in one that only the user may read.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::keys::Keys;
use crate::wire::MapLayer;

/// Where the two files lie and what is in them.
#[derive(Debug)]
pub struct Shelf {
    layers_file: PathBuf,
    keys_file: PathBuf,
    /// Lowest first.
    pub layers: Vec<MapLayer>,
    /// See [`super::keys`].
    pub keys: Keys,
}

impl Shelf {
    /// Returns what is kept in a folder; a file that cannot be understood counts as none and is kept as `.broken`.
    pub fn open(folder: &Path) -> Self {
        let layers_file = folder.join("layers.json");
        let keys_file = folder.join("layer-keys.json");
        Self {
            layers: read(&layers_file),
            keys: read(&keys_file),
            layers_file,
            keys_file,
        }
    }

    /// Keeps the layers.
    ///
    /// # Errors
    /// What the disk says.
    pub fn save_layers(&self) -> std::io::Result<()> {
        let mut layers = self.layers.clone();
        for layer in &mut layers {
            layer.has_key = false;
        }
        write(&self.layers_file, &serde_json::to_vec_pretty(&layers)?, false)
    }

    /// Keeps the keys.
    ///
    /// # Errors
    /// What the disk says.
    pub fn save_keys(&self) -> std::io::Result<()> {
        write(&self.keys_file, &serde_json::to_vec_pretty(&self.keys)?, true)
    }
}

fn read<T: DeserializeOwned + Default>(path: &Path) -> T {
    let Ok(bytes) = std::fs::read(path) else {
        return T::default();
    };
    serde_json::from_slice(&bytes).unwrap_or_else(|_| {
        let _ = std::fs::rename(path, path.with_extension("json.broken"));
        T::default()
    })
}

fn write(path: &Path, bytes: &[u8], private: bool) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("json.part");
    // A file left over from a crash keeps the rights it was made with.
    match std::fs::remove_file(&part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // Elsewhere the settings folder of the user is not readable by others.
    #[cfg(not(unix))]
    let _ = private;
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, path)
}
