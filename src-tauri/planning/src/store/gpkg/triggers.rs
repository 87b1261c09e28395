//! The triggers of an atlas before it is first changed. They run within every change, so those of a stranger could change
//! anything, the journal too.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;

use super::structure::is_ours;
use super::{outside, tables};
use crate::geopackage;
use crate::store::StoreError;

/// Puts triggers of the R-trees, and those that keep what others change, that are not as this program makes them in order. Those that GDAL makes to count features
/// are let be, as is whatever stands on tables of others.
///
/// # Errors
/// [`StoreError::ForeignTrigger`] naming one that would run at our changes; [`StoreError::Sql`].
pub(super) fn check(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let own: HashMap<String, String> = tables::triggers().chain(outside::triggers()).collect();
    let mut all = conn.prepare(
        "SELECT name, lower(tbl_name), coalesce(sql, '') FROM sqlite_master WHERE type = 'trigger'",
    )?;
    let all: Vec<(String, String, String)> = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (name, table, sql) in all {
        if !fires_for_us(&table) || geopackage::counts_features(&table, &sql) {
            continue;
        }
        let known = own.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        match known {
            Some((_, known)) if geopackage::plain(known) == geopackage::plain(&sql) => {}
            Some((known, made)) => {
                conn.execute_batch(&format!("DROP TRIGGER \"{known}\"; {made}"))?;
            }
            None if geopackage::index_trigger(&name, &table, "geometry") => {
                conn.execute_batch(&format!("DROP TRIGGER {}", crate::sqlite::quoted(&name)))?;
            }
            None => {
                return Err(StoreError::ForeignTrigger {
                    path: path.to_owned(),
                    name,
                    table,
                });
            }
        }
    }
    Ok(())
}

/// Whether a change of ours writes to a table, given in small letters.
fn fires_for_us(table: &str) -> bool {
    is_ours(table)
        || geopackage::is_standard_table(table)
        || geopackage::is_index(table)
        || table.starts_with("shelf_")
}
