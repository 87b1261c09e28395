//! Workbooks for paper: tables with a title, notes, a head that is repeated on each page, sums, and a page set-up. Unlike
//! [`super::create`], which writes what programs read, these are what somebody takes to a meeting; [`super::read`] still
//! finds the head below the title.

use super::panics::caught;
use super::writer::{failed, fit, sheet_name, too_much};
use crate::formats::WriteError;
use files::atomic_file::AtomicFile;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::HashSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use words::said;

/// Rows that a sheet holds.
const MOST_ROWS: u32 = 1_048_576;
/// Sheets of which each has its own file while it is written; further ones are kept in memory.
const ON_DISK: usize = 1;
/// Letters of the default font across A4 in landscape at about full size; wider tables are set on A3.
const LETTERS_OF_A4: f64 = 165.0;
/// Points of a line of text, and how many of them a row can have.
const LINE_HEIGHT: f64 = 13.0;
const MOST_LINES: usize = 30;
/// Paper by the numbers of ECMA-376, 18.3.1.63.
const A3: u8 = 8;
const A4: u8 = 9;
/// Colours of the head, the lines and the notes.
const HEAD: Color = Color::RGB(0x00E9_EEF4);
const LINE: Color = Color::RGB(0x00B8_C0CA);
const QUIET: Color = Color::RGB(0x0059_6270);

/// What the cells of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A text of any length, broken into lines.
    Text,
    /// A short word, in the middle.
    Word,
    /// A date.
    Day,
    /// An amount with thousands and two decimals.
    Money,
    /// A whole number.
    Count,
    /// A number with so many decimals at most.
    Number(u8),
    /// A number of per cent, 62 for 62 %.
    Percent,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedColumn {
    /// What stands above it.
    pub heading: String,
    /// How its cells look.
    pub look: Look,
    /// Whether it is added up in the last row.
    pub summed: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum PrintedCell {
    /// Nothing.
    Empty,
    Text(String),
    Number(f64),
    /// A day: year, month, day.
    Day(i32, u8, u8),
    /// A month: year, month.
    Month(i32, u8),
}

/// A sheet before its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct PrintedSheet {
    /// Name on its tab; made to fit, and unlike the others.
    pub name: String,
    pub title: String,
    /// Lines under the title.
    pub notes: Vec<String>,
    pub columns: Vec<PrintedColumn>,
    /// How many columns stay where they are when the others move.
    pub held: u16,
    /// What stands at the right of the foot of each page, as the day of the table.
    pub foot: String,
}

/// A workbook for paper while it is written, sheet after sheet. Dropping it leaves nothing behind.
pub struct PrintedBook {
    book: Workbook,
    atomic_file: AtomicFile,
    looks: Looks,
    names: HashSet<String>,
    sheets: usize,
    open: Option<Open>,
    rows: u64,
    cut: u64,
}

/// The sheet that is being written.
struct Open {
    sheet: PrintedSheet,
    head: u32,
    next: u32,
    widths: Vec<usize>,
    sums: Vec<f64>,
}

struct Looks {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    word: Format,
    day: Format,
    month: Format,
    plain_date: Format,
    money: Format,
    count: Format,
    numbers: [Format; 4],
    percent: [Format; 2],
    sum_word: Format,
}

impl Looks {
    fn new() -> Self {
        let font = || Format::new().set_font_name("宋体").set_font_size(10);
        let cell = || {
            let lined = font().set_border(FormatBorder::Thin).set_border_color(LINE);
            lined.set_align(FormatAlign::VerticalCenter)
        };
        let right = |format: &str| cell().set_align(FormatAlign::Right).set_num_format(format);
        let middle = || cell().set_align(FormatAlign::Center);
        Self {
            title: font()
                .set_font_size(16)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: font().set_font_size(9).set_font_color(QUIET),
            head: middle().set_bold().set_background_color(HEAD).set_text_wrap(),
            text: cell().set_text_wrap(),
            word: middle().set_text_wrap(),
            day: middle().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
            month: middle().set_num_format("yyyy\"年\"m\"月\""),
            plain_date: middle(),
            money: right("#,##0.00"),
            count: right("#,##0"),
            numbers: ["#,##0", "#,##0.#", "#,##0.##", "#,##0.###"].map(right),
            percent: ["0\"%\"", "0.0\"%\""].map(right),
            sum_word: middle().set_bold(),
        }
    }

