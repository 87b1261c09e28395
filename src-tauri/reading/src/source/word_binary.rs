//! Word binary files (.doc, and .wps of Kingsoft, which is the same with additions): the text by its table of pieces
//! (MS-DOC 2.4.1), tables by the marks of their rows, results of fields, no notes and heads.

mod properties;

use std::io::{Cursor, Read};

use properties::Stretches;

use super::error::ReadingError;
use crate::document::{Document, DocumentFormat};

/// Cells of a row, and rows of a table, at most.
const MAX_CELLS: usize = 64;

fn short_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([found[0], found[1]]))
}

fn long_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([found[0], found[1], found[2], found[3]]))
}

fn broken(words: &str) -> ReadingError {
    ReadingError::Broken(words.to_owned())
}

/// Reads a compound file that holds a Word document.
///
/// # Errors
/// [`ReadingError`].
pub fn read(bytes: &[u8]) -> Result<Document, ReadingError> {
    let mut file =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken("复合文档不完整，可能没有下载完"))?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(ReadingError::Encrypted);
    }
    if ["/Workbook", "/Book"].iter().any(|name| file.exists(name)) {
        return Err(ReadingError::NotADocument("表格（.xls）"));
    }
    if file.exists("/PowerPoint Document") {
        return Err(ReadingError::NotADocument("演示文稿（.ppt）"));
    }
    let mut stream = |name: &str| -> Result<Vec<u8>, ReadingError> {
        let mut out = Vec::new();
        file.open_stream(name)
            .and_then(|s| s.take(bytes.len() as u64).read_to_end(&mut out))
            .map_err(|_| broken(&format!("里面没有完整的 {}", name.trim_start_matches('/'))))?;
        Ok(out)
    };
    let main = stream("/WordDocument")?;
    if short_at(&main, 0) != Some(0xa5ec) {
        return Err(broken(
            "是 Word 95 或更早的文件，请用 WPS 或 Word 打开后另存为 .docx",
        ));
    }
    let flags = short_at(&main, 0x0a).unwrap_or(0);
    if flags & 0x0100 != 0 {
        return Err(ReadingError::Encrypted);
    }
    let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
    let part = |at: usize| -> Option<&[u8]> {
        let (from, length) = (long_at(&main, at)? as usize, long_at(&main, at + 4)? as usize);
        table.get(from..from.checked_add(length)?)
    };
    let pieces = part(0x1a2).ok_or_else(|| broken("文字的目录不完整"))?;
    let letters = long_at(&main, 0x4c).unwrap_or(0) as usize;
    if letters > main.len() {
        return Err(broken("文字的长度比文件还长"));
    }
    let paragraphs = Stretches::read(&main, part(0x102).unwrap_or_default(), true);
    let runs = Stretches::read(&main, part(0xfa).unwrap_or_default(), false);
    let units = text_units(&main, pieces, letters)?;
    let mut text = WordText::default();
    for (unit, byte) in units {
        if !runs.at(byte).is_some_and(|s| s.left_out) {
            text.push(unit, || {
                paragraphs
                    .at(byte)
                    .map_or((unit == 7, false), |s| (s.in_table || s.ends_row, s.ends_row))
            });
        }
    }
    Ok(text.finish())
}

