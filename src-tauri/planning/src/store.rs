//! Where an atlas is kept: [`gpkg`], a GeoPackage file.

pub mod gpkg;

pub use gpkg::*;
