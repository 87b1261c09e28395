//! The grid of a layer's tiles.

use geodata::map_services::Grid;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Deepest grid that is taken.
pub const MAX_LEVELS: usize = 40;

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

impl From<&Grid> for TileGrid {
    fn from(grid: &Grid) -> Self {
        let each = || grid.matrices.iter();
        Self {
            projection: grid.crs.name().to_owned(),
            origins: each().map(|m| m.origin).collect(),
            resolutions: each().map(|m| m.resolution).collect(),
            tile_sizes: each().map(|m| m.tile).collect(),
            sizes: each().map(|m| m.size).collect(),
            matrix_ids: each().map(|m| m.id.clone()).collect(),
        }
    }
}

impl TileGrid {
    /// Returns how many levels there are.
    pub fn levels(&self) -> usize {
        self.resolutions.len()
    }

    /// Returns whether every level is whole and can be drawn.
    pub fn is_sound(&self) -> bool {
        let n = self.levels();
        (1..=MAX_LEVELS).contains(&n)
            && [
                self.origins.len(),
                self.tile_sizes.len(),
                self.sizes.len(),
                self.matrix_ids.len(),
            ] == [n; 4]
            && matches!(self.projection.as_str(), "EPSG:3857" | "EPSG:4490" | "EPSG:4326")
            && self
                .origins
                .iter()
                .flatten()
                .all(|v| v.is_finite() && v.abs() < 1e9)
            && self.resolutions.iter().all(|r| r.is_finite() && *r > 1e-12)
            && self.resolutions.windows(2).all(|two| two[0] > two[1])
            && self.tile_sizes.iter().flatten().all(|s| (16..=4096).contains(s))
            && self.sizes.iter().flatten().all(|s| *s > 0)
            && self.matrix_ids.iter().all(|id| id.len() <= 200)
    }

    /// Returns whether the grid has such a tile.
    pub fn has(&self, z: usize, x: u32, y: u32) -> bool {
        self.sizes.get(z).is_some_and(|[w, h]| x < *w && y < *h)
    }

    /// Returns west, south, east and north of a tile in units of the projection.
    pub fn extent(&self, z: usize, x: u32, y: u32) -> Option<[f64; 4]> {
        let ([left, top], r) = (*self.origins.get(z)?, *self.resolutions.get(z)?);
        let [w, h] = self.tile_sizes.get(z)?.map(f64::from);
        let (x, y) = (f64::from(x), f64::from(y));
        Some([
            left + x * w * r,
            top - (y + 1.0) * h * r,
            left + (x + 1.0) * w * r,
            top - y * h * r,
        ])
    }
}
