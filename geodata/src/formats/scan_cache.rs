//! What a first look through a whole file told, kept for the second reading of the same file.

use encoding_rs::Encoding;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// What a first look at the whole file tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileScan {
    /// Whether a member named `crs` may be somewhere.
    pub mentions_crs: bool,
    /// UTF-8 unless all bytes are text in another encoding.
    pub encoding: &'static Encoding,
    /// Whether all bytes are text in it.
    pub whole: bool,
}

/// A look at a file as it was then.
#[derive(Debug)]
pub(super) struct KnownScan {
    pub path: PathBuf,
    pub length: u64,
    pub changed: Option<SystemTime>,
    pub look: FileScan,
}

/// Kept by the readers that look through a file before they read it.
#[derive(Debug, Clone, Default)]
pub struct ScanCache(pub(super) Arc<OnceLock<KnownScan>>);
