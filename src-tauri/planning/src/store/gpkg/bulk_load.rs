//! Projects read for lists and for the map: some threads beside each other, each a chunk of the table from beginning to
//! end, each row once.

use std::num::NonZero;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

use geodata::footprint_index::{Batch, BlobFootprintError, SortedBatch, StyleKey};
use geodata::measure::Bounds;
use rusqlite::Connection;
use words::Words;

use super::footprints::check_head;
use super::page_reader::{PageFile, PageReader};
use super::readable::Readable;
use super::rows::{self, Selection, bad_row, only};
use super::stop::Stop;
use super::structure::FileSchema;
use crate::model::{Cell, Cells, Chunk, Kind, Model, NotDrawn, RowKey, SummaryColumns, SummaryRow};
use crate::sqlite::{self, Access, SqlValue, cell};
use crate::store::{StoreError, same_id};

/// More threads than this wait for the disk and for each other.
const MOST_THREADS: usize = 4;
/// Fewest and most pages that a thread takes at once; between them it is one in so many.
const PAGES_AT_ONCE: (usize, usize) = (64, 4096);
const TURNS: usize = 64;
/// Rows below which one thread is enough.
const ENOUGH: i64 = 2_000;

/// From where the projects of a file are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProjectSource<'s> {
    pub path: &'s Path,
    pub found: &'s FileSchema,
    /// The connection that the other tables are read by.
    pub connection: &'s Connection,
    /// How other connections see the same rows beside it; `None` if they may not, as somebody writes.
    pub beside: Option<Access>,
    /// The pages, if nobody writes to them meanwhile.
    pub pages: Option<&'s PageFile>,
    /// Whether it is still wanted.
    pub stop: &'s Stop,
}

