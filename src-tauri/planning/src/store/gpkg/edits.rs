//! One edit of a change, written to the tables.

use rusqlite::Connection;

use super::{kept, rows};
use crate::change::Edit;
use crate::store::StoreError;

/// Writes the row that an edit leaves, or takes it out.
///
/// # Errors
/// [`StoreError::Lost`] if the row before is not there, [`StoreError::Sql`].
pub(super) fn write_edit(conn: &Connection, edit: &Edit) -> Result<(), StoreError> {
    match (&edit.before, &edit.after) {
        (None, Some(row)) => {
            rows::insert_all(conn, row.kind(), std::slice::from_ref(row))?;
            kept::renumber(conn, row.kind(), row.id())
        }
        (Some(before), Some(row)) => rows::update(conn, before, row),
        (_, None) => {
            kept::keep_imported(conn, edit.kind, &edit.id)?;
            rows::delete(conn, edit.kind, &edit.id)
        }
    }
}
