//! Files written under another name and put in place when they are whole, so that there is never half a file.

use crate::FileError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As the system has it for new files.
    Usual,
    /// Only this user, as for keys.
    Private,
}

/// A file under a name of its own beside the place it is meant for. Dropping it removes it.
#[derive(Debug)]
pub struct AtomicFile {
    target: PathBuf,
    temporary: PathBuf,
    file: Option<File>,
}

impl AtomicFile {
    /// Returns an empty file beside `target`, open for reading and writing. A file at `target` stays as it is until
    /// [`AtomicFile::place`].
    ///
    /// # Errors
    /// [`FileError`] when the folder is missing or cannot be written to, or `target` is a folder.
    pub fn beside(target: &Path) -> Result<Self, FileError> {
        Self::beside_for(target, Access::Usual)
    }

    /// Returns an empty file as [`AtomicFile::beside`] does, which only these may read.
    ///
    /// # Errors
    /// As [`AtomicFile::beside`].
    pub fn beside_for(target: &Path, access: Access) -> Result<Self, FileError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let failed = |e: io::Error| FileError::new(target, &e);
        // A link is followed, so that the file it points to is replaced and not the link.
        let target_file = match fs::symlink_metadata(target) {
            Ok(m) if m.is_symlink() => fs::canonicalize(target).map_err(failed)?,
            _ => target.to_owned(),
        };
        if target_file.is_dir() {
            return Err(failed(io::Error::new(
                ErrorKind::IsADirectory,
                "这里已有同名的文件夹",
            )));
        }
        let folder = folder_of(&target_file);
        #[cfg(unix)]
        leftovers::remove(&folder);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let temporary = folder.join(format!(".zhentu-{}-{number}.part", std::process::id()));
            match create(&temporary, access) {
                Ok(file) => {
                    return Ok(Self {
                        target: target_file,
                        temporary,
                        file: Some(file),
                    });
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(failed(e)),
            }
        }
    }

    /// Returns where the file will stand.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Means the file for another name in the same folder.
    pub fn aim(&mut self, target: &Path) {
        self.target = target.to_owned();
    }

    /// Returns where the file stands until it is placed, for a library that wants a path.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// Returns another handle of the open file; both share one position.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn file(&self) -> Result<File, FileError> {
        match &self.file {
            Some(file) => file.try_clone(),
            None => OpenOptions::new().read(true).write(true).open(&self.temporary),
        }
        .map_err(|e| self.failed(&e))
    }

    /// Returns an error of the system about this file, under the name the user knows.
    pub fn failed(&self, error: &io::Error) -> FileError {
        FileError::new(&self.target, error)
    }

    /// Puts the file in place once the disk has it, over one that stands there; returns where it stands.
    ///
    /// Whatever buffers it was written through must be flushed before.
    ///
    /// # Errors
    /// [`FileError`]; nothing is left behind then.
    pub fn place(self) -> Result<PathBuf, FileError> {
        commit_all(vec![self]).map(|mut placed| placed.remove(0))
    }

    /// Puts the file in place as [`AtomicFile::place`] does, but never over another; returns where it stands.
    ///
    /// # Errors
    /// [`FileError`], of the kind [`ErrorKind::AlreadyExists`] when the name is taken; nothing is left behind then.
    pub fn place_new(self) -> Result<PathBuf, FileError> {
        self.sync()?;
        // A hard link fails when the name is taken meanwhile; not every file system has them.
        match fs::hard_link(&self.temporary, &self.target) {
            Ok(()) => {
                let target = self.target.clone();
                drop(self);
                sync_folder(&target);
                Ok(target)
            }
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Err(self.failed(&e)),
            Err(_) if self.target.exists() => Err(self.failed(&ErrorKind::AlreadyExists.into())),
            Err(_) => self.place(),
        }
    }

    fn sync(&self) -> Result<(), FileError> {
        self.file()?.sync_all().map_err(|e| self.failed(&e))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.temporary.as_os_str().is_empty() {
            self.file = None;
            // It may be gone with its folder; there is nobody to tell. A database that failed to take back what it wrote, as
            // the disk is full, leaves its journal beside it.
            let _ = fs::remove_file(&self.temporary);
            for suffix in ["-journal", "-wal", "-shm"] {
                let mut beside = self.temporary.clone().into_os_string();
                beside.push(suffix);
                let _ = fs::remove_file(beside);
            }
        }
    }
}

