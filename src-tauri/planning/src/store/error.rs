//! What can go wrong with an atlas that is kept somewhere.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use files::FileError;

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

/// What can go wrong with an atlas; each says what can be done.
#[derive(Debug, thiserror::Error)]
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
        reason: String,
    },
    /// A table or column of its schema version is not there.
    #[error("{} 里没有{}，可能被别的程序改名或删除；请用那个程序改回原名，或用备份", path.display(), lacking(table, column.as_deref()))]
    Lacks {
        /// The file.
        path: PathBuf,
        /// The table.
        table: String,
        /// The column; `None` if the whole table is not there.
        column: Option<String>,
    },
    /// A trigger of another program would run at every change.
    #[error("{} 的数据表“{table}”上有来历不明的触发器“{name}”，修改时它可能改动别的内容；请先用 QGIS 等程序把它删除", path.display())]
    ForeignTrigger {
        /// The file.
        path: PathBuf,
        /// Its name.
        name: String,
        /// Its table.
        table: String,
    },
    /// Its pages do not agree with each other.
    #[error("{} 已损坏：数据表“{table}”{reason}；请用备份", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// In which way.
        reason: String,
    },
    /// A row that was there is not found any more.
    #[error("{table}“{id}”在文件里找不到了：文件可能已损坏，或被别的程序改动；请重新打开图册")]
    Lost {
        /// The table.
        table: &'static str,
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
        reason: String,
    },
    /// Changes could not be brought into the one file.
    #[error("修改都已保存，但还在旁边的 -wal 文件里，没有合并到 {}（{reason}）；复制图册时请一起复制，下次打开时会合并", path.display())]
    Unfolded {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
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
        /// The table.
        table: &'static str,
        /// Its number in the table.
        row: i64,
        /// What is wrong.
        reason: String,
    },
    /// A footprint cannot be written.
    #[error("{table}“{id}”的范围无法保存：{source}")]
    Geometry {
        /// The table.
        table: &'static str,
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
        reason: String,
    },
    /// The disk says no.
    #[error("读写 {} 失败：{reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A thread that read the file died: a fault of this program.
    #[error("读取图册时程序内部出错：{reason}")]
    Panicked {
        /// What the panic says.
        reason: String,
    },
    /// The database says no.
    #[error("图册读写失败：{0}")]
    Sql(#[source] Box<dyn std::error::Error + Send + Sync>),
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
            ErrorKind::InvalidFilename => "文件名太长，请改短".to_owned(),
            ErrorKind::StorageFull => "磁盘已满".to_owned(),
            _ => error.to_string(),
        };
        Self::Io {
            path: path.to_owned(),
            reason,
        }
    }

    /// What a thread that died said.
    pub(crate) fn panicked(panic: &(dyn std::any::Any + Send)) -> Self {
        Self::Panicked {
            reason: crate::panic_text(panic),
        }
    }
}

impl From<FileError> for StoreError {
    fn from(error: FileError) -> Self {
        Self::io(&error.path, &error.source)
    }
}
