//! CSV: tables of offices and of other programs, in and out.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod collected;

use collected::{Collected, Dice, text};
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon, polygon};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{
    Field, FieldKind, FoundCrs, ReadError, ReadOptions, Value, WarningKind, WriteOptions, csv,
};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Collected, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.csv");
    std::fs::write(&path, bytes).unwrap();
    let mut sink = Collected::default();
    csv::read(&path, options, &mut sink).map(|()| sink)
}

fn read(table: &str) -> Collected {
    read_bytes(table.as_bytes(), &ReadOptions::default()).unwrap()
}

#[test]
fn a_plain_table_of_points_is_read() {
    let got = read("name,lon,lat,n\n甲,116.5,35.7,3\n乙,116.25,35.5,-4\n");
    let layer = got.one();
    assert_eq!(layer.head.name, "台账");
    assert_eq!(layer.head.encoding, Some("UTF-8"));
    assert_eq!(layer.head.crs, FoundCrs::Unstated);
    assert_eq!(layer.names(), ["name", "n"]);
    assert_eq!(layer.head.fields[1].kind, FieldKind::Integer);
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert_eq!(layer.value(1, "n"), Value::Integer(-4));
    assert_eq!(layer.features[1].number, 3);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
}

#[test]
fn the_encoding_is_found_out_or_taken_as_asked() {
    let table = "项目名称,经度,纬度\n杨店镇污水管网,116.5,35.7\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(table);
    let got = read_bytes(&gbk, &ReadOptions::default()).unwrap();
    assert_eq!(got.one().value(0, "项目名称"), text("杨店镇污水管网"));
    assert_eq!(got.one().head.encoding, Some("gb18030"));
    assert!(got.warned(WarningKind::EncodingGuessed));

    let asked = ReadOptions {
        encoding: Some("GBK".into()),
        ..ReadOptions::default()
    };
    let got = read_bytes(&gbk, &asked).unwrap();
    assert_eq!(got.one().value(0, "项目名称"), text("杨店镇污水管网"));
    assert!(!got.warned(WarningKind::EncodingGuessed));

    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(table.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(
        read_bytes(&utf16, &ReadOptions::default())
            .unwrap()
            .one()
            .point(0),
        (116.5, 35.7)
    );

    let wrong = ReadOptions {
        encoding: Some("klingon".into()),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read_bytes(&gbk, &wrong),
        Err(ReadError::UnknownEncoding { .. })
    ));
    let bad = ReadOptions {
        encoding: Some("UTF-8".into()),
        ..ReadOptions::default()
    };
    assert!(read_bytes(&gbk, &bad).unwrap().warned(WarningKind::BadText));
}

#[test]
fn the_columns_that_say_where_are_told_and_can_be_chosen() {
    let table = "名称,中心,X坐标,Y坐标,图形,备注\n\
        甲,\"116.50,35.70\",3952000,455000,\"POINT(116.4 35.6)\",\n\
        乙,\"116.52,35.72\",3954000,456000,\"POINT(116.6 35.8)\",\n";
    let got = read_bytes(table.as_bytes(), &ReadOptions::default()).unwrap();
    let places = got.one().head.places.clone().unwrap();
    assert_eq!(places.columns, ["名称", "中心", "X坐标", "Y坐标", "图形", "备注"]);
    assert_eq!(places.text.as_deref(), Some("图形"));
    assert_eq!(got.one().point(0), (116.4, 35.6));

    let with = |options: ReadOptions| read_bytes(table.as_bytes(), &options).unwrap();
    let centre = with(ReadOptions {
        place_text: Some("中心".into()),
        ..ReadOptions::default()
    });
    assert_eq!(centre.one().point(1), (116.52, 35.72));
    assert_eq!(
        centre.one().head.places.clone().unwrap().text.as_deref(),
        Some("中心")
    );
    let metres = with(ReadOptions {
        xy: Some(("Y坐标".into(), "X坐标".into())),
        ..ReadOptions::default()
    });
    assert_eq!(metres.one().point(0), (455_000.0, 3_952_000.0));
    let places = metres.one().head.places.clone().unwrap();
    assert_eq!(
        (places.x.as_deref(), places.y.as_deref()),
        (Some("Y坐标"), Some("X坐标"))
    );
    assert!(
        metres.one().names().contains(&"图形"),
        "what says nothing of the place is a field"
    );
}

