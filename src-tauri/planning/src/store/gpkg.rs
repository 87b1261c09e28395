//! The file of an atlas: a GeoPackage (OGC 12-128r17) in which every record is a row, feature tables carry their
//! footprints with an R-tree, and the journal keeps every change. Opening to look changes no byte: the file is
//! opened for writing, in WAL mode, at the first change, and is one file again after closing.

mod boundaries;
mod bulk;
mod bulk_load;
mod copying;
mod cursors;
mod edits;
mod entry_row;
mod extents;
mod failure;
mod footprints;
mod identity;
mod journal;
mod journal_bulk;
mod kept;
mod loading;
mod lock;
mod migration;
mod outside;
mod outside_row;
mod page_reader;
mod readable;
mod reader;
mod rows;
mod schema;
mod stop;
mod structure;
mod tables;
mod triggers;
mod walk;

pub use copying::copy;
pub use lock::Lock;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use files::atomic_file::AtomicFile;
use geodata::footprint_index::SortedBatch;
use rusqlite::{Connection, TransactionBehavior};

use super::entry::NewEntry;
use super::{
    Action, BulkRows, BulkWriter, FootprintReader, JournalCheck, JournalEntry, LoadedAtlas, Mode,
    OutsideChanges, RowBatch, SnapshotCursor, Stamp, Store, StoreError,
};
use crate::change::Change;
use crate::geopackage;
use crate::model::{Kind, Model, ProjectReader, Record};
use crate::progress::Progress;
use crate::sqlite::{self, Access, Fingerprint, Header, beside, in_words, is_being_written, is_busy};
use bulk_load::ProjectSource;
use edits::write_edit;
use failure::{begin, said};
use journal_bulk::{RowRange, bulk_of};
use page_reader::PageFile;
use reader::FileReader;
use stop::Stop;
use words::{Words, said};

/// An open atlas file.
#[derive(Debug)]
pub struct GpkgStore {
    path: PathBuf,
    /// The connection that writes, from the first change on. Only whoever has the store for themselves takes it; the lock
    /// lets others look at the rest meanwhile.
    writer: Mutex<Option<Connection>>,
    /// The same when a step of many rows had it.
    returned: bulk::ReturnedConnection,
    lock: Option<Lock>,
    reader: Arc<FileReader>,
    /// Whether there may be shelves, which the next new step clears.
    shelves: bool,
    /// Whether changes stay in the `-wal` for the sake of a walk.
    unfolded: bool,
}

