//! A window of 1280 × 720, as many office screens have it: nothing covers the map or another word.

use serde_json::json;

use crate::harness::{Window, in_window_of};

impl Window {
    /// Left, top, right and bottom of what a selector finds first, pixels of the page.
    async fn box_of(&self, css: &str) -> [f64; 4] {
        let script = "const e = document.querySelector(arguments[0]); if (!e) return null; \
            const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]";
        self.until(css, || async {
            serde_json::from_value(self.script(script, vec![json!(css)]).await).ok()
        })
        .await
    }

    async fn legend_is(&self, open: bool) {
        let css = format!("[data-test='legend-toggle'][aria-expanded='{open}']");
        self.find_css(&css).await;
    }
}

fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[test]
fn in_a_small_window_the_legend_is_folded_and_every_word_has_its_room() {
    in_window_of(
        "small",
        |home| {
            let atlas = home.atlas("册.gpkg", &["--practice"]);
            vec![atlas.to_str().expect("UTF-8").to_owned()]
        },
        async |window| {
            window.map_ready().await;
            window.legend_is(true).await;
            let resized = window.driver().set_window_rect(0, 0, 1280, 720).await;
            resized.expect("the window takes a size");
            window.legend_is(false).await;

            for _ in ["zh-CN", "en"] {
                let [_, top, _, bottom] = window.box_of("[data-test='totals']").await;
                // Two lines at most: a sum that is cut is worse than a second line.
                assert!(bottom - top < 48.0, "totals are {} pixels high", bottom - top);
                window.click("tab-check").await;
                let [left, _, right, _] = window.box_of("[data-test='check-row'] > span:nth-child(3)").await;
                assert!(
                    right - left >= 200.0,
                    "a finding is told in {} pixels",
                    right - left
                );
                window.click("tab-projects").await;
                let [_, _, room, _] = window.box_of("[data-test='dock']").await;
                let [_, _, fold, _] = window.box_of("[data-test='dock-fold']").await;
                assert!(
                    fold <= room,
                    "the head of the dock loses its last button: {fold} of {room}"
                );
                window.click("language").await;
            }
            window.click("tab-projects").await;
            window.text_with("ledger-projects", "道路交通").await;

            // A bow: its problem and its size are told side by side.
            window.press("4").await;
            let [left, top, right, bottom] = window.box_of("[data-test='map']").await;
            let (x, y) = (left + (right - left) * 0.4, top + (bottom - top) * 0.45);
            for (dx, dy) in [(-90.0, -50.0), (90.0, 50.0), (90.0, -50.0), (-90.0, 50.0)] {
                window.click_pixel(x + dx, y + dy).await;
            }
            window
                .until("a problem and measures apart", || async {
                    let tag = window.box_of("[data-test='draw-problem'] span").await;
                    let measures = window.box_of("[data-test='draw-measure'] .inner").await;
                    (!overlap(tag, measures)).then_some(())
                })
                .await;
            window.press("Escape").await;
            window.press("Escape").await;

            // Who unfolds the legend has it so.
            window.click("legend-toggle").await;
            window.legend_is(true).await;
        },
    );
}
