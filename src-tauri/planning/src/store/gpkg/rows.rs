//! Rows in and out of SQL, by the columns of their record.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use geodata::footprint_index::SortedBatch;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

use super::StoreError;
use super::bulk_load::{Projects, load_summaries};
use super::packed::Packed;
use super::page_reader::{self, PageReader};
use super::readable::Readable;
use super::schema::{Found, missing_value};
use crate::model::{Cell, Cells, Entity, Kind, Model, Project, Record};
use crate::sqlite::cell;

/// Rows that one statement adds.
const TOGETHER: usize = 32;
/// Rows that are made ready together.
const PACKED: usize = 1024;

/// Adds rows of one table; returns the number of the first one in it. The box of each that has a place is told with its
/// number: least x, greatest x, least y, greatest y.
pub(super) fn insert_packed(
    conn: &Connection,
    packed: &Packed,
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
            statement.execute(params_from_iter(packed.values(run.clone())))?;
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

/// Adds rows of one table.
pub(super) fn insert_all(conn: &Connection, kind: Kind, rows: &[Record]) -> Result<(), StoreError> {
    let mut packed = Packed::new(kind);
    for run in rows.chunks(PACKED) {
        packed.clear();
        run.iter().try_for_each(|row| packed.push(row, ""))?;
        insert_packed(conn, &packed, 0..packed.len(), &mut |_, _| {})?;
    }
    Ok(())
}

/// Adds what the files said that rows came from; `first` is the number of the first of these rows.
pub(super) fn insert_attributes(
    conn: &Connection,
    table: &str,
    packed: &Packed,
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
///
/// # Errors
/// [`StoreError::Lost`] if it is not there.
pub(super) fn update(conn: &Connection, before: &Record, after: &Record) -> Result<(), StoreError> {
    let kind = after.kind();
    let changed = changed(before, after)?;
    if changed.is_empty() {
        return Ok(());
    }
    let columns = kind.columns();
    let sets: Vec<String> = changed
        .iter()
        .map(|i| format!("\"{}\" = ?", columns[*i].name))
        .collect();
    let sql = format!("UPDATE \"{}\" SET {} WHERE id = ?", kind.table(), sets.join(", "));
    let mut statement = conn.prepare_cached(&sql)?;
    let mut done = Ok(());
    each_cell(after, &mut |column, cell| {
        if let (Ok(at), true) = (changed.binary_search(&column), done.is_ok()) {
            done = statement.raw_bind_parameter(at + 1, cell);
        }
    })?;
    done?;
    statement.raw_bind_parameter(changed.len() + 1, before.id())?;
    one(statement.raw_execute()?, kind, before.id())
}

/// Checks that a change has met its row.
fn one(changed: usize, kind: Kind, id: &str) -> Result<(), StoreError> {
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::Lost {
        table: kind.label(),
        id: id.to_owned(),
    })
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

/// A value that borrows nothing.
pub(super) fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Integer(n) => Cell::Integer(n),
        Cell::Real(x) => Cell::Real(x),
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Blob(blob) => Cell::Blob(blob.into_owned().into()),
    }
}

/// Removes a row.
///
/// # Errors
/// [`StoreError::Lost`] if it is not there.
pub(super) fn delete(conn: &Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    let sql = format!("DELETE FROM \"{}\" WHERE id = ?", kind.table());
    one(conn.prepare_cached(&sql)?.execute([id])?, kind, id)
}

fn names(kind: Kind, there: Option<&HashSet<String>>) -> Vec<String> {
    kind.columns()
        .iter()
        .filter(|c| there.is_none_or(|t| t.contains(c.name)))
        .map(|c| format!("\"{}\"", c.name))
        .collect()
}

