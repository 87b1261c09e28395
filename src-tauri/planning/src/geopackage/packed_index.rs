//! The R-tree of a feature table built whole: boxes are packed into nodes and the nodes written as they are kept,
//! instead of going down the tree once for each row (<https://www.sqlite.org/rtree.html>, 6: shadow tables).
//!
//! A node is a 16-bit depth (in the root only), a 16-bit count and that many cells; a cell is a 64-bit number, of a row
//! in a leaf and of a node above, and least x, greatest x, least y, greatest y as 32-bit floats; all big endian.

use rusqlite::types::ToSql;
use rusqlite::{Connection, Error, OptionalExtension, Statement, params};

use super::spatial_index::index_table;
use crate::sqlite::cell;

/// Number of the node at the top.
const ROOT: i64 = 1;
/// Bytes of a node before its cells.
const HEAD: usize = 4;
/// Bytes of a cell.
const CELL: usize = 24;
/// Of the room of a node this much is filled, so that the next edits find room.
const FILLED: f64 = 0.9;
/// Fewer new boxes than this, or than a fourth of those that are there, go in one by one.
const WORTH_PACKING: usize = 500;

/// A row or a node with its box: least x, greatest x, least y, greatest y.
#[derive(Debug, Clone, Copy, PartialEq)]
struct IndexEntry {
    number: i64,
    bounds: [f32; 4],
}

/// Boxes of rows that wait for their R-tree.
#[derive(Debug, Default)]
pub(crate) struct Boxes(Vec<IndexEntry>);

impl Boxes {
    /// Notes the box of a row: least x, greatest x, least y, greatest y. It is widened to 32-bit floats as SQLite's
    /// R-tree does it, so that searches find the same.
    pub fn note(&mut self, fid: i64, [w, e, s, n]: [f64; 4]) {
        let bounds = [down(w), up(e), down(s), up(n)];
        self.0.push(IndexEntry { number: fid, bounds });
    }
}

/// The relative step of a 32-bit float.
const STEP: f64 = 1.0 / 8_388_608.0;

fn down(x: f64) -> f32 {
    let near = x as f32;
    if f64::from(near) > x {
        (x * if x < 0.0 { 1.0 + STEP } else { 1.0 - STEP }) as f32
    } else {
        near
    }
}

fn up(x: f64) -> f32 {
    let near = x as f32;
    if f64::from(near) < x {
        (x * if x < 0.0 { 1.0 - STEP } else { 1.0 + STEP }) as f32
    } else {
        near
    }
}

/// The trigger that adds a new row to the R-tree, taken away for as long as rows come by the thousand.
#[derive(Debug)]
pub(crate) struct Paused {
    tree: String,
    trigger: String,
}

/// Takes the trigger away; `None` if the table has none, as then nothing would be added. What is not finished by
/// [`Paused::pack`] must be rolled back.
///
/// # Errors
/// [`Error`] if the file cannot be written.
pub(crate) fn pause_index(conn: &Connection, table: &str, column: &str) -> Result<Option<Paused>, Error> {
    let tree = index_table(table, column);
    let name = format!("{tree}_insert");
    let trigger: Option<String> = conn
        .query_row(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ? AND tbl_name = ?",
            [name.as_str(), table],
            |row| row.get(0),
        )
        .optional()?;
    let Some(trigger) = trigger else { return Ok(None) };
    conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    Ok(Some(Paused { tree, trigger }))
}

impl Paused {
    /// Puts the boxes into the R-tree and the trigger back.
    ///
    /// # Errors
    /// [`Error`] if the file cannot be written.
    pub fn pack(self, conn: &Connection, boxes: Boxes) -> Result<(), Error> {
        let tree = self.tree;
        let new = boxes.0;
        let there = number(conn, &format!("SELECT count(*) FROM \"{tree}_rowid\""))?;
        let there = usize::try_from(there).unwrap_or_default();
        if new.len() < WORTH_PACKING || new.len() < there / 4 {
            one_by_one(conn, &tree, &new)?;
        } else {
            let mut all = all(conn, &tree, there)?;
            all.extend(new);
            rebuild(conn, &tree, all)?;
        }
        conn.execute_batch(&self.trigger)
    }
}

fn number(conn: &Connection, sql: &str) -> Result<i64, Error> {
    let number = conn.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
    Ok(number.optional()?.flatten().unwrap_or_default())
}

fn one_by_one(conn: &Connection, tree: &str, entries: &[IndexEntry]) -> Result<(), Error> {
    let sql = format!("INSERT OR REPLACE INTO \"{tree}\" VALUES (?, ?, ?, ?, ?)");
    let mut statement = conn.prepare(&sql)?;
    for IndexEntry { number, bounds } in entries {
        let [w, e, s, n] = bounds.map(f64::from);
        statement.execute(params![number, w, e, s, n])?;
    }
    Ok(())
}

