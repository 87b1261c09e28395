//! All rows of a file, into a model.

use std::collections::HashSet;
use std::path::Path;

use geodata::footprint_index::SortedBatch;
use rusqlite::Connection;
use words::Words;

use super::bulk_load::{ProjectSource, load_summaries};
use super::readable::Readable;
use super::rows::{Selection, bad_row, count, missing, only};
use super::structure::FileSchema;
use crate::model::{Kind, Model, Record};
use crate::store::{StoreError, same_id};

/// Reads all rows of all tables but some; of more than `whole` projects only what lists need, and their footprints for the map.
///
/// # Errors
/// [`StoreError::Row`] naming the table and the row that cannot be read.
pub(super) fn load(
    from: ProjectSource<'_>,
    whole: usize,
    without: &[Kind],
) -> Result<(Model, Option<SortedBatch>), StoreError> {
    let ProjectSource {
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
fn more_than(conn: &Connection, found: &FileSchema, kind: Kind, rows: usize) -> Result<bool, StoreError> {
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
    found: &FileSchema,
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
        let bad = |reason: Words| bad_row(path, kind, row, reason);
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
            return Err(bad(same_id()));
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
