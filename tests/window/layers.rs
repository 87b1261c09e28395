//! Layers the user adds: services of a server on this machine, packs, a pinned picture; where they lie is read off the screen.

use std::path::Path;

use fantoccini::Locator;
use geo_types::coord;
use geodata::crs::china_shift::wgs84_to_gcj02;
use serde_json::json;

use crate::harness::{Window, in_window};
use crate::pointer::Place;
use crate::tile_server::{Answer, CORNERS, TileServer, degree_tile, mercator_tile, plan};

/// A place beside the middle of the map that an empty atlas opens on.
const PLACE: Place = (118.004, 36.503);
/// How far from a meeting point of colours they are looked at, pixels: what lies a pixel further off is seen.
const NEAR: f64 = 2.0;

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

/// z, x, y of a path such as `/xyz/15/27123/12877.png?tk=…`.
fn numbers(path: &str) -> Option<[u32; 3]> {
    let path = path.split('?').next()?;
    let mut parts = path.trim_end_matches(".png").rsplit('/');
    let (y, x, z) = (parts.next()?, parts.next()?, parts.next()?);
    Some([z.parse().ok()?, x.parse().ok()?, y.parse().ok()?])
}

/// A service of the web grid whose colours meet at a place.
fn web_service(place: Place) -> TileServer {
    TileServer::start(move |path| match numbers(path) {
        Some([z, x, y]) => Answer::png(mercator_tile(place, z, x, y)),
        None => Answer::refused(404),
    })
}

impl Window {
    /// Begins with an empty atlas, its map at that zoom, the layers panel open.
    async fn empty_map(&self, zoom: f64) {
        self.begin("empty").await;
        self.press("Alt+2").await;
        self.find("map-layers").await;
        self.zoom_in(zoom).await;
    }

    async fn zoom_in(&self, zoom: f64) {
        self.until("zoom", || async {
            let now = self.map_says("zoom").await.as_f64()?;
            if now >= zoom {
                return Some(());
            }
            self.press("=").await;
            // one step at a time: a step that is still under way would be counted twice
            tokio::time::sleep(std::time::Duration::from_millis(260)).await;
            self.map_ready().await;
            None
        })
        .await;
        self.map_ready().await;
    }

    /// Reads an address in the dialog.
    async fn read_address(&self, address: &str) {
        self.click("layer-add").await;
        self.find("dialog-add-layer").await;
        self.enter("[data-test='layer-address']", address).await;
        self.find("layer-found").await;
    }

    /// Names the layer of the dialog and adds it.
    async fn add_as(&self, name: &str) {
        self.fill("[data-test='layer-name']", name).await;
        self.click("add-go").await;
        self.gone("dialog-add-layer").await;
        self.find_css(&row(name)).await;
    }

    /// What is drawn at a place moved by pixels.
    async fn colour(&self, place: Place, (right, down): (f64, f64)) -> Option<[i64; 3]> {
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
    async fn meet_at(&self, place: Place) -> bool {
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

    async fn until_meeting_at(&self, place: Place) {
        self.until("colours that meet at the place", || async {
            self.meet_at(place).await.then_some(())
        })
        .await;
    }

    /// Waits until the row of a layer shows that state.
    async fn state_is(&self, name: &str, state: &str) {
        let css = format!("{}[data-state='{state}']", row(name));
        self.find_css(&css).await;
    }

    /// Names of the layers, topmost first.
    async fn layer_names(&self) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(`[data-test='user-layer']`)].map(e => e.dataset.name)";
        serde_json::from_value(self.script(script, vec![]).await).expect("names")
    }

    /// Opens the menu of a layer and chooses a line of it.
    async fn layer_menu(&self, name: &str, line: &str) {
        self.click_css(&format!("{} [data-test='user-layer-menu']", row(name)))
            .await;
        self.click_css(&format!("[data-test='layer-menu-{line}']")).await;
    }

    /// The middle of the handle of a layer, in pixels of the page.
    async fn middle_of(&self, name: &str) -> (f64, f64) {
        let handle = self
            .find_css(&format!("{} [data-test='layer-move']", row(name)))
            .await;
        let (x, y, width, height) = handle.rectangle().await.expect("a size");
        (x + width / 2.0, y + height / 2.0)
    }

