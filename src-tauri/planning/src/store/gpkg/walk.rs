//! The projects of a file one by one, in the order in which they are listed, without holding more than one of them.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};

use super::cursors::{AtWork, Unlocked};
use super::rows::{self, Selection};
use super::structure::FileSchema;
use crate::model::{Kind, Project};
use crate::sqlite::{self, Access, cell, has_table};
use crate::store::{Scope, SnapshotCursor, StoreError};

/// An atlas as it stood when the walk began, read on a connection of its own: who changes it meanwhile does not wait,
/// and is not seen. Closing the atlas waits for it.
#[derive(Debug)]
pub(super) struct Walk {
    path: PathBuf,
    found: FileSchema,
    connection: Connection,
    /// What others write is not kept out if the file is read without a lock; it is looked for instead.
    unlocked: Option<Unlocked>,
    odd_values: u64,
    _at_work: AtWork,
}

impl Walk {
    /// Begins; what is committed from now on is not seen.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub(super) fn begin(
        path: &Path,
        found: FileSchema,
        access: Access,
        unlocked: Option<Unlocked>,
        at_work: AtWork,
    ) -> Result<Self, StoreError> {
        let connection = sqlite::open(path, access)?;
        // A transaction sees the file as it is at its first question.
        connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_master")?;
        Ok(Self {
            path: path.to_owned(),
            found,
            connection,
            unlocked,
            odd_values: 0,
            _at_work: at_work,
        })
    }
}

impl SnapshotCursor for Walk {
    fn projects(
        &mut self,
        scope: &Scope,
        plan_order: &dyn Fn(&str) -> i64,
        each: &mut dyn FnMut(Project, &str) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut odd = 0;
        let done = self.each_project(scope, plan_order, each, &mut odd);
        self.odd_values = odd;
        if let Some(unlocked) = &self.unlocked {
            unlocked.check()?;
        }
        done
    }

    fn imported_values(&mut self, each: &mut dyn FnMut(&str, &str)) -> Result<(), StoreError> {
        for source in ImportedValues::sources(&self.connection)? {
            let sql = format!("SELECT projects.id, i.attributes FROM {source}");
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let (Some(id), Some(values)) = (cell(row, 0).text(), cell(row, 1).text()) {
                    each(&id, &values);
                }
            }
        }
        Ok(())
    }

    fn odd_values(&self) -> u64 {
        self.odd_values
    }
}

