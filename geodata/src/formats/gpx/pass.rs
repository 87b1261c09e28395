//! One pass through a GPX document.

use super::GpxLayer;
use crate::formats::degrees::{PositionCheck, place};
use crate::formats::feature::{Feature, Value};
use crate::formats::reading::{MAX_TEXT, Sink, WarningKind};
use crate::formats::warning_limit::WarningLimit;
use files::xml::{self, Xml, XmlFault, XmlNode};
use geo_types::{Coord, Geometry, LineString, MultiLineString, Point};
use quick_xml::events::BytesStart;
use std::cell::Cell;
use words::{Words, said};

/// Most vertices of one route or track.
const MAX_VERTICES: usize = 10_000_000;

/// Steps between two words on how far it is.
const STEPS: u64 = 4096;

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum GpxContext {
    Gpx,
    Feature(GpxLayer),
    Segment,
    /// A point of a route or track.
    Vertex,
    /// A text of the feature: index of the field.
    Text(usize),
    Height,
    VertexTime,
    /// Markup inside a text.
    Markup,
    Skipped,
}

impl GpxContext {
    fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text(_) | Self::Height | Self::VertexTime | Self::Markup
        )
    }
}

fn child(parent: Option<GpxContext>, name: &str) -> GpxContext {
    use GpxContext::{Feature, Gpx, Height, Markup, Segment, Skipped, Text, Vertex, VertexTime};
    match (parent, name) {
        (None, "gpx") => Gpx,
        (Some(Gpx), "wpt") => Feature(GpxLayer::Waypoint),
        (Some(Gpx), "rte") => Feature(GpxLayer::Route),
        (Some(Gpx), "trk") => Feature(GpxLayer::Track),
        (Some(Feature(GpxLayer::Track)), "trkseg") => Segment,
        (Some(Feature(GpxLayer::Route)), "rtept") => Vertex,
        (Some(Segment), "trkpt") => Vertex,
        (Some(Vertex), "ele") => Height,
        (Some(Vertex), "time") => VertexTime,
        (Some(Feature(kind)), name) => {
            // `time` and `end` of a track are those of its points.
            let own = kind != GpxLayer::Track || !matches!(name, "time" | "end");
            match kind.fields().iter().position(|f| *f == name) {
                Some(field) if own => Text(field),
                _ => Skipped,
            }
        }
        (Some(text), _) if text.is_text() => Markup,
        _ => Skipped,
    }
}

/// What is told of the whole file.
#[derive(Debug, Default)]
pub(super) struct FileSummary {
    pub heights: u64,
    pub extensions: u64,
    pub replaced: bool,
    pub unknown_entities: u64,
}

impl FileSummary {
    pub fn join(&mut self, other: Self) {
        self.heights += other.heights;
        self.extensions += other.extensions;
        self.replaced |= other.replaced;
        self.unknown_entities = self.unknown_entities.max(other.unknown_entities);
    }
}

/// How a pass ended, when not by a fault.
#[derive(Debug, PartialEq)]
pub(super) enum PassEnd {
    Whole,
    /// The sink has enough.
    Stopped,
}

/// What is known of a feature so far.
#[derive(Debug, Default)]
struct FeatureDraft {
    values: Vec<Value>,
    point: Option<Coord<f64>>,
    segment: Vec<Coord<f64>>,
    segments: Vec<LineString<f64>>,
    vertices: usize,
    bad: u64,
    outside: Option<crate::formats::degrees::Outside>,
    too_few: bool,
    height: bool,
}

pub(super) struct GpxPass<'a> {
    /// The kind that is handed over; none when only counting.
    kind: Option<GpxLayer>,
    warning_limit: &'a mut WarningLimit,
    sink: &'a mut dyn Sink,
    pub found: FileSummary,
    counts: [u64; 3],
    stack: Vec<GpxContext>,
    text: String,
    text_cut: bool,
    draft: FeatureDraft,
}

impl<'a> GpxPass<'a> {
    /// A pass that counts.
    pub fn counting(warning_limit: &'a mut WarningLimit, sink: &'a mut dyn Sink) -> Self {
        Self {
            kind: None,
            warning_limit,
            sink,
            found: FileSummary::default(),
            counts: [0; 3],
            stack: Vec::new(),
            text: String::new(),
            text_cut: false,
            draft: FeatureDraft::default(),
        }
    }