    /// Sets the slider of a layer as a drag of it does.
    async fn set_opacity(&self, name: &str, percent: u32) {
        let script = "const slider = document.querySelector(arguments[0]); slider.value = arguments[1]; \
            slider.dispatchEvent(new Event('input', { bubbles: true }))";
        let css = format!("{} [data-test='user-layer-opacity']", row(name));
        self.find_css(&css).await;
        self.script(script, vec![json!(css), json!(percent.to_string())])
            .await;
    }
}

fn row(name: &str) -> String {
    format!("[data-test='user-layer'][data-name='{name}']")
}

fn alike(seen: [i64; 3], wanted: [u8; 3], by: i64) -> bool {
    seen.iter()
        .zip(wanted)
        .all(|(a, b)| (a - i64::from(b)).abs() <= by)
}

#[test]
fn an_online_layer_is_added_drawn_and_asked_for_only_then() {
    let server = web_service(PLACE);
    in_window("layer-xyz", async |window| {
        window.empty_map(15.0).await;
        assert!(
            window.shows("layers-empty").await,
            "the list says what can be added"
        );
        window.click("layer-add").await;
        let address = server.url("xyz/{z}/{x}/{y}.png");
        window.fill("[data-test='layer-address']", &address).await;
        window.text_with("dialog-add-layer", "会连接 127.0.0.1").await;
        assert!(
            server.asked().is_empty(),
            "typing an address asks nobody: {:?}",
            server.asked()
        );
        window.click("layer-read").await;
        window.find("layer-found").await;
        let said = window.text("layer-contact").await;
        assert!(
            said.contains("127.0.0.1"),
            "the dialog names the host that will be asked: {said}"
        );
        window.fill("[data-test='layer-source']", "测试服务 © 2026").await;
        window.add_as("影像甲").await;
        window.until_meeting_at(PLACE).await;
        window.state_is("影像甲", "ok").await;
        let tiles = server.asked().len();
        assert!(tiles >= 6, "a view takes several tiles, asked were {tiles}");
        window.text_with("map-credits", "测试服务 © 2026").await;

        // Switched off it is neither drawn nor fetched nor credited.
        window
            .click_css(&format!("{} [data-test='user-layer-visible']", row("影像甲")))
            .await;
        window
            .until("map without the layer", || async {
                let seen = window.colour(PLACE, (-NEAR, -NEAR)).await?;
                (!alike(seen, CORNERS[0], 36)).then_some(())
            })
            .await;
        window
            .until("credits without the layer", || async {
                (!window.text("map-credits").await.contains("测试服务")).then_some(())
            })
            .await;
        let before = server.asked().len();
        window.press("-").await;
        tokio::time::sleep(std::time::Duration::from_millis(900)).await;
        assert_eq!(
            server.asked().len(),
            before,
            "a layer that is off asks for nothing"
        );
    });
}

#[test]
fn tianditu_asks_for_a_key_and_says_whom_it_will_contact() {
    in_window("layer-presets", async |window| {
        window.begin("practice").await;
        window.press("Alt+2").await;
        window.click("layer-add").await;
        window.text_with("add-lack", "选一项").await;
        window.click("preset-img").await;
        window.click("preset-cia").await;
        window.text_with("add-lack", "密钥").await;
        window.text_with("layer-contact", "tianditu.gov.cn").await;
        window
            .text_with("dialog-add-layer", "console.tianditu.gov.cn")
            .await;
        window.fill("[data-test='layer-key']", "你的天地图密钥").await;
        window.text_with("add-go", "添加 2 个图层").await;
        window.picture("layers-add.png").await;
        window.press("Escape").await;
        window.gone("dialog-add-layer").await;
        assert!(window.shows("layers-empty").await, "nothing was added");
    });
}

#[test]
fn shifted_tiles_come_back_to_their_true_place() {
    let gcj = wgs84_to_gcj02(coord! { x: PLACE.0, y: PLACE.1 });
    let shifted: Place = (gcj.x, gcj.y);
    let server = web_service(shifted);
    in_window("layer-gcj02", async |window| {
        window.empty_map(15.0).await;
        window.read_address(&server.url("xyz/{z}/{x}/{y}.png")).await;
        window.add_as("当作不偏").await;
        // Taken for what they are not, the tiles lie some hundred metres off: the test can fail.
        window.until_meeting_at(shifted).await;
        let (x, y) = window.pixel(PLACE).await;
        let (to_x, to_y) = window.pixel(shifted).await;
        let off = (x - to_x).hypot(y - to_y);
        assert!(off > 60.0, "the shift is seen at this zoom: {off} pixels");
        assert!(!window.meet_at(PLACE).await);

        window.read_address(&server.url("xyz/{z}/{x}/{y}.png?b")).await;
        window.click("layer-system-gcj02").await;
        window.add_as("移回原位").await;
        window.until_meeting_at(PLACE).await;
        assert!(!window.meet_at(shifted).await);
        // And when the map is moved closer.
        window.zoom_in(16.0).await;
        window.until_meeting_at(PLACE).await;
    });
}

