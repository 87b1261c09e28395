//! Servers that prove who they are, to the store of certificates that the system has.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;
use zhentu::layers::{LayerProblem, MapLayer};

use crate::{World, bytes, check_state, png, refused};

const SERVER: &str = "ZHENTU_TEST_SERVER";

/// Serves one picture over TLS for as long as the test runs; returns the port and the certificate.
fn secure_server() -> (u16, String) {
    let picture = png(256, 256);
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        picture.len()
    );
    secure_answer([head.as_bytes(), &picture].concat())
}

/// Gives the same answer over TLS to everybody.
fn secure_answer(answer: Vec<u8>) -> (u16, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            // A client that does not trust the certificate hangs up here.
            if matches!(stream.read(&mut [0; 4096]), Ok(n) if n > 0) {
                let _ = stream.write_all(&answer);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    (port, cert.pem())
}

async fn layer_at(world: &World, port: &str) -> MapLayer {
    let address = format!("https://localhost:{port}/{{z}}/{{x}}/{{y}}.png");
    world.put(json!({"kind": "xyz", "address": address})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_refused_in_words() {
    let (port, _) = secure_server();
    let world = World::new();
    let layer = layer_at(&world, &port.to_string()).await;
    let served = world.tile(&layer, 5, 26, 12).await;
    let (status, words) = refused(&served);
    assert_eq!(status, 502);
    assert!(words.contains("安全证书"), "{words}");
    check_state(&world.state(&layer), LayerProblem::BadAnswer, "安全证书");
    assert!(
        world.state(&layer).retry_in.is_some(),
        "it is not asked again at once"
    );
}

/// Runs a test of this file with a store of certificates of its own.
fn with_store(test: &str, (port, pem): &(u16, String)) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.pem");
    std::fs::write(&store, pem).unwrap();
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("secure::{test}"), "--ignored"])
        .env("SSL_CERT_FILE", &store)
        .env(SERVER, port.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn a_certificate_in_the_store_of_the_system_is_accepted() {
    with_store("a_tile_comes_over_tls", &secure_server());
}

#[test]
fn a_server_cannot_send_us_on_to_an_open_connection() {
    let open = crate::online::tiles();
    let answer = format!(
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        open.address("/5/26/12.png")
    );
    with_store(
        "a_redirection_is_refused_over_tls",
        &secure_answer(answer.into_bytes()),
    );
    assert_eq!(open.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the test above, with a store of certificates of its own"]
async fn a_redirection_is_refused_over_tls() {
    let world = World::new();
    let layer = layer_at(&world, &std::env::var(SERVER).unwrap()).await;
    let (status, words) = refused(&world.tile(&layer, 5, 26, 12).await);
    assert_eq!(status, 502);
    assert!(words.contains("没有加密"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by a test above, with a store of certificates of its own"]
async fn a_tile_comes_over_tls() {
    let world = World::new();
    let layer = layer_at(&world, &std::env::var(SERVER).unwrap()).await;
    let served = world.tile(&layer, 5, 26, 12).await;
    assert_eq!(bytes(&served), ("image/png", png(256, 256).as_slice()));
}
