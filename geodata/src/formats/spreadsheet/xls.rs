//! Sheets of .xls: the records of Excel 5 to 2003 (MS-XLS), with every length held against the stream.

use super::guard::damaged;
use super::{ABOUT, Sheets};
use crate::formats::ledger::{Merges, Note, Rows, Span};
use crate::formats::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use encoding_rs::{Encoding, WINDOWS_1252};
use files::cells::{Cell, Row};
use files::encoding;
use files::number_format::{self, Shows};
use std::collections::HashMap;
use std::path::Path;
use words::said;

/// Sheets of a workbook.
const MOST_SHEETS: usize = 1024;

/// Reads every sheet of a workbook stream as a layer.
pub(super) fn read(
    path: &Path,
    stream: &[u8],
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let book = Book::parse(path, stream)?;
    let mut order: Vec<&(usize, String)> = book.sheets.iter().collect();
    order.sort_by_key(|s| s.1 != ABOUT);
    let mut sheets = Sheets::default();
    let mut walked = 0;
    for (at, name) in order {
        if name != ABOUT && !sheets.wanted(name, options) {
            continue;
        }
        let sheet = SheetCells::parse(&book, stream, *at);
        walked += sheet.walked;
        if walked > stream.len().saturating_mul(4) {
            return Err(damaged(
                path,
                said!(
                    "spreadsheet.same_place",
                    "几张工作表指向同一处",
                    "several sheets point to the same place"
                ),
            ));
        }
        let truncated = sheet.truncated;
        let spans = sheet.spans.clone();
        let mut rows = sheet.rows(&book);
        if name == ABOUT {
            if sheets.about(name, &mut rows)? {
                continue;
            }
            rows.at = 0;
            if !sheets.wanted(name, options) {
                continue;
            }
        }
        if !sheets.table(path, name, options, &mut rows, Merges::new(spans), sink)? {
            return Ok(());
        }
        if truncated {
            let text = said!(
                "spreadsheet.broke_off",
                "工作表“{name}”到某处中断，之前的已读取",
                "sheet “{name}” breaks off; what was before has been read"
            );
            sink.warning(Warning::of_file(WarningKind::Truncated, text));
        }
    }
    sheets.finish(path, options, sink)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The record at a place: its number, its data, and the place after it.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let number = u16_at(stream, at)?;
    let end = at + 4 + usize::from(u16_at(stream, at + 2)?);
    Some((number, stream.get(at + 4..end)?, end))
}

/// What the workbook says for all sheets.
struct Book {
    /// Whether texts are UTF-16 (Excel 97 and later).
    wide: bool,
    encoding: &'static Encoding,
    since_1904: bool,
    /// What each cell style shows.
    shows: Vec<Shows>,
    texts: Vec<String>,
    /// Where each sheet begins, and its name.
    sheets: Vec<(usize, String)>,
}

impl Book {
    fn parse(path: &Path, stream: &[u8]) -> Result<Self, ReadError> {
        let mut book = Self {
            wide: true,
            encoding: WINDOWS_1252,
            since_1904: false,
            shows: Vec::new(),
            texts: Vec::new(),
            sheets: Vec::new(),
        };
        let mut formats: HashMap<u16, Shows> = HashMap::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut at = 0;
        let mut first = true;
        while let Some((number, data, next)) = record(stream, at) {
            if first && number != 0x0809 {
                return Err(damaged(
                    path,
                    said!(
                        "spreadsheet.too_old",
                        "是 Excel 4 或更早的工作簿，请另存为 .xlsx",
                        "it is a workbook of Excel 4 or older; save it as .xlsx"
                    ),
                ));
            }
            first = false;
            match number {
                0x0809 => book.wide = u16_at(data, 0) == Some(0x0600),
                0x002F => {
                    return Err(ReadError::Encrypted {
                        path: path.to_owned(),
                    });
                }
                0x0042 => {
                    let page = u16_at(data, 0).unwrap_or_default().to_string();
                    book.encoding = encoding::known(&page).unwrap_or(WINDOWS_1252);
                }
                0x0022 => book.since_1904 = u16_at(data, 0) == Some(1),
                0x041E => {
                    if let Some(index) = u16_at(data, 0)
                        && let Some(code) = book.text(&data[2..], !book.wide)
                    {
                        formats.insert(index, number_format::shows(&code));
                    }
                }
                0x00E0 => styles.push(u16_at(data, 2).unwrap_or_default()),
                0x0085 => {
                    let is_sheet = data.get(5) == Some(&0);
                    if let (true, Some(at), Some(name)) = (is_sheet, u32_at(data, 0), data.get(6..))
                        && let Some(name) = book.text(name, true)
                        && book.sheets.len() < MOST_SHEETS
                    {
                        book.sheets.push((at as usize, name));
                    }
                }
                0x00FC => {
                    let mut parts = vec![data];
                    let mut end = next;
                    while let Some((0x003C, more, after)) = record(stream, end) {
                        parts.push(more);
                        end = after;
                    }
                    book.texts = shared_texts(&parts);
                }
                0x000A => break,
                _ => {}
            }
            at = next;
        }
        if book.sheets.is_empty() {
            return Err(damaged(
                path,
                said!("spreadsheet.no_sheet", "里面没有工作表", "it holds no sheet"),
            ));
        }
        book.shows = styles
            .iter()
            .map(|f| {
                formats
                    .get(f)
                    .copied()
                    .unwrap_or_else(|| number_format::built_in(u32::from(*f)))
            })
            .collect();
        Ok(book)
    }

