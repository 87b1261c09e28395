//! A block of cells pasted from a spreadsheet into a table of money: which of its rows and columns are which, what it would
//! change, and what of it is not understood, cell by cell.

use std::collections::{HashMap, HashSet};

use files::numbers::half_width;
use geodata::formats::Value;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

use super::amounts::{MoneyCell, amount};
use super::sources::source;
use super::unit::MoneyUnit;
use crate::model::{Fen, MoneySource, MoneyStage, PartialDate, ProjectKind, RegionLevel};
use crate::money::{CellPlace, MoneyGroup, MoneySide};
use crate::query::{MoneyRequest, Snapshot};
use crate::rules::amounts::AmountEdit;

/// Cells of a block at most.
const MOST_CELLS: usize = 200_000;

/// A block pasted into a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PasteRequest {
    /// The table.
    pub request: MoneyRequest,
    /// The block: rows by lines, cells by tabulators.
    pub text: String,
    /// Keys of the row and the column of the chosen cell, where a block without headings begins.
    pub at: Option<(String, String)>,
    /// The unit of its amounts; `None` for that which its corner names, else 万元.
    pub unit: Option<MoneyUnit>,
}

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "said by the names")]
pub enum PastedEffect {
    Added,
    Changed,
    Removed,
    Same,
}

/// A cell that is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PastedCell {
    /// Its row in the block, from 1.
    pub row: u32,
    /// Its column in the block, from 1.
    pub column: u32,
    /// The row of the table.
    pub of_row: MoneyGroup,
    /// The column of the table.
    pub of_column: MoneyGroup,
    /// What stands there, in 分.
    pub before: Option<Fen>,
    /// What would stand there, in 分.
    pub after: Option<Fen>,
    /// What becomes of it.
    pub effect: PastedEffect,
}

/// A cell, row or column that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PasteDoubt {
    /// Its row in the block, from 1; `None` for a column.
    pub row: Option<u32>,
    /// Its column in the block, from 1; `None` for a row.
    pub column: Option<u32>,
    /// What stands there.
    pub text: String,
    /// What is the matter.
    pub why: Words,
}

/// What a pasted block would change.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PastedMoney {
    /// The unit in which it was read.
    pub unit: MoneyUnit,
    /// Whether its first line names columns.
    pub column_heads: bool,
    /// Whether its first column names rows.
    pub row_heads: bool,
    /// What is understood.
    pub cells: Vec<PastedCell>,
    /// What is not.
    pub doubts: Vec<PasteDoubt>,
    /// Rows and columns of sums and rates, which are not written.
    pub left_out: Vec<String>,
    /// What the understood cells add up to now.
    pub before: Fen,
    /// What they would add up to.
    pub after: Fen,
    /// What is to be written.
    pub amounts: Vec<AmountEdit>,
}

/// Headings of sums and rates.
const SUMS: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "累计",
    "下达率",
    "支付率",
    "缺口",
    "资金缺口",
    "total",
    "sum",
    "gap",
    "allocatedrate",
    "spentrate",
];

/// What a heading turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Heading {
    Group(MoneyGroup),
    Sum,
    /// Several things have that name.
    Several,
    Unknown,
}

