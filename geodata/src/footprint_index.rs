//! A million footprints in memory: asked by box, by nearness and by click, and drawn as vector tiles.
//!
//! - [`Footprints`]: the store, shared between threads; [`Batch`] loads it, [`Footprints::put`] and
//!   [`Footprints::remove`] follow the edits
//! - [`StyleKey`]: what a footprint is drawn and counted by
//! - [`Filter`], [`KeySet`]: which footprints are shown; clusters count what is shown
//! - [`Footprints::tile`]: Mapbox Vector Tiles in Web Mercator
//!
//! Places are kept in steps of 1e-7 degree, about 1 cm. That is for drawing and asking: what is edited, measured and
//! exported comes from the database. Coordinates are WGS84 or CGCS2000 longitude and latitude in degrees.
//!
//! ```
//! use geo_types::{coord, point, polygon};
//! use geodata::footprint_index::{Footprints, StyleKey};
//! use geodata::measure::{Bounds, Metres};
//!
//! let store = Footprints::new();
//! let parcel = polygon![(x: 116.5, y: 35.7), (x: 116.51, y: 35.7), (x: 116.51, y: 35.71), (x: 116.5, y: 35.71)];
//! store.put(1, &parcel.into(), StyleKey::default())?;
//! store.put(2, &point! { x: 117.0, y: 36.0 }.into(), StyleKey::default())?;
//!
//! let around = Bounds { west: 116.0, south: 35.0, east: 116.6, north: 35.8 };
//! assert_eq!(store.in_box(around, None), [1]);
//! let clicked = store.hits(coord! { x: 116.505, y: 35.705 }, Metres(5.0), None);
//! assert_eq!(clicked[0].key, 1);
//!
//! // The tile of zoom 10 in which the parcel lies, and one over the sea.
//! assert!(!store.tile(10, 843, 403, None).is_empty());
//! assert!(store.tile(10, 0, 403, None).is_empty());
//! # Ok::<(), geodata::footprint_index::FootprintError>(())
//! ```
//!
//! # What a tile holds
//! Layers `area`, `line`, `point` with the key as feature id and the whole numbers `kind`, `stage`, `flags` (left out
//! when 0), and `cluster` with `count`, `kind` (the one there is most of), `stage_N` (how many there are of stage N) and
//! `marked` (how many have the [`MARK_BIT`]) and `class_N` (how many have the class N of the [`CLASS_BITS`], 1 to 3), left out when 0.
//! A tile is thought to be 512 pixels wide on the screen.
//! - A shape smaller than 1.5 pixels is a point in the middle of its box.
//! - From zoom 12 on that is all. So it is at a smaller zoom none of whose tiles has more than 1,000 footprints.
//! - Any other zoom is merged: of each cell of 32 × 32 pixels one cluster is drawn in the mean of what it counts, unless
//!   there is only one footprint in it. Shapes from some size on are still drawn as such and not counted: that size is the
//!   smallest at which no tile of the zoom has more than 1,000 of them.
//! - A tile that would still be larger than [`MOST_TILE_BYTES`], or from zoom 12 on has more than 10,000 footprints, is
//!   merged by itself, with twice the size until it fits. Only then can a shape be drawn in one tile and counted in another.
//!
//! Points and clusters are in exactly one tile, by the middle of their box; shapes are in every tile that they touch, with
//! 8 pixels beyond its edge. What is crowded is found when footprints are loaded and compacted, not at each edit.

mod batch;
mod blob;
mod cache;
mod cluster;
mod coverage;
mod density;
mod draw;
mod fixed;
mod footprints;
mod grid;
mod key_set;
mod mvt;
mod near;
mod segment;
mod shape;
mod simplify;
mod state;
mod style;

pub use batch::{Batch, SortedBatch};
pub use blob::BlobFootprintError;
pub use draw::MOST_TILE_BYTES;
pub use footprints::{Filter, Footprints};
pub use key_set::KeySet;
pub use near::Near;
pub use style::{CLASS_BITS, MARK_BIT, StyleKey};

/// Why a footprint cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FootprintError {
    /// There is no vertex, or no ring of three.
    #[error("图形是空的：没有坐标 (the shape is empty)")]
    Empty,
    /// A coordinate is no number or lies beyond ±180, ±90.
    #[error("坐标 ({0}, {1}) 不是经纬度，请检查坐标系 (no longitude and latitude)")]
    NoPlace(f64, f64),
    /// A collection of different geometries.
    #[error("一个图形里混有点、线、面，请先拆开 (points, lines and areas in one shape: take it apart)")]
    Mixed,
}
