//! One tile of a layer, from wherever it is.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use geodata::tile_content::Picture;

use super::address::{self, Tile};
use super::answer::{self, TileBytes, Verdict};
use super::condition::OnItsWay;
use super::error::LayerError;
use super::fetch::NoAnswer;
use super::packs::PackError;
use super::{Layers, keys};
use crate::wire::{LayerKind, LayerProblem, MapLayer};

/// How long a server that is too busy is left in peace when it does not say, and at most.
const BUSY: u64 = 10;
const BUSIEST: u64 = 120;
/// The largest file of a picture.
const LARGEST_PICTURE: u64 = 256 << 20;

/// What the page is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// The tile.
    Tile(Arc<TileBytes>),
    /// There is nothing at this place.
    Nothing,
    /// It cannot be had: status and words.
    Refused(u16, String),
}

impl Layers {
    /// Returns one tile of a layer in its own grid. Servers are asked only for a layer that is shown.
    pub async fn tile(&self, id: &str, tile: Tile) -> Served {
        let Some((layer, key)) = self.find(id) else {
            return Served::Refused(404, "没有这个图层".to_owned());
        };
        if !layer.visible {
            return Served::Refused(409, "图层没有显示".to_owned());
        }
        let inside = (layer.min_zoom..=layer.max_zoom).contains(&tile.z)
            && layer
                .grid
                .as_ref()
                .is_some_and(|g| g.has(usize::from(tile.z), tile.x, tile.y));
        if !inside {
            return Served::Nothing;
        }
        if layer.kind.online() {
            self.fetched(&layer, key, tile).await
        } else {
            self.packed(&layer, tile).await
        }
    }

    async fn packed(&self, layer: &MapLayer, tile: Tile) -> Served {
        let way = self.conditions.begin(&layer.id);
        match self.packs.tile(Path::new(&layer.path), layer.kind, tile).await {
            Ok(Some(bytes)) => {
                way.came();
                Served::Tile(Arc::new(bytes))
            }
            Ok(None) => {
                way.empty(false);
                Served::Nothing
            }
            Err(PackError::Missing) => {
                let words = format!("找不到文件 {}", layer.path);
                way.trouble(LayerProblem::FileMissing, &words, None);
                Served::Refused(404, words)
            }
            Err(PackError::Bad(words)) => {
                way.trouble(LayerProblem::BadAnswer, &words, None);
                Served::Refused(502, words)
            }
        }
    }

    async fn fetched(&self, layer: &MapLayer, key: Option<String>, tile: Tile) -> Served {
        if layer.needs_key && key.is_none() {
            let words = "还没有填写密钥";
            let way = self.conditions.begin(&layer.id);
            way.trouble(LayerProblem::KeyMissing, words, None);
            return Served::Refused(401, words.to_owned());
        }
        let place = (layer.id.clone(), self.conditions.stamp(&layer.id), tile);
        if let Some(kept) = self.cache().get(&place) {
            return Served::Tile(kept);
        }
        if let Some((problem, words)) = self.conditions.resting(&layer.id) {
            return Served::Refused(status(problem), words);
        }
        let key = key.unwrap_or_default();
        let way = self.conditions.begin(&layer.id);
        let asked = match &layer.grid {
            Some(grid) => address::of_tile(layer, grid, tile, &key),
            None => Err(LayerError::Grid),
        };
        let address = match asked {
            Ok(address) => address,
            Err(error) => {
                let words = keys::strike(&error.to_string(), &key, "***");
                way.trouble(LayerProblem::BadAnswer, &words, None);
                return Served::Refused(502, words);
            }
        };
        let service = keys::holder(&layer.address).unwrap_or_default();
        match self.fetcher.get(&service, &address, answer::LARGEST).await {
            Ok(answer) => {
                let verdict = answer::judge(answer, layer.vector, layer.needs_key);
                self.told(layer, &way, verdict, &key, place)
            }
            Err(error) => {
                let (problem, words) = without_answer(&error);
                // That a tile has to wait is no news: what others found out stands.
                if !matches!(error, NoAnswer::Resting(_))
                    || self.conditions.state(&layer.id).problem == LayerProblem::None
                {
                    way.trouble(problem, &words, None);
                }
                Served::Refused(status(problem), words)
            }
        }
    }

