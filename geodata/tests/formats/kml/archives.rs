//! KMZ archives.

use super::{READ, archive, document, placemark};
use crate::gathering::{read_bytes, try_bytes};
use geodata::formats::{ReadError, WarningKind};

#[test]
fn a_kmz_gives_its_main_document() {
    let main = document(&placemark("<Point><coordinates>116,35</coordinates></Point>"));
    let other = document("");
    let bytes = archive(&[
        ("files/a.png", b"x"),
        ("../other.kml", other.as_bytes()),
        ("doc.kml", main.as_bytes()),
    ]);
    let got = read_bytes(READ, "镇.kmz", &bytes);
    assert_eq!(got.layers[0].wkt(0), "POINT(116 35)");
    assert_eq!(got.layers[0].name(), "镇");
    assert_eq!(got.count(WarningKind::LayerLeftOut), 1);
    let got = read_bytes(READ, "镇.kmz", archive(&[("图/Main.KML", main.as_bytes())]));
    assert_eq!(got.layers[0].features.len(), 1);
    let (result, _) = try_bytes(READ, "a.kmz", archive(&[("a.txt", b"x")]));
    assert!(matches!(result, Err(ReadError::Damaged { .. })));
    let (result, _) = try_bytes(READ, "a.kmz", &bytes[..bytes.len() / 2]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })));
}

#[test]
fn a_kmz_bomb_is_refused() {
    let mut bomb = document("").into_bytes();
    bomb.resize(64 << 20, b' ');
    let (result, _) = try_bytes(READ, "a.kmz", archive(&[("doc.kml", &bomb)]));
    assert!(matches!(result, Err(ReadError::TooMuch { .. })), "{result:?}");
}

#[test]
fn a_kmz_with_a_password_is_refused_as_such() {
    let mut bytes = archive(&[("doc.kml", document("").as_bytes())]);
    // Bit 0 of the flags, in the local and in the central header.
    bytes[6] |= 1;
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[central + 8] |= 1;
    assert!(matches!(
        try_bytes(READ, "a.kmz", bytes).0,
        Err(ReadError::Encrypted { .. })
    ));
}
