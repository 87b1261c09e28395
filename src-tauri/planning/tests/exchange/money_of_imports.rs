//! Money that comes in with ledgers: real workbooks, sums against numbers made by hand and against SQL.

use std::path::{Path, PathBuf};

use crate::fixtures::imports::{import, tried};
use crate::fixtures::{atlas, stamp};
use planning::import::{ImportReport, MoneyDoubt};
use planning::model::{ConstructionNature, Fen, Kind, MoneySource, MoneyStage, OwnerKind, Record};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// What the file of the atlas holds by source, stage and year, in 分.
fn sql(folder: &Path) -> Vec<(String, String, Option<i64>, i64)> {
    let conn = rusqlite::Connection::open(folder.join("a.gpkg")).expect("opened");
    let sql = "SELECT source, stage, year, sum(amount) FROM budget_lines WHERE owner_kind = 'project' \
               AND owner IN (SELECT id FROM projects) GROUP BY source, stage, year ORDER BY 1, 2, 3";
    let mut statement = conn.prepare(sql).expect("prepared");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    rows.expect("asked").collect::<Result<_, _>>().expect("read")
}

fn shown(report: &ImportReport) -> Vec<(String, String, Option<i64>, i64)> {
    let money = report.money.as_ref().expect("money");
    let mut sums: Vec<_> = money
        .sums
        .iter()
        .map(|s| {
            (
                s.source.word().to_owned(),
                s.stage.word().to_owned(),
                s.year,
                s.amount.0,
            )
        })
        .collect();
    sums.sort();
    sums
}

fn wan(amount: f64) -> i64 {
    (amount * 1e6).round() as i64
}

fn row(sheet: &mut Worksheet, at: u32, texts: &[&str]) {
    for (column, text) in texts.iter().enumerate() {
        let column = column as u16;
        match text.parse::<f64>() {
            Ok(number) => sheet.write_number(at, column, number).expect("written"),
            Err(_) => sheet.write_string(at, column, *text).expect("written"),
        };
    }
}

/// A ledger as offices make it: title, unit, a head of two rows with merged groups, a row of sums at its end.
fn ledger(folder: &Path) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 9, "青禾县2025年重点项目资金台账", &plain)
        .expect("merged");
    sheet.write_string(1, 0, "单位：万元").expect("written");
    for (column, name) in [
        (0, "序号"),
        (1, "项目名称"),
        (2, "总投资"),
        (8, "累计支付"),
        (9, "备注"),
    ] {
        sheet
            .merge_range(2, column, 3, column, name, &plain)
            .expect("merged");
    }
    sheet.merge_range(2, 3, 2, 6, "资金来源", &plain).expect("merged");
    sheet.merge_range(2, 7, 3, 7, "到位资金", &plain).expect("merged");
    for (column, name) in [(3, "中央"), (4, "省级"), (5, "县级配套"), (6, "专项债券")] {
        sheet.write_string(3, column, name).expect("written");
    }
    row(
        sheet,
        4,
        &[
            "1",
            "环城路改造",
            "1000",
            "300",
            "200",
            "500",
            "",
            "600",
            "120.5",
            "",
        ],
    );
    row(
        sheet,
        5,
        &["2", "污水管网", "2500.5", "", "", "500.5", "2000", "1000", "", ""],
    );
    row(
        sheet,
        6,
        &[
            "3",
            "镇区绿化",
            "100",
            "",
            "33.33",
            "66.66",
            "",
            "",
            "40",
            "四舍五入",
        ],
    );
    // Its parts make 450 of 500.
    row(
        sheet,
        7,
        &["4", "停车场", "500", "250", "", "200", "", "", "", ""],
    );
    row(
        sheet,
        8,
        &[
            "合计", "", "4100.5", "550", "233.33", "1267.16", "2000", "1600", "160.5", "",
        ],
    );
    sheet.write_string(9, 0, "填表人：张三").expect("written");
    let path = folder.join("台账.xlsx");
    book.save(&path).expect("saved");
    path
}