/// The text in UTF-16 units, each with the byte of the stream it stands at.
fn text_units(main: &[u8], clx: &[u8], letters: usize) -> Result<Vec<(u16, u32)>, ReadingError> {
    let wrong = || broken("文字的目录不完整");
    let mut at = 0;
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(short_at(clx, at + 1).ok_or_else(wrong)?);
    }
    if clx.get(at) != Some(&2) {
        return Err(wrong());
    }
    let length = long_at(clx, at + 1).ok_or_else(wrong)? as usize;
    let plan = clx.get(at + 5..).unwrap_or_default();
    let plan = plan.get(..length).ok_or_else(wrong)?;
    let count = length.saturating_sub(4) / 12;
    let mut out = Vec::with_capacity(letters);
    for piece in 0..count {
        let from = long_at(plan, piece * 4).ok_or_else(wrong)? as usize;
        let to = long_at(plan, piece * 4 + 4).ok_or_else(wrong)? as usize;
        let place = long_at(plan, (count + 1) * 4 + piece * 8 + 2).ok_or_else(wrong)?;
        if to < from || from > letters {
            break;
        }
        let narrow = place & 0x4000_0000 != 0;
        let begin = (place & 0x3fff_ffff) as usize;
        let begin = if narrow { begin / 2 } else { begin };
        for letter in 0..to.min(letters) - from {
            let byte = begin + if narrow { letter } else { letter * 2 };
            let unit = match narrow {
                true => main.get(byte).map(|b| windows_1252(*b)),
                false => short_at(main, byte),
            };
            let unit = unit.ok_or_else(|| broken("文字不完整，可能没有下载完"))?;
            out.push((unit, u32::try_from(byte).map_err(|_| wrong())?));
        }
    }
    Ok(out)
}

fn windows_1252(byte: u8) -> u16 {
    match byte {
        0x80..=0x9f => {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars()
                .next()
                .and_then(|c| u16::try_from(u32::from(c)).ok())
                .unwrap_or(0xfffd)
        }
        byte => u16::from(byte),
    }
}

/// Text becoming paragraphs and tables.
struct WordText {
    document: Document,
    open: Vec<u16>,
    cell: String,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
    /// For each open field whether its result has begun.
    fields: Vec<bool>,
}

impl Default for WordText {
    fn default() -> Self {
        Self {
            document: Document::new(DocumentFormat::Doc),
            open: Vec::new(),
            cell: String::new(),
            row: Vec::new(),
            rows: Vec::new(),
            fields: Vec::new(),
        }
    }
}

impl WordText {
    /// Adds a unit; `place` tells of a mark whether it stands in a table, and whether it ends a row.
    fn push(&mut self, unit: u16, place: impl FnOnce() -> (bool, bool)) {
        match unit {
            0x13 => self.fields.push(false),
            0x14 => {
                if let Some(result) = self.fields.last_mut() {
                    *result = true;
                }
            }
            0x15 => {
                self.fields.pop();
            }
            0x07 | 0x0d => {
                // A field does not go on over a mark of a broken file for ever.
                let (in_table, ends_row) = place();
                self.end(unit, in_table, ends_row);
            }
            _ if self.fields.contains(&false) => {}
            0x0b => self.open.push(u16::from(b'\n')),
            0x0c => self.end(0x0d, false, false),
            0x1e => self.open.push(u16::from(b'-')),
            0x09 | 0x20.. => self.open.push(unit),
            _ => {}
        }
    }

    fn end(&mut self, mark: u16, in_table: bool, ends_row: bool) {
        let text = String::from_utf16_lossy(&std::mem::take(&mut self.open));
        if ends_row {
            self.rows.push(std::mem::take(&mut self.row));
            self.cell.clear();
        } else if mark == 7 {
            self.cell.push_str(&text);
            if self.row.len() < MAX_CELLS {
                self.row.push(std::mem::take(&mut self.cell));
            }
        } else if in_table {
            self.cell.push_str(&text);
            self.cell.push('\n');
        } else {
            self.end_table();
            self.document.push_paragraph(text, None);
        }
    }

    fn end_table(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
        let rows = std::mem::take(&mut self.rows);
        // A cell a row only lays out text.
        if rows.iter().all(|row| row.len() <= 1) {
            for line in rows.iter().flatten().flat_map(|cell| cell.split('\n')) {
                self.document.push_paragraph(line, None);
            }
        } else {
            self.document.push_table(rows, None);
        }
        if !self.cell.is_empty() {
            let rest = std::mem::take(&mut self.cell);
            self.document.push_paragraph(rest, None);
        }
    }

    fn finish(mut self) -> Document {
        self.end(0x0d, false, false);
        self.document
    }
}