    fn of(&self, look: Look, cell: &PrintedCell) -> &Format {
        match (look, cell) {
            (_, PrintedCell::Day(..)) => &self.day,
            (_, PrintedCell::Month(..)) => &self.month,
            (Look::Text, _) => &self.text,
            (Look::Word, _) => &self.word,
            (Look::Day, _) => &self.plain_date,
            (Look::Money, _) => &self.money,
            (Look::Count, _) => &self.count,
            // Without decimals a spreadsheet would leave the point standing alone.
            (Look::Number(decimals), PrintedCell::Number(x)) if is_whole(*x, decimals) => &self.numbers[0],
            (Look::Number(decimals), _) => &self.numbers[usize::from(decimals.min(3))],
            (Look::Percent, PrintedCell::Number(x)) if !is_whole(*x, 1) => &self.percent[1],
            (Look::Percent, _) => &self.percent[0],
        }
    }
}

/// Whether a number is whole when it is shown with so many decimals.
fn is_whole(x: f64, decimals: u8) -> bool {
    let tens = 10_f64.powi(i32::from(decimals.min(3)));
    ((x * tens).round() / tens).fract() == 0.0
}

impl PrintedBook {
    /// Returns an empty workbook that will stand at `path`.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let atomic_file = AtomicFile::beside(path)?;
        let mut book = Workbook::new();
        if let Some(folder) = atomic_file.path().parent().filter(|p| !p.as_os_str().is_empty()) {
            book.set_tempdir(folder).map_err(|e| failed(&atomic_file, e))?;
        }
        Ok(Self {
            book,
            atomic_file,
            looks: Looks::new(),
            names: HashSet::new(),
            sheets: 0,
            open: None,
            rows: 0,
            cut: 0,
        })
    }

    /// Begins the next sheet, after ending the one before.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn begin(&mut self, mut sheet: PrintedSheet) -> Result<(), WriteError> {
        self.end()?;
        sheet.name = unlike(&sheet_name(&sheet.name), &mut self.names);
        let widths: Vec<usize> = sheet.columns.iter().map(least_width).collect();
        let notes = broken(&sheet.notes, widths.iter().sum());
        let head = u32::try_from(1 + notes.len()).unwrap_or(u32::MAX);
        let on_disk = self.sheets < ON_DISK;
        let (book, looks) = (&mut self.book, &self.looks);
        caught(|| {
            let page = if on_disk {
                book.add_worksheet_with_constant_memory()?
            } else {
                book.add_worksheet()
            };
            write_head(page, &sheet, &notes, head, looks)
        })
        .map_err(|e| failed(&self.atomic_file, e))?;
        self.sheets += 1;
        self.open = Some(Open {
            head,
            next: head + 1,
            widths,
            sums: vec![0.0; sheet.columns.len()],
            sheet,
        });
        Ok(())
    }

    /// Writes a row of the sheet begun last; cells beyond its columns are left out.
    ///
    /// # Errors
    /// [`WriteError::TooMuch`] when the sheet is full, [`WriteError::Io`].
    pub fn row(&mut self, cells: &[PrintedCell]) -> Result<(), WriteError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        if open.next + 1 >= MOST_ROWS {
            return Err(too_much(said!(
                "spreadsheet.sheet_full",
                "一张表最多 {} 行，请先筛选",
                "a sheet holds at most {} rows; filter first",
                MOST_ROWS - open.head - 2
            )));
        }
        let (book, looks, index) = (&mut self.book, &self.looks, self.sheets - 1);
        let mut cut = 0;
        let lines = open
            .sheet
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| lines_of(column.look, cell));
        let lines = lines.max().unwrap_or(1);
        caught(|| {
            let page = book.worksheet_from_index(index)?;
            if lines > 1 {
                page.set_row_height(open.next, LINE_HEIGHT * lines as f64 + 4.0)?;
            }
            for (at, (column, cell)) in (0_u16..).zip(open.sheet.columns.iter().zip(cells)) {
                cut += u64::from(write_cell(
                    page,
                    (open.next, at),
                    cell,
                    looks.of(column.look, cell),
                )?);
                let place = usize::from(at);
                open.widths[place] = open.widths[place].max(width_of(column.look, cell));
                if let (true, PrintedCell::Number(x)) = (column.summed, cell) {
                    open.sums[place] += x;
                }
            }
            Ok(())
        })
        .map_err(|e| failed(&self.atomic_file, e))?;
        self.cut += cut;
        open.next += 1;
        self.rows += 1;
        Ok(())
    }

    /// Ends the workbook and puts it in place; returns where it stands and how many texts were cut to what a cell holds.
    ///
    /// # Errors
    /// [`WriteError::Io`]; nothing is left behind then.
    pub fn finish(mut self) -> Result<(PathBuf, u64), WriteError> {
        self.end()?;
        let mut file = BufWriter::new(self.atomic_file.file()?);
        caught(|| self.book.save_to_writer(&mut file)).map_err(|e| failed(&self.atomic_file, e))?;
        file.flush().map_err(|e| self.atomic_file.failed(&e))?;
        drop(file);
        Ok((self.atomic_file.place()?, self.cut))
    }

    /// Rows written so far, in all sheets.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends the sheet begun last: sums, widths, paper.
    fn end(&mut self) -> Result<(), WriteError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let (book, looks, index) = (&mut self.book, &self.looks, self.sheets - 1);
        caught(|| open.end(book.worksheet_from_index(index)?, looks))
            .map_err(|e| failed(&self.atomic_file, e))
    }
}

