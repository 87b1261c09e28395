//! The table of a shapefile, in dBASE format.

use super::bundle::{ReadSeek, ShapefilePart};
use crate::formats::feature::{Field, FieldKind, Value};
use crate::formats::reading::WarningKind;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};
use files::encoding::{self, Detector};
use std::io::{BufReader, Read, Seek, SeekFrom};
use words::{Words, said};

/// Bytes of the table by which the encoding is told.
const SAMPLE: u64 = 64 << 20;

struct DbfColumn {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    length: usize,
    decimals: u8,
}

/// A table that is read row by row.
pub(super) struct DbfTable {
    reader: BufReader<Box<dyn ReadSeek>>,
    header: u64,
    columns: Vec<DbfColumn>,
    names: Vec<String>,
    row: Vec<u8>,
    pub rows: u64,
    read: u64,
    /// What the header says of the encoding.
    language: u8,
    pub encoding: &'static Encoding,
    pairs: BytePairs,
    /// What was found wrong with the table as a whole.
    pub notes: Vec<(WarningKind, Words)>,
}

impl DbfTable {
    /// Opens a table; the error says in Chinese what is wrong with it.
    pub fn open(part: ShapefilePart) -> Result<Self, String> {
        let length = part.length;
        let mut reader = BufReader::with_capacity(1 << 18, part.bytes);
        let mut head = [0; 32];
        reader.read_exact(&mut head).map_err(|_| "太短".to_owned())?;
        let claimed = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        let header = u64::from(u16::from_le_bytes([head[8], head[9]]));
        let stride = usize::from(u16::from_le_bytes([head[10], head[11]]));
        if header < 33 || header > length || stride < 1 {
            return Err("文件头有误".to_owned());
        }
        let mut described = vec![0; header as usize - 32];
        reader.read_exact(&mut described).map_err(|e| e.to_string())?;
        let mut notes = Vec::new();
        let mut columns = columns(&described);
        // Clipper keeps the high byte of a long text where others keep decimals.
        let sum = |c: &[DbfColumn]| 1 + c.iter().map(|c| c.length).sum::<usize>();
        if sum(&columns) != stride {
            let mut long = columns
                .iter()
                .map(|c| DbfColumn {
                    name: c.name.clone(),
                    length: c.length
                        + if c.kind == b'C' {
                            usize::from(c.decimals) * 256
                        } else {
                            0
                        },
                    ..*c
                })
                .collect::<Vec<_>>();
            if sum(&long) == stride {
                std::mem::swap(&mut columns, &mut long);
            }
        }
        let mut at = 1;
        let all = columns.len();
        columns.retain_mut(|c| {
            c.start = at;
            at += c.length;
            at <= stride
        });
        if columns.len() < all {
            let text = said!(
                "shapefile.short_rows",
                "属性表的行比字段短，后 {} 个字段没有导入",
                "rows of the table are shorter than its fields; the last {} fields were not imported",
                all - columns.len()
            );
            notes.push((WarningKind::Truncated, text));
        }
        let there = (length - header) / stride as u64;
        // A row begins with a blank or, deleted, with an asterisk; 0x1A ends the table.
        let mut next = [0];
        let goes_on = claimed < there && {
            reader
                .seek(SeekFrom::Start(header + claimed * stride as u64))
                .and_then(|_| reader.read_exact(&mut next))
                .is_ok_and(|()| matches!(next[0], b' ' | b'*'))
        };
        reader.seek(SeekFrom::Start(header)).map_err(|e| e.to_string())?;
        if goes_on {
            let text = said!(
                "shapefile.more_rows",
                "属性表文件头说有 {claimed} 行，文件里有 {there} 行，已按后者读取",
                "the head of the table says {claimed} rows, but there are {there}; all were read"
            );
            notes.push((WarningKind::Truncated, text));
        }
        if claimed > there {
            let text = said!(
                "shapefile.fewer_rows",
                "属性表文件头说有 {claimed} 行，文件里只有 {there} 行",
                "the head of the table says {claimed} rows, but there are only {there}"
            );
            notes.push((WarningKind::Truncated, text));
        }
        if columns
            .iter()
            .any(|c| c.kind == b'M' || c.kind == b'G' || c.kind == b'P')
        {
            let text = said!(
                "shapefile.memo",
                "备注（memo）字段不支持，其值留空",
                "memo fields are not supported; their values were left empty"
            );
            notes.push((WarningKind::NotSupported, text.to_owned()));
        }
        Ok(Self {
            reader,
            header,
            columns,
            names: Vec::new(),
            row: vec![0; stride],
            rows: if goes_on { there } else { claimed.min(there) },
            read: 0,
            language: head[29],
            encoding: UTF_8,
            pairs: BytePairs::default(),
            notes,
        })
    }

