//! Shapefiles in and out.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod collect;

use collect::{Collect, gdal, read};
use geo_types::{Geometry, point, wkt};
use geodata::crs::{Crs, ZoneWidth, wkt};
use geodata::formats::shapefile;
use geodata::formats::{
    Field, FieldKind, Format, FoundCrs, LossKind, ReadOptions, Value, WarningKind as W, WriteOptions,
    Written, detect,
};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        kind,
    }
}

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

type Row = (Option<Geometry<f64>>, Vec<Value>);

fn write(path: &Path, crs: Crs, fields: Vec<Field>, rows: &[Row]) -> Written {
    let options = WriteOptions {
        layer: "项目".into(),
        fields,
        crs: crs.into(),
    };
    let mut writer = shapefile::create(path, options).unwrap();
    for (geometry, values) in rows {
        writer.write(geometry.as_ref(), values).unwrap();
    }
    writer.finish().unwrap()
}

fn polygons() -> Vec<Row> {
    vec![
        (
            Some(wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 2.,2. 2.,2. 1.,1. 1.))).into()),
            vec![text("汶上县军屯乡"), Value::Integer(12), Value::Real(1.5), Value::Bool(true), text("2026-11-21")],
        ),
        (
            Some(
                wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.)),((2. 2.,7. 2.,7. 7.,2. 2.)),((20. 0.,29. 0.,29. 9.,20. 0.))))
                    .into(),
            ),
            vec![text("次丘镇"), Value::Integer(-3), Value::Real(-0.25), Value::Bool(false), Value::Null],
        ),
        (None, vec![Value::Null; 5]),
    ]
}

fn fields() -> Vec<Field> {
    vec![
        field("名称", FieldKind::Text),
        field("编号", FieldKind::Integer),
        field("面积", FieldKind::Real),
        field("完成", FieldKind::Bool),
        field("开工", FieldKind::Date),
    ]
}

fn good(dir: &Path) -> PathBuf {
    let path = dir.join("项目.shp");
    write(&path, Crs::from_epsg(4548).unwrap(), fields(), &polygons());
    path
}

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

/// Every system that the program writes.
fn systems() -> Vec<Crs> {
    let codes = (4491..=4554).chain([4490, 4326, 3857, 32649, 32650, 32701]);
    codes
        .filter_map(Crs::from_epsg)
        .chain([Crs::Gcj02, Crs::Bd09])
        .collect()
}

#[test]
fn every_system_is_recognised_in_the_text_written_for_it() {
    for crs in systems() {
        let wkt = wkt::esri(crs).unwrap();
        assert_eq!(FoundCrs::of_text(&wkt), FoundCrs::Stated(crs), "{wkt}");
    }
}

#[test]
fn systems_are_recognised_as_gdal_writes_them() {
    for code in [
        4490, 4326, 3857, 4491, 4498, 4502, 4508, 4513, 4527, 4534, 4548, 4554, 32650, 32750,
    ] {
        let crs = Crs::from_epsg(code).unwrap();
        for form in ["wkt_esri", "wkt1", "wkt2"] {
            let name = format!("EPSG:{code}");
            let Some(wkt) = gdal("gdalsrsinfo", &["-o", form, &name]) else {
                return;
            };
            // Without numbers of the dataset it is parameters alone that tell.
            let bare: String = wkt
                .lines()
                .filter(|l| !l.contains("AUTHORITY[\"EPSG\"") && !l.contains("ID[\"EPSG\""))
                .collect();
            assert_eq!(FoundCrs::of_text(&wkt), FoundCrs::Stated(crs), "{form} {wkt}");
            if form == "wkt_esri" {
                assert_eq!(FoundCrs::of_text(&bare), FoundCrs::Stated(crs), "{bare}");
            }
        }
    }
}

