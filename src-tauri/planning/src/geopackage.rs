//! The OGC GeoPackage format (OGC 12-128r17, version 1.3), whatever is kept in one: its own tables, coordinate systems,
//! layers and their R-trees, geometry as blobs, the layers of other programs, and a file of plain layers for them. Nothing
//! here knows what an atlas is; nothing outside of it names a table of the standard.

mod contents;
mod core_tables;
mod functions;
mod layer_writer;
mod new_file;
mod packed_index;
mod reading;
mod spatial_index;
mod systems;

pub(crate) use contents::{Geometries, Layer, add_layer, touch, widen};
pub(crate) use core_tables::{create, is_standard_table, read_tables};
pub(crate) use functions::add_functions;
pub(crate) use geodata::formats::gpkg_blob as blob;
pub use layer_writer::{PutFeature, WriteLayersError, write_layers};
pub(crate) use new_file::new_file;
pub(crate) use packed_index::{Boxes, Paused, pause_index};
pub(crate) use reading::{FoundLayer, layers, system};
pub(crate) use spatial_index::{counts_features, create_index, index_sql, index_trigger, is_index, plain};
