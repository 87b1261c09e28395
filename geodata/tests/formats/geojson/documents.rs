//! Documents of every form, with values of every kind.

use super::{POINT, feature, geometry, text, value};
use crate::collect::Collect;
use geo_types::{Geometry, line_string, point};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{FieldKind, FoundCrs, ReadOptions, Value, WarningKind as W, geojson};
use std::fs;

#[test]
fn a_collection_a_feature_and_a_bare_geometry_are_read() {
    for (content, n) in [
        (
            format!(
                r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
                feature("a"),
                feature("b")
            ),
            2,
        ),
        (feature("a"), 1),
        (POINT.to_owned(), 1),
        (format!("\u{feff}{POINT}"), 1),
        (format!("[{},{}]", feature("a"), feature("b")), 2),
        (r#"{"type":"FeatureCollection","features":[]}"#.to_owned(), 0),
    ] {
        let found = text(&content).unwrap();
        let layer = found.one();
        assert_eq!(layer.features.len(), n, "{content}");
        assert_eq!(layer.head().name, "项目");
        assert_eq!(layer.head().crs, FoundCrs::Implied(Crs::Wgs84));
        assert_eq!(found.warnings, []);
        if n > 0 {
            assert_eq!(layer.features[0].geometry, Some(point!(x: 116.5, y: 35.7).into()));
            assert_eq!(layer.features[0].number, 1);
        }
    }
}

#[test]
fn lines_are_read_with_and_without_record_separators() {
    for between in ["\n", "\r\n", "\n\u{1e}", "\n\n", " "] {
        let content = format!("{}{between}{}{between}{}", feature("a"), feature("b"), POINT);
        let found = text(&content).unwrap();
        assert_eq!(found.one().features.len(), 3, "{between:?}");
        assert_eq!(found.one().value(1, "名称"), Value::Text("b".into()));
        assert_eq!(found.warnings, []);
    }
    let found = text(format!(
        "\u{1e}{}\n{{broken\n\u{1e}{}\n",
        feature("a"),
        feature("b")
    ))
    .unwrap();
    assert_eq!(found.one().features.len(), 2);
    assert_eq!(found.kinds(), [W::FeatureLeftOut]);
}

#[test]
fn members_may_stand_in_any_order() {
    let gk = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}}"#;
    let features = format!(r#""features":[{}]"#, feature("a"));
    let kind = r#""type":"FeatureCollection""#;
    let name = r#""name":"污水管网""#;
    for order in [
        [kind, gk, name, features.as_str()],
        [features.as_str(), gk, name, kind],
        [name, features.as_str(), kind, gk],
        [gk, features.as_str(), name, kind],
    ] {
        let found = text(format!("{{{}}}", order.join(",\n"))).unwrap();
        let zone = Crs::GaussKruger {
            width: ZoneWidth::Three,
            zone: 38,
            prefixed: false,
        };
        assert_eq!(found.one().head().crs, FoundCrs::Stated(zone), "{order:?}");
        assert_eq!(found.one().features.len(), 1);
        assert_eq!(found.warnings, []);
    }
    let turned = r#"{"geometry":{"coordinates":[[1,2],[3,4]],"type":"LineString"},"properties":null,"type":"Feature"}"#;
    let found = text(turned).unwrap();
    let line = line_string![(x: 1., y: 2.), (x: 3., y: 4.)];
    assert_eq!(found.one().features[0].geometry, Some(line.into()));
}

