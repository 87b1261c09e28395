//! Makes the tables of a new atlas file; a file of an older version gets what it lacks at its first change.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::Connection;

use super::failure::begin;
use super::structure::{self, Found, SCHEMA_VERSION};
use super::tables::{self, NEVER};
use super::{identity, triggers};
use crate::geopackage;
use crate::model::Kind;
use crate::store::StoreError;

/// Makes all tables of an empty file.
pub(super) fn create(conn: &mut Connection, at: &str) -> Result<(), StoreError> {
    let transaction = conn.transaction()?;
    geopackage::create(&transaction)?;
    for kind in Kind::ALL {
        tables::create_kind(&transaction, *kind, at)?;
    }
    tables::create_own(&transaction, at)?;
    identity::give_new(&transaction)?;
    set_version(&transaction)?;
    Ok(transaction.commit()?)
}

fn set_version(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO zhentu_meta (name, value) VALUES ('schema_version', ?) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [SCHEMA_VERSION.to_string()],
    )?;
    Ok(())
}

/// Brings the tables of an older file up to this version: tables and columns that were added since are made, and its
/// journal is tied together; rows keep what they have. Done in one transaction, before the first change.
///
/// # Errors
/// What SQLite says; the file is as before then.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let found = structure::identify(conn, path)?;
    let lacks = Kind::ALL.iter().any(|k| {
        let there = found.columns.get(k.table());
        k.columns()
            .iter()
            .any(|c| !there.is_some_and(|t| t.contains(c.name)))
    });
    let current = found.version == SCHEMA_VERSION && tables::has_bulk(conn)?;
    let transaction = begin(conn, path)?;
    triggers::check(&transaction, path)?;
    if lacks || !current {
        add_missing(&transaction, &found)?;
    }
    Ok(transaction.commit()?)
}

fn add_missing(conn: &Connection, found: &Found) -> Result<(), StoreError> {
    for kind in Kind::ALL.iter().copied() {
        let empty = HashSet::new();
        let there = found.columns.get(kind.table()).unwrap_or(&empty);
        if there.is_empty() {
            tables::create_kind(conn, kind, NEVER)?;
            continue;
        }
        for column in kind.columns().iter().filter(|c| !there.contains(c.name)) {
            tables::add_column(conn, kind, column)?;
        }
    }
    tables::create_bulk(conn, NEVER)?;
    identity::give_old(conn)?;
    set_version(conn)
}
