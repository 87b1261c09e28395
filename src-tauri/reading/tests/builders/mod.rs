//! Documents written by code, for the tests of the formats.

use std::io::{Cursor, Write};

use reading::{BlockContent, Document};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

const SPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v" xmlns:wps="urn:wps""#;

/// A Word document with that body; other parts by their file names in word/.
#[allow(dead_code, reason = "not every test file builds Word documents")]
pub fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {SPACE}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let named: Vec<(String, String)> = others
        .iter()
        .map(|(name, inner)| (format!("word/{name}"), inner.replace("SPACE", SPACE)))
        .collect();
    let rels = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", main.as_bytes()),
    ];
    parts.extend(
        named
            .iter()
            .map(|(name, inner)| (name.as_str(), inner.as_bytes())),
    );
    package(&parts)
}

/// A paragraph of a Word document.
#[allow(dead_code, reason = "not every test file builds Word documents")]
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Paragraphs as they are; a row of a table as its cells with | between.
#[allow(dead_code, reason = "not every test file looks at lines")]
pub fn lines(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        match &block.content {
            BlockContent::Paragraph(text) => out.push(text.trim().to_owned()),
            BlockContent::Table(rows) => out.extend(rows.iter().map(|row| row.join("|"))),
        }
    }
    out
}
