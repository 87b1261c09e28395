//! Tiles and pictures as the page asks for them: one [`TileSource`] for each kind, found by the first word of the path.
//! A host (the window, a test) only passes paths on to [`TileSources`].

mod base_map;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use geodata::tile_content::VECTOR_TILE;
use words::Words;

pub use base_map::{BaseMap, OsmWater};

/// The bytes of a tile or picture and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TileBytes {
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

impl TileBytes {
    /// A vector tile; `None` if it is empty.
    pub fn vector(bytes: Vec<u8>) -> Option<Arc<Self>> {
        (!bytes.is_empty()).then(|| {
            Arc::new(Self {
                bytes,
                media_type: VECTOR_TILE,
            })
        })
    }
}

/// What a source answers: `None` if there is nothing at this place.
pub type TileAnswer = Result<Option<Arc<TileBytes>>, TileError>;

/// Why a tile cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    /// The path is none of a tile.
    #[error("not the path of a tile: {path}")]
    Path {
        /// The path that was asked for.
        path: String,
    },
    /// The user added no layer of this id.
    #[error("没有这个图层")]
    NoSuchLayer,
    /// The layer is not shown, so nothing is asked for.
    #[error("图层没有显示")]
    Hidden,
    /// There is no key for the layer, or its server refuses the one there is.
    #[error("{words}")]
    Key {
        /// What the person at the map can do.
        words: Words,
    },
    /// The file of the layer, or what is at its address, is not there.
    #[error("{words}")]
    Missing {
        /// What is missing.
        words: Words,
    },
    /// The server of the layer cannot be reached at present.
    #[error("{words}")]
    Offline {
        /// What is known of why.
        words: Words,
    },
    /// What came is no tile.
    #[error("{words}")]
    NotATile {
        /// What came instead.
        words: Words,
    },
    /// A mistake in the program.
    #[error("生成瓦片时程序出错")]
    Panicked,
}

impl TileError {
    /// The status of HTTP that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Path { .. } | Self::NoSuchLayer | Self::Missing { .. } => 404,
            Self::Hidden => 409,
            Self::Key { .. } => 401,
            Self::Offline { .. } => 503,
            Self::NotATile { .. } => 502,
            Self::Panicked => 500,
        }
    }
}

/// For how long the page may keep what it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// The same path may answer otherwise the next time.
    Never,
    /// It comes with the program and stays the same.
    Day,
}

/// A future of a boxed source.
pub type Answering<'a> = Pin<Box<dyn Future<Output = TileAnswer> + Send + 'a>>;

/// One kind of tiles or pictures.
pub trait TileSource: Send + Sync {
    /// The first word of its paths.
    fn name(&self) -> &'static str;

    /// For how long the page may keep its answers.
    fn caching(&self) -> Caching {
        Caching::Never
    }

    /// What is at the rest of the path, such as `5/26/12.mvt`.
    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a>;
}

/// All sources of a session, by name.
#[derive(Default)]
pub struct TileSources {
    sources: Vec<Box<dyn TileSource>>,
}

impl std::fmt::Debug for TileSources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.sources.iter().map(|s| s.name()))
            .finish()
    }
}

impl TileSources {
    /// Adds a source; a later one of the same name is never asked.
    #[must_use]
    pub fn with(mut self, source: impl TileSource + 'static) -> Self {
        self.sources.push(Box::new(source));
        self
    }

    /// What is at a path such as `/base/5/26/12.mvt`, and for how long it may be kept.
    pub async fn get(&self, path: &str) -> (TileAnswer, Caching) {
        let path = path.trim_matches('/');
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        match self.sources.iter().find(|s| s.name() == name) {
            Some(source) => (answered(source.get(rest)).await, source.caching()),
            None => (Err(not_a_path(path)), Caching::Never),
        }
    }
}

/// Where a tile is in its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePlace {
    /// Number of the level in the grid; the zoom in Web Mercator.
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

impl TilePlace {
    /// Reads `5/26/12` or `5/26/12.mvt`.
    ///
    /// # Errors
    /// [`TileError::Path`] if it is anything else.
    pub fn read(text: &str) -> Result<Self, TileError> {
        let mut parts = text.strip_suffix(".mvt").unwrap_or(text).split('/');
        let place = (|| {
            Some(Self {
                z: parts.next()?.parse().ok()?,
                x: parts.next()?.parse().ok()?,
                y: parts.next()?.parse().ok()?,
            })
        })();
        place
            .filter(|_| parts.next().is_none())
            .ok_or_else(|| not_a_path(text))
    }
}

/// The error for a path that names no tile.
pub fn not_a_path(path: &str) -> TileError {
    TileError::Path {
        path: path.to_owned(),
    }
}

/// Makes a tile on a thread where that holds up nothing else.
pub fn computed<'a>(work: impl FnOnce() -> TileAnswer + Send + 'static) -> Answering<'a> {
    Box::pin(async move {
        match tokio::task::spawn_blocking(work).await {
            Ok(answer) => answer,
            Err(_) => Err(TileError::Panicked),
        }
    })
}

/// The same answer, or an error if the source panics: no request is left without an answer.
async fn answered(mut answer: Answering<'_>) -> TileAnswer {
    std::future::poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(cx)));
        polled.unwrap_or(Poll::Ready(Err(TileError::Panicked)))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_three_numbers() {
        let place = TilePlace { z: 5, x: 26, y: 12 };
        assert_eq!(TilePlace::read("5/26/12.mvt"), Ok(place));
        assert_eq!(TilePlace::read("5/26/12"), Ok(place));
        for wrong in [
            "",
            "5/26",
            "5/26/12/1",
            "5/26/-1",
            "300/1/1",
            "5/26/x.mvt",
            "5//12",
        ] {
            assert_eq!(TilePlace::read(wrong), Err(not_a_path(wrong)));
        }
    }

    /// Panics before it answers, or on the thread where it makes the tile.
    struct Broken(&'static str, bool);

    impl TileSource for Broken {
        fn name(&self) -> &'static str {
            self.0
        }

        fn get<'a>(&'a self, _rest: &'a str) -> Answering<'a> {
            match self.1 {
                true => computed(|| panic!("a tile nobody can make")),
                false => Box::pin(async { panic!("a question nobody can answer") }),
            }
        }
    }

    #[tokio::test]
    async fn a_source_that_panics_leaves_no_request_without_an_answer() {
        let sources = TileSources::default()
            .with(Broken("asked", false))
            .with(Broken("made", true));
        for path in ["/asked/1/1/1", "/made/1/1/1"] {
            let (answer, kept) = sources.get(path).await;
            assert_eq!(answer.map_err(|e| e.status()), Err(500), "{path}");
            assert_eq!(kept, Caching::Never);
        }
    }

    #[tokio::test]
    async fn the_first_word_of_a_path_chooses_the_source() {
        let sources = TileSources::default().with(BaseMap).with(OsmWater);
        let (tile, kept) = sources.get("/base/5/26/12.mvt").await;
        assert_eq!(tile.map(|t| t.map(|t| t.media_type)), Ok(Some(VECTOR_TILE)));
        assert_eq!(kept, Caching::Day);
        // In the middle of the Pacific there is nothing.
        assert_eq!(sources.get("/base/14/0/8000.mvt").await.0, Ok(None));
        for wrong in ["/", "/nothing/5/26/12.mvt", "/base", "/base/5/26/12/7.mvt"] {
            let (answer, _) = sources.get(wrong).await;
            assert_eq!(answer.map_err(|e| e.status()), Err(404), "{wrong}");
        }
    }
}
