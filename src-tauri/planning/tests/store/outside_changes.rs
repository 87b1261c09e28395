//! What other programs change in an atlas file is noticed at the next opening, kept as one step, and can be taken back.

use std::path::{Path, PathBuf};

use geodata::formats::gpkg_blob;
use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::history;
use planning::import::{ImportRequest, Progress, Target};
use planning::model::Kind;
use planning::store::{Mode, Stamp};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};
use words::Language;

fn stamp() -> Stamp {
    Stamp {
        at: "2026-12-01T08:00:00.000Z".to_owned(),
        who: "李四".to_owned(),
    }
}

fn atlas(folder: &Path) -> PathBuf {
    let path = folder.join("a.gpkg");
    AtlasFile::create(&path, demo_atlas::records(), "新建", &stamp()).expect("made");
    path
}

fn edit(path: &Path) -> AtlasFile {
    AtlasFile::open(path, Mode::Edit, "李四").expect("opened")
}

/// A program that knows the functions of the standard's triggers and nothing of an atlas, as QGIS.
fn qgis(path: &Path) -> Connection {
    let conn = Connection::open(path).expect("opened");
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    let names = ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"];
    for (i, name) in names.into_iter().enumerate() {
        conn.create_scalar_function(name, 1, flags, move |values| {
            Ok(match values.get_raw(0) {
                ValueRef::Blob(blob) => gpkg_blob::envelope(blob).map(|bounds| bounds[i]),
                _ => None,
            })
        })
        .expect("added");
    }
    conn.create_scalar_function("ST_IsEmpty", 1, flags, |values| {
        Ok(match values.get_raw(0) {
            ValueRef::Blob(blob) => gpkg_blob::is_empty(blob),
            _ => None,
        })
    })
    .expect("added");
    conn
}

fn change(path: &Path, sql: &str) {
    qgis(path).execute_batch(sql).expect(sql);
}

/// Rows of others that wait to be kept.
fn waiting(path: &Path) -> i64 {
    let conn = Connection::open(path).expect("opened");
    conn.query_row("SELECT count(*) FROM outside_changes", [], |row| row.get(0))
        .expect("asked")
}

/// The triggers of the file.
fn triggers(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
    let mut asked = conn.prepare(sql).expect("prepared");
    let all = asked.query_map([], |row| row.get(0)).expect("asked");
    all.collect::<Result<_, _>>().expect("read")
}

/// Every row of every table of the file, as text.
fn rows(path: &Path) -> Vec<String> {
    let file = AtlasFile::open(path, Mode::Look, "").expect("opened");
    let all = Kind::ALL
        .iter()
        .flat_map(|kind| file.model().rows(*kind).expect("read"));
    let all = all
        .map(|row| serde_json::to_string(&row).expect("JSON"))
        .collect();
    file.close().expect("closed");
    all
}

fn set(file: &mut AtlasFile, table: &str, id: &str, columns: &Value) {
    let edits = vec![EditRequest::Set {
        table: table.to_owned(),
        id: id.to_owned(),
        columns: columns.as_object().expect("columns").clone(),
    }];
    let name = "一步".to_owned();
    let request = ChangeRequest {
        name,
        note: None,
        edits,
    };
    file.apply(request, &stamp()).expect("applied");
}

/// Opens the file, keeps what others did, and closes it; the name of the step.
fn kept(path: &Path) -> Option<String> {
    let mut file = edit(path);
    let name = file
        .keep_outside_changes(&stamp(), Language::Chinese)
        .expect("kept");
    file.close().expect("closed");
    name
}

/// The first project with a footprint.
const FIRST: &str = "(SELECT min(fid) FROM projects WHERE geometry NOT NULL)";

