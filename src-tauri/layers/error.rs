//! Why a layer cannot be kept as it was given.

use std::path::PathBuf;
use words::{English, Words};

use super::picture::ImageFitError;
use crate::wire_error::WireError;

/// Why a layer cannot be kept as it was given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "said by the messages")]
pub enum LayerError {
    #[error("没有这个图层，可能已被删除")]
    Unknown { id: String },
    #[error("图层地址不对：{reason}")]
    Address { reason: Words },
    #[error("最多 {most} 个图层：请先删除不用的")]
    TooMany { most: usize },
    #[error("文件 {path} 不能作图层：{reason}")]
    File { path: PathBuf, reason: Words },
    #[error("瓦片网格不完整或不受支持，无法排列瓦片")]
    Grid,
    #[error("密钥过长：请重新复制")]
    Key,
    #[error("这个图层的地址里没有放密钥的位置 {{tk}}")]
    NoKeyNeeded,
    #[error(transparent)]
    ImageFit(#[from] ImageFitError),
    #[error("图层设置没有保存：{0}")]
    Store(#[from] std::io::Error),
}

impl From<LayerError> for WireError {
    fn from(error: LayerError) -> Self {
        let wire = |code: &str| Self::said(code, &error);
        match &error {
            LayerError::Unknown { id } => wire("layer.unknown").with("id", id.as_str()),
            LayerError::Address { .. } => wire("layer.address"),
            LayerError::TooMany { most } => wire("layer.too_many").with("most", *most),
            LayerError::File { path, .. } => wire("layer.file").with("path", path.display().to_string()),
            LayerError::Grid => wire("layer.grid"),
            LayerError::Key => wire("layer.key"),
            LayerError::NoKeyNeeded => wire("layer.no_key_needed"),
            LayerError::ImageFit(_) => wire("layer.pin"),
            LayerError::Store(source) => Self::technical("layer.store", source),
        }
    }
}

/// What is said of it beyond its code.
impl English for LayerError {
    fn english(&self) -> String {
        match self {
            Self::Unknown { .. } => "there is no such layer; it may have been removed".to_owned(),
            Self::Address { reason } | Self::File { reason, .. } => reason.en.clone(),
            Self::TooMany { most } => format!("there are {most} layers at most; remove one first"),
            Self::Grid => "the grid of tiles is not complete or not supported".to_owned(),
            Self::Key => "the key is too long; copy it again".to_owned(),
            Self::NoKeyNeeded => "the address of this layer has no place for a key {tk}".to_owned(),
            Self::ImageFit(error) => error.english(),
            Self::Store(error) => error.to_string(),
        }
    }
}
