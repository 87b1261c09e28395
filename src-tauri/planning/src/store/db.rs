//! A connection that sqlx keeps, with the C handle beside it for work row by row.
//!
//! sqlx runs a connection on a thread of its own. [`Db::raw`] waits until that thread has nothing more to do, and
//! the borrow keeps new work from it: so the handle is ours alone. (Its own `lock_handle` can wait for ever when
//! it is called often, seen with sqlx 0.8.6; here it is called once a connection.)
#![allow(unsafe_code, reason = "the C handle is handed from one thread to another")]

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use libsqlite3_sys as ffi;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::StoreError;
use super::statement::{Kept, run, run_again};

/// An open connection.
#[derive(Debug)]
pub(crate) struct Db {
    /// Before the connection, which can only be closed without them; none while `used`.
    kept: Kept,
    conn: SqliteConnection,
    handle: NonNull<ffi::sqlite3>,
    /// Whether the connection's own thread may have something to do: it was used since it was last seen at rest.
    used: bool,
}

// SAFETY: the handle is used only through `Raw`, which borrows the connection for itself and for which the
// connection's own thread is at rest; SQLite allows a handle to be used from any thread, one at a time.
unsafe impl Send for Db {}
// SAFETY: nothing can be done with the handle through a shared reference.
unsafe impl Sync for Db {}

/// The C handle, for as long as nobody else can use the connection.
pub(crate) struct Raw<'d> {
    pub(super) handle: NonNull<ffi::sqlite3>,
    pub(super) kept: &'d Kept,
    borrow: std::marker::PhantomData<&'d mut Db>,
}

/// Tells SQLite not to count the memory it takes, which costs a lock for each piece. It listens only before its first
/// connection; later this does nothing.
fn uncounted() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // SAFETY: this option takes one int; SQLite refuses it once it is at work.
        unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0 as std::ffi::c_int) };
    });
}

impl Db {
    /// Opens a connection.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn connect(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        uncounted();
        let mut conn = options.connect().await?;
        let handle = conn.lock_handle().await?.as_raw_handle();
        Ok(Self {
            kept: Kept::default(),
            conn,
            handle,
            used: true,
        })
    }

    /// The C handle, once the connection has nothing more to do.
    ///
    /// # Errors
    /// When the connection's thread is gone.
    pub async fn raw(&mut self) -> Result<Raw<'_>, sqlx::Error> {
        if self.used {
            self.conn.ping().await?;
            self.used = false;
        }
        Ok(Raw {
            handle: self.handle,
            kept: &self.kept,
            borrow: std::marker::PhantomData,
        })
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        sqlx::query(sql).execute(self.lend()).await?;
        Ok(())
    }

    /// The connection for sqlx, whose thread must not meet statements of ours.
    fn lend(&mut self) -> &mut SqliteConnection {
        if !self.used {
            self.kept.clear();
            self.used = true;
        }
        &mut self.conn
    }

    /// Closes the connection.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn close(mut self) -> Result<(), sqlx::Error> {
        self.lend();
        self.conn.close().await
    }
}

impl Raw<'_> {
    /// Begins a transaction for writing; what a broken-off one left is taken back first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn begin(&self) -> Result<(), StoreError> {
        self.roll_back()?;
        run_again(self, "BEGIN IMMEDIATE")
    }

    /// Takes a transaction back, if there is one.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn roll_back(&self) -> Result<(), StoreError> {
        // SAFETY: the connection is at rest.
        if unsafe { ffi::sqlite3_get_autocommit(self.handle.as_ptr()) } == 0 {
            run(self, "ROLLBACK")?;
        }
        Ok(())
    }

    /// Ends a transaction: for good when all went well, else as if it had not been.
    ///
    /// # Errors
    /// What went wrong.
    pub fn end<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        match done.and_then(|value| run_again(self, "COMMIT").map(|()| value)) {
            Ok(value) => Ok(value),
            Err(error) => {
                self.roll_back()?;
                Err(error)
            }
        }
    }
}

/// A connection that only reads, apart from sqlx: it is asked where nothing can be waited for.
#[derive(Debug)]
pub(crate) struct ReadOnly {
    kept: Kept,
    handle: NonNull<ffi::sqlite3>,
}

// SAFETY: SQLite is built with locks around what connections share (SQLITE_THREADSAFE=1), and the handle is used by one
// thread at a time: through `Raw`, which borrows this for itself.
unsafe impl Send for ReadOnly {}

impl ReadOnly {
    /// Opens a file; `immutable` when nobody writes to it meanwhile.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open(path: &std::path::Path, immutable: bool) -> Result<Self, StoreError> {
        uncounted();
        let bad = |reason: String| StoreError::Io {
            path: path.to_owned(),
            reason,
        };
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
        uri.push_str(if immutable {
            "?mode=ro&immutable=1"
        } else {
            "?mode=ro"
        });
        let name = std::ffi::CString::new(uri).map_err(|e| bad(e.to_string()))?;
        let mut raw = std::ptr::null_mut();
        let flags = ffi::SQLITE_OPEN_READONLY | ffi::SQLITE_OPEN_URI | ffi::SQLITE_OPEN_NOMUTEX;
        // SAFETY: the name is a C string, `raw` is a place for the handle, which SQLite may set even on errors.
        let code = unsafe { ffi::sqlite3_open_v2(name.as_ptr(), &mut raw, flags, std::ptr::null()) };
        let Some(handle) = NonNull::new(raw) else {
            return Err(bad("内存不足".to_owned()));
        };
        let connection = Self {
            kept: Kept::default(),
            handle,
        };
        if code != ffi::SQLITE_OK {
            return Err(bad(format!("SQLite {code}")));
        }
        // SAFETY: the handle is live.
        unsafe { ffi::sqlite3_busy_timeout(handle.as_ptr(), 10_000) };
        let mut connection = connection;
        for sql in [
            "PRAGMA trusted_schema = OFF",
            "PRAGMA cell_size_check = ON",
            "PRAGMA mmap_size = 0",
        ] {
            let raw = connection.raw();
            super::statement::Statement::prepare(&raw, sql)?.step()?;
        }
        Ok(connection)
    }

    /// The C handle.
    pub fn raw(&mut self) -> Raw<'_> {
        Raw {
            handle: self.handle,
            kept: &self.kept,
            borrow: std::marker::PhantomData,
        }
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        self.kept.clear();
        // SAFETY: opened once, closed once; all statements borrow it and are gone.
        unsafe { ffi::sqlite3_close(self.handle.as_ptr()) };
    }
}

// Whoever only borrows the connection cannot give it work: sqlx runs queries on `&mut` alone.
impl Deref for Db {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        &self.conn
    }
}

impl DerefMut for Db {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.lend()
    }
}
