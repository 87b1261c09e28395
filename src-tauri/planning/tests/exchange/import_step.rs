//! An import is one step whatever its size: it can be taken back and done again, over restarts, and a broken-off one
//! leaves nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::fixtures::imports::{import, import_as};
use crate::fixtures::{created, edited, stamp, title};
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Value, WrittenCrs};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::geopackage::{WriteLayersError, write_layers};
use planning::import::{ImportError, ImportRequest, Progress, Target, survey};
use planning::model::{Kind, Record};
use planning::query::{Filter, Snapshot};
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::json;

fn empty_atlas(folder: &Path) -> PathBuf {
    let path = folder.join("a.gpkg");
    created(&path, vec![title()]);
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
    ImportRequest::of(path, Target::Projects)
}

fn rows(file: &AtlasFile) -> Vec<Record> {
    file.model().rows(Kind::Project).expect("read")
}

#[test]
fn an_import_can_be_taken_back_and_done_again_over_restarts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = points(folder.path(), 3000);
    let mut file = edited(&path);
    let report = import(&mut file, &data);
    assert_eq!((report.added, report.left_out, report.unmapped), (3000, 0, 0));
    let imported = rows(&file);
    assert_eq!(imported.len(), 3000);
    file.close().expect("closed");

    let mut file = edited(&path);
    assert_eq!(rows(&file), imported, "the file holds what the model held");
    file.undo(&stamp()).expect("taken back");
    assert!(rows(&file).is_empty());
    file.close().expect("closed");

    let mut file = edited(&path);
    assert!(rows(&file).is_empty(), "also in the file");
    file.redo(&stamp()).expect("done again");
    assert_eq!(rows(&file), imported, "row for row, ids and all");
    file.close().expect("closed");
    let file = edited(&path);
    assert_eq!(rows(&file), imported);
    // What the file said beside is still there after all this.
    let id = imported[0].id().to_owned();
    let kept = file.attributes(Kind::Project, &id).expect("read").expect("kept");
    assert!(kept.contains("施工队"), "{kept}");
}

#[test]
fn a_new_step_after_taking_an_import_back_leaves_nothing_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = points(folder.path(), 200);
    let mut file = edited(&path);
    import(&mut file, &data);
    let row = rows(&file)[0].to_map();
    file.undo(&stamp()).expect("taken back");
    let step = ChangeRequest {
        name: "新建项目".to_owned(),
        note: None,
        edits: vec![EditRequest::Put {
            table: "projects".to_owned(),
            row,
        }],
    };
    file.apply(step, &stamp()).expect("applied");
    assert!(matches!(file.redo(&stamp()), Err(EditError::NothingToRedo)));
    file.close().expect("closed");
    let file = edited(&path);
    assert_eq!(rows(&file).len(), 1);
    let leftover = std::fs::read(&path).expect("read");
    let shelf = b"CREATE TABLE \"shelf_";
    assert!(
        !leftover.windows(shelf.len()).any(|w| w == shelf),
        "no shelf is left in the schema"
    );
}

#[test]
fn an_import_that_is_stopped_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = points(folder.path(), 500);
    let mut file = edited(&path);
    let progress = Progress::default();
    progress.stop();
    let done = file.import(&request(&data), &stamp(), false, &progress);
    assert!(matches!(done, Err(ImportError::Stopped)), "{done:?}");
    assert!(rows(&file).is_empty());
    let report = import(&mut file, &data);
    assert_eq!(report.added, 500);
    file.close().expect("closed");
    assert_eq!(rows(&edited(&path)).len(), 500);
}

#[test]
fn rows_of_an_import_are_changed_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = points(folder.path(), 50);
    let mut file = edited(&path);
    import(&mut file, &data);
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
    file.apply(step, &stamp()).expect("applied");
    file.undo(&stamp()).expect("the name is back");
    assert_eq!(rows(&file), before);
    file.undo(&stamp()).expect("the import is taken back");
    assert!(rows(&file).is_empty());
    file.redo(&stamp()).expect("done again");
    file.redo(&stamp()).expect("and the name");
    let now = file.model().projects.get(&id).map(|p| p.name.to_owned());
    assert_eq!(now.as_deref(), Some("环城路"));
}

