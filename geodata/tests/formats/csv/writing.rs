//! Tables as they are written.

use crate::collected::{Collected, text};
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon, polygon};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{Field, FieldKind, FoundCrs, ReadOptions, Value, WriteOptions, csv};

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        kind,
    }
}

fn shapes() -> Vec<Option<Geometry<f64>>> {
    let hole = polygon!(
        exterior: [(x: 116.0, y: 35.0), (x: 117.0, y: 35.0), (x: 117.0, y: 36.0), (x: 116.0, y: 35.0)],
        interiors: [[(x: 116.6, y: 35.2), (x: 116.7, y: 35.2), (x: 116.7, y: 35.3), (x: 116.6, y: 35.2)]],
    );
    let square: Polygon<f64> = polygon![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0)];
    vec![
        Some(Point::new(116.123_456_789, 35.1).into()),
        Some(hole.clone().into()),
        Some(MultiPolygon(vec![hole, square]).into()),
        Some(LineString::from(vec![(116.0, 35.0), (116.1, 35.123_456_789)]).into()),
        None,
    ]
}

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("出.csv");
    let fields = vec![
        field("名称", FieldKind::Text),
        field("n", FieldKind::Integer),
        field("长度", FieldKind::Real),
        field("开工", FieldKind::Date),
        field("完成", FieldKind::Bool),
    ];
    let names = ["=1+1", "'=x", "-负", "a\"b,c\n第二行", "''"];
    let row = |i: usize| {
        let day = if i == 2 { Value::Null } else { text("2026-11-21") };
        vec![
            text(names[i]),
            Value::Integer(i as i64 - 2),
            Value::Real(i as f64 + 0.1),
            day,
            Value::Bool(i == 1),
        ]
    };
    let options = WriteOptions {
        layer: "出".into(),
        fields: fields.clone(),
        crs: Crs::Cgcs2000.into(),
    };
    let mut writer = csv::create(&path, options).unwrap();
    for (i, shape) in shapes().iter().enumerate() {
        writer.write(shape.as_ref(), &row(i)).unwrap();
    }
    assert!(!path.exists(), "in place only when whole");
    let written = writer.finish().unwrap();
    assert_eq!((written.features, written.files), (5, vec![path.clone()]));
    assert!(written.losses.is_empty());
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    assert!(String::from_utf8(bytes).unwrap().contains("\r\n'=1+1,"));

    let mut sink = Collected::default();
    csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    let layer = sink.one();
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(layer.head.fields, fields);
    for (i, shape) in shapes().into_iter().enumerate() {
        assert_eq!(layer.features[i].values, row(i), "row {i}");
        assert_eq!(layer.features[i].geometry, shape, "row {i}");
    }
    assert!(sink.warnings.is_empty(), "{:?}", sink.warnings);
}

#[test]
fn every_system_that_is_written_is_read_again() {
    let zone = |width, zone, prefixed| Crs::GaussKruger {
        width,
        zone,
        prefixed,
    };
    for crs in [
        Crs::Cgcs2000,
        Crs::Wgs84,
        Crs::Gcj02,
        Crs::Bd09,
        Crs::WebMercator,
        zone(ZoneWidth::Three, 39, false),
        zone(ZoneWidth::Six, 20, true),
        Crs::Utm {
            zone: 50,
            north: true,
        },
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let options = WriteOptions {
            layer: "a".into(),
            fields: vec![field("名称", FieldKind::Text)],
            crs: Crs::into(crs),
        };
        let c = crs.forward(geo_types::coord! { x: 117.3, y: 35.7 }).unwrap();
        let mut writer = csv::create(&path, options).unwrap();
        writer.write(Some(&Point(c).into()), &[text("甲")]).unwrap();
        writer.finish().unwrap();
        let mut sink = Collected::default();
        csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
        assert_eq!(sink.one().head.crs, FoundCrs::Stated(crs));
        let (x, y) = sink.one().point(0);
        let off = if crs.is_projected() { 5e-5 } else { 5e-10 };
        assert!(
            (x - c.x).abs() <= off && (y - c.y).abs() <= off,
            "{crs:?}: {x}, {y}"
        );
    }
}

/// The longest run of digits behind a point in a text.
fn most_digits(text: &str) -> usize {
    let behind = text.split('.').skip(1);
    behind
        .map(|t| t.bytes().take_while(u8::is_ascii_digit).count())
        .max()
        .unwrap_or(0)
}

#[test]
fn coordinates_have_no_digits_below_a_tenth_of_a_millimetre() {
    let zone = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: false,
    };
    for (crs, digits) in [(zone, 4), (Crs::Cgcs2000, 9)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let options = WriteOptions {
            layer: "a".into(),
            fields: Vec::new(),
            crs: crs.into(),
        };
        let at = |x, y| crs.forward(geo_types::coord! { x: x, y: y }).unwrap();
        let line = LineString(vec![at(117.1, 35.7), at(117.123_456_789_123, 35.7)]);
        let square = Polygon::new(
            LineString(vec![at(117.1, 35.1), at(117.2, 35.1), at(117.2, 35.3)]),
            Vec::new(),
        );
        let mut writer = csv::create(&path, options).unwrap();
        let shapes: [Geometry<f64>; 3] = [Point(at(117.3, 35.7)).into(), line.into(), square.into()];
        for shape in &shapes {
            writer.write(Some(shape), &[]).unwrap();
        }
        writer.finish().unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(most_digits(&written), digits, "{written}");
        let mut sink = Collected::default();
        csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
        for (was, is) in shapes.iter().zip(&sink.one().features) {
            use geo::CoordsIter;
            let is = is.geometry.as_ref().unwrap();
            for (a, b) in was.coords_iter().zip(is.coords_iter()) {
                let off = 0.51 * 10_f64.powi(-i32::try_from(digits).unwrap());
                assert!(
                    (a.x - b.x).abs() <= off && (a.y - b.y).abs() <= off,
                    "{a:?} {b:?}"
                );
            }
        }
    }
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let options = WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::Wgs84.into(),
    };
    drop(csv::create(&path, options).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
