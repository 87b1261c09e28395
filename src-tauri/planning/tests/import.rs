//! An import is one step whatever its size: it can be taken back and done again, over restarts, and a broken-off one
//! leaves nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportError, ImportRequest, Progress, Target, survey};
use planning::model::{Kind, Precision, Record};
use planning::query::{Filter, Index};
use planning::store::{Mode, Stamp};
use serde_json::json;

fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    }
}

async fn empty_atlas(folder: &Path) -> PathBuf {
    let path = folder.join("a.gpkg");
    let atlas = json!({"id": "atlas", "title": "测试", "practice": false, "note": null});
    let row = planning::change::read_row(Kind::AtlasInfo, atlas.as_object().expect("an object").clone());
    AtlasFile::create(&path, vec![row.expect("a row")], "新建", &stamp())
        .await
        .expect("made");
    path
}

/// Points in a row, with a name, a kind and a field the atlas has no column for.
fn points(folder: &Path, n: usize) -> PathBuf {
    let mut text = String::from("项目名称,项目类型,经度,纬度,施工队\n");
    for i in 0..n {
        let _ = writeln!(
            text,
            "第{i}号路,道路交通,{},35.5,第{}队",
            116.0 + i as f64 * 1e-5,
            i % 7
        );
    }
    let path = folder.join("p.csv");
    std::fs::write(&path, text).expect("written");
    path
}

fn request(path: &Path) -> ImportRequest {
    ImportRequest {
        path: path.to_owned(),
        options: Default::default(),
        target: Target::Projects,
        crs: None,
        shift: None,
        swapped: false,
        mapping: None,
        plan: None,
        precision: Precision::Sketched,
        control: None,
        dated: None,
    }
}

async fn open(path: &Path) -> AtlasFile {
    AtlasFile::open(path, Mode::Edit, "测试").await.expect("opened")
}

fn rows(file: &AtlasFile) -> Vec<Record> {
    file.model().rows(Kind::Project).expect("read")
}

#[tokio::test]
async fn an_import_can_be_taken_back_and_done_again_over_restarts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path()).await;
    let data = points(folder.path(), 3000);
    let mut file = open(&path).await;
    let report = file
        .import(&request(&data), &stamp(), false, &Progress::default())
        .await
        .expect("imported");
    assert_eq!((report.added, report.left_out, report.unmapped), (3000, 0, 0));
    let imported = rows(&file);
    assert_eq!(imported.len(), 3000);
    file.close().await.expect("closed");

    let mut file = open(&path).await;
    assert_eq!(rows(&file), imported, "the file holds what the model held");
    file.undo(&stamp()).await.expect("taken back");
    assert!(rows(&file).is_empty());
    file.close().await.expect("closed");

    let mut file = open(&path).await;
    assert!(rows(&file).is_empty(), "also in the file");
    file.redo(&stamp()).await.expect("done again");
    assert_eq!(rows(&file), imported, "row for row, ids and all");
    file.close().await.expect("closed");
    let mut file = open(&path).await;
    assert_eq!(rows(&file), imported);
    // What the file said beside is still there after all this.
    let id = imported[0].id().to_owned();
    let kept = file
        .attributes(Kind::Project, &id)
        .await
        .expect("read")
        .expect("kept");
    assert!(kept.contains("施工队"), "{kept}");
}

#[tokio::test]
async fn a_new_step_after_taking_an_import_back_leaves_nothing_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path()).await;
    let data = points(folder.path(), 200);
    let mut file = open(&path).await;
    file.import(&request(&data), &stamp(), false, &Progress::default())
        .await
        .expect("imported");
    let row = rows(&file)[0].to_map();
    file.undo(&stamp()).await.expect("taken back");
    let step = ChangeRequest {
        name: "新建项目".to_owned(),
        note: None,
        edits: vec![EditRequest::Put {
            table: "projects".to_owned(),
            row,
        }],
    };
    file.apply(step, &stamp()).await.expect("applied");
    assert!(matches!(file.redo(&stamp()).await, Err(EditError::NothingToRedo)));
    file.close().await.expect("closed");
    let file = open(&path).await;
    assert_eq!(rows(&file).len(), 1);
    let leftover = std::fs::read(&path).expect("read");
    let shelf = b"CREATE TABLE \"shelf_";
    assert!(
        !leftover.windows(shelf.len()).any(|w| w == shelf),
        "no shelf is left in the schema"
    );
}

