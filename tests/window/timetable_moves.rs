//! 时间表 as a tool: bars are dragged and moved by keys, what that forces is asked first, dependencies are drawn; each act is
//! on disk as one step and goes back with undo.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

/// The project that is moved, and one of the same town that waits for it.
const MOVED: &str = "望岑镇农产品产地仓";
const WAITS: &str = "望岑镇污水处理设施（选址一：镇驻地西南）";

/// The chart: left, top, its first day and its pixels a day.
struct Chart {
    left: f64,
    day: f64,
    per_day: f64,
}

impl Window {
    async fn chart(&self) -> Chart {
        let script = "const c = document.querySelector(`[data-test='timetable-chart']`); \
            return c ? [c.getBoundingClientRect().left, Number(c.dataset.left), Number(c.dataset.perDay)] : null";
        let [left, day, per_day]: [f64; 3] = self
            .until("the chart", || async {
                serde_json::from_value(self.script(script, vec![]).await).ok()
            })
            .await;
        Chart { left, day, per_day }
    }

    /// The middle of the row of that name, pixels from the top.
    async fn row_at(&self, name: &str) -> f64 {
        let script = "const row = [...document.querySelectorAll(`[data-test='timetable-row'][data-kind='project']`)] \
            .find(r => r.innerText.includes(arguments[0])); \
            const b = row?.getBoundingClientRect(); return b ? b.top + b.height / 2 : null";
        self.until(name, || async {
            self.script(script, vec![json!(name)]).await.as_f64()
        })
        .await
    }
}

impl Chart {
    /// Where the beginning of a day is, days since 1970-01-01.
    fn x(&self, day: &str) -> f64 {
        let date: planning::model::PartialDate = day.parse().expect("a date");
        self.left + (f64::from(date.earliest()) - self.day) * self.per_day
    }
}

