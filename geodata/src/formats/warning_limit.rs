//! Warnings handed on in bounded number: a file may have a million rows with the same fault.

use super::feature::{Feature, Field, LayerHead};
use super::number_list::NumberList;
use super::reading::{Sink, Warning, WarningKind};
use std::ops::ControlFlow;
use words::{Words, said};

/// Most warnings of one sort that are told one by one.
pub const MOST_OF_A_SORT: u64 = 20;

/// A counter of warnings of one file or layer.
#[derive(Debug, Default)]
pub struct WarningLimit {
    sorts: Vec<WarningSort>,
}

/// Warnings of one kind and, where a reader tells them further apart, of one name.
#[derive(Debug)]
struct WarningSort {
    kind: WarningKind,
    name: &'static str,
    count: u64,
    told: u64,
    /// Those that are not told one by one.
    rest: NumberList,
}

impl WarningLimit {
    /// Hands on the first warnings of each kind and counts the rest.
    pub fn warn(&mut self, sink: &mut dyn Sink, warning: Warning) {
        if self.tells(warning.kind, "", warning.number) {
            sink.warning(warning);
        }
    }

    /// The same for one feature or row.
    pub fn at(&mut self, sink: &mut dyn Sink, kind: WarningKind, number: u64, text: impl Into<Words>) {
        if self.tells(kind, "", Some(number)) {
            sink.warning(Warning::at(kind, number, text));
        }
    }

    /// The same for one of several sorts of a kind; `name` says in the count at the end what they have in common,
    /// and the words are made only when they are told.
    pub fn at_named(
        &mut self,
        sink: &mut dyn Sink,
        kind: WarningKind,
        name: &'static str,
        number: u64,
        text: impl FnOnce() -> Words,
    ) {
        if self.tells(kind, name, Some(number)) {
            sink.warning(Warning::at(kind, number, text()));
        }
    }

    /// Counts one of a sort of which only the number is told, at the end.
    pub fn count(&mut self, kind: WarningKind, name: &'static str) {
        self.sort(kind, name).count += 1;
    }

    /// Tells how many warnings were only counted. Call it once, at the end.
    pub fn finish(&mut self, sink: &mut dyn Sink) {
        for sort in self.sorts.drain(..).filter(|s| s.count > s.told) {
            let WarningSort {
                name,
                count,
                told,
                rest,
                ..
            } = sort;
            let name = match name {
                "" => said!("warnings.alike", "同类问题", "of this sort"),
                "引号没有成对" => said!("csv.quotes", "引号没有成对", "quotes are not in pairs"),
                "有不属于该编码的字节" => said!(
                    "csv.bytes",
                    "有不属于该编码的字节",
                    "bytes that are not of the encoding"
                ),
                "行过长" => said!("csv.long_rows", "行过长", "rows that are too long"),
                _ => of_sort(name),
            };
            let text = match (told, rest.is_empty()) {
                (0, _) => said!(
                    "warnings.counted",
                    "{}：共 {count} 处",
                    "{}: {count} in all",
                    name
                ),
                (_, true) => said!(
                    "warnings.first_told",
                    "{}：共 {count} 处，只逐条列出前 {told} 处",
                    "{}: {count} in all, of which the first {told} are listed",
                    name
                ),
                (_, false) => said!(
                    "warnings.rest_numbered",
                    "{}：共 {count} 处，前 {told} 处逐条列出，其余在第 {}",
                    "{}: {count} in all; the first {told} are listed, the others are {}",
                    name,
                    rest
                ),
            };
            sink.warning(Warning::of_file(sort.kind, text));
        }
    }

    /// Counts one of a sort; whether it is among the first, which are told.
    fn tells(&mut self, kind: WarningKind, name: &'static str, number: Option<u64>) -> bool {
        let sort = self.sort(kind, name);
        sort.count += 1;
        let tells = sort.count <= MOST_OF_A_SORT;
        sort.told += u64::from(tells);
        if let Some(number) = number.filter(|_| !tells) {
            sort.rest.add(number);
        }
        tells
    }

    fn sort(&mut self, kind: WarningKind, name: &'static str) -> &mut WarningSort {
        let known = self.sorts.iter().position(|s| s.kind == kind && s.name == name);
        let at = known.unwrap_or_else(|| {
            self.sorts.push(WarningSort {
                kind,
                name,
                count: 0,
                told: 0,
                rest: NumberList::default(),
            });
            self.sorts.len() - 1
        });
        &mut self.sorts[at]
    }
}

/// A sink behind a counter of warnings.
pub struct LimitedWarnings<'a> {
    sink: &'a mut dyn Sink,
    warning_limit: WarningLimit,
}

impl<'a> LimitedWarnings<'a> {
    /// Returns a counter before a sink.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            warning_limit: WarningLimit::default(),
        }
    }

    /// As [`WarningLimit::finish`].
    pub fn finish(mut self) {
        self.warning_limit.finish(self.sink);
    }
}

impl Sink for LimitedWarnings<'_> {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.sink.layer(head)
    }

    fn field(&mut self, field: Field) {
        self.sink.field(field);
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.sink.feature(feature)
    }

    fn picked(&self) -> Option<Vec<usize>> {
        self.sink.picked()
    }

    fn record(&mut self, feature: Feature, json: &str) -> ControlFlow<()> {
        self.sink.record(feature, json)
    }

    /// Hands on the first warnings of each kind and counts the rest.
    fn warning(&mut self, warning: Warning) {
        self.warning_limit.warn(self.sink, warning);
    }

    fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        self.sink.progress(done, total)
    }
}

/// What a sort of warnings of a reader is called, of which the number is told at the end.
fn of_sort(name: &str) -> Words {
    let english = match name {
        "合计、小计行没有作为项目导入" => "rows of totals were not imported as projects",
        "表下的备注、签字行没有作为项目导入" => {
            "notes and signatures below the table were not imported as projects"
        }
        "分组标题行没有作为项目导入" => "rows of group titles were not imported as projects",
        "重复的表头没有作为项目导入" => "repeated headers were not imported as projects",
        "合并的金额、数量单元格只记在第一行，以免重复合计" => {
            "merged cells of amounts count in their first row only"
        }
        "公式出错的单元格留空" => "cells whose formula failed were left empty",
        "文字过长，已截断" => "texts that are too long were cut",
        "界址点围不成面" => "boundary points that enclose no area",
        "列数比表头少" => "fewer columns than the header",
        "列数比表头多" => "more columns than the header",
        "没有表头的列里的值没有导入" => "values in columns without a header were not imported",
        "坐标只有一半" => "one coordinate only",
        "坐标超出经纬度的范围" => "coordinates that are no longitude and latitude",
        "坐标无法识别" => "coordinates that cannot be read",
        "几何（WKT）无法识别" => "geometries (WKT) that cannot be read",
        "这一行的坐标系无法换算" => "coordinate systems that cannot be converted",
        "界址点数不符" => "numbers of boundary points that do not fit",
        "不是界址点的行" => "lines that are no boundary points",
        _ => "of one sort",
    };
    Words::new("warnings.sort", name.to_owned(), english.to_owned())
}
