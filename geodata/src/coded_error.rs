//! Errors as a code and what fills its words, so that who shows them can do so in any language. The messages of `Display`
//! are those of the command line.

use crate::crs::CrsError;
use crate::footprint_index::FootprintError;
use crate::formats::gpkg_blob::BlobError;
use crate::formats::{ReadError, WriteError};
use crate::validity::RepairError;
use std::path::Path;

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
pub trait CodedError: std::error::Error {
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
                ("reason", reason.clone()),
            ],
            Self::TooMuch { path: p, reason } => vec![path(p), ("reason", reason.clone())],
            Self::NoSuchLayer {
                path: p,
                layer,
                known,
            } => vec![path(p), ("layer", layer.clone()), ("known", known.clone())],
            Self::UnknownEncoding { name } => vec![("name", name.clone())],
            Self::NoSuchColumn {
                path: p,
                column,
                known,
            } => vec![path(p), ("column", column.clone()), ("known", known.clone())],
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
                vec![("format", format.to_string()), ("reason", reason.clone())]
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
                vec![("system", system.clone()), ("reason", (*reason).to_owned())]
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
