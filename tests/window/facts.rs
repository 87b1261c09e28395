//! What the window says of targets, lateness, money and units is so.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::harness::in_window;
use crate::start::number;

/// A number that SQL finds in the file of an atlas.
fn count(atlas: &Path, sql: &str) -> u64 {
    let file = Connection::open_with_flags(atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the atlas opens");
    file.query_row(sql, [], |row| row.get(0))
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Projects of the practice atlas that are late on 2026-11-30: all of its dates are of a month or a year.
const LATE: &str = "SELECT COUNT(*) FROM projects WHERE stage NOT IN ('completed', 'accepted') AND \
    CASE length(ends) WHEN 4 THEN ends || '-12' ELSE substr(ends, 1, 7) END < '2026-11'";

#[test]
fn more_than_a_plan_wants_to_reach_meets_its_target() {
    in_window("facts-targets", async |window| {
        window.begin("seeds").await;
        window.go_to("青岛小城镇试点").await;
        let place = window
            .texts("target")
            .await
            .iter()
            .position(|text| text.contains("镇区常住人口"))
            .expect("the target");
        let of_target = format!(
            "[data-test='section-targets'] [data-test='target']:nth-of-type({})",
            place + 1
        );
        for (date, value, words) in [("2026-01", "9.9", "未达到"), ("2026-06", "12.5", "已达到")] {
            window
                .click_css(&format!("{of_target} [data-test='observation-add']"))
                .await;
            window.fill("[data-test='observation-date']", date).await;
            window.fill("[data-test='observation-value']", value).await;
            window.click("observation-save").await;
            window.gone("observation-form").await;
            window
                .until(words, || async {
                    window.texts("target").await[place].contains(words).then_some(())
                })
                .await;
        }
        window.look("targets").await;
    });
}

#[test]
fn what_is_late_is_red_in_ledger_card_map_counts_and_filter() {
    in_window("facts-overdue", async |window| {
        let atlas = window.begin("practice").await;
        let late = count(&atlas, LATE);
        assert!(late > 0, "some are late");
        assert_eq!(number(&window.text("status-overdue").await), late);
        assert_eq!(number(&window.text("total-overdue").await), late);
        window.find("legend-overdue").await;

        window.click("filter-open").await;
        window.click("filter-field-overdue").await;
        window.text_with("filter-help", "最后一天早于今天").await;
        window
            .text_with("filter-overdue-counts", &format!("项目 {late}"))
            .await;
        window.click("filter-overdue").await;
        window.projects_are(late).await;
        window.look("overdue-filter").await;
        window.click("filter-done").await;
        window.text_with("chip-overdue", "逾期").await;
        window
            .until("a red date in each row", || async {
                let rows = window.texts("row-projects").await.len();
                let red = window.texts("row-overdue").await.len();
                (rows > 0 && red == rows).then_some(())
            })
            .await;
        assert_eq!(number(&window.text("legend-overdue").await), late);
        window.click("row-projects").await;
        window.text_with("card-overdue", "逾期").await;
        window.map_ready().await;
        window.look("overdue").await;

        // What is finished is late no more.
        window.click("status-overdue").await;
        window.gone("chip-overdue").await;
        window.look("overdue-all").await;
    });
}

#[test]
fn dates_progress_and_control_lines_filter_and_money_is_of_the_lines_that_match() {
    in_window("facts-filters", async |window| {
        let atlas = window.begin("practice").await;
        window.click("filter-open").await;
        window.click("filter-field-dates").await;
        window.enter("[data-test='filter-ends-to']", "2025年6月").await;
        let ready = "SELECT COUNT(*) FROM projects WHERE \
            CASE length(ends) WHEN 4 THEN ends || '-12' ELSE substr(ends, 1, 7) END <= '2025-06'";
        window.projects_are(count(&atlas, ready)).await;
        window.enter("[data-test='filter-ends-to']", "下下个月").await;
        window.find("filter-dates-error").await;
        window.look("filter-dates").await;
        window.click("filter-reset").await;
        window.click("filter-field-percent").await;
        window.enter("[data-test='filter-percent']", "50").await;
        window
            .projects_are(count(&atlas, "SELECT COUNT(*) FROM projects WHERE percent < 50"))
            .await;
        window.click("filter-reset").await;
        window.click("filter-field-controls").await;
        window.click("facet-controls-farmland").await;
        window.text_with("chip-controls", "永久基本农田").await;
        window
            .until("fewer projects", || async {
                let n = number(&window.text("status-projects").await);
                (0 < n && n < 100).then_some(())
            })
            .await;
        window.look("filter-controls").await;
        window.click("filter-reset").await;
        window.click("filter-field-sources").await;
        window.click("facet-sources-special_bond").await;
        window.click("filter-field-years").await;
        window.text_with("filter-help", "当年的资金").await;
        window.click("facet-years-2025").await;
        let fen = count(
            &atlas,
            "SELECT SUM(amount) FROM budget_lines line WHERE owner_kind = 'project' AND source = 'special_bond' \
             AND year = 2025 AND stage = CASE WHEN EXISTS (SELECT 1 FROM budget_lines o WHERE o.owner_kind = 'project' \
             AND o.owner = line.owner AND o.stage = 'approved') THEN 'approved' ELSE 'estimated' END",
        );
        let wan = format!("{:.2}", fen as f64 / 1.0e6);
        window
            .until("the money of that source and year", || async {
                let text = window.text("total-money").await.replace(',', "");
                (text.contains("所选来源和年度") && text.contains(wan.trim_end_matches('0'))).then_some(())
            })
            .await;
        window.look("filter-money").await;
    });
}
