//! 任务书: its numbers are those of the file and of the command line; page and map show the same thing, both ways.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

impl Window {
    /// Opens the book of a kind by its name in the list.
    async fn open_book(&self, kind: &str, name: &str) {
        self.click(&format!("book-kind-{kind}")).await;
        self.enter("[data-test='book-find']", name).await;
        self.click_text("book-owner", name).await;
        self.text_with("book-title", name).await;
    }

    /// The number at the head of the book.
    async fn book_count(&self, which: &str) -> u64 {
        let script =
            "return document.querySelector(`[data-test='book-count-${arguments[0]}'] dd`)?.innerText ?? ''";
        let text = self.script(script, vec![json!(which)]).await;
        let text = text.as_str().unwrap_or_default().replace(',', "");
        text.parse().unwrap_or_else(|_| panic!("{which}: {text}"))
    }

    /// Ids of the rows of a part of the book.
    async fn book_ids(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.id)";
        serde_json::from_value(self.script(script, vec![json!(css)]).await).expect("ids")
    }
}

fn looked_at(atlas: &std::path::Path) -> Connection {
    Connection::open_with_flags(atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened")
}

fn text(sql: &Connection, query: &str) -> String {
    sql.query_row(query, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{query}: {e}"))
}

fn number(sql: &Connection, query: &str) -> u64 {
    let found: i64 = sql
        .query_row(query, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{query}: {e}"));
    u64::try_from(found).expect("a count")
}

/// The unit that leads most projects.
const BUSIEST: &str = "SELECT lead_unit FROM projects WHERE lead_unit IS NOT NULL GROUP BY lead_unit ORDER BY COUNT(*) DESC LIMIT 1";

#[test]
fn a_task_book_shows_what_the_file_and_the_command_line_say() {
    in_window("taskbook", async |window| {
        let atlas = window.begin("practice").await;
        let sql = looked_at(&atlas);
        window.map_ready().await;
        window.press("Ctrl+3").await;
        window.find("page-taskbook").await;

        let unit = text(&sql, BUSIEST);
        let name = text(&sql, &format!("SELECT name FROM units WHERE id = '{unit}'"));
        window.open_book("unit", &name).await;
        let in_role = |roles: &str| {
            number(
                &sql,
                &format!(
                    "SELECT COUNT(*) FROM assignments a JOIN tasks t ON t.id = a.task WHERE a.unit = '{unit}' AND a.role \
                     IN ({roles}) AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.unit = a.unit AND b.task = t.parent \
                     AND b.role IN ({roles}))"
                ),
            )
        };
        assert_eq!(window.book_count("lead").await, in_role("'lead'"));
        assert_eq!(window.book_count("responsible").await, in_role("'responsible'"));
        assert_eq!(
            window.book_count("participating").await,
            in_role("'participating', 'supporting'")
        );
        let led = format!("SELECT COUNT(*) FROM projects WHERE lead_unit = '{unit}'");
        assert_eq!(window.book_count("projects").await, number(&sql, &led));
        window.look("taskbook-unit").await;
        window.picture("taskbook.png").await;

        // The same numbers on the command line.
        let path = atlas.to_str().expect("UTF-8");
        let said: Value = window.home.json(&[
            "taskbook",
            path,
            "--unit",
            &unit,
            "--as-of",
            "2026-11-30",
            "--json",
        ]);
        let behind =
            |counts: &Value| counts["red"].as_u64().unwrap_or(0) + counts["yellow"].as_u64().unwrap_or(0);
        assert_eq!(window.book_count("behind").await, behind(&said["counts"]));
        let tasks: Vec<&str> = ["lead", "responsible", "participating"]
            .iter()
            .flat_map(|role| said[role].as_array().expect("a list"))
            .map(|task| task["id"].as_str().expect("an id"))
            .collect();
        assert_eq!(window.book_ids("[data-test='book-task']").await, tasks);
        let planned = said["money"]["planned"].as_i64().expect("an amount");
        let shown = window
            .script(
                "return document.querySelector(`[data-test='book-money-planned'] strong`).innerText",
                vec![],
            )
            .await;
        let shown: f64 = shown
            .as_str()
            .expect("a text")
            .replace(',', "")
            .parse()
            .expect("a number");
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let expected = planned as f64 / 1_000_000.0;
        assert!((shown - expected).abs() < 0.006, "{shown} {expected}");

        // A town, a plan.
        let town = text(
            &sql,
            "SELECT r.name FROM regions r JOIN projects p ON p.town = r.id GROUP BY r.id ORDER BY COUNT(*) DESC LIMIT 1",
        );
        window.open_book("town", &town).await;
        let in_town = format!(
            "SELECT COUNT(*) FROM projects WHERE town = (SELECT id FROM regions WHERE name = '{town}' AND level = 'township')"
        );
        assert_eq!(window.book_count("projects").await, number(&sql, &in_town));
        window.find("book-group").await;
        window.look("taskbook-town").await;
        let plan = text(&sql, "SELECT id FROM plans ORDER BY ordinal LIMIT 1");
        let title = text(&sql, &format!("SELECT title FROM plans WHERE id = '{plan}'"));
        window.open_book("plan", &title).await;
        let asked = format!("SELECT COUNT(*) FROM tasks WHERE plan = '{plan}' AND kind <> 'subtask'");
        assert_eq!(window.book_count("all").await, number(&sql, &asked));
        window.look("taskbook-plan").await;
        window.no_errors().await;
    });
}

#[test]
fn task_book_and_map_show_the_same_thing_both_ways() {
    in_window("taskbook-map", async |window| {
        let atlas = window.begin("practice").await;
        let sql = looked_at(&atlas);
        window.map_ready().await;
        window.press("Ctrl+3").await;
        let unit = text(&sql, BUSIEST);
        let name = text(&sql, &format!("SELECT name FROM units WHERE id = '{unit}'"));
        window.open_book("unit", &name).await;
        window.click("standing-right").await;

        // A card flies the map and shows its project.
        let cards = window.book_ids("[data-test='book-project']").await;
        let first = format!("[data-test='book-project'][data-id='{}']", cards[0]);
        window.until_moved(window.click_css(&first)).await;
        let title = text(
            &sql,
            &format!("SELECT name FROM projects WHERE id = '{}'", cards[0]),
        );
        window.text_with("inspector-title", &title).await;
        window.find_css(&format!("{first}.selected")).await;
        window.look("taskbook-beside").await;

        // What is chosen elsewhere is marked in the book, also one whose card stood further down.
        let last = text(
            &sql,
            &format!(
                "SELECT name FROM projects WHERE id = '{}'",
                cards[cards.len() - 1]
            ),
        );
        window.go_to(&last).await;
        window
            .find_css(&format!(
                "[data-test='book-project'][data-id='{}'].selected",
                cards[cards.len() - 1]
            ))
            .await;

        // A town chosen elsewhere has its book opened.
        let town = text(
            &sql,
            "SELECT name FROM regions WHERE level = 'township' ORDER BY id LIMIT 1",
        );
        window.go_to(&town).await;
        window.text_with("book-title", &town).await;
        window.no_errors().await;
    });
}

#[test]
fn the_filter_narrows_a_book_and_the_matrix_counts_its_letters() {
    in_window("taskbook-matrix", async |window| {
        let atlas = window.begin("practice").await;
        let sql = looked_at(&atlas);
        window.map_ready().await;
        window.press("Ctrl+3").await;
        let unit = text(&sql, BUSIEST);
        let name = text(&sql, &format!("SELECT name FROM units WHERE id = '{unit}'"));
        window.open_book("unit", &name).await;
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.click("filter-done").await;
        window.find("book-filtered").await;
        let roads = format!("SELECT COUNT(*) FROM projects WHERE lead_unit = '{unit}' AND kind = 'road'");
        assert_eq!(window.book_count("projects").await, number(&sql, &roads));
        window.click("chip-remove").await;
        window.gone("book-filtered").await;

        window.click("book-matrix").await;
        window.find("matrix-cell").await;
        let tasks = number(&sql, "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask'");
        let parts =
            "SELECT COUNT(*) FROM tasks WHERE kind = 'subtask' AND id IN (SELECT task FROM assignments)";
        let parts = match number(&sql, parts) {
            0 => String::new(),
            n => format!("（另有子任务 {n} 项）"),
        };
        window
            .text_with("matrix-said", &format!("{tasks} 项任务{parts} ·"))
            .await;
        window.look("matrix").await;
        window.picture("matrix.png").await;
        window.press("Ctrl+Shift+l").await;
        window.look("matrix-dark").await;
        // A unit leads back to its book.
        let css = format!("[data-test='matrix-unit'][data-id='{unit}']");
        window.click_css(&css).await;
        window.text_with("book-title", &name).await;
        window.look("taskbook-dark").await;
        window.click("language").await;
        window.look("taskbook-english").await;
        let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        window.press("Ctrl+Shift+l").await;
        window.look("taskbook-small-english").await;
        window.click("language").await;
        window.look("taskbook-small").await;
        window.click("standing-right").await;
        window.look("taskbook-small-beside").await;
        window.no_errors().await;
    });
}