    /// Keeps account of what a server said, and passes it on.
    fn told(
        &self,
        layer: &MapLayer,
        way: &OnItsWay,
        verdict: Verdict,
        key: &str,
        place: super::cache::Key,
    ) -> Served {
        let strike = |words: String| keys::strike(&words, key, "***");
        match verdict {
            Verdict::Tile(bytes) => {
                way.came();
                let bytes = Arc::new(bytes);
                self.cache().put(place, Arc::clone(&bytes));
                Served::Tile(bytes)
            }
            Verdict::Empty { missing } => {
                way.empty(missing);
                Served::Nothing
            }
            Verdict::KeyRefused(words) => {
                let mut words = strike(words);
                if layer.address.contains("tianditu.gov.cn") {
                    words.push_str("；天地图要用“服务器端”类型的密钥");
                }
                way.refused(&words);
                Served::Refused(401, words)
            }
            Verdict::Busy(words, seconds) => {
                let words = strike(words);
                let pause = Duration::from_secs(seconds.unwrap_or(BUSY).min(BUSIEST));
                way.trouble(LayerProblem::BadAnswer, &words, Some(pause));
                Served::Refused(502, words)
            }
            Verdict::Bad(words) => {
                let words = strike(words);
                way.trouble(LayerProblem::BadAnswer, &words, None);
                Served::Refused(502, words)
            }
        }
    }

    /// Returns the bytes of a pinned picture.
    pub async fn picture(&self, id: &str) -> Served {
        let Some((layer, _)) = self.find(id).filter(|(l, _)| l.kind == LayerKind::Image) else {
            return Served::Refused(404, "没有这个图层".to_owned());
        };
        let way = self.conditions.begin(&layer.id);
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
                    way.came();
                    Served::Tile(Arc::new(TileBytes {
                        bytes,
                        media_type: picture.media_type(),
                    }))
                }
                None => {
                    let words = format!("{} 不是 PNG、JPEG、WebP 或 GIF 图片", layer.path);
                    way.trouble(LayerProblem::BadAnswer, &words, None);
                    Served::Refused(502, words)
                }
            },
            Ok(None) => {
                let words = format!("图片超过 {} MiB", LARGEST_PICTURE >> 20);
                way.trouble(LayerProblem::BadAnswer, &words, None);
                Served::Refused(502, words)
            }
            Err(_) => {
                let words = format!("找不到文件 {}", layer.path);
                way.trouble(LayerProblem::FileMissing, &words, None);
                Served::Refused(404, words)
            }
        }
    }
}

/// What it means for a layer that there is no answer.
pub fn without_answer(error: &NoAnswer) -> (LayerProblem, String) {
    match error {
        NoAnswer::Offline(words) => (LayerProblem::Offline, (*words).to_owned()),
        NoAnswer::Resting(_) => (LayerProblem::Offline, "连不上服务器，稍后再试".to_owned()),
        NoAnswer::TooLarge(limit) => (
            LayerProblem::BadAnswer,
            format!("服务器的回答超过 {} MiB", limit >> 20),
        ),
        NoAnswer::Untrusted(words) | NoAnswer::Broken(words) => {
            (LayerProblem::BadAnswer, (*words).to_owned())
        }
    }
}

fn status(problem: LayerProblem) -> u16 {
    match problem {
        LayerProblem::KeyMissing | LayerProblem::KeyRefused => 401,
        LayerProblem::Offline => 503,
        LayerProblem::NotFound | LayerProblem::FileMissing => 404,
        LayerProblem::None | LayerProblem::BadAnswer => 502,
    }
}
