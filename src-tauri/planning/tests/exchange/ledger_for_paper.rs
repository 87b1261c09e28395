//! Ledgers for paper: what is written is read again from the workbook and held against the ledger of the window and
//! against sums over the file.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::fixtures::exports::{self, export};
use crate::fixtures::{created, row};
use geodata::formats::{Feature, Field, LayerHead, ReadOptions, Sink, Value, Warning, spreadsheet};
use planning::atlas_file::AtlasFile;
use planning::export::{self, ExportError, ExportLayer, ExportRequest, LedgerView, OutputFormat, PerUnit};
use planning::model::{Kind, MoneySource, OwnerKind, Record};
use planning::progress::Progress;
use planning::query::{Filter, Sort};
use planning::store::Mode;
use rusqlite::Connection;
use serde_json::json;

/// The practice atlas.
fn atlas(dir: &Path, more: Vec<Record>) -> AtlasFile {
    let mut rows = demo_atlas::records();
    rows.extend(more);
    let path = dir.join("a.gpkg");
    created(&path, rows);
    AtlasFile::open(&path, Mode::Look, "").expect("opened")
}

/// More projects than any batch, each with two lines of money whose parts are no round numbers.
fn many() -> Vec<Record> {
    let mut rows = Vec::new();
    for n in 0..12_345_i64 {
        let id = format!("many-{n:05}");
        rows.push(row(
            Kind::Project,
            &json!({"id": id, "ordinal": 10_000 + n, "name": format!("小项目{n:05}"), "kind": "road", "stage": "preparing",
                "precision": "none", "alternative": false, "ends": format!("20{:02}-0{}", 25 + n % 5, 1 + n % 9)}),
        ));
        for (stage, amount) in [("estimated", 100 + n * 7), ("spent", n * 3)] {
            rows.push(row(
                Kind::BudgetLine,
                &json!({"id": format!("{id}-{stage}"), "owner_kind": "project", "owner": id, "source": "county",
                    "stage": stage, "amount": amount, "year": 2025 + n % 3}),
            ));
        }
    }
    rows
}

fn request(layer: &str, path: PathBuf) -> ExportRequest {
    ExportRequest {
        format: OutputFormat::Ledger,
        view: LedgerView {
            dated: "2026-11-30".parse().ok(),
            ..LedgerView::default()
        },
        ..exports::request(layer, Some(path))
    }
}

/// The tables of a workbook: for each sheet its fields, and its rows by them.
#[derive(Default)]
struct Tables {
    sheets: Vec<Table>,
    warnings: Vec<String>,
}

#[derive(Default)]
struct Table {
    name: String,
    fields: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn column(&self, heading: &str) -> Vec<Value> {
        let at = self.fields.iter().position(|f| f == heading);
        let at = at.unwrap_or_else(|| panic!("{heading} is none of {:?}", self.fields));
        let value = |row: &Vec<Value>| row.get(at).cloned().unwrap_or(Value::Null);
        self.rows.iter().map(value).collect()
    }

    fn texts(&self, heading: &str) -> Vec<String> {
        let text = |value: Value| match value {
            Value::Text(text) => text,
            Value::Null => String::new(),
            other => json!(other).to_string(),
        };
        self.column(heading).into_iter().map(text).collect()
    }

    /// The sum of a column of 万元, in 分.
    fn fen(&self, heading: &str) -> i64 {
        let fen = |value: Value| match value {
            Value::Real(x) => (x * 1e6).round() as i64,
            Value::Integer(n) => n * 1_000_000,
            Value::Null => 0,
            other => panic!("{heading}: {other:?}"),
        };
        self.column(heading).into_iter().map(fen).sum()
    }
}

impl Sink for Tables {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.sheets.push(Table {
            name: head.name,
            fields: head.fields.into_iter().map(|f| f.name).collect(),
            rows: Vec::new(),
        });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        self.sheets.last_mut().expect("a sheet").fields.push(field.name);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.sheets.last_mut().expect("a sheet").rows.push(feature.values);
        ControlFlow::Continue(())
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning.text.zh);
    }
}

