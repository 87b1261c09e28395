//! Reading beside whoever changes the atlas, each on a connection of its own: whole projects when they are looked at, all of
//! them in a row, and footprints.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use geodata::formats::gpkg_blob;
use sqlx::Row;
use sqlx::postgres::PgConnectOptions;
use words::{English, Words, said};

use super::connection::{Connection, Value};
use super::older::Absent;
use super::rows;
use crate::model::{Kind, Project, ProjectReader, RowKey, Shape};
use crate::store::{FootprintReader, Scope, SnapshotCursor, StoreError};

/// Rows that are fetched together.
const TOGETHER: usize = 500;

/// Where an atlas is on a server.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub options: PgConnectOptions,
    pub schema: String,
    /// What is not there yet of the tables of an older atlas.
    pub absent: Absent,
}

impl Address {
    pub fn connect(&self) -> Result<Connection, StoreError> {
        Connection::open(&self.options, &self.schema)
    }
}

/// Reads whole projects when they are asked for.
#[derive(Debug)]
pub(super) struct Reader {
    address: Address,
    connection: Mutex<Option<Connection>>,
}

impl Reader {
    pub fn new(address: Address) -> Self {
        Self {
            address,
            connection: Mutex::default(),
        }
    }

    /// Asks the server something.
    pub fn ask<T>(
        &self,
        question: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut kept: MutexGuard<'_, Option<Connection>> =
            self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = match kept.take() {
            Some(connection) => connection,
            None => self.address.connect()?,
        };
        let answer = question(&mut connection)?;
        // After an error the next question begins with a new connection.
        *kept = Some(connection);
        Ok(answer)
    }
}

impl ProjectReader for Reader {
    fn project(&self, key: RowKey) -> Result<Project, Words> {
        let sql = self.address.absent.select(Kind::Project, "WHERE row_key = $1");
        let found = self.ask(|conn| {
            let row = conn.first(&sql, &[Value::Integer(Some(key.number()))])?;
            row.as_ref().map(rows::project).transpose()
        });
        let found = found.map_err(|e| e.words("server.sql"))?;
        let (_, project) = found.ok_or_else(|| {
            said!(
                "row.gone_from_server",
                "服务器上已没有这一行，请重新打开图册",
                "this row is no longer on the server; open the atlas again"
            )
        })?;
        Ok(project)
    }

    fn projects(
        &self,
        first: RowKey,
        last: RowKey,
        each: &mut dyn FnMut(RowKey, Project) -> bool,
    ) -> Result<(), Words> {
        let rest = "WHERE row_key BETWEEN $1 AND $2 ORDER BY row_key";
        let sql = self.address.absent.select(Kind::Project, rest);
        let range = [first, last].map(|key| Value::Integer(Some(key.number())));
        // A connection of its own: `each` may ask for single rows meanwhile.
        let mut conn = self.address.connect().map_err(|e| e.words("server.sql"))?;
        let done = conn.each(&sql, &range, &mut |row| {
            let (key, project) = rows::project(row)?;
            Ok(each(key, project))
        });
        done.map_err(|e| e.words("server.sql"))
    }
}

impl FootprintReader for Address {
    fn each(
        &self,
        range: (RowKey, RowKey),
        each: &mut dyn FnMut(RowKey, Result<Shape, Words>) -> bool,
    ) -> Result<(), StoreError> {
        let sql = "SELECT row_key, geometry FROM projects WHERE row_key BETWEEN $1 AND $2 AND geometry IS NOT NULL \
                   ORDER BY row_key";
        let range = [range.0, range.1].map(|key| Value::Integer(Some(key.number())));
        self.connect()?.each(sql, &range, &mut |row| {
            let shape = gpkg_blob::decode_wkb(row.try_get(1)?);
            let shape = shape.map(Shape).map_err(Words::technical);
            Ok(each(RowKey::new(row.try_get(0)?), shape))
        })
    }
}

