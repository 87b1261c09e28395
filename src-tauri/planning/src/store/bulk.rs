//! Rows by the hundred thousand as one step: the journal keeps the numbers of the rows instead of the rows. Taking the
//! step back puts them on a shelf, a table of their own, from which doing it again fetches them.

use std::collections::BTreeMap;

use sqlx::Row;

use super::db::Db;
use super::statement::Statement;
use super::{Action, Stamp, Store, StoreError, journal, rows, schema};
use crate::change::Edit;
use crate::model::{Cell, Kind, Model, Record};

/// Rows of one table that were added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkRows {
    /// The table.
    pub kind: Kind,
    /// Number of the first row.
    pub first: i64,
    /// Number of the last row.
    pub last: i64,
}

impl BulkRows {
    fn shelf(&self, seq: i64) -> String {
        format!("shelf_{seq}_{}", self.kind.table())
    }
}

/// What was added since [`Store::begin_bulk`].
#[derive(Debug, Default)]
pub(super) struct Pending {
    rows: Vec<BulkRows>,
    bounds: BTreeMap<Kind, Option<[f64; 4]>>,
}

impl Store {
    /// Begins a step of many rows; nothing is there until [`Store::end_bulk`].
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what SQLite says.
    pub async fn begin_bulk(&mut self) -> Result<(), StoreError> {
        self.begin_writing().await?;
        self.conn.begin_writing().await?;
        self.pending = Some(Pending::default());
        Ok(())
    }

    /// Adds new rows of a table, with all values of the file they come from as JSON.
    ///
    /// # Errors
    /// What SQLite says; call [`Store::abandon_bulk`] then.
    pub async fn add_bulk(
        &mut self,
        kind: Kind,
        records: &[Record],
        attributes: &[Option<String>],
    ) -> Result<(), StoreError> {
        let Some((first, last)) = rows::insert_all(&mut self.conn, kind, records).await? else {
            return Ok(());
        };
        let handle = self.conn.raw().await?;
        let mut statement = Statement::prepare(
            &handle,
            "INSERT INTO attributes (table_name, row_id, attributes) VALUES (?, ?, ?) \
             ON CONFLICT (row_id, table_name) DO UPDATE SET attributes = excluded.attributes",
        )?;
        statement.bind(0, &Cell::Text(kind.table().into()))?;
        for (record, values) in records.iter().zip(attributes) {
            let Some(values) = values else { continue };
            statement.bind(1, &Cell::Text(record.id().into()))?;
            statement.bind(2, &Cell::Text(values.into()))?;
            statement.step()?;
        }
        drop(statement);
        let pending = self.pending.get_or_insert_default();
        match pending.rows.last_mut() {
            Some(before) if before.kind == kind && before.last + 1 == first => before.last = last,
            _ => pending.rows.push(BulkRows { kind, first, last }),
        }
        schema::widen(&mut pending.bounds, records.iter());
        Ok(())
    }

    /// Ends the step with a journal entry that also keeps these edits, which are done here; when this returns it is
    /// on the disk.
    ///
    /// # Errors
    /// What SQLite says; nothing is written then.
    pub async fn end_bulk(
        &mut self,
        stamp: &Stamp,
        name: &str,
        edits: &[Edit],
    ) -> Result<(i64, Vec<BulkRows>), StoreError> {
        let mut pending = self.pending.take().unwrap_or_default();
        let done = async {
            for edit in edits {
                super::write_edit(&mut self.conn, edit).await?;
            }
            schema::widen(
                &mut pending.bounds,
                edits.iter().flat_map(|e| [&e.before, &e.after]).flatten(),
            );
            schema::touch(&mut self.conn, &pending.bounds, &stamp.at).await?;
            let seq = journal::append(&mut self.conn, stamp, name, None, Action::Do, edits).await?;
            for rows in &pending.rows {
                sqlx::query("INSERT INTO journal_bulk (seq, table_name, first, last) VALUES (?, ?, ?, ?)")
                    .bind(seq)
                    .bind(rows.kind.table())
                    .bind(rows.first)
                    .bind(rows.last)
                    .execute(&mut *self.conn)
                    .await?;
            }
            clear_shelves(&mut self.conn).await?;
            Ok(seq)
        };
        let done = done.await;
        let seq = self.conn.end(done).await?;
        Ok((seq, pending.rows))
    }

