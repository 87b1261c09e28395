//! Archives and folders of shapefiles.

use super::{good, parts_of, text, zip};
use crate::collect::{Collect, read};
use geodata::formats::shapefile;
use geodata::formats::{Format, ReadOptions, WarningKind as W, detect};
use std::fs;

#[test]
fn archives_with_one_or_several_shapefiles_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts_of(&good(dir.path()));
    let gbk = encoding_rs::GBK.encode("污水/管网").0.into_owned();
    let mut entries: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (ending, bytes) in &parts {
        entries.push(([&gbk[..], b".", ending.as_bytes()].concat(), bytes.clone()));
        entries.push((
            format!("道路.{}", ending.to_uppercase()).into_bytes(),
            bytes.clone(),
        ));
        entries.push((format!("../../逃.{ending}").into_bytes(), bytes.clone()));
        entries.push((format!("__MACOSX/._道路.{ending}").into_bytes(), b"x".to_vec()));
    }
    let entries: Vec<(&[u8], Vec<u8>)> = entries.iter().map(|(n, b)| (n.as_slice(), b.clone())).collect();
    let (_dir, path) = zip(&entries);
    let found = read(shapefile::read, &path).unwrap();
    let mut names: Vec<&str> = found.layers.iter().map(|l| l.head().name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["管网", "道路"]);
    assert!(
        found
            .layers
            .iter()
            .all(|l| l.features.len() == 3 && l.value(0, "名称") == text("汶上县军屯乡"))
    );
    assert_eq!(found.kinds(), [W::LayerLeftOut; 5]);
    let mut one = Collect::default();
    let options = ReadOptions {
        layer: Some("道路".into()),
        ..ReadOptions::default()
    };
    shapefile::read(&path, &options, &mut one).unwrap();
    assert_eq!(one.one().head().name, "道路");
    let options = ReadOptions {
        layer: Some("桥".into()),
        ..ReadOptions::default()
    };
    let refused = shapefile::read(&path, &options, &mut Collect::default()).unwrap_err();
    assert!(
        refused.to_string().contains("道路") && refused.code() == "read.no_such_layer",
        "{refused}"
    );
}

#[test]
fn a_folder_with_several_shapefiles_is_read_layer_by_layer() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("层");
    fs::create_dir(&folder).unwrap();
    for (ending, bytes) in parts_of(&good(dir.path())) {
        for name in ["道路", "管网"] {
            fs::write(folder.join(format!("{name}.{ending}")), &bytes).unwrap();
        }
    }
    fs::write(folder.join("坏的.shp"), b"no shapefile").unwrap();
    let (format, path) = detect(&folder).unwrap();
    assert_eq!((format, &path), (Format::Shapefile, &folder));
    let found = read(shapefile::read, &path).unwrap();
    let names: Vec<&str> = found.layers.iter().map(|l| l.head().name.as_str()).collect();
    assert_eq!(names, ["管网", "道路"]);
    assert!(found.layers.iter().all(|l| l.features.len() == 3));
    assert_eq!(found.kinds(), [W::LayerLeftOut]);
    let options = ReadOptions {
        layer: Some("管网".into()),
        ..ReadOptions::default()
    };
    let mut one = Collect::default();
    shapefile::read(&path, &options, &mut one).unwrap();
    assert_eq!(one.one().head().name, "管网");

    let alone = tempfile::tempdir().unwrap();
    assert!(detect(alone.path()).is_err());
    let shp = good(alone.path());
    assert_eq!(detect(alone.path()).unwrap().1, shp);
}

#[test]
fn bombs_locked_and_broken_archives_are_refused() {
    let (_dir, path) = zip(&[(b"bomb.shp", vec![0; 100 << 20])]);
    assert!(fs::metadata(&path).unwrap().len() < 200 << 10);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.too_much");

    let (_dir, path) = zip(&[(b"none.txt", b"x".to_vec())]);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");

    let (_dir, path) = zip(&[(b"lock.shp", vec![7; 300])]);
    let mut bytes = fs::read(&path).unwrap();
    let central = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.encrypted");
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
}
