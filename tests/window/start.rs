//! Opening the program: what it offers, what it opens again, what it leaves alone.

use std::path::PathBuf;

use planning::atlas_file::AtlasFile;
use planning::store::Mode;
use serde_json::json;

use crate::harness::{Window, in_window, in_window_of};
use crate::home::Home;

/// The number in a text such as “项目 1,234”, before a slash.
pub fn number(text: &str) -> u64 {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in “{text}”"))
}

/// Every atlas file below the home.
fn atlases(home: &Home) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![home.path("")];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "gpkg") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

impl Window {
    /// Begins with the atlas of that card of the start page and waits for the map.
    pub async fn begin(&self, start: &str) -> std::path::PathBuf {
        self.click(&format!("start-{start}")).await;
        self.find("status-projects").await;
        self.map_ready().await;
        let atlases = atlases(&self.home);
        assert_eq!(atlases.len(), 1, "one atlas was made: {atlases:?}");
        atlases.into_iter().next().expect("one")
    }

    /// Waits until the status line shows that number of projects.
    pub async fn projects_are(&self, count: u64) {
        self.until(&format!("{count} projects in the status line"), || async {
            let texts = self.texts("status-projects").await;
            texts.first().filter(|text| number(text) == count).map(|_| ())
        })
        .await;
    }
}

#[test]
fn the_window_opens_on_a_fresh_home_and_offers_a_start() {
    in_window("fresh-start", async |window| {
        for choice in ["start-seeds", "start-practice", "start-empty", "start-open"] {
            window.find(choice).await;
        }
        assert!(
            atlases(&window.home).is_empty(),
            "nothing is made before the user chooses"
        );
    });
}

#[test]
fn the_five_plans_are_on_the_screen_with_the_counts_of_the_command_line() {
    in_window("five-plans", async |window| {
        let atlas = window.begin("seeds").await;
        let info = window.home.info(&atlas);
        window
            .projects_are(info["projects"]["total"].as_u64().expect("a count"))
            .await;
        let towns = info["towns"]
            .as_u64()
            .or_else(|| info["towns"]["total"].as_u64())
            .expect("a count of towns");
        assert_eq!(number(&window.text("status-towns").await), towns);
        let plans = info["plans"].as_array().expect("plans");
        assert_eq!(plans.len(), 5);
        for plan in plans {
            let id = plan["id"].as_str().expect("an id");
            let shown = window.text(&format!("node-plan-{id}")).await;
            let count = plan["tasks"].as_u64().expect("a count");
            assert!(
                shown.ends_with(&count.to_string()),
                "{id}: the contents show “{shown}”, info counts {count} tasks"
            );
        }
        window.picture("five-plans.png").await;
    });
}

#[test]
fn the_next_start_opens_the_last_atlas_again() {
    in_window("reopen", async |window| {
        let atlas = window.begin("practice").await;
        let total = window.home.info(&atlas)["projects"]["total"]
            .as_u64()
            .expect("a count");
        window.projects_are(total).await;
        window.close().await;
        window.reopen().await;
        window.projects_are(total).await;
        window.find("practice-ribbon").await;
    });
}

#[test]
fn opening_an_atlas_to_look_changes_no_byte_and_closing_leaves_one_file() {
    in_window_of(
        "look",
        |home| {
            home.atlas("看.gpkg", &["--practice"]);
            Vec::new()
        },
        async |window| {
            let path = window.home.path("看.gpkg");
            let before = std::fs::read(&path).expect("readable");
            window.click("start-open").await;
            window
                .fill("[data-test='open-path']", path.to_str().expect("UTF-8"))
                .await;
            window.click("open-go").await;
            window.projects_are(120).await;
            window.map_ready().await;
            window.close().await;
            assert!(
                before == std::fs::read(&path).expect("readable"),
                "the bytes are the same"
            );
            for ending in ["-wal", "-shm", "-journal"] {
                let beside = format!("{}{ending}", path.display());
                assert!(!std::path::Path::new(&beside).exists(), "{beside} is left over");
            }
        },
    );
}

#[test]
fn opening_is_never_undone_into_an_empty_program() {
    in_window("open-no-undo", async |window| {
        window.begin("practice").await;
        window.projects_are(120).await;
        let undo = window.find("undo").await;
        assert!(
            !undo.is_enabled().await.expect("a button"),
            "there is nothing to undo after opening"
        );
        window.press("Ctrl+z").await;
        window.projects_are(120).await;
    });
}

#[test]
fn a_file_that_is_no_atlas_is_refused_in_words() {
    in_window_of(
        "no-atlas",
        |home| {
            std::fs::write(home.path("坏.gpkg"), "no atlas").expect("written");
            Vec::new()
        },
        async |window| {
            let path = window.home.path("坏.gpkg");
            window.click("start-open").await;
            window
                .enter("[data-test='open-path']", path.to_str().expect("UTF-8"))
                .await;
            window.text_with("notice", "坏.gpkg").await;
            assert_eq!(std::fs::read(&path).expect("there"), b"no atlas");
        },
    );
}

#[test]
fn the_map_is_drawn_within_reach_and_not_blank() {
    in_window("map-drawn", async |window| {
        window.begin("seeds").await;
        // Many colours where the map is: a blank pane has one.
        let colours = "const all = new Set(); for (const c of document.querySelectorAll('canvas')) { \
            const g = c.getContext('2d'); if (!g || !c.width) continue; \
            const d = g.getImageData(0, 0, c.width, c.height).data; \
            for (let i = 0; i < d.length; i += 4 * 97) all.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]); } return all.size";
        window
            .until("more than twenty colours on the map", || async {
                (window.script(colours, vec![]).await.as_u64()? > 20).then_some(())
            })
            .await;
        let seen = window
            .script(
                "return window.__zhentuMap.pixelOf(116.49, 35.71).every(Number.isFinite)",
                vec![],
            )
            .await;
        assert_eq!(seen, json!(true), "places have a pixel");
    });
}

#[test]
fn a_second_opener_is_told_who_holds_the_atlas_and_may_look_until_it_is_free() {
    in_window_of(
        "second-opener",
        |home| {
            home.atlas("共用.gpkg", &["--practice"]);
            Vec::new()
        },
        async |window| {
            let path = window.home.path("共用.gpkg");
            let held = AtlasFile::open(&path, Mode::Edit, "王五").expect("the first opener has it");
            window.click("start-open").await;
            window
                .fill("[data-test='open-path']", path.to_str().expect("UTF-8"))
                .await;
            window.click("open-go").await;
            window.click("question-yes").await;
            window.text_with("read-only", "王五").await;
            window.projects_are(120).await;
            assert!(!window.find("undo").await.is_enabled().await.expect("a button"));
            held.close().expect("it closes");
            window.click("read-only-retry").await;
            window.gone("read-only").await;
        },
    );
}
