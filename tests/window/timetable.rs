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

        // Plans with what belongs to them, and what has no plan under a row of its own.
        let plans =
            "SELECT COUNT(*) FROM plans WHERE id IN (SELECT plan FROM tasks UNION SELECT plan FROM projects)";
        let phases = "SELECT COUNT(*) FROM phases";
        let items =
            number(&sql, "SELECT COUNT(*) FROM tasks") + number(&sql, "SELECT COUNT(*) FROM projects");
        let loose = "SELECT EXISTS (SELECT 1 FROM projects p WHERE plan IS NULL \
            AND NOT EXISTS (SELECT 1 FROM project_tasks t WHERE t.project = p.id))";
        let by_plan = number(&sql, plans) + number(&sql, phases) + items + number(&sql, loose);
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
        let towns = "SELECT COUNT(DISTINCT COALESCE(town, '')) + COUNT(*) FROM projects";
        window.timetable_has(number(&sql, towns)).await;

        // The filter narrows it.
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.click("filter-done").await;
        let roads = "SELECT COUNT(DISTINCT COALESCE(town, '')) + COUNT(*) FROM projects WHERE kind = 'road'";
        window.timetable_has(number(&sql, roads)).await;
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
