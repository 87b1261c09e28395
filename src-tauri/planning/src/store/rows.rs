//! Rows in and out of SQL, by the columns of their record.

use std::collections::HashSet;
use std::path::Path;

use super::StoreError;
use super::db::Db;
use super::schema::{Found, missing_value};
use super::statement::Statement;
use crate::model::{Cell, Cells, Entity, Kind, Model, Project, Record};

/// Adds rows of one table; returns the numbers of the first and the last one in it.
pub(super) async fn insert_all(
    conn: &mut Db,
    kind: Kind,
    rows: &[Record],
) -> Result<Option<(i64, i64)>, StoreError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let names = names(kind, None);
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ({marks})",
        kind.table(),
        names.join(", ")
    );
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &sql)?;
    let mut numbers: Option<(i64, i64)> = None;
    for row in rows {
        bind(&mut statement, row)?;
        statement.step()?;
        let fid = statement.last_row();
        numbers = Some((numbers.map_or(fid, |n| n.0), fid));
    }
    Ok(numbers)
}

/// Adds a row.
pub(super) async fn insert(conn: &mut Db, record: &Record) -> Result<(), StoreError> {
    insert_all(conn, record.kind(), std::slice::from_ref(record)).await?;
    Ok(())
}

/// Replaces the columns of a row.
pub(super) async fn update(conn: &mut Db, record: &Record) -> Result<(), StoreError> {
    let kind = record.kind();
    let sets: Vec<String> = names(kind, None).iter().map(|n| format!("{n} = ?")).collect();
    let sql = format!("UPDATE \"{}\" SET {} WHERE id = ?", kind.table(), sets.join(", "));
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &sql)?;
    bind(&mut statement, record)?;
    statement.bind(kind.columns().len(), &Cell::Text(record.id().into()))?;
    statement.step()?;
    Ok(())
}

/// Removes a row.
pub(super) async fn delete(conn: &mut Db, kind: Kind, id: &str) -> Result<(), StoreError> {
    sqlx::query(&format!("DELETE FROM \"{}\" WHERE id = ?", kind.table()))
        .bind(id)
        .execute(&mut **conn)
        .await?;
    Ok(())
}

fn names(kind: Kind, there: Option<&HashSet<String>>) -> Vec<String> {
    kind.columns()
        .iter()
        .filter(|c| there.is_none_or(|t| t.contains(c.name)))
        .map(|c| format!("\"{}\"", c.name))
        .collect()
}

fn bind(statement: &mut Statement<'_>, record: &Record) -> Result<(), StoreError> {
    let mut done = Ok(());
    record
        .cells(&mut |column, cell| {
            if done.is_ok() {
                done = statement.bind(column, &cell);
            }
        })
        .map_err(|source| StoreError::Geometry {
            table: record.kind().label(),
            id: record.id().to_owned(),
            source,
        })?;
    done
}

/// Tables with at most so many projects are kept whole in memory; of larger ones the footprints and the long texts stay in
/// the file.
pub const KEPT_WHOLE: usize = 20_000;

/// Reads all rows of all tables; of more than `whole` projects only what lists need.
///
/// # Errors
/// [`StoreError::Row`] naming the table and the row that cannot be read.
pub(super) async fn load(
    conn: &mut Db,
    path: &Path,
    found: &Found,
    whole: usize,
) -> Result<Model, StoreError> {
    let mut model = Model::default();
    for kind in Kind::ALL.iter().copied() {
        if kind == Kind::Project && count(conn, found, kind).await? > whole {
            load_light(conn, path, found, None, &mut model).await?;
        } else {
            load_table(conn, path, found, kind, None, &mut model).await?;
        }
    }
    Ok(model)
}

async fn count(conn: &mut Db, found: &Found, kind: Kind) -> Result<usize, StoreError> {
    if found.columns.get(kind.table()).is_none_or(HashSet::is_empty) {
        return Ok(0);
    }
    let handle = conn.raw().await?;
    let sql = format!("SELECT count(*) FROM \"{}\"", kind.table());
    let mut statement = Statement::prepare(&handle, &sql)?;
    statement.step()?;
    Ok(usize::try_from(statement.column(0).integer().unwrap_or_default()).unwrap_or_default())
}

