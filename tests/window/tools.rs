//! Every drawing tool, used with the mouse and checked in the file: what is drawn, what it does to a footprint that is
//! there, and what snapping, panning and tracing do meanwhile.

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::ground::{Begun, feature, features, near, place};
use crate::harness::{Window, in_window};
use crate::home::Home;
use crate::pointer::Place;

/// Square metres of a project, geodesic, as the export says.
fn area(project: &Value) -> f64 {
    project["properties"]["area_m2"].as_f64().expect("an area")
}

/// All positions of a geometry.
fn positions(geometry: &Value) -> Vec<Place> {
    fn walk(value: &Value, into: &mut Vec<Place>) {
        match value.as_array() {
            Some(list) if list.first().is_some_and(Value::is_number) => into.push(place(value)),
            Some(list) => list.iter().for_each(|one| walk(one, into)),
            None => {}
        }
    }
    let mut found = Vec::new();
    walk(&geometry["coordinates"], &mut found);
    found
}

/// Different numbers among these, to a millimetre.
fn distinct(numbers: impl Iterator<Item = f64>) -> usize {
    let mut sorted: Vec<i64> = numbers.map(|n| (n * 1e8).round() as i64).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

impl Window {
    /// Waits until the file holds the project as wanted; the project as it is then.
    async fn kept(&self, begun: &Begun, what: &str, is: impl Fn(&Value) -> bool) -> Value {
        self.until(what, || async {
            let now = begun.now(&self.home);
            is(&now).then_some(now)
        })
        .await
    }

    /// Waits until that tool has the pointer.
    async fn tool_is(&self, tool: &str) {
        self.until(&format!("{tool} tool"), || async {
            (self.map_says("tool").await == json!(tool)).then_some(())
        })
        .await;
    }

    /// Picks a tool that changes the selected footprint.
    async fn take_tool(&self, tool: &str) {
        self.click(&format!("tool-{tool}")).await;
        self.tool_is(tool).await;
    }

    /// Chooses a line of the list that is open.
    async fn choose(&self, words: &str) {
        let css = ".n-base-select-option";
        // The driver's own notion of text is empty for these.
        let script = "return [...document.querySelectorAll(arguments[0])].findIndex(e => e.innerText.trim() === arguments[1])";
        self.until(&format!("{words} in the list"), || async {
            let at = self
                .script(script, vec![json!(css), json!(words)])
                .await
                .as_u64()?;
            let options = self.driver().find_all(Locator::Css(css)).await.ok()?;
            options.get(usize::try_from(at).ok()?)?.clone().click().await.ok()
        })
        .await;
    }
}

#[test]
fn part_cut_split_merge_reshape_and_move_change_the_footprint_in_the_file() {
    in_window("change-tools", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        let projects = begun.ground.before.len();
        window.press("s").await;

        window.press("5").await;
        window.tool_is("rectangle").await;
        window.click_beside(end, &[(-300.0, -60.0), (-180.0, 40.0)]).await;
        let rectangle = window
            .kept(&begun, "rectangle", |p| p["geometry"]["type"] == "Polygon")
            .await;
        let corners = positions(&rectangle["geometry"]);
        assert_eq!(corners.len(), 5, "four corners and the first again");
        assert_eq!(
            distinct(corners.iter().map(|c| c.0)),
            2,
            "its sides run north: {corners:?}"
        );
        assert_eq!(distinct(corners.iter().map(|c| c.1)), 2, "and east: {corners:?}");

        window.take_tool("part").await;
        window
            .click_beside(end, &[(-300.0, 90.0), (-180.0, 90.0), (-240.0, 150.0)])
            .await;
        window.press("Enter").await;
        let two = window
            .kept(&begun, "two parts", |p| p["geometry"]["type"] == "MultiPolygon")
            .await;
        assert_eq!(two["geometry"]["coordinates"].as_array().expect("parts").len(), 2);
        let triangle = area(&two) - area(&rectangle);
        let share = triangle / area(&rectangle);
        assert!(
            (share - 0.3).abs() < 0.01,
            "120 × 60 / 2 beside 120 × 100 pixels: {share}"
        );

        // A corner of 20 × 30 pixels lies under what is cut away.
        window.take_tool("cut").await;
        window
            .click_beside(
                end,
                &[(-200.0, 10.0), (-150.0, 10.0), (-150.0, 70.0), (-200.0, 70.0)],
            )
            .await;
        window.press("Enter").await;
        let cut = window
            .kept(&begun, "cut corner", |p| area(p) < area(&two) - 1.0)
            .await;
        let share = (area(&two) - area(&cut)) / area(&rectangle);
        assert!(
            (share - 0.05).abs() < 0.005,
            "20 × 30 of 120 × 100 pixels are gone: {share}"
        );

        // The line goes through the rectangle only: the triangle stays with the larger piece.
        window.take_tool("split").await;
        window
            .click_beside(end, &[(-240.0, -100.0), (-240.0, 65.0)])
            .await;
        window.press("Enter").await;
        window.projects_are(projects as u64 + 1).await;
        let all = features(&window.home, &begun.ground.atlas);
        let split = feature(&all, &begun.id);
        let name = format!("{}（2）", begun.name);
        let piece = all
            .iter()
            .find(|f| f["properties"]["name"] == name.as_str())
            .expect("the other piece is a project of its own");
        let sum = area(split) + area(piece);
        assert!(
            (sum / area(&cut) - 1.0).abs() < 1e-4,
            "{} and {} are {}",
            area(split),
            area(piece),
            area(&cut)
        );
        assert_eq!(
            split["geometry"]["coordinates"].as_array().expect("parts").len(),
            2
        );

        window.take_tool("merge").await;
        window.click_beside(end, &[(-200.0, -45.0)]).await;
        let merged = window
            .kept(&begun, "merged footprint", |p| area(p) > area(split) + 1.0)
            .await;
        assert!(
            (area(&merged) / area(&cut) - 1.0).abs() < 1e-4,
            "all of it is there again"
        );
        assert_eq!(
            merged["geometry"]["coordinates"].as_array().expect("parts").len(),
            2
        );
        // The project that was merged in can go at once: one is left of the two.
        window.text_with("notice", &name).await;
        window.click("notice-action").await;
        window.click("question-yes").await;
        window.projects_are(projects as u64).await;
        window.text_with("inspector-title", &begun.name).await;

        window.take_tool("reshape").await;
        window
            .click_beside(end, &[(-280.0, -40.0), (-340.0, -10.0), (-280.0, 20.0)])
            .await;
        window.press("Enter").await;
        let reshaped = window
            .kept(&begun, "other edge", |p| area(p) > area(&merged) + 1.0)
            .await;
        assert_eq!(
            positions(&reshaped["geometry"]).len(),
            positions(&merged["geometry"]).len() + 3,
            "the edge goes out, round a point and in again"
        );

        window.press("9").await;
        window.tool_is("move").await;
        let mut way = Vec::new();
        for right in [-260.0, -250.0, -230.0, -210.0] {
            way.push(window.beside(end, right, 0.0).await);
        }
        window.drag(&way).await;
        let moved = window
            .kept(&begun, "moved footprint", |p| {
                p["geometry"] != reshaped["geometry"]
            })
            .await;
        window.press("Escape").await;
        let (from, to) = (positions(&reshaped["geometry"]), positions(&moved["geometry"]));
        let shift = to[0].0 - from[0].0;
        assert!(shift > 1e-4, "it went east: {shift}");
        assert_eq!(from.len(), to.len());
        for (a, b) in from.iter().zip(&to) {
            assert!(near((a.0 + shift, a.1), *b), "{a:?} went by {shift} to {b:?}");
        }
        assert!(
            (area(&moved) / area(&reshaped) - 1.0).abs() < 1e-6,
            "its area is what it was"
        );
        window.text_with("undo", "移动").await;
    });
}

