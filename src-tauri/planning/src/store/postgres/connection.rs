//! One connection to a server, asked and waited for. All that is `async` in the core is in this file: the rest of the store
//! reads like that of a file.

use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow};
use sqlx::{Arguments, AssertSqlSafe, ConnectOptions, Postgres};
use tokio::runtime::{Builder, Runtime};
use words::Words;

use crate::store::StoreError;

/// A value that goes to the server.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Text(Option<&'v str>),
    Integer(Option<i64>),
    Real(Option<f64>),
    Boolean(Option<bool>),
    Bytes(Option<&'v [u8]>),
    /// Keys of rows, for `= ANY`.
    Keys(&'v [i64]),
    /// Ids of rows, for `= ANY`.
    Ids(&'v [String]),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let words = Words::technical(&error);
        Self::Sql(Box::new(error), words)
    }
}

/// A connection with the thread-bound runtime that drives it.
#[derive(Debug)]
pub(super) struct Connection {
    link: PgConnection,
    runtime: Runtime,
}

impl Connection {
    /// Connects; tables are those of a schema.
    ///
    /// # Errors
    /// [`StoreError::Sql`]; also if there is no such schema, once a table is asked for.
    pub fn open(options: &PgConnectOptions, schema: &str) -> Result<Self, StoreError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(sqlx::Error::from)?;
        let link = runtime.block_on(options.connect())?;
        let mut connection = Self { link, runtime };
        connection.run(&format!("SET search_path TO {}", quoted(schema)), &[])?;
        Ok(connection)
    }

    /// Does a statement; returns how many rows it touched.
    pub fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let query = sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
        Ok(self
            .runtime
            .block_on(query.execute(&mut self.link))?
            .rows_affected())
    }

    /// Does several statements, divided by semicolons.
    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        self.runtime.block_on(script.execute(&mut self.link))?;
        Ok(())
    }

    /// All rows of an answer.
    pub fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<PgRow>, StoreError> {
        let query = sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
        Ok(self.runtime.block_on(query.fetch_all(&mut self.link))?)
    }

    /// The first row of an answer.
    pub fn first(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<PgRow>, StoreError> {
        let query = sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
        Ok(self.runtime.block_on(query.fetch_optional(&mut self.link))?)
    }

    /// Hands over the rows of an answer as they come, until `each` says no.
    pub fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&PgRow) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let query = sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
        let mut rows = query.fetch(&mut self.link);
        while let Some(row) = self.runtime.block_on(rows.try_next())? {
            if !each(&row)? {
                break;
            }
        }
        Ok(())
    }

    /// Ends the connection and waits until the server knows.
    pub fn close(self) -> Result<(), StoreError> {
        use sqlx::Connection as _;
        Ok(self.runtime.block_on(self.link.close())?)
    }

    /// Does some work in a transaction, which is taken back if it fails.
    pub fn step<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run("BEGIN", &[])?;
        let done = work(self).and_then(|done| self.run("COMMIT", &[]).map(|_| done));
        if done.is_err() {
            // What went wrong has been said; the server takes it back as well when the connection ends.
            let _ = self.run("ROLLBACK", &[]);
        }
        done
    }
}

fn arguments(values: &[Value<'_>]) -> Result<PgArguments, StoreError> {
    let mut all = PgArguments::default();
    for value in values {
        match *value {
            Value::Text(text) => Arguments::add(&mut all, text),
            Value::Integer(n) => Arguments::add(&mut all, n),
            Value::Real(x) => Arguments::add(&mut all, x),
            Value::Boolean(yes) => Arguments::add(&mut all, yes),
            Value::Bytes(bytes) => Arguments::add(&mut all, bytes),
            Value::Keys(keys) => Arguments::add(&mut all, keys),
            Value::Ids(ids) => Arguments::add(&mut all, ids),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(all)
}

/// A name as SQL takes it, whatever it holds.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
