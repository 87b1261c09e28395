//! Boundaries of regions as a layer of the file: what other programs find there, and what older files held instead.

use std::path::{Path, PathBuf};

use crate::fixtures::imports::import_as;
use crate::fixtures::{created, edited, stamp, title};
use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Target};
use planning::query::Filter;
use planning::store::Mode;
use rusqlite::Connection;
use serde_json::{Value, json};

/// More towns than any batch of the import or of the store takes.
const TOWNS: u32 = 2_500;

/// South-west corner of the square of a town.
fn corner(town: u32) -> (f64, f64) {
    (
        116.0 + f64::from(town % 50) * 0.01,
        35.0 + f64::from(town / 50) * 0.01,
    )
}

fn square((x, y): (f64, f64)) -> Value {
    let side = 0.008;
    json!([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
}

/// An atlas with that many towns, imported with their boundaries.
fn with_towns(folder: &Path, count: u32) -> PathBuf {
    let path = folder.join("a.gpkg");
    created(&path, vec![title()]);
    let features: Vec<Value> = (0..count)
        .map(|n| {
            let shape = json!({"type": "Polygon", "coordinates": [square(corner(n))]});
            json!({"type": "Feature", "properties": {"镇街": format!("第{n}镇")}, "geometry": shape})
        })
        .collect();
    let towns = folder.join("镇界.geojson");
    let all = json!({"type": "FeatureCollection", "features": features});
    std::fs::write(&towns, all.to_string()).expect("written");
    let mut file = edited(&path);
    let request = ImportRequest::of(&towns, Target::Towns);
    import_as(&mut file, &request);
    file.close().expect("closed");
    path
}

fn set(path: &Path, name: &str, columns: &Value) {
    let mut file = edited(path);
    let region = file.model().regions.iter().find(|r| r.name == name);
    let id = region.expect("a town").id.0.clone();
    let edits = vec![EditRequest::Set {
        table: "regions".to_owned(),
        id,
        columns: columns.as_object().expect("columns").clone(),
    }];
    let name = "改镇".to_owned();
    let request = ChangeRequest {
        name,
        note: None,
        edits,
    };
    file.apply(request, &stamp()).expect("applied");
    file.close().expect("closed");
}

fn undo(path: &Path) {
    let mut file = edited(path);
    file.undo(&stamp()).expect("taken back");
    file.close().expect("closed");
}

fn redo(path: &Path) {
    let mut file = edited(path);
    file.redo(&stamp()).expect("done again");
    file.close().expect("closed");
}

fn asked<T: rusqlite::types::FromSql>(path: &Path, sql: &str) -> T {
    let conn = Connection::open(path).expect("opened");
    conn.query_row(sql, [], |row| row.get(0)).expect(sql)
}

/// Does what another program does that knows no function of the triggers.
fn raw(path: &Path, sql: &str) {
    let conn = Connection::open(path).expect("opened");
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("read");
    for name in triggers {
        conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))
            .expect("dropped");
    }
    conn.execute_batch(sql).expect(sql);
}

/// Boundaries by the name of their region, as the program reads them.
fn outlines(path: &Path) -> Vec<(String, String)> {
    let file = AtlasFile::open(path, Mode::Look, "").expect("opened");
    let known = file.model().regions.iter();
    let mut known: Vec<_> = known
        .filter_map(|r| Some((r.name.clone(), r.outline.as_ref()?.to_text())))
        .collect();
    file.close().expect("closed");
    known.sort();
    known
}

/// Rows of the layer, and of its R-tree those whose box is that of a row (32-bit floats, widened).
fn layer(path: &Path) -> (i64, i64) {
    let conn = Connection::open(path).expect("opened");
    let mut rows = conn
        .prepare("SELECT fid, geometry FROM region_outlines")
        .expect("a layer");
    let rows = rows.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let (mut all, mut indexed) = (0, 0);
    for row in rows.expect("asked") {
        let (fid, blob) = row.expect("a row");
        assert_eq!(&blob[..2], b"GP");
        assert_eq!(i32::from_le_bytes(blob[4..8].try_into().expect("four")), 4490);
        let number = |at: usize| f64::from_le_bytes(blob[at..at + 8].try_into().expect("eight"));
        let [west, east, south, north] = [8, 16, 24, 32].map(number);
        let near = "SELECT count(*) FROM rtree_region_outlines_geometry WHERE id = ?1 AND minx BETWEEN ?2 - 1e-4 AND ?2 \
             AND maxx BETWEEN ?3 AND ?3 + 1e-4 AND miny BETWEEN ?4 - 1e-4 AND ?4 AND maxy BETWEEN ?5 AND ?5 + 1e-4";
        let found = conn.query_row(near, (fid, west, east, south, north), |row| row.get::<_, i64>(0));
        all += 1;
        indexed += found.expect("asked");
    }
    let in_tree: i64 = conn
        .query_row("SELECT count(*) FROM rtree_region_outlines_geometry", [], |row| {
            row.get(0)
        })
        .expect("a tree");
    assert_eq!(in_tree, indexed, "nothing else in the R-tree");
    (all, indexed)
}