    /// A text with its length before it, of one byte where `short`.
    fn text(&self, data: &[u8], short: bool) -> Option<String> {
        let (length, rest) = if short {
            (usize::from(*data.first()?), &data[1..])
        } else {
            (usize::from(u16_at(data, 0)?), &data[2..])
        };
        if !self.wide {
            let bytes = &rest[..length.min(rest.len())];
            return Some(encoding::decode(bytes, self.encoding).0.into_owned());
        }
        let (flags, rest) = rest.split_first()?;
        // Formatting runs and phonetics stand before the letters.
        let skip = usize::from(flags & 8 != 0) * 2 + usize::from(flags & 4 != 0) * 4;
        let mut out = String::new();
        letters(&mut out, rest.get(skip..)?, flags & 1 != 0, length);
        Some(out)
    }

    fn number(&self, value: f64, style: u16) -> Cell {
        let shows = self.shows.get(usize::from(style)).copied().unwrap_or_default();
        number_format::cell(value, self.since_1904, shows)
    }
}

/// Appends at most so many letters; returns how many there were and the bytes they took.
fn letters(out: &mut String, data: &[u8], wide: bool, most: usize) -> (usize, usize) {
    if wide {
        let n = most.min(data.len() / 2);
        let units = data[..n * 2]
            .chunks_exact(2)
            .map(|c| u16::from_le_bytes([c[0], c[1]]));
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')));
        (n, n * 2)
    } else {
        let n = most.min(data.len());
        out.extend(data[..n].iter().map(|b| char::from(*b)));
        (n, n)
    }
}

/// The texts that cells share, from the parts of their record; as many as can be read.
fn shared_texts(parts: &[&[u8]]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut reader = RecordParts {
        parts,
        part: 0,
        at: 8,
    };
    while let Some(text) = reader.text() {
        texts.push(text);
    }
    texts
}

struct RecordParts<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl RecordParts<'_> {
    fn rest(&self) -> &[u8] {
        self.parts
            .get(self.part)
            .and_then(|p| p.get(self.at..))
            .unwrap_or_default()
    }

    /// Goes on to the next part when this one is done.
    fn next_part(&mut self) -> Option<()> {
        while self.rest().is_empty() {
            self.part += 1;
            self.at = 0;
            self.parts.get(self.part)?;
        }
        Some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            self.next_part()?;
            *byte = *self.rest().first()?;
            self.at += 1;
        }
        Some(out)
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            self.next_part()?;
            let step = n.min(self.rest().len());
            self.at += step;
            n -= step;
        }
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::from(u16::from_le_bytes(self.bytes()?));
        let [flags] = self.bytes()?;
        let runs = if flags & 8 != 0 {
            u16::from_le_bytes(self.bytes()?)
        } else {
            0
        };
        let phonetic = if flags & 4 != 0 {
            u32::from_le_bytes(self.bytes()?)
        } else {
            0
        };
        let mut wide = flags & 1 != 0;
        let mut out = String::new();
        let mut left = length;
        while left > 0 {
            if self.rest().len() < 1 + usize::from(wide) {
                // Letters that go on in the next part begin with their width again.
                self.part += 1;
                self.at = 0;
                let [again] = self.bytes()?;
                wide = again & 1 != 0;
            }
            let (got, took) = letters(&mut out, self.rest(), wide, left);
            if got == 0 {
                return None;
            }
            self.at += took;
            left -= got;
        }
        self.skip(usize::from(runs) * 4 + phonetic as usize)?;
        Some(out)
    }
}

/// What a cell record holds; texts by their number where they are shared.
#[derive(Debug, Clone)]
enum RawCell {
    Number(f64, u16),
    Shared(u32),
    Text(String),
    Bool(bool),
    Error(u8),
}

/// The cells of a sheet.
#[derive(Default)]
struct SheetCells {
    cells: Vec<(u16, u16, RawCell)>,
    spans: Vec<Span>,
    walked: usize,
    truncated: bool,
}

impl SheetCells {
    fn parse(book: &Book, stream: &[u8], start: usize) -> Self {
        let mut out = Self::default();
        let mut at = start;
        let mut depth = 0_usize;
        let mut formula = None;
        loop {
            let Some((number, data, next)) = record(stream, at) else {
                out.truncated = true;
                break;
            };
            match number {
                0x0809 => depth += 1,
                // Charts inside a sheet have records of their own.
                0x000A => depth = depth.saturating_sub(1),
                _ if depth == 1 => out.record(book, number, data, &mut formula),
                _ => {}
            }
            at = next;
            if depth == 0 {
                break;
            }
        }
        out.walked = at.saturating_sub(start);
        out.cells.sort_by_key(|c| (c.0, c.1));
        out
    }

