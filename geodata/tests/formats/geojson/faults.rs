//! Files that are cut, broken, deep, wide or spoiled.

use super::{feature, options, text, value, write};
use crate::collect::Collect;
use geodata::crs::Crs;
use geodata::formats::{ReadOptions, Value, WarningKind as W, geojson};
use std::fs;

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
fn spoiled_files_never_crash_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    write(&path, geojson::create(&path, options(Crs::Wgs84)).unwrap());
    let good = fs::read(&path).unwrap();
    crate::collect::survive(
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

#[test]
fn a_ring_without_points_and_a_misnamed_geometry_are_told() {
    let feature = |members: &str| format!(r#"{{"type":"Feature","properties":{{"name":"甲"}},{members}}}"#);
    let point = r#"{"type":"Point","coordinates":[116.5,35.7]}"#;
    for (members, told) in [
        (
            r#""geometry":{"type":"Polygon","coordinates":[[]]}"#.to_owned(),
            true,
        ),
        (
            r#""geometry":{"type":"MultiPolygon","coordinates":[[[]]]}"#.to_owned(),
            true,
        ),
        (
            r#""geometry":{"type":"MultiLineString","coordinates":[[],[]]}"#.to_owned(),
            true,
        ),
        (format!(r#""geom":{point}"#), true),
        (format!(r#""Geometry":{point}"#), true),
        (format!(r#""the_geom":{point}"#), true),
        (r#""geometry":null"#.to_owned(), false),
        (
            r#""geometry":{"type":"Polygon","coordinates":[]}"#.to_owned(),
            false,
        ),
        (format!(r#""geom":{point},"geometry":{point}"#), false),
    ] {
        let features = vec![feature(&members); 1500].join(",");
        let found = text(format!(
            r#"{{"type":"FeatureCollection","features":[{features}]}}"#
        ))
        .unwrap();
        assert_eq!(found.one().features.len(), 1500);
        assert_eq!(found.has(W::GeometryLeftOut), told, "{members}");
    }
}
