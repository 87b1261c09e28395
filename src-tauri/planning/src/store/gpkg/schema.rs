//! Makes the tables of a new atlas file.

use rusqlite::Connection;

use super::{boundaries, identity, outside, tables};
use crate::geopackage;
use crate::model::Kind;
use crate::store::{SCHEMA_VERSION, StoreError};

/// Makes all tables of an empty file.
pub(super) fn create(conn: &mut Connection, at: &str) -> Result<(), StoreError> {
    let transaction = conn.transaction()?;
    geopackage::create(&transaction)?;
    for kind in Kind::ALL {
        tables::create_kind(&transaction, *kind, at)?;
    }
    boundaries::create(&transaction, at)?;
    tables::create_own(&transaction, at)?;
    outside::create(&transaction, at)?;
    identity::give_new(&transaction)?;
    set_version(&transaction)?;
    Ok(transaction.commit()?)
}

/// Says that a file is of this version.
pub(super) fn set_version(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO zhentu_meta (name, value) VALUES ('schema_version', ?) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [SCHEMA_VERSION.to_string()],
    )?;
    Ok(())
}
