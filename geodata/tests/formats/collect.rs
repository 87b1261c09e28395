//! What a reader hands over, kept for a test to look at.
#![allow(dead_code, reason = "each test file uses a part of it")]

use geodata::formats::{
    Feature, Field, LayerHead, ReadError, ReadOptions, Sink, Value, Warning, WarningKind,
};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

#[derive(Debug, Default)]
pub struct Layer {
    pub head: Option<LayerHead>,
    pub fields: Vec<Field>,
    pub features: Vec<Feature>,
}

impl Layer {
    pub fn head(&self) -> &LayerHead {
        self.head.as_ref().unwrap()
    }

    pub fn name(&self) -> &str {
        &self.head().name
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

    /// The value of a field by name; null where the row is too short.
    pub fn value(&self, feature: usize, name: &str) -> Value {
        let i = self
            .fields
            .iter()
            .position(|f| f.name == name)
            .unwrap_or_else(|| {
                panic!("no field {name} in {:?}", self.fields);
            });
        self.features[feature]
            .values
            .get(i)
            .cloned()
            .unwrap_or(Value::Null)
    }
}

#[derive(Debug, Default)]
pub struct Collect {
    pub layers: Vec<Layer>,
    pub warnings: Vec<Warning>,
    /// Features of a layer after which to stop.
    pub most: Option<usize>,
}

impl Collect {
    pub fn kinds(&self) -> Vec<WarningKind> {
        self.warnings.iter().map(|w| w.kind).collect()
    }

    pub fn has(&self, kind: WarningKind) -> bool {
        self.kinds().contains(&kind)
    }

    pub fn count(&self, kind: WarningKind) -> usize {
        self.warnings.iter().filter(|w| w.kind == kind).count()
    }

    pub fn warned(&self, kind: WarningKind) -> &Warning {
        match self.warnings.iter().find(|w| w.kind == kind) {
            Some(w) => w,
            None => panic!("no warning {kind:?} among {:?}", self.warnings),
        }
    }

    pub fn one(&self) -> &Layer {
        assert_eq!(self.layers.len(), 1, "{self:?}");
        &self.layers[0]
    }
}

impl Sink for Collect {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.layers.push(Layer {
            fields: head.fields.clone(),
            head: Some(head),
            features: Vec::new(),
        });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        self.layers.last_mut().unwrap().fields.push(field);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        let layer = self.layers.last_mut().unwrap();
        assert!(
            feature.values.len() <= layer.fields.len(),
            "more values than fields"
        );
        layer.features.push(feature);
        match self.most {
            Some(most) if layer.features.len() >= most => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

pub type Reader = fn(&Path, &ReadOptions, &mut dyn Sink) -> Result<(), ReadError>;

pub fn read(reader: Reader, path: &Path) -> Result<Collect, ReadError> {
    let mut collect = Collect::default();
    reader(path, &ReadOptions::default(), &mut collect).map(|()| collect)
}

/// What a program of GDAL prints; `None`, with a notice, where it is not installed.
pub fn gdal(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{program} {arguments:?}: {text}{errors}");
            Some(text + &errors)
        }
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}

/// Reads spoiled copies of good files: none may crash, hang, or take more memory than it hands over.
pub fn survive(reader: Reader, good: &[u8], place: impl Fn(&Path, &[u8]) -> std::path::PathBuf, rounds: u32) {
    let dir = tempfile::tempdir().unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let begin = std::time::Instant::now();
    let (mut read, mut refused) = (0, 0);
    for round in 0..rounds {
        let mut bytes = good.to_vec();
        match round % 4 {
            0 => bytes.truncate(random(good.len())),
            1 => {
                let at = random(good.len());
                bytes[at] = random(256) as u8;
            }
            2 => {
                for _ in 0..1 + random(16) {
                    let at = random(bytes.len());
                    bytes[at] ^= 1 << random(8);
                }
            }
            _ => {
                // Four bytes at once: lengths and counts.
                let at = random(good.len().saturating_sub(4));
                let word = [0xFF, 0x7F, 0x00, 0x80][random(4)];
                bytes[at..at + 4].fill(word);
            }
        }
        let path = place(dir.path(), &bytes);
        let one = std::time::Instant::now();
        let mut collect = Collect {
            most: Some(100_000),
            ..Collect::default()
        };
        match reader(&path, &ReadOptions::default(), &mut collect) {
            Ok(()) => read += 1,
            Err(e) => {
                assert!(!e.to_string().is_empty());
                refused += 1;
            }
        }
        assert!(
            one.elapsed().as_secs() < 60,
            "round {round} took {:?}",
            one.elapsed()
        );
    }
    println!("{read} read, {refused} refused in {:?}", begin.elapsed());
    assert!(read > 0, "nothing of a spoiled file was ever read");
}
