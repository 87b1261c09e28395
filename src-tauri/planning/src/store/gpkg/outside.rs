//! What other programs changed in an atlas file. Triggers in the file keep how each row stood before; they stand still while
//! this program writes. So it is known at once, however large the file is, whether there is anything, and what (decision
//! 0044).

use std::collections::BTreeMap;
use words::English;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension};

use super::boundaries;
use super::outside_row::OutsideRow;
use super::readable::Readable;
use super::tables::{self, own_columns};
use crate::change::Edit;
use crate::model::{Kind, Model, Outline, Record};
use crate::sqlite::has_table;
use crate::store::{OutsideChanges, StoreError};

/// The table of rows as they stood before.
pub(super) const TABLE: &str = "outside_changes";
/// More rows than this are only counted: the journal would keep each twice, as text.
const MOST: i64 = 20_000;

/// Makes the table and its triggers.
pub(super) fn create(conn: &Connection, at: &str) -> Result<(), StoreError> {
    conn.execute_batch(&format!(
        "CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, table_name TEXT NOT NULL, \
         number INTEGER NOT NULL, before TEXT, UNIQUE (table_name, number))"
    ))?;
    tables::list(conn, TABLE, "外部修改", at)?;
    restore(conn)
}

/// Makes the triggers that are not there, as another program may have made a table anew.
pub(super) fn restore(conn: &Connection) -> Result<(), StoreError> {
    let mut there = conn.prepare("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?")?;
    for (name, sql) in triggers() {
        if !there.exists([name])? {
            conn.execute_batch(&sql)?;
        }
    }
    Ok(())
}

/// Takes the trigger for new rows of a table away until [`restore`]: with it SQLite would write what stood before each
/// statement to a file of its own, though the connection lets the trigger stand still.
pub(super) fn pause_inserts(conn: &Connection, table: &str) -> Result<(), StoreError> {
    Ok(conn.execute_batch(&format!("DROP TRIGGER IF EXISTS \"outside_{table}_insert\""))?)
}

/// Lets the triggers stand still for a connection. They ask `total_changes()`, which every SQLite knows and never answers
/// with less than 0; this connection does.
pub(super) fn write_as_ourselves(conn: &Connection) -> Result<(), StoreError> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    Ok(conn.create_scalar_function(c"total_changes", 0, flags, |_| Ok(-1_i64))?)
}

/// Names and statements of the triggers.
pub(super) fn triggers() -> impl Iterator<Item = (String, String)> {
    let of_records = Kind::ALL.iter().map(|kind| {
        let names: Vec<&str> = own_columns(*kind).map(|column| column.name).collect();
        (kind.table(), names)
    });
    let layer = (boundaries::TABLE, boundaries::COLUMNS.to_vec());
    of_records
        .chain(std::iter::once(layer))
        .flat_map(|(table, columns)| triggers_of(table, &columns))
}

fn triggers_of(table: &str, columns: &[&str]) -> [(String, String); 3] {
    let before: Vec<String> = columns
        .iter()
        .map(|column| format!("'{column}=' || quote(OLD.\"{column}\")"))
        .collect();
    let before = before.join(" || ',' || ");
    let keep = |row: &str, before: &str| {
        format!(
            "INSERT INTO {TABLE} (table_name, number, before) SELECT '{table}', {row}.fid, {before} WHERE NOT EXISTS \
             (SELECT 1 FROM {TABLE} WHERE table_name = '{table}' AND number = {row}.fid);"
        )
    };
    let (old, new) = (keep("OLD", &before), keep("NEW", "NULL"));
    let events = [
        ("insert", new.clone()),
        ("update", format!("{old} {new}")),
        ("delete", old),
    ];
    events.map(|(event, body)| {
        let name = format!("outside_{table}_{event}");
        let sql = format!(
            "CREATE TRIGGER \"{name}\" AFTER {event} ON \"{table}\" WHEN total_changes() >= 0 BEGIN {body} END"
        );
        (name, sql)
    })
}

