//! Reads CSV as one layer.

use super::lines::Lines;
use super::records::{CsvRecords, delimiter_of};
use crate::formats::ledger::{Merges, Note, Rows, Sheet, read_sheet, unguard_formula};
use crate::formats::survey_exchange;
use crate::formats::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use encoding_rs::{Encoding, UTF_8};
use files::cells::{Cell, Row};
use files::encoding;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use words::said;

/// Bytes that are looked at to tell the encoding, when they hold more than ASCII; a file of ASCII is looked at whole.
const ENCODING_SAMPLE: usize = 8 << 20;
/// Lines that are looked at to tell the delimiter.
const DELIMITER_LINES: usize = 200;

/// Reads a table of text: comma, tab, semicolon or bar between the fields, header found below titles, coordinates or
/// well-known text as the columns say.
///
/// # Errors
/// [`ReadError`]; broken quotes, uneven rows and bytes that are no text are warnings.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let failed = |e: std::io::Error| ReadError::io(path, &e);
    let name = options.layer_of_file(path)?;
    let mut file = File::open(path).map_err(failed)?;
    let total = file.metadata().map_err(failed)?.len();
    let (encoding, guessed) = encoding_of(&mut file, options).map_err(|e| e.unwrap_or_else(failed))?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let Some(delimiter) = sniff(Lines::new(&mut file, encoding)).map_err(failed)? else {
        return Err(ReadError::Empty {
            path: path.to_owned(),
        });
    };
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    if guessed {
        let text = said!(
            "csv.encoding_assumed",
            "没有写明编码，按 {} 读取；如有乱码，请在导入时选择编码",
            "the encoding is not stated; read as {}. If the text is garbled, choose the encoding",
            encoding.name()
        );
        sink.warning(Warning::of_file(WarningKind::EncodingGuessed, text));
    }
    let mut start = vec![0; 1 << 10];
    let n = file.read(&mut start).map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    if survey_exchange::is_exchange(&encoding.decode(&start[..n]).0) {
        if total > survey_exchange::LARGEST {
            return Err(survey_exchange::too_large(path));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let text = encoding.decode(&bytes).0;
        return survey_exchange::read(&text, name, encoding.name(), path, sink);
    }
    let mut rows = TextRows {
        records: CsvRecords::new(Lines::new(BufReader::new(file), encoding), delimiter),
        path,
        number: 0,
        total,
    };
    let sheet = Sheet {
        path,
        name,
        encoding: Some(encoding.name()),
        options,
        crs: None,
        wants_header: false,
        even: true,
    };
    read_sheet(sheet, &mut rows, Merges::default(), sink).map(|_| ())
}

type EncodingFailed = Result<ReadError, std::io::Error>;

/// The encoding by its mark, as asked for, or found out; and whether it is a guess.
fn encoding_of(file: &mut File, options: &ReadOptions) -> Result<(&'static Encoding, bool), EncodingFailed> {
    let mut chunk = vec![0; 1 << 16];
    let mut head = [0_u8; 4];
    let n = file.read(&mut head).map_err(Err)?;
    if let Some((marked, _)) = Encoding::for_bom(&head[..n]) {
        return Ok((marked, false));
    }
    if let Some(name) = &options.encoding {
        return encoding::asked(name)
            .map(|e| (e, false))
            .map_err(|e| Ok(e.into()));
    }
    // Excel saves "Unicode text" as UTF-16 with a mark; without one, every second byte of ASCII is nothing.
    match head[..n] {
        [a, 0, b, 0] if a != 0 && b != 0 => return Ok((encoding_rs::UTF_16LE, true)),
        [0, a, 0, b] if a != 0 && b != 0 => return Ok((encoding_rs::UTF_16BE, true)),
        _ => {}
    }
    let mut detector = encoding::Detector::default();
    detector.push(&head[..n]);
    let (mut looked, mut plain) = (n, head[..n].is_ascii());
    loop {
        let n = match file.read(&mut chunk).map_err(Err)? {
            0 => break,
            n => n,
        };
        detector.push(&chunk[..n]);
        plain &= chunk[..n].is_ascii();
        if !plain {
            looked += n;
        }
        if looked > ENCODING_SAMPLE {
            // The sample may end within a character: that is no fault of the text.
            let cut = chunk[..n]
                .iter()
                .rposition(u8::is_ascii)
                .map_or(0, |at| n - 1 - at);
            let mut rest = vec![0; 4096];
            let more = file.read(&mut rest).map_err(Err)?;
            let until = rest[..more].iter().position(u8::is_ascii).unwrap_or(more);
            if cut > 0 {
                detector.push(&rest[..until]);
            }
            break;
        }
    }
    let found = detector.finish();
    if found.ascii {
        return Ok((UTF_8, false));
    }
    Ok((found.encoding, found.encoding != UTF_8))
}

/// The delimiter by the first lines; `None` for a file without any text.
fn sniff<R: Read>(mut lines: Lines<R>) -> std::io::Result<Option<u8>> {
    let mut sample = Vec::new();
    let mut bytes = 0;
    while sample.len() < DELIMITER_LINES && bytes < 1 << 20 {
        let Some(mut line) = lines.next_line()? else {
            break;
        };
        line.text.truncate(line.text.floor_char_boundary(1 << 16));
        bytes += line.text.len();
        if !line
            .text
            .trim_matches(|c: char| c.is_whitespace() || c == '\0')
            .is_empty()
        {
            sample.push(line.text);
        } else if lines.done > 64 << 20 {
            break;
        }
    }
    Ok((!sample.is_empty()).then(|| delimiter_of(&sample)))
}

struct TextRows<'a> {
    records: CsvRecords<BufReader<File>>,
    path: &'a Path,
    number: u64,
    total: u64,
}

impl Rows for TextRows<'_> {
    fn next_row(&mut self, notes: &mut Vec<Note>) -> Result<Option<Row>, ReadError> {
        loop {
            let record = self
                .records
                .next_record()
                .map_err(|e| ReadError::io(self.path, &e))?;
            let Some(record) = record else {
                return Ok(None);
            };
            self.number += 1;
            let number = self.number;
            if record.broken {
                let text = said!(
                    "csv.unpaired_quotes",
                    "引号没有成对，这一行按没有引号读取",
                    "quotes are not in pairs; this row was read as if there were none"
                );
                notes.push((WarningKind::Truncated, "引号没有成对", number, text));
            }
            if record.bad_text {
                let text = said!(
                    "csv.bad_bytes",
                    "有不属于该编码的字节，已用 � 代替；请检查编码",
                    "bytes that are not of this encoding were replaced by �; check the encoding"
                );
                notes.push((WarningKind::BadText, "有不属于该编码的字节", number, text));
            }
            if record.cut {
                let text = said!(
                    "csv.row_too_long",
                    "这一行过长，后面的部分没有读取",
                    "this row is too long; its end was not read"
                );
                notes.push((WarningKind::TextCut, "行过长", number, text));
            }
            let cells: Vec<Cell> = record
                .fields
                .iter()
                .map(|f| match Cell::text(f) {
                    Cell::Text(t) => Cell::text(unguard_formula(&t)),
                    other => other,
                })
                .collect();
            let row = Row {
                number,
                cells,
                bytes: record.bytes,
            };
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
    }

    fn progress(&self) -> (u64, u64) {
        (self.records.lines.done.min(self.total), self.total)
    }
}
