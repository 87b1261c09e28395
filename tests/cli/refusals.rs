//! What the command line refuses: a message on the error output, an exit code from 1 to 100, nothing else touched.

use std::process::Output;

use crate::home::Home;

#[track_caller]
fn refused(output: &Output, words: &[&str]) {
    let code = output.status.code().expect("the program ends by itself");
    assert!((1..=100).contains(&code), "exit code {code}");
    assert!(
        output.stdout.is_empty(),
        "nothing on the output: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!message.trim().is_empty(), "a message on the error output");
    assert!(!message.contains("panicked"), "{message}");
    for word in words {
        assert!(message.contains(word), "the message names “{word}”: {message}");
    }
}

#[test]
fn an_atlas_that_is_not_there_is_named() {
    let home = Home::fresh();
    refused(&home.zhentu(&["info", "没有.gpkg"]), &["没有.gpkg"]);
    refused(&home.zhentu(&["history", "没有.gpkg"]), &["没有.gpkg"]);
    refused(
        &home.zhentu(&["export", "没有.gpkg", "-o", "x.geojson"]),
        &["没有.gpkg"],
    );
    assert!(
        !home.path("没有.gpkg").exists(),
        "looking for a file does not make it"
    );
    assert!(!home.path("x.geojson").exists());
}

#[test]
fn a_new_atlas_never_replaces_a_file() {
    let home = Home::fresh();
    std::fs::write(home.path("重要.gpkg"), "not to be lost").expect("written");
    refused(&home.zhentu(&["new", "重要.gpkg", "--seeds"]), &["重要.gpkg"]);
    assert_eq!(
        std::fs::read(home.path("重要.gpkg")).expect("still there"),
        b"not to be lost"
    );
}

#[test]
fn a_file_that_is_no_atlas_is_refused_and_left_as_it_is() {
    let home = Home::fresh();
    for (name, bytes) in [
        ("text.gpkg", &b"hello"[..]),
        ("empty.gpkg", b""),
        ("half.gpkg", b"SQLite format 3\0half"),
    ] {
        std::fs::write(home.path(name), bytes).expect("written");
        refused(&home.zhentu(&["info", name]), &[name]);
        assert_eq!(
            std::fs::read(home.path(name)).expect("still there"),
            bytes,
            "{name}"
        );
    }
}

#[test]
fn words_that_are_not_known_are_refused_with_those_that_are() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--layer", "houses"]),
        &["houses", "towns"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--kind", "castle"]),
        &["castle", "road"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--stage", "dream"]),
        &["dream", "building"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--lacks", "hope"]),
        &["hope", "lead_unit"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--town", "无此镇"]),
        &["无此镇"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--plan", "nowhere"]),
        &["nowhere"],
    );
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--bbox", "1,2,3"]),
        &["1,2,3"],
    );
    refused(&home.zhentu(&["dance"]), &["dance"]);
    refused(&home.zhentu(&["new"]), &[]);
    assert!(!home.path("x.geojson").exists(), "nothing is half written");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    refused(
        &home.zhentu(&["export", "a.gpkg", "-o", "无此夹/x.geojson"]),
        &["无此夹"],
    );
    refused(&home.zhentu(&["new", "无此夹/a.gpkg"]), &["无此夹"]);
}

#[test]
fn a_text_form_with_a_bad_row_is_refused_by_file_and_row() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    assert!(
        home.zhentu(&["export", "a.gpkg", "--layer", "all", "-o", "text"])
            .status
            .success()
    );
    let projects = crate::text_form::table(&home.path("text"), "projects.csv");
    let text = std::fs::read_to_string(&projects).expect("readable");
    std::fs::write(&projects, text.replacen("road", "castle", 1)).expect("written");
    refused(
        &home.zhentu(&["new", "b.gpkg", "--from", "text"]),
        &["projects.csv", "castle"],
    );
    assert!(!home.path("b.gpkg").exists(), "nothing is half made");
}

#[test]
fn without_a_display_the_window_says_so_in_words() {
    let home = Home::fresh();
    refused(&home.zhentu(&[]), &["DISPLAY"]);
}

#[test]
fn help_and_version_are_answers_not_errors() {
    let home = Home::fresh();
    let help = home.zhentu(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout);
    for word in ["new", "info", "export", "history"] {
        assert!(text.contains(word), "{text}");
    }
    let version = home.zhentu(&["--version"]);
    assert!(version.status.success());
    assert!(String::from_utf8_lossy(&version.stdout).contains(env!("CARGO_PKG_VERSION")));
}
