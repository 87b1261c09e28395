//! Whether the tables of an atlas are what they should be. The file may be a stranger's, or another program may have
//! renamed or dropped something: what is read as if it were empty would be lost in silence.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rusqlite::Connection;

use super::StoreError;
use crate::model::Kind;

/// From this schema version on all columns of the records were there.
const COMPLETE_SINCE: i64 = 2;
/// What came later: with which version, which table, and which column of it or all of it.
const ADDED: &[(i64, &str, Option<&str>)] = &[];

/// Tables and views of a file by their names in small letters.
#[derive(Debug)]
pub(super) struct Tables(HashMap<String, bool>);

impl Tables {
    /// Reads their names.
    ///
    /// # Errors
    /// If SQLite cannot read the file.
    pub fn read(conn: &Connection) -> Result<Self, rusqlite::Error> {
        let mut all = conn.prepare_cached(
            "SELECT name, type = 'table' AND rootpage > 0 FROM sqlite_master WHERE type IN ('table', 'view')",
        )?;
        let all = all.query_map([], |row| {
            Ok((row.get::<_, String>(0)?.to_ascii_lowercase(), row.get(1)?))
        })?;
        Ok(Self(all.collect::<Result<_, _>>()?))
    }

    /// Whether there is one of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Checks that what an atlas is read from are plain tables: a view or a virtual table may go on without end.
    ///
    /// # Errors
    /// [`StoreError::NotAnAtlas`] naming the one that is not.
    pub fn check_plain(&self, path: &Path) -> Result<(), StoreError> {
        let own = self.0.iter().find(|(name, plain)| !**plain && is_ours(name));
        match own {
            None => Ok(()),
            Some((name, _)) => Err(not_plain(path, name)),
        }
    }
}

fn not_plain(path: &Path, table: &str) -> StoreError {
    StoreError::NotAnAtlas {
        path: path.to_owned(),
        reason: format!("“{table}”不是普通的数据表，可能是恶意文件"),
    }
}

/// Tables beside those of the records.
const OTHERS: [&str; 9] = [
    "zhentu_meta",
    "journal",
    "journal_rows",
    "journal_bulk",
    "attributes",
    "removed_numbers",
    "gpkg_contents",
    "gpkg_geometry_columns",
    "gpkg_spatial_ref_sys",
];

/// Whether this program reads or writes a table of that name, in small letters, in an atlas.
pub(super) fn is_ours(name: &str) -> bool {
    let record = name.strip_prefix("imported_").unwrap_or(name);
    OTHERS.contains(&name) || Kind::from_table(record).is_ok()
}

/// Columns of a table, in small letters.
///
/// # Errors
/// [`StoreError::NotAnAtlas`] if one is computed whenever it is read; [`StoreError::Sql`].
pub(super) fn columns(conn: &Connection, path: &Path, table: &str) -> Result<HashSet<String>, StoreError> {
    let mut all = conn.prepare_cached("SELECT name, hidden FROM pragma_table_xinfo(?)")?;
    let mut rows = all.query([table])?;
    let mut columns = HashSet::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if row.get::<_, i64>(1)? != 0 {
            return Err(not_plain(path, &format!("{table}.{name}")));
        }
        columns.insert(name.to_ascii_lowercase());
    }
    Ok(columns)
}

/// Checks that all tables and columns of a schema version are there; an older file may lack what came later.
///
/// # Errors
/// [`StoreError::Lacks`] naming the table or the column that is not there.
pub(super) fn check_complete(
    path: &Path,
    version: i64,
    tables: &Tables,
    columns: &HashMap<String, HashSet<String>>,
) -> Result<(), StoreError> {
    let lacks = |table: &str, column: Option<&str>| StoreError::Lacks {
        path: path.to_owned(),
        table: table.to_owned(),
        column: column.map(str::to_owned),
    };
    let later = |table: &str, column: Option<&str>| {
        ADDED
            .iter()
            .any(|(since, t, c)| *since > version && *t == table && (c.is_none() || *c == column))
    };
    if version < COMPLETE_SINCE {
        return Ok(());
    }
    for table in OTHERS {
        if !tables.has(table) && !later(table, None) {
            return Err(lacks(table, None));
        }
    }
    for kind in Kind::ALL {
        let table = kind.table();
        let there = columns.get(table).filter(|there| !there.is_empty());
        let Some(there) = there else {
            if later(table, None) {
                continue;
            }
            return Err(lacks(table, None));
        };
        let gone = kind
            .columns()
            .iter()
            .map(|column| column.name)
            .chain(["fid"])
            .find(|name| !there.contains(*name) && !later(table, Some(name)));
        if let Some(name) = gone {
            return Err(lacks(table, Some(name)));
        }
    }
    Ok(())
}
