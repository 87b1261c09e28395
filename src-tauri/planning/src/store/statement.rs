//! Prepared statements on the C interface of SQLite: rows by the hundred thousand without an allocation a value.
//! sqlx keeps the connection; this borrows it while a batch runs.
#![allow(unsafe_code, reason = "the C interface of SQLite, beside functions.rs")]

use std::borrow::Cow;
use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::marker::PhantomData;

use super::StoreError;
use super::db::Raw;
use crate::model::Cell;
use libsqlite3_sys as ffi;

/// A prepared statement; it lives no longer than the borrow of its connection.
pub(crate) struct Statement<'h> {
    db: *mut ffi::sqlite3,
    raw: *mut ffi::sqlite3_stmt,
    /// Where it goes back to, if it is to be used again.
    kept: Option<&'h Kept>,
    handle: PhantomData<&'h ()>,
}

/// A value that is lent to SQLite for one step.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound<'v> {
    Null,
    Integer(i64),
    Real(f64),
    /// Bytes of UTF-8.
    Text(&'v [u8]),
    Blob(&'v [u8]),
}

impl<'h> Statement<'h> {
    /// Prepares one statement.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn prepare(handle: &'h Raw<'_>, sql: &str) -> Result<Self, StoreError> {
        let db = handle.handle.as_ptr();
        let mut raw = std::ptr::null_mut();
        let length = c_int::try_from(sql.len()).unwrap_or(c_int::MAX);
        // SAFETY: the handle is ours as long as 'h; the text is given with its length, SQLite copies what it needs.
        let code = unsafe {
            ffi::sqlite3_prepare_v2(
                db,
                sql.as_ptr().cast::<c_char>(),
                length,
                &mut raw,
                std::ptr::null_mut(),
            )
        };
        let statement = Self {
            db,
            raw,
            kept: None,
            handle: PhantomData,
        };
        if code == ffi::SQLITE_OK && !raw.is_null() {
            Ok(statement)
        } else {
            Err(statement.error(code))
        }
    }

    /// The same, but the statement stays prepared for the next time: what a single edit needs again and again.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn again(handle: &'h Raw<'_>, sql: &str) -> Result<Self, StoreError> {
        let mut statement = match handle.kept.take(sql) {
            Some(raw) => Self {
                db: handle.handle.as_ptr(),
                raw,
                kept: None,
                handle: PhantomData,
            },
            None => Self::prepare(handle, sql)?,
        };
        statement.kept = Some(handle.kept);
        Ok(statement)
    }

    /// Sets a parameter, counted from 0.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn bind(&mut self, parameter: usize, cell: &Cell<'_>) -> Result<(), StoreError> {
        let at = c_int::try_from(parameter + 1).unwrap_or(c_int::MAX);
        // SAFETY: the statement is live; SQLITE_TRANSIENT makes SQLite copy texts and blobs.
        let code = unsafe {
            match cell {
                Cell::Null => ffi::sqlite3_bind_null(self.raw, at),
                Cell::Integer(n) => ffi::sqlite3_bind_int64(self.raw, at, *n),
                Cell::Real(x) => ffi::sqlite3_bind_double(self.raw, at, *x),
                Cell::Text(text) => ffi::sqlite3_bind_text64(
                    self.raw,
                    at,
                    text.as_ptr().cast::<c_char>(),
                    text.len() as u64,
                    ffi::SQLITE_TRANSIENT(),
                    ffi::SQLITE_UTF8 as u8,
                ),
                Cell::Blob(blob) => ffi::sqlite3_bind_blob64(
                    self.raw,
                    at,
                    blob.as_ptr().cast(),
                    blob.len() as u64,
                    ffi::SQLITE_TRANSIENT(),
                ),
            }
        };
        if code == ffi::SQLITE_OK {
            Ok(())
        } else {
            Err(self.error(code))
        }
    }

    /// Goes to the next row; `false` when there is none. After the last one the statement can be bound anew.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn step(&mut self) -> Result<bool, StoreError> {
        // SAFETY: the statement is live.
        match unsafe { ffi::sqlite3_step(self.raw) } {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => {
                // SAFETY: as above.
                unsafe { ffi::sqlite3_reset(self.raw) };
                Ok(false)
            }
            code => {
                let error = self.error(code);
                // SAFETY: as above.
                unsafe { ffi::sqlite3_reset(self.raw) };
                Err(error)
            }
        }
    }

    /// Runs a statement that gives no rows with these values for its parameters, in order; the others are null. Texts
    /// and blobs are not copied on their way.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn run_with<'v>(&mut self, values: impl Iterator<Item = Bound<'v>>) -> Result<(), StoreError> {
        let mut done = Ok(());
        for (at, value) in (1..).zip(values) {
            // SAFETY: the statement is live. What is lent lives as long as 'v, longer than this call, and SQLite is made
            // to forget it below, before this returns.
            let code = unsafe {
                match value {
                    Bound::Null => ffi::SQLITE_OK,
                    Bound::Integer(n) => ffi::sqlite3_bind_int64(self.raw, at, n),
                    Bound::Real(x) => ffi::sqlite3_bind_double(self.raw, at, x),
                    Bound::Text(text) => ffi::sqlite3_bind_text64(
                        self.raw,
                        at,
                        text.as_ptr().cast::<c_char>(),
                        text.len() as u64,
                        ffi::SQLITE_STATIC(),
                        ffi::SQLITE_UTF8 as u8,
                    ),
                    Bound::Blob(blob) => ffi::sqlite3_bind_blob64(
                        self.raw,
                        at,
                        blob.as_ptr().cast(),
                        blob.len() as u64,
                        ffi::SQLITE_STATIC(),
                    ),
                }
            };
            if code != ffi::SQLITE_OK {
                done = Err(self.error(code));
                break;
            }
        }
        if done.is_ok() {
            done = self.step().map(drop);
        }
        // SAFETY: the statement is live; step has reset it.
        unsafe {
            ffi::sqlite3_reset(self.raw);
            ffi::sqlite3_clear_bindings(self.raw);
        }
        done
    }

    /// Lets the row at hand go, so that the statement can be bound anew.
    pub fn reset(&mut self) {
        // SAFETY: the statement is live; what the last step said was reported then.
        unsafe { ffi::sqlite3_reset(self.raw) };
    }

    /// The value of a column of the row at hand, counted from 0; text that is no UTF-8 is replaced.
    pub fn column(&self, column: usize) -> Cell<'_> {
        let at = c_int::try_from(column).unwrap_or(c_int::MAX);
        // SAFETY: the statement is live; what SQLite points to lives until the next step, for which `self` must be
        // borrowed again.
        unsafe {
            match ffi::sqlite3_column_type(self.raw, at) {
                ffi::SQLITE_INTEGER => Cell::Integer(ffi::sqlite3_column_int64(self.raw, at)),
                ffi::SQLITE_FLOAT => Cell::Real(ffi::sqlite3_column_double(self.raw, at)),
                ffi::SQLITE_TEXT => {
                    let bytes = ffi::sqlite3_column_text(self.raw, at);
                    let bytes = self.bytes(bytes, at);
                    Cell::Text(match std::str::from_utf8(bytes) {
                        Ok(text) => Cow::Borrowed(text),
                        Err(_) => String::from_utf8_lossy(bytes),
                    })
                }
                ffi::SQLITE_BLOB => {
                    let bytes = ffi::sqlite3_column_blob(self.raw, at).cast::<u8>();
                    Cell::Blob(Cow::Borrowed(self.bytes(bytes, at)))
                }
                _ => Cell::Null,
            }
        }
    }

    /// The number of the row that was inserted last on this connection.
    pub fn last_row(&self) -> i64 {
        // SAFETY: the connection is live.
        unsafe { ffi::sqlite3_last_insert_rowid(self.db) }
    }

    /// # Safety
    /// `bytes` must be what SQLite gave for the column.
    unsafe fn bytes(&self, bytes: *const u8, column: c_int) -> &[u8] {
        // SAFETY: by the caller; a null pointer comes with length 0.
        unsafe {
            let length = ffi::sqlite3_column_bytes(self.raw, column);
            match usize::try_from(length) {
                Ok(length) if !bytes.is_null() => std::slice::from_raw_parts(bytes, length),
                _ => &[],
            }
        }
    }

    fn error(&self, code: c_int) -> StoreError {
        // SAFETY: the connection is live; the message is a C string until the next call, copied at once.
        let text = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.db)) };
        let text = text.to_string_lossy().into_owned();
        StoreError::Sql(sqlx::Error::Protocol(format!("{text}（SQLite {code}）")))
    }
}

