//! The files that make up a shapefile, beside each other or in an archive.

use crate::formats::format::Format;
use crate::formats::reading::{ReadError, Warning, WarningKind};
use files::archive::{MAX_RATIO, MAX_UNPACKED};
use files::encoding;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use words::{Words, said};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes of an entry that are kept in memory; more go to a temporary file.
const IN_MEMORY: usize = 16 << 20;

/// Something that can be read and sought.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// One file of a shapefile.
pub(super) struct ShapefilePart {
    pub bytes: Box<dyn ReadSeek>,
    pub length: u64,
}

impl ShapefilePart {
    fn new(mut bytes: Box<dyn ReadSeek>) -> std::io::Result<Self> {
        let length = bytes.seek(SeekFrom::End(0))?;
        bytes.seek(SeekFrom::Start(0))?;
        Ok(Self { bytes, length })
    }

    /// The text of a small file.
    pub fn text(mut self) -> String {
        let mut bytes = Vec::new();
        // What cannot be read is told as a missing statement.
        let _ = self.bytes.by_ref().take(64 << 10).read_to_end(&mut bytes);
        let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let found = encoding::detect(plain);
        encoding::decode(plain, found.encoding).0.into_owned()
    }
}

/// The files of one layer.
pub(super) struct Bundle {
    pub name: String,
    pub shp: ShapefilePart,
    pub shx: Option<ShapefilePart>,
    pub dbf: Option<ShapefilePart>,
    pub cpg: Option<ShapefilePart>,
    pub prj: Option<ShapefilePart>,
}

const ENDINGS: [&str; 5] = ["shp", "shx", "dbf", "cpg", "prj"];

/// The files beside a `.shp`, whatever the case of their endings.
pub(super) fn beside(path: &Path) -> Result<Bundle, ReadError> {
    let stem = path.file_stem().unwrap_or_default().to_os_string();
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut found: BTreeMap<&str, PathBuf> = BTreeMap::new();
    let entries = std::fs::read_dir(&folder).map_err(|e| ReadError::io(path, &e))?;
    for entry in entries.flatten() {
        let other = entry.path();
        let ending = other
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_ascii_lowercase();
        let Some(ending) = ENDINGS.iter().find(|e| **e == ending) else {
            continue;
        };
        let other_stem = other.file_stem().unwrap_or_default();
        // A name that is exactly the same goes before one in another case.
        if other_stem == stem || (!found.contains_key(ending) && other_stem.eq_ignore_ascii_case(&stem)) {
            found.insert(ending, other);
        }
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp")) {
        found.insert("shp", path.to_owned());
    }
    let mut open = |ending: &str| -> Result<Option<ShapefilePart>, ReadError> {
        let Some(path) = found.remove(ending) else {
            return Ok(None);
        };
        let file = File::open(&path).map_err(|e| ReadError::io(&path, &e))?;
        ShapefilePart::new(Box::new(file))
            .map(Some)
            .map_err(|e| ReadError::io(&path, &e))
    };
    let shp = open("shp")?.ok_or_else(|| {
        ReadError::damaged(
            path,
            Format::Shapefile,
            said!(
                "shapefile.no_shp",
                "旁边没有同名的 .shp，图形都在那个文件里",
                "there is no .shp of its name beside it, which holds the shapes"
            ),
        )
    })?;
    Ok(Bundle {
        name: stem.to_string_lossy().into_owned(),
        shp,
        shx: open("shx")?,
        dbf: open("dbf")?,
        cpg: open("cpg")?,
        prj: open("prj")?,
    })
}

/// The shapefiles of a folder, by name: names of layers and where they are.
pub fn in_folder(folder: &Path) -> Result<Vec<(PathBuf, String)>, ReadError> {
    let entries = std::fs::read_dir(folder).map_err(|e| ReadError::io(folder, &e))?;
    let mut found: Vec<(PathBuf, String)> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp")))
        .map(|path| {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (path, name)
        })
        .collect();
    found.sort();
    Ok(found)
}

/// Shapefiles in an archive: their names, and their files one layer at a time.
pub(super) struct ZippedShapefiles {
    path: PathBuf,
    zip: ZipArchive<File>,
    /// By folder and name without ending: entries by ending.
    layers: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// What was left aside.
    pub warnings: Vec<Warning>,
}