impl Open {
    fn end(&self, page: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        let columns = &self.sheet.columns;
        let last_row = self.next - 1;
        let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if last_row > self.head {
            page.autofilter(self.head, 0, last_row, last_column)?;
            if columns.iter().any(|column| column.summed) {
                self.sums(page, looks)?;
            }
        }
        let mut total = 0.0;
        for (at, (column, width)) in (0_u16..).zip(columns.iter().zip(&self.widths)) {
            let width = (*width).min(widest(column.look)) as f64 + 2.0;
            total += width;
            page.set_column_width(at, width)?;
        }
        page.set_landscape();
        page.set_paper_size(if total > LETTERS_OF_A4 { A3 } else { A4 });
        page.set_print_fit_to_pages(1, 0);
        page.set_print_center_horizontally(true);
        page.set_repeat_rows(self.head, self.head)?;
        page.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
        let [left, right] = [&self.sheet.title, &self.sheet.foot].map(|text| text.replace('&', "&&"));
        page.set_footer(format!("&L&9 {left}&C&9 第 &P 页  共 &N 页&R&9 {right}"));
        Ok(())
    }

    /// The row of sums. They follow a filter that is set in the table.
    fn sums(&self, page: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        let (first, last) = (self.head + 2, self.next);
        for (at, column) in (0_u16..).zip(&self.sheet.columns) {
            let place = usize::from(at);
            if column.summed {
                let letter = rust_xlsxwriter::utility::column_number_to_name(at);
                // The sum of decimal numbers, as a spreadsheet would show it.
                let sum = (self.sums[place] * 1e6).round() / 1e6;
                let formula = Formula::new(format!("=SUBTOTAL(109,{letter}{first}:{letter}{last})"));
                let format = looks
                    .of(column.look, &PrintedCell::Number(0.5))
                    .clone()
                    .set_bold();
                page.write_formula_with_format(self.next, at, formula.set_result(sum.to_string()), &format)?;
            } else if at == 0 {
                page.write_string_with_format(self.next, at, "合计", &looks.sum_word)?;
            } else {
                page.write_blank(self.next, at, &looks.sum_word)?;
            }
        }
        Ok(())
    }
}

fn write_head(
    page: &mut Worksheet,
    sheet: &PrintedSheet,
    notes: &[String],
    head: u32,
    looks: &Looks,
) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut across = |row: u32, text: &str, format: &Format| {
        let text = fit(text).0;
        if last == 0 {
            page.write_string_with_format(row, 0, text, format)?;
        } else {
            page.merge_range(row, 0, row, last, text, format)?;
        }
        Ok::<_, XlsxError>(())
    };
    across(0, &sheet.title, &looks.title)?;
    for (row, note) in (1..).zip(notes) {
        across(row, note, &looks.note)?;
    }
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        page.write_string_with_format(head, at, fit(&column.heading).0, &looks.head)?;
    }
    page.set_row_height(0, 30)?;
    page.set_row_height(
        head,
        if sheet.columns.iter().any(is_two_lines) {
            30
        } else {
            20
        },
    )?;
    page.set_freeze_panes(head + 1, sheet.held)?;
    Ok(())
}

