//! The table of a shapefile being written. Rows wait in a temporary file until the widths of the columns are known.

use super::columns::{ColumnFormat, ColumnStats, LONGEST_TEXT, cut, digits_of_day};
use crate::formats::feature::{Field, Value};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Longest file that every program reads.
pub(super) const LONGEST_FILE: u64 = i32::MAX as u64;

/// Rows of a table with what is known of its columns.
pub(super) struct AttributeRows {
    columns: Vec<ColumnStats>,
    waiting: BufWriter<File>,
    pub rows: u64,
}

/// What was lost on the way into the table.
#[derive(Debug, Default)]
pub(super) struct AttributeLosses {
    pub cut_texts: u64,
    pub rounded: u64,
    pub part_dates: u64,
}

impl AttributeRows {
    pub fn new(fields: &[Field]) -> io::Result<Self> {
        Ok(Self {
            columns: fields.iter().map(|f| ColumnStats::new(f.kind)).collect(),
            waiting: BufWriter::with_capacity(1 << 18, tempfile::tempfile()?),
            rows: 0,
        })
    }

    pub fn push(&mut self, values: &[Value]) -> io::Result<()> {
        self.rows += 1;
        for (i, column) in self.columns.iter_mut().enumerate() {
            let value = values.get(i).unwrap_or(&Value::Null);
            column.note(value);
            let out = &mut self.waiting;
            match value {
                Value::Null => out.write_all(b"n")?,
                Value::Bool(b) => out.write_all(if *b { b"t" } else { b"f" })?,
                Value::Integer(v) => {
                    out.write_all(b"i")?;
                    out.write_all(&v.to_le_bytes())?;
                }
                Value::Real(v) => {
                    out.write_all(b"r")?;
                    out.write_all(&v.to_le_bytes())?;
                }
                Value::Text(text) => {
                    // One byte beyond the longest tells that the text is to be cut.
                    let kept = if text.len() > LONGEST_TEXT {
                        cut(text, LONGEST_TEXT)
                    } else {
                        text
                    };
                    out.write_all(if kept.len() < text.len() { b"c" } else { b"s" })?;
                    out.write_all(&[kept.len() as u8])?;
                    out.write_all(kept.as_bytes())?;
                }
            }
        }
        Ok(())
    }

    /// Bytes that the table will have, and what columns it will have.
    pub fn shapes(&self) -> (u64, Vec<ColumnFormat>) {
        let shapes: Vec<ColumnFormat> = self.columns.iter().map(ColumnStats::shape).collect();
        let stride: usize = 1 + shapes.iter().map(|s| s.width).sum::<usize>();
        (self.rows.saturating_mul(stride as u64), shapes)
    }

    /// Writes the table under these names.
    pub fn write(self, names: &[String], out: &mut impl Write) -> io::Result<AttributeLosses> {
        let (_, shapes) = self.shapes();
        let mut lost = AttributeLosses::default();
        for (column, shape) in self.columns.iter().zip(&shapes) {
            if shape.letter == b'C' {
                lost.part_dates += column.part_dates;
            }
        }
        let header = 32 + 32 * shapes.len() + 1;
        let stride: usize = 1 + shapes.iter().map(|s| s.width).sum::<usize>();
        // Version 3 without memo; the day of the last change is not told, so that equal data gives equal files.
        let mut head = vec![0; 32];
        head[..4].copy_from_slice(&[3, 100, 1, 1]);
        head[4..8].copy_from_slice(&(self.rows as u32).to_le_bytes());
        head[8..10].copy_from_slice(&(header as u16).to_le_bytes());
        head[10..12].copy_from_slice(&(stride as u16).to_le_bytes());
        for (name, shape) in names.iter().zip(&shapes) {
            let mut field = [0; 32];
            field[..name.len()].copy_from_slice(name.as_bytes());
            field[11] = shape.letter;
            field[16] = shape.width as u8;
            field[17] = shape.decimals as u8;
            head.extend_from_slice(&field);
        }
        head.push(0x0D);
        out.write_all(&head)?;
        let mut file = self
            .waiting
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut waiting = BufReader::with_capacity(1 << 18, file);
        let mut row = Vec::with_capacity(stride);
        for _ in 0..self.rows {
            row.clear();
            row.push(b' ');
            for shape in &shapes {
                cell(&mut waiting, *shape, &mut row, &mut lost)?;
            }
            out.write_all(&row)?;
        }
        out.write_all(&[0x1A])?;
        Ok(lost)
    }
}

/// Moves one value from where it waits into a row.
fn cell(
    waiting: &mut impl Read,
    shape: ColumnFormat,
    row: &mut Vec<u8>,
    lost: &mut AttributeLosses,
) -> io::Result<()> {
    let mut tag = [0];
    waiting.read_exact(&mut tag)?;
    let mut eight = [0; 8];
    let text = match tag[0] {
        b't' | b'f' if shape.letter == b'L' => (if tag[0] == b't' { "T" } else { "F" }).to_owned(),
        b't' => "true".to_owned(),
        b'f' => "false".to_owned(),
        b'i' => {
            waiting.read_exact(&mut eight)?;
            let v = i64::from_le_bytes(eight);
            if shape.letter == b'N' && shape.decimals > 0 {
                number(v as f64, shape, lost)
            } else {
                v.to_string()
            }
        }
        b'r' => {
            waiting.read_exact(&mut eight)?;
            let v = f64::from_le_bytes(eight);
            if shape.letter == b'N' {
                number(v, shape, lost)
            } else {
                v.to_string()
            }
        }
        b's' | b'c' => {
            lost.cut_texts += u64::from(tag[0] == b'c');
            let mut length = [0];
            waiting.read_exact(&mut length)?;
            let mut bytes = vec![0; usize::from(length[0])];
            waiting.read_exact(&mut bytes)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match shape.letter {
                b'D' => digits_of_day(&text).unwrap_or_default(),
                _ => text,
            }
        }
        _ if shape.letter == b'L' => "?".to_owned(),
        _ => String::new(),
    };
    let text = cut(&text, shape.width);
    let blank = shape.width - text.len();
    if shape.letter == b'N' {
        row.extend(std::iter::repeat_n(b' ', blank));
        row.extend_from_slice(text.as_bytes());
    } else {
        row.extend_from_slice(text.as_bytes());
        row.extend(std::iter::repeat_n(b' ', blank));
    }
    Ok(())
}

/// A number in the width of its column, in powers of ten where it needs them.
fn number(v: f64, shape: ColumnFormat, lost: &mut AttributeLosses) -> String {
    if !v.is_finite() {
        lost.rounded += 1;
        return String::new();
    }
    let mut text = format!("{v:.0$}", shape.decimals);
    let small = v != 0.0 && v.abs() < 1e-6 && shape.width >= 12;
    if text.len() > shape.width || small {
        let mut digits = shape.width.saturating_sub(8);
        loop {
            text = format!("{v:.digits$e}");
            if text.len() <= shape.width || digits == 0 {
                break;
            }
            digits -= 1;
        }
    }
    lost.rounded += u64::from(text.parse() != Ok(v));
    text
}