impl GpkgStore {
    /// Makes a new file with these rows and opens it; it is written under another name and then renamed, so that
    /// there is never half a file. `stamp` is written as the journal's first entry, which undo does not take back.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file of that name, or what the disk or SQLite says.
    pub fn create(path: &Path, rows: &[Record], name: &str, stamp: &Stamp) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        let file = AtomicFile::beside(path)?;
        Self::fill(file.path(), rows, name, stamp)?;
        match file.place_new() {
            Err(e) if e.source.kind() == std::io::ErrorKind::AlreadyExists => Err(StoreError::Exists {
                path: path.to_owned(),
            }),
            placed => Ok(placed.map(drop)?),
        }
    }

    fn fill(part: &Path, rows: &[Record], name: &str, stamp: &Stamp) -> Result<(), StoreError> {
        let mut conn = geopackage::new_file(part)?;
        outside::write_as_ourselves(&conn)?;
        schema::create(&mut conn, &stamp.at)?;
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for run in rows.chunk_by(|a, b| a.kind() == b.kind()) {
            rows::insert_all(&transaction, run[0].kind(), run)?;
        }
        let mut bounds = Default::default();
        extents::widen(&mut bounds, rows.iter());
        extents::touch(&transaction, &bounds, &stamp.at)?;
        journal::append(&transaction, &NewEntry::baseline(stamp, name), &[])?;
        transaction.commit()?;
        conn.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    /// Opens a file and reads all its rows. With [`Mode::Edit`] the file is marked as in use. What a crash left behind is put
    /// in order first: a `-wal` before editing, a change that another program left half done before anything. Of more than
    /// `whole` projects only what lists need is read, and the footprints as the map keeps them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAnAtlas`], [`StoreError::InUse`], [`StoreError::Busy`],
    /// [`StoreError::HalfWritten`], [`StoreError::Newer`], or what is wrong with a row.
    pub fn open(path: &Path, mode: Mode, who: &str, whole: usize) -> Result<LoadedAtlas, StoreError> {
        Self::open_without(path, mode, who, whole, &[], &Progress::default())
    }

    /// The same, with these tables left empty in the model, until `progress` is asked to stop.
    pub(crate) fn open_without(
        path: &Path,
        mode: Mode,
        who: &str,
        whole: usize,
        without: &[Kind],
        progress: &Progress,
    ) -> Result<LoadedAtlas, StoreError> {
        check_magic(path)?;
        let lock = match mode {
            Mode::Edit => Lock::take(path, who)?,
            Mode::Look => None,
        };
        roll_back(path)?;
        if lock.is_some() && beside(path, "-wal").exists() {
            recover(path)?;
        }
        let stop = Stop::when(progress);
        let loaded = stop.said(Loaded::read(path, whole, without, &stop))?;
        let (mut model, footprints) = (loaded.model, loaded.footprints);
        let reader = Arc::new(FileReader::new(
            path,
            loaded.found,
            loaded.access,
            Some(loaded.connection),
            lock.is_some(),
        ));
        model
            .projects
            .read_from(Arc::clone(&reader) as Arc<dyn ProjectReader>);
        let store = Self {
            path: path.to_owned(),
            writer: Mutex::default(),
            returned: Arc::default(),
            lock,
            reader,
            shelves: true,
            unfolded: false,
        };
        Ok(LoadedAtlas {
            store: Box::new(store),
            model,
            footprints,
        })
    }

    /// The connection that writes; the first time it is opened, and an older file is brought up to this version.
    fn begin_writing(&mut self) -> Result<&mut Connection, StoreError> {
        let Some(_) = &self.lock else {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
            });
        };
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        let nobody_walks = self.reader.cursors().none();
        let returned = self
            .returned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let conn = match writer.take().or(returned) {
            Some(conn) => {
                // Lets changes be brought from the `-wal` into the file again, once nobody walks through it who began
                // before the first change and looks at nothing but the file.
                if self.unfolded && nobody_walks {
                    conn.pragma_update(None, "wal_autocheckpoint", FOLDED_AFTER)?;
                    self.unfolded = false;
                }
                conn
            }
            None => {
                let open = || open_for_writing(&self.path, nobody_walks);
                let conn = self.reader.cursors().change(&self.path, open)?;
                self.reader.follow(structure::identify(&conn, &self.path)?);
                self.unfolded = !nobody_walks;
                conn
            }
        };
        Ok(writer.insert(conn))
    }
}

impl Store for GpkgStore {
    fn path(&self) -> Option<&Path> {
        Some(&self.path)
    }

    fn can_write(&self) -> bool {
        self.lock.is_some()
    }

    fn atlas_id(&self) -> Result<Option<String>, StoreError> {
        self.reader.ask(identity::atlas_id)
    }