fn read(path: &Path) -> Tables {
    let mut tables = Tables::default();
    spreadsheet::read(path, &ReadOptions::default(), &mut tables).expect("read");
    tables
}

fn sql_sum(path: &Path, sql: &str) -> i64 {
    let conn = Connection::open(path).expect("opened");
    conn.query_row(sql, [], |row| row.get(0)).expect("a sum")
}

#[test]
fn a_ledger_holds_the_columns_rows_and_order_of_the_window_and_the_sums_of_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = atlas(dir.path(), many());
    let out = dir.path().join("o.xlsx");
    let mut asked = request("projects", out.clone());
    asked.view.columns = ["ends", "name", "planned", "spent"].map(str::to_owned).to_vec();
    asked.view.sort = Sort {
        column: "ends".to_owned(),
        descending: true,
        ..Sort::default()
    };
    let report = export(&atlas, asked.clone());
    let page = atlas.ask(|index| index.project_page(&Filter::default(), &asked.view.sort, 0, u32::MAX));
    assert!(page.rows.len() > 12_345);
    assert_eq!(report.written as usize, page.rows.len());
    let tables = read(&out);
    let ledger = &tables.sheets[0];
    assert_eq!(
        ledger.fields[..5],
        ["序号", "完工", "名称", "计划投资（万元）", "支付（万元）"]
    );
    let names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(ledger.texts("名称"), names);
    let ends: Vec<String> = page
        .rows
        .iter()
        .map(|row| row.ends.map(|d| d.zh()).unwrap_or_default())
        .collect();
    let read_ends: Vec<String> = ledger.texts("完工").iter().map(|text| in_chinese(text)).collect();
    assert_eq!(read_ends, ends);
    let planned = "SELECT sum(p) FROM (SELECT coalesce(sum(CASE stage WHEN 'approved' THEN amount END),
        sum(CASE stage WHEN 'estimated' THEN amount END)) p FROM budget_lines WHERE owner_kind = 'project' GROUP BY owner)";
    let spent = "SELECT sum(amount) FROM budget_lines WHERE owner_kind = 'project' AND stage = 'spent'";
    assert_eq!(ledger.fen("计划投资（万元）"), sql_sum(atlas.path(), planned));
    assert_eq!(ledger.fen("支付（万元）"), sql_sum(atlas.path(), spent));
}

fn in_chinese(text: &str) -> String {
    text.parse::<planning::model::PartialDate>()
        .map_or_else(|_| text.to_owned(), |date| date.zh())
}

#[test]
fn the_sheet_of_money_adds_up_by_source_and_year_as_the_file_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = atlas(dir.path(), many());
    let out = dir.path().join("o.xlsx");
    export(&atlas, request("projects", out.clone()));
    let tables = read(&out);
    let money = tables
        .sheets
        .iter()
        .find(|sheet| sheet.name == "资金")
        .expect("a sheet of money");
    let conn = Connection::open(atlas.path()).expect("opened");
    let mut statement = conn
        .prepare(
            "SELECT stage, source, year, sum(amount) FROM budget_lines WHERE owner_kind = 'project' GROUP BY 1, 2, 3",
        )
        .expect("sql");
    let mut sums: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    let mut found = statement.query([]).expect("sums");
    while let Some(row) = found.next().expect("a row") {
        let source: String = row.get(1).expect("a source");
        let year: Option<i64> = row.get(2).expect("a year");
        let stage: String = row.get(0).expect("a stage");
        let stage = planning::model::MoneyStage::parse(&stage).expect("a stage").zh();
        let source = MoneySource::parse(&source).expect("a source").zh();
        let year = year.map_or_else(|| "未分年度".to_owned(), |year| format!("{year}年"));
        sums.insert(
            (stage.to_owned(), source.to_owned(), year),
            row.get(3).expect("a sum"),
        );
    }
    assert!(sums.len() > 10, "{sums:?}");
    let (stages, sources) = (money.texts("阶段"), money.texts("资金来源"));
    let mut told = 0;
    for heading in money.fields.iter().filter(|f| f.contains('年')) {
        for ((stage, source), value) in stages.iter().zip(&sources).zip(money.column(heading)) {
            let Some(sum) = sums.get(&(stage.clone(), source.clone(), heading.clone())) else {
                continue;
            };
            let shown = match value {
                Value::Real(x) => (x * 1e6).round() as i64,
                Value::Integer(n) => n * 1_000_000,
                other => panic!("{stage} {source} {heading}: {other:?}"),
            };
            assert_eq!(shown, *sum, "{stage} {source} {heading}");
            told += 1;
        }
    }
    assert_eq!(told, sums.len(), "each sum of the file has its cell");
}

