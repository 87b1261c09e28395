//! Writes a ledger as .xlsx: a frozen, bold header with a filter, numbers as numbers, days as days, and a second
//! sheet that says which system the coordinates are in and what the columns are.

use super::panics::caught;
use super::{ABOUT, ABOUT_MARK, ABOUT_SYSTEM};
use crate::formats::ledger::{GeometryHeaders, as_point, date_parts};
use crate::formats::rounding::{self, round};
use crate::formats::{
    FieldKind, Format as FileFormat, Loss, LossKind, Value, WriteError, WriteOptions, Writer, Written,
};
use crate::wkt_text::to_wkt;
use files::atomic_file::AtomicFile;
use geo_types::Geometry;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{BufWriter, Write};
use std::path::Path;
use words::{Words, said};

/// Rows below the header that a sheet holds.
const MOST_ROWS: u64 = 1_048_575;
/// Columns that a sheet holds.
const MOST_COLUMNS: usize = 16_384;
/// UTF-16 units that a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// Whole numbers up to here are the same as numbers of a sheet; longer ones are written as text.
const LARGEST_WHOLE: u64 = 999_999_999_999_999;

/// Returns a writer of one sheet, row by row on disk so that its size needs no memory. Metres have at most four digits
/// behind the point, degrees nine.
///
/// # Errors
/// [`WriteError::Io`]; [`WriteError::TooMuch`] for more than 16,380 fields.
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    if options.fields.len() + 3 > MOST_COLUMNS {
        return Err(too_much(said!(
            "spreadsheet.too_many_columns",
            "有 {} 列，一张表最多 16384 列",
            "there are {} columns, and a sheet holds 16384",
            options.fields.len() + 3
        )));
    }
    let atomic_file = AtomicFile::beside(path)?;
    let mut book = Workbook::new();
    let failed = |e: XlsxError| failed(&atomic_file, e);
    let columns = GeometryHeaders::beside(&options.fields, &options.crs);
    if let Some(folder) = atomic_file.path().parent().filter(|p| !p.as_os_str().is_empty()) {
        book.set_tempdir(folder).map_err(failed)?;
    }
    let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
    sheet.set_name(sheet_name(&options.layer)).map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    let bold = Format::new().set_bold();
    let names = options.fields.iter().map(|f| f.name.as_str());
    let kinds = options.fields.iter().map(|f| Some(f.kind));
    let all: Vec<(&str, Option<FieldKind>)> = names
        .zip(kinds)
        .chain([
            (columns.east.as_str(), None),
            (columns.north.as_str(), None),
            (columns.wkt.as_str(), None),
        ])
        .collect();
    for (column, (name, kind)) in (0_u16..).zip(&all) {
        sheet
            .set_column_width(column, width(name, *kind))
            .map_err(failed)?;
    }
    for (column, (name, _)) in (0_u16..).zip(&all) {
        let (name, _) = fit(name);
        sheet
            .write_string_with_format(0, column, name, &bold)
            .map_err(failed)?;
    }
    Ok(Box::new(XlsxWriter {
        book,
        atomic_file,
        columns,
        day: Format::new().set_num_format("yyyy-mm-dd"),
        moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        options,
        features: 0,
        cut: 0,
        shapes: 0,
        numbers: 0,
    }))
}

struct XlsxWriter {
    book: Workbook,
    atomic_file: AtomicFile,
    options: WriteOptions,
    columns: GeometryHeaders,
    day: Format,
    moment: Format,
    features: u64,
    /// Texts that were cut.
    cut: u64,
    /// Shapes whose text does not fit.
    shapes: u64,
    /// Numbers that stand as text.
    numbers: u64,
}

pub(super) fn too_much(reason: Words) -> WriteError {
    WriteError::TooMuch {
        format: FileFormat::Spreadsheet,
        reason,
    }
}

pub(super) fn failed(atomic_file: &AtomicFile, error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(e) => atomic_file.failed(&e).into(),
        other => atomic_file
            .failed(&std::io::Error::other(other.to_string()))
            .into(),
    }
}

