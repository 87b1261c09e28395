//! Tables of pages leave the window as workbooks: what is on the disk is what was seen.

use std::ops::ControlFlow;
use std::path::Path;

use geodata::formats::{Feature, Field, LayerHead, ReadOptions, Sink, Value as Cell, Warning, spreadsheet};
use serde_json::json;

use crate::harness::{Window, in_window};

/// The first sheet of a workbook.
#[derive(Default)]
struct Sheet {
    fields: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sink for Sheet {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.fields = head.fields.into_iter().map(|field| field.name).collect();
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        self.fields.push(field.name);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.rows.push(feature.values);
        ControlFlow::Continue(())
    }

    fn warning(&mut self, warning: Warning) {
        // The last row adds up the others; a reader of ledgers leaves it out, and says so.
        assert!(warning.text.zh.contains("合计"), "{}", warning.text.zh);
    }
}

impl Window {
    /// Clicks what exports a table; the dialog of the system, which no test can click, answers with the path.
    async fn exported(&self, button: &str, path: &Path) -> Sheet {
        self.script(
            "__chosen.push(arguments[0])",
            vec![json!(path.display().to_string())],
        )
        .await;
        self.click(button).await;
        self.until("the workbook", || async { path.exists().then_some(()) })
            .await;
        let mut sheet = Sheet::default();
        spreadsheet::read(path, &ReadOptions::default(), &mut sheet).expect("a workbook");
        sheet
    }
}

#[test]
fn tables_of_pages_are_written_as_they_are_seen() {
    in_window("tables", async |window| {
        let folder = tempfile::tempdir().expect("a folder");
        window.begin("practice").await;
        window.map_ready().await;

        window.press("Ctrl+4").await;
        window.find("money-pivot").await;
        let money = window
            .exported("money-export-table", &folder.path().join("资金.xlsx"))
            .await;
        let shown = window.text("money-planned").await;
        let at = money
            .fields
            .iter()
            .position(|field| field == "合计")
            .expect("合计");
        let sum: f64 = money
            .rows
            .iter()
            .map(|row| match row[at] {
                Cell::Real(x) => x,
                Cell::Integer(n) => n as f64,
                _ => 0.0,
            })
            .sum();
        assert_eq!(shown.replace(',', ""), format!("{sum:.2}"));

        window.press("Ctrl+5").await;
        window.find("targets-table").await;
        let targets = window
            .exported("targets-export-table", &folder.path().join("指标.xlsx"))
            .await;
        let rows = "return document.querySelectorAll(`[data-test='target-row']`).length";
        assert_eq!(window.script(rows, vec![]).await, json!(targets.rows.len()));

        window.press("Ctrl+3").await;
        window.click("book-matrix").await;
        window.find("matrix-cell").await;
        window.look("matrix-tools").await;
        let matrix = window
            .exported("matrix-export-table", &folder.path().join("分工.xlsx"))
            .await;
        let units = "return document.querySelectorAll(`[data-test='matrix-unit']`).length";
        let seen = window.script(units, vec![]).await.as_u64().expect("a count");
        assert!(matrix.fields.len() as u64 >= 3 + seen, "{:?}", matrix.fields);
        window.no_errors().await;
    });
}
