//! Places without plans.

pub mod basemap;
pub mod controls;
pub mod coords;
pub mod crs;
pub mod formats;
pub mod gazetteer;
pub mod map_services;
pub mod measure;
pub mod ops;
pub mod overlap;
pub mod places;
pub mod tile_content;
pub mod validity;
pub mod wkt_text;
