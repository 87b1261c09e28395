//! KML and KMZ: what is read, what is refused, and whether GDAL agrees.

mod archives;
mod documents;
mod faults;
mod writing;

use crate::collect::Reader;
use crate::gathering::read_bytes;
use geodata::formats::kml;
use std::io::Write;

const READ: Reader = kml::read;

fn document(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\" \
         xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document><name>图</name>{inner}</Document></kml>"
    )
}

fn placemark(geometry: &str) -> String {
    format!("<Placemark><name>甲</name>{geometry}</Placemark>")
}

fn check(geometry: &str, expected: &str) {
    let got = read_bytes(READ, "a.kml", document(&placemark(geometry)));
    assert_eq!(got.layers[0].wkt(0), expected, "{geometry}\n{:?}", got.warnings);
}

const RICH: &str = include_str!("../fixtures/kml/rich.kml");

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
