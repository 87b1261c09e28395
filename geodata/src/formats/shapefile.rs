//! Shapefiles: `.shp` with `.shx`, `.dbf`, `.cpg` and `.prj` beside it, in a folder or in a zip archive.
//!
//! By "ESRI Shapefile Technical Description" (July 1998) and the dBASE III file format.

mod bundle;
mod columns;
mod dbf;
mod reader;
mod rings;
mod shape_records;
mod shapes;
mod table;
mod writer;

pub(super) use bundle::in_folder;
pub use reader::read;
pub(super) use rings::polygons;
pub use writer::create;
