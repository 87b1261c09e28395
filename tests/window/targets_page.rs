//! 指标: the table says what SQL finds in the file, parts and reports of towns go to the disk and come back, what the atlas
//! gives is confirmed in one step, and a click on a town flies the map.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

impl Window {
    /// Waits until an element of that CSS selector says exactly that.
    async fn tells(&self, css: &str, text: &str) {
        let script = "return document.querySelector(arguments[0])?.innerText.trim() ?? null";
        self.until(&format!("{css}: {text}"), || async {
            (self.script(script, vec![json!(css)]).await == json!(text)).then_some(())
        })
        .await;
    }

    /// Waits until SQL over the file gives that.
    async fn on_disk(&self, sql: &Connection, text: &str, expected: Option<f64>) {
        self.until(&format!("{text}: {expected:?}"), || async {
            let found: Option<f64> = sql.query_row(text, [], |row| row.get(0)).ok().flatten();
            (found == expected).then_some(())
        })
        .await;
    }
}

fn number(sql: &Connection, text: &str) -> i64 {
    sql.query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn the_page_of_targets_says_what_sql_finds_and_keeps_what_is_entered() {
    in_window("targets-page", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.press("Ctrl+5").await;
        window.find("targets-table").await;
        window.text_with("targets-scope", "2026年11月30日").await;
        let rows = "return document.querySelectorAll(`[data-test='target-row']`).length";
        assert_eq!(
            window.script(rows, vec![]).await,
            json!(number(&sql, "SELECT COUNT(*) FROM indicators"))
        );

        // Reported values are the newest of the whole, whatever towns said later.
        let newest = "SELECT value FROM observations WHERE indicator = 'practice/i04' AND region IS NULL ORDER BY on_date DESC LIMIT 1";
        let sewage: f64 = sql.query_row(newest, [], |row| row.get(0)).expect("a report");
        let row = "[data-test='target-row'][data-id='practice/i04']";
        window
            .tells(&format!("{row} [data-test='target-now']"), &sewage.to_string())
            .await;
        // Pilots of 省级 and 市级.
        let pilots = number(
            &sql,
            "SELECT COUNT(DISTINCT region) FROM designations WHERE level IN ('province', 'city') AND status IN ('active', 'accepted') \
             AND plan = (SELECT plan FROM indicators WHERE id = 'practice/i22')",
        );
        let quota = "[data-test='target-row'][data-id='practice/i22']";
        window
            .tells(&format!("{quota} [data-test='target-now']"), &pilots.to_string())
            .await;
        window.look("targets-table").await;

        // 新改建农村公路, 80 公里 each year: two towns get a part.
        window
            .click_css("[data-test='target-row'][data-id='practice/i02']")
            .await;
        window
            .find_css("[data-test='target-sheet'][data-id='practice/i02']")
            .await;
        let (town, name): (String, String) = sql
            .query_row(
                "SELECT id, name FROM regions WHERE name = '青禾渡镇'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("a town");
        let cell = format!("[data-test='target-town'][data-id='{town}']");
        window
            .click_css(&format!("{cell} [data-test='target-share']"))
            .await;
        window.enter("[data-test='target-share-input']", "32.5").await;
        let share = format!(
            "SELECT value FROM indicator_regions WHERE indicator = 'practice/i02' AND region = '{town}'"
        );
        window.on_disk(&sql, &share, Some(32.5)).await;
        window
            .tells("[data-test='target-open-part']", "未分解 47.5")
            .await;
        // What the town reports is its own.
        window
            .click_css(&format!("{cell} [data-test='target-town-value']"))
            .await;
        window.enter("[data-test='target-town-value-input']", "33").await;
        let seen =
            format!("SELECT value FROM observations WHERE indicator = 'practice/i02' AND region = '{town}'");
        window.on_disk(&sql, &seen, Some(33.0)).await;
        let whole = "SELECT value FROM observations WHERE indicator = 'practice/i02' AND region IS NULL ORDER BY on_date DESC LIMIT 1";
        let roads: f64 = sql.query_row(whole, [], |row| row.get(0)).expect("a report");
        window
            .tells(
                "[data-test='target-row'][data-id='practice/i02'] [data-test='target-now']",
                &roads.to_string(),
            )
            .await;
        window.look("targets-sheet").await;
        window.picture("targets.png").await;

        // The length of what the atlas holds, by a rule, and confirmed as a report.
        window.choose_line("target-measure", "项目数量合计").await;
        window.choose_line("target-kind", "道路交通").await;
        let quantity: f64 = sql
            .query_row(
                "SELECT COALESCE(SUM(quantity), 0) FROM projects WHERE kind = 'road' AND quantity_unit = '公里' AND alternative = 0 \
                 AND plan = (SELECT plan FROM indicators WHERE id = 'practice/i02')",
                [],
                |row| row.get(0),
            )
            .expect("a sum");
        assert!(quantity > 0.0, "roads have lengths");
        window.text_with("target-computed", "道路交通").await;
        window.look("targets-computed").await;
        window.click("target-confirm").await;
        let said: f64 = window
            .until("the confirmed report", || async {
                sql.query_row(
                    "SELECT value FROM observations WHERE indicator = 'practice/i02' AND note LIKE '图册计算%'",
                    [],
                    |row| row.get(0),
                )
                .ok()
            })
            .await;
        assert!((said - quantity).abs() < 1e-6, "{said} {quantity}");

        // Each was one step.
        let left = "SELECT COUNT(*) FROM observations WHERE indicator = 'practice/i02' AND (note IS NOT NULL OR region IS NOT NULL)";
        assert_eq!(number(&sql, left), 2);
        window.press("Ctrl+z").await;
        window
            .on_disk(&sql, &format!("SELECT CAST(({left}) AS REAL)"), Some(1.0))
            .await;
        for _ in 0..4 {
            window.press("Ctrl+z").await;
        }
        window
            .on_disk(&sql, &format!("SELECT CAST(({left}) AS REAL)"), Some(0.0))
            .await;
        window.on_disk(&sql, &share, None).await;

        // A town flies the map, and what is chosen elsewhere is marked here.
        window.click("standing-right").await;
        window
            .until_moved(window.click_css(&format!("{cell} [data-test='target-town-name']")))
            .await;
        window.find_css(&format!("{cell}.selected")).await;
        window.text_with("inspector-title", &name).await;
        window.find_css("[data-test='target-row'].marked").await;
        window.look("targets-beside").await;
        window.no_errors().await;
    });
}

#[test]
fn the_page_of_targets_looks_well_in_both_sizes_themes_and_languages() {
    in_window("targets-looks", async |window| {
        window.begin("practice").await;
        window.map_ready().await;
        window.click("workspace-targets").await;
        window.find("targets-table").await;
        window.click("targets-cards").await;
        window.find("target-card").await;
        window.look("targets-cards").await;
        window.press("Ctrl+Shift+l").await;
        window.look("targets-cards-dark").await;
        window.click("targets-table").await;
        window
            .click_css("[data-test='target-row'][data-id='practice/i19']")
            .await;
        window.find("target-sheet").await;
        window.look("targets-dark").await;
        window.click("language").await;
        window.look("targets-english-dark").await;
        let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        window.press("Ctrl+Shift+l").await;
        window.look("targets-small-english").await;
        window.click("language").await;
        window.click("target-close").await;
        window.look("targets-small").await;
        window.click("targets-show-behind").await;
        let lights = "return [...document.querySelectorAll(`[data-test='target-row'] [data-light]`)].map((one) => one.dataset.light)";
        let shown = window.script(lights, vec![]).await;
        let shown: Vec<&Value> = shown.as_array().expect("a list").iter().collect();
        assert!(
            !shown.is_empty()
                && shown
                    .iter()
                    .all(|light| **light == json!("red") || **light == json!("yellow")),
            "{shown:?}"
        );
        window.no_errors().await;
    });
}

#[test]
fn an_atlas_without_targets_says_so() {
    in_window("targets-empty", async |window| {
        window.begin("empty").await;
        window.map_ready().await;
        window.click("workspace-targets").await;
        window.text_with("targets-empty", "还没有指标").await;
        window.look("targets-empty").await;
        window.no_errors().await;
    });
}
