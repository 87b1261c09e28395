//! Small files beside the settings, each replaced whole: never half written, and never in the way when spoilt.

use std::io::Write as _;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As the system has it for new files.
    Usual,
    /// Only this user, as for keys.
    Private,
}

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

/// Writes a file under another name, syncs and renames it; its folder is made if need be.
///
/// # Errors
/// [`std::io::Error`] of the disk; the file is then as it was.
pub fn write<T: Serialize + ?Sized>(path: &Path, value: &T, access: Access) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("json.part");
    // A file left over from a crash keeps the rights it was made with.
    match std::fs::remove_file(&part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // Elsewhere the settings folder of the user is not readable by others.
    #[cfg(not(unix))]
    let _ = access;
    let mut file = options.open(&part)?;
    file.write_all(&serde_json::to_vec_pretty(value)?)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, path)
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
