//! What keeps a hostile file from harming: limits far above any real file, an end to queries that go on without a row or
//! take more and more memory, and for files of others a list of what their views may do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, Error};

use super::Access;

/// Steps of SQLite's machine after which the clock is looked at.
const STEPS: i32 = 10_000;
/// The longest text, blob or row that is read from a file that may be of a stranger, in bytes.
const LONGEST: i32 = 256 << 20;
/// How often the memory of the program is looked at while a query goes on without a row.
const MEMORY_EVERY: Duration = Duration::from_millis(100);
/// Bytes that a query may take before it gives a row.
const MOST_MEMORY: u64 = 1 << 30;

/// Makes a connection refuse what no file of ours or of others needs: views and, unless it writes, triggers; very long
/// statements, deep expressions and functions of many arguments, which holes in SQLite were reached by.
///
/// # Errors
/// If SQLite does not know an option.
pub(super) fn restrain(connection: &Connection, access: Access) -> Result<(), Error> {
    use DbConfig::*;
    let writes = matches!(access, Access::Write | Access::Unshared);
    connection.set_db_config(SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
    connection.set_db_config(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(SQLITE_DBCONFIG_ENABLE_TRIGGER, writes)?;
    // The R-tree is written as it is kept, which this forbids.
    connection.set_db_config(SQLITE_DBCONFIG_DEFENSIVE, !writes)?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
        (Limit::SQLITE_LIMIT_COLUMN, 2000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 16),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    Ok(())
}

/// Makes a connection refuse values longer than any real one.
///
/// # Errors
/// If SQLite does not know the limit.
pub(crate) fn limit_values(connection: &Connection) -> Result<(), Error> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    Ok(())
}

/// Takes that limit away again: a step of the journal may be longer.
///
/// # Errors
/// If SQLite does not know the limit.
pub(crate) fn allow_long_values(connection: &Connection) -> Result<(), Error> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::MAX)?;
    Ok(())
}

/// Lets a connection use the views of a file of another program, which may be layers or tiles, as far as they only read
/// rows and call plain functions.
///
/// # Errors
/// If SQLite does not know an option.
pub(super) fn allow_views(connection: &mut Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50)?;
    limit_values(connection)?;
    connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
        AuthAction::Select | AuthAction::Read { .. } => Authorization::Allow,
        AuthAction::Function { function_name } if is_plain(function_name) => Authorization::Allow,
        AuthAction::Pragma { pragma_name, .. } if is_question(pragma_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }))
}

/// Whether a pragma only tells something.
fn is_question(pragma: &str) -> bool {
    ["table_info", "table_xinfo", "schema_version"].contains(&pragma)
}

/// Whether a function takes no more time and memory than what it is given.
fn is_plain(function: &str) -> bool {
    const PLAIN: [&str; 50] = [
        "abs",
        "avg",
        "ceil",
        "ceiling",
        "coalesce",
        "concat",
        "count",
        "date",
        "datetime",
        "exp",
        "floor",
        "glob",
        "ifnull",
        "iif",
        "if",
        "instr",
        "julianday",
        "length",
        "like",
        "ln",
        "log",
        "log10",
        "lower",
        "ltrim",
        "max",
        "min",
        "mod",
        "nullif",
        "octet_length",
        "pi",
        "pow",
        "power",
        "quote",
        "round",
        "rtrim",
        "sign",
        "sqrt",
        "strftime",
        "substr",
        "substring",
        "sum",
        "time",
        "total",
        "trim",
        "trunc",
        "typeof",
        "unicode",
        "unixepoch",
        "upper",
        "char",
    ];
    PLAIN.iter().any(|plain| function.eq_ignore_ascii_case(plain))
}

/// Breaks off a query that gives no row for too long, or takes too much memory before it does.
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
        let mut memory = Memory::default();
        let too_long = move || {
            let seen = seen.load(Ordering::Relaxed);
            let waited = began.elapsed().saturating_sub(Duration::from_millis(seen));
            waited >= patience || memory.grew(seen, waited)
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

/// The memory of the program while one row is waited for.
#[derive(Debug, Default)]
struct Memory {
    /// Which row is waited for, by when the last one came.
    row: u64,
    before: Option<u64>,
    looked: Duration,
}

impl Memory {
    /// Whether it grew by more than a query may take.
    fn grew(&mut self, row: u64, waited: Duration) -> bool {
        if self.row != row {
            *self = Self {
                row,
                ..Self::default()
            };
        }
        if self.before.is_some() && waited.saturating_sub(self.looked) < MEMORY_EVERY {
            return false;
        }
        self.looked = waited;
        let Some(now) = resident() else { return false };
        now > self.before.get_or_insert(now).saturating_add(MOST_MEMORY)
    }
}

/// Bytes of memory that the program holds, where the system tells it; Linux does (proc(5), `statm`, in pages of 4 KiB at
/// the least).
fn resident() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = table.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// Breaks off whatever a connection does once `stopped` says so.
///
/// # Errors
/// If the connection is closed.
pub(crate) fn stop_when(
    connection: &mut Connection,
    stopped: impl Fn() -> bool + Send + 'static,
) -> Result<(), Error> {
    connection.progress_handler(STEPS, Some(stopped))
}

/// Whether a query was broken off by its watch.
pub(crate) fn interrupted(error: &Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
}