#[test]
fn other_systems_are_named_and_not_guessed() {
    let not_known = |wkt: &str| match FoundCrs::of_text(wkt) {
        FoundCrs::NotKnown(name) => name,
        other => panic!("{other:?} for {wkt}"),
    };
    let gk = wkt::esri(Crs::from_epsg(4548).unwrap()).unwrap();
    assert_eq!(
        not_known(&gk.replace("117.0", "117.5")),
        "CGCS2000_3_Degree_GK_CM_117E（中央经线 117.5°）"
    );
    not_known(&gk.replace("500000.0", "600000.0"));
    not_known(&gk.replace("500000.0", "40500000.0"));
    not_known(&gk.replace("\"Scale_Factor\",1.0", "\"Scale_Factor\",0.9996"));
    not_known(&gk.replace("\"Meter\",1.0", "\"Foot\",0.3048"));
    not_known(&gk.replace("\"False_Northing\",0.0", "\"False_Northing\",-3000000.0"));
    not_known(&gk.replace("6378137.0,298.257222101", "6378140.0,298.257"));
    not_known(
        &gk.replace("D_China_2000", "D_Xian_1980")
            .replace("CGCS2000", "Xian_1980")
            .replace("China", "X"),
    );
    assert_eq!(
        not_known("PROJCS[\"Beijing_1954_3_Degree_GK_CM_117E\"]"),
        "Beijing_1954_3_Degree_GK_CM_117E"
    );
    not_known("garbage");
    not_known(&"A[".repeat(100_000));
    assert_eq!(FoundCrs::of_text("  \0"), FoundCrs::Unstated);
    assert_eq!(
        FoundCrs::of_text("EPSG:4547"),
        FoundCrs::Stated(Crs::from_epsg(4547).unwrap())
    );
    let compound = format!("COMPD_CS[\"x\",{gk},VERT_CS[\"y\",VERT_DATUM[\"z\",2005]]]");
    assert_eq!(
        FoundCrs::of_text(&compound),
        FoundCrs::Stated(Crs::from_epsg(4548).unwrap())
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

/// A good shapefile with one file of it replaced.
fn with(change: impl Fn(&Path)) -> Collect {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    change(&path);
    read(shapefile::read, &path).unwrap()
}

#[test]
fn missing_files_are_told_or_not_needed() {
    let found = with(|p| fs::remove_file(p.with_extension("shx")).unwrap());
    assert_eq!((found.one().features.len(), found.kinds()), (3, vec![]));
    let found = with(|p| fs::remove_file(p.with_extension("dbf")).unwrap());
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::PartMissing])
    );
    assert_eq!(found.one().fields, []);
    let found = with(|p| fs::remove_file(p.with_extension("prj")).unwrap());
    assert_eq!(found.one().head().crs, FoundCrs::Unstated);
    let found = with(|p| fs::rename(p.with_extension("dbf"), p.with_extension("DBF")).unwrap());
    assert_eq!(found.one().value(0, "名称"), text("汶上县军屯乡"));

    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    let by_table = read(shapefile::read, &path.with_extension("dbf")).unwrap();
    assert_eq!(by_table.one().features.len(), 3);
    fs::remove_file(&path).unwrap();
    let refused = read(shapefile::read, &path.with_extension("dbf")).unwrap_err();
    assert!(refused.to_string().contains(".shp"), "{refused}");
}

#[test]
fn a_wrong_index_is_not_followed() {
    for spoil in [
        |b: &mut Vec<u8>| b.truncate(50),
        |b: &mut Vec<u8>| b[100..104].fill(0x7F),
        // The same record over and over.
        |b: &mut Vec<u8>| {
            let first = b[100..108].to_vec();
            for _ in 0..10_000 {
                b.extend_from_slice(&first);
            }
        },
    ] {
        let found = with(|p| {
            let shx = p.with_extension("shx");
            let mut bytes = fs::read(&shx).unwrap();
            spoil(&mut bytes);
            fs::write(&shx, bytes).unwrap();
        });
        assert_eq!(found.one().features.len(), 3);
        assert_eq!(found.kinds(), [W::PartMissing]);
    }
}

fn change_bytes(path: &Path, ending: &str, at: usize, new: &[u8]) {
    let path = path.with_extension(ending);
    let mut bytes = fs::read(&path).unwrap();
    bytes[at..at + new.len()].copy_from_slice(new);
    fs::write(path, bytes).unwrap();
}

