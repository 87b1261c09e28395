//! A ledger for paper (台账): the columns that are seen, in their order, what the filter lets through, sorted as it is seen,
//! with a title, the filter in words, sums, and for projects a second sheet of their money by source and year.

mod columns;
mod money_sheet;
mod per_unit;

use std::path::{Path, PathBuf};
use words::said;

use geodata::formats::spreadsheet::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};
use geodata::formats::{Loss, LossKind};

use super::columns::ColumnValue;
use super::features::Features;
use super::ledger_view::PerUnit;
use super::{ExportError, ExportLayer, ExportRequest};
use crate::atlas_file::AtlasFile;
use crate::model::PartialDate;
use crate::progress::Progress;
use crate::query::Sort;
use columns::{LedgerCell, LedgerColumn};
use money_sheet::MoneySheet;
use per_unit::UnitSheets;

/// Keys of the columns that the ledger of a layer can have.
///
/// # Errors
/// [`ExportError::NoLedger`] if there is no ledger of it.
pub fn ledger_columns(layer: ExportLayer) -> Result<Vec<&'static str>, ExportError> {
    Ok(columns::of_layer(layer)?
        .iter()
        .map(|column| column.key)
        .collect())
}

/// Whether a ledger can be set as it is asked for.
///
/// # Errors
/// [`ExportError::NoLedger`], [`ExportError::Column`].
pub(super) fn check(request: &ExportRequest) -> Result<(), ExportError> {
    if request.format == super::OutputFormat::Ledger {
        columns::chosen(request.layer, &request.view.columns)?;
    }
    Ok(())
}

