//! Web pages of offices: the block that holds the text, its paragraphs and tables; menus, links and feet left out.

mod tree;

use encoding_rs::UTF_8;
use files::encoding::known;
use tree::{HtmlChild, HtmlTree, is_block, tree};

use super::error::ReadingError;
use super::text_file;
use crate::document::{Document, DocumentFormat};
use crate::numbering::printed_number;
use crate::text::canonical;

/// Most bytes of text of a page, cells counted as often as they are merged over.
const MAX_TEXT: usize = 32 << 20;

/// Columns, and rows that a cell may cover.
const MAX_COLUMNS: usize = 64;
const MAX_ROWS_COVERED: usize = 1_000;

/// Part of the text below an element that one of its children must have for the text to be there.
const MAIN_PART: f64 = 0.85;

/// Whether bytes are a web page.
pub fn is_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes[..bytes.len().min(8192)]
        .iter()
        .filter(|b| **b != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let head = String::from_utf8_lossy(&head);
    let start = head.trim_start_matches(|c: char| c == '\u{feff}' || c == '\u{fffd}' || c.is_whitespace());
    start.starts_with('<')
        && ["<html", "<!doctype html", "<body", "<div", "<p>", "<p ", "<table"]
            .iter()
            .any(|mark| start.contains(mark))
}

fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .unwrap_or(rest.len());
    known(&rest[..end])
}

/// Reads a web page.
///
/// # Errors
/// [`ReadingError`].
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Document, ReadingError> {
    let stated = declared(bytes)
        .filter(|e| *e != UTF_8 || std::str::from_utf8(bytes).is_ok())
        .filter(|_| encoding_rs::Encoding::for_bom(bytes).is_none())
        .map(|e| e.name());
    let text = text_file::decoded(bytes, encoding.or(stated))?;
    let mut page = HtmlPage {
        tree: tree(&text)?,
        weights: Vec::new(),
        written: 0,
    };
    page.weigh();
    let main = page.main_element();
    let mut out = HtmlBlocks::default();
    page.emit(main, 0, &mut out)?;
    out.flush();
    let mut document = Document::new(DocumentFormat::Html);
    if let Some(title) = page.title_outside(&out) {
        document.push_paragraph(title, None);
    }
    for block in out.blocks {
        match block {
            HtmlBlock::Paragraph(text) => document.push_paragraph(text, None),
            HtmlBlock::Table(rows) => document.push_table(rows, None),
        }
    }
    Ok(document)
}

enum HtmlBlock {
    Paragraph(String),
    Table(Vec<Vec<String>>),
}

#[derive(Default)]
struct HtmlBlocks {
    blocks: Vec<HtmlBlock>,
    open: String,
    /// Whether lines are paragraphs, as in `pre`.
    lines_count: bool,
    /// The number of the item of a list that begins.
    number: Option<String>,
}