/// Capabilities of a service with one layer in a grid of degrees.
fn capabilities(template: &str) -> String {
    let matrices: String = (1..=18)
        .map(|level| {
            let scale = 0.703_125 / f64::from(1_u32 << (level - 1)) * 111_319.490_793_273_58 / 0.000_28;
            format!(
                "<TileMatrix><ows:Identifier>{level}</ows:Identifier><ScaleDenominator>{scale:.6}</ScaleDenominator>\
                 <TopLeftCorner>90.0 -180.0</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>\
                 <MatrixWidth>{}</MatrixWidth><MatrixHeight>{}</MatrixHeight></TileMatrix>",
                1_u32 << level,
                1_u32 << (level - 1)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Capabilities xmlns=\"http://www.opengis.net/wmts/1.0\" xmlns:ows=\"http://www.opengis.net/ows/1.1\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.0.0\">\
         <ows:ServiceIdentification><ows:Title>县影像服务</ows:Title><ows:ServiceType>OGC WMTS</ows:ServiceType>\
         <ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>\
         <Contents><Layer><ows:Title>2024年影像</ows:Title>\
         <ows:WGS84BoundingBox><ows:LowerCorner>70 10</ows:LowerCorner><ows:UpperCorner>140 55</ows:UpperCorner></ows:WGS84BoundingBox>\
         <ows:Identifier>img</ows:Identifier>\
         <Style isDefault=\"true\"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>\
         <TileMatrixSetLink><TileMatrixSet>c</TileMatrixSet></TileMatrixSetLink>\
         <ResourceURL format=\"image/png\" resourceType=\"tile\" template=\"{template}\"/></Layer>\
         <TileMatrixSet><ows:Identifier>c</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::4490</ows:SupportedCRS>{matrices}</TileMatrixSet>\
         </Contents></Capabilities>"
    )
}

#[test]
fn a_wmts_in_degrees_of_cgcs2000_lies_where_it_should() {
    // The capabilities name the port, which is known only once the server runs.
    let port = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = std::sync::Arc::clone(&port);
    let server = TileServer::start(move |path| {
        if let Some([level, row, column]) = numbers(path).filter(|_| path.starts_with("/tiles/")) {
            return Answer::png(degree_tile(PLACE, level, column, row));
        }
        let template = format!(
            "{}tiles/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png",
            known.get().map_or("", String::as_str)
        );
        Answer::xml(&capabilities(&template))
    });
    port.set(server.url("")).expect("set once");
    in_window("layer-wmts", async |window| {
        window.empty_map(15.0).await;
        window
            .read_address(&server.url("wmts?service=WMTS&request=GetCapabilities"))
            .await;
        window.text_with("layer-found", "WMTS").await;
        window.add_as("县影像").await;
        window.until_meeting_at(PLACE).await;
        window.zoom_in(16.0).await;
        window.until_meeting_at(PLACE).await;
        assert!(
            server.asked().iter().any(|path| path.starts_with("/tiles/c/")),
            "{:?}",
            server.asked()
        );
    });
}

#[test]
fn a_refused_key_is_said_and_another_one_works() {
    let server = TileServer::start(|path| match numbers(path) {
        Some([z, x, y]) if path.contains("tk=right") => Answer::png(mercator_tile(PLACE, z, x, y)),
        Some(_) => Answer::refused(403),
        None => Answer::refused(404),
    });
    in_window("layer-key", async |window| {
        window.empty_map(15.0).await;
        let address = server.url("{z}/{x}/{y}.png?tk={tk}");
        window.click("layer-add").await;
        window.enter("[data-test='layer-address']", &address).await;
        window.find("layer-found").await;
        window.text_with("add-lack", "密钥").await;
        window.fill("[data-test='layer-key']", "wrong-key-4711").await;
        window.add_as("要密钥的").await;
        window.state_is("要密钥的", "key").await;
        window.text_with("layer-state", "密钥被拒").await;
        window.picture("layer-key.png").await;

        window.click("layer-act").await;
        window.enter("[data-test='key-field']", "right-key-4712").await;
        window.gone("dialog-layer-key").await;
        window.until_meeting_at(PLACE).await;
        window.state_is("要密钥的", "ok").await;

        // Keys stay out of the page and out of the atlas.
        let page = window
            .script("return document.documentElement.outerHTML", vec![])
            .await;
        assert!(!page.as_str().expect("a page").contains("key-471"));
        let mut todo = vec![window.home.path("data")];
        while let Some(folder) = todo.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    todo.push(path);
                } else if path.extension().is_some_and(|e| e == "gpkg") {
                    let bytes = std::fs::read(&path).expect("an atlas");
                    assert!(!bytes.windows(7).any(|w| w == b"key-471"), "{}", path.display());
                }
            }
        }
    });
}

