//! A table of a page as a workbook for paper: the rows and columns that are seen, with a title and what it is about.

use std::path::Path;

use geodata::formats::spreadsheet::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};
use serde::Deserialize;
use ts_rs::TS;

use super::ExportError;

/// A table as a page shows it.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct PageTable {
    /// Its title; the tab is called so too.
    pub title: String,
    /// Lines under the title: what is shown, as of which day, in which unit.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<PageColumn>,
    /// Its rows, a cell a column; what is missing is empty.
    pub rows: Vec<Vec<Option<PageCell>>>,
    /// How many columns stay where they are when the others move.
    pub held: u16,
    /// What stands at the foot of each page, as the day of the table.
    pub foot: String,
}

/// A column of a page's table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PageColumn {
    /// What stands above it.
    pub heading: String,
    /// What its cells look like.
    pub look: PageLook,
}

/// What the cells of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageLook {
    /// A text of any length.
    Text,
    /// A short word, in the middle.
    Word,
    /// An amount in 万元.
    Money,
    /// A whole number.
    Count,
    /// A number with up to three decimals.
    Number,
    /// Per cent, 62 for 62 %.
    Percent,
}

/// A cell of a page's table.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(untagged)]
pub enum PageCell {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl PageLook {
    fn look(self) -> Look {
        match self {
            Self::Text => Look::Text,
            Self::Word => Look::Word,
            Self::Money => Look::Money,
            Self::Count => Look::Count,
            Self::Number => Look::Number(3),
            Self::Percent => Look::Percent,
        }
    }
}

/// Writes a table of a page as `.xlsx`; how many rows. Texts stay texts, also those that begin as a formula does.
///
/// # Errors
/// [`ExportError::TableFormat`] for another ending, [`ExportError::Exists`] unless `overwrite`, [`ExportError::Write`]; an
/// unfinished file is never left behind.
pub fn write_page_table(path: &Path, table: PageTable, overwrite: bool) -> Result<u64, ExportError> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    if ending.as_deref() != Some("xlsx") {
        return Err(ExportError::TableFormat {
            name: ending.unwrap_or_default(),
            known: "xlsx",
        });
    }
    if path.exists() && !overwrite {
        return Err(ExportError::Exists {
            path: path.to_owned(),
        });
    }
    let columns = table.columns.into_iter().map(|column| PrintedColumn {
        heading: column.heading,
        look: column.look.look(),
        summed: false,
    });
    let mut book = PrintedBook::create(path)?;
    book.begin(PrintedSheet {
        name: table.title.clone(),
        title: table.title,
        notes: table.notes,
        columns: columns.collect(),
        held: table.held,
        foot: table.foot,
    })?;
    for row in table.rows {
        let cells = row.into_iter().map(|cell| match cell {
            Some(PageCell::Number(number)) => PrintedCell::Number(number),
            Some(PageCell::Text(text)) => PrintedCell::Text(text),
            None => PrintedCell::Empty,
        });
        book.row(&cells.collect::<Vec<_>>())?;
    }
    let rows = book.rows();
    book.finish()?;
    Ok(rows)
}
