//! The formats of files of places, their names and the endings of their files.

use serde::Serialize;
use std::fmt;

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

    /// Returns the format of files whose names end so, in small letters without the dot.
    pub(super) fn by_ending(ending: &str) -> Option<Self> {
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
