//! DXF as it is written: read again, read by GDAL; and what GDAL writes.

use crate::collect::{Reader, gdal};
use crate::gathering::{by_gdal, folder, put, read_path};
use geo::Area;
use geo_types::{Geometry, LineString, Polygon, polygon};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{Field, FieldKind, LossKind, Value, WriteOptions, Written, dxf};

const READ: Reader = dxf::read;

fn write(path: &std::path::Path, crs: Crs) -> Written {
    let field = |name: &str, kind| Field {
        name: name.into(),
        kind,
    };
    let options = WriteOptions {
        layer: "项目".into(),
        fields: vec![
            field("kind", FieldKind::Text),
            field("name", FieldKind::Text),
            field("投资", FieldKind::Real),
        ],
        crs: crs.into(),
    };
    let mut writer = dxf::create(path, options).unwrap();
    let text = |t: &str| Value::Text(t.into());
    let hole: Geometry<f64> = polygon!(
        exterior: [(x: 500_000.0, y: 3_900_000.0), (x: 500_100.0, y: 3_900_000.0), (x: 500_100.0, y: 3_900_100.0), (x: 500_000.0, y: 3_900_100.0)],
        interiors: [[(x: 500_020.0, y: 3_900_020.0), (x: 500_020.0, y: 3_900_040.0), (x: 500_040.0, y: 3_900_040.0)]],
    )
    .into();
    let line: Geometry<f64> =
        LineString::from(vec![(500_000.125, 3_900_000.5), (500_050.0, 3_900_070.0)]).into();
    let point: Geometry<f64> = geo_types::Point::new(500_010.5, 3_900_010.25).into();
    let rows = [
        (
            Some(hole),
            vec![
                text("村庄/建设"),
                text("示范村 㐀{½} 甲\\乙，这个名称有意写得很长，看看是否断开"),
                Value::Real(3.5),
            ],
        ),
        (Some(line), vec![text("道路"), Value::Null, Value::Null]),
        (Some(point), vec![Value::Null, text("泵站"), Value::Null]),
        (None, vec![text("道路"), text("未上图"), Value::Null]),
    ];
    for (geometry, values) in &rows {
        writer.write(geometry.as_ref(), values).unwrap();
    }
    writer.finish().unwrap()
}

const ZONE: Crs = Crs::GaussKruger {
    width: ZoneWidth::Three,
    zone: 39,
    prefixed: false,
};

