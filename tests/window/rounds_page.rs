//! 调度: the page says what the command line says, a clerk hands in reports by keys alone, a round begins and closes, and
//! all of it is on the disk and is taken back.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

impl Window {
    /// Waits until SQL over the file counts so many.
    async fn counts(&self, sql: &Connection, text: &str, expected: i64) {
        self.until(&format!("{text}: {expected}"), || async {
            let found: i64 = sql.query_row(text, [], |row| row.get(0)).expect(text);
            (found == expected).then_some(())
        })
        .await;
    }

    async fn rows_of(&self, test: &str) -> u64 {
        let script = "return document.querySelectorAll(`[data-test='${arguments[0]}']`).length";
        let found = self.script(script, vec![json!(test)]).await;
        found.as_u64().expect("a count")
    }

    /// The project that is reported on.
    async fn reported_on(&self) -> String {
        self.text("report-of").await
    }
}

fn len(value: &Value) -> u64 {
    value.as_array().expect("a list").len() as u64
}

#[test]
fn the_page_of_rounds_says_what_the_command_line_says() {
    in_window("rounds-page", async |window| {
        let atlas = window.begin("practice").await;
        let atlas = atlas.to_str().expect("UTF-8").to_owned();
        let ask = |more: &[&str]| {
            let arguments = [
                &[more[0], &atlas, "--as-of", "2026-11-30", "--json"][..],
                &more[1..],
            ];
            window.home.json(&arguments.concat())
        };
        window.map_ready().await;
        window.press("Ctrl+6").await;
        window.find("rounds-workspace").await;
        let november = ask(&["reports"]);
        window
            .text_with("rounds-owed", &november["owed"].to_string())
            .await;
        window.text_with("rounds-note", "2026年11月25日").await;
        assert_eq!(window.rows_of("round-row").await, len(&november["due"]));
        window.look("rounds-open").await;
        window.picture("rounds.png").await;

        let october = ask(&["reports", "--round", "practice/rr02"]);
        window.choose_side("rounds-round", "practice/rr02").await;
        window
            .text_with("rounds-missing", &october["missing"].to_string())
            .await;
        window
            .text_with("rounds-handed", &len(&october["handed"]).to_string())
            .await;
        window.look("rounds-missing").await;

        let lists = ask(&["reports", "--lists"]);
        for list in lists.as_array().expect("a list") {
            let name = list["list"].as_str().expect("a word");
            window.click(&format!("rounds-tab-{name}")).await;
            window
                .text_with("rounds-note", list["rule"]["zh"].as_str().expect("a rule"))
                .await;
            assert_eq!(window.rows_of("meeting-row").await, len(&list["rows"]), "{name}");
            window.look(&format!("rounds-{name}")).await;
        }
        window.click("rounds-tab-todo").await;
        window.find("todo-row").await;
        assert_eq!(window.rows_of("todo-row").await, len(&ask(&["todo"])));
        window.look("rounds-todo").await;
        window.choose_side("rounds-within", "7").await;
        let week = len(&ask(&["todo", "--within", "7"]));
        window
            .until("what is due within a week", || async {
                (window.rows_of("todo-row").await == week).then_some(())
            })
            .await;

        // A row is the thing that is selected.
        window.click("rounds-tab-stuck").await;
        window.click_css("[data-test='meeting-row'] td.name").await;
        window.find_css("[data-test='meeting-row'].selected").await;
        window.press("Ctrl+Shift+l").await;
        window.look("rounds-dark").await;
        window.click("language").await;
        window.click("rounds-tab-reports").await;
        let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        window.press("Ctrl+Shift+l").await;
        window.look("rounds-small-english").await;
        window.click("language").await;
        window.click("standing-right").await;
        window.look("rounds-beside").await;
        window.no_errors().await;
    });
}

#[test]
fn reports_are_handed_in_by_keys_alone_and_a_round_begins_and_closes() {
    in_window("rounds-reports", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.press("Ctrl+6").await;
        let owed: i64 = window.text("rounds-owed").await.parse().expect("a number");
        const HANDED: &str = "SELECT COUNT(*) FROM progress WHERE round = 'practice/rr03'";
        window.counts(&sql, HANDED, 0).await;

        // One click, then keys alone: a report, 无变化, and what is refused.
        window.click("round-report").await;
        let first = window.reported_on().await;
        window.press("Enter").await;
        window.text_with("report-refused", "什么都没有填").await;
        window.fill("[data-test='report-percent']", "101").await;
        window.press("Enter").await;
        window.text_with("report-refused", "100").await;
        window.counts(&sql, HANDED, 0).await;
        window.fill("[data-test='report-percent']", "42").await;
        window.fill("[data-test='report-spent']", "12.5").await;
        window.fill("[data-test='report-problem']", "管材未到").await;
        window.look("rounds-report").await;
        window.press("Enter").await;
        window.counts(&sql, HANDED, 1).await;
        window
            .until("the next project", || async {
                (window.reported_on().await != first).then_some(())
            })
            .await;
        let second = window.reported_on().await;
        let row: (f64, i64, String, Option<bool>, String) = sql
            .query_row(
                "SELECT r.percent, r.spent, r.problem, r.unchanged, p.name FROM progress r JOIN projects p ON p.id = r.owner \
                 WHERE r.round = 'practice/rr03'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
            )
            .expect("the report");
        assert_eq!(row, (42.0, 12_500_000, "管材未到".to_owned(), None, first));
        window.press("Alt+Enter").await;
        let unchanged = "SELECT COUNT(*) FROM progress WHERE round = 'practice/rr03' AND unchanged = 1 AND percent IS NULL";
        window.counts(&sql, unchanged, 1).await;
        window
            .until("the project after it", || async {
                (window.reported_on().await != second).then_some(())
            })
            .await;
        window.text_with("rounds-handed", "2").await;
        window.text_with("rounds-owed", &owed.to_string()).await;
        window.press("Escape").await;
        window.gone("report-panel").await;
        window.press("Ctrl+z").await;
        window.counts(&sql, unchanged, 0).await;
        window.press("Ctrl+z").await;
        window.counts(&sql, HANDED, 0).await;

        // The proposed name is taken; another is not.
        window.click("rounds-begin").await;
        window.find("dialog-begin-round").await;
        window.look("rounds-begin").await;
        window.click("round-save").await;
        window.text_with("round-refused", "2026年11月调度").await;
        window.fill("[data-test='round-due']", "2026-11-01").await;
        window.fill("[data-test='round-title']", "专项调度").await;
        window.click("round-save").await;
        window.text_with("round-refused", "截止日").await;
        window.fill("[data-test='round-due']", "2026-12-10").await;
        window.click("round-save").await;
        window.gone("dialog-begin-round").await;
        let begun = "SELECT COUNT(*) FROM reporting_rounds WHERE title = '专项调度' AND due = '2026-12-10' AND closed_on IS NULL";
        window.counts(&sql, begun, 1).await;
        window.press("Ctrl+z").await;
        window.counts(&sql, begun, 0).await;

        // Closed, nothing can be handed in; open again, it can.
        window.choose_side("rounds-round", "practice/rr03").await;
        window.click("rounds-close").await;
        let closed =
            "SELECT COUNT(*) FROM reporting_rounds WHERE id = 'practice/rr03' AND closed_on = '2026-11-30'";
        window.counts(&sql, closed, 1).await;
        window.gone("round-report").await;
        window.click("rounds-reopen").await;
        window.counts(&sql, closed, 0).await;
        window.find("round-report").await;
        window.no_errors().await;
    });
}