#[test]
fn each_boundary_is_a_row_of_a_layer_that_the_standard_s_tables_tell_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = with_towns(folder.path(), TOWNS);
    assert_eq!(layer(&path), (2500, 2500));
    let contents: String = asked(
        &path,
        "SELECT data_type || ' ' || srs_id || ' ' || (SELECT geometry_type_name FROM gpkg_geometry_columns g \
         WHERE g.table_name = c.table_name AND column_name = 'geometry') || ' ' || (SELECT extension_name FROM \
         gpkg_extensions e WHERE e.table_name = c.table_name) FROM gpkg_contents c WHERE table_name = 'region_outlines'",
    );
    assert_eq!(contents, "features 4490 MULTIPOLYGON gpkg_rtree_index");
    for (column, expected) in [
        ("min_x", 116.0),
        ("min_y", 35.0),
        ("max_x", 116.49 + 0.008),
        ("max_y", 35.49 + 0.008),
    ] {
        let bound: f64 = asked(
            &path,
            &format!("SELECT {column} FROM gpkg_contents WHERE table_name = 'region_outlines'"),
        );
        assert!((bound - expected).abs() < 1e-9, "{column}: {bound}");
    }
    let held = "SELECT count(*) FROM pragma_table_info('regions') WHERE name = 'outline'";
    assert_eq!(asked::<i64>(&path, held), 0, "it stands in one place");
    assert_eq!(outlines(&path).len(), 2500);
}

#[test]
fn the_layer_follows_every_change_of_its_regions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = with_towns(folder.path(), 40);
    let before = outlines(&path);
    let moved = "POLYGON((117 36,118 36,118 37,117 36))";
    set(&path, "第7镇", &json!({ "outline": moved }));
    assert_eq!(layer(&path), (40, 40));
    let east: f64 = asked(
        &path,
        "SELECT max_x FROM gpkg_contents WHERE table_name = 'region_outlines'",
    );
    assert!((east - 118.0).abs() < 1e-9, "{east}");
    assert!(outlines(&path).contains(&("第7镇".to_owned(), moved.to_owned())));
    set(&path, "第8镇", &json!({ "name": "新名" }));
    let renamed = "SELECT count(*) FROM region_outlines WHERE name = '新名'";
    assert_eq!(asked::<i64>(&path, renamed), 1, "its name stands beside it");
    set(&path, "第9镇", &json!({ "outline": null }));
    assert_eq!(layer(&path), (39, 39));
    for _ in 0..3 {
        undo(&path);
    }
    assert_eq!((layer(&path), outlines(&path)), ((40, 40), before.clone()));
    undo(&path);
    assert_eq!((layer(&path), outlines(&path)), ((0, 0), Vec::new()));
    redo(&path);
    assert_eq!((layer(&path), outlines(&path)), ((40, 40), before));
    // What cannot be done again any more leaves no shelf behind.
    undo(&path);
    let mut file = edited(&path);
    let row = json!({"id": "990101", "name": "某县", "level": "county", "precision": "none"});
    let put = EditRequest::Put {
        table: "regions".to_owned(),
        row: row.as_object().expect("columns").clone(),
    };
    let request = ChangeRequest {
        name: "添加".to_owned(),
        note: None,
        edits: vec![put],
    };
    file.apply(request, &stamp()).expect("applied");
    file.close().expect("closed");
    let shelves = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'shelf%'";
    assert_eq!(asked::<i64>(&path, shelves), 0);
}

#[test]
fn what_another_program_draws_in_the_layer_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = with_towns(folder.path(), 3);
    // As QGIS does it: the shape of another row is put in; the row of a region that is not there stays its own.
    raw(
        &path,
        "UPDATE region_outlines SET geometry = (SELECT geometry FROM region_outlines WHERE name = '第2镇') WHERE name = '第0镇'; \
         INSERT INTO region_outlines (region, name, geometry) SELECT 'nobody', 'x', geometry FROM region_outlines LIMIT 1",
    );
    let read = outlines(&path);
    assert_eq!(read.len(), 3);
    assert_eq!(read[0].1, read[2].1);
    assert_ne!(read[0].1, read[1].1);
}

