//! Where nothing more can be written: the exit code and a sentence say so, and nothing is left behind.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use crate::home::{Home, PROGRAM};

/// What lies in the folder of a test.
pub fn names(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.path("")).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs the program with files of at most some kilobytes, so that writing fails as on a full disk.
fn with_small_files(home: &Home, args: &[&str]) -> Output {
    limited(home, "trap '' XFSZ; ulimit -f 8", args)
}

/// Runs the program under a limit that a shell sets.
fn limited(home: &Home, limit: &str, args: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{limit}; exec \"$@\""), "sh", PROGRAM])
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
    std::fs::write(home.path("p.csv"), "项目名称,经度,纬度\n甲,116.5,35.7\n").expect("written");
    for args in [
        &["info", "a.gpkg"][..],
        &["history", "a.gpkg"],
        &["check", "a.gpkg"],
        &["export", "a.gpkg", "-o", "o.geojson"],
        &["inspect", "p.csv"],
        &["inspect", "p.csv", "--json"],
        &["import", "a.gpkg", "p.csv", "--dry-run"],
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

/// What an atlas holds, as the program says it.
fn told(home: &Home, atlas: &str) -> (String, String) {
    let said = |args: &[&str]| {
        let output = home.zhentu(args);
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    (said(&["info", atlas, "--json"]), said(&["history", atlas]))
}

#[test]
fn a_new_atlas_that_does_not_fit_is_none() {
    let home = Home::fresh();
    let before = names(&home);
    for more in [&["--practice"][..], &["--seeds"], &[]] {
        let args = [&["new", "a.gpkg"], more].concat();
        let output = with_small_files(&home, &args);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {message}");
        assert!(
            message.starts_with("zhentu: ") && !message.contains("panicked"),
            "{message}"
        );
        assert_eq!(names(&home), before, "{args:?}: nothing is left behind");
    }
}

#[test]
fn an_import_that_does_not_fit_leaves_atlas_and_journal_as_they_were() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let rows: String = (0..3000)
        .map(|i| format!("第{i}号路,116.5,35.7,{}\n", "长".repeat(40)))
        .collect();
    std::fs::write(home.path("p.csv"), format!("项目名称,经度,纬度,说明\n{rows}")).expect("written");
    let (before, all) = (told(&home, "a.gpkg"), names(&home));
    let output = with_small_files(&home, &["import", "a.gpkg", "p.csv"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.starts_with("zhentu: ") && !message.contains("panicked"),
        "{message}"
    );
    assert_eq!(told(&home, "a.gpkg"), before);
    // With room again it goes in, and what the first try left is gone.
    let output = home.zhentu(&["import", "a.gpkg", "p.csv"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(names(&home), all);
}

#[test]
fn a_single_edit_that_does_not_fit_leaves_atlas_and_journal_as_they_were() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let (before, all) = (told(&home, "a.gpkg"), names(&home));
    let remove = ["remove", "a.gpkg", "project", "practice/p001"];
    let output = with_small_files(&home, &remove);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.starts_with("zhentu: ") && !message.contains("panicked"),
        "{message}"
    );
    assert_eq!(told(&home, "a.gpkg"), before);
    let output = home.zhentu(&remove);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_ne!(told(&home, "a.gpkg"), before);
    assert_eq!(names(&home), all);
}

#[test]
fn without_room_for_more_open_files_it_says_so_in_words() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    std::fs::write(home.path("p.csv"), "项目名称,经度,纬度\n甲,116.5,35.7\n").expect("written");
    let before = names(&home);
    for open in [4, 6] {
        for args in [
            &["info", "a.gpkg"][..],
            &["check", "a.gpkg"],
            &["inspect", "p.csv"],
            &["import", "a.gpkg", "p.csv", "--dry-run"],
            &["export", "a.gpkg", "-o", "o.geojson"],
            &["export", "a.gpkg", "-o", "o.shp"],
            &["export", "a.gpkg", "-o", "o.xlsx"],
        ] {
            let output = limited(&home, &format!("ulimit -n {open}"), args);
            let message = String::from_utf8_lossy(&output.stderr);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{open} {args:?}: {message}"
            );
            assert!(!message.contains("panicked"), "{open} {args:?}: {message}");
            if output.status.code() == Some(1) {
                assert!(message.starts_with("zhentu: "), "{open} {args:?}: {message}");
                assert_eq!(names(&home), before, "{open} {args:?}");
            }
            for name in names(&home).iter().filter(|name| name.starts_with("o")) {
                std::fs::remove_file(home.path(name)).expect("removed");
            }
        }
    }
}

#[test]
fn a_folder_of_all_layers_that_does_not_fit_is_not_left_half() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let before = names(&home);
    let output = with_small_files(&home, &["export", "a.gpkg", "-o", "all", "--layer", "all"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(!message.contains("读"), "it was writing, not reading: {message}");
    assert_eq!(names(&home), before);
}

#[cfg(unix)]
#[test]
fn an_export_through_a_link_replaces_the_file_and_not_the_link() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    std::fs::write(home.path("real.geojson"), "old").expect("written");
    std::os::unix::fs::symlink(home.path("real.geojson"), home.path("link.geojson")).expect("linked");
    std::os::unix::fs::symlink(home.path("a.gpkg"), home.path("b.gpkg")).expect("linked");
    // The disk is full: what the link leads to stays whole.
    let output = with_small_files(&home, &["export", "b.gpkg", "-o", "link.geojson"]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        std::fs::read_to_string(home.path("real.geojson")).expect("there"),
        "old"
    );
    let output = home.zhentu(&["export", "b.gpkg", "-o", "link.geojson"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        std::fs::read_to_string(home.path("real.geojson"))
            .expect("there")
            .len()
            > 1000
    );
    assert!(
        std::fs::symlink_metadata(home.path("link.geojson"))
            .expect("there")
            .is_symlink()
    );
}
