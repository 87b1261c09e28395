//! The document inside a KMZ archive. Nothing is unpacked to the disk.

use crate::formats::format::Format;
use crate::formats::reading::{ReadError, Sink, Warning, WarningKind};
use files::archive::{LimitedRead, MAX_UNPACKED};
use files::xml::{CountedRead, Rewindable, XmlError, XmlFault};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use words::{Words, said};
use zip::ZipArchive;

/// The one document of an archive that is read: `doc.kml`, else the first that ends in `.kml`.
pub(super) struct KmzEntry {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    index: usize,
    packed: u64,
    unpacked: u64,
}

impl KmzEntry {
    /// Returns the document; other documents are left out with a warning.
    ///
    /// # Errors
    /// [`ReadError::Damaged`], [`ReadError::Encrypted`], [`ReadError::Io`].
    pub fn find(path: &Path, sink: &mut dyn Sink) -> Result<Self, ReadError> {
        let damaged = |reason: Words| ReadError::damaged(path, Format::Kmz, reason);
        let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| {
            damaged(said!(
                "kml.no_directory",
                "压缩包目录缺失或已损坏，请重新下载或重新导出",
                "the directory of the archive is missing or damaged; download or export it again"
            ))
        })?;
        let mut documents = Vec::new();
        for index in 0..archive.len() {
            if let Ok(entry) = archive.by_index_raw(index) {
                let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase();
                if name.ends_with(".kml") && !entry.is_dir() {
                    documents.push((name != "doc.kml", index));
                }
            }
        }
        documents.sort_unstable();
        let &(_, index) = documents.first().ok_or_else(|| {
            damaged(said!(
                "kml.no_kml",
                "压缩包里没有 .kml 文件",
                "the archive holds no .kml file"
            ))
        })?;
        if documents.len() > 1 {
            sink.warning(Warning::of_file(
                WarningKind::LayerLeftOut,
                said!(
                    "kml.several", "压缩包里有 {} 个 .kml 文件，只读了主文件；其余请解压后分别导入", "the archive holds {} .kml files; only the main one was read. Unpack it and import the others",
                    documents.len()
                ),
            ));
        }
        let entry = archive.by_index_raw(index).map_err(|_| {
            damaged(said!(
                "kml.damaged",
                "压缩包里的 .kml 已损坏",
                "the .kml in the archive is damaged"
            ))
        })?;
        if entry.encrypted() {
            return Err(ReadError::Encrypted {
                path: path.to_owned(),
            });
        }
        let (packed, unpacked) = (entry.compressed_size(), entry.size());
        if unpacked == 0 {
            return Err(damaged(said!(
                "kml.empty",
                "压缩包里的 .kml 是空文件",
                "the .kml in the archive is empty"
            )));
        }
        drop(entry);
        Ok(Self {
            path: path.to_owned(),
            archive,
            index,
            packed,
            unpacked,
        })
    }
}

impl Rewindable for KmzEntry {
    fn open(&mut self, done: Rc<Cell<u64>>) -> Result<Box<dyn Read + '_>, XmlError> {
        let fault = |path: &Path, fault| XmlError::Fault {
            path: path.to_owned(),
            fault,
        };
        if self.unpacked > MAX_UNPACKED {
            let reason = format!("解压后超过 {} GiB", MAX_UNPACKED >> 30);
            return Err(fault(&self.path, XmlFault::TooMuch(reason)));
        }
        let entry = self.archive.by_index(self.index).map_err(|e| {
            let reason = format!("压缩包里的 .kml 无法解压（{e}）");
            fault(&self.path, XmlFault::Broken(reason))
        })?;
        Ok(Box::new(CountedRead {
            inner: LimitedRead::new(entry, self.packed.max(1)),
            done,
        }))
    }

    fn total(&self) -> u64 {
        self.unpacked
    }
}
