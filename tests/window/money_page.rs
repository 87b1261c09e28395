//! 资金: the table says what SQL sums over the file, its cells open what stands behind them, and what is chosen there is
//! chosen on the map.

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::harness::{Window, in_window};

/// 分 as the window writes them in 万元.
fn wan(fen: i64) -> String {
    let hundredths = (fen + 5_000) / 10_000;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let (whole, part) = text.split_once('.').expect("two decimals");
    let grouped: Vec<String> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned())
        .collect();
    format!("{}.{part}", grouped.join(","))
}

/// Per owner what is approved, else what is estimated, of the parts that are meant.
fn planned(sql: &Connection, wanted: &str) -> i64 {
    let text = format!(
        "SELECT coalesce(sum(coalesce(a, e)), 0) FROM (SELECT
            sum(CASE stage WHEN 'approved' THEN amount END) a, sum(CASE stage WHEN 'estimated' THEN amount END) e
            FROM budget_lines WHERE coalesce(scope, 'part') = 'part' AND ({wanted}) GROUP BY owner_kind, owner)"
    );
    sql.query_row(&text, [], |row| row.get(0)).expect("a sum")
}

impl Window {
    /// Chooses a line of a select of the page itself.
    pub async fn choose_side(&self, test: &str, value: &str) {
        self.find(test).await;
        let script = "const box = document.querySelector(`[data-test='${arguments[0]}']`); box.value = arguments[1]; \
            box.dispatchEvent(new Event('change', { bubbles: true }))";
        self.script(script, vec![json!(test), json!(value)]).await;
    }

    /// Waits until an element of the page says exactly that.
    async fn says(&self, css: &str, text: &str) {
        let script = "return document.querySelector(arguments[0])?.innerText.trim() ?? null";
        self.until(&format!("{css}: {text}"), || async {
            (self.script(script, vec![json!(css)]).await == json!(text)).then_some(())
        })
        .await;
    }
}

#[test]
fn the_page_of_money_says_what_sql_sums_and_opens_what_stands_behind_a_cell() {
    in_window("money-page", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.click("workspace-money").await;
        window.find("page-money").await;

        let whole = planned(&sql, "1");
        window.says("[data-test='money-planned']", &wan(whole)).await;
        let spent: i64 = sql
            .query_row(
                "SELECT sum(amount) FROM budget_lines WHERE stage = 'spent' AND coalesce(scope, 'part') = 'part'",
                [],
                |row| row.get(0),
            )
            .expect("a sum");
        window.says("[data-test='money-spent']", &wan(spent)).await;
        window.text_with("money-scope", "2026年11月30日").await;
        window.find("money-ceiling").await;
        window.look("money-alone").await;
        window.picture("money.png").await;

        // A town of the table, and one of its cells.
        let (town, name): (String, String) = sql
            .query_row(
                "SELECT id, name FROM regions WHERE name = '青禾渡镇'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("a town");
        let own = format!(
            "owner_kind = 'town' AND owner = '{town}'
             OR owner_kind = 'project' AND owner IN (SELECT id FROM projects WHERE town = '{town}')"
        );
        let row = format!("[data-test='pivot-row'][data-key='{town}']");
        window
            .says(
                &format!("{row} [data-test='money-total']"),
                &wan(planned(&sql, &own)),
            )
            .await;
        window.click("money-show-approved").await;
        window.click("money-year-2026").await;
        let cell = format!("{row} [data-test='money-cell'][data-column='county']");
        let in_cell = format!("({own}) AND source = 'county' AND year = 2026 AND stage = 'approved'");
        let approved: i64 = sql
            .query_row(
                &format!("SELECT sum(amount) FROM budget_lines WHERE {in_cell}"),
                [],
                |row| row.get(0),
            )
            .expect("a sum");
        window.says(&cell, &wan(approved)).await;
        window.click_css(&cell).await;
        window.text_with("money-behind", &name).await;
        let owners: i64 = sql
            .query_row(
                &format!("SELECT count(DISTINCT owner) FROM budget_lines WHERE {in_cell}"),
                [],
                |row| row.get(0),
            )
            .expect("a count");
        let shown = "return document.querySelectorAll(`[data-test='money-owner']`).length";
        window
            .until("the owners behind the cell", || async {
                (window.script(shown, vec![]).await == json!(owners)).then_some(())
            })
            .await;
        window.look("money-behind").await;

        // One of them is chosen everywhere; the map shows it.
        window.click("standing-right").await;
        window.until_moved(window.click("money-owner")).await;
        window.find_css("[data-test='money-owner'].selected").await;
        let id = window
            .script(
                "return document.querySelector(`[data-test='money-owner'].selected`).dataset.id",
                vec![],
            )
            .await;
        let title: String = sql
            .query_row("SELECT name FROM projects WHERE id = ?", [id.as_str()], |row| {
                row.get(0)
            })
            .expect("a project");
        window.text_with("inspector-title", &title).await;
        window.look("money-beside").await;

        // What is chosen elsewhere is marked in the table.
        window.click("standing-alone").await;
        window.go_to(&name).await;
        window.find_css(&format!("{row}.selected")).await;
        window.no_errors().await;
    });
}

