//! Values of rows, in and out.

use std::borrow::Cow;

use rusqlite::Row;
use rusqlite::types::ValueRef;

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SqlValue<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
}

impl<'a> SqlValue<'a> {
    /// The text, if it is one.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn integer(self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(n),
            _ => None,
        }
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
pub(crate) fn cell<'r>(row: &'r Row<'_>, column: usize) -> SqlValue<'r> {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(n)) => SqlValue::Integer(n),
        Ok(ValueRef::Real(x)) => SqlValue::Real(x),
        Ok(ValueRef::Text(bytes)) => SqlValue::Text(match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        }),
        Ok(ValueRef::Blob(bytes)) => SqlValue::Blob(bytes.into()),
        Ok(ValueRef::Null) | Err(_) => SqlValue::Null,
    }
}
