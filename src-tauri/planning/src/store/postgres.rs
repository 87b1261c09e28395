//! An atlas in a PostgreSQL database: the second store of the contract, so that the contract is proven by two. Each atlas is a
//! schema of its own. One person edits at a time, as with a file: an advisory lock of the server says who.

mod connection;
mod cursor;
mod journal;
mod older;
mod rows;
mod schema;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use geodata::footprint_index::SortedBatch;
use sqlx::Row;
use sqlx::postgres::PgConnectOptions;

use super::entry::NewEntry;
use super::{
    Action, BulkRows, BulkWriter, FootprintReader, Holder, JournalCheck, JournalEntry, LoadedAtlas, Mode,
    RowBatch, SCHEMA_VERSION, SnapshotCursor, Stamp, Store, StoreError, no_version,
};
use crate::change::{Change, Edit};
use crate::model::{Kind, Model, ProjectReader, Record};
use connection::{Connection, Value, quoted};
use cursor::{Address, Cursor, Reader};
use older::Absent;

/// A connection that writes; `None` inside while a step of many rows has it.
type Writer = Arc<Mutex<Option<Connection>>>;

/// An open atlas on a server.
#[derive(Debug)]
pub struct PostgresStore {
    address: Address,
    /// The connection that writes and holds the lock; `None` if the atlas is only looked at.
    writer: Option<Writer>,
    reader: Arc<Reader>,
    /// Whether there may be rows of steps that were taken back, which the next new step throws away.
    undone: bool,
}

impl PostgresStore {
    /// Makes an atlas with these rows: a schema of this name. `server` is an address as `postgres://user@host/database`.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a schema of that name, or [`StoreError::Sql`]; nothing is made then.
    pub fn create(
        server: &str,
        atlas: &str,
        rows: &[Record],
        name: &str,
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        let address = Address::of(server, atlas)?;
        let mut conn = address.connect()?;
        conn.step(|conn| {
            if has_schema(conn, atlas)? {
                return Err(StoreError::Exists {
                    path: PathBuf::from(atlas),
                });
            }
            conn.run(&format!("CREATE SCHEMA {}", quoted(atlas)), &[])?;
            schema::create(conn)?;
            schema::put_meta(conn, schema::ATLAS_ID, &uuid::Uuid::now_v7().to_string())?;
            for run in rows.chunk_by(|a, b| a.kind() == b.kind()) {
                let mut batch = RowBatch::new(run[0].kind(), rows::encode);
                run.iter().try_for_each(|row| batch.push(row, ""))?;
                rows::insert(conn, &batch, 0..batch.len(), None)?;
            }
            journal::append(conn, &NewEntry::baseline(stamp, name), Vec::new())?;
            Ok(())
        })
    }

    /// Opens an atlas and reads its rows; of more than `whole` projects only what lists need. One of an older version is
    /// brought up to date when it is opened to be changed; who looks reads it as it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAnAtlas`], [`StoreError::InUse`], [`StoreError::Newer`],
    /// [`StoreError::Lacks`], or what is wrong with a row.
    pub fn open(
        server: &str,
        atlas: &str,
        mode: Mode,
        who: &str,
        whole: usize,
    ) -> Result<LoadedAtlas, StoreError> {
        let mut address = Address::of(server, atlas)?;
        let mut conn = address.connect()?;
        identify(&mut conn, atlas)?;
        if mode == Mode::Edit {
            lock(&mut conn, atlas, who)?;
        }
        // Whoever had it open before may have brought it up to date meanwhile.
        let version = identify(&mut conn, atlas)?;
        address.absent = Absent::of(&mut conn, atlas, version)?;
        if mode == Mode::Edit && version < SCHEMA_VERSION {
            address.absent.make(&mut conn)?;
            address.absent = Absent::default();
        }
        conn.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", &[])?;
        let mut model = Model::default();
        let mut footprints = None;
        for kind in Kind::ALL.iter().copied() {
            if kind == Kind::Project && more_than(&mut conn, whole)? {
                footprints = Some(rows::load_summaries(
                    &mut conn,
                    &address.absent,
                    None,
                    &mut model,
                )?);
            } else {
                rows::load(&mut conn, &address.absent, kind, None, &mut model)?;
            }
        }
        conn.run("COMMIT", &[])?;
        let reader = Arc::new(Reader::new(address.clone()));
        model
            .projects
            .read_from(Arc::clone(&reader) as Arc<dyn ProjectReader>);
        let store = Self {
            address,
            writer: (mode == Mode::Edit).then(|| Arc::new(Mutex::new(Some(conn)))),
            reader,
            undone: true,
        };
        Ok(LoadedAtlas {
            store: Box::new(store),
            model,
            footprints,
        })
    }

