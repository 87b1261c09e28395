//! Boundaries of towns: drawn and changed from the card, seen on the map, held against projects at once, taken back.

use serde_json::{Value, json};

use crate::harness::Window;
use crate::harness::in_window_of;
use crate::pointer::Place;

const TOWN: &str = "望岑镇";

impl Window {
    /// How many projects the check finds outside their town, once it differs from `before`.
    async fn outside_other_than(&self, before: u64) -> u64 {
        self.until("another count of projects outside their town", || async {
            if !self.shows("check-group-outside").await {
                return (before != 0).then_some(0);
            }
            let text = self.text("check-group-outside").await;
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let now = digits.parse().unwrap_or(0);
            (now != before).then_some(now)
        })
        .await
    }

    /// Whether something of the line of the boundary is drawn near a place.
    async fn line_at(&self, place: Place) -> bool {
        let (x, y) = self.pixel(place).await;
        let script = "const [x, y] = arguments; const m = window.__zhentuMap; const seen = new Set(); \
            for (let i = -8; i <= 8; i++) for (let j = -8; j <= 8; j++) seen.add(m.colourAt(x + i, y + j).join()); \
            return seen.size";
        let colours = self.script(script, vec![json!(x), json!(y)]).await;
        colours.as_u64().unwrap_or(0) > 2
    }
}

/// The boundary of the town as it is kept.
fn kept(window: &Window) -> Option<String> {
    let folder = window.home.path("文本");
    let _ = std::fs::remove_dir_all(&folder);
    let atlas = window.home.path("册.gpkg");
    let (atlas, to) = (atlas.to_str().expect("UTF-8"), folder.to_str().expect("UTF-8"));
    let done = window.home.zhentu(&["export", atlas, "-o", to, "--layer", "all"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let regions = folder.join("practice_quality/regions.csv");
    let text = std::fs::read_to_string(regions).expect("the regions");
    let row = text
        .lines()
        .find(|l| l.contains(TOWN))
        .expect("the town")
        .to_owned();
    row.find("POLYGON").map(|at| row[at..].to_owned())
}

#[test]
fn the_boundary_of_a_town_is_drawn_changed_and_deleted_and_projects_are_held_against_it() {
    in_window_of(
        "outlines",
        |home| {
            vec![
                home.atlas("册.gpkg", &["--practice"])
                    .to_str()
                    .expect("UTF-8")
                    .to_owned(),
            ]
        },
        async |window| {
            window.map_ready().await;
            window.go_to(TOWN).await;
            let middle: Value = window.map_says("center").await;
            let middle = crate::ground::place(&middle);
            window.click("tab-check").await;
            assert_eq!(kept(window), None);
            assert!(!window.shows("legend-outlines").await);

            window.click("town-outline-draw").await;
            window
                .click_beside(
                    middle,
                    &[(40.0, -60.0), (120.0, -60.0), (120.0, 60.0), (40.0, 60.0)],
                )
                .await;
            window.vertices_are(4).await;
            window.press("Enter").await;
            window.text_with("undo", &format!("画镇界：{TOWN}")).await;
            window.text_with("town-outline-size", "平方公里").await;
            let first = kept(window).expect("a boundary");
            let outside = window.outside_other_than(0).await;
            window.text_with("legend-outlines", "1").await;
            let top = window.beside(middle, 80.0, -60.0).await;
            window
                .until("the line on the map", || async {
                    window.line_at(top).await.then_some(())
                })
                .await;
            window.picture("outline.png").await;

            // The layer is switched off and on by itself.
            window.press("Alt+2").await;
            window.click("layer-outlines-visible").await;
            window.gone("legend-outlines").await;
            window.click("layer-outlines-visible").await;
            window.find("legend-outlines").await;

            // A corner is drawn out: one step that the check follows.
            window.click("town-outline-draw").await;
            window
                .until("the nodes", || async {
                    (window.map_says("tool").await == json!("vertices")).then_some(())
                })
                .await;
            window.map_ready().await;
            let corner = first_corner(&first);
            let out = window.beside(corner, -30.0, -20.0).await;
            window.drag(&[corner, out]).await;
            window.text_with("undo", &format!("改镇界：{TOWN}")).await;
            let second = kept(window).expect("a boundary");
            assert_ne!(first, second);
            // Undo while its nodes are shown puts the old ones back.
            window.press("Ctrl+z").await;
            window.text_with("undo", &format!("画镇界：{TOWN}")).await;
            assert_eq!(kept(window).as_deref(), Some(first.as_str()));
            window.press("Escape").await;

            window.click("town-outline-remove").await;
            window.text_with("undo", &format!("删除镇界：{TOWN}")).await;
            assert_eq!(kept(window), None);
            assert_eq!(window.outside_other_than(outside).await, 0);
            window.gone("legend-outlines").await;
            window.press("Ctrl+z").await;
            window.text_with("town-outline-size", "平方公里").await;
            assert_eq!(window.outside_other_than(0).await, outside);
        },
    );
}

/// The first corner of a boundary as text.
fn first_corner(text: &str) -> Place {
    let numbers: Vec<f64> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|n| n.parse().ok())
        .take(2)
        .collect();
    (numbers[0], numbers[1])
}
