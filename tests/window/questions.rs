//! What the page asks the core after a change: only what the change touched.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::ground::place;
use crate::harness::{Window, in_window};

/// Commands that change nothing and are asked for what the window shows.
const QUESTIONS: [&str; 14] = [
    "check",
    "choices",
    "contents",
    "control_lines",
    "detail",
    "facets",
    "history",
    "map_features",
    "project_page",
    "project_shapes",
    "task_page",
    "totals",
    "town_outlines",
    "town_page",
];

/// How often each question was asked; those that were not are left out.
type Asked = BTreeMap<&'static str, u64>;

impl Window {
    async fn asked_so_far(&self) -> Asked {
        let counts = self.script("return window.__calls", vec![]).await;
        let of = |name: &'static str| Some((name, counts[name].as_u64()?));
        QUESTIONS.into_iter().filter_map(of).collect()
    }

    /// Questions asked since then, once all of `expected` are among them and nothing more is asked: the check follows
    /// half a second after a change.
    async fn asked_since(&self, before: &Asked, expected: &[(&'static str, u64)]) -> Asked {
        self.until(&format!("end of the questions {expected:?}"), || async {
            let now = self.asked_so_far().await;
            tokio::time::sleep(Duration::from_millis(1200)).await;
            let later = self.asked_so_far().await;
            let since: Asked = later
                .iter()
                .map(|(name, count)| (*name, count - before.get(name).unwrap_or(&0)))
                .filter(|(_, count)| *count > 0)
                .collect();
            let all = expected.iter().all(|(name, _)| since.contains_key(name));
            (all && now == later).then_some(since)
        })
        .await
    }
}

#[test]
fn an_edit_asks_only_what_it_touched() {
    in_window("questions", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        window
            .click_beside(end, &[(40.0, 40.0), (240.0, 45.0), (235.0, 200.0)])
            .await;
        let start = window.asked_so_far().await;
        window.press("Enter").await;
        window.text_with("footprint-area", "亩").await;
        window.asked_since(&start, &[("check", 1)]).await;
        window.press("8").await;

        // A vertex is moved: one footprint is read, and what names or counts projects.
        let outside = begun.geometry(&window.home)["coordinates"][0].clone();
        let corner = place(&outside[0]);
        let aside = window.beside(corner, -25.0, -20.0).await;
        let before = window.asked_so_far().await;
        window.drag(&[corner, aside]).await;
        let of_a_project = [
            ("check", 1),
            ("contents", 1),
            ("detail", 1),
            ("history", 1),
            ("project_page", 1),
            ("project_shapes", 1),
            ("totals", 1),
        ];
        let moved = window.asked_since(&before, &of_a_project).await;
        assert_eq!(moved, of_a_project.into(), "a moved vertex");
        assert_ne!(begun.geometry(&window.home)["coordinates"][0], outside);
        window.press("Escape").await;

        // A date is a fact of the same row.
        let before = window.asked_so_far().await;
        window.click("field-starts").await;
        window
            .enter("[data-test='field-starts-input']", "2025年上半年")
            .await;
        window.text_with("field-starts", "2025年上半年").await;
        let dated = window.asked_since(&before, &of_a_project).await;
        assert_eq!(dated, of_a_project.into(), "a date");

        // Money is no matter of the map, the contents and the check.
        let before = window.asked_so_far().await;
        window.click("money-add").await;
        window.fill("[data-test='money-amount']", "1,234.5").await;
        window.click("money-save").await;
        window.text_with("money-sum", "1,234.50").await;
        let of_money = [("detail", 1), ("history", 1), ("project_page", 1), ("totals", 1)];
        let paid = window.asked_since(&before, &of_money).await;
        assert_eq!(paid, of_money.into(), "money");
    });
}
