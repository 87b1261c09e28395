//! Which format a file is in: by its first bytes where these say it, else by its name.

use super::format::Format;
use super::reading::ReadError;
use super::shapefile::in_folder;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The first bytes of a file, so many at most.
///
/// # Errors
/// [`ReadError::Io`].
pub(super) fn first_bytes(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let read = file.take(most).read_to_end(&mut head);
    read.map_err(|e| ReadError::io(path, &e))?;
    Ok(head)
}

/// Returns the format of a file or folder, and what to read: for a folder the one `.shp` in it, or the folder itself when
/// there are several.
///
/// # Errors
/// [`ReadError::Io`], [`ReadError::Empty`], [`ReadError::UnknownFormat`]; [`ReadError::Encrypted`] for an office
/// document with a password.
pub fn detect(path: &Path) -> Result<(Format, PathBuf), ReadError> {
    if path.is_dir() {
        return Ok((Format::Shapefile, shapefile_in(path)?));
    }
    // A pipe would be waited for without end, and a device read without end.
    let found = std::fs::metadata(path).map_err(|e| ReadError::io(path, &e))?;
    if !found.is_file() {
        return Err(ReadError::io(path, &std::io::Error::other("not a regular file")));
    }
    let head = first_bytes(path, 512)?;
    let head = head.as_slice();
    if head.is_empty() {
        return Err(ReadError::Empty {
            path: path.to_owned(),
        });
    }
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let named = Format::by_ending(&ending);
    let unknown = || ReadError::UnknownFormat {
        path: path.to_owned(),
    };
    let format = if ending == "dat" && !head.contains(&0) {
        // Points of a survey program (CASS); the tables of others under this ending are no text.
        Format::Csv
    } else if head.starts_with(b"SQLite format 3\0") {
        Format::GeoPackage
    } else if head.starts_with(b"fgb") {
        Format::FlatGeobuf
    } else if head.starts_with(&[0, 0, 0x27, 0x0A]) && named == Some(Format::Shapefile) {
        Format::Shapefile
    } else if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // A compound document: an old workbook, or a new one with a password.
        if ending == "xlsx" || ending == "xlsm" {
            return Err(ReadError::Encrypted {
                path: path.to_owned(),
            });
        }
        Format::Spreadsheet
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        match named {
            Some(f @ (Format::Kmz | Format::Spreadsheet | Format::ZippedShapefile)) => f,
            _ => Format::ZippedShapefile,
        }
    } else {
        by_text(head, named).ok_or_else(unknown)?
    };
    Ok((format, path.to_owned()))
}

/// By the first letters of a text, where the name does not say it.
fn by_text(head: &[u8], named: Option<Format>) -> Option<Format> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(named) = named {
        return Some(named);
    }
    if text.starts_with('{') || text.starts_with('[') {
        Some(Format::GeoJson)
    } else if text.contains("<kml") {
        Some(Format::Kml)
    } else if text.contains("<gpx") {
        Some(Format::Gpx)
    } else if text.starts_with("0\r\nSECTION") || text.starts_with("0\nSECTION") || text.starts_with("999\n")
    {
        Some(Format::Dxf)
    } else {
        None
    }
}

fn shapefile_in(folder: &Path) -> Result<PathBuf, ReadError> {
    let mut found = in_folder(folder)?;
    match found.len() {
        1 => Ok(found.remove(0).0),
        0 => Err(ReadError::UnknownFormat {
            path: folder.to_owned(),
        }),
        _ => Ok(folder.to_owned()),
    }
}