/// Reads the rows of one table, or those with numbers in a range, into a model.
///
/// # Errors
/// [`StoreError::Row`] naming the row that cannot be read.
pub(super) async fn load_table(
    conn: &mut Db,
    path: &Path,
    found: &Found,
    kind: Kind,
    range: Option<(i64, i64)>,
    model: &mut Model,
) -> Result<(), StoreError> {
    let Some(selection) = Selection::of(found, kind, &[]) else {
        return Ok(());
    };
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &selection.sql(only(range)))?;
    while statement.step()? {
        let record = Record::from_cells(kind, &selection.row(&statement));
        let bad = |reason: String| bad_row(path, kind, &statement, reason);
        if model.put(record.map_err(bad)?) {
            return Err(bad("编号 id 重复".to_owned()));
        }
    }
    Ok(())
}

/// Reads the projects, or those with numbers in a range, without what stays in the file.
///
/// # Errors
/// [`StoreError::Row`] naming the row that cannot be read.
pub(super) async fn load_light(
    conn: &mut Db,
    path: &Path,
    found: &Found,
    range: Option<(i64, i64)>,
    model: &mut Model,
) -> Result<(), StoreError> {
    let stays = ["geometry", "source", "read_at", "note"];
    let Some(selection) = Selection::of(found, Kind::Project, &stays) else {
        return Ok(());
    };
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &selection.sql(only(range)))?;
    let drawn = selection.len();
    while statement.step()? {
        let bad = |reason: String| bad_row(path, Kind::Project, &statement, reason);
        let fid = statement.column(0).integer().unwrap_or_default();
        let row = Project::from_cells(&selection.row(&statement)).map_err(bad)?;
        let drawn = statement.column(drawn) == Cell::Integer(1);
        if model.projects.put_light(&row, fid, drawn).is_none() {
            return Err(bad("编号 id 重复".to_owned()));
        }
    }
    Ok(())
}

pub(super) fn only(range: Option<(i64, i64)>) -> String {
    range.map_or(String::new(), |(first, last)| {
        format!("WHERE fid BETWEEN {first} AND {last} ")
    })
}

fn bad_row(path: &Path, kind: Kind, statement: &Statement<'_>, reason: String) -> StoreError {
    StoreError::Row {
        path: path.to_owned(),
        table: kind.label(),
        fid: statement.column(0).integer().unwrap_or_default(),
        reason,
    }
}

/// Which columns of a table are read, and where each is found in what SQL answers.
#[derive(Debug)]
pub(super) struct Selection {
    table: &'static str,
    names: Vec<String>,
    places: Vec<Place>,
    /// Whether there is a footprint comes last, when the footprint itself is left out.
    drawn: bool,
}

impl Selection {
    /// All columns of a table but some; nothing when the file has no such table.
    pub fn of(found: &Found, kind: Kind, but: &[&str]) -> Option<Self> {
        let there = found.columns.get(kind.table()).filter(|t| !t.is_empty())?;
        let mut names = vec!["fid".to_owned()];
        let mut places = Vec::new();
        for column in kind.columns() {
            places.push(if but.contains(&column.name) {
                Place::Missing(Cell::Null)
            } else if there.contains(column.name) {
                names.push(format!("\"{}\"", column.name));
                Place::Column(names.len() - 1)
            } else {
                Place::Missing(missing_value(column))
            });
        }
        Some(Self {
            table: kind.table(),
            names,
            places,
            drawn: but.contains(&"geometry") && there.contains("geometry"),
        })
    }

    /// How many columns are asked for before the mark of a footprint.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn sql(&self, only: String) -> String {
        let drawn = if self.drawn { ", geometry IS NOT NULL" } else { "" };
        let names = self.names.join(", ");
        format!("SELECT {names}{drawn} FROM \"{}\" {only}ORDER BY fid", self.table)
    }

    pub fn row<'s>(&'s self, statement: &'s Statement<'s>) -> FoundRow<'s> {
        FoundRow {
            statement,
            places: &self.places,
        }
    }
}

/// Where the value of a column is found.
#[derive(Debug)]
enum Place {
    Column(usize),
    /// It is not read, or the file is older and has no such column.
    Missing(Cell<'static>),
}

pub(super) struct FoundRow<'s> {
    statement: &'s Statement<'s>,
    places: &'s [Place],
}

impl Cells for FoundRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.places[column] {
            Place::Column(at) => self.statement.column(*at),
            Place::Missing(cell) => cell.clone(),
        }
    }
}