impl Walk {
    fn each_project(
        &self,
        scope: &Scope,
        plan_order: &dyn Fn(&str) -> i64,
        each: &mut dyn FnMut(Project, &str) -> ControlFlow<()>,
        odd: &mut u64,
    ) -> Result<(), StoreError> {
        let Some(selection) = Selection::of(&self.found, Kind::Project, &[]) else {
            return Ok(());
        };
        let conn = &self.connection;
        let values = ImportedValues::expression(conn)?;
        let (selection, at) = selection.and(values);
        let path = &self.path;
        let mut take = |row: &Row<'_>| {
            let (project, unread) = rows::project(&selection.row(row))
                .map_err(|reason| rows::bad_row(path, Kind::Project, row, reason))?;
            *odd += unread;
            let values = cell(row, at).text();
            Ok::<_, StoreError>(each(project, values.as_deref().unwrap_or_default()))
        };
        let order = match scope {
            Scope::Ids(_) => None,
            Scope::All => order(conn, plan_order)?,
        };
        match (scope, order) {
            (Scope::All, None) => {
                let mut statement = conn.prepare(&selection.sql(String::new()))?;
                let mut rows = statement.query([])?;
                let mut found = 0;
                while let Some(row) = rows.next()? {
                    found += 1;
                    if take(row)?.is_break() {
                        return Ok(());
                    }
                }
                let wanted = rows::count(conn, Kind::Project)?;
                if found != wanted {
                    return Err(rows::missing(path, Kind::Project, found, wanted));
                }
            }
            (Scope::All, Some(numbers)) => {
                let mut statement = conn.prepare(&selection.sql("WHERE fid = ? ".to_owned()))?;
                for (fid, id) in numbers {
                    let mut rows = statement.query([fid])?;
                    let row = rows.next()?.ok_or_else(|| lost(&id))?;
                    if take(row)?.is_break() {
                        break;
                    }
                }
            }
            (Scope::Ids(ids), _) => {
                let numbers = numbers(conn, ids)?;
                let mut statement = conn.prepare(&selection.sql("WHERE fid = ? ".to_owned()))?;
                for id in ids {
                    let fid = numbers.get(id.as_str()).ok_or_else(|| lost(id))?;
                    let mut rows = statement.query([fid])?;
                    let row = rows.next()?.ok_or_else(|| lost(id))?;
                    if take(row)?.is_break() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Where imported values of projects are: beside the rows of an import, and by id once such a row went and came back.
struct ImportedValues;

impl ImportedValues {
    /// What a file has of the two.
    fn sources(conn: &Connection) -> Result<Vec<&'static str>, StoreError> {
        let mut sources = Vec::new();
        if has_table(conn, "imported_projects")? {
            sources.push("imported_projects i JOIN projects ON projects.fid = i.fid");
        }
        if has_table(conn, "attributes")? {
            sources
                .push("attributes i JOIN projects ON projects.id = i.row_id WHERE i.table_name = 'projects'");
        }
        Ok(sources)
    }

    /// The values of a row of projects.
    fn expression(conn: &Connection) -> Result<String, StoreError> {
        let mut parts = Vec::new();
        if has_table(conn, "imported_projects")? {
            parts.push("(SELECT attributes FROM imported_projects i WHERE i.fid = projects.fid)");
        }
        let by_id = "SELECT 1 FROM attributes WHERE table_name = 'projects' LIMIT 1";
        if has_table(conn, "attributes")? && conn.prepare(by_id)?.exists([])? {
            parts.push("(SELECT attributes FROM attributes a WHERE a.row_id = projects.id AND a.table_name = 'projects')");
        }
        parts.push("NULL");
        parts.push("NULL");
        Ok(format!("coalesce({})", parts.join(", ")))
    }
}

/// Numbers of the rows with these ids, found in one pass: in a file of another program the ids may have no index, and
/// looking for each of them would read the table again and again.
fn numbers<'i>(conn: &Connection, ids: &'i [String]) -> Result<HashMap<&'i str, i64>, StoreError> {
    let mut numbers: HashMap<&str, i64> = ids.iter().map(|id| (id.as_str(), i64::MIN)).collect();
    let mut all = conn.prepare("SELECT id, fid FROM projects")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(id) = cell(row, 0).text()
            && let Some(number) = numbers.get_mut(&*id)
        {
            *number = cell(row, 1).integer().unwrap_or(i64::MIN);
        }
    }
    numbers.retain(|_, number| *number != i64::MIN);
    Ok(numbers)
}

/// That a row is not found by its number or its id, as in a damaged file.
fn lost(id: &str) -> StoreError {
    StoreError::Lost {
        table: Kind::Project,
        id: id.to_owned(),
    }
}

/// Numbers and ids of rows.
type Numbers = Vec<(i64, Box<str>)>;

/// Numbers of the rows in the order of lists; `None` if that is their order in the file, as after an import.
fn order(conn: &Connection, plan_order: &dyn Fn(&str) -> i64) -> Result<Option<Numbers>, StoreError> {
    let key = |row: &Row<'_>| {
        let plan = cell(row, 1).text().map_or(i64::MAX, |plan| plan_order(&plan));
        (plan, cell(row, 2).integer().unwrap_or_default())
    };
    let mut keys = conn.prepare("SELECT fid, plan, ordinal FROM projects ORDER BY fid")?;
    let mut rows = keys.query([])?;
    let mut before = None;
    let mut sorted = true;
    while let Some(row) = rows.next()? {
        let this = Some(key(row));
        sorted = before.is_none() || before < this;
        if !sorted {
            break;
        }
        before = this;
    }
    if sorted {
        return Ok(None);
    }
    let mut keys = conn.prepare("SELECT fid, plan, ordinal, id FROM projects")?;
    let mut rows = keys.query([])?;
    let mut all: Vec<((i64, i64), Box<str>, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = cell(row, 3)
            .text()
            .map(|id| id.as_ref().into())
            .unwrap_or_default();
        all.push((key(row), id, cell(row, 0).integer().unwrap_or_default()));
    }
    all.sort_unstable();
    Ok(Some(all.into_iter().map(|(_, id, fid)| (fid, id)).collect()))
}
