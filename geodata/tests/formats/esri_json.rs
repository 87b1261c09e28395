//! JSON of ArcGIS: what is read, and that GeoJSON is not taken for it.

use crate::collected::{Collected, text};
use geo::Area;
use geo_types::Geometry;
use geodata::crs::Crs;
use geodata::formats::{FoundCrs, ReadError, ReadOptions, Value, detect, read};

fn try_read(content: &str) -> Result<Collected, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("图.json");
    std::fs::write(&path, content).unwrap();
    let mut sink = Collected::default();
    let (format, path) = detect(&path)?;
    read(format, &path, &ReadOptions::default(), &mut sink).map(|()| sink)
}

const HEAD: &str = r#""geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 102100, "latestWkid": 3857},
    "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}, {"name": "XMMC", "type": "esriFieldTypeString", "alias": "项目名称"},
    {"name": "RQ", "type": "esriFieldTypeDate", "alias": "日期"}]"#;

#[test]
fn features_with_attributes_and_rings_are_read() {
    let features: Vec<String> = (0..1500)
        .map(|i| {
            format!(
                r#"{{"attributes": {{"OBJECTID": {i}, "XMMC": "地块{i}", "RQ": 1714521600000}}, "geometry": {{"rings":
                [[[0, 0, 5], [0, 200, 5], [200, 200, 5], [200, 0, 5], [0, 0, 5]], [[50, 50, 5], [150, 50, 5], [150, 150, 5], [50, 150, 5], [50, 50, 5]]]}}}}"#
            )
        })
        .collect();
    let got = try_read(&format!("{{{HEAD}, \"features\": [{}]}}", features.join(","))).unwrap();
    let layer = got.one();
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::WebMercator));
    assert_eq!(layer.names(), ["OBJECTID", "项目名称", "日期"]);
    assert_eq!(layer.features.len(), 1500);
    assert_eq!(layer.value(1499, "项目名称"), text("地块1499"));
    assert_eq!(layer.value(1499, "OBJECTID"), Value::Integer(1499));
    assert_eq!(layer.value(0, "日期"), text("2024-05-01"));
    let area = layer.features[1499].geometry.as_ref().unwrap().unsigned_area();
    assert!((area - 30_000.0).abs() < 1e-6, "{area}");
}

#[test]
fn points_and_paths_are_read_and_what_is_no_shape_is_told() {
    let got = try_read(
        r#"{"spatialReference": {"wkid": 4490}, "features": [
        {"attributes": {"n": "点"}, "geometry": {"x": 116.5, "y": 35.7}},
        {"attributes": {"n": "线"}, "geometry": {"paths": [[[116, 35], [117, 36]]]}},
        {"attributes": {"n": "多点"}, "geometry": {"points": [[116, 35], [117, 36]]}},
        {"attributes": {"n": "空"}, "geometry": {"x": "NaN", "y": "NaN"}},
        {"attributes": {"n": "弧"}, "geometry": {"curveRings": [[[0, 0], {"z": [[3, 3], [1, 4]]}, [0, 0]]]}}]}"#,
    )
    .unwrap();
    let layer = got.one();
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert!(matches!(
        layer.features[1].geometry,
        Some(Geometry::LineString(_))
    ));
    assert!(matches!(
        layer.features[2].geometry,
        Some(Geometry::MultiPoint(_))
    ));
    assert_eq!(
        (&layer.features[3].geometry, &layer.features[4].geometry),
        (&None, &None)
    );
    assert!(
        got.warnings
            .iter()
            .any(|w| w.text.zh.contains("曲线") && w.number == Some(5))
    );
}

#[test]
fn geojson_is_not_taken_for_it_and_half_a_file_is_refused() {
    let geojson = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"attributes": "a", "rings": 3},
        "geometry": {"type": "Point", "coordinates": [116.5, 35.7]}}]}"#;
    assert_eq!(try_read(geojson).unwrap().one().point(0), (116.5, 35.7));
    assert!(matches!(
        try_read(&format!("{{{HEAD}, \"features\": [{{\"attributes\": {{")),
        Err(ReadError::Damaged { .. })
    ));
}

