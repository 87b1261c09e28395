//! Packs of tiles in a file: whole ones, damaged ones and hostile ones.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::json;
use zhentu::layers::{LayerProblem, MapLayer};

use crate::{World, bytes, check_state, gzip, png, refused, vector_tile};

/// Makes a SQLite file by statements; `?` stands for the bytes of a tile.
fn sqlite(path: &Path, statements: &[&str], tile: &[u8]) {
    let conn = Connection::open(path).unwrap();
    for statement in statements {
        let done = if statement.contains('?') {
            conn.execute(statement, [tile])
        } else {
            conn.execute(statement, [])
        };
        done.unwrap_or_else(|e| panic!("{statement}: {e}"));
    }
    conn.close().unwrap();
}

const TABLES: [&str; 2] = [
    "CREATE TABLE metadata (name TEXT, value TEXT)",
    "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)",
];

/// One tile at 5/26/12; the file counts its rows from the south.
const ONE: &str = "INSERT INTO tiles VALUES (5, 26, 19, ?)";

fn mbtiles(path: &Path, tile: &[u8], more: &[&str]) {
    let statements: Vec<&str> = TABLES.iter().chain(&[ONE]).chain(more).copied().collect();
    sqlite(path, &statements, tile);
}

async fn added(world: &World, path: &Path) -> MapLayer {
    let probe = world.ask("probe_layer", json!({"address": path})).await;
    assert_eq!(probe["problems"], json!([]), "{probe}");
    world.put(probe["layers"][0]["layer"].clone()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_an_mbtiles_file_are_shown_without_changing_it() {
    let world = World::new();
    let file = world.path("影像.mbtiles");
    let more = [
        "INSERT INTO metadata VALUES ('name', '汶上影像'), ('format', 'png'), ('bounds', '116,35,117,36')",
        "INSERT INTO metadata VALUES ('attribution', '<a href=\"x\">&copy; 县局</a>'), ('minzoom', '0')",
        "INSERT INTO tiles VALUES (7, 0, 0, x'89504e470d0a1a0a')",
    ];
    mbtiles(&file, &png(256, 256), &more);
    let before = std::fs::read(&file).unwrap();
    let layer = added(&world, &file).await;
    assert_eq!(
        (layer.name.as_str(), layer.source.as_str()),
        ("汶上影像", "© 县局")
    );
    assert_eq!((layer.min_zoom, layer.max_zoom, layer.vector), (5, 7, false));
    assert_eq!(layer.bounds, Some([116.0, 35.0, 117.0, 36.0]));
    let served = world.tile(&layer, 5, 26, 12).await;
    assert_eq!(bytes(&served), ("image/png", png(256, 256).as_slice()));
    assert_eq!(world.tile(&layer, 5, 26, 19).await, Ok(None));
    check_state(&world.state(&layer), LayerProblem::None, "");
    assert!(refused(&world.tile(&layer, 7, 0, 127).await).1.contains("损坏"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let beside = std::fs::read_dir(world.folder.path()).unwrap();
    let beside: Vec<_> = beside
        .map(|e| e.unwrap().file_name())
        .filter(|n| n != "config")
        .collect();
    assert_eq!(beside, ["影像.mbtiles"], "nothing is left beside it");
}

#[tokio::test(flavor = "multi_thread")]
async fn vector_tiles_of_an_mbtiles_file_come_unpacked() {
    let world = World::new();
    let file = world.path("v.mbtiles");
    mbtiles(&file, &gzip(&vector_tile()), &[]);
    let layer = added(&world, &file).await;
    assert!(layer.vector);
    let served = world.tile(&layer, 5, 26, 12).await;
    assert_eq!(
        bytes(&served),
        ("application/vnd.mapbox-vector-tile", vector_tile().as_slice())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_mbtiles_file_may_be_a_view_over_other_tables() {
    let world = World::new();
    let file = world.path("view.mbtiles");
    let statements = [
        "CREATE TABLE metadata (name TEXT, value TEXT)",
        "CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT)",
        "CREATE TABLE images (tile_id TEXT, tile_data BLOB)",
        "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id)",
        "INSERT INTO map VALUES (5, 26, 19, 'a')",
        "INSERT INTO images VALUES ('a', ?)",
    ];
    sqlite(&file, &statements, &png(256, 256));
    let layer = added(&world, &file).await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_mbtiles_files_are_refused_in_bounded_time() {
    let endless = "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT 5 AS zoom_level, i AS tile_column, 19 AS tile_row, x'' AS tile_data FROM n WHERE i < 0";
    let numbers = "CREATE TABLE d AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i FROM n";
    let slow = "CREATE VIEW tiles AS SELECT 5 AS zoom_level, a.i AS tile_column, 19 AS tile_row, x'' AS tile_data \
                FROM d a, d b, d c, d e WHERE a.i + b.i + c.i + e.i < 0";
    let writes = "CREATE VIEW tiles AS SELECT 5 AS zoom_level, 26 AS tile_column, 19 AS tile_row, \
                  writefile('/tmp/owned', 'x') AS tile_data";
    for (name, statements, words) in [
        ("endless", vec![endless], "不允许"),
        ("slow", vec![numbers, slow], "太久没有结果"),
        ("function", vec![writes], "writefile"),
        ("other", vec!["CREATE TABLE tiles (a, b)"], "tiles"),
        (
            "text",
            vec![
                TABLES[1],
                "INSERT INTO tiles VALUES (5, 26, 19, 'no tile at all')",
            ],
            "既不是",
        ),
        (
            "bomb",
            vec![
                TABLES[1],
                "INSERT INTO tiles VALUES (5, 26, 19, zeroblob(20000000))",
            ],
            "没有瓦片",
        ),
        ("empty", vec![TABLES[0], TABLES[1]], "没有瓦片"),
    ] {
        let world = World::new();
        let file = world.path("x.mbtiles");
        sqlite(&file, &statements, &[]);
        let began = Instant::now();
        let probe = world.ask("probe_layer", json!({"address": file})).await;
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "{name}: {:?}",
            began.elapsed()
        );
        if name == "bomb" {
            let layer = world.put(probe["layers"][0]["layer"].clone()).await;
            assert!(
                refused(&world.tile(&layer, 5, 26, 12).await).1.contains("超过"),
                "{probe}"
            );
        } else {
            assert_eq!(probe["layers"], json!([]), "{name}");
            assert!(probe["problems"].to_string().contains(words), "{name}: {probe}");
        }
    }
}

fn base() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/basemap/base.pmtiles");
    std::fs::read(path).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pmtiles_file_gives_the_tiles_that_are_in_it() {
    let world = World::new();
    let file = world.path("底图.pmtiles");
    std::fs::write(&file, base()).unwrap();
    let layer = added(&world, &file).await;
    let facts = geodata::basemap::metadata();
    assert!(layer.vector);
    assert_eq!((layer.min_zoom, layer.max_zoom), (facts.min_zoom, facts.max_zoom));
    assert_eq!(layer.bounds, Some(facts.bounds));
    let mut found = 0;
    for z in 0..=layer.max_zoom.min(6) {
        for x in 0..1 << z {
            for y in 0..1 << z {
                let expected = geodata::basemap::tile(z, x, y);
                match (world.tile(&layer, z, x, y).await, expected) {
                    (Ok(Some(tile)), Some(expected)) => {
                        assert_eq!(tile.bytes, expected, "{z}/{x}/{y}");
                        found += 1;
                    }
                    (Ok(None), None) => {}
                    (other, _) => panic!("{z}/{x}/{y}: {other:?}"),
                }
            }
        }
    }
    assert!(found > 500, "only {found} tiles were compared");
    let hidden = world
        .put(json!({"id": layer.id, "kind": "pmtiles", "path": file, "visible": false}))
        .await;
    assert_eq!(refused(&world.tile(&hidden, 5, 26, 12).await).0, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_goes_away_or_is_replaced_is_noticed() {
    let world = World::new();
    let file = world.path("a.pmtiles");
    std::fs::write(&file, base()).unwrap();
    let layer = added(&world, &file).await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
    let whole = base();
    std::fs::write(&file, &whole[..whole.len() / 50]).unwrap();
    let mut damaged = 0;
    for x in 20..30 {
        if let Err(error) = world.tile(&layer, 5, x, 12).await {
            assert_eq!(error.status(), 502);
            check_state(&world.state(&layer), LayerProblem::BadAnswer, "PMTiles");
            damaged += 1;
        }
    }
    assert!(damaged > 0);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(refused(&world.tile(&layer, 5, 26, 12).await).0, 404);
    check_state(&world.state(&layer), LayerProblem::FileMissing, "a.pmtiles");
    std::fs::write(&file, whole).unwrap();
    bytes(&world.tile(&layer, 5, 26, 12).await);
    check_state(&world.state(&layer), LayerProblem::None, "");
}

/// Numbers from a seed (xorshift).
fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below.max(1) as u64).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_packs_never_crash_hang_or_give_what_is_no_tile() {
    let world = World::new();
    let made = world.path("made.mbtiles");
    mbtiles(
        &made,
        &png(64, 64),
        &["INSERT INTO metadata VALUES ('name', 'x')"],
    );
    let small = {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/basemap/water-osm.pmtiles");
        std::fs::read(path).unwrap()
    };
    for (ending, whole) in [("mbtiles", std::fs::read(&made).unwrap()), ("pmtiles", small)] {
        let (mut refusals, mut tiles) = (0, 0);
        for seed in 1..=60 {
            let mut random = numbers(seed * 7919);
            let mut bytes = whole.clone();
            // The head and the first directory or page say where everything is.
            let within = if seed % 2 == 0 { 300 } else { bytes.len() };
            for _ in 0..=random(12) {
                let at = random(within);
                bytes[at] = [
                    0,
                    0xff,
                    bytes[at] ^ 1 << random(8),
                    u8::try_from(random(256)).unwrap(),
                ][random(4)];
            }
            if seed % 5 == 0 {
                bytes.truncate(random(bytes.len()));
            }
            let file = world.path(&format!("{seed}.{ending}"));
            std::fs::write(&file, &bytes).unwrap();
            let began = Instant::now();
            let layer = json!({"kind": ending, "path": file, "visible": true, "opacity": 1});
            match world.call("put_map_layer", json!({"layer": layer})).await {
                Err(error) => {
                    assert_eq!(error["code"], "layer.file", "{error}");
                    refusals += 1;
                }
                Ok(layer) => {
                    let layer: MapLayer = serde_json::from_value(layer).unwrap();
                    for (z, x, y) in [(5, 26, 12), (6, 52, 25), (0, 0, 0), (7, 105, 50)] {
                        if let Ok(Some(tile)) = world.tile(&layer, z, x, y).await {
                            let is_picture = geodata::tile_content::Picture::of(&tile.bytes).is_some();
                            assert!(is_picture || geodata::tile_content::is_vector_tile(&tile.bytes));
                            tiles += 1;
                        }
                    }
                    world.ask("remove_map_layer", json!({"id": layer.id})).await;
                }
            }
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "{ending} {seed}: {:?}",
                began.elapsed()
            );
        }
        assert!(
            refusals > 5 && tiles > 5,
            "{ending}: {refusals} refused, {tiles} tiles"
        );
    }
}
