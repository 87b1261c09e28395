//! What a plan, a town and an atlas hold besides projects, made and removed in the inspector: rosters, criteria, phases,
//! funding rules, sites, named views; each is looked up in the text form of the atlas.

use std::path::Path;

use serde_json::{Value, json};

use crate::ground::near;
use crate::harness::{Window, in_window};
use crate::home::Home;
use crate::start::number;

/// The whole atlas as text: every table, one after the other.
pub fn as_text(home: &Home, atlas: &Path) -> String {
    let out = home.path("as-text");
    let _ = std::fs::remove_dir_all(&out);
    let (from, to) = (atlas.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let output = home.zhentu(&["export", from, "--layer", "all", "-o", to]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut text = String::new();
    let mut todo = vec![out];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                todo.push(entry.path());
            } else {
                text += &std::fs::read_to_string(entry.path()).unwrap_or_default();
            }
        }
    }
    text
}

impl Window {
    /// Fills the form that a button opens, and saves it.
    async fn add(&self, button: &str, form: &str, fields: &[(&str, &str)]) {
        self.click(button).await;
        for (field, text) in fields {
            self.fill(&format!("[data-test='{form}-{field}']"), text).await;
        }
        self.click(&format!("{form}-save")).await;
        self.gone(&format!("{form}-form")).await;
    }

    /// Clicks the last button of that CSS selector, also one that shows itself only under the pointer.
    pub async fn click_hidden(&self, css: &str) {
        let script =
            "const b = [...document.querySelectorAll(arguments[0])].at(-1); b && b.click(); return !!b";
        self.until(css, || async {
            (self.script(script, vec![json!(css)]).await == json!(true)).then_some(())
        })
        .await;
    }
}

#[test]
fn rosters_criteria_phases_and_rules_of_a_plan_are_made_kept_and_removed() {
    in_window("plan-parts", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("演练·品质提升").await;
        let made = [
            (
                "roster-add",
                "roster-new",
                "考评小组",
                vec![
                    ("body", "考评小组"),
                    ("role", "组长"),
                    ("unit", "县督查局"),
                    ("count", "3"),
                ],
            ),
            (
                "criterion-add",
                "criterion-new",
                "村容整洁度",
                vec![("name", "村容整洁度"), ("weight", "12.5")],
            ),
            (
                "phase-add",
                "phase-new",
                "回头看",
                vec![("name", "回头看"), ("starts", "2027年"), ("ends", "2027-06-30")],
            ),
            (
                "rule-add",
                "rule-new",
                "管护补助",
                vec![("title", "管护补助"), ("amount", "3.5"), ("per", "村")],
            ),
        ];
        for (button, form, word, fields) in &made {
            assert!(!as_text(&window.home, &atlas).contains(word), "{word} is new");
            window.add(button, form, fields).await;
            window
                .until(&format!("{word} in the file"), || async {
                    as_text(&window.home, &atlas).contains(word).then_some(())
                })
                .await;
        }
        // A count that is none is refused in words, and nothing is made.
        window.click("roster-add").await;
        for (field, text) in [
            ("body", "考评小组"),
            ("role", "成员"),
            ("unit", "县档案馆"),
            ("count", "0"),
        ] {
            window
                .fill(&format!("[data-test='roster-new-{field}']"), text)
                .await;
        }
        window.click("roster-new-save").await;
        window.text_with("roster-new-error", "1 以上").await;
        window.press("Escape").await;
        window.gone("roster-new-form").await;
        assert!(!as_text(&window.home, &atlas).contains("县档案馆"));

        for (drop, word) in [
            ("roster-drop", "考评小组"),
            ("criterion-drop", "村容整洁度"),
            ("phase-drop", "回头看"),
            ("rule-drop", "管护补助"),
        ] {
            window.click_hidden(&format!("[data-test='{drop}']")).await;
            window
                .until(&format!("end of {word}"), || async {
                    (!as_text(&window.home, &atlas).contains(word)).then_some(())
                })
                .await;
        }
        // The last removal comes back with one undo.
        window.click("undo").await;
        window
            .until("rule that is back", || async {
                as_text(&window.home, &atlas).contains("管护补助").then_some(())
            })
            .await;
    });
}

