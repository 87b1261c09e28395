//! Workbooks that lie, break off or are none.

use super::{book, corrupt, ledger, read_bytes, repacked, replaced, row};
use crate::collected::{Dice, text};
use geodata::formats::{ReadError, WarningKind};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

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
