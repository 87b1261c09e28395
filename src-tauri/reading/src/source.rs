//! The formats of documents. Content decides which one a file is, not its name.

mod docx;
mod html;
mod package;
mod text_file;
mod word_binary;

use std::path::{Path, PathBuf};

use self::package::Package;
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
    #[error("还不能读 .{0} 文件：请在原来的程序里另存为 .docx 或 .txt 再读")]
    NotYetRead(&'static str),
    #[error("这是{0}，不是方案文件：能读的是 .docx、.doc、.wps、.html、.txt")]
    NotADocument(&'static str),
    #[error("文件加了密码：请用密码打开，另存一份不加密码的再读")]
    Encrypted,
    #[error("文件已损坏，不能读：{0}")]
    Broken(String),
    #[error("文件不正常，不读：{0}")]
    TooMuch(String),
    #[error("认不出这是什么文件：能读的是 .docx、.doc、.wps、.html、.txt（UTF-8、GB18030、UTF-16）")]
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
    let document = if bytes.starts_with(b"%PDF-") {
        return Err(ReadingError::NotYetRead("pdf"));
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        word_binary::read(bytes)?
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        of_package(bytes)?
    } else if html::is_html(bytes) {
        html::read(bytes, encoding)?
    } else {
        text_file::read(bytes, encoding)?
    };
    let document = text_file::with_tables_of_bars(document);
    if document.letters() == 0 {
        return Err(ReadingError::NoText);
    }
    Ok(document)
}

fn of_package(bytes: &[u8]) -> Result<Document, ReadingError> {
    let mut package = Package::open(bytes)?;
    if let Some(main) = docx::main_part(&mut package)? {
        return docx::read(&mut package, &main);
    }
    let folder = |name: &str| package.names().any(|n| n.starts_with(name));
    Err(if package.has("OFD.xml") {
        ReadingError::NotYetRead("ofd")
    } else if folder("xl/") {
        ReadingError::NotADocument("表格（.xlsx）")
    } else if folder("ppt/") {
        ReadingError::NotADocument("演示文稿（.pptx）")
    } else {
        ReadingError::NotADocument("压缩包")
    })
}

/// Reads a file and what it holds.
///
/// # Errors
/// [`ReadingError`].
pub fn read_file(path: &Path, encoding: Option<&str>) -> Result<PlanReading, ReadingError> {
    Ok(read_document(&read_source(path, encoding)?))
}
