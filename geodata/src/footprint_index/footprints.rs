//! The store of footprints.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use geo_types::{Coord, Geometry};

use super::FootprintError;
use super::batch::{Batch, SortedBatch};
use super::cache::TileCache;
use super::coverage;
use super::draw;
use super::fixed::{FixedBox, fixed};
use super::grid::TileId;
use super::key_set::KeySet;
use super::near::{self, Near};
use super::shape::{PackedShape, pack};
use super::state::{Compaction, EditedFootprint, Location, State};
use super::style::{PackedStyle, StyleKey};
use crate::measure::Bounds;

/// Bytes of drawn tiles that are kept.
const CACHE_BYTES: usize = 64 << 20;

/// Which footprints are shown.
#[derive(Debug, Clone)]
pub struct Filter {
    /// A number of its own for every set of keys, never 0: tiles are kept under it.
    pub generation: u64,
    /// The keys that are shown.
    pub keys: KeySet,
}

/// A million footprints in memory, for many readers at once.
///
/// One thread may load in batches while others ask and draw: they see whole batches. Loading and compacting work beside
/// the store and hold it up for moments only. Whoever loads calls [`Self::compact`] at the end, and again when
/// [`Self::uncompacted`] says that much was edited.
#[derive(Debug)]
pub struct Footprints {
    state: RwLock<State>,
    tiles: Mutex<TileCache>,
    compacting: Mutex<()>,
    /// Whether what is small becomes covered ground in a tile, and not a point or a circle.
    ground: bool,
}

impl Default for Footprints {
    fn default() -> Self {
        Self::with_cache(CACHE_BYTES)
    }
}

impl Footprints {
    /// Returns a store without footprints that keeps up to 64 MB of drawn tiles.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a store without footprints that keeps up to so many bytes of drawn tiles.
    pub fn with_cache(bytes: usize) -> Self {
        Self {
            state: RwLock::default(),
            tiles: Mutex::new(TileCache::new(bytes)),
            compacting: Mutex::new(()),
            ground: false,
        }
    }

    /// Returns a store of areas that speak of the ground they cover, such as control lines: in a tile they are never
    /// merged into circles, and those too small for an outline are squares of covered ground in the layer `coverage`.
    pub fn of_ground() -> Self {
        Self {
            ground: true,
            ..Self::default()
        }
    }

    /// Loads a batch. A footprint whose key is already there takes its place.
    pub fn load(&self, batch: Batch) {
        if batch.is_empty() {
            return;
        }
        self.load_sorted(SortedBatch(batch.into_segment()));
    }

    /// Loads what was put in order beforehand: a store that was empty is as if it were compacted.
    pub fn load_sorted(&self, SortedBatch(segment): SortedBatch) {
        self.write().add(segment);
        self.tiles().clear();
    }

    /// Makes one piece of all that was loaded and edited: queries are as fast as they can be, and the memory of what
    /// was removed is free again. Others can read and edit meanwhile.
    pub fn compact(&self) {
        let _one_at_a_time = self.compacting.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = self.write().begin_compacting();
        let segment = Compaction::of(&copy).into_segment();
        let mut state = self.write();
        state.end_compacting(&copy, segment);
        drop(state);
        self.tiles().clear();
    }

    /// Returns how many footprints were edited, removed or loaded since the store was compacted, the first batch not
    /// counted. Above a few thousand it is time to compact.
    pub fn uncompacted(&self) -> usize {
        self.read().uncompacted()
    }

    /// Puts one footprint into the store, in the place of the one with its key if there is one, and returns whether
    /// there was.
    ///
    /// # Errors
    /// [`FootprintError`] for a shape that is empty, mixed, or not on earth; then the old one stays.
    pub fn put(&self, key: u32, geometry: &Geometry<f64>, style: StyleKey) -> Result<bool, FootprintError> {
        let mut packed = Vec::new();
        let around = pack(geometry, &mut packed)?;
        let edited = EditedFootprint {
            around,
            packed_style: PackedStyle::new(style, &around),
            packed: packed.into(),
        };
        let old = self.write().put(key, edited);
        self.forget_tiles(&[Some(around), old]);
        Ok(old.is_some())
    }