    /// A pass that hands over the features of one kind.
    pub fn emitting(kind: GpxLayer, warning_limit: &'a mut WarningLimit, sink: &'a mut dyn Sink) -> Self {
        Self {
            kind: Some(kind),
            ..Self::counting(warning_limit, sink)
        }
    }

    /// Returns how many features of each kind were whole.
    pub fn counts(&self) -> [u64; 3] {
        self.counts
    }

    pub fn through(&mut self, mut xml: Xml<'_>, done: &Cell<u64>, total: u64) -> Result<PassEnd, XmlFault> {
        let mut steps = 0_u64;
        let ended = loop {
            steps += 1;
            if steps.is_multiple_of(STEPS) && self.sink.progress(done.get(), total).is_break() {
                break Ok(PassEnd::Stopped);
            }
            match xml.step() {
                Ok(XmlNode::Open(start)) => {
                    if let Err(fault) = self.open(&start) {
                        break Err(fault);
                    }
                }
                Ok(XmlNode::Text(text)) => self.take_text(text),
                Ok(XmlNode::Close) => {
                    if self.close() == PassEnd::Stopped {
                        break Ok(PassEnd::Stopped);
                    }
                }
                Ok(XmlNode::End) => break Ok(PassEnd::Whole),
                Err(fault) => break Err(fault),
            }
        };
        self.found.replaced = xml.replaced.get();
        self.found.unknown_entities = xml.unknown_entities;
        ended
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), XmlFault> {
        let name = xml::local(start);
        let parent = self.stack.last().copied();
        let mut ctx = child(parent, name);
        if parent.is_none() && ctx == GpxContext::Skipped {
            let name: String = name.chars().take(40).collect();
            return Err(XmlFault::Broken(format!("根元素是 <{name}>，不是 <gpx>")));
        }
        if self.kind.is_none() && name == "extensions" && ctx == GpxContext::Skipped {
            self.found.extensions += u64::from(parent != Some(GpxContext::Skipped));
        }
        match ctx {
            GpxContext::Feature(kind) if Some(kind) == self.kind => {
                self.draft = FeatureDraft {
                    values: vec![Value::Null; kind.fields().len()],
                    ..FeatureDraft::default()
                };
                if kind == GpxLayer::Waypoint {
                    self.draft.point = self.position(start);
                }
            }
            // Another kind: counted when it ends, but not looked into.
            GpxContext::Feature(_) => {}
            _ if self.foreign() => ctx = GpxContext::Skipped,
            GpxContext::Vertex => {
                let position = self.position(start);
                self.draft.vertices += 1;
                if self.draft.vertices <= MAX_VERTICES {
                    self.draft.segment.extend(position);
                }
            }
            _ if ctx.is_text() && ctx != GpxContext::Markup => {
                self.text.clear();
                self.text_cut = false;
            }
            _ => {}
        }
        self.stack.push(ctx);
        Ok(())
    }

    /// Whether this pass does not care for the feature it is in.
    fn foreign(&self) -> bool {
        match self.stack.get(1) {
            Some(GpxContext::Feature(kind)) => Some(*kind) != self.kind,
            _ => false,
        }
    }

    fn position(&mut self, start: &BytesStart<'_>) -> Option<Coord<f64>> {
        let number = |name| {
            xml::attribute(start, name)
                .and_then(|t| t.trim().parse().ok())
                .unwrap_or(f64::NAN)
        };
        match place(number("lon"), number("lat")) {
            PositionCheck::Good(c) => return Some(c),
            PositionCheck::NoNumber => self.draft.bad += 1,
            PositionCheck::Outside(outside) => {
                self.draft.outside.get_or_insert(outside);
            }
        }
        None
    }

    fn take_text(&mut self, text: &str) {
        if self.stack.last().is_some_and(|c| c.is_text()) {
            let room = MAX_TEXT - self.text.len().min(MAX_TEXT);
            let end = text.floor_char_boundary(room);
            self.text.push_str(&text[..end]);
            self.text_cut |= end < text.len();
        }
    }

    fn close(&mut self) -> PassEnd {
        match self.stack.pop() {
            Some(GpxContext::Text(field)) => self.value(field),
            Some(GpxContext::Height) => self.draft.height |= self.text.trim().parse() != Ok(0.0),
            Some(GpxContext::VertexTime) => self.vertex_time(),
            Some(GpxContext::Segment) => self.end_segment(),
            Some(GpxContext::Feature(kind)) => {
                self.counts[kind as usize] += 1;
                if Some(kind) == self.kind {
                    return self.hand_over(kind);
                }
            }
            _ => {}
        }
        PassEnd::Whole
    }

