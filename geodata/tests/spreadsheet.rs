//! Workbooks: ledgers as offices keep them, in and out.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod collected;

use collected::{Collected, Dice, text};
use geo_types::{Geometry, LineString, Point, polygon};
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{
    Field, FieldKind, FoundCrs, LossKind, ReadError, ReadOptions, Value, WarningKind, WriteError,
    WriteOptions, spreadsheet,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn read_path(path: &Path, options: &ReadOptions) -> Result<Collected, ReadError> {
    let mut sink = Collected::default();
    spreadsheet::read(path, options, &mut sink).map(|()| sink)
}

fn read_bytes(bytes: &[u8], name: &str) -> Result<Collected, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_path(&path, &ReadOptions::default())
}

fn book(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).unwrap();
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, texts: &[&str]) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(texts) {
        if let Ok(number) = text.parse::<f64>() {
            sheet.write_number(row, column, number)?;
        } else if !text.is_empty() {
            sheet.write_string(row, column, *text)?;
        }
    }
    Ok(())
}

/// The ledger of a town with everything an office does to it.
fn ledger() -> Vec<u8> {
    book(|book| {
        let plain = Format::new();
        let day = Format::new().set_num_format("yyyy/m/d");
        let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
        let sheet = book.add_worksheet();
        sheet.set_name("项目台账")?;
        sheet.merge_range(
            0,
            0,
            0,
            10,
            "汶上县杨店镇2024年度重点项目推进台账（CGCS2000）",
            &plain,
        )?;
        sheet.merge_range(1, 0, 1, 4, "填报单位：杨店镇人民政府", &plain)?;
        sheet.merge_range(1, 5, 1, 10, "单位：万元", &plain)?;
        for (column, name) in [
            (0, "序号"),
            (1, "项目\n名称"),
            (2, "责任单位"),
            (6, "开工时间"),
            (7, "竣工时间"),
            (8, "经度"),
            (9, "纬度"),
            (10, "备　注"),
        ] {
            sheet.merge_range(2, column, 3, column, name, &plain)?;
        }
        sheet.merge_range(2, 3, 2, 5, "资金(万元)", &plain)?;
        row(sheet, 3, &["", "", "", "中央", "省", "市"])?;
        sheet.merge_range(4, 0, 4, 10, "一、道路工程", &plain)?;
        row(
            sheet,
            5,
            &[
                "1",
                "杨店北路改造",
                "",
                "100",
                "20.5",
                "3",
                "",
                "",
                "116.5",
                "35.7",
                "=注",
            ],
        )?;
        row(
            sheet,
            6,
            &[
                "2",
                "杨店南路改造",
                "",
                "",
                "",
                "7",
                "",
                "2024年底",
                "116.6",
                "35.8",
            ],
        )?;
        sheet.merge_range(5, 2, 6, 2, "县交通运输局", &plain)?;
        sheet.merge_range(5, 3, 6, 3, "", &plain)?;
        sheet.write_number(5, 3, 100)?;
        sheet.write_datetime_with_format(5, 6, ExcelDateTime::from_ymd(2024, 5, 1)?, &day)?;
        sheet.write_datetime_with_format(6, 6, ExcelDateTime::from_ymd(2024, 6, 1)?, &month)?;
        sheet.write_string(5, 7, "2024.12.31")?;
        sheet.merge_range(7, 0, 7, 2, "小计", &plain)?;
        sheet.write_formula(7, 3, Formula::new("=SUM(D6:D7)").set_result("100"))?;
        row(sheet, 8, &["3", "污水管网"])?;
        sheet.write_formula(8, 3, Formula::new("=1/0").set_result("#DIV/0!"))?;
        sheet.write_formula(8, 4, Formula::new("=10+5").set_result("15"))?;
        row(sheet, 9, &["合计", "", "", "100", "35.5", "10"])?;
        sheet.merge_range(10, 0, 10, 10, "备注：本表每月5日前报县专班办公室。", &plain)?;
        row(sheet, 11, &["填表人：张三", "", "", "", "审核人：李四"])?;
        book.add_worksheet().set_name("空表")?;
        let notes = book.add_worksheet();
        notes.set_name("填表说明")?;
        row(notes, 0, &["填表说明"])?;
        row(notes, 1, &["一、本表由镇街填写。"])?;
        let second = book.add_worksheet();
        second.set_name("点位")?;
        row(second, 0, &["名称", "坐标"])?;
        row(second, 1, &["学校", "116.5,35.7"])?;
        Ok(())
    })
}

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
        (WarningKind::FeatureLeftOut, "合计"),
        (WarningKind::FeatureLeftOut, "备注"),
        (WarningKind::FeatureLeftOut, "分组"),
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
    assert_eq!(known, "项目台账、空表、填表说明、点位");
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

