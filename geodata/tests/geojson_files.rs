//! GeoJSON files in and out.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod collect;

use collect::{Collect, gdal, read};
use geo_types::{Geometry, GeometryCollection, line_string, point, polygon, wkt};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{
    Field, FieldKind, FoundCrs, LossKind, ReadError, ReadOptions, Value, WarningKind as W, WriteError,
    WriteOptions, Writer, geojson,
};
use std::fs;
use std::path::{Path, PathBuf};

fn text(content: impl AsRef<[u8]>) -> Result<Collect, ReadError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("项目.geojson");
    fs::write(&path, content).unwrap();
    read(geojson::read, &path)
}

/// The only feature's geometry, and the kinds of warnings.
fn geometry(json: &str) -> (Option<Geometry<f64>>, Vec<W>) {
    let found = text(format!(
        r#"{{"type":"Feature","properties":{{}},"geometry":{json}}}"#
    ))
    .unwrap();
    let kinds = found.kinds();
    let mut layer = found.layers.into_iter().next().unwrap();
    (layer.features.remove(0).geometry, kinds)
}

fn value(json: &str) -> (Value, Vec<W>) {
    let found = text(format!(
        r#"{{"type":"Feature","properties":{{"a":{json}}},"geometry":null}}"#
    ))
    .unwrap();
    (found.one().value(0, "a"), found.kinds())
}

const POINT: &str = r#"{"type":"Point","coordinates":[116.5,35.7]}"#;

fn feature(name: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{"名称":"{name}"}},"geometry":{POINT}}}"#)
}

#[test]
fn a_warning_stays_short_whatever_the_file_calls_a_type() {
    let long = "面".repeat(100_000);
    let strange = format!(r#"{{"type":"{long}"}}"#);
    let found = text(format!("{}\n{strange}\n", feature("a"))).unwrap();
    assert!(found.has(W::FeatureLeftOut));
    for content in [
        format!(r#"{{"type":"FeatureCollection","features":[{strange}]}}"#),
        format!("{}\n{strange}\n", feature("a")),
    ] {
        let found = text(content).unwrap();
        let most = found.warnings.iter().map(|w| w.text.zh.chars().count()).max();
        assert!(most.is_some_and(|n| n < 600), "{most:?}");
    }
    assert!(text(strange).unwrap_err().to_string().chars().count() < 600);
}

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
fn every_type_of_geometry_is_read() {
    let check = |json: &str, expected: Geometry<f64>| {
        assert_eq!(geometry(json), (Some(expected), vec![]), "{json}");
    };
    check(
        r#"{"type":"Point","coordinates":[1,2]}"#,
        wkt!(POINT(1. 2.)).into(),
    );
    check(
        r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#,
        wkt!(MULTIPOINT(1. 2.,3. 4.)).into(),
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2],[3.5,-4e1]]}"#,
        wkt!(LINESTRING(1. 2.,3.5 -40.)).into(),
    );
    check(
        r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}"#,
        wkt!(MULTILINESTRING((1. 2.,3. 4.),(5. 6.,7. 8.))).into(),
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2],[5,1]]]}"#,
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.),(5. 1.,6. 1.,6. 2.,5. 1.))).into(),
    );
    check(
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2],[5,1]]],[[[20,0],[29,0],[29,9],[20,0]]]]}"#,
        wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 0.),(5. 1.,6. 1.,6. 2.,5. 1.)),((20. 0.,29. 0.,29. 9.,20. 0.)))).into(),
    );
    check(
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"coordinates":[[1,2],[3,4]],"type":"LineString"}]}"#,
        Geometry::GeometryCollection(GeometryCollection(vec![
            Geometry::from(point!(x: 1., y: 2.)),
            Geometry::from(line_string![(x: 1., y: 2.), (x: 3., y: 4.)]),
        ])),
    );
}

#[test]
fn null_and_empty_geometries_are_none() {
    for json in [
        "null",
        r#"{"type":"Point","coordinates":[]}"#,
        r#"{"type":"LineString","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[[]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[]]]}"#,
        r#"{"type":"MultiPolygon","coordinates":null}"#,
        r#"{"type":"GeometryCollection","geometries":[]}"#,
    ] {
        assert_eq!(geometry(json), (None, vec![]), "{json}");
    }
}

