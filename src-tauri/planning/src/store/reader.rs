//! Reads whole projects from the file of an open atlas, one by one when they are looked at or all in a row, on a
//! connection of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::RwLock;

use super::StoreError;
use super::db::ReadOnly;
use super::rows::{Selection, only};
use super::schema::Found;
use super::statement::Statement;
use super::walk::Walk;
use crate::model::{Cell, ColumnType, Entity, Kind, Project, ProjectReader, Shape};

/// Reads projects from a file.
#[derive(Debug)]
pub struct FileReader {
    path: PathBuf,
    state: Mutex<State>,
    /// Shared by who walks through the file; what would move rows within the file waits for them.
    walks: Arc<RwLock<()>>,
}

#[derive(Debug)]
struct State {
    /// Nobody else writes to the file: it need not be locked.
    immutable: bool,
    found: Found,
    connection: Option<ReadOnly>,
}

impl FileReader {
    pub(super) fn new(path: &Path, found: Found, immutable: bool) -> Self {
        Self {
            path: path.to_owned(),
            state: Mutex::new(State {
                immutable,
                found,
                connection: None,
            }),
            walks: Arc::default(),
        }
    }

    /// Begins anew: the file is being written to from now on.
    pub(super) fn follow(&self, found: Found) {
        let mut state = self.lock();
        *state = State {
            immutable: false,
            found,
            connection: None,
        };
    }

    /// Lets the file go until the next question.
    pub(super) fn let_go(&self) {
        self.lock().connection = None;
    }

    /// A reader of the same file with a connection of its own, for a walk through all rows beside other work.
    pub fn beside(&self) -> Self {
        let state = self.lock();
        Self::new(&self.path, state.found.clone(), state.immutable)
    }

    /// Begins a walk through the file as it is now.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn walk(&self) -> Result<Walk, StoreError> {
        let going = Arc::clone(&self.walks).try_read_owned();
        let going = going.map_err(|_| StoreError::Io {
            path: self.path.clone(),
            reason: "图册正在关闭".to_owned(),
        })?;
        let state = self.lock();
        Walk::begin(&self.path, state.found.clone(), state.immutable, going)
    }

    /// Who walks through the file.
    pub(super) fn walks(&self) -> &Arc<RwLock<()>> {
        &self.walks
    }

    /// Every footprint of the rows with numbers in a range, in their order, until `each` says no.
    ///
    /// # Errors
    /// What SQLite says, or the footprint that cannot be read.
    pub fn shapes(
        &self,
        range: Option<(i64, i64)>,
        each: &mut dyn FnMut(i64, Result<Shape, String>) -> bool,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        let raw = state.raw(&self.path)?;
        let sql = format!("SELECT fid, geometry FROM projects {}ORDER BY fid", only(range));
        let mut statement = Statement::prepare(&raw, &sql)?;
        while statement.step()? {
            let cell = statement.column(1);
            if cell == Cell::Null {
                continue;
            }
            let fid = statement.column(0).integer().unwrap_or_default();
            if !each(fid, Shape::from_cell(cell)) {
                break;
            }
        }
        Ok(())
    }

    fn rows(&self, range: (i64, i64), each: &mut dyn FnMut(i64, Project) -> bool) -> Result<(), String> {
        let mut state = self.lock();
        let Some(selection) = Selection::of(&state.found, Kind::Project, &[]) else {
            return Ok(());
        };
        let said = |error: StoreError| error.to_string();
        let raw = state.raw(&self.path).map_err(said)?;
        let sql = selection.sql("WHERE fid BETWEEN ? AND ? ".to_owned());
        let mut statement = Statement::again(&raw, &sql).map_err(said)?;
        for (at, fid) in [range.0, range.1].into_iter().enumerate() {
            statement.bind(at, &Cell::Integer(fid)).map_err(said)?;
        }
        while statement.step().map_err(said)? {
            let fid = statement.column(0).integer().unwrap_or_default();
            if !each(fid, Project::from_cells(&selection.row(&statement))?) {
                break;
            }
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn raw(&mut self, path: &Path) -> Result<super::db::Raw<'_>, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => ReadOnly::open(path, self.immutable)?,
        };
        Ok(self.connection.insert(connection).raw())
    }
}

impl ProjectReader for FileReader {
    fn project(&self, fid: i64) -> Result<Project, String> {
        let mut found = None;
        self.rows((fid, fid), &mut |_, row| {
            found = Some(row);
            false
        })?;
        found.ok_or_else(|| "文件里已没有这一行，请重新打开图册".to_owned())
    }

    fn projects(
        &self,
        first: i64,
        last: i64,
        each: &mut dyn FnMut(i64, Project) -> bool,
    ) -> Result<(), String> {
        self.rows((first, last), each)
    }
}
