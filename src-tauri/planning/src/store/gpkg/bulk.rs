//! Rows by the hundred thousand as one step: the journal keeps the numbers of the rows instead of the rows. Taking the
//! step back puts them on a shelf, a table of their own, from which doing it again fetches them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use geodata::footprint_index::SortedBatch;
use rusqlite::{Connection, OptionalExtension, params};

use super::bulk_load::{Projects, load_summaries};
use super::rtree::{Boxes, Paused};
use super::schema::Bounds;
use super::stop::Stop;
use super::{GpkgStore, journal, rows, rtree, schema};
use crate::change::Edit;
use crate::model::{Kind, Model};
use crate::sqlite::{Access, has_table, is_busy, quoted};
use crate::store::entry::NewEntry;
use crate::store::{Action, BulkRows, BulkWriter, Entry as JournalEntry, RowBatch, Stamp, StoreError};

/// Rows of one table that were added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowRange {
    pub kind: Kind,
    /// Number of the first row.
    pub first: i64,
    /// Number of the last row.
    pub last: i64,
}

impl RowRange {
    /// As others are told of it.
    pub(super) fn rows(&self) -> BulkRows {
        BulkRows {
            kind: self.kind,
            count: u64::try_from(rows_between(self.first, self.last)).unwrap_or_default(),
        }
    }

    /// As the hash of the journal's entry takes it: the name of the table and how many rows.
    pub(super) fn named(&self) -> (String, i64) {
        (self.kind.table().to_owned(), rows_between(self.first, self.last))
    }

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

/// A connection that is lent out, on its way back.
pub(super) type Home = Arc<Mutex<Option<Connection>>>;

/// A step of many rows that is being written, on the connection that writes and beside whoever reads; what is not ended
/// by [`BulkWriter::finish`] is taken back.
#[derive(Debug)]
pub(super) struct FileBulk {
    conn: Lent,
    rows: Vec<RowRange>,
    bounds: Bounds,
    /// By table, what its R-tree still has to take up.
    trees: BTreeMap<Kind, (Option<Paused>, Boxes)>,
}

impl BulkWriter for FileBulk {
    fn add(&mut self, packed: &RowBatch, range: Range<usize>) -> Result<(), StoreError> {
        let kind = packed.kind();
        if let Entry::Vacant(tree) = self.trees.entry(kind) {
            schema::create_imported(&self.conn, kind, NEVER)?;
            tree.insert((rtree::pause(&self.conn, kind.table())?, Boxes::default()));
        }
        let (paused, boxes) = self.trees.entry(kind).or_default();
        let bounds = self.bounds.entry(kind).or_default();
        let count = range.len() as i64;
        let mut place = |fid, [w, e, s, n]: [f64; 4]| {
            schema::widen_by(bounds, [w, s, e, n]);
            if paused.is_some() {
                boxes.note(fid, [w, e, s, n]);
            }
        };
        let first = rows::insert_packed(&self.conn, packed, range.clone(), &mut place)?;
        let Some(first) = first else {
            return Ok(());
        };
        let imported = schema::imported(kind);
        rows::insert_attributes(&self.conn, &imported, packed, range, first)?;
        let last = first + count - 1;
        match self.rows.last_mut() {
            Some(before) if before.kind == kind && before.last + 1 == first => before.last = last,
            _ => self.rows.push(RowRange { kind, first, last }),
        }
        Ok(())
    }

    fn finish(
        mut self: Box<Self>,
        stamp: &Stamp,
        name: &str,
        edits: &[Edit],
    ) -> Result<JournalEntry, StoreError> {
        let entry = self.write_rest(stamp, name, edits)?;
        self.conn.execute_batch("COMMIT")?;
        Ok(entry)
    }
}

impl GpkgStore {
    /// Begins a step of many rows; nothing is there until it is finished.
    pub(super) fn bulk(&mut self) -> Result<FileBulk, StoreError> {
        self.begin_writing()?;
        let conn = Lent {
            conn: self
                .writer
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
            home: Arc::clone(&self.returned),
        };
        conn.execute_batch("BEGIN IMMEDIATE").map_err(|e| {
            if is_busy(&e) {
                StoreError::busy(&self.path)
            } else {
                e.into()
            }
        })?;
        conn.pragma_update(None, "cache_size", CACHE_BULK)?;
        Ok(FileBulk {
            conn,
            rows: Vec::new(),
            bounds: Bounds::default(),
            trees: BTreeMap::new(),
        })
    }

