//! FlatGeobuf files in and out.

use crate::collect::{Collect, gdal, read};
use geo_types::{Geometry, GeometryCollection, point, wkt};
use geodata::crs::Crs;
use geodata::formats::{
    Field, FieldKind, FoundCrs, LossKind, ReadOptions, Value, WarningKind as W, WriteOptions, Written,
    flatgeobuf,
};
use std::fs;
use std::path::{Path, PathBuf};

type Row = (Option<Geometry<f64>>, Vec<Value>);

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

fn fields() -> Vec<Field> {
    [
        ("名称", FieldKind::Text),
        ("编号", FieldKind::Integer),
        ("面积", FieldKind::Real),
        ("完成", FieldKind::Bool),
        ("开工", FieldKind::Date),
        ("时刻", FieldKind::DateTime),
    ]
    .map(|(name, kind)| Field {
        name: name.into(),
        kind,
    })
    .to_vec()
}

fn write(path: &Path, crs: Crs, rows: &[Row]) -> Written {
    let options = WriteOptions {
        layer: "项目".into(),
        fields: fields(),
        crs: crs.into(),
    };
    let mut writer = flatgeobuf::create(path, options).unwrap();
    for (geometry, values) in rows {
        writer.write(geometry.as_ref(), values).unwrap();
    }
    assert!(!path.exists());
    writer.finish().unwrap()
}

fn rows() -> Vec<Row> {
    let values = |n: i64| {
        vec![
            text(&format!("汶上{n}")),
            Value::Integer(n),
            Value::Real(n as f64 / 3.0),
            Value::Bool(n % 2 == 0),
            text("2026-11"),
            text("2026-11-21T08:30:00"),
        ]
    };
    let shapes: Vec<Geometry<f64>> = vec![
        point!(x: 116.5, y: 35.7).into(),
        wkt!(MULTIPOINT(1. 2.,3. 4.)).into(),
        wkt!(LINESTRING(1. 2.,3. 4.)).into(),
        wkt!(MULTILINESTRING((1. 2.,3. 4.),(5. 6.,7. 8.))).into(),
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.),(5. 1.,6. 1.,6. 2.,5. 1.))).into(),
        wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 0.)),((20. 0.,29. 0.,29. 9.,20. 0.)))).into(),
        Geometry::GeometryCollection(GeometryCollection(vec![
            point!(x: 1., y: 2.).into(),
            wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.))).into(),
        ])),
    ];
    shapes
        .into_iter()
        .enumerate()
        .map(|(i, g)| (Some(g), values(i as i64)))
        .collect()
}

/// Rows by their number, as an index changes the order.
fn sorted(found: &Collect) -> Vec<Row> {
    let layer = found.one();
    let mut rows: Vec<Row> = layer
        .features
        .iter()
        .map(|f| {
            let mut values = f.values.clone();
            values.resize(layer.fields.len(), Value::Null);
            (f.geometry.clone(), values)
        })
        .collect();
    rows.sort_by_key(|r| match r.1.get(1) {
        Some(Value::Integer(n)) => *n,
        _ => i64::MAX,
    });
    rows
}

