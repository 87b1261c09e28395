//! The filter rules map, ledger, totals and export alike.

use serde_json::Value;

use crate::harness::in_window;
use crate::start::number;

#[test]
fn a_kind_narrows_totals_and_export_to_what_the_command_line_counts() {
    in_window("filter", async |window| {
        let atlas = window.begin("practice").await;
        let info = window.home.info(&atlas);
        let roads = info["projects"]["by_kind"]["road"].as_u64().expect("roads");
        let all = info["projects"]["total"].as_u64().expect("a count");
        assert!(0 < roads && roads < all);
        window.projects_are(all).await;

        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.projects_are(roads).await;
        window.click("filter-done").await;
        window.find("chip-kinds").await;
        let totals = window.text("totals").await;
        for word in ["项目", "长度", "面积", "资金", "万元", "亩"] {
            assert!(totals.contains(word), "the totals name {word}: {totals}");
        }
        window.picture("filter.png").await;

        // What is filtered is what is exported.
        window.press("Ctrl+e").await;
        window.choose_line("export-format", "GeoJSON").await;
        let out = window.home.path("道路.geojson");
        window
            .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
            .await;
        window.click("export-go").await;
        let counted = number(&window.text("export-done").await);
        let file: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
        let features = file["features"].as_array().expect("features");
        assert_eq!(features.len() as u64, counted);
        assert!(features.iter().all(|f| f["properties"]["kind"] == "road"));
        window.press("Escape").await;

        window.click("chip-remove").await;
        window.projects_are(all).await;
    });
}

#[test]
fn any_and_all_differ_and_reset_brings_everything_back() {
    in_window("filter-any", async |window| {
        let atlas = window.begin("practice").await;
        let info = window.home.info(&atlas);
        let (kinds, total) = (
            &info["projects"]["by_kind"],
            info["projects"]["total"].as_u64().expect("a count"),
        );
        let roads = kinds["road"].as_u64().expect("roads");
        let building = info["projects"]["by_stage"]["building"]
            .as_u64()
            .expect("projects being built");
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.projects_are(roads).await;
        window.click("filter-field-stages").await;
        window.click("facet-stages-building").await;
        let both = window
            .until("fewer projects with two conditions", || async {
                let shown = number(window.texts("status-projects").await.first()?);
                (shown < roads).then_some(shown)
            })
            .await;
        window.click("filter-any").await;
        window.projects_are(roads + building - both).await;
        window.click("filter-reset").await;
        window.projects_are(total).await;
    });
}
