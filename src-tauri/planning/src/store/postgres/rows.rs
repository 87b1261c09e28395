//! Rows in and out, by the columns of their record.

use std::borrow::Cow;
use std::ops::Range;

use geo_types::Geometry;
use geodata::footprint_index::{Batch, SortedBatch, StyleKey};
use geodata::formats::gpkg_blob;
use sqlx::Row;
use sqlx::postgres::PgRow;
use words::Words;

use super::connection::{Connection, Value, quoted};
use super::older::Absent;
use crate::model::{
    Cell, Cells, Column, Entity, Kind, Model, NotDrawn, Project, Record, RowKey, Storage, SummaryColumns,
    SummaryRow,
};
use crate::store::row_batch::{BatchValue, RowBatch};
use crate::store::{StoreError, same_id};

/// The server takes so many values in one statement at most.
const MOST_VALUES: usize = 30_000;

/// A geometry as it is kept: well-known binary.
pub(super) fn encode(
    geometry: &Geometry<f64>,
    out: &mut Vec<u8>,
) -> Result<Option<[f64; 4]>, Box<dyn std::error::Error + Send + Sync>> {
    out.extend_from_slice(&gpkg_blob::encode_wkb(geometry)?);
    Ok(geodata::measure::bounds(geometry).map(|b| [b.west, b.east, b.south, b.north]))
}

/// Adds rows of a batch; `step` is the entry of the journal that adds them in bulk.
pub(super) fn insert(
    conn: &mut Connection,
    batch: &RowBatch,
    range: Range<usize>,
    step: Option<i64>,
) -> Result<(), StoreError> {
    let columns = batch.kind().columns();
    let names: Vec<String> = columns.iter().map(|c| quoted(c.name)).collect();
    let width = columns.len() + 1;
    let mut at = range.start;
    while at < range.end {
        let rows = at..range.end.min(at + MOST_VALUES / width);
        let mut values = Vec::with_capacity(rows.len() * width);
        for row in rows.clone() {
            let cells = batch.values(row..row + 1);
            for (column, value) in columns.iter().zip(cells) {
                values.push(bound(column, value)?);
            }
            values.push(Value::Integer(step));
        }
        let marks: Vec<String> = (0..rows.len()).map(|row| marks(row * width, width)).collect();
        let sql = format!(
            "INSERT INTO {} ({}, bulk_seq) VALUES {}",
            quoted(batch.kind().table()),
            names.join(", "),
            marks.join(", ")
        );
        conn.run(&sql, &values)?;
        at = rows.end;
    }
    Ok(())
}

/// Keeps what the files said that rows of a batch came from.
pub(super) fn insert_attributes(
    conn: &mut Connection,
    batch: &RowBatch,
    range: Range<usize>,
) -> Result<(), StoreError> {
    let mut said = Vec::new();
    for row in range {
        let json = batch.attributes(row);
        if let (false, Some(BatchValue::Text(id))) = (json.is_empty(), batch.values(row..row + 1).next()) {
            said.push((utf8(id)?, utf8(json)?));
        }
    }
    let table = batch.kind().table();
    for part in said.chunks(MOST_VALUES / 3) {
        let values: Vec<Value<'_>> = part
            .iter()
            .flat_map(|(id, json)| [table, *id, *json].map(|text| Value::Text(Some(text))))
            .collect();
        let marks: Vec<String> = (0..part.len()).map(|row| marks(row * 3, 3)).collect();
        let sql = format!(
            "INSERT INTO attributes (table_name, row_id, attributes) VALUES {} \
             ON CONFLICT (table_name, row_id) DO UPDATE SET attributes = excluded.attributes",
            marks.join(", ")
        );
        conn.run(&sql, &values)?;
    }
    Ok(())
}

/// Marks of a row of values, the first of them that after `before` others.
fn marks(before: usize, width: usize) -> String {
    let marks: Vec<String> = (1..=width).map(|i| format!("${}", before + i)).collect();
    format!("({})", marks.join(", "))
}

fn utf8(bytes: &[u8]) -> Result<&str, StoreError> {
    std::str::from_utf8(bytes).map_err(|e| sqlx::Error::decode(e).into())
}

