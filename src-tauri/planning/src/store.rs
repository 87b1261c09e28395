//! The file of an atlas: a GeoPackage (OGC 12-128r17) in which every record is a row, feature tables carry their
//! footprints with an R-tree, and the journal keeps every change. Opening to look changes no byte: the file is
//! opened for writing, in WAL mode, at the first change, and is one file again after closing.

mod bulk;
mod db;
mod error;
mod functions;
mod journal;
mod layers;
mod leaves;
mod light;
mod lock;
mod packed;
mod reader;
mod rows;
mod rtree;
mod schema;
mod statement;
mod walk;

pub use bulk::BulkRows;
pub(crate) use db::{Db, Raw};
pub use error::StoreError;
pub use journal::{Action, Entry, Stamp};
pub use layers::{Put, write_layers};
pub use lock::{Holder, Lock};
pub use packed::Packed;
pub use reader::FileReader;
pub use rows::KEPT_WHOLE;
pub use schema::SCHEMA_VERSION;
pub(crate) use statement::{Statement, defend, watch};
pub use walk::{Walk, Which};

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use geodata::footprint_index::SortedBatch;
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::change::Change;
use crate::model::{Kind, Model, ProjectReader, Record};

/// An open atlas file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    conn: Db,
    writing: bool,
    lock: Option<Lock>,
    reader: Arc<FileReader>,
    /// Rows of a step that is being written.
    pending: Option<bulk::Pending>,
    /// Whether there may be shelves, which the next new step clears.
    shelves: bool,
    /// Whether changes stay in the `-wal` for the sake of a walk.
    unfolded: bool,
}

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It may be changed; others are told that it is in use.
    Edit,
    /// It is only looked at, also while someone else edits it.
    Look,
}