#[test]
fn a_filter_rules_rows_and_money_and_is_said() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = atlas(dir.path(), Vec::new());
    let plan = atlas.model().plans.iter().next().expect("a plan").clone();
    let out = dir.path().join("o.xlsx");
    let mut asked = request("projects", out.clone());
    asked.filter.plans = vec![plan.id.0.clone()];
    asked.filter.text = "路".to_owned();
    let report = export(&atlas, asked.clone());
    let totals = atlas.ask(|index| index.totals(&asked.filter));
    assert!(report.written > 0 && report.written == u64::from(totals.projects));
    let tables = read(&out);
    assert_eq!(tables.sheets[0].fen("计划投资（万元）"), totals.planned.0);
    let words = atlas
        .ask(|index| index.filter_in_words(&asked.filter))
        .expect("words");
    assert_eq!(words, format!("方案：{}；关键字：“路”", plan.short_title));
    assert!(text_of(&out).contains(&words), "the filter stands in the sheet");
    assert!(text_of(&out).contains("2026年11月30日"));
    assert!(report.suggested_name.contains("筛选"));
}

/// The XML of the first sheet, whose texts stand in it.
fn text_of(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).expect("a file")).expect("an archive");
    let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    let mut text = String::new();
    sheet.read_to_string(&mut text).expect("text");
    text
}

#[test]
fn tasks_and_towns_have_ledgers_too_and_other_layers_none() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = atlas(dir.path(), Vec::new());
    for (layer, heading) in [("tasks", "任务"), ("towns", "名称")] {
        let out = dir.path().join(format!("{layer}.xlsx"));
        let report = export(&atlas, request(layer, out.clone()));
        let tables = read(&out);
        assert_eq!(
            tables.sheets[0].texts(heading).len() as u64,
            report.written,
            "{layer}"
        );
        assert!(report.written > 0);
    }
    let units = ExportLayer::parse("units").expect("a layer");
    let refused = OutputFormat::decide(units, Some("ledger"), None, None);
    assert!(matches!(refused, Err(ExportError::NoLedger { .. })));
    let mut asked = request("tasks", dir.path().join("x.xlsx"));
    asked.view.columns = vec!["no_such".to_owned()];
    let refused = export::run(&atlas, asked, &Progress::default());
    assert!(matches!(refused, Err(ExportError::Column { .. })));
}

#[test]
fn each_unit_gets_its_tasks_with_those_of_its_groups() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlas = atlas(dir.path(), Vec::new());
    let out = dir.path().join("o.xlsx");
    let mut asked = request("tasks", out.clone());
    asked.view.per_unit = PerUnit::Sheets;
    export(&atlas, asked.clone());
    let tables = read(&out);
    let conn = Connection::open(atlas.path()).expect("opened");
    let mut statement = conn
        .prepare(
            "SELECT u.name, count(DISTINCT a.id) FROM units u JOIN assignments a ON a.unit = u.id
             GROUP BY u.id HAVING (SELECT count(*) FROM units v WHERE v.name = u.name) = 1",
        )
        .expect("sql");
    let mut found = statement.query([]).expect("counts");
    let mut told = 0;
    while let Some(row) = found.next().expect("a row") {
        let (name, count): (String, i64) = (row.get(0).expect("a name"), row.get(1).expect("a count"));
        let table = tables.sheets.iter().find(|sheet| sheet.name == name);
        let table = table.unwrap_or_else(|| panic!("{name} has a sheet"));
        let own = table
            .texts("本单位职责")
            .iter()
            .filter(|role| !role.contains('（'))
            .count();
        assert_eq!(own as i64, count, "{name}");
        told += 1;
    }
    assert!(told > 5);
    let through_a_group = tables.sheets.iter().any(|sheet| {
        sheet.fields.iter().any(|f| f == "本单位职责")
            && sheet.texts("本单位职责").iter().any(|role| role.contains('（'))
    });
    assert!(through_a_group, "a town has the tasks of the group it belongs to");
    asked.view.per_unit = PerUnit::Files;
    let report = export(&atlas, asked.clone());
    assert!(report.files.len() > 5);
    for file in &report.files {
        assert_eq!(file.parent(), Some(dir.path().join("o").as_path()));
        assert!(!read(file).sheets[0].rows.is_empty());
    }
    let again = export::run(&atlas, asked, &Progress::default());
    assert!(matches!(again, Err(ExportError::Exists { .. })));
}