fn bound<'b>(column: &Column, value: BatchValue<'b>) -> Result<Value<'b>, StoreError> {
    Ok(match (column.storage, value) {
        (Storage::Text | Storage::Json | Storage::Boundary, BatchValue::Text(bytes)) => {
            Value::Text(Some(utf8(bytes)?))
        }
        (Storage::Text | Storage::Json | Storage::Boundary, _) => Value::Text(None),
        (Storage::Integer, BatchValue::Integer(n)) => Value::Integer(Some(n)),
        (Storage::Integer, _) => Value::Integer(None),
        (Storage::Boolean, BatchValue::Integer(n)) => Value::Boolean(Some(n != 0)),
        (Storage::Boolean, _) => Value::Boolean(None),
        (Storage::Real, BatchValue::Real(x)) => Value::Real(Some(x)),
        (Storage::Real, _) => Value::Real(None),
        (Storage::Geometry, BatchValue::Bytes(bytes)) => Value::Bytes(Some(bytes)),
        (Storage::Geometry, _) => Value::Bytes(None),
    })
}

/// Replaces the columns of a row that are not as before.
pub(super) fn update(conn: &mut Connection, before: &Record, after: &Record) -> Result<(), StoreError> {
    let kind = after.kind();
    let (old, new) = (cells(before), cells(after));
    let changed: Vec<usize> = (0..old.len()).filter(|i| old[*i] != new[*i]).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut batch = RowBatch::new(kind, encode);
    batch.push(after, "")?;
    let all: Vec<BatchValue<'_>> = batch.values(0..1).collect();
    let mut values = vec![Value::Text(Some(after.id()))];
    let mut sets = Vec::new();
    for column in changed {
        values.push(bound(&kind.columns()[column], all[column])?);
        sets.push(format!(
            "{} = ${}",
            quoted(kind.columns()[column].name),
            values.len()
        ));
    }
    let sql = format!(
        "UPDATE {} SET {} WHERE id = $1",
        quoted(kind.table()),
        sets.join(", ")
    );
    conn.run(&sql, &values)?;
    Ok(())
}

fn cells(record: &Record) -> Vec<Cell<'_>> {
    let mut cells = Vec::with_capacity(record.kind().columns().len());
    record.cells(&mut |_, cell| cells.push(cell));
    cells
}

/// Adds one row; one that has come back gets the key and the step that it had.
pub(super) fn insert_one(conn: &mut Connection, row: &Record) -> Result<(), StoreError> {
    let mut batch = RowBatch::new(row.kind(), encode);
    batch.push(row, "")?;
    insert(conn, &batch, 0..1, None)?;
    let table = row.kind().table();
    let named = [Value::Text(Some(table)), Value::Text(Some(row.id()))];
    let sql = format!(
        "UPDATE {} AS t SET row_key = r.row_key, bulk_seq = r.bulk_seq FROM removed_rows AS r \
         WHERE t.id = r.row_id AND r.table_name = $1 AND r.row_id = $2",
        quoted(table)
    );
    conn.run(&sql, &named)?;
    conn.run(
        "DELETE FROM removed_rows WHERE table_name = $1 AND row_id = $2",
        &named,
    )?;
    Ok(())
}

/// Removes a row and keeps its key and its step for when it comes back.
pub(super) fn delete(conn: &mut Connection, kind: Kind, id: &str) -> Result<(), StoreError> {
    let table = quoted(kind.table());
    let sql = format!(
        "WITH gone AS (DELETE FROM {table} WHERE id = $2 RETURNING row_key, bulk_seq) \
         INSERT INTO removed_rows (table_name, row_id, row_key, bulk_seq) SELECT $1, $2, row_key, bulk_seq FROM gone \
         ON CONFLICT (table_name, row_id) DO UPDATE SET row_key = excluded.row_key, bulk_seq = excluded.bulk_seq"
    );
    conn.run(&sql, &[Value::Text(Some(kind.table())), Value::Text(Some(id))])?;
    Ok(())
}

/// A row as the server answers it: its key, then the columns of its table.
pub(super) struct PostgresRow<'r> {
    row: &'r PgRow,
    columns: &'static [Column],
}

impl<'r> PostgresRow<'r> {
    pub fn of(row: &'r PgRow, kind: Kind) -> Self {
        Self {
            row,
            columns: kind.columns(),
        }
    }

    pub fn key(&self) -> RowKey {
        RowKey::new(self.row.try_get(0).unwrap_or_default())
    }
}

