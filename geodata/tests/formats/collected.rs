//! What a reader of tables said, kept for tests.

#![allow(dead_code, reason = "not every test file asks for everything")]

use geodata::formats::{Feature, Field, LayerHead, Sink, Value, Warning, WarningKind};
use std::ops::ControlFlow;

#[derive(Debug, Clone)]
pub struct Layer {
    pub head: LayerHead,
    pub features: Vec<Feature>,
}

#[derive(Debug, Default)]
pub struct Collected {
    pub layers: Vec<Layer>,
    pub warnings: Vec<Warning>,
    pub words: u64,
    /// Features after which to stop.
    pub stop_after: Option<usize>,
}

impl Sink for Collected {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.layers.push(Layer {
            head,
            features: Vec::new(),
        });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        self.layers.last_mut().unwrap().head.fields.push(field);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        let layer = self.layers.last_mut().unwrap();
        assert!(feature.values.len() <= layer.head.fields.len());
        layer.features.push(feature);
        if self.stop_after.is_some_and(|n| layer.features.len() >= n) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        assert!(done <= total);
        self.words += 1;
        ControlFlow::Continue(())
    }
}

impl Collected {
    pub fn warned(&self, kind: WarningKind) -> bool {
        self.warnings.iter().any(|w| w.kind == kind)
    }

    pub fn one(&self) -> &Layer {
        assert_eq!(
            self.layers.len(),
            1,
            "{:?}",
            self.layers.iter().map(|l| &l.head.name).collect::<Vec<_>>()
        );
        &self.layers[0]
    }
}

impl Layer {
    pub fn names(&self) -> Vec<&str> {
        self.head.fields.iter().map(|f| f.name.as_str()).collect()
    }

    pub fn value(&self, row: usize, name: &str) -> Value {
        let at = self
            .head
            .fields
            .iter()
            .position(|f| f.name == name)
            .unwrap_or_else(|| panic!("no field {name} in {:?}", self.names()));
        self.features[row].values.get(at).cloned().unwrap_or(Value::Null)
    }

    pub fn point(&self, row: usize) -> (f64, f64) {
        match &self.features[row].geometry {
            Some(geo_types::Geometry::Point(p)) => (p.x(), p.y()),
            other => panic!("no point: {other:?}"),
        }
    }
}

pub fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}
