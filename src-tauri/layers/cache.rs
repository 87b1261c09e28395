//! Tiles fetched lately, up to so many bytes; those not asked for the longest go first.

use lru::LruCache;
use std::sync::Arc;

use crate::tiles::{TileBytes, TilePlace};

/// What is kept beside the bytes of each.
const OVERHEAD: usize = 200;

/// A tile of a layer as it was at a time: id, stamp and place.
pub type Key = (String, u64, TilePlace);

/// The tiles.
#[derive(Debug)]
pub struct Cache {
    most: usize,
    held: usize,
    tiles: LruCache<Key, Arc<TileBytes>>,
}

impl Cache {
    /// Returns one that holds up to so many bytes.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            held: 0,
            tiles: LruCache::unbounded(),
        }
    }

    /// Returns a tile if it is there.
    pub fn get(&mut self, key: &Key) -> Option<Arc<TileBytes>> {
        self.tiles.get(key).cloned()
    }

    /// Keeps a tile.
    pub fn put(&mut self, key: Key, tile: Arc<TileBytes>) {
        if tile.bytes.len() + OVERHEAD > self.most / 4 {
            return;
        }
        self.held += tile.bytes.len() + OVERHEAD;
        if let Some(before) = self.tiles.put(key, tile) {
            self.held -= before.bytes.len() + OVERHEAD;
        }
        while self.held > self.most
            && let Some((_, oldest)) = self.tiles.pop_lru()
        {
            self.held -= oldest.bytes.len() + OVERHEAD;
        }
    }

    /// Lets go of all tiles of a layer.
    pub fn forget(&mut self, id: &str) {
        let of_layer = self.tiles.iter().filter(|(key, _)| key.0 == id);
        let gone: Vec<Key> = of_layer.map(|(key, _)| key.clone()).collect();
        for key in gone {
            if let Some(tile) = self.tiles.pop(&key) {
                self.held -= tile.bytes.len() + OVERHEAD;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(size: usize) -> Arc<TileBytes> {
        Arc::new(TileBytes {
            bytes: vec![0; size],
            media_type: "image/png",
        })
    }

    fn key(x: u32) -> Key {
        ("a".to_owned(), 0, TilePlace { z: 9, x, y: 0 })
    }

    #[test]
    fn the_tile_not_asked_for_the_longest_goes_first() {
        let mut cache = Cache::new(10 * (1000 + OVERHEAD));
        for x in 0..10 {
            cache.put(key(x), tile(1000));
        }
        assert!(cache.get(&key(0)).is_some());
        cache.put(key(10), tile(1000));
        assert!(cache.get(&key(0)).is_some() && cache.get(&key(1)).is_none());
        assert_eq!((cache.tiles.len(), cache.held), (10, 10 * (1000 + OVERHEAD)));
    }

    #[test]
    fn the_cache_never_holds_more_than_it_may() {
        let mut cache = Cache::new(50_000);
        for x in 0..1000 {
            cache.put(key(x % 37), tile((x as usize * 997) % 11_000));
            assert!(cache.held <= 50_000);
            let held: usize = cache.tiles.iter().map(|(_, t)| t.bytes.len() + OVERHEAD).sum();
            assert_eq!(cache.held, held);
        }
        cache.put(key(99), tile(20_000));
        assert!(
            cache.get(&key(99)).is_none(),
            "one tile does not push out all others"
        );
        cache.forget("a");
        assert_eq!((cache.held, cache.tiles.len()), (0, 0));
    }
}