impl Store {
    /// Makes a new file with these rows and opens it; it is written under another name and then renamed, so that
    /// there is never half a file. `stamp` is written as the journal's first entry, which undo does not take back.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file of that name, or what the disk or SQLite says.
    pub async fn create(path: &Path, rows: &[Record], name: &str, stamp: &Stamp) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        let file_name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let part = path.with_file_name(format!(".{file_name}.{}.part", std::process::id()));
        let made = Self::fill(&part, rows, name, stamp).await;
        if let Err(error) = made {
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
        // A hard link fails when the name is taken meanwhile; not every file system has them.
        let linked = std::fs::hard_link(&part, path);
        let placed = match linked {
            Ok(()) => std::fs::remove_file(&part),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                let _ = std::fs::remove_file(&part);
                return Err(StoreError::Exists {
                    path: path.to_owned(),
                });
            }
            Err(_) => std::fs::rename(&part, path),
        };
        placed.map_err(|e| StoreError::io(path, &e))
    }

    async fn fill(part: &Path, rows: &[Record], name: &str, stamp: &Stamp) -> Result<(), StoreError> {
        let file = std::fs::File::create_new(part).map_err(|e| StoreError::io(part, &e))?;
        let options = base_options(part)
            .journal_mode(SqliteJournalMode::Memory)
            .synchronous(SqliteSynchronous::Off);
        let mut conn = Db::connect(&options).await?;
        functions::register(&mut conn).await?;
        schema::create(&mut conn, &stamp.at).await?;
        {
            let handle = conn.raw().await?;
            handle.begin()?;
            let done = (|| {
                for run in rows.chunk_by(|a, b| a.kind() == b.kind()) {
                    rows::insert_all(&handle, run[0].kind(), run)?;
                }
                let mut bounds = Default::default();
                schema::widen(&mut bounds, rows.iter());
                schema::touch(&handle, &bounds, &stamp.at)?;
                journal::append(&handle, stamp, name, None, None, Action::Baseline, &[])
            })();
            handle.end(done)?;
        }
        conn.close().await?;
        file.sync_all().map_err(|e| StoreError::io(part, &e))
    }

    /// Opens a file and reads all its rows. With [`Mode::Edit`] the file is marked as in use; a file that a crash
    /// left behind is put in order first. Of more than `whole` projects only what lists need is read, and the footprints as
    /// the map keeps them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAnAtlas`], [`StoreError::InUse`], [`StoreError::Newer`], or what is
    /// wrong with a row.
    pub async fn open(
        path: &Path,
        mode: Mode,
        who: &str,
        whole: usize,
    ) -> Result<(Self, Model, Option<SortedBatch>), StoreError> {
        Self::open_without(path, mode, who, whole, &[]).await
    }

    /// The same, with these tables left empty in the model.
    pub(crate) async fn open_without(
        path: &Path,
        mode: Mode,
        who: &str,
        whole: usize,
        without: &[Kind],
    ) -> Result<(Self, Model, Option<SortedBatch>), StoreError> {
        check_magic(path)?;
        let lock = match mode {
            Mode::Edit => Lock::take(path, who)?,
            Mode::Look => None,
        };
        if lock.is_some() && with_suffix(path, "-wal").exists() {
            recover(path).await?;
        }
        let alone = lock.is_some() || !with_suffix(path, "-wal").exists();
        let options = base_options(path).read_only(true).immutable(alone);
        let mut conn = Db::connect(&options).await?;
        let found = schema::identify(&mut conn, path).await?;
        let (mut model, footprints) = if without.is_empty() {
            rows::load(&mut conn, path, &found, alone, whole).await?
        } else {
            let mut model = Model::default();
            for kind in Kind::ALL.iter().copied().filter(|k| !without.contains(k)) {
                rows::load_table(&mut conn, path, &found, kind, None, &mut model).await?;
            }
            (model, None)
        };
        let reader = Arc::new(FileReader::new(path, found, alone));
        model
            .projects
            .read_from(Arc::clone(&reader) as Arc<dyn ProjectReader>);
        Ok((
            Self {
                path: path.to_owned(),
                conn,
                writing: false,
                lock,
                reader,
                pending: None,
                shelves: true,
                unfolded: false,
            },
            model,
            footprints,
        ))
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the projects that stay in the file.
    pub fn reader(&self) -> &Arc<FileReader> {
        &self.reader
    }

    /// Whether changes can be written.
    pub fn can_write(&self) -> bool {
        self.lock.is_some()
    }

    /// Writes a change and its journal entry in one transaction; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what SQLite says; nothing is written then.
    pub async fn write(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<i64, StoreError> {
        self.begin_writing().await?;
        self.conn.raw().await?.begin()?;
        self.shelves |= action != Action::Do;
        let shelved = match (action, target) {
            (Action::Undo, Some(seq)) => bulk::shelve(&mut self.conn, seq).await,
            (Action::Redo, Some(seq)) => bulk::unshelve(&mut self.conn, seq).await,
            _ => Ok(()),
        };
        let clear = self.shelves && action == Action::Do;
        let handle = self.conn.raw().await?;
        let done = shelved.and_then(|()| {
            if clear {
                bulk::clear_shelves(&handle)?;
            }
            write_rows(&handle, change, stamp, action, target)
        });
        let done = handle.end(done);
        self.shelves &= !(clear && done.is_ok());
        done
    }

    /// The journal without the edits, oldest first: what undo and redo are made from.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn journal_heads(&mut self) -> Result<Vec<Entry>, StoreError> {
        journal::heads(&mut self.conn).await
    }

    /// One entry with its edits.
    ///
    /// # Errors
    /// [`StoreError::Journal`] when it is not there or cannot be read.
    pub async fn journal_change(&mut self, seq: i64) -> Result<Change, StoreError> {
        journal::change(&mut self.conn, seq).await
    }

    /// Entries with their edits, newest first; with `touching` only those that changed one of these rows.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn journal_page(
        &mut self,
        touching: Option<&[(Kind, String)]>,
        limit: u32,
    ) -> Result<Vec<(Entry, Change)>, StoreError> {
        journal::page(&mut self.conn, touching, limit).await
    }

    /// Puts everything into the one file and lets it go.
    ///
    /// # Errors
    /// What SQLite says; the file is whole all the same, with its `-wal` beside it.
    pub async fn close(mut self) -> Result<(), StoreError> {
        self.reader.let_go();
        if self.writing {
            let walks = Arc::clone(self.reader.walks());
            let _none = walks.write().await;
            self.conn.run("PRAGMA wal_checkpoint(TRUNCATE)").await?;
            self.conn.run("PRAGMA journal_mode=DELETE").await?;
        }
        self.conn.close().await?;
        Ok(())
    }

    async fn begin_writing(&mut self) -> Result<(), StoreError> {
        if self.writing {
            return self.may_fold().await;
        }
        if self.lock.is_none() {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
            });
        }
        let options = base_options(&self.path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut conn = Db::connect(&options)
            .await
            .map_err(|e| StoreError::cannot_write(&self.path, e))?;
        functions::register(&mut conn).await?;
        schema::migrate(&mut conn, &self.path).await?;
        self.reader.follow(schema::identify(&mut conn, &self.path).await?);
        let old = std::mem::replace(&mut self.conn, conn);
        old.close().await?;
        self.writing = true;
        if self.reader.walks().try_write().is_err() {
            self.conn.run("PRAGMA wal_autocheckpoint = 0").await?;
            self.unfolded = true;
        }
        Ok(())
    }

    /// Lets changes be brought from the `-wal` into the file again, once nobody walks through it who began before the
    /// first change and looks at nothing but the file.
    async fn may_fold(&mut self) -> Result<(), StoreError> {
        if self.unfolded && self.reader.walks().try_write().is_ok() {
            self.conn
                .run(&format!("PRAGMA wal_autocheckpoint = {FOLDED_AFTER}"))
                .await?;
            self.unfolded = false;
        }
        Ok(())
    }
}

