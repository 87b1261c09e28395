//! Rows in and out of SQL, by the columns of their record.

use std::collections::HashSet;
use std::path::Path;

use super::StoreError;
use super::db::{Db, Raw};
use super::schema::{Found, missing_value};
use super::statement::Statement;
use crate::model::{Cell, Cells, Kind, Model, Record};
use geodata::formats::gpkg_blob;

/// Rows that one statement adds.
const TOGETHER: usize = 32;

/// Adds rows of one table; returns the numbers of the first and the last one in it. The box of each that has a place
/// is told with its number: least x, greatest x, least y, greatest y.
pub(super) fn insert_all(
    handle: &Raw<'_>,
    kind: Kind,
    rows: &[Record],
    told: &mut dyn FnMut(i64, [f64; 4]),
) -> Result<Option<(i64, i64)>, StoreError> {
    let width = kind.columns().len();
    let mut numbers: Option<(i64, i64)> = None;
    let (many, few) = rows.split_at(rows.len() / TOGETHER * TOGETHER);
    for (rows, together) in [(many, TOGETHER), (few, 1)] {
        if rows.is_empty() {
            continue;
        }
        let mut statement = Statement::prepare(handle, &insert_sql(kind, together))?;
        let mut envelopes = Vec::with_capacity(together);
        for run in rows.chunks(together) {
            envelopes.clear();
            for (i, row) in run.iter().enumerate() {
                envelopes.push(bind(&mut statement, i * width, row)?);
            }
            statement.step()?;
            let last = statement.last_row();
            let first = last - (run.len() as i64 - 1);
            numbers = Some((numbers.map_or(first, |n| n.0), last));
            for (fid, envelope) in (first..).zip(&envelopes) {
                if let Some(envelope) = envelope {
                    told(fid, *envelope);
                }
            }
        }
    }
    Ok(numbers)
}

/// A refused row ends the whole step, so that SQLite need not keep what stood before each statement (`OR FAIL`).
fn insert_sql(kind: Kind, together: usize) -> String {
    let names = names(kind, None);
    let marks = format!("({})", vec!["?"; names.len()].join(", "));
    format!(
        "INSERT OR FAIL INTO \"{}\" ({}) VALUES {}",
        kind.table(),
        names.join(", "),
        vec![marks; together].join(", ")
    )
}

/// Replaces the columns of a row that are not as before.
pub(super) fn update(handle: &Raw<'_>, before: &Record, after: &Record) -> Result<(), StoreError> {
    let kind = after.kind();
    let changed = changed(before, after)?;
    if changed.is_empty() {
        return Ok(());
    }
    let columns = kind.columns();
    let sets: Vec<String> = changed.iter().map(|i| format!("\"{}\" = ?", columns[*i].name)).collect();
    let sql = format!("UPDATE \"{}\" SET {} WHERE id = ?", kind.table(), sets.join(", "));
    let mut statement = Statement::prepare(handle, &sql)?;
    let mut done = Ok(());
    each_cell(after, &mut |column, cell| {
        if let (Ok(at), true) = (changed.binary_search(&column), done.is_ok()) {
            done = statement.bind(at, &cell);
        }
    })?;
    done?;
    statement.bind(changed.len(), &Cell::Text(before.id().into()))?;
    statement.step()?;
    Ok(())
}

/// Numbers of the columns in which two rows of a table differ.
fn changed(before: &Record, after: &Record) -> Result<Vec<usize>, StoreError> {
    let mut old: Vec<Cell<'static>> = Vec::new();
    each_cell(before, &mut |_, cell| old.push(owned(cell)))?;
    let mut out = Vec::new();
    each_cell(after, &mut |column, cell| {
        if old.get(column) != Some(&cell) {
            out.push(column);
        }
    })?;
    Ok(out)
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Integer(n) => Cell::Integer(n),
        Cell::Real(x) => Cell::Real(x),
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Blob(blob) => Cell::Blob(blob.into_owned().into()),
    }
}

/// Removes a row.
pub(super) fn delete(handle: &Raw<'_>, kind: Kind, id: &str) -> Result<(), StoreError> {
    let sql = format!("DELETE FROM \"{}\" WHERE id = ?", kind.table());
    let mut statement = Statement::prepare(handle, &sql)?;
    statement.bind(0, &Cell::Text(id.into()))?;
    statement.step()?;
    Ok(())
}

fn names(kind: Kind, there: Option<&HashSet<String>>) -> Vec<String> {
    kind.columns()
        .iter()
        .filter(|c| there.is_none_or(|t| t.contains(c.name)))
        .map(|c| format!("\"{}\"", c.name))
        .collect()
}

/// Sets the parameters of a row from this one on; returns its box.
fn bind(statement: &mut Statement<'_>, from: usize, record: &Record) -> Result<Option<[f64; 4]>, StoreError> {
    let (mut done, mut envelope) = (Ok(()), None);
    each_cell(record, &mut |column, cell| {
        if let Cell::Blob(blob) = &cell {
            envelope = gpkg_blob::envelope(blob);
        }
        if done.is_ok() {
            done = statement.bind(from + column, &cell);
        }
    })?;
    done.map(|()| envelope)
}

fn each_cell(record: &Record, each: &mut dyn FnMut(usize, Cell<'_>)) -> Result<(), StoreError> {
    record.cells(each).map_err(|source| StoreError::Geometry {
        table: record.kind().label(),
        id: record.id().to_owned(),
        source,
    })
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
    let only = range.map_or(String::new(), |(first, last)| {
        format!("WHERE fid BETWEEN {first} AND {last} ")
    });
    let sql = format!("{} {only}ORDER BY fid", select_sql(kind, there));
    let places = places(kind, there);
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

/// The number of a row and its columns, as far as they are there.
pub(super) fn select_sql(kind: Kind, there: &HashSet<String>) -> String {
    let mut names = names(kind, Some(there));
    names.insert(0, "fid".to_owned());
    format!("SELECT {} FROM \"{}\"", names.join(", "), kind.table())
}

/// Where the columns are found in a row of [`select_sql`].
pub(super) fn places(kind: Kind, there: &HashSet<String>) -> Vec<Place> {
    let mut next = 0;
    kind.columns()
        .iter()
        .map(|c| {
            if there.contains(c.name) {
                next += 1;
                Place::Column(next)
            } else {
                Place::Missing(missing_value(c))
            }
        })
        .collect()
}

/// Where the value of a column is found.
pub(super) enum Place {
    Column(usize),
    /// The file is older and has no such column.
    Missing(Cell<'static>),
}

pub(super) struct FoundRow<'s> {
    pub statement: &'s Statement<'s>,
    pub places: &'s [Place],
}

impl Cells for FoundRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.places[column] {
            Place::Column(at) => self.statement.column(*at),
            Place::Missing(cell) => cell.clone(),
        }
    }
}
