//! Sheets of .ods (OpenDocument 1.3, part 3, chapter 9), read row by row; repeated cells and rows are counted before
//! they are made.

use super::guard::damaged;
use super::sheets::MOST_COLUMNS;
use super::{ABOUT, Sheets};
use crate::formats::ledger::{Merges, Note, Rows, Span, iso_moment};
use crate::formats::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use files::cells::{Cell, Row};
use files::number_format::{self, Shows};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use words::{Words, said};
use zip::ZipArchive;

/// Rows of a sheet.
const MOST_ROWS: u64 = 1_048_576;
/// Cells made from repetitions in one file; more come from no office.
const MOST_REPEATED: u64 = 20_000_000;
/// Bytes of one cell's text.
const LONGEST_TEXT: usize = 64 << 20;

/// Reads every sheet as a layer.
pub(super) fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let mut sheets = Sheets::default();
    // What the table is stands last, and is needed first.
    each_sheet(path, &mut |name, rows| {
        if name == ABOUT {
            sheets.about(name, rows)?;
        }
        Ok(name != ABOUT)
    })?;
    let mut broken = None;
    each_sheet(path, &mut |name, rows| {
        let about = name == ABOUT && sheets.crs.is_some();
        if about || !sheets.wanted(name, options) {
            return Ok(true);
        }
        let more = sheets.table(path, name, options, rows, Merges::default(), sink)?;
        if let Some(reason) = rows.broken.take() {
            broken = Some(said!(
                "spreadsheet.broke_off",
                "工作表“{name}”到某处中断（{reason}），之前的已读取",
                "sheet “{name}” breaks off; what was before has been read"
            ));
        }
        Ok(more)
    })
    .and_then(|whole| {
        if let Some(text) = broken {
            sink.warning(Warning::of_file(WarningKind::Truncated, text));
        }
        if whole {
            sheets.finish(path, options, sink)
        } else {
            Ok(())
        }
    })
}

type Visit<'a> = dyn FnMut(&str, &mut SheetRows<'_>) -> Result<bool, ReadError> + 'a;

/// Calls for each sheet in turn until the call says no; returns whether all were called for.
fn each_sheet(path: &Path, visit: &mut Visit<'_>) -> Result<bool, ReadError> {
    let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let total = file.metadata().map_err(|e| ReadError::io(path, &e))?.len();
    let broken = |e: zip::result::ZipError| damaged(path, Words::technical(e));
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let content = archive.by_name("content.xml").map_err(broken)?;
    let size = content.size().max(1);
    let mut source = OdsSource {
        xml: Reader::from_reader(BufReader::new(content)),
        buffer: Vec::new(),
        repeated: 0,
        total,
        size,
    };
    loop {
        source.buffer.clear();
        let name = match source.xml.read_event_into(&mut source.buffer) {
            Ok(Event::Start(e)) if e.local_name().as_ref() == "table" => {
                attribute(&e, "name").unwrap_or_default()
            }
            Ok(Event::Eof) => return Ok(true),
            Ok(_) => continue,
            Err(e) => return Err(damaged(path, Words::technical(e))),
        };
        let mut rows = SheetRows {
            source: &mut source,
            number: 0,
            again: None,
            spans: Vec::new(),
            ended: false,
            broken: None,
        };
        let more = visit(&name, &mut rows)?;
        if !more {
            return Ok(false);
        }
        rows.skip_rest();
        if rows.broken.is_some() {
            return Ok(true);
        }
    }
}

struct OdsSource<R: BufRead> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    /// Cells made from repetitions so far.
    repeated: u64,
    total: u64,
    size: u64,
}

type Content<'a> = BufReader<zip::read::ZipFile<'a, BufReader<File>>>;

/// The rows of one sheet.
struct SheetRows<'a> {
    source: &'a mut dyn Events,
    /// Rows before the next.
    number: u64,
    /// A row that occurs again, and how often.
    again: Option<(Row, u64)>,
    spans: Vec<Span>,
    ended: bool,
    broken: Option<String>,
}

/// Events of a content part, whatever it is read from.
trait Events {
    fn next(&mut self) -> Result<Event<'_>, String>;
    fn spend(&mut self, cells: u64) -> bool;
    fn progress(&self) -> (u64, u64);
}

