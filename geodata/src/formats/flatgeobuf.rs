//! FlatGeobuf: features as verified flat buffers, one after the other, with or without a spatial index.
//!
//! By the specification at flatgeobuf.org, version 3. The tables come from the `flatgeobuf` crate; the frame around
//! them is read here, since the crate's reader takes the sizes in a file on trust.

mod geometry;
mod properties;
mod reader;
mod writer;

pub use reader::read;
pub use writer::create;

/// What a file begins with; the fourth byte is the version.
const MAGIC: [u8; 8] = [b'f', b'g', b'b', 3, b'f', b'g', b'b', 0];
