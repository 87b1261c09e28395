//! Small files beside the settings, each replaced whole: never half written, and never in the way when spoilt.

use std::io::Write as _;
use std::path::Path;

pub use files::atomic_file::Access;
use files::atomic_file::AtomicFile;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a file holds; the default if it is not there. One that cannot be understood is kept beside as `.json.broken`.
pub fn read<T: DeserializeOwned + Default>(path: &Path) -> T {
    let Ok(bytes) = std::fs::read(path) else {
        return T::default();
    };
    serde_json::from_slice(&bytes).unwrap_or_else(|_| {
        let _ = std::fs::rename(path, path.with_extension("json.broken"));
        T::default()
    })
}

/// Writes a file so that it is there whole or not at all; its folder is made if need be.
///
/// # Errors
/// [`std::io::Error`] of the disk; the file is then as it was.
pub fn write<T: Serialize + ?Sized>(path: &Path, value: &T, access: Access) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let bytes = serde_json::to_vec_pretty(value)?;
    let file = AtomicFile::beside_for(path, access).map_err(|e| e.source)?;
    file.file().map_err(|e| e.source)?.write_all(&bytes)?;
    file.place().map(drop).map_err(|e| e.source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spoilt_file_is_kept_beside_and_counts_as_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep").join("a.json");
        assert_eq!(read::<Vec<u32>>(&path), Vec::<u32>::new());
        write(&path, &[1, 2], Access::Usual).expect("a disk");
        assert_eq!(read::<Vec<u32>>(&path), [1, 2]);
        std::fs::write(&path, "{").expect("a disk");
        assert_eq!(read::<Vec<u32>>(&path), Vec::<u32>::new());
        assert!(!path.exists() && path.with_extension("json.broken").exists());
    }
}
