//! Merged cells: which there are, and their value in every cell they cover.

use files::cells::{Cell, Row};

/// Merged areas that are kept; more come from no hand.
const MOST: usize = 200_000;
/// Areas that may reach over one row before further ones are passed over.
const MOST_OPEN: usize = 1_000;

/// A merged area; rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::formats) struct Span {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// The merged areas of a sheet.
#[derive(Debug, Default)]
pub(in crate::formats) struct Merges {
    spans: Vec<Span>,
    next: usize,
    open: Vec<(Span, Cell)>,
}

impl Merges {
    /// From areas in any order; areas of one cell and reversed ones are passed over.
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans
            .into_iter()
            .filter(|s| s.top <= s.bottom && s.left <= s.right && (s.top < s.bottom || s.left < s.right))
            .take(MOST)
            .collect();
        spans.sort_unstable();
        Self {
            spans,
            ..Self::default()
        }
    }

    /// One more area that begins at the current row or below those given; for formats that tell as they go.
    pub fn push(&mut self, span: Span) {
        if self.spans.len() < MOST && (span.top < span.bottom || span.left < span.right) {
            self.spans.push(span);
        }
    }

    /// The area over a cell.
    pub fn over(&self, row: u64, column: usize) -> Option<Span> {
        let (row, column) = (u32::try_from(row).ok()?, u32::try_from(column).ok()?);
        self.spans
            .iter()
            .take_while(|s| s.top <= row)
            .find(|s| row <= s.bottom && (s.left..=s.right).contains(&column))
            .copied()
    }

    /// Puts the value of each merged area into the cells of this row that it covers. `repeats` says of a column
    /// whether a value may stand in it again; returns how many may not. Rows come in order.
    pub fn fill(&mut self, row: &mut Row, width: usize, repeats: impl Fn(usize) -> bool) -> usize {
        let index = u32::try_from(row.number.saturating_sub(1)).unwrap_or(u32::MAX);
        self.open.retain(|(s, _)| s.bottom >= index);
        let mut fresh = Vec::new();
        while let Some(span) = self.spans.get(self.next).filter(|s| s.top <= index) {
            self.next += 1;
            if span.bottom >= index && self.open.len() + fresh.len() < MOST_OPEN {
                let value = if span.top == index {
                    row.cell(span.left as usize).clone()
                } else {
                    Cell::Empty
                };
                fresh.push((*span, value));
            }
        }
        self.open.append(&mut fresh);
        let mut withheld = 0;
        for (span, value) in &self.open {
            if value.is_empty() {
                continue;
            }
            let right = (span.right as usize).min(width.saturating_sub(1));
            for column in span.left as usize..=right {
                if (column == span.left as usize && span.top == index) || !row.cell(column).is_empty() {
                    continue;
                }
                if !repeats(column) {
                    withheld += 1;
                    continue;
                }
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, Cell::Empty);
                }
                row.cells[column] = value.clone();
            }
        }
        withheld
    }
}
