//! Rows in and out of SQL, by the columns of their record.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use words::{Words, said};

use super::page_reader::{self, PageReader};
use super::readable::Readable;
use super::structure::{BOUNDARIES_APART, FileSchema};
use super::{boundaries, footprints, tables};
use crate::geopackage::blob;
use crate::model::{Cell, Cells, Column, Entity, Kind, Project, Record, SRS, Storage};
use crate::sqlite::{SqlValue, cell, quoted};
use crate::store::row_batch::BatchValue;
use crate::store::versions::missing_value;
use crate::store::{RowBatch, StoreError};

/// Rows that one statement adds.
const TOGETHER: usize = 32;
/// Rows that are made ready together.
const PACKED: usize = 1024;

/// Adds rows of one table; returns the number of the first one in it. The box of each that has a place is told with its
/// number: least x, greatest x, least y, greatest y.
pub(super) fn insert_packed(
    conn: &Connection,
    packed: &RowBatch,
    range: Range<usize>,
    told: &mut dyn FnMut(i64, [f64; 4]),
) -> Result<Option<i64>, StoreError> {
    let mut first_number = None;
    let mut at = range.start;
    let many = range.len() / TOGETHER * TOGETHER;
    for (end, together) in [(range.start + many, TOGETHER), (range.end, 1)] {
        if at == end {
            continue;
        }
        let mut statement = conn.prepare_cached(&insert_sql(packed.kind(), together))?;
        while at < end {
            let run = at..at + together;
            statement.execute(params_from_iter(own_values(packed, run.clone()).map(bound)))?;
            let first = conn.last_insert_rowid() - (together as i64 - 1);
            first_number.get_or_insert(first);
            for (fid, envelope) in (first..).zip(packed.boxes(run)) {
                if let Some(envelope) = envelope {
                    told(fid, *envelope);
                }
            }
            at += together;
        }
    }
    Ok(first_number)
}

/// The values of rows that stand in their own table, one row after the other.
fn own_values(packed: &RowBatch, rows: Range<usize>) -> impl Iterator<Item = BatchValue<'_>> {
    let columns = packed.kind().columns().iter().cycle();
    let all = packed.values(rows).zip(columns);
    all.filter(|(_, column)| tables::is_own(column))
        .map(|(value, _)| value)
}

fn bound(value: BatchValue<'_>) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(match value {
        BatchValue::Null => ValueRef::Null,
        BatchValue::Integer(n) => ValueRef::Integer(n),
        BatchValue::Real(x) => ValueRef::Real(x),
        BatchValue::Text(text) => ValueRef::Text(text),
        BatchValue::Bytes(bytes) => ValueRef::Blob(bytes),
    })
}

/// Adds rows of one table.
pub(super) fn insert_all(conn: &Connection, kind: Kind, rows: &[Record]) -> Result<(), StoreError> {
    let mut packed = RowBatch::new(kind, footprints::encode);
    for run in rows.chunks(PACKED) {
        packed.clear();
        run.iter().try_for_each(|row| packed.push(row, ""))?;
        insert_packed(conn, &packed, 0..packed.len(), &mut |_, _| {})?;
        boundaries::insert(conn, &packed, 0..packed.len())?;
    }
    Ok(())
}

/// Adds what the files said that rows came from; `first` is the number of the first of these rows.
pub(super) fn insert_attributes(
    conn: &Connection,
    table: &str,
    packed: &RowBatch,
    range: Range<usize>,
    first: i64,
) -> Result<(), StoreError> {
    let said: Vec<(i64, &[u8])> = (first..)
        .zip(range.map(|row| packed.attributes(row)))
        .filter(|(_, json)| !json.is_empty())
        .collect();
    let (many, few) = said.split_at(said.len() / TOGETHER * TOGETHER);
    for (said, together) in [(many, TOGETHER), (few, 1)] {
        if said.is_empty() {
            continue;
        }
        let marks = vec!["(?, ?)"; together].join(", ");
        let sql = format!("INSERT OR FAIL INTO \"{table}\" (fid, attributes) VALUES {marks}");
        let mut statement = conn.prepare_cached(&sql)?;
        for run in said.chunks(together) {
            let values = run
                .iter()
                .flat_map(|(fid, json)| [ValueRef::Integer(*fid), ValueRef::Text(json)]);
            statement.execute(params_from_iter(values.map(ToSqlOutput::Borrowed)))?;
        }
    }
    Ok(())
}

/// A refused row ends the whole step, so that SQLite need not keep what stood before each statement (`OR FAIL`).
fn insert_sql(kind: Kind, together: usize) -> String {
    let names = names(kind);
    let marks = format!("({})", vec!["?"; names.len()].join(", "));
    format!(
        "INSERT OR FAIL INTO \"{}\" ({}) VALUES {}",
        kind.table(),
        names.join(", "),
        vec![marks; together].join(", ")
    )
}