#[test]
fn a_row_that_was_removed_and_came_back_goes_with_its_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = points(folder.path(), 50);
    let mut file = edited(&path);
    import(&mut file, &data);
    let before = rows(&file);
    let step = ChangeRequest {
        name: "删除项目".to_owned(),
        note: None,
        edits: vec![EditRequest::Remove {
            table: "projects".to_owned(),
            id: before[7].id().to_owned(),
        }],
    };
    file.apply(step, &stamp()).expect("removed");
    file.undo(&stamp()).expect("it is back");
    assert_eq!(rows(&file), before);
    let kept = file.attributes(Kind::Project, before[7].id()).expect("read");
    assert!(kept.expect("kept").contains("施工队"));
    file.undo(&stamp()).expect("the import is taken back");
    assert!(rows(&file).is_empty());
    file.close().expect("closed");
    let mut file = edited(&path);
    assert!(rows(&file).is_empty(), "also in the file");
    file.redo(&stamp()).expect("done again");
    assert_eq!(rows(&file), before);
    file.redo(&stamp()).expect("removed again");
    assert_eq!(rows(&file).len(), 49);
    file.close().expect("closed");
    let (found, there) = hits(&path, [-180.0, 180.0, -90.0, 90.0]);
    assert_eq!((found.len(), there.len()), (49, 49), "in the R-tree too");
}

#[test]
fn a_survey_counts_and_guesses_what_columns_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = points(folder.path(), 120);
    let found = survey(&data, &Default::default(), &Progress::default()).expect("read");
    assert_eq!((found.n, found.layers.len()), (120, 1));
    let layer = &found.layers[0];
    assert_eq!(layer.geometry.get("Point"), Some(&120));
    let mapping = layer.guess(Target::Projects);
    assert_eq!(mapping.0.get("name").map(String::as_str), Some("项目名称"));
    assert_eq!(mapping.0.get("kind").map(String::as_str), Some("项目类型"));
}

#[test]
fn imported_control_lines_are_held_against_the_projects() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
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
    let mut file = edited(&path);
    import(&mut file, &data);
    let request = ImportRequest {
        target: Target::ControlLines,
        ..request(&lines)
    };
    import_as(&mut file, &request);
    let report = Snapshot::new(file.model())
        .check(&Filter::default(), &|| true)
        .expect("read")
        .expect("to the end");
    // Points 0 to 4 lie west of 116.000045°; the file's name says which line it is.
    assert_eq!((report.checked, report.overlaps.len()), (10, 5));
    assert!(
        report
            .overlaps
            .iter()
            .all(|o| o.kind == planning::model::ControlKind::Farmland && o.concern)
    );
}

/// A file of GeoJSON with points and squares scattered over a county, and a field of its own.
fn scattered(folder: &Path, n: usize) -> PathBuf {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for i in 0..n {
        let (x, y) = (
            116.0 + (i * 7919 % 10_007) as f64 * 1e-4,
            35.0 + (i * 104_729 % 9973) as f64 * 1e-4,
        );
        let geometry = match i % 3 {
            0 => format!("{{\"type\":\"Point\",\"coordinates\":[{x},{y}]}}"),
            1 => "null".to_owned(),
            _ => format!(
                "{{\"type\":\"Polygon\",\"coordinates\":[[[{x},{y}],[{0},{y}],[{0},{1}],[{x},{1}],[{x},{y}]]]}}",
                x + 0.003,
                y + 0.002
            ),
        };
        let comma = if i == 0 { "" } else { ",\n" };
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"geometry\":{geometry},\"properties\":{{\"name\":\"第{i}处\",\"施工队\":\"甲“{i}”\\n乙\",\"造价\":{}.5}}}}",
            i % 90
        );
    }
    text.push_str("\n]}\n");
    let path = folder.join("s.geojson");
    std::fs::write(&path, text).expect("written");
    path
}

