//! The budget lines that a row makes. What a row says by source, by year and in all is the same money seen from several
//! sides; it is counted once, and nothing is put together that the row does not say together.

use std::collections::BTreeMap;

use geodata::formats::Value;

use super::amounts::{MoneyCell, amount};
use super::doubts::MoneyDoubt;
use super::fields::MoneyField;
use super::sources::{SourceSplit, source, sources};
use super::unit::MoneyUnit;
use crate::model::{Fen, MoneySource, MoneyStage};
use crate::rules::money::is_planned;

/// Where money stands in the fields of a layer.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct MoneyColumns {
    /// Fields of amounts, by their numbers.
    pub fields: Vec<(usize, MoneyField)>,
    /// The field that says where the money comes from.
    pub sources: Option<usize>,
    /// The field that says the year.
    pub year: Option<usize>,
    /// The field that holds budget lines as this program writes them.
    pub own: Option<usize>,
}

/// Money by source, stage and year.
pub(in crate::import) type MoneyLines = BTreeMap<(MoneySource, MoneyStage, Option<i64>), Fen>;

/// What a row says of money.
#[derive(Debug, Default)]
pub(in crate::import) struct RowMoney {
    pub lines: MoneyLines,
    /// Fields whose amounts the lines hold.
    pub placed: Vec<usize>,
    /// What a person should look at.
    pub doubts: Vec<MoneyDoubt>,
    /// The amount of each field of money, for comparison with the rows of totals.
    pub amounts: Vec<(usize, Fen)>,
}

/// An amount of a row.
#[derive(Debug, Clone, Copy)]
struct RowAmount {
    at: usize,
    source: Option<MoneySource>,
    year: Option<i64>,
    amount: Fen,
}

impl MoneyColumns {
    /// The fields of the money.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        let fields = self.fields.iter().map(|(at, _)| *at);
        fields.chain(self.sources).chain(self.year).chain(self.own)
    }

    /// Whether there is no money.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.own.is_none()
    }

    /// The money of a row with this number.
    pub fn read(&self, values: &[Value], number: u64) -> RowMoney {
        let mut out = RowMoney::default();
        if let Some((at, lines)) = self.own.and_then(|at| Some((at, own_lines(values.get(at)?)?))) {
            out.lines = lines;
            out.placed.push(at);
            return out;
        }
        let unit = self.fields.first().map_or(MoneyUnit::WanYuan, |(_, f)| f.unit);
        let text = self
            .sources
            .and_then(|at| crate::import::fields::text(values.get(at)?));
        let said = text
            .as_deref()
            .map_or(SourceSplit::Unknown, |text| sources(text, unit));
        let year = self.year.and_then(|at| year_of(values.get(at)?));
        for stage in MoneyStage::ALL {
            let mut row = StageOfRow {
                number,
                stage: *stage,
                one: match said {
                    SourceSplit::One(source) => Some(source),
                    _ => None,
                },
                year,
                step: 1_000_000,
                parts: Vec::new(),
                totals: Vec::new(),
                out: &mut out,
            };
            row.collect(&self.fields, values);
            let planned = is_planned(*stage);
            if let (SourceSplit::Amounts(amounts), true) = (&said, planned) {
                row.take_said(amounts);
            }
            row.finish();
        }
        let plain = text
            .as_deref()
            .and_then(source)
            .is_some_and(|s| Some(s.zh()) == text.as_deref());
        if plain && !out.lines.is_empty() {
            out.placed.extend(self.sources);
        }
        out
    }
}

/// The money of one stage of a row.
struct StageOfRow<'r> {
    number: u64,
    stage: MoneyStage,
    /// The one source that the row names.
    one: Option<MoneySource>,
    /// The year that the row names.
    year: Option<i64>,
    /// The coarsest step in which its amounts are written, in 分.
    step: i64,
    /// Amounts of a source, or of a part without a name.
    parts: Vec<RowAmount>,
    /// Amounts of all sources: of a year, or of all.
    totals: Vec<RowAmount>,
    out: &'r mut RowMoney,
}

