//! What can go wrong with an atlas that is kept somewhere.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use files::FileError;
use words::{English, Words, said};

use crate::model::Kind;

/// Names of programs as a part of a sentence.
fn named(holders: &[String]) -> String {
    if holders.is_empty() {
        return String::new();
    }
    format!("（{}）", holders.join("、"))
}

/// Who has an atlas open.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// Why a file without a version of its format is no atlas.
pub(crate) fn no_version() -> Words {
    said!("file.no_version", "没有格式版本号", "it has no format version")
}

/// Why a row cannot be taken in beside another.
pub(super) fn same_id() -> Words {
    said!("row.same_id", "编号 id 重复", "its id occurs twice")
}

/// What can go wrong with an atlas; each says what can be done.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum StoreError {
    /// No such file.
    #[error("找不到文件 {}", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// The name is taken.
    #[error("文件 {} 已存在，请换一个名字", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Not a file of ours.
    #[error("{} 不是镇图图册：{reason}", path.display())]
    NotAnAtlas {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: Words,
    },
    /// A table or column of its schema version is not there.
    #[error("{} 里没有{}，可能被别的程序改名或删除；请用那个程序改回原名，或用备份", path.display(), lacking(table, column.as_deref()))]
    Lacks {
        /// The file.
        path: PathBuf,
        table: String,
        /// The column; `None` if the whole table is not there.
        column: Option<String>,
    },
    /// A trigger of another program would run at every change.
    #[error("{} 的数据表“{table}”上有来历不明的触发器“{name}”，修改时它可能改动别的内容；请先用 QGIS 等程序把它删除", path.display())]
    ForeignTrigger {
        /// The file.
        path: PathBuf,
        name: String,
        table: String,
    },
    /// Its pages do not agree with each other.
    #[error("{} 已损坏：数据表“{table}”{reason}；请用备份", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        table: Kind,
        /// In which way.
        reason: Words,
    },
    /// A row that was there is not found any more.
    #[error("{table}“{id}”在文件里找不到了：文件可能已损坏，或被别的程序改动；请重新打开图册")]
    Lost {
        table: Kind,
        /// The row.
        id: String,
    },
    /// Opening it was no longer wanted.
    #[error("已取消打开")]
    Stopped,
    /// Made by a newer program.
    #[error("{} 由更新版本的镇图保存（格式 {found}，本程序支持到 {known}），请升级后再打开", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Someone else has it open.
    #[error("{} 正被{holder}打开；可以只读方式查看", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who.
        holder: Holder,
    },
    /// The mark of who edits cannot be made.
    #[error("{} 不是镇图的锁文件，可能来自别人的文件夹；请把它删除，再打开图册", path.display())]
    LockName {
        /// What stands under its name.
        path: PathBuf,
    },
    /// Another program writes to it.
    #[error("{} 正被别的程序{}写入，请在那边关闭后再试", path.display(), named(holders))]
    Busy {
        /// The file.
        path: PathBuf,
        /// Names of the programs, as far as they are known.
        holders: Vec<String>,
    },
    /// Another program wrote to it while it was read.
    #[error("读取时，别的程序修改了 {}，请重新打开", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Another program left a change half done that cannot be rolled back.
    #[error("{} 里有别的程序没有写完的修改，不能恢复（{reason}）；请先用那个程序打开一次，再关闭", path.display())]
    HalfWritten {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: Words,
    },
    /// Changes could not be brought into the one file.
    #[error("修改都已保存，但还在旁边的 -wal 文件里，没有合并到 {}（{reason}）；复制图册时请一起复制，下次打开时会合并", path.display())]
    Unfolded {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: Words,
    },
    /// It was opened only to look.
    #[error("{} 是以只读方式打开的，不能修改", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// A row cannot be read.
    #[error("{} 的数据表“{table}”第 {row} 行无法读取：{reason}", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        table: Kind,
        /// Its number in the table.
        row: i64,
        /// What is wrong.
        reason: Words,
    },
    /// A footprint cannot be written.
    #[error("{table}“{id}”的范围无法保存：{source}")]
    Geometry {
        table: Kind,
        /// The row.
        id: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The journal lacks an entry or it cannot be read.
    #[error("历史记录第 {seq} 步无法读取：{reason}")]
    Journal {
        /// Its number.
        seq: i64,
        /// Why.
        reason: Words,
    },
    /// The disk says no.
    #[error("读写 {} 失败：{reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: Words,
    },
    /// A thread that read the file died: a fault of this program.
    #[error("读取图册时程序内部出错：{reason}")]
    Panicked {
        /// What the panic says.
        reason: Words,
    },
    /// The database says no.
    #[error("图册读写失败：{1}")]
    Sql(#[source] Box<dyn std::error::Error + Send + Sync>, Words),
}