#[test]
fn wrong_lengths_and_counts_are_told() {
    // A file length beyond the end.
    let found = with(|p| change_bytes(p, "shp", 24, &0x7FFF_FFFF_u32.to_be_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    // Two thousand million parts, then points.
    for at in [100 + 8 + 36, 100 + 8 + 40] {
        let found = with(|p| change_bytes(p, "shp", at, &0x7FFF_FFFF_u32.to_le_bytes()));
        assert_eq!(
            (found.one().features.len(), found.kinds()),
            (3, vec![W::GeometryLeftOut])
        );
        assert_eq!(found.one().value(0, "名称"), text("汶上县军屯乡"));
    }
    // A part that begins after the last point.
    let found = with(|p| change_bytes(p, "shp", 100 + 8 + 48, &9999_u32.to_le_bytes()));
    assert_eq!(found.kinds(), [W::GeometryLeftOut]);
    // A record longer than the file.
    let found = with(|p| {
        fs::remove_file(p.with_extension("shx")).unwrap();
        change_bytes(p, "shp", 104, &0x7FFF_FFFF_u32.to_be_bytes());
    });
    assert!(found.has(W::Truncated));
    assert_eq!(found.one().features.len(), 3, "rows without shapes");
    // Rows that are not there.
    let found = with(|p| change_bytes(p, "dbf", 4, &0x7FFF_FFFF_u32.to_le_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    // Fewer rows told than there are.
    let found = with(|p| change_bytes(p, "dbf", 4, &1_u32.to_le_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    assert_eq!(found.one().value(1, "名称"), text("次丘镇"));
    // Rows of no length, a header beyond the end.
    for (at, new) in [(10, 0_u16), (8, 0xFFFF), (8, 3)] {
        let found = with(|p| change_bytes(p, "dbf", at, &new.to_le_bytes()));
        assert_eq!(
            (found.one().features.len(), found.kinds()),
            (3, vec![W::PartMissing]),
            "{at} {new}"
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    change_bytes(&path, "shp", 0, &[1, 2, 3, 4]);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
    fs::write(&path, b"").unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
}

#[test]
fn a_cut_file_gives_what_is_whole() {
    let found = with(|p| {
        let bytes = fs::read(p).unwrap();
        fs::write(p, &bytes[..bytes.len() - 30]).unwrap();
    });
    assert_eq!(found.one().features.len(), 3);
    assert!(found.one().features[0].geometry.is_some());
    assert!(found.has(W::Truncated));
}

#[test]
fn deleted_rows_broken_numbers_and_dates_are_handled() {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    let dbf = fs::read(path.with_extension("dbf")).unwrap();
    let header = usize::from(u16::from_le_bytes([dbf[8], dbf[9]]));
    let stride = usize::from(u16::from_le_bytes([dbf[10], dbf[11]]));
    change_bytes(&path, "dbf", header, b"*");
    // 名称 18, 编号 2, 面积 5, 完成 1, 开工 8
    change_bytes(&path, "dbf", header + stride + 1 + 18, b"x?");
    change_bytes(&path, "dbf", header + stride + 1 + 18 + 2 + 5 + 1, b"20261399");
    change_bytes(&path, "dbf", header + 2 * stride + 1 + 18, b"**");
    let found = read(shapefile::read, &path).unwrap();
    let layer = found.one();
    assert_eq!(
        layer.features.iter().map(|f| f.number).collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(layer.value(0, "编号"), Value::Null);
    assert_eq!(layer.value(0, "开工"), Value::Null);
    assert_eq!(layer.value(1, "编号"), Value::Null);
    assert_eq!(found.kinds(), [W::BadNumber, W::BadNumber]);
    assert!(found.warnings.iter().all(|w| w.number == Some(2)));
}

#[test]
fn a_wrong_statement_of_the_encoding_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    write(
        &path,
        Crs::Wgs84,
        vec![field("n", FieldKind::Text)],
        &[(Some(point!(x: 1., y: 2.).into()), vec![text("汶上县军屯乡")])],
    );
    let dbf = fs::read(path.with_extension("dbf")).unwrap();
    let at = dbf
        .windows(18)
        .position(|w| w == "汶上县军屯乡".as_bytes())
        .unwrap();
    let gbk = encoding_rs::GBK.encode("汶上县军屯乡").0.into_owned();
    let mut new = vec![b' '; 18];
    new[..gbk.len()].copy_from_slice(&gbk);
    change_bytes(&path, "dbf", at, &new);
    // .cpg still says UTF-8.
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(found.kinds(), [W::EncodingGuessed]);
    // Only the header says it.
    fs::remove_file(path.with_extension("cpg")).unwrap();
    change_bytes(&path, "dbf", 29, &[0x4D]);
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(
        (found.kinds(), found.one().head().encoding),
        (vec![], Some("GBK"))
    );
    // Nothing says it.
    change_bytes(&path, "dbf", 29, &[0]);
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(found.kinds(), [W::EncodingGuessed]);
    // The user says it.
    let mut asked = Collect::default();
    let options = ReadOptions {
        encoding: Some("GBK".into()),
        ..ReadOptions::default()
    };
    shapefile::read(&path, &options, &mut asked).unwrap();
    assert_eq!(
        (asked.kinds(), asked.one().head().encoding),
        (vec![], Some("GBK"))
    );
}

/// A `.shp` of one polygon record with these rings.
fn shp_of(rings: &[&[(f64, f64)]], kind: u32) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend_from_slice(&[0; 32]);
    record.extend_from_slice(&(rings.len() as u32).to_le_bytes());
    record.extend_from_slice(&(rings.iter().map(|r| r.len()).sum::<usize>() as u32).to_le_bytes());
    let mut start = 0_u32;
    for ring in rings {
        record.extend_from_slice(&start.to_le_bytes());
        start += ring.len() as u32;
    }
    for (x, y) in rings.iter().copied().flatten() {
        record.extend_from_slice(&x.to_le_bytes());
        record.extend_from_slice(&y.to_le_bytes());
    }
    let mut file = vec![0; 100];
    file[..4].copy_from_slice(&9994_u32.to_be_bytes());
    file[24..28].copy_from_slice(&(((108 + record.len()) / 2) as u32).to_be_bytes());
    file[32..36].copy_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&1_u32.to_be_bytes());
    file.extend_from_slice(&((record.len() / 2) as u32).to_be_bytes());
    file.extend_from_slice(&record);
    file
}

fn shape(bytes: &[u8]) -> (Option<Geometry<f64>>, Vec<W>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    fs::write(&path, bytes).unwrap();
    let found = read(shapefile::read, &path).unwrap();
    let kinds = found
        .kinds()
        .into_iter()
        .filter(|k| *k != W::PartMissing)
        .collect();
    (found.one().features[0].geometry.clone(), kinds)
}

const OUTER: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 9.), (9., 0.), (0., 0.)];
const HOLE: &[(f64, f64)] = &[(1., 1.), (8., 1.), (8., 8.), (1., 8.), (1., 1.)];
const ISLAND: &[(f64, f64)] = &[(2., 2.), (2., 7.), (7., 7.), (7., 2.), (2., 2.)];

#[test]
fn rings_find_their_shells_in_any_order() {
    let with_island: Geometry<f64> = wkt!(MULTIPOLYGON(((0. 0.,0. 9.,9. 9.,9. 0.,0. 0.),(1. 1.,8. 1.,8. 8.,1. 8.,1. 1.)),((2. 2.,2. 7.,7. 7.,7. 2.,2. 2.)))).into();
    assert_eq!(
        shape(&shp_of(&[OUTER, HOLE, ISLAND], 5)),
        (Some(with_island.clone()), vec![])
    );
    assert_eq!(
        shape(&shp_of(&[HOLE, OUTER, ISLAND], 5)),
        (Some(with_island), vec![])
    );
    // All turn the wrong way: what lies in what tells.
    let reversed = |r: &[(f64, f64)]| r.iter().rev().copied().collect::<Vec<_>>();
    let (outer, hole) = (reversed(OUTER), reversed(HOLE));
    let (geometry, kinds) = shape(&shp_of(&[&outer, &hole], 5));
    let expected: Geometry<f64> =
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.))).into();
    assert_eq!((geometry, kinds), (Some(expected.clone()), vec![W::Invalid]));
    let (geometry, _) = shape(&shp_of(&[&outer, HOLE], 5));
    let (Some(Geometry::Polygon(p)), Geometry::Polygon(e)) = (geometry, expected) else {
        panic!("no polygon");
    };
    assert_eq!((p.exterior(), p.interiors().len()), (e.exterior(), 1));
    // A hole that touches its shell at a corner.
    let touching: &[(f64, f64)] = &[(0., 0.), (5., 1.), (5., 5.), (0., 0.)];
    assert!(
        matches!(shape(&shp_of(&[OUTER, touching], 5)).0, Some(Geometry::Polygon(p)) if p.interiors().len() == 1)
    );
}

#[test]
fn odd_shapes_are_mended_or_told() {
    let (geometry, kinds) = shape(&shp_of(&[&OUTER[..4]], 5));
    assert!(matches!(geometry, Some(Geometry::Polygon(p)) if p.exterior().0.len() == 5));
    assert_eq!(kinds, [W::RingClosed]);
    assert_eq!(
        shape(&shp_of(&[&OUTER[..2]], 5)),
        (None, vec![W::GeometryLeftOut])
    );
    assert_eq!(
        shape(&shp_of(&[OUTER], 31)),
        (None, vec![W::GeometryLeftOut, W::HeightLeftOut])
    );
    assert_eq!(shape(&shp_of(&[OUTER], 77)), (None, vec![W::GeometryLeftOut]));
    assert_eq!(shape(&shp_of(&[], 5)), (None, vec![]));
    let bad: &[(f64, f64)] = &[(0., 0.), (f64::NAN, 1.), (3., 3.), (f64::INFINITY, 1.)];
    let line: Geometry<f64> = wkt!(LINESTRING(0. 0.,3. 3.)).into();
    assert_eq!(shape(&shp_of(&[bad], 3)), (Some(line), vec![W::BadCoordinate]));
    assert_eq!(shape(&shp_of(&[OUTER], 15)).1, [W::HeightLeftOut]);
}

#[test]
fn a_shape_of_very_many_rings_ends_in_time() {
    // Shells that lie in each other, and as many holes: each pair would have to be looked at.
    let rings: Vec<Vec<(f64, f64)>> = (0..6000)
        .map(|i| {
            let d = f64::from(i / 2) * 1e-3 / 4.0;
            let ring: Vec<(f64, f64)> = OUTER
                .iter()
                .map(|(x, y)| (x * (1. - d) + d, y * (1. - d) + d))
                .collect();
            if i % 2 == 0 {
                ring
            } else {
                ring.into_iter().rev().collect()
            }
        })
        .collect();
    let slices: Vec<&[(f64, f64)]> = rings.iter().map(Vec::as_slice).collect();
    let begin = std::time::Instant::now();
    assert!(shape(&shp_of(&slices, 5)).0.is_some());
    assert!(begin.elapsed().as_secs() < 120, "{:?}", begin.elapsed());
}

fn zip(entries: &[(&[u8], Vec<u8>)]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("包.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (i, (_, bytes)) in entries.iter().enumerate() {
        zip.start_file(format!("{i:04}{}", "x".repeat(entries[i].0.len() - 4)), options)
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    // Names as other programs write them: bytes in any encoding.
    let mut all = fs::read(&path).unwrap();
    for (i, (name, _)) in entries.iter().enumerate() {
        let placeholder = format!("{i:04}{}", "x".repeat(name.len() - 4)).into_bytes();
        while let Some(at) = all.windows(name.len()).position(|w| w == placeholder) {
            all[at..at + name.len()].copy_from_slice(name);
        }
    }
    fs::write(&path, all).unwrap();
    (dir, path)
}

fn parts_of(path: &Path) -> Vec<(String, Vec<u8>)> {
    ["shp", "shx", "dbf", "cpg", "prj"]
        .map(|e| (e.to_owned(), fs::read(path.with_extension(e)).unwrap()))
        .to_vec()
}

#[test]
fn archives_with_one_or_several_shapefiles_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts_of(&good(dir.path()));
    let gbk = encoding_rs::GBK.encode("污水/管网").0.into_owned();
    let mut entries: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (ending, bytes) in &parts {
        entries.push(([&gbk[..], b".", ending.as_bytes()].concat(), bytes.clone()));
        entries.push((
            format!("道路.{}", ending.to_uppercase()).into_bytes(),
            bytes.clone(),
        ));
        entries.push((format!("../../逃.{ending}").into_bytes(), bytes.clone()));
        entries.push((format!("__MACOSX/._道路.{ending}").into_bytes(), b"x".to_vec()));
    }
    let entries: Vec<(&[u8], Vec<u8>)> = entries.iter().map(|(n, b)| (n.as_slice(), b.clone())).collect();
    let (_dir, path) = zip(&entries);
    let found = read(shapefile::read, &path).unwrap();
    let mut names: Vec<&str> = found.layers.iter().map(|l| l.head().name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["管网", "道路"]);
    assert!(
        found
            .layers
            .iter()
            .all(|l| l.features.len() == 3 && l.value(0, "名称") == text("汶上县军屯乡"))
    );
    assert_eq!(found.kinds(), [W::LayerLeftOut; 5]);
    let mut one = Collect::default();
    let options = ReadOptions {
        layer: Some("道路".into()),
        ..ReadOptions::default()
    };
    shapefile::read(&path, &options, &mut one).unwrap();
    assert_eq!(one.one().head().name, "道路");
    let options = ReadOptions {
        layer: Some("桥".into()),
        ..ReadOptions::default()
    };
    let refused = shapefile::read(&path, &options, &mut Collect::default()).unwrap_err();
    assert!(
        refused.to_string().contains("道路") && refused.code() == "read.no_such_layer",
        "{refused}"
    );
}

#[test]
fn a_folder_with_several_shapefiles_is_read_layer_by_layer() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("层");
    fs::create_dir(&folder).unwrap();
    for (ending, bytes) in parts_of(&good(dir.path())) {
        for name in ["道路", "管网"] {
            fs::write(folder.join(format!("{name}.{ending}")), &bytes).unwrap();
        }
    }
    fs::write(folder.join("坏的.shp"), b"no shapefile").unwrap();
    let (format, path) = detect(&folder).unwrap();
    assert_eq!((format, &path), (Format::Shapefile, &folder));
    let found = read(shapefile::read, &path).unwrap();
    let names: Vec<&str> = found.layers.iter().map(|l| l.head().name.as_str()).collect();
    assert_eq!(names, ["管网", "道路"]);
    assert!(found.layers.iter().all(|l| l.features.len() == 3));
    assert_eq!(found.kinds(), [W::LayerLeftOut]);
    let options = ReadOptions {
        layer: Some("管网".into()),
        ..ReadOptions::default()
    };
    let mut one = Collect::default();
    shapefile::read(&path, &options, &mut one).unwrap();
    assert_eq!(one.one().head().name, "管网");

    let alone = tempfile::tempdir().unwrap();
    assert!(detect(alone.path()).is_err());
    let shp = good(alone.path());
    assert_eq!(detect(alone.path()).unwrap().1, shp);
}