#[test]
fn rows_beyond_those_told_one_by_one_are_listed_by_number() {
    let mut table = String::from("名称,经度,纬度\n");
    for row in 2..=80 {
        let bad = row % 2 == 0 || row > 60;
        table.push_str(&format!(
            "项目{row},{},35.7\n",
            if bad { "不详" } else { "116.5" }
        ));
    }
    let got = read(&table);
    let of_kind: Vec<_> = got
        .warnings
        .iter()
        .filter(|w| w.kind == WarningKind::BadCoordinate)
        .collect();
    assert_eq!(of_kind.iter().filter(|w| w.number.is_some()).count(), 20);
    let last = of_kind.last().unwrap();
    assert!(
        last.text.zh.contains("共 50 处")
            && last.text.zh.contains("42、44、46")
            && last.text.zh.ends_with("60–80 条"),
        "{}",
        last.text
    );
}

#[test]
fn a_header_below_titles_is_found_and_totals_and_notes_are_left_out() {
    let got = read(concat!(
        "附件2：汶上县杨店镇2024年重点项目台账,,,,,,\n",
        "填报单位：杨店镇人民政府,,,,,单位：万元,\n",
        "序号,项目名称,资金(万元),,,备注,坐标\n",
        ",,中央,省,市,,\n",
        "一、道路工程,,,,,,\n",
        "1,杨店北路改造,10,20.5,30,,\"116.5,35.7\"\n",
        "2,污水管网,1,2,3,分两期,\"35.71,116.52\"\n",
        "合计,,11,22.5,33,,\n",
        "备注：本表一式两份,,,,,,\n",
        "填表人：张三,,,审核人：李四,,,\n",
    ));
    let layer = got.one();
    assert_eq!(
        layer.names(),
        [
            "序号",
            "项目名称",
            "资金(万元)/中央",
            "资金(万元)/省",
            "资金(万元)/市",
            "备注"
        ]
    );
    assert_eq!(layer.features.len(), 2);
    assert_eq!(layer.features[0].number, 6);
    assert_eq!(layer.value(0, "资金(万元)/省"), Value::Real(20.5));
    assert_eq!(layer.point(1), (116.52, 35.71));
    let left_out = got
        .warnings
        .iter()
        .filter(|w| w.kind == WarningKind::FeatureLeftOut)
        .count();
    assert_eq!(left_out, 3, "{:?}", got.warnings);
}

#[test]
fn codes_stay_text_and_only_plain_numbers_become_numbers() {
    let got = read(concat!(
        "名称,行政代码,镇代码数,电话,文号,投资,面积,长度,完成\n",
        "甲,370830101000,370830,13805371234,汶政字〔2022〕5号,\"1,234.5\",120亩,3.5,true\n",
        "乙,370830102000,370831,05371234567,汶政字〔2022〕6号,88,3亩,4,FALSE\n",
    ));
    let layer = got.one();
    assert_eq!(layer.value(0, "行政代码"), text("370830101000"));
    assert_eq!(layer.value(0, "镇代码数"), text("370830"));
    assert_eq!(layer.value(1, "电话"), text("05371234567"));
    assert_eq!(layer.value(0, "投资"), text("1,234.5"));
    assert_eq!(layer.value(1, "投资"), text("88"));
    assert_eq!(layer.value(0, "面积"), text("120亩"));
    assert_eq!(layer.value(1, "长度"), Value::Real(4.0));
    assert_eq!(layer.value(1, "完成"), Value::Bool(false));
}

#[test]
fn days_become_iso_and_months_stay_as_written() {
    let got = read("名称,开工时间,竣工时间\n甲,2024.5.1,2024年10月\n乙,2024年11月3日,2025-06-30\n");
    let layer = got.one();
    assert_eq!(layer.value(0, "开工时间"), text("2024-05-01"));
    assert_eq!(layer.value(0, "竣工时间"), text("2024年10月"));
    assert_eq!(layer.value(1, "竣工时间"), text("2025-06-30"));
    assert_eq!(layer.head.fields[1].kind, FieldKind::Date);
    assert_eq!(layer.head.fields[2].kind, FieldKind::Text);
}

#[test]
fn in_surveys_x_is_the_northing() {
    let survey = read("名称,X坐标,Y坐标\n甲,3952345.67,39454321.01\n乙,3952400,39454400\n");
    assert_eq!(survey.one().point(0), (39454321.01, 3952345.67));
    assert!(survey.warned(WarningKind::CrsUnknown) && !survey.warned(WarningKind::AxesSwapped));
    let export = read("名称,POINT_X,POINT_Y\n甲,454321.01,3952345.67\n");
    assert_eq!(export.one().point(0), (454321.01, 3952345.67));
    let degrees = read("名称,X,Y\n甲,116.5,35.7\n");
    assert_eq!(degrees.one().point(0), (116.5, 35.7));
    let wide = read("名称,横坐标,纵坐标\n甲,454321.01,3952345.67\n");
    assert_eq!(wide.one().point(0), (454321.01, 3952345.67));
}

