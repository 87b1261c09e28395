//! Why a layer cannot be kept as it was given.

use std::path::PathBuf;

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
    Address { reason: String },
    #[error("最多 {most} 个图层：请先删除不用的")]
    TooMany { most: usize },
    #[error("文件 {path} 不能作图层：{reason}")]
    File { path: PathBuf, reason: String },
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
        let wire = |code: &str| Self::new(code, &error);
        match &error {
            LayerError::Unknown { id } => wire("layer.unknown").with("id", id.as_str()),
            LayerError::Address { reason } => wire("layer.address").with("reason", reason.as_str()),
            LayerError::TooMany { most } => wire("layer.too_many").with("most", *most),
            LayerError::File { path, reason } => wire("layer.file")
                .with("path", path.display().to_string())
                .with("reason", reason.as_str()),
            LayerError::Grid => wire("layer.grid"),
            LayerError::Key => wire("layer.key"),
            LayerError::NoKeyNeeded => wire("layer.no_key_needed"),
            LayerError::ImageFit(_) => wire("layer.pin"),
            LayerError::Store(_) => wire("layer.store"),
        }
    }
}