/// Pages of the `-wal` after which they are brought into the file, as SQLite has it of itself.
const FOLDED_AFTER: u32 = 1000;

fn write_rows(
    handle: &Raw<'_>,
    change: &Change,
    stamp: &Stamp,
    action: Action,
    target: Option<i64>,
) -> Result<i64, StoreError> {
    for edit in &change.edits {
        write_edit(handle, edit)?;
    }
    let mut bounds = Default::default();
    let rows = change.edits.iter().flat_map(|e| [&e.before, &e.after]).flatten();
    schema::widen(&mut bounds, rows);
    schema::touch(handle, &bounds, &stamp.at)?;
    let note = change.note.as_deref();
    journal::append(handle, stamp, &change.name, note, target, action, &change.edits)
}

fn write_edit(handle: &Raw<'_>, edit: &crate::change::Edit) -> Result<(), StoreError> {
    match (&edit.before, &edit.after) {
        (None, Some(row)) => {
            rows::insert_all(handle, row.kind(), std::slice::from_ref(row))?;
            bulk::renumber(handle, row.kind(), row.id())
        }
        (Some(before), Some(row)) => rows::update(handle, before, row),
        (_, None) => {
            bulk::keep_imported(handle, edit.kind, &edit.id)?;
            rows::delete(handle, edit.kind, &edit.id)
        }
    }
}

/// Options every connection has: files from others are not trusted to call functions or to change the schema.
fn base_options(path: &Path) -> SqliteConnectOptions {
    let url = SqliteConnectOptions::from_str("sqlite::memory:").unwrap_or_default();
    url.in_memory(false)
        .shared_cache(false)
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(false)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .busy_timeout(std::time::Duration::from_secs(10))
        .disable_statement_logging()
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn check_magic(path: &Path) -> Result<(), StoreError> {
    use std::io::Read;
    let mut file = std::fs::File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound {
            path: path.to_owned(),
        },
        _ => StoreError::io(path, &e),
    })?;
    let not = |reason: &str| StoreError::NotAnAtlas {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let mut head = [0_u8; 16];
    file.read_exact(&mut head).map_err(|_| not("文件太短"))?;
    if &head != b"SQLite format 3\0" {
        return Err(not("不是 GeoPackage（SQLite）文件"));
    }
    Ok(())
}

/// Brings what a crash left in the `-wal` back into the one file.
async fn recover(path: &Path) -> Result<(), StoreError> {
    let mut conn = Db::connect(&base_options(path))
        .await
        .map_err(|e| StoreError::cannot_write(path, e))?;
    conn.run("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    conn.run("PRAGMA journal_mode=DELETE").await?;
    conn.close().await?;
    Ok(())
}
