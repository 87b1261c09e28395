//! GeoJSON in: a collection of features in one object, one feature, a geometry by itself, or any of these one after
//! the other (a line each, or RFC 8142). Memory is bounded by the longest feature, not by the file.
//!
//! One file because all forms of GeoJSON share one pass and its state.

mod recovery;

use super::cursor::{CursorStop, JsonCursor};
use super::record::{ObjectKind, Recorder};
use super::stated_crs::stated_crs;
use super::window::{ByteWindow, look_once};
use crate::crs::Crs;
use crate::formats::feature::{Feature, FoundCrs, LayerHead};
use crate::formats::format::Format;
use crate::formats::geometry_fixes::GeometryFixes;
use crate::formats::reading::{MAX_DEPTH, ReadError, ReadOptions, Sink, Warning, WarningKind};
use crate::formats::scan_cache::FileScan;
use crate::formats::warning_limit::LimitedWarnings;
use encoding_rs::{Encoding, UTF_8};
use files::encoding;
use std::ops::ControlFlow;
use std::path::Path;
use words::{Words, said};

/// Features by which the kinds of the fields are told.
const SAMPLE: usize = 200;

/// Bytes of the file after which they are told even so.
const SAMPLE_BYTES: u64 = 4 << 20;

/// Longest object that is taken for a feature.
const LONGEST: usize = 512 << 20;

/// Reads a file of GeoJSON, of whichever kind, as one layer.
///
/// Coordinates are WGS84 unless an old `crs` member states another system. Values that are objects or arrays become
/// their JSON text; an `id` beside the properties becomes a field where no property has that name. Text in GB18030 is
/// recognised, with a warning.
///
/// # Errors
/// [`ReadError`] when nothing of it can be used, it nests deeper than [`MAX_DEPTH`], or one feature has more than
/// 512 MiB.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let look = look_once(path, &options.looked)?;
    let encoding = match &options.encoding {
        Some(name) => encoding::asked(name)?,
        None => look.encoding,
    };
    let mut reader = GeoJsonReader {
        path,
        options,
        encoding,
        window: ByteWindow::open(path, encoding)?,
        warning_limit: LimitedWarnings::new(sink),
        recorder: Recorder::default(),
        crs: None,
        name: None,
        waiting: Vec::new(),
        begun: false,
        number: 0,
        heights: 0,
        usable: false,
        mentions_crs: look.mentions_crs || encoding != UTF_8,
        cut: false,
    };
    if options.encoding.is_none() {
        reader.tell_encoding(&look);
    }
    let read = reader.document();
    match read {
        Ok(()) => reader.finish(),
        Err(StopReason::Wanted) => Ok(()),
        Err(StopReason::Refused(e)) => Err(e),
    }
}

/// Why the walk ends early.
enum StopReason {
    Wanted,
    Refused(ReadError),
}

impl From<ReadError> for StopReason {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

fn wanted(flow: ControlFlow<()>) -> Result<(), StopReason> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StopReason::Wanted),
    }
}

/// How an attempt at the bytes at hand ended for good.
enum Attempt<T> {
    Read(T),
    Bad(&'static str),
    /// The file ends within it.
    Cut,
}

struct GeoJsonReader<'a> {
    path: &'a Path,
    options: &'a ReadOptions,
    encoding: &'static Encoding,
    window: ByteWindow,
    warning_limit: LimitedWarnings<'a>,
    recorder: Recorder,
    crs: Option<FoundCrs>,
    name: Option<String>,
    waiting: Vec<Feature>,
    begun: bool,
    number: u64,
    heights: u64,
    /// Whether there was anything that is GeoJSON.
    usable: bool,
    mentions_crs: bool,
    /// Whether the file ended within something.
    cut: bool,
}

