//! Copies of an atlas: complete while it is open and written to, one file, and never in the place of another unasked.

use std::path::Path;

use crate::fixtures::{created, edited, set, stamp};
use planning::atlas_file::AtlasFile;
use planning::store::{self, Mode, StoreError};
use rusqlite::Connection;
use serde_json::json;

/// The practice atlas, open and changed: what was changed stands in the `-wal`.
fn changed(dir: &Path) -> AtlasFile {
    let path = dir.join("册.gpkg");
    created(&path, demo_atlas::records());
    let mut atlas = edited(&path);
    let id = atlas
        .model()
        .projects
        .iter()
        .next()
        .expect("a project")
        .id
        .to_owned();
    let change = set(&id, json!({"name": "改过的名称"}));
    atlas.apply(change, &stamp()).expect("changed");
    assert!(dir.join("册.gpkg-wal").exists(), "the change is in the -wal");
    atlas
}

/// Every row of every table of an atlas, as text.
fn rows(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let mut names = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'rtree_%' ORDER BY name",
        )
        .expect("sql");
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .expect("tables")
        .map(|name| name.expect("a name"))
        .collect();
    let mut out = Vec::new();
    for name in names {
        let mut statement = conn.prepare(&format!("SELECT * FROM \"{name}\"")).expect("sql");
        let columns = statement.column_count();
        let mut found = statement.query([]).expect("rows");
        while let Some(row) = found.next().expect("a row") {
            let cells = (0..columns).map(|at| format!("{:?}", row.get_ref(at).expect("a cell")));
            out.push(format!("{name}: {}", cells.collect::<Vec<_>>().join("|")));
        }
    }
    out
}

#[test]
fn a_copy_of_an_open_atlas_holds_every_row_and_is_one_sound_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = changed(dir.path());
    let to = dir.path().join("副本.gpkg");
    store::copy(atlas.path(), &to, false).expect("copied");
    for ending in ["-wal", "-shm", "-journal"] {
        assert!(
            !dir.path().join(format!("副本.gpkg{ending}")).exists(),
            "{ending}"
        );
    }
    let soundness: String = Connection::open(&to)
        .expect("opened")
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checked");
    assert_eq!(soundness, "ok");
    let copied = rows(&to);
    assert!(copied.len() > 1000);
    assert!(copied.iter().any(|row| row.contains("改过的名称")) || copied == rows(atlas.path()));
    assert_eq!(copied, rows(atlas.path()));
    let copy = AtlasFile::open(&to, Mode::Edit, "李四").expect("the copy opens");
    assert_eq!(copy.model().projects.len(), atlas.model().projects.len());
    let journal = copy.check_journal().expect("checked");
    assert_eq!(json!(journal), json!(atlas.check_journal().expect("checked")));
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.contains("tmp") || name.contains("part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_copy_takes_no_other_file_s_place_unasked_and_never_that_of_the_atlas() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = changed(dir.path());
    let to = dir.path().join("有.gpkg");
    std::fs::write(&to, "别的文件").expect("written");
    let refused = store::copy(atlas.path(), &to, false);
    assert!(matches!(refused, Err(StoreError::Exists { .. })));
    assert_eq!(std::fs::read_to_string(&to).expect("there"), "别的文件");
    let itself = store::copy(atlas.path(), atlas.path(), true);
    assert!(matches!(itself, Err(StoreError::Exists { .. })));
    store::copy(atlas.path(), &to, true).expect("copied over");
    assert_eq!(rows(&to), rows(atlas.path()));
    let nowhere = dir.path().join("没有/这里.gpkg");
    assert!(store::copy(atlas.path(), &nowhere, false).is_err());
    assert!(!nowhere.exists());
}

/// The file that the test program, started anew under a limit, copies.
const COPIED: &str = "ZHENTU_TEST_COPIED";

/// Run by the test below, in a process of its own.
#[test]
fn copy_under_a_limit() {
    let Ok(from) = std::env::var(COPIED) else { return };
    let from = Path::new(&from);
    let error = store::copy(from, &from.with_file_name("备份.gpkg"), false).expect_err("there is no room");
    assert!(!error.to_string().is_empty());
}

#[cfg(unix)]
#[test]
fn a_copy_that_does_not_fit_leaves_nothing_behind() {
    let dir = tempfile::tempdir().expect("a folder");
    let from = dir.path().join("册.gpkg");
    created(&from, demo_atlas::records());
    let program = std::env::current_exe().expect("this test's program");
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"])
        .arg(program)
        .args(["copying::copy_under_a_limit", "--exact", "--nocapture"])
        .env(COPIED, &from)
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    let names: Vec<_> = std::fs::read_dir(dir.path())
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["册.gpkg"]);
}
