//! Atlases that take long to open: given up by the user, and no reason for the window to stay.

use std::path::Path;

use serde_json::json;

use crate::harness::{Window, in_window_of};

/// Holds a file as a program does that writes and does not end: who opens it waits for ten seconds.
fn held(path: &Path) -> rusqlite::Connection {
    let conn = rusqlite::Connection::open(path).expect("opened");
    conn.execute_batch("BEGIN EXCLUSIVE; CREATE TABLE held (a)")
        .expect("held");
    conn
}

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

impl Window {
    async fn open_file(&self, path: &Path) {
        self.press("Ctrl+o").await;
        self.enter("[data-test='open-path']", utf8(path)).await;
    }
}

#[test]
fn an_atlas_that_does_not_answer_is_given_up_and_holds_no_window_open() {
    in_window_of(
        "opening",
        |home| {
            home.atlas("大.gpkg", &[]);
            home.atlas("大二.gpkg", &[]);
            vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()]
        },
        async |window| {
            let [first, second] = ["大.gpkg", "大二.gpkg"].map(|name| window.home.path(name));
            let _held = [held(&first), held(&second)];
            window.projects_are(120).await;
            window.open_file(&first).await;
            window.text_with("dialog-opening", "大.gpkg").await;
            window.look("opening").await;
            window.press("Escape").await;
            window.gone("dialog-opening").await;
            window.text_with("notice", "已取消打开").await;
            // What was open still is, and can be changed; the dialog that asked for the file is still there.
            window.find("dialog-open").await;
            window.press("Escape").await;
            window.gone("dialog-open").await;
            window.projects_are(120).await;

            window.open_file(&second).await;
            window.find("dialog-opening").await;
            window.close().await;
        },
    );
}

#[test]
fn the_window_shows_at_once_when_the_last_atlas_does_not_answer() {
    in_window_of(
        "opening-first",
        |home| vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()],
        async |window| {
            window.projects_are(120).await;
            window.close().await;
            let conn = held(&window.home.path("册.gpkg"));
            window.reopen().await;
            window.text_with("dialog-opening", "册.gpkg").await;
            window.click("opening-cancel").await;
            window.text_with("start-problem", "已取消打开").await;
            drop(conn);
            window.click("recent-册").await;
            window.projects_are(120).await;
        },
    );
}

#[test]
fn who_is_at_work_is_asked_once_and_stands_in_the_history() {
    in_window_of(
        "name-asked",
        |home| vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()],
        async |window| {
            window.map_ready().await;
            let edit = async |text: &str| {
                window.go_to("演练·品质提升").await;
                window.click("field-starts").await;
                window.enter("[data-test='field-starts-input']", text).await;
                window.text_with("field-starts", text).await;
            };
            edit("2025年3月").await;
            window.text_with("notice", "还没有你的姓名").await;
            window.click("notice-action").await;
            window.find("dialog-settings").await;
            let focused = "return document.activeElement?.dataset.test ?? null";
            window
                .until("the name field in focus", || async {
                    (window.script(focused, vec![]).await == json!("settings-author")).then_some(())
                })
                .await;
            window.enter("[data-test='settings-author']", "张三").await;
            window.press("Escape").await;
            window.gone("dialog-settings").await;
            edit("2025年4月").await;
            assert!(!window.shows("notice").await, "it is asked once");
            window.press("Ctrl+h").await;
            window.text_with("history-step", "张三").await;
            window.press("Escape").await;

            // Esc closes the list of columns alone, and its button has the focus.
            window.click("tab-projects").await;
            window.click("columns").await;
            window.find("columns-reset").await;
            window.press("Escape").await;
            window.gone("columns-reset").await;
            window.text_with("inspector-title", "演练·品质提升").await;
            assert_eq!(window.script(focused, vec![]).await, json!("columns"));
        },
    );
}
