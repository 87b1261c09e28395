//! FlatGeobuf in.

use super::{MAGIC, geometry, properties};
use crate::crs::Crs;
use crate::formats::feature::{Feature, Field, FoundCrs, LayerHead};
use crate::formats::format::Format;
use crate::formats::geometry_fixes::GeometryFixes;
use crate::formats::reading::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use crate::formats::warning_limit::LimitedWarnings;
use flatgeobuf as fgb;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;
use words::{Words, said};

/// Longest header.
const LONGEST_HEADER: u64 = 10 << 20;

/// Longest feature.
const LONGEST_FEATURE: u64 = 512 << 20;

/// Bytes of a node of the index.
const NODE: u64 = 40;

/// Reads a file of FlatGeobuf, which is one layer. The index is passed over.
///
/// # Errors
/// [`ReadError`].
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let io = |e: std::io::Error| ReadError::io(path, &e);
    let damaged = |reason: Words| ReadError::damaged(path, Format::FlatGeobuf, reason);
    let file = File::open(path).map_err(io)?;
    let total = file.metadata().map_err(io)?.len();
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut magic = [0; 8];
    let mut size = [0; 4];
    if total < 12 {
        return Err(damaged(said!(
            "flatgeobuf.too_short",
            "文件太短",
            "the file is too short"
        )));
    }
    reader.read_exact(&mut magic).map_err(io)?;
    if magic[..3] != MAGIC[..3] || magic[4..7] != MAGIC[4..7] {
        return Err(damaged(said!(
            "flatgeobuf.bad_start",
            "文件开头不对",
            "its beginning is not that of the format"
        )));
    }
    if magic[3] != MAGIC[3] {
        return Err(damaged(said!(
            "flatgeobuf.version",
            "版本是 {}，只支持 {}，请用 QGIS 另存",
            "it is version {}, but {} is supported; save it with QGIS",
            magic[3],
            MAGIC[3]
        )));
    }
    reader.read_exact(&mut size).map_err(io)?;
    let length = u64::from(u32::from_le_bytes(size));
    if length > LONGEST_HEADER || 12 + length > total {
        return Err(damaged(said!(
            "flatgeobuf.bad_head_length",
            "文件头的长度不对",
            "the length of its head is wrong"
        )));
    }
    let mut header_bytes = size.to_vec();
    header_bytes.resize(4 + length as usize, 0);
    reader.read_exact(&mut header_bytes[4..]).map_err(io)?;
    let header = fgb::size_prefixed_root_as_header(&header_bytes)
        .map_err(|_| damaged(said!("flatgeobuf.bad_head", "文件头有误", "its head is damaged")))?;
    let index = index_length(header.features_count(), header.index_node_size())
        .filter(|index| 12 + length + index <= total)
        .ok_or_else(|| {
            damaged(said!(
                "flatgeobuf.bad_count",
                "文件头里的要素个数与文件长度不符",
                "the number of features in its head does not fit its length"
            ))
        })?;
    reader.seek_relative(index as i64).map_err(io)?;

    let columns: Vec<(String, fgb::ColumnType)> = header
        .columns()
        .into_iter()
        .flat_map(|c| c.iter())
        .map(|c| (c.name().to_owned(), c.type_()))
        .collect();
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let name = header
        .name()
        .filter(|n| !n.is_empty())
        .map_or(stem, str::to_owned);
    if let Some(asked) = options.layer.as_ref().filter(|l| **l != name) {
        return Err(ReadError::no_such_layer(path, asked, [name]));
    }
    let mut warning_limit = LimitedWarnings::new(sink);
    let head = LayerHead {
        places: None,
        name,
        crs: crs(header),
        encoding: None,
        fields: columns
            .iter()
            .map(|(name, column)| Field {
                name: name.clone(),
                kind: properties::kind(*column),
            })
            .collect(),
    };
    if warning_limit.layer(head).is_break() {
        return Ok(());
    }
    let mut features = Features {
        reader,
        at: 12 + length + index,
        total,
        count: header.features_count(),
        layer: header.geometry_type(),
        columns,
        heights: 0,
    };
    if features.hand_over(&mut warning_limit).map_err(io)? {
        if features.heights > 0 {
            let text = said!(
                "flatgeobuf.heights",
                "{} 个要素带有高程或测量值，只保留了平面坐标",
                "{} features have heights or measures; only plane coordinates were kept",
                features.heights
            );
            warning_limit.warning(Warning::of_file(WarningKind::HeightLeftOut, text));
        }
        warning_limit.finish();
    }
    Ok(())
}

/// Bytes of the index: all levels of a tree with so many leaves; `None` when no file is that long.
fn index_length(features: u64, node_size: u16) -> Option<u64> {
    if node_size == 0 || features == 0 {
        return Some(0);
    }
    let node_size = u64::from(node_size.max(2));
    let (mut level, mut nodes) = (features, features);
    loop {
        level = level.div_ceil(node_size);
        nodes = nodes.checked_add(level)?;
        if level == 1 {
            return nodes.checked_mul(NODE);
        }
    }
}