#[test]
fn what_another_program_did_is_one_step_that_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = atlas(folder.path());
    let town: String = qgis(&path)
        .query_row(
            "SELECT min(id) FROM regions WHERE level = 'township'",
            [],
            |row| row.get(0),
        )
        .expect("a town");
    let mut file = edit(&path);
    let square = |east: f64| json!({"outline": format!("POLYGON((116 35,{east} 35,{east} 36,116 35))")});
    set(&mut file, "regions", &town, &square(117.0));
    file.close().expect("closed");
    let before = rows(&path);
    let other = "(SELECT max(fid) FROM projects WHERE geometry NOT NULL)";
    let project = |sql: &str| -> String {
        let sql = format!("SELECT id FROM projects WHERE fid = {sql}");
        qgis(&path).query_row(&sql, [], |row| row.get(0)).expect("asked")
    };
    let (first, last) = (project(FIRST), project(other));
    assert_ne!(first, last);
    // A name, then a shape, both of one row; a row that goes with what refers to it left alone; one that comes; a boundary.
    change(
        &path,
        &format!(
            "UPDATE projects SET name = '改了''名' WHERE fid = {FIRST}; \
             UPDATE projects SET geometry = (SELECT geometry FROM projects WHERE fid = {other}) WHERE fid = {FIRST}; \
             INSERT INTO units (id, name, is_group, region) SELECT 'new-unit', '新单位', is_group, region FROM units LIMIT 1; \
             UPDATE region_outlines SET geometry = (SELECT geometry FROM region_outlines LIMIT 1), name = 'x'; \
             DELETE FROM progress WHERE fid = (SELECT min(fid) FROM progress WHERE id NOT IN \
             (SELECT report FROM problems WHERE report IS NOT NULL))"
        ),
    );
    let changed = rows(&path);
    assert_ne!(before, changed);
    let bytes = std::fs::read(&path).expect("read");
    let mut file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    assert_eq!(
        file.keep_outside_changes(&stamp(), Language::Chinese)
            .expect("asked"),
        None
    );
    file.close().expect("closed");
    assert!(
        std::fs::read(&path).expect("read") == bytes,
        "looking changes nothing"
    );

    let mut file = edit(&path);
    let name = file
        .keep_outside_changes(&stamp(), Language::Chinese)
        .expect("kept")
        .expect("a step");
    assert_eq!(name, "外部修改：单位 1 行、项目 1 行、调度 1 行");
    assert_eq!(file.undo_name(), (Some(name.as_str()), 2));
    assert_eq!(
        file.keep_outside_changes(&stamp(), Language::Chinese)
            .expect("kept"),
        None,
        "once"
    );
    let steps = history::steps(&file, Some((Kind::Project, &first)), 10).expect("read");
    let lines: Vec<(&str, Option<&str>)> = steps[0]
        .lines
        .iter()
        .filter(|line| line.id == first)
        .map(|line| (line.column.as_str(), line.after.as_deref()))
        .collect();
    assert_eq!(lines[0], ("name", Some("改了'名")));
    assert_eq!(lines.len(), 2, "{lines:?}");
    file.close().expect("closed");
    assert_eq!((waiting(&path), rows(&path)), (0, changed.clone()));

    let mut file = edit(&path);
    assert_eq!(
        file.keep_outside_changes(&stamp(), Language::Chinese)
            .expect("kept"),
        None
    );
    file.undo(&stamp()).expect("taken back");
    file.close().expect("closed");
    assert_eq!(rows(&path), before);
    let mut file = edit(&path);
    file.redo(&stamp()).expect("done again");
    file.undo(&stamp()).expect("taken back");
    file.undo(&stamp()).expect("the step before it");
    assert_eq!(file.check_journal().expect("read").faults, Vec::new());
    file.close().expect("closed");
    assert_eq!(waiting(&path), 0, "what this program writes is not another's");
}

