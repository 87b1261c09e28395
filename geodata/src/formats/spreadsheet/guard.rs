//! What kind of workbook a file is, and whether it is safe to open: sizes as declared and as they really are.

use crate::formats::{Format, ReadError};
use files::archive::{HEAD, MAX_UNPACKED, Measured, exceeds_ratio, measure};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use words::{Words, said};
use zip::ZipArchive;

/// Unpacked size of the texts of all cells, which are kept in memory.
const MOST_TEXTS: u64 = 512 << 20;
/// Unpacked size of other parts that are kept in memory.
const MOST_OTHER: u64 = 48 << 20;
/// Longest piece of markup or text between two tags.
const LONGEST_PIECE: u64 = 64 << 20;
/// Entries of the archive.
const MOST_ENTRIES: usize = 65_536;
/// Size of an old workbook; Excel's own limit of rows keeps them below this.
const MOST_XLS: u64 = 256 << 20;

/// What a workbook is packed in.
pub(super) enum Container {
    /// How many formulas were never calculated.
    Xlsx(u64),
    Ods,
    /// The stream of records of an old workbook.
    Xls(Vec<u8>),
}

/// Returns what a file is when it is safe to read.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::TooMuch`], [`ReadError::Damaged`], [`ReadError::Empty`].
pub(super) fn check(path: &Path) -> Result<Container, ReadError> {
    let mut file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let mut head = [0_u8; 8];
    let mut n = 0;
    while n < head.len() {
        match file.read(&mut head[n..]).map_err(|e| ReadError::io(path, &e))? {
            0 => break,
            more => n += more,
        }
    }
    match &head[..n] {
        [] => Err(ReadError::Empty {
            path: path.to_owned(),
        }),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => compound(path, file),
        [b'P', b'K', ..] => zip(path),
        [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] => Err(damaged(
            path,
            said!(
                "spreadsheet.markup",
                "内容是网页或 XML 表格，请用 Excel 或 WPS 打开后另存为 .xlsx",
                "it is a web page or an XML table; open it with Excel or WPS and save it as .xlsx"
            ),
        )),
        _ => Err(damaged(
            path,
            said!(
                "spreadsheet.not_a_workbook",
                "开头不是工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx，或按 CSV 导入",
                "it does not begin like a workbook; save it as .xlsx with Excel or WPS, or import it as CSV"
            ),
        )),
    }
}

pub(super) fn damaged(path: &Path, reason: impl Into<Words>) -> ReadError {
    ReadError::damaged(path, Format::Spreadsheet, reason)
}