/// Writes a cell; whether its text was cut.
fn write_cell(
    page: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &PrintedCell,
    format: &Format,
) -> Result<bool, XlsxError> {
    let mut cut = false;
    match cell {
        PrintedCell::Number(x) if x.is_finite() => {
            page.write_number_with_format(row, at, *x, format)?;
        }
        PrintedCell::Empty | PrintedCell::Number(_) => {
            page.write_blank(row, at, format)?;
        }
        PrintedCell::Text(text) => {
            let (text, was_cut) = fit(text);
            cut = was_cut;
            page.write_string_with_format(row, at, text, format)?;
        }
        PrintedCell::Day(year, month, day) => write_date(page, (row, at), (*year, *month, *day), format)?,
        PrintedCell::Month(year, month) => write_date(page, (row, at), (*year, *month, 1), format)?,
    }
    Ok(cut)
}

/// Writes a date; one before the first that a sheet knows is a text.
fn write_date(
    page: &mut Worksheet,
    (row, at): (u32, u16),
    (year, month, day): (i32, u8, u8),
    format: &Format,
) -> Result<(), XlsxError> {
    let date = u16::try_from(year).ok().filter(|year| *year > 1900);
    match date.and_then(|year| ExcelDateTime::from_ymd(year, month, day).ok()) {
        Some(date) => page.write_datetime_with_format(row, at, date, format)?,
        None => page.write_string_with_format(row, at, format!("{year}年{month}月{day}日"), format)?,
    };
    Ok(())
}

/// Letters of the default font that a text takes; a Chinese letter takes two.
fn letters(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A heading longer than this is set in two lines.
fn is_two_lines(column: &PrintedColumn) -> bool {
    letters(&column.heading) > 14
}

fn least_width(column: &PrintedColumn) -> usize {
    let heading = letters(&column.heading);
    let heading = if is_two_lines(column) {
        heading.div_ceil(2) + 1
    } else {
        heading
    };
    let usual = match column.look {
        Look::Text => 10,
        Look::Word | Look::Count | Look::Percent => 4,
        Look::Day => 9,
        Look::Money | Look::Number(_) => 8,
    };
    // The button of the filter stands beside the heading.
    usual.max(heading + 2)
}

/// Lines that a cell takes once its column is as wide as it may be; a text that is shorter than that makes its column as wide
/// as itself.
fn lines_of(look: Look, cell: &PrintedCell) -> usize {
    let PrintedCell::Text(text) = cell else {
        return 1;
    };
    // A Chinese letter that does not fit whole leaves its room empty.
    let room = widest(look) - 1;
    text.lines()
        .map(|line| letters(line).div_ceil(room).max(1))
        .sum::<usize>()
        .clamp(1, MOST_LINES)
}

fn widest(look: Look) -> usize {
    match look {
        Look::Text => 44,
        Look::Word => 20,
        _ => 24,
    }
}

fn width_of(look: Look, cell: &PrintedCell) -> usize {
    match cell {
        PrintedCell::Empty => 0,
        PrintedCell::Text(text) => text.lines().map(letters).max().unwrap_or_default(),
        PrintedCell::Day(..) => 14,
        PrintedCell::Month(..) => 10,
        PrintedCell::Number(x) => {
            let whole = format!("{:.0}", x.abs()).len();
            let decimals = match look {
                Look::Money => 3,
                Look::Number(n) => usize::from(n) + 1,
                _ => 1,
            };
            whole + whole / 3 + decimals + usize::from(*x < 0.0)
        }
    }
}

/// Notes broken into lines that a table of that width can show.
fn broken(notes: &[String], width: usize) -> Vec<String> {
    let most = width.max(40);
    let mut lines = Vec::new();
    for note in notes {
        let (mut line, mut taken) = (String::new(), 0);
        for c in note.chars() {
            let letter = if c.is_ascii() { 1 } else { 2 };
            if taken + letter > most {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(c);
            taken += letter;
        }
        lines.push(line);
    }
    lines
}

/// The name, with a number behind it if there is a sheet of that name; case does not tell sheets apart.
fn unlike(name: &str, taken: &mut HashSet<String>) -> String {
    let mut tried = name.to_owned();
    let mut number = 1;
    while !taken.insert(tried.to_lowercase()) {
        number += 1;
        let end = format!("({number})");
        let mut start = String::new();
        for c in name.chars() {
            if start.encode_utf16().count() + c.len_utf16() + end.len() > 31 {
                break;
            }
            start.push(c);
        }
        tried = start + &end;
    }
    tried
}