#[test]
fn a_boundary_that_another_program_drew_or_took_away_is_a_change_of_its_region() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = atlas(folder.path());
    let two: Vec<String> = qgis(&path)
        .prepare("SELECT id FROM regions WHERE level = 'township' ORDER BY id LIMIT 2")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("two towns");
    let mut file = edit(&path);
    set(
        &mut file,
        "regions",
        &two[0],
        &json!({"outline": "POLYGON((116 35,117 35,117 36,116 35))"}),
    );
    file.close().expect("closed");
    let before = rows(&path);
    change(
        &path,
        &format!("UPDATE region_outlines SET region = '{}'", two[1]),
    );
    assert_eq!(kept(&path).as_deref(), Some("外部修改：行政区 2 行"));
    let mut file = edit(&path);
    let outline =
        |file: &AtlasFile, id: &str| file.model().regions.get(id).expect("a town").outline.is_some();
    assert_eq!((outline(&file, &two[0]), outline(&file, &two[1])), (false, true));
    file.undo(&stamp()).expect("taken back");
    file.close().expect("closed");
    assert_eq!(rows(&path), before);
}

#[test]
fn steps_of_this_program_are_not_taken_for_another_s() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = atlas(folder.path());
    let points = folder.path().join("p.csv");
    let lines: Vec<String> = (0..3_000)
        .map(|n| format!("第{n}号,道路交通,{},36.2\n", 116.0 + 1e-4 * f64::from(n)))
        .collect();
    std::fs::write(
        &points,
        format!("项目名称,项目类型,经度,纬度\n{}", lines.concat()),
    )
    .expect("written");
    let before = triggers(&path);
    let mut file = edit(&path);
    let request = ImportRequest::of(&points, Target::Projects);
    file.import(&request, &stamp(), false, &Progress::default())
        .expect("imported");
    file.undo(&stamp()).expect("taken back");
    file.redo(&stamp()).expect("done again");
    file.close().expect("closed");
    assert_eq!(waiting(&path), 0);
    // The triggers are there again after so many rows.
    assert_eq!(triggers(&path), before);
    change(&path, "UPDATE projects SET name = 'x' WHERE name LIKE '第1%号'");
    let expected = 1 + 10 + 100 + 1_000;
    assert_eq!(waiting(&path), expected);
    // Also of an atlas whose projects stay in the file.
    let mut file = AtlasFile::open_keeping(&path, Mode::Edit, "李四", 100).expect("opened");
    let name = file
        .keep_outside_changes(&stamp(), Language::English)
        .expect("kept");
    assert_eq!(
        name,
        Some(format!("Changes of other programs: project: {expected}"))
    );
    file.undo(&stamp()).expect("taken back");
    file.close().expect("closed");
    let named = "SELECT count(*) FROM projects WHERE name = 'x'";
    let left: i64 = qgis(&path).query_row(named, [], |row| row.get(0)).expect("asked");
    assert_eq!(left, 0);
}

#[test]
fn what_comes_to_nothing_is_no_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = atlas(folder.path());
    change(
        &path,
        "UPDATE projects SET name = name; INSERT INTO units (id, name, is_group, region) SELECT 'new', 'x', is_group, region \
         FROM units LIMIT 1; DELETE FROM units WHERE id = 'new'",
    );
    assert!(waiting(&path) > 100);
    assert_eq!(kept(&path), None);
    assert_eq!(waiting(&path), 0);
}

#[test]
fn too_many_rows_are_counted_and_nothing_before_them_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = atlas(folder.path());
    let mut file = edit(&path);
    let id = file.model().units.iter().next().expect("a unit").id.0.clone();
    set(&mut file, "units", &id, &json!({"name": "新名"}));
    file.close().expect("closed");
    change(
        &path,
        "INSERT INTO units (id, name, is_group, region) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20001) \
         SELECT 'u' || i, 'x', is_group, region FROM n, (SELECT * FROM units LIMIT 1)",
    );
    let name = kept(&path).expect("a step");
    assert!(name.contains("20001 行"), "{name}");
    let mut file = edit(&path);
    assert_eq!(file.undo_name(), (None, 0));
    set(&mut file, "units", &id, &json!({"name": "再改"}));
    file.undo(&stamp()).expect("taken back");
    assert_eq!(file.model().units.get(&id).map(|u| u.name.as_str()), Some("新名"));
    assert_eq!(file.check_journal().expect("read").faults, Vec::new());
    file.close().expect("closed");
}
