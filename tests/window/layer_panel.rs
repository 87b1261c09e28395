//! The panel of layers and its dialog, and what is drawn on the map, as tests of layers use them.

use serde_json::json;

use crate::harness::Window;
use crate::pointer::Place;
use crate::tile_server::{Answer, CORNERS, TileServer, mercator_tile};

/// A place beside the middle of the map that an empty atlas opens on.
pub const PLACE: Place = (118.004, 36.503);
/// How far from a meeting point of colours they are looked at, pixels: what lies a pixel further off is seen.
pub const NEAR: f64 = 2.0;

/// z, x, y of a path such as `/xyz/15/27123/12877.png?tk=…`.
pub fn numbers(path: &str) -> Option<[u32; 3]> {
    let path = path.split('?').next()?;
    let mut parts = path.trim_end_matches(".png").rsplit('/');
    let (y, x, z) = (parts.next()?, parts.next()?, parts.next()?);
    Some([z.parse().ok()?, x.parse().ok()?, y.parse().ok()?])
}

/// A service of the web grid whose colours meet at a place.
pub fn web_service(place: Place) -> TileServer {
    TileServer::start(move |path| match numbers(path) {
        Some([z, x, y]) => Answer::png(mercator_tile(place, z, x, y)),
        None => Answer::refused(404),
    })
}

impl Window {
    /// Begins with an empty atlas, its map at that zoom, the layers panel open.
    pub async fn empty_map(&self, zoom: f64) {
        self.begin("empty").await;
        self.press("Alt+2").await;
        self.find("map-layers").await;
        self.zoom_in(zoom).await;
    }

    /// Zooms in step by step until the map is at least that close.
    pub async fn zoom_in(&self, zoom: f64) {
        self.until("zoom", || async {
            // One step at a time: a step that is still under way would be counted twice.
            self.map_ready().await;
            let now = self.map_says("zoom").await.as_f64()?;
            if now >= zoom {
                return Some(());
            }
            self.press("=").await;
            // A key that came while the window was not ready for it is pressed again.
            for _ in 0..20 {
                if self.map_says("zoom").await.as_f64() != Some(now) {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            None
        })
        .await;
        self.map_ready().await;
    }

    /// Reads an address in the dialog.
    pub async fn read_address(&self, address: &str) {
        self.click("layer-add").await;
        self.find("dialog-add-layer").await;
        self.enter("[data-test='layer-address']", address).await;
        self.find("layer-found").await;
    }

    /// Names the layer of the dialog and adds it.
    pub async fn add_as(&self, name: &str) {
        self.fill("[data-test='layer-name']", name).await;
        self.click("add-go").await;
        self.gone("dialog-add-layer").await;
        self.find_css(&row(name)).await;
    }

    /// What is drawn at a place moved by pixels.
    pub async fn colour(&self, place: Place, (right, down): (f64, f64)) -> Option<[i64; 3]> {
        let (x, y) = self.pixel(place).await;
        let drawn = self
            .script(
                "return window.__zhentuMap.colourAt(arguments[0], arguments[1])",
                vec![json!(x + right), json!(y + down)],
            )
            .await;
        let [r, g, b, _] = serde_json::from_value::<[i64; 4]>(drawn).ok()?;
        Some([r, g, b])
    }

    /// Whether the four colours of the tiles meet at that place on the screen.
    pub async fn meet_at(&self, place: Place) -> bool {
        for (i, (right, down)) in [(-NEAR, -NEAR), (NEAR, -NEAR), (-NEAR, NEAR), (NEAR, NEAR)]
            .into_iter()
            .enumerate()
        {
            let Some(seen) = self.colour(place, (right, down)).await else {
                return false;
            };
            if !alike(seen, CORNERS[i], 36) {
                return false;
            }
        }
        true
    }

    pub async fn until_meeting_at(&self, place: Place) {
        self.until("colours that meet at the place", || async {
            self.meet_at(place).await.then_some(())
        })
        .await;
    }

    /// Waits until no colours meet there any more: what covers the place comes tile by tile.
    pub async fn until_none_meet_at(&self, place: Place) {
        self.until("one colour at the place", || async {
            (!self.meet_at(place).await).then_some(())
        })
        .await;
    }

    /// Waits until the row of a layer shows that state.
    pub async fn state_is(&self, name: &str, state: &str) {
        let css = format!("{}[data-state='{state}']", row(name));
        self.find_css(&css).await;
    }

    /// Names of the layers, topmost first.
    pub async fn layer_names(&self) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(`[data-test='user-layer']`)].map(e => e.dataset.name)";
        serde_json::from_value(self.script(script, vec![]).await).expect("names")
    }

    /// Opens the menu of a layer and chooses a line of it.
    pub async fn layer_menu(&self, name: &str, line: &str) {
        self.click_css(&format!("{} [data-test='user-layer-menu']", row(name)))
            .await;
        self.click_css(&format!("[data-test='layer-menu-{line}']")).await;
    }

    /// The middle of the handle of a layer, in pixels of the page.
    pub async fn middle_of(&self, name: &str) -> (f64, f64) {
        let handle = self
            .find_css(&format!("{} [data-test='layer-move']", row(name)))
            .await;
        let (x, y, width, height) = handle.rectangle().await.expect("a size");
        (x + width / 2.0, y + height / 2.0)
    }

    /// Sets the slider of a layer as a drag of it does.
    pub async fn set_opacity(&self, name: &str, percent: u32) {
        let script = "const slider = document.querySelector(arguments[0]); slider.value = arguments[1]; \
            slider.dispatchEvent(new Event('input', { bubbles: true }))";
        let css = format!("{} [data-test='user-layer-opacity']", row(name));
        self.find_css(&css).await;
        self.script(script, vec![json!(css), json!(percent.to_string())])
            .await;
    }
}

/// The row of the layer of that name, as a selector.
pub fn row(name: &str) -> String {
    format!("[data-test='user-layer'][data-name='{name}']")
}

/// Whether a colour is another one, but for so much.
pub fn alike(seen: [i64; 3], wanted: [u8; 3], by: i64) -> bool {
    seen.iter()
        .zip(wanted)
        .all(|(a, b)| (a - i64::from(b)).abs() <= by)
}
