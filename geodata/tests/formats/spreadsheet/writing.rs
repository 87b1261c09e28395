//! Workbooks as they are written.

use super::read_path;
use crate::collected::text;
use geo_types::{Geometry, LineString, Point, polygon};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{
    Field, FieldKind, FoundCrs, LossKind, ReadOptions, Value, WriteError, WriteOptions, spreadsheet,
};

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        kind,
    }
}

fn options(fields: Vec<Field>, crs: Crs) -> WriteOptions {
    WriteOptions {
        layer: "重点项目[2024]".into(),
        fields,
        crs: crs.into(),
    }
}

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("出.xlsx");
    let fields = vec![
        field("名称", FieldKind::Text),
        field("n", FieldKind::Integer),
        field("长度", FieldKind::Real),
        field("开工", FieldKind::Date),
        field("调度", FieldKind::DateTime),
        field("完成", FieldKind::Bool),
    ];
    let shapes: [Option<Geometry<f64>>; 4] = [
        Some(Point::new(116.123_5, 35.1).into()),
        Some(polygon![(x: 116.0, y: 35.0), (x: 117.0, y: 35.0), (x: 117.0, y: 36.0)].into()),
        Some(LineString::from(vec![(116.0, 35.0), (116.1, 35.123_5)]).into()),
        None,
    ];
    let values = |i: usize| {
        vec![
            text(["=1+1", "'引", "两\n行", "<&>"][i]),
            Value::Integer(i as i64 - 2),
            Value::Real(i as f64 + 0.1),
            if i == 2 { Value::Null } else { text("2026-11-21") },
            text("2026-11-21T08:30:05"),
            Value::Bool(i == 1),
        ]
    };
    let zone = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: true,
    };
    for crs in [Crs::Cgcs2000, Crs::Bd09, zone] {
        let mut writer = spreadsheet::create(&path, options(fields.clone(), crs)).unwrap();
        for (i, shape) in shapes.iter().enumerate() {
            writer.write(shape.as_ref(), &values(i)).unwrap();
        }
        let written = writer.finish().unwrap();
        assert_eq!((written.features, &written.files), (4, &vec![path.clone()]));
        assert!(written.losses.is_empty(), "{:?}", written.losses);
        let got = read_path(&path, &ReadOptions::default()).unwrap();
        let layer = got.one();
        assert_eq!(layer.head.name, "重点项目_2024_");
        assert_eq!(layer.head.crs, FoundCrs::Stated(crs));
        assert_eq!(layer.head.fields, fields);
        for (i, shape) in shapes.iter().enumerate() {
            assert_eq!(layer.features[i].values, values(i), "row {i}");
            assert_eq!(&layer.features[i].geometry, shape, "row {i}");
        }
        assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_a_cell_cannot_hold_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("出.xlsx");
    let fields = vec![field("名称", FieldKind::Text), field("号", FieldKind::Integer)];
    let mut writer = spreadsheet::create(&path, options(fields, Crs::Cgcs2000)).unwrap();
    let long = LineString::from(
        (0..5000)
            .map(|i| (f64::from(i) * 0.001, 35.0))
            .collect::<Vec<_>>(),
    );
    writer
        .write(
            Some(&long.into()),
            &[
                text(&"镇".repeat(40_000)),
                Value::Integer(370_830_101_000_123_456),
            ],
        )
        .unwrap();
    let written = writer.finish().unwrap();
    let losses: Vec<_> = written.losses.iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(losses, [(LossKind::TextCut, 2), (LossKind::Number, 1)]);
    let got = read_path(&path, &ReadOptions::default()).unwrap();
    assert_eq!(got.one().value(0, "名称"), text(&"镇".repeat(32_767)));
    assert_eq!(got.one().value(0, "号"), text("370830101000123456"));
    assert!(got.one().features[0].geometry.is_none());
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("出.xlsx");
    let mut writer = spreadsheet::create(&path, options(Vec::new(), Crs::Cgcs2000)).unwrap();
    for _ in 0..1_048_575 {
        writer.write(None, &[]).unwrap();
    }
    assert!(matches!(writer.write(None, &[]), Err(WriteError::TooMuch { .. })));
    drop(writer);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left behind"
    );
}
