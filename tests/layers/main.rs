//! Map layers that a user adds, against servers on this machine and files made here.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

mod keyed;
mod online;
mod packs;
mod pictures;
mod secure;
mod server;
mod services;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use zhentu::clock::Clock;
use zhentu::layers::{LayerProblem, LayerState, Layers, MapLayer, Timeouts};
use zhentu::prefs::Folders;
use zhentu::session::Session;
use zhentu::tiles::{TileAnswer, TilePlace};
use zhentu::wire::{dispatch, dispatch_online, is_online};

/// A session with folders of its own, spoken to through the wire as the page does.
struct World {
    pub folder: tempfile::TempDir,
    pub session: Session,
    /// Goes only when it is put forward.
    pub clock: Clock,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped();
        let session = Session::with_clock(folders(&folder), None, clock.clone());
        Self {
            folder,
            session,
            clock,
        }
    }

    /// The same folders after the program was ended and started.
    pub fn restarted(self) -> Self {
        let session = Session::with_clock(folders(&self.folder), None, self.clock.clone());
        Self { session, ..self }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn settings(&self, name: &str) -> PathBuf {
        self.path("config").join(name)
    }

    pub async fn call(&self, name: &str, args: Value) -> Result<Value, Value> {
        let done = match is_online(name) {
            true => dispatch_online(&self.session, name, args).await,
            false => dispatch(&self.session, name, args),
        };
        done.map_err(|e| serde_json::to_value(e).unwrap())
    }

    pub async fn ask(&self, name: &str, args: Value) -> Value {
        self.call(name, args)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Adds a layer and returns it as it was kept.
    pub async fn put(&self, layer: Value) -> MapLayer {
        let mut whole = json!({"visible": true, "opacity": 1.0});
        whole
            .as_object_mut()
            .unwrap()
            .extend(layer.as_object().unwrap().clone());
        serde_json::from_value(self.ask("put_map_layer", json!({"layer": whole})).await).unwrap()
    }

    pub async fn tile(&self, layer: &MapLayer, z: u8, x: u32, y: u32) -> TileAnswer {
        self.layers().tile(&layer.id, TilePlace { z, x, y }).await
    }

    pub fn layers(&self) -> &Layers {
        self.session.layers()
    }

    pub fn state(&self, layer: &MapLayer) -> LayerState {
        self.layers().state(&layer.id).unwrap()
    }

    /// Everything the wire tells about layers, as one text.
    pub async fn all_words(&self) -> String {
        let mut out = String::new();
        for name in ["map_layers", "layer_states", "layer_presets", "app_state"] {
            out.push_str(&self.ask(name, json!({})).await.to_string());
        }
        out
    }
}

fn folders(folder: &tempfile::TempDir) -> Folders {
    Folders {
        settings: folder.path().join("config").join("settings.json"),
        atlases: folder.path().join("atlases"),
        documents: folder.path().to_owned(),
    }
}

/// Layers that do not wait long.
pub fn hasty(folder: &tempfile::TempDir) -> Layers {
    let timeouts = Timeouts {
        connect: Duration::from_millis(500),
        whole: Duration::from_millis(700),
    };
    Layers::open(folder.path(), timeouts, Clock::default())
}

/// Waits until something is so; a minute without it is a failure.
pub async fn until(is_so: impl Fn() -> bool) {
    let tries = 6000;
    for _ in 0..tries {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come about");
}

/// A whole grey PNG.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], data: &[u8]| {
        out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(data);
        out.extend(name);
        out.extend(data);
        out.extend(crc.sum().to_be_bytes());
    };
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    chunk(b"IHDR", &head);
    let mut pixels = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..height {
        pixels.write_all(&vec![0; width as usize + 1]).unwrap();
    }
    chunk(b"IDAT", &pixels.finish().unwrap());
    chunk(b"IEND", &[]);
    out
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A vector tile of the embedded map: whole, real bytes.
pub fn vector_tile() -> Vec<u8> {
    geodata::basemap::tile(5, 26, 12).expect("Shandong is on the map")
}

#[track_caller]
pub fn bytes(answer: &TileAnswer) -> (&'static str, &[u8]) {
    match answer {
        Ok(Some(tile)) => (tile.media_type, &tile.bytes),
        other => panic!("no tile but {other:?}"),
    }
}

#[track_caller]
pub fn refused(answer: &TileAnswer) -> (u16, String) {
    match answer {
        Err(error) => (error.status(), error.to_string()),
        other => panic!("not refused but {other:?}"),
    }
}

#[track_caller]
pub fn check_state(state: &LayerState, problem: LayerProblem, words: &str) {
    assert_eq!(state.problem, problem, "{state:?}");
    let said = state.words.as_ref().map_or("", |said| &said.zh);
    assert!(said.contains(words), "“{words}” is not in “{said}”");
    assert_eq!(state.loading, 0, "nothing is left on its way");
}
