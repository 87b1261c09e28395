//! Rows by the hundred thousand as one step: the journal keeps the numbers of the rows instead of the rows. Taking the
//! step back puts them on a shelf, a table of their own, from which doing it again fetches them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use geodata::footprint_index::SortedBatch;
use sqlx::Row;

use super::db::{Db, Raw};
use super::light::load_light;
use super::packed::Packed;
use super::rtree::{Boxes, Paused};
use super::schema::Bounds;
use super::statement::{Statement, run};
use super::{Action, Stamp, Store, StoreError, journal, rows, rtree, schema};
use crate::change::Edit;
use crate::model::{Cell, Kind, Model};

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

/// Pages of 4 KiB that are kept in memory while rows come by the thousand, in KiB as SQLite wants it.
const CACHE_BULK: i64 = -49_152;
/// The same at other times, as SQLite has it of itself.
const CACHE: i64 = -2_000;
/// When a table was changed that is not yet.
const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// What was added since [`Store::begin_bulk`].
#[derive(Debug, Default)]
pub(super) struct Pending {
    rows: Vec<BulkRows>,
    bounds: Bounds,
    /// By table, what its R-tree still has to take up.
    trees: BTreeMap<Kind, (Option<Paused>, Boxes)>,
}

impl Store {
    /// Begins a step of many rows; nothing is there until [`Store::end_bulk`].
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what SQLite says.
    pub async fn begin_bulk(&mut self) -> Result<(), StoreError> {
        self.begin_writing().await?;
        let handle = self.conn.raw().await?;
        run(&handle, &format!("PRAGMA cache_size = {CACHE_BULK}"))?;
        handle.begin()?;
        self.pending = Some(Pending::default());
        Ok(())
    }

    /// Adds some of these rows as new ones.
    ///
    /// # Errors
    /// What SQLite says; call [`Store::abandon_bulk`] then.
    pub async fn add_bulk(&mut self, packed: &Packed, range: Range<usize>) -> Result<(), StoreError> {
        let kind = packed.kind();
        let pending = self.pending.get_or_insert_default();
        if let Entry::Vacant(tree) = pending.trees.entry(kind) {
            schema::create_imported(&mut self.conn, kind, NEVER).await?;
            let handle = self.conn.raw().await?;
            tree.insert((rtree::pause(&handle, kind.table())?, Boxes::default()));
        }
        let handle = self.conn.raw().await?;
        let (paused, boxes) = pending.trees.entry(kind).or_default();
        let bounds = pending.bounds.entry(kind).or_default();
        let count = range.len() as i64;
        let first = rows::insert_packed(&handle, packed, range.clone(), &mut |fid, [w, e, s, n]| {
            schema::widen_by(bounds, [w, s, e, n]);
            if paused.is_some() {
                boxes.note(fid, [w, e, s, n]);
            }
        })?;
        let Some(first) = first else {
            return Ok(());
        };
        rows::insert_attributes(&handle, &schema::imported(kind), packed, range, first)?;
        let last = first + count - 1;
        match pending.rows.last_mut() {
            Some(before) if before.kind == kind && before.last + 1 == first => before.last = last,
            _ => pending.rows.push(BulkRows { kind, first, last }),
        }
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
        let pending = self.pending.take().unwrap_or_default();
        let handle = self.conn.raw().await?;
        let done = finish(&handle, pending, stamp, name, edits);
        let done = handle.end(done);
        run(&handle, &format!("PRAGMA cache_size = {CACHE}"))?;
        done
    }

