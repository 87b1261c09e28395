//! `zhentu inspect`, `import`, `check` and the exports that are not GeoJSON: what is written is read again, by others
//! and by ourselves, and bad input is refused in words.

use serde_json::{Value, json};

use crate::home::Home;
use crate::tools;

pub fn ok(home: &Home, args: &[&str]) -> String {
    let output = home.zhentu(args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn refused(home: &Home, args: &[&str]) -> String {
    let output = home.zhentu(args);
    let code = output.status.code().expect("it ended by itself");
    assert!((1..=100).contains(&code), "{args:?} ended with {code}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The JSON object on the last line.
pub fn last_json(text: &str) -> Value {
    let line = text.trim_end().lines().last().expect("a line");
    serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))
}

pub fn inspect(home: &Home, file: &str) -> Value {
    last_json(&ok(home, &["inspect", file, "--json"]))
}

pub fn import(home: &Home, atlas: &str, file: &str, more: &[&str]) -> Value {
    let mut args = vec!["import", atlas, file, "--json"];
    args.extend(more);
    last_json(&ok(home, &args))
}

pub fn collection(features: Vec<Value>) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

pub fn square(west: f64, south: f64, size: f64) -> Value {
    let (east, north) = (west + size, south + size);
    json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

pub fn projects(home: &Home, atlas: &str) -> u64 {
    last_json(&ok(home, &["info", atlas, "--json"]).replace('\n', ""))["projects"]["total"]
        .as_u64()
        .expect("a count")
}

#[test]
fn every_format_that_is_written_is_read_again() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let reference = inspect(&home, {
        ok(&home, &["export", "a.gpkg", "-o", "out.geojson"]);
        "out.geojson"
    });
    let n = reference["n"].as_u64().expect("n");
    assert!(n > 100, "{n}");
    for (format, crs) in [
        ("geojsonl", "EPSG:4326"),
        ("gpkg", "EPSG:4490"),
        ("kml", "EPSG:4326"),
        ("fgb", "EPSG:4490"),
        ("csv", "EPSG:4490"),
        ("xlsx", "EPSG:4490"),
    ] {
        let out = format!("out.{format}");
        ok(&home, &["export", "a.gpkg", "-o", &out, "--format", format]);
        let read = inspect(&home, &out);
        assert_eq!(read["n"], n, "{format}");
        let layers = read["layers"].as_array().expect("layers");
        assert!(
            layers.iter().all(|l| l["crs"] == crs),
            "{format}: {:?}",
            layers[0]["crs"]
        );
        let chinese = matches!(format, "csv" | "xlsx");
        let name = if chinese { "名称" } else { "name" };
        let fields = layers[0]["fields"].as_array().expect("fields");
        assert!(fields.iter().any(|f| f == name), "{format}: {fields:?}");
    }
    let written = ok(&home, &["export", "a.gpkg", "-o", "plots.shp"]);
    assert!(
        written.contains("10 字节"),
        "names that are cut are told: {written}"
    );
    let parts: u64 = ["point", "multipoint", "line", "polygon"]
        .iter()
        .map(|kind| {
            inspect(&home, &format!("plots-{kind}.shp"))["n"]
                .as_u64()
                .expect("n")
        })
        .sum();
    assert_eq!(parts, n);
    assert!(
        home.path("plots.fields.csv").exists(),
        "the table of names stands beside"
    );
    let drawing = ok(&home, &["export", "a.gpkg", "-o", "out.dxf"]);
    assert!(
        drawing.contains("没有写出"),
        "fields a drawing cannot carry are told: {drawing}"
    );
    assert!(inspect(&home, "out.dxf")["n"].as_u64() >= Some(n));
}

#[test]
fn an_exported_geopackage_passes_the_validator_in_degrees_and_in_metres() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    for (out, crs, code) in [
        ("d.gpkg", None, "EPSG:4490"),
        ("m.gpkg", Some("EPSG:4547"), "EPSG:4547"),
    ] {
        let mut args = vec!["export", "a.gpkg", "-o", out, "--with-unmapped"];
        args.extend(crs.iter().flat_map(|c| ["--crs", c]));
        ok(&home, &args);
        tools::validate_gpkg(&home.path(out)).unwrap_or_else(|problems| panic!("{out}: {problems}"));
        let layers = tools::gdal("layers.py", &home.path(out));
        let layers = layers.as_array().expect("layers");
        let total: u64 = layers.iter().filter_map(|l| l["features"].as_u64()).sum();
        assert_eq!(total, 120, "{out}");
        for l in layers.iter().filter(|l| l["has_geometry"] == true) {
            assert_eq!(l["system"], code, "{out}");
            assert_eq!(l["not_as_declared"], 0, "{out}: {}", l["name"]);
        }
    }
}

#[test]
fn what_was_exported_comes_back_as_the_same_rows() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    ok(&home, &["export", "a.gpkg", "-o", "out.fgb"]);
    let again = import(&home, "a.gpkg", "out.fgb", &["--dry-run"]);
    assert_eq!(again["added"], 0, "{again}");
    // Also those that are only known to lie in a town, and are shown at it: its point does not become theirs.
    assert_eq!(again["read"], again["unchanged"], "{again}");
    // Seven decimals move a vertex by millimetres: these rows are updated, none is doubled.
    ok(&home, &["export", "a.gpkg", "-o", "out.geojson"]);
    let rounded = import(&home, "a.gpkg", "out.geojson", &[]);
    assert_eq!(rounded["added"], 0, "{rounded}");
    assert_eq!(projects(&home, "a.gpkg"), 120);
}

