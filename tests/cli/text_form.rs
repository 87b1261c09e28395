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
    assert_eq!(home.info(&first), home.info(&second), "and it counts the same");
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
    assert_eq!(home.info(&built_in), home.info(&read));
}
