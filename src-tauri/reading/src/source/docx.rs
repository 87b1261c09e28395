//! Word documents (.docx, and .wps that is a zip): text as Word shows it, automatic numbers written out, insertions kept,
//! deletions left out, text boxes after their paragraph.

mod list_numbers;
mod number_words;
mod styles;
mod tables;

use std::collections::HashMap;

use list_numbers::ListNumbers;
use styles::{ListPlace, Styles};
use tables::CellPlace;

use super::error::ReadingError;
use super::package::{Package, PartReader, PartStep, Tag, relationships};
use crate::document::{Document, DocumentFormat};

/// Most bytes of text of a document, cells counted as often as they are merged over.
const MAX_TEXT: usize = 32 << 20;

/// A paragraph or a table, before it is placed.
#[derive(Debug, Clone)]
enum DocxPart {
    Paragraph(String),
    Table(Vec<Vec<String>>),
}

/// A paragraph as far as it is read.
#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    style: Option<String>,
    place: ListPlace,
    /// The run is hidden.
    hidden: bool,
    /// Its end is deleted: it goes on in the next one.
    goes_on: bool,
    /// What stands in its text boxes.
    boxes: Vec<DocxPart>,
    notes: Vec<String>,
}

struct DocxReader {
    styles: Styles,
    numbers: ListNumbers,
    notes: HashMap<String, String>,
    cell: CellPlace,
    written: usize,
}

/// The part that holds the text, where the package is a Word document.
///
/// # Errors
/// [`ReadingError`].
pub fn main_part(package: &mut Package) -> Result<Option<String>, ReadingError> {
    let named = relationships(package, "")?.remove("officeDocument");
    let found = named.filter(|n| package.has(n)).or_else(|| {
        package
            .has("word/document.xml")
            .then(|| "word/document.xml".to_owned())
    });
    Ok(found.filter(|n| n.contains("word/") || n.ends_with("document.xml")))
}

/// Reads a Word document whose text is in the part `main`.
///
/// # Errors
/// [`ReadingError`].
pub fn read(package: &mut Package, main: &str) -> Result<Document, ReadingError> {
    let others = relationships(package, main)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |kind: &str| {
        let usual = format!("{folder}/{kind}.xml");
        package.part(others.get(kind).map_or(usual.as_str(), String::as_str))
    };
    let styles = beside("styles")?.map(|b| Styles::read(&b)).transpose()?;
    let numbers = beside("numbering")?.map(|b| ListNumbers::read(&b)).transpose()?;
    let notes = [
        ("footnote", beside("footnotes")?),
        ("endnote", beside("endnotes")?),
    ];
    let mut reader = DocxReader {
        styles: styles.unwrap_or_default(),
        numbers: numbers.unwrap_or_default(),
        notes: HashMap::new(),
        cell: CellPlace::default(),
        written: 0,
    };
    let DocxReader { styles, numbers, .. } = &mut reader;
    numbers.follow_styles(|style| styles.list_of(style)?.1.list);
    for (kind, bytes) in notes {
        if let Some(bytes) = bytes {
            reader.read_notes(kind, &bytes)?;
        }
    }
    let bytes = package
        .part(main)?
        .ok_or_else(|| ReadingError::Broken("里面没有正文".into()))?;
    let mut parts = Vec::new();
    reader.blocks(&mut PartReader::new(&bytes), &mut parts)?;
    let mut document = Document::new(DocumentFormat::Docx);
    for part in parts {
        match part {
            DocxPart::Paragraph(text) => document.push_paragraph(text, None),
            DocxPart::Table(rows) => document.push_table(rows, None),
        }
    }
    Ok(document)
}

/// What is not text, was deleted, or is how something looked before it was changed.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "moveFrom"
            | "rt"
            | "sectPr"
            | "tblPr"
            | "tblGrid"
            | "tblPrEx"
            | "fldData"
            | "ffData"
    ) || name.ends_with("Change")
}

impl DocxReader {
    fn count(&mut self, bytes: usize) -> Result<(), ReadingError> {
        self.written = self.written.saturating_add(bytes);
        if self.written > MAX_TEXT {
            return Err(ReadingError::TooMuch(format!("文字超过 {} MiB", MAX_TEXT >> 20)));
        }
        Ok(())
    }

