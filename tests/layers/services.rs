//! WMS and WMTS: what they say they have, and how they are asked for it.

use serde_json::{Value, json};
use zhentu::layers::MapLayer;

use crate::server::{Question, Reply, Server};
use crate::{World, bytes, png, refused, vector_tile};

/// A document that the fuzz tests begin from too; `HOST` stands for the server.
fn document(name: &str, host: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("geodata/tests/corpus/map_services")
        .join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.replace("HOST", host).into_bytes()
}

/// A service that describes itself with a document and draws everything else.
fn service(capabilities: &'static str) -> Server {
    Server::start(move |q| {
        if q.get("REQUEST") == "GetCapabilities" || q.path().ends_with(".xml") {
            Reply::Full(200, "text/xml", document(capabilities, "http://inner.example"))
        } else {
            Reply::Full(200, "image/png", png(256, 256))
        }
    })
}

async fn probe(world: &World, address: &str) -> Value {
    world.ask("probe_layer", json!({"address": address})).await
}

async fn added(world: &World, probe: &Value, name: &str) -> MapLayer {
    let layers = probe["layers"].as_array().unwrap();
    let found = layers.iter().find(|l| l["name"] == name);
    let found = found.unwrap_or_else(|| panic!("no layer {name} in {probe}"));
    world.put(found["layer"].clone()).await
}