/// What a pasted block would change; nothing is changed.
#[must_use]
pub fn pasted_money(snapshot: &Snapshot<'_>, paste: &PasteRequest, as_of: PartialDate) -> PastedMoney {
    let lines = paste.text.trim_end_matches(['\r', '\n']).split('\n');
    let block: Vec<Vec<&str>> = lines
        .map(|line| line.trim_end_matches('\r').split('\t').map(str::trim).collect())
        .collect();
    let page = snapshot.money_page(&paste.request, as_of, 0, u32::MAX);
    let view = paste.request.view;
    let (rows, columns) = (
        Headings::new(snapshot, view.rows, page.rows.iter().map(|row| &row.group)),
        Headings::new(snapshot, view.columns, page.columns.iter()),
    );
    let first_column: Vec<&str> = block
        .iter()
        .map(|line| line.first().copied().unwrap_or_default())
        .collect();
    let first_line: &[&str] = block.first().map_or(&[], Vec::as_slice);
    let row_heads = rows.names(first_column.get(1..).unwrap_or_default()) || rows.names(&first_column);
    let column_heads = columns.names(first_line.get(usize::from(row_heads)..).unwrap_or_default());
    let corner = first_line.first().copied().unwrap_or_default();
    let unit = paste.unit.unwrap_or_else(|| unit_of(corner));
    let mut out = PastedMoney {
        unit,
        column_heads,
        row_heads,
        cells: Vec::new(),
        doubts: Vec::new(),
        left_out: Vec::new(),
        before: Fen(0),
        after: Fen(0),
        amounts: Vec::new(),
    };
    if block.iter().map(Vec::len).sum::<usize>() > MOST_CELLS {
        out.doubts.push(PasteDoubt {
            row: None,
            column: None,
            text: String::new(),
            why: said!(
                "paste.too_large",
                "超过 {MOST_CELLS} 个单元格，请分次粘贴",
                "more than {MOST_CELLS} cells; paste it in parts"
            ),
        });
        return out;
    }
    let (first_row, first_col) = (usize::from(column_heads), usize::from(row_heads));
    let width = block.iter().map(Vec::len).max().unwrap_or(0);
    let of_columns: Vec<Option<MoneyGroup>> = (first_col..width)
        .map(|at| match column_heads {
            true => out.heading(
                &columns,
                first_line.get(at).copied().unwrap_or_default(),
                None,
                Some(at),
            ),
            false => positional(
                &page.columns,
                paste.at.as_ref().map(|(_, key)| key),
                at - first_col,
            ),
        })
        .collect();
    let shown: Vec<MoneyGroup> = page.rows.iter().map(|row| row.group.clone()).collect();
    let of_rows: Vec<Option<MoneyGroup>> = (first_row..block.len())
        .map(|at| match row_heads {
            true => out.heading(&rows, first_column[at], Some(at), None),
            false => positional(&shown, paste.at.as_ref().map(|(key, _)| key), at - first_row),
        })
        .collect();
    out.fill(
        snapshot,
        paste,
        &PastedBlock {
            block: &block,
            first_row,
            first_col,
            of_rows: &of_rows,
            of_columns: &of_columns,
        },
    );
    out
}

/// A block whose rows and columns are known.
struct PastedBlock<'a> {
    block: &'a [Vec<&'a str>],
    first_row: usize,
    first_col: usize,
    of_rows: &'a [Option<MoneyGroup>],
    of_columns: &'a [Option<MoneyGroup>],
}

impl PastedMoney {
    /// The group that a heading names; what it is not is noted.
    fn heading(
        &mut self,
        headings: &Headings<'_>,
        text: &str,
        row: Option<usize>,
        column: Option<usize>,
    ) -> Option<MoneyGroup> {
        let why = match headings.find(text) {
            Heading::Group(group) => return Some(group),
            Heading::Sum => {
                self.left_out.push(text.to_owned());
                return None;
            }
            Heading::Several => said!(
                "paste.several",
                "有多个“{text}”，无法确定是哪一个",
                "several things are called “{text}”"
            ),
            Heading::Unknown if text.is_empty() => said!("paste.no_heading", "没有表头", "it has no heading"),
            Heading::Unknown => said!(
                "paste.unknown",
                "图册中没有“{text}”",
                "nothing in the atlas is called “{text}”"
            ),
        };
        self.doubts.push(PasteDoubt {
            row: row.map(from_one),
            column: column.map(from_one),
            text: text.to_owned(),
            why,
        });
        None
    }

