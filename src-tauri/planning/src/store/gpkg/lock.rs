//! Who has an atlas open for editing. A small file `.~lock.NAME#` stands beside the atlas while it is open, as
//! office programs do it; the operating system's lock on it ends with the process, so a crash leaves no false lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;

/// Who has a file open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name they gave.
    pub who: String,
    /// The number of their process.
    pub pid: u32,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.who.is_empty() {
            f.write_str("另一个窗口")
        } else {
            write!(f, "{}", self.who)
        }
    }
}

/// The mark that a file is being edited; gone when it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Marks a file as being edited; `None` when the folder cannot be written, and then nobody can edit it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when someone else edits it.
    pub fn take(atlas: &Path, who: &str) -> Result<Option<Self>, StoreError> {
        let name = atlas
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let path = atlas.with_file_name(format!(".~lock.{name}#"));
        if std::fs::metadata(atlas).is_ok_and(|m| m.permissions().readonly()) {
            return Ok(None);
        }
        for _ in 0..3 {
            let opened = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path);
            let Ok(mut file) = opened else { return Ok(None) };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    let _ = file.read_to_string(&mut text);
                    let holder = serde_json::from_str(&text).unwrap_or_default();
                    return Err(StoreError::InUse {
                        path: atlas.to_owned(),
                        holder,
                    });
                }
                Err(TryLockError::Error(_)) => return Ok(None),
            }
            // The one before may have removed the name between our opening and our lock.
            if !same_file(&file, &path) {
                continue;
            }
            let holder = Holder {
                who: who.to_owned(),
                pid: std::process::id(),
            };
            let text = serde_json::to_string(&holder).unwrap_or_default();
            let written = file
                .set_len(0)
                .and_then(|()| file.rewind())
                .and_then(|()| file.write_all(text.as_bytes()))
                .and_then(|()| file.flush());
            written.map_err(|e| StoreError::io(&path, &e))?;
            return Ok(Some(Self { path, file }));
        }
        Ok(None)
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_file: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