/// Replaces the columns of a row that are not as before.
///
/// # Errors
/// [`StoreError::Lost`] if it is not there.
pub(super) fn update(conn: &Connection, before: &Record, after: &Record) -> Result<(), StoreError> {
    let kind = after.kind();
    if let (Record::Region(before), Record::Region(after)) = (before, after) {
        boundaries::update(conn, before, after)?;
    }
    let mut changed = Vec::new();
    let (old, new) = (cells(before), cells(after));
    for ((column, old), new) in kind.columns().iter().zip(old).zip(new) {
        if old != new && tables::is_own(column) {
            changed.push((column.name, value_of(after, new)?));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let sets: Vec<String> = changed
        .iter()
        .map(|(name, _)| format!("\"{name}\" = ?"))
        .collect();
    let sql = format!("UPDATE \"{}\" SET {} WHERE id = ?", kind.table(), sets.join(", "));
    let id = Value::Text(after.id().to_owned());
    let values = changed.into_iter().map(|(_, value)| value).chain([id]);
    let met = conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    one(met, kind, before.id())
}

/// Checks that a change has met its row.
fn one(changed: usize, kind: Kind, id: &str) -> Result<(), StoreError> {
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::Lost {
        table: kind,
        id: id.to_owned(),
    })
}

/// The values of a row, in the order of its columns.
fn cells(record: &Record) -> Vec<Cell<'_>> {
    let mut cells = Vec::with_capacity(record.kind().columns().len());
    record.cells(&mut |_, cell| cells.push(cell));
    cells
}

/// A value of a row as SQLite keeps it.
fn value_of(record: &Record, cell: Cell<'_>) -> Result<Value, StoreError> {
    let refused = |source| StoreError::Geometry {
        table: record.kind(),
        id: record.id().to_owned(),
        source,
    };
    Ok(match cell {
        Cell::Null => Value::Null,
        Cell::Integer(n) => Value::Integer(n),
        Cell::Real(x) => Value::Real(x),
        Cell::Text(text) => Value::Text(text.into_owned()),
        Cell::Geometry(geometry) => {
            let bytes = blob::encode(&geometry, SRS).map_err(|e| refused(e.into()))?;
            Value::Blob(bytes)
        }
        Cell::Unreadable(what) => return Err(refused(what.zh.into())),
    })
}

/// A value of a column as the model has it.
pub(super) fn cell_of<'v>(column: &Column, value: SqlValue<'v>) -> Cell<'v> {
    match (value, column.storage) {
        (SqlValue::Null, _) => Cell::Null,
        (SqlValue::Integer(n), _) => Cell::Integer(n),
        (SqlValue::Real(x), _) => Cell::Real(x),
        (SqlValue::Text(text), _) => Cell::Text(text),
        (SqlValue::Blob(blob), Storage::Geometry | Storage::Boundary) => match footprints::geometry(&blob) {
            Ok(geometry) => Cell::Geometry(Cow::Owned(geometry)),
            Err(reason) => Cell::Unreadable(reason),
        },
        (SqlValue::Blob(_), _) => Cell::Unreadable(said!("value.binary", "二进制数据", "binary data")),
    }
}

/// Removes a row.
///
/// # Errors
/// [`StoreError::Lost`] if it is not there.
pub(super) fn delete(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    if kind == Kind::Region {
        boundaries::remove(conn, id)?;
    }
    let sql = format!("DELETE FROM \"{}\" WHERE id = ?", kind.table());
    one(conn.prepare_cached(&sql)?.execute([id])?, kind, id)
}

fn names(kind: Kind) -> Vec<String> {
    tables::own_columns(kind).map(|c| quoted(c.name)).collect()
}

