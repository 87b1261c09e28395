//! A layer that the user added to the map: what it is, where its tiles come from, how it is drawn.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::grids::TileGrid;
use super::picture::{ImageFit, ImagePoint};

/// Where the tiles or the picture of a layer come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names of the services and formats")]
pub enum LayerKind {
    #[default]
    Xyz,
    Wms,
    Wmts,
    Pmtiles,
    Mbtiles,
    Image,
}

impl LayerKind {
    /// Whether it is fetched over a network.
    pub fn online(self) -> bool {
        matches!(self, Self::Xyz | Self::Wms | Self::Wmts)
    }
}

/// The system that the tiles of a layer are drawn in: shifted ones lie some hundred metres beside their place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TileSystem {
    /// WGS84 and CGCS2000: not shifted.
    #[default]
    Wgs84,
    /// 高德, 腾讯.
    Gcj02,
    /// 百度.
    Bd09,
}

/// A layer that the user added to the map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MapLayer {
    /// What names it in addresses; given by the core when empty.
    pub id: String,
    /// Its name in the list.
    pub name: String,
    /// Where it comes from.
    pub kind: LayerKind,
    /// Whether it is drawn; a layer that is not is never fetched.
    pub visible: bool,
    /// 0 (unseen) to 1.
    pub opacity: f64,
    /// The line that says whose data it is.
    pub source: String,
    /// The line that says what may be done with it.
    pub licence: String,
    /// The system of the tiles.
    pub system: TileSystem,
    /// Address of a tile with {z} {x} {y} {-y} {s} {tk}, or of the service; {tk} stands for the key.
    pub address: String,
    /// The file of a pack or picture.
    pub path: String,
    /// WMS, WMTS: name of the layer; several with commas (WMS).
    pub layer: String,
    /// WMS, WMTS: name of the style.
    pub style: String,
    /// WMTS: name of the grid.
    pub tile_matrix_set: String,
    /// WMS, WMTS: the format asked for, image/png …
    pub format: String,
    /// WMS: 1.1.1 or 1.3.0; WMTS: 1.0.0.
    pub version: String,
    /// WMS: the system as the service calls it, EPSG:3857, EPSG:900913, CRS:84 …
    pub crs: String,
    /// Whether its address has a place for a key.
    pub needs_key: bool,
    /// Whether there is a key for it; the key itself never crosses the wire.
    pub has_key: bool,
    /// First and last row of `grid` that have tiles.
    pub min_zoom: u8,
    /// See `min_zoom`.
    pub max_zoom: u8,
    /// Side of a tile in pixels.
    pub tile_size: u32,
    /// Vector tiles (MVT) instead of pictures.
    pub vector: bool,
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// The grid of its tiles; none for a picture.
    pub grid: Option<TileGrid>,
    /// A picture's control points.
    pub controls: Vec<ImagePoint>,
    /// A picture's width and height in pixels.
    pub image_size: Option<[u32; 2]>,
    /// Where a picture lies: see `ImageFit`.
    pub fit: Option<ImageFit>,
}
