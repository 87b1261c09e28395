//! The walk through a KML document: a stack of where it is, no tree.

use super::context::{KmlContext, child, not_supported};
use super::coordinates::{self, Parsed};
use super::fields::{Fields, Origin, Outcome, kind_of};
use super::geometry::{Builder, GeometryFault};
use super::html;
use crate::crs::Crs;
use crate::formats::feature::{Feature, FieldKind, FoundCrs, LayerHead};
use crate::formats::format::Format;
use crate::formats::reading::{MAX_TEXT, ReadError, ReadOptions, Sink, Warning, WarningKind};
use crate::formats::warning_limit::WarningLimit;
use files::xml::{self, FoundEncoding, MAX_PIECE, Rewindable, Xml, XmlFault, XmlNode};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use words::{Words, said};

/// Longest folder name that is kept, in characters.
const MAX_FOLDER: usize = 200;

/// Steps between two words on how far it is.
const STEPS: u64 = 4096;

/// Reads a document.
pub(super) fn read(
    source: &mut dyn Rewindable,
    path: &Path,
    format: Format,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let layer = options.layer_of_file(path)?;
    let refused = |error| ReadError::of_xml(error, format);
    let found = xml::find_encoding(source, options.encoding.as_deref()).map_err(refused)?;
    let total = source.total();
    let done = Rc::<Cell<u64>>::default();
    let bytes = source.open(done.clone()).map_err(refused)?;
    let mut walk = KmlReader::new(layer, found, sink);
    let ended = walk.through(Xml::new(bytes, found.encoding), &done, total);
    walk.end(ended, path, format)
}

struct KmlReader<'s> {
    sink: &'s mut dyn Sink,
    warning_limit: WarningLimit,
    layer: String,
    encoding: FoundEncoding,
    begun: bool,
    stack: Vec<KmlContext>,
    folders: Vec<String>,
    fields: Fields,
    geometry: Builder,
    line: Parsed,
    text: String,
    text_cut: bool,
    /// Name of the field whose value comes.
    data_name: String,
    first_when: Option<String>,
    last_when: Option<String>,
    number: u64,
    heights: u64,
    left_out: BTreeMap<&'static str, u64>,
    fields_left_out: u64,
    replaced: bool,
    unknown_entities: u64,
}

/// How the walk ended, when not by a fault.
#[derive(Debug, PartialEq)]
enum KmlEnd {
    Whole,
    /// The sink has enough.
    Stopped,
}