impl StageOfRow<'_> {
    fn collect(&mut self, fields: &[(usize, MoneyField)], values: &[Value]) {
        let mut finest = 0;
        for (at, field) in fields.iter().filter(|(_, f)| f.stage == self.stage) {
            let value = values.get(*at).unwrap_or(&Value::Null);
            match amount(value, field.unit) {
                MoneyCell::Nothing => {}
                MoneyCell::Amount(amount, decimals) => {
                    let step = (field.unit.in_wan() * 1e6 / 10_f64.powi(decimals as i32))
                        .round()
                        .max(1.0) as i64;
                    finest = if finest == 0 { step } else { finest.min(step) };
                    self.out.amounts.push((*at, amount));
                    let part = RowAmount {
                        at: *at,
                        source: field.source,
                        year: field.year,
                        amount,
                    };
                    if field.source.is_some() || field.part {
                        self.parts.push(part);
                    } else {
                        self.totals.push(part);
                    }
                }
                MoneyCell::Unreadable => self.out.doubts.push(MoneyDoubt::NoAmount {
                    row: self.number,
                    field: field.field.clone(),
                    text: crate::import::fields::shown(value).unwrap_or_default(),
                }),
            }
        }
        self.step = finest.max(1);
    }

    /// Takes amounts that a text names beside their sources, where no field does.
    fn take_said(&mut self, amounts: &[(MoneySource, Fen)]) {
        if self.totals.is_empty() || !self.parts.is_empty() {
            return;
        }
        let sources = amounts.iter().map(|(source, amount)| RowAmount {
            at: usize::MAX,
            source: Some(*source),
            year: None,
            amount: *amount,
        });
        self.parts.extend(sources);
    }

    /// How far sums may be apart when each of so many amounts was rounded.
    fn rounding(&self, amounts: usize) -> i64 {
        self.step * (amounts as i64 + 1) / 2
    }

    fn add(&mut self, source: Option<MoneySource>, year: Option<i64>, amount: Fen) {
        if amount.0 > 0 {
            let key = (
                source.or(self.one).unwrap_or(MoneySource::Unstated),
                self.stage,
                year,
            );
            let line = self.out.lines.entry(key).or_default();
            *line = line.plus(amount);
        }
    }

    fn place(&mut self, parts: &[RowAmount]) {
        let fields = parts.iter().map(|p| p.at).filter(|at| *at != usize::MAX);
        self.out.placed.extend(fields);
    }

    fn finish(mut self) {
        let (of_years, whole): (Vec<RowAmount>, Vec<RowAmount>) =
            self.totals.iter().partition(|p| p.year.is_some());
        let whole_amount = (!whole.is_empty()).then(|| whole.iter().map(|p| p.amount).sum::<Fen>());
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            self.by_year(&of_years, whole_amount);
            self.place(&of_years);
            self.place(&whole);
            return;
        }
        let (of_both, of_sources): (Vec<RowAmount>, Vec<RowAmount>) =
            parts.iter().partition(|p| p.year.is_some());
        self.by_source_and_year(&of_both, &of_sources, &of_years, whole_amount);
        self.place(&parts);
        self.place(&whole);
    }

    /// Only years and a total: each year, and what is left of the total.
    fn by_year(&mut self, of_years: &[RowAmount], whole: Option<Fen>) {
        of_years.iter().for_each(|p| self.add(None, p.year, p.amount));
        let sum: Fen = of_years.iter().map(|p| p.amount).sum();
        let Some(whole) = whole else { return };
        let rest = whole.0 - sum.0;
        if rest < -self.rounding(of_years.len()) {
            self.doubt(sum, whole);
        } else if of_years.is_empty() {
            self.add(None, self.year, whole);
        } else if rest > self.rounding(of_years.len()) {
            // 其中：2025年 need not be all of it.
            self.add(None, None, Fen(rest));
        }
    }

    fn by_source_and_year(
        &mut self,
        of_both: &[RowAmount],
        of_sources: &[RowAmount],
        of_years: &[RowAmount],
        whole: Option<Fen>,
    ) {
        of_both.iter().for_each(|p| self.add(p.source, p.year, p.amount));
        // What a source has beyond its years.
        let mut rest_of_sources: Vec<RowAmount> = Vec::new();
        for part in of_sources {
            let with_years: Fen = of_both
                .iter()
                .filter(|p| p.source == part.source)
                .map(|p| p.amount)
                .sum();
            let rest = part.amount.0 - with_years.0;
            if rest < -self.rounding(of_both.len()) {
                self.doubt(with_years, part.amount);
            } else if rest > 0 {
                rest_of_sources.push(RowAmount {
                    amount: Fen(rest),
                    ..*part
                });
            }
        }
        // Years of all sources together: those whose sources are told are only compared with them.
        let (checked, years): (Vec<RowAmount>, Vec<RowAmount>) = of_years
            .iter()
            .partition(|y| of_both.iter().any(|p| p.year == y.year));
        for total in &checked {
            let parts: Vec<RowAmount> = of_both.iter().filter(|p| p.year == total.year).copied().collect();
            self.check_year(&parts, total);
        }
        self.place(&checked);
        if of_sources.is_empty() {
            years.iter().for_each(|y| self.add(None, y.year, y.amount));
            self.place(&years);
        } else if self.cross(&rest_of_sources, &years) {
            self.place(&years);
        } else {
            self.out.doubts.push(MoneyDoubt::YearsApart { row: self.number });
        }
        let Some(whole) = whole else { return };
        let of_stage = self
            .out
            .lines
            .iter()
            .filter(|((_, stage, _), _)| *stage == self.stage);
        let sum: Fen = of_stage.map(|(_, amount)| *amount).sum();
        let rest = whole.0 - sum.0;
        let close = rest.abs() <= self.rounding(of_both.len() + of_sources.len());
        // 其中：2025年 need not be all of the total.
        if !close && (rest < 0 || !of_sources.is_empty()) {
            self.doubt(sum, whole);
        }
        if !close && rest > 0 {
            // What the total has beyond its parts has no source.
            let key = (MoneySource::Unstated, self.stage, None);
            let line = self.out.lines.entry(key).or_default();
            *line = line.plus(Fen(rest));
        }
    }

    /// Says when the sources of a year do not make the sum of the year; what is missing has no source.
    fn check_year(&mut self, parts: &[RowAmount], total: &RowAmount) {
        let sum: Fen = parts.iter().map(|p| p.amount).sum();
        let rest = total.amount.0 - sum.0;
        if rest.abs() > self.rounding(parts.len()) {
            self.doubt(sum, total.amount);
        }
    }

    /// Adds sources, with their years where these are beyond doubt: there is one source, or one year that has all of the
    /// money. Says whether the years are in it.
    fn cross(&mut self, of_sources: &[RowAmount], years: &[RowAmount]) -> bool {
        let sum: Fen = of_sources.iter().map(|p| p.amount).sum();
        let sum_of_years: Fen = years.iter().map(|p| p.amount).sum();
        let fits = sum_of_years.0 - sum.0 <= self.rounding(years.len() + of_sources.len());
        let all = (sum_of_years.0 - sum.0).abs() <= self.rounding(of_sources.len());
        match (of_sources, years) {
            (_, []) => {
                let year = self.year;
                of_sources
                    .iter()
                    .for_each(|p| self.add(p.source.or(Some(MoneySource::Unstated)), year, p.amount));
                true
            }
            ([one], years) if fits => {
                years.iter().for_each(|y| self.add(one.source, y.year, y.amount));
                let rest = one.amount.0 - sum_of_years.0;
                if rest > self.rounding(years.len()) {
                    self.add(one.source, None, Fen(rest));
                }
                true
            }
            (parts, [year]) if all => {
                parts
                    .iter()
                    .for_each(|p| self.add(p.source.or(Some(MoneySource::Unstated)), year.year, p.amount));
                true
            }
            (parts, _) => {
                parts
                    .iter()
                    .for_each(|p| self.add(p.source.or(Some(MoneySource::Unstated)), None, p.amount));
                false
            }
        }
    }

    fn doubt(&mut self, parts: Fen, total: Fen) {
        self.out.doubts.push(MoneyDoubt::PartsDiffer {
            row: self.number,
            stage: self.stage,
            parts,
            total,
        });
    }
}

