//! From rows of cells to features of a layer.
//!
//! One file because a row becomes a feature in one pass, which counts what it leaves out.

use super::body::{RowClassifier, RowKind};
use super::boundary::{Blanks, BoundaryColumns, ParcelBuilder};
use super::coordinates::{BadCoordinates, CoordinateReader, Packing};
use super::head::{self, Header};
use super::kinds::LedgerColumn;
use super::merges::Merges;
use super::row_systems::RowSystems;
use super::system::stated;
use crate::formats::warning_limit::WarningLimit;
use crate::formats::{
    CoordinateColumns, Feature, FoundCrs, LayerHead, ReadError, ReadOptions, Sink, Value, Warning,
    WarningKind,
};
use files::cells::{Cell, Row};
use geo_types::Geometry;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;
use words::{Words, said};

/// Rows from which header, columns and kinds are told.
const SAMPLE_ROWS: usize = 512;
/// Bytes of text in them.
const SAMPLE_BYTES: usize = 8 << 20;
/// Columns without a name that become fields after the header.
const MOST_ADDED: usize = 64;
/// Rows between two words on how far it is.
const ROWS_PER_WORD: u64 = 1024;

const TOTALS: &str = "合计、小计行没有作为项目导入";
const NOTES: &str = "表下的备注、签字行没有作为项目导入";
const HEADINGS: &str = "分组标题行没有作为项目导入";
const AGAIN: &str = "重复的表头没有作为项目导入";
const WITHHELD: &str = "合并的金额、数量单元格只记在第一行，以免重复合计";

/// Where rows come from, top to bottom.
pub(in crate::formats) trait Rows {
    /// The next row that holds something; what a person should know of it goes to `notes`.
    fn next_row(&mut self, notes: &mut Vec<Note>) -> Result<Option<Row>, ReadError>;
    /// Merged areas that begin at the row just given, where the file tells them as it goes.
    fn merged(&mut self) -> Vec<super::Span> {
        Vec::new()
    }
    /// Bytes of the file that are done, and all of them.
    fn progress(&self) -> (u64, u64);
}

/// A warning about a row: kind, sort for the count, row, text.
pub(in crate::formats) type Note = (WarningKind, &'static str, u64, Words);

/// What is known of a sheet besides its rows.
pub(in crate::formats) struct Sheet<'a> {
    pub path: &'a Path,
    pub name: String,
    pub encoding: Option<&'static str>,
    pub options: &'a ReadOptions,
    /// The system, where another part of the file states it.
    pub crs: Option<FoundCrs>,
    /// Whether a sheet with fewer than two columns or no header is no table.
    pub wants_header: bool,
    /// Whether every row should have as many cells as the header.
    pub even: bool,
}

/// How the reading of a sheet ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Ended {
    /// The whole sheet was read.
    Read,
    /// There is nothing in it.
    Blank,
    /// There is no table in it; nothing was said to the sink.
    NoTable,
    /// The sink asked to stop.
    Stopped,
}

/// Reads a sheet as one layer.
pub(in crate::formats) fn read_sheet(
    sheet: Sheet<'_>,
    rows: &mut dyn Rows,
    mut merges: Merges,
    sink: &mut dyn Sink,
) -> Result<Ended, ReadError> {
    let mut notes = Vec::new();
    let mut sample = Vec::new();
    let mut bytes = 0;
    while sample.len() < SAMPLE_ROWS && bytes < SAMPLE_BYTES {
        let Some(row) = rows.next_row(&mut notes)? else {
            break;
        };
        rows.merged().into_iter().for_each(|s| merges.push(s));
        bytes += row.bytes + row.cells.len() * size_of::<Cell>();
        sample.push(row);
    }
    if sheet.wants_header && sample.iter().all(Row::is_blank) {
        return Ok(Ended::Blank);
    }
    let head = head::find(&sample, &merges);
    let widest = sample.iter().map(|r| r.filled().count()).max().unwrap_or(0);
    if sheet.wants_header && (!head.found || widest < 2) {
        return Ok(Ended::NoTable);
    }
    let header = head.header.map(|at| sample[at].clone());
    let names = names(&head, &sample);
    sample.drain(..head.body);
    let table = LedgerReader::new(sheet, head, names, &sample, header.as_ref())?;
    table.read(rows, merges, sample, notes, sink)
}