impl PostgresRow<'_> {
    fn read(&self, column: usize) -> Result<Cell<'_>, sqlx::Error> {
        let at = column + 1;
        let cell = match self.columns[column].storage {
            Storage::Text | Storage::Json | Storage::Boundary => {
                let text: Option<&str> = self.row.try_get(at)?;
                text.map(|text| Cell::Text(Cow::Borrowed(text)))
            }
            Storage::Integer => self.row.try_get::<Option<i64>, _>(at)?.map(Cell::Integer),
            Storage::Boolean => {
                let yes: Option<bool> = self.row.try_get(at)?;
                yes.map(|yes| Cell::Integer(yes.into()))
            }
            Storage::Real => self.row.try_get::<Option<f64>, _>(at)?.map(Cell::Real),
            Storage::Geometry => {
                let bytes: Option<&[u8]> = self.row.try_get(at)?;
                bytes.map(|bytes| match gpkg_blob::decode_wkb(bytes) {
                    Ok(geometry) => Cell::Geometry(Cow::Owned(geometry)),
                    Err(error) => Cell::Unreadable(Words::technical(error)),
                })
            }
        };
        Ok(cell.unwrap_or(Cell::Null))
    }
}

impl Cells for PostgresRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.read(column)
            .unwrap_or_else(|error| Cell::Unreadable(Words::technical(error)))
    }
}

/// A project of an answer.
pub(super) fn project(row: &PgRow) -> Result<(RowKey, Project), StoreError> {
    let found = PostgresRow::of(row, Kind::Project);
    let project =
        Project::from_cells(&found).map_err(|reason| bad_row(Kind::Project, found.key(), reason))?;
    Ok((found.key(), project))
}

fn bad_row(kind: Kind, key: RowKey, reason: Words) -> StoreError {
    StoreError::Row {
        path: Default::default(),
        table: kind,
        row: key.number(),
        reason,
    }
}

/// Reads the rows of a table into a model, or those that a step added in bulk.
pub(super) fn load(
    conn: &mut Connection,
    absent: &Absent,
    kind: Kind,
    step: Option<i64>,
    model: &mut Model,
) -> Result<(), StoreError> {
    if !absent.has_table(kind) {
        return Ok(());
    }
    let (rest, values) = condition(step);
    conn.each(&absent.select(kind, rest), &values, &mut |row| {
        let found = PostgresRow::of(row, kind);
        let bad = |reason| bad_row(kind, found.key(), reason);
        if model.put(Record::from_cells(kind, &found).map_err(bad)?) {
            return Err(bad(same_id()));
        }
        Ok(true)
    })
}

/// Reads the projects, or those that a step added in bulk, without what stays on the server; returns their footprints.
pub(super) fn load_summaries(
    conn: &mut Connection,
    absent: &Absent,
    step: Option<i64>,
    model: &mut Model,
) -> Result<SortedBatch, StoreError> {
    let columns = SummaryColumns::new();
    let mut chunk = model.projects.chunk();
    let (rest, values) = condition(step);
    conn.each(&absent.select(Kind::Project, rest), &values, &mut |row| {
        let found = PostgresRow::of(row, Kind::Project);
        let footprint = match found.cell(columns.geometry()) {
            Cell::Null => None,
            Cell::Geometry(geometry) => Some(Ok(geometry)),
            _ => Some(Err(NotDrawn::Unreadable)),
        };
        let summary = SummaryRow::from_cells(&columns, &found, footprint.is_some());
        let summary = summary.map_err(|reason| bad_row(Kind::Project, found.key(), reason))?;
        let pack = footprint.map(|footprint| {
            move |batch: &mut Batch, slot: u32, style: StyleKey| {
                let geometry = footprint?;
                let bounds = geodata::measure::bounds(&geometry);
                let drawn = batch.add(slot, &geometry, style);
                match (drawn, bounds) {
                    (Ok(()), Some(bounds)) => Ok(bounds),
                    (_, bounds) => Err(NotDrawn::OffTheMap(bounds)),
                }
            }
        });
        chunk.push(&summary, found.key(), pack);
        Ok(true)
    })?;
    let footprints = chunk.take_footprints(model.projects.end());
    let twice = |key| bad_row(Kind::Project, key, same_id());
    model.projects.reserve(std::slice::from_ref(&chunk));
    model.projects.join(chunk).map_err(twice)?;
    Ok(SortedBatch::of(footprints))
}

fn condition<'v>(step: Option<i64>) -> (&'static str, Vec<Value<'v>>) {
    match step {
        Some(step) => (
            "WHERE bulk_seq = $1 ORDER BY row_key",
            vec![Value::Integer(Some(step))],
        ),
        None => ("ORDER BY row_key", Vec::new()),
    }
}
