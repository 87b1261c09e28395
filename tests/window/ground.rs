//! The ground that tests of drawing stand on: the practice atlas at the end of a road, a project without a footprint
//! chosen for drawing, and what the file holds.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::harness::Window;
use crate::home::Home;
use crate::pointer::Place;

/// The practice atlas with the end of a road in the middle of the map.
pub struct Ground {
    /// Its file.
    pub atlas: PathBuf,
    /// Its projects as they were.
    pub before: Vec<Value>,
    /// Where the road ends.
    pub end: Place,
}

/// A project on that ground that is being drawn.
pub struct Begun {
    /// The ground.
    pub ground: Ground,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Begun {
    /// The project as the file has it now.
    pub fn now(&self, home: &Home) -> Value {
        feature(&features(home, &self.ground.atlas), &self.id).clone()
    }

    /// Its geometry as the file has it now.
    pub fn geometry(&self, home: &Home) -> Value {
        self.now(home)["geometry"].clone()
    }
}

/// The projects of an atlas as GeoJSON features, those without a place too.
pub fn features(home: &Home, atlas: &Path) -> Vec<Value> {
    let out = home.path("look.geojson");
    let (atlas, path) = (atlas.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let output = home.zhentu(&["export", atlas, "-o", path, "--with-unmapped"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let file: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
    std::fs::remove_file(out).expect("it can go");
    file["features"].as_array().expect("features").clone()
}

/// The feature of that id.
pub fn feature<'a>(features: &'a [Value], id: &str) -> &'a Value {
    features
        .iter()
        .find(|f| f["id"] == id)
        .unwrap_or_else(|| panic!("no project {id} in the export"))
}

/// A position as a place.
pub fn place(position: &Value) -> Place {
    (
        position[0].as_f64().expect("longitude"),
        position[1].as_f64().expect("latitude"),
    )
}

/// Whether two places are one to a tenth of a metre.
pub fn near(a: Place, b: Place) -> bool {
    (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6
}

/// Name and first point of a road that is drawn as a line.
fn a_road(features: &[Value]) -> (String, Place) {
    let road = features
        .iter()
        .find(|f| f["properties"]["kind"] == "road" && f["geometry"]["type"] == "LineString")
        .expect("the practice atlas has a road that is a line");
    let name = road["properties"]["name"].as_str().expect("a name").to_owned();
    (name, place(&road["geometry"]["coordinates"][0]))
}

/// Kinds whose footprint is drawn as a line unless another tool is picked.
const ALONG_A_LINE: [&str; 3] = ["road", "sewage", "water"];

impl Window {
    /// Finds a thing by its name with Ctrl+K and flies to it.
    pub async fn go_to(&self, name: &str) {
        self.press("Ctrl+k").await;
        self.fill("[data-test='palette-input']", name).await;
        self.click_text("palette-item", name).await;
        // The flight has begun by then: it is decided together with the selection that the title tells of.
        self.text_with("inspector-title", name).await;
        self.map_ready().await;
    }

    /// Begins with the practice atlas and brings the end of a road into the middle of the map.
    pub async fn at_a_road(&self) -> Ground {
        let atlas = self.begin("practice").await;
        let before = features(&self.home, &atlas);
        let (road, end) = a_road(&before);
        self.go_to(&road).await;
        self.bring_to_middle(end).await;
        Ground { atlas, before, end }
    }

    /// Starts drawing a project that has no footprint yet, there: one that is a line, or one that is an area.
    pub async fn begin_drawing(&self, line: bool) -> Begun {
        let ground = self.at_a_road().await;
        let (id, name) = self.draw_unmapped(&ground.before, line).await;
        Begun { ground, id, name }
    }

    /// Clicks at places that many pixels to the right of and below another, one after the other.
    pub async fn click_beside(&self, from: Place, corners: &[(f64, f64)]) {
        for (right, down) in corners {
            let corner = self.beside(from, *right, *down).await;
            self.click_at(corner).await;
        }
    }

    /// Opens the 未上图 list and starts drawing the first project in it whose kind is drawn as a line, or as an area.
    pub async fn draw_unmapped(&self, features: &[Value], line: bool) -> (String, String) {
        self.until("end of the drawing before", || async {
            (self.map_says("tool").await == json!("select")).then_some(())
        })
        .await;
        let toggle = self.find("unmapped-toggle").await;
        if toggle.attr("aria-expanded").await.expect("a button").as_deref() != Some("true") {
            self.click("unmapped-toggle").await;
        }
        let listed = "return [...document.querySelectorAll(`[data-test^='unmapped-']`)].map(e => e.dataset.test.slice(9))";
        let (id, name) = self
            .until("project in the 未上图 list", || async {
                let ids: Vec<String> = serde_json::from_value(self.script(listed, vec![]).await).ok()?;
                ids.into_iter().find_map(|id| {
                    let found = features
                        .iter()
                        .find(|f| f["id"] == id.as_str() && f["geometry"].is_null())?;
                    let kind = found["properties"]["kind"].as_str()?;
                    if ALONG_A_LINE.contains(&kind) != line {
                        return None;
                    }
                    Some((id, found["properties"]["name"].as_str()?.to_owned()))
                })
            })
            .await;
        let stood = (self.map_says("center").await, self.map_says("zoom").await);
        // The map goes to the project's town; these tests draw where they know what lies there.
        self.until_moved(async { self.click(&format!("unmapped-{id}")).await })
            .await;
        let back = "const [[lon, lat], zoom] = arguments; window.__zhentuMap.stand(lon, lat, zoom)";
        self.script(back, vec![stood.0, stood.1]).await;
        self.map_ready().await;
        let tool = if line { "line" } else { "polygon" };
        self.until(&format!("{tool} tool"), || async {
            (self.map_says("tool").await == json!(tool)).then_some(())
        })
        .await;
        (id, name)
    }

    /// Waits until the sketch has that many vertices.
    pub async fn vertices_are(&self, count: u64) {
        self.until(&format!("{count} vertices"), || async {
            (self.map_says("vertices").await == json!(count)).then_some(())
        })
        .await;
    }
}
