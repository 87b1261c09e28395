//! Documents of Word (ECMA-376, WordprocessingML) on the page of official documents (GB/T 9704-2012): A4, margins of
//! 37 mm above and 28 mm left, an area of 156 × 225 mm with 22 lines of 28 characters, 仿宋 of size 3, the number of the
//! page outside. Fonts are named, not embedded.

mod parts;

use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::document::{Block, Column, Document, Table};
use parts::{AREA, BODY_END, BODY_START, FIXED};

/// Writes a document. The same document gives the same bytes.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_docx(document: &Document, out: impl Write + Seek) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in FIXED {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("word/document.xml", options)?;
    zip.write_all(body(document).as_bytes())?;
    zip.finish()?.flush()
}

fn body(document: &Document) -> String {
    let mut out = String::from(BODY_START);
    paragraph(&mut out, "Title", "", &document.title);
    paragraph(&mut out, "Subtitle", "", &document.subtitle);
    for block in &document.blocks {
        match block {
            Block::Heading(text) => paragraph(&mut out, "Heading1", "", text),
            Block::Text(text) => paragraph(&mut out, "Body", "", text),
            Block::Table(table) => {
                whole_table(&mut out, table);
                // Tables that follow each other would be one.
                paragraph(&mut out, "Gap", "", "");
            }
        }
    }
    out.push_str(BODY_END);
    out
}

fn paragraph(out: &mut String, style: &str, properties: &str, text: &str) {
    out.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>"
    ));
    if !text.is_empty() {
        let lines: Vec<String> = text.split('\n').map(escaped).collect();
        out.push_str("<w:r><w:t xml:space=\"preserve\">");
        out.push_str(&lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">"));
        out.push_str("</w:t></w:r>");
    }
    out.push_str("</w:p>");
}

fn whole_table(out: &mut String, table: &Table) {
    let widths = widths(&table.columns);
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Ruled\"/><w:tblW w:w=\"{AREA}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    ));
    for width in &widths {
        out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        cell(out, *width, "TableHead", "", column.head);
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((column, width), text) in table.columns.iter().zip(&widths).zip(row) {
            let side = if column.numbers {
                "<w:jc w:val=\"right\"/>"
            } else {
                ""
            };
            cell(out, *width, "TableText", side, text);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// The columns' widths in twips; they fill the area exactly.
fn widths(columns: &[Column]) -> Vec<u32> {
    let all: u32 = columns.iter().map(|column| column.share).sum();
    let mut edge = 0;
    let mut before = 0;
    let next = |column: &Column| {
        before += column.share;
        let start = edge;
        edge = AREA * before / all.max(1);
        edge - start
    };
    columns.iter().map(next).collect()
}

// WPS shows no cell whose width stands in the grid alone.
fn cell(out: &mut String, width: u32, style: &str, properties: &str, text: &str) {
    out.push_str(&format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
    ));
    paragraph(out, style, properties, text);
    out.push_str("</w:tc>");
}

/// A text as XML 1.0 may hold it: what it cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_area() {
        let columns = [7, 27, 12, 22, 18, 14].map(|share| Column::words("", share));
        let widths = widths(&columns);
        assert_eq!(widths.iter().sum::<u32>(), AREA);
        assert!(widths.iter().all(|width| *width > 0), "{widths:?}");
        // 7 of 100 parts of 8844 twips.
        assert_eq!(widths[0], 619);
    }

    #[test]
    fn names_are_never_markup() {
        assert_eq!(
            escaped("<w:p>&\u{1}\u{b}#set $x$ *a*\tb"),
            "&lt;w:p&gt;&amp;#set $x$ *a* b"
        );
        let mut out = String::new();
        paragraph(&mut out, "Body", "", "]]></w:t>\n路");
        assert_eq!(
            out,
            "<w:p><w:pPr><w:pStyle w:val=\"Body\"/></w:pPr><w:r><w:t xml:space=\"preserve\">]]&gt;&lt;/w:t&gt;</w:t>\
             <w:br/><w:t xml:space=\"preserve\">路</w:t></w:r></w:p>"
        );
    }
}