impl HtmlBlocks {
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.open);
        if text.trim().is_empty() {
            return;
        }
        let text = match self.number.take() {
            Some(number) if printed_number(&canonical(&text)).is_none() => {
                format!("{number}{}", text.trim_start())
            }
            _ => text,
        };
        self.blocks.push(HtmlBlock::Paragraph(text));
    }

    /// Adds text, with runs of blanks and line ends as one blank; in `pre` a line is a paragraph.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.lines_count => self.flush(),
                ' ' | '\n' | '\r' | '\t' | '\u{c}' if !self.lines_count => {
                    if !self.open.ends_with(' ') && !self.open.is_empty() {
                        self.open.push(' ');
                    }
                }
                c => self.open.push(c),
            }
        }
    }

    /// All as one text, a line for each paragraph.
    fn flat(mut self) -> String {
        self.flush();
        let lines = self.blocks.into_iter().map(|block| match block {
            HtmlBlock::Paragraph(text) => text.trim().to_owned(),
            HtmlBlock::Table(rows) => rows.concat().join("\n"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

struct HtmlPage {
    tree: HtmlTree,
    /// Letters below each element that are not those of links.
    weights: Vec<usize>,
    written: usize,
}

impl HtmlPage {
    fn name(&self, at: usize) -> &str {
        &self.tree.elements[at].name
    }

    fn elements_in(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree.elements[at].children.iter().filter_map(|c| match c {
            HtmlChild::Element(at) => Some(*at),
            HtmlChild::Text(_) => None,
        })
    }

    /// Elements come before those in them, so that sums are made from the end.
    fn weigh(&mut self) {
        let count = self.tree.elements.len();
        self.weights = vec![0; count];
        for at in (0..count).rev() {
            if self.is_never_text(at) || self.name(at) == "a" {
                continue;
            }
            let own = self.tree.elements[at].children.iter().map(|child| match child {
                HtmlChild::Text(text) => text.chars().filter(|c| c.is_alphanumeric()).count(),
                HtmlChild::Element(at) => self.weights[*at],
            });
            self.weights[at] = own.sum();
        }
    }

    fn is_never_text(&self, at: usize) -> bool {
        let element = &self.tree.elements[at];
        let hidden = element.get("hidden").is_some()
            || element.get("style").is_some_and(|s| {
                let style: String = s.chars().filter(|c| !c.is_whitespace()).collect();
                style.to_ascii_lowercase().contains("display:none")
            });
        hidden
            || matches!(
                element.name.as_str(),
                "script"
                    | "style"
                    | "noscript"
                    | "nav"
                    | "footer"
                    | "aside"
                    | "svg"
                    | "button"
                    | "select"
                    | "iframe"
                    | "template"
                    | "textarea"
                    | "object"
                    | "head"
                    | "xmp"
                    | "noframes"
            )
    }

    /// Menus, paths and feet by the names that pages give them, unless most of the text is there.
    fn is_chrome(&self, at: usize) -> bool {
        const NAMES: [&str; 12] = [
            "footer",
            "nav",
            "breadcrumb",
            "crumb",
            "sidebar",
            "share",
            "copyright",
            "menu",
            "pagination",
            "related",
            "toolbar",
            "qrcode",
        ];
        let element = &self.tree.elements[at];
        let named = [element.get("class"), element.get("id")]
            .into_iter()
            .flatten()
            .any(|name| {
                let name = name.to_ascii_lowercase();
                NAMES.iter().any(|n| name.contains(n))
            });
        named && is_block(&element.name) && self.weights[at] * 3 < self.weights[0]
    }

    fn main_element(&self) -> usize {
        let mut at = 0;
        loop {
            let whole = self.weights[at] as f64;
            let next = self.elements_in(at).find(|child| {
                self.weights[*child] as f64 >= whole * MAIN_PART
                    && !matches!(self.name(*child), "p" | "li" | "ul" | "ol" | "span" | "pre")
                    && !self.is_data_table(*child)
            });
            match next {
                Some(child) if whole > 0.0 => at = child,
                _ => return at,
            }
        }
    }

    /// Cells of the rows of a table, not those of tables in it.
    fn rows(&self, table: usize) -> Vec<Vec<usize>> {
        let mut rows = Vec::new();
        let mut waiting: Vec<usize> = self.elements_in(table).collect();
        waiting.reverse();
        while let Some(at) = waiting.pop() {
            match self.name(at) {
                "tr" => rows.push(
                    self.elements_in(at)
                        .filter(|c| matches!(self.name(*c), "td" | "th"))
                        .collect(),
                ),
                "tbody" | "thead" | "tfoot" => {
                    let mut inner: Vec<usize> = self.elements_in(at).collect();
                    inner.reverse();
                    waiting.extend(inner);
                }
                _ => {}
            }
        }
        rows
    }

    fn holds_table(&self, at: usize) -> bool {
        let mut waiting: Vec<usize> = self.elements_in(at).collect();
        while let Some(at) = waiting.pop() {
            if self.name(at) == "table" {
                return true;
            }
            waiting.extend(self.elements_in(at));
        }
        false
    }

    /// A table of facts, not one that lays the page out.
    fn is_data_table(&self, at: usize) -> bool {
        if self.name(at) != "table" {
            return false;
        }
        let rows = self.rows(at);
        rows.iter().filter(|row| row.len() >= 2).count() >= 2
            && rows.iter().flatten().all(|cell| self.weights[*cell] <= 3_000)
            && !self.holds_table(at)
    }

    fn count(&mut self, bytes: usize) -> Result<(), ReadingError> {
        self.written = self.written.saturating_add(bytes);
        if self.written > MAX_TEXT {
            return Err(ReadingError::TooMuch(format!("文字超过 {} MiB", MAX_TEXT >> 20)));
        }
        Ok(())
    }

    fn emit(&mut self, at: usize, depth: usize, out: &mut HtmlBlocks) -> Result<(), ReadingError> {
        if self.is_never_text(at) || self.is_chrome(at) && depth > 0 {
            return Ok(());
        }
        let name = self.name(at).to_owned();
        if self.is_data_table(at) {
            out.flush();
            let rows = self.table(at)?;
            out.blocks.push(HtmlBlock::Table(rows));
            return Ok(());
        }
        let block = is_block(&name);
        if block || name == "br" {
            out.flush();
        }
        let mut counted = match name.as_str() {
            "ol" => self.tree.elements[at]
                .get("start")
                .and_then(|s| s.parse().ok())
                .or(Some(1_i64)),
            _ => None,
        };
        let lines_counted = out.lines_count;
        out.lines_count |= name == "pre";
        let children = std::mem::take(&mut self.tree.elements[at].children);
        let mut done = Ok(());
        for child in &children {
            done = match child {
                HtmlChild::Text(text) => {
                    out.push(text);
                    self.count(text.len())
                }
                HtmlChild::Element(child) => {
                    if let Some(number) = &mut counted
                        && self.name(*child) == "li"
                    {
                        out.flush();
                        out.number = Some(format!("{number}."));
                        *number += 1;
                    }
                    self.emit(*child, depth + 1, out)
                }
            };
            if done.is_err() {
                break;
            }
        }
        self.tree.elements[at].children = children;
        out.lines_count = lines_counted;
        if block {
            out.flush();
            out.number = None;
        }
        done
    }

    /// Rows of a table; a cell's text stands in each cell it covers.
    fn table(&mut self, at: usize) -> Result<Vec<Vec<String>>, ReadingError> {
        let mut grid: Vec<Vec<String>> = Vec::new();
        // For each column the rows that the cell above still covers.
        let mut covered: Vec<usize> = Vec::new();
        for cells in self.rows(at) {
            let mut line: Vec<String> = Vec::new();
            let from_above = |line: &mut Vec<String>, covered: &mut Vec<usize>| {
                while let Some(rows) = covered.get_mut(line.len()).filter(|rows| **rows > 0) {
                    *rows -= 1;
                    let above: Option<&String> = grid.last().and_then(|above| above.get(line.len()));
                    line.push(above.cloned().unwrap_or_default());
                }
            };
            for cell in cells {
                from_above(&mut line, &mut covered);
                let span = |name: &str, most: usize| {
                    let span = self.tree.elements[cell].get(name);
                    let span = span.and_then(|s| s.trim().parse().ok()).unwrap_or(1);
                    std::cmp::Ord::clamp(span, 1, most)
                };
                let across = span("colspan", MAX_COLUMNS).min(MAX_COLUMNS.saturating_sub(line.len()));
                let down = span("rowspan", MAX_ROWS_COVERED);
                let mut inner = HtmlBlocks::default();
                self.emit(cell, 1, &mut inner)?;
                let text = inner.flat();
                self.count((text.len() + 24) * across.max(1) * down)?;
                for _ in 0..across {
                    if covered.len() <= line.len() {
                        covered.resize(line.len() + 1, 0);
                    }
                    covered[line.len()] = down - 1;
                    line.push(text.clone());
                }
            }
            from_above(&mut line, &mut covered);
            grid.push(line);
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        for line in &mut grid {
            line.resize(width, String::new());
        }
        grid.retain(|line| !line.is_empty());
        Ok(grid)
    }

    /// The title of the page, where the block of the text begins without it.
    fn title_outside(&mut self, text: &HtmlBlocks) -> Option<String> {
        let of_meta = self.tree.elements.iter().find_map(|e| {
            let name = e.get("name").filter(|_| e.name == "meta")?;
            name.eq_ignore_ascii_case("ArticleTitle")
                .then(|| e.get("content"))?
        });
        let title = match of_meta.filter(|t| !t.trim().is_empty()) {
            Some(title) => title.to_owned(),
            None => {
                let at = (0..self.tree.elements.len()).find(|at| self.name(*at) == "h1")?;
                let mut heading = HtmlBlocks::default();
                self.emit(at, 1, &mut heading).ok()?;
                heading.flat().replace('\n', "")
            }
        };
        let title = canonical(&title);
        let begin: String = text
            .blocks
            .iter()
            .filter_map(|b| match b {
                HtmlBlock::Paragraph(text) => Some(canonical(text)),
                HtmlBlock::Table(_) => None,
            })
            .take(8)
            .collect();
        (title.chars().count() >= 4 && !begin.contains(&title)).then_some(title)
    }
}