#[test]
fn a_server_that_is_gone_is_offline_and_comes_back() {
    let mut server = web_service(PLACE);
    in_window("layer-offline", async |window| {
        window.empty_map(14.0).await;
        window.read_address(&server.url("{z}/{x}/{y}.png")).await;
        window.add_as("县里的服务").await;
        window.until_meeting_at(PLACE).await;
        server.stop();
        window.zoom_in(16.0).await;
        window.state_is("县里的服务", "offline").await;
        let said = window.text("layer-advice").await;
        assert!(said.contains("127.0.0.1"), "{said}");
        server.go_on();
        window.click("layer-act").await;
        window.state_is("县里的服务", "ok").await;
        window.until_meeting_at(PLACE).await;
    });
}

#[test]
fn order_and_opacity_of_layers_outlive_a_restart() {
    let (one, two) = (web_service(PLACE), web_service((100.0, 20.0)));
    in_window("layer-order", async |window| {
        window.empty_map(15.0).await;
        window.read_address(&one.url("{z}/{x}/{y}.png")).await;
        window.add_as("下面的").await;
        window.until_meeting_at(PLACE).await;
        window.read_address(&two.url("{z}/{x}/{y}.png")).await;
        window.add_as("上面的").await;
        assert_eq!(window.layer_names().await, ["上面的", "下面的"]);
        window
            .until("upper layer alone", || async {
                (!window.meet_at(PLACE).await).then_some(())
            })
            .await;
        // The handle moves a layer with the arrow keys.
        let handle = format!("{} [data-test='layer-move']", row("下面的"));
        window
            .find_css(&handle)
            .await
            .send_keys("\u{e013}")
            .await
            .expect("the handle takes keys");
        window
            .until("other order", || async {
                (window.layer_names().await == ["下面的", "上面的"]).then_some(())
            })
            .await;
        window.until_meeting_at(PLACE).await;
        // And so does the mouse.
        for expected in [["上面的", "下面的"], ["下面的", "上面的"]] {
            let [from, to] = [
                window.middle_of(expected[0]).await,
                window.middle_of(expected[1]).await,
            ];
            let path = [
                window.place_at(from.0, from.1).await,
                window.place_at(to.0, (from.1 + to.1) / 2.0).await,
                window.place_at(to.0, to.1 - 4.0).await,
            ];
            window.drag(&path).await;
            window
                .until("order after the drag", || async {
                    (window.layer_names().await == expected).then_some(())
                })
                .await;
        }
        window.set_opacity("下面的", 40).await;
        window
            .until("colours that shine through", || async {
                let seen = window.colour(PLACE, (-NEAR, -NEAR)).await?;
                // 40 % of this layer's red over the yellow of the one below
                let mixed = std::array::from_fn(|i| {
                    (f64::from(CORNERS[0][i]) * 0.4 + f64::from(CORNERS[1][i]) * 0.6) as u8
                });
                (alike(seen, mixed, 24)).then_some(())
            })
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        window.close().await;
        window.reopen().await;
        window.find("dock").await;
        window.press("Alt+2").await;
        window.find_css(&row("下面的")).await;
        assert_eq!(window.layer_names().await, ["下面的", "上面的"]);
        let slider = "return document.querySelector(arguments[0]).value";
        let css = format!("{} [data-test='user-layer-opacity']", row("下面的"));
        assert_eq!(window.script(slider, vec![json!(css)]).await, json!("40"));

        // Removed ones stay away.
        window.layer_menu("上面的", "remove").await;
        window.click("question-yes").await;
        window
            .until("one layer", || async {
                (window.layer_names().await == ["下面的"]).then_some(())
            })
            .await;
    });
}

