//! Golden files: what every export of one small atlas holds and what the words of the command line print, in
//! tests/golden/, beside the atlas in its text form (tests/golden/atlas/). `make bless` writes them anew.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, PROGRAM};

/// Exports: the file, and the arguments beside atlas and file. The file is kept as it is, of binary formats what
/// `zhentu inspect` says of it.
const EXPORTS: &[(&str, &[&str])] = &[
    ("projects.geojson", &[]),
    ("projects-all.geojson", &["--with-unmapped", "--chinese-labels"]),
    (
        "projects-roads.geojson",
        &["--kind", "road", "--stage", "building"],
    ),
    (
        "projects-town.geojson",
        &["--town", "青禾渡镇", "--with-unmapped"],
    ),
    ("projects.geojsonl", &[]),
    ("projects.csv", &["--with-unmapped"]),
    ("projects-gauss.csv", &["--crs", "EPSG:4548"]),
    ("projects.kml", &["--chinese-labels"]),
    ("projects.dxf", &["--unit", "县交通运输局"]),
    ("projects.gpkg", &["--with-unmapped"]),
    ("projects.shp", &["--crs", "GCJ-02"]),
    ("towns.shp", &["--layer", "towns", "--crs", "GCJ-02"]),
    ("projects.fgb", &["--chinese-labels"]),
    ("projects.xlsx", &["--with-unmapped"]),
    (
        "projects-ledger.xlsx",
        &[
            "--format",
            "ledger",
            "--columns",
            "name,town_name,planned,ends",
            "--sort",
            "ends:desc",
        ],
    ),
    (
        "tasks-ledger.xlsx",
        &["--layer", "tasks", "--format", "ledger", "--per-unit", "sheets"],
    ),
    ("towns.geojson", &["--layer", "towns"]),
    ("towns.csv", &["--layer", "towns"]),
    ("sites.geojson", &["--layer", "sites", "--chinese-labels"]),
    ("sites.csv", &["--layer", "sites"]),
    ("control-lines.geojson", &["--layer", "control-lines"]),
    ("control-lines.csv", &["--layer", "control-lines"]),
    ("tasks.json", &["--layer", "tasks", "--plan", "practice/quality"]),
    ("indicators.json", &["--layer", "indicators"]),
    ("units.json", &["--layer", "units"]),
];

/// Words: the name of the golden file, and the arguments.
const WORDS: &[(&str, &[&str])] = &[
    ("info.txt", &["info", "a.gpkg"]),
    ("info.json", &["info", "a.gpkg", "--json"]),
    ("money.txt", &["money", "a.gpkg", "--as-of", "2026-11-30"]),
    (
        "money.json",
        &["money", "a.gpkg", "--as-of", "2026-11-30", "--json"],
    ),
    ("history.txt", &["history", "a.gpkg"]),
    ("history.json", &["history", "a.gpkg", "--json"]),
    ("check.txt", &["check", "a.gpkg"]),
    ("check.json", &["check", "a.gpkg", "--json"]),
];

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A home with the small atlas in `a.gpkg`.
fn home() -> Home {
    let home = Home::fresh();
    let atlas = home.path("atlas");
    for folder in std::fs::read_dir(golden().join("atlas")).expect("the atlas is there") {
        let folder = folder.expect("a folder").path();
        let to = atlas.join(folder.file_name().expect("a name"));
        std::fs::create_dir_all(&to).expect("made");
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("a file").path();
            std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("copied");
        }
    }
    printed(&home, &["new", "a.gpkg", "--from", "atlas"]);
    home
}

