//! An entry as the table of the journal has it, whichever version made the file.

use rusqlite::{Connection, Row};

use crate::store::{Action, JournalEntry, Stamp, StoreError};

/// The first columns of a question for entries, in the order in which [`entry`] takes them.
pub(super) fn columns(conn: &Connection) -> Result<&'static str, StoreError> {
    Ok(match has_column(conn, "uuid")? {
        true => "seq, at, who, name, note, action, target, uuid",
        false => "seq, at, who, name, note, action, target, NULL",
    })
}

pub(super) fn entry(row: &Row<'_>) -> Result<JournalEntry, rusqlite::Error> {
    Ok(JournalEntry {
        seq: row.get(0)?,
        stamp: Stamp {
            at: row.get(1)?,
            who: row.get(2)?,
        },
        name: row.get(3)?,
        note: row.get(4)?,
        action: Action::parse(&row.get::<_, String>(5)?),
        target: row.get(6)?,
        uuid: row.get(7)?,
    })
}

/// Whether the journal has a column.
pub(super) fn has_column(conn: &Connection, column: &str) -> Result<bool, StoreError> {
    let mut there = conn.prepare_cached("SELECT 1 FROM pragma_table_info('journal') WHERE name = ?")?;
    Ok(there.exists([column])?)
}
