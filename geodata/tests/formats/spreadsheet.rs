//! Workbooks: ledgers as offices keep them, in and out.

mod faults;
mod ledgers;
mod other_programs;
mod writing;

use crate::collected::{Collected, Dice};
use geodata::formats::{ReadError, ReadOptions, spreadsheet};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Read, Write};
use std::path::Path;

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
