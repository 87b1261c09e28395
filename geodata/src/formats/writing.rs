//! Writing files of places: one door for all formats. A file is written under another name and put in place when it
//! is whole, so that there is never half a file; what the format cannot carry is counted.

use super::feature::{Field, Value};
use super::format::Format;
use super::loss::Loss;
use super::written_crs::WrittenCrs;
use files::FileError;
use geo_types::Geometry;
use serde::Serialize;
use std::path::{Path, PathBuf};
use words::Words;

/// How to write.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// Name of the layer.
    pub layer: String,
    /// Fields, in order.
    pub fields: Vec<Field>,
    /// Coordinate system of the file.
    pub crs: WrittenCrs,
}

/// A file being written. Dropping it before [`Writer::finish`] leaves nothing behind.
pub trait Writer {
    /// Writes one feature: geometry in the coordinates of the file, one value for each field.
    ///
    /// # Errors
    /// [`WriteError`] when the disk says no or the format cannot hold it at all.
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError>;
    /// Ends the file or files and puts them in place.
    ///
    /// # Errors
    /// [`WriteError`]; nothing is left behind then.
    fn finish(self: Box<Self>) -> Result<Written, WriteError>;
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// The files, the main one first.
    pub files: Vec<PathBuf>,
    /// Features in them.
    pub features: u64,
    /// What the format could not carry.
    pub losses: Vec<Loss>,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum WriteError {
    /// The system does not allow it.
    #[error("无法写入 {}：{reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// There is a file of that name.
    #[error("{} 已存在", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The format cannot be written.
    #[error("不能导出为 {format}")]
    NotWritable { format: Format },
    /// The format knows no other system than its own.
    #[error("{format} 只能用 {only}，不能用 {asked}")]
    Crs {
        format: Format,
        /// The system it is in.
        only: String,
        /// What was asked for.
        asked: String,
    },
    /// The format cannot hold it.
    #[error("{format} 写不下：{reason}")]
    TooMuch {
        format: Format,
        /// What does not fit.
        reason: Words,
    },
}

impl WriteError {
    /// An error of the system.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    /// Returns the code under which the words for this error are kept.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "write.io",
            Self::Exists { .. } => "write.exists",
            Self::NotWritable { .. } => "write.not_writable",
            Self::Crs { .. } => "write.crs",
            Self::TooMuch { .. } => "write.too_much",
        }
    }
}

impl From<FileError> for WriteError {
    fn from(error: FileError) -> Self {
        Self::io(&error.path, &error.source)
    }
}