struct LedgerReader {
    head: LayerHead,
    columns: Vec<LedgerColumn>,
    width: usize,
    /// Columns in which a merged value stands once, by place.
    amounts: Vec<bool>,
    /// Columns without name and value in the sample.
    unnamed: Vec<usize>,
    /// Cells that every row should have.
    even: Option<usize>,
    places: CoordinateReader,
    /// Where the header names no coordinates or there is none: what was made of it.
    guess: Option<Words>,
    /// Where each row has its own system.
    systems: Option<RowSystems>,
    /// Where rows are corners of areas.
    boundary: Option<BoundaryColumns>,
    parcel: Option<ParcelBuilder>,
    parcels: u64,
    blanks: Blanks,
    body: RowClassifier,
    /// Fields that came after the header.
    added: usize,
    /// Texts above the header.
    captions: Vec<String>,
}

impl LedgerReader {
    fn new(
        sheet: Sheet<'_>,
        head: Header,
        mut names: Vec<String>,
        sample: &[Row],
        header: Option<&Row>,
    ) -> Result<Self, ReadError> {
        let mut body = RowClassifier::new(header, names.len());
        let things: Vec<Row> = sample
            .iter()
            .filter(|r| body.kind(r) == RowKind::Thing)
            .cloned()
            .collect();
        let used: Vec<bool> = (0..names.len())
            .map(|c| !names[c].is_empty() || things.iter().any(|r| !r.cell(c).is_empty()))
            .collect();
        unique(&mut names, &used);
        let column = |name: &String| {
            let at = names
                .iter()
                .position(|n| n == name || head::tidy(n) == head::tidy(name));
            at.ok_or_else(|| ReadError::NoSuchColumn {
                path: sheet.path.to_owned(),
                column: name.clone(),
                known: names.iter().filter(|n| !n.is_empty()).collect(),
            })
        };
        let mut places = match (&sheet.options.place_text, &sheet.options.xy) {
            (Some(text), _) => CoordinateReader::asked_text(column(text)?, &things),
            (None, Some((x, y))) => CoordinateReader::asked(column(x)?, column(y)?, &things),
            (None, None) => CoordinateReader::find(&names, &things),
        };
        let guess = (!head.found).then(|| places.guess(&things)).flatten();
        let boundary = match head.found {
            true => BoundaryColumns::find(&names, &places, &things),
            false => BoundaryColumns::without_header(&places, &things),
        };
        let named = |at: Option<usize>| at.map(|c| names[c].clone());
        let where_they_are = CoordinateColumns {
            columns: (0..names.len())
                .filter(|c| used[*c] && !names[*c].is_empty())
                .map(|c| names[c].clone())
                .collect(),
            x: named(places.xy.map(|p| p.0)),
            y: named(places.xy.map(|p| p.1)),
            text: named(places.wkt.or(places.pair)),
        };
        let system = places.system.take().map(|c| (c, one_value(&things, c)));
        let differing = system.as_ref().filter(|(_, one)| one.is_none()).map(|(c, _)| *c);
        let systems = differing
            .filter(|c| things.iter().any(|r| !r.cell(*c).is_empty()))
            .map(|c| RowSystems::new(c, names[c].clone()));
        places.row_by_row = systems.is_some();
        let crs = sheet.crs.or_else(|| {
            if systems.is_some() {
                return Some(FoundCrs::Stated(RowSystems::TARGET));
            }
            let where_said = places.columns().map(|c| names[c].as_str());
            let row_by_row = system.iter().filter_map(|(_, s)| s.as_deref());
            let srid = places.srid(&things);
            let texts = srid
                .as_deref()
                .into_iter()
                .chain(row_by_row)
                .chain(where_said)
                .chain(head.captions.iter().map(String::as_str));
            stated(texts.collect::<Vec<_>>().into_iter(), places.easting)
        });
        // A column with the same known system in every row is said by the layer.
        let said = system.filter(|(_, s)| {
            s.as_ref()
                .is_some_and(|s| stated(std::iter::once(s.as_str()), places.easting).is_some())
        });
        places.system = said.map(|(c, _)| c);
        let corners = boundary.iter().flat_map(|b| [b.corner, b.ring]).flatten();
        let spatial: HashSet<usize> = places.columns().chain(places.system).chain(corners).collect();
        let columns: Vec<LedgerColumn> = (0..names.len())
            .filter(|c| used[*c] && !spatial.contains(c))
            .map(|c| LedgerColumn::infer(c, names[c].clone(), things.iter().map(move |r| r.cell(c))))
            .collect();
        Ok(Self {
            head: LayerHead {
                name: sheet.name,
                crs: crs.unwrap_or(FoundCrs::Unstated),
                encoding: sheet.encoding,
                fields: columns.iter().map(|c| c.field.clone()).collect(),
                places: Some(where_they_are),
            },
            columns,
            width: names.len(),
            amounts: names.iter().map(|n| is_amount(n)).collect(),
            unnamed: (0..names.len()).filter(|c| !used[*c]).collect(),
            even: header.filter(|_| sheet.even).map(|r| r.cells.len()),
            body: RowClassifier::new(header, names.len()),
            places,
            guess,
            systems,
            boundary,
            parcel: None,
            parcels: 0,
            blanks: Blanks::default(),
            added: 0,
            captions: head.captions,
        })
    }

