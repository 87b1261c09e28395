//! Plain text: UTF-8, GB18030, UTF-16; wrapped lines joined; tables of | and tabs.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use files::encoding::{asked, decode, detect};

use super::error::ReadingError;
use crate::document::{Block, BlockContent, Document, DocumentFormat};
use crate::numbering::printed_number;
use crate::text::canonical;

/// Returns the text of bytes in the encoding asked for, or found out.
///
/// # Errors
/// [`ReadingError::UnknownEncoding`]; [`ReadingError::UnknownFormat`] where the bytes are no text.
pub fn decoded(bytes: &[u8], encoding: Option<&str>) -> Result<String, ReadingError> {
    let found = match encoding {
        Some(name) => asked(name).map_err(|e| ReadingError::UnknownEncoding(e.0))?,
        None => guessed(bytes),
    };
    let bytes = match Encoding::for_bom(bytes) {
        Some((of_bom, length)) if of_bom == found => &bytes[length..],
        _ => bytes,
    };
    let (text, _) = decode(bytes, found);
    let odd = text
        .chars()
        .filter(|c| {
            *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}'))
        })
        .count();
    if odd * 20 > text.chars().count() {
        return Err(ReadingError::UnknownFormat);
    }
    Ok(text.into_owned())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // UTF-16 without a mark: every other byte of line ends and digits is zero.
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    if zeros(0) + zeros(1) > head.len() / 100 + 1 && !head.is_empty() {
        return if zeros(1) >= zeros(0) { UTF_16LE } else { UTF_16BE };
    }
    detect(bytes).encoding
}

/// Reads plain text.
///
/// # Errors
/// [`ReadingError`].
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Document, ReadingError> {
    let text = decoded(bytes, encoding)?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Ok(document_of_lines(&lines))
}

fn document_of_lines(lines: &[&str]) -> Document {
    let mut document = Document::new(DocumentFormat::Text);
    let wrapped = is_wrapped(lines);
    let width = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let mut at = 0;
    let mut open = String::new();
    while at < lines.len() {
        let line = lines[at];
        if let Some((rows, next)) = table_of_bars(lines, at).or_else(|| table_of_tabs(lines, at)) {
            document.push_paragraph(std::mem::take(&mut open), None);
            document.push_table(rows, None);
            at = next;
            continue;
        }
        at += 1;
        if line.trim().is_empty() {
            document.push_paragraph(std::mem::take(&mut open), None);
            continue;
        }
        if !wrapped {
            document.push_paragraph(line, None);
            continue;
        }
        let begins = printed_number(&canonical(line)).is_some()
            || line.starts_with("　　")
            || line.starts_with("    ");
        if begins {
            document.push_paragraph(std::mem::take(&mut open), None);
        }
        open.push_str(if open.is_empty() { line } else { line.trim_start() });
        let full = line.chars().count() * 10 >= width * 8;
        if !full {
            document.push_paragraph(std::mem::take(&mut open), None);
        }
    }
    document.push_paragraph(open, None);
    document
}

/// Makes the tables that paragraphs with | between them stand for, in a document of another format that was made of text.
pub fn with_tables_of_bars(document: Document) -> Document {
    let is_bar =
        |block: &Block| matches!(&block.content, BlockContent::Paragraph(text) if text.trim() == "|");
    if !document.blocks.iter().any(is_bar) {
        return document;
    }
    let mut out = Document::new(document.format);
    let mut lines: Vec<&str> = Vec::new();
    for block in &document.blocks {
        match &block.content {
            BlockContent::Paragraph(text) => lines.push(text.trim()),
            BlockContent::Table(rows) => {
                push_lines(&mut out, &lines);
                lines.clear();
                out.push_table(rows.clone(), block.page);
            }
        }
    }
    push_lines(&mut out, &lines);
    out
}

fn push_lines(out: &mut Document, lines: &[&str]) {
    let mut at = 0;
    while at < lines.len() {
        if let Some((rows, next)) = table_of_bars(lines, at) {
            out.push_table(rows, None);
            at = next;
        } else {
            out.push_paragraph(lines[at], None);
            at += 1;
        }
    }
}

/// Whether the lines of a text were cut at a width: many of the same length that end in the middle of a sentence.
fn is_wrapped(lines: &[&str]) -> bool {
    let long: Vec<&&str> = lines.iter().filter(|l| l.chars().count() >= 15).collect();
    let width = long.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let ends = long
        .iter()
        .filter(|l| l.ends_with(['。', '；', '：', '）', '！', ';', ':', ')']))
        .count();
    let full = long
        .iter()
        .filter(|l| l.chars().count() * 10 >= width * 8)
        .count();
    width <= 90 && long.len() >= 4 && ends * 2 < long.len() && full * 10 >= long.len() * 6
}

/// A table flattened to a cell a line with | between; rows begin at the numbers 1, 2, 3.
fn table_of_bars(lines: &[&str], from: usize) -> Option<(Vec<Vec<String>>, usize)> {
    let is_bar = |line: &&str| matches!(line.trim(), "|" | "｜" | "│");
    // The first cell stands before the first bar.
    if !lines.get(from + 1).is_some_and(is_bar) {
        return None;
    }
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut at = from;
    let mut since_bar = 0;
    let mut bars = 0;
    while at < lines.len() {
        let line = lines[at];
        if is_bar(&line) {
            cells.push(std::mem::take(&mut cell));
            since_bar = 0;
            bars += 1;
        } else if line.trim().is_empty() {
            if since_bar > 1 {
                break;
            }
            since_bar += 1;
        } else {
            if !cell.is_empty()
                && since_bar > 0
                && !lines.get(at + 1).is_some_and(is_bar)
                && lines[at + 1..].iter().take(3).all(|l| !is_bar(l))
            {
                break;
            }
            cell.push_str(line.trim());
            since_bar += 1;
        }
        at += 1;
    }
    if !cell.is_empty() {
        cells.push(cell);
    }
    if bars < 4 {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut next = 1_u32;
    for cell in cells {
        if cell.trim() == next.to_string() {
            rows.push(std::mem::take(&mut row));
            next += 1;
        }
        row.push(cell);
    }
    rows.push(row);
    rows.retain(|r| !r.is_empty());
    Some((rows, at))
}

/// Lines of cells with tabs or | between them.
fn table_of_tabs(lines: &[&str], from: usize) -> Option<(Vec<Vec<String>>, usize)> {
    let cells = |line: &str| -> Option<Vec<String>> {
        let mark = if line.matches('|').count() >= 2 { '|' } else { '\t' };
        let cells: Vec<String> = line
            .trim_matches(['|', ' '])
            .split(mark)
            .map(|c| c.trim().to_owned())
            .collect();
        (cells.len() >= 3).then_some(cells)
    };
    let head = cells(lines[from])?;
    let known = [
        "序号",
        "责任单位",
        "牵头单位",
        "项目名称",
        "重点工作",
        "工作任务",
        "完成时限",
    ];
    if head
        .iter()
        .filter(|c| known.iter().any(|k| c.contains(k)))
        .count()
        < 2
    {
        return None;
    }
    let mut rows = vec![head];
    let mut at = from + 1;
    while let Some(row) = lines.get(at).and_then(|l| cells(l)) {
        if !row.iter().all(|c| c.chars().all(|c| "-:—".contains(c))) {
            rows.push(row);
        }
        at += 1;
    }
    (rows.len() > 1).then_some((rows, at))
}
