//! An atlas of thousands of projects: circles with numbers from afar, shapes once few are in view, and all the rest as with
//! a small one.

use std::fmt::Write as _;

use serde_json::json;

use crate::harness::{Window, in_window_of};
use crate::home::Home;

/// More projects than are drawn one by one, so many that the footprints stay in the file.
const MANY: usize = 21_000;

/// The practice atlas with a raster of points and squares around it.
fn crowded(home: &Home) -> Vec<String> {
    let mut text = String::new();
    for i in 0..MANY {
        let (x, y) = (115.2 + (i % 210) as f64 * 0.004, 33.0 + (i / 210) as f64 * 0.008);
        let geometry = if i % 4 == 0 {
            let s = 0.0008;
            json!({"type": "Polygon", "coordinates": [[[x, y], [x + s, y], [x + s, y + s], [x, y + s], [x, y]]]})
        } else {
            json!({"type": "Point", "coordinates": [x, y]})
        };
        let kind = ["道路", "水利", "教育"][i % 3];
        let feature = json!({"type": "Feature", "geometry": geometry,
            "properties": {"项目名称": format!("格点{i:05}号"), "项目类型": kind}});
        let _ = writeln!(text, "{feature}");
    }
    std::fs::write(home.path("many.geojsonl"), text).expect("written");
    for args in [
        &["new", "many.gpkg", "--practice"][..],
        &["import", "many.gpkg", "many.geojsonl"][..],
    ] {
        let output = home.zhentu(args);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    vec![home.path("many.gpkg").display().to_string()]
}

impl Window {
    /// Waits until the projects are drawn from tiles, or one by one.
    async fn crowd_is(&self, crowd: bool) {
        self.until(&format!("crowd drawn: {crowd}"), || async {
            (self.map_says("crowd").await == json!(crowd)).then_some(())
        })
        .await;
        self.map_ready().await;
    }

    /// A pixel of the window on a circle that stands for many.
    async fn circle(&self) -> (f64, f64) {
        let found = self.until("a circle of many", || async {
            let at = self.map_says("circle").await;
            Some((at.get(0)?.as_f64()?, at.get(1)?.as_f64()?))
        });
        found.await
    }
}

#[test]
fn a_crowd_of_projects_is_counted_from_afar_and_drawn_from_near() {
    in_window_of("crowd", crowded, async |window| {
        window.projects_are(MANY as u64 + 120).await;
        window.gone("map-loading").await;
        window.crowd_is(true).await;
        window.picture("crowd.png").await;

        // A project of the ledger is flown to and stands among its neighbours as a shape that can be chosen.
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "格点10000号").await;
        window.text_with("palette-item", "格点10000号").await;
        window.press("Enter").await;
        window.text_with("inspector-title", "格点10000号").await;
        window.crowd_is(false).await;
        let near = window.map_says("features").await.as_u64().expect("a number");
        assert!(near > 1 && near < 1_600, "{near} pins are on the map");

        // From afar they are circles; a click on one goes nearer.
        window.click("map-home").await;
        window.crowd_is(true).await;
        let zoom = async || window.map_says("zoom").await.as_f64().expect("a zoom");
        let before = zoom().await;
        let (x, y) = window.circle().await;
        window.click_pixel(x, y).await;
        window
            .until("nearer", || async { (zoom().await > before + 1.0).then_some(()) })
            .await;

        // What is changed is on the map, and taken back.
        window.press("Ctrl+z").await;
        window.projects_are(120).await;
        window.press("Ctrl+Shift+z").await;
        window.projects_are(MANY as u64 + 120).await;
    });
}