    fn fill(&mut self, snapshot: &Snapshot<'_>, paste: &PasteRequest, placed: &PastedBlock<'_>) {
        let index = snapshot.money_lines(&paste.request);
        let mut met: HashMap<(String, String), usize> = HashMap::new();
        let nowhere = !self.row_heads && !self.column_heads && paste.at.is_none();
        for (down, line) in placed.block.iter().enumerate().skip(placed.first_row) {
            for (across, text) in line.iter().enumerate().skip(placed.first_col) {
                let of = |groups: &[Option<MoneyGroup>], at: usize| groups.get(at).cloned().flatten();
                let row = of(placed.of_rows, down - placed.first_row);
                let column = of(placed.of_columns, across - placed.first_col);
                let doubt = |why: Words| PasteDoubt {
                    row: Some(from_one(down)),
                    column: Some(from_one(across)),
                    text: (*text).to_owned(),
                    why,
                };
                let fen = match amount(&Value::Text((*text).to_owned()), self.unit) {
                    MoneyCell::Nothing => continue,
                    MoneyCell::Amount(fen, _) => Some(fen),
                    MoneyCell::Unreadable => None,
                };
                let (Some(of_row), Some(of_column)) = (row, column) else {
                    // A heading that is not understood was noted once; a block without headings ends at the table's edge.
                    let edge = (!self.row_heads && placed.of_rows[down - placed.first_row].is_none())
                        || (!self.column_heads && placed.of_columns[across - placed.first_col].is_none());
                    if edge {
                        self.doubts.push(doubt(match nowhere {
                            true => said!(
                                "paste.nowhere",
                                "没有认出表头，也没有选定单元格",
                                "no heading is understood, and no cell was chosen to begin at"
                            ),
                            false => said!("paste.edge", "超出表格范围", "it lies beyond the table"),
                        }));
                    }
                    continue;
                };
                let Some(fen) = fen else {
                    self.doubts.push(doubt(said!(
                        "paste.no_amount",
                        "“{text}”不是金额",
                        "“{text}” is no amount"
                    )));
                    continue;
                };
                let key = (of_row.key.clone(), of_column.key.clone());
                if let Some(other) = met.insert(key.clone(), down) {
                    let other = other + 1;
                    self.doubts.push(doubt(said!(
                        "paste.twice",
                        "与第 {other} 行是同一格，按先出现的写入",
                        "the same cell as in row {other}, which counts"
                    )));
                    met.insert(key, other - 1);
                    continue;
                }
                let after = Some(fen).filter(|fen| fen.0 != 0);
                let shown = index.shown(&key.0, &key.1);
                let write = |line: Option<String>, place: &CellPlace| amount_of(line, place, after);
                let place = index.place(snapshot.model, &key.0, &key.1);
                let (before, effect, amount) = match &place {
                    CellPlace::Line(line) => (
                        Some(line.fen),
                        match after {
                            None => PastedEffect::Removed,
                            Some(fen) if fen == line.fen => PastedEffect::Same,
                            Some(_) => PastedEffect::Changed,
                        },
                        write(Some(line.id.clone()), &place),
                    ),
                    CellPlace::New { .. } if after.is_none() => continue,
                    CellPlace::New { .. } => (None, PastedEffect::Added, write(None, &place)),
                    CellPlace::Several { .. } if shown == after => (shown, PastedEffect::Same, None),
                    CellPlace::Several { lines } => {
                        self.doubts.push(doubt(said!(
                            "paste.lines",
                            "该格由 {lines} 笔组成，请在明细里逐笔修改",
                            "{lines} lines stand in this cell; change them one by one"
                        )));
                        continue;
                    }
                    CellPlace::NoOwner => {
                        self.doubts.push(doubt(said!(
                            "paste.no_owner",
                            "看不出归哪个项目、任务、方案或镇街",
                            "it does not say whose money it is: a project's, task's, plan's or town's"
                        )));
                        continue;
                    }
                };
                self.before = self.before.plus(before.unwrap_or_default());
                self.after = self.after.plus(after.unwrap_or_default());
                if effect != PastedEffect::Same {
                    self.amounts.extend(amount);
                }
                self.cells.push(PastedCell {
                    row: from_one(down),
                    column: from_one(across),
                    of_row,
                    of_column,
                    before,
                    after,
                    effect,
                });
            }
        }
    }
}

fn from_one(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

fn amount_of(line: Option<String>, place: &CellPlace, fen: Option<Fen>) -> Option<AmountEdit> {
    let (owner, source, stage, year) = match place {
        CellPlace::Line(line) => (&line.owner, line.source, line.stage, line.year),
        CellPlace::New {
            owner,
            source,
            stage,
            year,
            ..
        } => (owner, *source, *stage, *year),
        CellPlace::Several { .. } | CellPlace::NoOwner => return None,
    };
    Some(AmountEdit {
        line,
        owner_kind: owner.kind,
        owner: owner.id.clone(),
        source,
        stage,
        year,
        fen,
    })
}

/// The group so many places behind the one of a key.
fn positional(groups: &[MoneyGroup], from: Option<&String>, behind: usize) -> Option<MoneyGroup> {
    let from = from?;
    let first = groups.iter().position(|group| group.key == *from)?;
    groups.get(first + behind).cloned()
}

fn unit_of(corner: &str) -> MoneyUnit {
    if corner.contains("亿元") {
        MoneyUnit::YiYuan
    } else if corner.contains('元') && !corner.contains("万元") {
        MoneyUnit::Yuan
    } else {
        MoneyUnit::WanYuan
    }
}

/// A text as names are compared: half width, without blanks, in small letters.
fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the headings of one side may be called.
struct Headings<'a> {
    side: MoneySide,
    by_name: HashMap<String, Vec<MoneyGroup>>,
    shown: HashSet<&'a str>,
}