#[test]
fn an_mbtiles_pack_is_read_drawn_and_told_when_its_file_is_gone() {
    in_window("layer-mbtiles", async |window| {
        let pack = window.home.path("县影像.mbtiles");
        let tile = window.home.path("tile.png");
        // The one tile of zoom 14 around the place; rows of a pack are counted from the south.
        let world = f64::from(1 << 14);
        let column = ((PLACE.0 + 180.0) / 360.0 * world) as u32;
        let phi = PLACE.1.to_radians();
        let row_from_north = ((1.0 - phi.tan().asinh() / std::f64::consts::PI) / 2.0 * world) as u32;
        std::fs::write(&tile, mercator_tile(PLACE, 14, column, row_from_north)).expect("it can be written");
        let script = "import sqlite3, sys\npack, tile, x, y = sys.argv[1:]\ndb = sqlite3.connect(pack)\n\
            db.execute('create table metadata (name text, value text)')\n\
            db.execute('create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)')\n\
            db.executemany('insert into metadata values (?, ?)', [('name', '县影像2024'), ('format', 'png'), \
            ('bounds', '117.9,36.4,118.1,36.6'), ('minzoom', '14'), ('maxzoom', '14'), ('attribution', '县自然资源局')])\n\
            db.execute('insert into tiles values (14, ?, ?, ?)', (int(x), 2**14 - 1 - int(y), open(tile, 'rb').read()))\n\
            db.commit()";
        let made = std::process::Command::new("python3")
            .args(["-X", "utf8", "-c", script, utf8(&pack), utf8(&tile)])
            .args([column.to_string(), row_from_north.to_string()])
            .status()
            .expect("python3 starts");
        assert!(made.success());

        window.empty_map(6.0).await;
        window.click("layer-add").await;
        window.click("add-way-pack").await;
        window.enter("[data-test='pack-path']", utf8(&pack)).await;
        let facts = window.text("pack-facts").await;
        assert!(facts.contains("栅格") && facts.contains("14"), "{facts}");
        window.add_as("县影像").await;
        // From afar there is nothing of it, and the row says from when on.
        window.state_is("县影像", "far").await;
        window.text_with("map-credits", "县自然资源局").await;
        window.zoom_in(15.0).await;
        window.until_meeting_at(PLACE).await;
        window.state_is("县影像", "ok").await;

        std::fs::remove_file(&pack).expect("it can go");
        window.close().await;
        window.reopen().await;
        window.find("dock").await;
        window.press("Alt+2").await;
        window.state_is("县影像", "file").await;
        let said = window.text("layer-advice").await;
        assert!(said.contains("县影像.mbtiles"), "{said}");
    });
}

