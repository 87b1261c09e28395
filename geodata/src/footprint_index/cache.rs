//! Tiles that were drawn lately.

use lru::LruCache;
use std::sync::Arc;

use super::fixed::FixedBox;
use super::grid::TileId;

/// A tile under a filter.
pub(super) type CacheKey = (TileId, u64);

/// Bytes a tile costs beside its own.
const OVERHEAD: usize = 200;

/// Tiles up to a number of bytes; the ones not asked for longest go first.
#[derive(Debug)]
pub(super) struct TileCache {
    room: usize,
    bytes: usize,
    tiles: LruCache<CacheKey, Arc<[u8]>>,
    /// Counts the changes: a tile drawn before one may be stale.
    changes: u64,
}

impl TileCache {
    pub(super) fn new(room: usize) -> Self {
        Self {
            room,
            bytes: 0,
            tiles: LruCache::unbounded(),
            changes: 0,
        }
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    pub(super) fn get(&mut self, key: CacheKey) -> Option<Arc<[u8]>> {
        self.tiles.get(&key).cloned()
    }

    /// Keeps a tile, unless something changed since its drawing began.
    pub(super) fn put(&mut self, key: CacheKey, tile: Arc<[u8]>, changes: u64) {
        if changes != self.changes || tile.len() + OVERHEAD > self.room {
            return;
        }
        self.bytes += tile.len() + OVERHEAD;
        if let Some(before) = self.tiles.put(key, tile) {
            self.bytes -= before.len() + OVERHEAD;
        }
        while self.bytes > self.room
            && let Some((_, oldest)) = self.tiles.pop_lru()
        {
            self.bytes -= oldest.len() + OVERHEAD;
        }
    }

    /// Drops the tiles that show something of these boxes, clusters included, and returns how many.
    pub(super) fn drop_touched(&mut self, boxes: &[FixedBox]) -> usize {
        self.changes += 1;
        let touched = |key: &CacheKey| {
            let frame = key.0.frame();
            boxes.iter().any(|b| frame.meets(b))
        };
        let shown = self.tiles.iter().filter(|(key, _)| touched(key));
        let keys: Vec<CacheKey> = shown.map(|(key, _)| *key).collect();
        for key in &keys {
            if let Some(tile) = self.tiles.pop(key) {
                self.bytes -= tile.len() + OVERHEAD;
            }
        }
        keys.len()
    }

    pub(super) fn clear(&mut self) {
        self.changes += 1;
        self.tiles.clear();
        self.bytes = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.tiles.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
