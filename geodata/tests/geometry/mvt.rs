//! A reader of Mapbox Vector Tiles for tests, from the message types of the specification, version 2.1.

use geo_types::{Coord, coord};
use prost::Message;

#[derive(Clone, PartialEq, Message)]
struct Tile {
    #[prost(message, repeated, tag = "3")]
    layers: Vec<RawLayer>,
}

#[derive(Clone, PartialEq, Message)]
struct RawLayer {
    #[prost(uint32, required, tag = "15")]
    version: u32,
    #[prost(string, required, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    features: Vec<RawFeature>,
    #[prost(string, repeated, tag = "3")]
    keys: Vec<String>,
    #[prost(message, repeated, tag = "4")]
    values: Vec<RawValue>,
    #[prost(uint32, optional, tag = "5")]
    extent: Option<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct RawFeature {
    #[prost(uint64, optional, tag = "1")]
    id: Option<u64>,
    #[prost(uint32, repeated, tag = "2")]
    tags: Vec<u32>,
    #[prost(int32, optional, tag = "3")]
    kind: Option<i32>,
    #[prost(uint32, repeated, tag = "4")]
    geometry: Vec<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct RawValue {
    #[prost(uint64, optional, tag = "5")]
    uint: Option<u64>,
}

/// A feature with its geometry read.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub layer: String,
    pub id: Option<u64>,
    /// 1 point, 2 line, 3 area.
    pub kind: i32,
    pub tags: Vec<(String, u64)>,
    /// Points one by one, lines, or rings without a repeated first point, in units of the tile.
    pub parts: Vec<Vec<[i64; 2]>>,
}

impl Feature {
    /// The value of an attribute.
    pub fn tag(&self, name: &str) -> Option<u64> {
        let found = self.tags.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| *value)
    }

    /// Vertices of all parts.
    pub fn vertices(&self) -> impl Iterator<Item = [i64; 2]> {
        self.parts.iter().flatten().copied()
    }
}

/// Reads a tile and checks what the specification demands of layers, tags, commands and rings.
pub fn read(bytes: &[u8]) -> Vec<Feature> {
    let tile = Tile::decode(bytes).expect("the tile is a protobuf message");
    let mut features = Vec::new();
    let mut names = std::collections::HashSet::new();
    for layer in tile.layers {
        assert_eq!((layer.version, layer.extent), (2, Some(4096)));
        assert!(names.insert(layer.name.clone()), "a layer's name is its own");
        assert!(!layer.features.is_empty());
        for raw in layer.features {
            let (pairs, rest) = raw.tags.as_chunks::<2>();
            assert!(rest.is_empty(), "tags come in pairs");
            let value = |number: u32| layer.values[number as usize].uint.expect("a whole number");
            let tags = pairs
                .iter()
                .map(|[k, v]| (layer.keys[*k as usize].clone(), value(*v)));
            let kind = raw.kind.expect("a kind of geometry");
            features.push(Feature {
                layer: layer.name.clone(),
                id: raw.id,
                kind,
                tags: tags.collect(),
                parts: parts(&raw.geometry, kind),
            });
        }
    }
    features
}

/// Follows the commands of a geometry (specification 4.3).
fn parts(commands: &[u32], kind: i32) -> Vec<Vec<[i64; 2]>> {
    let mut parts: Vec<Vec<[i64; 2]>> = Vec::new();
    let mut cursor = [0i64; 2];
    let mut rest = commands.iter().copied();
    let mut closed = true;
    while let Some(command) = rest.next() {
        let count = command >> 3;
        assert!(count > 0, "a command does something");
        match command & 7 {
            id @ (1 | 2) => {
                if id == 1 {
                    assert!(kind == 1 || count == 1, "lines and rings begin at one place");
                    assert!(kind != 3 || closed, "a ring is closed before the next");
                    closed = kind != 3;
                }
                for _ in 0..count {
                    for axis in &mut cursor {
                        let n = rest.next().expect("a parameter");
                        *axis += i64::from(n >> 1) ^ -i64::from(n & 1);
                    }
                    match id {
                        1 => parts.push(vec![cursor]),
                        _ => {
                            let part = parts.last_mut().expect("a start");
                            assert_ne!(part.last(), Some(&cursor), "a step leads somewhere");
                            part.push(cursor);
                        }
                    }
                }
            }
            7 => {
                assert!(kind == 3 && count == 1);
                let ring = parts.last().expect("a ring");
                assert!(ring.len() > 2 && ring.first() != ring.last());
                closed = true;
            }
            other => panic!("unknown command {other}"),
        }
    }
    assert!(closed && !parts.is_empty());
    match kind {
        2 => assert!(parts.iter().all(|line| line.len() > 1)),
        3 => {
            assert!(area(&parts[0]) > 0, "a shell comes first");
            assert!(parts.iter().all(|ring| area(ring) != 0));
        }
        _ => {}
    }
    parts
}

/// Twice the area of a ring by the surveyor's formula, positive for a shell (y down).
pub fn area(ring: &[[i64; 2]]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
        .sum()
}

/// Longitude and latitude of a place in a tile, by the inverse of the spherical Mercator projection.
pub fn lon_lat((z, x, y): (u8, u32, u32), at: [i64; 2]) -> Coord<f64> {
    let side = f64::from(1u32 << z) * 4096.0;
    let u = (f64::from(x) * 4096.0 + at[0] as f64) / side;
    let v = (f64::from(y) * 4096.0 + at[1] as f64) / side;
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * v)).sinh().atan();
    coord! { x: u * 360.0 - 180.0, y: lat.to_degrees() }
}

/// The tile a place lies in.
pub fn tile_of(c: Coord<f64>, z: u8) -> (u8, u32, u32) {
    let count = f64::from(1u32 << z);
    let lat = c.y.to_radians();
    let y = (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0;
    (z, ((c.x / 360.0 + 0.5) * count) as u32, (y * count) as u32)
}
