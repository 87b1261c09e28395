//! What keeps a hostile file from harming: limits far above any real file, and an end to queries that go on without a row.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Error};

/// Steps of SQLite's machine after which the clock is looked at.
const STEPS: i32 = 10_000;

/// Makes a connection refuse what can only harm, and what is far above any real file.
///
/// # Errors
/// If SQLite does not know an option.
pub(crate) fn limit(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 256 << 20)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 200)?;
    connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, 2000)?;
    Ok(())
}

/// Breaks off a query that gives no row for too long.
#[derive(Debug)]
pub(crate) struct Watch {
    began: Instant,
    /// Milliseconds after `began` when the last row came.
    last: Arc<AtomicU64>,
}

impl Watch {
    /// Sets a watch on a connection; SQLite says `interrupted` once `patience` has passed without [`Watch::rest`].
    ///
    /// # Errors
    /// If the connection is closed.
    pub fn set(connection: &mut Connection, patience: Duration) -> Result<Self, Error> {
        let began = Instant::now();
        let last = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&last);
        let too_long = move || {
            let seen = Duration::from_millis(seen.load(Ordering::Relaxed));
            began.elapsed().saturating_sub(seen) >= patience
        };
        connection.progress_handler(STEPS, Some(too_long))?;
        Ok(Self { began, last })
    }

    /// A row came, or a new question is asked: the clock begins anew.
    pub fn rest(&self) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }
}

/// Whether a query was broken off by its watch.
pub(crate) fn interrupted(error: &Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
}
