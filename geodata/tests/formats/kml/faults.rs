//! Numbers, rings, nesting and files that are wrong.

use super::{READ, RICH, archive, document, placemark};
use crate::gathering::{folder, put, read_bytes, survives_damage, try_bytes};
use geodata::formats::{ReadError, ReadOptions, Value, WarningKind, kml};

#[test]
fn an_unknown_encoding_is_refused() {
    let folder = folder();
    let path = put(folder.path(), "a.kml", document(""));
    let options = ReadOptions {
        encoding: Some("klingon".into()),
        ..ReadOptions::default()
    };
    let result = kml::read(&path, &options, &mut crate::collect::Collect::default());
    assert!(matches!(result, Err(ReadError::UnknownEncoding { .. })));
}

#[test]
fn numbers_that_are_none_are_left_out_with_the_number_of_the_feature() {
    let inner = placemark("<Point><coordinates>116,35</coordinates></Point>")
        + &placemark("<Point><coordinates>NaN,35</coordinates></Point>")
        + &placemark("<LineString><coordinates>116,35 inf,36 abc 117,36</coordinates></LineString>")
        + &placemark("<Point><coordinates>39500000,3900000</coordinates></Point>");
    let got = read_bytes(READ, "a.kml", document(&inner));
    assert_eq!(got.layers[0].features.len(), 4);
    assert_eq!(got.layers[0].wkt(1), "");
    assert_eq!(got.layers[0].wkt(2), "LINESTRING(116 35,117 36)");
    assert_eq!(got.layers[0].wkt(3), "");
    let bad: Vec<_> = got
        .warnings
        .iter()
        .filter(|w| w.kind == WarningKind::BadCoordinate)
        .map(|w| w.number)
        .collect();
    assert_eq!(bad, [Some(2), Some(3)]);
    assert!(
        got.warnings
            .iter()
            .any(|w| w.number == Some(4) && w.kind == WarningKind::GeometryLeftOut)
    );
}

#[test]
fn latitude_first_is_noticed() {
    let got = read_bytes(
        READ,
        "a.kml",
        document(&placemark("<Point><coordinates>35.7,116.5</coordinates></Point>")),
    );
    assert_eq!(got.warned(WarningKind::AxesSwapped).number, Some(1));
    assert!(got.layers[0].features[0].geometry.is_none());
}

#[test]
fn an_open_ring_is_closed_with_a_warning() {
    let ring = "<Polygon><outerBoundaryIs><LinearRing><coordinates>116,35 117,35 117,36</coordinates></LinearRing>\
                </outerBoundaryIs></Polygon>";
    let got = read_bytes(READ, "a.kml", document(&placemark(ring)));
    assert_eq!(got.layers[0].wkt(0), "POLYGON((116 35,117 35,117 36,116 35))");
    assert_eq!(got.warned(WarningKind::RingClosed).number, Some(1));
}

#[test]
fn many_faults_of_a_kind_are_told_briefly() {
    let inner = placemark("<Point><coordinates>x,y</coordinates></Point>").repeat(1000);
    let got = read_bytes(READ, "a.kml", document(&inner));
    assert_eq!(got.layers[0].features.len(), 1000);
    assert_eq!(got.count(WarningKind::BadCoordinate), 21);
    assert!(got.warnings.iter().any(|w| w.text.zh.contains("1000")));
}

#[test]
fn values_of_the_wrong_kind_are_left_empty_with_a_warning() {
    let inner = "<Schema id=\"s\"><SimpleField name=\"数\" type=\"int\"/></Schema><Placemark><ExtendedData><SchemaData>\
                 <SimpleData name=\"数\">若干</SimpleData></SchemaData></ExtendedData></Placemark>";
    let got = read_bytes(READ, "a.kml", document(inner));
    assert_eq!(got.layers[0].value(0, "数"), Value::Null);
    assert_eq!(got.warned(WarningKind::BadNumber).number, Some(1));
}

#[test]
fn a_truncated_file_gives_what_was_complete() {
    let inner = placemark("<Point><coordinates>116,35</coordinates></Point>").repeat(3);
    let whole = document(&inner);
    let cut = whole.find("</Placemark></Document>").unwrap();
    let got = read_bytes(READ, "a.kml", &whole[..cut]);
    assert_eq!(got.layers[0].features.len(), 2);
    assert_eq!(got.count(WarningKind::Truncated), 1);
    let (result, _) = try_bytes(READ, "a.kml", &whole[..150]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
}

#[test]
fn files_that_are_something_else_are_refused() {
    for bytes in [
        &b"hello"[..],
        b"{\"type\":\"FeatureCollection\"}",
        b"<html><body/></html>",
        &[0x93; 400],
        b" \n",
    ] {
        let (result, got) = try_bytes(READ, "a.kml", bytes);
        assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
        assert!(got.layers.is_empty());
    }
    assert!(matches!(
        try_bytes(READ, "a.kml", b"").0,
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn nesting_without_end_is_refused() {
    for depth in [300, 100_000] {
        let text = document(&"<Folder>".repeat(depth));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
        let text = document(&placemark(&"<MultiGeometry>".repeat(depth)));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
        let text = document(&placemark(&format!("<description>{}", "<b>".repeat(depth))));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
    }
}

#[test]
fn an_entity_bomb_is_not_expanded() {
    let mut entities = String::from("<!ENTITY a \"aaaaaaaaaa\">");
    for (name, of) in ('b'..='k').zip('a'..='j') {
        entities += &format!("<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10));
    }
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE kml [{entities}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
         <kml><Placemark><name>&k;&f;&lt;&#30002;&#x7532;&nbsp;</name></Placemark></kml>"
    );
    let got = read_bytes(READ, "a.kml", text);
    assert_eq!(got.layers[0].text(0, "name"), "&k;&f;<甲甲");
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("实体"));
}

#[test]
fn reading_ends_when_the_sink_has_enough() {
    let folder = folder();
    let path = put(folder.path(), "a.kml", document(&placemark("").repeat(10)));
    let mut sink = crate::collect::Collect {
        most: Some(3),
        ..Default::default()
    };
    kml::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.layers[0].features.len(), 3);
}

#[test]
fn thousands_of_field_names_do_not_fill_the_memory() {
    let data: String = (0..5000)
        .map(|i| format!("<Data name=\"f{i}\"><value>1</value></Data>"))
        .collect();
    let got = read_bytes(
        READ,
        "a.kml",
        document(&placemark(&format!("<ExtendedData>{data}</ExtendedData>"))),
    );
    assert!(got.layers[0].fields.len() <= 1000);
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("字段太多"));
}

#[test]
fn a_text_beyond_the_limit_is_cut_with_a_warning() {
    let long = "长".repeat(1 << 19);
    let got = read_bytes(
        READ,
        "a.kml",
        document(&format!("<Placemark><name>{long}</name></Placemark>")),
    );
    assert!(got.layers[0].text(0, "name").len() <= geodata::formats::MAX_TEXT);
    assert_eq!(got.warned(WarningKind::TextCut).number, Some(1));
}

#[test]
fn damage_never_brings_the_reader_down() {
    survives_damage(READ, "a.kml", RICH.as_bytes(), 1500);
    survives_damage(READ, "a.kmz", &archive(&[("doc.kml", RICH.as_bytes())]), 500);
}
