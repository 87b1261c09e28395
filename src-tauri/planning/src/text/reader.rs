//! Reads the text form; every problem names the file, the line and the column.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use words::{English, Listed, Words, said};

use crate::change::read_row;
use crate::model::{Column, Kind, Record, Shape, Storage};

/// What is wrong with a text form.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum TextError {
    /// The folder or a file cannot be read.
    #[error("无法读取 {}：{reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: Words,
    },
    /// The folder or a file cannot be written.
    #[error("无法写入 {}：{reason}", path.display())]
    Unwritten {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: Words,
    },
    /// The folder holds no table.
    #[error("{} 里没有任何数据表（如 plans.csv）", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A file is no table of ours.
    #[error("{file} 不是图册的数据表：没有名为“{table}”的表")]
    UnknownTable {
        file: String,
        /// Its name without ending.
        table: String,
    },
    /// A column is not known.
    #[error("{file} 第 1 行：数据表“{table}”没有“{column}”这一列")]
    UnknownColumn {
        file: String,
        table: &'static str,
        column: String,
    },
    /// A cell or a row cannot be read.
    #[error("{file} 第 {line} 行：{reason}")]
    Row {
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: Words,
    },
    /// Two rows have the same id.
    #[error("{file} 第 {line} 行：编号“{id}”已在 {other} 用过")]
    Twice {
        file: String,
        line: u64,
        id: String,
        /// Where it stands already.
        other: String,
    },
    /// A row names another one that is in none of the files.
    #[error("{file} 第 {line} 行：“{column}”列指向不存在的“{target}”")]
    Dangling {
        file: String,
        line: u64,
        column: &'static str,
        /// The id it names.
        target: String,
    },
    /// More than one thing is wrong.
    #[error("共 {} 处问题：\n{}{}", first.len() + rest, listed(first), and_more(*rest))]
    Several {
        /// The first of them, in the order of the files: at most [`MOST_TOLD`].
        first: Vec<TextError>,
        /// How many more there are.
        rest: usize,
    },
}

/// How many problems are told one by one; the rest is counted.
pub const MOST_TOLD: usize = 100;

impl English for TextError {
    fn english(&self) -> String {
        match self {
            Self::Io { path, reason } => format!("{} cannot be read: {}", path.display(), reason.en),
            Self::Unwritten { path, reason } => {
                format!("{} cannot be written: {}", path.display(), reason.en)
            }
            Self::Empty { path } => format!("{} holds no table (such as plans.csv)", path.display()),
            Self::UnknownTable { file, table } => {
                format!("{file} is no table of an atlas: there is none named “{table}”")
            }
            Self::UnknownColumn { file, table, column } => {
                format!("{file} line 1: table “{table}” has no column “{column}”")
            }
            Self::Row { file, line, reason } => format!("{file} line {line}: {}", reason.en),
            Self::Twice {
                file,
                line,
                id,
                other,
            } => {
                format!("{file} line {line}: id “{id}” stands in {other} already")
            }
            Self::Dangling {
                file,
                line,
                column,
                target,
            } => format!("{file} line {line}: “{column}” points to “{target}”, which is not there"),
            Self::Several { first, rest } => {
                let lines: Vec<String> = first.iter().map(Self::english).collect();
                let more = match rest {
                    0 => String::new(),
                    rest => format!("\n… and {rest} more"),
                };
                format!("{} problems:\n{}{more}", first.len() + rest, lines.join("\n"))
            }
        }
    }
}

fn listed(problems: &[TextError]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn and_more(rest: usize) -> String {
    if rest == 0 {
        String::new()
    } else {
        format!("\n……另有 {rest} 处")
    }
}

/// Problems as they are found.
#[derive(Default)]
struct Problems {
    first: Vec<TextError>,
    rest: usize,
}

impl Problems {
    fn add(&mut self, problem: TextError) {
        if self.first.len() < MOST_TOLD {
            self.first.push(problem);
        } else {
            self.rest += 1;
        }
    }

    fn outcome<T>(mut self, good: T) -> Result<T, TextError> {
        match self.first.len() {
            0 => Ok(good),
            1 => Err(self.first.remove(0)),
            _ => Err(TextError::Several {
                first: self.first,
                rest: self.rest,
            }),
        }
    }
}

/// A row that was read, and where.
struct ReadRecord {
    file: usize,
    line: u64,
    record: Record,
}

/// Reads all tables below a folder.
///
/// # Errors
/// What is wrong, each with file and line: [`TextError::Several`] when it is more than one thing.
pub fn read_dir(dir: &Path) -> Result<Vec<Record>, TextError> {
    let mut files = Vec::new();
    collect(dir, dir, 0, &mut files)?;
    if files.is_empty() {
        return Err(TextError::Empty { path: dir.to_owned() });
    }
    files.sort();
    read_files(files.iter().map(|(name, text)| (name.as_str(), text.as_slice())))
}

fn collect(root: &Path, dir: &Path, depth: u8, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), TextError> {
    let io = |path: &Path, e: &std::io::Error| TextError::Io {
        path: path.to_owned(),
        reason: Words::technical(e),
    };
    for entry in std::fs::read_dir(dir).map_err(|e| io(dir, &e))? {
        let path = entry.map_err(|e| io(dir, &e))?.path();
        if path.is_dir() {
            if depth < 4 {
                collect(root, &path, depth + 1, files)?;
            }
        } else if path.extension().is_some_and(|e| e == "csv") {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, std::fs::read(&path).map_err(|e| io(&path, &e))?));
        }
    }
    Ok(())
}

