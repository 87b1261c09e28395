//! File formats: one module each.

pub mod geojson;
pub mod gpkg_blob;