#[test]
fn a_picture_is_pinned_by_points_and_its_worst_point_is_shown() {
    in_window("layer-picture", async |window| {
        let picture = window.home.path("总平面图.png");
        std::fs::write(&picture, plan(600, 400)).expect("it can be written");
        window.begin("practice").await;
        window.go_to("桑麻园镇").await;
        let middle = crate::ground::place(&window.map_says("center").await);
        let place: Place = (middle.0 + 0.004, middle.1 + 0.006);
        // 2 m a pixel, turned by 20 degrees, its middle at the place.
        let ground = |x: f64, y: f64| -> Place {
            let (sin, cos) = 20_f64.to_radians().sin_cos();
            let (right, up) = ((x - 300.0) * 2.0, (200.0 - y) * 2.0);
            let (east, north) = (right * cos - up * sin, right * sin + up * cos);
            (
                place.0 + east / (111_319.49 * place.1.to_radians().cos()),
                place.1 + north / 111_319.49,
            )
        };
        window.press("Alt+2").await;
        window.click("layer-add").await;
        window.click("add-way-image").await;
        window.enter("[data-test='picture-path']", utf8(&picture)).await;
        window.text_with("picture-facts", "600 × 400").await;
        window.click("add-go").await;
        window.find("dialog-pin-image").await;
        let (left, top, width, height) = window
            .find("pin-picture")
            .await
            .rectangle()
            .await
            .expect("a size");
        let spots = [(0.3, 0.4), (0.7, 0.4), (0.45, 0.62), (0.68, 0.6)];
        for (n, (right, down)) in spots.into_iter().enumerate() {
            window
                .click_pixel(left + width * right, top + height * down)
                .await;
            let at = window
                .until("pixels of the new point", || async {
                    let rows = window.texts("pin-point").await;
                    let cells: Vec<f64> = rows
                        .get(n)?
                        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                        .filter_map(|word| word.parse().ok())
                        .collect();
                    (cells.len() >= 3).then(|| (cells[1], cells[2]))
                })
                .await;
            let (lon, lat) = ground(at.0, at.1);
            // The last point is typed 30 m too far north.
            let wrong = if n == 3 { 30.0 / 111_319.49 } else { 0.0 };
            let fields = window
                .driver()
                .find_all(Locator::Css("[data-test='pin-place']"))
                .await
                .expect("fields");
            let field = &fields[n];
            field
                .send_keys(&format!("{lon:.8}, {:.8}\u{e007}", lat + wrong))
                .await
                .expect("text reaches the field");
            if n == 2 {
                window.text_with("pin-rms", "三个点").await;
            }
        }
        window.text_with("pin-rms", "中误差").await;
        window.text_with("pin-residual", "最差").await;
        // The pointer wakes the display, which else may show what was there before.
        window.hover_at(place).await;
        window.picture("pin.png").await;
        // Without the wrong point it fits.
        let drops = window
            .driver()
            .find_all(Locator::Css("[data-test='pin-drop']"))
            .await
            .expect("buttons");
        drops[3].clone().click().await.expect("it can be clicked");
        window.text_with("pin-rms", "三个点").await;
        window.click("pin-save").await;
        window.gone("dialog-pin-image").await;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        window.map_ready().await;
        window.picture("layers.png").await;
        for group in ["towns", "projects", "sites", "control", "ordinary", "names"] {
            window.click(&format!("layer-{group}-visible")).await;
        }
        // The map flew there, and the colours of the picture meet where its middle lies.
        window
            .until("colours of the picture around its middle", || async {
                for (i, (x, y)) in [(288.0, 188.0), (312.0, 188.0), (288.0, 212.0), (312.0, 212.0)]
                    .into_iter()
                    .enumerate()
                {
                    let seen = window.colour(ground(x, y), (0.0, 0.0)).await?;
                    if !alike(seen, CORNERS[i], 36) {
                        return None;
                    }
                }
                Some(())
            })
            .await;
        window.state_is("总平面图", "ok").await;

        // It can be taken up again, with the points it has.
        window.layer_menu("总平面图", "pin").await;
        window
            .until("three points", || async {
                (window.texts("pin-point").await.len() == 3).then_some(())
            })
            .await;
        window
            .until("coordinates of the points", || async {
                let script = "return [...document.querySelectorAll(`[data-test='pin-place']`)].every(e => e.value !== '')";
                (window.script(script, vec![]).await == json!(true)).then_some(())
            })
            .await;
        window.press("Escape").await;
        window.gone("dialog-pin-image").await;
    });
}

#[test]
fn a_pack_of_vector_tiles_is_drawn_and_a_web_tile_grid_nobody_knows_is_refused() {
    in_window("layer-vector", async |window| {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/basemap/base.pmtiles");
        window.empty_map(6.0).await;
        window.click("layer-add").await;
        window
            .fill(
                "[data-test='layer-address']",
                "https://maponline0.bdimg.com/tile/?x={x}&y={y}&z={z}",
            )
            .await;
        window.text_with("layer-impossible", "百度").await;
        assert!(
            window
                .script(
                    "return document.querySelector(`[data-test='add-go']`).disabled",
                    vec![]
                )
                .await
                == json!(true)
        );
        window.click("add-way-pack").await;
        window.enter("[data-test='pack-path']", utf8(&pack)).await;
        window.text_with("pack-facts", "矢量").await;
        // Without the base map, what is drawn is the pack's.
        window.add_as("矢量包").await;
        window.click("layer-boundaries-visible").await;
        window.click("layer-names-visible").await;
        window.state_is("矢量包", "ok").await;
        window
            .until("lines of the pack", || async {
                let script = "const m = window.__zhentuMap, seen = new Set(); \
                    for (let x = 300; x < 900; x += 7) for (let y = 120; y < 500; y += 7) seen.add(m.colourAt(x, y).join()); \
                    return seen.size";
                (window.script(script, vec![]).await.as_u64()? > 3).then_some(())
            })
            .await;
    });
}
