//! One tile of a layer: from a server, a pack or the tiles kept.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use geodata::tile_content::Picture;
use words::{English, Words, said};

use super::address;
use super::error::LayerError;
use super::fetch::FetchError;
use super::health::InFlight;
use super::health::LayerProblem;
use super::map_layer::{LayerKind, MapLayer};
use super::packs::PackError;
use super::response::{self, Verdict};
use super::{Layers, keys};
use crate::tiles::{TileAnswer, TileBytes, TileError, TilePlace};

/// How long a server that is too busy is left in peace when it does not say, and at most.
const BUSY: u64 = 10;
const BUSIEST: u64 = 120;
/// The largest file of a picture.
const LARGEST_PICTURE: u64 = 256 << 20;

impl Layers {
    /// Returns one tile of a layer in its own grid. Servers are asked only for a layer that is shown.
    pub async fn tile(&self, id: &str, tile: TilePlace) -> TileAnswer {
        let Some((layer, key)) = self.find(id) else {
            return Err(TileError::NoSuchLayer);
        };
        if !layer.visible {
            return Err(TileError::Hidden);
        }
        let inside = (layer.min_zoom..=layer.max_zoom).contains(&tile.z)
            && layer
                .grid
                .as_ref()
                .is_some_and(|g| g.has(usize::from(tile.z), tile.x, tile.y));
        if !inside {
            return Ok(None);
        }
        if layer.kind.online() {
            self.fetched(&layer, key, tile).await
        } else {
            self.packed(&layer, tile).await
        }
    }

    async fn packed(&self, layer: &MapLayer, tile: TilePlace) -> TileAnswer {
        let request = self.health.start(&layer.id);
        let (packs, path, kind) = (Arc::clone(&self.packs), layer.path.clone(), layer.kind);
        let read = tokio::task::spawn_blocking(move || packs.tile(Path::new(&path), kind, tile));
        let broken = |_| {
            Err(PackError::Bad(said!(
                "layers.pack_broke_off",
                "读取地图包时中断",
                "reading the map package broke off"
            )))
        };
        match read.await.unwrap_or_else(broken) {
            Ok(Some(bytes)) => {
                request.succeeded();
                Ok(Some(Arc::new(bytes)))
            }
            Ok(None) => {
                request.no_tile(false);
                Ok(None)
            }
            Err(PackError::Missing) => {
                let words = said!(
                    "layers.no_file_at",
                    "找不到文件 {}",
                    "{} is not there",
                    layer.path
                );
                request.failed(LayerProblem::FileMissing, &words, None);
                Err(TileError::Missing { words })
            }
            Err(PackError::Bad(words)) => {
                request.failed(LayerProblem::BadAnswer, &words, None);
                Err(TileError::NotATile { words })
            }
        }
    }

    async fn fetched(&self, layer: &MapLayer, key: Option<String>, tile: TilePlace) -> TileAnswer {
        if layer.needs_key && key.is_none() {
            let words = said!("layers.no_key", "还没有填写密钥", "there is no key yet");
            let request = self.health.start(&layer.id);
            request.failed(LayerProblem::KeyMissing, &words, None);
            return Err(TileError::Key { words });
        }
        let place = (layer.id.clone(), self.health.stamp(&layer.id), tile);
        if let Some(kept) = self.cache().get(&place) {
            return Ok(Some(kept));
        }
        if let Some((problem, words)) = self.health.backing_off(&layer.id) {
            return Err(refusal(problem, words));
        }
        let key = key.unwrap_or_default();
        let request = self.health.start(&layer.id);
        let asked = match &layer.grid {
            Some(grid) => address::of_tile(layer, grid, tile, &key),
            None => Err(LayerError::Grid),
        };
        let address = match asked {
            Ok(address) => address,
            Err(error) => {
                let words = error
                    .words("layer.address")
                    .map(|text| keys::redact(&text, &key, "***"));
                request.failed(LayerProblem::BadAnswer, &words, None);
                return Err(TileError::NotATile { words });
            }
        };
        let service = keys::scope(&layer.address).unwrap_or_default();
        match self.fetcher.get(&service, &address, response::LARGEST).await {
            Ok(answer) => {
                let verdict = response::classify(answer, layer.vector, layer.needs_key);
                self.record(layer, &request, verdict, &key, place)
            }
            Err(error) => {
                let (problem, words) = problem_of(&error);
                // That a tile has to wait is no news: what others found out stands.
                if !matches!(error, FetchError::BackingOff(_))
                    || self.health.state(&layer.id).problem == LayerProblem::None
                {
                    request.failed(problem, &words, None);
                }
                Err(refusal(problem, words))
            }
        }
    }