    fn record(&mut self, book: &Book, number: u16, data: &[u8], formula: &mut Option<(u16, u16)>) {
        if number == 0x00E5 {
            let spans = data.get(2..).unwrap_or_default().chunks_exact(8);
            self.spans.extend(spans.map(|s| {
                let at = |i: usize| u32::from(u16::from_le_bytes([s[i], s[i + 1]]));
                Span {
                    top: at(0),
                    bottom: at(2),
                    left: at(4),
                    right: at(6),
                }
            }));
            return;
        }
        if number == 0x0207 {
            if let (Some((row, column)), Some(text)) = (formula.take(), book.text(data, false)) {
                self.cells.push((row, column, RawCell::Text(text)));
            }
            return;
        }
        let (Some(row), Some(column), Some(style)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4))
        else {
            return;
        };
        let f64_at = |at: usize| Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?));
        let raw = match number {
            0x0203 => f64_at(6).map(|v| RawCell::Number(v, style)),
            0x027E => u32_at(data, 6).map(|rk| RawCell::Number(rk_number(rk), style)),
            0x00BD => {
                let pairs = data[4..data.len().saturating_sub(2).max(4)].chunks_exact(6);
                for (i, pair) in (0_u16..).zip(pairs) {
                    let rk = rk_number(u32::from_le_bytes([pair[2], pair[3], pair[4], pair[5]]));
                    let style = u16::from_le_bytes([pair[0], pair[1]]);
                    self.cells
                        .push((row, column.saturating_add(i), RawCell::Number(rk, style)));
                }
                None
            }
            0x00FD => u32_at(data, 6).map(RawCell::Shared),
            0x0204 | 0x00D6 => data.get(6..).and_then(|d| book.text(d, false)).map(RawCell::Text),
            0x0205 => match data.get(6..8) {
                Some([value, 0]) => Some(RawCell::Bool(*value != 0)),
                Some([error, _]) => Some(RawCell::Error(*error)),
                _ => None,
            },
            0x0006 | 0x0206 | 0x0406 => match data.get(6..14) {
                Some([kind, _, value, _, _, _, 0xFF, 0xFF]) => match kind {
                    0 => {
                        *formula = Some((row, column));
                        None
                    }
                    1 => Some(RawCell::Bool(*value != 0)),
                    2 => Some(RawCell::Error(*value)),
                    _ => None,
                },
                _ => f64_at(6).map(|v| RawCell::Number(v, style)),
            },
            _ => None,
        };
        if let Some(raw) = raw {
            self.cells.push((row, column, raw));
        }
    }

    fn rows(self, book: &Book) -> OldRows<'_> {
        OldRows {
            book,
            cells: self.cells,
            at: 0,
        }
    }
}

/// A number of 30 bits: whole or the upper half of a real one, a hundredth where the first bit is set.
fn rk_number(rk: u32) -> f64 {
    let value = if rk & 2 != 0 {
        f64::from((rk as i32) >> 2)
    } else {
        f64::from_bits(u64::from(rk & !3) << 32)
    };
    if rk & 1 != 0 { value / 100.0 } else { value }
}

struct OldRows<'a> {
    book: &'a Book,
    cells: Vec<(u16, u16, RawCell)>,
    at: usize,
}

impl Rows for OldRows<'_> {
    fn next_row(&mut self, _: &mut Vec<Note>) -> Result<Option<Row>, ReadError> {
        while let Some((number, ..)) = self.cells.get(self.at) {
            let number = *number;
            let mut row = Row {
                number: u64::from(number) + 1,
                ..Row::default()
            };
            while let Some((_, column, raw)) = self.cells.get(self.at).filter(|c| c.0 == number) {
                let cell = match raw {
                    RawCell::Number(v, style) => self.book.number(*v, *style),
                    RawCell::Shared(i) => self
                        .book
                        .texts
                        .get(*i as usize)
                        .map_or(Cell::Empty, |t| Cell::text(t)),
                    RawCell::Text(t) => Cell::text(t),
                    RawCell::Bool(b) => Cell::Bool(*b),
                    RawCell::Error(code) => Cell::Broken(match code {
                        0x00 => "#NULL!",
                        0x07 => "#DIV/0!",
                        0x17 => "#REF!",
                        0x1D => "#NAME?",
                        0x24 => "#NUM!",
                        0x2A => "#N/A",
                        _ => "#VALUE!",
                    }),
                };
                let column = usize::from(*column);
                if !cell.is_empty() && column < 16_384 {
                    row.bytes += cell.as_text().map_or(8, str::len);
                    if row.cells.len() <= column {
                        row.cells.resize(column + 1, Cell::Empty);
                    }
                    row.cells[column] = cell;
                }
                self.at += 1;
            }
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn progress(&self) -> (u64, u64) {
        (self.at as u64, self.cells.len() as u64)
    }
}
