//! A row as a trigger keeps it: `name='x',geometry=X'4750…',ordinal=3`, each value as SQLite's function `quote` writes it.

use std::collections::HashMap;

use geo_types::Geometry;

use super::footprints;
use super::rows::cell_of;
use crate::model::{Cell, Cells, Kind};
use crate::sqlite::SqlValue;

/// The values of a row by column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutsideRow(HashMap<String, SqlValue<'static>>);

impl OutsideRow {
    /// Reads it; `None` if it is no such text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut values = HashMap::new();
        let mut rest = text;
        loop {
            let (name, after) = rest.split_once('=')?;
            let (value, after) = value(after)?;
            values.insert(name.to_owned(), value);
            if after.is_empty() {
                return Some(Self(values));
            }
            rest = after.strip_prefix(',')?;
        }
    }

    /// The text of a column; empty if it holds none.
    pub fn text(&self, column: &str) -> String {
        match self.0.get(column) {
            Some(SqlValue::Text(text)) => text.clone().into_owned(),
            _ => String::new(),
        }
    }

    /// The geometry of a column; `None` if it holds none that can be read.
    pub fn shape(&self, column: &str) -> Option<Geometry<f64>> {
        match self.0.get(column) {
            Some(SqlValue::Blob(bytes)) => footprints::geometry(bytes).ok(),
            _ => None,
        }
    }

    /// As a row of a table.
    pub fn cells(&self, kind: Kind) -> RowCells<'_> {
        RowCells { row: self, kind }
    }
}

/// A value at the beginning of a text, and what follows it.
fn value(text: &str) -> Option<(SqlValue<'static>, &str)> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let mut end = 0;
        loop {
            end += quoted[end..].find('\'')?;
            if !quoted[end + 1..].starts_with('\'') {
                break;
            }
            end += 2;
        }
        let value = quoted[..end].replace("''", "'");
        return Some((SqlValue::Text(value.into()), &quoted[end + 1..]));
    }
    if let Some(hex) = text.strip_prefix("X'") {
        let (hex, after) = hex.split_once('\'')?;
        let digits = hex.as_bytes().chunks(2);
        let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        let bytes: Option<Vec<u8>> = bytes.collect();
        return Some((SqlValue::Blob(bytes?.into()), after));
    }
    let end = text.find(',').unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let value = match (word, word.parse()) {
        ("NULL", _) => SqlValue::Null,
        (_, Ok(n)) => SqlValue::Integer(n),
        (word, Err(_)) => SqlValue::Real(word.parse().ok()?),
    };
    Some((value, after))
}

/// A row of a table, to be read as a record.
pub(super) struct RowCells<'r> {
    row: &'r OutsideRow,
    kind: Kind,
}

impl Cells for RowCells<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        let column = &self.kind.columns()[column];
        match self.row.0.get(column.name) {
            Some(value) => cell_of(column, value.clone()),
            None => Cell::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_quote_writes_them() {
        let conn = rusqlite::Connection::open_in_memory().expect("opened");
        let text: String = conn
            .query_row(
                "SELECT 'a=' || quote('it''s, b=''x''') || ',b=' || quote(-3) || ',c=' || quote(1.5e300) || ',d=' || quote(NULL) \
                 || ',e=' || quote(X'00ff') || ',f=' || quote('') || ',g=' || quote('镇')",
                [],
                |row| row.get(0),
            )
            .expect("asked");
        let row = OutsideRow::parse(&text).expect("read");
        assert_eq!(row.text("a"), "it's, b='x'");
        assert_eq!(row.0["b"], SqlValue::Integer(-3));
        assert_eq!(row.0["c"], SqlValue::Real(1.5e300));
        assert_eq!(row.0["d"], SqlValue::Null);
        assert_eq!(row.0["e"], SqlValue::Blob(vec![0, 255].into()));
        assert_eq!((row.text("f"), row.text("g")), (String::new(), "镇".to_owned()));
        assert_eq!(row.0.len(), 7);
        for wrong in ["", "a", "a='", "a='b'c", "a=X'0z'", "a=x", "a=1,"] {
            assert_eq!(OutsideRow::parse(wrong), None, "{wrong}");
        }
    }
}
