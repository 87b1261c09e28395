//! Records of GeoJSON taken over as text: the same values as those read one by one, and the same warnings.

use crate::collect::{Collect, read};
use geodata::formats::{Feature, Field, LayerHead, ReadOptions, Sink, Value, Warning, geojson};
use serde_json::{Map, Value as Json};
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// Takes records as text and the values of every third field.
#[derive(Default)]
struct Texts {
    fields: Vec<String>,
    records: Vec<(Feature, Option<String>)>,
    warnings: Vec<Warning>,
}

impl Sink for Texts {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.fields = head.fields.into_iter().map(|f| f.name).collect();
        ControlFlow::Continue(())
    }
    fn field(&mut self, field: Field) {
        self.fields.push(field.name);
    }
    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.records.push((feature, None));
        ControlFlow::Continue(())
    }
    fn picked(&self) -> Option<Vec<usize>> {
        Some((0..self.fields.len()).step_by(3).collect())
    }
    fn record(&mut self, feature: Feature, json: &str) -> ControlFlow<()> {
        self.records.push((feature, Some(json.to_owned())));
        ControlFlow::Continue(())
    }
    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

/// All values that are not null, by name.
fn object(fields: &[String], values: &[Value]) -> Map<String, Json> {
    let named = fields.iter().zip(values).filter(|(_, v)| **v != Value::Null);
    named
        .map(|(name, value)| (name.clone(), serde_json::to_value(value).unwrap()))
        .collect()
}

/// Reads both ways; returns how many of the last records, those given, came as text.
fn check(records: &[&str]) -> usize {
    // So many come first that the layer has begun, with fields a to f and an id.
    let mut content = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for n in 0..200 {
        let _ = writeln!(
            content,
            "{{\"type\":\"Feature\",\"id\":{n},\"properties\":{{\"a\":{n},\"b\":\"乙{n}\",\"c\":null,\"d\":true,\"e\":1.5,\"f\":\"\"}},\"geometry\":null}},"
        );
    }
    content.push_str(&records.join(",\n"));
    content.push_str("\n]}\n");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    fs::write(&path, content).unwrap();
    compare(&path, records.len())
}

fn compare(path: &Path, last: usize) -> usize {
    let plain: Collect = read(geojson::read, path).unwrap();
    let mut texts = Texts::default();
    geojson::read(path, &ReadOptions::default(), &mut texts).unwrap();
    let layer = plain.one();
    let fields: Vec<String> = layer.fields.iter().map(|f| f.name.clone()).collect();
    assert_eq!(fields, texts.fields);
    assert_eq!(plain.warnings, texts.warnings);
    assert_eq!(layer.features.len(), texts.records.len());
    let mut as_text = 0;
    for (i, (plain, (feature, json))) in layer.features.iter().zip(&texts.records).enumerate() {
        assert_eq!(
            (plain.number, &plain.geometry),
            (feature.number, &feature.geometry)
        );
        let Some(json) = json else {
            assert_eq!(plain.values, feature.values, "record {i}");
            continue;
        };
        as_text += usize::from(i + last >= texts.records.len());
        let expected = object(&fields, &plain.values);
        let found: Map<String, Json> = match json.as_str() {
            "" => Map::new(),
            json => serde_json::from_str(json).unwrap(),
        };
        assert_eq!(found, expected, "record {i}: {json}");
        assert!(json.len() < 10 || !json.contains("null"), "{json}");
        for at in (0..fields.len()).step_by(3) {
            let value = |values: &[Value]| values.get(at).cloned().unwrap_or(Value::Null);
            assert_eq!(
                value(&plain.values),
                value(&feature.values),
                "record {i}, field {at}"
            );
        }
    }
    as_text
}

fn with(properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[116.5,35.75]}}}}"#
    )
}

/// A record of these properties comes as text.
fn plain(properties: &str) {
    assert_eq!(check(&[&with(properties)]), 1, "{properties}");
}