#[test]
fn nothing_drawn_or_typed_is_lost_by_another_tool_or_by_closing() {
    in_window("open-work", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        window.press("s").await;
        window.press("5").await;
        window.tool_is("rectangle").await;
        window.click_beside(end, &[(-300.0, -60.0), (-180.0, 40.0)]).await;
        window
            .kept(&begun, "rectangle", |p| p["geometry"]["type"] == "Polygon")
            .await;
        // A hole that is whole but not finished, when another tool is picked.
        window.take_tool("hole").await;
        window
            .click_beside(end, &[(-280.0, -40.0), (-200.0, -40.0), (-240.0, 20.0)])
            .await;
        window.vertices_are(3).await;
        window.take_tool("split").await;
        window
            .kept(&begun, "hole", |p| {
                p["geometry"]["coordinates"].as_array().map(Vec::len) == Some(2)
            })
            .await;
        window.text_with("undo", "挖洞").await;
        window.press("Escape").await;

        // A field typed into and not left, when the window is closed.
        window.click("field-starts").await;
        window.fill("[data-test='field-starts-input']", "2025年3月").await;
        window.close().await;
        assert_eq!(begun.now(&window.home)["properties"]["starts"], "2025-03");

        // A footprint that is whole but not finished.
        window.reopen().await;
        window.map_ready().await;
        let before = features(&window.home, &begun.ground.atlas);
        let (id, _) = window.draw_unmapped(&before, false).await;
        window
            .click_beside(end, &[(-150.0, -80.0), (-60.0, -80.0), (-60.0, 0.0)])
            .await;
        window.vertices_are(3).await;
        window.close().await;
        let drawn = feature(&features(&window.home, &begun.ground.atlas), &id)["geometry"].clone();
        assert_eq!(drawn["type"], "Polygon", "{drawn}");
        window.reopen().await;
        window.map_ready().await;
    });
}

