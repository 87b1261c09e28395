//! Atlases and folders from strangers: nothing of the user's is lost by opening or editing them.

use std::path::{Path, PathBuf};

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Progress, Target};
use planning::store::{Mode, Stamp, StoreError};
use rusqlite::Connection;
use serde_json::json;

fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-02T03:04:05.678Z".to_owned(),
        who: "张三".to_owned(),
    }
}

fn practice(dir: &Path) -> PathBuf {
    let path = dir.join("演练.gpkg");
    AtlasFile::create(&path, demo_atlas::records(), "新建", &stamp()).expect("made");
    path
}

fn renamed(name: &str) -> ChangeRequest {
    ChangeRequest {
        name: "改名".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "projects".to_owned(),
            id: "practice/p001".to_owned(),
            columns: json!({ "name": name }).as_object().expect("an object").clone(),
        }],
    }
}

#[cfg(unix)]
#[test]
fn the_mark_of_who_edits_overwrites_no_file_it_is_linked_to() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mark = dir.path().join(".~lock.演练.gpkg#");
    let victim = dir.path().join("重要.txt");
    let nowhere = dir.path().join("没有.txt");
    let symbolic = |to: &Path| std::os::unix::fs::symlink(to, &mark).expect("linked");
    let hard = |to: &Path| std::fs::hard_link(to, &mark).expect("linked");
    std::fs::write(&victim, "mine").expect("written");
    let links: [&dyn Fn(); 3] = [&|| symbolic(&victim), &|| symbolic(&nowhere), &|| hard(&victim)];
    for link in links {
        link();
        let refused = AtlasFile::open(&path, Mode::Edit, "张三").expect_err("refused");
        assert!(matches!(refused, StoreError::LockName { .. }), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&victim).expect("still there"), "mine");
        assert!(!nowhere.exists());
        std::fs::remove_file(&mark).expect("removed");
    }
    AtlasFile::open(&path, Mode::Edit, "张三")
        .expect("opened")
        .close()
        .expect("closed");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_atlas_and_is_not_waited_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let pipe = dir.path().join("a.gpkg");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    for mode in [Mode::Look, Mode::Edit] {
        let refused = AtlasFile::open(&pipe, mode, "张三").expect_err("refused");
        assert!(refused.to_string().contains("不是普通文件"), "{refused}");
    }
}

#[test]
fn tables_of_others_outlive_an_import_and_edits_whatever_their_names() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let names = [
        "shelf_list",
        "shelf_1_projects",
        "shelf_01_projects",
        "shelf_1_projects\"; DROP TABLE plans; --",
        "shelf_a_projects",
        "shelf_1_nothing",
    ];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let conn = Connection::open(&path).expect("opened");
    for name in names {
        conn.execute_batch(&format!("CREATE TABLE {} (a)", quoted(name)))
            .expect("made");
    }
    conn.close().expect("closed");
    let source = dir.path().join("新增.geojson");
    let feature = json!({"type": "Feature", "properties": {"项目名称": "新增"},
        "geometry": {"type": "Point", "coordinates": [116.0, 35.0]}});
    let text = json!({"type": "FeatureCollection", "features": [feature]}).to_string();
    std::fs::write(&source, text).expect("written");
    let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    file.apply(renamed("新名"), &stamp()).expect("applied");
    let request = ImportRequest::of(source, Target::Projects);
    file.import(&request, &stamp(), false, &Progress::default())
        .expect("imported");
    file.undo(&stamp()).expect("undone");
    // A new step clears what was undone, and only that.
    file.apply(renamed("再改"), &stamp()).expect("applied");
    file.close().expect("closed");
    let conn = Connection::open(&path).expect("opened");
    let left: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE name LIKE 'shelf%' ORDER BY rowid")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("read");
    assert_eq!(left, names);
}
