//! Lights on the map, in the ledgers, and as of another day: the same as the command line says.

use std::collections::HashMap;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

impl Window {
    /// The lights that the command line says of a day, by id.
    fn lights_on(&self, atlas: &str, day: &str) -> HashMap<String, String> {
        let rows = self.home.json(&["lights", atlas, "--json", "--as-of", day]);
        let rows = rows.as_array().expect("a list");
        let text = |row: &Value, key: &str| row[key].as_str().expect(key).to_owned();
        rows.iter()
            .map(|row| (text(row, "id"), text(row, "light")))
            .collect()
    }

    /// Id and light of the rows in sight of a ledger.
    async fn lights_in_sight(&self, ledger: &str) -> HashMap<String, String> {
        let script = "return [...document.querySelectorAll(`[data-test='row-${arguments[0]}']`)] \
            .filter(r => r.dataset.id) \
            .map(r => [r.dataset.id, r.querySelector(`[data-test='row-light']`)?.dataset.light ?? ''])";
        serde_json::from_value(self.script(script, vec![json!(ledger)]).await)
            .map(|rows: Vec<(String, String)>| rows.into_iter().collect())
            .unwrap_or_default()
    }

    /// Waits until the rows in sight of a ledger have the lights of the command line.
    async fn has_lights_of(&self, ledger: &str, lights: &HashMap<String, String>) {
        self.until(&format!("lights of the {ledger}"), || async {
            let rows = self.lights_in_sight(ledger).await;
            let same = |(id, light): (&String, &String)| lights.get(id) == Some(light);
            (rows.len() > 3 && rows.iter().all(same)).then_some(())
        })
        .await;
    }
}

fn number(sql: &Connection, text: &str) -> u64 {
    let found: i64 = sql
        .query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"));
    u64::try_from(found).expect("a count")
}

#[test]
fn lights_ring_projects_on_the_map_and_stand_in_every_ledger() {
    in_window("map-lights", async |window| {
        let atlas = window.begin("practice").await;
        let atlas = atlas.to_str().expect("UTF-8");
        window.map_ready().await;
        let lights = window.lights_on(atlas, "2026-11-30");

        // The legend explains the rings; the panel takes them off the map.
        window.find("legend-light-red").await;
        window.find("legend-light-suspended").await;
        window.look("lights-map").await;
        window.picture("map-lights.png").await;
        window.click("rail-layers").await;
        window.look("lights-panel").await;
        window.click("layer-lights-visible").await;
        window.gone("legend-light-red").await;
        window.look("lights-off").await;
        window.click("layer-lights-visible").await;
        window.find("legend-light-red").await;

        // Each ledger has the light of its rows.
        window.click("tab-projects").await;
        window.has_lights_of("projects", &lights).await;
        window.click("tab-tasks").await;
        window.has_lights_of("tasks", &lights).await;
        window.look("lights-tasks").await;
        window.click("tab-towns").await;
        window.find("row-lights").await;
        window.look("lights-towns").await;
        window.click("tab-units").await;
        window.find("row-lights").await;
        window.look("lights-units").await;
        window.no_errors().await;
    });
}

#[test]
fn the_slider_sets_the_status_date_of_the_whole_window() {
    in_window("status-slider", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        let path = atlas.to_str().expect("UTF-8");
        window.map_ready().await;
        window.gone("status-slider").await;
        window.click("status-slider-open").await;
        window.text_with("status-slider-day", "2026年11月30日").await;
        let due = |day: &str| {
            let last = "CASE WHEN length(due) = 4 THEN due || '-12-31' WHEN due LIKE '%H1' THEN substr(due, 1, 4) || '-06-30' \
                WHEN due LIKE '%H2' THEN substr(due, 1, 4) || '-12-31' WHEN due LIKE '%Q_' THEN date(substr(due, 1, 4) || '-01-01', \
                '+' || 3 * substr(due, -1) || ' months', '-1 day') WHEN length(due) = 7 THEN date(due || '-01', '+1 month', '-1 day') \
                ELSE due END";
            let tasks = "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND";
            let due = number(&sql, &format!("{tasks} {last} <= '{day}'"));
            let done = number(
                &sql,
                &format!("{tasks} {last} <= '{day}' AND status IN ('done', 'closed')"),
            );
            format!("应完成 {due} · 已完成 {done}")
        };
        window.text_with("by-date-tasks", &due("2026-11-30")).await;
        window.look("slider-today").await;

        // A month back by the key: ledger, status line and slider are of that day.
        window.press("Alt+,").await;
        window.text_with("status-slider-day", "2026年10月31日").await;
        window.text_with("by-date-tasks", &due("2026-10-31")).await;
        window.text_with("status-date", "2026年10月31日").await;
        window.click("tab-projects").await;
        let lights = window.lights_on(path, "2026-10-31");
        window.has_lights_of("projects", &lights).await;
        window.look("slider-october").await;
        window.picture("status-slider.png").await;

        // It plays from there to the months that follow, and stands when it is stopped.
        window.click("status-slider-play").await;
        window.text_with("status-slider-day", "2026年12月31日").await;
        window.click("status-slider-play").await;
        window.find("status-date").await;

        // Closed, everything is as of today again.
        window.click("status-slider-close").await;
        window.gone("status-slider").await;
        window.gone("status-date").await;
        window
            .has_lights_of("projects", &window.lights_on(path, "2026-11-30"))
            .await;
        window.no_errors().await;
    });
}