#[test]
fn a_shape_by_itself_and_the_layers_of_a_web_map_are_read() {
    let got = try_read(
        r#"{"rings": [[[116, 35], [116, 36], [117, 36], [116, 35]]], "spatialReference": {"wkid": 4490}}"#,
    )
    .unwrap();
    let layer = got.one();
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert!((layer.features[0].geometry.as_ref().unwrap().unsigned_area() - 0.5).abs() < 1e-12);

    let point =
        |n: i32| format!(r#"{{"attributes": {{"n": "点{n}"}}, "geometry": {{"x": {n}, "y": 35.7}}}}"#);
    let points: Vec<String> = (0..1500).map(point).collect();
    let set = |points: &[String]| {
        format!(
            r#""featureSet": {{"spatialReference": {{"wkid": 102100}}, "features": [{}]}}"#,
            points.join(",")
        )
    };
    let got = try_read(&format!(
        r#"{{"layers": [{{"layerDefinition": {{"name": "甲"}}, {}}}, {{"layerDefinition": {{"name": "乙"}}, {}}}]}}"#,
        set(&points),
        set(&points[..2])
    ))
    .unwrap();
    let read: Vec<_> = got
        .layers
        .iter()
        .map(|l| (l.head.name.as_str(), l.features.len()))
        .collect();
    assert_eq!(read, [("甲", 1500), ("乙", 2)]);
    assert_eq!(got.layers[1].head.crs, FoundCrs::Stated(Crs::WebMercator));
    assert_eq!(got.layers[0].value(1499, "n"), text("点1499"));
}

#[test]
fn arcs_and_curves_become_lines_within_a_centimetre() {
    use geo::line_measures::LengthMeasurable;
    use std::f64::consts::PI;
    // Half a disc of 100 m by an arc over a place, by one around its centre, and half an ellipse of 200 m by 100 m.
    let rings = [
        (
            r#"[500000, 3955704], {"c": [[500000, 3955904], [500100, 3955804]]}, [500000, 3955704]"#,
            PI * 5000.0,
        ),
        (
            r#"[500000, 3955704], {"a": [[500000, 3955904], [500000, 3955804], 0, 0]}, [500000, 3955704]"#,
            PI * 5000.0,
        ),
        (
            r#"[500000, 3955704], {"a": [[500000, 3955904], [500000, 3955804], 0, 1]}, [500000, 3955704]"#,
            PI * 5000.0,
        ),
        (
            r#"[500000, 3955704], {"a": [[500000, 3955904], [500000, 3955804], 0, 0, 0, 200, 0.5]}, [500000, 3955704]"#,
            PI * 10_000.0,
        ),
        (
            r#"[500000, 3955704], {"a": [[500000, 3955904], [500000, 3955804], 0, 0, 1.5707963267948966, 100, 2]}, [500000, 3955704]"#,
            PI * 10_000.0,
        ),
        // A whole circle.
        (
            r#"[500000, 3955704], {"c": [[500000, 3955704], [500000, 3955904]]}"#,
            PI * 10_000.0,
        ),
    ];
    let features: Vec<String> = (0..1500)
        .map(|i| {
            format!(
                r#"{{"attributes": {{"n": {i}}}, "geometry": {{"curveRings": [[{}]]}}}}"#,
                rings[i % rings.len()].0
            )
        })
        .collect();
    let got = try_read(&format!(
        r#"{{"spatialReference": {{"wkid": 4548}}, "features": [{}]}}"#,
        features.join(",")
    ))
    .unwrap();
    assert_eq!(got.one().features.len(), 1500);
    for (i, feature) in got.one().features.iter().enumerate() {
        let area = feature.geometry.as_ref().unwrap().unsigned_area();
        let wanted = rings[i % rings.len()].1;
        assert!(
            (area - wanted).abs() < 0.01 * 700.0,
            "{i}: {area} is not {wanted}"
        );
    }
    assert!(
        got.warnings
            .iter()
            .any(|w| w.text.zh.contains("1500") && w.text.zh.contains("1 厘米"))
    );

    // An S of two half circles, straight on, and a Bézier curve of a known length: a straight one.
    let got = try_read(
        r#"{"spatialReference": {"wkid": 4548}, "curvePaths": [[[500000, 0], {"c": [[500002, 0], [500001, 1]]}, {"c": [[500004, 0], [500003, -1]]},
        [500014, 0], {"b": [[500044, 0], [500024, 0], [500034, 0]]}]]}"#,
    )
    .unwrap();
    let Some(Geometry::LineString(line)) = &got.one().features[0].geometry else {
        panic!("no line");
    };
    let length = line.length(&geo::Euclidean);
    assert!((length - (2.0 * PI + 40.0)).abs() < 0.01, "{length}");
    // In degrees a centimetre is a ten-millionth.
    let got = try_read(
        r#"{"spatialReference": {"wkid": 4490}, "curveRings": [[[116.001, 35], {"c": [[116.001, 35], [115.999, 35]]}]]}"#,
    )
    .unwrap();
    let area = got.one().features[0].geometry.as_ref().unwrap().unsigned_area();
    assert!((area / (PI * 1e-6) - 1.0).abs() < 2e-4, "{area}");
}