#[test]
fn a_trial_writes_nothing_and_an_import_is_one_step() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    ok(&home, &["export", "a.gpkg", "-o", "out.xlsx"]);
    home.atlas("b.gpkg", &[]);
    let before = std::fs::read(home.path("b.gpkg")).expect("the file");
    let trial = import(&home, "b.gpkg", "out.xlsx", &["--dry-run"]);
    assert_eq!(trial["added"], trial["read"]);
    assert_eq!(
        std::fs::read(home.path("b.gpkg")).expect("the file"),
        before,
        "not a byte changed"
    );
    let done = import(&home, "b.gpkg", "out.xlsx", &[]);
    assert_eq!(done["added"], trial["added"]);
    assert_eq!(
        projects(&home, "b.gpkg"),
        done["added"].as_u64().expect("a count")
    );
    let steps: Value = serde_json::from_str(&ok(&home, &["history", "b.gpkg", "--json"])).expect("JSON");
    let names: Vec<&str> = steps
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|s| s["name"].as_str())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("导入项目：out.xlsx"), "{names:?}");
    tools::validate_gpkg(&home.path("b.gpkg")).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn metres_without_a_system_are_refused_until_one_is_named() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    // Zone 39 without prefix: 500 km is 117° E; 3,950 km north is near 35.7° N.
    std::fs::write(
        home.path("p.csv"),
        "项目名称,东坐标,北坐标\n环镇路,501000,3950000\n水厂,502000,3951000\n",
    )
    .expect("written");
    let words = refused(&home, &["import", "a.gpkg", "p.csv"]);
    assert!(words.contains("坐标系") && words.contains("EPSG:"), "{words}");
    assert_eq!(projects(&home, "a.gpkg"), 0);
    let done = import(&home, "a.gpkg", "p.csv", &["--crs", "EPSG:4548"]);
    assert_eq!(done["added"], 2, "{done}");
    ok(&home, &["export", "a.gpkg", "-o", "out.geojson"]);
    let file: Value = serde_json::from_str(&std::fs::read_to_string(home.path("out.geojson")).expect("read"))
        .expect("JSON");
    let at = &file["features"][0]["geometry"]["coordinates"];
    let (lon, lat) = (at[0].as_f64().expect("lon"), at[1].as_f64().expect("lat"));
    // pyproj 3.7, EPSG:4548 to EPSG:4490.
    assert!(
        (lon - 117.0110464).abs() < 2e-7 && (lat - 35.6796684).abs() < 2e-7,
        "{lon}, {lat}"
    );
}

