//! Damaged and altered atlases: every project that SQLite finds is there, or the atlas is refused in words; nothing is
//! short in silence.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::fixtures::{altered, set, stamp, without_triggers};
use planning::atlas_file::{AtlasFile, EditError};
use planning::store::{Mode, Scope, StoreError};
use rusqlite::Connection;
use serde_json::json;

const PAGE: usize = 4096;

/// An atlas with that many projects: those of the practice atlas again and again.
fn atlas(dir: &Path, projects: usize) -> PathBuf {
    let path = dir.join("图册.gpkg");
    AtlasFile::create(&path, demo_atlas::records(), "新建", &stamp()).expect("made");
    let conn = Connection::open(&path).expect("opened");
    without_triggers(&conn);
    let columns: Vec<String> = conn
        .prepare("SELECT name FROM pragma_table_info('projects') WHERE name NOT IN ('fid', 'id')")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("read");
    let columns = columns.join("\", \"");
    conn.execute_batch(&format!(
        "INSERT INTO projects (id, \"{columns}\") WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200) \
         SELECT id || '/' || i, \"{columns}\" FROM n, projects LIMIT {}",
        projects - 120
    ))
    .expect("filled");
    conn.close().expect("closed");
    path
}

/// Pages of the table of projects.
struct Tree {
    root: usize,
    leaves: Vec<usize>,
}

fn be(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b))
}

fn page(bytes: &[u8], number: usize) -> &[u8] {
    &bytes[(number - 1) * PAGE..number * PAGE]
}

impl Tree {
    fn of(path: &Path, bytes: &[u8]) -> Self {
        let conn = Connection::open(path).expect("opened");
        let sql = "SELECT rootpage FROM sqlite_master WHERE name = 'projects'";
        let root: i64 = conn.query_row(sql, [], |row| row.get(0)).expect("there");
        let root = usize::try_from(root).expect("a page");
        let mut leaves = Vec::new();
        Self::descend(bytes, root, &mut leaves);
        Self { root, leaves }
    }

    fn descend(bytes: &[u8], number: usize, leaves: &mut Vec<usize>) {
        let here = page(bytes, number);
        if here[0] == 0x0d {
            leaves.push(number);
            return;
        }
        assert_eq!(here[0], 0x05, "a page of a table");
        for cell in 0..be(&here[3..5]) {
            let at = be(&here[12 + 2 * cell..14 + 2 * cell]);
            Self::descend(bytes, be(&here[at..at + 4]), leaves);
        }
        Self::descend(bytes, be(&here[8..12]), leaves);
    }
}

fn exchange(bytes: &mut [u8], a: usize, b: usize) {
    let (first, second) = (page(bytes, a).to_vec(), page(bytes, b).to_vec());
    put(bytes, a, &second);
    put(bytes, b, &first);
}

fn put(bytes: &mut [u8], number: usize, page: &[u8]) {
    bytes[(number - 1) * PAGE..number * PAGE].copy_from_slice(page);
}

/// Damaged forms of a file, each with what was done.
fn variants(bytes: &[u8], tree: &Tree) -> Vec<(String, Vec<u8>)> {
    let leaves = &tree.leaves;
    let mut out = Vec::new();
    let mut variant = |what: String, damage: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.to_vec();
        damage(&mut bytes);
        out.push((what, bytes));
    };
    let at = |i: usize, of: usize| leaves[i * (leaves.len() - 1) / of];
    for i in 0..20 {
        let (a, b) = (at(i, 20), at((i * 7 + 3) % 20, 20));
        if a != b {
            variant(format!("exchanged {a} and {b}"), &|bytes| exchange(bytes, a, b));
        }
    }
    for i in 0..16 {
        let a = at(i, 16);
        variant(format!("{a} says it has none"), &|bytes| {
            bytes[(a - 1) * PAGE + 3..(a - 1) * PAGE + 5].fill(0);
        });
        variant(format!("{a} says it has one less"), &|bytes| {
            let count = be(&bytes[(a - 1) * PAGE + 3..(a - 1) * PAGE + 5]);
            bytes[(a - 1) * PAGE + 4] = u8::try_from(count - 1).expect("few");
        });
    }
    for i in 0..8 {
        let (a, b) = (at(i, 8), at(i + 1, 9));
        variant(format!("{a} written over {b}"), &|bytes| {
            let kept = page(bytes, a).to_vec();
            put(bytes, b, &kept);
        });
        variant(format!("{a} is of nothing"), &|bytes| put(bytes, a, &[0; PAGE]));
    }
    for cell in 0..4 {
        variant(
            format!("the {cell}th pointer of the root points elsewhere"),
            &|bytes| {
                let start = (tree.root - 1) * PAGE;
                let at = start + be(&bytes[start + 12 + 2 * cell..start + 14 + 2 * cell]);
                let next = start + be(&bytes[start + 14 + 2 * cell..start + 16 + 2 * cell]);
                let other = bytes[next..next + 4].to_vec();
                bytes[at..at + 4].copy_from_slice(&other);
            },
        );
    }
    out
}

