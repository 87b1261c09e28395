//! Pairs of group code and value, gathered into records: what stands from one code 0 to the next.

use std::io::{self, BufRead};

/// Longest line that is kept; the rest of it is passed over.
const MAX_LINE: usize = 1 << 20;

/// Most pairs of one record.
const MAX_PAIRS: usize = 6_000_000;

/// Most bytes of one record.
const MAX_BYTES: usize = 128 << 20;

/// One record: an entity, a section, a table entry.
#[derive(Debug, Default)]
pub(super) struct DxfRecord {
    /// Value of code 0.
    pub kind: String,
    pairs: Vec<(i32, u32, u32)>,
    bytes: Vec<u8>,
    /// Extended data: the code and value of each text and number in it.
    extended: Vec<(i32, Vec<u8>)>,
    /// Whether it was too long to be kept whole.
    pub cut: bool,
}

/// Most values of extended data that are kept of one record.
const MAX_EXTENDED: usize = 400;
/// Most bytes of one of them; AutoCAD allows 255.
const MAX_EXTENDED_VALUE: usize = 1024;

impl DxfRecord {
    fn clear(&mut self) {
        self.kind.clear();
        self.pairs.clear();
        self.bytes.clear();
        self.extended.clear();
        self.cut = false;
        self.bytes.shrink_to(1 << 20);
        self.pairs.shrink_to(1 << 17);
    }

    fn push(&mut self, code: i32, value: &[u8]) {
        if self.pairs.len() >= MAX_PAIRS || self.bytes.len() + value.len() >= MAX_BYTES {
            self.cut = true;
            return;
        }
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(value);
        self.pairs.push((code, from, self.bytes.len() as u32));
        // So that the detection of the encoding does not take two values for one.
        self.bytes.push(b'\n');
    }

    /// Returns all values, with a line end after each.
    pub fn all_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns extended data: names of applications (code 1001), texts and numbers.
    pub fn extended(&self) -> &[(i32, Vec<u8>)] {
        &self.extended
    }

    fn extend(&mut self, code: i32, value: &[u8]) {
        let kept = matches!(code, 1000 | 1001 | 1040..=1042 | 1070 | 1071);
        if kept && self.extended.len() < MAX_EXTENDED {
            let value = &value[..value.len().min(MAX_EXTENDED_VALUE)];
            self.extended.push((code, value.to_vec()));
        }
    }

    /// Returns how many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Returns a pair by its place.
    pub fn pair(&self, index: usize) -> Option<(i32, &[u8])> {
        let &(code, from, to) = self.pairs.get(index)?;
        Some((code, &self.bytes[from as usize..to as usize]))
    }

    /// Returns all pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (i32, &[u8])> {
        (0..self.len()).filter_map(|i| self.pair(i))
    }

    /// Returns the first value of a code.
    pub fn value(&self, code: i32) -> Option<&[u8]> {
        self.pairs().find(|(c, _)| *c == code).map(|(_, v)| v)
    }

    /// Returns the first value of a code as a number; NaN where it is none.
    pub fn number(&self, code: i32) -> Option<f64> {
        self.value(code).map(number)
    }

    /// Returns the first value of a code as a number, or what it is when absent.
    pub fn number_or(&self, code: i32, absent: f64) -> f64 {
        self.number(code).unwrap_or(absent)
    }

    /// Returns the first value of a code as a whole number; 0 when absent or none.
    pub fn integer(&self, code: i32) -> i64 {
        self.value(code).map_or(0, integer)
    }
}

/// Returns the number a value is; NaN where it is none.
pub(super) fn number(value: &[u8]) -> f64 {
    std::str::from_utf8(value.trim_ascii())
        .ok()
        .and_then(|t| t.parse().ok())
        .unwrap_or(f64::NAN)
}

/// Returns the whole number a value is; 0 where it is none.
pub(super) fn integer(value: &[u8]) -> i64 {
    std::str::from_utf8(value.trim_ascii())
        .ok()
        .and_then(|t| t.parse().ok())
        .unwrap_or(0)
}

/// Why there is no further record.
#[derive(Debug)]
pub(super) enum RecordsEnd {
    /// The file ends, between two records.
    End,
    /// It is broken from here on; what is wrong.
    Broken(String),
}

/// Records of a file, one after the other.
pub(super) struct DxfRecords<R> {
    inner: R,
    line: Vec<u8>,
    line_number: u64,
    /// Kind of the next record, when its code 0 has been read.
    next_kind: Option<String>,
    started: bool,
    /// How lines end: some programs of old Macintoshes end them with a carriage return alone.
    line_end: Option<u8>,
}

