//! Which text of a Word binary file ends a row, stands in a table, is deleted or hidden (MS-DOC 2.8.5, 2.8.6, 2.9.33).

use super::{long_at, short_at};

/// Bytes of a page of properties.
const PAGE: usize = 512;

/// Pages that are read at most.
const MAX_PAGES: usize = 200_000;

/// A stretch of the stream with what holds for it.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    from: u32,
    to: u32,
    /// A paragraph of a table.
    pub in_table: bool,
    /// The mark that ends a row.
    pub ends_row: bool,
    /// Deleted with changes tracked, or hidden.
    pub left_out: bool,
}

/// Stretches of the stream, in order.
#[derive(Debug, Default)]
pub struct Stretches(Vec<Stretch>);

impl Stretches {
    /// The stretch that holds a byte of the stream.
    pub fn at(&self, byte: u32) -> Option<Stretch> {
        let next = self.0.partition_point(|s| s.from <= byte);
        let found = self.0.get(next.checked_sub(1)?)?;
        (byte < found.to).then_some(*found)
    }

    /// Reads the pages that a table of pages in the table stream names; `of_paragraphs` or of characters.
    pub fn read(stream: &[u8], pages: &[u8], of_paragraphs: bool) -> Self {
        let count = pages.len().saturating_sub(4) / 8;
        let mut out = Vec::new();
        for at in 0..count.min(MAX_PAGES) {
            let Some(number) = long_at(pages, (count + 1) * 4 + at * 4) else {
                break;
            };
            let begin = (number as usize & 0x3f_ffff) * PAGE;
            if let Some(page) = stream.get(begin..begin + PAGE) {
                read_page(page, of_paragraphs, &mut out);
            }
        }
        out.sort_by_key(|s| s.from);
        Self(out)
    }
}

fn read_page(page: &[u8], of_paragraphs: bool, out: &mut Vec<Stretch>) {
    let runs = usize::from(page[PAGE - 1]);
    let width = if of_paragraphs { 13 } else { 1 };
    for run in 0..runs {
        let (Some(from), Some(to)) = (long_at(page, run * 4), long_at(page, run * 4 + 4)) else {
            return;
        };
        let mut stretch = Stretch {
            from,
            to,
            in_table: false,
            ends_row: false,
            left_out: false,
        };
        let offset = page.get((runs + 1) * 4 + run * width);
        let at = usize::from(offset.copied().unwrap_or(0)) * 2;
        if at != 0 {
            let length = usize::from(page[at]);
            let list = match (of_paragraphs, length) {
                (false, length) => page.get(at + 1..at + 1 + length),
                (true, 0) => {
                    let length = usize::from(page.get(at + 1).copied().unwrap_or(0)) * 2;
                    page.get(at + 4..at + 2 + length)
                }
                (true, length) => page.get(at + 3..at + length * 2),
            };
            apply(list.unwrap_or_default(), &mut stretch);
        }
        out.push(stretch);
    }
}

/// Applies a list of changes of properties.
fn apply(mut list: &[u8], stretch: &mut Stretch) {
    while let Some(code) = short_at(list, 0) {
        let operand = &list[2..];
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xd608 => usize::from(short_at(operand, 0).unwrap_or(0)) + 1,
            _ => usize::from(operand.first().copied().unwrap_or(0)) + 1,
        };
        let on = operand.first().is_some_and(|b| b & 1 == 1);
        match code {
            0x2416 => stretch.in_table = on,
            0x2417 => stretch.ends_row = on,
            0x0800 | 0x083c => stretch.left_out |= on,
            _ => {}
        }
        list = operand.get(length..).unwrap_or_default();
    }
}
