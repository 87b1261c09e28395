//! Geometry: edits, measures, faults, overlaps, the index of footprints and the tiles drawn from it.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod control_areas;
mod footprint_index;
mod geodesic;
mod measure;
mod mvt;
mod ops;
mod tiles;
mod validity;
