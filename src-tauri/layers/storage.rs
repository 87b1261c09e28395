//! The layers of this user on this machine and the keys for them, in two small files that are replaced whole: the keys
//! in one that only the user may read.

use std::path::{Path, PathBuf};

use super::error::LayerError;
use super::keys::{self, Keys};
use super::map_layer::MapLayer;
use super::normalise::{is_id, normalise};
use crate::settings_file::{self, Access};

/// Where the two files lie and what is in them.
#[derive(Debug)]
pub struct Storage {
    layers_file: PathBuf,
    keys_file: PathBuf,
    /// Lowest first.
    pub layers: Vec<MapLayer>,
    /// See [`super::keys`].
    pub keys: Keys,
}

impl Storage {
    /// Returns what is kept in a folder; a file that cannot be understood counts as none and is kept as `.broken`.
    pub fn open(folder: &Path) -> Self {
        let layers_file = folder.join("layers.json");
        let keys_file = folder.join("layer-keys.json");
        let mut layers: Vec<MapLayer> = Vec::new();
        for layer in settings_file::read::<Vec<MapLayer>>(&layers_file) {
            // What a hand has spoilt in the file must not stop the others.
            if let Ok((layer, None)) = normalise(layer)
                && is_id(&layer.id)
                && layers.iter().all(|l| l.id != layer.id)
            {
                layers.push(layer);
            }
        }
        Self {
            layers,
            keys: settings_file::read(&keys_file),
            layers_file,
            keys_file,
        }
    }

    /// Keeps the layers.
    ///
    /// # Errors
    /// [`std::io::Error`] of the disk.
    pub fn save_layers(&self) -> std::io::Result<()> {
        let mut layers = self.layers.clone();
        for layer in &mut layers {
            layer.has_key = false;
        }
        settings_file::write(&self.layers_file, &layers, Access::Usual)
    }

    /// Returns where a layer is in the list.
    ///
    /// # Errors
    /// [`LayerError::Unknown`].
    pub fn position(&self, id: &str) -> Result<usize, LayerError> {
        let found = self.layers.iter().position(|l| l.id == id);
        found.ok_or_else(|| LayerError::Unknown { id: id.to_owned() })
    }

    /// Returns the key for a layer.
    pub fn key_of(&self, layer: &MapLayer) -> Option<String> {
        let scope = keys::scope(&layer.address).filter(|_| layer.needs_key)?;
        self.keys.get(&scope).cloned()
    }

    /// Returns the layer as the window sees it.
    pub fn shown(&self, layer: &MapLayer) -> MapLayer {
        MapLayer {
            has_key: self.key_of(layer).is_some(),
            ..layer.clone()
        }
    }

    /// Changes the layers and keeps them; they are as before when that fails.
    ///
    /// # Errors
    /// [`LayerError::Store`].
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Vec<MapLayer>) -> T) -> Result<T, LayerError> {
        let before = self.layers.clone();
        let done = change(&mut self.layers);
        if let Err(error) = self.save_layers() {
            self.layers = before;
            return Err(error.into());
        }
        Ok(done)
    }

    /// Keeps a key for a server; an empty one takes it away.
    ///
    /// # Errors
    /// [`LayerError::Key`], [`LayerError::Store`].
    pub fn keep_key(&mut self, scope: String, key: &str) -> Result<(), LayerError> {
        let key = keys::cleaned(key).ok_or(LayerError::Key)?;
        let before = self.keys.clone();
        if key.is_empty() {
            self.keys.remove(&scope);
        } else {
            self.keys.insert(scope, key);
        }
        if self.keys != before
            && let Err(error) = self.save_keys()
        {
            self.keys = before;
            return Err(error.into());
        }
        Ok(())
    }

    /// Lets go of keys that no layer needs any more.
    ///
    /// # Errors
    /// [`LayerError::Store`].
    pub fn drop_idle_keys(&mut self) -> Result<(), LayerError> {
        let needed: Vec<String> = self
            .layers
            .iter()
            .filter(|l| l.needs_key)
            .filter_map(|l| keys::scope(&l.address))
            .collect();
        let before = self.keys.len();
        self.keys.retain(|scope, _| needed.contains(scope));
        if self.keys.len() != before {
            self.save_keys()?;
        }
        Ok(())
    }

    /// Keeps the keys.
    ///
    /// # Errors
    /// [`std::io::Error`] of the disk.
    pub fn save_keys(&self) -> std::io::Result<()> {
        settings_file::write(&self.keys_file, &self.keys, Access::Private)
    }
}