    /// Settles the encoding: as asked, else as `.cpg` or the header says where the text bears it out, else as found.
    pub fn choose_encoding(
        &mut self,
        asked: Option<&'static Encoding>,
        cpg: Option<&str>,
    ) -> std::io::Result<()> {
        let found = self.detect()?;
        let by_cpg = cpg.and_then(|c| encoding::known(c.lines().next().unwrap_or_default()));
        let stated = by_cpg.or_else(|| by_language(self.language));
        self.encoding = match (asked, stated) {
            (Some(asked), _) => asked,
            (None, Some(stated)) if found.ascii => stated,
            (None, Some(stated)) => {
                let says_utf8 = stated == UTF_8;
                let is_utf8 = found.encoding == UTF_8;
                let says_western = stated == WINDOWS_1252;
                let says_gb = stated == GBK || stated == GB18030;
                let wrong = found.whole
                    && ((says_utf8 && !is_utf8)
                        || (says_western && (is_utf8 || self.pairs.are_chinese()))
                        || (!says_utf8 && is_utf8 && by_cpg.is_none())
                        || (says_gb && is_utf8 && !found.fits_gb18030));
                if !wrong && !says_utf8 && is_utf8 && found.whole {
                    let text = said!(
                        "shapefile.maybe_utf8",
                        "文件声明编码为 {}，但文字也是完好的 UTF-8；如有乱码，请指定 UTF-8",
                        "the encoding is stated as {}, but the text is sound UTF-8 too; if it is garbled, choose UTF-8",
                        stated.name()
                    );
                    self.notes.push((WarningKind::EncodingGuessed, text));
                }
                if wrong {
                    let text = said!(
                        "shapefile.other_encoding",
                        "文件声明编码为 {}，但文字是 {}，已按后者读取",
                        "the encoding is stated as {}, but the text is {}; it was read as such",
                        stated.name(),
                        found.encoding.name()
                    );
                    self.notes.push((WarningKind::EncodingGuessed, text));
                    found.encoding
                } else {
                    stated
                }
            }
            (None, None) => {
                if !found.ascii {
                    let text = said!(
                        "shapefile.encoding_assumed",
                        "没有 .cpg 说明编码，已判断为 {}；若文字不对，请指明编码",
                        "no .cpg states the encoding; it was taken for {}. If the text is wrong, choose the encoding",
                        found.encoding.name()
                    );
                    self.notes.push((WarningKind::EncodingGuessed, text));
                }
                found.encoding
            }
        };
        self.name_columns();
        self.reader.seek(SeekFrom::Start(self.header))?;
        Ok(())
    }

    fn detect(&mut self) -> std::io::Result<encoding::Detected> {
        let mut detector = Detector::default();
        for column in &self.columns {
            // A name may have been cut within a character.
            let name = &column.name;
            let cut = name.len() >= 10 && encoding::decode(name, UTF_8).1;
            if !cut {
                detector.push(name);
                detector.end();
                self.pairs.take(name);
            }
        }
        let rows = self.rows.min(SAMPLE / self.row.len() as u64 + 1);
        for _ in 0..rows {
            self.reader.read_exact(&mut self.row)?;
            for column in self.columns.iter().filter(|c| is_text(c.kind)) {
                let value = trimmed(&self.row[column.start..column.start + column.length]);
                if value.is_ascii() {
                    continue;
                }
                // A full field may end within a character.
                let full = value.len() == column.length;
                let value = if full { without_cut_end(value) } else { value };
                detector.push(value);
                detector.end();
                self.pairs.take(value);
            }
        }
        Ok(detector.finish())
    }

    fn name_columns(&mut self) {
        let mut names: Vec<String> = Vec::new();
        for (i, column) in self.columns.iter().enumerate() {
            let (text, _) = encoding::decode(&column.name, self.encoding);
            let plain = text.trim_end_matches(char::REPLACEMENT_CHARACTER).trim();
            let plain = if plain.is_empty() {
                format!("字段{}", i + 1)
            } else {
                plain.to_owned()
            };
            let mut name = plain.clone();
            let mut n = 2;
            while names.contains(&name) {
                name = format!("{plain}_{n}");
                n += 1;
            }
            names.push(name);
        }
        self.names = names;
    }