impl GeoJsonReader<'_> {
    fn tell_encoding(&mut self, look: &FileScan) {
        if look.encoding != UTF_8 {
            let text = said!(
                "geojson.encoding_assumed",
                "文件不是 UTF-8 编码，已按 {} 读取；若文字不对，请指明编码",
                "the file is not UTF-8; read as {}. If the text is wrong, choose the encoding",
                look.encoding.name()
            );
            self.warning_limit
                .warning(Warning::of_file(WarningKind::EncodingGuessed, text));
        } else if !look.whole {
            let text = said!(
                "geojson.bad_bytes",
                "文件里有些字节既不是 UTF-8 也不是 GB18030，这些字已用 � 代替",
                "some bytes are neither UTF-8 nor GB18030 and were replaced by �"
            );
            self.warning_limit
                .warning(Warning::of_file(WarningKind::BadText, text));
        }
    }

    /// Everything from the first byte to the last.
    fn document(&mut self) -> Result<(), StopReason> {
        let mut wrong: Option<Words> = None;
        while !self.cut {
            match self.part(|c| c.peek())? {
                Attempt::Read(b'{') => match self.object(1, true)? {
                    Attempt::Read(ObjectKind::Feature) => {}
                    Attempt::Read(ObjectKind::Collection) => self.collection()?,
                    Attempt::Read(ObjectKind::Other(kind)) => {
                        let what = match kind.as_str() {
                            "" => said!(
                                "geojson.nothing",
                                "里面没有要素或几何",
                                "it holds no features or geometries"
                            ),
                            kind => {
                                let kind: String = kind.chars().take(40).collect();
                                said!(
                                    "geojson.other_type",
                                    "其类型是“{kind}”，不是 GeoJSON 的要素或几何",
                                    "its type is “{kind}”, which is no feature or geometry of GeoJSON"
                                )
                            }
                        };
                        if self.usable {
                            self.left_out(&what.zh);
                        }
                        wrong.get_or_insert(what);
                    }
                    Attempt::Bad(what) => {
                        self.left_out(what);
                        wrong.get_or_insert_with(|| {
                            Words::new("geojson.bad", what.to_owned(), "it is no sound JSON".to_owned())
                        });
                        self.next_line()?;
                    }
                    Attempt::Cut => {
                        self.cut();
                        break;
                    }
                },
                Attempt::Read(b'[') => {
                    self.window.consume(1);
                    self.usable = true;
                    self.elements(2)?;
                }
                // Between records that are written like the elements of an array.
                Attempt::Read(b',' | b']') if self.usable => self.window.consume(1),
                Attempt::Read(_) => {
                    let what = said!(
                        "geojson.no_brace",
                        "不是以花括号开头的 JSON",
                        "it is no JSON that begins with a brace"
                    );
                    if self.usable {
                        self.left_out(&what.zh);
                    }
                    wrong.get_or_insert(what);
                    if !self.usable && self.window.progress().0 > (1 << 20) {
                        break;
                    }
                    self.next_line()?;
                }
                Attempt::Cut | Attempt::Bad(_) => break,
            }
        }
        if !self.usable || (self.number == 0 && (wrong.is_some() || self.cut)) {
            let reason = wrong.unwrap_or_else(|| {
                said!(
                    "geojson.nothing_whole",
                    "文件不完整，没有可用的要素",
                    "the file is incomplete and holds no whole feature"
                )
            });
            return Err(ReadError::damaged(self.path, self.format(), reason).into());
        }
        Ok(())
    }

    fn format(&self) -> Format {
        let ending = self
            .path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match Format::parse(&ending) {
            Some(format) => format,
            None => Format::GeoJson,
        }
    }

    /// Does something with the bytes at hand, bringing in more as long as they are not enough.
    fn part<T>(
        &mut self,
        mut work: impl FnMut(&mut JsonCursor<'_>) -> Result<T, CursorStop>,
    ) -> Result<Attempt<T>, StopReason> {
        loop {
            let mut cursor = self.window.cursor();
            match work(&mut cursor) {
                Ok(value) => {
                    let at = cursor.at;
                    self.window.consume(at);
                    return Ok(Attempt::Read(value));
                }
                Err(CursorStop::Bad(what)) => return Ok(Attempt::Bad(what)),
                Err(CursorStop::Odd) => return Ok(Attempt::Bad("不是 JSON")),
                Err(CursorStop::Deep) => return Err(self.too_deep()),
                Err(CursorStop::More) => {
                    if !self.more()? {
                        return Ok(Attempt::Cut);
                    }
                }
            }
        }
    }

    fn more(&mut self) -> Result<bool, StopReason> {
        if self.window.rest().len() > LONGEST {
            return Err(StopReason::Refused(ReadError::TooMuch {
                path: self.path.to_owned(),
                reason: said!(
                    "geojson.feature_too_large",
                    "一个要素超过 512 MiB",
                    "a feature has more than 512 MiB"
                ),
            }));
        }
        let more = self.window.more()?;
        let (done, total) = self.window.progress();
        if self.warning_limit.progress(done, total).is_break() {
            return Err(StopReason::Wanted);
        }
        Ok(more)
    }

    fn too_deep(&self) -> StopReason {
        StopReason::Refused(ReadError::TooMuch {
            path: self.path.to_owned(),
            reason: said!(
                "geojson.too_deep",
                "括号嵌套超过 {MAX_DEPTH} 层",
                "brackets nest more than {MAX_DEPTH} deep"
            ),
        })
    }

    /// One object; a feature is handed on.
    fn object(&mut self, depth: usize, top: bool) -> Result<Attempt<ObjectKind>, StopReason> {
        loop {
            let mut cursor = self.window.cursor();
            match self.recorder.read(&mut cursor, depth, top) {
                // Its members are walked through by themselves.
                Ok(ObjectKind::Collection) => return Ok(Attempt::Read(ObjectKind::Collection)),
                Ok(record) => {
                    let at = cursor.at;
                    self.window.consume(at);
                    if record == ObjectKind::Feature {
                        self.emit()?;
                    }
                    return Ok(Attempt::Read(record));
                }
                Err(CursorStop::Bad(what)) => return Ok(Attempt::Bad(what)),
                Err(CursorStop::Odd) => return Ok(Attempt::Bad("不是 JSON")),
                Err(CursorStop::Deep) => return Err(self.too_deep()),
                Err(CursorStop::More) => {
                    if !self.more()? {
                        return Ok(Attempt::Cut);
                    }
                }
            }
        }
    }

    /// The members of a collection of features.
    fn collection(&mut self) -> Result<(), StopReason> {
        self.window.consume(1);
        let mut first = true;
        let mut has_features = false;
        loop {
            let name = self.part(|c| Ok(c.name(first)?.map(|n| n.bytes.to_vec())))?;
            first = false;
            let name = match name {
                Attempt::Read(Some(name)) => name,
                Attempt::Read(None) => break,
                Attempt::Bad(what) => {
                    self.warning_limit.warning(Warning::of_file(
                        WarningKind::Truncated,
                        said!(
                            "geojson.bad_end",
                            "要素之后的内容有错（{what}），没有读",
                            "what follows the features is broken and was not read"
                        ),
                    ));
                    self.next_line()?;
                    break;
                }
                Attempt::Cut => {
                    self.cut();
                    break;
                }
            };
            let Attempt::Read(start) = self.part(|c| c.peek())? else {
                self.cut();
                break;
            };
            match (name.as_slice(), start) {
                (b"features", b'[') => {
                    if std::mem::replace(&mut has_features, true) {
                        let text = said!(
                            "geojson.twice",
                            "“features”出现了两次，两个里的要素都已导入",
                            "“features” occurs twice; the features of both were imported"
                        );
                        self.warning_limit
                            .warning(Warning::of_file(WarningKind::DuplicateKey, text));
                    }
                    if self.crs.is_none() && self.mentions_crs && !self.begun {
                        self.crs = self.crs_further_on();
                    }
                    self.usable = true;
                    self.window.consume(1);
                    if !self.elements(2)? {
                        break;
                    }
                }
                (b"crs" | b"name", _) => {
                    let value = self.part(|c| {
                        c.peek()?;
                        let from = c.at;
                        c.skip(2)?;
                        Ok(c.bytes[from..c.at].to_vec())
                    })?;
                    let Attempt::Read(value) = value else {
                        self.cut();
                        break;
                    };
                    if name == b"crs" && !self.begun {
                        self.crs = Some(stated_crs(&value));
                    } else if name == b"name" {
                        self.name = serde_json::from_slice(&value).ok();
                    }
                }
                _ => {
                    if !self.skip(2)? {
                        self.cut();
                        break;
                    }
                }
            }
        }
        if !has_features && !self.usable {
            let reason = said!(
                "geojson.no_features",
                "FeatureCollection 里没有 features",
                "the FeatureCollection has no features"
            );
            return Err(ReadError::damaged(self.path, self.format(), reason).into());
        }
        Ok(())
    }

    /// The features of an array, after its bracket; false when the file ends within it.
    fn elements(&mut self, depth: usize) -> Result<bool, StopReason> {
        loop {
            match self.part(|c| c.peek())? {
                Attempt::Read(b',') => self.window.consume(1),
                Attempt::Read(b']') => {
                    self.window.consume(1);
                    return Ok(true);
                }
                Attempt::Read(b'{') => match self.object(depth + 1, false)? {
                    Attempt::Read(ObjectKind::Other(kind)) => {
                        let what = match kind.as_str() {
                            "" => said!(
                                "geojson.no_type",
                                "没有类型，也没有几何和属性",
                                "it has no type, no geometry and no properties"
                            ),
                            kind => {
                                let kind: String = kind.chars().take(40).collect();
                                said!(
                                    "geojson.not_a_feature",
                                    "类型“{kind}”不是要素或几何",
                                    "the type “{kind}” is no feature or geometry"
                                )
                            }
                        };
                        self.left_out(&what.zh);
                    }
                    Attempt::Read(_) => {}
                    Attempt::Bad(what) => {
                        self.left_out(what);
                        if !self.next_feature()? {
                            return Ok(false);
                        }
                    }
                    Attempt::Cut => {
                        self.cut();
                        return Ok(false);
                    }
                },
                Attempt::Read(b'}' | b':') | Attempt::Bad(_) => {
                    self.left_out("多出的括号或冒号");
                    self.window.consume(1);
                }
                Attempt::Read(_) => {
                    self.left_out("不是对象");
                    match self.part(|c| c.skip(depth))? {
                        Attempt::Read(()) => {}
                        Attempt::Bad(_) => self.window.consume(1),
                        Attempt::Cut => {
                            self.cut();
                            return Ok(false);
                        }
                    }
                }
                Attempt::Cut => {
                    self.cut();
                    return Ok(false);
                }
            }
        }
    }

    fn left_out(&mut self, what: &str) {
        self.number += 1;
        let text = said!(
            "geojson.feature_left_out",
            "这个要素没有导入：{what}",
            "this feature was not imported, as it is broken"
        );
        self.warning_limit
            .warning(Warning::at(WarningKind::FeatureLeftOut, self.number, text));
    }

    fn cut(&mut self) {
        self.cut = true;
        let text = said!(
            "geojson.truncated",
            "文件不完整，在第 {} 个要素之后中断；之前的要素已导入",
            "the file is incomplete after feature {}; those before were imported",
            self.number
        );
        self.warning_limit
            .warning(Warning::of_file(WarningKind::Truncated, text));
    }

    /// Hands on the feature that was just read.
    fn emit(&mut self) -> Result<(), StopReason> {
        self.usable = true;
        self.number += 1;
        if !self.begun && self.waiting.is_empty() && self.crs.is_none() {
            self.crs = self.recorder.crs.take().map(|c| stated_crs(&c));
        }
        let fixes = std::mem::take(&mut self.recorder.fixes);
        self.tell_mended(&fixes);
        for (kind, text) in self.recorder.notes.drain(..) {
            self.warning_limit.warning(Warning::at(kind, self.number, text));
        }
        let feature = Feature {
            number: self.number,
            geometry: self.recorder.geometry.take(),
            values: std::mem::take(&mut self.recorder.values),
        };
        if self.begun {
            if self.recorder.schema.has_untold() {
                self.recorder.schema.note(&feature.values);
                for field in self.recorder.schema.untold() {
                    self.warning_limit.field(field);
                }
                self.pick();
            }
            let flow = match &self.recorder.json {
                Some(json) => self.warning_limit.record(feature, json),
                None => self.warning_limit.feature(feature),
            };
            return wanted(flow);
        }
        self.recorder.schema.note(&feature.values);
        self.waiting.push(feature);
        if self.waiting.len() >= SAMPLE || self.window.progress().0 > SAMPLE_BYTES {
            self.begin()?;
        }
        Ok(())
    }

    fn hand_on(&mut self, feature: Feature) -> Result<(), StopReason> {
        wanted(self.warning_limit.feature(feature))
    }

    /// Asks which values are needed.
    fn pick(&mut self) {
        let fields = self.recorder.schema.len();
        self.recorder.picked = self.warning_limit.picked().map(|picked| {
            let mut needed = vec![false; fields];
            picked
                .into_iter()
                .filter(|i| *i < fields)
                .for_each(|i| needed[i] = true);
            needed
        });
    }

    fn tell_mended(&mut self, fixes: &GeometryFixes) {
        self.heights += u64::from(fixes.heights);
        for (kind, text) in fixes.words() {
            self.warning_limit.warning(Warning::at(kind, self.number, text));
        }
    }

    /// Opens the layer and hands on what waited for it.
    fn begin(&mut self) -> Result<(), StopReason> {
        self.begun = true;
        let name = match self.name.take().filter(|n| !n.is_empty()) {
            Some(name) => name,
            None => self
                .path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        };
        if let Some(asked) = self.options.layer.as_ref().filter(|l| **l != name) {
            return Err(StopReason::Refused(ReadError::no_such_layer(
                self.path,
                asked,
                [name],
            )));
        }
        let head = LayerHead {
            places: None,
            name,
            crs: self.crs.clone().unwrap_or(FoundCrs::Implied(Crs::Wgs84)),
            encoding: (self.encoding != UTF_8).then(|| self.encoding.name()),
            fields: self.recorder.schema.untold(),
        };
        wanted(self.warning_limit.layer(head))?;
        self.pick();
        for feature in std::mem::take(&mut self.waiting) {
            self.hand_on(feature)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), ReadError> {
        if !self.begun {
            match self.begin() {
                Ok(()) => {}
                Err(StopReason::Wanted) => return Ok(()),
                Err(StopReason::Refused(e)) => return Err(e),
            }
        }
        if self.heights > 0 {
            let text = said!(
                "geojson.heights",
                "{} 个要素带有高程，只保留了平面坐标",
                "{} features have heights; only plane coordinates were kept",
                self.heights
            );
            self.warning_limit
                .warning(Warning::of_file(WarningKind::HeightLeftOut, text));
        }
        if self.window.replaced {
            let text = said!(
                "geojson.bad_bytes_of",
                "有些字节不是 {} 的文字，已用 � 代替",
                "some bytes are no {} text and were replaced by �",
                self.encoding.name()
            );
            self.warning_limit
                .warning(Warning::of_file(WarningKind::BadText, text));
        }
        self.warning_limit.finish();
        Ok(())
    }
}