#[test]
fn what_is_wrong_with_a_geometry_is_mended_or_told() {
    let ring = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 0.)];
    let check = |json: &str, expected: Option<Geometry<f64>>, kinds: &[W]| {
        assert_eq!(geometry(json), (expected, kinds.to_vec()), "{json}");
    };
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]}"#,
        Some(ring.clone().into()),
        &[W::RingClosed],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0,5],[9,0,5],[9,9,5],[0,0,5]]]}"#,
        Some(ring.clone().into()),
        &[W::HeightLeftOut],
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2],[NaN,3],[3,4],[null,null],[],[7]]}"#,
        Some(line_string![(x: 1., y: 2.), (x: 3., y: 4.)].into()),
        &[W::BadCoordinate],
    );
    check(
        r#"{"type":"Point","coordinates":[Infinity,3]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Point","coordinates":[1e999,3]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Point","coordinates":["116","35"]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2]]}"#,
        None,
        &[W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}"#,
        None,
        &[W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[1,1],[2,2]]]}"#,
        Some(ring.into()),
        &[W::Invalid],
    );
    for json in [
        r#"{"type":"Polygon","coordinates":[[0,0],[1,1]]}"#,
        r#"{"type":"Point","coordinates":[[0,0],[1,1]]}"#,
        r#"{"type":"LineString","coordinates":[[0,0],[[1,1]]]}"#,
        r#"{"type":"LineString","coordinates":[0,0,[1,1]]}"#,
        r#"{"type":"LineString","coordinates":{"x":1}}"#,
        r#"{"type":"Circle","coordinates":[0,0]}"#,
        r#"{"type":"Point"}"#,
        r#"{"coordinates":[0,0]}"#,
        r#"[1,2]"#,
        r#""POINT(1 2)""#,
    ] {
        assert_eq!(geometry(json), (None, vec![W::GeometryLeftOut]), "{json}");
    }
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
fn of_a_truncated_file_the_complete_features_are_read() {
    let whole = format!(
        r#"{{"type":"FeatureCollection","features":[{},{},{}]}}"#,
        feature("甲"),
        feature("乙"),
        feature("丙")
    );
    let end = whole.rfind("丙").unwrap();
    for cut in [end, end + 1, end - 10, whole.len() - 3, whole.len() - 1] {
        let found = text(&whole.as_bytes()[..cut]).unwrap();
        let n = if cut >= whole.len() - 2 { 3 } else { 2 };
        assert_eq!(found.one().features.len(), n, "{cut}");
        assert!(found.has(W::Truncated), "{cut}: {:?}", found.warnings);
    }
    assert_eq!(text(&whole.as_bytes()[..50]).unwrap_err().code(), "read.damaged");
}

#[test]
fn a_broken_feature_is_left_out_and_the_next_ones_are_read() {
    for broken in [
        r#"{"type":"Feature","properties":{"a":},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a":"x"y"},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a" "b"},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a":1,"geometry":null}"#,
        r#"17"#,
        r#"{"type":"Topology"}"#,
    ] {
        let content = format!(
            r#"{{"type":"FeatureCollection","features":[{},{broken},{}]}}"#,
            feature("甲"),
            feature("丙")
        );
        let found = text(&content).unwrap();
        let layer = found.one();
        let names: Vec<Value> = (0..layer.features.len())
            .map(|i| layer.value(i, "名称"))
            .collect();
        assert_eq!(names.first(), Some(&Value::Text("甲".into())), "{broken}");
        assert_eq!(
            names.last(),
            Some(&Value::Text("丙".into())),
            "{broken}: {found:?}"
        );
        assert!(found.has(W::FeatureLeftOut), "{broken}: {:?}", found.warnings);
    }
}

