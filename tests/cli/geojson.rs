//! `zhentu export` to GeoJSON: RFC 7946, read by others, narrowed by every filter.

use serde_json::Value;

use crate::home::Home;
use crate::tools;

/// Exports with these words; the features of the file.
fn exported(home: &Home, out: &str, more: &[&str]) -> Vec<Value> {
    let mut args = vec!["export", "a.gpkg", "-o", out];
    args.extend(more);
    let output = home.zhentu(&args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = std::fs::read_to_string(home.path(out)).expect("the file is there");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(file["type"], "FeatureCollection");
    file["features"].as_array().expect("features").clone()
}

fn numbers(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        Value::Number(number) => found.push(number.to_string()),
        _ => {}
    }
}

#[test]
fn every_layer_passes_the_linter_and_turns_its_rings_to_the_right_hand() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    for layer in ["projects", "towns", "sites"] {
        let out = format!("{layer}.geojson");
        let features = exported(&home, &out, &["--layer", layer, "--with-unmapped"]);
        assert!(!features.is_empty(), "{layer} has features");
        let issues = tools::lint_geojson(&home.path(&out));
        assert!(issues.is_empty(), "{layer}: {issues:?}");
        let read = tools::gdal("geojson.py", &home.path(&out));
        assert_eq!(read["features"], features.len(), "GDAL reads all of {layer}");
        assert_eq!(read["system"], "EPSG:4326");
        assert_eq!(
            read["turned"],
            serde_json::json!([]),
            "{layer}: rings that turn the wrong way"
        );
        assert_eq!(
            read["invalid"],
            serde_json::json!([]),
            "{layer}: geometries GDAL calls invalid"
        );
    }
}

#[test]
fn chinese_labels_stand_beside_the_features() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let path = home.path("labels.geojson");
    let out = path.to_str().expect("UTF-8");
    let output = home.zhentu(&["export", "a.gpkg", "-o", out, "--chinese-labels"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let file: Value = serde_json::from_slice(&std::fs::read(&path).expect("written")).expect("JSON");
    assert_eq!(file["labels"]["planned_wan_yuan"], "计划资金(万元)");
    assert_eq!(file["labels"]["kind="]["road"], "道路交通");
    assert!(file["features"].as_array().is_some_and(|f| f.len() > 80));
}

#[test]
fn coordinates_have_seven_decimals_at_most_and_lie_in_degrees() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let mut found = Vec::new();
    for feature in exported(&home, "x.geojson", &[]) {
        numbers(&feature["geometry"]["coordinates"], &mut found);
    }
    assert!(
        found.len() > 240,
        "120 projects have more numbers than {}",
        found.len()
    );
    for number in &found {
        let decimals = number.split_once('.').map_or(0, |(_, d)| d.len());
        assert!(decimals <= 7, "{number} has {decimals} decimals");
        assert!(!number.contains('e'), "{number} is written out");
        assert!(number.parse::<f64>().is_ok_and(|n| n.abs() <= 180.0), "{number}");
    }
    assert!(
        found
            .iter()
            .any(|n| n.split_once('.').is_some_and(|(_, d)| d.len() >= 6)),
        "and not fewer than they need"
    );
}

#[test]
fn what_has_no_place_is_left_out_or_has_a_null_geometry_when_asked() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let info = home.info(&atlas);
    let count = |what: &str| info["projects"][what].as_u64().expect("a count") as usize;
    // What stands at its county has no place of its own, but a point.
    let (total, unmapped) = (count("total"), count("unmapped") - count("at_county"));
    assert!(unmapped > 0, "some projects have no place");
    let placed = exported(&home, "placed.geojson", &[]);
    assert_eq!(placed.len(), total - unmapped);
    assert!(placed.iter().all(|f| !f["geometry"].is_null()));
    let all = exported(&home, "all.geojson", &["--with-unmapped"]);
    assert_eq!(all.len(), total);
    assert_eq!(all.iter().filter(|f| f["geometry"].is_null()).count(), unmapped);
}

#[test]
fn what_is_left_out_is_said() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let projects = home.info(&atlas)["projects"].clone();
    let count = |what: &str| projects[what].as_u64().expect("a count");
    let unmapped = (count("unmapped") - count("at_county")).to_string();
    let output = home.zhentu(&["export", "a.gpkg", "-o", "x.geojson"]);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("未上图") && said.contains(&unmapped), "{said}");
}

