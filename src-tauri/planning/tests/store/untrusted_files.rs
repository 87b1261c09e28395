//! Atlases and folders from strangers: nothing of the user's is lost by opening or editing them.

use std::path::{Path, PathBuf};

use crate::fixtures::imports::import_as;
use crate::fixtures::{practice, renamed, stamp};
use planning::atlas_file::AtlasFile;
use planning::import::{ImportRequest, Progress, Target};
use planning::store::{Mode, StoreError};
use rusqlite::Connection;
use serde_json::json;

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
fn an_atlas_opened_through_a_link_is_the_same_atlas() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let elsewhere = dir.path().join("别处");
    std::fs::create_dir(&elsewhere).expect("made");
    let link = elsewhere.join("快捷.gpkg");
    std::os::unix::fs::symlink(&path, &link).expect("linked");
    // Who has it open keeps others from editing it, whichever way they come.
    for (first, second) in [(&path, &link), (&link, &path)] {
        let open = AtlasFile::open(first, Mode::Edit, "张三").expect("opened");
        let refused = AtlasFile::open(second, Mode::Edit, "李四").expect_err("refused");
        assert!(matches!(refused, StoreError::InUse { .. }), "{refused:?}");
        open.close().expect("closed");
    }
    // What stands in the -wal beside the file is seen through the link.
    let before = AtlasFile::open(&path, Mode::Look, "")
        .expect("opened")
        .model()
        .projects
        .len();
    let other = Connection::open(&path).expect("opened");
    other
        .execute_batch(
            "PRAGMA journal_mode = WAL; DELETE FROM projects WHERE fid IN (SELECT fid FROM projects LIMIT 7)",
        )
        .expect("deleted");
    let seen = AtlasFile::open(&link, Mode::Look, "")
        .expect("opened")
        .model()
        .projects
        .len();
    assert_eq!(seen, before - 7);
    drop(other);
    // Nothing lies beside the link, and it is still one.
    let names: Vec<_> = std::fs::read_dir(&elsewhere)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["快捷.gpkg"]);
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
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
    import_as(&mut file, &request);
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

/// A practice atlas altered by these statements, its triggers left or taken away.
fn altered(dir: &Path, triggers: bool, statements: &str) -> PathBuf {
    if !triggers {
        return crate::fixtures::altered(dir, statements);
    }
    let path = practice(dir);
    let conn = Connection::open(&path).expect("opened");
    conn.execute_batch(statements).expect(statements);
    conn.close().expect("closed");
    path
}

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

#[test]
fn an_atlas_whose_tables_are_views_or_compute_their_values_is_refused_at_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let view = |table: &str, columns: &str| {
        format!(
            "ALTER TABLE {table} RENAME TO old_{table}; \
             CREATE VIEW {table} AS {ENDLESS} SELECT {columns} FROM n WHERE i < 0"
        )
    };
    for (table, statements) in [
        (
            "projects",
            view("projects", "i AS fid, i AS id, concat_ws(i, i, i) AS name"),
        ),
        (
            "journal",
            view("journal", "i AS seq, '' AS at, '' AS who, '' AS name"),
        ),
        (
            "zhentu_meta",
            view("zhentu_meta", "'schema_version' AS name, '2' AS value"),
        ),
        (
            "sites",
            "DROP TABLE sites; CREATE VIRTUAL TABLE sites USING rtree(fid, a, b)".to_owned(),
        ),
        (
            "plans",
            "ALTER TABLE plans ADD COLUMN more AS (hex(zeroblob(100000000)))".to_owned(),
        ),
    ] {
        let path = altered(dir.path(), false, &statements);
        for whole in [0, 20_000] {
            let refused = AtlasFile::open_keeping(&path, Mode::Look, "", whole).expect_err(table);
            let words = refused.to_string();
            assert!(
                words.contains(table) && words.contains("不是普通的数据表"),
                "{words}"
            );
        }
        let refused = AtlasFile::open_to_walk(&path).expect_err(table).to_string();
        assert!(refused.contains("不是普通的数据表"), "{refused}");
    }
}

#[test]
fn a_value_of_hundreds_of_megabytes_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(
        dir.path(),
        false,
        "PRAGMA journal_mode = off; UPDATE projects SET content = zeroblob(280000000) WHERE fid = 7",
    );
    for whole in [0, 20_000] {
        let refused = AtlasFile::open_keeping(&path, Mode::Look, "", whole).expect_err("refused");
        assert!(refused.to_string().contains("过大"), "{refused}");
    }
}

#[test]
fn a_stranger_s_triggers_do_not_run_at_our_changes() {
    let dir = tempfile::tempdir().expect("a folder");
    for trigger in [
        "CREATE TRIGGER mine AFTER INSERT ON journal BEGIN DELETE FROM journal; END",
        "CREATE TABLE junk (a); CREATE TRIGGER mine AFTER UPDATE ON projects BEGIN \
         INSERT INTO junk SELECT a.fid FROM projects a, projects b, projects c, projects d, projects e; END",
    ] {
        let path = altered(dir.path(), true, trigger);
        let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("it can be looked at");
        let refused = file.apply(renamed("新名"), &stamp()).expect_err("refused");
        assert!(refused.to_string().contains("触发器“mine”"), "{refused}");
        file.close().expect("closed");
        let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
        assert_eq!(file.journal(None, 9).expect("read").len(), 1, "nothing was done");
    }
    // Within an R-tree SQLite itself allows none.
    let within =
        "CREATE TRIGGER mine AFTER INSERT ON rtree_projects_geometry_rowid BEGIN DELETE FROM plans; END";
    let path = altered(dir.path(), true, within);
    AtlasFile::open(&path, Mode::Edit, "张三").expect_err("refused");
}