/// How many rows a table has by the index of their ids, which SQLite counts as it is smaller than the table.
///
/// # Errors
/// [`StoreError::Sql`].
pub(super) fn count(conn: &Connection, kind: Kind) -> Result<usize, StoreError> {
    let sql = format!("SELECT count(*) FROM \"{}\"", kind.table());
    let count: i64 = conn.query_row(&sql, [], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// That a table and the index of its ids do not agree.
pub(super) fn missing(path: &Path, kind: Kind, found: usize, wanted: usize) -> StoreError {
    StoreError::Damaged {
        path: path.to_owned(),
        table: kind,
        reason: said!(
            "table.rows_missing",
            "应有 {wanted} 行，只能读到 {found} 行",
            "should have {wanted} rows, but {found} can be read"
        ),
    }
}

pub(super) fn only(range: Option<(i64, i64)>) -> String {
    range.map_or(String::new(), |(first, last)| {
        format!("WHERE fid BETWEEN {first} AND {last} ")
    })
}

/// A whole project as far as it can be read, and how many of its values cannot.
///
/// # Errors
/// In words, if not even its id can be.
pub(super) fn project(cells: &dyn Cells) -> Result<(Project, u64), Words> {
    Project::from_cells(cells).map(|row| (row, 0)).or_else(|reason| {
        let readable = Readable::of(Kind::Project, cells);
        let row = Project::from_cells(&readable).map_err(|_| reason)?;
        Ok((row, readable.values().count() as u64))
    })
}

pub(super) fn bad_row(path: &Path, kind: Kind, row: &Row<'_>, reason: Words) -> StoreError {
    StoreError::Row {
        path: path.to_owned(),
        table: kind,
        row: cell(row, 0).integer().unwrap_or_default(),
        reason,
    }
}

/// Which columns of a table are read, and where each is found in what SQL answers.
#[derive(Debug)]
pub(super) struct Selection {
    table: &'static str,
    columns: &'static [Column],
    names: Vec<String>,
    places: Vec<ColumnSource>,
}

impl Selection {
    /// All columns of a table but some; `None` if the file has no such table.
    pub fn of(found: &FileSchema, kind: Kind, but: &[&str]) -> Option<Self> {
        let there = found.columns.get(kind.table()).filter(|t| !t.is_empty())?;
        let mut names = vec!["fid".to_owned()];
        let mut places = Vec::new();
        for column in kind.columns() {
            places.push(if but.contains(&column.name) {
                ColumnSource::Missing(Cell::Null)
            } else if column.storage == Storage::Boundary && found.version >= BOUNDARIES_APART {
                names.push(boundaries::OF_REGION.to_owned());
                ColumnSource::Column(names.len() - 1)
            } else if there.contains(column.name) {
                names.push(quoted(column.name));
                ColumnSource::Column(names.len() - 1)
            } else {
                ColumnSource::Missing(missing_value(column))
            });
        }
        Some(Self {
            table: kind.table(),
            columns: kind.columns(),
            names,
            places,
        })
    }

    /// With one more value, whose place in the rows is given.
    pub fn and(mut self, expression: String) -> (Self, usize) {
        self.names.push(expression);
        let at = self.names.len() - 1;
        (self, at)
    }

    pub fn sql(&self, only: String) -> String {
        let names = self.names.join(", ");
        format!("SELECT {names} FROM \"{}\" {only}ORDER BY fid", self.table)
    }

    /// Where each of its columns stands in the rows of a file; `None` if one is not there.
    pub fn places_in(&self, reader: &PageReader<'_>) -> Option<Vec<usize>> {
        self.names
            .iter()
            .map(|name| reader.column(name.trim_matches('"')))
            .collect()
    }

    /// A row as it lies in the file; `places` are those of [`Selection::places_in`].
    pub fn page_row<'s>(
        &'s self,
        reader: &'s PageReader<'s>,
        row: &'s page_reader::Row<'s>,
        places: &'s [usize],
    ) -> PageRow<'s> {
        PageRow {
            reader,
            row,
            places,
            selection: self,
        }
    }

    pub fn row<'s>(&'s self, row: &'s Row<'s>) -> StatementRow<'s> {
        StatementRow { row, selection: self }
    }
}

/// Where the value of a column is found.
#[derive(Debug)]
enum ColumnSource {
    Column(usize),
    /// It is not read, or the file is older and has no such column.
    Missing(Cell<'static>),
}

pub(super) struct StatementRow<'s> {
    row: &'s Row<'s>,
    selection: &'s Selection,
}

pub(super) struct PageRow<'s> {
    reader: &'s PageReader<'s>,
    row: &'s page_reader::Row<'s>,
    places: &'s [usize],
    selection: &'s Selection,
}

impl PageRow<'_> {
    /// The value of a column as it lies in the file.
    pub fn raw(&self, column: usize) -> SqlValue<'_> {
        match self.selection.places[column] {
            ColumnSource::Column(at) => self.reader.value(self.row, self.places[at]),
            ColumnSource::Missing(_) => SqlValue::Null,
        }
    }
}

impl StatementRow<'_> {
    /// The value of a column as SQLite has it.
    pub fn raw(&self, column: usize) -> SqlValue<'_> {
        match self.selection.places[column] {
            ColumnSource::Column(at) => cell(self.row, at),
            ColumnSource::Missing(_) => SqlValue::Null,
        }
    }
}

impl Cells for PageRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.selection.places[column] {
            ColumnSource::Column(_) => cell_of(&self.selection.columns[column], self.raw(column)),
            ColumnSource::Missing(cell) => cell.clone(),
        }
    }
}

impl Cells for StatementRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.selection.places[column] {
            ColumnSource::Column(_) => cell_of(&self.selection.columns[column], self.raw(column)),
            ColumnSource::Missing(cell) => cell.clone(),
        }
    }
}
