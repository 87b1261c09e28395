//! Headers, titles, values and what is left out.

use super::{read, read_bytes};
use crate::collected::{Collected, text};
use geo_types::Geometry;
use geodata::formats::{FieldKind, FoundCrs, ReadError, ReadOptions, Value, WarningKind, csv};
use std::path::PathBuf;

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
        .filter(|w| w.kind == WarningKind::RowPassedOver)
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
fn the_fixture_of_another_program_is_read() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv/ogr.csv");
    let mut sink = Collected::default();
    csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    let layer = sink.one();
    assert_eq!(layer.features.len(), 3);
    assert!(matches!(layer.features[1].geometry, Some(Geometry::Polygon(_))));
    assert_eq!(layer.value(0, "名称"), text("杨店北路"));
}