/// What is written: the file, or the folder of the files of the units.
pub(super) fn target(path: &Path, request: &ExportRequest) -> PathBuf {
    let in_folder = request.format == super::OutputFormat::Ledger
        && request.layer == ExportLayer::Tasks
        && request.view.per_unit == PerUnit::Files;
    if in_folder {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

/// A ledger with all it needs of its atlas.
pub(super) struct Ledger {
    sheet: PrintedSheet,
    cells: Vec<(usize, LedgerCell)>,
    features: Features,
    money: Option<MoneySheet>,
    units: Option<UnitSheets>,
}

/// What was written.
pub(super) struct WrittenLedger {
    pub files: Vec<PathBuf>,
    pub rows: u64,
    pub losses: Vec<Loss>,
    pub odd_values: u64,
}

impl Ledger {
    /// Takes what a ledger needs of an atlas.
    ///
    /// # Errors
    /// [`ExportError::Column`], [`ExportError::NoLedger`], [`ExportError::Store`].
    pub fn take(atlas: &AtlasFile, request: &ExportRequest, practice: bool) -> Result<Self, ExportError> {
        let chosen = columns::chosen(request.layer, &request.view.columns)?;
        let features = Features::take(atlas, request, practice)?;
        let place = |cell: &LedgerCell| {
            let heading = features.headings.iter().position(|h| h.key == cell.of);
            heading.map(|at| (at, *cell))
        };
        let cells: Vec<_> = chosen
            .iter()
            .flat_map(|column| column.cells)
            .filter_map(place)
            .collect();
        let paper = Paper::of(atlas, request, practice);
        let serial = PrintedColumn {
            heading: "序号".to_owned(),
            look: Look::Count,
            summed: false,
        };
        let printed = cells.iter().map(|(_, cell)| cell.printed());
        let sheet = PrintedSheet {
            name: paper.name(request.layer),
            title: paper.title(&format!("{}台账", request.layer.label())),
            notes: paper.notes(request, &chosen),
            columns: std::iter::once(serial).chain(printed).collect(),
            held: held(&chosen),
            foot: paper.day.clone(),
        };
        let money = (request.layer == ExportLayer::Projects)
            .then(|| MoneySheet::take(atlas, request, &paper))
            .filter(|money| !money.is_empty());
        let units = (request.layer == ExportLayer::Tasks && request.view.per_unit != PerUnit::Whole)
            .then(|| UnitSheets::take(atlas, request, &paper));
        Ok(Self {
            sheet,
            cells,
            features,
            money,
            units,
        })
    }

    /// Writes it; the file appears when it is whole.
    ///
    /// # Errors
    /// [`ExportError::Stopped`], [`ExportError::Write`], [`ExportError::Store`].
    pub fn write(
        self,
        path: &Path,
        per_unit: PerUnit,
        progress: &Progress,
    ) -> Result<WrittenLedger, ExportError> {
        let (units_here, units_beside) = match per_unit {
            PerUnit::Files => (None, self.units),
            _ => (self.units, None),
        };
        if let Some(units) = units_beside {
            return units.write_files(path, progress);
        }
        let mut book = PrintedBook::create(path)?;
        book.begin(self.sheet)?;
        let (mut values, mut row) = (Vec::new(), Vec::new());
        let mut number = 0_u64;
        let cells = &self.cells;
        let left_out = self.features.each(progress, &mut |feature| {
            values.clear();
            feature.each_value(|value| values.push(value.clone().into_owned()));
            number += 1;
            row.clear();
            row.push(PrintedCell::Number(number as f64));
            row.extend(cells.iter().map(|(at, cell)| {
                values
                    .get(*at)
                    .map_or(PrintedCell::Empty, |value: &ColumnValue<'_>| cell.show(value))
            }));
            Ok(book.row(&row)?)
        })?;
        if let Some(money) = self.money {
            money.write(&mut book)?;
        }
        if let Some(units) = units_here {
            units.write_sheets(&mut book, progress)?;
        }
        let (file, cut) = book.finish()?;
        Ok(WrittenLedger {
            files: vec![file],
            rows: number,
            losses: cut_texts(cut).into_iter().collect(),
            odd_values: left_out.odd_values,
        })
    }
}

fn cut_texts(cut: u64) -> Option<Loss> {
    (cut > 0).then(|| Loss {
        kind: LossKind::TextCut,
        count: cut,
        text: said!(
            "ledger.text_cut",
            "单元格最多 32767 字：{cut} 处文字已截断",
            "a cell holds at most 32767 characters: {cut} texts were cut"
        ),
    })
}

/// Columns that stay in sight: up to and with the name, if it is near the beginning.
fn held(chosen: &[&LedgerColumn]) -> u16 {
    let mut count = 1;
    for column in chosen.iter().take(3) {
        count += column.cells.len();
        if matches!(column.key, "name" | "title") {
            return u16::try_from(count).unwrap_or(1);
        }
    }
    1
}

/// What stands above and below every table of one export.
pub(super) struct Paper {
    atlas: String,
    practice: bool,
    filter: Option<String>,
    /// The day in Chinese; empty if there is none.
    day: String,
}

impl Paper {
    fn of(atlas: &AtlasFile, request: &ExportRequest, practice: bool) -> Self {
        let title = atlas.model().atlas.iter().next().map(|a| a.title.clone());
        Self {
            atlas: title.unwrap_or_default(),
            practice,
            filter: atlas.ask(|index| index.filter_in_words(&request.filter)),
            day: request.view.dated.map(PartialDate::zh).unwrap_or_default(),
        }
    }

    fn title(&self, what: &str) -> String {
        format!(
            "{}{}{what}",
            self.atlas,
            if self.atlas.is_empty() { "" } else { " " }
        )
    }

    fn name(&self, layer: ExportLayer) -> String {
        format!("{}{}", if self.practice { "演练-" } else { "" }, layer.label())
    }

    /// The lines that every table has.
    fn common(&self) -> Vec<String> {
        let practice = self
            .practice
            .then(|| "演练数据：内容均为虚构，只供练习使用".to_owned());
        practice.into_iter().collect()
    }

    fn notes(&self, request: &ExportRequest, chosen: &[&LedgerColumn]) -> Vec<String> {
        let mut notes = self.common();
        let filter = match (&self.filter, request.ids.is_empty()) {
            (_, false) => format!("范围：选中的 {} 个", request.ids.len()),
            (Some(words), true) => format!("筛选：{words}"),
            (None, true) => "范围：全部".to_owned(),
        };
        let sort = sorted_by(&request.view.sort, request.layer);
        let day = if self.day.is_empty() {
            String::new()
        } else {
            format!("    制表：{}", self.day)
        };
        notes.push(format!("{filter}    排序：{sort}{day}"));
        let has_money = chosen
            .iter()
            .any(|column| matches!(column.key, "planned" | "allocated" | "spent"));
        if has_money {
            let of = if request.filter.sources.is_empty() && request.filter.years.is_empty() {
                ""
            } else {
                "；资金是所列项目的全部资金，不只所筛的来源和年度"
            };
            notes.push(format!(
                "金额单位：万元；计划投资有批复的按批复，没有的按匡算{of}"
            ));
        }
        notes
    }
}

/// 按完工，从大到小
fn sorted_by(sort: &Sort, layer: ExportLayer) -> String {
    let column = columns::of_layer(layer)
        .ok()
        .and_then(|all| all.iter().find(|column| column.key == sort.column));
    match column {
        None => "方案原有次序".to_owned(),
        Some(column) => {
            let heading = column
                .cells
                .first()
                .map(|cell| cell.printed().heading)
                .unwrap_or_default();
            let way = if sort.descending { "，从大到小" } else { "" };
            format!("按{}{way}", heading.split('（').next().unwrap_or_default())
        }
    }
}
