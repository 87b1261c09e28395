//! Tiles fetched lately, up to so many bytes; those not asked for the longest go first.

use std::collections::{BTreeMap, HashMap};
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
    clock: u64,
    tiles: HashMap<Key, (u64, Arc<TileBytes>)>,
    by_age: BTreeMap<u64, Key>,
}

impl Cache {
    /// Returns one that holds up to so many bytes.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            held: 0,
            clock: 0,
            tiles: HashMap::new(),
            by_age: BTreeMap::new(),
        }
    }

    /// Returns a tile if it is there.
    pub fn get(&mut self, key: &Key) -> Option<Arc<TileBytes>> {
        let (age, tile) = self.tiles.get_mut(key)?;
        self.by_age.remove(age);
        self.clock += 1;
        *age = self.clock;
        self.by_age.insert(self.clock, key.clone());
        Some(Arc::clone(tile))
    }

    /// Keeps a tile.
    pub fn put(&mut self, key: Key, tile: Arc<TileBytes>) {
        if tile.bytes.len() + OVERHEAD > self.most / 4 {
            return;
        }
        self.drop_tile(&key);
        self.clock += 1;
        self.held += tile.bytes.len() + OVERHEAD;
        self.by_age.insert(self.clock, key.clone());
        self.tiles.insert(key, (self.clock, tile));
        while self.held > self.most
            && let Some((_, oldest)) = self.by_age.pop_first()
        {
            self.drop_tile(&oldest);
        }
    }

    /// Lets go of all tiles of a layer.
    pub fn forget(&mut self, id: &str) {
        let gone: Vec<Key> = self.tiles.keys().filter(|k| k.0 == id).cloned().collect();
        for key in gone {
            self.drop_tile(&key);
        }
    }

    fn drop_tile(&mut self, key: &Key) {
        if let Some((age, tile)) = self.tiles.remove(key) {
            self.by_age.remove(&age);
            self.held -= tile.bytes.len() + OVERHEAD;
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
        assert_eq!((cache.tiles.len(), cache.by_age.len()), (10, 10));
    }

    #[test]
    fn the_cache_never_holds_more_than_it_may() {
        let mut cache = Cache::new(50_000);
        for x in 0..1000 {
            cache.put(key(x % 37), tile((x as usize * 997) % 11_000));
            assert!(cache.held <= 50_000);
            assert_eq!(cache.tiles.len(), cache.by_age.len());
        }
        cache.put(key(99), tile(20_000));
        assert!(
            cache.get(&key(99)).is_none(),
            "one tile does not push out all others"
        );
        cache.forget("a");
        assert_eq!((cache.held, cache.tiles.len(), cache.by_age.len()), (0, 0, 0));
    }
}