/// Numbers of the rows that the R-tree of projects finds in a box, and those whose own box meets it.
fn hits(path: &Path, window: [f64; 4]) -> (Vec<i64>, Vec<i64>) {
    let conn = looking(path);
    let [w, e, s, n] = window;
    let found = conn
        .prepare("SELECT id FROM rtree_projects_geometry WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? ORDER BY id")
        .and_then(|mut found| found.query_map([w, e, s, n], |row| row.get(0))?.collect())
        .expect("asked");
    let meets = |row: &Row<'_>| {
        let blob: Vec<u8> = row.get(1)?;
        let [minx, maxx, miny, maxy] = geodata::formats::gpkg_blob::envelope(&blob).expect("a box");
        // As wide as the R-tree keeps it: outward to 32 bits.
        let near = |x: f64| x.abs() * 1.3e-7;
        let meets = maxx + near(maxx) >= w
            && minx - near(minx) <= e
            && maxy + near(maxy) >= s
            && miny - near(miny) <= n;
        Ok((row.get::<_, i64>(0)?, meets))
    };
    let all: Vec<(i64, bool)> = conn
        .prepare("SELECT fid, geometry FROM projects WHERE geometry NOT NULL ORDER BY fid")
        .and_then(|mut all| all.query_map([], meets)?.collect())
        .expect("read");
    let expected = all
        .into_iter()
        .filter(|(_, meets)| *meets)
        .map(|(fid, _)| fid)
        .collect();
    (found, expected)
}

fn looking(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened")
}

fn ask(path: &Path, sql: &str) -> String {
    looking(path)
        .query_row(sql, [], |row| row.get(0))
        .expect("answered")
}

#[test]
fn the_r_tree_of_an_import_is_whole_and_finds_what_lies_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    for (data, rows) in [
        (scattered(folder.path(), 6000), 6000),
        (points(folder.path(), 900), 6900),
    ] {
        let mut file = edited(&path);
        import(&mut file, &data);
        assert_eq!(file.model().count(Kind::Project), rows);
        file.close().expect("closed");
        assert_eq!(ask(&path, "SELECT rtreecheck('rtree_projects_geometry')"), "ok");
        assert_eq!(ask(&path, "PRAGMA integrity_check"), "ok");
        for window in [
            [116.2, 116.3, 35.1, 35.2],
            [116.5, 116.5004, 35.5, 35.5004],
            [115.0, 118.0, 34.0, 37.0],
            [100.0, 101.0, 20.0, 21.0],
        ] {
            let (found, expected) = hits(&path, window);
            assert_eq!(found, expected, "{window:?}");
        }
    }
    // The triggers are back: what is drawn and removed by hand changes the tree too.
    let count = "SELECT CAST(count(*) AS TEXT) FROM rtree_projects_geometry";
    let before: usize = ask(&path, count).parse().expect("a number");
    let mut file = edited(&path);
    let placed = rows(&file)
        .into_iter()
        .find(|r| r.geometry().is_some())
        .expect("one with a place");
    let step = |edit| ChangeRequest {
        name: "改".to_owned(),
        note: None,
        edits: vec![edit],
    };
    let remove = EditRequest::Remove {
        table: "projects".to_owned(),
        id: placed.id().to_owned(),
    };
    file.apply(step(remove), &stamp()).expect("removed");
    file.close().expect("closed");
    assert_eq!(ask(&path, count), (before - 1).to_string());
    let mut file = edited(&path);
    file.undo(&stamp()).expect("taken back");
    let kept = file.attributes(Kind::Project, placed.id()).expect("read");
    assert!(
        kept.is_some(),
        "a row that comes back still has the values of its file"
    );
    file.close().expect("closed");
    assert_eq!(ask(&path, count), before.to_string());
    assert_eq!(ask(&path, "SELECT rtreecheck('rtree_projects_geometry')"), "ok");
}

#[test]
fn values_of_the_file_are_kept_as_it_has_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = scattered(folder.path(), 700);
    let mut file = edited(&path);
    import(&mut file, &data);
    for row in rows(&file).iter().step_by(97) {
        let Record::Project(project) = row else {
            panic!("a project")
        };
        let kept = file
            .attributes(Kind::Project, row.id())
            .expect("read")
            .expect("kept");
        let i: usize = project
            .name
            .trim_matches(['第', '处'])
            .parse()
            .expect("its number");
        let expected = json!({"施工队": format!("甲“{i}”\n乙"), "造价": (i % 90) as f64 + 0.5});
        assert_eq!(kept, expected.to_string());
    }
}