#[test]
fn a_ledger_with_merged_heads_becomes_budget_lines_that_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let mut atlas = atlas(folder.path(), Vec::new());
    let trial = tried(&mut atlas, &path);
    assert_eq!(atlas.model().count(Kind::BudgetLine), 0, "a trial writes nothing");
    let report = import(&mut atlas, &path);
    assert_eq!(shown(&trial), shown(&report));
    let line =
        |source: &str, stage: &str, amount: f64| (source.to_owned(), stage.to_owned(), None, wan(amount));
    let expected = vec![
        line("central", "estimated", 550.0),
        line("county", "estimated", 1267.16),
        line("province", "estimated", 233.33),
        line("special_bond", "estimated", 2000.0),
        line("unstated", "allocated", 1600.0),
        line("unstated", "estimated", 50.0),
        line("unstated", "spent", 160.5),
    ];
    assert_eq!(shown(&report), expected);
    let money = report.money.as_ref().expect("money");
    assert_eq!((money.rows, money.lines), (4, 14));
    let parts = MoneyDoubt::PartsDiffer {
        row: 8,
        stage: MoneyStage::Estimated,
        parts: Fen(wan(450.0)),
        total: Fen(wan(500.0)),
    };
    assert_eq!(money.doubts, [parts]);
    assert!(
        money.totals.iter().all(|total| total.agrees && total.row == 9),
        "{:?}",
        money.totals
    );
    assert_eq!(money.totals.len(), 7, "one for each field");
    let rows = atlas
        .model()
        .relations()
        .budget
        .by(OwnerKind::Project)
        .iter()
        .count();
    assert_eq!(rows, 4);
    let line = atlas.model().budget_lines.iter().next().expect("a line").clone();
    assert!(
        line.read_at.as_deref().is_some_and(|at| at.contains("台账.xlsx")),
        "{:?}",
        line.read_at
    );
    atlas.close().expect("closed");
    assert_eq!(sql(folder.path()), expected);
}

#[test]
fn an_import_with_money_is_one_step_that_goes_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let mut atlas = atlas(folder.path(), Vec::new());
    import(&mut atlas, &path);
    let rows = atlas.model().rows(Kind::BudgetLine).expect("read");
    atlas.undo(&stamp()).expect("undone");
    assert_eq!(
        (
            atlas.model().count(Kind::Project),
            atlas.model().count(Kind::BudgetLine)
        ),
        (0, 0)
    );
    atlas.redo(&stamp()).expect("again");
    assert_eq!(atlas.model().rows(Kind::BudgetLine).expect("read"), rows);
}

#[test]
fn rows_of_sums_that_are_wrong_are_told_with_both_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    let text = "项目名称,总投资（万元）\n甲,100\n乙,200\n小计,300\n丙,50\n小计,60\n合计,350\n";
    std::fs::write(&path, text).expect("written");
    let mut atlas = atlas(folder.path(), Vec::new());
    let report = tried(&mut atlas, &path);
    let money = report.money.expect("money");
    let wrong = MoneyDoubt::TotalRowDiffers {
        row: 6,
        field: "总投资（万元）".to_owned(),
        total: Fen(wan(60.0)),
        sum: Fen(wan(50.0)),
    };
    assert_eq!(money.doubts, [wrong]);
    let agrees: Vec<bool> = money.totals.iter().map(|t| t.agrees).collect();
    assert_eq!(agrees, [true, false, true]);
}

#[test]
fn units_stand_in_heads_cells_and_captions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    let text = "项目名称,总投资（亿元）,已支付（元）,到位资金\n甲,1.2,350000,500万元\n乙,0.005,,0.03亿\n";
    std::fs::write(&path, text).expect("written");
    let mut atlas = atlas(folder.path(), Vec::new());
    let report = import(&mut atlas, &path);
    let line = |stage: &str, amount: f64| ("unstated".to_owned(), stage.to_owned(), None, wan(amount));
    assert_eq!(
        shown(&report),
        [
            line("allocated", 800.0),
            line("estimated", 12050.0),
            line("spent", 35.0)
        ]
    );
    atlas.close().expect("closed");
    assert_eq!(
        sql(folder.path()),
        [
            line("allocated", 800.0),
            line("estimated", 12050.0),
            line("spent", 35.0)
        ]
    );
}