#[test]
fn snapping_panning_circle_freehand_simplify_and_tracing_do_what_the_hand_wants() {
    in_window("sketch-tools", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;

        // Alt turns snapping off while it is held.
        let beside_the_end = window.beside(end, 6.0, 2.0).await;
        window.hover_at(beside_the_end).await;
        window.text_with("snap-label", "吸附").await;
        window
            .holding("Alt", async || {
                window.gone("snap-label").await;
                window.click_at(beside_the_end).await;
                window.vertices_are(1).await;
            })
            .await;
        let aside = window.beside(end, 9.0, 6.0).await;
        window.hover_at(aside).await;
        window.text_with("snap-label", "吸附").await;

        // Space, or the middle button, pans; the sketch stays.
        let corners = [
            window.beside(end, 90.0, 15.0).await,
            window.beside(end, 80.0, 90.0).await,
        ];
        let stood = window.map_says("center").await;
        let mut way = Vec::new();
        for step in 0..5 {
            way.push(window.beside(end, 150.0 - 10.0 * f64::from(step), 120.0).await);
        }
        window.holding(" ", async || window.drag(&way).await).await;
        window.map_ready().await;
        let panned = window.map_says("center").await;
        assert_ne!(panned, stood, "space pans");
        assert_eq!(window.map_says("tool").await, "polygon");
        window.vertices_are(1).await;
        window.drag_middle(&way).await;
        window.map_ready().await;
        assert_ne!(window.map_says("center").await, panned, "the middle button pans");
        window.vertices_are(1).await;
        for (n, corner) in corners.into_iter().enumerate() {
            window.click_at(corner).await;
            window.vertices_are(n as u64 + 2).await;
        }
        window.press("Backspace").await;
        window.vertices_are(2).await;
        window.click_at(corners[1]).await;
        window.press("Enter").await;
        let drawn = window
            .kept(&begun, "polygon", |p| p["geometry"]["type"] == "Polygon")
            .await;
        let ring = positions(&drawn["geometry"]);
        // The mouse knows whole pixels only.
        let pixel = (beside_the_end.0 - end.0).abs() / 6.0;
        assert!(
            ring.iter()
                .any(|p| (p.0 - beside_the_end.0).hypot(p.1 - beside_the_end.1) < 2.0 * pixel),
            "{beside_the_end:?} of {ring:?}"
        );
        assert!(
            !ring.iter().any(|p| near(*p, end)),
            "the end of the road was not caught"
        );

        window.tool_is("select").await;
        window.bring_to_middle(end).await;
        a_circle_of_a_typed_radius(window, &begun).await;
        freehand_then_simplified(window, &begun).await;
        along_the_road(window, &begun).await;
    });
}

async fn a_circle_of_a_typed_radius(window: &Window, begun: &Begun) {
    let before = features(&window.home, &begun.ground.atlas);
    let (id, _) = window.draw_unmapped(&before, false).await;
    window.press("6").await;
    window.tool_is("circle").await;
    window.click_beside(begun.ground.end, &[(-150.0, -80.0)]).await;
    window.enter("[data-test='radius']", "800").await;
    let circle = window
        .until("circle", || async {
            let all = features(&window.home, &begun.ground.atlas);
            let now = feature(&all, &id).clone();
            (!now["geometry"].is_null()).then_some(now)
        })
        .await;
    let wanted = std::f64::consts::PI * 800.0 * 800.0;
    let off = area(&circle) / wanted - 1.0;
    assert!(off.abs() < 0.01, "{} m² are off πr² by {off}", area(&circle));
}

