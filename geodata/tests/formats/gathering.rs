//! What the tests of text formats share: a sink that keeps everything, GDAL when it is there, seeded damage.
#![allow(dead_code, reason = "each test file uses its part")]

use geodata::formats::{
    Feature, Field, LayerHead, ReadError, ReadOptions, Sink, Value, Warning, WarningKind,
};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub type Reader = fn(&Path, &ReadOptions, &mut dyn Sink) -> Result<(), ReadError>;

#[derive(Debug, Default)]
pub struct Layer {
    pub head: Option<LayerHead>,
    pub fields: Vec<Field>,
    pub features: Vec<Feature>,
}

impl Layer {
    pub fn name(&self) -> &str {
        &self.head.as_ref().expect("a layer has a head").name
    }

    pub fn value(&self, feature: usize, field: &str) -> Value {
        match self.fields.iter().position(|f| f.name == field) {
            Some(i) => self.features[feature]
                .values
                .get(i)
                .cloned()
                .unwrap_or(Value::Null),
            None => panic!("no field {field} among {:?}", self.fields),
        }
    }

    pub fn text(&self, feature: usize, field: &str) -> String {
        match self.value(feature, field) {
            Value::Text(t) => t,
            other => panic!("{field} is {other:?}"),
        }
    }

    pub fn wkt(&self, feature: usize) -> String {
        match &self.features[feature].geometry {
            Some(g) => wkt::ToWkt::to_wkt(g).to_string(),
            None => String::new(),
        }
    }
}

#[derive(Debug, Default)]
pub struct Gathered {
    pub layers: Vec<Layer>,
    pub warnings: Vec<Warning>,
    pub enough: Option<usize>,
}

impl Gathered {
    pub fn count(&self, kind: WarningKind) -> usize {
        self.warnings.iter().filter(|w| w.kind == kind).count()
    }

    pub fn warned(&self, kind: WarningKind) -> &Warning {
        match self.warnings.iter().find(|w| w.kind == kind) {
            Some(w) => w,
            None => panic!("no warning {kind:?} among {:?}", self.warnings),
        }
    }
}

impl Sink for Gathered {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.layers.push(Layer {
            fields: head.fields.clone(),
            head: Some(head),
            features: Vec::new(),
        });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        self.layers.last_mut().expect("a layer began").fields.push(field);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        let layer = self.layers.last_mut().expect("a layer began");
        assert!(
            feature.values.len() <= layer.fields.len(),
            "a value without field"
        );
        layer.features.push(feature);
        match self.enough {
            Some(n) if layer.features.len() >= n => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

pub fn try_path(reader: Reader, path: &Path) -> (Result<(), ReadError>, Gathered) {
    let mut sink = Gathered::default();
    let result = reader(path, &ReadOptions::default(), &mut sink);
    (result, sink)
}

pub fn try_bytes(reader: Reader, name: &str, bytes: impl AsRef<[u8]>) -> (Result<(), ReadError>, Gathered) {
    let folder = folder();
    try_path(reader, &put(folder.path(), name, bytes))
}

pub fn read_path(reader: Reader, path: &Path) -> Gathered {
    let (result, sink) = try_path(reader, path);
    result.unwrap();
    sink
}

pub fn read_bytes(reader: Reader, name: &str, bytes: impl AsRef<[u8]>) -> Gathered {
    let (result, sink) = try_bytes(reader, name, bytes);
    result.unwrap();
    sink
}

/// Returns what a GDAL program prints, or nothing where it is not installed.
pub fn gdal(program: &str, args: &[&str]) -> Option<String> {
    match Command::new(program).args(args).output() {
        Ok(out) => {
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            let errors = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.success(), "{program} {args:?} failed: {errors}");
            Some(text)
        }
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
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
