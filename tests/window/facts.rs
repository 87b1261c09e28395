//! What the window says of targets, lateness, money and units is so.

use crate::harness::in_window;

#[test]
fn more_than_a_plan_wants_to_reach_meets_its_target() {
    in_window("facts-targets", async |window| {
        window.begin("seeds").await;
        window.go_to("青岛小城镇试点").await;
        let place = window
            .texts("target")
            .await
            .iter()
            .position(|text| text.contains("镇区常住人口"))
            .expect("the target");
        let of_target = format!(
            "[data-test='section-targets'] [data-test='target']:nth-of-type({})",
            place + 1
        );
        for (date, value, words) in [("2026-01", "9.9", "未达到"), ("2026-06", "12.5", "已达到")] {
            window
                .click_css(&format!("{of_target} [data-test='observation-add']"))
                .await;
            window.fill("[data-test='observation-date']", date).await;
            window.fill("[data-test='observation-value']", value).await;
            window.click("observation-save").await;
            window.gone("observation-form").await;
            window
                .until(words, || async {
                    window.texts("target").await[place].contains(words).then_some(())
                })
                .await;
        }
        window.look("targets").await;
    });
}
