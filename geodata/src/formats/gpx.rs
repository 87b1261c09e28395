//! GPX 1.0 and 1.1: waypoints, routes and tracks as three layers. Only read.
//!
//! The kinds may stand in any order in the file, and a layer is handed over whole, so the file is gone through once
//! to count and once for each kind there is.

mod pass;

use super::feature::{Field, FieldKind, FoundCrs, LayerHead};
use super::format::Format;
use super::reading::{ReadError, ReadOptions, Sink, Warning, WarningKind};
use super::warning_limit::WarningLimit;
use crate::crs::Crs;
use files::xml::{self, FoundEncoding, PlainFile, Rewindable, Xml, XmlError, XmlFault};
use pass::{FileSummary, GpxPass, PassEnd};
use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;
use words::{Words, said};

/// What a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GpxLayer {
    Waypoint,
    Route,
    Track,
}

impl GpxLayer {
    const ALL: [Self; 3] = [Self::Waypoint, Self::Route, Self::Track];

    fn layer(self) -> &'static str {
        match self {
            Self::Waypoint => "waypoints",
            Self::Route => "routes",
            Self::Track => "tracks",
        }
    }

    /// Names of its fields; those of the file but for `end`, the time of the last point of a track.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Waypoint => &["name", "desc", "cmt", "time", "type", "sym", "ele"],
            Self::Route => &["name", "desc", "cmt", "type"],
            Self::Track => &["name", "desc", "cmt", "time", "end", "type"],
        }
    }

    fn head(self, encoding: FoundEncoding) -> LayerHead {
        let kind = |name| match name {
            "time" | "end" => FieldKind::DateTime,
            "ele" => FieldKind::Real,
            _ => FieldKind::Text,
        };
        LayerHead {
            places: None,
            name: self.layer().to_owned(),
            crs: FoundCrs::Implied(Crs::Wgs84),
            encoding: Some(encoding.encoding.name()),
            fields: self
                .fields()
                .iter()
                .map(|name| Field {
                    name: (*name).to_owned(),
                    kind: kind(name),
                })
                .collect(),
        }
    }
}

/// Reads a GPX file: layers `waypoints` (points), `routes` (lines) and `tracks` (multiple lines, one for each
/// segment), those that hold something, in WGS84 longitude and latitude.
///
/// # Errors
/// [`ReadError`] when nothing can be used, or a limit is passed.
pub fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let mut source = PlainFile::new(path).map_err(refused)?;
    let found = xml::find_encoding(&mut source, options.encoding.as_deref()).map_err(refused)?;
    let mut warning_limit = WarningLimit::default();
    let mut all = FileSummary::default();

    let mut count = GpxPass::counting(&mut warning_limit, sink);
    let ended = run_pass(&mut count, &mut source, found)?;
    let counts = count.counts();
    all.join(count.found);
    let whole = match ended {
        Ok(PassEnd::Stopped) => return Ok(()),
        Ok(PassEnd::Whole) => None,
        Err(XmlFault::Broken(reason)) if counts.iter().any(|n| *n > 0) => Some(reason),
        Err(fault) => return Err(ReadError::of_fault(fault, path, Format::Gpx)),
    };
    let mut kinds: Vec<GpxLayer> = GpxLayer::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, n)| *n > 0)
        .map(|(k, _)| k)
        .collect();
    if kinds.is_empty() {
        kinds.push(GpxLayer::Waypoint);
    }
    if let Some(asked) = &options.layer {
        let known: Vec<&str> = kinds.iter().map(|k| k.layer()).collect();
        if !known.contains(&asked.as_str()) {
            return Err(ReadError::no_such_layer(path, asked, known));
        }
        kinds.retain(|k| k.layer() == asked);
    }
    for kind in kinds {
        if sink.layer(kind.head(found)).is_break() {
            return Ok(());
        }
        let mut pass = GpxPass::emitting(kind, &mut warning_limit, sink);
        match run_pass(&mut pass, &mut source, found)? {
            Ok(PassEnd::Stopped) => return Ok(()),
            // A file that breaks off does so in every pass, and that is told once.
            Ok(PassEnd::Whole) | Err(XmlFault::Broken(_)) => {}
            Err(fault) => return Err(ReadError::of_fault(fault, path, Format::Gpx)),
        }
        all.join(pass.found);
    }
    tell(sink, &all, found, whole, counts);
    warning_limit.finish(sink);
    Ok(())
}

fn refused(error: XmlError) -> ReadError {
    ReadError::of_xml(error, Format::Gpx)
}

fn run_pass(
    pass: &mut GpxPass<'_>,
    source: &mut PlainFile,
    found: FoundEncoding,
) -> Result<Result<PassEnd, XmlFault>, ReadError> {
    let done = Rc::<Cell<u64>>::default();
    let total = source.total();
    let bytes = source.open(done.clone()).map_err(refused)?;
    Ok(pass.through(Xml::new(bytes, found.encoding), &done, total))
}

fn tell(
    sink: &mut dyn Sink,
    all: &FileSummary,
    encoding: FoundEncoding,
    broken: Option<String>,
    counts: [u64; 3],
) {
    let mut warn = |kind, text: Words| sink.warning(Warning::of_file(kind, text));
    if let Some(reason) = broken {
        let [waypoints, routes, tracks] = counts;
        warn(
            WarningKind::Truncated,
            said!(
                "gpx.truncated",
                "文件不完整：{reason}；已读出前面完整的航点 {waypoints} 个、航线 {routes} 条、轨迹 {tracks} 条",
                "the file is incomplete; the first {waypoints} waypoints, {routes} routes and {tracks} tracks were read"
            ),
        );
    }
    if all.heights > 0 {
        let text = said!(
            "gpx.heights",
            "{} 条航线或轨迹带有高程，只保留了平面坐标",
            "{} routes or tracks have heights; only plane coordinates were kept",
            all.heights
        );
        warn(WarningKind::HeightLeftOut, text);
    }
    if all.extensions > 0 {
        let text = said!(
            "gpx.extensions",
            "{} 处设备扩展数据（extensions）未读入",
            "{} extensions of devices were not read",
            all.extensions
        );
        warn(WarningKind::NotSupported, text);
    }
    if encoding.guessed {
        let text = said!(
            "gpx.encoding_assumed",
            "文字不是所声明的 UTF-8，按 GB18030 读入；如有乱码请指定编码",
            "the text is not UTF-8 as stated; read as GB18030. If it is garbled, choose the encoding"
        );
        warn(WarningKind::EncodingGuessed, text.to_owned());
    }
    if all.replaced {
        let name = encoding.encoding.name();
        let text = said!(
            "gpx.bad_bytes",
            "有些字节不是 {name} 文字，已用 � 代替；请指定正确的编码",
            "some bytes are no {name} text and were replaced by �; choose the right encoding"
        );
        warn(WarningKind::BadText, text);
    }
    if all.unknown_entities > 0 {
        let text = said!(
            "gpx.entities",
            "{} 处实体引用没有展开，按原样保留",
            "{} references to entities were kept as they stand",
            all.unknown_entities
        );
        warn(WarningKind::NotSupported, text);
    }
}