fn crs(header: fgb::Header<'_>) -> FoundCrs {
    let Some(crs) = header.crs() else {
        return FoundCrs::Unstated;
    };
    let by_epsg = crs
        .org()
        .is_none_or(|o| o.is_empty() || o.eq_ignore_ascii_case("EPSG"));
    let code = u32::try_from(crs.code()).ok().filter(|c| *c > 0);
    if let Some(known) = code.filter(|_| by_epsg).and_then(Crs::from_epsg) {
        return FoundCrs::Stated(known);
    }
    for name in [crs.code_string(), crs.name()].into_iter().flatten() {
        if let Ok(known) = Crs::parse(name) {
            return FoundCrs::Stated(known);
        }
    }
    let by_text = crs.wkt().map_or(FoundCrs::Unstated, FoundCrs::of_text);
    match (by_text, code) {
        (FoundCrs::Unstated | FoundCrs::NotKnown(_), Some(code)) => {
            FoundCrs::NotKnown(format!("{}:{code}", crs.org().unwrap_or("EPSG")))
        }
        (FoundCrs::Unstated, None) => match crs.name().filter(|n| !n.is_empty()) {
            Some(name) => FoundCrs::NotKnown(name.to_owned()),
            None => FoundCrs::Unstated,
        },
        (found, _) => found,
    }
}

struct Features<R> {
    reader: R,
    at: u64,
    total: u64,
    /// As the header says; 0 when it does not know.
    count: u64,
    layer: fgb::GeometryType,
    columns: Vec<(String, fgb::ColumnType)>,
    heights: u64,
}

impl<R: Read> Features<R> {
    /// Hands over all features; false when no more are wanted.
    fn hand_over(&mut self, warning_limit: &mut LimitedWarnings<'_>) -> std::io::Result<bool> {
        let mut buffer = Vec::new();
        let mut notes = Vec::new();
        let mut number = 0;
        while self.at < self.total && (self.count == 0 || number < self.count) {
            if self.at + 4 > self.total {
                cut(warning_limit, number);
                return Ok(true);
            }
            buffer.resize(4, 0);
            self.reader.read_exact(&mut buffer)?;
            let length = u64::from(u32::from_le_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]));
            self.at += 4;
            if self.at + length > self.total || length > LONGEST_FEATURE {
                cut(warning_limit, number);
                return Ok(true);
            }
            buffer.resize(4 + length as usize, 0);
            match self.reader.read_exact(&mut buffer[4..]) {
                Err(e) if e.kind() == ErrorKind::UnexpectedEof => {
                    cut(warning_limit, number);
                    return Ok(true);
                }
                other => other?,
            }
            self.at += length;
            number += 1;
            let Ok(table) = fgb::size_prefixed_root_as_feature(&buffer) else {
                let text = said!(
                    "flatgeobuf.bad_feature",
                    "这个要素的内容有误，没有导入",
                    "this feature is damaged and was not imported"
                );
                warning_limit.warning(Warning::at(WarningKind::FeatureLeftOut, number, text));
                continue;
            };
            let feature = self.feature(table, number, warning_limit, &mut notes);
            if warning_limit.feature(feature).is_break() {
                return Ok(false);
            }
            if number % 1024 == 0 && warning_limit.progress(self.at, self.total).is_break() {
                return Ok(false);
            }
        }
        if self.count > number {
            cut(warning_limit, number);
        }
        Ok(true)
    }

    fn feature(
        &mut self,
        table: fgb::Feature<'_>,
        number: u64,
        warning_limit: &mut LimitedWarnings<'_>,
        notes: &mut Vec<(WarningKind, Words)>,
    ) -> Feature {
        let mut fixes = GeometryFixes::default();
        let geometry = table
            .geometry()
            .and_then(|g| geometry::read(g, self.layer, &mut fixes));
        self.heights += u64::from(fixes.heights);
        let mut values = Vec::new();
        if table.columns().is_some_and(|c| !c.is_empty()) {
            let text = said!(
                "flatgeobuf.own_columns",
                "这个要素自带字段表，其属性没有导入",
                "this feature has columns of its own; its attributes were not imported"
            );
            notes.push((WarningKind::NotSupported, text.to_owned()));
        } else if let Some(bytes) = table.properties()
            && !properties::read(bytes.bytes(), &self.columns, &mut values, notes)
        {
            let text = said!(
                "flatgeobuf.bad_attributes",
                "属性的内容有误，只读到一部分",
                "the attributes are damaged; a part was read"
            );
            notes.push((WarningKind::Truncated, text.to_owned()));
        }
        for (kind, text) in notes.drain(..).chain(fixes.words()) {
            warning_limit.warning(Warning::at(kind, number, text));
        }
        Feature {
            number,
            geometry,
            values,
        }
    }
}

fn cut(warning_limit: &mut LimitedWarnings<'_>, number: u64) {
    let text = said!(
        "flatgeobuf.truncated",
        "文件不完整，在第 {number} 个要素之后中断；之前的要素已导入",
        "the file is incomplete after feature {number}; those before were imported"
    );
    warning_limit.warning(Warning::of_file(WarningKind::Truncated, text));
}
