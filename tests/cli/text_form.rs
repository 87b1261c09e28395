//! An atlas written as text and read again is the same atlas.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::home::Home;

/// Files below a folder by their relative path.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(at) = todo.pop() {
        for entry in std::fs::read_dir(&at).expect("a folder").flatten() {
            if entry.path().is_dir() {
                todo.push(entry.path());
            } else {
                let name = entry
                    .path()
                    .strip_prefix(folder)
                    .expect("below it")
                    .display()
                    .to_string();
                found.insert(
                    name,
                    std::fs::read_to_string(entry.path()).expect("the text form is UTF-8 text"),
                );
            }
        }
    }
    found
}

/// The first file of that name below a folder.
pub fn table(folder: &Path, name: &str) -> PathBuf {
    let found = contents(folder).into_keys().find(|path| path.ends_with(name));
    folder.join(found.unwrap_or_else(|| panic!("no {name} below {}", folder.display())))
}

/// What an atlas holds, without its id: each that is made has one of its own.
fn counts(home: &Home, atlas: &Path) -> serde_json::Value {
    let mut info = home.info(atlas);
    let id = info.as_object_mut().and_then(|info| info.remove("atlas_id"));
    assert!(id.is_some_and(|id| id.is_string()), "an id of its own");
    info
}

fn round_trip(with: &str) {
    let home = Home::fresh();
    let first = home.atlas("first.gpkg", &[with]);
    let written = home.zhentu(&["export", "first.gpkg", "--layer", "all", "-o", "text"]);
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let second = home.atlas(
        "second.gpkg",
        &["--from", home.path("text").to_str().expect("UTF-8")],
    );
    let again = home.zhentu(&["export", "second.gpkg", "--layer", "all", "-o", "again"]);
    assert!(
        again.status.success(),
        "{}",
        String::from_utf8_lossy(&again.stderr)
    );

    let (text, twice) = (contents(&home.path("text")), contents(&home.path("again")));
    assert!(
        text.len() > 5,
        "the text form has a file a table: {:?}",
        text.keys()
    );
    assert_eq!(text.keys().collect::<Vec<_>>(), twice.keys().collect::<Vec<_>>());
    for (name, before) in &text {
        for (number, (a, b)) in before.lines().zip(twice[name].lines()).enumerate() {
            assert_eq!(a, b, "{name}, line {}", number + 1);
        }
        assert_eq!(before.len(), twice[name].len(), "length of {name}");
    }
    assert_eq!(
        counts(&home, &first),
        counts(&home, &second),
        "and it counts the same"
    );
}

#[test]
fn the_five_plans_survive_the_way_through_text() {
    round_trip("--seeds");
}

#[test]
fn the_practice_atlas_survives_the_way_through_text() {
    round_trip("--practice");
}

#[test]
fn the_seeds_of_the_repository_are_what_the_program_carries() {
    let home = Home::fresh();
    let built_in = home.atlas("built-in.gpkg", &["--seeds"]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let read = home.atlas("read.gpkg", &["--from", folder.to_str().expect("UTF-8")]);
    assert_eq!(counts(&home, &built_in), counts(&home, &read));
}

/// Writes the practice atlas as text and gives the folder.
fn practice_text(home: &Home) -> PathBuf {
    home.atlas("first.gpkg", &["--practice"]);
    let written = home.zhentu(&["export", "first.gpkg", "--layer", "all", "-o", "text"]);
    assert!(written.status.success());
    home.path("text")
}

/// What `new --from` says of a folder it refuses.
fn refusal(home: &Home, folder: &Path) -> String {
    let output = home.zhentu(&["new", "second.gpkg", "--from", folder.to_str().expect("UTF-8")]);
    assert!(
        (1..=100).contains(&output.status.code().expect("an exit code")),
        "it is refused"
    );
    assert!(!home.path("second.gpkg").exists(), "and nothing is made");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_bad_row_of_a_text_form_is_told_with_file_and_line() {
    let home = Home::fresh();
    let folder = practice_text(&home);
    let units = table(&folder, "units.csv");
    let text = std::fs::read_to_string(&units).expect("read");
    let lines = text.lines().count();
    std::fs::write(&units, format!("{text}只有一列\n,没有编号的单位\n")).expect("written");
    let gates = table(&folder, "gates.csv");
    let text = std::fs::read_to_string(&gates).expect("read");
    std::fs::write(&gates, text.replacen("planning", "someday", 2)).expect("written");

    let told = refusal(&home, &folder);
    assert!(told.contains(&format!("units.csv 第 {} 行", lines + 1)), "{told}");
    assert!(told.contains(&format!("units.csv 第 {} 行", lines + 2)), "{told}");
    assert_eq!(told.matches("gates.csv 第").count(), 2, "{told}");
    assert!(told.contains("共 4 处问题"), "{told}");
}

#[test]
fn of_many_bad_rows_the_first_hundred_are_told_and_the_rest_is_counted() {
    let home = Home::fresh();
    let folder = practice_text(&home);
    let gates = table(&folder, "gates.csv");
    let text = std::fs::read_to_string(&gates).expect("read");
    let bad = text.replace(",planning,", ",someday,");
    let count = bad.matches(",someday,").count();
    assert!(count > 100, "enough of them: {count}");
    std::fs::write(&gates, bad).expect("written");
    let told = refusal(&home, &folder);
    assert_eq!(told.matches("gates.csv 第").count(), 100, "{told}");
    assert!(told.contains(&format!("另有 {} 处", count - 100)), "{told}");
}

#[test]
fn a_report_on_a_project_that_is_not_there_is_told_with_file_and_line() {
    let home = Home::fresh();
    let folder = practice_text(&home);
    let reports = table(&folder, "progress.csv");
    let text = std::fs::read_to_string(&reports).expect("read");
    std::fs::write(&reports, text.replace("practice/p001,", "practice/p999,")).expect("written");
    let told = refusal(&home, &folder);
    assert!(
        told.contains("progress.csv 第") && told.contains("practice/p999"),
        "{told}"
    );
}