    pub fn fields(&self) -> Vec<Field> {
        let kind = |c: &DbfColumn| match c.kind {
            b'N' | b'F' if c.decimals == 0 && c.kind == b'N' && c.length <= 18 => FieldKind::Integer,
            b'I' | b'+' => FieldKind::Integer,
            b'N' | b'F' | b'O' | b'B' | b'Y' => FieldKind::Real,
            b'L' => FieldKind::Bool,
            b'D' => FieldKind::Date,
            b'T' | b'@' => FieldKind::DateTime,
            _ => FieldKind::Text,
        };
        let named = self.columns.iter().zip(&self.names);
        named
            .map(|(c, name)| Field {
                name: name.clone(),
                kind: kind(c),
            })
            .collect()
    }

    /// Reads the next row into `values`; `Some(false)` for a deleted one, `None` after the last.
    pub fn next(
        &mut self,
        values: &mut Vec<Value>,
        notes: &mut Vec<(WarningKind, Words)>,
    ) -> std::io::Result<Option<bool>> {
        values.clear();
        if self.read == self.rows {
            return Ok(None);
        }
        self.read += 1;
        self.reader.read_exact(&mut self.row)?;
        if self.row[0] == b'*' {
            return Ok(Some(false));
        }
        for (column, name) in self.columns.iter().zip(&self.names) {
            let bytes = &self.row[column.start..column.start + column.length];
            values.push(value(column, bytes, self.encoding, name, notes));
        }
        Ok(Some(true))
    }
}

fn columns(described: &[u8]) -> Vec<DbfColumn> {
    let mut out = Vec::new();
    for field in described.chunks_exact(32) {
        if field[0] == 0x0D {
            break;
        }
        let end = field[..11].iter().position(|b| *b == 0).unwrap_or(11);
        out.push(DbfColumn {
            name: field[..end].to_vec(),
            kind: field[11].to_ascii_uppercase(),
            start: 0,
            length: usize::from(field[16]),
            decimals: field[17],
        });
    }
    out
}

fn is_text(kind: u8) -> bool {
    matches!(kind, b'C' | b'V' | b'Q') || !b"NFIOBYLDT@+MGP0".contains(&kind)
}

fn value(
    column: &DbfColumn,
    bytes: &[u8],
    encoding: &'static Encoding,
    name: &str,
    notes: &mut Vec<(WarningKind, Words)>,
) -> Value {
    let eight = || <[u8; 8]>::try_from(bytes).ok();
    match column.kind {
        b'N' | b'F' => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
            // Stars stand for a number that did not fit, by dBASE.
            if text.is_empty() || text.bytes().all(|b| b == b'*') {
                return Value::Null;
            }
            if column.decimals == 0
                && column.kind == b'N'
                && let Ok(i) = text.parse()
            {
                return Value::Integer(i);
            }
            match text.replace(',', ".").parse::<f64>() {
                Ok(v) if v.is_finite() => Value::Real(v),
                _ => {
                    notes.push((
                        WarningKind::BadNumber,
                        said!(
                            "shapefile.not_a_number",
                            "“{name}”的“{text}”不是数，留空",
                            "“{text}” in “{name}” is no number and was left empty"
                        ),
                    ));
                    Value::Null
                }
            }
        }
        b'I' | b'+' => match <[u8; 4]>::try_from(bytes) {
            Ok(four) => Value::Integer(i64::from(i32::from_le_bytes(four))),
            Err(_) => Value::Null,
        },
        b'O' | b'B' => match eight().map(f64::from_le_bytes) {
            Some(v) if v.is_finite() => Value::Real(v),
            Some(_) => {
                notes.push((
                    WarningKind::BadNumber,
                    said!(
                        "shapefile.not_finite",
                        "“{name}”不是有限的数，留空",
                        "“{name}” is no finite number and was left empty"
                    ),
                ));
                Value::Null
            }
            None => Value::Null,
        },
        b'Y' => eight().map_or(Value::Null, |b| {
            Value::Real(i64::from_le_bytes(b) as f64 / 10_000.0)
        }),
        b'L' => match bytes.first() {
            Some(b'T' | b't' | b'Y' | b'y') => Value::Bool(true),
            Some(b'F' | b'f' | b'N' | b'n') => Value::Bool(false),
            _ => Value::Null,
        },
        b'D' => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
            if text.bytes().all(|b| b == b'0') {
                return Value::Null;
            }
            match day(text) {
                Some(day) => Value::Text(day),
                None => {
                    notes.push((
                        WarningKind::BadNumber,
                        said!(
                            "shapefile.not_a_date",
                            "“{name}”的“{text}”不是日期，留空",
                            "“{text}” in “{name}” is no date and was left empty"
                        ),
                    ));
                    Value::Null
                }
            }
        }
        b'T' | b'@' => eight().and_then(moment).map_or(Value::Null, Value::Text),
        b'M' | b'G' | b'P' | b'0' => Value::Null,
        _ => {
            let plain = trimmed(bytes);
            if plain.is_empty() {
                return Value::Null;
            }
            let (text, replaced) = encoding::decode(plain, encoding);
            if !replaced {
                return Value::Text(text.into_owned());
            }
            // A full field may end within a character: that is a cut, not a fault of the encoding.
            let (text, still) = encoding::decode(without_last(plain, encoding), encoding);
            if still || plain.len() < column.length {
                notes.push((
                    WarningKind::BadText,
                    said!(
                        "shapefile.bad_bytes",
                        "“{name}”里有乱码，已用 � 代替",
                        "“{name}” has bytes that are no text; they were replaced by �"
                    ),
                ));
                return Value::Text(encoding::decode(plain, encoding).0.into_owned());
            }
            Value::Text(text.into_owned())
        }
    }
}

