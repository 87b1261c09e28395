//! The atlas file as other programs see it, and that looking leaves it alone.

use std::path::Path;

use crate::home::Home;
use crate::tools;

fn stands_alone(atlas: &Path) {
    for ending in ["-wal", "-shm", "-journal"] {
        let beside = format!("{}{ending}", atlas.display());
        assert!(!Path::new(&beside).exists(), "{beside} is left over");
    }
}

#[test]
fn gdal_s_validator_accepts_a_new_atlas() {
    let home = Home::fresh();
    for (name, with) in [
        ("空.gpkg", &[][..]),
        ("五个方案.gpkg", &["--seeds"]),
        ("演练.gpkg", &["--practice"]),
    ] {
        let atlas = home.atlas(name, with);
        if let Err(problems) = tools::validate_gpkg(&atlas) {
            panic!("{name}: {problems}");
        }
        stands_alone(&atlas);
    }
}

#[test]
fn gdal_reads_every_layer_with_its_geometry_type_system_and_chinese_names() {
    let home = Home::fresh();
    let layers = tools::gdal("layers.py", &home.atlas("演练.gpkg", &["--practice"]));
    let layers = layers.as_array().expect("a list of layers");
    let mut with_geometry = 0;
    let mut chinese = 0;
    for layer in layers.iter().filter(|l| l["has_geometry"] == true) {
        with_geometry += 1;
        let name = layer["name"].as_str().expect("a name");
        let system = layer["system"].as_str().unwrap_or("none");
        assert!(
            ["EPSG:4490", "EPSG:4326"].contains(&system),
            "{name} is in {system}"
        );
        assert_eq!(
            layer["not_as_declared"], 0,
            "{name} declares {} and holds {}",
            layer["declared"], layer["kinds"]
        );
        if let Some(extent) = layer["extent"].as_array() {
            let [west, east, south, north] = [0, 1, 2, 3].map(|i| extent[i].as_f64().expect("a number"));
            assert!(
                70.0 < west && west <= east && east < 140.0,
                "{name} lies between {west} and {east}"
            );
            assert!(
                15.0 < south && south <= north && north < 55.0,
                "{name} lies between {south} and {north}"
            );
        }
        chinese += layer["names"]
            .as_array()
            .expect("names")
            .iter()
            .filter(|n| {
                n.as_str()
                    .is_some_and(|n| n.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
            })
            .count();
    }
    assert!(
        with_geometry >= 3,
        "towns, sites and projects at least: {layers:?}"
    );
    assert!(
        chinese >= 120,
        "Chinese names come through, but only {chinese} were read"
    );
}

#[test]
fn looking_at_an_atlas_changes_no_byte_of_it() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let before = std::fs::read(&atlas).expect("readable");
    let written = std::fs::metadata(&atlas)
        .and_then(|m| m.modified())
        .expect("a time");
    home.info(&atlas);
    home.json(&["history", "a.gpkg", "--json"]);
    for layer in ["projects", "towns", "sites"] {
        let output = home.zhentu(&[
            "export",
            "a.gpkg",
            "--layer",
            layer,
            "-o",
            &format!("{layer}.geojson"),
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(
        before == std::fs::read(&atlas).expect("readable"),
        "the bytes are the same"
    );
    assert_eq!(
        written,
        std::fs::metadata(&atlas)
            .and_then(|m| m.modified())
            .expect("a time")
    );
    stands_alone(&atlas);
}

#[test]
fn an_atlas_that_may_only_be_read_can_be_looked_at() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let mut rights = std::fs::metadata(&atlas).expect("there").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&atlas, rights).expect("rights can be taken");
    assert_eq!(home.info(&atlas)["projects"]["total"], 120);
    stands_alone(&atlas);
}

#[test]
fn an_atlas_that_was_not_copied_whole_is_said_to_be_damaged() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let bytes = std::fs::read(&atlas).expect("read");
    let part = home.path("half.gpkg");
    for share in [10, 60, 99] {
        std::fs::write(&part, &bytes[..bytes.len() * share / 100]).expect("written");
        let refused = home.zhentu(&["info", "half.gpkg"]);
        let words = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{words}");
        assert!(words.contains("half.gpkg") && words.contains("已损坏"), "{words}");
        assert!(!words.contains("malformed"), "{words}");
    }
}

