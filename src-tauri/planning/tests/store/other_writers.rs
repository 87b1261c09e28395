//! Other programs that write to an atlas: what they have not finished is not seen, and what this program has finished is
//! not reported as failed because of them.

use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::fixtures::imports::import_as;
use crate::fixtures::{altered, practice, renamed, stamp};
use planning::atlas_file::{AtlasFile, EditError};
use planning::import::{ImportRequest, Progress, Target};
use planning::store::{Mode, Scope, StoreError};
use rusqlite::Connection;
use serde_json::json;

/// Projects of the practice atlas.
const ALL: usize = 120;

/// What another process does: it deletes half of the projects in a transaction that it does not end. With `spilled` so
/// little memory is at hand that the file itself is written to before the end.
fn deletes_half(path: &Path, spilled: bool) -> Connection {
    let conn = Connection::open(path).expect("opened");
    if spilled {
        conn.pragma_update(None, "cache_size", 1).expect("set");
        conn.pragma_update(None, "cache_spill", 1).expect("set");
    }
    conn.execute_batch("BEGIN; DELETE FROM projects WHERE fid % 2 = 0")
        .expect("deleted");
    conn
}

#[test]
#[ignore = "it is another process of the tests below"]
fn another_process() {
    let path = std::env::var("ZHENTU_OTHER_PROCESS").expect("run by another test");
    let _conn = deletes_half(Path::new(&path), true);
    println!("half done");
    std::io::stdout().flush().expect("told");
    let _ = std::io::stdin().read_line(&mut String::new());
}

fn half_done_by_another_process(path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "other_writers::another_process",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env("ZHENTU_OTHER_PROCESS", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let said = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut said = said.map(|line| line.expect("a line"));
    assert!(said.any(|line| line.ends_with("half done")));
    child
}

fn count(path: &Path, whole: usize) -> Result<usize, StoreError> {
    let file = AtlasFile::open_keeping(path, Mode::Look, "", whole)?;
    let count = file.model().projects.len();
    file.close().map(|()| count)
}

#[test]
fn what_a_killed_program_left_half_done_is_taken_back() {
    for whole in [0, 20_000] {
        let dir = tempfile::tempdir().expect("a folder");
        let path = altered(dir.path(), "");
        let before = std::fs::read(&path).expect("read");
        let mut other = half_done_by_another_process(&path);
        other.kill().expect("killed");
        other.wait().expect("gone");
        assert!(
            std::fs::read(&path).expect("read") != before,
            "the file itself is half done"
        );
        assert!(dir.path().join("演练.gpkg-journal").exists());
        assert_eq!(count(&path, whole).expect("opened"), ALL);
        assert!(!dir.path().join("演练.gpkg-journal").exists());
    }
}

#[test]
fn what_another_program_is_writing_is_not_read_half_done() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let mut other = half_done_by_another_process(&path);
    let refused = count(&path, 0).expect_err("half of it is gone");
    assert!(matches!(refused, StoreError::Busy { .. }), "{refused:?}");
    assert!(refused.to_string().contains("正被别的程序"), "{refused}");
    other.kill().expect("killed");
    other.wait().expect("gone");
}

#[test]
fn what_another_program_has_not_committed_is_not_seen() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let other = deletes_half(&path, false);
    assert_eq!(count(&path, 0).expect("opened"), ALL);
    assert_eq!(count(&path, 20_000).expect("opened"), ALL);
    other.execute_batch("COMMIT").expect("committed");
    assert_eq!(count(&path, 0).expect("opened"), ALL / 2);
}

#[test]
fn a_half_done_change_that_names_another_file_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let mut other = half_done_by_another_process(&path);
    other.kill().expect("killed");
    other.wait().expect("gone");
    // The end of a journal that belongs to a change of several files: SQLite removes the file it names.
    let victim = dir.path().join("重要.txt");
    std::fs::write(&victim, "mine").expect("written");
    let name = victim.to_str().expect("a name").as_bytes();
    let mut end = 1_u32.to_be_bytes().to_vec();
    end.extend_from_slice(name);
    end.extend_from_slice(&u32::try_from(name.len()).expect("short").to_be_bytes());
    let sum = name
        .iter()
        .fold(0_u32, |sum, byte| sum.wrapping_add(u32::from(*byte)));
    end.extend_from_slice(&sum.to_be_bytes());
    end.extend_from_slice(&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
    let journal = dir.path().join("演练.gpkg-journal");
    let mut bytes = std::fs::read(&journal).expect("read");
    bytes.extend_from_slice(&end);
    std::fs::write(&journal, bytes).expect("written");
    for mode in [Mode::Look, Mode::Edit] {
        let refused = AtlasFile::open(&path, mode, "").expect_err("refused");
        assert!(matches!(refused, StoreError::HalfWritten { .. }), "{refused:?}");
    }
    assert_eq!(std::fs::read_to_string(&victim).expect("still there"), "mine");
}

/// Another connection that reads the file as it is now until it is dropped.
fn reads(path: &Path) -> Connection {
    let conn = Connection::open(path).expect("opened");
    conn.execute_batch("BEGIN; SELECT count(*) FROM projects")
        .expect("read");
    conn
}

