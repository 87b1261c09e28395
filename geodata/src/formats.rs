//! File formats: one module each, behind one door for reading and one for writing.

pub mod csv;
mod degrees;
mod detection;
pub mod dxf;
mod esri_json;
mod feature;
pub mod flatgeobuf;
mod format;
pub mod geojson;
mod geometry_fixes;
pub mod gpkg_blob;
pub mod gpx;
pub mod headers;
pub mod kml;
mod ledger;
mod loss;
mod number_list;
mod reading;
mod rounding;
mod scan_cache;
pub mod shapefile;
pub mod spreadsheet;
mod survey_exchange;
mod warning_limit;
mod writing;
mod written_crs;

pub use detection::detect;
pub use feature::{CoordinateColumns, Feature, Field, FieldKind, FoundCrs, LayerHead, Value};
pub use format::Format;
pub use loss::{Loss, LossKind};
pub use number_list::NumberList;
pub use reading::{MAX_DEPTH, MAX_TEXT, ReadError, ReadOptions, Sink, Warning, WarningKind};
pub use writing::{WriteError, WriteOptions, Writer, Written};
pub use written_crs::{FitQuality, WrittenCrs};

/// Reads a file of a format; GeoPackages are read by the crate that keeps atlases in them.
///
/// # Errors
/// Why it cannot be read at all.
pub fn read(
    format: Format,
    path: &std::path::Path,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    match format {
        Format::GeoJson if esri_json::is_esri(path) => esri_json::read(path, options, sink),
        Format::GeoJson | Format::GeoJsonL => geojson::read(path, options, sink),
        Format::Shapefile | Format::ZippedShapefile => shapefile::read(path, options, sink),
        Format::Kml | Format::Kmz => kml::read(path, options, sink),
        Format::Gpx => gpx::read(path, options, sink),
        Format::FlatGeobuf => flatgeobuf::read(path, options, sink),
        Format::Csv => csv::read(path, options, sink),
        Format::Spreadsheet => spreadsheet::read(path, options, sink),
        Format::Dxf => dxf::read(path, options, sink),
        Format::GeoPackage => Err(ReadError::UnknownFormat {
            path: path.to_owned(),
        }),
    }
}

/// Returns a file of a format to be written; the file appears when it is finished.
///
/// # Errors
/// [`WriteError::NotWritable`] for formats that are only read, and for GeoPackage, which the crate that keeps atlases
/// in them writes; [`WriteError::Crs`] for a system that the format does not know; what the disk says.
pub fn create(
    format: Format,
    path: &std::path::Path,
    options: WriteOptions,
) -> Result<Box<dyn Writer>, WriteError> {
    match format {
        Format::GeoJson => geojson::create(path, options),
        Format::GeoJsonL => geojson::create_lines(path, options),
        Format::Shapefile => shapefile::create(path, options),
        Format::Kml => kml::create(path, options),
        Format::FlatGeobuf => flatgeobuf::create(path, options),
        Format::Csv => csv::create(path, options),
        Format::Spreadsheet => spreadsheet::create(path, options),
        Format::Dxf => dxf::create(path, options),
        Format::ZippedShapefile | Format::Kmz | Format::Gpx | Format::GeoPackage => {
            Err(WriteError::NotWritable { format })
        }
    }
}