impl<'a> Headings<'a> {
    /// Names of what the table shows, and of all the atlas has of such things.
    fn new(
        snapshot: &Snapshot<'_>,
        side: MoneySide,
        shown: impl Iterator<Item = &'a MoneyGroup> + Clone,
    ) -> Self {
        let mut out = Self {
            side,
            by_name: HashMap::new(),
            shown: shown.clone().map(|group| group.key.as_str()).collect(),
        };
        for group in shown.filter(|group| !group.name.is_empty()) {
            out.add(&group.name, &group.key, &group.name);
        }
        let model = snapshot.model;
        match side {
            MoneySide::Project => {
                for project in model.projects.iter() {
                    out.add(project.name, project.id, project.name);
                }
            }
            MoneySide::Task => {
                for task in model.tasks.iter() {
                    let whole = format!("{} {}", task.number, task.title);
                    for name in [whole.as_str(), task.title.as_str()] {
                        out.add(name, task.id.as_str(), &whole);
                    }
                }
            }
            MoneySide::Plan => {
                for plan in model.plans.iter() {
                    for name in [plan.short_title.as_str(), plan.title.as_str()] {
                        out.add(name, plan.id.as_str(), &plan.short_title);
                    }
                }
            }
            MoneySide::Town => {
                for region in model
                    .regions
                    .iter()
                    .filter(|region| region.level == RegionLevel::Township)
                {
                    out.add(&region.name, region.id.as_str(), &region.name);
                }
            }
            MoneySide::Kind | MoneySide::Unit | MoneySide::Source | MoneySide::Stage | MoneySide::Year => {}
        }
        out
    }

    fn add(&mut self, called: &str, key: &str, name: &str) {
        let named = self.by_name.entry(plain(called)).or_default();
        if !named.iter().any(|group| group.key == key) {
            named.push(MoneyGroup {
                key: key.to_owned(),
                name: name.to_owned(),
                hint: String::new(),
            });
        }
    }

    /// Whether most of what is written there are headings of this side.
    fn names(&self, texts: &[&str]) -> bool {
        let written: Vec<&&str> = texts.iter().filter(|text| !text.is_empty()).collect();
        let known = written
            .iter()
            .filter(|text| matches!(self.find(text), Heading::Group(_) | Heading::Several))
            .count();
        let sums = written
            .iter()
            .filter(|text| self.find(text) == Heading::Sum)
            .count();
        known > 0 && 2 * known >= written.len() - sums
    }

    fn find(&self, text: &str) -> Heading {
        let plain = plain(text);
        if let Some(named) = self.by_name.get(&plain) {
            // Of those of one name the one that the table shows.
            let shown: Vec<&MoneyGroup> = named
                .iter()
                .filter(|g| self.shown.contains(g.key.as_str()))
                .collect();
            return match (named.as_slice(), shown.as_slice()) {
                ([one], _) => Heading::Group(one.clone()),
                (_, [one]) => Heading::Group((*one).clone()),
                _ => Heading::Several,
            };
        }
        let word = |key: &str| {
            Heading::Group(MoneyGroup {
                key: key.to_owned(),
                name: String::new(),
                hint: String::new(),
            })
        };
        let found = match self.side {
            MoneySide::Source => source(text)
                .or_else(|| {
                    let all = MoneySource::ALL.iter();
                    all.copied().find(|one| is_word(&plain, one.zh(), one.en()))
                })
                .map(|source| word(source.word())),
            MoneySide::Stage => MoneyStage::ALL
                .iter()
                .find(|stage| is_word(&plain, stage.zh(), stage.en()))
                .map(|stage| word(stage.word())),
            MoneySide::Kind => ProjectKind::ALL
                .iter()
                .find(|kind| is_word(&plain, kind.zh(), kind.en()))
                .map(|kind| word(kind.word())),
            MoneySide::Year => year(&plain).map(|key| word(&key)),
            _ => None,
        };
        found.unwrap_or_else(|| match SUMS.contains(&plain.as_str()) {
            true => Heading::Sum,
            false => Heading::Unknown,
        })
    }
}

fn is_word(text: &str, zh: &str, en: &str) -> bool {
    text == plain(zh) || text == plain(en)
}

/// 2026, 2026年, 2026年度; what is of no year is an empty key.
fn year(text: &str) -> Option<String> {
    if ["未分年度", "年度未定", "noyear"].contains(&text) {
        return Some(String::new());
    }
    let digits = text.trim_end_matches('度').trim_end_matches('年');
    let year: i64 = digits.parse().ok()?;
    (1990..=2100).contains(&year).then(|| year.to_string())
}
