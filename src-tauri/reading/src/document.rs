//! A document as a reader of a format hands it over: paragraphs and tables in reading order.

use serde::Serialize;

/// Letters of a paragraph at most: the time to read one grows with the square of its length.
const LONGEST_PARAGRAPH: usize = 10_000;

/// The format that a file is in, found from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the formats are said by their names")]
pub enum DocumentFormat {
    Text,
    Html,
    Docx,
    /// Word binary, .doc and .wps.
    Doc,
    Pdf,
    Ofd,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Paragraph, from 1, in reading order; a table counts as one.
    pub paragraph: u32,
    /// What it holds.
    pub content: BlockContent,
}

/// What a block holds.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockContent {
    /// A paragraph, wrapped lines joined, automatic numbers written out.
    Paragraph(String),
    /// Rows of cells; a merged cell's text stands in each cell it covers.
    Table(Vec<Vec<String>>),
}

/// A document in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The format it was read from.
    pub format: DocumentFormat,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

impl Document {
    /// A document without blocks.
    pub fn new(format: DocumentFormat) -> Self {
        Self {
            format,
            blocks: Vec::new(),
        }
    }

    /// Adds a paragraph unless it is blank. One of more than [`LONGEST_PARAGRAPH`] letters, which no office writes, becomes
    /// several.
    pub fn push_paragraph(&mut self, text: impl Into<String>, page: Option<u32>) {
        let text = text.into();
        let mut rest = text.as_str();
        while let Some((end, _)) = rest.char_indices().nth(LONGEST_PARAGRAPH) {
            self.push(BlockContent::Paragraph(rest[..end].to_owned()), page);
            rest = &rest[end..];
        }
        if !rest.trim().is_empty() {
            self.push(BlockContent::Paragraph(rest.to_owned()), page);
        }
    }

    /// Adds a table unless it has no rows.
    pub fn push_table(&mut self, rows: Vec<Vec<String>>, page: Option<u32>) {
        if !rows.is_empty() {
            self.push(BlockContent::Table(rows), page);
        }
    }

    fn push(&mut self, content: BlockContent, page: Option<u32>) {
        let paragraph = u32::try_from(self.blocks.len() + 1).unwrap_or(u32::MAX);
        self.blocks.push(Block {
            page,
            paragraph,
            content,
        });
    }

    /// Letters and digits of all blocks.
    pub fn letters(&self) -> usize {
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let of = |block: &Block| match &block.content {
            BlockContent::Paragraph(text) => count(text),
            BlockContent::Table(rows) => rows.iter().flatten().map(|cell| count(cell)).sum(),
        };
        self.blocks.iter().map(of).sum()
    }
}
