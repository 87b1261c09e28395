//! What the core says in its answers and refusals: each language its own.

use serde_json::{Value, json};

use super::*;

/// What the core says in an answer, in Chinese and in English.
fn sentences(answer: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    match answer {
        Value::Object(map) => {
            if let (Some(Value::String(zh)), Some(Value::String(en))) = (map.get("zh"), map.get("en")) {
                found.push((zh.clone(), en.clone()));
            }
            found.extend(map.values().flat_map(sentences));
        }
        Value::Array(all) => found.extend(all.iter().flat_map(sentences)),
        _ => {}
    }
    found
}

fn has_han(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || "，。；：（）、".contains(c))
}

/// Three words of English in a row.
fn has_english_sentence(text: &str) -> bool {
    let mut run = 0;
    text.split(' ').any(|word| {
        let english = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
        run = if english { run + 1 } else { 0 };
        run >= 3
    })
}

/// Holds that the core says something, and each sentence in each language; `names` are those of the data.
fn check_sentences(what: &str, said: &[(String, String)], names: &[String]) {
    assert!(!said.is_empty(), "{what}: nothing is said");
    for (zh, en) in said {
        let without = names
            .iter()
            .fold(en.clone(), |text, name| text.replace(name.as_str(), ""));
        assert!(!has_han(&without), "{what}: {en}");
        assert!(
            !without.trim().is_empty() && !en.contains("Chinese only"),
            "{what}: {en}"
        );
        assert!(has_han(zh) && !has_english_sentence(zh), "{what}: {zh}");
    }
}

/// What the core says of a command that it refuses.
fn refusal(world: &World, name: &str, args: Value) -> Vec<(String, String)> {
    match dispatch(&world.session, name, args) {
        Ok(answer) => panic!("{name} should be refused, but answers {answer}"),
        Err(error) => sentences(&serde_json::to_value(error).expect("it is JSON")),
    }
}

#[test]
fn each_language_of_what_the_core_says_is_its_own() {
    let world = World::new();
    let write = |name: &str, text: &str| {
        std::fs::write(world.path(name), text).expect("it can be written");
        world.path(name)
    };
    let broken = write("broken.gpkg", "no database");
    let open = json!({"path": broken, "read_only": false});
    check_sentences("a broken atlas", &refusal(&world, "open_atlas", open), &[]);
    world.ask(
        "new_atlas",
        json!({"path": world.path("册.gpkg"), "start": "practice"}),
    );
    for (name, text) in [
        (
            "broken.geojson",
            r#"{"type": "FeatureCollection", "features": [{"type""#,
        ),
        ("broken.kml", "<gpx></gpx>"),
        ("broken.dxf", "AutoCAD Binary DXF\r\n\u{1a}\0"),
        ("broken.xlsx", "PK\u{3}\u{4} and nothing"),
        ("broken.shp", "too short"),
    ] {
        let survey = json!({"path": write(name, text), "options": {}});
        check_sentences(name, &refusal(&world, "survey_file", survey), &[]);
    }

    // A bow tie, a height, a coordinate that is none, a town nobody knows.
    let feature = |ring: Value, town: &str| {
        json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"项目名称": town, "项目类型": "道路", "乡镇": town, "竣工日期": "some day", "总投资": "dear"}})
        .to_string()
    };
    let bow = json!([
        [115.2, 33.0, 5.0],
        [115.21, 33.01, 5.0],
        [115.21, 33.0, 5.0],
        [115.2, 33.01, 5.0],
        [115.2, 33.0, 5.0]
    ]);
    let line = json!([[115.3, 33.0], [115.31, 33.0]]);
    let lines = [
        feature(bow, "Nowhere"),
        feature(line, "Nobody"),
        "{not JSON".to_owned(),
    ];
    let file = write("odd.geojsonl", &lines.join("\n"));
    let done = world.import(&file);
    check_sentences("an import", &sentences(&done["warnings"]), &[]);

    for (format, name) in [
        ("shp", "out.shp"),
        ("dxf", "out.dxf"),
        ("csv", "out.csv"),
        ("gpkg", "out.gpkg"),
    ] {
        let request = json!({"layer": "projects", "filter": Filter::default(), "ids": [], "with_unmapped": true,
            "chinese_labels": false, "format": format, "crs": null, "path": world.path(name), "overwrite": false});
        let done = world.ask("export", json!({"request": request}));
        if name != "out.csv" {
            // Layers of a GeoPackage are called in Chinese.
            let layers = ["项目_点", "项目_线", "项目_面", "项目_", "未上图"].map(ToOwned::to_owned);
            check_sentences(name, &sentences(&done["losses"]), &layers);
        }
    }

    let contents = world.ask("contents", json!({}));
    let plan = contents["plans"][0]["id"].clone();
    let removal = world.ask("removal_of", json!({"table": "plans", "ids": [plan]}));
    if removal["blockers"]
        .as_array()
        .is_some_and(|blockers| !blockers.is_empty())
    {
        let names = removal["blockers"].as_array().into_iter().flatten();
        let names: Vec<String> = names
            .flat_map(|blocker| blocker["names"].as_array().cloned().unwrap_or_default())
            .filter_map(|name| name.as_str().map(ToOwned::to_owned))
            .collect();
        let remove = json!({"name": "x", "table": "plans", "ids": [plan]});
        check_sentences("a removal", &refusal(&world, "remove", remove), &names);
    }
    let edits = json!([{"op": "set", "table": "plans", "id": plan, "columns": {"issued_on": "some day"}}]);
    let change = json!({"change": {"name": "x", "note": null, "edits": edits}});
    check_sentences("a change", &refusal(&world, "apply", change), &[]);
}

#[test]
fn steps_that_the_core_names_are_named_in_the_language_of_who_makes_them() {
    let world = World::new();
    let speak = |language: &str| world.ask("set_prefs", json!({"prefs": {"language": language}}));
    speak("en");
    let path = world.path("atlas.gpkg");
    world.ask("new_atlas", json!({"path": path, "start": "practice"}));
    world.import(&world.squares("squares.geojsonl", 2));
    world.ask("close_atlas", json!({}));
    let other = rusqlite::Connection::open(&path).expect("opened");
    let changed = other
        .execute("UPDATE plans SET note = 'seen'", [])
        .expect("changed");
    other.close().expect("closed");
    world.ask("open_atlas", json!({"path": path, "read_only": false}));
    speak("zh-CN");
    world.import(&world.squares("方格.geojsonl", 3));

    let steps = world.ask("history", json!({"table": null, "id": null, "limit": 9}));
    let names: Vec<&str> = steps
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|step| step["name"].as_str())
        .collect();
    let outside = format!("Changes of other programs: plan: {changed}");
    assert_eq!(
        names,
        [
            "导入项目：方格.geojsonl，新增 3 条",
            outside.as_str(),
            "Import (project): squares.geojsonl, 2 added",
            "New atlas: practice atlas",
        ]
    );
}