/// How many rows are kept, and the number of the last of them: as long as both are the same nothing came.
fn mark(conn: &Connection) -> Result<(i64, i64), StoreError> {
    if !has_table(conn, TABLE)? {
        return Ok((0, 0));
    }
    let sql = format!("SELECT count(*), ifnull(max(id), 0) FROM {TABLE}");
    Ok(conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What the triggers kept since this program last wrote.
#[derive(Debug)]
pub(super) struct Kept {
    mark: (i64, i64),
    /// `None` if there are too many rows.
    before: Option<Before>,
}

/// Rows by table and id as they stood before; `None` for those that were not there.
type RowsBefore = BTreeMap<(Kind, String), Option<Record>>;

#[derive(Debug, Default)]
struct Before {
    /// Without the boundaries of regions.
    rows: RowsBefore,
    /// Boundaries by the id of their region.
    outlines: BTreeMap<String, Option<Outline>>,
}

/// Reads what was kept; `None` if nothing was.
///
/// # Errors
/// [`StoreError::Sql`].
pub(super) fn kept(conn: &Connection) -> Result<Option<Kept>, StoreError> {
    let mark = mark(conn)?;
    if mark.0 == 0 {
        return Ok(None);
    }
    let before = (mark.0 <= MOST).then(|| Before::read(conn)).transpose()?;
    Ok(Some(Kept { mark, before }))
}

impl Kept {
    /// Holds it against the rows that are in the model, some of which may have to be read from the file.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if one cannot be read.
    pub fn changes(self, model: &Model) -> Result<OutsideChanges, StoreError> {
        Ok(OutsideChanges {
            rows: u64::try_from(self.mark.0).unwrap_or_default(),
            edits: self.before.map(|before| before.edits(model)).transpose()?,
            mark: self.mark,
        })
    }
}

/// Forgets what was found, if nothing came since; tells whether it did.
pub(super) fn forget(conn: &Connection, found: &OutsideChanges) -> Result<bool, StoreError> {
    let same = mark(conn)? == found.mark;
    if same {
        conn.execute(&format!("DELETE FROM {TABLE}"), [])?;
    }
    Ok(same)
}

impl Before {
    fn read(conn: &Connection) -> Result<Self, StoreError> {
        let Self {
            mut rows,
            mut outlines,
        } = Self::default();
        let mut kept = conn.prepare(&format!(
            "SELECT table_name, number, before FROM {TABLE} ORDER BY id"
        ))?;
        let mut kept = kept.query([])?;
        while let Some(row) = kept.next()? {
            let (table, number): (String, i64) = (row.get(0)?, row.get(1)?);
            let was: Option<String> = row.get(2)?;
            let was = was.as_deref().and_then(OutsideRow::parse);
            if table == boundaries::TABLE {
                if let Some(was) = was {
                    let outline = was.shape("geometry").and_then(Outline::of);
                    outlines.insert(was.text("region"), outline);
                }
                if let Some(region) = text_at(conn, &table, "region", number)? {
                    outlines.entry(region).or_insert(None);
                }
                continue;
            }
            let Ok(kind) = Kind::from_table(&table) else {
                continue;
            };
            if let Some(row) = was.and_then(|was| record(kind, &was)) {
                rows.insert((kind, row.id().to_owned()), Some(row));
            }
            if let Some(id) = text_at(conn, &table, "id", number)? {
                rows.entry((kind, id)).or_insert(None);
            }
        }
        Ok(Self { rows, outlines })
    }

    fn edits(self, model: &Model) -> Result<Vec<Edit>, StoreError> {
        let Self { mut rows, outlines } = self;
        put_outlines(&mut rows, &outlines, model);
        let mut gone = Vec::new();
        let mut changed = Vec::new();
        for ((kind, id), before) in rows {
            let after = model.get(kind, &id).map_err(|error| {
                let words = error.words("atlas.not_read");
                StoreError::Sql(Box::new(error), words)
            })?;
            if before == after {
                continue;
            }
            let list = if after.is_some() { &mut changed } else { &mut gone };
            list.push(Edit {
                kind,
                id,
                before,
                after,
            });
        }
        // What refers goes before what it refers to, and comes after it.
        gone.reverse();
        gone.append(&mut changed);
        Ok(gone)
    }
}

/// Puts boundaries as they were into the regions as they were.
fn put_outlines(rows: &mut RowsBefore, outlines: &BTreeMap<String, Option<Outline>>, model: &Model) {
    for id in outlines.keys() {
        if let Some(region) = model.regions.get(id) {
            let row = || Some(Record::Region(region.clone()));
            rows.entry((Kind::Region, id.clone())).or_insert_with(row);
        }
    }
    for ((_, id), row) in rows.iter_mut() {
        if let Some(Record::Region(region)) = row {
            let now = || model.regions.get(id).and_then(|region| region.outline.clone());
            region.outline = outlines.get(id).cloned().unwrap_or_else(now);
        }
    }
}

/// A row as far as it can be read; `None` if not even its id can be.
fn record(kind: Kind, was: &OutsideRow) -> Option<Record> {
    let cells = was.cells(kind);
    let whole = Record::from_cells(kind, &cells).ok();
    whole.or_else(|| Record::from_cells(kind, &Readable::of(kind, &cells)).ok())
}

/// A text of the row that has a number now.
fn text_at(conn: &Connection, table: &str, column: &str, number: i64) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE fid = ? AND typeof(\"{column}\") = 'text'");
    let mut text = conn.prepare_cached(&sql)?;
    Ok(text.query_row([number], |row| row.get(0)).optional()?)
}
