//! Which format a file is in: by its first bytes where these say it, else by its name.

use super::reading::ReadError;
use super::shapefile::in_folder;
use serde::Serialize;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A format of files of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "said by the names")]
pub enum Format {
    GeoJson,
    /// One GeoJSON feature a line, with or without record separators (RFC 8142).
    GeoJsonL,
    #[serde(rename = "gpkg")]
    GeoPackage,
    #[serde(rename = "shp")]
    Shapefile,
    /// Shapefiles in a zip archive.
    #[serde(rename = "shz")]
    ZippedShapefile,
    Kml,
    Kmz,
    Gpx,
    #[serde(rename = "fgb")]
    FlatGeobuf,
    Csv,
    Spreadsheet,
    Dxf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GeoJson => "GeoJSON",
            Self::GeoJsonL => "GeoJSON（逐行）",
            Self::GeoPackage => "GeoPackage",
            Self::Shapefile => "Shapefile",
            Self::ZippedShapefile => "Shapefile（zip）",
            Self::Kml => "KML",
            Self::Kmz => "KMZ",
            Self::Gpx => "GPX",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::Csv => "CSV",
            Self::Spreadsheet => "XLSX",
            Self::Dxf => "DXF",
        })
    }
}

impl Format {
    /// Every format that can be written.
    pub const WRITABLE: &'static [Self] = &[
        Self::GeoJson,
        Self::GeoJsonL,
        Self::GeoPackage,
        Self::Shapefile,
        Self::Kml,
        Self::FlatGeobuf,
        Self::Csv,
        Self::Spreadsheet,
        Self::Dxf,
    ];

    /// Returns the ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::GeoJsonL => "geojsonl",
            Self::GeoPackage => "gpkg",
            Self::Shapefile => "shp",
            Self::ZippedShapefile => "zip",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Gpx => "gpx",
            Self::FlatGeobuf => "fgb",
            Self::Csv => "csv",
            Self::Spreadsheet => "xlsx",
            Self::Dxf => "dxf",
        }
    }

    /// Returns the format that is asked for by a name such as `geojson` or `shp`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Self::by_ending(&name).filter(|_| name != "txt" && name != "json" && name != "zip")
    }

    fn by_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "geojson" | "json" => Self::GeoJson,
            "geojsonl" | "geojsons" | "geojsonseq" | "ndjson" | "jsonl" | "ndgeojson" => Self::GeoJsonL,
            "gpkg" => Self::GeoPackage,
            "shp" | "shx" | "dbf" => Self::Shapefile,
            "zip" | "shz" => Self::ZippedShapefile,
            "kml" => Self::Kml,
            "kmz" => Self::Kmz,
            "gpx" => Self::Gpx,
            "fgb" => Self::FlatGeobuf,
            "csv" | "tsv" | "txt" => Self::Csv,
            "xlsx" | "xlsm" | "xls" | "ods" => Self::Spreadsheet,
            "dxf" => Self::Dxf,
            _ => return None,
        })
    }
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
    let mut head = [0_u8; 512];
    let mut file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let mut n = 0;
    while n < head.len() {
        match file.read(&mut head[n..]).map_err(|e| ReadError::io(path, &e))? {
            0 => break,
            more => n += more,
        }
    }
    let head = &head[..n];
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