/// A transaction that sees the atlas as it was when it began.
#[derive(Debug)]
pub(super) struct Cursor {
    connection: Connection,
    absent: Absent,
}

impl Cursor {
    pub fn begin(address: &Address) -> Result<Self, StoreError> {
        let mut connection = address.connect()?;
        connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", &[])?;
        // The snapshot is taken by the first question.
        connection.first("SELECT count(*) FROM meta", &[])?;
        let absent = address.absent.clone();
        Ok(Self { connection, absent })
    }

    /// Imported values by the ids of their projects.
    fn values_of(&mut self, ids: &[String]) -> Result<HashMap<String, String>, StoreError> {
        let sql =
            "SELECT row_id, attributes FROM attributes WHERE table_name = 'projects' AND row_id = ANY($1)";
        let rows = self.connection.rows(sql, &[Value::Ids(ids)])?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }

    /// Keys of all projects in the order of lists.
    fn order(&mut self, plan_order: &dyn Fn(&str) -> i64) -> Result<Vec<i64>, StoreError> {
        let mut all: Vec<((i64, i64), String, i64)> = Vec::new();
        let sql = "SELECT row_key, plan, ordinal, id FROM projects";
        self.connection.each(sql, &[], &mut |row| {
            let plan: Option<&str> = row.try_get(1)?;
            let rank = plan.map_or(i64::MAX, plan_order);
            all.push(((rank, row.try_get(2)?), row.try_get(3)?, row.try_get(0)?));
            Ok(true)
        })?;
        all.sort_unstable();
        Ok(all.into_iter().map(|(.., key)| key).collect())
    }
}

impl SnapshotCursor for Cursor {
    fn projects(
        &mut self,
        scope: &Scope,
        plan_order: &dyn Fn(&str) -> i64,
        each: &mut dyn FnMut(Project, &str) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        match scope {
            Scope::All => {
                let sql = self.absent.select(Kind::Project, "WHERE row_key = ANY($1)");
                for keys in self.order(plan_order)?.chunks(TOGETHER) {
                    let mut found = HashMap::new();
                    for row in self.connection.rows(&sql, &[Value::Keys(keys)])? {
                        let (key, project) = rows::project(&row)?;
                        found.insert(key.number(), project);
                    }
                    let ids: Vec<String> = found
                        .values()
                        .map(|project: &Project| project.id.0.clone())
                        .collect();
                    let values = self.values_of(&ids)?;
                    let mut ordered = keys.iter().filter_map(|key| found.remove(key));
                    let value =
                        |project: &Project| values.get(project.id.as_str()).map_or("", String::as_str);
                    if ordered.any(|project| {
                        let value = value(&project);
                        each(project, value).is_break()
                    }) {
                        return Ok(());
                    }
                }
            }
            Scope::Ids(ids) => {
                let sql = self.absent.select(Kind::Project, "WHERE id = ANY($1)");
                for ids in ids.chunks(TOGETHER) {
                    let mut found = HashMap::new();
                    for row in self.connection.rows(&sql, &[Value::Ids(ids)])? {
                        let (_, project) = rows::project(&row)?;
                        found.insert(project.id.0.clone(), project);
                    }
                    let values = self.values_of(ids)?;
                    for id in ids {
                        let project = found.remove(id).ok_or_else(|| StoreError::Lost {
                            table: Kind::Project,
                            id: id.clone(),
                        })?;
                        let value = values.get(id.as_str()).map_or("", String::as_str);
                        if each(project, value).is_break() {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn imported_values(&mut self, each: &mut dyn FnMut(&str, &str)) -> Result<(), StoreError> {
        let sql = "SELECT p.id, a.attributes FROM attributes a JOIN projects p ON p.id = a.row_id \
                   WHERE a.table_name = 'projects'";
        self.connection.each(sql, &[], &mut |row| {
            each(row.try_get(0)?, row.try_get(1)?);
            Ok(true)
        })
    }

    fn odd_values(&self) -> u64 {
        // The columns of a table of the server have types; a value of another is an error.
        0
    }
}
