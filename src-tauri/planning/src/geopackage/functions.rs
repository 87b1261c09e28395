//! The SQL functions that the R-tree triggers of a GeoPackage call (OGC 12-128r17, annex F.3): `ST_IsEmpty`,
//! `ST_MinX`, `ST_MaxX`, `ST_MinY`, `ST_MaxY`.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error};

use super::blob::{envelope, is_empty};

/// Adds the functions to a connection, for whoever writes to a feature table. They are allowed in triggers of a schema that is not trusted.
///
/// # Errors
/// If SQLite has no memory for them.
pub(crate) fn add_functions(connection: &Connection) -> Result<(), Error> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function(c"ST_IsEmpty", 1, flags, |values| {
        Ok(bytes(values).and_then(is_empty))
    })?;
    for (i, name) in [c"ST_MinX", c"ST_MaxX", c"ST_MinY", c"ST_MaxY"]
        .into_iter()
        .enumerate()
    {
        connection.create_scalar_function(name, 1, flags, move |values| {
            Ok(bytes(values).and_then(envelope).map(|bounds| bounds[i]))
        })?;
    }
    Ok(())
}

/// The first argument, if it is a blob.
fn bytes<'v>(values: &'v Context<'_>) -> Option<&'v [u8]> {
    match values.get_raw(0) {
        ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    }
}
