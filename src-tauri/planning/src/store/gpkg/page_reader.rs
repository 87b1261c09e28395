//! The rows of a table as they lie in the pages of a file that nobody writes to
//! (<https://www.sqlite.org/fileformat2.html>, 1.5, 1.6 and 2.1). SQLite hands over each value of each row by a call of
//! its own; with a million rows that is a third of what opening takes.
//!
//! Whatever is not plainly as the format has it ends the reading with `None`: SQLite is asked then, and says what is wrong.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::sqlite::{SqlValue, open_plain};

/// Bytes that are read together.
const TOGETHER: usize = 1 << 18;
/// Longer rows are left to SQLite, which refuses them in a file that may be a stranger's.
const LONGEST: usize = 64 << 20;
/// Trees of more levels than this are none.
const DEEPEST: usize = 16;
const INTERIOR: u8 = 0x05;
const LEAF: u8 = 0x0d;

/// Where the rows of a table are.
#[derive(Debug)]
pub(super) struct PageReader<'f> {
    file: &'f PageFile,
    /// Names of the columns, in the order of a row, and whether whole numbers in them are read as reals.
    columns: Vec<(String, bool)>,
    pages: Vec<Leaf>,
}

/// A page with rows, and the number that none of its rows is beyond.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    number: u32,
    last: i64,
}

/// A row: its number, and its values where they lie.
#[derive(Debug)]
pub(super) struct Row<'p> {
    pub(super) fid: i64,
    payload: &'p [u8],
    /// Serial type and place of each value.
    fields: &'p [(u64, usize)],
}

impl<'f> PageReader<'f> {
    /// Finds the pages of a table; the connection reads the same file.
    pub fn find(file: &'f PageFile, conn: &Connection, table: &str) -> Option<Self> {
        let root = conn
            .query_row(
                "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?",
                [table],
                |row| row.get::<_, u32>(0),
            )
            .optional()
            .ok()??;
        let mut found = Self {
            file,
            columns: columns(conn, table)?,
            pages: Vec::new(),
        };
        found.descend(&mut Pages::of(file), root, i64::MAX, DEEPEST)?;
        Some(found)
    }