/// Runs one statement that takes no values and gives no rows.
///
/// # Errors
/// What SQLite says.
pub(crate) fn run(handle: &Raw<'_>, sql: &str) -> Result<(), StoreError> {
    Statement::prepare(handle, sql)?.step()?;
    Ok(())
}

/// The same, with the statement kept for the next time.
///
/// # Errors
/// What SQLite says.
pub(crate) fn run_again(handle: &Raw<'_>, sql: &str) -> Result<(), StoreError> {
    Statement::again(handle, sql)?.step()?;
    Ok(())
}

impl Drop for Statement<'_> {
    fn drop(&mut self) {
        match self.kept {
            // SAFETY: the statement is live; it goes back as if it were new.
            Some(kept) => unsafe {
                ffi::sqlite3_reset(self.raw);
                ffi::sqlite3_clear_bindings(self.raw);
                kept.give(self.raw);
            },
            // SAFETY: made by prepare, dropped once; null is allowed.
            None => unsafe {
                ffi::sqlite3_finalize(self.raw);
            },
        }
    }
}

/// Statements that stay prepared, at rest, for as long as their connection is not used by others.
#[derive(Debug, Default)]
pub(crate) struct Kept(RefCell<Vec<*mut ffi::sqlite3_stmt>>);

impl Kept {
    /// How many are kept; the oldest goes first.
    const MOST: usize = 32;

