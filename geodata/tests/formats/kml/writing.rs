//! KML as it is written, and what GDAL makes of it.

use super::READ;
use crate::gathering::{by_gdal, folder, put, read_path};
use geo_types::{Geometry, polygon};
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Value, WriteError, WriteOptions, kml};

fn fields() -> Vec<Field> {
    let field = |name: &str, kind| Field {
        name: name.into(),
        kind,
    };
    vec![
        field("name", FieldKind::Text),
        field("投资", FieldKind::Real),
        field("户数", FieldKind::Integer),
        field("完工", FieldKind::Bool),
        field("开工", FieldKind::Date),
    ]
}

fn rows() -> Vec<(Option<Geometry<f64>>, Vec<Value>)> {
    let text = |t: &str| Value::Text(t.into());
    let hole = polygon!(
        exterior: [(x: 116.0, y: 35.0), (x: 117.0, y: 35.0), (x: 117.0, y: 36.0), (x: 116.0, y: 36.0)],
        interiors: [[(x: 116.2, y: 35.2), (x: 116.2, y: 35.4), (x: 116.4, y: 35.4)]],
    );
    let parse = |w: &str| -> Geometry<f64> { wkt::TryFromWkt::try_from_wkt_str(w).unwrap() };
    vec![
        (
            Some(parse("POINT(116.5 35.7)")),
            vec![
                text("污水 <厂> & \"站\""),
                Value::Real(1234.5678),
                Value::Integer(-3),
                Value::Bool(true),
                text("2026-03-01"),
            ],
        ),
        (
            Some(hole.into()),
            vec![
                text("地块"),
                Value::Null,
                Value::Integer(7),
                Value::Bool(false),
                Value::Null,
            ],
        ),
        (
            Some(parse("MULTILINESTRING((116 35,117 36),(118 35,118 36))")),
            vec![
                text("路"),
                Value::Real(0.1),
                Value::Null,
                Value::Null,
                Value::Null,
            ],
        ),
        (
            None,
            vec![text("未上图"), Value::Null, Value::Null, Value::Null, Value::Null],
        ),
    ]
}

fn write(path: &std::path::Path) -> geodata::formats::Written {
    let options = WriteOptions {
        layer: "项目 & 图".into(),
        fields: fields(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = kml::create(path, options).unwrap();
    for (geometry, values) in rows() {
        writer.write(geometry.as_ref(), &values).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let folder = folder();
    let path = folder.path().join("出.kml");
    let written = write(&path);
    assert_eq!(written.files, std::slice::from_ref(&path));
    assert_eq!(written.features, 4);
    assert_eq!(written.losses, []);
    let got = read_path(READ, &path);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    let layer = &got.layers[0];
    for (i, (geometry, values)) in rows().into_iter().enumerate() {
        assert_eq!(layer.features[i].geometry, geometry);
        for (field, value) in fields().iter().zip(values) {
            assert_eq!(layer.value(i, &field.name), value, "{}", field.name);
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn gdal_reads_what_is_written() {
    let folder = folder();
    let path = folder.path().join("out.kml");
    write(&path);
    let Some(features) = by_gdal(&path, &[]) else {
        return;
    };
    assert_eq!(features.len(), 4);
    let properties = &features[0]["properties"];
    assert_eq!(properties["Name"], "污水 <厂> & \"站\"");
    assert_eq!(properties["投资"].as_f64().unwrap(), 1234.5678);
    assert_eq!(properties["户数"].as_i64().unwrap(), -3);
    assert_eq!(features[1]["geometry"]["type"], "Polygon");
    assert_eq!(
        features[1]["geometry"]["coordinates"].as_array().unwrap().len(),
        2
    );
    assert_eq!(features[2]["geometry"]["coordinates"][1][0][0], 118.0);
    assert!(features[3]["geometry"].is_null());
    if let Some(text) = crate::collect::gdal(
        "ogrinfo",
        &["-al", "--config", "GDAL_SKIP", "LIBKML", path.to_str().unwrap()],
    ) {
        assert!(text.contains("using driver `KML'"), "{text}");
        // The older driver passes over placemarks without geometry.
        assert!(text.contains("Feature Count: 3"), "{text}");
        assert!(text.contains("POINT (116.5 35.7)"), "{text}");
    }
}

#[test]
fn what_gdal_writes_is_read() {
    let folder = folder();
    let json = put(
        folder.path(),
        "in.geojson",
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"名称":"甲","n":3,"x":1.5},"geometry":{"type":"Polygon","coordinates":[[[116,35],[117,35],[117,36],[116,35]]]}},
        {"type":"Feature","properties":{"名称":"乙","n":null,"x":2},"geometry":{"type":"MultiPoint","coordinates":[[116,35],[117,36]]}}]}"#,
    );
    for (i, driver) in ["KML", "LIBKML"].into_iter().enumerate() {
        let out = folder.path().join(format!("{i}.kml"));
        let args = ["-f", driver, out.to_str().unwrap(), json.to_str().unwrap()];
        let Some(_) = crate::collect::gdal("ogr2ogr", &args) else {
            return;
        };
        let got = read_path(READ, &out);
        let layer = &got.layers[0];
        assert_eq!(layer.features.len(), 2, "{driver}");
        assert_eq!(layer.text(0, "名称"), "甲");
        assert_eq!(layer.value(0, "n"), Value::Integer(3));
        assert_eq!(layer.value(1, "x"), Value::Real(2.0));
        assert_eq!(layer.wkt(0), "POLYGON((116 35,117 35,117 36,116 35))");
        assert_eq!(layer.wkt(1), "MULTIPOINT((116 35),(117 36))");
    }
}

#[test]
fn a_shape_across_the_antimeridian_is_cut() {
    let folder = folder();
    let path = folder.path().join("a.kml");
    let options = WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = kml::create(&path, options).unwrap();
    let across: Geometry<f64> =
        polygon![(x: 179.0, y: 0.0), (x: -179.0, y: 0.0), (x: -179.0, y: 1.0), (x: 179.0, y: 1.0)].into();
    writer.write(Some(&across), &[]).unwrap();
    writer.finish().unwrap();
    let got = read_path(READ, &path);
    assert!(matches!(&got.layers[0].features[0].geometry, Some(Geometry::MultiPolygon(p)) if p.0.len() == 2));
}

#[test]
fn another_system_than_wgs84_is_refused_and_nothing_is_left_behind() {
    let folder = folder();
    let options = |crs| WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::into(crs),
    };
    let result = kml::create(&folder.path().join("a.kml"), options(Crs::WebMercator));
    assert!(matches!(result, Err(WriteError::Crs { .. })));
    drop(kml::create(&folder.path().join("a.kml"), options(Crs::Wgs84)).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
