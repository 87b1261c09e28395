//! Map layers that a user adds: online ones, packs of tiles in a file, pictures pinned to the ground. The program
//! calls a server only for a layer that was added and is shown, or that the user is looking into to add it.
//!
//! - [`Layers`]: what is kept (`shelf`), how each is doing (`condition`), one tile of one (`tiles`)
//! - `address`, `fetch`, `answer`: the question for a tile, the asking, and what the answer is
//! - `keys`: keys of services, given to no other server and struck out of every text
//! - `probe`: what there is at an address or in a file

mod address;
mod answer;
mod cache;
mod condition;
mod error;
mod fetch;
mod grids;
mod keys;
mod packs;
mod picture;
mod presets;
mod probe;
mod settle;
mod shelf;
mod tiles;
mod world_file;

pub use address::Tile;
pub use answer::TileBytes;
pub use error::LayerError;
pub use fetch::Patience;
pub use picture::{PinError, pin};
pub use presets::presets;
pub use tiles::Served;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use geodata::map_services::Grid;

use crate::wire::{LayerKind, LayerProblem, LayerState, MapLayer, TileGrid};
use cache::Cache;
use condition::{Conditions, seconds};
use fetch::Fetcher;
use packs::{PackError, Packs};
use shelf::Shelf;

/// Most layers.
const MOST: usize = 100;
/// Bytes of fetched tiles that are kept in memory.
const CACHE: usize = 64 << 20;

/// The layers and what is known of them.
#[derive(Debug)]
pub struct Layers {
    shelf: Mutex<Shelf>,
    conditions: Conditions,
    fetcher: Fetcher,
    cache: Mutex<Cache>,
    packs: Packs,
    /// Keys that were tried while looking into an address; kept when a layer of it is added.
    offered: Mutex<keys::Keys>,
}

