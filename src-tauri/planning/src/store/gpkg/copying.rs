//! A complete copy of an atlas file, also while it is open and written through a `-wal`: SQLite copies what a reader sees at
//! one moment, and the copy appears when it is whole.

use std::path::Path;

use files::atomic_file::AtomicFile;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};

use crate::sqlite;
use crate::store::StoreError;

/// Copies an atlas file to `to`, over a file that is there if `overwrite`.
///
/// # Errors
/// [`StoreError::Exists`] if there is one, or it is the same file; [`StoreError::Sql`], [`StoreError::Io`]: nothing is left
/// behind then.
pub fn copy(from: &Path, to: &Path, overwrite: bool) -> Result<(), StoreError> {
    let taken = || StoreError::Exists { path: to.to_owned() };
    let same = |a: &Path, b: &Path| std::fs::canonicalize(a).ok() == std::fs::canonicalize(b).ok();
    if to.exists() && (!overwrite || same(from, to)) {
        return Err(taken());
    }
    let (source, _) = sqlite::open_to_read(from)?;
    let copy = AtomicFile::beside(to)?;
    let mut target = Connection::open(copy.path())?;
    let mut step = Ok(StepResult::More);
    {
        let backup = Backup::new(&source, &mut target)?;
        // All pages in one step: whoever writes meanwhile is not seen, and does not make it begin anew.
        for _ in 0..3 {
            step = backup.step(-1);
            if matches!(step, Ok(StepResult::Done) | Err(_)) {
                break;
            }
        }
    }
    match step? {
        StepResult::Done => {}
        _ => return Err(busy(from)),
    }
    // One file, whatever the other one was.
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)?;
    if overwrite {
        copy.place()?
    } else {
        copy.place_new()?
    };
    Ok(())
}

/// That another program keeps the file to itself.
fn busy(path: &Path) -> StoreError {
    let busy = rusqlite::ffi::Error {
        code: ErrorCode::DatabaseBusy,
        extended_code: rusqlite::ffi::SQLITE_BUSY,
    };
    let text = format!("{} 正被别的程序写入", path.display());
    rusqlite::Error::SqliteFailure(busy, Some(text)).into()
}
