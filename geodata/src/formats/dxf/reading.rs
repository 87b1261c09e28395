//! The walk through a drawing.

use super::blocks::{Block, Output, OutputHalt, fields};
use super::entities::{self, Entity, EntityReading};
use super::record::{DxfRecord, DxfRecords, RecordsEnd};
use super::survey;
use crate::formats::detection::first_bytes;
use crate::formats::feature::{FoundCrs, LayerHead};
use crate::formats::format::Format;
use crate::formats::reading::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use files::xml::CountedRead;
use geo_types::coord;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::rc::Rc;
use words::{English, Words, said};

/// Most vertices of one polyline.
const MAX_VERTICES: usize = 2_000_000;

/// Most kinds of entities that are named when they are not supported.
const MAX_KINDS: usize = 30;

/// Reads a DXF drawing (text): one layer of the file's name, fields `图层` (CAD layer), `类型` (kind of entity), `颜色`
/// (index or `#rrggbb`), `文字`, `块` (outermost block) and `句柄`; coordinates in metres where the drawing states its
/// units. The file is gone through twice: encoding and units may only be known at its end.
///
/// # Errors
/// [`ReadError`] when nothing can be used, or a limit is passed.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let total = std::fs::metadata(path)
        .map_err(|e| ReadError::io(path, &e))?
        .len();
    refuse_others(path, total)?;
    let layer = options.layer_of_file(path)?;
    let done = Rc::<Cell<u64>>::default();
    let open = || -> Result<_, ReadError> {
        let inner = File::open(path).map_err(|e| ReadError::io(path, &e))?;
        let counted = CountedRead {
            inner,
            done: done.clone(),
        };
        Ok(DxfRecords::new(BufReader::with_capacity(1 << 16, counted)))
    };
    let mut stopped = false;
    // Both rounds make up the whole.
    let surveyed = survey::survey(&mut open()?, options.encoding.as_deref(), sink, |sink| {
        let flow = sink.progress(done.get() / 2, total);
        stopped |= flow.is_break();
        flow
    })?;
    if stopped {
        return Ok(());
    }
    let damaged = |reason: Words| ReadError::damaged(path, Format::Dxf, reason);
    let survey = match surveyed {
        Ok(survey) => survey,
        Err(RecordsEnd::Broken(reason)) => {
            return Err(damaged(Words::new(
                "dxf.broken",
                reason,
                "it breaks off, or is no DXF".to_owned(),
            )));
        }
        Err(RecordsEnd::End) => {
            return Err(damaged(said!(
                "dxf.no_content",
                "里面没有 DXF 内容",
                "it holds no DXF"
            )));
        }
    };
    if !survey.entities {
        return Err(damaged(said!(
            "dxf.no_entities",
            "没有图元段（ENTITIES），可能不完整；请在 CAD 中重新另存为 ASCII DXF",
            "it has no ENTITIES section and may be incomplete; save it again as ASCII DXF"
        )));
    }
    let mut walk = DxfReader {
        output: Output::new(sink, survey),
        layer,
        begun: false,
        section: String::new(),
        block: None,
        polyline: None,
        not_supported: BTreeMap::new(),
        paper: 0,
        hidden: 0,
        cut: 0,
    };
    let ended = walk.through(&mut open()?, |sink| {
        sink.progress(done.get() / 2, total).is_break()
    });
    walk.end(ended, path)
}

/// Refuses what is no text DXF, with what to do.
fn refuse_others(path: &Path, total: u64) -> Result<(), ReadError> {
    if total == 0 {
        return Err(ReadError::Empty {
            path: path.to_owned(),
        });
    }
    let head = first_bytes(path, 22)?;
    let damaged = |reason: Words| Err(ReadError::damaged(path, Format::Dxf, reason));
    if head.starts_with(b"AutoCAD Binary DXF") {
        return damaged(said!(
            "dxf.binary",
            "这是二进制 DXF；请在 CAD 中另存为 ASCII（文本）DXF 后再导入",
            "it is a binary DXF; save it as ASCII (text) DXF first"
        ));
    }
    if head.starts_with(b"AC10") {
        return damaged(said!(
            "dxf.dwg",
            "这是 DWG 图形；请在 CAD 中另存为 ASCII（文本）DXF 后再导入",
            "it is a DWG drawing; save it as ASCII (text) DXF first"
        ));
    }
    Ok(())
}

struct DxfReader<'s> {
    output: Output<'s>,
    layer: String,
    begun: bool,
    section: String,
    /// The block being defined, with its name.
    block: Option<(String, Block)>,
    polyline: Option<(Box<Entity>, i64)>,
    not_supported: BTreeMap<String, u64>,
    paper: u64,
    hidden: u64,
    cut: u64,
}