/// A number below another, from a seed.
fn dice(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    usize::try_from(*seed >> 33).expect("31 bits") % below
}

/// So many forms of a file that are damaged at random.
fn random_variants(bytes: &[u8], tree: &Tree, count: usize) -> Vec<(String, Vec<u8>)> {
    let mut seed = 7;
    let mut variant = |_| {
        let mut bytes = bytes.to_vec();
        let mut leaf = || tree.leaves[dice(&mut seed, tree.leaves.len())];
        let (a, b) = (leaf(), leaf());
        let start = (a - 1) * PAGE;
        let what = match dice(&mut seed, 6) {
            0 => {
                exchange(&mut bytes, a, b);
                format!("{a} and {b} exchanged")
            }
            1 => {
                let kept = page(&bytes, a).to_vec();
                put(&mut bytes, b, &kept);
                format!("{a} written over {b}")
            }
            2 => {
                let fewer = dice(&mut seed, be(&bytes[start + 3..start + 5]));
                bytes[start + 3] = 0;
                bytes[start + 4] = u8::try_from(fewer).expect("few");
                format!("{a} says it has {fewer}")
            }
            3 => {
                let (from, length) = (dice(&mut seed, PAGE), dice(&mut seed, PAGE));
                bytes[start + from..start + PAGE.min(from + length)].fill(0);
                format!("{a} is empty from {from}")
            }
            4 => {
                // A pointer to a row points to another one.
                let cells = be(&bytes[start + 3..start + 5]);
                let at = |cell: usize| start + 8 + 2 * cell;
                let (to, from) = (at(dice(&mut seed, cells)), at(dice(&mut seed, cells)));
                bytes.copy_within(from..from + 2, to);
                format!("{a} has a row twice")
            }
            _ => {
                let (at, bit) = (dice(&mut seed, 64), dice(&mut seed, 8));
                bytes[start + at] ^= 1 << bit;
                format!("{a} has another bit {bit} in byte {at}")
            }
        };
        (what, bytes)
    };
    (0..count).map(&mut variant).collect()
}

/// How many rows SQLite finds when it reads them one after the other.
fn by_sqlite(path: &Path) -> Option<usize> {
    let conn = Connection::open(path).ok()?;
    let mut all = conn.prepare("SELECT fid, name FROM projects").ok()?;
    let names = all.query_map([], |row| row.get::<_, i64>(0)).ok()?;
    names.collect::<Result<Vec<_>, _>>().ok().map(|all| all.len())
}

#[test]
fn no_damage_makes_projects_fewer_in_silence() {
    damage(3000, 100);
}

#[test]
#[ignore = "it takes minutes: make stress"]
fn no_damage_makes_projects_of_a_large_atlas_fewer_in_silence() {
    damage(20_300, 20_000);
}

#[test]
#[ignore = "it takes minutes: make stress"]
fn none_of_500_damages_makes_projects_fewer_in_silence() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = atlas(dir.path(), 3000);
    let whole = std::fs::read(&path).expect("read");
    let tree = Tree::of(&path, &whole);
    let (mut opened, mut refused) = (0, 0);
    for (what, bytes) in random_variants(&whole, &tree, 500) {
        let same = bytes == whole;
        std::fs::write(&path, bytes).expect("written");
        match AtlasFile::open_keeping(&path, Mode::Look, "", 100) {
            Ok(file) => {
                let ids: HashSet<String> = file.model().projects.iter().map(|p| p.id.to_owned()).collect();
                assert_eq!(ids.len(), 3000, "{what}");
                opened += 1;
            }
            Err(error) => {
                assert!(!same, "{what}: {error}");
                refused += 1;
            }
        }
    }
    assert!(opened >= 50 && refused >= 200, "{opened} {refused}");
}

/// Damages an atlas with so many projects in many ways and opens each; of more than `whole` the footprints stay in the file.
fn damage(projects: usize, whole_up_to: usize) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = atlas(dir.path(), projects);
    let whole = std::fs::read(&path).expect("read");
    let tree = Tree::of(&path, &whole);
    let variants = variants(&whole, &tree);
    assert!(variants.len() >= 60, "{}", variants.len());
    let (mut opened, mut refused) = (0, 0);
    for (what, bytes) in variants {
        std::fs::write(&path, bytes).expect("written");
        let all_there = by_sqlite(&path) == Some(projects);
        match AtlasFile::open_keeping(&path, Mode::Look, "", whole_up_to) {
            Ok(file) => {
                let ids: HashSet<String> = file.model().projects.iter().map(|p| p.id.to_owned()).collect();
                assert_eq!(ids.len(), projects, "{what}");
                opened += 1;
            }
            Err(error) => {
                let exchanged = what.starts_with("exchanged");
                assert!(
                    !(all_there && exchanged),
                    "SQLite reads all of it: {what}: {error}"
                );
                let words = error.to_string();
                assert!(
                    words.contains("损坏") || words.contains("重复"),
                    "{what}: {words}"
                );
                refused += 1;
            }
        }
    }
    assert!(opened >= 15 && refused >= 30, "{opened} {refused}");
}