/// Reads the projects, or those with numbers in a range, without what stays in the file; returns their footprints.
///
/// # Errors
/// [`StoreError::Row`] naming the row that cannot be read.
pub(super) fn load_summaries(
    from: ProjectSource<'_>,
    range: Option<(i64, i64)>,
    model: &mut Model,
) -> Result<SortedBatch, StoreError> {
    let ProjectSource { path, connection, .. } = from;
    let none = || SortedBatch::of(Vec::new());
    let Some(selection) = Selection::of(from.found, Kind::Project, &["source", "read_at", "note"]) else {
        return Ok(none());
    };
    let columns = SummaryColumns::new();
    let new_chunk = || model.projects.chunk();
    let rows = ProjectRows {
        path,
        selection: &selection,
        columns: &columns,
        stop: from.stop,
    };
    let read = |conn: &Connection, range| rows.read(conn, new_chunk(), range);
    let by_ranges = |access, (first, last)| {
        beside(split(first, last), |range| {
            let conn = sqlite::open(path, access)?;
            sqlite::limit_values(&conn)?;
            from.stop.watch(conn, |conn| read(conn, Some(range)))
        })
    };
    let mut chunks = match (range, from.beside) {
        (Some(range), Some(access)) => by_ranges(access, range)?,
        (Some(range), None) => vec![read(connection, Some(range))?],
        (None, _) => {
            let from_pages =
                |pages: &PageFile| from_pages(pages, connection, &selection, &columns, &new_chunk, from.stop);
            all(from, from_pages, by_ranges, read)?
        }
    };
    let mut batches = Vec::new();
    let mut end = model.projects.end();
    model.projects.reserve(&chunks);
    for chunk in &mut chunks {
        batches.append(&mut chunk.take_footprints(end));
        model.unread.append(&mut chunk.unread);
        end = end.saturating_add(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
    }
    std::thread::scope(|scope| {
        let sorting = scope.spawn(|| SortedBatch::of(batches));
        for chunk in chunks {
            let twice = |key: RowKey| StoreError::Row {
                path: path.to_owned(),
                table: Kind::Project,
                row: key.number(),
                reason: same_id(),
            };
            model.projects.join(chunk).map_err(twice)?;
        }
        ended(sorting)
    })
}

/// Reads all rows in the fastest way by which as many come as the index of their ids has. In a damaged file pages may
/// be exchanged or say that they are empty: then only reading all of them one after the other may find every row.
///
/// # Errors
/// [`StoreError::Damaged`] if rows are missing all the same.
fn all(
    from: ProjectSource<'_>,
    from_pages: impl Fn(&PageFile) -> Option<Vec<Chunk>>,
    by_ranges: impl Fn(Access, (i64, i64)) -> Result<Vec<Chunk>, StoreError>,
    read: impl Fn(&Connection, Option<(i64, i64)>) -> Result<Chunk, StoreError>,
) -> Result<Vec<Chunk>, StoreError> {
    let counted = || rows::count(from.connection, Kind::Project);
    let (by_pages, wanted) = match (from.pages, from.beside) {
        (Some(pages), Some(access)) => std::thread::scope(|scope| {
            let counting = scope.spawn(|| rows::count(&sqlite::open(from.path, access)?, Kind::Project));
            (from_pages(pages), ended(counting).flatten())
        }),
        _ => (None, counted()),
    };
    let wanted = wanted?;
    let complete = |chunks: &Vec<Chunk>| chunks.iter().map(Chunk::len).sum::<usize>() == wanted;
    if let Some(chunks) = by_pages.filter(complete) {
        return Ok(chunks);
    }
    from.stop.again();
    if let Some(access) = from.beside {
        let range = whole_range(from.connection)?;
        let chunks = range.map_or(Ok(Vec::new()), |range| by_ranges(access, range))?;
        if complete(&chunks) {
            return Ok(chunks);
        }
    }
    from.stop.again();
    let chunks = vec![read(from.connection, None)?];
    if complete(&chunks) {
        return Ok(chunks);
    }
    Err(rows::missing(from.path, Kind::Project, chunks[0].len(), wanted))
}

/// Reads the rows as they lie in the file, which nobody writes to; `None` if SQLite is to be asked.
fn from_pages(
    pages: &PageFile,
    connection: &Connection,
    selection: &Selection,
    columns: &SummaryColumns,
    new_chunk: &(dyn Fn() -> Chunk + Sync),
    stop: &Stop,
) -> Option<Vec<Chunk>> {
    let reader = PageReader::find(pages, connection, Kind::Project.table())?;
    let places = selection.places_in(&reader)?;
    let take = |out: &mut Chunk, pages: Range<usize>| {
        let (mut good, before) = (!stop.asked(), out.len());
        reader.rows(pages, &mut |row| {
            let cells = selection.page_row(&reader, row, &places);
            good = put(out, columns, &cells, cells.raw(columns.geometry()), row.fid).is_ok();
            good
        })?;
        stop.took(out.len() - before);
        good.then_some(())
    };
    // A row that cannot be read is told by SQLite's reading, which knows whether the file is whole.
    shared_out(reader.len(), new_chunk, &take)
}

/// Has pages read by some threads until none is left, whatever else the processors have to do meanwhile: each has a part
/// of them, which becomes one chunk; who is done takes pages from the end of another's part, each time into a chunk
/// of their own.
fn shared_out(
    pages: usize,
    new_chunk: &(dyn Fn() -> Chunk + Sync),
    take: &(dyn Fn(&mut Chunk, Range<usize>) -> Option<()> + Sync),
) -> Option<Vec<Chunk>> {
    let at_once = (pages / TURNS).clamp(PAGES_AT_ONCE.0, PAGES_AT_ONCE.1);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(MOST_THREADS).min(pages.div_ceil(at_once)).max(1);
    let part = |thread: usize| thread * pages / threads..(thread + 1) * pages / threads;
    let left = Mutex::new((0..threads).map(part).collect::<Vec<_>>());
    let next = |own: usize| {
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = &mut left[own];
        let taken = if mine.start >= mine.end {
            let longest = left.iter_mut().max_by_key(|part| part.len())?;
            let start = longest.end - longest.len().min(at_once);
            let taken = start..longest.end;
            longest.end = start;
            taken
        } else {
            let end = mine.start + mine.len().min(at_once);
            let taken = mine.start..end;
            mine.start = end;
            taken
        };
        (!taken.is_empty()).then_some(taken)
    };
    let read = |own: usize| {
        let part = part(own);
        let mut done = vec![(part.start, new_chunk())];
        while let Some(taken) = next(own) {
            if !part.contains(&taken.start) {
                done.push((taken.start, new_chunk()));
            }
            take(&mut done.last_mut()?.1, taken)?;
        }
        Some(done)
    };
    let mut done = Vec::new();
    std::thread::scope(|scope| {
        let read = &read;
        let others: Vec<_> = (1..threads).map(|own| scope.spawn(move || read(own))).collect();
        done.append(&mut read(0)?);
        for thread in others {
            done.append(&mut thread.join().ok()??);
        }
        Some(())
    })?;
    done.sort_unstable_by_key(|(start, _)| *start);
    Some(done.into_iter().map(|(_, out)| out).collect())
}

/// Does work for each part on a thread of its own.
fn beside<T: Send>(
    parts: Vec<(i64, i64)>,
    work: impl Fn((i64, i64)) -> Result<T, StoreError> + Sync,
) -> Result<Vec<T>, StoreError> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = parts
            .into_iter()
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        threads
            .into_iter()
            .map(|thread| ended(thread)?)
            .collect::<Vec<_>>()
    })
    .into_iter()
    .collect()
}

