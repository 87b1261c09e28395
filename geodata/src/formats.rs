//! File formats: one module each, behind one door for reading and one for writing.

pub mod encoding;
mod feature;
pub mod flatgeobuf;
mod format;
pub mod geojson;
pub mod gpkg_blob;
mod mended;
pub mod placing;
mod reading;
pub mod shapefile;
pub mod tally;
mod writing;

pub use feature::{Feature, Field, FieldKind, FoundCrs, LayerHead, Value};
pub use format::{Format, detect};
pub use reading::{
    MAX_DEPTH, MAX_RATIO, MAX_TEXT, MAX_UNPACKED, ReadError, ReadOptions, Sink, Warning, WarningKind,
};
pub use writing::{Loss, LossKind, WriteError, WriteOptions, Writer, Written};
