//! What is read from the pages is what SQLite reads; what is not a plain table is left to it; nothing damaged ends in a
//! panic or without end.

use std::path::PathBuf;

use super::*;
use crate::sqlite::{self, Access, cell};

/// A file with the table `t`, made by these statements.
fn made(dir: &tempfile::TempDir, name: &str, statements: &[String]) -> PathBuf {
    let path = dir.path().join(name);
    let conn = Connection::open(&path).expect("opened");
    for sql in statements {
        conn.execute_batch(sql).expect("run");
    }
    conn.close().expect("closed");
    path
}

/// A number in 0..`below` for a key, always the same one: the finalizer of SplitMix64.
fn pick(key: u64, below: usize) -> usize {
    let mut z = key.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x2026_1115);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z % below.max(1) as u64) as usize
}

/// A literal of any kind of value, from tiny to several pages.
fn literal(key: u64) -> String {
    let long = [0, 3, 200, 460, 480, 500, 4_000, 4_070, 9_000, 70_000][pick(key ^ 0x55, 10)];
    match pick(key, 12) {
        0 => "NULL".to_owned(),
        1 => ["0", "1", "-1", "127", "-128", "-129", "32767", "-32769"][pick(key ^ 1, 8)].to_owned(),
        2 => [
            "8388607",
            "-8388609",
            "2147483648",
            "140737488355328",
            "-9223372036854775808",
        ][pick(key ^ 2, 5)]
        .to_owned(),
        3 => "1e999".to_owned(),
        4 => ["0.5", "-12.25", "3.0", "1e300"][pick(key ^ 4, 4)].to_owned(),
        5 => format!("'{}'", "乡".repeat(long / 3)),
        6 => "CAST(x'ffe4b9' AS TEXT)".to_owned(),
        7 | 8 => format!("zeroblob({long})"),
        9 => "x'0102ff'".to_owned(),
        _ => format!("'{}'", "a".repeat(pick(key ^ 9, 40))),
    }
}

fn rows_of_any_kind(page: usize, rows: u64) -> Vec<String> {
    let mut statements = vec![
        format!("PRAGMA page_size = {page}"),
        "CREATE TABLE other (a TEXT UNIQUE)".to_owned(),
        "CREATE TABLE t (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, a TEXT UNIQUE, b REAL, c INTEGER, d, e BLOB)"
            .to_owned(),
        "BEGIN".to_owned(),
    ];
    for row in 0..rows {
        let values: Vec<String> = (0..4).map(|column| literal(row * 17 + column)).collect();
        statements.push(format!(
            "INSERT INTO t (a, b, c, d, e) VALUES ('行{row}', {})",
            values.join(", ")
        ));
        statements.push(format!("INSERT INTO other VALUES ('{row}')"));
    }
    statements.extend(["DELETE FROM t WHERE fid % 7 = 3".to_owned(), "COMMIT".to_owned()]);
    statements
}

fn found<'f>(file: &'f PageFile, path: &Path) -> Option<PageReader<'f>> {
    let connection = sqlite::open(path, Access::Immutable).expect("opened");
    PageReader::find(file, &connection, "t")
}