    /// Ids of rows added in bulk.
    pub(super) fn ids_in(&self, rows: RowRange) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT id FROM \"{}\" WHERE fid BETWEEN ? AND ?",
            rows.kind.table()
        );
        self.reader.ask(|conn| {
            let mut ids = conn.prepare(&sql)?;
            let ids = ids.query_map([rows.first, rows.last], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// Reads rows added in bulk into the model; of more than `whole` projects only what lists need, and their footprints
    /// as the map keeps them.
    pub(super) fn load_range(
        &self,
        rows: RowRange,
        whole: usize,
        model: &mut Model,
    ) -> Result<Option<SortedBatch>, StoreError> {
        let range = Some((rows.first, rows.last));
        let many = usize::try_from(rows.last - rows.first).is_ok_and(|n| n >= whole);
        self.reader.ask(|conn| {
            let found = schema::identify(conn, &self.path)?;
            if rows.kind == Kind::Project && many {
                let from = Projects {
                    path: &self.path,
                    found: &found,
                    connection: conn,
                    beside: Some(Access::Read),
                    pages: None,
                    stop: &Stop::default(),
                };
                return load_summaries(from, range, model).map(Some);
            }
            rows::load_table(conn, &self.path, &found, rows.kind, range, model)?;
            Ok(None)
        })
    }

    /// All values of the file a row was imported from.
    pub(super) fn attributes_of(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        let imported = schema::imported(kind);
        let of_row = format!(
            "SELECT attributes FROM \"{imported}\" WHERE fid = (SELECT fid FROM \"{}\" WHERE id = ?)",
            kind.table()
        );
        self.reader.ask(|conn| {
            if has_table(conn, &imported)? {
                let found = conn.query_row(&of_row, [id], |row| row.get(0)).optional()?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            if !has_table(conn, "attributes")? {
                return Ok(None);
            }
            let sql = "SELECT attributes FROM attributes WHERE row_id = ? AND table_name = ?";
            let found = conn.query_row(sql, [id, kind.table()], |row| row.get(0));
            Ok(found.optional()?)
        })
    }
}

/// The connection that writes, until this goes; a transaction that is still open is taken back then.
#[derive(Debug)]
struct Lent {
    conn: Option<Connection>,
    home: Home,
}

impl std::ops::Deref for Lent {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect("it goes back only when this does")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        // A connection that cannot be put in order is closed, which takes back what is open too.
        let settled = conn.is_autocommit() || conn.execute_batch("ROLLBACK").is_ok();
        if settled && conn.pragma_update(None, "cache_size", CACHE).is_ok() {
            *self.home.lock().unwrap_or_else(PoisonError::into_inner) = Some(conn);
        }
    }
}

impl FileBulk {
    /// Writes all that a step has beside its rows.
    fn write_rest(&mut self, stamp: &Stamp, name: &str, edits: &[Edit]) -> Result<JournalEntry, StoreError> {
        let conn: &Connection = &self.conn;
        let kinds: Vec<Kind> = self.trees.keys().copied().collect();
        for (paused, boxes) in std::mem::take(&mut self.trees).into_values() {
            if let Some(paused) = paused {
                paused.pack(conn, boxes)?;
            }
        }
        for edit in edits {
            super::write_edit(conn, edit)?;
        }
        let changed = edits.iter().flat_map(|e| [&e.before, &e.after]).flatten();
        schema::widen(&mut self.bounds, changed);
        schema::touch(conn, &self.bounds, &stamp.at)?;
        let mut changed =
            conn.prepare_cached("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?")?;
        for kind in kinds {
            changed.execute(params![stamp.at, schema::imported(kind)])?;
        }
        let entry = NewEntry {
            stamp,
            name,
            note: None,
            action: Action::Do,
            target: None,
            edits,
        };
        let entry = journal::append(conn, entry, &self.rows)?;
        clear_shelves(conn)?;
        Ok(entry)
    }
}

/// Keeps the number and the imported values of a row that is going by its id, for when it comes back.
pub(super) fn keep_imported(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    let table = schema::imported(kind);
    if !has_table(conn, &table)? {
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
        conn.execute(&sql, [id, kind.table()])?;
    }
    Ok(())
}

/// Gives a row that has come back the number it had: a step of many rows names its own by their numbers.
pub(super) fn renumber(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    if !has_table(conn, "removed_numbers")? {
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
        conn.execute(&sql, [id, table])?;
    }
    Ok(())
}

/// How many rows have the numbers of a range.
fn rows_between(first: i64, last: i64) -> i64 {
    last.saturating_sub(first).saturating_add(1)
}

/// Rows that a step added in bulk, as the hash of its entry takes them: whatever the table is called.
pub(super) fn named_of(conn: &Connection, seq: i64) -> Result<Vec<(String, i64)>, StoreError> {
    if !has_table(conn, "journal_bulk")? {
        return Ok(Vec::new());
    }
    let mut found =
        conn.prepare_cached("SELECT table_name, first, last FROM journal_bulk WHERE seq = ? ORDER BY id")?;
    let found = found.query_map([seq], |row| {
        Ok((row.get(0)?, rows_between(row.get(1)?, row.get(2)?)))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn bulk_of(conn: &Connection, seq: i64) -> Result<Vec<RowRange>, StoreError> {
    if !has_table(conn, "journal_bulk")? {
        return Ok(Vec::new());
    }
    let mut found =
        conn.prepare_cached("SELECT table_name, first, last FROM journal_bulk WHERE seq = ? ORDER BY id")?;
    let found = found.query_map([seq], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    found
        .map(|row| {
            let (table, first, last) = row?;
            let kind = Kind::from_table(&table).map_err(|e| StoreError::Journal {
                seq,
                reason: e.to_string(),
            })?;
            Ok(RowRange { kind, first, last })
        })
        .collect()
}

/// Moves the rows of a step to its shelf.
pub(super) fn shelve(conn: &Connection, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq)? {
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        let only = format!("WHERE fid BETWEEN {} AND {}", rows.first, rows.last);
        conn.execute_batch(&format!(
            "CREATE TABLE \"{shelf}\" AS SELECT * FROM \"{table}\" {only}; DELETE FROM \"{table}\" {only}"
        ))?;
    }
    Ok(())
}

/// Moves the rows of a step back from its shelf.
pub(super) fn unshelve(conn: &Connection, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq)? {
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        conn.execute_batch(&format!(
            "INSERT INTO \"{table}\" SELECT * FROM \"{shelf}\"; DROP TABLE \"{shelf}\""
        ))?;
    }
    Ok(())
}

/// Throws away what a new step made impossible to do again.
pub(super) fn clear_shelves(conn: &Connection) -> Result<(), StoreError> {
    let names: Vec<String> = conn
        .prepare_cached(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'shelf\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for name in names {
        let Some((seq, kind)) = shelf(&name) else { continue };
        // Another program may have a table of such a name.
        if !bulk_of(conn, seq)?.iter().any(|rows| rows.kind == kind) {
            continue;
        }
        let (shelf, imported) = (quoted(&name), schema::imported(kind));
        if has_table(conn, &imported)? {
            conn.execute_batch(&format!(
                "DELETE FROM \"{imported}\" WHERE fid IN (SELECT fid FROM {shelf})"
            ))?;
        }
        conn.execute_batch(&format!("DROP TABLE {shelf}"))?;
    }
    Ok(())
}

/// Of which step and table a shelf is; `None` if the name is not exactly that of one.
fn shelf(name: &str) -> Option<(i64, Kind)> {
    let (seq, table) = name.strip_prefix("shelf_")?.split_once('_')?;
    let seq: i64 = seq.parse().ok()?;
    let kind = Kind::from_table(table).ok()?;
    let own = RowRange {
        kind,
        first: 0,
        last: 0,
    };
    (own.shelf(seq) == name).then_some((seq, kind))
}
