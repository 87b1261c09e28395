//! Shapefiles as they are written: read again, read by GDAL, and what did not fit.

use super::{Row, field, fields, good, polygons, text, write};
use crate::collect::{gdal, read};
use geo_types::{Geometry, point, wkt};
use geodata::crs::{Crs, wkt};
use geodata::formats::shapefile;
use geodata::formats::{FieldKind, FoundCrs, LossKind, Value, WarningKind as W, WriteOptions};
use std::fs;

#[test]
fn what_is_written_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    for ending in ["shp", "shx", "dbf", "cpg", "prj"] {
        assert!(path.with_extension(ending).exists(), "{ending}");
    }
    let found = read(shapefile::read, &path).unwrap();
    let layer = found.one();
    assert_eq!(found.warnings, []);
    assert_eq!(layer.head().name, "项目");
    assert_eq!(layer.head().encoding, Some("UTF-8"));
    assert_eq!(layer.head().crs, FoundCrs::Stated(Crs::from_epsg(4548).unwrap()));
    assert_eq!(layer.fields, fields());
    for (i, (geometry, values)) in polygons().into_iter().enumerate() {
        assert_eq!(&layer.features[i].values, &values, "{i}");
        // Shells turn the other way in the file.
        let turned = geometry.map(|g| {
            use geo::orient::{Direction, Orient};
            match g {
                Geometry::Polygon(p) => p.orient(Direction::Reversed).into(),
                Geometry::MultiPolygon(p) => p.orient(Direction::Reversed).into(),
                other => other,
            }
        });
        assert_eq!(layer.features[i].geometry, turned, "{i}");
    }
}

#[test]
fn points_and_lines_are_read_back_too() {
    let dir = tempfile::tempdir().unwrap();
    for (name, shapes) in [
        (
            "点",
            vec![Geometry::from(point!(x: 1., y: 2.)), point!(x: 3., y: 4.).into()],
        ),
        ("多点", vec![wkt!(MULTIPOINT(1. 2.,3. 4.)).into()]),
        (
            "线",
            vec![
                wkt!(LINESTRING(1. 2.,3. 4.)).into(),
                wkt!(MULTILINESTRING((1. 2.,3. 4.),(5. 6.,7. 8.,9. 9.))).into(),
            ],
        ),
    ] {
        let path = dir.path().join(format!("{name}.shp"));
        let rows: Vec<Row> = shapes.iter().map(|g| (Some(g.clone()), vec![])).collect();
        let written = write(&path, Crs::Cgcs2000, vec![field("a", FieldKind::Text)], &rows);
        assert_eq!(written.losses, []);
        let found = read(shapefile::read, &path).unwrap();
        let back: Vec<_> = found
            .one()
            .features
            .iter()
            .map(|f| f.geometry.clone().unwrap())
            .collect();
        assert_eq!(back, shapes, "{name}");
    }
}

#[test]
fn mixed_geometries_go_to_files_of_their_own_and_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("项目.shp");
    let rows: Vec<Row> = vec![
        (None, vec![text("无")]),
        (Some(point!(x: 1., y: 2.).into()), vec![text("点")]),
        (Some(wkt!(LINESTRING(1. 2.,3. 4.)).into()), vec![text("线")]),
        (
            Some(wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.))).into()),
            vec![text("面")],
        ),
        (Some(point!(x: 5., y: 2.).into()), vec![text("点二")]),
    ];
    let written = write(&path, Crs::Wgs84, vec![field("n", FieldKind::Text)], &rows);
    assert_eq!(written.features, 5);
    assert_eq!(written.losses.len(), 1);
    assert_eq!(written.losses[0].kind, LossKind::MixedGeometry);
    assert!(
        written.losses[0].text.zh.contains("点 3 个，线 1 个，面 1 个"),
        "{}",
        written.losses[0].text
    );
    assert!(!path.exists());
    for (ending, n) in [("point", 3), ("line", 1), ("polygon", 1)] {
        let one = dir.path().join(format!("项目-{ending}.shp"));
        assert!(written.files[..3].contains(&one));
        assert_eq!(read(shapefile::read, &one).unwrap().one().features.len(), n);
    }
}