    /// The connection that writes.
    fn writer(&self) -> Result<&Writer, StoreError> {
        self.writer.as_ref().ok_or_else(|| StoreError::ReadOnly {
            path: PathBuf::from(&self.address.schema),
        })
    }
}

fn held(writer: &Writer) -> MutexGuard<'_, Option<Connection>> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// That a step of many rows is on its way.
fn busy(address: &Address) -> StoreError {
    StoreError::Busy {
        path: PathBuf::from(&address.schema),
        holders: Vec::new(),
    }
}

impl Address {
    fn of(server: &str, atlas: &str) -> Result<Self, StoreError> {
        Ok(Self {
            options: server.parse::<PgConnectOptions>()?,
            schema: atlas.to_owned(),
            absent: Absent::default(),
        })
    }
}

fn has_schema(conn: &mut Connection, atlas: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM pg_namespace WHERE nspname = $1";
    Ok(conn.first(sql, &[Value::Text(Some(atlas))])?.is_some())
}

/// Checks that a schema is an atlas that this program can read; its version.
fn identify(conn: &mut Connection, atlas: &str) -> Result<i64, StoreError> {
    let path = PathBuf::from(atlas);
    if !has_schema(conn, atlas)? {
        return Err(StoreError::NotFound { path });
    }
    let table = format!("{}.meta", quoted(atlas));
    let there = conn.first("SELECT to_regclass($1) IS NOT NULL", &[Value::Text(Some(&table))])?;
    let there: bool = there.map_or(Ok(false), |row| row.try_get(0))?;
    let version = match there {
        true => schema::meta(conn, schema::VERSION)?.and_then(|text| text.parse::<i64>().ok()),
        false => None,
    };
    match version {
        Some(found) if found > SCHEMA_VERSION => Err(StoreError::Newer {
            path,
            found,
            known: SCHEMA_VERSION,
        }),
        Some(found) => Ok(found),
        None => Err(StoreError::NotAnAtlas {
            path,
            reason: no_version(),
        }),
    }
}

/// Takes the lock of an atlas, which the server holds until the connection ends.
fn lock(conn: &mut Connection, atlas: &str, who: &str) -> Result<(), StoreError> {
    let sql = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
    let taken = conn.first(sql, &[Value::Text(Some(atlas))])?;
    if taken.map_or(Ok(false), |row| row.try_get(0))? {
        let holder = Holder {
            who: who.to_owned(),
            pid: std::process::id(),
        };
        let text = serde_json::to_string(&holder).unwrap_or_default();
        return schema::put_meta(conn, schema::HOLDER, &text);
    }
    let holder = schema::meta(conn, schema::HOLDER)?;
    Err(StoreError::InUse {
        path: PathBuf::from(atlas),
        holder: holder
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default(),
    })
}

fn more_than(conn: &mut Connection, projects: usize) -> Result<bool, StoreError> {
    let skipped = i64::try_from(projects).unwrap_or(i64::MAX);
    let sql = "SELECT 1 FROM projects LIMIT 1 OFFSET $1";
    Ok(conn.first(sql, &[Value::Integer(Some(skipped))])?.is_some())
}

/// Does the edits of a step.
fn write_edits(conn: &mut Connection, edits: &[Edit]) -> Result<(), StoreError> {
    for edit in edits {
        match (&edit.before, &edit.after) {
            (None, Some(row)) => rows::insert_one(conn, row)?,
            (Some(before), Some(row)) => rows::update(conn, before, row)?,
            (_, None) => rows::delete(conn, edit.kind, &edit.id)?,
        }
    }
    Ok(())
}

