//! Workbooks for paper: what a spreadsheet program finds in them, and what is read again.

use crate::collected::Collected;
use geodata::formats::spreadsheet::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};
use geodata::formats::{ReadOptions, Value, spreadsheet};
use std::io::Read;
use std::path::Path;

fn column(heading: &str, look: Look, summed: bool) -> PrintedColumn {
    PrintedColumn {
        heading: heading.to_owned(),
        look,
        summed,
    }
}

fn sheet(name: &str) -> PrintedSheet {
    PrintedSheet {
        name: name.to_owned(),
        title: "示例县 项目台账 & 附表".to_owned(),
        notes: vec!["筛选：方案：汶上".to_owned(), "长".repeat(200)],
        columns: vec![
            column("序号", Look::Count, false),
            column("名称", Look::Text, false),
            column("计划投资（万元）", Look::Money, true),
            column("完工", Look::Day, false),
            column("进度（%）", Look::Percent, false),
        ],
        held: 2,
        foot: "2026年11月30日".to_owned(),
    }
}

fn row(n: u32, money: f64, date: PrintedCell) -> Vec<PrintedCell> {
    vec![
        PrintedCell::Number(f64::from(n)),
        PrintedCell::Text(format!("项目{n}")),
        PrintedCell::Number(money),
        date,
        PrintedCell::Number(62.5),
    ]
}

fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut out = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn a_sheet_has_a_title_a_head_that_stays_sums_and_a_page_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = PrintedBook::create(&path).unwrap();
    book.begin(sheet("项目")).unwrap();
    book.row(&row(1, 1234.5, PrintedCell::Day(2026, 11, 30))).unwrap();
    book.row(&row(2, 0.25, PrintedCell::Month(2026, 10))).unwrap();
    book.row(&row(3, 10.0, PrintedCell::Text("2026年上半年".to_owned())))
        .unwrap();
    book.begin(sheet("项目")).unwrap();
    assert_eq!(book.rows(), 3);
    assert!(!path.exists(), "there is no half workbook");
    assert_eq!(book.finish().unwrap(), (path.clone(), 0));
    let xml = part(&path, "xl/worksheets/sheet1.xml");
    for wanted in [
        "orientation=\"landscape\"",
        "fitToPage=\"1\"",
        "fitToHeight=\"0\"",
        "state=\"frozen\"",
        "<autoFilter",
        "第 &amp;P 页  共 &amp;N 页",
        "项目台账 &amp;&amp; 附表",
        "SUBTOTAL(109,C",
        "<v>1244.75</v>",
    ] {
        assert!(xml.contains(wanted), "{wanted} in {xml}");
    }
    assert!(part(&path, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let styles = part(&path, "xl/styles.xml");
    assert!(
        styles.contains("yyyy&quot;年&quot;m&quot;月&quot;") && styles.contains("#,##0.00"),
        "{styles}"
    );
}

#[test]
fn what_is_printed_is_read_again_without_its_title_and_sums() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = PrintedBook::create(&path).unwrap();
    book.begin(sheet("项目")).unwrap();
    for n in 1..=3000 {
        book.row(&row(n, f64::from(n) * 0.1, PrintedCell::Month(2026, 10)))
            .unwrap();
    }
    book.finish().unwrap();
    let mut sink = Collected::default();
    spreadsheet::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    let layer = sink.one();
    assert_eq!(layer.features.len(), 3000);
    assert_eq!(layer.names()[..2], ["序号", "名称"]);
    assert_eq!(layer.value(2999, "完工"), Value::Text("2026年10月".to_owned()));
    assert_eq!(layer.value(0, "计划投资（万元）"), Value::Real(0.1));
}

#[test]
fn a_row_is_as_high_as_its_longest_text_needs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = PrintedBook::create(&path).unwrap();
    book.begin(sheet("项目")).unwrap();
    for name in ["短".to_owned(), "长".repeat(60)] {
        let mut cells = row(1, 1.0, PrintedCell::Empty);
        cells[1] = PrintedCell::Text(name);
        book.row(&cells).unwrap();
    }
    book.finish().unwrap();
    let xml = part(&path, "xl/worksheets/sheet1.xml");
    let heights: Vec<f64> = xml
        .split("<row ")
        .skip(1)
        .map(|row| {
            let head = row.split('>').next().unwrap();
            let height = head.split("ht=\"").nth(1).and_then(|rest| rest.split('"').next());
            height.map_or(15.0, |height| height.parse().unwrap())
        })
        .collect();
    // The last three: a short name, a long one of three lines, the sums.
    let [.., short, long, sums] = heights[..] else {
        panic!("{heights:?}");
    };
    assert!(short == sums && long > 2.5 * short, "{heights:?}");
}

#[test]
fn names_of_sheets_are_made_to_fit_and_to_differ() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = PrintedBook::create(&path).unwrap();
    let long = "甲".repeat(40);
    for name in [long.as_str(), long.as_str(), "A/B", "a/b", ""] {
        book.begin(sheet(name)).unwrap();
        book.row(&row(1, 1.0, PrintedCell::Empty)).unwrap();
    }
    book.finish().unwrap();
    let names = part(&path, "xl/workbook.xml");
    let full = format!("name=\"{}\"", "甲".repeat(31));
    let second = format!("name=\"{}(2)\"", "甲".repeat(28));
    for wanted in [
        &*full,
        &second,
        "name=\"A_B\"",
        "name=\"a_b(2)\"",
        "name=\"台账\"",
    ] {
        assert!(names.contains(wanted), "{wanted} in {names}");
    }
}