/// More rows than any batch.
#[test]
fn thousands_of_rows_add_up_to_the_last_fen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    let mut text = "项目名称,总投资（万元）,其中：2025年/中央,其中：2025年/自筹\n".to_owned();
    let (mut central, mut own, mut rest) = (0_i64, 0_i64, 0_i64);
    for i in 0..5000_i64 {
        let (a, b, c) = (i * 137 % 9973 * 10 + 3, i * 31 % 773 * 10 + 4, i % 89);
        let whole = a + b + c;
        let cents = |n: i64| format!("{}.{:02}", n / 100, n % 100);
        text.push_str(&format!("第{i}处,{},{},{}\n", cents(whole), cents(a), cents(b)));
        central += a * 10_000;
        own += b * 10_000;
        // Up to one and a half hundredths are rounding.
        rest += if c > 1 { c * 10_000 } else { 0 };
    }
    std::fs::write(&path, text).expect("written");
    let mut atlas = atlas(folder.path(), Vec::new());
    let report = import(&mut atlas, &path);
    assert_eq!(report.added, 5000);
    let line =
        |source: &str, year: Option<i64>, fen: i64| (source.to_owned(), "estimated".to_owned(), year, fen);
    let expected = vec![
        line("central", Some(2025), central),
        line("own", Some(2025), own),
        line("unstated", None, rest),
    ];
    assert_eq!(shown(&report), expected);
    atlas.close().expect("closed");
    assert_eq!(sql(folder.path()), expected);
}

#[test]
fn a_ledger_that_comes_again_changes_the_lines_of_its_stages_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = folder.path().join("一.csv");
    std::fs::write(&first, "项目名称,总投资（万元）,已支付（万元）\n甲,100,10\n").expect("written");
    let mut atlas = atlas(folder.path(), Vec::new());
    import(&mut atlas, &first);
    let id = atlas.model().rows(Kind::Project).expect("read")[0]
        .id()
        .to_owned();
    let again = folder.path().join("二.csv");
    std::fs::write(&again, format!("编号,项目名称,已支付（万元）\n{id},甲,25.5\n")).expect("written");
    let report = import(&mut atlas, &again);
    assert_eq!((report.added, report.updated, report.unchanged), (0, 1, 0));
    let lines: Vec<(MoneySource, MoneyStage, i64)> = {
        let of = atlas.model().relations().budget.of(OwnerKind::Project, &id);
        of.iter().map(|l| (l.source, l.stage, l.amount.0)).collect()
    };
    assert_eq!(
        lines,
        [
            (MoneySource::Unstated, MoneyStage::Estimated, wan(100.0)),
            (MoneySource::Unstated, MoneyStage::Spent, wan(25.5)),
        ]
    );
    let same = import(&mut atlas, &again);
    assert_eq!((same.updated, same.unchanged), (0, 1));
    atlas.undo(&stamp()).expect("undone");
    let of = atlas.model().relations().budget.of(OwnerKind::Project, &id);
    assert_eq!(of.iter().map(|l| l.amount.0).sum::<i64>(), wan(110.0));
}

#[test]
fn a_nature_of_works_is_no_kind_and_who_is_responsible_leads() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    let text = "项目名称,建设性质,责任单位,项目代码,批复文号,进度\n\
                环城路改造,改建,县交通局,2501-370830-04-01-1,汶发改〔2025〕3号,已完成60%\n\
                某处工程,新建,县交通局、县水务局,2501-370830-04-01-2,,约一半\n";
    std::fs::write(&path, text).expect("written");
    let mut atlas = atlas(folder.path(), Vec::new());
    let report = import(&mut atlas, &path);
    assert_eq!(report.mapping[0].1.0.get("kind"), None, "{:?}", report.mapping);
    assert_eq!(
        report.mapping[0].1.0.get("lead_unit").map(String::as_str),
        Some("责任单位")
    );
    let rows = atlas.model().rows(Kind::Project).expect("read");
    let Record::Project(road) = &rows[0] else {
        panic!("a project")
    };
    assert_eq!(road.percent, Some(60.0));
    let values = atlas
        .attributes(Kind::Project, road.id.as_str())
        .expect("read")
        .expect("kept");
    for text in ["改建", "汶发改〔2025〕3号", "县交通局"] {
        assert!(values.contains(text), "{text} in {values}");
    }
    // The code has a column of its own; 改建 is short for a nature and stays beside it as it was written.
    assert_eq!(road.project_code.as_deref(), Some("2501-370830-04-01-1"));
    assert_eq!(road.nature, Some(ConstructionNature::Reconstruction));
    let Record::Project(works) = &rows[1] else {
        panic!("a project")
    };
    assert_eq!(works.nature, Some(ConstructionNature::New));
}