    fn write(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<JournalEntry, StoreError> {
        let clear = self.shelves && action == Action::Do;
        self.shelves |= action != Action::Do;
        let path = self.path.clone();
        let transaction = begin(self.begin_writing()?, &path)?;
        match (action, target) {
            (Action::Undo, Some(seq)) => bulk::shelve(&transaction, seq)?,
            (Action::Redo, Some(seq)) => bulk::unshelve(&transaction, seq)?,
            _ => {}
        }
        if clear {
            bulk::clear_shelves(&transaction)?;
        }
        let entry = write_rows(&transaction, change, stamp, action, target)?;
        transaction.commit()?;
        self.shelves &= !clear;
        Ok(entry)
    }

    fn new_batch(&self, kind: Kind) -> RowBatch {
        RowBatch::new(kind, footprints::encode)
    }

    fn begin_bulk(&mut self) -> Result<Box<dyn BulkWriter>, StoreError> {
        Ok(Box::new(self.bulk()?))
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
        self.reader.ask(identity::check_journal)
    }

    fn bulk_rows(&self, seq: i64) -> Result<Vec<BulkRows>, StoreError> {
        let ranges = self.reader.ask(|conn| bulk_of(conn, seq))?;
        Ok(ranges.iter().map(RowRange::rows).collect())
    }

    fn bulk_ids(&self, seq: i64) -> Result<Vec<(Kind, String)>, StoreError> {
        let mut all = Vec::new();
        for range in self.reader.ask(|conn| bulk_of(conn, seq))? {
            let ids = self.ids_in(range)?;
            all.extend(ids.into_iter().map(|id| (range.kind, id)));
        }
        Ok(all)
    }

    fn load_bulk(&self, seq: i64, whole: usize, model: &mut Model) -> Result<Vec<SortedBatch>, StoreError> {
        let mut footprints = Vec::new();
        for range in self.reader.ask(|conn| bulk_of(conn, seq))? {
            footprints.extend(self.load_range(range, whole, model)?);
        }
        Ok(footprints)
    }

    fn attributes(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        self.attributes_of(kind, id)
    }

    fn outside_changes(&self, model: &Model) -> Result<Option<OutsideChanges>, StoreError> {
        // Asked of the model it may read from the file in its turn.
        let kept = self.reader.ask(outside::kept)?;
        kept.map(|kept| kept.changes(model)).transpose()
    }

    fn keep_outside(
        &mut self,
        found: &OutsideChanges,
        name: &str,
        stamp: &Stamp,
    ) -> Result<Option<JournalEntry>, StoreError> {
        let path = self.path.clone();
        let transaction = begin(self.begin_writing()?, &path)?;
        if !outside::forget(&transaction, found)? {
            return Ok(None);
        }
        let entry = match found.edits.as_deref() {
            Some([]) => None,
            edits => {
                bulk::clear_shelves(&transaction)?;
                let entry = match edits {
                    Some(edits) => NewEntry::step(stamp, name, edits),
                    None => NewEntry::baseline(stamp, name),
                };
                Some(journal::append(&transaction, &entry, &[])?)
            }
        };
        transaction.commit()?;
        self.shelves &= entry.is_none();
        Ok(entry)
    }

    fn snapshot_cursor(&self) -> Result<Box<dyn SnapshotCursor>, StoreError> {
        Ok(Box::new(self.reader.walk()?))
    }

    fn footprints(&self) -> Box<dyn FootprintReader> {
        Box::new(self.reader.beside())
    }

    /// Puts everything into the one file and lets it go. While somebody else reads it, it stays in the `-wal` beside it, and
    /// whoever opens the file for editing next puts it in.
    fn close(self: Box<Self>) -> Result<(), StoreError> {
        self.reader.let_go();
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let returned = self
            .returned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(conn) = writer.or(returned) {
            self.reader.cursors().close();
            fold(conn, &self.path)?;
        }
        Ok(())
    }
}

/// A file with its rows as they were at one moment.
struct Loaded {
    connection: Connection,
    access: Access,
    found: structure::FileSchema,
    model: Model,
    footprints: Option<SortedBatch>,
}

/// How often a file is read anew that another program writes to meanwhile, where it cannot be locked.
const TRIES: usize = 3;

impl Loaded {
    fn read(path: &Path, whole: usize, without: &[Kind], stop: &Stop) -> Result<Self, StoreError> {
        for _ in 0..TRIES {
            let fingerprint = || Fingerprint::of(path).map_err(|e| StoreError::io(path, &e));
            let before = fingerprint()?;
            let written = is_being_written(path);
            let (mut connection, access) = sqlite::open_to_read(path).map_err(|e| said(e, path))?;
            sqlite::limit_values(&connection)?;
            stop.set(&mut connection)?;
            // Opened before SQLite locks the file and closed after that, as closing it ends the lock.
            let pages = if written { None } else { PageFile::open(path) };
            // All tables are read as they are at the first question; in a file without a `-wal` nobody can write until then.
            connection.execute_batch("BEGIN")?;
            let found = structure::identify(&connection, path)?;
            let from = ProjectSource {
                path,
                found: &found,
                connection: &connection,
                beside: (!written).then_some(access),
                pages: pages.as_ref(),
                stop,
            };
            let (model, footprints) = loading::load(from, whole, without)?;
            let same = written || fingerprint()? == before;
            connection.execute_batch("COMMIT")?;
            sqlite::allow_long_values(&connection)?;
            if same {
                return Ok(Self {
                    connection,
                    access,
                    found,
                    model,
                    footprints,
                });
            }
        }
        Err(StoreError::Changed {
            path: path.to_owned(),
        })
    }
}

/// Opens a file to write to it; `folding` says whether changes may be brought from the `-wal` into it.
fn open_for_writing(path: &Path, folding: bool) -> Result<Connection, StoreError> {
    let cannot = |e: rusqlite::Error| StoreError::cannot_write(path, &e);
    let mut conn = sqlite::open(path, Access::Write).map_err(cannot)?;
    conn.pragma_update(None, "journal_mode", "wal").map_err(cannot)?;
    if !folding {
        conn.pragma_update(None, "wal_autocheckpoint", 0)?;
    }
    conn.pragma_update(None, "synchronous", "full").map_err(cannot)?;
    geopackage::add_functions(&conn)?;
    outside::write_as_ourselves(&conn)?;
    migration::migrate(&mut conn, path)?;
    Ok(conn)
}

/// Pages of the `-wal` after which they are brought into the file, as SQLite has it of itself.
const FOLDED_AFTER: u32 = 1000;

fn write_rows(
    conn: &Connection,
    change: &Change,
    stamp: &Stamp,
    action: Action,
    target: Option<i64>,
) -> Result<JournalEntry, StoreError> {
    for edit in &change.edits {
        write_edit(conn, edit)?;
    }
    let mut bounds = Default::default();
    let rows = change.edits.iter().flat_map(|e| [&e.before, &e.after]).flatten();
    extents::widen(&mut bounds, rows);
    extents::touch(conn, &bounds, &stamp.at)?;
    journal::append(conn, &NewEntry::change(stamp, change, action, target), &[])
}

fn check_magic(path: &Path) -> Result<(), StoreError> {
    let header = Header::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound {
            path: path.to_owned(),
        },
        _ => StoreError::io(path, &e),
    })?;
    match header {
        Some(_) => Ok(()),
        None => Err(StoreError::NotAnAtlas {
            path: path.to_owned(),
            reason: said!(
                "file.not_sqlite",
                "不是 GeoPackage（SQLite）文件",
                "it is no GeoPackage (SQLite) file"
            ),
        }),
    }
}