    fn read(
        mut self,
        rows: &mut dyn Rows,
        mut merges: Merges,
        sample: Vec<Row>,
        mut notes: Vec<Note>,
        sink: &mut dyn Sink,
    ) -> Result<Ended, ReadError> {
        if sink.layer(self.head.clone()).is_break() {
            return Ok(Ended::Stopped);
        }
        sink.captions(&self.captions);
        self.say_system(sink);
        let mut warning_limit = WarningLimit::default();
        let mut sample = sample.into_iter();
        let mut done = 0_u64;
        let ended = loop {
            for (kind, what, row, text) in notes.drain(..) {
                warning_limit.at_named(sink, kind, what, row, || text);
            }
            let row = match sample.next() {
                Some(row) => row,
                None => match rows.next_row(&mut notes)? {
                    Some(row) => {
                        rows.merged().into_iter().for_each(|s| merges.push(s));
                        row
                    }
                    None => break Ended::Read,
                },
            };
            for (kind, what, row, text) in notes.drain(..) {
                warning_limit.at_named(sink, kind, what, row, || text);
            }
            done += 1;
            if done.is_multiple_of(ROWS_PER_WORD) {
                let (at, all) = rows.progress();
                if sink.progress(at, all).is_break() {
                    break Ended::Stopped;
                }
            }
            if self.row(row, &mut merges, &mut warning_limit, sink).is_break() {
                break Ended::Stopped;
            }
        };
        for (kind, what, row, text) in notes.drain(..) {
            warning_limit.at_named(sink, kind, what, row, || text);
        }
        if ended == Ended::Read && self.end_parcel(&mut warning_limit, sink).is_break() {
            return Ok(Ended::Stopped);
        }
        if self.parcels > 0 {
            let text = said!(
                "ledger.boundary_points",
                "表中每一行是一个界址点，已连成 {} 个面",
                "each row is a boundary point; they were joined to {} areas",
                self.parcels
            );
            sink.warning(Warning::of_file(WarningKind::NotSupported, text));
        }
        warning_limit.finish(sink);
        Ok(ended)
    }

    fn say_system(&self, sink: &mut dyn Sink) {
        if let Some(guess) = &self.guess {
            sink.warning(Warning::of_file(WarningKind::NotSupported, guess.clone()));
        }
        if let Some(packing) = self.places.packing {
            let example = match packing {
                Packing::Whole => "1163021.5",
                Packing::AfterPoint => "116.30215",
            };
            let text = said!(
                "ledger.packed",
                "坐标按度分秒连写读取，如 {example} 是 116°30′21.5″",
                "coordinates were read as degrees, minutes and seconds in one number: {example} is 116°30′21.5″"
            );
            sink.warning(Warning::of_file(WarningKind::NotSupported, text));
        }
        if self.places.swapped {
            sink.warning(Warning::of_file(
                WarningKind::AxesSwapped,
                said!("ledger.exchanged", "表头的经度、纬度（或东、北坐标）与数值相反，已按数值对调", "the headers of longitude and latitude (or easting and northing) are the wrong way round; they were exchanged"),
            ));
        }
        match &self.head.crs {
            FoundCrs::NotKnown(name) => sink.warning(Warning::of_file(
                WarningKind::CrsUnknown,
                said!("ledger.crs_named", "坐标系为“{name}”，请在导入时选择坐标系或给出参数", "the coordinate system is “{name}”; choose one or give parameters"),
            )),
            FoundCrs::Unstated if self.places.easting.is_some() => sink.warning(Warning::of_file(
                WarningKind::CrsUnknown,
                said!("ledger.crs_unstated", "坐标是平面坐标（米），表中没有写明坐标系，请在导入时选择坐标系和带号", "coordinates are metres and the table states no coordinate system; choose the system and zone"),
            )),
            _ => {}
        }
    }

