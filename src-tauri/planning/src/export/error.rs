//! Why an export fails.

use std::path::PathBuf;
use words::{English, Listed};

use crate::geopackage::WriteLayersError;
use crate::model::NotRead;
use crate::store::StoreError;

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No such layer.
    #[error(
        "没有“{name}”这一类导出；可用：projects、towns、sites、control-lines、tasks、indicators、units、all"
    )]
    Layer {
        /// What was asked for.
        name: String,
    },
    /// The file is there already.
    #[error("{} 已存在", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The layer has no places.
    #[error("{name}没有位置，只能导出为 JSON")]
    NotAMap {
        /// The layer.
        name: &'static str,
    },
    /// The format cannot be written.
    #[error(
        "不能导出为“{name}”；可用：ledger（台账）、geojson、geojsonl、gpkg、shp、kml、fgb、csv、xlsx、dxf"
    )]
    Format {
        /// What was asked for.
        name: String,
    },
    /// Tables are not written with such an ending.
    #[error("表格不能写成“{name}”文件；可用：{known}")]
    TableFormat {
        /// The ending that was asked for.
        name: String,
        /// The endings there are.
        known: &'static str,
    },
    /// There is no ledger of the layer.
    #[error("{name}没有台账；台账有：projects、towns、tasks")]
    NoLedger {
        /// The layer.
        name: &'static str,
    },
    /// The ledger has no such column.
    #[error("台账没有“{name}”这一列；可用：{known}")]
    Column {
        /// What was asked for.
        name: String,
        /// The columns there are.
        known: Listed,
    },
    /// The coordinate system cannot be used.
    #[error(transparent)]
    Crs(#[from] geodata::crs::CrsError),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] geodata::formats::WriteError),
    /// The atlas cannot be read, or the GeoPackage cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row cannot be read.
    #[error(transparent)]
    Read(#[from] NotRead),
    /// It was asked to stop.
    #[error("已停止导出，没有写入文件")]
    Stopped,
}

impl From<WriteLayersError> for ExportError {
    fn from(error: WriteLayersError) -> Self {
        Self::Store(error.into())
    }
}

impl From<files::FileError> for ExportError {
    fn from(error: files::FileError) -> Self {
        Self::Write(error.into())
    }
}

impl English for ExportError {
    fn english(&self) -> String {
        match self {
            Self::Layer { name } => format!(
                "“{name}” cannot be exported; there are projects, towns, sites, control-lines, tasks, indicators, units, all"
            ),
            Self::Exists { path } => format!("{} is there already", path.display()),
            Self::NotAMap { .. } => "what has no places can only be exported as JSON".to_owned(),
            Self::Format { name } => format!(
                "“{name}” cannot be exported; there are ledger, geojson, geojsonl, gpkg, shp, kml, fgb, csv, xlsx, dxf"
            ),
            Self::TableFormat { name, known } => {
                format!("a table cannot be written as “{name}”; there are {known}")
            }
            Self::NoLedger { .. } => {
                "there is no ledger of it; there are those of projects, towns, tasks".to_owned()
            }
            Self::Column { name, known } => {
                format!("the ledger has no column “{name}”; there are {}", known.english())
            }
            Self::Crs(error) => error.english(),
            Self::Write(error) => error.english(),
            Self::Store(error) => error.english(),
            Self::Read(error) => error.english(),
            Self::Stopped => "the export was cancelled; no file was written".to_owned(),
        }
    }
}