impl<'s> KmlReader<'s> {
    fn new(layer: String, encoding: FoundEncoding, sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            warning_limit: WarningLimit::default(),
            layer,
            encoding,
            begun: false,
            stack: Vec::new(),
            folders: Vec::new(),
            fields: Fields::default(),
            geometry: Builder::default(),
            line: Parsed::default(),
            text: String::new(),
            text_cut: false,
            data_name: String::new(),
            first_when: None,
            last_when: None,
            number: 0,
            heights: 0,
            left_out: BTreeMap::new(),
            fields_left_out: 0,
            replaced: false,
            unknown_entities: 0,
        }
    }

    fn through(&mut self, mut xml: Xml<'_>, done: &Cell<u64>, total: u64) -> Result<KmlEnd, XmlFault> {
        let mut steps = 0_u64;
        let ended = loop {
            steps += 1;
            if steps.is_multiple_of(STEPS) && self.sink.progress(done.get(), total).is_break() {
                break Ok(KmlEnd::Stopped);
            }
            match xml.step() {
                Ok(XmlNode::Open(start)) => {
                    if let Err(fault) = self.open(&start) {
                        break Err(fault);
                    }
                }
                Ok(XmlNode::Text(text)) => {
                    if let Err(fault) = self.take_text(text) {
                        break Err(fault);
                    }
                }
                Ok(XmlNode::Close) => {
                    if self.close() == KmlEnd::Stopped {
                        break Ok(KmlEnd::Stopped);
                    }
                }
                Ok(XmlNode::End) => break Ok(KmlEnd::Whole),
                Err(fault) => break Err(fault),
            }
        };
        self.replaced = xml.replaced.get();
        self.unknown_entities = xml.unknown_entities;
        ended
    }

    fn open(&mut self, start: &quick_xml::events::BytesStart<'_>) -> Result<(), XmlFault> {
        let name = xml::local(start);
        let parent = self.stack.last().copied();
        let ctx = child(parent, name);
        if parent.is_none() && ctx == KmlContext::Skipped {
            let name: String = name.chars().take(40).collect();
            return Err(XmlFault::Broken(format!("根元素是 <{name}>，不是 <kml>")));
        }
        if let Some(what) = not_supported(parent, name) {
            *self.left_out.entry(what).or_default() += 1;
        }
        match ctx {
            KmlContext::Folder => self.folders.push(String::new()),
            KmlContext::Placemark => {
                self.geometry = Builder::default();
                self.first_when = None;
                self.last_when = None;
            }
            KmlContext::Data => self.data_name = named(start),
            KmlContext::DataValue if parent == Some(KmlContext::SchemaData) => self.data_name = named(start),
            KmlContext::DataValue if parent == Some(KmlContext::ExtendedData) => {
                self.data_name = name.to_owned()
            }
            KmlContext::Coordinates | KmlContext::Track => self.line = Parsed::default(),
            KmlContext::SimpleField => {
                let kind = xml::attribute(start, "type").map_or(FieldKind::Text, |t| kind_of(&t));
                self.data_name = named(start);
                if !self.data_name.is_empty() {
                    self.fields.declare(&self.data_name, kind);
                }
            }
            _ => {}
        }
        if ctx.is_text() && ctx != KmlContext::Markup {
            self.text.clear();
            self.text_cut = false;
        }
        self.stack.push(ctx);
        Ok(())
    }

    fn take_text(&mut self, text: &str) -> Result<(), XmlFault> {
        match self.stack.last() {
            Some(KmlContext::Coordinates) => {
                if (self.text.len() + text.len()) as u64 > MAX_PIECE {
                    return Err(XmlFault::TooMuch(format!(
                        "一个图形的坐标超过 {} MiB",
                        MAX_PIECE >> 20
                    )));
                }
                self.text.push_str(text);
            }
            Some(ctx) if ctx.is_text() => {
                let room = MAX_TEXT - self.text.len().min(MAX_TEXT);
                let end = text.floor_char_boundary(room);
                self.text.push_str(&text[..end]);
                self.text_cut |= end < text.len();
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> KmlEnd {
        let Some(ctx) = self.stack.pop() else {
            return KmlEnd::Whole;
        };
        match ctx {
            KmlContext::FolderName => {
                if let Some(name) = self.folders.last_mut() {
                    *name = self.text.trim().chars().take(MAX_FOLDER).collect();
                }
            }
            KmlContext::Folder => {
                self.folders.pop();
            }
            KmlContext::Element("description") if html::is_markup(&self.text) => self.description(),
            KmlContext::Element(name) => self.value(Origin::Element, name),
            KmlContext::DisplayName => {
                let title: String = self.text.trim().chars().take(MAX_FOLDER).collect();
                if !self.data_name.is_empty() && !title.is_empty() {
                    self.fields.title(&self.data_name, &title);
                }
            }
            KmlContext::DataValue => {
                let name = std::mem::take(&mut self.data_name);
                if !name.is_empty() {
                    self.value(Origin::Data, &name);
                }
                self.data_name = name;
            }
            KmlContext::Coordinates => self.line = coordinates::parse(&self.text),
            KmlContext::TrackPosition => {
                let position: Vec<&str> = self.text.split_whitespace().take(4).collect();
                self.line.take(&position);
            }
            KmlContext::TrackWhen => {
                let when = self.text.trim().to_owned();
                if self.first_when.is_none() {
                    self.first_when = Some(when);
                } else {
                    self.last_when = Some(when);
                }
            }
            KmlContext::Point => {
                let parsed = std::mem::take(&mut self.line);
                self.geometry.point(parsed);
            }
            KmlContext::Line | KmlContext::Track => {
                let parsed = std::mem::take(&mut self.line);
                self.geometry.line(parsed);
            }
            KmlContext::Ring => {
                let parsed = std::mem::take(&mut self.line);
                let outer = self.stack.last() == Some(&KmlContext::Boundary { outer: true });
                self.geometry.ring(parsed, outer);
            }
            KmlContext::Polygon => self.geometry.end_polygon(),
            KmlContext::Placemark => return self.placemark(),
            _ => {}
        }
        KmlEnd::Whole
    }

    /// Takes a description in HTML: the rows of a table of two columns, as ArcGIS writes them, as fields, the rest as
    /// text.
    fn description(&mut self) {
        let markup = std::mem::take(&mut self.text);
        let read = html::read(&markup);
        for (name, text) in &read.pairs {
            self.text.push_str(text);
            self.value(Origin::Data, name);
            self.text.clear();
        }
        self.text.push_str(&read.text);
        self.value(Origin::Element, "description");
    }

    /// Takes the text that ended as value of a field of the placemark.
    fn value(&mut self, origin: Origin, name: &str) {
        let text = std::mem::take(&mut self.text);
        let number = self.number + 1;
        if self.text_cut {
            self.warning_limit.at(
                self.sink,
                WarningKind::TextCut,
                number,
                said!(
                    "kml.text_cut",
                    "“{name}”的文字超过 {} KiB，已截短",
                    "the text of “{name}” has more than {} KiB and was cut",
                    MAX_TEXT >> 10
                ),
            );
        }
        let (kind, problem) = match self.fields.set(origin, name, FieldKind::Text, text.trim()) {
            Outcome::Taken => {
                self.text = text;
                return;
            }
            Outcome::NoRoom => {
                self.fields_left_out += 1;
                return;
            }
            Outcome::Again => (
                WarningKind::DuplicateKey,
                said!(
                    "kml.twice",
                    "“{name}”出现了多次，以最后一个为准",
                    "“{name}” occurs more than once; the last one counts"
                ),
            ),
            Outcome::WrongKind => {
                let text: String = text.trim().chars().take(40).collect();
                (
                    WarningKind::BadNumber,
                    said!(
                        "kml.misfit",
                        "“{name}”的值“{text}”与声明的类型不符，留空",
                        "“{text}” is not of the type of “{name}” and was left empty"
                    ),
                )
            }
        };
        self.warning_limit.at(self.sink, kind, number, problem);
    }

    /// Hands the placemark over that ends here.
    fn placemark(&mut self) -> KmlEnd {
        self.number += 1;
        let number = self.number;
        let folders: Vec<&str> = self
            .folders
            .iter()
            .map(String::as_str)
            .filter(|f| !f.is_empty())
            .collect();
        let path = folders.join("/");
        self.fields.set(Origin::Element, "文件夹", FieldKind::Text, &path);
        if let Some(first) = self.first_when.take() {
            let last = self.last_when.take().unwrap_or_else(|| first.clone());
            self.fields.set(Origin::Element, "begin", FieldKind::Text, &first);
            self.fields.set(Origin::Element, "end", FieldKind::Text, &last);
        }
        let geometry = self.geometry.finish();
        self.heights += u64::from(self.geometry.height);
        let left = geometry.is_none();
        for fault in std::mem::take(&mut self.geometry.faults) {
            let (kind, text) = told(fault, left);
            self.warning_limit.at(self.sink, kind, number, text);
        }
        let values = self.fields.take();
        if self.begin() == KmlEnd::Stopped {
            return KmlEnd::Stopped;
        }
        self.fields.announce_new(self.sink);
        let feature = Feature {
            number,
            geometry,
            values,
        };
        match self.sink.feature(feature) {
            flow if flow.is_break() => KmlEnd::Stopped,
            _ => KmlEnd::Whole,
        }
    }

    fn begin(&mut self) -> KmlEnd {
        if self.begun {
            return KmlEnd::Whole;
        }
        self.begun = true;
        let head = LayerHead {
            places: None,
            name: self.layer.clone(),
            crs: FoundCrs::Implied(Crs::Wgs84),
            encoding: Some(self.encoding.encoding.name()),
            fields: self.fields.announce(),
        };
        match self.sink.layer(head) {
            flow if flow.is_break() => KmlEnd::Stopped,
            _ => KmlEnd::Whole,
        }
    }

    fn end(mut self, ended: Result<KmlEnd, XmlFault>, path: &Path, format: Format) -> Result<(), ReadError> {
        match ended {
            Ok(KmlEnd::Stopped) => return Ok(()),
            Ok(KmlEnd::Whole) => {
                if self.begin() == KmlEnd::Stopped {
                    return Ok(());
                }
            }
            Err(XmlFault::Broken(reason)) if self.number > 0 => {
                let number = self.number;
                self.of_file(
                    WarningKind::Truncated,
                    said!(
                        "kml.truncated",
                        "文件不完整：{reason}；已读出前面完整的 {number} 个地标",
                        "the file is incomplete; the first {number} whole placemarks were read"
                    ),
                );
            }
            Err(fault) => return Err(ReadError::of_fault(fault, path, format)),
        }
        if self.heights > 0 {
            let text = said!(
                "kml.heights",
                "{} 个地标带有高程，只保留了平面坐标",
                "{} placemarks have heights; only plane coordinates were kept",
                self.heights
            );
            self.of_file(WarningKind::HeightLeftOut, text);
        }
        for (what, count) in std::mem::take(&mut self.left_out) {
            self.of_file(
                WarningKind::NotSupported,
                said!(
                    "kml.kinds_not_supported",
                    "{what} {count} 个，未读入",
                    "{count} elements that are not supported were not read"
                ),
            );
        }
        if self.fields_left_out > 0 {
            let text = said!(
                "kml.too_many_fields",
                "字段太多，有 {} 个值没有读入",
                "too many fields: {} values were not read",
                self.fields_left_out
            );
            self.of_file(WarningKind::NotSupported, text);
        }
        if self.encoding.guessed {
            let text = said!(
                "kml.encoding_assumed",
                "文字不是所声明的 UTF-8，按 GB18030 读入；如有乱码请指定编码",
                "the text is not UTF-8 as stated; read as GB18030. If it is garbled, choose the encoding"
            );
            self.of_file(WarningKind::EncodingGuessed, text.to_owned());
        }
        if self.replaced {
            let text = said!(
                "kml.bad_bytes",
                "有些字节不是 {} 文字，已用 � 代替；请指定正确的编码",
                "some bytes are no {} text and were replaced by �; choose the right encoding",
                self.encoding.encoding.name()
            );
            self.of_file(WarningKind::BadText, text);
        }
        if self.unknown_entities > 0 {
            let text = said!(
                "kml.entities",
                "{} 处实体引用没有展开，按原样保留",
                "{} references to entities were kept as they stand",
                self.unknown_entities
            );
            self.of_file(WarningKind::NotSupported, text);
        }
        self.warning_limit.finish(self.sink);
        Ok(())
    }

    fn of_file(&mut self, kind: WarningKind, text: Words) {
        self.sink.warning(Warning::of_file(kind, text));
    }
}

fn named(start: &quick_xml::events::BytesStart<'_>) -> String {
    let name = xml::attribute(start, "name").unwrap_or_default();
    name.trim().chars().take(MAX_FOLDER).collect()
}

fn told(fault: GeometryFault, left_out: bool) -> (WarningKind, Words) {
    match fault {
        GeometryFault::BadPositions(n, first) => (
            WarningKind::BadCoordinate,
            said!(
                "kml.bad_coordinates",
                "{n} 处坐标不是“经度,纬度”两个数（如“{first}”），已略去",
                "{n} coordinates are not “longitude,latitude” (such as “{first}”); they were left out"
            ),
        ),
        GeometryFault::Outside(outside) if outside.is_swapped() => (WarningKind::AxesSwapped, outside.text()),
        GeometryFault::Outside(outside) => (WarningKind::GeometryLeftOut, outside.text()),
        GeometryFault::Unclosed => (
            WarningKind::RingClosed,
            said!(
                "kml.unclosed",
                "边界首尾不相接，已自动闭合",
                "the boundary was not closed; it has been closed"
            ),
        ),
        GeometryFault::TooFewPoints if left_out => (
            WarningKind::GeometryLeftOut,
            said!(
                "kml.too_few_points",
                "可用的点太少，不成图形，只读入属性",
                "too few points for a shape; only the attributes were read"
            ),
        ),
        GeometryFault::TooFewPoints => (
            WarningKind::GeometryLeftOut,
            said!(
                "kml.part_too_few",
                "有一部分可用的点太少，这部分未读入",
                "a part has too few points and was not read"
            ),
        ),
        GeometryFault::TooManyVertices => (
            WarningKind::GeometryLeftOut,
            said!(
                "kml.too_many_vertices",
                "顶点超过一千万个，图形未读入",
                "more than ten million vertices; the shape was not read"
            ),
        ),
    }
}
