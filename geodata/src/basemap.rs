//! The embedded offline base map: vector tiles, county outlines, and where they come from.
//!
//! - [`tile`], [`osm_water_tile`], [`metadata`]: what the map draws
//! - [`county_at`], [`county_outline`], [`region_outline`], [`region_bounds`]: which county a place is in, and its shape
//! - [`credits`], [`NO_MAP_APPROVAL`]: sources and licences
//! - [`PmTilesArchive`]: a PMTiles archive in memory or in a [`PackFile`], for map packs that a user adds
//!
//! The data lie in `geodata/basemap/` and are built by `build.py` there; SOURCES.md says from what. All coordinates are
//! WGS84 or CGCS2000 longitude and latitude, the tiles are in Web Mercator (EPSG:3857).

use std::sync::OnceLock;

use serde::Deserialize;

mod counties;
mod credits;
mod pmtiles;

pub use counties::{County, counties, county_at, county_outline, region_bounds, region_outline};
pub use credits::{Credit, NO_MAP_APPROVAL, credits};
pub use pmtiles::{ByteRanges, PackFile, PmTilesArchive, PmTilesError, TileKind};

const BASE: &[u8] = include_bytes!("../basemap/base.pmtiles");
const OSM_WATER: &[u8] = include_bytes!("../basemap/water-osm.pmtiles");

/// What a set of embedded tiles holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The first zoom that has tiles.
    pub min_zoom: u8,
    /// The last zoom that has tiles; deeper ones are drawn by enlarging it.
    pub max_zoom: u8,
    /// West, south, east and north in degrees.
    pub bounds: [f64; 4],
    /// The layers, in the order of the archive.
    pub layers: Vec<BasemapLayer>,
}

/// One layer of the embedded tiles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BasemapLayer {
    /// The name to style by.
    #[serde(rename = "id")]
    pub name: String,
    /// The first zoom that the layer occurs on.
    #[serde(rename = "minzoom", default)]
    pub min_zoom: u8,
    /// The last zoom that the layer occurs on.
    #[serde(rename = "maxzoom", default)]
    pub max_zoom: u8,
    /// The attributes of its features, with their kind: `String` or `Number`.
    #[serde(default)]
    pub fields: std::collections::BTreeMap<String, String>,
}

/// Returns a tile of the base map as plain (not gzipped) Mapbox Vector Tile bytes, or nothing where there is only sea.
///
/// `z`, `x`, `y` are XYZ tile numbers in Web Mercator. Beyond the last zoom of [`metadata`] there are no tiles: enlarge.
pub fn tile(z: u8, x: u32, y: u32) -> Option<Vec<u8>> {
    base()
        .tile(z, x, y)
        .expect("the embedded tiles are whole, a test reads them all")
}

/// Returns a tile with water from OpenStreetMap (ODbL; show the credit), as plain Mapbox Vector Tile bytes.
pub fn osm_water_tile(z: u8, x: u32, y: u32) -> Option<Vec<u8>> {
    osm_water()
        .tile(z, x, y)
        .expect("the embedded tiles are whole, a test reads them all")
}

/// Returns zooms, bounds and layers of the base map.
pub fn metadata() -> Metadata {
    #[derive(Deserialize)]
    struct ArchiveMetadata {
        vector_layers: Vec<BasemapLayer>,
    }
    let pmtiles = base();
    let json = pmtiles
        .metadata()
        .expect("the embedded tiles are whole, a test reads them");
    let description: ArchiveMetadata =
        serde_json::from_slice(&json).expect("the embedded tiles describe their layers, a test reads them");
    let (min_zoom, max_zoom) = pmtiles.zooms();
    Metadata {
        min_zoom,
        max_zoom,
        bounds: pmtiles.bounds(),
        layers: description.vector_layers,
    }
}

fn base() -> &'static PmTilesArchive<&'static [u8]> {
    static ARCHIVE: OnceLock<PmTilesArchive<&'static [u8]>> = OnceLock::new();
    ARCHIVE.get_or_init(|| PmTilesArchive::open(BASE).expect("the embedded base map opens, a test reads it"))
}

fn osm_water() -> &'static PmTilesArchive<&'static [u8]> {
    static ARCHIVE: OnceLock<PmTilesArchive<&'static [u8]>> = OnceLock::new();
    ARCHIVE
        .get_or_init(|| PmTilesArchive::open(OSM_WATER).expect("the embedded water opens, a test reads it"))
}
