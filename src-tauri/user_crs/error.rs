//! Why a coordinate system of a user cannot be kept or used.

use std::path::PathBuf;

use geodata::crs::CrsError;
use geodata::crs::fit::LocalError;
use words::English;

use super::{LONGEST_NAME, MOST};
use crate::wire_error::WireError;

/// Why a coordinate system of a user cannot be kept or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "said by the messages")]
pub enum UserCrsError {
    #[error("这个坐标系已被移除，请另选或新建一个")]
    Gone { id: String },
    #[error("请给坐标系起一个 {LONGEST_NAME} 字以内、不同于通用坐标系的名称")]
    Name,
    #[error("已有名为“{name}”的坐标系，请换一个名称")]
    SameName { name: String },
    #[error("最多 {MOST} 个坐标系，请先移除不用的")]
    TooMany,
    #[error("“{name}”是按它求出来的，请先移除“{name}”")]
    InUse { name: String },
    #[error("转换参数要三个（米）或七个（米、秒、ppm）")]
    ParameterCount,
    #[error("控制点表太长，请只留控制点")]
    TableTooLong,
    #[error("已知坐标不能用地方坐标系，请选国家坐标系")]
    LocalBase,
    #[error("至少需要两个控制点，相距越远越好")]
    TooFewPoints { given: usize },
    #[error(transparent)]
    Fit(LocalError),
    #[error(transparent)]
    Crs(#[from] CrsError),
    #[error("{}：{source}", .path.display())]
    Store { path: PathBuf, source: std::io::Error },
}

impl From<UserCrsError> for WireError {
    fn from(error: UserCrsError) -> Self {
        use UserCrsError as E;
        let wire = |code: &str| Self::said(code, &error);
        match &error {
            E::Gone { id } => wire("crs.gone").with("crs", id.as_str()),
            E::Name => wire("crs.name"),
            E::SameName { name } => wire("crs.same_name").with("name", name.as_str()),
            E::TooMany => wire("crs.too_many"),
            E::InUse { name } => wire("crs.in_use").with("name", name.as_str()),
            E::ParameterCount => wire("crs.parameters"),
            E::TableTooLong => wire("crs.table"),
            E::LocalBase => wire("crs.local_base"),
            E::TooFewPoints { given } => wire("crs.too_few").with("n", *given),
            E::Fit(_) => wire("crs.fit"),
            E::Crs(CrsError::Unknown(text)) => wire("crs.unknown").with("crs", text.as_str()),
            E::Crs(CrsError::NeedsParameters { system }) => {
                wire("crs.needs_parameters").with("system", system.as_str())
            }
            E::Crs(CrsError::BadParameters { .. }) => wire("crs.parameters"),
            E::Crs(CrsError::NoPlane { .. }) => wire("crs.local_base"),
            E::Crs(CrsError::OutOfArea { .. }) => wire("crs.outside"),
            E::Store { source, .. } => Self::technical("crs.store", source),
        }
    }
}

impl English for UserCrsError {
    fn english(&self) -> String {
        match self {
            Self::Gone { .. } => "this system was removed; choose another or make one".to_owned(),
            Self::Name => {
                format!("the name has at most {LONGEST_NAME} letters and is that of no known system")
            }
            Self::SameName { name } => format!("there is a system named “{name}” already"),
            Self::TooMany => format!("there are {MOST} systems at most; remove one first"),
            Self::InUse { name } => format!("“{name}” is made with it; remove “{name}” first"),
            Self::ParameterCount => {
                "there should be three (metres) or seven (metres, seconds, ppm)".to_owned()
            }
            Self::TableTooLong => "the table of control points is too long".to_owned(),
            Self::LocalBase => {
                "known coordinates cannot be in a local system; choose a national one".to_owned()
            }
            Self::TooFewPoints { .. } => {
                "at least two control points are needed, far from each other".to_owned()
            }
            Self::Fit(LocalError::Fit(error)) => error.english(),
            Self::Fit(LocalError::Crs(error)) | Self::Crs(error) => error.english(),
            Self::Store { path, source } => format!("{}: {source}", path.display()),
        }
    }
}
