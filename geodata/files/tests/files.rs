//! Files appear whole or not at all.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use files::atomic_file::{Access, AtomicFile, commit_all};
use files::encoding::{self, Detector};
use std::fs;
use std::io::Write;

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_stands_under_its_name_only_when_it_is_placed() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("项目.geojson");
    let placing = AtomicFile::beside(&target).unwrap();
    placing.file().unwrap().write_all(b"whole").unwrap();
    assert!(!target.exists());
    assert_eq!(placing.place().unwrap(), target);
    assert_eq!(fs::read(&target).unwrap(), b"whole");
    assert_eq!(names(dir.path()), ["项目.geojson"]);
}

#[test]
fn a_dropped_file_leaves_nothing_and_keeps_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("a.csv");
    fs::write(&target, "old").unwrap();
    let placing = AtomicFile::beside(&target).unwrap();
    placing.file().unwrap().write_all(b"half").unwrap();
    drop(placing);
    assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(names(dir.path()), ["a.csv"]);
}

#[test]
fn files_that_belong_together_are_taken_back_when_one_cannot_be_placed() {
    let dir = tempfile::tempdir().unwrap();
    let first = AtomicFile::beside(&dir.path().join("a.dbf")).unwrap();
    let second = AtomicFile::beside(&dir.path().join("a.shp")).unwrap();
    fs::create_dir_all(dir.path().join("a.shp/inside")).unwrap();
    assert!(commit_all(vec![first, second]).is_err());
    assert_eq!(names(dir.path()), ["a.shp"]);
}

#[test]
fn a_missing_folder_and_a_folder_of_that_name_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(AtomicFile::beside(&dir.path().join("no/a.csv")).is_err());
    assert!(AtomicFile::beside(dir.path()).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_to_the_new_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("real.csv"), "old").unwrap();
    std::os::unix::fs::symlink(dir.path().join("real.csv"), dir.path().join("link.csv")).unwrap();
    let placing = AtomicFile::beside(&dir.path().join("link.csv")).unwrap();
    placing.file().unwrap().write_all(b"new").unwrap();
    placing.place().unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("real.csv")).unwrap(), "new");
    assert!(
        fs::symlink_metadata(dir.path().join("link.csv"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn encodings_are_known_by_the_names_in_use() {
    for (name, expected) in [
        ("GBK", "GBK"),
        ("936", "GBK"),
        ("cp936\r\n", "GBK"),
        ("ANSI 936", "GBK"),
        ("GB2312", "GBK"),
        ("gb18030", "gb18030"),
        ("54936", "gb18030"),
        ("UTF-8", "UTF-8"),
        ("utf8", "UTF-8"),
        ("65001", "UTF-8"),
        ("Big5", "Big5"),
        ("950", "Big5"),
        ("ISO-8859-1", "windows-1252"),
        ("1251", "windows-1251"),
        ("ISO 88591", "windows-1252"),
    ] {
        assert_eq!(encoding::known(name).map(|e| e.name()), Some(expected), "{name}");
    }
    assert!(encoding::asked("汉字").unwrap_err().to_string().contains("汉字"));
}

#[test]
fn utf8_and_gb18030_are_told_apart_at_any_cut() {
    let text = "汶上县军屯乡污水管网，镕㙍𠮷";
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (encoding_rs::GB18030.encode(text).0.into_owned(), "gb18030"),
    ] {
        for cut in 0..=bytes.len() {
            let mut detector = Detector::default();
            detector.push(&bytes[..cut]);
            detector.push(&bytes[cut..]);
            let found = detector.finish();
            assert_eq!(
                (found.encoding.name(), found.whole, found.ascii),
                (name, true, false),
                "{cut}"
            );
        }
        let found = encoding::detect(&bytes);
        assert_eq!(encoding::decode(&bytes, found.encoding), (text.into(), false));
    }
    assert!(encoding::detect(b"plain").ascii);
    let neither = encoding::detect(b"\xff\xff\xff");
    assert!(!neither.whole && !neither.ascii);
    // A value cut in a character is no UTF-8, though the next one would complete it.
    let mut detector = Detector::default();
    detector.push(&"村".as_bytes()[..2]);
    detector.end();
    detector.push(&"村".as_bytes()[2..]);
    assert_eq!(detector.finish().encoding.name(), "gb18030");
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("a.gpkg");
    let mine = AtomicFile::beside(&target).unwrap();
    mine.file().unwrap().write_all(b"mine").unwrap();
    fs::write(&target, "theirs").unwrap();
    let error = mine.place_new().unwrap_err();
    assert_eq!(error.source.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    fs::remove_file(&target).unwrap();
    let mine = AtomicFile::beside(&target).unwrap();
    mine.file().unwrap().write_all(b"mine").unwrap();
    assert_eq!(mine.place_new().unwrap(), target);
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(names(dir.path()), ["a.gpkg"]);
}

#[cfg(unix)]
#[test]
fn keys_are_written_where_only_the_user_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("keys.json");
    fs::write(&target, "old").unwrap();
    let file = AtomicFile::beside_for(&target, Access::Private).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file.path()), 0o600);
    file.place().unwrap();
    assert_eq!(mode(&target), 0o600);
}