    /// Keeps account of what a server server_message, and passes it on.
    fn record(
        &self,
        layer: &MapLayer,
        request: &InFlight,
        verdict: Verdict,
        key: &str,
        place: super::cache::Key,
    ) -> TileAnswer {
        let redact = |words: Words| words.map(|text| keys::redact(&text, key, "***"));
        match verdict {
            Verdict::Tile(bytes) => {
                request.succeeded();
                let bytes = Arc::new(bytes);
                self.cache().put(place, Arc::clone(&bytes));
                Ok(Some(bytes))
            }
            Verdict::Empty { missing } => {
                request.no_tile(missing);
                Ok(None)
            }
            Verdict::KeyRefused(words) => {
                let mut words = redact(words);
                if layer.address.contains("tianditu.gov.cn") {
                    words = said!(
                        "layers.tianditu_key",
                        "{}；天地图要用“服务器端”类型的密钥",
                        "{}; Tianditu takes keys of the type “server” only",
                        words
                    );
                }
                request.refused(&words);
                Err(TileError::Key { words })
            }
            Verdict::Busy(words, seconds) => {
                let words = redact(words);
                let pause = Duration::from_secs(seconds.unwrap_or(BUSY).min(BUSIEST));
                request.failed(LayerProblem::BadAnswer, &words, Some(pause));
                Err(TileError::NotATile { words })
            }
            Verdict::Bad(words) => {
                let words = redact(words);
                request.failed(LayerProblem::BadAnswer, &words, None);
                Err(TileError::NotATile { words })
            }
        }
    }

    /// Returns the bytes of a pinned picture.
    pub async fn picture(&self, id: &str) -> TileAnswer {
        let Some((layer, _)) = self.find(id).filter(|(l, _)| l.kind == LayerKind::Image) else {
            return Err(TileError::NoSuchLayer);
        };
        let request = self.health.start(&layer.id);
        let path = layer.path.clone();
        let read = tokio::task::spawn_blocking(move || {
            let facts = std::fs::metadata(&path)?;
            if facts.len() > LARGEST_PICTURE {
                return Ok(None);
            }
            std::fs::read(&path).map(Some)
        });
        match read.await.unwrap_or(Ok(None)) {
            Ok(Some(bytes)) => match Picture::of(&bytes) {
                Some(picture) => {
                    request.succeeded();
                    Ok(Some(Arc::new(TileBytes {
                        bytes,
                        media_type: picture.media_type(),
                    })))
                }
                None => {
                    let words = said!(
                        "layers.not_a_picture",
                        "{} 不是 PNG、JPEG、WebP 或 GIF 图片",
                        "{} is no PNG, JPEG, WebP or GIF picture",
                        layer.path
                    );
                    request.failed(LayerProblem::BadAnswer, &words, None);
                    Err(TileError::NotATile { words })
                }
            },
            Ok(None) => {
                let words = said!(
                    "layers.picture_too_large",
                    "图片超过 {} MiB",
                    "the picture has more than {} MiB",
                    LARGEST_PICTURE >> 20
                );
                request.failed(LayerProblem::BadAnswer, &words, None);
                Err(TileError::NotATile { words })
            }
            Err(_) => {
                let words = said!(
                    "layers.no_file_at",
                    "找不到文件 {}",
                    "{} is not there",
                    layer.path
                );
                request.failed(LayerProblem::FileMissing, &words, None);
                Err(TileError::Missing { words })
            }
        }
    }
}

/// What it means for a layer that there is no answer.
pub fn problem_of(error: &FetchError) -> (LayerProblem, Words) {
    match error {
        FetchError::Offline(words) => (LayerProblem::Offline, words.clone()),
        FetchError::BackingOff(_) => (
            LayerProblem::Offline,
            said!(
                "layers.waiting",
                "连不上服务器，稍后再试",
                "the server cannot be reached; it is tried again later"
            ),
        ),
        FetchError::TooLarge(limit) => (
            LayerProblem::BadAnswer,
            said!(
                "layers.answer_too_large",
                "服务器的回答超过 {} MiB",
                "the answer of the server has more than {} MiB",
                limit >> 20
            ),
        ),
        FetchError::Redirect(error) => (LayerProblem::BadAnswer, error.words("layers.redirect")),
        FetchError::Untrusted(words) | FetchError::Broken(words) => (LayerProblem::BadAnswer, words.clone()),
    }
}

/// What a layer in trouble answers.
fn refusal(problem: LayerProblem, words: Words) -> TileError {
    match problem {
        LayerProblem::KeyMissing | LayerProblem::KeyRefused => TileError::Key { words },
        LayerProblem::Offline => TileError::Offline { words },
        LayerProblem::NotFound | LayerProblem::FileMissing => TileError::Missing { words },
        LayerProblem::None | LayerProblem::BadAnswer => TileError::NotATile { words },
    }
}