    /// Leaves everything as it was before [`Store::begin_bulk`].
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn abandon_bulk(&mut self) -> Result<(), StoreError> {
        self.pending = None;
        let handle = self.conn.raw().await?;
        handle.roll_back()?;
        run(&handle, &format!("PRAGMA cache_size = {CACHE}"))
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

    /// Reads rows added in bulk into the model; of more than `whole` projects only what lists need, and their footprints
    /// as the map keeps them.
    ///
    /// # Errors
    /// What SQLite says, or the row that cannot be read.
    pub async fn load_bulk(
        &mut self,
        rows: BulkRows,
        whole: usize,
        model: &mut Model,
    ) -> Result<Option<SortedBatch>, StoreError> {
        let found = schema::identify(&mut self.conn, &self.path).await?;
        let range = Some((rows.first, rows.last));
        let many = usize::try_from(rows.last - rows.first).is_ok_and(|n| n >= whole);
        if rows.kind == Kind::Project && many {
            return load_light(&self.path, &found, false, range, model).map(Some);
        }
        rows::load_table(&mut self.conn, &self.path, &found, rows.kind, range, model).await?;
        Ok(None)
    }

    /// All values of the file a row was imported from, as JSON.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn attributes(&mut self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        let imported = schema::imported(kind);
        if schema::has_table(&mut self.conn, &imported).await? {
            let sql = format!(
                "SELECT attributes FROM \"{imported}\" WHERE fid = (SELECT fid FROM \"{}\" WHERE id = ?)",
                kind.table()
            );
            let row = sqlx::query(&sql).bind(id).fetch_optional(&mut *self.conn).await?;
            if let Some(row) = row {
                return Ok(row.try_get(0)?);
            }
        }
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

fn finish(
    handle: &Raw<'_>,
    mut pending: Pending,
    stamp: &Stamp,
    name: &str,
    edits: &[Edit],
) -> Result<(i64, Vec<BulkRows>), StoreError> {
    let kinds: Vec<Kind> = pending.trees.keys().copied().collect();
    for (paused, boxes) in pending.trees.into_values() {
        if let Some(paused) = paused {
            paused.pack(handle, boxes)?;
        }
    }
    for edit in edits {
        super::write_edit(handle, edit)?;
    }
    schema::widen(
        &mut pending.bounds,
        edits.iter().flat_map(|e| [&e.before, &e.after]).flatten(),
    );
    schema::touch(handle, &pending.bounds, &stamp.at)?;
    let mut changed = Statement::prepare(
        handle,
        "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?",
    )?;
    changed.bind(0, &Cell::Text(stamp.at.as_str().into()))?;
    for kind in kinds {
        changed.bind(1, &Cell::Text(schema::imported(kind).into()))?;
        changed.step()?;
    }
    let seq = journal::append(handle, stamp, name, None, None, Action::Do, edits)?;
    let mut range = Statement::prepare(
        handle,
        "INSERT INTO journal_bulk (seq, table_name, first, last) VALUES (?, ?, ?, ?)",
    )?;
    for rows in &pending.rows {
        range.bind(0, &Cell::Integer(seq))?;
        range.bind(1, &Cell::Text(rows.kind.table().into()))?;
        range.bind(2, &Cell::Integer(rows.first))?;
        range.bind(3, &Cell::Integer(rows.last))?;
        range.step()?;
    }
    clear_shelves(handle)?;
    Ok((seq, pending.rows))
}

/// Keeps the number and the imported values of a row that is going by its id, for when it comes back.
pub(super) fn keep_imported(handle: &Raw<'_>, kind: Kind, id: &str) -> Result<(), StoreError> {
    let table = schema::imported(kind);
    if !has_table(handle, &table)? {
        return Ok(());
    }
    let number = format!("(SELECT fid FROM \"{}\" WHERE id = ?1)", kind.table());
    for sql in [
        format!(
            "INSERT INTO attributes (table_name, row_id, attributes) \
             SELECT ?2, ?1, attributes FROM \"{table}\" WHERE fid = {number} \
             ON CONFLICT (row_id, table_name) DO UPDATE SET attributes = excluded.attributes"
        ),
        format!("DELETE FROM \"{table}\" WHERE fid = {number} AND ?2 NOT NULL"),
        format!(
            "INSERT INTO removed_numbers (table_name, row_id, number) SELECT ?2, ?1, fid FROM \"{}\" WHERE id = ?1 \
             ON CONFLICT (row_id, table_name) DO UPDATE SET number = excluded.number",
            kind.table()
        ),
    ] {
        let mut statement = Statement::prepare(handle, &sql)?;
        statement.bind(0, &Cell::Text(id.into()))?;
        statement.bind(1, &Cell::Text(kind.table().into()))?;
        statement.step()?;
    }
    Ok(())
}

/// Gives a row that has come back the number it had: a step of many rows names its own by their numbers.
pub(super) fn renumber(handle: &Raw<'_>, kind: Kind, id: &str) -> Result<(), StoreError> {
    if !has_table(handle, "removed_numbers")? {
        return Ok(());
    }
    let (table, kept) = (
        kind.table(),
        "FROM removed_numbers WHERE row_id = ?1 AND table_name = ?2",
    );
    for sql in [
        format!(
            "UPDATE \"{table}\" SET fid = (SELECT number {kept}) WHERE id = ?1 AND EXISTS (SELECT 1 {kept}) \
             AND NOT EXISTS (SELECT 1 FROM \"{table}\" WHERE fid = (SELECT number {kept}))"
        ),
        format!("DELETE {kept}"),
    ] {
        let mut statement = Statement::prepare(handle, &sql)?;
        statement.bind(0, &Cell::Text(id.into()))?;
        statement.bind(1, &Cell::Text(table.into()))?;
        statement.step()?;
    }
    Ok(())
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
pub(super) fn clear_shelves(handle: &Raw<'_>) -> Result<(), StoreError> {
    let mut found = Statement::prepare(
        handle,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'shelf\\_%' ESCAPE '\\'",
    )?;
    let mut shelves = Vec::new();
    while found.step()? {
        shelves.extend(found.column(0).text().map(std::borrow::Cow::into_owned));
    }
    drop(found);
    for shelf in shelves {
        let imported = shelf
            .splitn(3, '_')
            .nth(2)
            .and_then(|table| Kind::from_table(table).ok())
            .map(schema::imported);
        if let Some(imported) = imported
            && has_table(handle, &imported)?
        {
            run(
                handle,
                &format!("DELETE FROM \"{imported}\" WHERE fid IN (SELECT fid FROM \"{shelf}\")"),
            )?;
        }
        run(handle, &format!("DROP TABLE \"{shelf}\""))?;
    }
    Ok(())
}

fn has_table(handle: &Raw<'_>, name: &str) -> Result<bool, StoreError> {
    let mut there = Statement::again(
        handle,
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
    )?;
    there.bind(0, &Cell::Text(name.into()))?;
    there.step()
}