#[test]
fn axes_named_the_wrong_way_round_are_turned_with_a_warning() {
    let got = read("名称,经度,纬度\n甲,35.7,116.5\n乙,35.8,116.6\n");
    assert_eq!(got.one().point(0), (116.5, 35.7));
    assert!(got.warned(WarningKind::AxesSwapped));
    let right = read("名称,纬度,经度\n甲,35.7,116.5\n");
    assert_eq!(right.one().point(0), (116.5, 35.7));
    assert!(right.warnings.is_empty());
    let one = read("名称,经度,纬度\n甲,116.5,35.7\n乙,35.8,116.6\n丙,116.5,35.7\n");
    assert!(one.one().features[1].geometry.is_none() && one.warned(WarningKind::OutOfRange));
}

#[test]
fn the_system_is_taken_from_headers_titles_and_columns() {
    let crs = |table: &str| read(table).one().head.crs.clone();
    assert_eq!(
        crs("名称,经度(GCJ-02),纬度(GCJ-02)\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Gcj02)
    );
    assert_eq!(
        crs("名称,百度经度,百度纬度\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Bd09)
    );
    assert_eq!(
        crs("项目点位表（CGCS2000坐标系）,,\n名称,经度,纬度\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Cgcs2000)
    );
    let zone39 = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: false,
    };
    assert_eq!(
        crs("坐标系：国家2000，中央经线117度,,\n名称,X坐标,Y坐标\n甲,3952345,454321\n"),
        FoundCrs::Stated(zone39)
    );
    assert!(
        matches!(
            crs("名称,西安80 X坐标,西安80 Y坐标\n甲,3952345,454321\n"),
            FoundCrs::NotKnown(name) if name == "西安80"
        ) || matches!(
            crs("西安80坐标,,\n名称,X坐标,Y坐标\n甲,3952345,454321\n"),
            FoundCrs::NotKnown(_)
        )
    );
    let by_column = read("名称,经度,纬度,坐标系\n甲,116.5,35.7,高德\n乙,116.5,35.7,高德\n");
    assert_eq!(by_column.one().head.crs, FoundCrs::Stated(Crs::Gcj02));
    assert_eq!(by_column.one().names(), ["名称"]);
}

#[test]
fn angles_and_lists_of_points_in_cells_are_read() {
    let got = read("名称,经度,纬度\n甲,116°30′00″,35°42′00″\n乙,东经116.5,北纬35.7\n丙,/,/\n丁,116.5,\n");
    let layer = got.one();
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert_eq!(layer.point(1), (116.5, 35.7));
    assert!(layer.features[2].geometry.is_none() && layer.features[3].geometry.is_none());
    assert_eq!(got.warnings.len(), 1, "{:?}", got.warnings);

    let got = read("名称,拐点坐标\n甲,\"116.1,35.1;116.2,35.1;116.2,35.2\"\n乙,\"116.1,35.1\"\n");
    assert!(matches!(
        got.one().features[0].geometry,
        Some(Geometry::Polygon(_))
    ));
    assert_eq!(got.one().point(1), (116.1, 35.1));
    let pair = read("名称,经纬度\n甲,\"北纬35°42′00″ 东经116°30′00″\"\n");
    assert_eq!(pair.one().point(0), (116.5, 35.7));
}

#[test]
fn well_known_text_may_name_its_system_and_ends_of_roads_are_no_places() {
    let got = read("名称,geom\n甲,SRID=4490;POINT(116.5 35.7)\n乙,SRID=4490;POINT(116.6 35.7)\n");
    assert_eq!(got.one().head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(got.one().point(1), (116.6, 35.7));
    let road = read("名称,起点经度,起点纬度,终点经度,终点纬度\n甲,116.5,35.7,116.6,35.8\n");
    assert!(road.one().features[0].geometry.is_none());
    assert_eq!(road.one().value(0, "起点经度"), Value::Real(116.5));
}

#[test]
fn columns_may_be_chosen_by_hand() {
    let asked = |x: &str, y: &str| ReadOptions {
        xy: Some((x.into(), y.into())),
        ..ReadOptions::default()
    };
    let table = "名称,东,北\n甲,454321,3952345\n".as_bytes();
    assert_eq!(
        read_bytes(table, &asked("东", "北")).unwrap().one().point(0),
        (454321.0, 3952345.0)
    );
    let Err(ReadError::NoSuchColumn { column, known, .. }) = read_bytes(table, &asked("东", "纬度"))
    else {
        panic!()
    };
    assert_eq!((column.as_str(), known.as_str()), ("纬度", "名称、东、北"));
}

#[test]
fn broken_quotes_and_uneven_rows_cost_their_own_row_only() {
    let got = read("名称,说明,n\n甲,\"没有收尾,1\n乙,好,2\n丙,多,3,四\n丁\n戊,末,5\n");
    let layer = got.one();
    assert_eq!(layer.features.len(), 5);
    assert_eq!(layer.value(1, "名称"), text("乙"));
    assert_eq!(layer.value(2, "列4"), text("四"));
    assert_eq!(layer.value(4, "n"), Value::Integer(5));
    assert!(got.warned(WarningKind::Truncated));
    assert_eq!(
        got.warnings
            .iter()
            .filter(|w| w.kind == WarningKind::NotSupported)
            .count(),
        2
    );
}

#[test]
fn a_table_without_a_header_gets_numbered_columns() {
    let got = read("1,116.5,甲\n2,116.6,乙\n");
    assert_eq!(got.one().names(), ["列1", "列2", "列3"]);
    assert_eq!(got.one().features.len(), 2);
    // Two columns that can be coordinates are.
    let got = read("1,116.5,35.7\n2,116.6,35.8\n");
    assert_eq!(got.one().names(), ["列1"]);
    assert_eq!(got.one().point(1), (116.6, 35.8));
}

#[test]
fn empty_files_and_unknown_layers_are_refused() {
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\n\n \n"] {
        let got = read_bytes(bytes, &ReadOptions::default());
        assert!(matches!(got, Err(ReadError::Empty { .. })), "{bytes:?}");
    }
    let other = ReadOptions {
        layer: Some("别的".into()),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read_bytes(b"a,b\n1,2\n", &other),
        Err(ReadError::NoSuchLayer { .. })
    ));
}

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

#[test]
fn reading_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "a,b\n".to_owned() + &"甲,2\n".repeat(5000)).unwrap();
    let mut sink = Collected {
        stop_after: Some(7),
        ..Collected::default()
    };
    csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.one().features.len(), 7);
}

