//! The formats of documents. Content decides which one a file is, not its name.

mod text_file;

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::found::PlanReading;
use crate::plan_reader::read_document;

/// Largest file that is read.
pub const MAX_FILE: u64 = 200 << 20;

/// Why a document cannot be read.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say what the variants are")]
pub enum ReadingError {
    #[error(transparent)]
    File(#[from] files::FileError),
    #[error("{}：文件超过 {} MiB", path.display(), MAX_FILE >> 20)]
    TooLarge { path: PathBuf },
    #[error("{}：文件是空的", path.display())]
    Empty { path: PathBuf },
    #[error("不认识编码“{0}”：请写 UTF-8、GB18030、UTF-16 等")]
    UnknownEncoding(String),
    #[error("还不能读 .{0} 文件：请在原来的程序里另存为纯文本（.txt）再读")]
    NotYetRead(&'static str),
    #[error("这不是文本文件：现在只读 .txt（UTF-8、GB18030、UTF-16），别的文件请先另存为纯文本")]
    UnknownFormat,
    #[error("文件里没有文字")]
    NoText,
}

/// Reads a file into a document.
///
/// # Errors
/// [`ReadingError`].
pub fn read_source(path: &Path, encoding: Option<&str>) -> Result<Document, ReadingError> {
    let meta = std::fs::metadata(path).map_err(|e| files::FileError::new(path, &e))?;
    if meta.len() > MAX_FILE {
        return Err(ReadingError::TooLarge {
            path: path.to_owned(),
        });
    }
    let bytes = std::fs::read(path).map_err(|e| files::FileError::new(path, &e))?;
    if bytes.is_empty() {
        return Err(ReadingError::Empty {
            path: path.to_owned(),
        });
    }
    read_bytes(&bytes, encoding)
}

/// Reads the bytes of a file into a document.
///
/// # Errors
/// [`ReadingError`].
pub fn read_bytes(bytes: &[u8], encoding: Option<&str>) -> Result<Document, ReadingError> {
    if let Some(format) = binary_format(bytes) {
        return Err(ReadingError::NotYetRead(format));
    }
    let document = text_file::read(bytes, encoding)?;
    if document.letters() == 0 {
        return Err(ReadingError::NoText);
    }
    Ok(document)
}

/// The name of a format that is no text, by its first bytes.
fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |word: &[u8]| head.windows(word.len()).any(|w| w == word);
    if bytes.starts_with(b"%PDF-") {
        Some("pdf")
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        Some("doc")
    } else if bytes.starts_with(b"PK\x03\x04") {
        Some(if holds(b"OFD.xml") { "ofd" } else { "docx" })
    } else {
        None
    }
}

/// Reads a file and what it holds.
///
/// # Errors
/// [`ReadingError`].
pub fn read_file(path: &Path, encoding: Option<&str>) -> Result<PlanReading, ReadingError> {
    Ok(read_document(&read_source(path, encoding)?))
}
