//! Warnings about rows: the first few of a sort in full, the rest as one count.

use super::super::reading::{Sink, Warning, WarningKind};

/// Rows of one sort that are named one by one.
const NAMED: u64 = 20;

/// Counts warnings of the same sort.
#[derive(Debug, Default)]
pub(in crate::formats) struct Tally {
    seen: Vec<(WarningKind, &'static str, u64)>,
}

impl Tally {
    /// A warning about a row; `what` names the sort in the count at the end.
    pub fn at(
        &mut self,
        sink: &mut dyn Sink,
        kind: WarningKind,
        what: &'static str,
        row: u64,
        text: impl FnOnce() -> String,
    ) {
        if self.count(kind, what) <= NAMED {
            sink.warning(Warning::at(kind, row, text()));
        }
    }

    /// A row that is only counted.
    pub fn count(&mut self, kind: WarningKind, what: &'static str) -> u64 {
        match self.seen.iter_mut().find(|s| s.0 == kind && s.1 == what) {
            Some(s) => {
                s.2 += 1;
                s.2
            }
            None => {
                self.seen.push((kind, what, 1));
                1
            }
        }
    }

    /// Says how many more there were than were named, and how many there were of those only counted.
    pub fn finish(&mut self, sink: &mut dyn Sink, only_counted: &[&'static str]) {
        for (kind, what, n) in self.seen.drain(..) {
            if only_counted.contains(&what) {
                sink.warning(Warning::of_file(kind, format!("{n} 行：{what}")));
            } else if n > NAMED {
                let more = n - NAMED;
                sink.warning(Warning::of_file(kind, format!("此外还有 {more} 行：{what}")));
            }
        }
    }
}
