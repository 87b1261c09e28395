//! Whether the tables of an atlas are what they should be. The file may be a stranger's, or another program may have
//! renamed or dropped something: what is read as if it were empty would be lost in silence.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension};
use words::{Words, said};

use crate::geopackage;
use crate::model::{Column, Kind, Storage};
use crate::sqlite::{in_words, is_busy};
use crate::store::versions::{SCHEMA_VERSION, came_after};
use crate::store::{StoreError, no_version};

/// From this schema version on all columns of the records were there.
const COMPLETE_SINCE: i64 = 2;
/// From this schema version on boundaries stand in a layer of their own.
pub(super) const BOUNDARIES_APART: i64 = 4;
/// Tables and views of a file by their names in small letters.
#[derive(Debug)]
pub(super) struct Tables(HashMap<String, bool>);

impl Tables {
    /// Reads their names.
    ///
    /// # Errors
    /// [`rusqlite::Error`] if the file cannot be read.
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
        reason: said!(
            "file.odd_table",
            "“{table}”不是普通的数据表，可能是恶意文件",
            "“{table}” is no plain table; the file may be malicious"
        ),
    }
}

/// Tables beside those of the records.
const OTHERS: [&str; 8] = [
    "zhentu_meta",
    "journal",
    "journal_rows",
    "journal_bulk",
    "attributes",
    "removed_numbers",
    "region_outlines",
    "outside_changes",
];

/// Whether this program reads or writes a table of that name, in small letters, in an atlas.
pub(super) fn is_ours(name: &str) -> bool {
    let record = name.strip_prefix("imported_").unwrap_or(name);
    OTHERS.contains(&name) || geopackage::read_tables().contains(&name) || Kind::from_table(record).is_ok()
}

/// Columns of a table, in small letters.
///
/// # Errors
/// [`StoreError::NotAnAtlas`] if one is computed whenever it is read; [`StoreError::Sql`].
fn columns(conn: &Connection, path: &Path, table: &str) -> Result<HashSet<String>, StoreError> {
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
fn check_complete(
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
    let later = |table: &str, column: Option<&str>| came_after(version, table, column);
    if version < COMPLETE_SINCE {
        return Ok(());
    }
    for table in OTHERS.into_iter().chain(geopackage::read_tables()) {
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
        let apart = |column: &&Column| column.storage == Storage::Boundary && version >= BOUNDARIES_APART;
        let gone = kind
            .columns()
            .iter()
            .filter(|column| !apart(column))
            .map(|column| column.name)
            .chain(["fid"])
            .find(|name| !there.contains(*name) && !later(table, Some(name)));
        if let Some(name) = gone {
            return Err(lacks(table, Some(name)));
        }
    }
    Ok(())
}

/// What a file says of itself.
#[derive(Debug, Clone)]
pub(super) struct FileSchema {
    /// Its schema version.
    pub version: i64,
    /// Columns that are there, by table.
    pub columns: HashMap<String, HashSet<String>>,
}

/// Checks that a file is an atlas that this program can read, and which columns it has.
///
/// # Errors
/// [`StoreError::NotAnAtlas`], [`StoreError::Newer`], [`StoreError::Lacks`], or that it is in use.
pub(super) fn identify(conn: &Connection, path: &Path) -> Result<FileSchema, StoreError> {
    let not = |reason: Words| StoreError::NotAnAtlas {
        path: path.to_owned(),
        reason,
    };
    let tables = Tables::read(conn).map_err(|e| unread(path, &e))?;
    if !tables.has("zhentu_meta") {
        return Err(not(said!(
            "file.foreign_geopackage",
            "这是别的程序的 GeoPackage，里面没有图册",
            "it is a GeoPackage of another program and holds no atlas"
        )));
    }
    tables.check_plain(path)?;
    let version = conn
        .query_row(
            "SELECT value FROM zhentu_meta WHERE name = 'schema_version'",
            [],
            |row| row.get::<_, String>(0),
        )
        .optional();
    let version = match version {
        Ok(Some(text)) => text.parse::<i64>().map_err(|_| {
            not(said!(
                "file.odd_version",
                "格式版本号无法识别",
                "its format version is not understood"
            ))
        })?,
        Ok(None) => return Err(not(no_version())),
        Err(e) => return Err(unread(path, &e)),
    };
    if version > SCHEMA_VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    let mut columns = HashMap::new();
    for kind in Kind::ALL {
        columns.insert(kind.table().to_owned(), self::columns(conn, path, kind.table())?);
    }
    check_complete(path, version, &tables, &columns)?;
    Ok(FileSchema { version, columns })
}

/// Why a file is not known to be an atlas.
fn unread(path: &Path, error: &rusqlite::Error) -> StoreError {
    if is_busy(error) {
        return StoreError::busy(path);
    }
    let (path, reason) = (path.to_owned(), in_words(error));
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure) => {
            StoreError::Io { path, reason }
        }
        _ => StoreError::NotAnAtlas { path, reason },
    }
}