impl Layers {
    /// Returns the layers kept in a folder. Nothing is asked of any server yet.
    pub fn open(folder: &Path, patience: Patience) -> Self {
        Self {
            shelf: Mutex::new(Shelf::open(folder)),
            conditions: Conditions::default(),
            fetcher: Fetcher::new(patience),
            cache: Mutex::new(Cache::new(CACHE)),
            packs: Packs::default(),
            offered: Mutex::default(),
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn offered(&self) -> MutexGuard<'_, keys::Keys> {
        self.offered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A layer and the key for it.
    fn find(&self, id: &str) -> Option<(MapLayer, Option<String>)> {
        let shelf = self.shelf();
        let layer = shelf.layers.iter().find(|l| l.id == id)?;
        Some((layer.clone(), shelf.key_of(layer)))
    }

    /// Returns the layers in drawing order, lowest first.
    pub fn list(&self) -> Vec<MapLayer> {
        let shelf = self.shelf();
        shelf.layers.iter().map(|l| shelf.shown(l)).collect()
    }

    /// Adds a layer on top, or replaces the one of its id; returns it as it is kept.
    ///
    /// # Errors
    /// [`LayerError`], saying what to change.
    pub async fn put(&self, layer: MapLayer) -> Result<MapLayer, LayerError> {
        let (mut layer, key) = settle::settle(layer)?;
        let known = self.find(&layer.id).is_some();
        if !layer.kind.online() {
            self.look_into(&mut layer, known).await?;
        }
        let mut shelf = self.shelf();
        let at = shelf.layers.iter().position(|l| l.id == layer.id);
        let before = at.map(|at| shelf.layers[at].clone());
        if at.is_none() && shelf.layers.len() >= MOST {
            return Err(LayerError::TooMany { most: MOST });
        }
        if !settle::is_id(&layer.id) {
            layer.id = new_id(&shelf);
        }
        let kept = layer.clone();
        shelf.change(|layers| match at {
            Some(at) => layers[at] = kept,
            None => layers.push(kept),
        })?;
        let holder = keys::holder(&layer.address).filter(|_| layer.needs_key);
        if let Some(holder) = holder {
            let offered = self.offered().get(&holder).cloned();
            let unknown = !shelf.keys.contains_key(&holder);
            if let Some(key) = key.clone().or_else(|| offered.filter(|_| unknown)) {
                shelf.keep_key(holder, &key)?;
            }
        }
        shelf.drop_idle_keys()?;
        let shown = shelf.shown(&layer);
        drop(shelf);
        match before {
            Some(before) if key.is_none() && same_tiles(&before, &layer) => {
                if layer.visible && !before.visible {
                    self.begin_anew(&layer, false);
                }
            }
            _ => self.begin_anew(&layer, true),
        }
        Ok(shown)
    }

    /// Takes a layer away. The key for its server goes with the last layer that needs it.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Store`].
    pub fn remove(&self, id: &str) -> Result<(), LayerError> {
        let mut shelf = self.shelf();
        let at = shelf.position(id)?;
        shelf.change(|layers| layers.remove(at))?;
        shelf.drop_idle_keys()?;
        drop(shelf);
        self.conditions.forget(id);
        self.cache().forget(id);
        Ok(())
    }

    /// Sets the drawing order, lowest first; layers that are not named stay below.
    ///
    /// # Errors
    /// [`LayerError::Store`].
    pub fn order(&self, ids: &[String]) -> Result<Vec<MapLayer>, LayerError> {
        let mut shelf = self.shelf();
        // Those not named have no place and sort first; the sort keeps the order of equals.
        shelf.change(|layers| layers.sort_by_key(|l| ids.iter().position(|id| *id == l.id)))?;
        Ok(shelf.layers.iter().map(|l| shelf.shown(l)).collect())
    }

    /// Keeps the key for a layer and the others of its server; an empty one takes it away.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Key`], [`LayerError::Store`].
    pub fn set_key(&self, id: &str, key: &str) -> Result<MapLayer, LayerError> {
        let mut shelf = self.shelf();
        let at = shelf.position(id)?;
        let layer = shelf.layers[at].clone();
        let holder = keys::holder(&layer.address)
            .filter(|_| layer.needs_key)
            .ok_or(LayerError::NoKeyNeeded)?;
        shelf.keep_key(holder.clone(), key)?;
        let shown = shelf.shown(&layer);
        let all: Vec<MapLayer> = shelf
            .layers
            .iter()
            .filter(|l| l.needs_key && keys::holder(&l.address).as_ref() == Some(&holder))
            .cloned()
            .collect();
        drop(shelf);
        for layer in &all {
            self.begin_anew(layer, true);
        }
        Ok(shown)
    }

    /// Forgets what went wrong with a layer, so that the next tile is asked for at once.
    ///
    /// # Errors
    /// [`LayerError::Unknown`].
    pub fn retry(&self, id: &str) -> Result<LayerState, LayerError> {
        let (layer, _) = self
            .find(id)
            .ok_or_else(|| LayerError::Unknown { id: id.to_owned() })?;
        self.begin_anew(&layer, false);
        self.state(id)
    }

    fn begin_anew(&self, layer: &MapLayer, changed: bool) {
        if let Some(service) = keys::holder(&layer.address) {
            self.fetcher.forget(&service);
        }
        if changed {
            self.conditions.renew(&layer.id);
            self.cache().forget(&layer.id);
        } else {
            self.conditions.retry(&layer.id);
        }
    }

    /// Returns how a layer is doing.
    ///
    /// # Errors
    /// [`LayerError::Unknown`].
    pub fn state(&self, id: &str) -> Result<LayerState, LayerError> {
        let (layer, key) = self
            .find(id)
            .ok_or_else(|| LayerError::Unknown { id: id.to_owned() })?;
        let mut state = self.conditions.state(id);
        if layer.needs_key && key.is_none() {
            state.problem = LayerProblem::KeyMissing;
            state.words = "还没有填写密钥".to_owned();
            state.retry_in = None;
        } else if state.problem == LayerProblem::None
            && !layer.kind.online()
            && !Path::new(&layer.path).is_file()
        {
            state.problem = LayerProblem::FileMissing;
            state.words = format!("找不到文件 {}", layer.path);
        } else if state.problem != LayerProblem::None
            && let Some(left) = keys::holder(&layer.address).and_then(|s| self.fetcher.rest(&s))
        {
            state.retry_in = state.retry_in.max(seconds(left));
        }
        Ok(state)
    }

    /// Fills in what the file of a layer says of itself. One that is kept already stays when its file is away.
    async fn look_into(&self, layer: &mut MapLayer, known: bool) -> Result<(), LayerError> {
        let path = Path::new(&layer.path);
        let file_error = |reason: String| LayerError::File {
            path: path.to_owned(),
            reason,
        };
        if layer.kind == LayerKind::Image {
            return match picture::size(path) {
                Ok(size) => {
                    layer.image_size = Some(size);
                    layer.grid = None;
                    layer.fit = match layer.controls.len() {
                        0..3 => None,
                        _ => Some(pin(&layer.controls, size)?),
                    };
                    Ok(())
                }
                Err(picture::SizeError::Missing) if known => Ok(()),
                Err(error) => Err(file_error(error.to_string())),
            };
        }
        match self.packs.about(path, layer.kind).await {
            Ok(about) => {
                fill(layer, about);
                Ok(())
            }
            Err(PackError::Missing) if known => Ok(()),
            Err(PackError::Missing) => Err(file_error("找不到文件".to_owned())),
            Err(PackError::Bad(reason)) => Err(file_error(reason)),
        }
    }
}

/// What a pack says of itself, as a layer.
fn fill(layer: &mut MapLayer, about: packs::About) {
    layer.vector = about.vector;
    (layer.min_zoom, layer.max_zoom) = about.zooms;
    layer.bounds = about.bounds;
    layer.tile_size = if about.vector { 512 } else { 256 };
    layer.crs = "EPSG:3857".to_owned();
    let grid = Grid::web_mercator(about.zooms.1 + 1, layer.tile_size);
    layer.grid = Some(TileGrid::from(&grid));
    if layer.source.is_empty() {
        layer.source = about.source;
    }
}

/// Whether the tiles are the same: what differs is how they are drawn.
fn same_tiles(a: &MapLayer, b: &MapLayer) -> bool {
    let bare = |layer: &MapLayer| MapLayer {
        name: String::new(),
        source: String::new(),
        licence: String::new(),
        visible: true,
        opacity: 1.0,
        has_key: false,
        controls: Vec::new(),
        fit: None,
        ..layer.clone()
    };
    bare(a) == bare(b)
}

fn new_id(shelf: &Shelf) -> String {
    let now = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    let mut names = (0..).map(|n| format!("layer-{}", now + n));
    let free = names.find(|id| shelf.layers.iter().all(|l| l.id != *id));
    free.unwrap_or_default()
}