fn each_cell(record: &Record, each: &mut dyn FnMut(usize, Cell<'_>)) -> Result<(), StoreError> {
    record.cells(each).map_err(|source| StoreError::Geometry {
        table: record.kind().label(),
        id: record.id().to_owned(),
        source,
    })
}

/// Tables with at most so many projects are kept whole in memory; of larger ones the footprints and the long texts stay in
/// the file.
pub const KEPT_WHOLE: usize = 20_000;

/// Reads all rows of all tables but some; of more than `whole` projects only what lists need, and their footprints for the map.
///
/// # Errors
/// [`StoreError::Row`] naming the table and the row that cannot be read.
pub(super) fn load(
    from: Projects<'_>,
    whole: usize,
    without: &[Kind],
) -> Result<(Model, Option<SortedBatch>), StoreError> {
    let Projects {
        path,
        found,
        connection: conn,
        ..
    } = from;
    let mut model = Model::default();
    let mut footprints = None;
    for kind in Kind::ALL.iter().copied().filter(|k| !without.contains(k)) {
        if kind == Kind::Project && more_than(conn, found, kind, whole)? {
            footprints = Some(load_summaries(from, None, &mut model)?);
        } else {
            load_table(conn, path, found, kind, None, &mut model)?;
        }
    }
    Ok((model, footprints))
}

/// Whether a table has more rows than that.
fn more_than(conn: &Connection, found: &Found, kind: Kind, rows: usize) -> Result<bool, StoreError> {
    if found.columns.get(kind.table()).is_none_or(HashSet::is_empty) {
        return Ok(false);
    }
    let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1 OFFSET {rows}", kind.table());
    Ok(conn.prepare(&sql)?.exists([])?)
}

/// Reads the rows of one table, or those with numbers in a range, into a model.
///
/// # Errors
/// [`StoreError::Row`] naming a row of which not even the id can be read. Single values that cannot be are noted in the model.
pub(super) fn load_table(
    conn: &Connection,
    path: &Path,
    found: &Found,
    kind: Kind,
    range: Option<(i64, i64)>,
    model: &mut Model,
) -> Result<(), StoreError> {
    let Some(selection) = Selection::of(found, kind, &[]) else {
        return Ok(());
    };
    let mut statement = conn.prepare(&selection.sql(only(range)))?;
    let mut rows = statement.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        found += 1;
        let bad = |reason: String| bad_row(path, kind, row, reason);
        let cells = selection.row(row);
        let record = match Record::from_cells(kind, &cells) {
            Ok(record) => record,
            Err(reason) => {
                let readable = Readable::of(kind, &cells);
                let record = Record::from_cells(kind, &readable).map_err(|_| bad(reason))?;
                model.unread.extend(readable.values());
                record
            }
        };
        if model.put(record) {
            return Err(bad("编号 id 重复".to_owned()));
        }
    }
    if range.is_none() {
        let wanted = count(conn, kind)?;
        if found != wanted {
            return Err(missing(path, kind, found, wanted));
        }
    }
    Ok(())
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
        table: kind.label(),
        reason: format!("应有 {wanted} 行，只能读到 {found} 行"),
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
pub(super) fn project(cells: &dyn Cells) -> Result<(Project, u64), String> {
    Project::from_cells(cells).map(|row| (row, 0)).or_else(|reason| {
        let readable = Readable::of(Kind::Project, cells);
        let row = Project::from_cells(&readable).map_err(|_| reason)?;
        Ok((row, readable.values().count() as u64))
    })
}

pub(super) fn bad_row(path: &Path, kind: Kind, row: &Row<'_>, reason: String) -> StoreError {
    StoreError::Row {
        path: path.to_owned(),
        table: kind.label(),
        fid: cell(row, 0).integer().unwrap_or_default(),
        reason,
    }
}

/// Which columns of a table are read, and where each is found in what SQL answers.
#[derive(Debug)]
pub(super) struct Selection {
    table: &'static str,
    names: Vec<String>,
    places: Vec<Place>,
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
        })
    }

    pub fn sql(&self, only: String) -> String {
        let names = self.names.join(", ");
        format!("SELECT {names} FROM \"{}\" {only}ORDER BY fid", self.table)
    }

    /// Where each of its columns stands in the rows of a file; nothing when one is not there.
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

    pub fn row<'s>(&'s self, row: &'s Row<'s>) -> FoundRow<'s> {
        FoundRow {
            row,
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
    row: &'s Row<'s>,
    places: &'s [Place],
}

pub(super) struct PageRow<'s> {
    reader: &'s PageReader<'s>,
    row: &'s page_reader::Row<'s>,
    places: &'s [usize],
    selection: &'s Selection,
}

impl Cells for PageRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.selection.places[column] {
            Place::Column(at) => self.reader.value(self.row, self.places[*at]),
            Place::Missing(cell) => cell.clone(),
        }
    }
}

impl Cells for FoundRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match &self.places[column] {
            Place::Column(at) => cell(self.row, *at),
            Place::Missing(cell) => cell.clone(),
        }
    }
}
