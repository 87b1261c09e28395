//! Reads from the file of an open atlas, beside whoever changes it, on a connection of its own: whole projects one by one
//! when they are looked at or all in a row, and the journal.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use words::{English, Words, said};

use super::cursors::{Cursors, Unlocked};
use super::footprints;
use super::rows::{self, Selection};
use super::structure::FileSchema;
use super::walk::Walk;
use crate::model::{Kind, Project, ProjectReader, RowKey, Shape};
use crate::sqlite::{self, Access, SqlValue, beside, cell};
use crate::store::{FootprintReader, StoreError};

/// Footprints that are read together.
const TOGETHER: usize = 1000;

/// Reads from a file.
#[derive(Debug)]
pub(super) struct FileReader {
    path: PathBuf,
    state: Mutex<ReaderState>,
    /// What would move rows within the file waits for them.
    cursors: Arc<Cursors>,
}

#[derive(Debug)]
struct ReaderState {
    access: Access,
    found: FileSchema,
    connection: Option<Connection>,
    /// Whether the first change is still to come: it needs the file for itself for a moment, so that nothing that takes
    /// long may have it locked.
    unchanged: bool,
}

impl FileReader {
    /// Reads from a file by an open connection; `may_change` says that this program may write to it.
    pub(super) fn new(
        path: &Path,
        found: FileSchema,
        access: Access,
        connection: Option<Connection>,
        may_change: bool,
    ) -> Self {
        Self {
            path: path.to_owned(),
            state: Mutex::new(ReaderState {
                access,
                found,
                connection,
                unchanged: may_change,
            }),
            cursors: Arc::default(),
        }
    }

    /// Begins anew: the file is being written to from now on.
    pub(super) fn follow(&self, found: FileSchema) {
        let mut state = self.lock();
        *state = ReaderState {
            access: Access::Read,
            found,
            connection: None,
            unchanged: false,
        };
    }

    /// Lets the file go until the next question.
    pub(super) fn let_go(&self) {
        self.lock().connection = None;
    }

    /// A reader of the same file with a connection of its own, for a walk through all rows beside other work.
    pub fn beside(&self) -> Self {
        let state = self.lock();
        Self::new(&self.path, state.found.clone(), state.access, None, false)
    }

    /// Begins a walk through the file as it is now.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the file is closing; what SQLite says.
    pub fn walk(&self) -> Result<Walk, StoreError> {
        let at_work = self.cursors.begin().ok_or_else(|| StoreError::Io {
            path: self.path.clone(),
            reason: said!("atlas.closing", "图册正在关闭", "the atlas is being closed"),
        })?;
        let state = self.lock();
        let access = match state.access {
            Access::Read if state.unchanged && !sqlite::is_being_written(&self.path) => Access::Immutable,
            access => access,
        };
        let unlocked = match access {
            Access::Immutable => Some(Unlocked::begin(&self.path, &self.cursors)?),
            _ => None,
        };
        Walk::begin(&self.path, state.found.clone(), access, unlocked, at_work)
    }

    /// Who walks through the file.
    pub(super) fn cursors(&self) -> &Arc<Cursors> {
        &self.cursors
    }

    /// Asks the file something.
    ///
    /// # Errors
    /// What the question says, or [`StoreError::Sql`] if the file cannot be opened.
    pub(super) fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        question(self.lock().connection(&self.path)?)
    }

    fn rows(&self, range: (i64, i64), each: &mut dyn FnMut(RowKey, Project) -> bool) -> Result<(), Words> {
        let mut state = self.lock();
        let Some(selection) = Selection::of(&state.found, Kind::Project, &[]) else {
            return Ok(());
        };
        let sql = selection.sql("WHERE fid BETWEEN ? AND ? ".to_owned());
        let conn = state.connection(&self.path).map_err(|e| e.words("file.sql"))?;
        let said = |error: rusqlite::Error| StoreError::from(error).words("file.sql");
        let mut statement = conn.prepare_cached(&sql).map_err(said)?;
        let mut found = statement.query(range).map_err(said)?;
        while let Some(row) = found.next().map_err(said)? {
            let fid = cell(row, 0).integer().unwrap_or_default();
            if !each(RowKey::new(fid), rows::project(&selection.row(row))?.0) {
                break;
            }
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, ReaderState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ReaderState {
    fn connection(&mut self, path: &Path) -> Result<&Connection, StoreError> {
        // Whoever writes through a `-wal` from now on is not seen without a lock.
        if self.access == Access::Immutable && beside(path, "-wal").exists() {
            self.access = Access::Read;
            self.connection = None;
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => sqlite::open(path, self.access)?,
        };
        Ok(self.connection.insert(connection))
    }
}

impl ProjectReader for FileReader {
    fn project(&self, key: RowKey) -> Result<Project, Words> {
        let mut found = None;
        self.rows((key.number(), key.number()), &mut |_, row| {
            found = Some(row);
            false
        })?;
        found.ok_or_else(|| {
            said!(
                "row.gone",
                "文件里已没有这一行，请重新打开图册",
                "this row is no longer in the file; open the atlas again"
            )
        })
    }

    fn projects(
        &self,
        first: RowKey,
        last: RowKey,
        each: &mut dyn FnMut(RowKey, Project) -> bool,
    ) -> Result<(), Words> {
        self.rows((first.number(), last.number()), each)
    }
}

impl FootprintReader for FileReader {
    /// The file is not locked while `each` is at work.
    fn each(
        &self,
        (first, last): (RowKey, RowKey),
        each: &mut dyn FnMut(RowKey, Result<Shape, Words>) -> bool,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT fid, geometry FROM projects WHERE fid BETWEEN ? AND ? AND geometry NOT NULL \
             ORDER BY fid LIMIT {TOGETHER}"
        );
        let mut next = Some(first.number());
        while let Some(from) = next {
            let mut shapes = Vec::with_capacity(TOGETHER);
            self.ask(|conn| {
                let mut statement = conn.prepare_cached(&sql)?;
                let mut rows = statement.query([from, last.number()])?;
                while let Some(row) = rows.next()? {
                    let shape = match cell(row, 1) {
                        SqlValue::Blob(blob) => footprints::geometry(&blob).map(Shape),
                        _ => Err(crate::model::not_a_footprint()),
                    };
                    shapes.push((cell(row, 0).integer().unwrap_or_default(), shape));
                }
                Ok(())
            })?;
            let full = shapes.len() == TOGETHER;
            next = shapes
                .last()
                .filter(|_| full)
                .and_then(|(fid, _)| fid.checked_add(1));
            for (fid, shape) in shapes {
                if !each(RowKey::new(fid), shape) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