#[test]
fn a_change_that_another_program_left_half_done_is_not_counted() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let conn = rusqlite::Connection::open(&atlas).expect("opened");
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'projects'")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("read");
    for name in triggers {
        conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))
            .expect("dropped");
    }
    // So little memory that the file itself is written to before the end; a copy of both is what a crash leaves.
    conn.execute_batch(
        "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; DELETE FROM projects WHERE fid % 2 = 0",
    )
    .expect("half done");
    let left = home.path("left.gpkg");
    std::fs::copy(&atlas, &left).expect("copied");
    std::fs::copy(home.path("a.gpkg-journal"), home.path("left.gpkg-journal")).expect("copied");
    drop(conn);
    assert_eq!(home.info(&left)["projects"]["total"], 120);
    stands_alone(&left);
}

#[cfg(unix)]
#[test]
fn an_import_into_a_folder_of_a_stranger_overwrites_no_file_of_the_user() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let victim = home.path("重要.txt");
    std::fs::write(&victim, "mine").expect("written");
    std::os::unix::fs::symlink(&victim, home.path(".~lock.a.gpkg#")).expect("linked");
    std::fs::write(home.path("p.csv"), "名称,经度,纬度\n甲,116,35\n").expect("written");
    let refused = home.zhentu(&[
        "import",
        "a.gpkg",
        "p.csv",
        "--as",
        "projects",
        "--crs",
        "EPSG:4490",
    ]);
    let words = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(words.contains("锁文件"), "{words}");
    assert_eq!(std::fs::read_to_string(&victim).expect("still there"), "mine");
}

#[test]
fn the_journal_says_who_did_what_and_when() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let steps = home.json(&["history", "a.gpkg", "--json"]);
    let steps = steps.as_array().expect("a list of steps");
    assert!(!steps.is_empty(), "making an atlas is the first step");
    for step in steps {
        for key in ["seq", "at", "who", "name"] {
            assert!(step.get(key).is_some_and(|v| !v.is_null()), "{key} of {step}");
        }
        let at = step["at"].as_str().expect("a time");
        assert!(
            at.starts_with("20") && at.ends_with('Z') && at.contains('T'),
            "{at} is RFC 3339 in UTC"
        );
    }
    let told = home.zhentu(&["history", "a.gpkg"]);
    assert!(told.status.success() && !told.stdout.is_empty());
}

#[test]
fn gdal_draws_the_boundaries_of_towns() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &[]);
    let square = |n: u32| {
        let (x, y) = (116.0 + 0.01 * f64::from(n % 50), 35.0 + 0.01 * f64::from(n / 50));
        let ring = [
            [x, y],
            [x + 0.008, y],
            [x + 0.008, y + 0.008],
            [x, y + 0.008],
            [x, y],
        ];
        serde_json::json!({"type": "Feature", "properties": {"镇街": format!("第{n}镇")},
            "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let features: Vec<_> = (0..1_500).map(square).collect();
    let towns = serde_json::json!({"type": "FeatureCollection", "features": features});
    std::fs::write(home.path("镇界.geojson"), towns.to_string()).expect("written");
    let done = home.zhentu(&["import", "a.gpkg", "镇界.geojson", "--as", "towns"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    tools::validate_gpkg(&atlas).unwrap_or_else(|problems| panic!("{problems}"));
    let layers = tools::gdal("layers.py", &atlas);
    let layers = layers.as_array().expect("layers");
    let drawn = layers
        .iter()
        .find(|layer| layer["name"] == "region_outlines")
        .expect("a layer");
    assert_eq!(drawn["kinds"], serde_json::json!({"MULTIPOLYGON": 1500}));
    assert_eq!(drawn["not_as_declared"], 0);
    assert_eq!(drawn["system"], "EPSG:4490");
    assert_eq!(drawn["names"][7], "第7镇");
    let extent: Vec<f64> = serde_json::from_value(drawn["extent"].clone()).expect("numbers");
    for (found, expected) in extent.iter().zip([116.0, 116.498, 35.0, 35.298]) {
        assert!((found - expected).abs() < 1e-5, "{extent:?}");
    }
}
