//! Warnings of one file, each kind listed singly only so often, so that a file of a million faults says it briefly.

use super::reading::{Sink, Warning, WarningKind};
use std::collections::BTreeMap;

/// How many warnings of one kind are given singly.
const SINGLY: u64 = 20;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    counts: BTreeMap<WarningKind, u64>,
}

impl Findings {
    /// Hands a warning about one feature on, unless there were many of its kind.
    pub fn at(&mut self, sink: &mut dyn Sink, kind: WarningKind, number: u64, text: impl Into<String>) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= SINGLY {
            sink.warning(Warning::at(kind, number, text));
        }
    }

    /// Tells how many warnings were not given singly.
    pub fn close(self, sink: &mut dyn Sink) {
        for (kind, count) in self.counts {
            if count > SINGLY {
                let more = count - SINGLY;
                sink.warning(Warning::of_file(
                    kind,
                    format!("同类问题共 {count} 处，另外 {more} 处没有逐条列出"),
                ));
            }
        }
    }
}
