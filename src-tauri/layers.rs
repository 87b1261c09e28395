//! Map layers that a user adds: online ones, packs of tiles in a file, pictures pinned to the ground. The program
//! calls a server only for a layer that was added and is shown, or that the user is looking into to add it.
//!
//! - [`Layers`]: what is kept (`storage`), how each is doing (`health`), one tile of one (`tiles`)
//! - `address`, `fetch`, `response`: the question for a tile, the asking, and what the answer is
//! - `keys`: keys of services, given to no other server and struck out of every text
//! - `probe`: what there is at an address or in a file

mod address;
mod cache;
mod error;
mod fetch;
mod grids;
mod health;
mod keys;
mod map_layer;
mod normalise;
mod packs;
mod picture;
mod presets;
mod probe;
mod probed;
mod redirects;
mod response;
mod sources;
mod storage;
mod tiles;
mod world_file;

pub use error::LayerError;
pub use fetch::Timeouts;
pub use grids::TileGrid;
pub use health::{LayerProblem, LayerState};
pub use map_layer::{LayerKind, MapLayer, TileSystem};
pub use picture::{ImageFit, ImageFitError, ImagePoint, ImageResidual, fit_image};
pub use presets::presets;
pub use probed::{LayerProbe, ProbedGrid, ProbedLayer, ProbedStyle};
pub use sources::{LayerImages, LayerTiles};

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use geodata::map_services::Grid;

use crate::clock::{self, Clock};
use cache::Cache;
use fetch::Fetcher;
use health::{HealthTable, seconds};
use packs::{PackError, Packs};
use storage::Storage;
use words::{English, Words, said};

/// Most layers.
const MOST: usize = 100;
/// Bytes of fetched tiles that are kept in memory.
const CACHE: usize = 64 << 20;

/// The layers and what is known of them.
#[derive(Debug)]
pub struct Layers {
    storage: Mutex<Storage>,
    health: HealthTable,
    fetcher: Fetcher,
    cache: Mutex<Cache>,
    packs: Arc<Packs>,
    /// Keys that were tried while looking into an address; kept when a layer of it is added.
    tried_keys: Mutex<keys::Keys>,
}

impl Layers {
    /// Returns the layers kept in a folder. Nothing is asked of any server yet.
    pub fn open(folder: &Path, timeouts: Timeouts, clock: Clock) -> Self {
        Self {
            storage: Mutex::new(Storage::open(folder)),
            health: HealthTable::new(clock.clone()),
            fetcher: Fetcher::new(timeouts, clock),
            cache: Mutex::new(Cache::new(CACHE)),
            packs: Arc::default(),
            tried_keys: Mutex::default(),
        }
    }

    /// Names who is told the id of a layer whose state is another than before; only the first who asks is.
    pub fn watch(&self, watcher: impl Fn(&str) + Send + Sync + 'static) {
        self.health.watch(watcher);
    }

    fn storage(&self) -> MutexGuard<'_, Storage> {
        self.storage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tried_keys(&self) -> MutexGuard<'_, keys::Keys> {
        self.tried_keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A layer and the key for it.
    fn find(&self, id: &str) -> Option<(MapLayer, Option<String>)> {
        let storage = self.storage();
        let layer = storage.layers.iter().find(|l| l.id == id)?;
        Some((layer.clone(), storage.key_of(layer)))
    }

    /// Returns the layers in drawing order, lowest first.
    pub fn list(&self) -> Vec<MapLayer> {
        let storage = self.storage();
        storage.layers.iter().map(|l| storage.shown(l)).collect()
    }

    /// Adds a layer on top, or replaces the one of its id; returns it as it is kept.
    ///
    /// # Errors
    /// [`LayerError`], saying what to change.
    pub fn put(&self, layer: MapLayer) -> Result<MapLayer, LayerError> {
        let (mut layer, key) = normalise::normalise(layer)?;
        let known = self.find(&layer.id).is_some();
        if !layer.kind.online() {
            self.inspect_file(&mut layer, known)?;
        }
        let mut storage = self.storage();
        let at = storage.layers.iter().position(|l| l.id == layer.id);
        let before = at.map(|at| storage.layers[at].clone());
        if at.is_none() && storage.layers.len() >= MOST {
            return Err(LayerError::TooMany { most: MOST });
        }
        if !normalise::is_id(&layer.id) {
            layer.id = new_id(&storage);
        }
        let kept = layer.clone();
        storage.change(|layers| match at {
            Some(at) => layers[at] = kept,
            None => layers.push(kept),
        })?;
        let scope = keys::scope(&layer.address).filter(|_| layer.needs_key);
        if let Some(scope) = scope {
            let tried_keys = self.tried_keys().get(&scope).cloned();
            let unknown = !storage.keys.contains_key(&scope);
            if let Some(key) = key.clone().or_else(|| tried_keys.filter(|_| unknown)) {
                storage.keep_key(scope, &key)?;
            }
        }
        storage.drop_idle_keys()?;
        let shown = storage.shown(&layer);
        drop(storage);
        match before {
            Some(before) if key.is_none() && same_tiles(&before, &layer) => {
                if layer.visible && !before.visible {
                    self.reset(&layer, false);
                }
            }
            _ => self.reset(&layer, true),
        }
        Ok(shown)
    }

