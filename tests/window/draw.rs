//! Drawing a footprint: from the 未上图 list onto the map, snapped, measured, with money and dates; undone, killed,
//! found again, exported.

use serde_json::{Value, json};

use crate::ground::{Ground, feature, near, place};
use crate::harness::in_window;
use crate::home::Home;

#[test]
fn a_footprint_with_money_and_dates_survives_undo_redo_and_kill_9_and_is_exported() {
    in_window("draw", async |window| {
        let Ground { before, end, .. } = window.at_a_road().await;
        window.picture("overview.png").await;
        let (id, name) = window.draw_unmapped(&before, false).await;

        // Six pixels beside the end of the road: it is caught, and the map says what.
        let first = window.beside(end, 6.0, 2.0).await;
        window.hover_at(first).await;
        window.text_with("snap-label", "吸附").await;
        window.click_at(first).await;
        window.vertices_are(1).await;
        for (count, (right, down)) in [(90.0, 15.0), (85.0, 95.0), (-15.0, 80.0)]
            .into_iter()
            .enumerate()
        {
            let corner = window.beside(end, right, down).await;
            window.click_at(corner).await;
            window.vertices_are(count as u64 + 2).await;
        }
        // While drawing, undo takes back a vertex.
        window.press("Ctrl+z").await;
        window.vertices_are(3).await;
        let last = window.beside(end, -15.0, 80.0).await;
        window.click_at(last).await;
        window.vertices_are(4).await;
        window.picture("draw.png").await;
        window.press("Enter").await;
        window.text_with("footprint-area", "亩").await;
        window.text_with("undo", &name).await;
        window.press("Escape").await;

        // Money in 万元 and dates as they are written here.
        window.click("money-add").await;
        window.fill("[data-test='money-amount']", "1,234.5").await;
        window.fill("[data-test='money-year']", "2025").await;
        // Enter saves, wherever the end of the form is.
        window
            .enter("[data-test='money-note']", "省级奖补，分两批下达")
            .await;
        window.text_with("money-sum", "1,234.50").await;
        window.click("field-starts").await;
        window
            .enter("[data-test='field-starts-input']", "2025年上半年")
            .await;
        window.text_with("field-starts", "2025年上半年").await;
        window.click("field-ends").await;
        window
            .enter("[data-test='field-ends-input']", "２０２６年６月３０日")
            .await;
        window.text_with("field-ends", "2026年6月30日").await;
        window.picture("money.png").await;

        // One step each: undo takes back the last date only, redo brings it again.
        window.click("undo").await;
        window
            .until("no end date", || async {
                (!window.texts("field-ends").await.first()?.contains("2026")).then_some(())
            })
            .await;
        window.text_with("field-starts", "2025年上半年").await;
        window.click("redo").await;
        window.text_with("field-ends", "2026年6月30日").await;
        window.text_with("saved-state", "已保存").await;

        window.no_errors().await;
        window.kill().await;
        window.reopen().await;
        window.projects_are(before.len() as u64).await;
        window.go_to(&name).await;
        window.text_with("footprint-area", "亩").await;
        window.text_with("money-sum", "1,234.50").await;
        window.text_with("field-starts", "2025年上半年").await;
        window.text_with("field-ends", "2026年6月30日").await;
        // The undo stack is there too.
        window.click("undo").await;
        window
            .until("no end date", || async {
                (!window.texts("field-ends").await.first()?.contains("2026")).then_some(())
            })
            .await;
        window.click("redo").await;
        window.text_with("field-ends", "2026年6月30日").await;

        // Out of the window as GeoJSON.
        window.press("Ctrl+e").await;
        window.text_with("export-count", "条").await;
        window.picture("export.png").await;
        window.choose_line("export-format", "GeoJSON").await;
        let out = window.home.path("导出 范围.geojson");
        window
            .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
            .await;
        window.click("export-scope-all").await;
        window.click("export-go").await;
        window.find("export-done").await;
        assert!(
            window
                .text("export-written-path")
                .await
                .contains("导出 范围.geojson")
        );
        let file: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
        let drawn = feature(file["features"].as_array().expect("features"), &id);
        assert_eq!(drawn["geometry"]["type"], "Polygon");
        let ring = drawn["geometry"]["coordinates"][0].as_array().expect("a ring");
        assert_eq!(ring.len(), 5, "four corners and the first again");
        assert!(
            ring.iter().any(|p| near(place(p), end)),
            "one corner is the end of the road, {end:?}: {ring:?}"
        );
        let text = drawn["properties"].to_string();
        assert!(text.contains("2025-H1") && text.contains("2026-06-30"), "{text}");
        window.press("Escape").await;
    });
}

#[test]
fn a_valid_shape_is_kept_when_another_tool_is_picked() {
    in_window("keep-shape", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        window
            .click_beside(end, &[(30.0, 20.0), (120.0, 25.0), (100.0, 110.0)])
            .await;
        window.vertices_are(3).await;
        window.press("1").await;
        window.text_with("footprint-area", "亩").await;
        assert_eq!(
            begun.geometry(&window.home)["type"],
            "Polygon",
            "it is on the disk"
        );
    });
}