/// Rolls back a change that another program left half done, as everyone must who reads the file after it. One that is
/// still being written is left alone.
///
/// # Errors
/// [`StoreError::HalfWritten`] if that is not possible.
fn roll_back(path: &Path) -> Result<(), StoreError> {
    if !beside(path, "-journal").exists() {
        return Ok(());
    }
    let ask = |conn: Connection| conn.query_row("PRAGMA schema_version", [], |_| Ok(()));
    match sqlite::open(path, Access::Read).and_then(ask) {
        Err(error) if sqlite::needs_rollback(&error) => {}
        Err(error) if is_busy(&error) => return Err(StoreError::busy(path)),
        // Whatever else is wrong is said when the file is read.
        _ => return Ok(()),
    }
    let cannot = |reason: Words| StoreError::HalfWritten {
        path: path.to_owned(),
        reason,
    };
    if sqlite::journal_names_another_file(path) {
        return Err(cannot(said!(
            "file.changes_others",
            "它同时修改了别的文件",
            "it changes other files too"
        )));
    }
    let done = sqlite::open(path, Access::Write).and_then(ask);
    done.map_err(|error| cannot(in_words(&error)))
}

/// Brings what a crash left in the `-wal` back into the one file; not while others read it, who need it.
fn recover(path: &Path) -> Result<(), StoreError> {
    let conn = sqlite::open(path, Access::Write).map_err(|e| StoreError::cannot_write(path, &e))?;
    fold(conn, path)
}

/// How long others that read the file are waited for when it is made one file again.
const FOLDING: Duration = Duration::from_secs(1);

/// Brings what is in the `-wal` into the file, and closes it. While others have it open it stays where it is.
///
/// # Errors
/// [`StoreError::Unfolded`]; nothing is lost.
fn fold(conn: Connection, path: &Path) -> Result<(), StoreError> {
    let folded = conn.busy_timeout(FOLDING).and_then(|()| {
        let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))?;
        if busy {
            return Ok(());
        }
        conn.execute_batch("PRAGMA journal_mode=DELETE")
    });
    match folded.and(conn.close().map_err(|(_, error)| error)) {
        Err(error) if !is_busy(&error) => Err(StoreError::Unfolded {
            path: path.to_owned(),
            reason: in_words(&error),
        }),
        _ => Ok(()),
    }
}