#[test]
fn the_page_of_money_turns_follows_the_filter_and_looks_well() {
    in_window("money-looks", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.click("workspace-money").await;
        window.find("page-money").await;

        // Every project has a row; the rest of them come when they are scrolled to.
        window.choose_side("money-rows", "project").await;
        let projects: i64 = sql
            .query_row(
                "SELECT count(DISTINCT owner) + 1 FROM budget_lines WHERE owner_kind = 'project'",
                [],
                |row| row.get(0),
            )
            .expect("a count");
        window
            .find_css(&format!("[data-test='money-pivot'][aria-rowcount='{projects}']"))
            .await;
        window
            .script(
                "document.querySelector(`[data-test='money-box']`).scrollTop = 1e6",
                vec![],
            )
            .await;
        window.find_css("[data-test='pivot-row'][data-key='']").await;
        window.look("money-projects").await;

        // The filter narrows it.
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.click("filter-done").await;
        let roads = planned(
            &sql,
            "owner_kind = 'project' AND owner IN (SELECT id FROM projects WHERE kind = 'road')",
        );
        window.click("money-projects-only").await;
        window.says("[data-test='money-planned']", &wan(roads)).await;
        window.look("money-filtered").await;
        window.click("chip-remove").await;
        window.click("money-projects-only").await;

        // Looks.
        window.choose_side("money-rows", "unit").await;
        window.choose_side("money-columns", "year").await;
        window.press("Ctrl+Shift+l").await;
        window.look("money-dark").await;
        window.click("language").await;
        window.look("money-english").await;
        let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        window.press("Ctrl+Shift+l").await;
        window.look("money-small-english").await;
        window.click("language").await;
        window.click("standing-down").await;
        window.look("money-small-above").await;
        window.no_errors().await;
    });
}

#[test]
fn an_amount_typed_into_a_cell_and_a_pasted_block_reach_the_disk_and_are_taken_back() {
    in_window("money-edits", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.click("workspace-money").await;
        window.find("page-money").await;
        window.choose_side("money-rows", "project").await;
        window.choose_side("money-columns", "source").await;
        window.click("money-show-approved").await;
        window.click("money-year-2026").await;

        // A project with one approved line of the county in 2026, and its sum.
        let (project, name, line): (String, String, String) = sql
            .query_row(
                "SELECT owner, (SELECT name FROM projects WHERE id = owner), min(id) FROM budget_lines
                 WHERE owner_kind = 'project' AND stage = 'approved' AND source = 'county' AND year = 2026 AND coalesce(scope, 'part') = 'part'
                 GROUP BY owner HAVING count(*) = 1 ORDER BY (SELECT ordinal FROM projects WHERE id = owner) LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .expect("a project");
        let amount = || -> Option<i64> {
            sql.query_row("SELECT amount FROM budget_lines WHERE id = ?", [&line], |row| {
                row.get(0)
            })
            .ok()
        };
        let before = amount().expect("a line");
        let row = format!("[data-test='pivot-row'][data-key='{project}']");
        let scroll =
            "document.querySelector(`[data-test='money-box']`).scrollTop = Number(arguments[0]) * 27";
        for at in 0..40 {
            let there = "return document.querySelector(arguments[0]) !== null";
            if window.script(there, vec![json!(row)]).await == json!(true) {
                break;
            }
            window.script(scroll, vec![json!(at * 10)]).await;
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        }
        let cell = format!("{row} [data-test='money-cell'][data-column='county']");
        window.says(&cell, &wan(before)).await;
        window.click_css(&cell).await;
        window.press("F2").await;
        window.text_with("money-cell-says", &name).await;
        window.look("money-cell-edited").await;
        window.fill("[data-test='money-cell-input']", "1234.5").await;
        window.press("Enter").await;
        window.says(&cell, "1,234.50").await;
        assert_eq!(amount(), Some(1_234_500_000));
        window.press("Ctrl+z").await;
        window.says(&cell, &wan(before)).await;
        assert_eq!(amount(), Some(before));

        // A block, looked over and written.
        window.click("money-paste").await;
        let text = format!("项目（万元）\t县级\t彩票\n{name}\t88.8\t1\n没有的项目\t5\t");
        let set = "const box = document.querySelector(`[data-test='paste-text']`); box.value = arguments[0]; \
            box.dispatchEvent(new Event('input', { bubbles: true }))";
        window.find("paste-text").await;
        window.script(set, vec![json!(text)]).await;
        window.text_with("paste-changed", "1").await;
        window.text_with("paste-sum", "88.80").await;
        let doubts = "return document.querySelectorAll(`[data-test='paste-doubt']`).length";
        assert_eq!(window.script(doubts, vec![]).await, json!(2));
        window.look("money-paste").await;
        window.click("paste-write").await;
        window.says(&cell, "88.80").await;
        assert_eq!(amount(), Some(88_800_000));
        window.press("Ctrl+z").await;
        window.says(&cell, &wan(before)).await;
        assert_eq!(amount(), Some(before));

        // Line by line.
        window.click_css(&cell).await;
        window.click("behind-lines").await;
        window
            .find_css(&format!("[data-test='money-line'][data-id='{line}']"))
            .await;
        window.look("money-lines").await;
        window
            .click_css(&format!("[data-id='{line}'] [data-test='money-line-remove']"))
            .await;
        window
            .until("the line is gone", || async { amount().is_none().then_some(()) })
            .await;
        window.press("Ctrl+z").await;
        window
            .until("the line is back", || async {
                (amount() == Some(before)).then_some(())
            })
            .await;
        window.no_errors().await;
    });
}
