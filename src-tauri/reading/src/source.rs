//! The formats of documents. Content decides which one a file is, not its name.

mod docx;
mod error;
mod html;
mod package;
mod text_file;
mod word_binary;

use std::path::Path;

pub use self::error::{MAX_FILE, ReadingError};
use self::package::Package;
use crate::document::Document;
use crate::found::PlanReading;
use crate::plan_reader::read_document;

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
