//! The embedded map and gazetteer.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod basemap;
mod gazetteer;
mod pmtiles;
