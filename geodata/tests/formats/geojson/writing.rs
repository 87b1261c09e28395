//! GeoJSON as it is written: read again, and read by GDAL.

use super::{options, rows, write};
use crate::collect::{gdal, read};
use geo_types::{Geometry, point};
use geodata::crs::Crs;
use geodata::formats::{FoundCrs, LossKind, Value, WriteError, geojson};
use std::fs;
use std::path::PathBuf;

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