#[test]
fn what_is_no_geojson_is_refused_with_the_reason() {
    for content in [
        "hello",
        "{",
        "[",
        "{}",
        "[1,2",
        r#"{"a":1}"#,
        r#"{"type":"Topology","objects":{}}"#,
        r#"{"type":"FeatureCollection"}"#,
        r#"{"type":"FeatureCollection","features":null}"#,
        r#"{"type":"FeatureCollection","features""#,
    ] {
        match text(content) {
            Err(e) => assert_eq!(e.code(), "read.damaged", "{content}"),
            Ok(found) => assert!(
                found.one().features.is_empty() && found.has(W::Truncated),
                "{content}"
            ),
        }
    }
    assert!(
        text(r#"{"type":"Topology","objects":{}}"#)
            .unwrap_err()
            .to_string()
            .contains("Topology")
    );
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 100_000;
    for content in [
        "[".repeat(deep),
        format!(r#"{{"type":"Point","coordinates":{}"#, "[".repeat(deep)),
        format!(
            r#"{{"type":"Feature","properties":{{"a":{}"#,
            r#"{"a":"#.repeat(deep)
        ),
        format!(r#"{{"type":"FeatureCollection","features":[{}"#, "[".repeat(deep)),
        format!(r#"{{"type":"FeatureCollection","x":{}"#, "[".repeat(deep)),
        r#"{"type":"GeometryCollection","geometries":["#.repeat(deep),
        r#"{"type":"Feature","geometry":"#.repeat(deep),
    ] {
        match text(&content) {
            Err(e) => assert!(["read.too_much", "read.damaged"].contains(&e.code()), "{e}"),
            Ok(found) => panic!("{:.60} was read: {:?}", content, found.kinds()),
        }
    }
    // As deep as is allowed.
    let fine = format!("{}1{}", "[".repeat(150), "]".repeat(150));
    assert_eq!(value(&fine).0, Value::Text(fine));
}

#[test]
fn many_fields_and_many_warnings_stay_bounded() {
    let mut content = String::new();
    for i in 0..5000 {
        content += &format!("{{\"type\":\"Feature\",\"geometry\":null,\"properties\":{{\"f{i}\":NaN}}}}\n");
    }
    let found = text(content).unwrap();
    assert_eq!(found.one().features.len(), 5000);
    assert_eq!(found.one().fields.len(), 2000);
    assert!(found.warnings.len() < 300, "{}", found.warnings.len());
    assert!(found.warnings.iter().any(|w| w.text.zh.contains("5000")));
}

#[test]
fn a_layer_that_is_not_there_is_refused_and_reading_ends_when_enough() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    fs::write(&path, format!("[{}]", vec![feature("a"); 1000].join(","))).unwrap();
    let mut options = ReadOptions {
        layer: Some("b".into()),
        ..ReadOptions::default()
    };
    let refused = geojson::read(&path, &options, &mut Collect::default()).unwrap_err();
    assert_eq!(refused.code(), "read.no_such_layer");
    options.layer = Some("a".into());
    let mut some = Collect {
        most: Some(300),
        ..Collect::default()
    };
    geojson::read(&path, &options, &mut some).unwrap();
    assert_eq!(some.one().features.len(), 300);
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

fn fields() -> Vec<Field> {
    [
        ("名称", FieldKind::Text),
        ("长度", FieldKind::Real),
        ("编号", FieldKind::Integer),
        ("完成", FieldKind::Bool),
        ("开工日期", FieldKind::Date),
    ]
    .map(|(name, kind)| Field {
        name: name.into(),
        kind,
    })
    .to_vec()
}

fn options(crs: Crs) -> WriteOptions {
    WriteOptions {
        layer: "项目".into(),
        fields: fields(),
        crs: crs.into(),
    }
}

fn rows() -> Vec<(Option<Geometry<f64>>, Vec<Value>)> {
    let text = |t: &str| Value::Text(t.into());
    vec![
        (
            Some(point!(x: 116.123_456_78, y: 35.5).into()),
            vec![
                text("a\"\\\n\u{1}汶上𠮷"),
                Value::Real(1.0),
                Value::Integer(-7),
                Value::Bool(true),
                text("2026-11-21"),
            ],
        ),
        (
            // Clockwise, with a hole the wrong way round.
            Some(wkt!(POLYGON((0. 0.,0. 9.,9. 9.,9. 0.,0. 0.),(1. 1.,2. 1.,2. 2.,1. 2.,1. 1.))).into()),
            vec![
                Value::Null,
                Value::Real(0.1),
                Value::Integer(i64::MAX),
                Value::Bool(false),
                Value::Null,
            ],
        ),
        (Some(wkt!(LINESTRING(-0.00000001 0., 179. 80.)).into()), vec![]),
        (None, vec![text("未上图")]),
        (
            Some(wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 0.)),((20. 0.,29. 0.,29. 9.,20. 0.)))).into()),
            vec![text("")],
        ),
        (Some(wkt!(LINESTRING(170. 0., -170. 10.)).into()), vec![]),
        (
            Some(wkt!(POLYGON((1. 1.,1.00000001 1.,1.00000001 1.00000001,1. 1.))).into()),
            vec![],
        ),
    ]
}