async fn freehand_then_simplified(window: &Window, begun: &Begun) {
    let before = features(&window.home, &begun.ground.atlas);
    let (id, _) = window.draw_unmapped(&before, false).await;
    window.press("7").await;
    window.tool_is("freehand").await;
    let mut round = Vec::new();
    for step in 0..60 {
        let (sin, cos) = (f64::from(step) / 60.0 * std::f64::consts::TAU).sin_cos();
        round.push(
            window
                .beside(begun.ground.end, -150.0 + 70.0 * cos, 90.0 + 70.0 * sin)
                .await,
        );
    }
    window.drag(&round).await;
    let now = |home: &Home| feature(&features(home, &begun.ground.atlas), &id).clone();
    let free = window
        .until("freehand shape", || async {
            let project = now(&window.home);
            (project["geometry"]["type"] == "Polygon").then_some(project)
        })
        .await;
    let vertices = positions(&free["geometry"]).len();
    assert!(vertices > 40, "the hand left {vertices} vertices");

    window.take_tool("simplify").await;
    window.text_with("simplify-effect", "→").await;
    let slide = "const s = document.querySelector(`[data-test='simplify-tolerance']`); s.value = 60; \
        s.dispatchEvent(new Event('input', { bubbles: true }))";
    window.script(slide, vec![]).await;
    window.text_with("simplify-panel", "31.5").await;
    // Enter applies, as the hint says, though nothing in the panel has the focus.
    window.press("Enter").await;
    let simple = window
        .until("fewer vertices", || async {
            let project = now(&window.home);
            (positions(&project["geometry"]).len() < vertices).then_some(project)
        })
        .await;
    let off = area(&simple) / area(&free) - 1.0;
    assert!(off.abs() < 0.05, "the area is nearly what it was: off by {off}");
    window.gone("simplify-panel").await;
}

async fn along_the_road(window: &Window, begun: &Begun) {
    let before = features(&window.home, &begun.ground.atlas);
    let road = before
        .iter()
        .filter(|f| f["geometry"]["type"] == "LineString")
        .map(|f| positions(&f["geometry"]))
        .find(|line| near(line[0], begun.ground.end))
        .expect("the road whose end is in the middle");
    let (x, y) = window.pixel(road[0]).await;
    let mut last = 0;
    for (n, at) in road.iter().enumerate() {
        let (right, down) = window.pixel(*at).await;
        if (right - x).abs() < 250.0 && (down - y).abs() < 130.0 {
            last = n;
        } else {
            break;
        }
    }
    assert!(last >= 3, "a part of the road is in view: {last}");
    let (id, _) = window.draw_unmapped(&before, true).await;
    window.press("t").await;
    window.click_at(road[0]).await;
    window.vertices_are(1).await;
    window.click_at(road[last]).await;
    window.vertices_are(last as u64 + 1).await;
    window.press("Enter").await;
    let line = window
        .until("traced line", || async {
            let all = features(&window.home, &begun.ground.atlas);
            let now = feature(&all, &id)["geometry"].clone();
            (now["type"] == "LineString").then(|| positions(&now))
        })
        .await;
    assert_eq!(line.len(), last + 1);
    for (a, b) in line.iter().zip(&road) {
        assert!(near(*a, *b), "{a:?} of the line is {b:?} of the road");
    }
}

#[test]
fn a_crossing_shape_is_repaired_and_an_approved_one_is_not_changed_in_silence() {
    in_window("repair-precision", async |window| {
        let begun = window.begin_drawing(false).await;
        let end = begun.ground.end;
        window.press("s").await;
        window
            .click_beside(
                end,
                &[(-300.0, -60.0), (-180.0, 60.0), (-180.0, -60.0), (-300.0, 60.0)],
            )
            .await;
        window.text_with("draw-problem", "自相交").await;
        window.press("Enter").await;
        window.text_with("draw-hint", "修复").await;
        assert!(begun.geometry(&window.home).is_null(), "it is not kept as it is");
        window.click("draw-repair").await;
        let mended = window
            .kept(&begun, "repaired footprint", |p| !p["geometry"].is_null())
            .await;
        assert_eq!(mended["geometry"]["type"], "MultiPolygon", "two triangles");
        assert_eq!(mended["properties"]["precision"], "sketched");
        window.text_with("notice", "已修复").await;

        window.click("field-alternative").await;
        window
            .kept(&begun, "alternative", |p| {
                p["properties"]["alternative"] == json!(true)
            })
            .await;
        window.click("field-precision").await;
        window.choose("批复").await;
        let approved = window
            .kept(&begun, "approved precision", |p| {
                p["properties"]["precision"] == "approved"
            })
            .await;

        // A hand that moves a vertex makes it a sketch, and says so; one click takes it back.
        window.press("8").await;
        window.tool_is("vertices").await;
        let corner = positions(&approved["geometry"])[0];
        let mut way = Vec::new();
        for step in 0..4 {
            way.push(
                window
                    .beside(corner, -6.0 * f64::from(step), -4.0 * f64::from(step))
                    .await,
            );
        }
        window.drag(&way).await;
        window.text_with("notice", "不再是批复").await;
        window
            .kept(&begun, "sketched precision", |p| {
                p["properties"]["precision"] == "sketched" && p["geometry"] != approved["geometry"]
            })
            .await;
        window.text_with("undo", "批复改为示意").await;
        window.click("notice-action").await;
        window
            .kept(&begun, "approved footprint", |p| {
                p["properties"]["precision"] == "approved" && p["geometry"] == approved["geometry"]
            })
            .await;
    });
}
