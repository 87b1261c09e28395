//! Warnings handed on in bounded number: a file may have a million rows with the same fault.

use super::feature::{Feature, Field, LayerHead};
use super::reading::{Sink, Warning, WarningKind};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Most warnings of one kind that are told one by one.
pub const MOST_OF_A_KIND: u64 = 100;

/// A sink behind a counter of warnings.
pub struct Tally<'a> {
    sink: &'a mut dyn Sink,
    counts: BTreeMap<WarningKind, u64>,
}

impl<'a> Tally<'a> {
    /// Returns a counter before a sink.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            counts: BTreeMap::new(),
        }
    }

    /// Hands on the first warnings of each kind and counts the rest.
    pub fn warn(&mut self, warning: Warning) {
        let count = self.counts.entry(warning.kind).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.sink.warning(warning);
        }
    }

    /// Whether the next warning of this kind is only counted, so that its words need not be made.
    pub fn is_full(&self, kind: WarningKind) -> bool {
        self.counts.get(&kind).is_some_and(|n| *n >= MOST_OF_A_KIND)
    }

    /// Counts a warning whose words are not needed.
    pub fn count(&mut self, kind: WarningKind) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// Tells how many warnings were only counted. Call it once, at the end.
    pub fn finish(self) {
        for (kind, count) in self.counts {
            if count > MOST_OF_A_KIND {
                let text = format!("同类问题共 {count} 处，上面只列出前 {MOST_OF_A_KIND} 处");
                self.sink.warning(Warning::of_file(kind, text));
            }
        }
    }

    /// As [`Sink::layer`].
    pub fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.sink.layer(head)
    }

    /// As [`Sink::field`].
    pub fn field(&mut self, field: Field) {
        self.sink.field(field);
    }

    /// As [`Sink::feature`].
    pub fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.sink.feature(feature)
    }

    /// As [`Sink::progress`].
    pub fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        self.sink.progress(done, total)
    }
}