#[test]
fn what_is_written_is_read_again() {
    let folder = folder();
    let path = folder.path().join("出.dxf");
    let written = write(&path, ZONE);
    assert_eq!(written.features, 3);
    let losses: Vec<_> = written.losses.iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(
        losses,
        [
            (LossKind::Fields, 1),
            (LossKind::Parts, 1),
            (LossKind::NoGeometry, 1),
            (LossKind::FieldName, 1)
        ]
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let got = read_path(READ, &path);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    let layer = &got.layers[0];
    let seen: Vec<_> = (0..layer.features.len())
        .map(|i| (layer.text(i, "图层"), layer.text(i, "类型")))
        .collect();
    let expected = [
        ("村庄_建设", "LWPOLYLINE"),
        ("村庄_建设", "LWPOLYLINE"),
        ("村庄_建设", "MTEXT"),
        ("道路", "LWPOLYLINE"),
        ("项目", "POINT"),
        ("项目", "TEXT"),
    ];
    assert_eq!(seen, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(
        layer.features[0].geometry.as_ref().unwrap().unsigned_area(),
        10_000.0
    );
    assert_eq!(
        layer.text(2, "文字"),
        "示范村 㐀{½} 甲\\乙，这个名称有意写得很长，看看是否断开"
    );
    assert_eq!(layer.wkt(3), "LINESTRING(500000.125 3900000.5,500050 3900070)");
    assert_eq!(layer.wkt(4), "POINT(500010.5 3900010.25)");
    assert_eq!(layer.text(5, "文字"), "泵站");
}

#[test]
fn metres_have_no_digits_below_a_tenth_of_a_millimetre() {
    let folder = folder();
    let path = folder.path().join("出.dxf");
    let options = WriteOptions {
        layer: "项目".into(),
        fields: Vec::new(),
        crs: ZONE.into(),
    };
    let mut writer = dxf::create(&path, options).unwrap();
    let line = LineString::from(vec![
        (500_000.123_456_78, 3_900_000.5),
        (500_050.0, 3_900_070.000_04),
    ]);
    writer.write(Some(&line.into()), &[]).unwrap();
    writer.finish().unwrap();
    let got = read_path(READ, &path);
    assert_eq!(
        got.layers[0].wkt(0),
        "LINESTRING(500000.1235 3900000.5,500050 3900070)"
    );
}

#[test]
fn gdal_reads_what_is_written() {
    let folder = folder();
    let path = folder.path().join("out.dxf");
    write(&path, ZONE);
    let Some(features) = by_gdal(&path, &[]) else {
        return;
    };
    assert_eq!(features.len(), 6, "{features:?}");
    assert_eq!(features[0]["properties"]["Layer"], "村庄_建设");
    let ring = features[0]["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!((ring.len(), &ring[0]), (5, &ring[4]));
    assert_eq!(
        features[2]["properties"]["Text"],
        "示范村 㐀{½} 甲\\乙，这个名称有意写得很长，看看是否断开"
    );
    assert_eq!(features[3]["properties"]["Layer"], "道路");
    assert_eq!(features[3]["geometry"]["coordinates"][0][0], 500_000.125);
    assert_eq!(features[5]["properties"]["Text"], "泵站");
}

#[test]
fn what_gdal_writes_is_read() {
    let folder = folder();
    let json = put(
        folder.path(),
        "in.geojson",
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"Layer":"宅基地"},"geometry":{"type":"Polygon","coordinates":[[[500000,3900000],[500100,3900000],[500100,3900100],[500000,3900000]]]}},
        {"type":"Feature","properties":{"Layer":"road"},"geometry":{"type":"LineString","coordinates":[[500000,3900000],[500001.5,3900002.5]]}},
        {"type":"Feature","properties":{"Layer":"road"},"geometry":{"type":"Point","coordinates":[500000,3900000]}}]}"#,
    );
    let out = folder.path().join("out.dxf");
    let args = ["-f", "DXF", out.to_str().unwrap(), json.to_str().unwrap()];
    let Some(_) = gdal("ogr2ogr", &args) else { return };
    let got = read_path(READ, &out);
    let layer = &got.layers[0];
    assert_eq!(layer.features.len(), 3, "{:?}", got.warnings);
    assert_eq!(layer.text(0, "图层"), "宅基地");
    assert_eq!(
        layer.features[0].geometry.as_ref().unwrap().unsigned_area(),
        5000.0
    );
    assert_eq!(layer.wkt(1), "LINESTRING(500000 3900000,500001.5 3900002.5)");
    assert_eq!(layer.wkt(2), "POINT(500000 3900000)");
}

#[test]
fn degrees_are_written_with_a_word_on_it() {
    let folder = folder();
    let path = folder.path().join("a.dxf");
    let options = WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = dxf::create(&path, options).unwrap();
    let area: Polygon<f64> = polygon![(x: 116.0, y: 35.0), (x: 117.0, y: 35.0), (x: 117.0, y: 36.0)];
    writer.write(Some(&area.into()), &[]).unwrap();
    let written = writer.finish().unwrap();
    assert_eq!(written.losses.len(), 1);
    assert!(written.losses[0].text.zh.contains("度"));
    assert_eq!(
        read_path(READ, &path).layers[0].wkt(0),
        "POLYGON((116 35,117 35,117 36,116 35))"
    );
    let other = folder.path().join("b.dxf");
    drop(
        dxf::create(
            &other,
            WriteOptions {
                layer: String::new(),
                fields: Vec::new(),
                crs: ZONE.into(),
            },
        )
        .unwrap(),
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
