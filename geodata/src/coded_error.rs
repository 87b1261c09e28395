//! Errors as a code, with what fills its words, and in English. The messages of `Display` are those of the command line.

use crate::crs::CrsError;
use crate::footprint_index::FootprintError;
use crate::formats::gpkg_blob::BlobError;
use crate::formats::{Format, ReadError, WriteError};
use crate::validity::RepairError;
use std::path::Path;
use words::English;

/// Values by the name under which the words for a code mention them.
pub type Params = Vec<(&'static str, String)>;

/// An error that can be said in another language than its own.
///
/// ```
/// use geodata::CodedError;
/// use geodata::validity::RepairError;
///
/// let error = RepairError::OutOfRange { x: 453_860.0, y: 95.5 };
/// assert_eq!(error.code(), "repair.out_of_range");
/// assert_eq!(error.params(), [("x", "453860".to_owned()), ("y", "95.5".to_owned())]);
/// ```
pub trait CodedError: std::error::Error + English {
    /// Returns the code under which the words are kept; it never changes.
    fn code(&self) -> &'static str;
    /// Returns the values for the words.
    fn params(&self) -> Params;
}

fn path(path: &Path) -> (&'static str, String) {
    ("path", path.display().to_string())
}

impl CodedError for ReadError {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn params(&self) -> Params {
        match self {
            Self::Io { path: p, reason } | Self::Panicked { path: p, reason } => {
                vec![path(p), ("reason", reason.clone())]
            }
            Self::Empty { path: p } | Self::UnknownFormat { path: p } | Self::Encrypted { path: p } => {
                vec![path(p)]
            }
            Self::Damaged {
                path: p,
                format,
                reason,
            } => vec![
                path(p),
                ("format", format.to_string()),
                ("reason", reason.to_string()),
            ],
            Self::TooMuch { path: p, reason } => vec![path(p), ("reason", reason.to_string())],
            Self::NoSuchLayer {
                path: p,
                layer,
                known,
            } => vec![path(p), ("layer", layer.clone()), ("known", known.to_string())],
            Self::UnknownEncoding { name } => vec![("name", name.clone())],
            Self::NoSuchColumn {
                path: p,
                column,
                known,
            } => vec![path(p), ("column", column.clone()), ("known", known.to_string())],
        }
    }
}

impl CodedError for WriteError {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn params(&self) -> Params {
        match self {
            Self::Io { path: p, reason } => vec![path(p), ("reason", reason.clone())],
            Self::Exists { path: p } => vec![path(p)],
            Self::NotWritable { format } => vec![("format", format.to_string())],
            Self::Crs { format, only, asked } => vec![
                ("format", format.to_string()),
                ("only", only.clone()),
                ("asked", asked.clone()),
            ],
            Self::TooMuch { format, reason } => {
                vec![("format", format.to_string()), ("reason", reason.to_string())]
            }
        }
    }
}

impl CodedError for CrsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "crs.unknown",
            Self::OutOfArea { .. } => "crs.out_of_area",
            Self::NeedsParameters { .. } => "crs.needs_parameters",
            Self::BadParameters { .. } => "crs.bad_parameters",
            Self::NoPlane { .. } => "crs.no_plane",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Unknown(name) => vec![("name", name.clone())],
            Self::OutOfArea { x, y, system } => vec![
                ("x", x.to_string()),
                ("y", y.to_string()),
                ("system", system.clone()),
            ],
            Self::NeedsParameters { system } | Self::NoPlane { system } => vec![("system", system.clone())],
            Self::BadParameters { system, reason } => {
                vec![("system", system.clone()), ("reason", reason.to_string())]
            }
        }
    }
}

impl CodedError for RepairError {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "repair.out_of_range",
            Self::NothingLeft => "repair.nothing_left",
            Self::StillInvalid(_) => "repair.still_invalid",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::OutOfRange { x, y } => vec![("x", x.to_string()), ("y", y.to_string())],
            Self::NothingLeft => Vec::new(),
            Self::StillInvalid(problem) => vec![
                ("problem", problem.code.to_owned()),
                ("x", problem.at.x.to_string()),
                ("y", problem.at.y.to_string()),
            ],
        }
    }
}

