//! Mapbox Vector Tile 2.1, written (https://github.com/mapbox/vector-tile-spec/tree/master/2.1).

use std::collections::HashMap;

/// What a feature's geometry is, in the numbers of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TileGeometry {
    Point = 1,
    Line = 2,
    Area = 3,
}

/// Appends a number in base 128, lowest digits first.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn field(out: &mut Vec<u8>, number: u8, bytes: &[u8]) {
    out.push(number << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// The commands of one feature's geometry.
#[derive(Debug, Default)]
pub(super) struct Commands {
    bytes: Vec<u8>,
    cursor: [i32; 2],
}

impl Commands {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.cursor = [0, 0];
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// One or several points.
    pub(super) fn points(&mut self, points: &[[i32; 2]]) {
        self.command(1, points.len());
        points.iter().for_each(|p| self.step(*p));
    }

    /// A line of at least two points.
    pub(super) fn line(&mut self, points: &[[i32; 2]]) {
        self.command(1, 1);
        self.step(points[0]);
        self.command(2, points.len() - 1);
        points[1..].iter().for_each(|p| self.step(*p));
    }

    /// A ring of at least three points, which does not repeat its first.
    pub(super) fn ring(&mut self, points: &[[i32; 2]]) {
        self.line(points);
        self.command(7, 1);
    }

    fn command(&mut self, id: u64, count: usize) {
        varint(&mut self.bytes, (count as u64) << 3 | id);
    }

    fn step(&mut self, to: [i32; 2]) {
        for (from, to) in self.cursor.iter_mut().zip(to) {
            let step = to - *from;
            let step = ((step << 1) ^ (step >> 31)) as u32;
            // Most steps take a byte or two.
            match step {
                0..0x80 => self.bytes.push(step as u8),
                0x80..0x4000 => self.bytes.extend([step as u8 | 0x80, (step >> 7) as u8]),
                _ => varint(&mut self.bytes, u64::from(step)),
            }
            *from = to;
        }
    }
}

/// A layer that is being written. All its values are whole numbers.
#[derive(Debug)]
pub(super) struct TileLayer {
    name: &'static str,
    features: Vec<u8>,
    keys: Vec<u8>,
    /// A handful: looked through one by one.
    key_names: Vec<Box<str>>,
    values: Vec<u8>,
    value_count: u32,
    /// Numbers of the values that fit a byte, one more than they are; 0 for none.
    small_values: [u32; 256],
    large_values: HashMap<u64, u32>,
    tags: Vec<u8>,
    feature: Vec<u8>,
}

impl TileLayer {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            features: Vec::new(),
            keys: Vec::new(),
            key_names: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            small_values: [0; 256],
            large_values: HashMap::new(),
            tags: Vec::new(),
            feature: Vec::new(),
        }
    }

    /// Adds an attribute to the feature that is added next.
    pub(super) fn tag(&mut self, key: &str, value: u64) {
        let number = match self.key_names.iter().position(|name| **name == *key) {
            Some(number) => number,
            None => {
                field(&mut self.keys, 3, key.as_bytes());
                self.key_names.push(key.into());
                self.key_names.len() - 1
            }
        };
        let known = match self.small_values.get_mut(value as usize) {
            Some(known) => known,
            None => self.large_values.entry(value).or_default(),
        };
        if *known == 0 {
            let mut bytes = vec![5 << 3];
            varint(&mut bytes, value);
            field(&mut self.values, 4, &bytes);
            self.value_count += 1;
            *known = self.value_count;
        }
        let value = *known - 1;
        varint(&mut self.tags, number as u64);
        varint(&mut self.tags, u64::from(value));
    }

    /// Adds a feature with the attributes given since the last one.
    pub(super) fn feature(&mut self, id: Option<u32>, kind: TileGeometry, geometry: &Commands) {
        let feature = &mut self.feature;
        feature.clear();
        if let Some(id) = id {
            feature.push(1 << 3);
            varint(feature, u64::from(id));
        }
        field(feature, 2, &self.tags);
        feature.push(3 << 3);
        feature.push(kind as u8);
        field(feature, 4, &geometry.bytes);
        field(&mut self.features, 2, feature);
        self.tags.clear();
    }

    /// Bytes so far.
    pub(super) fn size(&self) -> usize {
        self.features.len() + self.keys.len() + self.values.len()
    }

    /// Appends the layer to a tile; a layer without features is left out.
    pub(super) fn write(&self, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut head = vec![15 << 3, 2];
        field(&mut head, 1, self.name.as_bytes());
        let mut tail = vec![5 << 3];
        varint(&mut tail, super::grid::EXTENT as u64);
        let parts: [&[u8]; 5] = [&head, &self.features, &self.keys, &self.values, &tail];
        tile.push(3 << 3 | 2);
        varint(tile, parts.iter().map(|p| p.len() as u64).sum());
        parts.iter().for_each(|p| tile.extend_from_slice(p));
    }
}
