//! What a report says, in the order of its pages, whatever kind of file holds it.

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
    /// What follows, from the top.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of the first level, with its number: 一、牵头任务.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Table),
}

/// A table; its head stands again on each page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has as many cells as there are columns. Lines of a cell are parted by `\n`.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: &'static str,
    /// Its share of the width.
    pub share: u32,
    /// Whether it holds numbers, which stand at the right.
    pub numbers: bool,
}

impl Column {
    /// A column of words.
    pub(crate) const fn words(head: &'static str, share: u32) -> Self {
        Self {
            head,
            share,
            numbers: false,
        }
    }

    /// A column of numbers.
    pub(crate) const fn numbers(head: &'static str, share: u32) -> Self {
        Self {
            head,
            share,
            numbers: true,
        }
    }
}

/// Numbers of headings of the first level (GB/T 9704-2012, 7.3.3).
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

impl Document {
    /// Begins a section under the next number.
    pub(crate) fn section(&mut self, title: &str) {
        let before = |block: &&Block| matches!(block, Block::Heading(_));
        let numeral = NUMERALS.get(self.blocks.iter().filter(before).count());
        let number = numeral.map_or_else(String::new, |numeral| format!("{numeral}、"));
        self.blocks.push(Block::Heading(format!("{number}{title}")));
    }

    /// Adds a table, unless it has no rows.
    pub(crate) fn table(&mut self, columns: &[Column], rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            let columns = columns.to_vec();
            self.blocks.push(Block::Table(Table { columns, rows }));
        }
    }
}