    /// Lets them go; the connection must be at rest.
    pub fn clear(&self) {
        for raw in self.0.take() {
            // SAFETY: given back once, finalized once.
            unsafe { ffi::sqlite3_finalize(raw) };
        }
    }

    fn take(&self, sql: &str) -> Option<*mut ffi::sqlite3_stmt> {
        let mut kept = self.0.borrow_mut();
        let is = |raw: &*mut ffi::sqlite3_stmt| {
            // SAFETY: the statement is live; SQLite keeps its text as a C string as long as it lives.
            unsafe { CStr::from_ptr(ffi::sqlite3_sql(*raw)) }.to_bytes() == sql.as_bytes()
        };
        let at = kept.iter().position(is)?;
        Some(kept.remove(at))
    }

    fn give(&self, raw: *mut ffi::sqlite3_stmt) {
        let mut kept = self.0.borrow_mut();
        kept.push(raw);
        if kept.len() > Self::MOST {
            let oldest = kept.remove(0);
            // SAFETY: as in `clear`.
            unsafe { ffi::sqlite3_finalize(oldest) };
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Makes a connection refuse what can only harm: writes to the schema by SQL, and limits far above any real file.
pub(crate) fn defend(handle: &Raw<'_>) {
    let db = handle.handle.as_ptr();
    // SAFETY: the handle is ours; the options take an int and a pointer that may be null. Refusals are
    // no errors: an older SQLite lacks an option and is as safe as it was.
    unsafe {
        ffi::sqlite3_db_config(
            db,
            ffi::SQLITE_DBCONFIG_DEFENSIVE,
            1,
            std::ptr::null_mut::<c_int>(),
        );
        ffi::sqlite3_limit(db, ffi::SQLITE_LIMIT_LENGTH, 256 << 20);
        ffi::sqlite3_limit(db, ffi::SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
        ffi::sqlite3_limit(db, ffi::SQLITE_LIMIT_EXPR_DEPTH, 200);
        ffi::sqlite3_limit(db, ffi::SQLITE_LIMIT_COLUMN, 2000);
    }
}

/// Calls `go_on` every so many steps of SQLite's machine; when it says no the query is broken off.
pub(crate) fn watch(handle: &Raw<'_>, steps: c_int, go_on: Box<dyn FnMut() -> bool + Send>) {
    unsafe extern "C" fn ask(data: *mut c_void) -> c_int {
        // SAFETY: the pointer is the one given below, which lives as long as the process.
        let go_on = unsafe { &mut *data.cast::<Box<dyn FnMut() -> bool + Send>>() };
        c_int::from(!go_on())
    }
    // Kept for as long as the process: one small box a file that is looked into.
    let data = Box::into_raw(Box::new(go_on)).cast::<c_void>();
    // SAFETY: the handle is ours; `ask` fits the signature and `data` never goes away.
    unsafe { ffi::sqlite3_progress_handler(handle.handle.as_ptr(), steps, Some(ask), data) };
}