fn too_much(path: &Path, reason: impl Into<Words>) -> ReadError {
    ReadError::TooMuch {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

fn compound(path: &Path, file: File) -> Result<Container, ReadError> {
    let size = file.metadata().map_err(|e| ReadError::io(path, &e))?.len();
    if size > MOST_XLS {
        return Err(too_much(
            path,
            said!(
                "spreadsheet.xls_too_large",
                ".xls 超过 256 MB",
                "the .xls has more than 256 MB"
            ),
        ));
    }
    let broken = |e: io::Error| {
        damaged(
            path,
            said!(
                "spreadsheet.compound",
                "复合文档读不出来：{e}",
                "the compound file cannot be read: {e}"
            ),
        )
    };
    let mut compound = cfb::CompoundFile::open(file).map_err(broken)?;
    if compound.exists("/EncryptedPackage") || compound.exists("/EncryptionInfo") {
        return Err(ReadError::Encrypted {
            path: path.to_owned(),
        });
    }
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"]
        .into_iter()
        .find(|n| compound.is_stream(n));
    let name = name.ok_or_else(|| {
        damaged(
            path,
            said!(
                "spreadsheet.no_workbook",
                "里面没有工作簿（可能是 Word 文档），请另存为 .xlsx",
                "it holds no workbook (perhaps a Word document); save it as .xlsx"
            ),
        )
    })?;
    let mut stream = Vec::new();
    compound
        .open_stream(name)
        .map_err(broken)?
        .take(size)
        .read_to_end(&mut stream)
        .map_err(broken)?;
    Ok(Container::Xls(stream))
}

fn zip(path: &Path) -> Result<Container, ReadError> {
    let file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    let broken = |e: zip::result::ZipError| {
        damaged(
            path,
            said!(
                "spreadsheet.archive",
                "压缩包读不出来（{e}），文件可能没有下载完整",
                "the archive cannot be read ({e}); the file may not be downloaded whole"
            ),
        )
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_much(
            path,
            said!(
                "spreadsheet.too_many_files",
                "压缩包里有 {} 个文件",
                "the archive holds {} files",
                archive.len()
            ),
        ));
    }
    let (mut spreadsheet, mut ods, mut binary) = (false, false, false);
    let mut uncalculated = 0;
    for i in 0..archive.len() {
        let entry = archive.by_index_raw(i).map_err(broken)?;
        if entry.encrypted() {
            return Err(ReadError::Encrypted {
                path: path.to_owned(),
            });
        }
        let name = String::from_utf8_lossy(entry.name_raw())
            .replace('\\', "/")
            .to_ascii_lowercase();
        spreadsheet |= name == "_rels/.rels" || name == "/_rels/.rels";
        ods |= name == "content.xml";
        binary |= name.ends_with("workbook.bin");
        if entry.is_dir() || is_media(&name) {
            continue;
        }
        let (declared, packed) = (entry.size(), entry.compressed_size());
        drop(entry);
        let most = most_for(&name);
        let refuse = |size: u64| {
            (size > most || exceeds_ratio(size, packed)).then(|| {
                too_much(
                    path,
                    said!(
                        "spreadsheet.part_too_large",
                        "{name} 解开后超过 {} MB",
                        "{name} unpacks to more than {} MB",
                        size >> 20
                    ),
                )
            })
        };
        if let Some(error) = refuse(declared) {
            return Err(error);
        }
        let entry = match archive.by_index(i) {
            Ok(entry) => entry,
            // What cannot be opened here cannot be opened later either, and is told then.
            Err(_) => continue,
        };
        let head =
            name.ends_with("sharedstrings.xml") || name.ends_with("manifest.xml") || name.ends_with(".rels");
        let mut formulas = UncalculatedFormulas::new(entry);
        let measured = measure(&mut formulas, most.min(MAX_UNPACKED), head);
        if name.contains("worksheets/") {
            uncalculated += formulas.count;
        }
        if let Some(error) = refuse(measured.size) {
            return Err(error);
        }
        if measured.longest > LONGEST_PIECE {
            return Err(too_much(
                path,
                said!(
                    "spreadsheet.token_too_large",
                    "{name} 里有超过 64 MB 的一段",
                    "{name} has a piece of more than 64 MB"
                ),
            ));
        }
        look_inside(path, &name, &measured)?;
    }
    match (spreadsheet, ods, binary) {
        (true, _, true) => Err(damaged(
            path,
            said!(
                "spreadsheet.xlsb",
                "是二进制工作簿（.xlsb），请另存为 .xlsx",
                "it is a binary workbook (.xlsb); save it as .xlsx"
            ),
        )),
        (true, ..) => Ok(Container::Xlsx(uncalculated)),
        (false, true, _) => Ok(Container::Ods),
        _ => Err(damaged(
            path,
            said!(
                "spreadsheet.archive_no_workbook",
                "压缩包里没有工作簿",
                "the archive holds no workbook"
            ),
        )),
    }
}

fn is_media(name: &str) -> bool {
    ["/media/", "/embeddings/", "pictures/", "thumbnails/", "object "]
        .iter()
        .any(|part| name.contains(part))
}

fn most_for(name: &str) -> u64 {
    if name.ends_with("sharedstrings.xml") {
        MOST_TEXTS
    } else if name.contains("worksheets/") && !name.ends_with(".rels") || name == "content.xml" {
        MAX_UNPACKED
    } else {
        MOST_OTHER
    }
}

/// Things that a part says before its bulk.
fn look_inside(path: &Path, name: &str, measured: &Measured) -> Result<(), ReadError> {
    let head = String::from_utf8_lossy(&measured.head);
    if name.ends_with("manifest.xml") && head.contains("encryption-data") {
        return Err(ReadError::Encrypted {
            path: path.to_owned(),
        });
    }
    if name.ends_with("_rels/.rels") && head.contains("worksheets/") {
        return Err(damaged(
            path,
            said!(
                "spreadsheet.bad_index",
                "工作簿的目录指向工作表",
                "the index of the workbook points at a sheet"
            ),
        ));
    }
    if name.ends_with("sharedstrings.xml") {
        // A reader sets room aside for this many texts; each takes nine bytes at least.
        let most = measured.size / 9 + 1;
        let told = head.split("uniqueCount").skip(1).filter_map(|rest| {
            let digits: String = rest
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            digits
                .parse::<u64>()
                .ok()
                .or_else(|| (!digits.is_empty()).then_some(u64::MAX))
        });
        let element_ends = head.find("<si").or_else(|| head.find(":si"));
        if told.max().is_some_and(|n| n > most) {
            return Err(damaged(
                path,
                said!(
                    "spreadsheet.bad_strings",
                    "文字表的个数与内容不符",
                    "the table of texts does not hold as many as it says"
                ),
            ));
        }
        if element_ends.is_none() && measured.size > HEAD as u64 {
            return Err(damaged(
                path,
                said!(
                    "spreadsheet.bad_strings_start",
                    "文字表的开头不对",
                    "the table of texts does not begin as it should"
                ),
            ));
        }
    }
    Ok(())
}

/// Counts formulas without a value in the markup of a sheet, which some programs write: `<f>A1*2</f><v/></c>`.
struct UncalculatedFormulas<R> {
    inner: R,
    /// The end of what was read before.
    tail: Vec<u8>,
    count: u64,
}

/// What follows such a formula.
const WITHOUT_VALUE: [&[u8]; 4] = [b"</f></c>", b"</f><v/>", b"</f><v />", b"</f><v></v>"];

impl<R> UncalculatedFormulas<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            tail: Vec::new(),
            count: 0,
        }
    }
}

impl<R: Read> Read for &mut UncalculatedFormulas<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        let old = self.tail.len();
        self.tail.extend_from_slice(&out[..n]);
        for pattern in WITHOUT_VALUE {
            // Only what ends in the new bytes is new.
            let from = old.saturating_sub(pattern.len() - 1);
            self.count += memchr::memmem::find_iter(&self.tail[from..], pattern).count() as u64;
        }
        let keep = self.tail.len().saturating_sub(16);
        self.tail.drain(..keep);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_without_a_value_are_counted_across_reads() {
        let sheet = "<c><f>A1</f><v /></c><c><f>B1</f></c><c><f>C1</f><v>3</v></c><c><f>D1</f><v></v></c>";
        for step in 1..sheet.len() {
            let mut counted = UncalculatedFormulas::new(sheet.as_bytes());
            let mut chunk = vec![0; step];
            while (&mut counted).read(&mut chunk).expect("bytes") > 0 {}
            assert_eq!(counted.count, 3, "in steps of {step}");
        }
    }
}