/// Puts files that belong together in place in the order given, once the disk has all of them; returns where they
/// stand. The file by which the others are found comes last.
///
/// # Errors
/// [`FileError`]; files that were put where none stood are taken away again then.
pub fn commit_all(files: Vec<AtomicFile>) -> Result<Vec<PathBuf>, FileError> {
    for file in &files {
        file.sync()?;
    }
    let mut placed = Vec::with_capacity(files.len());
    let mut new = Vec::new();
    for mut file in files {
        let was_there = file.target.exists();
        if let Err(e) = fs::rename(&file.temporary, &file.target) {
            for path in &new {
                let _ = fs::remove_file(path);
            }
            return Err(file.failed(&e));
        }
        file.temporary = PathBuf::new();
        if !was_there {
            new.push(file.target.clone());
        }
        placed.push(file.target.clone());
    }
    if let Some(last) = placed.last() {
        sync_folder(last);
    }
    Ok(placed)
}

/// Makes the name of a file safe. Only Unix lets a folder be opened.
fn sync_folder(file: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder_of(file)).and_then(|f| f.sync_all());
    #[cfg(not(unix))]
    let _ = file;
}

/// Creates an empty file. On Unix it has its name only when it is locked, so that nobody takes it for a leftover.
fn create(path: &Path, access: Access) -> io::Result<File> {
    let new = |path: &Path| {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        if access == Access::Private {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        // Elsewhere the settings folder of the user is not readable by others.
        #[cfg(not(unix))]
        let _ = access;
        options.open(path)
    };
    #[cfg(unix)]
    {
        if path.exists() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let unlocked = path.with_extension("new");
        let file = new(&unlocked)?;
        // Where files cannot be locked, nothing is taken for a leftover.
        let _ = file.try_lock();
        match fs::rename(&unlocked, path) {
            Ok(()) => Ok(file),
            Err(error) => {
                let _ = fs::remove_file(&unlocked);
                Err(error)
            }
        }
    }
    #[cfg(not(unix))]
    new(path)
}

/// Files that nobody will put in place any more: whoever wrote them was killed.
#[cfg(unix)]
mod leftovers {
    use std::fs::{self, File};
    use std::path::Path;

    /// Removes those of a folder. A file that is being written is locked by whoever writes it.
    pub(super) fn remove(folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let part = name.to_str().filter(|name| is_part(name));
            if part.is_some()
                && entry.file_type().is_ok_and(|kind| kind.is_file())
                && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
            {
                // If it cannot be removed it stays: it is in nobody's way.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Whether a file was named by [`super::AtomicFile::beside`].
    fn is_part(name: &str) -> bool {
        let numbers = name
            .strip_prefix(".zhentu-")
            .and_then(|name| name.strip_suffix(".part"));
        let numbers = numbers.and_then(|numbers| numbers.split_once('-'));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_program_left_is_removed_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = folder.path().join(".zhentu-999999-3.part");
        let foreign = folder.path().join(".zhentu-notes.part");
        for path in [&left, &foreign] {
            fs::write(path, "half").expect("written");
        }
        let first = AtomicFile::beside(&folder.path().join("a.csv")).expect("a file");
        let second = AtomicFile::beside(&folder.path().join("b.csv")).expect("a file");
        assert!(!left.exists(), "it was left");
        assert!(foreign.exists(), "it is not ours");
        assert!(first.path().exists() && second.path().exists());
        let placed = commit_all(vec![first, second]).expect("placed");
        assert!(placed.iter().all(|path| path.exists()));
        let names = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(names, 3);
    }

    #[test]
    fn what_a_database_leaves_beside_an_unfinished_file_goes_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = AtomicFile::beside(&folder.path().join("a.gpkg")).expect("a file");
        for suffix in ["-journal", "-wal", "-shm"] {
            let mut beside = file.path().as_os_str().to_owned();
            beside.push(suffix);
            std::fs::write(beside, "x").expect("written");
        }
        std::fs::write(folder.path().join("a.gpkg-journal"), "another's").expect("written");
        drop(file);
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .expect("listed")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(left, ["a.gpkg-journal"]);
    }
}