    fn row(
        &mut self,
        mut row: Row,
        merges: &mut Merges,
        warning_limit: &mut WarningLimit,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let left_out = match self.body.kind(&row) {
            RowKind::Thing => None,
            RowKind::Blank => return ControlFlow::Continue(()),
            RowKind::Total => Some(TOTALS),
            RowKind::Heading => Some(HEADINGS),
            RowKind::Note => Some(NOTES),
            RowKind::HeaderAgain => Some(AGAIN),
        };
        if let Some(what) = left_out {
            warning_limit.count(WarningKind::RowPassedOver, what);
            if what == TOTALS {
                let value = |column: &LedgerColumn| column.value(row.cell(column.at)).0;
                sink.total(row.number, self.columns.iter().map(value).collect());
            }
            return ControlFlow::Continue(());
        }
        let amounts = &self.amounts;
        if merges.fill(&mut row, self.width, |c| {
            !amounts.get(c).copied().unwrap_or_default()
        }) > 0
        {
            warning_limit.count(WarningKind::NotSupported, WITHHELD);
        }
        let number = row.number;
        self.widen(&row, warning_limit, sink);
        let geometry = match self.place(&row) {
            Ok(geometry) => geometry,
            Err(e) => {
                warning_limit.at_named(sink, e.kind, e.what, number, || e.text.clone());
                None
            }
        };
        let mut values = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let cell = row.cell(column.at);
            if let Cell::Broken(error) = cell {
                warning_limit.at_named(
                    sink,
                    WarningKind::BadNumber,
                    "公式出错的单元格留空",
                    number,
                    || {
                        said!(
                            "ledger.formula",
                            "“{}”的公式出错（{error}），已留空",
                            "the formula in “{}” failed ({error}); it was left empty",
                            column.field.name
                        )
                    },
                );
            }
            let (value, cut) = column.value(cell);
            if cut {
                warning_limit.at_named(
                    sink,
                    WarningKind::TextCut,
                    "文字过长，已截断",
                    number,
                    || {
                        said!(
                            "ledger.text_cut",
                            "“{}”的文字过长，已截断",
                            "the text in “{}” is too long and was cut",
                            column.field.name
                        )
                    },
                );
            }
            values.push(value);
        }
        if let Some(boundary) = self.boundary.clone() {
            return self.corner(&row, &boundary, geometry, values, warning_limit, sink);
        }
        sink.feature(Feature {
            number,
            geometry,
            values,
        })
    }

    /// Where a row is, in the system of the layer.
    fn place(&mut self, row: &Row) -> Result<Option<Geometry<f64>>, BadCoordinates> {
        let geometry = self.places.geometry(row)?;
        match (&mut self.systems, geometry) {
            (Some(systems), Some(geometry)) => systems.convert(row, &geometry).map(Some),
            (_, geometry) => Ok(geometry),
        }
    }

    /// Takes a row for a corner of an area; the area is handed over at the first corner of the next.
    fn corner(
        &mut self,
        row: &Row,
        boundary: &BoundaryColumns,
        geometry: Option<Geometry<f64>>,
        values: Vec<Value>,
        warning_limit: &mut WarningLimit,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let name = boundary.parcel.map_or_else(String::new, |c| row.cell(c).shown());
        let goes_on = self
            .parcel
            .as_ref()
            .is_some_and(|p| name.is_empty() || p.name == name);
        if !goes_on {
            self.end_parcel(warning_limit, sink)?;
        }
        let parcel = self
            .parcel
            .get_or_insert_with(|| ParcelBuilder::new(name, row.number, values));
        if let Some(Geometry::Point(at)) = geometry {
            parcel.add(boundary.ring_of(row, self.blanks.before(row.number)), at.0);
        }
        ControlFlow::Continue(())
    }

    fn end_parcel(&mut self, warning_limit: &mut WarningLimit, sink: &mut dyn Sink) -> ControlFlow<()> {
        let Some(parcel) = self.parcel.take() else {
            return ControlFlow::Continue(());
        };
        self.parcels += 1;
        let geometry = parcel.area();
        if geometry.is_none() {
            let (kind, what) = (WarningKind::GeometryLeftOut, "界址点围不成面");
            warning_limit.at_named(sink, kind, what, parcel.number, || {
                said!(
                    "ledger.no_area",
                    "“{}”的界址点围不成面",
                    "the boundary points of “{}” enclose no area",
                    parcel.name
                )
            });
        }
        sink.feature(Feature {
            number: parcel.number,
            geometry,
            values: parcel.values,
        })
    }
}

