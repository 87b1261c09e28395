//! Places without plans.

pub mod basemap;
mod coded_error;
pub mod control_areas;
pub mod coords;
pub mod crs;
mod curves;
pub mod footprint_index;
pub mod formats;
pub mod gazetteer;
pub mod map_services;
pub mod measure;
pub mod ops;
pub mod tile_content;
pub mod validity;
pub mod wkt_text;

pub use coded_error::{CodedError, Params};
