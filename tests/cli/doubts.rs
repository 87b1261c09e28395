//! What is doubted or refused of a file, the same when it is looked at and when it is imported.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::home::Home;
use crate::imports::{import, inspect, last_json, ok, projects, refused};

/// Warnings of an answer in JSON.
fn warnings(answer: &Value) -> Vec<String> {
    let texts = answer["warnings"].as_array().expect("warnings").iter();
    texts.map(|w| w.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn inspect_says_every_doubt_that_an_import_has() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let atlas = std::fs::read(home.path("a.gpkg")).expect("read");
    let bow_tie = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"结"},"geometry":
        {"type":"Polygon","coordinates":[[[116.4,35.7],[116.5,35.8],[116.5,35.7],[116.4,35.8],[116.4,35.7]]]}}]}"#;
    let files = [
        ("dates.csv", "项目名称,开工时间\n甲,待定\n乙,2025-13\n", "待定"),
        ("far.csv", "项目名称,经度,纬度\n甲,80.1,41.2\n", "远离"),
        ("swapped.csv", "项目名称,经度,纬度\n甲,35.7,116.4\n", "纬度"),
        ("town.csv", "项目名称,所在乡镇\n甲,没有这个镇\n", "没有这个镇"),
        ("bow.geojson", bow_tie, "结"),
        (
            "metres.csv",
            "项目名称,东坐标,北坐标\n甲,453860,3955704\n",
            "EPSG:4548",
        ),
    ];
    for (name, text, word) in files {
        std::fs::write(home.path(name), text).expect("written");
        let looked = last_json(&ok(&home, &["inspect", name, "--atlas", "a.gpkg", "--json"]));
        let (looked, mut said) = (warnings(&looked), Vec::new());
        let tried = home.zhentu(&["import", "a.gpkg", name, "--dry-run", "--json"]);
        if tried.status.code() == Some(1) {
            // What keeps it from being imported at all is a doubt too.
            assert!(looked.iter().any(|w| w.contains(word)), "{name}: {looked:?}");
        } else {
            said = warnings(&last_json(&String::from_utf8_lossy(&tried.stdout)));
        }
        for warning in &said {
            assert!(
                looked.contains(warning),
                "{name}: {warning} is not among {looked:?}"
            );
        }
        if word != "结" {
            assert!(looked.iter().any(|w| w.contains(word)), "{name}: {looked:?}");
        }
    }
    // Without an atlas nothing is said of names that it would have or not.
    let alone = warnings(&inspect(&home, "town.csv"));
    assert!(!alone.iter().any(|w| w.contains("没有这个镇")), "{alone:?}");
    let alone = warnings(&inspect(&home, "dates.csv"));
    assert!(alone.iter().any(|w| w.contains("待定")), "{alone:?}");
    let now = std::fs::read(home.path("a.gpkg")).expect("read");
    assert_eq!(now, atlas, "the atlas is as it was");
}