#[test]
fn bombs_locked_and_broken_archives_are_refused() {
    let (_dir, path) = zip(&[(b"bomb.shp", vec![0; 100 << 20])]);
    assert!(fs::metadata(&path).unwrap().len() < 200 << 10);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.too_much");

    let (_dir, path) = zip(&[(b"none.txt", b"x".to_vec())]);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");

    let (_dir, path) = zip(&[(b"lock.shp", vec![7; 300])]);
    let mut bytes = fs::read(&path).unwrap();
    let central = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.encrypted");
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
}

#[test]
fn spoiled_files_never_crash_it() {
    let source = tempfile::tempdir().unwrap();
    let path = good(source.path());
    let parts = parts_of(&path);
    for (i, (ending, bytes)) in parts.iter().enumerate().filter(|(i, _)| *i < 3) {
        let others: Vec<_> = parts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, p)| p.clone())
            .collect();
        collect::survive(
            shapefile::read,
            bytes,
            |dir, bytes| {
                for (other, bytes) in &others {
                    fs::write(dir.join(format!("a.{other}")), bytes).unwrap();
                }
                fs::write(dir.join(format!("a.{ending}")), bytes).unwrap();
                dir.join("a.shp")
            },
            500,
        );
    }
    let entries: Vec<(Vec<u8>, Vec<u8>)> = parts
        .iter()
        .map(|(e, b)| (format!("项目.{e}").into_bytes(), b.clone()))
        .collect();
    let entries: Vec<(&[u8], Vec<u8>)> = entries.iter().map(|(n, b)| (n.as_slice(), b.clone())).collect();
    let (_dir, path) = zip(&entries);
    let bytes = fs::read(&path).unwrap();
    collect::survive(
        |p, o, s| match shapefile::read(p, o, s) {
            Err(e) if e.code() == "read.io" => panic!("{e}"),
            other => other,
        },
        &bytes,
        |dir, bytes| {
            fs::write(dir.join("a.zip"), bytes).unwrap();
            dir.join("a.zip")
        },
        500,
    );
}