fn fixture(folder: &Path, version: u32) -> PathBuf {
    let kept = format!("tests/fixtures/schema-{version}-towns.gpkg");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(kept);
    let path = folder.join(format!("{version}.gpkg"));
    std::fs::copy(kept, &path).expect("the fixture");
    path
}

/// Boundaries of the fixture as they stood after its last step.
fn kept() -> Vec<(String, String)> {
    let two = "MULTIPOLYGON(((119.5 36.5,119.55 36.5,119.55 36.55,119.5 36.55,119.5 36.5)),\
         ((119.5 36.6,119.55 36.6,119.55 36.65,119.5 36.65,119.5 36.6),";
    let file = [
        ("乙镇", "POLYGON((119.6 36.5,119.65 36.5,119.65 36.6,119.6 36.5))"),
        ("甲镇", two),
    ];
    file.map(|(name, text)| (name.to_owned(), text.to_owned()))
        .to_vec()
}

fn same_as_kept(read: &[(String, String)]) {
    let kept = kept();
    assert_eq!(read.len(), kept.len(), "{read:?}");
    for ((name, text), (kept_name, begins)) in read.iter().zip(&kept) {
        assert_eq!(name, kept_name);
        assert!(text.starts_with(begins.as_str()), "{text}");
    }
}

#[test]
fn texts_of_an_older_file_become_the_layer_at_its_first_change() {
    boundaries_outlast_the_first_change(3);
}

#[test]
fn the_layer_of_an_older_file_outlasts_its_first_change() {
    boundaries_outlast_the_first_change(4);
}

/// Looks at the fixture of a version, changes it, and takes all of its steps back and does them again.
fn boundaries_outlast_the_first_change(version: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), version);
    let bytes = std::fs::read(&path).expect("read");
    same_as_kept(&outlines(&path));
    assert!(
        std::fs::read(&path).expect("read") == bytes,
        "looking changes nothing"
    );

    set(&path, "丙镇", &json!({"note": "一个附注"}));
    same_as_kept(&outlines(&path));
    assert_eq!(layer(&path), (2, 2));
    let held = "SELECT count(*) FROM pragma_table_info('regions') WHERE name = 'outline'";
    assert_eq!(asked::<i64>(&path, held), 0);
    let west: f64 = asked(
        &path,
        "SELECT min_x FROM gpkg_contents WHERE table_name = 'region_outlines'",
    );
    assert!((west - 119.5).abs() < 1e-9, "{west}");

    // The steps of the older version are taken back one by one, from what its journal says.
    undo(&path);
    undo(&path);
    assert_eq!(outlines(&path).len(), 3, "丙镇 has its boundary again");
    undo(&path);
    let before = outlines(&path);
    assert!(
        before.iter().all(|(_, text)| text.starts_with("MULTIPOLYGON")),
        "{before:?}"
    );
    undo(&path);
    assert_eq!((layer(&path), outlines(&path)), ((0, 0), Vec::new()));
    for _ in 0..3 {
        redo(&path);
    }
    same_as_kept(&outlines(&path));
    let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    assert_eq!(file.check_journal().expect("read").faults, Vec::new());
    file.close().expect("closed");
}

#[test]
fn an_import_that_the_older_version_took_back_is_done_again_with_its_boundaries() {
    for version in [3, 4] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fixture(folder.path(), version);
        redo(&path);
        let names: Vec<String> = outlines(&path).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["丁镇", "乙镇", "戊镇", "甲镇"]);
        assert_eq!(layer(&path), (4, 4));
    }
}

#[test]
fn a_text_that_is_no_boundary_stays_where_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), 3);
    raw(&path, "UPDATE regions SET outline = '一个圈' WHERE name = '丙镇'");
    let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    let report = file.ask(|index| index.check(&Filter::default(), &|| true));
    let unread = report.expect("checked").expect("to the end").unread;
    assert_eq!(unread.len(), 1);
    assert_eq!(
        (unread[0].column.as_str(), unread[0].name.as_str()),
        ("outline", "丙镇")
    );
    file.close().expect("closed");
    set(&path, "甲镇", &json!({"note": "一个附注"}));
    same_as_kept(&outlines(&path));
    let left: String = asked(&path, "SELECT group_concat(outline) FROM regions");
    assert_eq!(left, "一个圈");
}

#[test]
fn what_others_made_of_the_old_column_stops_no_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), 3);
    raw(
        &path,
        "CREATE INDEX theirs ON regions (outline); CREATE VIEW half AS SELECT outline FROM regions, not_there",
    );
    set(&path, "甲镇", &json!({"note": "一个附注"}));
    same_as_kept(&outlines(&path));
    let left = "SELECT count(*) FROM regions WHERE outline NOT NULL";
    assert_eq!(asked::<i64>(&path, left), 0, "no boundary stands in two places");
}