/// A value that borrows nothing.
fn owned(value: SqlValue<'_>) -> SqlValue<'static> {
    match value {
        SqlValue::Null => SqlValue::Null,
        SqlValue::Integer(n) => SqlValue::Integer(n),
        SqlValue::Real(x) => SqlValue::Real(x),
        SqlValue::Text(text) => SqlValue::Text(text.into_owned().into()),
        SqlValue::Blob(blob) => SqlValue::Blob(blob.into_owned().into()),
    }
}

fn read(reader: &PageReader<'_>, pages: std::ops::Range<usize>) -> Option<Vec<Vec<SqlValue<'static>>>> {
    let mut rows = Vec::new();
    reader.rows(pages, &mut |row| {
        rows.push(
            (0..reader.columns.len())
                .map(|i| owned(reader.value(row, i)))
                .collect(),
        );
        true
    })?;
    Some(rows)
}

fn by_sqlite(path: &Path, columns: usize) -> Vec<Vec<SqlValue<'static>>> {
    let connection = sqlite::open(path, Access::Immutable).expect("opened");
    let mut statement = connection
        .prepare("SELECT * FROM t ORDER BY fid")
        .expect("prepared");
    let mut found = statement.query([]).expect("asked");
    let mut rows = Vec::new();
    while let Some(row) = found.next().expect("a row") {
        rows.push((0..columns).map(|i| owned(cell(row, i))).collect());
    }
    rows
}

#[test]
fn rows_are_what_sqlite_reads_whatever_the_size_of_a_page() {
    let dir = tempfile::tempdir().expect("a folder");
    for page in [512, 1024, 4096, 65_536] {
        for rows in [0, 1, 900] {
            let path = made(&dir, &format!("{page}-{rows}.db"), &rows_of_any_kind(page, rows));
            let file = PageFile::open(&path).expect("opened");
            let reader = found(&file, &path).expect("a plain table");
            let whole = read(&reader, 0..reader.len()).expect("read");
            let known = by_sqlite(&path, 6);
            assert_eq!(whole.len(), known.len(), "{page} {rows}");
            for (ours, theirs) in whole.iter().zip(&known) {
                assert_eq!(ours, theirs, "{page} {rows}");
            }
            let middle = reader.len() / 2;
            let mut halves = read(&reader, 0..middle).expect("read");
            halves.extend(read(&reader, middle..reader.len()).expect("read"));
            assert!(halves == known, "in two parts: {page} {rows}");
        }
    }
}

#[test]
fn what_is_no_plain_table_is_left_to_sqlite() {
    let dir = tempfile::tempdir().expect("a folder");
    let refused = |name: &str, statements: &[&str]| {
        let statements: Vec<String> = statements.iter().map(|s| (*s).to_owned()).collect();
        let path = made(&dir, name, &statements);
        let rows = PageFile::open(&path).and_then(|file| {
            let reader = found(&file, &path)?;
            read(&reader, 0..reader.len())
        });
        rows.is_none()
    };
    let table = "CREATE TABLE t (fid INTEGER PRIMARY KEY, a TEXT)";
    let row = "INSERT INTO t VALUES (1, '甲')";
    assert!(!refused("plain", &[table, row]));
    assert!(refused(
        "added",
        &[
            table,
            row,
            "ALTER TABLE t ADD COLUMN b INTEGER NOT NULL DEFAULT 5"
        ]
    ));
    assert!(refused("utf16", &["PRAGMA encoding = 'UTF-16le'", table, row]));
    assert!(refused(
        "text key",
        &[
            "CREATE TABLE t (fid TEXT PRIMARY KEY, a TEXT)",
            "INSERT INTO t VALUES ('1', '甲')"
        ]
    ));
    let without = "CREATE TABLE t (fid INTEGER PRIMARY KEY, a TEXT) WITHOUT ROWID";
    assert!(refused("without", &[without, row]));
    let computed = "CREATE TABLE t (fid INTEGER PRIMARY KEY, a TEXT, b AS (a || a))";
    assert!(refused(
        "computed",
        &[computed, "INSERT INTO t (fid, a) VALUES (1, '甲')"]
    ));
    assert!(refused("view", &["CREATE VIEW t AS SELECT 1 AS fid"]));
    assert!(refused("none", &["CREATE TABLE u (a)"]));
}

#[test]
fn a_damaged_file_ends_no_reading_in_a_panic_or_never() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = made(&dir, "whole.db", &rows_of_any_kind(512, 120));
    let whole = std::fs::read(&path).expect("read");
    let file = PageFile::open(&path).expect("opened");
    let reader = found(&file, &path).expect("a plain table");
    let damaged = dir.path().join("damaged.db");
    let (mut same, mut refused) = (0, 0);
    for round in 0..300_u64 {
        let mut bytes = whole.clone();
        for change in 0..=pick(round, 8) as u64 {
            let key = round * 31 + change;
            // Heads of pages and of cells are hit more often than by chance.
            let near =
                reader.pages[pick(key, reader.pages.len())].number as usize * 512 - 512 + pick(key ^ 3, 40);
            let at = if key.is_multiple_of(2) {
                near
            } else {
                pick(key ^ 7, bytes.len())
            };
            bytes[at] = [0, 1, 0x7f, 0x80, 0xff, pick(key ^ 5, 256) as u8][pick(key ^ 6, 6)];
        }
        if round.is_multiple_of(9) {
            bytes.truncate(pick(round ^ 8, bytes.len()));
        }
        std::fs::write(&damaged, &bytes).expect("written");
        let Some(file) = PageFile::open(&damaged) else {
            refused += 1;
            continue;
        };
        let moved = PageReader {
            file: &file,
            columns: reader.columns.clone(),
            pages: reader.pages.clone(),
        };
        match read(&moved, 0..moved.len()) {
            Some(_) => same += 1,
            None => refused += 1,
        }
        let mut walked = PageReader {
            file: &file,
            columns: reader.columns.clone(),
            pages: Vec::new(),
        };
        let root = 1 + pick(round, file.count.max(1) as usize) as u32;
        let _ = walked.descend(&mut Pages::of(&file), root, i64::MAX, DEEPEST);
        assert!(walked.pages.len() <= file.count as usize + 1);
    }
    assert!(same > 10 && refused > 10, "{same} {refused}");
}