#[test]
fn the_width_of_a_zone_is_told_by_its_name_only_where_it_must_be() {
    let wkt = wkt::esri(Crs::GaussKruger {
        width: ZoneWidth::Six,
        zone: 20,
        prefixed: false,
    })
    .unwrap();
    assert_eq!(
        FoundCrs::of_text(&wkt),
        FoundCrs::Stated(Crs::from_epsg(4509).unwrap())
    );
    let unnamed = wkt.replace("CGCS2000_GK_CM_117E", "某地坐标系");
    assert_eq!(
        FoundCrs::of_text(&unnamed),
        FoundCrs::Stated(Crs::from_epsg(4548).unwrap())
    );
}

#[test]
fn rings_that_all_turn_one_way_are_told_by_which_lies_in_which() {
    let reversed = |r: &[(f64, f64)]| r.iter().rev().copied().collect::<Vec<_>>();
    let hole = reversed(HOLE);
    let (geometry, kinds) = shape(&shp_of(&[OUTER, &hole], 5));
    assert!(
        matches!(&geometry, Some(Geometry::Polygon(p)) if p.interiors().len() == 1),
        "{geometry:?}"
    );
    assert_eq!(kinds, [W::Invalid]);
    // Two shells side by side are two.
    let beside: Vec<(f64, f64)> = OUTER.iter().map(|(x, y)| (x + 20.0, *y)).collect();
    let (geometry, kinds) = shape(&shp_of(&[OUTER, &beside], 5));
    assert!(
        matches!(&geometry, Some(Geometry::MultiPolygon(ps)) if ps.0.len() == 2),
        "{geometry:?}"
    );
    assert_eq!(kinds, []);
}