#[test]
fn hostile_tables_end_quickly() {
    let quick = |name: &str, bytes: Vec<u8>| {
        let begun = Instant::now();
        let got = read_bytes(&bytes, &ReadOptions::default());
        println!("{name}: {:?}", begun.elapsed());
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{name}: {:?}",
            begun.elapsed()
        );
        got
    };
    quick("one line", vec![b'a'; 40 << 20]).unwrap();
    let wide = quick("commas", vec![b','; 4 << 20]);
    assert!(wide.is_ok());
    let mut quotes = b"a,b\n".to_vec();
    quotes.extend(b"\"x\n".repeat(200_001));
    quick("open quotes", quotes).unwrap();
    let mut ragged = b"a,b\n".to_vec();
    for i in 0..20_000 {
        ragged.extend(vec![b','; i % 300]);
        ragged.extend(b"1\n");
    }
    let got = quick("ragged", ragged).unwrap();
    assert!(got.warnings.len() < 100);
    assert!(got.one().head.fields.len() < 100);
    quick(
        "binary",
        (0..1_000_000_u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect(),
    )
    .unwrap();
    let deep = format!("名称,WKT\n甲,\"{}\"\n", "GEOMETRYCOLLECTION(".repeat(100_000));
    let got = quick("deep", deep.into_bytes()).unwrap();
    assert!(got.one().features[0].geometry.is_none());
}

#[test]
fn damaged_files_never_panic() {
    let whole = concat!(
        "台账,,,,\n序号,名称,经度,纬度,WKT\n1,\"甲,乙\",116.5,35.7,\n",
        "2,丙,,,\"POLYGON((116 35,117 35,117 36,116 35))\"\n3,丁,116.4,35.1,\n合计,,,,\n"
    )
    .as_bytes();
    let mut dice = Dice(20_261_121);
    for _ in 0..1500 {
        let mut bytes = whole.to_vec();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            match dice.roll(4) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, b"\",\n\0;\t'="[dice.roll(8)]),
                _ => {
                    bytes.remove(at);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        let _ = read_bytes(&bytes, &ReadOptions::default());
    }
}

#[test]
fn the_fixture_of_another_program_is_read() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv/ogr.csv");
    let mut sink = Collected::default();
    csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    let layer = sink.one();
    assert_eq!(layer.features.len(), 3);
    assert!(matches!(layer.features[1].geometry, Some(Geometry::Polygon(_))));
    assert_eq!(layer.value(0, "名称"), text("杨店北路"));
}
