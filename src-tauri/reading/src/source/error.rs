//! Why a document cannot be read.

use std::path::PathBuf;

/// Largest file that is read.
pub const MAX_FILE: u64 = 200 << 20;

/// Why a document cannot be read.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say what the variants are")]
pub enum ReadingError {
    #[error(transparent)]
    File(#[from] files::FileError),
    #[error("{}：文件超过 {} MiB", path.display(), MAX_FILE >> 20)]
    TooLarge { path: PathBuf },
    #[error("{}：文件是空的", path.display())]
    Empty { path: PathBuf },
    #[error("不认识编码“{0}”：请写 UTF-8、GB18030、UTF-16 等")]
    UnknownEncoding(String),
    #[error("还不能读 .{0} 文件：请在原来的程序里另存为 .docx 或 .txt 再读")]
    NotYetRead(&'static str),
    #[error("这是{0}，不是方案文件：能读的是 .docx、.doc、.wps、.html、.txt")]
    NotADocument(&'static str),
    #[error("文件加了密码：请用密码打开，另存一份不加密码的再读")]
    Encrypted,
    #[error("文件已损坏，不能读：{0}")]
    Broken(String),
    #[error("文件不正常，不读：{0}")]
    TooMuch(String),
    #[error("认不出这是什么文件：能读的是 .docx、.doc、.wps、.html、.txt（UTF-8、GB18030、UTF-16）")]
    UnknownFormat,
    #[error("文件里没有文字")]
    NoText,
}