#[test]
fn what_holds_nothing_usable_is_refused_when_looked_at() {
    let home = Home::fresh();
    let files = [
        ("head.csv", "项目名称,经度,纬度\n"),
        ("none.geojson", r#"{"type":"FeatureCollection","features":[]}"#),
    ];
    for (name, text) in files {
        std::fs::write(home.path(name), text).expect("written");
        let words = refused(&home, &["inspect", name]);
        assert!(
            words.contains(name) && words.contains("没有可以导入"),
            "{name}: {words}"
        );
    }
}

#[test]
fn a_script_sees_by_the_exit_code_that_an_import_was_partial() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let file = |second: &str| {
        let first = r#"{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":[116.4,35.7]}}"#;
        format!(r#"{{"type":"FeatureCollection","features":[{first},{second}]}}"#)
    };
    let whole = r#"{"type":"Feature","properties":{"name":"乙"},"geometry":{"type":"Point","coordinates":[116.5,35.7]}}"#;
    let off = r#"{"type":"Feature","properties":{"name":"丙"},"geometry":{"type":"Point","coordinates":[500,35.7]}}"#;
    for (name, second, code) in [("whole.geojson", whole, 0), ("partial.geojson", off, 3)] {
        std::fs::write(home.path(name), file(second)).expect("written");
        for trial in [&["--dry-run"][..], &[]] {
            let args = [&["import", "a.gpkg", name, "--json"], trial].concat();
            let done = home.zhentu(&args);
            assert_eq!(done.status.code(), Some(code), "{args:?}");
            let report = last_json(&String::from_utf8_lossy(&done.stdout));
            assert_eq!(report["partial"], code == 3, "{report}");
        }
    }
    assert_eq!(projects(&home, "a.gpkg"), 4, "what could be taken is there");
}

#[test]
fn systems_are_suggested_by_the_nearest_town_of_the_atlas_not_by_the_middle_of_all() {
    let home = Home::fresh();
    // Five plans from Shandong to Jilin; the metres are those of a place in 汶上, zone 39.
    home.atlas("a.gpkg", &["--seeds"]);
    std::fs::write(home.path("m.csv"), "项目名称,东坐标,北坐标\n甲,453860,3955704\n").expect("written");
    let words = refused(&home, &["import", "a.gpkg", "m.csv"]);
    let (_, likely) = words.split_once("可能是：").expect("what it may be");
    assert!(
        likely.starts_with("EPSG:4548（") && likely.contains("km"),
        "{words}"
    );
    assert!(words.contains("--crs EPSG:4548"), "{words}");
}

#[test]
fn eastings_without_the_zone_number_that_the_file_states_are_read_in_the_same_zone() {
    let home = Home::fresh();
    // EPSG:4527 has 39 before its eastings, EPSG:4548 is the same zone without.
    for (stated, east, read) in [(4527, 454_860, "EPSG:4548"), (4548, 39_454_860, "EPSG:4527")] {
        home.atlas("a.gpkg", &[]);
        let file = json!({
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": format!("urn:ogc:def:crs:EPSG::{stated}")}},
            "features": [{"type": "Feature", "properties": {"name": "甲"},
                "geometry": {"type": "Point", "coordinates": [east, 3_955_704]}}],
        });
        std::fs::write(home.path("p.geojson"), file.to_string()).expect("written");
        let done = import(&home, "a.gpkg", "p.geojson", &[]);
        assert_eq!(
            (&done["unmapped"], &done["crs"]["p"]),
            (&json!(0), &json!(read)),
            "{done}"
        );
        assert!(warnings(&done).iter().any(|w| w.contains("带号")), "{done}");
        ok(&home, &["export", "a.gpkg", "-o", "out.geojson"]);
        let out = std::fs::read_to_string(home.path("out.geojson")).expect("read");
        let out: Value = serde_json::from_str(&out).expect("JSON");
        let lon = out["features"][0]["geometry"]["coordinates"][0]
            .as_f64()
            .expect("lon");
        // pyproj 3.7, EPSG:4527 to EPSG:4490.
        assert!((lon - 116.501_052).abs() < 1e-6, "{lon}");
        std::fs::remove_file(home.path("a.gpkg")).expect("removed");
        std::fs::remove_file(home.path("out.geojson")).expect("removed");
    }
}

#[test]
fn metres_with_the_northing_first_are_told_how_to_be_turned() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let file = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"local"}},"features":[{"type":"Feature",
        "properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":[3955704,39453860]}}]}"#;
    std::fs::write(home.path("m.geojson"), file).expect("written");
    let words = refused(&home, &["import", "a.gpkg", "m.geojson"]);
    assert!(
        words.contains("EPSG:4527 X↔Y（") && words.contains("--crs EPSG:4527 --swap-xy"),
        "{words}"
    );
    let done = import(&home, "a.gpkg", "m.geojson", &["--crs", "EPSG:4527", "--swap-xy"]);
    assert_eq!(done["unmapped"], 0, "{done}");
}

/// Files with what may be doubted, of every format.
fn samples() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/tests/corpus");
    let folders = [
        "csv",
        "dxf",
        "flatgeobuf",
        "geojson",
        "gpx",
        "kml",
        "kmz",
        "ods",
        "shapefile",
        "shapefile_zip",
        "xls",
        "xlsx",
    ];
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(corpus.join(folder)).expect("a folder"));
    let files = files.map(|entry| entry.expect("an entry").path());
    let is_data = |path: &PathBuf| {
        !path
            .extension()
            .is_some_and(|e| ["shx", "dbf", "prj", "cpg"].iter().any(|p| e == *p))
    };
    let mut files: Vec<PathBuf> = files.filter(is_data).collect();
    files.sort();
    files
}

#[test]
fn inspect_says_every_doubt_that_an_import_of_any_sample_has() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let (mut compared, mut said) = (0, 0);
    for path in samples() {
        let file = path.to_str().expect("a name");
        let states_none = ["csv", "dxf"]
            .iter()
            .any(|ending| path.extension().is_some_and(|e| e == *ending));
        let systems = [&[][..], &["--crs", "EPSG:4548"]];
        for &system in &systems[..1 + usize::from(states_none)] {
            let looked =
                home.zhentu(&[&["inspect", file, "--atlas", "a.gpkg", "--json"][..], system].concat());
            let tried = home.zhentu(&[&["import", "a.gpkg", file, "--dry-run", "--json"], system].concat());
            let stdout = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).into_owned();
            match (looked.status.code(), tried.status.code()) {
                (Some(0), Some(0 | 3)) => {
                    let known = warnings(&last_json(&stdout(&looked)));
                    for warning in warnings(&last_json(&stdout(&tried))) {
                        assert!(
                            known.contains(&warning),
                            "{file} {system:?}: {warning} is not among {known:?}"
                        );
                        said += 1;
                    }
                    compared += 1;
                }
                // What keeps the file from being imported is a doubt of its own.
                (Some(0), Some(1)) => {
                    let why = String::from_utf8_lossy(&tried.stderr).into_owned();
                    let known = warnings(&last_json(&stdout(&looked)));
                    let told = known.iter().any(|w| why.contains(w.as_str()));
                    assert!(told, "{file} {system:?}: {why} is not among {known:?}");
                }
                (Some(1), Some(1)) => {}
                other => panic!("{file} {system:?}: {other:?}"),
            }
        }
    }
    assert!(compared > 8 && said > 5, "{compared} files, {said} warnings");
}

