//! Files that ask for much memory, read by a process that may not have it.

use crate::target::TARGETS;
use crate::watching::Check;
use geodata::formats::{Format, ReadOptions, read};
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

/// Address space of the process that reads: 1 GiB.
const SPACE: &str = "--as=1073741824";

const FILE: &str = "FUZZ_HOSTILE_FILE";

#[test]
#[ignore = "run by the test below in a process of its own"]
fn reads_the_file_it_is_told() {
    let Ok(path) = std::env::var(FILE) else { return };
    let format = Format::parse(&std::env::var("FUZZ_HOSTILE_FORMAT").unwrap()).unwrap();
    let files = vec![(String::new(), std::fs::read(&path).unwrap())];
    let mut check = Check::of(format, &files);
    match read(format, Path::new(&path), &ReadOptions::default(), &mut check) {
        Ok(()) => println!("read {}", check.features),
        Err(e) => println!("refused: {e}"),
    }
}

#[test]
fn hostile_files_are_read_or_refused_within_a_gigabyte() {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("skipped: prlimit is not installed");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for (format, name, bytes) in hostile() {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let test = std::env::current_exe().unwrap();
        let output = Command::new("prlimit")
            .arg(SPACE)
            .arg(test)
            .args([
                "--ignored",
                "--exact",
                "memory::reads_the_file_it_is_told",
                "--nocapture",
            ])
            .env(FILE, &path)
            .env("FUZZ_HOSTILE_FORMAT", format)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {said}{errors}");
        assert!(
            said.contains("read ") || said.contains("refused"),
            "{name}: {said}"
        );
    }
}

/// Format, file name and bytes.
fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let good = |target: &str, ending: &str| {
        let target = TARGETS.iter().find(|t| t.name == target).unwrap();
        let corpus = target.corpus();
        let file = corpus.iter().flatten().find(|f| f.0 == ending).unwrap();
        file.1.clone()
    };
    let most = |mut bytes: Vec<u8>, at: usize| {
        bytes[at..at + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x7F]);
        bytes
    };
    // Number of parts and of points of the first record, which stand after its type and box.
    let parts = most(good("shapefile", "shp"), 100 + 8 + 36);
    let points = most(good("shapefile", "shp"), 100 + 8 + 40);
    let header = most(good("flatgeobuf", "fgb"), 8);
    let open = |text: &str| text.repeat((8 << 20) / text.len()).into_bytes();
    vec![
        ("geojson", "deep.geojson", open("[")),
        ("geojson", "objects.geojson", open("{\"a\":")),
        (
            "geojson",
            "text.geojson",
            [
                b"{\"type\":\"Feature\",\"properties\":{\"a\":\"".to_vec(),
                open("x"),
            ]
            .concat(),
        ),
        ("kml", "deep.kml", [b"<kml>".to_vec(), open("<Folder>")].concat()),
        ("kml", "entities.kml", LAUGHS.as_bytes().to_vec()),
        ("gpx", "deep.gpx", [b"<gpx>".to_vec(), open("<trk>")].concat()),
        ("csv", "quote.csv", [b"a,b\n\"".to_vec(), open("x,")].concat()),
        ("csv", "wide.csv", open("a,")),
        ("dxf", "blocks.dxf", blocks()),
        ("shp", "parts.shp", parts),
        ("shp", "points.shp", points),
        ("fgb", "header.fgb", header),
        ("kmz", "zeros.kmz", zeros("doc.kml")),
        ("xlsx", "zeros.xlsx", zeros("xl/sharedStrings.xml")),
    ]
}

/// Entities that are ten times the one before.
const LAUGHS: &str = r#"<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c
"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><kml><Placemark><name>&d;</name>
<Point><coordinates>1,2</coordinates></Point></Placemark></kml>"#;

/// Ten blocks, each of ten of the one before.
fn blocks() -> Vec<u8> {
    let mut text = "0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nB0\n0\nPOINT\n10\n1\n20\n1\n0\nENDBLK\n".to_owned();
    for i in 1..10 {
        text += &format!("0\nBLOCK\n2\nB{i}\n");
        for _ in 0..10 {
            text += &format!("0\nINSERT\n2\nB{}\n10\n0\n20\n0\n", i - 1);
        }
        text += "0\nENDBLK\n";
    }
    text += "0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nINSERT\n2\nB9\n10\n0\n20\n0\n0\nENDSEC\n0\nEOF\n";
    text.into_bytes()
}

/// An archive whose entry unpacks to 64 MiB of nothing.
fn zeros(name: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    for _ in 0..64 {
        zip.write_all(&vec![0; 1 << 20]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
