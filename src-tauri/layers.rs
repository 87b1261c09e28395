//! Map layers that a user adds: online ones, packs of tiles in a file, pictures pinned to the ground. The program
//! calls a server only for a layer that was added and is drawn, or that the user is looking into to add it.

mod address;
mod error;
mod grids;
mod keys;
mod picture;
mod presets;
mod settle;
mod shelf;

pub use error::LayerError;
pub use picture::{PinError, pin};
pub use presets::presets;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::wire::{LayerState, MapLayer};
use shelf::Shelf;

/// Most layers.
const MOST: usize = 100;
/// Longest key.
const LONGEST_KEY: usize = 500;

/// The layers and what is known of them.
#[derive(Debug)]
pub struct Layers {
    shelf: Mutex<Shelf>,
}

impl Layers {
    /// Returns the layers kept in a folder.
    pub fn open(folder: &Path) -> Self {
        Self {
            shelf: Mutex::new(Shelf::open(folder)),
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the layers in drawing order, lowest first.
    pub fn list(&self) -> Vec<MapLayer> {
        let shelf = self.shelf();
        shelf.layers.iter().map(|l| shown(l, &shelf)).collect()
    }

    /// Adds a layer on top, or replaces the one of its id; returns it as it is kept.
    ///
    /// # Errors
    /// [`LayerError`], saying what to change.
    pub fn put(&self, layer: MapLayer) -> Result<MapLayer, LayerError> {
        let (mut layer, key) = settle::settle(layer)?;
        let mut shelf = self.shelf();
        let known = shelf.layers.iter().position(|l| l.id == layer.id && !l.id.is_empty());
        let before = shelf.layers.clone();
        match known {
            Some(at) => shelf.layers[at] = layer.clone(),
            None if shelf.layers.len() >= MOST => return Err(LayerError::TooMany { most: MOST }),
            None => {
                if !is_id(&layer.id) {
                    layer.id = new_id(&shelf);
                }
                shelf.layers.push(layer.clone());
            }
        }
        if let Err(error) = shelf.save_layers() {
            shelf.layers = before;
            return Err(error.into());
        }
        if let (Some(key), Some(holder)) = (key, keys::holder(&layer.address)) {
            keep_key(&mut shelf, holder, &key)?;
        }
        Ok(shown(&layer, &shelf))
    }

    /// Takes a layer away. The key for its server goes with the last layer that needs it.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Store`].
    pub fn remove(&self, id: &str) -> Result<(), LayerError> {
        let mut shelf = self.shelf();
        let at = position(&shelf, id)?;
        let gone = shelf.layers.remove(at);
        if let Err(error) = shelf.save_layers() {
            shelf.layers.insert(at, gone);
            return Err(error.into());
        }
        let holder = keys::holder(&gone.address);
        let in_use = shelf.layers.iter().any(|l| l.needs_key && keys::holder(&l.address) == holder);
        if let Some(holder) = holder.filter(|_| gone.needs_key && !in_use)
            && shelf.keys.remove(&holder).is_some()
        {
            shelf.save_keys()?;
        }
        Ok(())
    }

    /// Sets the drawing order, lowest first; layers that are not named stay below.
    ///
    /// # Errors
    /// [`LayerError::Store`].
    pub fn order(&self, ids: &[String]) -> Result<Vec<MapLayer>, LayerError> {
        let mut shelf = self.shelf();
        let before = shelf.layers.clone();
        // Those not named have no place and sort first; the sort keeps the order of equals.
        shelf.layers.sort_by_key(|l| ids.iter().position(|id| *id == l.id));
        if let Err(error) = shelf.save_layers() {
            shelf.layers = before;
            return Err(error.into());
        }
        Ok(shelf.layers.iter().map(|l| shown(l, &shelf)).collect())
    }

    /// Keeps the key for a layer and the others of its server; an empty one takes it away.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Key`], [`LayerError::Store`].
    pub fn set_key(&self, id: &str, key: &str) -> Result<MapLayer, LayerError> {
        let mut shelf = self.shelf();
        let at = position(&shelf, id)?;
        let layer = shelf.layers[at].clone();
        let holder = keys::holder(&layer.address).ok_or(LayerError::Key)?;
        keep_key(&mut shelf, holder, key)?;
        Ok(shown(&layer, &shelf))
    }

    /// Returns how a layer is doing.
    ///
    /// # Errors
    /// [`LayerError::Unknown`].
    pub fn state(&self, id: &str) -> Result<LayerState, LayerError> {
        let shelf = self.shelf();
        let at = position(&shelf, id)?;
        Ok(LayerState {
            id: shelf.layers[at].id.clone(),
            ..LayerState::default()
        })
    }
}

fn keep_key(shelf: &mut Shelf, holder: String, key: &str) -> Result<(), LayerError> {
    let key = key.trim();
    if key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        return Err(LayerError::Key);
    }
    if key.is_empty() {
        shelf.keys.remove(&holder);
    } else {
        shelf.keys.insert(holder, key.to_owned());
    }
    shelf.save_keys()?;
    Ok(())
}

fn position(shelf: &Shelf, id: &str) -> Result<usize, LayerError> {
    let found = shelf.layers.iter().position(|l| l.id == id);
    found.ok_or_else(|| LayerError::Unknown { id: id.to_owned() })
}

/// The layer as the window sees it.
fn shown(layer: &MapLayer, shelf: &Shelf) -> MapLayer {
    let holder = keys::holder(&layer.address);
    MapLayer {
        has_key: layer.needs_key && holder.is_some_and(|h| shelf.keys.contains_key(&h)),
        ..layer.clone()
    }
}

/// Ids stand in the addresses of tiles.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn new_id(shelf: &Shelf) -> String {
    let now = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    let names = (0..).map(|n| format!("layer-{}", now + n));
    let free = names.into_iter().find(|id| shelf.layers.iter().all(|l| l.id != *id));
    free.unwrap_or_default()
}