#[test]
fn shares_in_words_packed_degrees_and_corners_come_in_from_a_ledger() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let rows = "项目名称,形象进度,经度,纬度\n甲,百分之六十,1163021.5,354224.5\n乙,六成五,1163021.5,354224.5\n丙,完成60﹪,1163021.5,354224.5\n\
        丁,60-70%,1163021.5,354224.5\n戊,３０％,1163021.5,354224.5\n合计,,,\n";
    std::fs::write(home.path("台账.csv"), rows).expect("written");
    let report = import(&home, "a.gpkg", "台账.csv", &[]);
    assert_eq!(
        report["partial"], false,
        "a total that is passed over is no loss: {report}"
    );
    std::fs::write(
        home.path("比例.csv"),
        "项目名称,完成比例\n己,0.6\n庚,0.355\n辛,1\n",
    )
    .expect("written");
    let shares = import(&home, "a.gpkg", "比例.csv", &[]);
    assert!(
        warnings(&shares).iter().any(|w| w.contains("按比例读取")),
        "{shares}"
    );
    std::fs::write(home.path("地块.txt"), "J1 3955704.0 39453860.0\nJ2 3955704.0 39454060.0\nJ3 3955904.0 39454060.0\nJ4 3955904.0 39453860.0\n")
        .expect("written");
    import(&home, "a.gpkg", "地块.txt", &["--crs", "EPSG:4527"]);
    ok(&home, &["export", "a.gpkg", "-o", "o.geojson", "--with-unmapped"]);
    let text = std::fs::read_to_string(home.path("o.geojson")).expect("read");
    let read: Value = serde_json::from_str(&text).expect("GeoJSON");
    let of = |name: &str| {
        let all = read["features"].as_array().expect("features");
        all.iter()
            .find(|f| f["properties"]["name"] == name)
            .unwrap_or_else(|| panic!("{name}"))
            .clone()
    };
    for (name, percent) in [
        ("甲", json!(60.0)),
        ("乙", json!(65.0)),
        ("丙", json!(60.0)),
        ("丁", Value::Null),
        ("戊", json!(30.0)),
        ("己", json!(60.0)),
        ("庚", json!(35.5)),
        ("辛", json!(100.0)),
    ] {
        assert_eq!(
            of(name)["properties"]["percent"].as_f64(),
            percent.as_f64(),
            "{name}"
        );
    }
    let at = &of("甲")["geometry"]["coordinates"];
    let off = |i: usize, d: f64, m: f64, s: f64| {
        (at[i].as_f64().expect("a number") - d - m / 60.0 - s / 3600.0).abs()
    };
    assert!(
        off(0, 116.0, 30.0, 21.5) < 1e-6 && off(1, 35.0, 42.0, 24.5) < 1e-6,
        "{at}"
    );
    let area = of("地块-1")["properties"]["area_m2"].as_f64().expect("an area");
    // 200 m by 200 m on the plane; 46 km off the meridian a square metre of it is 0.99995 on the ground.
    assert!((area - 39_997.9).abs() < 0.1, "{area}");
}

#[test]
fn degrees_are_doubted_where_metres_were_chosen() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    std::fs::write(home.path("p.csv"), "项目名称,经度,纬度\n甲,116.5,35.7\n").expect("written");
    let report = import(&home, "a.gpkg", "p.csv", &["--crs", "EPSG:4548", "--dry-run"]);
    assert!(
        warnings(&report).iter().any(|w| w.contains("像是经纬度")),
        "{report}"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_no_files_and_a_link_is_what_it_leads_to() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    for ending in ["geojson", "csv", "shp", "kml", "gpkg", "xlsx", "dxf", "fgb"] {
        let (pipe, device) = (format!("p.{ending}"), format!("d.{ending}"));
        let made = std::process::Command::new("mkfifo")
            .arg(home.path(&pipe))
            .status();
        assert!(made.expect("mkfifo runs").success());
        std::os::unix::fs::symlink("/dev/zero", home.path(&device)).expect("linked");
        for file in [&pipe, &device] {
            for args in [&["inspect", file][..], &["import", "a.gpkg", file]] {
                let words = refused(&home, args);
                assert!(words.contains(file.as_str()), "{args:?}: {words}");
            }
        }
    }
    std::fs::create_dir(home.path("elsewhere")).expect("made");
    std::fs::write(
        home.path("elsewhere/real.csv"),
        "项目名称,经度,纬度\n甲,116.5,35.7\n",
    )
    .expect("written");
    std::os::unix::fs::symlink(home.path("elsewhere/real.csv"), home.path("link.csv")).expect("linked");
    assert_eq!(import(&home, "a.gpkg", "link.csv", &[])["added"], 1);
}