/// How bytes beyond ASCII stand: in Chinese encodings two and two, in western texts mostly alone between plain letters.
#[derive(Debug, Default)]
struct BytePairs {
    even: u64,
    odd: u64,
}

impl BytePairs {
    fn take(&mut self, text: &[u8]) {
        for run in text.split(u8::is_ascii).filter(|run| !run.is_empty()) {
            if run.len().is_multiple_of(2) {
                self.even += 1;
            } else {
                self.odd += 1;
            }
        }
    }

    fn are_chinese(&self) -> bool {
        self.even > 4 * self.odd
    }
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    let end = bytes[..end].iter().rposition(|b| *b != b' ').map_or(0, |i| i + 1);
    &bytes[..end]
}

/// Without a character of UTF-8 that is cut at the end.
fn without_cut_end(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(e) if e.error_len().is_none() => &bytes[..e.valid_up_to()],
        _ => bytes,
    }
}

fn without_last<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    if encoding == UTF_8 {
        without_cut_end(bytes)
    } else {
        &bytes[..bytes.len() - 1]
    }
}

fn day(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '/' | '.')).collect();
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (&digits[..4], &digits[4..6], &digits[6..]);
    let (m, d): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
    let y: u32 = year.parse().ok()?;
    let leap = (y.is_multiple_of(4) && !y.is_multiple_of(100)) || y.is_multiple_of(400);
    let last = match m {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    ((1..=12).contains(&m) && (1..=last).contains(&d)).then(|| format!("{year}-{month}-{day}"))
}

/// A moment of Visual FoxPro: Julian day number and milliseconds.
fn moment(bytes: [u8; 8]) -> Option<String> {
    let julian = i64::from(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let seconds = i64::from(i32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]])) / 1000;
    if !(1_721_426..=5_373_484).contains(&julian) || !(0..86_400).contains(&seconds) {
        return None;
    }
    // E. G. Richards' algorithm for the Gregorian calendar (Mapping Time, 1998, table 25.1).
    let f = julian + 1401 + (((4 * julian + 274_277) / 146_097) * 3) / 4 - 38;
    let e = 4 * f + 3;
    let h = 5 * ((e % 1461) / 4) + 2;
    let day = (h % 153) / 5 + 1;
    let month = (h / 153 + 2) % 12 + 1;
    let year = e / 1461 - 4716 + (14 - month) / 12;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    ))
}

/// The encoding by the language driver in the header. 0x57 (Windows ANSI) says nothing: many programs put it there
/// whatever they write.
fn by_language(language: u8) -> Option<&'static Encoding> {
    Some(match language {
        0x4D | 0x7A => encoding_rs::GBK,
        0x4F | 0x78 => encoding_rs::BIG5,
        0x13 | 0x7B => encoding_rs::SHIFT_JIS,
        0x4E | 0x79 => encoding_rs::EUC_KR,
        0x26 | 0x65 => encoding_rs::IBM866,
        0x58 | 0x03 | 0x59 => encoding_rs::WINDOWS_1252,
        0xC8 => encoding_rs::WINDOWS_1250,
        0xC9 => encoding_rs::WINDOWS_1251,
        _ => return None,
    })
}
