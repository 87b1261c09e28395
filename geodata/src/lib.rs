//! Places without plans.

pub mod crs;
pub mod formats;
pub mod measure;
pub mod ops;
pub mod validity;
pub mod wkt_text;
