//! Values of rows, in and out.

use rusqlite::Row;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use crate::model::Cell;

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Integer(n) => ValueRef::Integer(*n),
            Cell::Real(x) => ValueRef::Real(*x),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Blob(blob) => ValueRef::Blob(blob),
        }))
    }
}

/// The bytes of a column of a row, counted from 0: of a blob or of text as it lies in the file. `None` if it is neither.
pub(crate) fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Option<&'r [u8]> {
    match row.get_ref(column) {
        Ok(ValueRef::Blob(bytes) | ValueRef::Text(bytes)) => Some(bytes),
        _ => None,
    }
}

/// The value of a column of a row, counted from 0; text that is no UTF-8 is replaced, and a column that is not there is
/// null.
pub(crate) fn cell<'r>(row: &'r Row<'_>, column: usize) -> Cell<'r> {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(n)) => Cell::Integer(n),
        Ok(ValueRef::Real(x)) => Cell::Real(x),
        Ok(ValueRef::Text(bytes)) => Cell::Text(String::from_utf8_lossy(bytes)),
        Ok(ValueRef::Blob(bytes)) => Cell::Blob(bytes.into()),
        Ok(ValueRef::Null) | Err(_) => Cell::Null,
    }
}
