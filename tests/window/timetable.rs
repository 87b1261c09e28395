//! 时间表: rows and lights are those of the file; what is chosen there is chosen everywhere, and beside the map it flies.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{Window, in_window};

impl Window {
    /// Waits until the list has that many rows.
    async fn timetable_has(&self, rows: u64) {
        let css = format!("[data-test='timetable-list'][aria-rowcount='{rows}']");
        self.find_css(&css).await;
    }

    /// Left, top, width and height of an element, pixels of the page.
    async fn room_of(&self, test: &str) -> [f64; 4] {
        let script = "const b = document.querySelector(`[data-test='${arguments[0]}']`)?.getBoundingClientRect(); \
            return b ? [b.left, b.top, b.width, b.height] : null";
        self.until(test, || async {
            serde_json::from_value(self.script(script, vec![json!(test)]).await).ok()
        })
        .await
    }

    /// The light of a row, by its name.
    async fn light_in_list(&self, name: &str) -> Value {
        let script = "const row = [...document.querySelectorAll(`[data-test='timetable-row']`)] \
            .find(r => r.innerText.includes(arguments[0])); \
            return row?.querySelector(`[data-test='timetable-light']`)?.dataset.light ?? null";
        self.script(script, vec![json!(name)]).await
    }
}

fn number(sql: &Connection, text: &str) -> u64 {
    let found: i64 = sql
        .query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"));
    u64::try_from(found).expect("a count")
}

const PROJECT: &str = "县城至青禾渡镇一级公路";

#[test]
fn the_timetable_shows_the_rows_of_the_file_folds_groups_and_is_filtered() {
    in_window("timetable", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.press("Ctrl+2").await;
        window.find("page-timetable").await;

        // Plans with what belongs to them, their phases in their row, and what has no plan under a row of its own.
        let plans =
            "SELECT COUNT(*) FROM plans WHERE id IN (SELECT plan FROM tasks UNION SELECT plan FROM projects)";
        let items = number(&sql, "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask'")
            + number(&sql, "SELECT COUNT(*) FROM projects");
        let loose = "SELECT EXISTS (SELECT 1 FROM projects p WHERE plan IS NULL \
            AND NOT EXISTS (SELECT 1 FROM project_tasks t WHERE t.project = p.id))";
        // What several owe alike is one row.
        let owed = "SELECT COUNT(*) FROM (SELECT DISTINCT plan, task, phase, name, due FROM deliverables)";
        let again = number(&sql, owed) + number(&sql, "SELECT COUNT(*) FROM cadences");
        let by_plan = number(&sql, plans) + items + again + number(&sql, loose);
        window.timetable_has(by_plan).await;
        window.text_with("timetable-scope", &items.to_string()).await;
        window.text_with("timetable-scope", "2026年11月30日").await;
        window.look("timetable-alone").await;
        window.picture("timetable.png").await;

        // Folded, only groups are left.
        window.click("timetable-fold-all").await;
        window
            .timetable_has(number(&sql, plans) + number(&sql, loose))
            .await;
        window.click("timetable-unfold-all").await;
        window.timetable_has(by_plan).await;

        // By town.
        window.click("group-town").await;
        let by_town = |projects: &str, owed: &str| {
            format!(
                "SELECT (SELECT COUNT(*) FROM (SELECT COALESCE(town, '') FROM projects WHERE {projects} \
                 UNION SELECT region FROM deliverables WHERE {owed})) \
                 + (SELECT COUNT(*) FROM projects WHERE {projects}) \
                 + (SELECT COUNT(*) FROM deliverables WHERE {owed})"
            )
        };
        let towns = &by_town("TRUE", "region IS NOT NULL");
        window.timetable_has(number(&sql, towns)).await;

        // The filter narrows it.
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.click("filter-done").await;
        let roads = by_town(
            "kind = 'road'",
            "region IS NOT NULL AND task IN (SELECT task FROM project_tasks JOIN projects \
             ON projects.id = project WHERE kind = 'road')",
        );
        window.timetable_has(number(&sql, &roads)).await;
        window.look("timetable-filtered").await;
        window.click("chip-remove").await;
        window.timetable_has(number(&sql, towns)).await;
        window.no_errors().await;
    });
}