/// The parts of a workbook, changed by a test and packed again.
fn repacked(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut entry = old.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(&change(&name, part)).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn replaced(part: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(part).unwrap();
    assert!(
        text.contains(from),
        "{from} not in {}",
        &text[..text.len().min(600)]
    );
    text.replacen(from, to, 1).into_bytes()
}

fn small() -> Vec<u8> {
    book(|book| {
        let sheet = book.add_worksheet();
        row(sheet, 0, &["名称", "经度", "纬度"])?;
        row(sheet, 1, &["甲", "116.5", "35.7"])?;
        row(sheet, 2, &["乙", "116.6", "35.8"])
    })
}

#[test]
fn lies_about_sizes_allocate_nothing() {
    let begun = Instant::now();
    let lie = repacked(&small(), |name, part| match name {
        "xl/worksheets/sheet1.xml" => replaced(part, "ref=\"A1:C3\"", "ref=\"A1:XFD1048576\""),
        _ => part,
    });
    assert_eq!(read_bytes(&lie, "a.xlsx").unwrap().one().features.len(), 2);
    let lie = repacked(&small(), |name, part| match name {
        "xl/sharedStrings.xml" => replaced(part, "uniqueCount=\"", "uniqueCount=\"99999999999"),
        _ => part,
    });
    assert!(matches!(
        read_bytes(&lie, "a.xlsx"),
        Err(ReadError::Damaged { .. })
    ));
    let far = repacked(&small(), |name, part| match name {
        "xl/worksheets/sheet1.xml" => replaced(part, "r=\"C3\"", "r=\"XFD1048576\""),
        _ => part,
    });
    assert_eq!(read_bytes(&far, "a.xlsx").unwrap().one().features.len(), 3);
    let bomb = repacked(&small(), |name, part| match name {
        "xl/worksheets/sheet1.xml" => replaced(
            part,
            "</sheetData>",
            &("<row/>".repeat(4_000_000) + "</sheetData>"),
        ),
        _ => part,
    });
    assert!(matches!(
        read_bytes(&bomb, "a.xlsx"),
        Err(ReadError::TooMuch { .. })
    ));
    assert!(
        begun.elapsed() < Duration::from_secs(180),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn merged_areas_without_end_are_read_quickly() {
    let begun = Instant::now();
    let many = repacked(&small(), |name, part| match name {
        "xl/worksheets/sheet1.xml" => {
            let merges: String = (0..20_000)
                .map(|i| format!("<mergeCell ref=\"A{}:XFD1048576\"/>", i + 2))
                .collect();
            replaced(
                part,
                "</sheetData>",
                &format!("</sheetData><mergeCells>{merges}</mergeCells>"),
            )
        }
        _ => part,
    });
    let got = read_bytes(&many, "a.xlsx").unwrap();
    assert_eq!(got.one().features.len(), 2);
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn what_is_no_workbook_is_refused_with_a_reason() {
    let reason = |bytes: &[u8], name: &str| read_bytes(bytes, name).unwrap_err();
    assert!(matches!(reason(b"", "a.xlsx"), ReadError::Empty { .. }));
    assert!(
        reason(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls")
            .to_string()
            .contains("另存为 .xlsx")
    );
    assert!(matches!(
        reason(b"a,b\n1,2\n", "a.xlsx"),
        ReadError::Damaged { .. }
    ));
    let whole = small();
    assert!(matches!(
        reason(&whole[..whole.len() / 2], "a.xlsx"),
        ReadError::Damaged { .. }
    ));
    let nothing = book(|book| book.add_worksheet().set_name("空").map(|_| ()));
    assert!(matches!(reason(&nothing, "a.xlsx"), ReadError::Empty { .. }));
    let prose = book(|book| row(book.add_worksheet(), 0, &["关于填报台账的通知"]));
    assert!(reason(&prose, "a.xlsx").to_string().contains("表头"));

    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    locked
        .create_stream("/EncryptedPackage")
        .unwrap()
        .write_all(b"secret")
        .unwrap();
    let locked = locked.into_inner().into_inner();
    assert!(matches!(reason(&locked, "a.xlsx"), ReadError::Encrypted { .. }));
}

#[test]
fn a_sheet_that_breaks_off_is_read_so_far() {
    let broken = repacked(&small(), |name, part| match name {
        "xl/worksheets/sheet1.xml" => {
            let text = String::from_utf8(part).unwrap();
            text.as_bytes()[..text.find("r=\"B3\"").unwrap()].to_vec()
        }
        _ => part,
    });
    let got = read_bytes(&broken, "a.xlsx").unwrap();
    assert_eq!(got.one().value(0, "名称"), text("甲"));
    assert!(got.warned(WarningKind::Truncated), "{:?}", got.warnings);
}

fn corrupt(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len());
        match dice.roll(5) {
            0 => bytes[at] = dice.roll(256) as u8,
            1 => bytes[at] ^= 1 << dice.roll(8),
            2 if dice.roll(4) == 0 => bytes.truncate(at.max(8)),
            3 => {
                let n = dice.roll(16).min(bytes.len() - at);
                bytes[at..at + n].fill([0, 255][dice.roll(2)]);
            }
            _ => {
                let from = dice.roll(bytes.len());
                let n = dice.roll(32).min(bytes.len() - at.max(from));
                bytes.copy_within(from..from + n, at);
            }
        }
    }
    bytes
}

#[test]
fn damaged_workbooks_end_quickly() {
    let whole = ledger();
    let mut dice = Dice(7);
    let begun = Instant::now();
    for _ in 0..150 {
        let _ = read_bytes(&corrupt(&whole, &mut dice), "a.xlsx");
    }
    // In the parts themselves, as most damage to the archive ends at its checksums.
    let seeds: Vec<u64> = (0..150).map(|_| dice.roll(1 << 30) as u64 + 1).collect();
    for seed in seeds {
        let bytes = repacked(&whole, |name, part| {
            let mut dice = Dice(seed ^ name.len() as u64);
            if dice.roll(3) == 0 {
                corrupt(&part, &mut dice)
            } else {
                part
            }
        });
        let _ = read_bytes(&bytes, "a.xlsx");
    }
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{:?}",
        begun.elapsed()
    );
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/xlsx")
        .join(name)
}

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let got = read_path(&fixture("ledger.xls"), &ReadOptions::default()).unwrap();
    assert_eq!(got.layers.len(), 2);
    let layer = &got.layers[0];
    assert_eq!(
        layer.names(),
        [
            "序号",
            "项目名称",
            "责任单位",
            "资金(万元)/中央",
            "资金(万元)/省",
            "开工时间"
        ]
    );
    assert_eq!(layer.features.len(), 2);
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert_eq!(layer.value(0, "资金(万元)/省"), Value::Real(20.25));
    assert_eq!(layer.value(1, "资金(万元)/中央"), Value::Integer(-3));
    assert_eq!(layer.value(1, "责任单位"), text("县交通运输局"));
    assert_eq!(layer.value(0, "开工时间"), text("2024-05-01"));
    assert_eq!(layer.value(1, "开工时间"), text("2024年6月"));
    // Texts shared by cells go on over several records here.
    let many = &got.layers[1];
    assert_eq!(many.features.len(), 90);
    assert_eq!(many.value(88, "说明"), text(&format!("{}88", "镇".repeat(60))));
    assert_eq!(many.value(89, "说明"), text("plain text 89 ".repeat(5).trim()));
}

#[test]
fn an_open_document_is_read_like_a_workbook() {
    let got = read_path(&fixture("ledger.ods"), &ReadOptions::default()).unwrap();
    let layer = got.one();
    assert_eq!(
        layer.names(),
        [
            "序号",
            "项目名称",
            "责任单位",
            "资金(万元)/中央",
            "资金(万元)/省",
            "开工时间"
        ]
    );
    assert_eq!(
        layer.features.iter().map(|f| f.number).collect::<Vec<_>>(),
        [7, 8, 9, 10]
    );
    assert_eq!(layer.value(0, "项目名称"), text("杨店北路"));
    assert_eq!(layer.value(1, "责任单位"), text("县交通运输局"));
    assert_eq!(layer.value(1, "资金(万元)/中央"), Value::Integer(-3));
    assert_eq!(layer.value(0, "开工时间"), text("2024-05-01"));
    assert_eq!(layer.value(1, "开工时间"), text("2024年6月"));
    assert_eq!(layer.value(3, "项目名称"), text("路灯 & <井盖>"));
    let other = read_path(&fixture("ogr.ods"), &ReadOptions::default()).unwrap();
    assert_eq!(other.one().value(0, "名称"), text("杨店北路"));
    assert_eq!(other.one().value(0, "投资"), Value::Real(120.5));
}

#[test]
fn damaged_old_workbooks_and_open_documents_end_quickly() {
    let begun = Instant::now();
    let mut dice = Dice(11);
    let xls = std::fs::read(fixture("ledger.xls")).unwrap();
    for _ in 0..400 {
        let _ = read_bytes(&corrupt(&xls, &mut dice), "a.xls");
    }
    let ods = std::fs::read(fixture("ledger.ods")).unwrap();
    let seeds: Vec<u64> = (0..150).map(|_| dice.roll(1 << 30) as u64 + 1).collect();
    for seed in seeds {
        let bytes = repacked(&ods, |name, part| {
            if name == "content.xml" {
                corrupt(&part, &mut Dice(seed))
            } else {
                part
            }
        });
        let _ = read_bytes(&bytes, "a.ods");
    }
    let lie = repacked(&ods, |name, part| match name {
        "content.xml" => replaced(
            part,
            "number-rows-repeated=\"2\"",
            "number-rows-repeated=\"99999999999\"",
        ),
        _ => part,
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ods");
    std::fs::write(&path, lie).unwrap();
    let mut sink = Collected {
        stop_after: Some(5000),
        ..Collected::default()
    };
    spreadsheet::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.one().features.len(), 5000, "rows are made one by one");
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{:?}",
        begun.elapsed()
    );
}