#[tokio::test]
async fn an_import_that_is_stopped_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path()).await;
    let data = points(folder.path(), 500);
    let mut file = open(&path).await;
    let progress = Progress::default();
    progress.stop();
    let done = file.import(&request(&data), &stamp(), false, &progress).await;
    assert!(matches!(done, Err(ImportError::Stopped)), "{done:?}");
    assert!(rows(&file).is_empty());
    let report = file
        .import(&request(&data), &stamp(), false, &Progress::default())
        .await
        .expect("the next one works");
    assert_eq!(report.added, 500);
    file.close().await.expect("closed");
    assert_eq!(rows(&open(&path).await).len(), 500);
}

#[tokio::test]
async fn rows_of_an_import_are_changed_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path()).await;
    let data = points(folder.path(), 50);
    let mut file = open(&path).await;
    file.import(&request(&data), &stamp(), false, &Progress::default())
        .await
        .expect("imported");
    let before = rows(&file);
    let id = before[7].id().to_owned();
    let step = ChangeRequest {
        name: "改名".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "projects".to_owned(),
            id: id.clone(),
            columns: json!({"name": "环城路"}).as_object().expect("an object").clone(),
        }],
    };
    file.apply(step, &stamp()).await.expect("applied");
    file.undo(&stamp()).await.expect("the name is back");
    assert_eq!(rows(&file), before);
    file.undo(&stamp()).await.expect("the import is taken back");
    assert!(rows(&file).is_empty());
    file.redo(&stamp()).await.expect("done again");
    file.redo(&stamp()).await.expect("and the name");
    let now = file.model().projects.get(&id).map(|p| p.name.to_owned());
    assert_eq!(now.as_deref(), Some("环城路"));
}

#[tokio::test]
async fn a_survey_counts_and_guesses_what_columns_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = points(folder.path(), 120);
    let found = survey(&data, &Default::default(), &Progress::default())
        .await
        .expect("read");
    assert_eq!((found.n, found.layers.len()), (120, 1));
    let layer = &found.layers[0];
    assert_eq!(layer.geometry.get("Point"), Some(&120));
    let mapping = layer.guess(Target::Projects);
    assert_eq!(mapping.0.get("name").map(String::as_str), Some("项目名称"));
    assert_eq!(mapping.0.get("kind").map(String::as_str), Some("项目类型"));
}

#[tokio::test]
async fn imported_control_lines_are_held_against_the_projects() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path()).await;
    let data = points(folder.path(), 10);
    let lines = folder.path().join("永久基本农田.geojson");
    let ring = [
        [115.9, 35.4],
        [116.000_045, 35.4],
        [116.000_045, 35.6],
        [115.9, 35.6],
        [115.9, 35.4],
    ];
    let feature =
        json!({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}});
    std::fs::write(&lines, feature.to_string()).expect("written");
    let mut file = open(&path).await;
    file.import(&request(&data), &stamp(), false, &Progress::default())
        .await
        .expect("imported");
    let request = ImportRequest {
        target: Target::ControlLines,
        ..request(&lines)
    };
    file.import(&request, &stamp(), false, &Progress::default())
        .await
        .expect("imported");
    let report = Index::new(file.model()).check(&Filter::default(), &|| true).expect("read").expect("to the end");
    // Points 0 to 4 lie west of 116.000045°; the file's name says which line it is.
    assert_eq!((report.checked, report.overlaps.len()), (10, 5));
    assert!(
        report
            .overlaps
            .iter()
            .all(|o| o.kind == planning::model::ControlKind::Farmland && o.concern)
    );
}