#[test]
fn rows_that_are_not_found_by_number_are_neither_passed_over_nor_changed_in_silence() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = atlas(dir.path(), 3000);
    let mut bytes = std::fs::read(&path).expect("read");
    let tree = Tree::of(&path, &bytes);
    let (a, b) = (tree.leaves[3], tree.leaves[tree.leaves.len() - 3]);
    exchange(&mut bytes, a, b);
    std::fs::write(&path, bytes).expect("written");
    let mut file = AtlasFile::open_keeping(&path, Mode::Edit, "张三", 100).expect("opened");
    let ids: Vec<String> = file.model().projects.iter().map(|p| p.id.to_owned()).collect();
    assert_eq!(ids.len(), 3000);
    let lost = |id: &&String| file.model().projects.full(id).is_err();
    let lost = ids.iter().find(lost).expect("one in an exchanged page").clone();
    let mut walk = file.snapshot_cursor().expect("begun");
    let mut count = 0;
    let done = walk.projects(&Scope::Ids(ids), &|_| 0, &mut |_, _| {
        count += 1;
        ControlFlow::Continue(())
    });
    // Where the page lies decides whether SQLite itself sees the damage first.
    let said =
        |error: &StoreError| matches!(error, StoreError::Lost { .. }) || error.to_string().contains("损坏");
    assert!(done.as_ref().is_err_and(said), "{done:?} after {count}");
    let done = walk.projects(&Scope::All, &|_| 0, &mut |_, _| ControlFlow::Continue(()));
    assert!(done.as_ref().is_err_and(said), "{done:?}");
    drop(walk);
    assert!(
        file.model().projects.each_full(&mut |_, _| true).is_ok(),
        "one after the other"
    );
    let refused = file
        .apply(set(&lost, json!({ "name": "新名" })), &stamp())
        .expect_err("it is not there");
    assert!(!matches!(refused, EditError::NothingToUndo), "{refused:?}");
    file.close().expect("closed");
}

#[test]
fn what_another_program_renamed_or_dropped_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    for (statement, lacking, of) in [
        (
            "ALTER TABLE projects RENAME COLUMN name TO title",
            "projects",
            Some("name"),
        ),
        (
            "ALTER TABLE projects RENAME COLUMN geometry TO geom",
            "projects",
            Some("geometry"),
        ),
        ("ALTER TABLE tasks DROP COLUMN note", "tasks", Some("note")),
        ("DROP TABLE projects", "projects", None),
        ("ALTER TABLE regions RENAME TO towns", "regions", None),
        ("DROP TABLE journal", "journal", None),
    ] {
        let path = altered(dir.path(), statement);
        for whole in [0, 20_000] {
            let refused = AtlasFile::open_keeping(&path, Mode::Look, "", whole).expect_err(statement);
            let words = refused.to_string();
            match &refused {
                StoreError::Lacks { table, column, .. } => {
                    assert_eq!((table.as_str(), column.as_deref()), (lacking, of), "{words}");
                }
                other => panic!("{statement}: {other:?}"),
            }
            assert!(
                words.contains(lacking) && words.contains(of.unwrap_or("")),
                "{words}"
            );
        }
    }
}

#[test]
fn names_are_the_same_in_capitals() {
    let dir = tempfile::tempdir().expect("a folder");
    let capitals = |table: &str| {
        format!(
            "ALTER TABLE {table} RENAME TO _; ALTER TABLE _ RENAME TO {};",
            table.to_uppercase()
        )
    };
    let mut statements: String = ["projects", "plans", "journal", "zhentu_meta"]
        .map(capitals)
        .concat();
    for column in ["name", "geometry", "id", "percent"] {
        statements += &format!(
            "ALTER TABLE projects RENAME COLUMN {column} TO {};",
            column.to_uppercase()
        );
    }
    let path = altered(dir.path(), &statements);
    for whole in [0, 20_000] {
        let file = AtlasFile::open_keeping(&path, Mode::Look, "", whole).expect("opened");
        let rows = demo_atlas::records();
        for row in &rows {
            let read = file.model().get(row.kind(), row.id()).expect("read");
            assert_eq!(read.as_ref(), Some(row), "{}", row.id());
        }
        assert!(!file.journal(None, 5).expect("read").is_empty());
    }
}
