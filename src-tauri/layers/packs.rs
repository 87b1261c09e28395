//! Packs of tiles in a file, kept open: PMTiles and MBTiles.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use geodata::basemap::{PackFile, PmTilesArchive, PmTilesError, TileKind};
use planning::mbtiles::{self, Mbtiles, MbtilesError};
use serde_json::Value;
use words::{English, Words, said};

use super::map_layer::LayerKind;
use super::response::of_pack;
use crate::tiles::{TileBytes, TilePlace};

/// Packs kept open.
const OPEN: usize = 32;

/// What a pack says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// Its name.
    pub title: String,
    /// Whose data it is.
    pub source: String,
    /// What it shows.
    pub summary: String,
    /// Vector tiles, not pictures.
    pub vector: bool,
    /// First and last zoom.
    pub zooms: (u8, u8),
    /// West, south, east, north.
    pub bounds: Option<[f64; 4]>,
}

/// Why a pack gives no tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackError {
    /// The file is not there.
    Missing,
    /// It is no pack, or damaged; in words.
    Bad(Words),
}

#[derive(Debug)]
enum Open {
    Pmtiles(PmTilesArchive<PackFile>),
    Mbtiles(Mbtiles),
}

#[derive(Debug)]
struct Pack {
    open: Open,
    about: About,
    /// The file may be replaced while it is open.
    stamp: (u64, Option<SystemTime>),
}

/// The open packs.
#[derive(Debug, Default)]
pub struct Packs {
    open: Mutex<HashMap<PathBuf, Arc<Pack>>>,
}

impl Packs {
    /// Returns what a pack says of itself.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn about(&self, path: &Path, kind: LayerKind) -> Result<About, PackError> {
        Ok(self.pack(path, kind)?.about.clone())
    }

    /// Returns a tile, or nothing where there is none.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn tile(
        &self,
        path: &Path,
        kind: LayerKind,
        TilePlace { z, x, y }: TilePlace,
    ) -> Result<Option<TileBytes>, PackError> {
        let pack = self.pack(path, kind)?;
        let found = match &pack.open {
            Open::Mbtiles(file) => file
                .tile(z, x, y)
                .map_err(|e| of_mbtiles(&e))?
                .map(|tile| match tile {
                    mbtiles::Tile::Picture(_, bytes) | mbtiles::Tile::Vector(bytes) => bytes,
                }),
            Open::Pmtiles(archive) => archive.tile(z, x, y).map_err(|e| of_archive(&e))?,
        };
        match found {
            Some(bytes) => of_pack(bytes, pack.about.vector).map_err(PackError::Bad),
            None => Ok(None),
        }
    }

    fn pack(&self, path: &Path, kind: LayerKind) -> Result<Arc<Pack>, PackError> {
        let facts = std::fs::metadata(path).map_err(|_| PackError::Missing)?;
        if !facts.is_file() {
            return Err(PackError::Missing);
        }
        let stamp = (facts.len(), facts.modified().ok());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = open.get(path).filter(|p| p.stamp == stamp) {
            return Ok(Arc::clone(pack));
        }
        let (opened, about) = match kind {
            LayerKind::Mbtiles => {
                let file = Mbtiles::open(path).map_err(|e| of_mbtiles(&e))?;
                let about = about_mbtiles(file.description())?;
                (Open::Mbtiles(file), about)
            }
            _ => {
                let file = PackFile::open(path).map_err(|_| PackError::Missing)?;
                let archive = PmTilesArchive::open(file).map_err(|e| of_archive(&e))?;
                let about = about_pmtiles(&archive)?;
                (Open::Pmtiles(archive), about)
            }
        };
        if open.len() >= OPEN {
            open.clear();
        }
        let pack = Arc::new(Pack {
            open: opened,
            about,
            stamp,
        });
        open.insert(path.to_owned(), Arc::clone(&pack));
        Ok(pack)
    }
}

