//! Sheets of .xlsx and .xlsm, read cell by cell.
//!
//! The parser is calamine. It has been through many files, but a panic of it must not end the program: each call
//! that parses stands behind `catch_unwind`.

use super::guard::damaged;
use super::{ABOUT, Sheets};
use crate::formats::ledger::{Merges, Note, Rows, Span, iso_moment};
use crate::formats::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use calamine::{CellErrorType, DataRef, Reader, SheetType, Xlsx, XlsxCellReader, XlsxError};
use files::cells::{Cell, Row};
use files::number_format::{self, Shows};
use std::cell::Cell as Counter;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::rc::Rc;
use words::{Words, said};

/// Columns of a sheet (ECMA-376).
pub(super) const MOST_COLUMNS: u32 = 16_384;
/// Empty cells after which the caller gets a say.
const BREATH: usize = 200_000;

/// Reads every sheet as a layer.
pub(super) fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let total = file.metadata().map_err(|e| ReadError::io(path, &e))?.len();
    let done = Rc::new(Counter::new(0));
    let counted = ProgressFile {
        inner: BufReader::new(file),
        done: Rc::clone(&done),
        at: 0,
    };
    let mut book = parse(path, || Xlsx::new(counted))?;
    let mut names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| s.name.clone())
        .collect();
    // What the table is stands last, and is needed first.
    names.sort_by_key(|n| n != ABOUT);
    let mut sheets = Sheets::default();
    for name in &names {
        let spans = parse(path, || book.merge_cells_by_sheet_name(name)).unwrap_or_default();
        let merges = Merges::new(spans.iter().map(|d| Span {
            top: d.start.0,
            left: d.start.1,
            bottom: d.end.0,
            right: d.end.1,
        }));
        if name == ABOUT
            && let Ok(mut about) = rows_of(path, &mut book, name, &done, total)
            && sheets.about(name, &mut about)?
        {
            continue;
        }
        if !sheets.wanted(name, options) {
            continue;
        }
        let mut rows = match rows_of(path, &mut book, name, &done, total) {
            Ok(rows) => rows,
            Err(e) => {
                let text = said!(
                    "spreadsheet.sheet_left_out",
                    "工作表“{name}”读不出来，没有导入：{e}",
                    "sheet “{name}” cannot be read and was not imported"
                );
                sink.warning(Warning::of_file(WarningKind::LayerLeftOut, text));
                continue;
            }
        };
        if !sheets.table(path, name, options, &mut rows, merges, sink)? {
            return Ok(());
        }
        if let Some(reason) = rows.broken {
            let text = said!(
                "spreadsheet.broke_off",
                "工作表“{name}”到某处中断（{reason}），之前的已读取",
                "sheet “{name}” breaks off; what was before has been read"
            );
            sink.warning(Warning::of_file(WarningKind::Truncated, text));
        }
    }
    sheets.finish(path, options, sink)
}

fn rows_of<'a>(
    path: &Path,
    book: &'a mut Xlsx<ProgressFile>,
    name: &str,
    done: &Rc<Counter<u64>>,
    total: u64,
) -> Result<CellRows<'a>, ReadError> {
    let since_1904 = book.has_1904_epoch();
    Ok(CellRows {
        cells: parse(path, || book.worksheet_cells_reader(name))?,
        shows: Vec::new(),
        next: None,
        ended: false,
        broken: None,
        since_1904,
        done: Rc::clone(done),
        total,
    })
}

/// Calls the parser; its errors and panics become errors about the file.
fn parse<T>(path: &Path, call: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, ReadError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(got)) => Ok(got),
        Ok(Err(XlsxError::Password)) => Err(ReadError::Encrypted {
            path: path.to_owned(),
        }),
        Ok(Err(e)) => Err(damaged(path, Words::technical(e))),
        Err(_) => Err(damaged(
            path,
            said!(
                "spreadsheet.contradiction",
                "内容前后矛盾，解析中断",
                "its contents contradict each other"
            ),
        )),
    }
}

/// A file that says how far it has been read.
struct ProgressFile {
    inner: BufReader<File>,
    done: Rc<Counter<u64>>,
    at: u64,
}

impl Read for ProgressFile {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.at += n as u64;
        self.done.set(self.at);
        Ok(n)
    }
}

impl Seek for ProgressFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.inner.seek(to)?;
        Ok(self.at)
    }
}

