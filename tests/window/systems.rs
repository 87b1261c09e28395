//! Coordinate systems: chosen in the status line, made by the user from control points or parameters, and kept.

use geo_types::Coord;
use geodata::crs::Crs;
use serde_json::json;

use crate::ground::{Begun, near, place};
use crate::harness::{Window, in_window};
use crate::pointer::Place;

/// X and Y of a text like `X 3697000.123 Y 374000.456`.
fn metres(text: &str) -> (f64, f64) {
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|t| t.parse().ok()).collect();
    assert_eq!(numbers.len(), 2, "{text}");
    (numbers[0], numbers[1])
}

impl Window {
    /// Chooses a system in the status line, found by what is typed.
    async fn choose_system(&self, find: &str, id: &str) {
        self.click("status-crs").await;
        self.fill("[data-test='crs-find']", find).await;
        self.click(&format!("crs-option-{id}")).await;
        self.gone("crs-menu").await;
    }

    /// Puts a text of several lines into a field; the driver would drop their ends.
    pub async fn paste(&self, field: &str, text: &str) {
        self.find(field).await;
        let script = "const t = document.querySelector(`[data-test='${arguments[0]}']`); t.value = arguments[1]; \
            t.dispatchEvent(new Event('input', { bubbles: true }))";
        self.script(script, vec![json!(field), json!(text)]).await;
    }

    /// What the status line says of a place, once it begins like that.
    async fn said_of(&self, place: Place, begins: &str) -> String {
        self.until(&format!("coordinates beginning with {begins}"), || async {
            self.hover_at(place).await;
            let text = self.text("status-coordinates").await;
            text.starts_with(begins).then_some(text)
        })
        .await
    }
}

#[test]
fn a_local_system_made_from_control_points_reads_and_writes_and_is_there_after_a_restart() {
    in_window("systems-local", async |window| {
        let ground = window.at_a_road().await;
        window.choose_system("117 3° 不含", "EPSG:4548").await;
        let (x, y) = metres(&window.said_of(ground.end, "X ").await);

        window.click("status-crs").await;
        window.click("crs-manage").await;
        window.click("system-new-local").await;
        window.fill("[data-test='system-name']", "县城独立坐标系").await;
        // The same origin for all, so that local numbers are those of the zone less a constant; the last one is wrong.
        let row = |name: &str, north: f64, east: f64, off: f64| {
            format!(
                "{name} {:.3} {:.3} {:.3} {:.3}",
                north - 3_600_000.0 + off,
                east - 300_000.0,
                north,
                east
            )
        };
        let (n, e) = (x.round(), y.round());
        let first = [row("K1", n, e, 0.0), row("K2", n + 2_000.0, e + 500.0, 0.0)].join("\n");
        window.paste("system-table", &first).await;
        window.text_with("system-doubt-bare", "两个点").await;
        let more = [
            first.clone(),
            row("K3", n - 1_200.0, e + 1_900.0, 0.0),
            row("K4", n + 900.0, e - 1_600.0, 0.0),
            row("K5", n + 300.0, e + 2_500.0, 7.5),
        ]
        .join("\n");
        window.paste("system-table", &more).await;
        window.text_with("system-doubt-outlier", "标红").await;
        window.text_with("system-residuals", "K5").await;
        window.picture("systems.png").await;
        let right = more.rsplit_once('\n').expect("rows").0.to_owned();
        window.paste("system-table", &right).await;
        window.text_with("system-fit", "中误差 0.000 米").await;
        window.click("system-use").await;
        window.gone("dialog-systems").await;
        window.text_with("status-crs", "县城独立坐标系").await;

        let local = metres(&window.said_of(ground.end, "X ").await);
        assert!(
            (local.0 - (x - 3_600_000.0)).abs() < 0.003 && (local.1 - (y - 300_000.0)).abs() < 0.003,
            "{local:?} is not {x}, {y} less the origin"
        );

        // Typed coordinates are read in the system of the status line.
        let (id, name) = window.draw_unmapped(&ground.before, false).await;
        let begun = Begun { ground, id, name };
        window.press("0").await;
        let corners = [(0.0, 0.0), (0.0, 150.0), (100.0, 150.0), (100.0, 0.0)];
        let rows: Vec<String> = corners
            .iter()
            .map(|(up, right)| format!("{:.3}\t{:.3}", local.0 + up, local.1 + right))
            .collect();
        window.paste("coords-text", &rows.join("\n")).await;
        window.text_with("coords-read", "4").await;
        window.click("coords-use").await;
        window.text_with("footprint-area", "22.5").await;
        let geometry = begun.geometry(&window.home);
        let ring = geometry["coordinates"][0].as_array().expect("a ring");
        let zone = Crs::parse("EPSG:4548").expect("a zone");
        let corner = zone.inverse(Coord {
            x: local.1 + 300_000.0,
            y: local.0 + 3_600_000.0,
        });
        let corner = corner.expect("a place");
        assert!(
            ring.iter().any(|p| near(place(p), (corner.x, corner.y))),
            "{corner:?} is a corner of {ring:?}"
        );

        window.close().await;
        window.reopen().await;
        window.text_with("status-crs", "县城独立坐标系").await;
        window.map_ready().await;
        let somewhere = window.place_at(640.0, 400.0).await;
        window.said_of(somewhere, "X ").await;
        window.click("status-crs").await;
        window.click("crs-manage").await;
        window.text_with("system-fit", "中误差 0.000 米").await;
        window.click("system-remove").await;
        window.click("question-yes").await;
        window.gone("system-name").await;
        window.click("dialog-close").await;
        window.text_with("status-crs", "CGCS2000 经纬度").await;
    });
}

#[test]
fn an_older_system_chosen_in_the_status_line_asks_for_its_parameters_and_then_works() {
    in_window("systems-old", async |window| {
        let ground = window.at_a_road().await;
        window.choose_system("wgs84 utm 50", "EPSG:32650").await;
        window.said_of(ground.end, "X ").await;
        window.choose_system("4527", "EPSG:4527").await;
        let (x, y) = metres(&window.said_of(ground.end, "X ").await);
        assert!(y > 39_000_000.0, "the easting carries its zone: {y}");

        window.choose_system("西安80 117 含带号 39", "EPSG:2363").await;
        window.find("dialog-systems").await;
        window.fill("[data-test='system-name']", "本县旧坐标").await;
        window
            .fill("[data-test='system-parameter-0']", "15.8, -154.4, -82.3\t")
            .await;
        window.text_with("system-moves", "米").await;
        window.click("system-use").await;
        window.text_with("status-crs", "本县旧坐标").await;
        let (old_x, old_y) = metres(&window.said_of(ground.end, "X ").await);
        let away = (old_x - x).hypot(old_y - y);
        assert!((20.0..300.0).contains(&away), "{away} m from CGCS2000");
    });
}