#[test]
fn old_crs_members_are_honoured() {
    let crs = |member: &str| {
        let found = text(format!(
            r#"{{"type":"FeatureCollection","crs":{member},"features":[]}}"#
        ))
        .unwrap();
        found.one().head().crs.clone()
    };
    let named = |name: &str| crs(&format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#));
    assert_eq!(
        named("urn:ogc:def:crs:OGC:1.3:CRS84"),
        FoundCrs::Stated(Crs::Wgs84)
    );
    assert_eq!(named("EPSG:4490"), FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(
        named("urn:ogc:def:crs:EPSG::3857"),
        FoundCrs::Stated(Crs::WebMercator)
    );
    assert_eq!(
        named("http://www.opengis.net/def/crs/EPSG/0/4490"),
        FoundCrs::Stated(Crs::Cgcs2000)
    );
    assert_eq!(
        named("urn:ogc:def:crs:EPSG::27700"),
        FoundCrs::NotKnown("urn:ogc:def:crs:EPSG::27700".into())
    );
    assert_eq!(
        crs(r#"{"type":"EPSG","properties":{"code":4490}}"#),
        FoundCrs::Stated(Crs::Cgcs2000)
    );
    assert_eq!(crs("null"), FoundCrs::Unstated);
    // A property of that name is none.
    let found = text(r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"crs":"EPSG:3857"}}]}"#).unwrap();
    assert_eq!(found.one().head().crs, FoundCrs::Implied(Crs::Wgs84));
}