/// What is not there, as a part of a sentence.
fn lacking(table: &str, column: Option<&str>) -> String {
    match column {
        Some(column) => format!("数据表“{table}”的“{column}”一列"),
        None => format!("数据表“{table}”"),
    }
}

impl StoreError {
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let reason = match error.kind() {
            // The names of what stands beside it are longer still.
            ErrorKind::InvalidFilename => {
                said!(
                    "file.name_too_long",
                    "文件名太长，请改短",
                    "its name is too long; make it shorter"
                )
            }
            ErrorKind::StorageFull => said!("disk.full", "磁盘已满", "the disk is full"),
            _ => Words::technical(error),
        };
        Self::Io {
            path: path.to_owned(),
            reason,
        }
    }

    /// What a thread that died said.
    #[must_use]
    pub fn panicked(panic: &(dyn std::any::Any + Send)) -> Self {
        Self::Panicked {
            reason: Words::technical(crate::panic_text(panic)),
        }
    }
}

impl English for Holder {
    fn english(&self) -> String {
        match self.who.is_empty() {
            true => "another window".to_owned(),
            false => self.who.clone(),
        }
    }
}

impl English for StoreError {
    fn english(&self) -> String {
        let p = |path: &PathBuf| path.display().to_string();
        match self {
            Self::NotFound { path } => format!("{} is not there", p(path)),
            Self::Exists { path } => format!("{} is there already; choose another name", p(path)),
            Self::NotAnAtlas { path, reason } => format!("{} is no atlas of Zhentu: {}", p(path), reason.en),
            Self::Lacks { path, table, column } => {
                let column = column
                    .as_ref()
                    .map(|c| format!("column “{c}” of "))
                    .unwrap_or_default();
                format!(
                    "{} lacks {column}table “{table}”, which another program may have renamed or removed; give it back its \
                     name there or use a backup",
                    p(path)
                )
            }
            Self::ForeignTrigger { path, name, table } => format!(
                "table “{table}” of {} has a trigger “{name}” of unknown origin that could alter other things at each change; \
                 remove it first, for instance with QGIS",
                p(path)
            ),
            Self::Damaged { path, table, reason } => format!(
                "{} is damaged: table “{}” {}; use a backup",
                p(path),
                table.table(),
                reason.en
            ),
            Self::Lost { table, id } => format!(
                "the {} “{id}” is no longer in the file, which may be damaged or altered by another program; open the atlas \
                 again",
                table.english()
            ),
            Self::Stopped => "opening was cancelled".to_owned(),
            Self::Newer { path, found, known } => format!(
                "{} was kept by a newer Zhentu (format {found}, this program knows up to {known}); update the program first",
                p(path)
            ),
            Self::InUse { path, holder } => {
                format!(
                    "{} is open in {}; it can be looked at read-only",
                    p(path),
                    holder.english()
                )
            }
            Self::LockName { path } => format!(
                "{} is no lock file of Zhentu and may come from the folder of somebody else; remove it and open the atlas again",
                p(path)
            ),
            Self::Busy { path, holders } => {
                let names = match holders.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", holders.join(", ")),
                };
                format!(
                    "another program{names} is writing to {}; close it there and try again",
                    p(path)
                )
            }
            Self::Changed { path } => {
                format!(
                    "another program changed {} while it was read; open it again",
                    p(path)
                )
            }
            Self::HalfWritten { path, reason } => format!(
                "another program left a change of {} unfinished that cannot be taken back ({}); open it once in that program and \
                 close it",
                p(path),
                reason.en
            ),
            Self::Unfolded { path, reason } => format!(
                "all changes are kept, but still in the -wal file beside {} ({}); copy both when you copy the atlas; they become \
                 one at the next opening",
                p(path),
                reason.en
            ),
            Self::ReadOnly { path } => format!("{} was opened read-only and cannot be changed", p(path)),
            Self::Row {
                path,
                table,
                row,
                reason,
            } => {
                let table = table.table();
                format!(
                    "row {row} of table “{table}” in {} cannot be read: {}",
                    p(path),
                    reason.en
                )
            }
            Self::Geometry { table, id, .. } => {
                format!("the footprint of {} “{id}” cannot be stored", table.english())
            }
            Self::Journal { seq, reason } => {
                format!("step {seq} of the history cannot be read: {}", reason.en)
            }
            Self::Io { path, reason } => format!("{} could not be read or written: {}", p(path), reason.en),
            Self::Panicked { reason } => format!("the program failed while reading the atlas: {}", reason.en),
            Self::Sql(_, reason) => format!("the atlas could not be read or written: {}", reason.en),
        }
    }
}

impl From<FileError> for StoreError {
    fn from(error: FileError) -> Self {
        Self::io(&error.path, &error.source)
    }
}