/// What is in the tree.
fn all(conn: &Connection, tree: &str, there: usize) -> Result<Vec<IndexEntry>, Error> {
    let mut out = Vec::with_capacity(there);
    let sql = format!("SELECT id, minx, maxx, miny, maxy FROM \"{tree}\"");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bound = |i: usize| row.get::<_, f64>(i).map_or(0.0, |x| x as f32);
        out.push(IndexEntry {
            number: cell(row, 0).integer().unwrap_or_default(),
            bounds: [bound(1), bound(2), bound(3), bound(4)],
        });
    }
    Ok(out)
}

/// Writes the tree anew from these rows.
fn rebuild(conn: &Connection, tree: &str, mut level: Vec<IndexEntry>) -> Result<(), Error> {
    let size = number(
        conn,
        &format!("SELECT length(data) FROM \"{tree}_node\" WHERE nodeno = {ROOT}"),
    )?;
    let size = usize::try_from(size).unwrap_or_default();
    let room = (size.saturating_sub(HEAD) / CELL).min(usize::from(u16::MAX));
    if room < 4 {
        return one_by_one(conn, tree, &level);
    }
    for table in ["node", "rowid", "parent"] {
        conn.execute_batch(&format!("DELETE FROM \"{tree}_{table}\""))?;
    }
    let fill = ((room as f64 * FILLED) as usize).max(2);
    let mut nodes = Pairs::into(conn, &format!("{tree}_node"))?;
    let mut next = ROOT + 1;
    let mut depth = 0_u16;
    let (mut homes, mut parents) = (Vec::with_capacity(level.len()), Vec::new());
    while level.len() > room {
        let mut above = Vec::with_capacity(level.len() / fill + 1);
        for group in groups(&mut level, fill) {
            nodes.put(next, node(0, group, size))?;
            let kept = if depth == 0 { &mut homes } else { &mut parents };
            kept.extend(group.iter().map(|entry| (entry.number, next)));
            above.push(IndexEntry {
                number: next,
                bounds: around(group),
            });
            next += 1;
        }
        level = above;
        depth += 1;
    }
    let kept = if depth == 0 { &mut homes } else { &mut parents };
    kept.extend(level.iter().map(|entry| (entry.number, ROOT)));
    nodes.put(ROOT, node(depth, &level, size))?;
    for (table, mut pairs) in [("rowid", homes), ("parent", parents)] {
        pairs.sort_unstable();
        let mut kept = Pairs::into(conn, &format!("{tree}_{table}"))?;
        for (number, node) in pairs {
            kept.put(number, node)?;
        }
    }
    Ok(())
}

/// A table of two columns being filled.
struct Pairs<'c>(Statement<'c>);

impl<'c> Pairs<'c> {
    fn into(conn: &'c Connection, table: &str) -> Result<Self, Error> {
        Ok(Self(
            conn.prepare(&format!("INSERT INTO \"{table}\" VALUES (?, ?)"))?,
        ))
    }

    fn put(&mut self, key: i64, value: impl ToSql) -> Result<(), Error> {
        self.0.execute(params![key, value])?;
        Ok(())
    }
}

/// Entries that lie together, in groups of about this many: strips from west to east, each cut from south to north
/// (sort-tile-recursive, Leutenegger et al. 1997).
fn groups(entries: &mut [IndexEntry], fill: usize) -> Vec<&[IndexEntry]> {
    let count = entries.len().div_ceil(fill);
    let strips = (count as f64).sqrt().ceil() as usize;
    let length = count.div_ceil(strips.max(1)) * fill;
    entries.sort_unstable_by(|a, b| middle(a, 0).total_cmp(&middle(b, 0)));
    let mut out = Vec::with_capacity(count);
    for strip in entries.chunks_mut(length.max(1)) {
        strip.sort_unstable_by(|a, b| middle(a, 2).total_cmp(&middle(b, 2)));
        let parts = strip.len().div_ceil(fill);
        let mut rest: &[IndexEntry] = strip;
        for left in (1..=parts).rev() {
            let (group, after) = rest.split_at(rest.len().div_ceil(left));
            out.push(group);
            rest = after;
        }
    }
    out
}

fn middle(entry: &IndexEntry, axis: usize) -> f32 {
    entry.bounds[axis].midpoint(entry.bounds[axis + 1])
}

fn around(entries: &[IndexEntry]) -> [f32; 4] {
    let start = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
    entries.iter().fold(start, |[w, e, s, n], entry| {
        let b = entry.bounds;
        [w.min(b[0]), e.max(b[1]), s.min(b[2]), n.max(b[3])]
    })
}

fn node(depth: u16, entries: &[IndexEntry], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(&depth.to_be_bytes());
    out.extend_from_slice(&u16::try_from(entries.len()).unwrap_or(u16::MAX).to_be_bytes());
    for entry in entries {
        out.extend_from_slice(&entry.number.to_be_bytes());
        for bound in entry.bounds {
            out.extend_from_slice(&bound.to_be_bytes());
        }
    }
    out.resize(size, 0);
    out
}