impl Events for OdsSource<Content<'_>> {
    fn next(&mut self) -> Result<Event<'_>, String> {
        self.buffer.clear();
        self.xml
            .read_event_into(&mut self.buffer)
            .map_err(|e| e.to_string())
    }

    fn spend(&mut self, cells: u64) -> bool {
        self.repeated = self.repeated.saturating_add(cells);
        self.repeated <= MOST_REPEATED
    }

    fn progress(&self) -> (u64, u64) {
        let share = self.xml.buffer_position() as f64 / self.size as f64;
        ((self.total as f64 * share.min(1.0)) as u64, self.total)
    }
}

fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == local)
        .and_then(|a| {
            a.normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(|v| v.into_owned())
        })
}

fn count(element: &BytesStart<'_>, local: &str) -> u64 {
    attribute(element, local)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
        .clamp(1, MOST_ROWS)
}

/// What the attributes of a cell say.
struct CellHead {
    repeated: u64,
    columns: u64,
    rows: u64,
    value: Option<Cell>,
}

impl CellHead {
    fn of(element: &BytesStart<'_>) -> Self {
        let value = attribute(element, "value");
        let kind = element
            .attributes()
            .flatten()
            .find(|a| a.key.as_ref() == "office:value-type")
            .and_then(|a| {
                a.normalized_value(XmlVersion::Implicit1_0)
                    .ok()
                    .map(|v| v.into_owned())
            });
        let value = match kind.as_deref() {
            Some("percentage") => value
                .and_then(|v| v.parse().ok())
                .map(|v| number_format::cell(v, false, Shows::Percent)),
            Some("float" | "currency") => value.and_then(|v| v.parse().ok()).map(Cell::number),
            Some("boolean") => attribute(element, "boolean-value").map(|v| Cell::Bool(v == "true")),
            Some("date") => attribute(element, "date-value").map(|v| {
                let short = v.split('.').next().unwrap_or_default().to_owned();
                iso_moment(&short).unwrap_or_else(|| Cell::text(&v))
            }),
            _ => None,
        };
        Self {
            repeated: count(element, "number-columns-repeated"),
            columns: count(element, "number-columns-spanned"),
            rows: count(element, "number-rows-spanned"),
            value,
        }
    }
}

