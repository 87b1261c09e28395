//! Rows in and out of SQL, by the columns of their record.

use std::collections::HashSet;
use std::path::Path;

use super::StoreError;
use super::db::Db;
use super::schema::{Found, missing_value};
use super::statement::Statement;
use crate::model::{Cell, Cells, Kind, Model, Record};

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

/// Reads all rows of all tables.
///
/// # Errors
/// [`StoreError::Row`] naming the table and the row that cannot be read.
pub(super) async fn load(conn: &mut Db, path: &Path, found: &Found) -> Result<Model, StoreError> {
    let mut model = Model::default();
    for kind in Kind::ALL.iter().copied() {
        load_table(conn, path, found, kind, None, &mut model).await?;
    }
    Ok(model)
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
    let Some(there) = found.columns.get(kind.table()).filter(|t| !t.is_empty()) else {
        return Ok(());
    };
    let mut names = names(kind, Some(there));
    names.insert(0, "fid".to_owned());
    let only = range.map_or(String::new(), |(first, last)| {
        format!("WHERE fid BETWEEN {first} AND {last} ")
    });
    let sql = format!(
        "SELECT {} FROM \"{}\" {only}ORDER BY fid",
        names.join(", "),
        kind.table()
    );
    let mut next = 0;
    let places: Vec<Place> = kind
        .columns()
        .iter()
        .map(|c| {
            if there.contains(c.name) {
                next += 1;
                Place::Column(next)
            } else {
                Place::Missing(missing_value(c))
            }
        })
        .collect();
    let handle = conn.raw().await?;
    let mut statement = Statement::prepare(&handle, &sql)?;
    while statement.step()? {
        let row = FoundRow {
            statement: &statement,
            places: &places,
        };
        let record = Record::from_cells(kind, &row);
        let bad = |reason: String| {
            let fid = statement.column(0).integer().unwrap_or_default();
            StoreError::Row {
                path: path.to_owned(),
                table: kind.label(),
                fid,
                reason,
            }
        };
        if model.put(record.map_err(bad)?).is_some() {
            return Err(bad("编号 id 重复".to_owned()));
        }
    }
    Ok(())
}

/// Where the value of a column is found.
enum Place {
    Column(usize),
    /// The file is older and has no such column.
    Missing(Cell<'static>),
}

struct FoundRow<'s> {
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
