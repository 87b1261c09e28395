//! Workbooks: .xlsx and .xlsm, the older .xls, and .ods; each sheet with a table is a layer.

mod guard;
mod ods;
mod panics;
mod printed;
mod sheets;
mod writer;
mod xls;

pub use printed::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};
pub use writer::create;

use crate::formats::ledger::{Ended, Merges, Rows, Sheet, read_sheet};
use crate::formats::{FoundCrs, ReadError, ReadOptions, Sink, Warning, WarningKind};
use guard::Container;
use std::path::Path;
use words::said;

/// The sheet in which [`create`] says what the table is, and how its first cell begins.
const ABOUT: &str = "说明";
const ABOUT_MARK: &str = "本表由镇图导出";
/// What stands before the name of the system there.
const ABOUT_SYSTEM: &str = "坐标系";

/// Reads the sheets of a workbook as layers: titles above the header, headers of several rows, merged cells, totals
/// and notes as offices have them. Sheets without a table are left out.
///
/// # Errors
/// [`ReadError`]; cells whose formula failed and coordinates that cannot be read are warnings.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    match guard::check(path)? {
        Container::Xlsx(uncalculated) => {
            sheets::read(path, options, sink)?;
            if uncalculated > 0 {
                let text = said!(
                    "spreadsheet.not_calculated",
                    "{uncalculated} 个公式单元格没有存下计算结果，按空白处理；请用 Excel 或 WPS 打开、保存后再导入",
                    "{uncalculated} cells with formulas have no kept result and count as empty; open and save the file with Excel or WPS first"
                );
                sink.warning(Warning::of_file(WarningKind::BadNumber, text));
            }
            Ok(())
        }
        Container::Ods => ods::read(path, options, sink),
        Container::Xls(stream) => xls::read(path, &stream, options, sink),
    }
}

/// What has become of the sheets of a workbook.
#[derive(Default)]
struct Sheets {
    names: Vec<String>,
    read: usize,
    /// Names of sheets without a table.
    left_out: Vec<String>,
    crs: Option<FoundCrs>,
}

impl Sheets {
    /// Whether the sheet of this name is to be read.
    fn wanted(&mut self, name: &str, options: &ReadOptions) -> bool {
        self.names.push(name.to_owned());
        options.layer.as_ref().is_none_or(|l| l == name)
    }

    /// Reads one sheet; whether the sink wants more.
    fn table(
        &mut self,
        path: &Path,
        name: &str,
        options: &ReadOptions,
        rows: &mut dyn Rows,
        merges: Merges,
        sink: &mut dyn Sink,
    ) -> Result<bool, ReadError> {
        let sheet = Sheet {
            path,
            name: name.to_owned(),
            encoding: None,
            options,
            crs: self.crs.clone(),
            wants_header: options.layer.is_none(),
            even: false,
        };
        match read_sheet(sheet, rows, merges, sink)? {
            Ended::Read => self.read += 1,
            Ended::Blank => {}
            Ended::NoTable => self.left_out.push(name.to_owned()),
            Ended::Stopped => return Ok(false),
        }
        Ok(true)
    }

    /// Takes the system from the sheet that says what the table is; whether it is that sheet.
    fn about(&mut self, name: &str, rows: &mut dyn Rows) -> Result<bool, ReadError> {
        if name != ABOUT {
            return Ok(false);
        }
        let mut notes = Vec::new();
        let mut first = true;
        while let Some(row) = rows.next_row(&mut notes)? {
            let texts: Vec<&str> = row.cells.iter().filter_map(|c| c.as_text()).collect();
            if first && !texts.first().is_some_and(|t| t.starts_with(ABOUT_MARK)) {
                return Ok(false);
            }
            first = false;
            if let [ABOUT_SYSTEM, system] = texts[..] {
                let metres = system.contains('带').then_some(0.0);
                self.crs = crate::formats::ledger::crs_stated(std::iter::once(system), metres);
                break;
            }
        }
        Ok(!first)
    }

    fn finish(self, path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
        if let Some(layer) = options.layer.as_ref().filter(|l| !self.names.contains(l)) {
            return Err(ReadError::no_such_layer(path, layer, self.names));
        }
        if self.read == 0 && !self.left_out.is_empty() {
            let reason = said!(
                "spreadsheet.no_table",
                "没有找到表格：要有一行表头和至少两列；可以指定工作表再试",
                "no table was found: there should be a header row and two columns at least; name the sheet to try again"
            );
            return Err(guard::damaged(path, reason));
        }
        if self.read == 0 {
            return Err(ReadError::Empty {
                path: path.to_owned(),
            });
        }
        if !self.left_out.is_empty() {
            let text = said!(
                "spreadsheet.sheet_without_table",
                "工作表“{}”里没有表格，没有导入",
                "sheet “{}” holds no table and was not imported",
                self.left_out.join("”、“")
            );
            sink.warning(Warning::of_file(WarningKind::LayerLeftOut, text));
        }
        Ok(())
    }
}