impl SheetRows<'_> {
    fn break_off(&mut self, reason: String) {
        self.broken = Some(reason);
        self.ended = true;
    }

    fn skip_rest(&mut self) {
        while !self.ended {
            match self.source.next() {
                Ok(Event::End(e)) if e.local_name().as_ref() == "table" => self.ended = true,
                Ok(Event::Eof) => self.ended = true,
                Ok(_) => {}
                Err(e) => self.break_off(e),
            }
        }
    }

    /// The next row of the file and how often it occurs.
    fn row(&mut self) -> Option<(Row, u64)> {
        while !self.ended {
            let (start, empty, times) = match self.source.next() {
                Ok(Event::Start(e)) if e.local_name().as_ref() == "table-row" => {
                    (true, false, count(&e, "number-rows-repeated"))
                }
                Ok(Event::Empty(e)) if e.local_name().as_ref() == "table-row" => {
                    (true, true, count(&e, "number-rows-repeated"))
                }
                Ok(Event::End(e)) if e.local_name().as_ref() == "table" => {
                    self.ended = true;
                    continue;
                }
                Ok(Event::Eof) => {
                    self.break_off("文件不完整".to_owned());
                    continue;
                }
                Ok(_) => continue,
                Err(e) => {
                    self.break_off(e);
                    continue;
                }
            };
            if start {
                let row = if empty { Row::default() } else { self.cells() };
                return Some((row, times));
            }
        }
        None
    }

    /// The cells up to the end of the row.
    fn cells(&mut self) -> Row {
        let mut row = Row::default();
        let mut column = 0_u64;
        loop {
            let (head, whole) = match self.source.next() {
                Ok(Event::Start(e)) if is_cell(&e) => (CellHead::of(&e), false),
                Ok(Event::Empty(e)) if is_cell(&e) => (CellHead::of(&e), true),
                Ok(Event::End(e)) if e.local_name().as_ref() == "table-row" => return row,
                Ok(Event::Eof) => {
                    self.break_off("文件不完整".to_owned());
                    return row;
                }
                Ok(_) => continue,
                Err(e) => {
                    self.break_off(e);
                    return row;
                }
            };
            let text = if whole { String::new() } else { self.text() };
            let cell = head.value.unwrap_or_else(|| match text.as_str() {
                "#REF!" => Cell::Broken("#REF!"),
                "#DIV/0!" => Cell::Broken("#DIV/0!"),
                "#N/A" => Cell::Broken("#N/A"),
                "#NAME?" => Cell::Broken("#NAME?"),
                "#VALUE!" => Cell::Broken("#VALUE!"),
                text => Cell::text(text),
            });
            if head.columns > 1 || head.rows > 1 {
                let to_u32 = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
                self.spans.push(Span {
                    top: to_u32(self.number),
                    left: to_u32(column),
                    bottom: to_u32(self.number + head.rows - 1),
                    right: to_u32(column + head.columns - 1),
                });
            }
            let until = (column + head.repeated).min(u64::from(MOST_COLUMNS));
            if !cell.is_empty() && column < until {
                if head.repeated > 1 && !self.source.spend(until - column) {
                    self.break_off("重复的单元格过多".to_owned());
                    return row;
                }
                row.bytes += cell.as_text().map_or(8, str::len) * (until - column) as usize;
                row.cells.resize(column as usize, Cell::Empty);
                row.cells.resize(until as usize, cell);
            }
            column += head.repeated;
        }
    }

    /// The paragraphs of a cell, without comments, up to its end.
    fn text(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1_usize;
        let mut note: Option<usize> = None;
        while depth > 0 {
            let event = match self.source.next() {
                Ok(event) => event,
                Err(e) => {
                    self.break_off(e);
                    break;
                }
            };
            let mut add = |text: &str| {
                if note.is_none() && out.len() + text.len() <= LONGEST_TEXT {
                    out.push_str(text);
                }
            };
            match event {
                Event::Start(e) => {
                    match e.local_name().as_ref() {
                        "annotation" if note.is_none() => note = Some(depth),
                        "p" if !out.is_empty() && note.is_none() => out.push('\n'),
                        _ => {}
                    }
                    depth += 1;
                }
                Event::End(_) => {
                    depth -= 1;
                    if note == Some(depth) {
                        note = None;
                    }
                }
                Event::Empty(e) => match e.local_name().as_ref() {
                    "s" => add(&" ".repeat(count(&e, "c").min(1000) as usize)),
                    "tab" => add("\t"),
                    "line-break" => add("\n"),
                    _ => {}
                },
                Event::Text(t) => add(&t.xml10_content()),
                Event::CData(t) => add(&t.xml10_content()),
                Event::GeneralRef(r) => match r.resolve_char_ref() {
                    Ok(Some(c)) => add(c.encode_utf8(&mut [0; 4])),
                    _ => add(match r.xml10_content().as_ref() {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        // Entities of a document type are not unfolded.
                        _ => "",
                    }),
                },
                Event::Eof => {
                    self.break_off("文件不完整".to_owned());
                    break;
                }
                _ => {}
            }
        }
        out
    }
}

fn is_cell(element: &BytesStart<'_>) -> bool {
    matches!(element.local_name().as_ref(), "table-cell" | "covered-table-cell")
}

impl Rows for SheetRows<'_> {
    fn next_row(&mut self, _: &mut Vec<Note>) -> Result<Option<Row>, ReadError> {
        loop {
            if let Some((row, times)) = self.again.take() {
                self.number += 1;
                let next = Row {
                    number: self.number,
                    ..row.clone()
                };
                if times > 1 && self.number < MOST_ROWS && self.source.spend(row.cells.len() as u64) {
                    self.again = Some((row, times - 1));
                }
                return Ok(Some(next));
            }
            match self.row() {
                None => return Ok(None),
                Some((row, times)) if row.is_blank() => self.number = (self.number + times).min(MOST_ROWS),
                Some(found) => self.again = Some(found),
            }
        }
    }

    fn merged(&mut self) -> Vec<Span> {
        std::mem::take(&mut self.spans)
    }

    fn progress(&self) -> (u64, u64) {
        self.source.progress()
    }
}