    fn read_notes(&mut self, kind: &str, bytes: &[u8]) -> Result<(), ReadingError> {
        let mut reader = PartReader::new(bytes);
        loop {
            match reader.step()? {
                PartStep::Open(tag) if tag.name == kind => {
                    let mut parts = Vec::new();
                    self.blocks(&mut reader, &mut parts)?;
                    // Lines between text and notes are notes with a type.
                    if let (Some(id), None | Some("normal")) = (tag.get("id"), tag.get("type")) {
                        self.notes.insert(format!("{kind} {id}"), flat(&parts));
                    }
                }
                PartStep::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads paragraphs and tables up to the end of the element that began last.
    fn blocks(&mut self, reader: &mut PartReader, out: &mut Vec<DocxPart>) -> Result<(), ReadingError> {
        let mut before = String::new();
        let mut contents = false;
        while let PartStep::Open(tag) = reader.step()? {
            match tag.name.as_str() {
                "p" => before = self.paragraph(reader, before, out)?,
                "tbl" => self.table(reader, out)?,
                "tcPr" => self.cell = CellPlace::read(reader)?,
                "sdtPr" => contents = is_table_of_contents(reader)?,
                "sdtContent" if contents => reader.skip()?,
                "AlternateContent" => {
                    let mut taken = false;
                    while let PartStep::Open(choice) = reader.step()? {
                        let length = out.len();
                        match choice.name.as_str() {
                            "Choice" | "Fallback" if !taken => self.blocks(reader, out)?,
                            _ => reader.skip()?,
                        }
                        taken |= out.len() > length;
                    }
                }
                name if is_left_out(name) => reader.skip()?,
                _ => self.blocks(reader, out)?,
            }
        }
        if !before.trim().is_empty() {
            out.push(DocxPart::Paragraph(before));
        }
        Ok(())
    }

    /// Reads a paragraph; returns its text where it goes on in the next one.
    fn paragraph(
        &mut self,
        reader: &mut PartReader,
        before: String,
        out: &mut Vec<DocxPart>,
    ) -> Result<String, ReadingError> {
        let mut paragraph = OpenParagraph::default();
        self.inline(reader, &mut paragraph)?;
        let style = paragraph.style.as_deref().or(self.styles.default.as_deref());
        if style.is_some_and(|s| self.styles.is_contents(s)) {
            return Ok(before);
        }
        let blank = paragraph.text.trim().is_empty();
        let number = if blank && paragraph.goes_on {
            String::new()
        } else {
            self.number(&paragraph)
        };
        self.count(paragraph.text.len() + number.len() + 8)?;
        let mut text = before;
        if text.is_empty() {
            text.push_str(&number);
        }
        if blank && !paragraph.goes_on && paragraph.boxes.is_empty() && text == number {
            text.clear();
        }
        text.push_str(&paragraph.text);
        if paragraph.goes_on {
            out.append(&mut paragraph.boxes);
            return Ok(text);
        }
        if !(text.trim().is_empty() || blank && text == number) {
            out.push(DocxPart::Paragraph(text));
        }
        out.append(&mut paragraph.boxes);
        for note in &paragraph.notes {
            if let Some(note) = self.notes.get(note).filter(|n| !n.trim().is_empty()) {
                out.push(DocxPart::Paragraph(note.clone()));
            }
        }
        Ok(String::new())
    }

    fn number(&mut self, paragraph: &OpenParagraph) -> String {
        let style = paragraph.style.as_deref().or(self.styles.default.as_deref());
        let of_style = style.and_then(|s| self.styles.list_of(s));
        let Some(list) = paragraph
            .place
            .list
            .as_deref()
            .or(of_style.as_ref().and_then(|(_, place)| place.list.as_deref()))
            .filter(|l| *l != "0")
        else {
            return String::new();
        };
        let level = paragraph.place.level.or_else(|| match &of_style {
            Some((of, place)) if paragraph.place.list.is_none() => {
                place.level.or_else(|| self.numbers.level_of_style(list, of))
            }
            _ => None,
        });
        self.numbers.next(list, level.unwrap_or(0))
    }

    /// Reads what stands in a paragraph up to the end of the element that began last.
    fn inline(&mut self, reader: &mut PartReader, paragraph: &mut OpenParagraph) -> Result<(), ReadingError> {
        while let PartStep::Open(tag) = reader.step()? {
            let mut sign = None;
            match tag.name.as_str() {
                "pPr" => paragraph_properties(reader, paragraph)?,
                "r" => {
                    let hidden = std::mem::take(&mut paragraph.hidden);
                    self.inline(reader, paragraph)?;
                    paragraph.hidden = hidden;
                    continue;
                }
                "rPr" => paragraph.hidden = is_hidden(reader)?,
                "t" => {
                    let text = reader.text()?;
                    if !paragraph.hidden {
                        self.count(text.len())?;
                        paragraph.text.push_str(&text);
                    }
                }
                "tab" | "ptab" => sign = Some('\t'),
                "br" | "cr" => sign = Some('\n'),
                "noBreakHyphen" => sign = Some('-'),
                "sym" => sign = symbol(&tag),
                "footnoteReference" | "endnoteReference" => {
                    let kind = tag.name.trim_end_matches("Reference");
                    if let Some(id) = tag.get("id") {
                        paragraph.notes.push(format!("{kind} {id}"));
                    }
                    reader.skip()?;
                }
                "txbxContent" => self.blocks(reader, &mut paragraph.boxes)?,
                "p" => {
                    let mut boxes = std::mem::take(&mut paragraph.boxes);
                    let rest = self.paragraph(reader, String::new(), &mut boxes)?;
                    boxes.push(DocxPart::Paragraph(rest));
                    paragraph.boxes = boxes;
                }
                "AlternateContent" => {
                    let mut taken = false;
                    while let PartStep::Open(choice) = reader.step()? {
                        let length = paragraph.text.len() + paragraph.boxes.len();
                        match choice.name.as_str() {
                            "Choice" | "Fallback" if !taken => self.inline(reader, paragraph)?,
                            _ => reader.skip()?,
                        }
                        taken |= paragraph.text.len() + paragraph.boxes.len() > length;
                    }
                }
                name if is_left_out(name) => reader.skip()?,
                _ => self.inline(reader, paragraph)?,
            }
            if matches!(
                tag.name.as_str(),
                "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" | "sym"
            ) {
                reader.skip()?;
                if let Some(sign) = sign.filter(|_| !paragraph.hidden) {
                    paragraph.text.push(sign);
                }
            }
        }
        Ok(())
    }
}

/// Paragraphs and tables as one text.
fn flat(parts: &[DocxPart]) -> String {
    let lines = parts.iter().map(|part| match part {
        DocxPart::Paragraph(text) => text.clone(),
        DocxPart::Table(rows) => {
            let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
            rows.join("\n")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_table_of_contents(reader: &mut PartReader) -> Result<bool, ReadingError> {
    let mut found = false;
    let mut depth = 1;
    while depth > 0 {
        match reader.step()? {
            PartStep::Open(tag) => {
                found |= tag.name == "docPartGallery" && tag.get("val") == Some("Table of Contents");
                depth += 1;
            }
            PartStep::Close => depth -= 1,
            PartStep::End => break,
        }
    }
    Ok(found)
}

fn is_hidden(reader: &mut PartReader) -> Result<bool, ReadingError> {
    let mut hidden = false;
    while let PartStep::Open(tag) = reader.step()? {
        hidden |= tag.name == "vanish" && tag.is_on();
        reader.skip()?;
    }
    Ok(hidden)
}

fn paragraph_properties(reader: &mut PartReader, paragraph: &mut OpenParagraph) -> Result<(), ReadingError> {
    while let PartStep::Open(tag) = reader.step()? {
        match tag.name.as_str() {
            "pStyle" => {
                paragraph.style = tag.get("val").map(ToOwned::to_owned);
                reader.skip()?;
            }
            "numPr" => {
                while let PartStep::Open(part) = reader.step()? {
                    match (part.name.as_str(), part.get("val")) {
                        ("numId", Some(value)) => paragraph.place.list = Some(value.to_owned()),
                        ("ilvl", Some(value)) => paragraph.place.level = value.parse().ok(),
                        _ => {}
                    }
                    reader.skip()?;
                }
            }
            "rPr" => {
                while let PartStep::Open(part) = reader.step()? {
                    paragraph.goes_on |= matches!(part.name.as_str(), "del" | "moveFrom");
                    reader.skip()?;
                }
            }
            _ => reader.skip()?,
        }
    }
    Ok(())
}

/// The sign of a `w:sym`; those of symbol fonts that plans use are known, others of these fonts have no meaning as text.
fn symbol(tag: &Tag) -> Option<char> {
    let code = u32::from_str_radix(tag.get("char")?, 16).ok()?;
    let font = tag.get("font").unwrap_or_default();
    let in_font = if (0xf000..0xf100).contains(&code) {
        code - 0xf000
    } else {
        code
    };
    match (font, in_font) {
        ("Symbol", 0xa3) => Some('≤'),
        ("Symbol", 0xb3) => Some('≥'),
        ("Symbol", 0xb1) => Some('±'),
        ("Symbol", 0xb4) => Some('×'),
        ("Symbol", 0xb0) => Some('°'),
        ("Symbol", 0x25) => Some('%'),
        ("Wingdings", 0x81..=0x8a) => char::from_u32(0x2460 + in_font - 0x81),
        ("Wingdings", 0xfe | 0x52) => Some('☑'),
        ("Wingdings", 0xa8 | 0x6f | 0x71) => Some('□'),
        ("Wingdings", 0x6c) => Some('●'),
        _ if (0xe000..0xf900).contains(&code) => None,
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    }
}