#[test]
fn features_carry_what_the_documented_schema_promises() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/geojson.md");
    let documented = std::fs::read_to_string(schema).expect("docs/geojson.md describes the properties");
    for feature in exported(&home, "x.geojson", &[]) {
        let properties = feature["properties"].as_object().expect("properties");
        for key in ["name", "kind", "stage", "precision"] {
            assert!(
                properties
                    .get(key)
                    .is_some_and(|v| v.as_str().is_some_and(|s| !s.is_empty())),
                "{key} of {feature}"
            );
        }
        assert!(feature.get("id").is_some_and(|id| !id.is_null()), "an id");
        // The keys are documented: docs/geojson.md names every one of them.
        for key in properties.keys() {
            assert!(
                documented.contains(&format!("`{key}`")),
                "docs/geojson.md does not describe {key}"
            );
        }
    }
}

#[test]
fn every_filter_narrows_the_export_to_what_it_says() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let all = exported(&home, "all.geojson", &["--with-unmapped"]);
    for (option, key) in [("--kind", "kind"), ("--stage", "stage")] {
        let word = all[0]["properties"][key].as_str().expect("a word").to_owned();
        let expected = all
            .iter()
            .filter(|f| f["properties"][key] == word.as_str())
            .count();
        let found = exported(&home, "some.geojson", &["--with-unmapped", option, &word]);
        assert_eq!(found.len(), expected, "{option} {word}");
        assert!(expected < all.len(), "{option} {word} narrows");
    }
    let lacking = exported(
        &home,
        "lacking.geojson",
        &["--with-unmapped", "--lacks", "未上图"],
    );
    let unmapped = all.iter().filter(|f| f["geometry"].is_null()).count();
    assert_eq!(lacking.len(), unmapped);
    assert!(unmapped > 0 && lacking.iter().all(|f| f["geometry"].is_null()));
    let west = 1e3_f64.min(
        all.iter()
            .filter_map(|f| first(&f["geometry"]))
            .map(|p| p.0)
            .fold(f64::MAX, f64::min),
    );
    let east = all
        .iter()
        .filter_map(|f| first(&f["geometry"]))
        .map(|p| p.0)
        .fold(f64::MIN, f64::max);
    let half = format!("{west},-90,{},90", (west + east) / 2.0);
    let found = exported(&home, "half.geojson", &["--bbox", &half]);
    let placed = all.iter().filter(|f| !f["geometry"].is_null()).count();
    assert!(
        !found.is_empty() && found.len() < placed,
        "{} of {placed} lie in the western half",
        found.len()
    );
    assert!(
        exported(&home, "sea.geojson", &["--bbox", "0,0,1,1"]).is_empty(),
        "none lies in the Gulf of Guinea"
    );
}

/// The first position of a geometry.
fn first(geometry: &Value) -> Option<(f64, f64)> {
    let mut at = geometry.get("coordinates")?;
    while at[0].is_array() {
        at = &at[0];
    }
    Some((at[0].as_f64()?, at[1].as_f64()?))
}

#[test]
fn a_town_or_a_unit_narrows_by_its_name() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let all = exported(&home, "all.geojson", &["--with-unmapped"]);
    let towns = exported(&home, "towns.geojson", &["--layer", "towns"]);
    let mut together = 0;
    for town in &towns {
        let name = town["properties"]["name"].as_str().expect("a name");
        together += exported(&home, "some.geojson", &["--with-unmapped", "--town", name]).len();
    }
    assert!(
        together > 0 && together <= all.len(),
        "{together} projects in towns, {} in all",
        all.len()
    );
}

#[test]
fn an_export_is_the_same_bytes_each_time() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    exported(&home, "one.geojson", &[]);
    exported(&home, "two.geojson", &[]);
    assert!(
        std::fs::read(home.path("one.geojson")).expect("one")
            == std::fs::read(home.path("two.geojson")).expect("two")
    );
}

#[test]
fn the_practice_atlas_says_in_every_export_that_it_is_invented() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    for layer in ["projects", "towns", "sites"] {
        exported(&home, "x.geojson", &["--layer", layer]);
        let text = std::fs::read_to_string(home.path("x.geojson")).expect("readable");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        let marked = file
            .as_object()
            .expect("an object")
            .iter()
            .filter(|(k, _)| *k != "features")
            .any(|(_, v)| {
                let v = v.to_string();
                v.contains("演练") || v.contains("\"practice\":true")
            });
        assert!(
            marked || file["practice"] == true,
            "{layer}: the file is marked 演练"
        );
    }
}