impl ZippedShapefiles {
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
        let damaged = |e: ZipError| refused(path, e);
        let mut zip = ZipArchive::new(file).map_err(damaged)?;
        let mut layers: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
        let mut warnings = Vec::new();
        for i in 0..zip.len() {
            let entry = zip.by_index_raw(i).map_err(damaged)?;
            let raw = entry.name_raw().to_vec();
            let name = encoding::decode(&raw, encoding::detect(&raw).encoding)
                .0
                .replace('\\', "/");
            let outside = name.starts_with('/')
                || name.as_bytes().get(1) == Some(&b':')
                || name.split('/').any(|part| part == "..");
            let last = name.rsplit('/').next().unwrap_or_default();
            let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
            let ending = ending.to_ascii_lowercase();
            let Some(ending) = ENDINGS.iter().find(|e| **e == ending) else {
                continue;
            };
            if outside {
                let text = said!(
                    "shapefile.outside_path",
                    "压缩包里“{name}”的路径指向包外，没有读",
                    "the path of “{name}” leads out of the archive; it was not read"
                );
                warnings.push(Warning::of_file(WarningKind::LayerLeftOut, text));
                continue;
            }
            // Apple's archiver keeps file attributes beside each file.
            if stem.starts_with("._") || name.starts_with("__MACOSX/") {
                continue;
            }
            if entry.encrypted() {
                return Err(ReadError::Encrypted {
                    path: path.to_owned(),
                });
            }
            let key = format!("{}{stem}", &name[..name.len() - last.len()]);
            layers.entry(key).or_default().insert(ending, i);
        }
        layers.retain(|_, parts| parts.contains_key("shp"));
        if layers.is_empty() {
            let reason = said!(
                "shapefile.archive_no_shp",
                "压缩包里没有 .shp",
                "the archive holds no .shp"
            );
            return Err(ReadError::damaged(path, Format::ZippedShapefile, reason));
        }
        Ok(Self {
            path: path.to_owned(),
            zip,
            layers,
            warnings,
        })
    }

    /// Names of the layers: without folders, unless two are alike.
    pub fn names(&self) -> Vec<(String, String)> {
        let short = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
        self.layers
            .keys()
            .map(|key| {
                let alike = self.layers.keys().filter(|k| short(k) == short(key)).count();
                (key.clone(), if alike > 1 { key.clone() } else { short(key) })
            })
            .collect()
    }

    pub fn bundle(&mut self, key: &str, name: &str) -> Result<Option<Bundle>, ReadError> {
        let mut parts = self.layers.get(key).cloned().unwrap_or_default();
        let mut open = |ending: &str| match parts.remove(ending) {
            Some(i) => self.unpack(i).map(Some),
            None => Ok(None),
        };
        let Some(shp) = open("shp")? else {
            return Ok(None);
        };
        Ok(Some(Bundle {
            name: name.to_owned(),
            shp,
            shx: open("shx")?,
            dbf: open("dbf")?,
            cpg: open("cpg")?,
            prj: open("prj")?,
        }))
    }

    /// Unpacks an entry, no further than is allowed: what the archive says of its size may be wrong.
    fn unpack(&mut self, i: usize) -> Result<ShapefilePart, ReadError> {
        let path = self.path.clone();
        let mut entry = self.zip.by_index(i).map_err(|e| refused(&path, e))?;
        let by_ratio = entry
            .compressed_size()
            .saturating_mul(MAX_RATIO)
            .max(IN_MEMORY as u64);
        let most = by_ratio.min(MAX_UNPACKED);
        let raw = entry.name_raw();
        let name = encoding::decode(raw, encoding::detect(raw).encoding)
            .0
            .into_owned();
        let mut out = tempfile::spooled_tempfile(IN_MEMORY);
        let damaged = |e: std::io::Error| {
            let reason = said!(
                "shapefile.unpack",
                "压缩包里的“{name}”解压出错：{e}",
                "“{name}” in the archive cannot be unpacked: {e}"
            );
            ReadError::damaged(&path, Format::ZippedShapefile, reason)
        };
        let n = std::io::copy(&mut entry.by_ref().take(most + 1), &mut out).map_err(damaged)?;
        if n > most {
            return Err(ReadError::TooMuch {
                path: path.clone(),
                reason: said!(
                    "shapefile.too_large",
                    "“{name}”解压后超过 {} MB",
                    "“{name}” unpacks to more than {} MB",
                    most >> 20
                ),
            });
        }
        ShapefilePart::new(Box::new(out)).map_err(|e| ReadError::io(&path, &e))
    }
}

fn refused(path: &Path, error: ZipError) -> ReadError {
    match error {
        ZipError::Io(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => ReadError::io(path, &e),
        ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => ReadError::Encrypted {
            path: path.to_owned(),
        },
        ZipError::UnsupportedArchive(what) => {
            let reason = said!(
                "shapefile.compression",
                "压缩方式不支持（{what}），请用普通 zip 重新压缩",
                "its compression ({what}) is not supported; use plain zip"
            );
            ReadError::damaged(path, Format::ZippedShapefile, reason)
        }
        other => ReadError::damaged(path, Format::ZippedShapefile, Words::technical(other)),
    }
}