#[test]
fn values_keep_their_kind() {
    let check = |json: &str, expected: Value| assert_eq!(value(json), (expected, vec![]), "{json}");
    check("null", Value::Null);
    check("true", Value::Bool(true));
    check("false", Value::Bool(false));
    check("12", Value::Integer(12));
    check("-9007199254740993", Value::Integer(-9_007_199_254_740_993));
    check("9223372036854775807", Value::Integer(i64::MAX));
    check("37088120000000000001", Value::Text("37088120000000000001".into()));
    check("12.50", Value::Real(12.5));
    check("1E3", Value::Real(1000.0));
    check("0.1234567890123456789", Value::Real(0.123_456_789_012_345_68));
    check(r#""汶上""#, Value::Text("汶上".into()));
    check(
        r#""a\n\"\\\/\u6c76\ud842\udfb7""#,
        Value::Text("a\n\"\\/汶𠮷".into()),
    );
    check(r#"{"x": [1, "a b"]}"#, Value::Text(r#"{"x":[1,"a b"]}"#.into()));
    check("[ 1,\n 2 ]", Value::Text("[1,2]".into()));
    assert_eq!(value("NaN"), (Value::Null, vec![W::BadNumber]));
    assert_eq!(value("-Infinity"), (Value::Null, vec![W::BadNumber]));
    assert_eq!(value("1e400"), (Value::Null, vec![W::BadNumber]));
    assert_eq!(
        value(r#""\ud800x""#),
        (Value::Text("\u{fffd}x".into()), vec![W::BadText])
    );
}

#[test]
fn numbers_are_the_nearest_doubles() {
    let mut state = 88_172_645_463_325_252_u64;
    let mut texts = Vec::new();
    for i in 0..40_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let v = match i % 4 {
            0 => (state % 3_600_000_000) as f64 / 1e7 - 180.0,
            1 => f64::from_bits(state),
            2 => (state % 100_000) as f64,
            _ => (state as f64 / u64::MAX as f64 - 0.5) * 1e9,
        };
        if v.is_finite() {
            texts.push(if i % 8 < 4 {
                v.to_string()
            } else {
                format!("{v:e}")
            });
        }
    }
    let points: Vec<String> = texts.iter().map(|t| format!("[{t},{t}]")).collect();
    let json = format!(r#"{{"type":"MultiPoint","coordinates":[{}]}}"#, points.join(","));
    let (Some(Geometry::MultiPoint(found)), kinds) = geometry(&json) else {
        panic!("no points");
    };
    assert_eq!((found.0.len(), kinds), (texts.len(), vec![]));
    for (point, text) in found.iter().zip(&texts) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!((point.x(), point.y()), (expected, expected), "{text}");
    }
}

#[test]
fn fields_come_in_the_order_met_and_later_ones_too() {
    let mut content = String::from(r#"{"type":"FeatureCollection","features":["#);
    for i in 0..500 {
        content +=
            &format!(r#"{{"type":"Feature","id":{i},"geometry":null,"properties":{{"a":{i},"b":0.5}}}},"#);
    }
    content += r#"{"type":"Feature","geometry":null,"properties":{"b":1,"新":"x","a":7}}]}"#;
    let found = text(content).unwrap();
    let layer = found.one();
    let names: Vec<(&str, FieldKind)> = layer.fields.iter().map(|f| (f.name.as_str(), f.kind)).collect();
    assert_eq!(
        names,
        [
            ("a", FieldKind::Integer),
            ("b", FieldKind::Real),
            ("id", FieldKind::Integer),
            ("新", FieldKind::Text)
        ]
    );
    assert_eq!(layer.value(499, "id"), Value::Integer(499));
    assert_eq!(layer.value(500, "id"), Value::Null);
    assert_eq!(layer.value(500, "a"), Value::Integer(7));
    assert_eq!(layer.value(500, "b"), Value::Integer(1));
    assert_eq!(layer.value(500, "新"), Value::Text("x".into()));
}

#[test]
fn of_a_name_that_occurs_twice_the_last_one_counts() {
    let found = text(r#"{"type":"Feature","properties":{"a":1,"b":2,"a":3},"geometry":null}"#).unwrap();
    assert_eq!(found.one().value(0, "a"), Value::Integer(3));
    assert_eq!(found.one().value(0, "b"), Value::Integer(2));
    assert_eq!(found.kinds(), [W::DuplicateKey]);
    let twice = format!(r#"{{"type":"Feature","geometry":{POINT},"geometry":null,"properties":{{}}}}"#);
    let found = text(twice).unwrap();
    assert_eq!(found.one().features[0].geometry, None);
    assert_eq!(found.kinds(), [W::DuplicateKey]);
}

#[test]
fn text_in_gbk_is_recognised() {
    let content = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        feature("镕基\\\\路圹塡乗")
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode(&content);
    let found = text(&bytes).unwrap();
    assert_eq!(found.one().value(0, "名称"), Value::Text("镕基\\路圹塡乗".into()));
    assert_eq!(found.one().head().encoding, Some("gb18030"));
    assert_eq!(found.kinds(), [W::EncodingGuessed]);

    let mut bytes = feature("汶上").into_bytes();
    let at = bytes.windows(3).position(|w| w == "汶".as_bytes()).unwrap();
    bytes[at] = 0xFF;
    let found = text(&bytes).unwrap();
    assert!(
        matches!(found.one().value(0, "名称"), Value::Text(t) if t.contains('\u{fffd}') && t.contains('上'))
    );
    assert!(found.has(W::BadText));

    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(feature("汶上").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let found = text(utf16).unwrap();
    assert_eq!(found.one().value(0, "名称"), Value::Text("汶上".into()));
}

#[test]
fn big5_is_read_when_asked_for_and_unknown_encodings_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.json");
    fs::write(
        &path,
        encoding_rs::BIG5.encode(&feature("臺灣").replace("名称", "n")).0,
    )
    .unwrap();
    let mut options = ReadOptions {
        encoding: Some("Big5".into()),
        ..ReadOptions::default()
    };
    let mut found = Collect::default();
    geojson::read(&path, &options, &mut found).unwrap();
    assert_eq!(found.one().value(0, "n"), Value::Text("臺灣".into()));
    options.encoding = Some("EBCDIC-七".into());
    let refused = geojson::read(&path, &options, &mut Collect::default()).unwrap_err();
    assert_eq!(refused.code(), "read.unknown_encoding");
}

#[test]
fn features_across_chunks_are_read_whole() {
    let long = "村".repeat(700_000);
    let mut content = String::from(r#"{"type":"FeatureCollection","features":["#);
    for i in 0..3000 {
        content += &format!("{},", feature(&format!("{i}{}", "路".repeat(i % 700))));
    }
    content += &feature(&long[..900_000]);
    content += "]}";
    assert!(content.len() > 3 << 20);
    let found = text(&content).unwrap();
    assert_eq!(found.one().features.len(), 3001);
    for i in 0..3000 {
        let expected = format!("{i}{}", "路".repeat(i % 700));
        assert_eq!(found.one().value(i, "名称"), Value::Text(expected));
    }
    assert_eq!(found.warnings, []);
    let found = text(feature(&long)).unwrap();
    assert!(
        matches!(found.one().value(0, "名称"), Value::Text(t) if t.len() <= 1 << 20 && t.len() > (1 << 20) - 3)
    );
    assert_eq!(found.kinds(), [W::TextCut]);
}
