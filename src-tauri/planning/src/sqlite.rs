//! SQLite files: opening them, values in and out, and the guard against files that would harm. Nothing here knows what a
//! table means.

mod file_state;
mod guard;
mod holders;
mod value;
mod words;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub(crate) use file_state::{
    Fingerprint, Header, beside, followed, is_being_written, journal_names_another_file, open_plain,
};
pub(crate) use guard::{Watch, allow_long_values, interrupted, limit_values, stop_when};
pub(crate) use holders::holders;
pub(crate) use value::{SqlValue, bytes, cell};
pub(crate) use words::{in_words, is_busy, needs_rollback};

/// How long a connection waits for another program that writes.
const BUSY: Duration = Duration::from_secs(10);
/// Statements that stay prepared: an edit of every table needs some.
const PREPARED: usize = 64;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Read without a lock. What others write meanwhile is not noticed, so [`Fingerprint`] has to be looked at afterwards.
    Immutable,
    /// Read beside others: while something is read nobody can change the file under it.
    Read,
    /// Read and write.
    Write,
    /// Write a file that nobody else knows of: who made it may hold a lock on it.
    Unshared,
}

/// Opens a file that is there: the one way to open any, as each may be a stranger's. Its schema is not trusted; views are
/// off, and triggers unless it is written to.
///
/// # Errors
/// If there is no such file or SQLite cannot open it; what is in it is not looked at.
pub(crate) fn open(path: &Path, access: Access) -> Result<Connection, rusqlite::Error> {
    uncounted();
    let rights = match access {
        Access::Write | Access::Unshared => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read | Access::Immutable => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = rights | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = match access {
        Access::Immutable => Connection::open_with_flags(immutable_uri(path), flags)?,
        #[cfg(unix)]
        Access::Unshared => {
            let flags = flags - OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags_and_vfs(path, flags, c"unix-none")?
        }
        // Without the flag a name that begins with "file:" is a name.
        _ => Connection::open_with_flags(path, flags - OpenFlags::SQLITE_OPEN_URI)?,
    };
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    guard::restrain(&connection, access)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    Ok(connection)
}

/// Opens a file to read it beside whoever else has it open, and says how.
///
/// Only two are read without a lock: one that says that it is written through a `-wal` while there is none, since SQLite
/// would make one only to look; and one on a disk that cannot be locked.
///
/// # Errors
/// As [`open`], or that another program writes to it; what is wrong with the file itself is said by the first question.
pub(crate) fn open_to_read(path: &Path) -> Result<(Connection, Access), rusqlite::Error> {
    let wal = Header::read(path).ok().flatten().is_some_and(|header| header.wal);
    let access = if wal && !beside(path, "-wal").exists() {
        Access::Immutable
    } else {
        Access::Read
    };
    let connection = open(path, access)?;
    let locked = connection.query_row("PRAGMA schema_version", [], |_| Ok(()));
    match locked {
        Err(error) if is_busy(&error) => Err(error),
        Err(error) if words::cannot_lock(&error) && !is_being_written(path) => {
            Ok((open(path, Access::Immutable)?, Access::Immutable))
        }
        _ => Ok((connection, access)),
    }
}

/// Opens a file of another program to read it, whose layers or tiles may be views. Whatever gives no row for longer than
/// `patience` is broken off.
///
/// # Errors
/// As [`open_to_read`].
pub(crate) fn open_foreign(path: &Path, patience: Duration) -> Result<(Connection, Watch), rusqlite::Error> {
    let (mut connection, _) = open_to_read(path)?;
    guard::allow_views(&mut connection)?;
    let watch = Watch::set(&mut connection, patience)?;
    Ok((connection, watch))
}

/// The address by which SQLite reads a file as one that does not change.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' if cfg!(windows) => uri.push('/'),
            c => uri.push(c),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// A name as SQL takes it, whatever it holds.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Whether a file has a table of that name.
///
/// # Errors
/// [`rusqlite::Error`] if the file cannot be read.
pub(crate) fn has_table(connection: &Connection, table: &str) -> Result<bool, rusqlite::Error> {
    connection
        .prepare_cached("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE")?
        .exists([table])
}

/// Tells SQLite not to count the memory it takes, which costs a lock for each piece. It listens only before its first
/// connection; later this does nothing.
fn uncounted() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        #[allow(unsafe_code, reason = "rusqlite has no way to set it")]
        // SAFETY: this option takes one int; SQLite refuses it once it is at work.
        unsafe {
            rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_MEMSTATUS, 0 as std::ffi::c_int)
        };
    });
}
