//! Layers of files: packs of tiles and pictures pinned by points; where they lie is read off the screen.

use std::path::Path;

use fantoccini::Locator;
use serde_json::json;

use crate::harness::in_window;
use crate::layer_panel::{PLACE, alike};
use crate::pointer::Place;
use crate::tile_server::{CORNERS, mercator_tile, plan};

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
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
        // The map flies to where the picture lies.
        window
            .until_moved(async {
                window.click("pin-save").await;
                window.gone("dialog-pin-image").await;
            })
            .await;
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