#[test]
fn collections_are_taken_apart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let parts = vec![
        point!(x: 1., y: 2.).into(),
        wkt!(LINESTRING(1. 2.,3. 4.)).into(),
        point!(x: 2., y: 2.).into(),
    ];
    let all = Geometry::GeometryCollection(geo_types::GeometryCollection(parts));
    let written = write(
        &path,
        Crs::Wgs84,
        vec![field("n", FieldKind::Text)],
        &[(Some(all), vec![text("x")])],
    );
    assert!(
        written
            .losses
            .iter()
            .any(|l| l.kind == LossKind::Parts && l.count == 1)
    );
    let points = read(shapefile::read, &dir.path().join("a-multipoint.shp")).unwrap();
    assert_eq!(
        points.one().features[0].geometry,
        Some(wkt!(MULTIPOINT(1. 2.,2. 2.)).into())
    );
    assert_eq!(points.one().value(0, "n"), text("x"));
}

#[test]
fn names_are_cut_on_whole_characters_and_a_table_tells_the_full_ones() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let names = [
        "项目名称",
        "项目名",
        "项目名称与编号",
        "responsible_unit",
        "responsible_town",
        "好",
        "a,\"b\"很长的名字",
    ];
    let fields = names.iter().map(|n| field(n, FieldKind::Text)).collect();
    let written = write(
        &path,
        Crs::Wgs84,
        fields,
        &[(Some(point!(x: 1., y: 2.).into()), vec![text("x"); 7])],
    );
    let loss = &written.losses[0];
    assert_eq!((loss.kind, loss.count), (LossKind::FieldName, 5));
    let found = read(shapefile::read, &path).unwrap();
    let short: Vec<&str> = found.one().fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(
        short,
        [
            "项目_1",
            "项目名",
            "项目_2",
            "responsibl",
            "responsi_1",
            "好",
            "a,\"b\"很"
        ]
    );
    let table = fs::read_to_string(dir.path().join("a.fields.csv")).unwrap();
    assert!(
        table.starts_with("\u{feff}字段,原名\r\n项目_1,项目名称\r\n"),
        "{table}"
    );
    assert!(
        table.contains("\"a,\"\"b\"\"很\",\"a,\"\"b\"\"很长的名字\"\r\n"),
        "{table}"
    );
}