fn write(path: &Path, mut writer: Box<dyn Writer>) -> Vec<geodata::formats::Loss> {
    for (geometry, values) in rows() {
        writer.write(geometry.as_ref(), &values).unwrap();
    }
    assert!(!path.exists());
    let written = writer.finish().unwrap();
    assert_eq!(written.features, rows().len() as u64);
    assert_eq!(written.files, [path]);
    written.losses
}

#[test]
fn what_is_written_is_read_back_as_rfc_7946_prepares_it() {
    let dir = tempfile::tempdir().unwrap();
    let collection: PathBuf = dir.path().join("a.geojson");
    let lines: PathBuf = dir.path().join("a.geojsonl");
    assert_eq!(
        write(
            &collection,
            geojson::create(&collection, options(Crs::Cgcs2000)).unwrap()
        ),
        []
    );
    assert_eq!(
        write(
            &lines,
            geojson::create_lines(&lines, options(Crs::Wgs84)).unwrap()
        ),
        []
    );
    assert_eq!(fs::read_to_string(&lines).unwrap().lines().count(), rows().len());
    for path in [&collection, &lines] {
        let found = read(geojson::read, path).unwrap();
        let layer = found.one();
        assert_eq!(found.warnings, []);
        assert_eq!(
            layer.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
            ["名称", "长度", "编号", "完成", "开工日期"]
        );
        for (i, (geometry, mut values)) in rows().into_iter().enumerate() {
            let expected = geometry.map(|g| geojson::prepare(&g, 7).geometry);
            assert_eq!(layer.features[i].geometry, expected, "{i}");
            values.resize(5, Value::Null);
            assert_eq!(layer.features[i].values, values, "{i}");
        }
    }
    // Any other reader of JSON takes it, too.
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&collection).unwrap()).unwrap();
    assert_eq!(json["features"].as_array().unwrap().len(), rows().len());
    assert_eq!(json["features"][0]["geometry"]["coordinates"][0], 116.1234568);
    assert!(json.to_string().parse::<::geojson::GeoJson>().is_ok());
}

#[test]
fn coordinates_are_printed_as_they_are_prepared() {
    use proptest::prelude::*;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.geojson");
    let position = || (-89.9_f64..89.9, -89.9_f64..89.9);
    let near = prop::collection::vec((-1e-6_f64..1e-6, -1e-6_f64..1e-6), 4..12);
    let config = ProptestConfig::with_cases(64);
    proptest!(config, |(far in prop::collection::vec(position(), 4..40), near in near, base in position())| {
        let close: Vec<(f64, f64)> = near.iter().map(|d| (base.0 + d.0, base.1 + d.1)).collect();
        let mut writer = geojson::create(&path, options(Crs::Wgs84)).unwrap();
        let mut expected = Vec::new();
        for points in [far, close] {
            let line = geo_types::LineString::from(points);
            for shape in [Geometry::from(line.clone()), geo_types::Polygon::new(line, vec![]).into()] {
                writer.write(Some(&shape), &[]).unwrap();
                expected.push(shape);
            }
        }
        writer.finish().unwrap();
        let found = read(geojson::read, &path).unwrap();
        for (feature, shape) in found.one().features.iter().zip(&expected) {
            let prepared = geojson::prepare(shape, 7).geometry;
            match (feature.geometry.as_ref().unwrap(), &prepared, shape) {
                (Geometry::Polygon(a), Geometry::Polygon(b), Geometry::Polygon(exact)) => {
                    // Where rings cross themselves the two ways to tell their direction may differ; and a ring whose
                    // rounded points lie on one line keeps its digits here even where noise gives it an area there.
                    let alike = |other: &geo_types::Polygon<f64>| {
                        let mut turned = other.exterior().clone();
                        turned.0.reverse();
                        a.exterior() == other.exterior() || *a.exterior() == turned
                    };
                    prop_assert!(alike(b) || alike(exact), "{:?} {:?}", a, b);
                }
                (a, b, _) => prop_assert_eq!(a, b),
            }
        }
    });
}