impl CodedError for BlobError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotGeoPackage => "blob.not_geopackage",
            Self::Extended => "blob.extended",
            Self::BadEnvelope { .. } => "blob.bad_envelope",
            Self::Truncated { .. } => "blob.truncated",
            Self::BadByteOrder { .. } => "blob.bad_byte_order",
            Self::UnsupportedType { .. } => "blob.unsupported_type",
            Self::WrongPart { .. } => "blob.wrong_part",
            Self::TooDeep => "blob.too_deep",
            Self::TooMany { .. } => "blob.too_many",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::NotGeoPackage | Self::Extended | Self::TooDeep => Vec::new(),
            Self::BadEnvelope { code } => vec![("envelope", code.to_string())],
            Self::Truncated { length } => vec![("length", length.to_string())],
            Self::BadByteOrder { mark, at } => vec![("mark", mark.to_string()), ("at", at.to_string())],
            Self::UnsupportedType { code, at } => vec![("type", code.to_string()), ("at", at.to_string())],
            Self::WrongPart { expected, found, at } => vec![
                ("expected", expected.to_string()),
                ("found", found.to_string()),
                ("at", at.to_string()),
            ],
            Self::TooMany { count } => vec![("count", count.to_string())],
        }
    }
}

impl CodedError for FootprintError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "footprint.empty",
            Self::NoPlace(..) => "footprint.no_place",
            Self::Mixed => "footprint.mixed",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::NoPlace(x, y) => vec![("x", x.to_string()), ("y", y.to_string())],
            Self::Empty | Self::Mixed => Vec::new(),
        }
    }
}

impl English for ReadError {
    fn english(&self) -> String {
        match self {
            Self::Io { path, reason } => format!("{} cannot be read: {reason}", path.display()),
            Self::Panicked { path, reason } => format!(
                "the program failed while reading {} and did not finish: {reason}",
                path.display()
            ),
            Self::Empty { path } => format!("{} is empty", path.display()),
            Self::UnknownFormat { path } => format!(
                "the format of {} is not known; GeoJSON, GeoPackage, Shapefile (.shp or .zip), KML/KMZ, GPX, FlatGeobuf, CSV, \
                 XLSX and DXF can be imported",
                path.display()
            ),
            Self::Damaged { path, format, reason } => {
                format!(
                    "{} is no sound {} file: {}",
                    path.display(),
                    format.english(),
                    reason.en
                )
            }
            Self::Encrypted { path } => format!(
                "{} is encrypted; save it without a password and import it again",
                path.display()
            ),
            Self::TooMuch { path, reason } => format!(
                "{} is larger or deeper than is allowed ({}); it may be malicious and was not imported",
                path.display(),
                reason.en
            ),
            Self::NoSuchLayer { path, layer, known } => {
                format!(
                    "{} has no layer “{layer}”; it has {}",
                    path.display(),
                    known.english()
                )
            }
            Self::UnknownEncoding { name } => {
                format!("the encoding “{name}” is not known; there are UTF-8, GBK, GB18030, Big5")
            }
            Self::NoSuchColumn { path, column, known } => {
                format!(
                    "{} has no column “{column}”; it has {}",
                    path.display(),
                    known.english()
                )
            }
        }
    }
}

impl English for WriteError {
    fn english(&self) -> String {
        match self {
            Self::Io { path, reason } => format!("{} cannot be written: {reason}", path.display()),
            Self::Exists { path } => format!("{} is there already", path.display()),
            Self::NotWritable { format } => format!("{} cannot be exported", format.english()),
            Self::Crs { format, only, asked } => {
                format!("{} can only use {only}, not {asked}", format.english())
            }
            Self::TooMuch { format, reason } => {
                format!("{} cannot hold it: {}", format.english(), reason.en)
            }
        }
    }
}

impl English for CrsError {
    fn english(&self) -> String {
        match self {
            Self::Unknown(name) => format!(
                "“{name}” is no coordinate system known here: write an EPSG number (such as EPSG:4548), CGCS2000, Xian 1980 or \
                 Beijing 1954 with a zone, or GCJ-02, BD-09"
            ),
            Self::OutOfArea { x, y, .. } => {
                format!("({x}, {y}) is outside the coordinate system; choose the system or zone the numbers are in")
            }
            Self::NeedsParameters { .. } => "there are no public parameters from this system to CGCS2000; without them places \
                 are off by tens of metres to more than a hundred: give the three, four or seven parameters of the local survey \
                 office, or choose “no shift”"
                .to_owned(),
            Self::BadParameters { reason, .. } => format!("the parameters cannot be right: {}", reason.en),
            Self::NoPlane { .. } => {
                "a local system can only be tied to projected coordinates (Gauss-Krüger, UTM)".to_owned()
            }
        }
    }
}

/// Errors whose messages are English: what they mean in Chinese is said where they are shown.
macro_rules! english_anyway {
    ($($error:ty),*) => {$(
        impl English for $error {
            fn english(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

english_anyway!(RepairError, BlobError, FootprintError);

impl English for Format {
    fn english(&self) -> String {
        match self {
            Self::GeoJsonL => "GeoJSON (line by line)".to_owned(),
            other => other.to_string(),
        }
    }
}
