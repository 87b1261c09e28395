//! File formats: what is read, what is written, what is refused.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod collect;
mod collected;
mod csv;
mod dxf;
mod esri_json;
mod flatgeobuf;
mod gathering;
mod geojson;
mod gpkg_blob;
mod gpx;
mod headers;
mod kml;
mod ledger_places;
mod printed;
mod shapefile;
mod spreadsheet;
mod wkt_text;