    /// Changes what a footprint is drawn by, and returns whether it is there.
    pub fn set_style(&self, key: u32, style: StyleKey) -> bool {
        let mut state = self.write();
        let Some(found) = state.find(key) else {
            return false;
        };
        let (old, around) = match &found {
            Location::Edited(edited) => (edited.packed_style, edited.around),
            Location::Loaded(segment, slot) => (segment.packed_style(*slot), *segment.around(*slot)),
        };
        let packed_style = PackedStyle::new(style, &around);
        if packed_style == old {
            return true;
        }
        let packed = match found {
            Location::Edited(edited) => Arc::clone(&edited.packed),
            Location::Loaded(segment, slot) => segment.packed(slot).into(),
        };
        state.put(
            key,
            EditedFootprint {
                around,
                packed_style,
                packed,
            },
        );
        drop(state);
        self.forget_tiles(&[Some(around)]);
        true
    }

    /// Sets the [`super::MARK_BIT`] of the footprints of these keys and takes it from all others, in one walk over their
    /// looks; shapes and tree stay as they are. It waits while the store is compacted.
    pub fn mark(&self, keys: &KeySet) {
        self.restyle(|key, style| style.marked(keys.contains(key)));
    }

    /// Sets the [`super::CLASS_BITS`] of each footprint by its key, as [`Footprints::mark`] does.
    pub fn classify(&self, class: impl Fn(u32) -> u8) {
        self.restyle(|key, style| style.of_class(class(key)));
    }

    fn restyle(&self, look: impl Fn(u32, StyleKey) -> StyleKey) {
        let _not_while_compacting = self.compacting.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = self.write().restyle(&look);
        if changed {
            self.tiles().clear();
        }
    }

    /// Takes a footprint out of the store and returns whether it was there.
    pub fn remove(&self, key: u32) -> bool {
        let old = self.write().remove(key);
        self.forget_tiles(&[old]);
        old.is_some()
    }

    /// Takes everything out of the store.
    pub fn clear(&self) {
        let _not_while_compacting = self.compacting.lock().unwrap_or_else(PoisonError::into_inner);
        *self.write() = State::default();
        self.tiles().clear();
    }

    /// Returns how many footprints there are.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Returns whether there is no footprint.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether there is a footprint of this key.
    pub fn contains(&self, key: u32) -> bool {
        self.read().has(key)
    }

    /// Returns the shape of a footprint in degrees, rounded to seven decimals: for drawing, not for editing.
    pub fn shape(&self, key: u32) -> Option<Geometry<f64>> {
        self.found(key, |_, _, shape| shape.geometry())
    }

    /// Returns what a footprint is drawn by.
    pub fn style(&self, key: u32) -> Option<StyleKey> {
        self.found(key, |_, packed_style, _| packed_style.style())
    }

    /// Returns the box around a footprint, degrees.
    pub fn bounds(&self, key: u32) -> Option<Bounds> {
        self.found(key, |around, _, _| around.bounds())
    }

    /// Returns the box around all footprints, degrees; what was removed counts until the store is compacted.
    pub fn whole(&self) -> Option<Bounds> {
        let state = self.read();
        (state.len() > 0)
            .then(|| state.whole().map(FixedBox::bounds))
            .flatten()
    }

    /// Returns the keys of the footprints whose boxes meet a box, in no order; with a filter only those it shows.
    pub fn in_box(&self, bounds: Bounds, filter: Option<&KeySet>) -> Vec<u32> {
        let mut keys = Vec::new();
        self.collect_in_box(bounds, filter, &mut keys);
        keys
    }