impl<R: BufRead> DxfRecords<R> {
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            line: Vec::new(),
            line_number: 0,
            next_kind: None,
            started: false,
            line_end: None,
        }
    }

    /// Reads the next record. A record that the file cuts off is not given.
    pub fn next_into(&mut self, record: &mut DxfRecord) -> Result<(), RecordsEnd> {
        record.clear();
        loop {
            let Some(code) = self.code()? else {
                return match self.next_kind.take() {
                    // These are whole without anything after them.
                    Some(kind)
                        if kind == "EOF"
                            || (matches!(kind.as_str(), "ENDSEC" | "SEQEND") && record.len() == 0) =>
                    {
                        record.kind = kind;
                        Ok(())
                    }
                    Some(_) => Err(RecordsEnd::Broken(format!(
                        "文件在第 {} 行中断",
                        self.line_number
                    ))),
                    None => Err(RecordsEnd::End),
                };
            };
            if !self.line()? {
                return Err(RecordsEnd::Broken(format!(
                    "文件在第 {} 行中断",
                    self.line_number
                )));
            }
            if code == 0 {
                let kind = String::from_utf8_lossy(self.line.trim_ascii())
                    .chars()
                    .take(64)
                    .collect();
                if let Some(before) = self.next_kind.replace(kind) {
                    record.kind = before;
                    return Ok(());
                }
            } else if self.next_kind.is_some() {
                // Extended data and embedded objects use the codes of entities for something else.
                if code == 101 {
                    self.skip_to_next(record)?;
                    return Ok(());
                }
                match code {
                    // A comment.
                    999 => {}
                    1000.. => record.extend(code, &self.line),
                    _ => record.push(code, &self.line),
                }
            }
        }
    }

    fn skip_to_next(&mut self, record: &mut DxfRecord) -> Result<(), RecordsEnd> {
        loop {
            let Some(code) = self.code()? else {
                return Err(RecordsEnd::Broken(format!(
                    "文件在第 {} 行中断",
                    self.line_number
                )));
            };
            if !self.line()? {
                return Err(RecordsEnd::Broken(format!(
                    "文件在第 {} 行中断",
                    self.line_number
                )));
            }
            if code == 0 {
                let kind = String::from_utf8_lossy(self.line.trim_ascii())
                    .chars()
                    .take(64)
                    .collect();
                record.kind = self.next_kind.replace(kind).unwrap_or_default();
                return Ok(());
            }
        }
    }

    fn code(&mut self) -> Result<Option<i32>, RecordsEnd> {
        if !self.line()? {
            return Ok(None);
        }
        if !self.started {
            self.started = true;
            if self.line.starts_with(b"\xEF\xBB\xBF") {
                self.line.drain(..3);
            }
        }
        let text = self.line.trim_ascii();
        match std::str::from_utf8(text).ok().and_then(|t| t.parse().ok()) {
            Some(code) => Ok(Some(code)),
            // Blank lines at the end.
            None if text.is_empty() || text == b"\x1a" => {
                while self.line()? {
                    if !self.line.trim_ascii().is_empty() {
                        return Err(self.no_code());
                    }
                }
                Ok(None)
            }
            None => Err(self.no_code()),
        }
    }

    fn no_code(&self) -> RecordsEnd {
        RecordsEnd::Broken(format!("第 {} 行应是组码（整数），却不是", self.line_number))
    }

    /// Reads a line without its end; `false` at the end of the file.
    fn line(&mut self) -> Result<bool, RecordsEnd> {
        self.line.clear();
        let mut any = false;
        loop {
            let chunk = match self.inner.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    return Err(RecordsEnd::Broken(format!(
                        "第 {} 行之后读不出（{e}）",
                        self.line_number
                    )));
                }
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let line_end = *self.line_end.get_or_insert_with(|| match chunk.contains(&b'\n') {
                false if chunk.contains(&b'\r') => b'\r',
                _ => b'\n',
            });
            let end = chunk.iter().position(|b| *b == line_end);
            let piece = &chunk[..end.unwrap_or(chunk.len())];
            let room = MAX_LINE - self.line.len();
            self.line.extend_from_slice(&piece[..piece.len().min(room)]);
            let used = end.map_or(chunk.len(), |e| e + 1);
            self.inner.consume(used);
            if end.is_some() {
                break;
            }
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        self.line_number += u64::from(any);
        Ok(any)
    }
}