/// A `.shp` of one MultiPatch with these parts and their kinds.
fn patches(parts: &[(u32, &[(f64, f64)])]) -> Vec<u8> {
    let rings: Vec<&[(f64, f64)]> = parts.iter().map(|p| p.1).collect();
    let mut file = shp_of(&rings, 31);
    let after_starts = 108 + 44 + 4 * parts.len();
    let kinds: Vec<u8> = parts.iter().flat_map(|p| p.0.to_le_bytes()).collect();
    file.splice(after_starts..after_starts, kinds);
    let words = ((file.len() - 108) / 2) as u32;
    file[104..108].copy_from_slice(&words.to_be_bytes());
    let all = (file.len() / 2) as u32;
    file[24..28].copy_from_slice(&all.to_be_bytes());
    file
}

#[test]
fn patches_give_the_ground_they_cover() {
    use geo::Area;
    let wall: &[(f64, f64)] = &[(0., 0.), (9., 0.), (9., 0.), (0., 0.), (0., 0.)];
    let strip: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 0.), (9., 9.)];
    let fan: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 9.), (9., 0.)];
    for (parts, area) in [
        (vec![(2, OUTER), (3, HOLE)], 81.0 - 49.0),
        (vec![(4, OUTER), (5, HOLE), (0, wall)], 81.0 - 49.0),
        (vec![(0, strip)], 81.0),
        (vec![(1, fan)], 81.0),
        // A floor and a roof over it.
        (vec![(2, OUTER), (2, OUTER)], 81.0),
    ] {
        let (geometry, kinds) = shape(&patches(&parts));
        let got = geometry.unwrap().unsigned_area();
        assert!((got - area).abs() < 1e-6, "{parts:?}: {got}");
        assert_eq!(kinds, [W::HeightLeftOut]);
    }
    let (geometry, kinds) = shape(&patches(&[(0, wall)]));
    assert_eq!((geometry, kinds), (None, vec![W::HeightLeftOut]));
}