/// The rows of one sheet.
struct CellRows<'a> {
    cells: XlsxCellReader<'a, ProgressFile>,
    /// What each style shows, found out when first met.
    shows: Vec<Option<Shows>>,
    /// The first cell of the next row.
    next: Option<(u32, u32, Cell)>,
    ended: bool,
    broken: Option<String>,
    since_1904: bool,
    done: Rc<Counter<u64>>,
    total: u64,
}

impl CellRows<'_> {
    /// The next cell; `None` at the end, also where the sheet breaks off.
    fn cell(&mut self) -> Option<(u32, u32, Cell)> {
        if self.ended {
            return None;
        }
        let cells = &mut self.cells;
        let got = catch_unwind(AssertUnwindSafe(|| cells.next_cell_with_style_id()));
        let (cell, style) = match got {
            Ok(Ok(Some(got))) => got,
            Ok(Ok(None)) => {
                self.ended = true;
                return None;
            }
            Ok(Err(e)) => {
                self.ended = true;
                self.broken = Some(e.to_string());
                return None;
            }
            Err(_) => {
                self.ended = true;
                self.broken = Some("内容前后矛盾".to_owned());
                return None;
            }
        };
        let (row, column) = cell.get_position();
        Some((row, column, self.value(cell.get_value(), style)))
    }

    fn value(&mut self, value: &DataRef<'_>, style: usize) -> Cell {
        match value {
            DataRef::Empty => Cell::Empty,
            DataRef::Int(v) => self.number(*v as f64, style),
            DataRef::Float(v) => self.number(*v, style),
            DataRef::String(t) => Cell::text(t),
            DataRef::SharedString(t) => Cell::text(t),
            DataRef::Bool(b) => Cell::Bool(*b),
            DataRef::DateTime(d) => {
                let shows = match self.shown(style) {
                    Shows::Number | Shows::Percent | Shows::Decimals(_) if d.is_duration() => Shows::Time,
                    Shows::Number | Shows::Percent | Shows::Decimals(_) => Shows::Day,
                    shows => shows,
                };
                number_format::cell(d.as_f64(), self.since_1904, shows)
            }
            DataRef::DateTimeIso(t) | DataRef::DurationIso(t) => {
                iso_moment(t).unwrap_or_else(|| Cell::text(t))
            }
            DataRef::Error(e) => Cell::Broken(match e {
                CellErrorType::Div0 => "#DIV/0!",
                CellErrorType::NA => "#N/A",
                CellErrorType::Name => "#NAME?",
                CellErrorType::Null => "#NULL!",
                CellErrorType::Num => "#NUM!",
                CellErrorType::Ref => "#REF!",
                _ => "#VALUE!",
            }),
        }
    }

    fn number(&mut self, value: f64, style: usize) -> Cell {
        match self.shown(style) {
            shows @ (Shows::Percent | Shows::Decimals(_)) => {
                number_format::cell(value, self.since_1904, shows)
            }
            _ => Cell::number(value),
        }
    }

    fn shown(&mut self, style: usize) -> Shows {
        let styles = self.cells.styles();
        if style >= styles.len() {
            return Shows::Number;
        }
        if self.shows.len() < styles.len() {
            self.shows.resize(styles.len(), None);
        }
        *self.shows[style].get_or_insert_with(|| match &styles[style].number_format {
            Some(format) => match number_format::shows(&format.format_code) {
                Shows::Number => format.format_id.map_or(Shows::Number, number_format::built_in),
                shows => shows,
            },
            None => Shows::Number,
        })
    }
}

impl Rows for CellRows<'_> {
    fn next_row(&mut self, _: &mut Vec<Note>) -> Result<Option<Row>, ReadError> {
        let mut row = Row::default();
        let mut at = None;
        let mut empty = 0;
        loop {
            let Some((r, c, cell)) = self.next.take().or_else(|| self.cell()) else {
                return Ok((!row.is_blank()).then_some(row));
            };
            if cell.is_empty() || c >= MOST_COLUMNS {
                empty += 1;
                if empty >= BREATH && at.is_none() {
                    return Ok(Some(Row {
                        number: u64::from(r) + 1,
                        ..Row::default()
                    }));
                }
                continue;
            }
            if at.is_some_and(|at| at != r) {
                self.next = Some((r, c, cell));
                return Ok(Some(row));
            }
            at = Some(r);
            row.number = u64::from(r) + 1;
            row.bytes += cell.as_text().map_or(8, str::len);
            let c = c as usize;
            if row.cells.len() <= c {
                row.cells.resize(c + 1, Cell::Empty);
            }
            row.cells[c] = cell;
        }
    }

    fn progress(&self) -> (u64, u64) {
        (self.done.get().min(self.total), self.total)
    }
}