/// Moves the rows of a bulk step from one table to another.
fn move_rows(conn: &mut Connection, from: &str, to: &str, seq: i64) -> Result<(), StoreError> {
    let sql = format!(
        "WITH moved AS (DELETE FROM {} WHERE bulk_seq = $1 RETURNING *) INSERT INTO {} SELECT * FROM moved",
        quoted(from),
        quoted(to)
    );
    conn.run(&sql, &[Value::Integer(Some(seq))])?;
    Ok(())
}

/// Throws away what a new step made impossible to do again.
fn clear_undone(conn: &mut Connection) -> Result<(), StoreError> {
    for kind in Kind::ALL {
        let undone = quoted(&schema::undone(*kind));
        let sql = format!(
            "WITH gone AS (DELETE FROM {undone} RETURNING id) \
             DELETE FROM attributes USING gone WHERE table_name = $1 AND row_id = gone.id"
        );
        conn.run(&sql, &[Value::Text(Some(kind.table()))])?;
    }
    Ok(())
}

impl Store for PostgresStore {
    fn path(&self) -> Option<&Path> {
        None
    }

    fn can_write(&self) -> bool {
        self.writer.is_some()
    }

    fn atlas_id(&self) -> Result<Option<String>, StoreError> {
        self.reader.ask(|conn| schema::meta(conn, schema::ATLAS_ID))
    }