/// A record of these properties is read value by value.
fn odd(properties: &str) {
    assert_eq!(check(&[&with(properties)]), 0, "{properties}");
}

#[test]
fn plain_records_come_as_text_with_the_same_values() {
    plain(r#"{"a":1,"b":"乙","c":"丙","d":false,"e":-0.25,"f":"x"}"#);
    plain(r#"{"a":null,"b":null,"c":null,"d":null,"e":null,"f":null}"#);
    plain(r#"{"a":null,"b":"乙","c":null,"d":true,"e":null,"f":"f"}"#);
    plain(r#"{"f":"x","a":0,"b":"a \"quoted\" \\ \u4e59\n"}"#);
    plain(r#"{ "a" : 1 , "b" : "乙" ,"c":2,"d":3 }"#);
    plain("{\n  \"a\": 1,\n  \"b\": \"乙\",\n  \"f\": \"x\"\n}");
    plain("{}");
    plain(r#"{"a":12.50,"b":"","e":-7,}"#);
}

#[test]
fn what_is_no_plain_json_is_read_value_by_value() {
    for value in [
        "01",
        "+5",
        ".5",
        "5.",
        "1e3",
        "NaN",
        "-Infinity",
        "123456789012345678901234567890",
        "{\"x\":[1]}",
        "[1, 2]",
        "\"\\ud800\"",
        "\"\\q\"",
        "\"a\tb\"",
    ] {
        odd(&format!(r#"{{"a":1,"b":{value},"c":"c"}}"#));
    }
    odd(r#"{"a":1,"a":2,"b":"x"}"#);
    odd(r#"{"a":1,"new":2}"#);
    odd("null");
    let long = "长".repeat(400_000);
    odd(&format!(r#"{{"a":1,"b":"{long}"}}"#));
}

#[test]
fn ids_beside_the_properties_are_values_too() {
    let with_id =
        |id: &str| format!(r#"{{"type":"Feature","id":{id},"properties":{{"a":1}},"geometry":null}}"#);
    for id in ["7", "\"甲-7\"", "1.25", "null"] {
        assert_eq!(check(&[&with_id(id)]), 1, "{id}");
    }
    for id in ["007", "{\"x\":1}", "\"\\u7532\"", "true"] {
        assert_eq!(check(&[&with_id(id)]), 0, "{id}");
    }
    // A second object of properties adds to the first.
    assert_eq!(
        check(&[r#"{"type":"Feature","properties":{"a":1},"properties":{"b":"x"},"geometry":null}"#]),
        0
    );
}

#[test]
fn a_broken_record_among_plain_ones_is_left_out_alone() {
    let good = with(r#"{"a":1,"b":"乙"}"#);
    assert_eq!(
        check(&[
            &good,
            r#"{"type":"Feature","properties":{"a":tru,"b" "x"}}"#,
            &good
        ]),
        2
    );
}

#[test]
fn records_across_the_pieces_of_a_file_are_whole() {
    let mut content = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for n in 0..9000 {
        let _ = write!(
            content,
            "{}{{\"type\":\"Feature\",\"properties\":{{\"a\":{n},\"b\":\"乙字{}\",\"c\":null}},\"geometry\":null}}",
            if n == 0 { "" } else { "," },
            "内容".repeat(n % 17)
        );
    }
    content.push_str("]}");
    assert!(content.len() > 1 << 19);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.geojson");
    fs::write(&path, &content).unwrap();
    assert_eq!(compare(&path, 8800), 8800);
    // Cut within a character.
    let cut = content.find("乙字").unwrap() + content.len() / 2;
    let cut = (cut..).find(|at| !content.is_char_boundary(*at)).unwrap();
    fs::write(&path, &content.as_bytes()[..cut]).unwrap();
    assert!(compare(&path, 100) > 90);
    // Bytes that are no text in the middle of it.
    let mut bytes = content.into_bytes();
    let at = bytes.len() / 2;
    bytes.splice(at..at, *b"\xff");
    fs::write(&path, &bytes).unwrap();
    compare(&path, 1);
}
