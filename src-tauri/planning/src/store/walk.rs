//! The projects of a file one by one, in the order in which they are listed, without holding more than one of them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tokio::sync::OwnedRwLockReadGuard;

use super::StoreError;
use super::db::ReadOnly;
use super::rows::{self, Selection};
use super::schema::Found;
use super::statement::{Statement, run};
use crate::model::{Entity, Kind, Project};

/// An atlas as it stood when the walk began, read on a connection of its own: who changes it meanwhile does not wait,
/// and is not seen. Closing the atlas waits for it.
#[derive(Debug)]
pub struct Walk {
    path: PathBuf,
    found: Found,
    connection: ReadOnly,
    _going: OwnedRwLockReadGuard<()>,
}

/// Which projects are walked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All, by the number of their plan in lists, those without a plan last, then by their own, then by id.
    All,
    /// Those with these ids, in this order; an id that is not there is passed over.
    Ids(Vec<String>),
}

impl Walk {
    /// Begins; what is committed from now on is not seen.
    ///
    /// # Errors
    /// What SQLite says.
    pub(super) fn begin(
        path: &Path,
        found: Found,
        immutable: bool,
        going: OwnedRwLockReadGuard<()>,
    ) -> Result<Self, StoreError> {
        let mut connection = ReadOnly::open(path, immutable)?;
        let raw = connection.raw();
        run(&raw, "BEGIN")?;
        // A transaction sees the file as it is at its first question.
        Statement::prepare(&raw, "SELECT count(*) FROM sqlite_master")?.step()?;
        Ok(Self {
            path: path.to_owned(),
            found,
            connection,
            _going: going,
        })
    }

    /// Hands over the projects until `each` breaks. `plan_order` is the number of a plan in lists.
    ///
    /// # Errors
    /// What SQLite says, or the row that cannot be read.
    pub fn projects(
        &mut self,
        which: &Which,
        plan_order: &dyn Fn(&str) -> i64,
        each: &mut dyn FnMut(Project) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let Some(selection) = Selection::of(&self.found, Kind::Project, &[]) else {
            return Ok(());
        };
        let handle = self.connection.raw();
        let path = &self.path;
        let mut take = |statement: &Statement<'_>| {
            let project = Project::from_cells(&selection.row(statement));
            project
                .map(&mut *each)
                .map_err(|reason| rows::bad_row(path, Kind::Project, statement, reason))
        };
        let order = match which {
            Which::Ids(_) => None,
            Which::All => order(&handle, plan_order)?,
        };
        match (which, order) {
            (Which::All, None) => {
                let mut statement = Statement::prepare(&handle, &selection.sql(String::new()))?;
                while statement.step()? {
                    if take(&statement)?.is_break() {
                        break;
                    }
                }
            }
            (Which::All, Some(numbers)) => {
                let mut statement = Statement::prepare(&handle, &selection.sql("WHERE fid = ? ".to_owned()))?;
                for fid in numbers {
                    statement.bind(0, &crate::model::Cell::Integer(fid))?;
                    if statement.step()? && take(&statement)?.is_break() {
                        break;
                    }
                    statement.reset();
                }
            }
            (Which::Ids(ids), _) => {
                let mut statement = Statement::prepare(&handle, &selection.sql("WHERE id = ? ".to_owned()))?;
                for id in ids {
                    statement.bind(0, &crate::model::Cell::Text(id.as_str().into()))?;
                    if statement.step()? && take(&statement)?.is_break() {
                        break;
                    }
                    statement.reset();
                }
            }
        }
        Ok(())
    }
}

/// Numbers of the rows in the order of lists; nothing when that is their order in the file, as after an import.
fn order(handle: &super::Raw<'_>, plan_order: &dyn Fn(&str) -> i64) -> Result<Option<Vec<i64>>, StoreError> {
    let mut keys = Statement::prepare(handle, "SELECT fid, plan, ordinal FROM projects ORDER BY fid")?;
    let key = |keys: &Statement<'_>| {
        let plan = keys.column(1).text().map_or(i64::MAX, |plan| plan_order(&plan));
        (plan, keys.column(2).integer().unwrap_or_default())
    };
    let mut before = None;
    let mut sorted = true;
    while sorted && keys.step()? {
        let this = Some(key(&keys));
        sorted = before.is_none() || before < this;
        before = this;
    }
    if sorted {
        return Ok(None);
    }
    drop(keys);
    let mut keys = Statement::prepare(handle, "SELECT fid, plan, ordinal, id FROM projects")?;
    let mut all: Vec<((i64, i64), Box<str>, i64)> = Vec::new();
    while keys.step()? {
        let id = keys
            .column(3)
            .text()
            .map(|id| id.as_ref().into())
            .unwrap_or_default();
        all.push((key(&keys), id, keys.column(0).integer().unwrap_or_default()));
    }
    all.sort_unstable();
    Ok(Some(all.into_iter().map(|(.., fid)| fid).collect()))
}
