//! The embedded base map and the waters of OpenStreetMap, from archives in the program.

use super::{Answering, Caching, TileBytes, TilePlace, TileSource, computed};

/// Boundaries, roads, places and waters of the base map.
#[derive(Debug, Clone, Copy)]
pub struct BaseMap;

/// Waters of OpenStreetMap, which have a licence of their own.
#[derive(Debug, Clone, Copy)]
pub struct OsmWater;

impl TileSource for BaseMap {
    fn name(&self) -> &'static str {
        "base"
    }

    fn caching(&self) -> Caching {
        Caching::Day
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        let place = TilePlace::read(rest);
        computed(move || {
            let TilePlace { z, x, y } = place?;
            Ok(geodata::basemap::tile(z, x, y).and_then(TileBytes::vector))
        })
    }
}

impl TileSource for OsmWater {
    fn name(&self) -> &'static str {
        "water-osm"
    }

    fn caching(&self) -> Caching {
        Caching::Day
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        let place = TilePlace::read(rest);
        computed(move || {
            let TilePlace { z, x, y } = place?;
            Ok(geodata::basemap::osm_water_tile(z, x, y).and_then(TileBytes::vector))
        })
    }
}