    /// Puts the keys that [`Self::in_box`] returns into a list, which is emptied first.
    pub fn collect_in_box(&self, bounds: Bounds, filter: Option<&KeySet>, keys: &mut Vec<u32>) {
        keys.clear();
        let query = FixedBox::around(bounds);
        let state = self.read();
        for part in state.parts() {
            let segment = part.segment;
            match (filter, part.all_live()) {
                (None, true) => segment.search(&query, 0, &mut |slots| {
                    keys.extend_from_slice(segment.keys(slots))
                }),
                _ => segment.search(&query, 0, &mut |slots| {
                    let shown = |slot: &usize| {
                        part.lives(*slot) && filter.is_none_or(|f| f.contains(segment.key(*slot)))
                    };
                    keys.extend(slots.filter(shown).map(|slot| segment.key(slot)));
                }),
            }
        }
        let edited = state.edited_in(&query).map(|(key, _)| key);
        keys.extend(edited.filter(|key| filter.is_none_or(|f| f.contains(*key))));
    }

    /// Returns the footprints nearest to a place (degrees), nearest first.
    ///
    /// The distance is to the shape itself, zero inside an area, on a plane that fits the earth at this place: right to
    /// 0.1 % within 10 km and to about 1 % at 100 km.
    pub fn nearest(&self, place: Coord<f64>, count: usize, filter: Option<&KeySet>) -> Vec<Near> {
        match fixed(place) {
            Some(at) => near::nearest(&self.read(), at, count, filter),
            None => Vec::new(),
        }
    }

    /// Returns the footprints under a click: those within so many metres of a place (degrees), nearest first, and of the
    /// areas around the place the smallest first.
    pub fn hits(
        &self,
        place: Coord<f64>,
        tolerance: crate::measure::Metres,
        filter: Option<&KeySet>,
    ) -> Vec<Near> {
        match fixed(place) {
            Some(at) => near::within(&self.read(), at, tolerance.0, filter),
            None => Vec::new(),
        }
    }

    /// Returns a vector tile (Mapbox Vector Tile 2.1, not gzipped), empty where there is nothing. See the module for what
    /// it holds; it is kept until something in it changes.
    ///
    /// `z`, `x`, `y` are XYZ numbers in Web Mercator, up to zoom 22; others give an empty tile.
    pub fn tile(&self, z: u8, x: u32, y: u32, filter: Option<&Filter>) -> Arc<[u8]> {
        let Some(id) = TileId::new(z, x, y) else {
            return Arc::new([]);
        };
        let key = (id, filter.map_or(0, |f| f.generation));
        let mut tiles = self.tiles();
        if let Some(tile) = tiles.get(key) {
            return tile;
        }
        let changes = tiles.changes();
        drop(tiles);
        let tile: Arc<[u8]> = if self.ground {
            coverage::tile(&self.read(), id).into()
        } else {
            draw::tile(&self.read(), id, filter.map(|f| &f.keys)).into()
        };
        self.tiles().put(key, Arc::clone(&tile), changes);
        tile
    }

    /// Returns a vector tile as [`Self::tile`] does, drawn anew and not kept.
    pub fn draw_tile(&self, z: u8, x: u32, y: u32, filter: Option<&KeySet>) -> Vec<u8> {
        TileId::new(z, x, y).map_or_else(Vec::new, |id| draw::tile(&self.read(), id, filter))
    }

    /// Returns how many tiles are kept, and their bytes.
    pub fn cached_tiles(&self) -> (usize, usize) {
        let tiles = self.tiles();
        (tiles.len(), tiles.bytes())
    }

    /// Returns the bytes that footprints and index take, without the kept tiles.
    pub fn bytes(&self) -> usize {
        self.read().bytes()
    }

    fn found<T>(&self, key: u32, take: impl FnOnce(FixedBox, PackedStyle, PackedShape) -> T) -> Option<T> {
        let state = self.read();
        Some(match state.find(key)? {
            Location::Edited(edited) => take(edited.around, edited.packed_style, edited.shape()),
            Location::Loaded(segment, slot) => take(
                *segment.around(slot),
                segment.packed_style(slot),
                segment.shape(slot),
            ),
        })
    }

    fn forget_tiles(&self, boxes: &[Option<FixedBox>]) {
        let boxes: Vec<FixedBox> = boxes.iter().copied().flatten().collect();
        if !boxes.is_empty() {
            self.tiles().drop_touched(&boxes);
        }
    }

    // A thread that panicked while it held a lock left whole steps behind, so the lock stays good.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn tiles(&self) -> MutexGuard<'_, TileCache> {
        self.tiles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
