//! What can be told of an SQLite file without asking SQLite (<https://www.sqlite.org/fileformat2.html>, 1.3 and 3): what
//! it is, what stands beside it, and whether it was written to since.

use std::borrow::Cow;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The last bytes of a `-journal` that names another file to be removed once it is rolled back.
const NAMES_ANOTHER: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// The name of a file that SQLite keeps beside another one: `-wal`, `-journal`, `-shm`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = followed(path).as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The file that a symbolic link leads to, beside which SQLite keeps its own; any other path as it is.
pub(crate) fn followed(path: &Path) -> Cow<'_, Path> {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => {
            std::fs::canonicalize(path).map_or(Cow::Borrowed(path), Cow::Owned)
        }
        _ => Cow::Borrowed(path),
    }
}

/// Opens a file for reading if it is a plain one; a pipe would be waited for without end.
///
/// # Errors
/// What the system says; [`ErrorKind::InvalidInput`] if it is something else than a file.
pub(crate) fn open_plain(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "不是普通文件"));
    }
    Ok(file)
}

/// What an SQLite file says at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Whether who writes to it writes to a `-wal` first.
    pub wal: bool,
}

impl Header {
    /// Reads it; `None` if this is no SQLite file.
    ///
    /// # Errors
    /// What the system says, such as that there is no such file.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        let mut head = [0; 20];
        match open_plain(path)?.read_exact(&mut head) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let wal = head[18] == 2 || head[19] == 2;
        Ok(head.starts_with(b"SQLite format 3\0").then_some(Self { wal }))
    }
}

/// Whether another program writes to a file, or has left a change in a `-wal` or `-journal` beside it.
pub(crate) fn is_being_written(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|s| beside(path, s).exists())
}

/// Whether the `-journal` beside a file names another file, which SQLite would remove after rolling it back. It is so
/// after a change of several files at once; in a folder of a stranger it may name any file.
pub(crate) fn journal_names_another_file(path: &Path) -> bool {
    let last = || -> io::Result<bool> {
        let mut journal = open_plain(&beside(path, "-journal"))?;
        if journal.metadata()?.len() < 8 {
            return Ok(false);
        }
        journal.seek(SeekFrom::End(-8))?;
        let mut last = [0; 8];
        journal.read_exact(&mut last)?;
        Ok(last == NAMES_ANOTHER)
    };
    last().unwrap_or(false)
}

/// By what it is seen whether a file was written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    changed: [i64; 3],
}

impl Fingerprint {
    /// That of a file as it is now.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(path: &Path) -> io::Result<Self> {
        Ok(Self::from(&std::fs::metadata(path)?))
    }
}

impl From<&Metadata> for Fingerprint {
    fn from(file: &Metadata) -> Self {
        Self {
            length: file.len(),
            modified: file.modified().ok(),
            #[cfg(unix)]
            changed: {
                use std::os::unix::fs::MetadataExt;
                [file.ctime(), file.ctime_nsec(), file.ino().cast_signed()]
            },
        }
    }
}
