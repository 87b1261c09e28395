//! Tiles over a network: what is asked, what is passed on, and what is said when it goes wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use zhentu::layers::{LayerProblem, MapLayer};
use zhentu::tiles::TilePlace;

use crate::server::{Gate, Reply, Server};
use crate::{World, bytes, check_state, gzip, hasty, png, refused, until, vector_tile};

pub fn tiles() -> Server {
    Server::start(|_| Reply::Full(200, "image/png", png(256, 256)))
}

pub async fn xyz(world: &World, server: &Server, rest: &str) -> MapLayer {
    world
        .put(json!({"kind": "xyz", "address": server.address(rest)}))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tile_is_fetched_once_and_then_kept() {
    let (world, server) = (World::new(), tiles());
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    let served = world.tile(&layer, 5, 26, 12).await;
    assert_eq!(bytes(&served), ("image/png", png(256, 256).as_slice()));
    assert_eq!(server.last().target, "/5/26/12.png");
    assert_eq!(world.tile(&layer, 5, 26, 12).await, served);
    assert_eq!(server.asked(), 1);
    let state = world.state(&layer);
    check_state(&state, LayerProblem::None, "");
    assert!(state.last_ok.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_filled_as_other_programs_fill_them() {
    let (world, server) = (World::new(), tiles());
    for (address, expected) in [
        ("/tms/{z}/{x}/{-y}.png", "/tms/5/26/19.png"),
        ("/q/{q}.jpg", "/q/13210.jpg"),
        ("/r/{z}/{x}/{y}{r}.png", "/r/5/26/12.png"),
        ("/s/{0-7}/{z}/{x}/{y}", "/s/6/5/26/12"),
        ("/s/{a-d}/{s}/{z}/{x}/{y}", "/s/c/c/5/26/12"),
    ] {
        let layer = xyz(&world, &server, address).await;
        bytes(&world.tile(&layer, 5, 26, 12).await);
        assert_eq!(server.last().target, expected, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_lead_nowhere_are_refused_in_words() {
    let world = World::new();
    for (address, words) in [
        ("ftp://h.example/{z}/{x}/{y}", "http://"),
        ("https://h.example/{z}/{x}.png", "{y}"),
        ("https://h.example/{z}/{x}/{y}/{colour}", "{colour}"),
        ("https://user:word@h.example/{z}/{x}/{y}", "用户名"),
        ("https:///{z}/{x}/{y}", "主机名"),
        ("https://{tk}.example.org/{z}/{x}/{y}", "密钥不能放在主机名里"),
        ("https://h.example/{z}/{x}/{y}?tk=one&key=two", "两个不同的密钥"),
        ("https://h.example/{z}/{x}/{y", "}"),
    ] {
        let layer = json!({"kind": "xyz", "address": address, "opacity": 1});
        let error = world
            .call("put_map_layer", json!({"layer": layer}))
            .await
            .unwrap_err();
        assert_eq!(error["code"], "layer.address", "{address}");
        assert!(
            error["words"]["zh"].as_str().unwrap().contains(words),
            "{address}: {error}"
        );
    }
    assert!(world.layers().list().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layer_that_is_not_shown_makes_no_connection() {
    let (world, server) = (World::new(), tiles());
    let address = server.address("/{z}/{x}/{y}.png");
    let layer = world
        .put(json!({"kind": "xyz", "address": address, "visible": false}))
        .await;
    assert_eq!(refused(&world.tile(&layer, 5, 26, 12).await).0, 409);
    world.all_words().await;
    world.ask("order_map_layers", json!({"ids": [layer.id]})).await;
    world.ask("retry_layer", json!({"id": layer.id})).await;
    let world = world.restarted();
    world.all_words().await;
    for state in world.ask("layer_states", json!({})).await.as_array().unwrap() {
        assert_eq!(state["loading"], 0, "nothing was begun on the side: {state}");
    }
    assert_eq!(server.connections(), 0);

    let mut layer = layer;
    layer.visible = true;
    world.ask("put_map_layer", json!({"layer": layer})).await;
    assert_eq!(server.connections(), 0, "adding is not drawing");
    bytes(&world.tile(&layer, 5, 26, 12).await);
    assert_eq!(server.connections(), 1);
    for (z, x, y) in [(5, 32, 0), (5, 0, 32), (19, 0, 0)] {
        assert_eq!(
            world.tile(&layer, z, x, y).await,
            Ok(None),
            "{z}/{x}/{y} is not in the grid"
        );
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn layers_keep_their_order_and_settings_over_a_restart() {
    let (world, server) = (World::new(), tiles());
    let mut ids = Vec::new();
    for name in ["一", "二", "三"] {
        let address = server.address("/{z}/{x}/{y}.png");
        let layer = json!({"kind": "xyz", "name": name, "address": address, "opacity": 0.4, "source": "来源", "licence": "许可"});
        ids.push(world.put(layer).await.id);
    }
    world
        .ask("order_map_layers", json!({"ids": [ids[2], ids[0]]}))
        .await;
    let world = world.restarted();
    let kept = world.layers().list();
    let names: Vec<&str> = kept.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(names, ["二", "三", "一"]);
    assert_eq!(
        (kept[0].opacity, kept[0].source.as_str(), kept[0].licence.as_str()),
        (0.4, "来源", "许可")
    );
    world.ask("remove_map_layer", json!({"id": ids[1]})).await;
    assert_eq!(world.restarted().layers().list().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_spoilt_by_hand_do_not_stop_the_program() {
    let (world, server) = (World::new(), tiles());
    xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    let file = world.settings("layers.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let spoilt = text.replacen(
        '[',
        r#"[{"id": "../x", "kind": "xyz"}, {"id": "y", "kind": "wms", "address": "no"},"#,
        1,
    );
    std::fs::write(&file, spoilt).unwrap();
    let world = world.restarted();
    assert_eq!(world.layers().list().len(), 1);
    std::fs::write(&file, "no JSON").unwrap();
    let world = world.restarted();
    assert!(world.layers().list().is_empty());
    assert!(world.settings("layers.json.broken").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_tile_is_never_passed_on_as_one() {
    let huge = {
        let mut bytes = png(8, 8);
        bytes.resize(9 << 20, 0);
        bytes
    };
    let exception = br#"<?xml version="1.0"?><ServiceExceptionReport><ServiceException code="LayerNotDefined">no such layer: roads</ServiceException></ServiceExceptionReport>"#;
    let mut bomb = png(8, 8);
    bomb[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    for (reply, words) in [
        (
            Reply::Full(
                200,
                "image/png",
                b"<html><head><title>Login</title></head></html>".to_vec(),
            ),
            "Login",
        ),
        (
            Reply::Full(200, "text/xml", exception.to_vec()),
            "LayerNotDefined",
        ),
        (
            Reply::Full(200, "application/json", br#"{"message":"quota"}"#.to_vec()),
            "quota",
        ),
        (
            Reply::Full(200, "image/png", b"\x00\x01\x02\x03".to_vec()),
            "不是瓦片",
        ),
        (
            Reply::Full(200, "image/png", b"\x89PNG\r\n\x1a\n".to_vec()),
            "损坏",
        ),
        (Reply::Full(200, "image/png", bomb), "60000"),
        (Reply::Full(200, "image/png", vector_tile()), "不是瓦片"),
        (Reply::Full(200, "image/png", huge), "8 MiB"),
        (Reply::Full(200, "image/png", gzip(&vec![0; 20 << 20])), "8 MiB"),
        (
            Reply::Full(200, "image/png", gzip(&png(8, 8))[..20].to_vec()),
            "压缩数据损坏",
        ),
        (
            Reply::Full(500, "text/plain", b"database is down".to_vec()),
            "database is down",
        ),
        (Reply::Full(400, "text/plain", b"bad bbox".to_vec()), "400"),
        (Reply::Full(503, "text/html", Vec::new()), "503"),
        (Reply::CutOff(png(8, 8)), "中途断开"),
        (Reply::Endless, "8 MiB"),
        (Reply::Noise, "HTTP"),
        (
            Reply::With(302, vec![("Location", "/again".to_owned())], Vec::new()),
            "反复转",
        ),
    ] {
        let shown = format!("{reply:?}").chars().take(80).collect::<String>();
        let world = World::new();
        let server = Server::start(move |_| reply.clone());
        let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
        let served = world.tile(&layer, 5, 26, 12).await;
        let (status, said) = refused(&served);
        assert_eq!(status, 502, "{shown}");
        assert!(said.contains(words), "{shown}: {said}");
        check_state(&world.state(&layer), LayerProblem::BadAnswer, words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_at_a_place_is_no_error_but_nothing_anywhere_is() {
    for reply in [
        Reply::Full(204, "image/png", Vec::new()),
        Reply::Full(200, "image/png", Vec::new()),
        Reply::Full(
            400,
            "text/xml",
            br#"<ExceptionReport><Exception exceptionCode="TileOutOfRange"/></ExceptionReport>"#.to_vec(),
        ),
    ] {
        let world = World::new();
        let server = Server::start(move |_| reply.clone());
        let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
        for x in 0..6 {
            assert_eq!(world.tile(&layer, 5, x, 12).await, Ok(None));
        }
        check_state(&world.state(&layer), LayerProblem::None, "");
    }
    let world = World::new();
    let server = Server::start(|q| match q.path() {
        "/5/9/12.png" => Reply::Full(200, "image/png", png(256, 256)),
        _ => Reply::Full(404, "text/html", b"<title>404</title>".to_vec()),
    });
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    for x in 0..5 {
        assert_eq!(world.tile(&layer, 5, x, 12).await, Ok(None));
    }
    check_state(&world.state(&layer), LayerProblem::NotFound, "404");
    bytes(&world.tile(&layer, 5, 9, 12).await);
    check_state(&world.state(&layer), LayerProblem::None, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_out_of_reach_is_left_in_peace_and_found_again() {
    let world = World::new();
    let mut server = tiles();
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    let (port, gone) = (server.port, server.connections());
    drop(server);
    assert_eq!(gone, 0);
    for x in 0..4 {
        let served = world.tile(&layer, 5, x, 12).await;
        let (status, words) = refused(&served);
        assert_eq!(status, 503);
        assert!(words.contains("连不上"), "{words}");
    }
    let state = world.state(&layer);
    check_state(&state, LayerProblem::Offline, "连不上");
    assert_eq!(state.retry_in, Some(2), "{state:?}");

    server = Server::start_at(port, |_| Reply::Full(200, "image/png", png(256, 256)));
    assert_eq!(refused(&world.tile(&layer, 5, 26, 12).await).0, 503);
    assert_eq!(server.connections(), 0, "it rests until the pause is over");
    world.clock.advance(Duration::from_secs(2));
    bytes(&world.tile(&layer, 5, 26, 12).await);
    check_state(&world.state(&layer), LayerProblem::None, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_need_not_wait_for_the_end_of_a_pause() {
    let world = World::new();
    let server = tiles();
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    let port = server.port;
    drop(server);
    assert_eq!(refused(&world.tile(&layer, 5, 26, 12).await).0, 503);
    let _server = Server::start_at(port, |_| Reply::Full(200, "image/png", png(256, 256)));
    world.ask("retry_layer", json!({"id": layer.id})).await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_answer_is_not_waited_for_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let layers = hasty(&folder);
    let never = Arc::new(Gate::default());
    let server = Server::start(move |_| {
        let tile = Reply::Full(200, "image/png", png(8, 8));
        Reply::Held(Arc::clone(&never), Box::new(tile))
    });
    let layer = MapLayer {
        address: server.address("/{z}/{x}/{y}.png"),
        visible: true,
        ..MapLayer::default()
    };
    let layer = layers.put(layer).unwrap();
    let served = layers.tile(&layer.id, TilePlace { z: 5, x: 26, y: 12 }).await;
    assert_eq!(refused(&served).0, 503);
    check_state(
        &layers.state(&layer.id).unwrap(),
        LayerProblem::Offline,
        "迟迟没有回应",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_asked_six_questions_at_a_time() {
    let world = Arc::new(World::new());
    let gate = Arc::new(Gate::default());
    let held = Arc::clone(&gate);
    let server = Server::start(move |_| {
        let tile = Reply::Full(200, "image/png", png(8, 8));
        Reply::Held(Arc::clone(&held), Box::new(tile))
    });
    let layer = Arc::new(xyz(&world, &server, "/{z}/{x}/{y}.png").await);
    let mut tasks = Vec::new();
    for x in 0..32 {
        let (world, layer) = (Arc::clone(&world), Arc::clone(&layer));
        tasks.push(tokio::spawn(async move { world.tile(&layer, 5, x, 12).await }));
    }
    // All are begun, and six are with the server; the rest wait for their turn and are counted all the same.
    until(|| world.state(&layer).loading == 32 && server.asked() == 6).await;
    gate.open();
    for task in tasks {
        bytes(&task.await.unwrap());
    }
    assert_eq!(
        (server.asked(), server.most_at_once.load(Ordering::SeqCst)),
        (32, 6)
    );
    assert_eq!(world.state(&layer).loading, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_says_when_it_may_be_asked_again() {
    let busy = Arc::new(AtomicBool::new(true));
    let is_busy = Arc::clone(&busy);
    let server = Server::start(move |_| {
        if is_busy.load(Ordering::SeqCst) {
            Reply::With(429, vec![("Retry-After", "1".to_owned())], Vec::new())
        } else {
            Reply::Full(200, "image/png", png(8, 8))
        }
    });
    let world = World::new();
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    for x in 0..5 {
        assert_eq!(refused(&world.tile(&layer, 5, x, 12).await).0, 502);
    }
    assert_eq!(server.asked(), 1);
    assert_eq!(world.state(&layer).retry_in, Some(1));
    busy.store(false, Ordering::SeqCst);
    world.clock.advance(Duration::from_secs(1));
    bytes(&world.tile(&layer, 5, 26, 12).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn vector_tiles_come_unpacked_and_are_looked_at() {
    let server = Server::start(|q| match q.path() {
        "/5/1/12.pbf" => Reply::Full(200, "application/x-protobuf", gzip(&vector_tile())),
        "/5/2/12.pbf" => Reply::Full(200, "application/x-protobuf", vector_tile()),
        "/5/3/12.pbf" => Reply::Full(200, "application/x-protobuf", vector_tile()[..99].to_vec()),
        _ => Reply::Full(200, "application/x-protobuf", b"<html>sorry</html>".to_vec()),
    });
    let world = World::new();
    let address = server.address("/{z}/{x}/{y}.pbf");
    let layer = world
        .put(json!({"kind": "xyz", "vector": true, "address": address}))
        .await;
    for x in [1, 2] {
        let served = world.tile(&layer, 5, x, 12).await;
        assert_eq!(
            bytes(&served),
            ("application/vnd.mapbox-vector-tile", vector_tile().as_slice())
        );
    }
    for x in [3, 4] {
        assert_eq!(refused(&world.tile(&layer, 5, x, 12).await).0, 502);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_how_a_layer_is_drawn_keeps_its_tiles_and_changing_its_address_does_not() {
    let (world, server) = (World::new(), tiles());
    let mut layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
    (layer.opacity, layer.name) = (0.3, "浅".to_owned());
    layer = world.put(serde_json::to_value(&layer).unwrap()).await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
    assert_eq!(server.asked(), 1);
    layer.address = server.address("/new/{z}/{x}/{y}.png");
    layer = world.put(serde_json::to_value(&layer).unwrap()).await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
    assert_eq!(server.last().target, "/new/5/26/12.png");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_may_send_us_on() {
    let world = World::new();
    let server = Server::start(|q| match q.path() {
        "/5/26/12.png" => Reply::With(302, vec![("Location", "/moved/1".to_owned())], Vec::new()),
        "/moved/1" => Reply::With(301, vec![("Location", "2?x=y".to_owned())], Vec::new()),
        "/moved/2" => Reply::Full(200, "image/png", png(8, 8)),
        _ => Reply::With(307, vec![("Location", "ftp://h.example/".to_owned())], Vec::new()),
    });
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png").await;
    bytes(&world.tile(&layer, 5, 26, 12).await);
    assert_eq!(server.last().target, "/moved/2?x=y");
    let elsewhere = world.tile(&layer, 5, 26, 13).await;
    assert_eq!(refused(&elsewhere), (502, "服务器转到的不是网址".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_another_machine_cannot_send_us_to_this_one() {
    // The address of this machine in its network is farther away than 127.0.0.1. No packet is sent to find it.
    let here = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let known = here.connect("192.0.2.1:9").and_then(|()| here.local_addr());
    let Some(outside) = known.ok().map(|a| a.ip()).filter(|ip| !ip.is_loopback()) else {
        eprintln!("this machine has no network: not tried");
        return;
    };
    let world = World::new();
    let secret = tiles();
    let target = secret.address("/secret.png");
    let server = Server::start_on("0.0.0.0", 0, move |_| {
        Reply::With(302, vec![("Location", target.clone())], Vec::new())
    });
    let address = format!("http://{outside}:{}/{{z}}/{{x}}/{{y}}.png", server.port);
    let layer = world.put(json!({"kind": "xyz", "address": address})).await;
    let served = world.tile(&layer, 5, 26, 12).await;
    assert_eq!(
        refused(&served),
        (502, "服务器转到了内部网络的地址，没有跟过去".to_owned())
    );
    assert_eq!(secret.connections(), 0);
}
