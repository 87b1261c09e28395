//! KML and KMZ: placemarks with their folders, data and times. Read as a stream; written as KML 2.2.
//!
//! Never fetched: network links, styles, icons. Heights are left out.

mod archive;
mod context;
mod coordinates;
mod fields;
mod geometry;
mod html;
mod reading;
mod writing;

pub use writing::create;

use super::format::Format;
use super::reading::{ReadError, ReadOptions, Sink};
use files::xml::PlainFile;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads a KML or KMZ file, told apart by its first bytes: one layer of the file's name, WGS84 longitude and latitude.
///
/// Fields are `name`, `description`, the path of folders `文件夹`, times and the extended data, as far as they occur.
///
/// # Errors
/// [`ReadError`] when nothing can be used, or a limit is passed.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let mut magic = [0_u8; 4];
    let mut file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let zipped = file.read_exact(&mut magic).is_ok() && (magic == *b"PK\x03\x04" || magic == *b"PK\x05\x06");
    drop(file);
    if zipped {
        let mut entry = archive::KmzEntry::find(path, sink)?;
        reading::read(&mut entry, path, Format::Kmz, options, sink)
    } else {
        let mut file = PlainFile::new(path).map_err(|e| ReadError::of_xml(e, Format::Kml))?;
        reading::read(&mut file, path, Format::Kml, options, sink)
    }
}