#[test]
fn triggers_of_gdal_are_let_be_and_those_of_the_r_tree_are_ours() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(
        dir.path(),
        true,
        "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL); \
         INSERT INTO gpkg_ogr_contents VALUES ('projects', 120); \
         CREATE TRIGGER \"trigger_insert_feature_count_projects\" AFTER INSERT ON \"projects\" BEGIN UPDATE \
         gpkg_ogr_contents SET feature_count = feature_count + 1 WHERE lower(table_name) = lower('projects'); END; \
         CREATE TABLE notes (a); CREATE TRIGGER of_notes AFTER INSERT ON notes BEGIN DELETE FROM notes; END; \
         DROP TRIGGER rtree_projects_geometry_update1; \
         CREATE TRIGGER rtree_projects_geometry_update1 AFTER UPDATE ON projects BEGIN DELETE FROM journal; END; \
         CREATE TRIGGER rtree_projects_geometry_update6 AFTER UPDATE ON projects BEGIN DELETE FROM journal; END",
    );
    let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    file.apply(renamed("新名"), &stamp()).expect("applied");
    assert_eq!(file.journal(None, 9).expect("read").len(), 2);
    file.close().expect("closed");
    let conn = Connection::open(&path).expect("opened");
    let of_tree = |name: &str| -> Option<String> {
        conn.query_row("SELECT sql FROM sqlite_master WHERE name = ?", [name], |row| {
            row.get(0)
        })
        .ok()
    };
    let ours = of_tree("rtree_projects_geometry_update1").expect("there");
    assert!(ours.contains("ST_MinX") && !ours.contains("journal"), "{ours}");
    assert_eq!(of_tree("rtree_projects_geometry_update6"), None);
    assert!(of_tree("of_notes").is_some() && of_tree("trigger_insert_feature_count_projects").is_some());
}

#[cfg(unix)]
#[test]
fn a_name_too_long_for_the_mark_beside_it_is_said_to_be_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(format!("{}.gpkg", "a".repeat(246)));
    std::fs::rename(practice(dir.path()), &path).expect("moved");
    let refused = AtlasFile::open(&path, Mode::Edit, "张三").expect_err("refused");
    assert!(refused.to_string().contains("文件名太长"), "{refused}");
    AtlasFile::open(&path, Mode::Look, "").expect("it can be looked at");
}

#[test]
fn opening_is_broken_off_when_it_is_no_longer_wanted() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let progress = Progress::default();
    progress.stop();
    for whole in [0, 20_000] {
        let done = AtlasFile::open_until_stopped(&path, Mode::Look, "", whole, &progress);
        assert!(matches!(done, Err(StoreError::Stopped)), "{done:?}");
    }
}

/// A GeoPackage of another program with a layer that is a view.
fn with_view(dir: &Path, view: &str) -> PathBuf {
    let path = dir.join("别人的.gpkg");
    let _ = std::fs::remove_file(&path);
    let conn = Connection::open(&path).expect("made");
    conn.execute_batch(&format!(
        "PRAGMA application_id = 1196444487; \
         CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description); \
         CREATE TABLE gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id); \
         CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m); \
         CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom, 名称 TEXT); \
         INSERT INTO roads VALUES (1, x'47500001e61000000101000000000000000000005d400000000000804140', ' 环乡路 '); \
         CREATE VIEW v AS {view}; \
         INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326); \
         INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0)"
    ))
    .expect("filled");
    conn.close().expect("closed");
    path
}

#[test]
fn views_of_other_programs_are_layers_if_they_only_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = with_view(
        dir.path(),
        "SELECT fid, geom, trim(upper(\"名称\")) AS 名称 FROM roads WHERE length(\"名称\") > 2",
    );
    let survey = |path: &Path| planning::import::survey(path, &Default::default(), &Progress::default());
    assert_eq!(survey(&path).expect("read").layers[0].n, 1);
    for hostile in [
        "SELECT fid, geom, concat_ws(名称, 名称, 名称) AS 名称 FROM roads".to_owned(),
        "SELECT fid, geom, hex(randomblob(1000000000)) AS 名称 FROM roads".to_owned(),
        format!("{ENDLESS} SELECT i AS fid, NULL AS geom FROM n WHERE i < 0"),
        format!("{ENDLESS} SELECT i AS fid, NULL AS geom FROM n ORDER BY i DESC"),
    ] {
        let refused = survey(&with_view(dir.path(), &hostile))
            .expect_err("refused")
            .to_string();
        assert!(refused.contains("不允许"), "{hostile}: {refused}");
    }
}

#[test]
fn sqlite_is_one_that_no_file_makes_write_past_its_buffers() {
    // CVE-2025-29087 and CVE-2025-6965 are mended in 3.50.2.
    assert!(rusqlite::version_number() >= 3_050_002, "{}", rusqlite::version());
}
