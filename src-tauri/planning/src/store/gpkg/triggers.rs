//! The triggers of an atlas before it is first changed. They run within every change, so those of a stranger could change
//! anything, the journal too.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;

use super::structure::is_ours;
use super::tables;
use crate::store::StoreError;

/// Puts triggers of the R-trees that are not as this program makes them in order. Those that GDAL makes to count features
/// are let be, as is whatever stands on tables of others.
///
/// # Errors
/// [`StoreError::ForeignTrigger`] naming one that would run at our changes; [`StoreError::Sql`].
pub(super) fn check(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let own: HashMap<String, String> = tables::triggers().collect();
    let mut all = conn.prepare(
        "SELECT name, lower(tbl_name), coalesce(sql, '') FROM sqlite_master WHERE type = 'trigger'",
    )?;
    let all: Vec<(String, String, String)> = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (name, table, sql) in all {
        if !fires_for_us(&table) || counts_features(&table, &sql) {
            continue;
        }
        let known = own.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        match known {
            Some((_, known)) if plain(known) == plain(&sql) => {}
            Some((known, made)) => {
                conn.execute_batch(&format!("DROP TRIGGER \"{known}\"; {made}"))?;
            }
            None if of_rtree(&name, &table) => {
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
        || ["gpkg_extensions", "gpkg_ogr_contents"].contains(&table)
        || ["rtree_", "shelf_"].iter().any(|start| table.starts_with(start))
}

/// Whether it is one of the triggers by which GDAL keeps an R-tree of ours, of a later version of the standard.
fn of_rtree(name: &str, table: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let rest = name.strip_prefix(&format!("rtree_{table}_geometry_update"));
    rest.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a trigger does no more than to count the features of its table, as GDAL has it.
fn counts_features(table: &str, sql: &str) -> bool {
    [("insert", '+'), ("delete", '-')].iter().any(|(event, sign)| {
        let known = format!(
            "create trigger trigger_{event}_feature_count_{table} after {event} on {table} begin update gpkg_ogr_contents \
             set feature_count = feature_count {sign} 1 where lower(table_name) = lower('{table}'); end"
        );
        plain(sql) == plain(&known)
    })
}

/// A statement without what makes no difference: marks around names, space, capitals, a last semicolon.
fn plain(sql: &str) -> String {
    let kept = sql.chars().filter(|c| !c.is_whitespace() && *c != '"');
    let kept: String = kept.collect();
    kept.trim_end_matches(';').to_ascii_lowercase()
}
