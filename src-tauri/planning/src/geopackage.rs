//! The OGC GeoPackage format (OGC 12-128r17, version 1.3), whatever is kept in one: its own tables, coordinate systems,
//! layers and their R-trees. Nothing here knows what an atlas is.

mod contents;
mod core_tables;
mod spatial_index;
mod systems;

pub(crate) use contents::{Geometries, Layer, add_layer, touch, widen};
pub(crate) use core_tables::create;
pub(crate) use spatial_index::{create_index, fill_index, index_sql};
pub(crate) use systems::add_system;