    /// Where a column stands in a row.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|(there, _)| there.eq_ignore_ascii_case(name))
    }

    /// How many pages with rows.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Walks through the rows of a run of pages, until `each` says no. The first column is taken for the number of a row.
    pub fn rows(&self, pages: std::ops::Range<usize>, each: &mut dyn FnMut(&Row<'_>) -> bool) -> Option<()> {
        let (mut file, mut beyond) = (Pages::of(self.file), Pages::of(self.file));
        let mut fields = Vec::with_capacity(self.columns.len());
        let mut whole = Vec::new();
        let before = pages.start.checked_sub(1).and_then(|i| self.pages.get(i));
        let mut last = before.map_or(i64::MIN, |leaf| leaf.last);
        for leaf in self.pages.get(pages)? {
            let (usable, file_pages) = (self.file.usable, self.file.count as usize);
            let page = file.page(leaf.number)?;
            let head = head(leaf.number);
            (*page.get(head)? == LEAF).then_some(())?;
            let cells = usize::from(be16(page, head + 3)?);
            // Only the one page of an empty table has none.
            (cells > 0 || self.pages.len() == 1).then_some(())?;
            for i in 0..cells {
                let at = usize::from(be16(page, head + 8 + 2 * i)?);
                let cell = page.get(at..usable)?;
                let (length, cell) = varint(cell)?;
                let (fid, cell) = varint(cell)?;
                let (length, fid) = (usize::try_from(length).ok()?, fid.cast_signed());
                let payload = match kept_here(length, usable) {
                    here if here == length => cell.get(..length)?,
                    here => {
                        (length <= LONGEST && length / file_pages <= usable).then_some(())?;
                        whole.clear();
                        whole.extend_from_slice(cell.get(..here)?);
                        beyond.follow(be32(cell, here)?, length, &mut whole)?;
                        whole.as_slice()
                    }
                };
                split(payload, &mut fields)?;
                if fields.len() != self.columns.len() || fid <= last || fid > leaf.last {
                    return None;
                }
                last = fid;
                let row = Row {
                    fid,
                    payload,
                    fields: &fields,
                };
                if !each(&row) {
                    return Some(());
                }
            }
            last = leaf.last;
        }
        Some(())
    }

    /// The value of a column of a row; text that is no UTF-8 is replaced.
    pub fn value<'p>(&self, row: &Row<'p>, column: usize) -> SqlValue<'p> {
        let (kind, at) = row.fields[column];
        let bytes = &row.payload[at..at + size(kind).unwrap_or(0)];
        match kind {
            0 if column == 0 => SqlValue::Integer(row.fid),
            0 => SqlValue::Null,
            7 => match bytes.try_into().map(f64::from_be_bytes) {
                Ok(x) if !x.is_nan() => SqlValue::Real(x),
                _ => SqlValue::Null,
            },
            1..=6 | 8 | 9 => {
                let n = match kind {
                    8 => 0,
                    9 => 1,
                    _ => signed(bytes),
                };
                if self.columns[column].1 {
                    SqlValue::Real(n as f64)
                } else {
                    SqlValue::Integer(n)
                }
            }
            even if even.is_multiple_of(2) => SqlValue::Blob(Cow::Borrowed(bytes)),
            _ => SqlValue::Text(match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => String::from_utf8_lossy(bytes),
            }),
        }
    }

    /// Notes the pages with rows below a page, in the order of their rows; none of these is beyond `last`.
    fn descend(&mut self, file: &mut Pages<'_>, number: u32, last: i64, levels: usize) -> Option<()> {
        let head = head(number);
        let page = file.page(number)?;
        match *page.get(head)? {
            LEAF => {
                // A page that stands twice in a tree would make it endless.
                (self.pages.len() < self.file.count as usize).then_some(())?;
                self.pages.push(Leaf { number, last });
            }
            INTERIOR => {
                let count = usize::from(be16(page, head + 3)?);
                let mut below = Vec::with_capacity(count + 1);
                for i in 0..count {
                    let at = usize::from(be16(page, head + 12 + 2 * i)?);
                    let (key, _) = varint(page.get(at + 4..)?)?;
                    below.push(Leaf {
                        number: be32(page, at)?,
                        last: key.cast_signed(),
                    });
                }
                below.push(Leaf {
                    number: be32(page, head + 8)?,
                    last,
                });
                // All pages of a level are of one kind; those with rows are looked at when they are read.
                if is_leaf(file, below[0].number)? {
                    (self.pages.len() + below.len() <= self.file.count as usize).then_some(())?;
                    self.pages.append(&mut below);
                } else {
                    for leaf in below {
                        self.descend(file, leaf.number, leaf.last, levels.checked_sub(1)?)?;
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }
}

fn is_leaf(file: &mut Pages<'_>, number: u32) -> Option<bool> {
    Some(*file.page(number)?.get(head(number))? == LEAF)
}

/// Names of the columns of a table, and whether they hold reals; `None` if the first is not the number of the row.
fn columns(conn: &Connection, table: &str) -> Option<Vec<(String, bool)>> {
    let sql = "SELECT name, upper(type), pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid";
    let mut statement = conn.prepare(sql).ok()?;
    let mut rows = statement.query([table]).ok()?;
    let mut columns = Vec::new();
    while let Some(row) = rows.next().ok()? {
        let (name, kind): (String, String) = (row.get(0).ok()?, row.get(1).ok()?);
        let (key, hidden): (i64, i64) = (row.get(2).ok()?, row.get(3).ok()?);
        let is_number = key == 1;
        if hidden != 0 || is_number != columns.is_empty() || (is_number && kind != "INTEGER") {
            return None;
        }
        let real = ["REAL", "FLOA", "DOUB"].iter().any(|word| kind.contains(word)) && !kind.contains("INT");
        columns.push((name, real));
    }
    (!columns.is_empty()).then_some(columns)
}

/// Where the head of a page begins: the first page has that of the file before it.
fn head(number: u32) -> usize {
    if number == 1 { 100 } else { 0 }
}

/// How many bytes of a row of that length stand in its leaf; the others are in pages of their own.
fn kept_here(length: usize, usable: usize) -> usize {
    let most = usable - 35;
    if length <= most {
        return length;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let here = least + (length - least) % (usable - 4);
    if here <= most { here } else { least }
}

/// Serial types and places of the values of a row.
fn split(payload: &[u8], fields: &mut Vec<(u64, usize)>) -> Option<()> {
    fields.clear();
    let (length, _) = varint(payload)?;
    let mut at = usize::try_from(length).ok()?;
    let mut kinds = payload.get(..at)?;
    (_, kinds) = varint(kinds)?;
    while let Some((first, rest)) = kinds.split_first() {
        let mut kind = u64::from(*first);
        if kind < 0x80 {
            kinds = rest;
        } else {
            (kind, kinds) = varint(kinds)?;
        }
        fields.push((kind, at));
        at = at.checked_add(size(kind)?)?;
    }
    (at <= payload.len()).then_some(())
}

/// Bytes of a value of a serial type.
#[inline]
fn size(kind: u64) -> Option<usize> {
    const PLAIN: [usize; 10] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
    match kind {
        0..=9 => Some(PLAIN[kind as usize]),
        10 | 11 => None,
        _ => usize::try_from((kind - 12) / 2).ok(),
    }
}

fn signed(bytes: &[u8]) -> i64 {
    let start = if bytes.first().is_some_and(|b| *b >= 0x80) {
        -1
    } else {
        0
    };
    bytes.iter().fold(start, |n, b| n << 8 | i64::from(*b))
}

/// A number of seven bits a byte, at most nine bytes, and what comes after it.
#[inline]
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut n = 0;
    for (i, b) in bytes.iter().enumerate().take(9) {
        if i == 8 {
            return Some((n << 8 | u64::from(*b), &bytes[9..]));
        }
        n = n << 7 | u64::from(*b & 0x7f);
        if *b < 0x80 {
            return Some((n, &bytes[i + 1..]));
        }
    }
    None
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A file whose pages are read: open once for all threads. Closing it ends the locks that SQLite has on the same file in
/// this process (<https://www.sqlite.org/howtocorrupt.html>, 2.2), so it is closed after them.
#[derive(Debug)]
pub(super) struct PageFile {
    file: File,
    size: usize,
    /// Bytes of a page without what extensions keep for themselves.
    usable: usize,
    count: u32,
}

impl PageFile {
    /// Opens it; `None` if its pages are not to be read this way.
    pub fn open(path: &Path) -> Option<Self> {
        let file = open_plain(path).ok()?;
        let mut head = [0; 100];
        read_at(&file, &mut head, 0).ok()?;
        let size = match be16(&head, 16)? {
            1 => 65_536,
            size => usize::from(size),
        };
        let utf8 = be32(&head, 56)? == 1;
        let plain = head.starts_with(b"SQLite format 3\0") && size.is_power_of_two() && size >= 512 && utf8;
        let usable = size.checked_sub(usize::from(head[20]))?;
        let count = file.metadata().ok()?.len() / size as u64;
        (plain && usable >= 480).then_some(Self {
            file,
            size,
            usable,
            count: u32::try_from(count).ok()?,
        })
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => {
                bytes = &mut bytes[n..];
                at += n as u64;
            }
        }
    }
    Ok(())
}

/// The pages of a file, read some together.
struct Pages<'f> {
    file: &'f PageFile,
    /// The first of the pages at hand.
    first: u32,
    bytes: Vec<u8>,
}

impl<'f> Pages<'f> {
    fn of(file: &'f PageFile) -> Self {
        Self {
            file,
            first: 0,
            bytes: Vec::new(),
        }
    }

    /// A page, counted from 1.
    fn page(&mut self, number: u32) -> Option<&[u8]> {
        let many = self.bytes.len() / self.file.size;
        match number.checked_sub(self.first) {
            Some(there) if self.first > 0 && (there as usize) < many => self
                .bytes
                .get(there as usize * self.file.size..)?
                .get(..self.file.size),
            _ => self.read(number),
        }
    }

    fn read(&mut self, number: u32) -> Option<&[u8]> {
        (number >= 1 && number <= self.file.count).then_some(())?;
        let start = u64::from(number - 1) * self.file.size as u64;
        let rest = u64::from(self.file.count) * self.file.size as u64 - start;
        let length = rest.min(TOGETHER.max(self.file.size) as u64) as usize;
        self.first = 0;
        self.bytes.resize(length, 0);
        read_at(&self.file.file, &mut self.bytes, start).ok()?;
        self.first = number;
        self.bytes.get(..self.file.size)
    }

    /// Adds what a row of that length has in pages of its own, from a page on.
    fn follow(&mut self, mut number: u32, length: usize, whole: &mut Vec<u8>) -> Option<()> {
        while whole.len() < length {
            let usable = self.file.usable;
            let page = self.page(number)?;
            let rest = (length - whole.len()).min(usable - 4);
            whole.extend_from_slice(page.get(4..4 + rest)?);
            number = be32(page, 0)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