#[test]
fn a_field_that_comes_late_is_imported_as_if_it_had_been_there_from_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let mut text = String::new();
    for i in 0..1500 {
        let late = if i == 1400 {
            ",\"建设内容\":\"铺沥青\""
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[116.5,35.5]}},\"properties\":{{\"name\":\"第{i}处\"{late}}}}}"
        );
    }
    let data = folder.path().join("late.geojsonl");
    std::fs::write(&data, text).expect("written");
    let mut file = edited(&path);
    let progress = Progress::default();
    let report = file
        .import(&request(&data), &stamp(), false, &progress)
        .expect("imported");
    assert_eq!((report.read, report.added), (1500, 1500), "each feature once");
    assert_eq!(progress.now().2, 1500);
    assert_eq!(
        report.mapping[0].1.0.get("content").map(String::as_str),
        Some("建设内容")
    );
    let with_content = rows(&file)
        .iter()
        .filter(|r| matches!(r, Record::Project(p) if p.content.as_deref() == Some("铺沥青")))
        .count();
    assert_eq!(with_content, 1);
}

#[test]
fn an_import_that_closes_leaves_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let data = scattered(folder.path(), 1100);
    let report = edited(&path)
        .import_and_close(&request(&data), &stamp(), false, &Progress::default())
        .expect("imported");
    assert_eq!((report.added, report.unmapped), (1100, 367));
    let mut file = edited(&path);
    assert_eq!(rows(&file).len(), 1100);
    file.undo(&stamp()).expect("taken back");
    assert!(rows(&file).is_empty());
    file.close().expect("closed");
    assert_eq!(ask(&path, "SELECT rtreecheck('rtree_projects_geometry')"), "ok");
}

/// A GeoPackage of so many points and lines, as an export makes it: two layers.
fn layers(folder: &Path, points: usize, lines: usize) -> PathBuf {
    use geo_types::{Geometry, LineString, Point};
    let path = folder.join("layers.gpkg");
    let fields = [Field {
        name: "name".to_owned(),
        kind: FieldKind::Text,
    }];
    let crs = WrittenCrs::Known(Crs::Cgcs2000);
    write_layers(&path, "项目", &crs, &fields, |put| {
        for i in 0..points + lines {
            let (x, y) = (116.0 + i as f64 * 1e-5, 35.5);
            let shape = if i < points {
                Geometry::Point(Point::new(x, y))
            } else {
                Geometry::LineString(LineString::from(vec![(x, y), (x, y + 0.01)]))
            };
            put(Some(&shape), &[Value::Text(format!("第{i}号"))])?;
        }
        Ok::<(), WriteLayersError>(())
    })
    .expect("written");
    path
}

#[test]
fn a_geopackage_of_any_number_of_features_is_read_to_its_end() {
    for (points, lines) in [(254, 0), (255, 0), (256, 0), (1_000, 0), (700, 900)] {
        let folder = tempfile::tempdir().expect("a folder");
        let data = layers(folder.path(), points, lines);
        let found = survey(&data, &Default::default(), &Progress::default());
        assert_eq!(found.expect("read").n, (points + lines) as u64);
        let path = empty_atlas(folder.path());
        let mut file = edited(&path);
        let report = import(&mut file, &data);
        assert_eq!(report.added, (points + lines) as u64);
        assert_eq!(rows(&file).len(), points + lines);
        file.close().expect("closed");
    }
}

#[test]
fn an_atlas_is_read_as_the_geopackage_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = empty_atlas(folder.path());
    let mut file = edited(&path);
    let data = points(folder.path(), 1_000);
    assert_eq!(import(&mut file, &data).added, 1_000);
    file.close().expect("closed");
    let found = survey(&path, &Default::default(), &Progress::default());
    let found = found.expect("read");
    let projects = found.layers.iter().find(|l| l.head.name == "projects");
    assert_eq!(projects.expect("a layer").n, 1_000);
}
