//! Drawings that are cut, damaged or none.

use super::{READ, UTF8, drawing, read, rich};
use crate::gathering::{read_bytes, survives_damage, try_bytes};
use geodata::formats::{ReadError, WarningKind};

#[test]
fn bad_numbers_are_told_with_the_number_of_the_feature() {
    let got = read(
        "0 POINT\n10 1\n20 2\n0 POINT\n5 7F\n10 NaN\n20 2\n0 LWPOLYLINE\n70 0\n10 0\n20 0\n10 x\n20 1\n10 2\n20 2\n0 CIRCLE\n10 0\n20 0\n40 inf\n\
         0 LINE\n10 1e300\n20 0\n11 1\n21 1\n0 LINE\n10 1\n20 1\n11 1\n21 1",
    );
    let layer = &got.layers[0];
    assert_eq!(layer.features.len(), 6);
    assert_eq!(layer.wkt(2), "LINESTRING(0 0,2 2)");
    let of = |kind| -> Vec<_> {
        got.warnings
            .iter()
            .filter(|w| w.kind == kind)
            .map(|w| w.number)
            .collect()
    };
    assert_eq!(of(WarningKind::BadCoordinate), [Some(3)]);
    assert_eq!(
        of(WarningKind::GeometryLeftOut),
        [Some(2), Some(4), Some(5), Some(6)]
    );
    assert!(got.warned(WarningKind::GeometryLeftOut).text.zh.contains("7F"));
}

#[test]
fn a_truncated_drawing_gives_what_was_complete() {
    let whole = drawing(UTF8, "", &"0 POINT\n8 道路\n10 1\n20 2\n".repeat(5));
    let cut = whole.rfind("POINT").unwrap() + 7;
    let got = read_bytes(READ, "a.dxf", &whole[..cut]);
    assert_eq!(got.layers[0].features.len(), 4);
    assert_eq!(got.count(WarningKind::Truncated), 1);
    let without_end = whole.replace("  0\r\nEOF\r\n", "");
    let got = read_bytes(READ, "a.dxf", without_end);
    assert_eq!(got.layers[0].features.len(), 5);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    assert!(matches!(
        try_bytes(READ, "a.dxf", &whole[..60]).0,
        Err(ReadError::Damaged { .. })
    ));
}

#[test]
fn other_files_are_refused_with_what_to_do() {
    let reason = |bytes: &[u8]| try_bytes(READ, "a.dxf", bytes).0.unwrap_err().to_string();
    assert!(reason(b"AutoCAD Binary DXF\r\n\x1a\0\0\0SECTION").contains("ASCII"));
    assert!(reason(b"AC1027\0\0\0\0\0\0").contains("DWG"));
    assert!(reason(b"hello\nworld\n").contains("第 1 行"));
    assert!(reason(b"0\nSECTION\n2\nHEADER\n0\nENDSEC\n0\nEOF\n").contains("ENTITIES"));
    assert!(reason(&[0xff; 5000]).contains("第 1 行"));
    assert!(matches!(
        try_bytes(READ, "a.dxf", b"").0,
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let mut text = drawing(UTF8, "", "0 TEXT\n10 1\n20 2\n1 X").into_bytes();
    let at = text.windows(3).rposition(|w| w == b"X\r\n").unwrap();
    text.splice(at..=at, vec![b'y'; 8 << 20]);
    let got = read_bytes(READ, "a.dxf", text);
    assert_eq!(got.layers[0].text(0, "文字").len(), 1 << 20);
}

#[test]
fn damage_never_brings_the_reader_down() {
    let text = rich();
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    survives_damage(READ, "a.dxf", &bytes, 2000);
}

#[test]
fn a_drawing_without_its_end_gives_what_is_whole() {
    let whole = drawing(
        UTF8,
        "",
        "0 POLYLINE\n66 1\n70 1\n0 VERTEX\n10 0\n20 0\n0 VERTEX\n10 4\n20 0\n0 VERTEX\n10 4\n20 3\n0 SEQEND",
    );
    let at = whole.find("SEQEND").unwrap() + "SEQEND\r\n".len();
    let got = read_bytes(READ, "图.dxf", &whole[..at]);
    assert_eq!(got.layers[0].wkt(0), "POLYGON((0 0,4 0,4 3,0 0))");
    assert_eq!(got.count(WarningKind::Truncated), 1);
}
