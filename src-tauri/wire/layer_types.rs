//! What crosses the wire about the map layers that a user adds.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

/// A tile grid: row number `z` of each list is level `z` of the layer's tile addresses, coarsest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct TileGrid {
    /// EPSG:3857, EPSG:4490 or EPSG:4326.
    pub projection: String,
    /// Top left corner, x (east) first, in units of the projection.
    pub origins: Vec<[f64; 2]>,
    /// Units of the projection a pixel.
    pub resolutions: Vec<f64>,
    /// Width and height of a tile in pixels.
    pub tile_sizes: Vec<[u32; 2]>,
    /// Tiles across and down.
    pub sizes: Vec<[u32; 2]>,
    /// Names of the levels at the service.
    pub matrix_ids: Vec<String>,
}

/// A place in a picture and on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct ImagePoint {
    /// Pixels from the left edge.
    pub x: f64,
    /// Pixels from the upper edge, downwards.
    pub y: f64,
    /// Degrees, WGS84 or CGCS2000.
    pub lon: f64,
    /// Degrees.
    pub lat: f64,
}

/// How a picture is laid on the ground: east = a·x + b·y + c, north = d·x + e·y + f, in Web Mercator metres
/// (EPSG:3857), x and y in pixels from the upper left corner, y downwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ImageFit {
    /// a, b, c, d, e, f.
    pub affine: [f64; 6],
    /// What becomes of pixel x, y: x = a·east + b·north + c, y = d·east + e·north + f.
    pub inverse: [f64; 6],
    /// One for each control point, in their order.
    pub residuals: Vec<ImageResidual>,
    /// Root mean square of the distances in metres on the ground; 0 with three points, which proves nothing.
    pub rms: f64,
    /// How many more points than three.
    pub spare: u32,
    /// Metres on the ground a pixel, in the middle of the points.
    pub metres_per_pixel: f64,
    /// The four corners, longitude and latitude: upper left, upper right, lower right, lower left.
    pub corners: [[f64; 2]; 4],
}

/// How well a control point fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct ImageResidual {
    /// East, metres on the ground.
    pub dx: f64,
    /// North.
    pub dy: f64,
    /// Their length.
    pub distance: f64,
    /// It contradicts the others.
    pub outlier: bool,
}

/// What stands in the way of a layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LayerProblem {
    /// Nothing.
    #[default]
    None,
    /// The server cannot be reached.
    Offline,
    /// It needs a key and there is none.
    KeyMissing,
    /// The server refuses the key, or refuses to serve.
    KeyRefused,
    /// There is nothing at the address.
    NotFound,
    /// What came is not what was asked for; `words` says what.
    BadAnswer,
    /// The file is not there any more.
    FileMissing,
}

/// How a layer is doing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct LayerState {
    /// Its id.
    pub id: String,
    /// Tiles on their way.
    pub loading: u32,
    /// When a tile last came, RFC 3339 UTC.
    pub last_ok: Option<String>,
    /// What stands in the way.
    pub problem: LayerProblem,
    /// The same in words, in Chinese; empty when nothing does.
    pub words: String,
    /// Seconds until the next attempt; until then every tile is answered at once with 503 or 401.
    pub retry_in: Option<u32>,
}

/// What was found at an address or in a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct LayerProbe {
    /// The address as it should be kept: without the key, without the query of the capabilities.
    pub address: String,
    /// The file, if it is one.
    pub path: String,
    /// What it is; none when it could not be told.
    pub kind: Option<LayerKind>,
    /// Title of the service or pack.
    pub title: String,
    /// What there is to add, ready for `put_map_layer`: one for each layer of a service, one for a file or address.
    pub layers: Vec<ProbedLayer>,
    /// What is wrong or could not be used, in words.
    pub problems: Vec<String>,
    /// Whether a key is missing or refused.
    pub key: LayerProblem,
}

/// A layer that can be added.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct ProbedLayer {
    /// Name at the service.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it shows, by the service.
    pub summary: String,
    /// Styles: name and title.
    pub styles: Vec<ProbedStyle>,
    /// Formats of pictures or tiles.
    pub formats: Vec<String>,
    /// WMTS: grids that can be drawn; choosing another is replacing `tile_matrix_set` and `grid` of `layer`.
    pub grids: Vec<ProbedGrid>,
    /// The layer with the best of these chosen.
    pub layer: MapLayer,
}

/// A style of a service's layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct ProbedStyle {
    pub name: String,
    pub title: String,
}

/// A grid of a WMTS layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct ProbedGrid {
    /// Its name: what `tile_matrix_set` becomes.
    pub name: String,
    /// What `grid` becomes.
    pub grid: TileGrid,
    /// What `min_zoom` and `max_zoom` become.
    pub min_zoom: u8,
    /// See `min_zoom`.
    pub max_zoom: u8,
}