    /// Takes a layer away. The key for its server goes with the last layer that needs it.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Store`].
    pub fn remove(&self, id: &str) -> Result<(), LayerError> {
        let mut storage = self.storage();
        let at = storage.position(id)?;
        storage.change(|layers| layers.remove(at))?;
        storage.drop_idle_keys()?;
        drop(storage);
        self.health.forget(id);
        self.cache().forget(id);
        Ok(())
    }

    /// Sets the drawing order, lowest first; layers that are not named stay below.
    ///
    /// # Errors
    /// [`LayerError::Store`].
    pub fn order(&self, ids: &[String]) -> Result<Vec<MapLayer>, LayerError> {
        let mut storage = self.storage();
        // Those not named have no place and sort first; the sort keeps the order of equals.
        storage.change(|layers| layers.sort_by_key(|l| ids.iter().position(|id| *id == l.id)))?;
        Ok(storage.layers.iter().map(|l| storage.shown(l)).collect())
    }

    /// Keeps the key for a layer and the others of its server; an empty one takes it away.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], [`LayerError::Key`], [`LayerError::Store`].
    pub fn set_key(&self, id: &str, key: &str) -> Result<MapLayer, LayerError> {
        let mut storage = self.storage();
        let at = storage.position(id)?;
        let layer = storage.layers[at].clone();
        let scope = keys::scope(&layer.address)
            .filter(|_| layer.needs_key)
            .ok_or(LayerError::NoKeyNeeded)?;
        storage.keep_key(scope.clone(), key)?;
        let shown = storage.shown(&layer);
        let all: Vec<MapLayer> = storage
            .layers
            .iter()
            .filter(|l| l.needs_key && keys::scope(&l.address).as_ref() == Some(&scope))
            .cloned()
            .collect();
        drop(storage);
        for layer in &all {
            self.reset(layer, true);
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
        self.reset(&layer, false);
        self.state(id)
    }

    fn reset(&self, layer: &MapLayer, changed: bool) {
        if let Some(service) = keys::scope(&layer.address) {
            self.fetcher.forget(&service);
        }
        if changed {
            self.health.reset(&layer.id);
            self.cache().forget(&layer.id);
        } else {
            self.health.retry(&layer.id);
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
        let mut state = self.health.state(id);
        if layer.needs_key && key.is_none() {
            state.problem = LayerProblem::KeyMissing;
            state.words = Some(said!("layers.no_key", "还没有填写密钥", "there is no key yet"));
            state.retry_in = None;
        } else if state.problem == LayerProblem::None
            && !layer.kind.online()
            && !Path::new(&layer.path).is_file()
        {
            state.problem = LayerProblem::FileMissing;
            state.words = Some(said!(
                "layers.no_file_at",
                "找不到文件 {}",
                "{} is not there",
                layer.path
            ));
        } else if state.problem != LayerProblem::None
            && let Some(left) = keys::scope(&layer.address).and_then(|s| self.fetcher.rest(&s))
        {
            state.retry_in = state.retry_in.max(seconds(left));
        }
        Ok(state)
    }

    /// Fills in what the file of a layer says of itself. One that is kept already stays when its file is away.
    fn inspect_file(&self, layer: &mut MapLayer, known: bool) -> Result<(), LayerError> {
        let path = Path::new(&layer.path);
        let file_error = |reason: Words| LayerError::File {
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
                        _ => Some(fit_image(&layer.controls, size)?),
                    };
                    Ok(())
                }
                Err(picture::SizeError::Missing) if known => Ok(()),
                Err(error) => Err(file_error(error.words("picture.as_layer"))),
            };
        }
        match self.packs.about(path, layer.kind) {
            Ok(about) => {
                fill(layer, about);
                Ok(())
            }
            Err(PackError::Missing) if known => Ok(()),
            Err(PackError::Missing) => Err(file_error(said!(
                "layers.no_such_file",
                "找不到文件",
                "the file is not there"
            ))),
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

fn new_id(storage: &Storage) -> String {
    let now = clock::unix_millis();
    let mut names = (0..).map(|n| format!("layer-{}", now + n));
    let free = names.find(|id| storage.layers.iter().all(|l| l.id != *id));
    free.unwrap_or_default()
}