#[test]
fn money_of_plans_tasks_and_towns_is_not_in_the_ledger_of_projects() {
    let dir = tempfile::tempdir().expect("a folder");
    let plan = demo_atlas::records()
        .iter()
        .find(|r| r.kind() == Kind::Plan)
        .expect("a plan")
        .id()
        .to_owned();
    let more = vec![row(
        Kind::BudgetLine,
        &json!({"id": "of-plan", "owner_kind": OwnerKind::Plan.word(), "owner": plan, "source": "county",
            "stage": "approved", "amount": 70_000_000, "year": 2025}),
    )];
    let atlas = atlas(dir.path(), more);
    let out = dir.path().join("o.xlsx");
    export(&atlas, request("projects", out.clone()));
    let totals = atlas.ask(|index| index.totals(&Filter::default()));
    assert_eq!(read(&out).sheets[0].fen("计划投资（万元）"), totals.planned.0);
}

/// A table of a page, longer than any batch of the writer: each cell comes back as it was, texts as texts.
#[test]
fn a_table_of_a_page_is_written_as_it_is_seen() {
    const ROWS: usize = 20_000;
    let dir = tempfile::tempdir().expect("a folder");
    let table = || -> export::PageTable {
        let rows: Vec<_> = (0..ROWS)
            .map(|n| json!([format!("=镇{n}"), n as f64 + 0.25, null, 12.5]))
            .collect();
        serde_json::from_value(json!({
            "title": "资金/测试",
            "notes": ["全部项目", "金额单位：万元"],
            "columns": [
                {"heading": "镇街", "look": "text"},
                {"heading": "计划", "look": "money"},
                {"heading": "下达", "look": "money"},
                {"heading": "下达率", "look": "percent"},
            ],
            "rows": rows,
            "held": 1,
            "foot": "2026年12月1日",
        }))
        .expect("a table")
    };
    let path = dir.path().join("a.xlsx");
    let written = export::write_page_table(&path, table(), false).expect("written");
    assert_eq!(written, ROWS as u64);
    let tables = read(&path);
    let sheet = &tables.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.rows.len()), ("资金_测试", ROWS));
    let towns = sheet.texts("镇街");
    assert!(
        towns
            .iter()
            .enumerate()
            .all(|(n, town)| *town == format!("=镇{n}"))
    );
    let expected = (0..ROWS as i64).map(|n| n * 1_000_000 + 250_000).sum::<i64>();
    assert_eq!(sheet.fen("计划"), expected);
    assert!(sheet.column("下达").iter().all(|cell| *cell == Value::Null));

    let before = std::fs::read(&path).expect("read");
    let refused = export::write_page_table(&path, table(), false).expect_err("it is there");
    assert!(matches!(refused, ExportError::Exists { .. }));
    assert_eq!(std::fs::read(&path).expect("read"), before);
    for ending in ["csv", "xls", ""] {
        let refused = export::write_page_table(&dir.path().join("b").with_extension(ending), table(), true);
        assert!(
            matches!(refused, Err(ExportError::TableFormat { .. })),
            "{ending}"
        );
    }
    let lost = dir.path().join("none/a.xlsx");
    assert!(export::write_page_table(&lost, table(), true).is_err());
    assert_eq!(
        std::fs::read_dir(dir.path()).expect("listed").count(),
        1,
        "nothing is left behind"
    );
}