fn dates(sql: &Connection, name: &str) -> (String, String) {
    sql.query_row(
        "SELECT starts, ends FROM projects WHERE name = ?",
        [name],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .expect("a project")
}

fn gate(sql: &Connection, name: &str, step: &str) -> String {
    let text =
        "SELECT planned FROM gates WHERE step = ? AND project = (SELECT id FROM projects WHERE name = ?)";
    sql.query_row(text, [step, name], |row| row.get(0))
        .expect("a gate")
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn a_bar_is_dragged_what_waits_is_asked_for_and_undo_brings_all_back() {
    in_window("timetable-moves", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.press("Ctrl+2").await;
        window.click("group-town").await;
        window.go_to(MOVED).await;
        window.click("unit-month").await;
        window.click("timetable-today").await;
        window.click("timetable-zoom-out").await;
        window.click("timetable-zoom-out").await;
        window.row_at(WAITS).await;

        // Two months later: as exact as the zoom, with its planned gates.
        let before = (
            dates(&sql, MOVED),
            gate(&sql, MOVED, "start"),
            gate(&sql, MOVED, "acceptance"),
        );
        assert_eq!(before.0, pair("2026-10", "2027-06"));
        let chart = window.chart().await;
        let y = window.row_at(MOVED).await;
        let from = chart.x("2027-02-20");
        let by = |days: f64| days * chart.per_day;
        window
            .drag_pixels(&[(from, y), (from + by(30.0), y), (from + by(61.0), y)])
            .await;
        window
            .until("the dates on disk", || async {
                (dates(&sql, MOVED) == pair("2026-12", "2027-08")).then_some(())
            })
            .await;
        assert_eq!(gate(&sql, MOVED, "start"), "2026-12");
        assert_eq!(gate(&sql, MOVED, "acceptance"), "2027-11");
        window.press("Ctrl+z").await;
        window
            .until("the dates as they were", || async {
                (dates(&sql, MOVED) == before.0).then_some(())
            })
            .await;
        assert_eq!(gate(&sql, MOVED, "start"), before.1);
        assert_eq!(gate(&sql, MOVED, "acceptance"), before.2);

        // From the end of one bar to the start of the other one: a dependency.
        let knob = (chart.x("2027-07-01") + 10.0, y);
        let other = window.row_at(WAITS).await;
        window.drag_pixels(&[(chart.x("2027-06-01"), y)]).await;
        window
            .drag_pixels(&[knob, (knob.0, (y + other) / 2.0), (chart.x("2027-03-20"), other)])
            .await;
        window.find("dialog-link").await;
        window.look("timetable-link").await;
        window.click("link-save").await;
        window.gone("dialog-link").await;
        let links = "SELECT COUNT(*) FROM dependencies WHERE kind = 'FS' AND lag_days = 0 \
            AND predecessor = (SELECT id FROM projects WHERE name = ?) AND successor = (SELECT id FROM projects WHERE name = ?)";
        let linked: i64 = sql
            .query_row(links, [MOVED, WAITS], |row| row.get(0))
            .expect("a count");
        assert_eq!(linked, 1);

        // Now a month later forces what waits: named before, and taken along when accepted.
        let waits = dates(&sql, WAITS);
        window
            .drag_pixels(&[(from, y), (from + by(15.0), y), (from + by(30.0), y)])
            .await;
        window.find("dialog-move").await;
        window.text_with("forced-row", WAITS).await;
        assert_eq!(
            dates(&sql, MOVED),
            before.0,
            "nothing moves before it is accepted"
        );
        window.look("timetable-forced").await;
        window.picture("timetable-forced.png").await;
        window.click("move-accept").await;
        window
            .until("what waits has moved", || async {
                (dates(&sql, WAITS) == pair("2027-08", "2028-05")).then_some(())
            })
            .await;
        assert_eq!(dates(&sql, MOVED), pair("2026-11", "2027-07"));
        window.gone("dialog-move").await;
        window.press("Ctrl+z").await;
        window
            .until("both are back", || async {
                (dates(&sql, WAITS) == waits && dates(&sql, MOVED) == before.0).then_some(())
            })
            .await;

        // By keys: the dependency back would close a loop, and a month earlier is one step.
        let other = window.row_at(WAITS).await;
        window.click_pixel(chart.x("2027-03-20"), other).await;
        window.text_with("inspector-title", WAITS).await;
        window.press("l").await;
        window.text_with("link-hint", WAITS).await;
        let y = window.row_at(MOVED).await;
        window.click_pixel(from, y).await;
        window.text_with("inspector-title", MOVED).await;
        window.press("l").await;
        window.find("dialog-link").await;
        window.click("link-save").await;
        window.text_with("link-refused", "循环").await;
        window.click("link-cancel").await;
        window.gone("dialog-link").await;
        let y = window.row_at(MOVED).await;
        window.click_pixel(from, y).await;
        window.text_with("inspector-title", MOVED).await;
        window.press("Left").await;
        window
            .until("a month earlier", || async {
                (dates(&sql, MOVED) == pair("2026-09", "2027-05")).then_some(())
            })
            .await;
        let undo: Value = window
            .script(
                "return document.querySelector(`[data-test='undo']`)?.title ?? ''",
                vec![],
            )
            .await;
        assert!(undo.as_str().unwrap_or_default().contains(MOVED), "{undo}");
        window.look("timetable-moved").await;
        window.no_errors().await;
    });
}

#[test]
fn dates_are_frozen_and_what_becomes_of_them_is_listed() {
    in_window("timetable-baseline", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        let count = |text: &str| -> i64 { sql.query_row(text, [], |row| row.get(0)).expect("a count") };
        window.map_ready().await;
        window.press("Ctrl+2").await;
        window.click("group-town").await;
        window.go_to(MOVED).await;
        window.click("unit-month").await;
        window.click("timetable-today").await;
        window.click("timetable-zoom-out").await;
        window.click("timetable-zoom-out").await;

        // Frozen under the name that is proposed: every phase, task, deliverable, project and gate.
        let before = count("SELECT COUNT(*) FROM baseline_items");
        let choose = "const field = document.querySelector(`[data-test='baseline-choice']`); \
            field.value = 'freeze'; field.dispatchEvent(new Event('change')); return true";
        window.find("baseline-choice").await;
        window.script(choose, vec![]).await;
        window.find("dialog-freeze").await;
        window.enter("[data-test='baseline-name']", "测试基线").await;
        window.gone("dialog-freeze").await;
        let frozen = "SELECT (SELECT COUNT(*) FROM phases) + (SELECT COUNT(*) FROM tasks) \
            + (SELECT COUNT(*) FROM deliverables) + (SELECT COUNT(*) FROM projects) + (SELECT COUNT(*) FROM gates)";
        assert_eq!(
            count("SELECT COUNT(*) FROM baseline_items") - before,
            count(frozen)
        );
        let active = "SELECT COUNT(*) FROM baselines WHERE active AND name = '测试基线'";
        assert_eq!(count(active), 1);

        // What is moved afterwards is listed with its days.
        let was = dates(&sql, MOVED);
        let chart = window.chart().await;
        let y = window.row_at(MOVED).await;
        let from = chart.x("2027-02-20");
        let to = from + 61.0 * chart.per_day;
        window
            .drag_pixels(&[(from, y), ((from + to) / 2.0, y), (to, y)])
            .await;
        window
            .until("the dates on disk", || async {
                (dates(&sql, MOVED) != was).then_some(())
            })
            .await;
        window.look("timetable-baseline").await;
        window.click("baseline-variance").await;
        window.find("dialog-variance").await;
        window.click("variance-later").await;
        window.text_with("variance-row", MOVED).await;
        window.look("timetable-variance").await;
        window.click("dialog-close").await;
        window.no_errors().await;
    });
}
