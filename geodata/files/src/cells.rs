//! What a cell of a spreadsheet holds before its column is known.

use crate::numbers::plain_number;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, not blank, without blanks around it.
    Text(String),
    /// A number; never NaN or infinite.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day or, where the cell shows no day, a month or year, as ISO 8601.
    Date(String),
    /// A moment, as ISO 8601.
    Moment(String),
    /// An error of a formula, such as `#REF!`.
    Broken(&'static str),
}

impl Cell {
    /// A cell of a text, which may be blank.
    pub fn text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// A cell of a number; none where it is no number.
    pub fn number(value: f64) -> Self {
        if value.is_finite() {
            Self::Number(value)
        } else {
            Self::Broken("#NUM!")
        }
    }

    /// Returns whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The text of a text cell.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(t) => Some(t),
            _ => None,
        }
    }

    /// What a person sees in it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(t) | Self::Date(t) | Self::Moment(t) => t.clone(),
            Self::Number(v) => v.to_string(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Broken(e) => (*e).to_owned(),
        }
    }

    /// The number in it, also where it was typed as text.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(v) => Some(*v),
            Self::Text(t) => plain_number(t),
            _ => None,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Number in the sheet, from 1.
    pub number: u64,
    /// Cells from the first column on; missing ones at the end are empty.
    pub cells: Vec<Cell>,
    /// Bytes of text in it, about.
    pub bytes: usize,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Columns that hold something.
    pub fn filled(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.cells.len()).filter(|i| !self.cells[*i].is_empty())
    }

    /// Returns whether it holds nothing.
    pub fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }
}
