//! Reads the text form; every problem names the file, the line and the column.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::change::read_row;
use crate::model::{Column, Kind, Record, Shape, Storage};

/// What is wrong with a text form.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The folder or a file cannot be read.
    #[error("无法读取 {}：{reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
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
        /// The file.
        file: String,
        /// Its name without ending.
        table: String,
    },
    /// A column is not known.
    #[error("{file} 第 1 行：数据表“{table}”没有“{column}”这一列")]
    UnknownColumn {
        /// The file.
        file: String,
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// A cell or a row cannot be read.
    #[error("{file} 第 {line} 行：{reason}")]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// Two rows have the same id.
    #[error("{file} 第 {line} 行：编号“{id}”已在 {other} 用过")]
    Twice {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The id.
        id: String,
        /// Where it stands already.
        other: String,
    },
}

/// Reads all tables below a folder.
///
/// # Errors
/// The first problem found, with file and line.
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
        reason: e.to_string(),
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
/// The first problem found, with file and line.
pub fn read_files<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<Record>, TextError> {
    let mut records = Vec::new();
    let mut seen: HashMap<(Kind, String), String> = HashMap::new();
    for (file, bytes) in files {
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".csv");
        let kind = Kind::from_table(stem).map_err(|_| TextError::UnknownTable {
            file: file.to_owned(),
            table: stem.to_owned(),
        })?;
        for (line, record) in read_table(file, kind, bytes)? {
            let place = format!("{file} 第 {line} 行");
            if let Some(other) = seen.insert((kind, record.id().to_owned()), place) {
                return Err(TextError::Twice {
                    file: file.to_owned(),
                    line,
                    id: record.id().to_owned(),
                    other,
                });
            }
            records.push(record);
        }
    }
    Ok(records)
}

fn read_table(file: &str, kind: Kind, bytes: &[u8]) -> Result<Vec<(u64, Record)>, TextError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let row_error = |line: u64, reason: String| TextError::Row {
        file: file.to_owned(),
        line,
        reason,
    };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(false)
        .from_reader(bytes);
    let headers = reader.headers().map_err(|e| row_error(1, e.to_string()))?.clone();
    let mut columns: Vec<&'static Column> = Vec::with_capacity(headers.len());
    for name in &headers {
        let column = kind.columns().iter().find(|c| c.name == name.trim());
        columns.push(column.ok_or_else(|| TextError::UnknownColumn {
            file: file.to_owned(),
            table: kind.table(),
            column: name.to_owned(),
        })?);
    }
    let mut records = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| row_error(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let mut map = Map::new();
        for (column, text) in columns.iter().zip(&row) {
            let value = cell(column, text)
                .map_err(|reason| row_error(line, format!("“{}”列：{reason}", column.name)))?;
            map.insert(column.name.to_owned(), value);
        }
        records.push((
            line,
            read_row(kind, map).map_err(|e| row_error(line, e.to_string()))?,
        ));
    }
    Ok(records)
}

fn cell(column: &Column, text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return if column.nullable || column.storage == Storage::Text {
            Ok(if column.nullable {
                Value::Null
            } else {
                Value::String(String::new())
            })
        } else {
            Err("不能为空".to_owned())
        };
    }
    match column.storage {
        Storage::Text => match column.words {
            Some(words) if !words.contains(&text) => {
                Err(format!("“{text}”不在可用的词中：{}", words.join("、")))
            }
            _ => Ok(Value::String(text.to_owned())),
        },
        Storage::Integer => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| format!("“{text}”不是整数")),
        Storage::Real => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::from(number)),
            _ => Err(format!("“{text}”不是数字")),
        },
        Storage::Boolean => match text {
            "true" | "1" | "是" => Ok(Value::Bool(true)),
            "false" | "0" | "否" => Ok(Value::Bool(false)),
            _ => Err(format!("“{text}”应为 true 或 false")),
        },
        Storage::Json => serde_json::from_str(text).map_err(|e| e.to_string()),
        Storage::Geometry => {
            let geometry = geodata::wkt_text::from_wkt(text).map_err(|e| e.to_string())?;
            serde_json::to_value(Shape(geometry)).map_err(|e| e.to_string())
        }
    }
}
