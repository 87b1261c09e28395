//! Online layers of a server on this machine: where they lie is read off the screen, what they ask for at the server.

use geo_types::coord;
use geodata::crs::china_shift::wgs84_to_gcj02;
use serde_json::json;

use crate::harness::in_window;
use crate::layer_panel::{NEAR, PLACE, alike, numbers, row, web_service};
use crate::pointer::Place;
use crate::tile_server::{Answer, CORNERS, TileServer, degree_tile, four_colours, mercator_tile};

#[test]
fn an_online_layer_is_added_drawn_and_asked_for_only_then() {
    let server = web_service(PLACE);
    in_window("layer-xyz", async |window| {
        window.empty_map(15.0).await;
        // The list says what can be added.
        window.find("layers-empty").await;
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
        // The map that stands still has all it asked for.
        window.until_moved(window.press("-")).await;
        assert_eq!(
            server.asked().len(),
            before,
            "a layer that is off asks for nothing"
        );
        // Shown again it is whole again.
        window
            .click_css(&format!("{} [data-test='user-layer-visible']", row("影像甲")))
            .await;
        window.zoom_in(15.0).await;
        window.until_meeting_at(PLACE).await;
        window.state_is("影像甲", "ok").await;
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
        // Nothing was added.
        window.find("layers-empty").await;
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
        window.until_none_meet_at(shifted).await;
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

/// The numbers of the box that a map of a WMS is asked for.
fn asked_box(path: &str) -> Option<[f64; 4]> {
    let query = path.split_once('?')?.1.to_uppercase();
    let bbox = query.split('&').find_map(|pair| pair.strip_prefix("BBOX="))?;
    let numbers: Vec<f64> = bbox
        .replace("%2C", ",")
        .split(',')
        .filter_map(|n| n.parse().ok())
        .collect();
    numbers.try_into().ok()
}

#[test]
fn a_wms_layer_is_chosen_from_the_capabilities_drawn_in_place_and_renamed() {
    const EDGE: f64 = 20_037_508.342_789_244;
    const CAPABILITIES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <WMS_Capabilities version=\"1.3.0\" xmlns=\"http://www.opengis.net/wms\">\
        <Service><Name>WMS</Name><Title>县自然资源局地图服务</Title></Service>\
        <Capability><Request><GetMap><Format>image/png</Format></GetMap></Request>\
        <Layer><Title>全部</Title><EX_GeographicBoundingBox><westBoundLongitude>70</westBoundLongitude>\
        <eastBoundLongitude>140</eastBoundLongitude><southBoundLatitude>10</southBoundLatitude>\
        <northBoundLatitude>55</northBoundLatitude></EX_GeographicBoundingBox>\
        <Layer><Name>land</Name><Title>土地利用</Title><CRS>EPSG:3857</CRS></Layer>\
        <Layer><Name>plan</Name><Title>国土空间规划</Title><CRS>EPSG:3857</CRS></Layer>\
        </Layer></Capability></WMS_Capabilities>";
    let server = TileServer::start(|path| {
        let Some([w, s, e, n]) = asked_box(path) else {
            return Answer::xml(CAPABILITIES);
        };
        let (lon, lat) = PLACE;
        let x = lon / 180.0 * EDGE;
        let y = lat.to_radians().tan().asinh() / std::f64::consts::PI * EDGE;
        let side = |name: &str| {
            let query = path.to_uppercase();
            let found = query
                .split(['?', '&'])
                .find_map(|p| p.strip_prefix(name)?.parse().ok());
            found.unwrap_or(256)
        };
        let (width, height) = (side("WIDTH="), side("HEIGHT="));
        let at = (
            (x - w) / (e - w) * f64::from(width),
            (n - y) / (n - s) * f64::from(height),
        );
        Answer::png(four_colours(width, height, at))
    });
    in_window("layer-wms", async |window| {
        window.empty_map(15.0).await;
        window
            .read_address(&server.url("wms?service=WMS&request=GetCapabilities"))
            .await;
        window.text_with("layer-found", "WMS").await;
        window.choose_line("layer-layer", "国土空间规划").await;
        window.add_as("规划").await;
        window.until_meeting_at(PLACE).await;
        window.state_is("规划", "ok").await;
        let maps: Vec<String> = server
            .asked()
            .into_iter()
            .filter(|p| asked_box(p).is_some())
            .collect();
        assert!(
            !maps.is_empty() && maps.iter().all(|p| p.contains("LAYERS=plan")),
            "{maps:?}"
        );
        window.zoom_in(16.0).await;
        window.until_meeting_at(PLACE).await;

        // Its name and source are changed; a name of nothing cannot be kept, and Esc leaves all as it was.
        window.layer_menu("规划", "edit").await;
        window.find("dialog-edit-layer").await;
        window.fill("[data-test='layer-name']", "不要的名称").await;
        window.press("Escape").await;
        window.gone("dialog-edit-layer").await;
        assert_eq!(window.layer_names().await, ["规划"]);
        window.layer_menu("规划", "edit").await;
        window.fill("[data-test='layer-name']", " ").await;
        let save = window.find("edit-layer-save").await;
        assert!(
            save.attr("disabled").await.expect("a button").is_some(),
            "a layer has a name"
        );
        window.fill("[data-test='layer-source']", "县自然资源局").await;
        window
            .enter("[data-test='layer-name']", "国土空间规划 2035")
            .await;
        window.gone("dialog-edit-layer").await;
        window.find_css(&row("国土空间规划 2035")).await;
        assert_eq!(window.layer_names().await, ["国土空间规划 2035"]);
        window.text_with("map-credits", "县自然资源局").await;
        window.until_meeting_at(PLACE).await;
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
        // It comes back by itself once the server does, and at once when asked.
        for (zoom, by_hand) in [(15.0, false), (16.0, true)] {
            server.stop();
            window.zoom_in(zoom).await;
            window.state_is("县里的服务", "offline").await;
            let said = window.text("layer-advice").await;
            assert!(said.contains("127.0.0.1"), "{said}");
            server.go_on();
            if by_hand {
                window.click("layer-act").await;
            }
            window.state_is("县里的服务", "ok").await;
            window.until_meeting_at(PLACE).await;
        }
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
            let path = [from, (to.0, (from.1 + to.1) / 2.0), (to.0, to.1 - 4.0)];
            window.drag_pixels(&path).await;
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
        let file = window.home.path("config/zhentu/layers.json");
        window
            .until("opacity in the file", || async {
                let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).ok()?).ok()?;
                let layer = kept.as_array()?.iter().find(|l| l["name"] == "下面的")?;
                (layer["opacity"] == 0.4).then_some(())
            })
            .await;
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