fn about_mbtiles(d: &mbtiles::Description) -> Result<About, PackError> {
    Ok(About {
        title: d.name.clone(),
        source: d.attribution.clone(),
        summary: d.description.clone(),
        vector: d.vector,
        zooms: d
            .zooms
            .ok_or_else(|| PackError::Bad(said!("layers.no_tiles", "里面没有瓦片", "it holds no tiles")))?,
        bounds: d.bounds,
    })
}

fn about_pmtiles(archive: &PmTilesArchive<PackFile>) -> Result<About, PackError> {
    let vector = match archive.kind() {
        TileKind::Vector => true,
        TileKind::Png | TileKind::Jpeg | TileKind::Webp => false,
        TileKind::Other(5) => {
            return Err(PackError::Bad(said!(
                "layers.avif",
                "瓦片为 AVIF 图片，不受支持",
                "its tiles are AVIF pictures, which are not supported"
            )));
        }
        TileKind::Other(code) => {
            return Err(PackError::Bad(said!(
                "layers.tile_kind",
                "瓦片种类 {code} 不受支持",
                "tiles of kind {code} are not supported"
            )));
        }
    };
    // A description that cannot be read is no reason to do without the tiles.
    let described: Value = archive
        .metadata()
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let text = |name: &str| plain(described.get(name).and_then(Value::as_str).unwrap_or_default());
    let (first, last) = archive.zooms();
    if first > last || last > 30 {
        return Err(PackError::Bad(said!(
            "layers.zooms",
            "级别范围不对",
            "the range of its levels is wrong"
        )));
    }
    let [w, s, e, n] = archive.bounds();
    let sound = w < e && s < n && w >= -180.0 && e <= 180.0 && s >= -90.0 && n <= 90.0;
    Ok(About {
        title: text("name"),
        source: text("attribution"),
        summary: text("description"),
        vector,
        zooms: (first, last),
        bounds: sound.then_some([w, s, e, n]),
    })
}

/// Text without the markup that attributions have.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && !c.is_control() => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&copy;", "©").replace("&amp;", "&");
    out.trim().chars().take(500).collect()
}

fn of_mbtiles(error: &MbtilesError) -> PackError {
    match error {
        MbtilesError::NotFound { .. } => PackError::Missing,
        MbtilesError::NotMbtiles { .. } => PackError::Bad(said!(
            "layers.not_mbtiles",
            "不是 MBTiles：里面没有 tiles 表",
            "it is no MBTiles: it has no table tiles"
        )),
        other => PackError::Bad(other.words("mbtiles")),
    }
}

fn of_archive(error: &PmTilesError) -> PackError {
    PackError::Bad(match error {
        PmTilesError::NotPmtiles => said!(
            "layers.not_pmtiles",
            "不是第 3 版的 PMTiles",
            "it is no PMTiles of version 3"
        ),
        PmTilesError::Damaged { part } => said!(
            "layers.pmtiles_damaged",
            "PMTiles 文件不完整或损坏（{}）",
            "the PMTiles file is incomplete or damaged ({})",
            part_words(part)
        ),
        PmTilesError::Compression { code } => said!(
            "layers.pmtiles_compression",
            "PMTiles 用了规范里没有的压缩方式（{code}）：请用 pmtiles 工具转换成 gzip、Brotli、Zstandard 或不压缩",
            "the PMTiles file uses a compression ({code}) that the standard does not know; convert it to gzip, Brotli, Zstandard or none"
        ),
        PmTilesError::TooLarge { part, limit } => {
            said!(
                "layers.pmtiles_too_large",
                "PMTiles 的{}超过 {} MiB",
                "the {} of the PMTiles file has more than {} MiB",
                part_words(part),
                limit >> 20
            )
        }
        PmTilesError::Io(_) => said!(
            "layers.pmtiles_unreadable",
            "PMTiles 文件读不出来",
            "the PMTiles file cannot be read"
        ),
    })
}

fn part_words(part: &str) -> Words {
    match part {
        "header" => said!("pmtiles.header", "文件头", "header"),
        "metadata" => said!("pmtiles.metadata", "说明", "metadata"),
        "directory" => said!("pmtiles.directory", "目录", "directory"),
        _ => said!("pmtiles.tile", "瓦片", "tile"),
    }
}
