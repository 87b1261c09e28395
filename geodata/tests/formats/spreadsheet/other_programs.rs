//! Old workbooks and open documents.

use super::{corrupt, read_bytes, read_path, repacked, replaced};
use crate::collected::{Collected, Dice, text};
use geodata::formats::{ReadOptions, Value, spreadsheet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

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