fn import(dir: &Path) -> ImportRequest {
    let source = dir.join("新增.geojson");
    let point = json!({"type": "Point", "coordinates": [116.0, 35.0]});
    let feature = json!({"type": "Feature", "properties": {"项目名称": "新增"}, "geometry": point});
    let text = json!({"type": "FeatureCollection", "features": [feature]}).to_string();
    std::fs::write(&source, text).expect("written");
    ImportRequest::of(source, Target::Projects)
}

#[test]
fn a_committed_import_is_done_though_somebody_still_reads() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    file.apply(renamed("新名"), &stamp()).expect("applied");
    let reader = reads(&path);
    let report = file
        .import_and_close(&import(dir.path()), &stamp(), false, &Progress::default())
        .expect("imported");
    assert_eq!((report.added, report.warnings.len()), (1, 0));
    // Who opens it next may edit though it is still read, and sees all of it.
    let mut file = AtlasFile::open(&path, Mode::Edit, "李四").expect("opened");
    assert_eq!(file.model().projects.len(), ALL + 1);
    file.apply(renamed("再改"), &stamp()).expect("applied");
    file.close().expect("closed");
    drop(reader);
    AtlasFile::open(&path, Mode::Edit, "李四")
        .expect("opened")
        .close()
        .expect("closed");
    assert!(!dir.path().join("演练.gpkg-wal").exists(), "folded now");
    assert_eq!(count(&path, 0).expect("opened"), ALL + 1);
}

#[test]
fn a_file_that_another_program_has_locked_is_not_changed_and_the_words_say_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    let other = deletes_half(&path, false);
    let refused = file.apply(renamed("新名"), &stamp()).expect_err("refused");
    assert!(
        matches!(refused, EditError::Store(StoreError::Busy { .. })),
        "{refused:?}"
    );
    drop(other);
    file.apply(renamed("新名"), &stamp()).expect("applied");
    file.close().expect("closed");
}

#[test]
fn a_walk_through_a_file_that_another_program_changes_is_no_result() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    let mut walk = file.snapshot_cursor().expect("begun");
    let other = deletes_half(&path, false);
    other.execute_batch("COMMIT").expect("committed");
    let done = walk.projects(&Scope::All, &|_| 0, &mut |_, _| ControlFlow::Continue(()));
    assert!(matches!(done, Err(StoreError::Changed { .. })), "{done:?}");
    drop(walk);
    file.close().expect("closed");
}

#[test]
fn looking_makes_no_file_beside_one_that_others_write_through_a_wal() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(dir.path(), "");
    let conn = Connection::open(&path).expect("opened");
    conn.pragma_update(None, "journal_mode", "wal").expect("set");
    conn.close().expect("closed");
    let names = || std::fs::read_dir(dir.path()).expect("a folder").count();
    assert_eq!(names(), 1);
    let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    assert_eq!((file.model().projects.len(), names()), (ALL, 1));
    // Who writes from now on is followed.
    let other = Connection::open(&path).expect("opened");
    other
        .execute_batch("UPDATE journal SET name = '别处改的'")
        .expect("changed");
    let name = &file.journal(None, 1).expect("read")[0].0.name;
    assert_eq!(name, "别处改的");
}

/// Projects that a step of the writer brings and takes.
const MANY: usize = 400;

#[test]
#[ignore = "it is another process of the test below"]
fn another_reader() {
    let path = PathBuf::from(std::env::var("ZHENTU_OTHER_PROCESS").expect("run by another test"));
    let over = path.with_extension("over");
    let (mut read, mut waited) = (0_u32, 0_u32);
    while !over.exists() {
        for whole in [0, 20_000] {
            match count(&path, whole) {
                Ok(found) => {
                    assert!([ALL, ALL + MANY].contains(&found), "{found} is half a step");
                    read += 1;
                }
                Err(StoreError::Busy { .. } | StoreError::Changed { .. }) => waited += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
    }
    println!("whole {read} {waited}");
}

#[test]
#[ignore = "it takes a minute: make stress"]
fn readers_beside_a_writer_see_whole_steps_and_hold_none_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let points = dir.path().join("p.csv");
    let lines: Vec<String> = (0..MANY)
        .map(|n| format!("第{n}号,道路交通,{},36.2\n", 116.0 + 1e-4 * n as f64))
        .collect();
    std::fs::write(
        &points,
        format!("项目名称,项目类型,经度,纬度\n{}", lines.concat()),
    )
    .expect("written");
    let start = || {
        Command::new(std::env::current_exe().expect("this program"))
            .args([
                "other_writers::another_reader",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env("ZHENTU_OTHER_PROCESS", &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("started")
    };
    let readers: Vec<Child> = (0..3).map(|_| start()).collect();
    let request = ImportRequest::of(&points, Target::Projects);
    for _ in 0..20 {
        let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
        import_as(&mut file, &request);
        file.apply(renamed("新名"), &stamp()).expect("applied");
        file.undo(&stamp()).expect("taken back");
        file.undo(&stamp()).expect("taken back");
        file.close().expect("closed");
    }
    std::fs::write(path.with_extension("over"), "").expect("written");
    for reader in readers {
        let done = reader.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{said}");
        let read = said
            .lines()
            .find_map(|line| line.split_once("whole "))
            .expect("it said so")
            .1;
        let read: u32 = read
            .split_once(' ')
            .and_then(|(read, _)| read.parse().ok())
            .expect("a number");
        assert!(read > 0, "{said}");
    }
    assert_eq!(count(&path, 0).expect("opened"), ALL);
}