#[test]
fn other_systems_are_refused_and_dropping_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    for crs in [Crs::WebMercator, Crs::Gcj02, Crs::from_epsg(4547).unwrap()] {
        assert!(matches!(
            geojson::create(&path, options(crs)),
            Err(WriteError::Crs { .. })
        ));
    }
    let mut writer = geojson::create(&path, options(Crs::Wgs84)).unwrap();
    writer.write(None, &[]).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn numbers_that_are_none_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    let mut writer = geojson::create(&path, options(Crs::Wgs84)).unwrap();
    writer
        .write(
            Some(&point!(x: f64::NAN, y: 1.0).into()),
            &[Value::Null, Value::Real(f64::INFINITY)],
        )
        .unwrap();
    let written = writer.finish().unwrap();
    let counts: Vec<_> = written.losses.iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(counts, [(LossKind::Number, 1), (LossKind::Number, 1)]);
    assert_eq!(
        read(geojson::read, &path).unwrap().one().features[0].geometry,
        None
    );
}

#[test]
fn gdal_reads_what_is_written_and_its_files_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let ours = dir.path().join("ours.geojson");
    write(&ours, geojson::create(&ours, options(Crs::Wgs84)).unwrap());
    let Some(info) = gdal("ogrinfo", &["-al", "-so", ours.to_str().unwrap()]) else {
        return;
    };
    assert!(
        info.contains("Feature Count: 7") && info.contains("Layer name: 项目"),
        "{info}"
    );
    assert!(
        info.contains("完成: Integer(Boolean)") && info.contains("开工日期: Date"),
        "{info}"
    );
    for (arguments, name) in [
        (vec!["-f", "GeoJSON", "-lco", "RFC7946=YES"], "a.geojson"),
        (vec!["-f", "GeoJSON", "-t_srs", "EPSG:4490"], "b.geojson"),
        (vec!["-f", "GeoJSONSeq"], "c.geojsonl"),
        (vec!["-f", "GeoJSONSeq", "-lco", "RS=YES"], "d.geojsons"),
    ] {
        let theirs = dir.path().join(name);
        let mut all = arguments;
        all.extend([theirs.to_str().unwrap(), ours.to_str().unwrap()]);
        gdal("ogr2ogr", &all);
        let found = read(geojson::read, &theirs).unwrap();
        let layer = found.one();
        assert_eq!(layer.features.len(), 7, "{name}");
        assert_eq!(layer.value(0, "名称"), Value::Text("a\"\\\n\u{1}汶上𠮷".into()));
        assert_eq!(layer.features[3].geometry, None);
        if name == "b.geojson" {
            assert_eq!(layer.head().crs, FoundCrs::Stated(Crs::Cgcs2000));
        }
    }
}

#[test]
fn spoiled_files_never_crash_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    write(&path, geojson::create(&path, options(Crs::Wgs84)).unwrap());
    let good = fs::read(&path).unwrap();
    collect::survive(
        geojson::read,
        &good,
        |dir, bytes| {
            let path = dir.join("a.geojson");
            fs::write(&path, bytes).unwrap();
            path
        },
        1500,
    );
}