#[test]
fn a_western_encoding_over_chinese_text_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let rows: Vec<Row> = (0..1500)
        .map(|_| (Some(point!(x: 1., y: 2.).into()), vec![text("汶上县军屯乡")]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("n", FieldKind::Text)], &rows);
    let utf8 = fs::read(path.with_extension("dbf")).unwrap();
    let gbk = encoding_rs::GBK.encode("汶上县军屯乡").0.into_owned();
    let mut wide = vec![b' '; 18];
    wide[..gbk.len()].copy_from_slice(&gbk);
    let mut dbf = utf8.clone();
    for at in (0..dbf.len() - 18).filter(|at| &utf8[*at..at + 18] == "汶上县军屯乡".as_bytes()) {
        dbf[at..at + 18].copy_from_slice(&wide);
    }
    for (bytes, cpg) in [(&dbf, "ISO-8859-1"), (&dbf, "ANSI 1252"), (&utf8, "1252")] {
        fs::write(path.with_extension("dbf"), bytes).unwrap();
        fs::write(path.with_extension("cpg"), cpg).unwrap();
        let found = read(shapefile::read, &path).unwrap();
        assert_eq!(found.one().value(1499, "n"), text("汶上县军屯乡"), "{cpg}");
        assert_eq!(found.kinds(), [W::EncodingGuessed]);
    }
    // Western text is what it says it is.
    let mut latin = utf8;
    for at in (0..latin.len() - 18)
        .filter(|at| latin[*at..at + 18] == *"汶上县军屯乡".as_bytes())
        .collect::<Vec<_>>()
    {
        latin[at..at + 18].copy_from_slice(b"Caf\xe9 M\xfcnchen      ");
    }
    fs::write(path.with_extension("dbf"), latin).unwrap();
    fs::write(path.with_extension("cpg"), "1252").unwrap();
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("Café München"));
    assert_eq!(found.kinds(), []);
}

#[test]
fn a_chinese_encoding_that_the_text_is_not_in_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    // An odd number of bytes beyond ASCII is no GBK.
    let rows: Vec<Row> = (0..1500)
        .map(|_| (Some(point!(x: 1., y: 2.).into()), vec![text("康驿镇道路")]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("名称", FieldKind::Text)], &rows);
    for cpg in ["GBK", "936", "GB18030"] {
        fs::write(path.with_extension("cpg"), cpg).unwrap();
        let found = read(shapefile::read, &path).unwrap();
        assert_eq!(found.one().value(1499, "名称"), text("康驿镇道路"), "{cpg}");
        assert_eq!(found.kinds(), [W::EncodingGuessed]);
    }
}

#[test]
fn rows_that_the_head_of_the_table_forgets_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let rows: Vec<Row> = (0..1500)
        .map(|i| (Some(point!(x: 1., y: 2.).into()), vec![Value::Integer(i)]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("n", FieldKind::Integer)], &rows);
    change_bytes(&path, "dbf", 4, &0_u32.to_le_bytes());
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().features.len(), 1500);
    assert_eq!(found.one().value(1499, "n"), Value::Integer(1499));
    assert_eq!(found.kinds(), [W::Truncated]);
}