#[test]
fn what_is_written_is_read_back_with_and_without_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.fgb");
    for without_geometry in [false, true] {
        let mut all = rows();
        if without_geometry {
            all.push((None, vec![Value::Null; 6]));
        }
        let written = write(&path, Crs::from_epsg(4548).unwrap(), &all);
        assert_eq!((written.features, written.losses.len()), (all.len() as u64, 0));
        let found = read(flatgeobuf::read, &path).unwrap();
        assert_eq!(found.warnings, []);
        assert_eq!(sorted(&found), all);
        let head = found.one().head();
        assert_eq!(head.name, "项目");
        assert_eq!(head.crs, FoundCrs::Stated(Crs::from_epsg(4548).unwrap()));
        let kinds: Vec<FieldKind> = head.fields.iter().map(|f| f.kind).collect();
        use FieldKind::{Bool, DateTime, Integer, Real, Text};
        assert_eq!(kinds, [Text, Integer, Real, Bool, Text, DateTime]);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn every_system_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.fgb");
    let known = [4326, 4490, 3857, 4527, 4498, 32650].map(|c| Crs::from_epsg(c).unwrap());
    for crs in known.into_iter().chain([Crs::Gcj02, Crs::Bd09]) {
        write(&path, crs, &rows()[..1]);
        assert_eq!(
            read(flatgeobuf::read, &path).unwrap().one().head().crs,
            FoundCrs::Stated(crs)
        );
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn nothing_and_misfits_are_written_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.fgb");
    write(&path, Crs::Wgs84, &[]);
    assert!(read(flatgeobuf::read, &path).unwrap().one().features.is_empty());
    fs::remove_file(&path).unwrap();
    let odd = vec![
        Value::Integer(5),
        text("x"),
        Value::Real(f64::NAN),
        text("是"),
        Value::Null,
        text("2026"),
    ];
    let at_nan = (Some(point!(x: f64::NAN, y: 1.).into()), vec![]);
    let written = write(&path, Crs::Wgs84, &[(None, odd), at_nan]);
    let counts: Vec<_> = written.losses.iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(counts, [(LossKind::Number, 3), (LossKind::NoGeometry, 1)]);
    let found = read(flatgeobuf::read, &path).unwrap();
    assert_eq!(
        found.one().features[0].values,
        [
            text("5"),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            text("2026")
        ]
    );
}

#[test]
fn dropping_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let options = WriteOptions {
        layer: "a".into(),
        fields: fields(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = flatgeobuf::create(&dir.path().join("a.fgb"), options).unwrap();
    writer.write(None, &[]).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn gdal_reads_what_is_written_and_uses_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.fgb");
    let many: Vec<Row> = (0..1000)
        .map(|i| {
            let at = point!(x: f64::from(i % 40), y: f64::from(i / 40));
            (Some(at.into()), vec![text("村"), Value::Integer(i64::from(i))])
        })
        .collect();
    write(&path, Crs::Cgcs2000, &many);
    let file = path.to_str().unwrap();
    let Some(info) = gdal("ogrinfo", &["-al", "-so", file]) else {
        return;
    };
    for part in [
        "Geometry: Point",
        "Feature Count: 1000",
        "EPSG\",4490",
        "名称: String",
        "编号: Integer64",
        "(0.000000, 0.000000) - (39.000000, 24.000000)",
    ] {
        assert!(info.contains(part), "{part} is not in {info}");
    }
    let some = gdal("ogrinfo", &["-al", "-spat", "9.5", "9.5", "12.5", "11.5", file]).unwrap();
    assert!(some.contains("Feature Count: 6"), "{some}");
    fs::remove_file(&path).unwrap();
    let mut all = rows();
    all.push((None, vec![]));
    write(&path, Crs::Wgs84, &all);
    let info = gdal("ogrinfo", &["-al", file]).unwrap();
    assert!(
        info.contains("Feature Count: 8") && info.contains("汶上6"),
        "{info}"
    );
    assert!(
        info.contains("MULTIPOLYGON (((0 0,9 0,9 9,0 0)),((20 0,29 0,29 9,20 0)))"),
        "{info}"
    );
}

#[test]
fn files_of_gdal_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("s.geojson");
    let content = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"名称":"汶上","n":1,"r":0.5,"d":"2026-11-21","t":"2026-11-21T08:30:00","b":true},"geometry":{"type":"Polygon","coordinates":[[[0,0,7],[9,0,7],[9,9,7],[0,0,7]]]}},
        {"type":"Feature","properties":{"名称":"军屯","n":2},"geometry":{"type":"Polygon","coordinates":[[[20,0,7],[29,0,7],[29,9,7],[20,0,7]]]}}]}"#;
    fs::write(&source, content).unwrap();
    for index in ["SPATIAL_INDEX=YES", "SPATIAL_INDEX=NO"] {
        let path = dir.path().join(format!("{index}.fgb"));
        let (to, from) = (path.to_str().unwrap(), source.to_str().unwrap());
        if gdal(
            "ogr2ogr",
            &["-f", "FlatGeobuf", "-a_srs", "EPSG:4548", "-lco", index, to, from],
        )
        .is_none()
        {
            return;
        }
        let found = read(flatgeobuf::read, &path).unwrap();
        let layer = found.one();
        assert_eq!(layer.head().crs, FoundCrs::Stated(Crs::from_epsg(4548).unwrap()));
        assert_eq!(found.kinds(), [W::HeightLeftOut]);
        let i = (0..2)
            .find(|i| layer.value(*i, "n") == Value::Integer(1))
            .unwrap();
        assert_eq!(layer.value(i, "名称"), text("汶上"));
        assert_eq!(layer.value(i, "r"), Value::Real(0.5));
        assert_eq!(layer.value(i, "b"), Value::Bool(true));
        assert!(matches!(layer.value(i, "d"), Value::Text(t) if t.starts_with("2026") ));
        let expected: Geometry<f64> = wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.))).into();
        assert_eq!(layer.features[i].geometry, Some(expected));
    }
}

fn good() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.fgb");
    write(&path, Crs::Wgs84, &rows());
    let bytes = fs::read(&path).unwrap();
    (dir, path, bytes)
}

#[test]
fn wrong_sizes_and_magic_are_refused_or_told() {
    let (_dir, path, good) = good();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        fs::write(&path, bytes).unwrap();
        read(flatgeobuf::read, &path)
    };
    for change in [
        (&|b: &mut Vec<u8>| b[0] = b'x') as &dyn Fn(&mut Vec<u8>),
        &|b| b[3] = 2,
        &|b| b[8..12].fill(0xFF),
        &|b| b[8..12].fill(0),
        &|b| b.truncate(8),
        &|b| b.truncate(20),
        &|b| b.truncate(0),
        &|b| b[12..200].fill(0xFF),
    ] {
        assert_eq!(with(change).unwrap_err().code(), "read.damaged");
    }
    let found = with(&|b| b.truncate(b.len() - 5)).unwrap();
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (6, vec![W::Truncated])
    );
    // The size of the first feature, after header and index.
    let header = u32::from_le_bytes([good[8], good[9], good[10], good[11]]) as usize;
    let first = 12 + header + 8 * 40;
    let found = with(&|b| b[first..first + 4].fill(0xFF)).unwrap();
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (0, vec![W::Truncated])
    );
    let found = with(&|b| b[first + 4..first + 8].fill(0x7F)).unwrap();
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (6, vec![W::FeatureLeftOut])
    );
}

#[test]
fn a_layer_that_is_not_there_is_refused() {
    let (_dir, path, _) = good();
    let options = ReadOptions {
        layer: Some("道路".into()),
        ..ReadOptions::default()
    };
    let refused = flatgeobuf::read(&path, &options, &mut Collect::default()).unwrap_err();
    assert!(refused.to_string().contains("项目"), "{refused}");
}

#[test]
fn spoiled_files_never_crash_it() {
    let (_dir, _, good) = good();
    crate::collect::survive(
        flatgeobuf::read,
        &good,
        |dir, bytes| {
            fs::write(dir.join("a.fgb"), bytes).unwrap();
            dir.join("a.fgb")
        },
        1500,
    );
}