/// A name that a sheet may have: no signs of formulas, 31 letters at most, and not that of the second sheet.
pub(super) fn sheet_name(layer: &str) -> String {
    let mut name = String::new();
    for c in layer.chars() {
        let c = if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() {
            '_'
        } else {
            c
        };
        if name.encode_utf16().count() + c.len_utf16() > 31 {
            break;
        }
        name.push(c);
    }
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() || name == ABOUT || name.eq_ignore_ascii_case("history") {
        "台账".to_owned()
    } else {
        name.to_owned()
    }
}

/// The width of a column in letters of the default font; a Chinese letter takes two.
fn width(name: &str, kind: Option<FieldKind>) -> f64 {
    let letters: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let least = match kind {
        Some(FieldKind::Text) => 16,
        Some(FieldKind::Date) => 12,
        Some(FieldKind::DateTime) => 20,
        _ => 10,
    };
    (letters + 4).clamp(least, 40) as f64
}

/// A text as a cell holds it, and whether it was cut.
pub(super) fn fit(text: &str) -> (&str, bool) {
    if text.len() <= LONGEST_TEXT {
        return (text, false);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LONGEST_TEXT {
            return (&text[..at], true);
        }
    }
    (text, false)
}

impl XlsxWriter {
    fn row(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), XlsxError> {
        let row = u32::try_from(self.features + 1).unwrap_or(u32::MAX);
        let sheet = self.book.worksheet_from_index(0)?;
        let fields = self.options.fields.len();
        for (column, value) in (0_u16..).zip(values.iter().take(fields)) {
            match value {
                Value::Null => {}
                Value::Bool(b) => {
                    sheet.write_boolean(row, column, *b)?;
                }
                Value::Integer(n) if n.unsigned_abs() <= LARGEST_WHOLE => {
                    sheet.write_number(row, column, *n as f64)?;
                }
                Value::Integer(n) => {
                    self.numbers += 1;
                    sheet.write_string(row, column, n.to_string())?;
                }
                Value::Real(v) => {
                    sheet.write_number(row, column, *v)?;
                }
                Value::Text(t) => {
                    if !write_day(sheet, row, column, t, [&self.day, &self.moment])? {
                        let (text, cut) = fit(t);
                        self.cut += u64::from(cut);
                        sheet.write_string(row, column, text)?;
                    }
                }
            }
        }
        let rounded = geometry.map(|g| round(g, rounding::decimals(&self.options.crs), &mut 0));
        let geometry = rounded.as_ref();
        let east = u16::try_from(fields).unwrap_or(u16::MAX);
        if let Some(p) = as_point(geometry) {
            sheet.write_number(row, east, p.x())?;
            sheet.write_number(row, east + 1, p.y())?;
        } else if let Some(g) = geometry {
            match to_wkt(g) {
                Ok(text) if text.len() <= LONGEST_TEXT => {
                    sheet.write_string(row, east + 2, text)?;
                }
                _ => self.shapes += 1,
            }
        }
        Ok(())
    }

    /// The sheet that says what the table is.
    fn about(&mut self, filter: (u32, u16)) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        sheet.autofilter(0, 0, filter.0, filter.1)?;
        let bold = Format::new().set_bold();
        let about = self.book.add_worksheet();
        about.set_name(ABOUT)?;
        about.set_column_width(0, 24)?;
        about.set_column_width(1, 48)?;
        about.write_string(0, 0, ABOUT_MARK)?;
        about.write_string(1, 0, ABOUT_SYSTEM)?;
        about.write_string(1, 1, self.options.crs.label())?;
        about.write_string(2, 0, "行数")?;
        about.write_number(2, 1, self.features as f64)?;
        about.write_string_with_format(4, 0, "列", &bold)?;
        about.write_string_with_format(4, 1, "内容", &bold)?;
        let kinds = self
            .options
            .fields
            .iter()
            .map(|f| (f.name.as_str(), kind_name(f.kind)));
        let places = [
            (self.columns.east.as_str(), "点的经度或东坐标"),
            (self.columns.north.as_str(), "点的纬度或北坐标"),
            (
                self.columns.wkt.as_str(),
                "线、面和多点的图形（WKT）；超过 32767 字的图形不在表内",
            ),
        ];
        for (row, (name, what)) in (5_u32..).zip(kinds.chain(places)) {
            about.write_string(row, 0, fit(name).0)?;
            about.write_string(row, 1, what)?;
        }
        Ok(())
    }
}

fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Bool => "是否",
        FieldKind::Integer => "整数",
        FieldKind::Real => "数",
        FieldKind::Text => "文字",
        FieldKind::Date => "日期",
        FieldKind::DateTime => "日期和时间",
    }
}

/// Writes a whole day, or a day with a time, as such; whether the text is one that a sheet can hold so.
fn write_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    [day_format, moment_format]: [&Format; 2],
) -> Result<bool, XlsxError> {
    let Some((year, month, day, rest)) = date_parts(text).filter(|p| p.0 >= 1901) else {
        return Ok(false);
    };
    let Ok(date) = ExcelDateTime::from_ymd(year, month, day) else {
        return Ok(false);
    };
    if rest.is_empty() {
        sheet.write_datetime_with_format(row, column, date, day_format)?;
        return Ok(true);
    }
    let two = |at: std::ops::Range<usize>| rest.get(at).and_then(|d| d.parse::<u8>().ok());
    let plain = rest.len() == 9
        && rest.starts_with('T')
        && rest.get(3..4) == Some(":")
        && rest.get(6..7) == Some(":");
    if let (true, Some(hour), Some(minute), Some(second)) = (plain, two(1..3), two(4..6), two(7..9))
        && let Ok(moment) = date.and_hms(u16::from(hour), minute, second)
        && hour < 24
    {
        sheet.write_datetime_with_format(row, column, moment, moment_format)?;
        return Ok(true);
    }
    Ok(false)
}

impl Writer for XlsxWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        if self.features >= MOST_ROWS {
            return Err(too_much(said!(
                "spreadsheet.too_many_rows",
                "一张表最多 1048575 行（不含表头），请分批导出或改用 CSV、GeoPackage",
                "a sheet holds 1048575 rows and its header; export by parts, or as CSV or GeoPackage"
            )));
        }
        caught(|| self.row(geometry, values)).map_err(|e| failed(&self.atomic_file, e))?;
        self.features += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let last_row = u32::try_from(self.features).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.options.fields.len() + 2).unwrap_or(u16::MAX);
        caught(|| self.about((last_row, last_column))).map_err(|e| failed(&self.atomic_file, e))?;
        let mut file = BufWriter::new(self.atomic_file.file()?);
        caught(|| self.book.save_to_writer(&mut file)).map_err(|e| failed(&self.atomic_file, e))?;
        file.flush().map_err(|e| self.atomic_file.failed(&e))?;
        drop(file);
        let mut losses = Vec::new();
        let mut lose = |kind, count: u64, text: Words| {
            if count > 0 {
                losses.push(Loss { kind, count, text });
            }
        };
        let cut = self.cut + self.shapes;
        let text = said!(
            "spreadsheet.text_cut",
            "单元格最多 32767 字：{} 处文字已截断，{} 个图形过大没有写出",
            "a cell holds 32767 letters: {} texts were cut, {} shapes were too large to be written",
            self.cut,
            self.shapes
        );
        lose(LossKind::TextCut, cut, text);
        let text = said!(
            "spreadsheet.large_numbers",
            "{} 个超过 15 位的整数写成了文字",
            "{} whole numbers of more than 15 digits were written as text",
            self.numbers
        );
        lose(LossKind::Number, self.numbers, text);
        let features = self.features;
        let place = self.atomic_file.place()?;
        Ok(Written {
            files: vec![place],
            features,
            losses,
        })
    }
}
