//! Rows by the hundred thousand as one step: the journal keeps the numbers of the rows instead of the rows. Taking the
//! step back puts them on a shelf, a table of their own, from which doing it again fetches them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use geodata::footprint_index::SortedBatch;
use rusqlite::{Connection, OptionalExtension};

use super::bulk_load::{ProjectSource, load_summaries};
use super::edits::write_edit;
use super::extents::{self, Bounds};
use super::journal_bulk::{RowRange, bulk_of, shelves, table_columns};
use super::loading::load_table;
use super::stop::Stop;
use super::tables::{self, NEVER};
use super::{GpkgStore, boundaries, failure, journal, outside, rows, structure};
use crate::change::Edit;
use crate::geopackage::{self, Boxes, Paused};
use crate::model::{Kind, Model};
use crate::sqlite::{Access, has_table, quoted};
use crate::store::entry::NewEntry;
use crate::store::{BulkWriter, JournalEntry, RowBatch, Stamp, StoreError};

/// Pages of 4 KiB that are kept in memory while rows come by the thousand, in KiB as SQLite wants it.
const CACHE_BULK: i64 = -49_152;
/// The same at other times, as SQLite has it of itself.
const CACHE: i64 = -2_000;
/// A connection that is lent out, on its way back.
pub(super) type ReturnedConnection = Arc<Mutex<Option<Connection>>>;

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
            tables::create_imported(&self.conn, kind, NEVER)?;
            outside::pause_inserts(&self.conn, kind.table())?;
            tree.insert((
                geopackage::pause_index(&self.conn, kind.table(), tables::GEOMETRY)?,
                Boxes::default(),
            ));
        }
        let (paused, boxes) = self.trees.entry(kind).or_default();
        let bounds = self.bounds.entry(kind.table()).or_default();
        let count = range.len() as i64;
        let mut place = |fid, [w, e, s, n]: [f64; 4]| {
            geopackage::widen(bounds, [w, s, e, n]);
            if paused.is_some() {
                boxes.note(fid, [w, e, s, n]);
            }
        };
        let first = rows::insert_packed(&self.conn, packed, range.clone(), &mut place)?;
        let Some(first) = first else {
            return Ok(());
        };
        if let Some(around) = boundaries::insert(&self.conn, packed, range.clone())? {
            geopackage::widen(self.bounds.entry(boundaries::TABLE).or_default(), around);
        }
        let imported = tables::imported(kind);
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
        conn.execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| failure::said(error, &self.path))?;
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
            let found = structure::identify(conn, &self.path)?;
            if rows.kind == Kind::Project && many {
                let from = ProjectSource {
                    path: &self.path,
                    found: &found,
                    connection: conn,
                    beside: Some(Access::Read),
                    pages: None,
                    stop: &Stop::default(),
                };
                return load_summaries(from, range, model).map(Some);
            }
            load_table(conn, &self.path, &found, rows.kind, range, model)?;
            Ok(None)
        })
    }

    /// All values of the file a row was imported from.
    pub(super) fn attributes_of(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        let imported = tables::imported(kind);
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
    home: ReturnedConnection,
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
        outside::restore(conn)?;
        for edit in edits {
            write_edit(conn, edit)?;
        }
        let changed = edits.iter().flat_map(|e| [&e.before, &e.after]).flatten();
        extents::widen(&mut self.bounds, changed);
        extents::touch(conn, &self.bounds, &stamp.at)?;
        for kind in kinds {
            geopackage::touch(conn, &tables::imported(kind), None, &stamp.at)?;
        }
        let entry = journal::append(conn, &NewEntry::step(stamp, name, edits), &self.rows)?;
        clear_shelves(conn)?;
        Ok(entry)
    }
}

/// Moves the rows of a step to its shelf.
pub(super) fn shelve(conn: &Connection, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq)? {
        boundaries::shelve(conn, seq, &rows)?;
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        let only = format!("WHERE fid BETWEEN {} AND {}", rows.first, rows.last);
        conn.execute_batch(&format!(
            "CREATE TABLE \"{shelf}\" AS SELECT * FROM \"{table}\" {only}; DELETE FROM \"{table}\" {only}"
        ))?;
    }
    Ok(())
}

/// Moves the rows of a step back from its shelf; the table may have got columns since, or lost some.
pub(super) fn unshelve(conn: &Connection, seq: i64) -> Result<(), StoreError> {
    for rows in bulk_of(conn, seq)? {
        let (table, shelf) = (rows.kind.table(), rows.shelf(seq));
        let there = table_columns(conn, table)?;
        let both = table_columns(conn, &shelf)?
            .into_iter()
            .filter(|c| there.contains(c));
        let names = both.map(|column| quoted(&column)).collect::<Vec<_>>().join(", ");
        conn.execute_batch(&format!(
            "INSERT INTO \"{table}\" ({names}) SELECT {names} FROM \"{shelf}\"; DROP TABLE \"{shelf}\""
        ))?;
    }
    boundaries::unshelve(conn, seq)
}

/// Throws away what a new step made impossible to do again.
pub(super) fn clear_shelves(conn: &Connection) -> Result<(), StoreError> {
    for (name, seq, kind) in shelves(conn)? {
        let (shelf, imported) = (quoted(&name), tables::imported(kind));
        if has_table(conn, &imported)? {
            conn.execute_batch(&format!(
                "DELETE FROM \"{imported}\" WHERE fid IN (SELECT fid FROM {shelf})"
            ))?;
        }
        conn.execute_batch(&format!("DROP TABLE {shelf}"))?;
        if kind == Kind::Region {
            conn.execute_batch(&format!("DROP TABLE IF EXISTS \"{}\"", boundaries::shelf(seq)))?;
        }
    }
    Ok(())
}
