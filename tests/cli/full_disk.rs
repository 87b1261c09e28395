//! Where nothing more can be written: the exit code and a sentence say so, and nothing is left behind.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use crate::home::{Home, PROGRAM};

fn names(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.path("")).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs the program with files of at most some kilobytes, so that writing fails as on a full disk.
fn with_small_files(home: &Home, args: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh", PROGRAM])
        .args(args)
        .envs(home.environment())
        .current_dir(home.path(""))
        .output()
        .expect("the program starts")
}

#[test]
fn every_format_says_in_words_that_the_disk_is_full() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let before = names(&home);
    for ending in [
        "geojson", "geojsonl", "csv", "xlsx", "kml", "fgb", "shp", "dxf", "gpkg",
    ] {
        let file = format!("o.{ending}");
        let output = with_small_files(&home, &["export", "a.gpkg", "-o", &file]);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{ending}: {message}");
        assert!(message.starts_with("zhentu: "), "{ending}: {message}");
        assert!(!message.contains("panicked"), "{ending}: {message}");
        assert_eq!(names(&home), before, "{ending}: nothing is left behind");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn words_that_cannot_be_written_are_an_error() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    for args in [
        &["info", "a.gpkg"][..],
        &["history", "a.gpkg"],
        &["check", "a.gpkg"],
        &["export", "a.gpkg", "-o", "o.geojson"],
        &["--help"],
    ] {
        let output = Command::new(PROGRAM)
            .args(args)
            .envs(home.environment())
            .current_dir(home.path(""))
            .stdout(File::options().write(true).open("/dev/full").expect("there"))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let mut child = Command::new(PROGRAM)
        .args(["check", "a.gpkg", "--json"])
        .envs(home.environment())
        .current_dir(home.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), message.as_ref()), (Some(0), ""));
}