/// Reads tables from files given as name and content; the table is the file's name without folder and ending.
///
/// # Errors
/// What is wrong, each with file and line: [`TextError::Several`] when it is more than one thing.
pub fn read_files<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<Record>, TextError> {
    let mut problems = Problems::default();
    let mut names = Vec::new();
    let mut rows: Vec<ReadRecord> = Vec::new();
    // A table that was not read whole may hold what others name.
    let mut unread: HashSet<Kind> = HashSet::new();
    for (file, bytes) in files {
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".csv");
        names.push(file);
        match Kind::from_table(stem) {
            Ok(kind) => {
                let before = problems.first.len() + problems.rest;
                read_table((names.len() - 1, file), kind, bytes, &mut rows, &mut problems);
                if problems.first.len() + problems.rest > before {
                    unread.insert(kind);
                }
            }
            Err(_) => problems.add(TextError::UnknownTable {
                file: file.to_owned(),
                table: stem.to_owned(),
            }),
        }
    }
    let mut seen: HashMap<(Kind, &str), &ReadRecord> = HashMap::with_capacity(rows.len());
    for row in &rows {
        let key = (row.record.kind(), row.record.id());
        if let Some(other) = seen.get(&key) {
            problems.add(TextError::Twice {
                file: names[row.file].to_owned(),
                line: row.line,
                id: row.record.id().to_owned(),
                other: format!("{} 第 {} 行", names[other.file], other.line),
            });
        } else {
            seen.insert(key, row);
        }
    }
    for row in &rows {
        row.record.references(&mut |column, kind, target| {
            if !unread.contains(&kind) && !seen.contains_key(&(kind, target)) {
                problems.add(TextError::Dangling {
                    file: names[row.file].to_owned(),
                    line: row.line,
                    column,
                    target: target.to_owned(),
                });
            }
        });
    }
    drop(seen);
    problems.outcome(rows.into_iter().map(|row| row.record).collect())
}

fn read_table(
    (number, file): (usize, &str),
    kind: Kind,
    bytes: &[u8],
    rows: &mut Vec<ReadRecord>,
    problems: &mut Problems,
) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let row_error = |line: u64, reason: Words| TextError::Row {
        file: file.to_owned(),
        line,
        reason,
    };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(false)
        .from_reader(bytes);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return problems.add(row_error(1, Words::technical(error))),
    };
    let mut columns: Vec<&'static Column> = Vec::with_capacity(headers.len());
    for name in &headers {
        match kind.columns().iter().find(|c| c.name == name.trim()) {
            Some(column) => columns.push(column),
            None => problems.add(TextError::UnknownColumn {
                file: file.to_owned(),
                table: kind.table(),
                column: name.to_owned(),
            }),
        }
    }
    if columns.len() < headers.len() {
        return;
    }
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.add(row_error(line, in_words(&error)));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let mut map = Map::new();
        let mut bad = Vec::new();
        for (column, text) in columns.iter().zip(&row) {
            match cell(column, text) {
                Ok(value) => drop(map.insert(column.name.to_owned(), value)),
                Err(reason) => bad.push(said!(
                    "value.column",
                    "“{}”列：{}",
                    "column “{}”: {}",
                    column.name,
                    reason
                )),
            }
        }
        if let Some(bad) = Words::joined(&bad) {
            problems.add(row_error(line, bad));
            continue;
        }
        match read_row(kind, map) {
            Ok(record) => rows.push(ReadRecord {
                file: number,
                line,
                record,
            }),
            Err(error) => problems.add(row_error(line, error.words("change.row"))),
        }
    }
}

/// What a row that is no row of its table is told.
fn in_words(error: &csv::Error) -> Words {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => said!(
            "table.uneven",
            "有 {len} 列，表头是 {expected_len} 列",
            "it has {len} columns, its header {expected_len}"
        ),
        csv::ErrorKind::Utf8 { .. } => said!(
            "text.not_utf8",
            "不是 UTF-8 文字，请另存为 UTF-8 编码",
            "it is not UTF-8; save it in that encoding"
        ),
        _ => Words::technical(error),
    }
}

fn cell(column: &Column, text: &str) -> Result<Value, Words> {
    if text.is_empty() {
        return if column.nullable || column.storage == Storage::Text {
            Ok(if column.nullable {
                Value::Null
            } else {
                Value::String(String::new())
            })
        } else {
            Err(said!("value.required", "不能为空", "it must not be empty"))
        };
    }
    match column.storage {
        Storage::Text => match column.words {
            Some(words) if !words.contains(&text) => Err(said!(
                "value.unknown_word",
                "“{text}”不在可用的词中：{}",
                "“{text}” is none of {}",
                words.iter().copied().collect::<Listed>()
            )),
            _ => Ok(Value::String(text.to_owned())),
        },
        Storage::Integer => text.parse::<i64>().map(Value::from).map_err(|_| {
            said!(
                "value.not_integer",
                "“{text}”不是整数",
                "“{text}” is no whole number"
            )
        }),
        Storage::Real => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::from(number)),
            _ => Err(said!(
                "value.not_number",
                "“{text}”不是数字",
                "“{text}” is no number"
            )),
        },
        Storage::Boolean => match text {
            "true" | "1" | "是" => Ok(Value::Bool(true)),
            "false" | "0" | "否" => Ok(Value::Bool(false)),
            _ => Err(said!(
                "value.not_boolean",
                "“{text}”应为 true 或 false",
                "“{text}” should be true or false"
            )),
        },
        Storage::Boundary => Ok(Value::String(text.to_owned())),
        Storage::Json => serde_json::from_str(text).map_err(Words::technical),
        Storage::Geometry => {
            let geometry = geodata::wkt_text::from_wkt(text).map_err(Words::technical)?;
            serde_json::to_value(Shape(geometry)).map_err(Words::technical)
        }
    }
}
