//! Keys of services: asked for, used, and told to nobody.

use serde_json::json;
use zhentu::layers::{LayerProblem, MapLayer};

use crate::online::{tiles, xyz};
use crate::server::{Reply, Server};
use crate::{World, bytes, check_state, png, refused};

const SECRET: &str = "s3cret/key+of=the&user";

/// A server that wants [`SECRET`] and tells the caller what it was given, as careless servers do.
fn guarded() -> Server {
    Server::start(|q| match q.get("TK") {
        SECRET => Reply::Full(200, "image/png", png(256, 256)),
        other => Reply::Full(
            403,
            "application/json",
            format!(r#"{{"msg":"非法Key {other}","code":"301"}}"#).into_bytes(),
        ),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_asked_for_used_and_told_to_nobody() {
    let (world, server) = (World::new(), guarded());
    let layer = xyz(&world, &server, "/{z}/{x}/{y}.png?tk={tk}").await;
    assert!(layer.needs_key && !layer.has_key);
    assert_eq!(refused(&world.tile(&layer, 5, 26, 12).await).0, 401);
    check_state(&world.state(&layer), LayerProblem::KeyMissing, "密钥");
    assert_eq!(server.connections(), 0, "without a key nobody is asked");

    let wrong = "wrong/key+of=the&user";
    world
        .ask("set_layer_key", json!({"id": layer.id, "key": wrong}))
        .await;
    let mut answers = world.all_words().await;
    for x in 0..6 {
        let served = world.tile(&layer, 5, x, 12).await;
        let (status, words) = refused(&served);
        assert_eq!(status, 401);
        assert!(words.contains("非法Key ***"), "{words}");
        answers.push_str(&words);
    }
    assert_eq!(
        server.asked(),
        3,
        "a key refused three times is not tried again at once"
    );
    let state = world.state(&layer);
    check_state(&state, LayerProblem::KeyRefused, "不接受");
    assert!(state.retry_in.is_some());
    answers.push_str(&world.all_words().await);

    // As pasted: with blanks and unseen characters around it.
    let pasted = format!(" {SECRET}\u{200b}\n");
    answers.push_str(
        &world
            .ask("set_layer_key", json!({"id": layer.id, "key": pasted}))
            .await
            .to_string(),
    );
    bytes(&world.tile(&layer, 5, 26, 12).await);
    check_state(&world.state(&layer), LayerProblem::None, "");
    answers.push_str(&world.all_words().await);
    let probe = world
        .ask(
            "probe_layer",
            json!({"address": server.address("/x?tk={tk}"), "key": wrong}),
        )
        .await;
    answers.push_str(&probe.to_string());
    answers.push_str(
        &world
            .call("set_layer_key", json!({"id": "none", "key": SECRET}))
            .await
            .unwrap_err()
            .to_string(),
    );

    let layers_file = std::fs::read_to_string(world.settings("layers.json")).unwrap();
    for key in [SECRET, wrong] {
        let encoded: String = url::form_urlencoded::byte_serialize(key.as_bytes()).collect();
        for text in [&answers, &layers_file] {
            assert!(
                !text.contains(key) && !text.contains(&encoded),
                "the key is in {text}"
            );
        }
    }
    let keys_file = world.settings("layer-keys.json");
    assert!(std::fs::read_to_string(&keys_file).unwrap().contains(SECRET));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&keys_file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "only the user reads the keys");
    }
    let world = world.restarted();
    bytes(&world.tile(&layer, 5, 26, 12).await);
    world.ask("remove_map_layer", json!({"id": layer.id})).await;
    assert!(
        !std::fs::read_to_string(&keys_file).unwrap().contains(SECRET),
        "it goes with its last layer"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pasted_with_its_address_is_kept_apart() {
    let (world, server) = (World::new(), guarded());
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let layer = xyz(
        &world,
        &server,
        &format!("/{{z}}/{{x}}/{{y}}.png?tk={encoded}&v=2"),
    )
    .await;
    assert_eq!(layer.address, server.address("/{z}/{x}/{y}.png?tk={tk}&v=2"));
    assert!(layer.needs_key && layer.has_key);
    bytes(&world.tile(&layer, 5, 26, 12).await);
    let file = std::fs::read_to_string(world.settings("layers.json")).unwrap();
    assert!(!file.contains("s3cret"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_not_follow_a_layer_to_another_server() {
    let (world, server) = (World::new(), guarded());
    let other = guarded();
    let mut layer = xyz(&world, &server, "/{z}/{x}/{y}.png?tk={tk}").await;
    world
        .ask("set_layer_key", json!({"id": layer.id, "key": SECRET}))
        .await;
    layer.address = other.address("/{z}/{x}/{y}.png?tk={tk}");
    let moved = world.put(serde_json::to_value(&layer).unwrap()).await;
    assert!(!moved.has_key);
    assert_eq!(refused(&world.tile(&moved, 5, 26, 12).await).0, 401);
    assert_eq!((server.connections(), other.connections()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_presets_of_tianditu_ask_as_the_service_wants() {
    let world = World::new();
    let presets: Vec<MapLayer> = serde_json::from_value(world.ask("layer_presets", json!({})).await).unwrap();
    assert_eq!(presets.len(), 8);
    let server = tiles();
    for preset in presets {
        assert!(preset.needs_key && preset.address.starts_with("https://t{0-7}.tianditu.gov.cn/"));
        assert!(!preset.source.is_empty() && !preset.licence.is_empty());
        let path = preset.address.split_once(".cn/").unwrap().1.to_owned();
        let mut layer = preset.clone();
        layer.address = server.address(&format!("/{path}"));
        let layer = world.put(serde_json::to_value(&layer).unwrap()).await;
        world
            .ask("set_layer_key", json!({"id": layer.id, "key": "k"}))
            .await;
        // Beijing at zoom 10 of the world's squares: row 9 of a grid that begins with level 1.
        let degrees = layer.id.ends_with("-c");
        let (x, y) = if degrees { (843, 142) } else { (843, 387) };
        bytes(&world.tile(&layer, 9, x, y).await);
        let asked = server.last();
        let (set, kind) = (
            if degrees { "c" } else { "w" },
            preset.id.split('-').nth(1).unwrap(),
        );
        assert_eq!(asked.path(), format!("/{kind}_{set}/wmts"));
        for (name, value) in [
            ("SERVICE", "WMTS"),
            ("REQUEST", "GetTile"),
            ("VERSION", "1.0.0"),
            ("LAYER", kind),
            ("STYLE", "default"),
            ("TILEMATRIXSET", set),
            ("FORMAT", "tiles"),
            ("TILEMATRIX", "10"),
            ("TILEROW", &y.to_string()),
            ("TILECOL", &x.to_string()),
            ("TK", "k"),
        ] {
            assert_eq!(asked.get(name), value, "{name} of {}", preset.id);
        }
        let grid = layer.grid.unwrap();
        let [w, s, e, n] = grid.extent(9, x, y).unwrap();
        let beijing = if degrees {
            [116.39, 39.91]
        } else {
            [12_956_500.0, 4_858_600.0]
        };
        assert!(
            w < beijing[0] && beijing[0] < e && s < beijing[1] && beijing[1] < n,
            "{:?}",
            [w, s, e, n]
        );
    }
}