/// Compares with a golden file, or writes it when `BLESS=1`; what differs is added to `faults`.
fn hold(name: &str, found: &[u8], faults: &mut Vec<String>) {
    let path = golden().join(name);
    if std::env::var_os("BLESS").is_some_and(|v| v == "1") {
        std::fs::write(&path, found).expect("the golden file can be written");
        return;
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    if kept == found {
        return;
    }
    let (kept, found) = (String::from_utf8_lossy(&kept), String::from_utf8_lossy(found));
    let mut pairs = (1..).zip(kept.lines().chain(std::iter::repeat("")).zip(found.lines()));
    let first = pairs.find(|(_, (kept, found))| kept != found);
    let (line, (was, is)) = first.unwrap_or((found.lines().count() + 1, ("more lines", "")));
    let cut = |text: &str| text.chars().take(300).collect::<String>();
    faults.push(format!(
        "tests/golden/{name}, line {line}:\n  was {}\n  is  {}",
        cut(was),
        cut(is)
    ));
}

/// Fails with what to look at.
fn settle(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} golden files differ. If the change is meant (CHANGELOG.md, docs/geojson.md), accept it with `make bless` and look \
         through `git diff tests/golden` line by line.\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// What a command prints for a user of the name `test`, with times and the id of the atlas made the same.
fn printed(home: &Home, args: &[&str]) -> Vec<u8> {
    let output = Command::new(PROGRAM)
        .args(args)
        .envs(home.environment())
        .env("USER", "test")
        .current_dir(home.path(""))
        .output()
        .expect("the program starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {error}");
    without_ids(&without_times(&String::from_utf8(output.stdout).expect("UTF-8"))).into_bytes()
}

/// The id that an atlas is given when it is made, made the same.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    for label in ["图册编号 ", "\"atlas_id\": \""] {
        if let Some(at) = rest.find(label) {
            let (before, after) = rest.split_at(at + label.len());
            out.push_str(before);
            out.push_str("<id>");
            rest = &after["01990000-0000-7000-8000-000000000000".len()..];
        }
    }
    out + rest
}

/// Times (2026-01-02T03:04:05.678Z) made the same.
fn without_times(text: &str) -> String {
    const LONG: usize = "2026-01-02T03:04:05.678Z".len();
    let is_time = |bytes: &[u8]| bytes[4] == b'-' && bytes[10] == b'T' && bytes[LONG - 1] == b'Z';
    let mut out = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if rest.len() >= LONG && next.is_ascii_digit() && is_time(&rest.as_bytes()[..LONG]) {
            out.push_str("<time>");
            rest = &rest[LONG..];
        } else {
            out.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

#[test]
fn every_export_of_the_small_atlas_is_as_it_was() {
    let home = home();
    let mut faults = Vec::new();
    for (file, more) in EXPORTS {
        let args = [&["export", "a.gpkg", "-o", file][..], *more].concat();
        let said = printed(&home, &args);
        hold(&format!("{file}.said.txt"), &said, &mut faults);
        let binary = ["gpkg", "shp", "fgb", "xlsx"].iter().any(|e| file.ends_with(e));
        // A Shapefile of several kinds of geometry is several files; what is said names them.
        if *file == "projects.shp" {
            continue;
        }
        if binary {
            let inspected = printed(&home, &["inspect", file]);
            hold(&format!("{file}.inspected.txt"), &inspected, &mut faults);
        } else {
            let bytes = std::fs::read(home.path(file)).expect("it was written");
            hold(file, &bytes, &mut faults);
        }
    }
    settle(&faults);
}

#[test]
fn the_words_of_the_command_line_are_as_they_were() {
    let home = home();
    // A second step for the history, with rows that are changed.
    printed(&home, &["export", "a.gpkg", "-o", "s.geojson", "--kind", "road"]);
    let text = std::fs::read_to_string(home.path("s.geojson")).expect("written");
    let changed = text.replace("\"stage\":\"building\"", "\"stage\":\"suspended\"");
    assert_ne!(text, changed, "some road is being built");
    std::fs::write(home.path("s.geojson"), changed).expect("written");
    printed(&home, &["import", "a.gpkg", "s.geojson"]);
    let mut faults = Vec::new();
    for (name, args) in WORDS {
        hold(name, &printed(&home, args), &mut faults);
    }
    settle(&faults);
}
