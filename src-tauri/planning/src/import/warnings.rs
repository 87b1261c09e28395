//! The warnings of one file, each kind gathered after some.

use std::collections::BTreeMap;

use geodata::formats::{NumberList, Warning, WarningKind};
use words::said;

/// Warnings of one kind that are written out.
const WARNING_LIMIT: usize = 10;

/// Warnings by kind: the first of each in full, the rest as a number.
#[derive(Default)]
pub(super) struct WarningCollector {
    first: Vec<Warning>,
    more: BTreeMap<WarningKind, More>,
}

/// What is known of the warnings of a kind beyond the first.
#[derive(Default)]
struct More {
    shown: usize,
    /// Lines about the file or a layer, such as the counts that a reader gives at its end.
    lines: usize,
    count: u64,
    numbers: NumberList,
}

impl WarningCollector {
    /// Takes a warning.
    pub(super) fn add(&mut self, warning: Warning) {
        let more = self.more.entry(warning.kind).or_default();
        let shown = match warning.number {
            Some(_) => &mut more.shown,
            None => &mut more.lines,
        };
        if *shown < WARNING_LIMIT {
            *shown += 1;
            self.first.push(warning);
        } else {
            more.count += 1;
            warning.number.into_iter().for_each(|n| more.numbers.add(n));
        }
    }

    /// The warnings that are shown.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        for (kind, more) in self.more {
            if more.count > 0 {
                let count = more.count;
                let text = if more.numbers.is_empty() {
                    said!(
                        "import.more",
                        "同类问题还有 {count} 处",
                        "{count} more of this sort"
                    )
                } else {
                    said!(
                        "import.more_numbered",
                        "同类问题还有 {count} 处，在第 {}",
                        "{count} more of this sort, {}",
                        more.numbers
                    )
                };
                self.first.push(Warning::of_file(kind, text));
            }
        }
        self.first
    }
}