    /// Leaves everything as it was before [`Store::begin_bulk`].
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn abandon_bulk(&mut self) -> Result<(), StoreError> {
        self.pending = None;
        self.conn.run("ROLLBACK").await
    }

    /// Rows that a step added in bulk.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn bulk_of(&mut self, seq: i64) -> Result<Vec<BulkRows>, StoreError> {
        bulk_of(&mut self.conn, seq).await
    }

    /// Ids of rows added in bulk.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn bulk_ids(&mut self, rows: BulkRows) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT id FROM \"{}\" WHERE fid BETWEEN ? AND ?",
            rows.kind.table()
        );
        let found = sqlx::query(&sql)
            .bind(rows.first)
            .bind(rows.last)
            .fetch_all(&mut *self.conn)
            .await?;
        Ok(found.iter().map(|r| r.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// Reads rows added in bulk into the model; of more than `whole` projects only what lists need.
    ///
    /// # Errors
    /// What SQLite says, or the row that cannot be read.
    pub async fn load_bulk(&mut self, rows: BulkRows, whole: usize, model: &mut Model) -> Result<(), StoreError> {
        let found = schema::identify(&mut self.conn, &self.path).await?;
        let range = Some((rows.first, rows.last));
        let many = usize::try_from(rows.last - rows.first).is_ok_and(|n| n >= whole);
        if rows.kind == Kind::Project && many {
            return rows::load_light(&mut self.conn, &self.path, &found, range, model).await;
        }
        rows::load_table(&mut self.conn, &self.path, &found, rows.kind, range, model).await
    }

    /// All values of the file a row was imported from, as JSON.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn attributes(&mut self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        if !schema::has_table(&mut self.conn, "attributes").await? {
            return Ok(None);
        }
        let row = sqlx::query("SELECT attributes FROM attributes WHERE row_id = ? AND table_name = ?")
            .bind(id)
            .bind(kind.table())
            .fetch_optional(&mut *self.conn)
            .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?)
    }
}

pub(super) async fn bulk_of(conn: &mut Db, seq: i64) -> Result<Vec<BulkRows>, StoreError> {
    if !schema::has_table(conn, "journal_bulk").await? {
        return Ok(Vec::new());
    }
    let found = sqlx::query("SELECT table_name, first, last FROM journal_bulk WHERE seq = ? ORDER BY id")
        .bind(seq)
        .fetch_all(&mut **conn)
        .await?;
    found
        .iter()
        .map(|row| {
            let table: String = row.try_get(0)?;
            let kind = Kind::from_table(&table).map_err(|e| StoreError::Journal {
                seq,
                reason: e.to_string(),
            })?;
            Ok(BulkRows {
                kind,
                first: row.try_get(1)?,
                last: row.try_get(2)?,
            })
        })
        .collect()
}

/// Moves the rows of a step to its shelf.
pub(super) async fn shelve(conn: &mut Db, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq).await? {
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        let only = format!("WHERE fid BETWEEN {} AND {}", rows.first, rows.last);
        sqlx::query(&format!(
            "CREATE TABLE \"{shelf}\" AS SELECT * FROM \"{table}\" {only}"
        ))
        .execute(&mut **conn)
        .await?;
        sqlx::query(&format!("DELETE FROM \"{table}\" {only}"))
            .execute(&mut **conn)
            .await?;
    }
    Ok(())
}

/// Moves the rows of a step back from its shelf.
pub(super) async fn unshelve(conn: &mut Db, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq).await? {
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        sqlx::query(&format!("INSERT INTO \"{table}\" SELECT * FROM \"{shelf}\""))
            .execute(&mut **conn)
            .await?;
        sqlx::query(&format!("DROP TABLE \"{shelf}\""))
            .execute(&mut **conn)
            .await?;
    }
    Ok(())
}

/// Throws away what a new step made impossible to do again.
pub(super) async fn clear_shelves(conn: &mut Db) -> Result<(), StoreError> {
    let shelves = sqlx::query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'shelf\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut **conn)
    .await?;
    for row in shelves {
        let name: String = row.try_get(0)?;
        sqlx::query(&format!("DROP TABLE \"{name}\""))
            .execute(&mut **conn)
            .await?;
    }
    Ok(())
}
