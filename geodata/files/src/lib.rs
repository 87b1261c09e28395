//! Files, whatever they are about: limits for those of others, and a way to write our own so that there is never half a
//! file.
//!
//! - [`atomic_file`]: written under another name, then put in place
//! - [`archive`]: how much an entry of a zip archive may unpack to
//! - [`xml`]: XML as a stream with limits
//! - [`encoding`]: which encoding a text is in
//! - [`cells`], [`number_format`], [`numbers`]: cells of spreadsheets

pub mod archive;
pub mod atomic_file;
pub mod cells;
pub mod encoding;
pub mod number_format;
pub mod numbers;
pub mod xml;

use std::io;
use std::path::{Path, PathBuf};

/// What the system says of a file.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct FileError {
    /// The file, under the name the user knows.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl FileError {
    /// Returns what the system said of a file.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        let source = match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        };
        Self {
            path: path.to_owned(),
            source,
        }
    }
}