#[test]
fn xian_1980_needs_parameters_or_a_word_that_none_are_wanted() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    std::fs::write(home.path("p.csv"), "名称,x,y\n甲,501000,3950000\n").expect("written");
    let words = refused(&home, &["import", "a.gpkg", "p.csv", "--crs", "EPSG:2384"]);
    assert!(words.contains("参数"), "{words}");
    let done = import(
        &home,
        "a.gpkg",
        "p.csv",
        &["--crs", "EPSG:2384", "--shift", "none", "--dry-run"],
    );
    assert_eq!(done["added"], 1, "{done}");
}

#[test]
fn footprints_in_control_lines_are_found_with_area_and_share() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let feature = |name: &str, geometry: Value| json!({"type": "Feature", "properties": {"名称": name}, "geometry": geometry});
    // The project covers the eastern half of the farmland.
    std::fs::write(
        home.path("p.geojson"),
        collection(vec![
            feature("厂区", square(116.505, 35.7, 0.01)),
            feature("远处", square(117.0, 35.7, 0.01)),
        ]),
    )
    .expect("written");
    std::fs::write(
        home.path("c.geojson"),
        collection(vec![feature("甲片", square(116.5, 35.7, 0.01))]),
    )
    .expect("written");
    import(&home, "a.gpkg", "p.geojson", &[]);
    let lines = import(
        &home,
        "a.gpkg",
        "c.geojson",
        &[
            "--as",
            "control-lines",
            "--control-kind",
            "farmland",
            "--dated",
            "2024",
        ],
    );
    assert_eq!(lines["added"], 1, "{lines}");
    let report: Value = serde_json::from_str(&ok(&home, &["check", "a.gpkg", "--json"])).expect("JSON");
    assert_eq!(report["checked"], 2);
    let overlaps = report["overlaps"].as_array().expect("a list");
    assert_eq!(overlaps.len(), 1, "{overlaps:?}");
    let o = &overlaps[0];
    assert_eq!(
        (&o["project_name"], &o["kind"], &o["dated"]),
        (&json!("厂区"), &json!("farmland"), &json!("2024"))
    );
    // 0.005° × 0.01° at 35.7° N on the ellipsoid (pyproj 3.7 Geod): 502,055.3 m².
    let area = o["area_m2"].as_f64().expect("a number");
    assert!((area - 502_055.3).abs() < 1.0, "{area}");
    assert!((o["percent"].as_f64().expect("a number") - 50.0).abs() < 1e-3);
    assert!((o["area_mu"].as_f64().expect("a number") - area * 3.0 / 2000.0).abs() < 1e-9);
}

#[test]
fn the_same_project_twice_and_a_project_outside_its_county_are_told() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let point = |name: &str, town: &str, lon: f64, lat: f64| json!({"type": "Feature", "properties": {"项目名称": name, "所在镇街": town}, "geometry": {"type": "Point", "coordinates": [lon, lat]}});
    std::fs::write(
        home.path("p.geojson"),
        collection(vec![
            point("环镇北路改造工程", "汶上县", 116.49, 35.73),
            point("环镇北路改造项目", "汶上县", 116.4901, 35.7301),
            point("误标的水厂", "汶上县", 121.0, 31.0),
        ]),
    )
    .expect("written");
    let done = import(&home, "a.gpkg", "p.geojson", &[]);
    assert_eq!(done["added"], 3, "{done}");
    let report: Value = serde_json::from_str(&ok(&home, &["check", "a.gpkg", "--json"])).expect("JSON");
    let pairs = report["duplicates"].as_array().expect("a list");
    assert!(
        pairs
            .iter()
            .any(|d| d["names"] == json!(["环镇北路改造工程", "环镇北路改造项目"])),
        "{pairs:?}"
    );
    let outside = report["outside"].as_array().expect("a list");
    assert!(
        outside
            .iter()
            .any(|o| o["name"] == "误标的水厂" && o["county"] == "汶上县"),
        "{outside:?}"
    );
    assert!(
        !outside.iter().any(|o| o["name"] == "环镇北路改造工程"),
        "{outside:?}"
    );
}

