//! What the window says of targets, lateness, money and units is so.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::harness::in_window;
use crate::start::number;

/// A number that SQL finds in the file of an atlas.
fn count(atlas: &Path, sql: &str) -> u64 {
    let file = Connection::open_with_flags(atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the atlas opens");
    let found: i64 = file
        .query_row(sql, [], |row| row.get(0))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    u64::try_from(found).expect("no less than nothing")
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

#[test]
fn units_are_listed_in_tree_and_ledger_found_by_short_names_and_groups_are_marked() {
    in_window("facts-units", async |window| {
        let atlas = window.begin("practice").await;
        let all = count(&atlas, "SELECT COUNT(*) FROM units");
        window.click("tab-units").await;
        window
            .until("the first units", || async {
                (!window.texts("row-units").await.is_empty()).then_some(())
            })
            .await;
        window.look("units").await;
        window.enter("[data-test='dock-find']", "住建局").await;
        let row = window.text_with("row-units", "县住房和城乡建设局").await;
        let led = count(
            &atlas,
            "SELECT COUNT(*) FROM assignments WHERE role = 'lead' AND unit LIKE '%/县住房和城乡建设局'",
        );
        assert!(
            row.split_whitespace().any(|cell| cell == led.to_string()),
            "{row} tells of {led}"
        );
        window.click("row-units").await;
        window.text_with("inspector-title", "县住房和城乡建设局").await;
        let leads = count(
            &atlas,
            "SELECT COUNT(*) FROM projects WHERE lead_unit LIKE '%/县住房和城乡建设局'",
        );
        let led = window.text_with("section-projects", "牵头的项目").await;
        assert!(
            leads == 0 || led.split_whitespace().any(|word| word == leads.to_string()),
            "{led} tells of {leads}"
        );
        window.look("unit-card").await;
        window.click("dock-find-clear").await;
        // As a unit a town has what its groups have, and says by which.
        window.enter("[data-test='dock-find']", "青禾渡").await;
        window.text_with("row-units", "青禾渡镇").await;
        window.click("row-units").await;
        window.text_with("inspector-title", "青禾渡镇").await;
        window
            .until("the tasks by a group", || async {
                let tasks = window.texts("task-card").await.join(" ");
                tasks.contains("经“各镇街”").then_some(())
            })
            .await;
        window.look("unit-town").await;
        window.click("link-town").await;
        window.find("section-project-money").await;

        // The same search as a palette's.
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "自规局").await;
        window.text_with("palette-item", "县自然资源和规划局").await;
        window.press("Escape").await;
        window.gone("palette-input").await;
        assert!(all > 10);
    });
}

#[test]
fn what_is_found_in_a_ledger_leaves_map_and_totals_and_the_filter_can_be_zoomed_to() {
    in_window("facts-find", async |window| {
        let atlas = window.begin("practice").await;
        let all = count(&atlas, "SELECT COUNT(*) FROM projects");
        window.projects_are(all).await;
        window.enter("[data-test='dock-find']", "qhd").await;
        window
            .until("rows of 青禾渡镇 alone", || async {
                let rows = window.texts("row-projects").await;
                let fits = rows.iter().all(|row| row.contains("青禾渡"));
                (!rows.is_empty() && fits).then_some(())
            })
            .await;
        window.projects_are(all).await;
        assert!(!window.shows("chip-text").await, "the filter is as it was");
        window.look("find").await;
        window.enter("[data-test='dock-find']", "没有这样的").await;
        window.text_with("empty-projects", "没有找到").await;
        window.click("empty-clear").await;
        window.gone("empty-projects").await;

        let before = window.map_says("zoom").await;
        window.click("filter-open").await;
        window.click("filter-field-towns").await;
        window.click("facet-towns-990121101").await;
        window.click("filter-done").await;
        window.click("filter-zoom").await;
        window
            .until("a closer look", || async {
                let now = window.map_says("zoom").await;
                (now.as_f64() > before.as_f64()).then_some(())
            })
            .await;
        window.map_ready().await;
        window.look("zoomed").await;
    });
}

#[test]
fn the_money_of_a_filter_and_of_a_plan_stands_by_source_stage_and_year() {
    in_window("facts-money", async |window| {
        let atlas = window.begin("practice").await;
        window.click("tab-money").await;
        let wan = |condition: &str| {
            let fen = count(
                &atlas,
                &format!("SELECT SUM(amount) FROM budget_lines WHERE owner_kind = 'project' AND {condition}"),
            );
            format!("{:.2}", fen as f64 / 1.0e6)
        };
        let holds = async |place: &str, condition: &str| {
            let wanted = wan(condition);
            window
                .until(&format!("{wanted} of {condition} in {place}"), || async {
                    let texts = window.texts(place).await.join(" ").replace(',', "");
                    let cells: Vec<&str> = texts.split_whitespace().collect();
                    let fits = |cell: &&str| cell.parse::<f64>().is_ok_and(|n| format!("{n:.2}") == wanted);
                    cells.iter().any(fits).then_some(())
                })
                .await;
        };
        holds(
            "money-approved-special_bond",
            "stage = 'approved' AND source = 'special_bond' AND year = 2025",
        )
        .await;
        holds("money-stage-approved", "stage = 'approved'").await;
        window.click("money-copy").await;
        window.text_with("notice", "已复制表格").await;
        window.look("money-page").await;
        window.go_to("演练·品质提升").await;
        let of_plan =
            "stage = 'approved' AND owner IN (SELECT id FROM projects WHERE plan = 'practice/quality')";
        window.find("section-project-money").await;
        holds("section-project-money", of_plan).await;
        window
            .script(
                "document.querySelector(`[data-test='section-project-money']`).scrollIntoView()",
                vec![],
            )
            .await;
        window.look("money-plan").await;
    });
}
