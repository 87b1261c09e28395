//! A GeoPackage that is filled at once.

use std::path::Path;

use rusqlite::{Connection, Error};

use super::functions::add_functions;
use crate::sqlite::{self, Access};

/// Opens an empty file to be filled: nobody sees it until it is whole, so it needs no journal on the disk.
///
/// # Errors
/// [`Error`] if the file cannot be made.
pub(crate) fn new_file(path: &Path) -> Result<Connection, Error> {
    let conn = sqlite::open(path, Access::Unshared)?;
    conn.pragma_update(None, "journal_mode", "memory")?;
    conn.pragma_update(None, "synchronous", "off")?;
    add_functions(&conn)?;
    Ok(conn)
}