#[test]
fn gbk_without_a_word_is_read_right() {
    let home = Home::fresh();
    let (text, _, _) = encoding_rs::GBK.encode("项目名称,经度,纬度\n汶上县环城路拓宽,116.49,35.73\n");
    std::fs::write(home.path("gbk.csv"), text).expect("written");
    let read = inspect(&home, "gbk.csv");
    assert_eq!(read["n"], 1);
    assert!(
        read["layers"][0]["encoding"]
            .as_str()
            .is_some_and(|e| e.eq_ignore_ascii_case("gb18030") || e.eq_ignore_ascii_case("gbk"))
    );
    assert!(
        read["layers"][0]["fields"]
            .as_array()
            .is_some_and(|f| f.iter().any(|f| f == "项目名称"))
    );
}

#[test]
fn broken_files_are_refused_with_their_name() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let atlas = std::fs::read(home.path("a.gpkg")).expect("read");
    let files: [(&str, &[u8]); 6] = [
        ("empty.geojson", b""),
        ("cut.gpkg", &atlas[..5000]),
        (
            "wrong.shp",
            b"this is no shapefile at all, only words in a row to fill it",
        ),
        ("wrong.xlsx", b"PK\x03\x04 but nothing behind it"),
        ("noise.bin", &[7; 4096]),
        ("deep.geojson", &[b'['; 100_000]),
    ];
    for (name, bytes) in files {
        std::fs::write(home.path(name), bytes).expect("written");
        let words = refused(&home, &["inspect", name, "--json"]);
        assert!(words.contains(name), "{name}: {words}");
        let words = refused(&home, &["import", "a.gpkg", name]);
        assert!(words.contains(name), "{name}: {words}");
    }
    refused(&home, &["inspect", "not-there.kml"]);
    assert_eq!(projects(&home, "a.gpkg"), 0);
    assert_eq!(
        std::fs::read(home.path("a.gpkg")).expect("read"),
        atlas,
        "the atlas is as it was"
    );
}

#[test]
fn a_geopackage_with_an_endless_view_is_broken_off() {
    let home = Home::fresh();
    let make = "import sqlite3,sys\n\
        c=sqlite3.connect(sys.argv[1])\n\
        c.executescript('''PRAGMA application_id=1196444487;\n\
        CREATE TABLE gpkg_spatial_ref_sys(srs_name,srs_id,organization,organization_coordsys_id,definition,description);\n\
        CREATE TABLE gpkg_contents(table_name,data_type,identifier,description,last_change,min_x,min_y,max_x,max_y,srs_id);\n\
        CREATE TABLE gpkg_geometry_columns(table_name,column_name,geometry_type_name,srs_id,z,m);\n\
        CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x AS fid, NULL AS geom FROM n WHERE x < 0;\n\
        INSERT INTO gpkg_contents(table_name,data_type,identifier,srs_id) VALUES('v','features','v',4326);\n\
        INSERT INTO gpkg_geometry_columns VALUES('v','geom','POINT',4326,0,0);''')\n";
    let done = std::process::Command::new("python3")
        .args(["-c", make])
        .arg(home.path("endless.gpkg"))
        .status()
        .expect("python3 is there");
    assert!(done.success());
    let words = refused(&home, &["inspect", "endless.gpkg", "--json"]);
    assert!(words.contains("endless.gpkg"), "{words}");
}
