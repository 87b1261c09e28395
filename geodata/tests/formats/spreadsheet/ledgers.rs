//! Ledgers as offices keep them.

use super::{book, ledger, read_bytes, read_path, row};
use crate::collected::text;
use geodata::crs::Crs;
use geodata::formats::{FoundCrs, ReadError, ReadOptions, Value, WarningKind};
use rust_xlsxwriter::Format;
use words::English;

#[test]
fn an_office_ledger_is_read_as_a_person_reads_it() {
    let got = read_bytes(&ledger(), "台账.xlsx").unwrap();
    assert_eq!(
        got.layers
            .iter()
            .map(|l| l.head.name.as_str())
            .collect::<Vec<_>>(),
        ["项目台账", "点位"]
    );
    let layer = &got.layers[0];
    assert_eq!(
        layer.names(),
        [
            "序号",
            "项目名称",
            "责任单位",
            "资金(万元)/中央",
            "资金(万元)/省",
            "资金(万元)/市",
            "开工时间",
            "竣工时间",
            "备注"
        ]
    );
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(
        layer.features.iter().map(|f| f.number).collect::<Vec<_>>(),
        [6, 7, 9]
    );
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert!(layer.features[2].geometry.is_none());
    assert_eq!(layer.value(0, "序号"), Value::Integer(1));
    assert_eq!(
        layer.value(1, "责任单位"),
        text("县交通运输局"),
        "merged cells count for every row"
    );
    assert_eq!(layer.value(0, "资金(万元)/中央"), Value::Integer(100));
    assert_eq!(
        layer.value(1, "资金(万元)/中央"),
        Value::Null,
        "an amount counts once"
    );
    assert_eq!(
        layer.value(2, "资金(万元)/中央"),
        Value::Null,
        "an error is nothing"
    );
    assert_eq!(
        layer.value(2, "资金(万元)/省"),
        Value::Real(15.0),
        "the value of a formula"
    );
    assert_eq!(layer.value(0, "开工时间"), text("2024-05-01"));
    assert_eq!(
        layer.value(1, "开工时间"),
        text("2024年6月"),
        "no day is invented"
    );
    assert_eq!(layer.value(0, "竣工时间"), text("2024-12-31"));
    assert_eq!(layer.value(1, "竣工时间"), text("2024年底"));
    for (kind, part) in [
        (WarningKind::BadNumber, "#DIV/0!"),
        (WarningKind::RowPassedOver, "合计"),
        (WarningKind::RowPassedOver, "备注"),
        (WarningKind::RowPassedOver, "分组"),
        (WarningKind::NotSupported, "合并"),
        (WarningKind::LayerLeftOut, "填表说明"),
    ] {
        assert!(
            got.warnings
                .iter()
                .any(|w| w.kind == kind && w.text.zh.contains(part)),
            "{part}: {:?}",
            got.warnings
        );
    }
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, ledger()).unwrap();
    let asked = |layer: &str| ReadOptions {
        layer: Some(layer.into()),
        ..ReadOptions::default()
    };
    assert_eq!(
        read_path(&path, &asked("点位")).unwrap().one().point(0),
        (116.5, 35.7)
    );
    let Err(ReadError::NoSuchLayer { known, .. }) = read_path(&path, &asked("别的")) else {
        panic!()
    };
    assert_eq!(known.to_string(), "项目台账、空表、填表说明、点位");
    assert_eq!(known.english(), "项目台账, 空表, 填表说明, 点位");
}

#[test]
fn a_header_of_three_rows_and_a_row_of_column_numbers_are_passed() {
    let bytes = book(|book| {
        let plain = Format::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 2, 0, "项目名称", &plain)?;
        sheet.merge_range(0, 1, 0, 4, "总投资", &plain)?;
        sheet.merge_range(1, 1, 1, 2, "财政资金", &plain)?;
        sheet.merge_range(1, 3, 2, 3, "债券", &plain)?;
        sheet.merge_range(1, 4, 2, 4, "自筹", &plain)?;
        row(sheet, 2, &["", "2023年", "2024年"])?;
        row(sheet, 3, &["1", "2", "3", "4", "5"])?;
        row(sheet, 4, &["甲", "10", "20", "30", "40"])?;
        Ok(())
    });
    let got = read_bytes(&bytes, "a.xlsx").unwrap();
    assert_eq!(
        got.one().names(),
        [
            "项目名称",
            "总投资/财政资金/2023年",
            "总投资/财政资金/2024年",
            "总投资/债券",
            "总投资/自筹"
        ]
    );
    assert_eq!(got.one().features.len(), 1);
}

#[test]
fn numbers_typed_as_text_and_codes_typed_as_numbers_are_what_they_are() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        row(sheet, 0, &["名称", "投资", "行政区划代码", "联系电话", "规模"])?;
        row(sheet, 1, &["甲", "", "370830101000", "13805371234", "3公里"])?;
        sheet.write_string(1, 1, "120.5")?;
        row(sheet, 2, &["乙", "80", "370830102000", "13805371235", "120"])?;
        Ok(())
    });
    let got = read_bytes(&bytes, "a.xlsx").unwrap();
    let layer = got.one();
    assert_eq!(layer.value(0, "投资"), Value::Real(120.5));
    assert_eq!(layer.value(0, "行政区划代码"), text("370830101000"));
    assert_eq!(layer.value(1, "联系电话"), text("13805371235"));
    assert_eq!(layer.value(1, "规模"), text("120"));
}