#[test]
fn a_gate_is_confirmed_and_a_report_says_how_far_a_project_is() {
    in_window("gates-reports", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("大件垃圾拆解点布设").await;
        for (part, date) in [("planned", "2026年3月"), ("actual", "2026-04-15")] {
            let field = format!("gate-approval-{part}");
            window.click(&field).await;
            window.enter(&format!("[data-test='{field}-input']"), date).await;
            window
                .text_with(
                    &field,
                    if part == "planned" {
                        "2026年3月"
                    } else {
                        "4月15日"
                    },
                )
                .await;
        }
        window.click("gate-approval-confirm").await;
        let confirmed = "return document.querySelector(`[data-test='gate-approval-confirm']`)?.getAttribute('aria-pressed')";
        window
            .until("confirmed date", || async {
                (window.script(confirmed, vec![]).await == json!("true")).then_some(())
            })
            .await;

        window.click("report-add").await;
        for (field, text) in [
            ("date", "2026-05-20"),
            ("percent", "37"),
            ("problem", "苗木未到场，催办三次"),
        ] {
            window.fill(&format!("[data-test='report-{field}']"), text).await;
        }
        window.click("report-save").await;
        window.gone("report-form").await;
        window.text_with("report", "苗木未到场").await;
        let text = as_text(&window.home, &atlas);
        for word in ["苗木未到场，催办三次", "2026-04-15"] {
            assert!(text.contains(word), "{word} is in the file");
        }
        // The report is one step with the progress it gives to the project.
        window.click("undo").await;
        window
            .until("no report", || async {
                (!as_text(&window.home, &atlas).contains("苗木未到场")).then_some(())
            })
            .await;
    });
}

#[test]
fn a_site_is_made_in_a_town_and_pinned_with_a_click() {
    in_window("new-site", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("桑麻园镇").await;
        window
            .add("site-add", "site-new", &[("name", "蚕桑博物馆")])
            .await;
        window.text_with("inspector-title", "蚕桑博物馆").await;
        let site = || {
            let out = window.home.path("sites.geojson");
            let (from, to) = (atlas.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
            let args = ["export", from, "--layer", "sites", "--with-unmapped", "-o", to];
            assert!(window.home.zhentu(&args).status.success());
            let file: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
            std::fs::remove_file(&out).expect("it can go");
            file["features"]
                .as_array()
                .expect("features")
                .iter()
                .find(|f| f["properties"]["name"] == "蚕桑博物馆")
                .cloned()
        };
        let made = site().expect("the site is in the file");
        assert!(made["geometry"].is_null(), "it has no place as yet: {made}");
        let map = window.find("map").await.rectangle().await.expect("a size");
        let (x, y) = (map.0 + 200.0, map.1 + 200.0);
        let wanted = window.place_at(x, y).await;
        window.click_pixel(x, y).await;
        let pinned = window
            .until("pinned site", || async {
                site().filter(|s| !s["geometry"].is_null())
            })
            .await;
        let at = crate::ground::place(&pinned["geometry"]["coordinates"]);
        assert!(near(at, wanted), "{at:?} is where it was clicked, {wanted:?}");
        window.text_with("inspector-title", "蚕桑博物馆").await;
    });
}

#[test]
fn a_named_view_brings_back_filter_and_camera_and_can_be_renamed() {
    in_window("views", async |window| {
        let atlas = window.begin("practice").await;
        let info = window.home.info(&atlas);
        let roads = info["projects"]["by_kind"]["road"].as_u64().expect("roads");
        let all = info["projects"]["total"].as_u64().expect("a count");
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.projects_are(roads).await;
        window.click("filter-done").await;
        window.until_moved(window.press("=")).await;
        let (centre, zoom) = (window.map_says("center").await, window.map_says("zoom").await);
        window.press("Alt+3").await;
        window.enter("[data-test='view-name']", "道路一张图").await;
        window.text_with("views", "道路一张图").await;

        window.click("chip-remove").await;
        window.projects_are(all).await;
        window.until_moved(window.press("-")).await;
        window.until_moved(window.press("-")).await;
        assert_ne!(window.map_says("zoom").await, zoom);

        window.click_hidden("[data-test='views'] li button.name").await;
        window.projects_are(roads).await;
        window
            .until("camera of the view", || async {
                let now = window.map_says("zoom").await.as_f64()?;
                ((now - zoom.as_f64()?).abs() < 1e-6).then_some(())
            })
            .await;
        let back = window.map_says("center").await;
        assert!(near(crate::ground::place(&back), crate::ground::place(&centre)));

        window.click_hidden("[data-test='view-rename-begin']").await;
        window.enter("[data-test='view-rename']", "道路作战图").await;
        window.text_with("views", "道路作战图").await;
        window
            .until("view in the file", || async {
                as_text(&window.home, &atlas).contains("道路作战图").then_some(())
            })
            .await;
        assert!(number(&window.text("status-projects").await) == roads);
        window.click_hidden("[data-test='view-remove']").await;
        window
            .until("no view", || async {
                (!window.text("views").await.contains("道路作战图")).then_some(())
            })
            .await;
    });
}
