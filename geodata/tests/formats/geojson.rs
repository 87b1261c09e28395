//! GeoJSON files in and out.

mod documents;
mod faults;
mod geometries;
mod rfc;
mod text;
mod writing;

use crate::collect::{Collect, read};
use geo_types::{Geometry, point, wkt};
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, ReadError, Value, WarningKind as W, WriteOptions, Writer, geojson};
use std::fs;
use std::path::Path;

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