/// How the walk ended.
enum DxfEnd {
    Whole,
    Broken(String),
    Halted(OutputHalt),
}

impl DxfReader<'_> {
    fn through<R: std::io::BufRead>(
        &mut self,
        records: &mut DxfRecords<R>,
        mut is_enough: impl FnMut(&mut dyn Sink) -> bool,
    ) -> DxfEnd {
        let mut record = DxfRecord::default();
        let mut count = 0_u64;
        loop {
            count += 1;
            if count.is_multiple_of(1024) && is_enough(self.output.sink) {
                return DxfEnd::Halted(OutputHalt::Stopped);
            }
            match records.next_into(&mut record) {
                Ok(()) => {}
                // The sections after the entities hold nothing that is read.
                Err(_) if self.section.is_empty() && self.begun => return DxfEnd::Whole,
                Err(RecordsEnd::End) if self.section.is_empty() => return DxfEnd::Whole,
                Err(RecordsEnd::End) => return DxfEnd::Broken("文件在图元段中断".to_owned()),
                Err(RecordsEnd::Broken(reason)) => return DxfEnd::Broken(reason),
            }
            if let Err(halt) = self.record(&record) {
                return DxfEnd::Halted(halt);
            }
        }
    }

    fn record(&mut self, record: &DxfRecord) -> Result<(), OutputHalt> {
        if record.kind != "VERTEX"
            && let Some((item, _)) = self.polyline.take()
        {
            self.item(*item)?;
        }
        let texts = &self.output.survey.texts;
        match (record.kind.as_str(), self.section.as_str()) {
            ("SECTION", _) => {
                self.section =
                    String::from_utf8_lossy(record.value(2).unwrap_or_default().trim_ascii()).into_owned();
                if self.section == "ENTITIES" {
                    self.begin()?;
                }
            }
            ("ENDSEC" | "EOF", _) => {
                self.end_block();
                self.section.clear();
            }
            ("BLOCK", "BLOCKS") => {
                let name = record.value(2).map(|v| texts.name(v)).unwrap_or_default();
                let base = |code| {
                    Some(record.number_or(code, 0.0))
                        .filter(|n| n.is_finite())
                        .unwrap_or(0.0)
                };
                let base = coord! { x: base(10), y: base(20) };
                self.end_block();
                let block = Block {
                    base,
                    items: Vec::new(),
                };
                self.block = Some((name.to_lowercase(), block));
            }
            ("ENDBLK", "BLOCKS") => self.end_block(),
            (_, "ENTITIES") => self.entity(record)?,
            (_, "BLOCKS") if self.block.is_some() => self.entity(record)?,
            _ => {}
        }
        Ok(())
    }

    fn entity(&mut self, record: &DxfRecord) -> Result<(), OutputHalt> {
        if record.kind == "VERTEX" {
            if let Some((item, flags)) = &mut self.polyline {
                if item.shape.size() < MAX_VERTICES {
                    entities::add_vertex(item, *flags, record);
                } else {
                    self.cut += 1;
                }
            }
            return Ok(());
        }
        let in_drawing = self.block.is_none();
        if in_drawing && record.integer(67) == 1 {
            self.paper += u64::from(!matches!(record.kind.as_str(), "SEQEND" | "VIEWPORT"));
            return Ok(());
        }
        if record.integer(60) == 1 {
            self.hidden += u64::from(in_drawing);
            return Ok(());
        }
        if record.cut {
            self.cut += 1;
            return Ok(());
        }
        match entities::read(record, &self.output.survey.texts) {
            EntityReading::Entity(item) => self.item(*item)?,
            EntityReading::Polyline(item, flags) => self.polyline = Some((item, flags)),
            EntityReading::Nothing => {}
            EntityReading::NotSupported => {
                let kind = match self.not_supported.len() < MAX_KINDS {
                    true => record.kind.clone(),
                    false => OTHER.to_owned(),
                };
                *self.not_supported.entry(kind).or_default() += 1;
            }
        }
        Ok(())
    }

    fn item(&mut self, item: Entity) -> Result<(), OutputHalt> {
        match &mut self.block {
            Some((_, block)) => {
                self.output.hold(&item)?;
                block.items.push(item);
                Ok(())
            }
            None => self.output.entity(&item),
        }
    }

    fn end_block(&mut self) {
        if let Some((name, block)) = self.block.take() {
            self.output.blocks.insert(name, Rc::new(block));
        }
    }

    fn begin(&mut self) -> Result<(), OutputHalt> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        let head = LayerHead {
            places: None,
            name: self.layer.clone(),
            crs: FoundCrs::Unstated,
            encoding: Some(self.output.survey.texts.encoding.name()),
            fields: fields(),
        };
        match self.output.sink.layer(head) {
            flow if flow.is_break() => Err(OutputHalt::Stopped),
            _ => Ok(()),
        }
    }

    fn end(self, ended: DxfEnd, path: &Path) -> Result<(), ReadError> {
        let mut told: Vec<(WarningKind, Words)> = Vec::new();
        match ended {
            DxfEnd::Halted(OutputHalt::Stopped) => return Ok(()),
            DxfEnd::Halted(OutputHalt::TooMuch(reason)) => {
                return Err(ReadError::TooMuch {
                    path: path.to_owned(),
                    reason: Words::new(
                        "dxf.too_much",
                        reason,
                        "its blocks hold too many entities or vertices; leave out blocks or save it by parts"
                            .to_owned(),
                    ),
                });
            }
            DxfEnd::Whole => {}
            DxfEnd::Broken(reason) if self.output.number > 0 => {
                let number = self.output.number;
                told.push((
                    WarningKind::Truncated,
                    said!(
                        "dxf.truncated",
                        "文件不完整：{reason}；已读出前面完整的 {number} 个图元",
                        "the file is incomplete; the first {number} whole entities were read"
                    ),
                ));
            }
            DxfEnd::Broken(reason) => {
                let words = Words::new(
                    "dxf.broken",
                    reason,
                    "the drawing is damaged or incomplete".to_owned(),
                );
                return Err(ReadError::damaged(path, Format::Dxf, words));
            }
        }
        let output = &self.output;
        let mut tell = |count: u64, kind, text: Words| {
            if count > 0 {
                told.push((kind, text));
            }
        };
        let heights = output.heights;
        tell(
            heights,
            WarningKind::HeightLeftOut,
            said!(
                "dxf.heights",
                "{heights} 个图元带有高程，只保留了平面坐标",
                "{heights} entities have heights; only plane coordinates were kept"
            ),
        );
        if !self.not_supported.is_empty() {
            let text = said!(
                "dxf.kinds_not_supported",
                "未支持的图元没有读入：{}",
                "entities that are not supported were not read: {}",
                Counted(&self.not_supported)
            );
            tell(1, WarningKind::NotSupported, text);
        }
        let deep = output.too_deep;
        tell(
            deep,
            WarningKind::NotSupported,
            said!(
                "dxf.blocks_too_deep",
                "{deep} 处块嵌套太深（或块套自己），没有展开",
                "{deep} blocks nest too deeply (or hold themselves) and were not expanded"
            ),
        );
        let missing = output.missing_blocks;
        tell(
            missing,
            WarningKind::PartMissing,
            said!(
                "dxf.blocks_missing",
                "{missing} 处插入的块没有定义，只读入插入点",
                "{missing} inserted blocks are not defined; only their insertion points were read"
            ),
        );
        tell(
            self.paper,
            WarningKind::LayerLeftOut,
            said!(
                "dxf.paper_space",
                "布局（图纸空间）里的 {} 个图元没有读入",
                "{} entities of the paper space were not read",
                self.paper
            ),
        );
        tell(
            self.hidden,
            WarningKind::LayerLeftOut,
            said!(
                "dxf.invisible",
                "{} 个设为不可见的图元没有读入",
                "{} invisible entities were not read",
                self.hidden
            ),
        );
        tell(
            self.cut,
            WarningKind::FeatureLeftOut,
            said!(
                "dxf.too_long",
                "{} 个图元或顶点太长，没有读入",
                "{} entities or vertices are too long and were not read",
                self.cut
            ),
        );
        let encoding = output.survey.texts.encoding.name();
        let replaced = u64::from(output.survey.texts.replaced.get());
        tell(
            replaced,
            WarningKind::BadText,
            said!(
                "dxf.bad_bytes",
                "有些字节不是 {encoding} 文字，已用 � 代替；请指定正确的编码",
                "some bytes are no {encoding} text and were replaced by �; choose the right encoding"
            ),
        );
        let Output {
            sink,
            mut warning_limit,
            ..
        } = self.output;
        for (kind, text) in told {
            sink.warning(Warning::of_file(kind, text));
        }
        warning_limit.finish(sink);
        Ok(())
    }
}

/// Kinds of entities with their counts, as a part of a sentence.
struct Counted<'k>(&'k BTreeMap<String, u64>);

impl std::fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kinds: Vec<String> = self.0.iter().map(|(kind, n)| format!("{kind} {n} 个")).collect();
        f.write_str(&kinds.join("、"))
    }
}

impl English for Counted<'_> {
    fn english(&self) -> String {
        let kind = |kind: &str| if kind == OTHER { "other" } else { kind }.to_owned();
        let kinds: Vec<String> = self.0.iter().map(|(k, n)| format!("{n} {}", kind(k))).collect();
        kinds.join(", ")
    }
}

/// What further kinds are counted under.
const OTHER: &str = "其他";
