//! What the tests of text formats share: reading of bytes, what GDAL makes of a file, seeded damage.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use geodata::formats::{ReadError, ReadOptions};

use crate::collect::{Collect, Reader, gdal};

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

pub fn try_path(reader: Reader, path: &Path) -> (Result<(), ReadError>, Collect) {
    let mut sink = Collect::default();
    let result = reader(path, &ReadOptions::default(), &mut sink);
    (result, sink)
}

pub fn try_bytes(reader: Reader, name: &str, bytes: impl AsRef<[u8]>) -> (Result<(), ReadError>, Collect) {
    let folder = folder();
    try_path(reader, &put(folder.path(), name, bytes))
}

pub fn read_path(reader: Reader, path: &Path) -> Collect {
    let (result, sink) = try_path(reader, path);
    result.unwrap();
    sink
}

pub fn read_bytes(reader: Reader, name: &str, bytes: impl AsRef<[u8]>) -> Collect {
    let (result, sink) = try_bytes(reader, name, bytes);
    result.unwrap();
    sink
}

/// Returns the features GDAL reads from a file, as GeoJSON.
pub fn by_gdal(path: &Path, options: &[&str]) -> Option<Vec<serde_json::Value>> {
    let folder = folder();
    let out = folder.path().join("out.geojsonl");
    let mut args = vec!["-f", "GeoJSONSeq", out.to_str().unwrap(), path.to_str().unwrap()];
    args.extend(["-lco", "COORDINATE_PRECISION=9"]);
    args.extend(options);
    gdal("ogr2ogr", &args)?;
    let text = fs::read_to_string(&out).unwrap();
    Some(text.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

/// The generator of Steele, Lea and Flood (SplitMix64): the same numbers on every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn damage(good: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len());
        match numbers.below(7) {
            0 => bytes.truncate(at.max(1)),
            1 => bytes[at] = numbers.next() as u8,
            2 => bytes[at] ^= 1 << numbers.below(8),
            3 => {
                let end = (at + numbers.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + numbers.below(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => {
                let number = ["NaN", "1e999", "-99999999999999999999", "2147483648", "0"][numbers.below(5)];
                bytes.splice(at..at, number.bytes());
            }
            _ => {
                let length = numbers.below(8);
                let piece: Vec<u8> = (0..length).map(|_| numbers.next() as u8).collect();
                bytes.splice(at..at, piece);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

/// Damages a good file in `rounds` seeded ways; reading must end soon and hand over only numbers that are numbers.
pub fn survives_damage(reader: Reader, name: &str, good: &[u8], rounds: u64) {
    use geo::CoordsIter;
    let folder = folder();
    let (mut read, mut refused) = (0, 0);
    for seed in 0..rounds {
        let bytes = damage(good, &mut Numbers(seed));
        let path = put(folder.path(), name, &bytes);
        let began = Instant::now();
        let (result, sink) = try_path(reader, &path);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(120), "seed {seed} took {took:?}");
        for feature in sink.layers.iter().flat_map(|l| &l.features) {
            if let Some(geometry) = &feature.geometry {
                assert!(
                    geometry.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite()),
                    "seed {seed} let a number through that is none"
                );
            }
        }
        match result {
            Ok(()) => read += 1,
            Err(e) => {
                refused += 1;
                assert!(!e.to_string().is_empty());
            }
        }
    }
    assert!(
        read > 0 && refused > 0,
        "{read} read, {refused} refused: too little damage, or too much"
    );
}
