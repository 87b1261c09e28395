//! `zhentu report`.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use files::atomic_file::AtomicFile;

use super::taskbook::{BookArgs, one_book};
use super::{CliError, look};

/// What is printed.
#[derive(Clone, Copy, ValueEnum)]
enum ReportKind {
    /// 任务书
    Taskbook,
}

#[derive(Args)]
pub(super) struct ReportArgs {
    /// 图册文件
    atlas: PathBuf,
    /// 打印什么：taskbook（任务书）
    kind: ReportKind,
    #[command(flatten)]
    whose: BookArgs,
    /// 写到哪里：.docx 文件，已有的会被换掉
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn report(args: &ReportArgs) -> Result<String, CliError> {
    let ending = args.output.extension().and_then(|ending| ending.to_str());
    if !ending.is_some_and(|ending| ending.eq_ignore_ascii_case("docx")) {
        return Err(CliError::ReportEnding(ending.unwrap_or_default().to_owned()));
    }
    let file = look(&args.atlas)?;
    let document = match args.kind {
        ReportKind::Taskbook => reports::task_book_document(&one_book(&file, &args.whose)?),
    };
    file.close()?;
    let written = AtomicFile::beside(&args.output)?;
    let mut out = BufWriter::new(written.file()?);
    reports::write_docx(&document, &mut out)
        .and_then(|()| out.flush())
        .map_err(|error| written.failed(&error))?;
    drop(out);
    let path = written.place()?;
    Ok(format!("已写 {}：{}\n", path.display(), document.title))
}
