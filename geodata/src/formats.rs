//! File formats: one module each, behind one door for reading and one for writing.

pub mod csv;
pub mod encoding;
mod feature;
mod format;
pub mod geojson;
pub mod gpkg_blob;
pub mod headers;
mod ledger;
pub mod placing;
mod reading;
mod writing;
pub mod xlsx;

pub use feature::{Feature, Field, FieldKind, FoundCrs, LayerHead, Value};
pub use format::{Format, detect};
pub use reading::{
    MAX_DEPTH, MAX_RATIO, MAX_TEXT, MAX_UNPACKED, ReadError, ReadOptions, Sink, Warning, WarningKind,
};
pub use writing::{Loss, LossKind, WriteError, WriteOptions, Writer, Written};
