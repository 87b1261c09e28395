//! The money of the projects of a ledger by source and year, a block for each stage.

use std::collections::{BTreeMap, BTreeSet};

use geodata::formats::spreadsheet::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};

use super::super::{ExportError, ExportRequest};
use super::Paper;
use crate::atlas_file::AtlasFile;
use crate::model::{Fen, MoneySource, MoneyStage, OwnerKind};
use crate::rules::money::is_ceiling;

/// Amounts by stage, source and year.
pub(super) struct MoneySheet {
    title: String,
    notes: Vec<String>,
    foot: String,
    cells: BTreeMap<MoneyStage, BTreeMap<MoneySource, BTreeMap<Option<i64>, Fen>>>,
}

impl MoneySheet {
    /// Adds up the budget lines of the projects that are exported.
    pub fn take(atlas: &AtlasFile, request: &ExportRequest, paper: &Paper) -> Self {
        let mut cells: BTreeMap<_, BTreeMap<_, BTreeMap<_, Fen>>> = BTreeMap::new();
        let mut projects = 0;
        atlas.ask(|index| {
            let wanted: BTreeSet<&str> = request.ids.iter().map(String::as_str).collect();
            let budget = &index.model.relations().budget;
            for project in index.projects(&request.filter) {
                if !wanted.is_empty() && !wanted.contains(project.id) {
                    continue;
                }
                projects += 1;
                let lines = budget.of(OwnerKind::Project, project.id).iter();
                for line in lines.filter(|line| !is_ceiling(line)) {
                    let stage = cells.entry(line.stage).or_default();
                    let sum = stage
                        .entry(line.source)
                        .or_default()
                        .entry(line.year)
                        .or_default();
                    *sum = sum.plus(line.amount);
                }
            }
        });
        let mut notes = paper.common();
        notes.push(format!("范围：台账所列 {projects} 个项目的全部资金"));
        notes.push("金额单位：万元".to_owned());
        notes.push("批复、匡算、下达、支付分别列出，不相加".to_owned());
        Self {
            title: paper.title("项目资金（来源 × 年度）"),
            notes,
            foot: paper.day.clone(),
            cells,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Writes it as the next sheet.
    pub fn write(self, book: &mut PrintedBook) -> Result<(), ExportError> {
        let years: BTreeSet<Option<i64>> = self
            .cells
            .values()
            .flat_map(BTreeMap::values)
            .flat_map(|of_years| of_years.keys().copied())
            .collect();
        // Years in their order, and last what is of no year.
        let years: Vec<Option<i64>> = years
            .iter()
            .filter(|year| year.is_some())
            .chain(years.iter().filter(|year| year.is_none()))
            .copied()
            .collect();
        let column = |heading: String, look| PrintedColumn {
            heading,
            look,
            summed: false,
        };
        let mut columns = vec![
            column("阶段".to_owned(), Look::Word),
            column("资金来源".to_owned(), Look::Text),
        ];
        columns.extend(years.iter().map(|year| {
            let heading = year.map_or_else(|| "未分年度".to_owned(), |year| format!("{year}年"));
            column(heading, Look::Money)
        }));
        columns.push(column("合计".to_owned(), Look::Money));
        book.begin(PrintedSheet {
            name: "资金".to_owned(),
            title: self.title,
            notes: self.notes,
            columns,
            held: 2,
            foot: self.foot,
        })?;
        for (stage, sources) in &self.cells {
            let mut sums: BTreeMap<Option<i64>, Fen> = BTreeMap::new();
            for (source, of_years) in sources {
                book.row(&line(stage.zh(), source.zh(), &years, of_years))?;
                for (year, amount) in of_years {
                    let sum = sums.entry(*year).or_default();
                    *sum = sum.plus(*amount);
                }
            }
            book.row(&line(stage.zh(), "合计", &years, &sums))?;
        }
        Ok(())
    }
}

fn line(
    stage: &str,
    source: &str,
    years: &[Option<i64>],
    of_years: &BTreeMap<Option<i64>, Fen>,
) -> Vec<PrintedCell> {
    let total = of_years
        .values()
        .fold(Fen::default(), |sum, amount| sum.plus(*amount));
    let amounts = years.iter().map(|year| match of_years.get(year) {
        Some(amount) if amount.0 != 0 => PrintedCell::Number(amount.wan_yuan()),
        _ => PrintedCell::Empty,
    });
    let words = [stage, source].map(|word| PrintedCell::Text(word.to_owned()));
    words
        .into_iter()
        .chain(amounts)
        .chain([PrintedCell::Number(total.wan_yuan())])
        .collect()
}