    fn number(&self) -> u64 {
        self.kind.map_or(0, |k| self.counts[k as usize])
    }

    fn value(&mut self, field: usize) {
        let text = self.text.trim();
        let name = self.kind.map_or("", |k| k.fields()[field]);
        let number = self.number() + 1;
        if self.text_cut {
            let told = said!(
                "gpx.text_cut",
                "“{name}”的文字超过 {} KiB，已截短",
                "the text of “{name}” has more than {} KiB and was cut",
                MAX_TEXT >> 10
            );
            self.warning_limit
                .at(self.sink, WarningKind::TextCut, number, told);
        }
        if text.is_empty() {
            return;
        }
        self.draft.values[field] = if name == "ele" {
            match text.parse::<f64>().ok().filter(|n| n.is_finite()) {
                Some(n) => Value::Real(n),
                None => {
                    let told = said!(
                        "gpx.bad_height",
                        "高程“{}”不是数，留空",
                        "the height “{}” is no number and was left empty",
                        text.chars().take(40).collect::<String>()
                    );
                    self.warning_limit
                        .at(self.sink, WarningKind::BadNumber, number, told);
                    Value::Null
                }
            }
        } else {
            Value::Text(text.to_owned())
        };
    }

    fn vertex_time(&mut self) {
        if self.kind != Some(GpxLayer::Track) {
            return;
        }
        let at = |name| {
            GpxLayer::Track
                .fields()
                .iter()
                .position(|f| *f == name)
                .unwrap_or_default()
        };
        let time = Value::Text(self.text.trim().to_owned());
        let (first, last) = (at("time"), at("end"));
        if self.draft.values[first] == Value::Null {
            self.draft.values[first] = time.clone();
        }
        self.draft.values[last] = time;
    }

    fn end_segment(&mut self) {
        let points = std::mem::take(&mut self.draft.segment);
        match points.len() {
            0 => {}
            1 => self.draft.too_few = true,
            _ => self.draft.segments.push(LineString(points)),
        }
    }

    fn hand_over(&mut self, kind: GpxLayer) -> PassEnd {
        if kind == GpxLayer::Route {
            self.end_segment();
        }
        let number = self.number();
        let mut draft = std::mem::take(&mut self.draft);
        self.found.heights += u64::from(draft.height);
        let mut warn = |kind, text: Words| self.warning_limit.at(self.sink, kind, number, text);
        if draft.bad > 0 {
            let text = said!(
                "gpx.bad_coordinates",
                "{} 处经纬度不是数，已略去",
                "{} longitudes or latitudes are no numbers; they were left out",
                draft.bad
            );
            warn(WarningKind::BadCoordinate, text);
        }
        let mut geometry: Option<Geometry<f64>> = match kind {
            GpxLayer::Waypoint => draft.point.map(|c| Point(c).into()),
            GpxLayer::Route => draft.segments.pop().map(Geometry::LineString),
            GpxLayer::Track if draft.segments.is_empty() => None,
            GpxLayer::Track => Some(MultiLineString(draft.segments).into()),
        };
        if let Some(outside) = draft.outside {
            geometry = None;
            let kind = if outside.is_swapped() {
                WarningKind::AxesSwapped
            } else {
                WarningKind::GeometryLeftOut
            };
            warn(kind, outside.text());
        } else if draft.vertices > MAX_VERTICES {
            geometry = None;
            warn(
                WarningKind::GeometryLeftOut,
                said!(
                    "gpx.too_many_vertices",
                    "顶点超过一千万个，图形未读入",
                    "more than ten million vertices; the shape was not read"
                ),
            );
        } else if draft.too_few {
            let text = if geometry.is_none() {
                said!(
                    "gpx.too_few_points",
                    "可用的点太少，不成线，只读入属性",
                    "too few points for a line; only the attributes were read"
                )
            } else {
                said!(
                    "gpx.short_segments",
                    "有的分段只有一个点，这些分段未读入",
                    "some segments have one point only and were not read"
                )
            };
            warn(WarningKind::GeometryLeftOut, text.to_owned());
        }
        let feature = Feature {
            number,
            geometry,
            values: draft.values,
        };
        match self.sink.feature(feature) {
            flow if flow.is_break() => PassEnd::Stopped,
            _ => PassEnd::Whole,
        }
    }
}