#[test]
fn a_road_or_sewer_from_the_list_is_drawn_as_a_line() {
    in_window("draw-line", async |window| {
        let begun = window.begin_drawing(true).await;
        let end = begun.ground.end;
        window.click_beside(end, &[(30.0, 40.0), (140.0, 55.0)]).await;
        window.vertices_are(2).await;
        window.press("Enter").await;
        window
            .until("line in the file", || async {
                (begun.geometry(&window.home)["type"] == "LineString").then_some(())
            })
            .await;
    });
}

#[test]
fn pressing_and_dragging_draws_and_never_pans() {
    in_window("drag-draws", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        let centre = window.map_says("center").await;
        let mut corners = Vec::new();
        for (right, down) in [(30.0, 30.0), (140.0, 30.0), (140.0, 120.0)] {
            corners.push(window.beside(end, right, down).await);
        }
        window.drag(&corners[..2]).await;
        window.vertices_are(2).await;
        window.click_at(corners[2]).await;
        window.vertices_are(3).await;
        assert_eq!(window.map_says("center").await, centre, "the map stands still");
        window.press("Enter").await;
        window.text_with("footprint-area", "亩").await;
    });
}

#[test]
fn the_last_vertices_cannot_be_deleted_and_the_refusal_says_why() {
    in_window("too-few-vertices", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        let mut corners = Vec::new();
        for (right, down) in [(40.0, 30.0), (160.0, 35.0), (130.0, 140.0)] {
            let corner = window.beside(end, right, down).await;
            window.click_at(corner).await;
            corners.push(corner);
        }
        window.press("Enter").await;
        window.text_with("footprint-area", "亩").await;
        let shape = begun.geometry(&window.home);
        window.press("8").await;
        window.hover_at(place(&shape["coordinates"][0][0])).await;
        window.press("Backspace").await;
        window.text_with("notice", "不能再删").await;
        assert_eq!(begun.geometry(&window.home), shape, "the shape is as it was");
    });
}

#[test]
fn a_hole_survives_later_edits_and_each_edit_is_one_step() {
    in_window("hole", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        window
            .click_beside(end, &[(40.0, 40.0), (240.0, 45.0), (235.0, 200.0), (45.0, 195.0)])
            .await;
        window.press("Enter").await;
        window.text_with("footprint-area", "亩").await;
        let rings = |home: &Home| {
            let geometry = begun.geometry(home);
            geometry["coordinates"].as_array().expect("rings").len()
        };
        assert_eq!(rings(&window.home), 1);

        window.click("tool-hole").await;
        window
            .click_beside(end, &[(110.0, 90.0), (170.0, 92.0), (140.0, 150.0)])
            .await;
        window.press("Enter").await;
        window
            .until("two rings", || async { (rings(&window.home) == 2).then_some(()) })
            .await;

        // A corner of the outside is dragged; the hole is still there.
        window.press("8").await;
        let outside = begun.geometry(&window.home)["coordinates"][0].clone();
        let corner = place(&outside[0]);
        let aside = window.beside(corner, -25.0, -20.0).await;
        window.drag(&[corner, aside]).await;
        window
            .until("moved corner", || async {
                (begun.geometry(&window.home)["coordinates"][0] != outside).then_some(())
            })
            .await;
        assert_eq!(rings(&window.home), 2, "the hole survives");
        window.press("Escape").await;
        window.click("undo").await;
        window
            .until("corner where it was", || async {
                (begun.geometry(&window.home)["coordinates"][0] == outside).then_some(())
            })
            .await;
        window.click("undo").await;
        window
            .until("one ring", || async { (rings(&window.home) == 1).then_some(()) })
            .await;
    });
}

#[test]
fn pasted_boundary_points_become_a_footprint() {
    in_window("paste-points", async |window| {
        let begun = window.begin_drawing(false).await;
        let (lon, lat) = begun.ground.end;
        window.press("0").await;
        let corners = [
            (lon, lat),
            (lon + 0.002, lat),
            (lon + 0.002, lat + 0.001),
            (lon, lat + 0.001),
        ];
        // Four rows as a table gives them: number, longitude, latitude.
        let rows: Vec<String> = corners
            .iter()
            .enumerate()
            .map(|(i, (x, y))| format!("J{}\t{x:.7}\t{y:.7}", i + 1))
            .collect();
        let paste = "const t = document.querySelector(`[data-test='coords-text']`); t.value = arguments[0]; \
            t.dispatchEvent(new Event('input', { bubbles: true }))";
        window.find("coords-text").await;
        window.script(paste, vec![json!(rows.join("\n"))]).await;
        window.text_with("coords-read", "4").await;
        window.click("coords-use").await;
        window.text_with("footprint-area", "亩").await;
        let geometry = begun.geometry(&window.home);
        let ring = geometry["coordinates"][0].as_array().expect("a ring");
        for corner in corners {
            assert!(
                ring.iter().any(|p| near(place(p), corner)),
                "{corner:?} is a corner of {ring:?}"
            );
        }
    });
}