#[test]
fn texts_dates_and_numbers_that_do_not_fit_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let fields = vec![
        field("t", FieldKind::Text),
        field("d", FieldKind::Date),
        field("r", FieldKind::Real),
        field("i", FieldKind::Integer),
    ];
    let long = "村".repeat(100);
    let at = Some(Geometry::from(point!(x: 1., y: 2.)));
    let rows: Vec<Row> = vec![
        (
            at.clone(),
            vec![
                text(&long),
                text("2026-11-21"),
                Value::Real(1.0 / 3.0),
                Value::Integer(1),
            ],
        ),
        (
            at.clone(),
            vec![
                text("短"),
                text("2026-11"),
                Value::Real(123_456_789.123),
                Value::Real(2.5),
            ],
        ),
        (
            at,
            vec![Value::Null, Value::Null, Value::Real(1e300), Value::Null],
        ),
    ];
    let written = write(&path, Crs::Wgs84, fields, &rows);
    let kinds: Vec<_> = written.losses.iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(kinds[0], (LossKind::TextCut, 1));
    assert_eq!(kinds.last(), Some(&(LossKind::Date, 1)));
    let found = read(shapefile::read, &path).unwrap();
    let layer = found.one();
    assert_eq!(layer.value(0, "t"), text(&long[..252]));
    assert_eq!(layer.value(0, "d"), text("2026-11-21"));
    assert_eq!(layer.value(1, "d"), text("2026-11"));
    assert_eq!(layer.value(1, "i"), Value::Real(2.5));
    for (row, expected) in [(0, 1.0 / 3.0), (1, 123_456_789.123), (2, 1e300)] {
        match layer.value(row, "r") {
            Value::Real(v) => assert!((v / expected - 1.0).abs() < 1e-6, "{v} for {expected}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(found.warnings, []);
}

#[test]
fn dropping_leaves_nothing_and_a_stale_index_goes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let options = WriteOptions {
        layer: "a".into(),
        fields: fields(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = shapefile::create(&path, options).unwrap();
    for (geometry, values) in polygons() {
        writer.write(geometry.as_ref(), &values).unwrap();
    }
    drop(writer);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    fs::write(dir.path().join("a.qix"), "old").unwrap();
    write(&path, Crs::Wgs84, fields(), &polygons());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 5);
    // Nothing at all is a shapefile as well.
    let empty = write(&dir.path().join("b.shp"), Crs::Wgs84, vec![], &[]);
    assert_eq!(empty.features, 0);
    assert!(
        read(shapefile::read, &dir.path().join("b.shp"))
            .unwrap()
            .one()
            .features
            .is_empty()
    );
}

#[test]
fn gdal_reads_what_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    let Some(info) = gdal("ogrinfo", &["-al", path.to_str().unwrap()]) else {
        return;
    };
    for part in [
        "Feature Count: 3",
        "Geometry: Polygon",
        "CGCS2000 / 3-degree Gauss-Kruger CM 117E",
        "名称: String (18.0)",
        "编号: Integer (2.0)",
        "开工: Date",
        "汶上县军屯乡",
        "2026/11/21",
        "POLYGON ((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 2,1 1))",
    ] {
        assert!(info.contains(part), "{part} is not in {info}");
    }
    for code in [4490, 4326, 3857, 4491, 4502, 4513, 4527, 4534, 4554, 32650, 32750] {
        let prj = dir.path().join("c.prj");
        fs::write(&prj, wkt::esri(Crs::from_epsg(code).unwrap()).unwrap()).unwrap();
        let file = format!("ESRI::{}", prj.display());
        if let Some(found) = gdal("gdalsrsinfo", &["-e", "-o", "epsg", &file]) {
            assert!(found.contains(&format!("EPSG:{code}")), "{code}: {found}");
        }
    }
}

#[test]
fn files_of_gdal_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("s.geojson");
    let content = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"名称":"汶上","n":1,"r":0.5,"d":"2026-11-21"},"geometry":{"type":"Polygon","coordinates":[[[0,0,7],[9,0,7],[9,9,7],[0,9,7],[0,0,7]],[[1,1,7],[1,2,7],[2,2,7],[1,1,7]]]}},
        {"type":"Feature","properties":{"名称":"军屯","n":null,"r":null,"d":null},"geometry":null}]}"#;
    fs::write(&source, content).unwrap();
    for (name, encoding, arguments) in [
        ("gbk", "GBK", vec!["-lco", "ENCODING=GBK"]),
        (
            "utf8",
            "UTF-8",
            vec!["-lco", "ENCODING=UTF-8", "-lco", "SHPT=POLYGON"],
        ),
        (
            "m",
            "UTF-8",
            vec!["-lco", "ENCODING=UTF-8", "-lco", "SHPT=POLYGONM"],
        ),
        (
            "z",
            "UTF-8",
            vec!["-lco", "ENCODING=UTF-8", "-lco", "SHPT=POLYGONZ"],
        ),
    ] {
        let path = dir.path().join(format!("{name}.shp"));
        let mut all = vec!["-f", "ESRI Shapefile", "-a_srs", "EPSG:4490"];
        all.extend(arguments);
        all.extend([path.to_str().unwrap(), source.to_str().unwrap()]);
        if gdal("ogr2ogr", &all).is_none() {
            return;
        }
        let found = read(shapefile::read, &path).unwrap();
        let layer = found.one();
        assert_eq!(layer.head().encoding, Some(encoding), "{name}");
        assert_eq!(layer.head().crs, FoundCrs::Stated(Crs::Cgcs2000));
        assert_eq!(layer.value(0, "名称"), text("汶上"), "{name}");
        assert_eq!(layer.value(0, "n"), Value::Integer(1));
        assert_eq!(layer.value(0, "r"), Value::Real(0.5));
        assert_eq!(layer.value(0, "d"), text("2026-11-21"));
        assert_eq!(layer.value(1, "n"), Value::Null);
        let expected: Geometry<f64> =
            wkt!(POLYGON((0. 0.,0. 9.,9. 9.,9. 0.,0. 0.),(1. 1.,2. 2.,1. 2.,1. 1.))).into();
        assert_eq!(layer.features[0].geometry, Some(expected), "{name}");
        assert_eq!(layer.features[1].geometry, None);
        assert_eq!(
            found.has(W::HeightLeftOut),
            name == "z" || name == "m" || name == "gbk",
            "{name} {:?}",
            found.warnings
        );
        // Without the statement it is found out.
        fs::remove_file(path.with_extension("cpg")).unwrap();
        let again = read(shapefile::read, &path).unwrap();
        assert_eq!(
            again.one().value(0, "名称"),
            text("汶上"),
            "{name} without .cpg: {:?}",
            again.warnings
        );
    }
}
