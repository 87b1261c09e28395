//! A set of keys.

const PAGE_BITS: u32 = 16;
const PAGE_WORDS: usize = 1 << (PAGE_BITS - 6);

/// A set of footprint keys: one bit a key, in pages of 65,536 that exist only where there are keys.
///
/// A million neighbouring keys take 128 kB; asking costs two memory reads.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    pages: Vec<Option<Box<[u64; PAGE_WORDS]>>>,
    len: usize,
}

impl KeySet {
    /// Returns a set without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many keys there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns whether a key is in the set.
    #[inline]
    pub fn contains(&self, key: u32) -> bool {
        match self.pages.get((key >> PAGE_BITS) as usize) {
            Some(Some(page)) => page[packed_style(key)] & bit(key) != 0,
            _ => false,
        }
    }

    /// Adds a key and returns whether it is new.
    pub fn insert(&mut self, key: u32) -> bool {
        let page = (key >> PAGE_BITS) as usize;
        if page >= self.pages.len() {
            self.pages.resize(page + 1, None);
        }
        let words = self.pages[page].get_or_insert_with(|| Box::new([0; PAGE_WORDS]));
        let new = words[packed_style(key)] & bit(key) == 0;
        words[packed_style(key)] |= bit(key);
        self.len += usize::from(new);
        new
    }

    /// Takes a key out and returns whether it was there.
    pub fn remove(&mut self, key: u32) -> bool {
        let Some(Some(words)) = self.pages.get_mut((key >> PAGE_BITS) as usize) else {
            return false;
        };
        let old = words[packed_style(key)] & bit(key) != 0;
        words[packed_style(key)] &= !bit(key);
        self.len -= usize::from(old);
        old
    }
}

impl FromIterator<u32> for KeySet {
    fn from_iter<I: IntoIterator<Item = u32>>(keys: I) -> Self {
        let mut set = Self::new();
        for key in keys {
            set.insert(key);
        }
        set
    }
}

fn packed_style(key: u32) -> usize {
    (key as usize >> 6) & (PAGE_WORDS - 1)
}

fn bit(key: u32) -> u64 {
    1 << (key & 63)
}