#[test]
fn a_row_of_the_timetable_is_selected_everywhere_and_its_light_goes_with_the_status_date() {
    in_window("timetable-lights", async |window| {
        let atlas = window.begin("practice").await;
        window.map_ready().await;
        window.press("Ctrl+2").await;
        window.click("group-town").await;

        // What is selected elsewhere comes into sight, and its gates can be opened.
        window.go_to(PROJECT).await;
        window.text_with("inspector-title", PROJECT).await;
        window.find_css("[data-test='timetable-row'].selected").await;

        // The status date rules the lights: the same as the command line says.
        let path = atlas.to_str().expect("UTF-8");
        let mut seen = Vec::new();
        for day in ["2024-01-01", "2027-12-31"] {
            window.enter("[data-test='timetable-as-of']", day).await;
            let lights = window.home.json(&["lights", path, "--json", "--as-of", day]);
            let id = window
                .script(
                    "return document.querySelector(`[data-test='timetable-row'].selected`).dataset.id",
                    vec![],
                )
                .await;
            let light = lights
                .as_array()
                .expect("a list")
                .iter()
                .find(|row| row["id"] == id)
                .expect("its light")["light"]
                .clone();
            window
                .until(&format!("the light of {day}"), || async {
                    (window.light_in_list(PROJECT).await == light).then_some(())
                })
                .await;
            seen.push(light);
        }
        assert_ne!(seen[0], seen[1], "the status date changes a light");
        window.no_errors().await;
    });
}

#[test]
fn a_click_on_the_chart_selects_the_row_of_that_height() {
    in_window("timetable-click", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        window.map_ready().await;
        window.press("Ctrl+2").await;
        window.click("group-town").await;
        window
            .find_css("[data-test='timetable-row'][data-kind='town']")
            .await;

        // A click on the chart selects the row of that height.
        let [left, top, width, _] = window.room_of("timetable-chart").await;
        let name =
            "return document.querySelectorAll(`[data-test='timetable-row']`)[arguments[0]]?.dataset.id ?? ''";
        window
            .script(
                "document.querySelector(`[data-test='timetable-box']`).scrollTop = 0",
                vec![],
            )
            .await;
        let second = window
            .until("the second row", || async {
                let id = window.script(name, vec![json!(1)]).await;
                id.as_str().filter(|id| !id.is_empty()).map(str::to_owned)
            })
            .await;
        window
            .click_pixel(left + width / 2.0, top + 48.0 + 28.0 * 1.5)
            .await;
        let title: String = sql
            .query_row("SELECT name FROM projects WHERE id = ?", [&second], |row| {
                row.get(0)
            })
            .expect("a project");
        window.text_with("inspector-title", &title).await;
        window.no_errors().await;
    });
}

#[test]
fn the_timetable_stands_beside_the_map_and_flies_it() {
    in_window("timetable-beside", async |window| {
        window.begin("practice").await;
        window.map_ready().await;
        window.press("Ctrl+2").await;

        // Beside the map a row flies it; the dock stays with the map.
        window.click("standing-right").await;
        window.find("filter-bar").await;
        window.gone("dock-pane").await;
        window
            .until_moved(window.click_text("timetable-row", "公路"))
            .await;
        window.look("timetable-beside").await;
        window.click("standing-down").await;
        window.look("timetable-above").await;
        let [_, map_top, _, _] = window.room_of("map-pane").await;
        let [_, page_top, _, page_height] = window.room_of("page-timetable").await;
        assert!((map_top - page_top - page_height).abs() < 2.0);

        // Looks of the rest.
        window.click("standing-alone").await;
        window.click("group-plan").await;
        window.press("Ctrl+Shift+l").await;
        window.look("timetable-dark").await;
        window.click("language").await;
        window.look("timetable-english").await;
        let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        window.press("Ctrl+Shift+l").await;
        window.look("timetable-small-english").await;
        window.click("language").await;
        window.look("timetable-small").await;
        window.press("Ctrl+1").await;
        window.gone("page-timetable").await;
        window.find("dock-pane").await;
        window.no_errors().await;
    });
}