fn year_of(value: &Value) -> Option<i64> {
    let text = crate::import::fields::text(value)?;
    let digits = text.trim().trim_end_matches("年度").trim_end_matches('年');
    let year = digits.parse().ok().filter(|y: &f64| y.fract() == 0.0)? as i64;
    (1990..=2100).contains(&year).then_some(year)
}

/// Budget lines as an export of this program writes them: a list of GeoJSON, or 2025年省级财政批复 120.0万元；….
fn own_lines(value: &Value) -> Option<MoneyLines> {
    let Value::Text(text) = value else { return None };
    let mut lines = MoneyLines::new();
    if text.trim_start().starts_with('[') {
        let items: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
        for item in items {
            let word = |key: &str| item.get(key).and_then(serde_json::Value::as_str);
            let source = MoneySource::parse(word("source")?)?;
            let stage = MoneyStage::parse(word("stage")?)?;
            let year = item.get("year").and_then(serde_json::Value::as_i64);
            let wan = item.get("wan_yuan").and_then(serde_json::Value::as_f64)?;
            let line = lines.entry((source, stage, year)).or_default();
            *line = line.plus(Fen((wan * 1e6).round() as i64));
        }
        return Some(lines);
    }
    for item in text.split('；').map(str::trim).filter(|item| !item.is_empty()) {
        let (said, wan) = item.strip_suffix("万元")?.rsplit_once(' ')?;
        let (year, rest) = match said.split_once('年') {
            Some((year, rest)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
                (Some(year.parse().ok()?), rest)
            }
            _ => (None, said),
        };
        let (source, stage) = MoneySource::ALL.iter().find_map(|source| {
            let stage = rest
                .strip_prefix(source.zh())
                .or_else(|| rest.strip_prefix(source.word()))?;
            Some((*source, MoneyStage::parse(stage)?))
        })?;
        let wan: f64 = wan.parse().ok().filter(|w: &f64| w.is_finite())?;
        let line = lines.entry((source, stage, year)).or_default();
        *line = line.plus(Fen((wan * 1e6).round() as i64));
    }
    Some(lines)
}

#[cfg(test)]
mod tests;
