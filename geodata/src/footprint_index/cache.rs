//! Tiles that were drawn lately.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fixed::FixedBox;
use super::grid::TileId;

/// A tile under a filter.
pub(super) type CacheKey = (TileId, u64);

/// Bytes a tile costs beside its own.
const OVERHEAD: usize = 200;

#[derive(Debug)]
struct CachedTile {
    used: u64,
    frame: FixedBox,
    tile: Arc<[u8]>,
}

/// Tiles up to a number of bytes; the ones not asked for longest go first.
#[derive(Debug)]
pub(super) struct TileCache {
    room: usize,
    bytes: usize,
    clock: u64,
    tiles: HashMap<CacheKey, CachedTile>,
    by_use: BTreeMap<u64, CacheKey>,
    /// Counts the changes: a tile drawn before one may be stale.
    changes: u64,
}

impl TileCache {
    pub(super) fn new(room: usize) -> Self {
        Self {
            room,
            bytes: 0,
            clock: 0,
            tiles: HashMap::new(),
            by_use: BTreeMap::new(),
            changes: 0,
        }
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    pub(super) fn get(&mut self, key: CacheKey) -> Option<Arc<[u8]>> {
        let kept = self.tiles.get_mut(&key)?;
        self.by_use.remove(&kept.used);
        self.clock += 1;
        kept.used = self.clock;
        self.by_use.insert(self.clock, key);
        Some(Arc::clone(&kept.tile))
    }

    /// Keeps a tile, unless something changed since its drawing began.
    pub(super) fn put(&mut self, key: CacheKey, tile: Arc<[u8]>, changes: u64) {
        if changes != self.changes || tile.len() + OVERHEAD > self.room {
            return;
        }
        self.drop_tile(key);
        self.clock += 1;
        self.bytes += tile.len() + OVERHEAD;
        let kept = CachedTile {
            used: self.clock,
            frame: key.0.frame(),
            tile,
        };
        self.tiles.insert(key, kept);
        self.by_use.insert(self.clock, key);
        while self.bytes > self.room {
            let Some(oldest) = self.by_use.first_key_value().map(|(_, key)| *key) else {
                break;
            };
            self.drop_tile(oldest);
        }
    }

    fn drop_tile(&mut self, key: CacheKey) {
        if let Some(kept) = self.tiles.remove(&key) {
            self.by_use.remove(&kept.used);
            self.bytes -= kept.tile.len() + OVERHEAD;
        }
    }

    /// Drops the tiles that show something of these boxes, clusters included, and returns how many.
    pub(super) fn drop_touched(&mut self, boxes: &[FixedBox]) -> usize {
        self.changes += 1;
        let touched = |kept: &CachedTile| boxes.iter().any(|b| kept.frame.meets(b));
        let shown = self.tiles.iter().filter(|(_, kept)| touched(kept));
        let keys: Vec<CacheKey> = shown.map(|(key, _)| *key).collect();
        keys.iter().for_each(|key| self.drop_tile(*key));
        keys.len()
    }

    pub(super) fn clear(&mut self) {
        self.changes += 1;
        self.tiles.clear();
        self.by_use.clear();
        self.bytes = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.tiles.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