fn check(asked: &Question, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(asked.get(name), *value, "{name} in {}", asked.target);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wms_of_version_1_3_0_is_asked_with_latitude_first() {
    let (world, server) = (World::new(), service("wms-1.3.0.xml"));
    let found = probe(
        &world,
        &server.address("/geoserver/wms?map=a.map&SERVICE=WMS&request=GetCapabilities"),
    )
    .await;
    assert_eq!(
        (&found["kind"], &found["title"]),
        (&json!("wms"), &json!("县自然资源局地图服务"))
    );
    let names: Vec<&str> = found["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["land:use", "land:degrees", "land:mercator"]);
    assert!(
        found["problems"].to_string().contains("1 个图层没有列出"),
        "{found}"
    );

    let layer = added(&world, &found, "land:degrees").await;
    assert_eq!(
        (layer.crs.as_str(), layer.version.as_str()),
        ("EPSG:4490", "1.3.0")
    );
    assert_eq!(layer.grid.as_ref().unwrap().projection, "EPSG:4490");
    assert_eq!(
        (layer.source.as_str(), layer.licence.as_str()),
        ("县自然资源局", "仅限内部使用")
    );
    assert_eq!(layer.bounds, Some([116.3, 35.5, 116.7, 35.9]));
    bytes(&world.tile(&layer, 1, 3, 0).await);
    let asked = server.last();
    assert_eq!(
        asked.path(),
        "/geoserver/wms",
        "the host that the service names is that of another network"
    );
    check(
        &asked,
        &[
            ("SERVICE", "WMS"),
            ("REQUEST", "GetMap"),
            ("VERSION", "1.3.0"),
            ("LAYERS", "land:degrees"),
            ("STYLES", ""),
            ("CRS", "EPSG:4490"),
            ("BBOX", "0,90,90,180"),
            ("WIDTH", "512"),
            ("HEIGHT", "512"),
            ("FORMAT", "image/png"),
            ("TRANSPARENT", "TRUE"),
            ("MAP", "a.map"),
        ],
    );

    let layer = added(&world, &found, "land:mercator").await;
    assert_eq!(layer.crs, "EPSG:3857");
    bytes(&world.tile(&layer, 1, 1, 0).await);
    let edge = "20037508.342789244";
    check(
        &server.last(),
        &[("CRS", "EPSG:3857"), ("BBOX", &format!("0,0,{edge},{edge}"))],
    );

    let mut layer = added(&world, &found, "land:use").await;
    assert_eq!(found["layers"][0]["title"], "土地 / 土地利用");
    assert_eq!(
        found["layers"][0]["styles"][0],
        json!({"name": "default-land", "title": "通用"})
    );
    layer.crs = "CRS:84".to_owned();
    let layer = world.put(serde_json::to_value(&layer).unwrap()).await;
    bytes(&world.tile(&layer, 1, 3, 0).await);
    check(&server.last(), &[("CRS", "CRS:84"), ("BBOX", "90,0,180,90")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wms_of_version_1_1_1_is_asked_with_longitude_first() {
    let (world, server) = (World::new(), service("wms-1.1.1.xml"));
    let found = probe(&world, &server.address("/cgi-bin/mapserv")).await;
    let layer = added(&world, &found, "roads").await;
    assert_eq!(
        (layer.crs.as_str(), layer.version.as_str()),
        ("EPSG:4326", "1.1.1")
    );
    assert_eq!(layer.format, "image/jpeg");
    bytes(&world.tile(&layer, 1, 3, 0).await);
    let asked = server.last();
    check(
        &asked,
        &[
            ("SRS", "EPSG:4326"),
            ("BBOX", "90,0,180,90"),
            ("CRS", ""),
            ("TRANSPARENT", ""),
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wmts_in_degrees_of_cgcs2000_is_asked_in_its_own_grid() {
    let (world, server) = (World::new(), service("wmts-kvp.xml"));
    let found = probe(&world, &server.address("/img_c/wmts")).await;
    assert_eq!(found["kind"], "wmts");
    assert!(found["problems"].to_string().contains("EPSG::4527"), "{found}");
    let layer = added(&world, &found, "img").await;
    let grid = layer.grid.clone().unwrap();
    assert_eq!(
        (grid.projection.as_str(), layer.tile_matrix_set.as_str()),
        ("EPSG:4490", "c")
    );
    assert_eq!(grid.matrix_ids, ["1", "2", "3"]);
    assert_eq!(grid.origins[0], [-180.0, 90.0]);
    assert!(
        (grid.resolutions[0] - 0.703_125).abs() < 1e-9,
        "{:?}",
        grid.resolutions
    );
    assert_eq!(
        (layer.min_zoom, layer.max_zoom),
        (1, 2),
        "the limits of the layer"
    );
    bytes(&world.tile(&layer, 2, 6, 1).await);
    check(
        &server.last(),
        &[
            ("SERVICE", "WMTS"),
            ("REQUEST", "GetTile"),
            ("LAYER", "img"),
            ("STYLE", "default"),
            ("TILEMATRIXSET", "c"),
            ("TILEMATRIX", "3"),
            ("TILEROW", "1"),
            ("TILECOL", "6"),
            ("FORMAT", "tiles"),
        ],
    );

    let both = &found["layers"][1];
    let sets: Vec<&str> = both["grids"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        sets,
        ["w", "c", "lonlat"],
        "Web Mercator first, as it needs no drawing anew"
    );
    let mut layer = added(&world, &found, "both").await;
    assert_eq!(layer.grid.as_ref().unwrap().projection, "EPSG:3857");
    layer.tile_matrix_set = "lonlat".to_owned();
    layer.grid = serde_json::from_value(both["grids"][2]["grid"].clone()).unwrap();
    let layer = world.put(serde_json::to_value(&layer).unwrap()).await;
    assert_eq!(
        layer.grid.as_ref().unwrap().origins[0],
        [-180.0, 90.0],
        "a corner written the other way round"
    );
    assert_eq!(layer.crs, "EPSG:4326");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wmts_with_addresses_of_tiles_is_asked_by_them() {
    let server = Server::start(|q| match q.path() {
        "/rest/1.0.0/WMTSCapabilities.xml" => Reply::Full(200, "text/xml", document("wmts-rest.xml", "HOST")),
        _ => Reply::Full(200, "image/png", png(256, 256)),
    });
    // The document names the server itself.
    let host = server.address("");
    let named = Server::start(move |q| match q.path() {
        "/rest/1.0.0/WMTSCapabilities.xml" => Reply::Full(200, "text/xml", document("wmts-rest.xml", &host)),
        _ => Reply::Full(404, "text/plain", Vec::new()),
    });
    let world = World::new();
    let found = probe(&world, &named.address("/rest/1.0.0/WMTSCapabilities.xml")).await;
    let layer = added(&world, &found, "land").await;
    assert_eq!(
        named.last().target,
        "/rest/1.0.0/WMTSCapabilities.xml",
        "asked as it was pasted"
    );
    bytes(&world.tile(&layer, 1, 1, 0).await);
    assert_eq!(
        server.last().target,
        "/rest/land/g%20r%C3%BCn/2024/webmercator/L01/0/1.png"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pasted_with_the_address_of_a_service_is_used_and_never_told() {
    let server = Server::start(|q| {
        if q.get("TK") != "s3cretkey" {
            return Reply::Full(418, "text/html", b"<title>teapot</title>".to_vec());
        }
        if q.get("REQUEST") == "GetCapabilities" {
            let text = String::from_utf8(document("wmts-kvp.xml", "http://inner.example")).unwrap();
            // As careless services do, this one repeats the key.
            let text = text
                .replace("/img_c/wmts?", "/img_c/wmts?tk=s3cretkey&amp;")
                .replace("影像", "影像 s3cretkey");
            return Reply::Full(200, "text/xml", text.into_bytes());
        }
        Reply::Full(200, "image/png", png(256, 256))
    });
    let world = World::new();
    let without = probe(&world, &server.address("/img_c/wmts?tk={tk}")).await;
    assert_eq!(
        (&without["key"], server.connections()),
        (&json!("key_missing"), 0)
    );
    let wrong = world
        .ask(
            "probe_layer",
            json!({"address": server.address("/img_c/wmts?tk={tk}"), "key": "wr0ngkey"}),
        )
        .await;
    assert_eq!(wrong["key"], "key_refused");
    let found = probe(&world, &server.address("/img_c/wmts?tk=s3cretkey")).await;
    assert_eq!(found["key"], "none", "{found}");
    let layer = added(&world, &found, "img").await;
    assert!(layer.needs_key && layer.has_key, "{layer:?}");
    bytes(&world.tile(&layer, 2, 6, 1).await);
    let words = format!("{without}{wrong}{found}{}", world.all_words().await);
    assert!(
        !words.contains("s3cretkey") && !words.contains("wr0ngkey"),
        "{words}"
    );
    let kept = std::fs::read_to_string(world.settings("layers.json")).unwrap();
    assert!(!kept.contains("s3cretkey"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_tiles_are_tried_once_to_see_what_they_are() {
    let server = Server::start(|q| match q.path() {
        "/small/5/25/12.png" => Reply::Full(200, "image/png", png(256, 256)),
        "/large/5/25/12.png" => Reply::Full(200, "image/png", png(512, 512)),
        "/vector/5/25/12.pbf" => Reply::Full(200, "application/x-protobuf", crate::gzip(&vector_tile())),
        "/page/5/25/12.png" => Reply::Full(200, "text/html", b"<title>Welcome</title>".to_vec()),
        _ => Reply::Full(404, "text/plain", Vec::new()),
    });
    let world = World::new();
    for (path, side, vector, words) in [
        ("/small/{z}/{x}/{y}.png", 256, false, ""),
        ("/large/{z}/{x}/{y}.png", 512, false, ""),
        ("/vector/{z}/{x}/{y}.pbf", 512, true, ""),
        ("/page/{z}/{x}/{y}.png", 256, false, "Welcome"),
        ("/none/{z}/{x}/{y}.png", 256, false, "是空的"),
    ] {
        let found = probe(&world, &server.address(path)).await;
        let layer = &found["layers"][0]["layer"];
        assert_eq!(
            (&layer["tile_size"], &layer["vector"]),
            (&json!(side), &json!(vector)),
            "{path}: {found}"
        );
        assert_eq!(
            found["problems"].as_array().unwrap().is_empty(),
            words.is_empty(),
            "{path}: {found}"
        );
        assert!(found["problems"].to_string().contains(words), "{path}: {found}");
    }
    assert_eq!(server.asked(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_service_is_told_in_words() {
    let exception = br#"<ServiceExceptionReport version="1.3.0"><ServiceException code="OperationNotSupported">closed</ServiceException></ServiceExceptionReport>"#;
    let cut = document("wms-1.3.0.xml", "http://h.example");
    for (reply, words) in [
        (
            Reply::Full(200, "text/html", b"<html><title>It works</title></html>".to_vec()),
            "It works",
        ),
        (Reply::Full(404, "text/html", b"<html></html>".to_vec()), "404"),
        (
            Reply::Full(200, "text/xml", exception.to_vec()),
            "OperationNotSupported closed",
        ),
        (
            Reply::Full(200, "text/xml", cut[..cut.len() / 2].to_vec()),
            "不完整",
        ),
        (
            Reply::Full(200, "text/xml", "<a>".repeat(5000).into_bytes()),
            "嵌套",
        ),
        (Reply::Full(500, "text/plain", b"down".to_vec()), "500"),
        (Reply::Endless, "32 MiB"),
    ] {
        let world = World::new();
        let server = Server::start(move |_| reply.clone());
        let found = probe(&world, &server.address("/wms")).await;
        assert_eq!(found["layers"], json!([]));
        assert!(
            found["problems"].to_string().contains(words),
            "“{words}” is not in {found}"
        );
    }
    let world = World::new();
    let port = Server::start(|_| Reply::Noise).port;
    let found = probe(&world, &format!("http://127.0.0.1:{port}/wms")).await;
    assert!(found["problems"].to_string().contains("连不上"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_picture_of_the_wrong_kind_is_not_drawn() {
    let server = Server::start(|q| {
        if q.get("REQUEST") == "GetCapabilities" {
            return Reply::Full(200, "text/xml", document("wms-1.1.1.xml", "http://inner.example"));
        }
        let error = r#"<?xml version="1.0" encoding="UTF-8"?><ServiceExceptionReport><ServiceException>图层 roads 没有数据源</ServiceException></ServiceExceptionReport>"#;
        Reply::Full(200, "image/png", error.as_bytes().to_vec())
    });
    let world = World::new();
    let found = probe(&world, &server.address("/wms")).await;
    let layer = added(&world, &found, "roads").await;
    let served = world.tile(&layer, 1, 3, 0).await;
    let (status, words) = refused(&served);
    assert_eq!(status, 502);
    assert!(words.contains("图层 roads 没有数据源"), "{words}");
}
