//! CSV: tables as text, parted by commas, tabs or semicolons, with coordinates or well-known text (RFC 4180).

mod lines;
mod reader;
mod records;
mod writer;

pub use reader::read;
pub use writer::create;