    fn write(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<JournalEntry, StoreError> {
        let clear = self.undone && action == Action::Do;
        self.undone |= action != Action::Do;
        let writer = Arc::clone(self.writer()?);
        let mut kept = held(&writer);
        let conn = kept.as_mut().ok_or_else(|| busy(&self.address))?;
        let written = conn.step(|conn| {
            if clear {
                clear_undone(conn)?;
            }
            for rows in target.map_or(Ok(Vec::new()), |seq| journal::bulk_rows(conn, seq))? {
                let (table, undone) = (rows.kind.table(), schema::undone(rows.kind));
                match (action, target) {
                    (Action::Undo, Some(seq)) => move_rows(conn, table, &undone, seq)?,
                    (Action::Redo, Some(seq)) => move_rows(conn, &undone, table, seq)?,
                    _ => {}
                }
            }
            write_edits(conn, &change.edits)?;
            let entry = NewEntry::change(stamp, change, action, target);
            journal::append(conn, &entry, Vec::new())
        })?;
        self.undone &= !clear;
        Ok(written)
    }

    fn new_batch(&self, kind: Kind) -> RowBatch {
        RowBatch::new(kind, rows::encode)
    }

    fn begin_bulk(&mut self) -> Result<Box<dyn BulkWriter>, StoreError> {
        let home = Arc::clone(self.writer()?);
        let mut conn = held(&home).take().ok_or_else(|| busy(&self.address))?;
        let begun = conn
            .run("BEGIN", &[])
            .and_then(|_| journal::last_number(&mut conn));
        let bulk = ServerBulk {
            conn: Some(conn),
            home,
            seq: begun.as_ref().map_or(0, |last| last.saturating_add(1)),
            rows: Vec::new(),
            open: true,
        };
        begun.map(|_| Box::new(bulk) as Box<dyn BulkWriter>)
    }

    fn journal_since(&self, seq: i64) -> Result<Vec<JournalEntry>, StoreError> {
        self.reader.ask(|conn| journal::since(conn, seq))
    }

    fn journal_change(&self, seq: i64) -> Result<Change, StoreError> {
        self.reader.ask(|conn| journal::change(conn, seq))
    }

    fn journal_page(
        &self,
        touching: Option<&[(Kind, String)]>,
        limit: u32,
    ) -> Result<Vec<(JournalEntry, Change)>, StoreError> {
        self.reader.ask(|conn| journal::page(conn, touching, limit))
    }

    fn check_journal(&self) -> Result<JournalCheck, StoreError> {
        self.reader.ask(journal::check)
    }

    fn bulk_rows(&self, seq: i64) -> Result<Vec<BulkRows>, StoreError> {
        self.reader.ask(|conn| journal::bulk_rows(conn, seq))
    }

    fn bulk_ids(&self, seq: i64) -> Result<Vec<(Kind, String)>, StoreError> {
        self.reader.ask(|conn| {
            let mut ids = Vec::new();
            for kind in kinds(&journal::bulk_rows(conn, seq)?) {
                let sql = format!("SELECT id FROM {} WHERE bulk_seq = $1", quoted(kind.table()));
                for row in conn.rows(&sql, &[Value::Integer(Some(seq))])? {
                    ids.push((kind, row.try_get(0)?));
                }
            }
            Ok(ids)
        })
    }

    fn load_bulk(&self, seq: i64, whole: usize, model: &mut Model) -> Result<Vec<SortedBatch>, StoreError> {
        let absent = &self.address.absent;
        self.reader.ask(|conn| {
            let rows = journal::bulk_rows(conn, seq)?;
            let mut footprints = Vec::new();
            for kind in kinds(&rows) {
                let count: u64 = rows.iter().filter(|r| r.kind == kind).map(|r| r.count).sum();
                if kind == Kind::Project && usize::try_from(count).is_ok_and(|count| count > whole) {
                    footprints.push(rows::load_summaries(conn, absent, Some(seq), model)?);
                } else {
                    rows::load(conn, absent, kind, Some(seq), model)?;
                }
            }
            Ok(footprints)
        })
    }

    fn attributes(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        self.reader.ask(|conn| {
            let sql = "SELECT attributes FROM attributes WHERE table_name = $1 AND row_id = $2";
            let row = conn.first(sql, &[Value::Text(Some(kind.table())), Value::Text(Some(id))])?;
            Ok(row.map(|row| row.try_get(0)).transpose()?)
        })
    }

    fn snapshot_cursor(&self) -> Result<Box<dyn SnapshotCursor>, StoreError> {
        Ok(Box::new(Cursor::begin(&self.address)?))
    }

    fn footprints(&self) -> Box<dyn FootprintReader> {
        Box::new(self.address.clone())
    }

    /// The server lets the lock go when the connection ends.
    fn close(self: Box<Self>) -> Result<(), StoreError> {
        let conn = self.writer.and_then(|writer| held(&writer).take());
        conn.map_or(Ok(()), Connection::close)
    }
}

/// The tables of bulk rows, each once.
fn kinds(rows: &[BulkRows]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = rows.iter().map(|rows| rows.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A step of many rows on its way, in a transaction of the connection that writes.
#[derive(Debug)]
struct ServerBulk {
    /// There until this goes.
    conn: Option<Connection>,
    home: Writer,
    /// The number that its entry will have.
    seq: i64,
    rows: Vec<BulkRows>,
    open: bool,
}

impl ServerBulk {
    fn conn(&mut self) -> &mut Connection {
        self.conn.as_mut().expect("it goes back only when this does")
    }
}

impl BulkWriter for ServerBulk {
    fn add(&mut self, batch: &RowBatch, range: Range<usize>) -> Result<(), StoreError> {
        if range.is_empty() {
            return Ok(());
        }
        let seq = self.seq;
        rows::insert(self.conn(), batch, range.clone(), Some(seq))?;
        rows::insert_attributes(self.conn(), batch, range.clone())?;
        let count = range.len() as u64;
        match self.rows.last_mut() {
            Some(rows) if rows.kind == batch.kind() => rows.count += count,
            _ => self.rows.push(BulkRows {
                kind: batch.kind(),
                count,
            }),
        }
        Ok(())
    }

    fn finish(
        mut self: Box<Self>,
        stamp: &Stamp,
        name: &str,
        edits: &[Edit],
    ) -> Result<JournalEntry, StoreError> {
        clear_undone(self.conn())?;
        write_edits(self.conn(), edits)?;
        let rows = self.rows.iter().map(journal::named).collect();
        let entry = journal::append(self.conn(), &NewEntry::step(stamp, name, edits), rows)?;
        self.conn().run("COMMIT", &[])?;
        self.open = false;
        Ok(entry)
    }
}

impl Drop for ServerBulk {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take() else { return };
        if self.open {
            // If even this fails the connection has ended, and with it the transaction.
            let _ = conn.run("ROLLBACK", &[]);
        }
        *held(&self.home) = Some(conn);
    }
}