/// Takes a row in.
fn put(
    out: &mut Chunk,
    columns: &SummaryColumns,
    row: &impl Cells,
    footprint: SqlValue<'_>,
    fid: i64,
) -> Result<(), Words> {
    let key = RowKey::new(fid);
    let blob = match &footprint {
        SqlValue::Blob(blob) => Some(&**blob),
        _ => None,
    };
    let odd = blob.is_some_and(|blob| check_head(blob).is_err());
    match SummaryRow::from_cells(columns, row, footprint != SqlValue::Null) {
        Ok(light) if !odd => out.push(&light, key, blob.map(packed)),
        done => {
            let readable = Readable::of(Kind::Project, row);
            let drawn = readable.cell(columns.geometry()) != Cell::Null;
            let light =
                SummaryRow::from_cells(columns, &readable, drawn).map_err(|new| done.err().unwrap_or(new))?;
            out.push(&light, key, blob.filter(|_| drawn).map(packed));
            out.unread.extend(readable.values());
        }
    }
    Ok(())
}

/// Packs a footprint for the map as it lies in the file.
fn packed(blob: &[u8]) -> impl FnOnce(&mut Batch, u32, StyleKey) -> Result<Bounds, NotDrawn> {
    move |batch, slot, style| {
        batch.add_blob(slot, blob, style).map_err(|error| match error {
            BlobFootprintError::Place(_, bounds) => NotDrawn::OffTheMap(bounds),
            BlobFootprintError::Blob(_) => NotDrawn::Unreadable,
        })
    }
}

/// What rows are read with.
struct ProjectRows<'r> {
    path: &'r Path,
    selection: &'r Selection,
    columns: &'r SummaryColumns,
    stop: &'r Stop,
}

impl ProjectRows<'_> {
    fn read(
        &self,
        connection: &Connection,
        mut out: Chunk,
        range: Option<(i64, i64)>,
    ) -> Result<Chunk, StoreError> {
        let mut statement = connection.prepare(&self.selection.sql(only(range)))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bad = |reason: Words| bad_row(self.path, Kind::Project, row, reason);
            let fid = cell(row, 0).integer().unwrap_or_default();
            let found = self.selection.row(row);
            let footprint = found.raw(self.columns.geometry());
            put(&mut out, self.columns, &found, footprint, fid).map_err(bad)?;
            self.stop.took(1);
        }
        Ok(out)
    }
}

fn whole_range(connection: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    let sql = format!(
        "SELECT (SELECT min(fid) FROM \"{0}\"), (SELECT max(fid) FROM \"{0}\")",
        Kind::Project.table()
    );
    let (first, last): (Option<i64>, Option<i64>) =
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// A range of numbers in a part for each thread.
fn split(first: i64, last: i64) -> Vec<(i64, i64)> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let rows = last.saturating_sub(first).saturating_add(1);
    let parts = i64::try_from(threads.min(MOST_THREADS))
        .unwrap_or(1)
        .min(1 + rows / ENOUGH)
        .max(1);
    let step = rows / parts;
    let begins = |part: i64| first + part * step;
    let ends = |part: i64| {
        if part + 1 == parts {
            last
        } else {
            begins(part + 1) - 1
        }
    };
    (0..parts).map(|part| (begins(part), ends(part))).collect()
}

/// What a thread returned.
///
/// # Errors
/// [`StoreError::Panicked`] if it died.
fn ended<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T, StoreError> {
    thread
        .join()
        .map_err(|panic| StoreError::panicked(panic.as_ref()))
}