impl LedgerReader {
    /// Makes fields of columns that the header does not name, when a row has something in them.
    fn widen(&mut self, row: &Row, warning_limit: &mut WarningLimit, sink: &mut dyn Sink) {
        let number = row.number;
        if let Some(even) = self.even.filter(|n| *n != row.cells.len()) {
            let what = if row.cells.len() < even {
                "列数比表头少"
            } else {
                "列数比表头多"
            };
            warning_limit.at_named(sink, WarningKind::NotSupported, what, number, || {
                said!(
                    "ledger.uneven",
                    "有 {} 列，表头有 {even} 列；请查看是否缺少引号或分隔符",
                    "it has {} columns, the header {even}; see whether quotes or delimiters are missing",
                    row.cells.len()
                )
            });
        }
        let fresh: Vec<usize> = (self.width..row.cells.len())
            .chain(self.unnamed.iter().copied())
            .filter(|c| !row.cell(*c).is_empty())
            .collect();
        for at in fresh {
            if self.added >= MOST_ADDED {
                warning_limit.at_named(
                    sink,
                    WarningKind::NotSupported,
                    "没有表头的列里的值没有导入",
                    number,
                    || {
                        said!(
                            "ledger.no_column_header",
                            "第 {} 列没有表头，没有导入",
                            "column {} has no header and was not imported",
                            at + 1
                        )
                    },
                );
                return;
            }
            self.added += 1;
            self.unnamed.retain(|c| *c != at);
            // Columns between are known by now to be empty so far.
            self.unnamed.extend(self.width..at);
            self.width = self.width.max(at + 1);
            let mut name = format!("列{}", at + 1);
            while self.columns.iter().any(|c| c.field.name == name) {
                name.push('_');
            }
            let column = LedgerColumn::infer(at, name, std::iter::empty());
            sink.field(column.field.clone());
            self.columns.push(column);
        }
    }
}

/// Names of the columns up to the last that has a name or a value in the sample.
fn names(head: &Header, sample: &[Row]) -> Vec<String> {
    let mut names = head.names.clone();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if !head.found {
        let width = sample
            .iter()
            .filter_map(|r| r.filled().last())
            .max()
            .map_or(0, |c| c + 1);
        names.resize(width, String::new());
    }
    names
}

/// Gives used columns without a name their number, and repeated names one of their own.
fn unique(names: &mut [String], used: &[bool]) {
    let mut taken = HashSet::new();
    for (i, name) in names.iter_mut().enumerate() {
        if !used[i] {
            continue;
        }
        if name.is_empty() {
            *name = format!("列{}", i + 1);
        }
        let base = name.clone();
        let mut n = 1;
        while !taken.insert(name.clone()) {
            n += 1;
            *name = format!("{base}_{n}");
        }
    }
}

/// Whether a column is an amount, which would count twice if a merged one stood in each row.
fn is_amount(name: &str) -> bool {
    [
        "资金",
        "投资",
        "金额",
        "万元",
        "亿元",
        "(元)",
        "（元）",
        "面积",
        "长度",
        "里程",
        "数量",
        "规模",
        "亩",
        "公里",
        "费用",
        "预算",
        "产值",
    ]
    .iter()
    .any(|w| name.contains(w))
}

/// The text that a column has in every row that has one.
fn one_value(rows: &[Row], column: usize) -> Option<String> {
    let mut texts = rows.iter().map(|r| r.cell(column)).filter(|c| !c.is_empty());
    let first = texts.next()?.shown();
    texts.all(|c| c.shown() == first).then_some(first)
}
