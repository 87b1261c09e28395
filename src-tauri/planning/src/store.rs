//! Where an atlas is kept: [`gpkg`], a GeoPackage file.

mod chain;
pub mod gpkg;

pub use chain::{JournalCheck, JournalFault};
pub use gpkg::*;
