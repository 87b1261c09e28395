//! Who has an atlas open for editing. A small file `.~lock.NAME#` stands beside the atlas while it is open, as
//! office programs do it; the operating system's lock on it ends with the process, so a crash leaves no false lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::sqlite::followed;
use crate::store::{Holder, StoreError};

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
    /// [`StoreError::InUse`] when someone else edits it; [`StoreError::LockName`] when what stands under the name of the
    /// mark is no file of its own.
    pub fn take(atlas: &Path, who: &str) -> Result<Option<Self>, StoreError> {
        // Who comes through a link edits the same file.
        let atlas = &*followed(atlas);
        let name = atlas
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let path = atlas.with_file_name(format!(".~lock.{name}#"));
        if std::fs::metadata(atlas).is_ok_and(|m| m.permissions().readonly()) {
            return Ok(None);
        }
        for _ in 0..3 {
            let mut file = match open(&path) {
                Ok(Some(file)) => file,
                Ok(None) => {
                    return Err(StoreError::LockName { path });
                }
                // It went between two looks.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) if error.kind() == ErrorKind::InvalidFilename => {
                    return Err(StoreError::io(atlas, &error));
                }
                Err(_) => return Ok(None),
            };
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

/// Opens the file of the mark, or makes it; `None` if what stands there is a link or no plain file: in a folder from a
/// stranger it may point to any file of the user, which would be overwritten.
fn open(path: &Path) -> std::io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.clone().create_new(true).open(path) {
        Ok(file) => return Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    let file = options.open(path)?;
    Ok(has_one_name(&file).then_some(file))
}

/// Whether a file has no other name, under which it may be something else.
fn has_one_name(file: &File) -> bool {
    #[cfg(unix)]
    let one = |there: &std::fs::Metadata| std::os::unix::fs::MetadataExt::nlink(there) <= 1;
    #[cfg(not(unix))]
    let one = |_: &std::fs::Metadata| true;
    file.metadata().is_ok_and(|there| there.is_file() && one(&there))
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::symlink_metadata(path)) {
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
