//! Writing DXF as AutoCAD 2000 text (AC1015) in code page 936, which CAD programs in China of any age and GDAL read.
//! Characters beyond GBK are written as `\U+XXXX`.

mod frame;

use super::text::{escape, is_gbk};
use crate::formats::WrittenCrs;
use crate::formats::feature::Value;
use crate::formats::format::Format;
use crate::formats::loss::{Loss, LossKind};
use crate::formats::rounding;
use crate::formats::writing::{WriteError, WriteOptions, Writer, Written};
use files::atomic_file::AtomicFile;
use frame::Extent;
use geo::{CoordsIter, InteriorPoint};
use geo_types::{Coord, Geometry, LineString, Polygon};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use words::{Words, said};

/// Names of fields whose values become layers, the first one there is.
const KINDS: [&str; 3] = ["kind", "图层", "layer"];

/// Names of fields that are written as text beside the shape, the first one there is.
const NAMES: [&str; 5] = ["name", "名称", "项目名称", "Name", "NAME"];

/// Height of text in a drawing in metres, and in one in degrees.
const TEXT_HEIGHT: (f64, f64) = (5.0, 0.00005);

/// Most layers.
const MAX_LAYERS: usize = 30_000;

/// Letters that the name of a layer cannot have, in the DXF reference's words.
const NOT_IN_NAMES: [char; 13] = ['<', '>', '/', '\\', '"', ':', ';', '?', '*', '|', ',', '=', '`'];

/// Begins a DXF drawing in any system: points, polylines, areas as closed polylines (holes as such of their own),
/// one CAD layer for each value of a field `kind` (`图层`), else one of the layer's name; names as text.
///
/// # Errors
/// [`WriteError::Io`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    let (atomic_file, body_file) = (AtomicFile::beside(path)?, AtomicFile::beside(path)?);
    let body = BufWriter::with_capacity(1 << 16, body_file.file()?);
    let find = |names: &[&str]| {
        names
            .iter()
            .find_map(|n| options.fields.iter().position(|f| f.name == *n))
    };
    let mut writer = DxfWriter {
        kind: find(&KINDS),
        name: find(&NAMES),
        atomic_file,
        body_file,
        body,
        layers: Vec::new(),
        known: HashMap::new(),
        handle: frame::FIRST_ENTITY,
        extent: Extent::default(),
        pairs: Vec::new(),
        features: 0,
        parts: 0,
        no_geometry: 0,
        renamed: 0,
        options,
    };
    let name = writer.options.layer.clone();
    writer.layer(&name)?;
    writer.renamed = 0;
    Ok(Box::new(writer))
}

struct DxfWriter {
    options: WriteOptions,
    kind: Option<usize>,
    name: Option<usize>,
    atomic_file: AtomicFile,
    /// Entities; the head, which names the layers, can only be written after them.
    body_file: AtomicFile,
    body: BufWriter<File>,
    layers: Vec<String>,
    /// Layers by what was asked for, and by their names in small letters: CAD takes these for one.
    known: HashMap<String, usize>,
    handle: u64,
    extent: Extent,
    pairs: Vec<u8>,
    features: u64,
    parts: u64,
    no_geometry: u64,
    renamed: u64,
}

/// Appends a pair.
fn pair(out: &mut Vec<u8>, code: u16, value: &str) {
    out.extend_from_slice(format!("{code:>3}\n").as_bytes());
    out.extend_from_slice(value.as_bytes());
    out.push(b'\n');
}

/// Appends a pair with a number.
fn number(out: &mut Vec<u8>, code: u16, n: f64) {
    let text = n.to_string();
    pair(out, code, &if text.contains('.') { text } else { text + ".0" });
}

/// Appends a pair with a text of a user.
fn text(out: &mut Vec<u8>, code: u16, value: &str) {
    out.extend_from_slice(format!("{code:>3}\n").as_bytes());
    escape(out, value);
    out.push(b'\n');
}

impl DxfWriter {
    /// Returns the place of a layer, which is added when it is new.
    fn layer(&mut self, asked: &str) -> Result<usize, WriteError> {
        if let Some(&index) = self.known.get(asked) {
            return Ok(index);
        }
        let fit = |c: char| {
            if NOT_IN_NAMES.contains(&c) || c.is_control() {
                '_'
            } else {
                c
            }
        };
        let mut name: String = asked.trim().chars().map(fit).take(100).collect();
        if name.is_empty() {
            name.push('0');
        }
        self.renamed += u64::from(name != asked);
        let folded = format!("\0{}", name.to_lowercase());
        let index = match self.known.get(&folded) {
            Some(&index) => index,
            None if self.layers.len() >= MAX_LAYERS => {
                return Err(WriteError::TooMuch {
                    format: Format::Dxf,
                    reason: said!(
                        "dxf.too_many_layers",
                        "图层超过 {MAX_LAYERS} 个",
                        "there are more than {MAX_LAYERS} layers"
                    ),
                });
            }
            None => {
                self.layers.push(name);
                self.known.insert(folded, self.layers.len() - 1);
                self.layers.len() - 1
            }
        };
        self.known.insert(asked.to_owned(), index);
        Ok(index)
    }

    fn begin(&mut self, kind: &str, layer: usize, class: &str) {
        let handle = format!("{:X}", self.handle);
        self.handle += 1;
        let out = &mut self.pairs;
        pair(out, 0, kind);
        pair(out, 5, &handle);
        pair(out, 330, frame::MODEL_SPACE);
        pair(out, 100, "AcDbEntity");
        text(out, 8, &self.layers[layer]);
        pair(out, 100, class);
    }

    fn point(&mut self, c: Coord<f64>, layer: usize) {
        self.begin("POINT", layer, "AcDbPoint");
        self.place(10, c);
    }

    fn place(&mut self, code: u16, c: Coord<f64>) {
        number(&mut self.pairs, code, c.x);
        number(&mut self.pairs, code + 10, c.y);
        number(&mut self.pairs, code + 20, 0.0);
    }

    fn line(&mut self, coords: &[Coord<f64>], closed: bool, layer: usize) {
        self.begin("LWPOLYLINE", layer, "AcDbPolyline");
        pair(&mut self.pairs, 90, &coords.len().to_string());
        pair(&mut self.pairs, 70, if closed { "1" } else { "0" });
        for c in coords {
            number(&mut self.pairs, 10, c.x);
            number(&mut self.pairs, 20, c.y);
        }
    }

    fn ring(&mut self, ring: &LineString<f64>, layer: usize) {
        if let Some((_, open)) = ring.0.split_last().filter(|(_, open)| open.len() >= 2) {
            self.line(open, true, layer);
        }
    }

    fn polygon(&mut self, polygon: &Polygon<f64>, layer: usize) {
        self.ring(polygon.exterior(), layer);
        for hole in polygon.interiors() {
            self.ring(hole, layer);
        }
    }

    fn shape(&mut self, geometry: &Geometry<f64>, layer: usize) {
        match geometry {
            Geometry::Point(p) => self.point(p.0, layer),
            Geometry::Line(l) => self.line(&[l.start, l.end], false, layer),
            Geometry::LineString(l) => self.line(&l.0, false, layer),
            Geometry::Polygon(p) => self.polygon(p, layer),
            Geometry::Rect(r) => self.polygon(&r.to_polygon(), layer),
            Geometry::Triangle(t) => self.polygon(&t.to_polygon(), layer),
            Geometry::MultiPoint(ps) => ps.iter().for_each(|p| self.point(p.0, layer)),
            Geometry::MultiLineString(ls) => ls.iter().for_each(|l| self.line(&l.0, false, layer)),
            Geometry::MultiPolygon(ps) => ps.iter().for_each(|p| self.polygon(p, layer)),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|p| self.shape(p, layer)),
        }
    }

    fn label(&mut self, name: &str, at: Coord<f64>, layer: usize) {
        let height = if is_degrees(&self.options.crs) {
            TEXT_HEIGHT.1
        } else {
            TEXT_HEIGHT.0
        };
        if !is_gbk(name) {
            // GDAL resolves \U+XXXX in MTEXT only.
            self.begin("MTEXT", layer, "AcDbMText");
            self.place(10, at);
            number(&mut self.pairs, 40, height);
            number(&mut self.pairs, 41, 0.0);
            pair(&mut self.pairs, 71, "5");
            pair(&mut self.pairs, 72, "1");
            let name = name.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}");
            // At most 250 bytes a pair, a character taking up to 14.
            let letters: Vec<char> = name.chars().collect();
            let pieces = letters.chunks(17).map(|c| c.iter().collect::<String>());
            let last = pieces.len().saturating_sub(1);
            for (i, piece) in pieces.enumerate() {
                text(&mut self.pairs, if i == last { 1 } else { 3 }, &piece);
            }
            return;
        }
        self.begin("TEXT", layer, "AcDbText");
        self.place(10, at);
        number(&mut self.pairs, 40, height);
        text(&mut self.pairs, 1, name);
        pair(&mut self.pairs, 72, "1");
        self.place(11, at);
        pair(&mut self.pairs, 100, "AcDbText");
        pair(&mut self.pairs, 73, "2");
    }

    fn losses(&self) -> Vec<Loss> {
        let mut losses = Vec::new();
        let mut lose = |count: u64, kind, text: Words| {
            if count > 0 {
                losses.push(Loss { kind, count, text });
            }
        };
        let others: Vec<&str> = self
            .options
            .fields
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != self.kind && Some(*i) != self.name)
            .map(|(_, f)| f.name.as_str())
            .collect();
        let some = |between: &str, more: &str| {
            let first: Vec<&str> = others.iter().take(5).copied().collect();
            first.join(between) + if others.len() > 5 { more } else { "" }
        };
        lose(
            others.len() as u64,
            LossKind::Fields,
            said!(
                "dxf.fields_left_out",
                "DXF 只能带图层和名称，{} 个字段没有写出（{}）",
                "DXF holds layers and names only; {} fields were not written ({})",
                others.len(),
                Words::new("dxf.fields", some("、", "等"), some(", ", " …"))
            ),
        );
        lose(
            self.parts,
            LossKind::Parts,
            said!(
                "dxf.parts_apart",
                "{} 条的孔洞或多个部分写成了各自独立的图元",
                "holes or parts of {} features were written as entities of their own",
                self.parts
            ),
        );
        lose(
            self.no_geometry,
            LossKind::NoGeometry,
            said!(
                "dxf.no_geometry",
                "{} 条没有图形（未上图），没有写出",
                "{} features have no shape and were not written",
                self.no_geometry
            ),
        );
        lose(
            self.renamed,
            LossKind::FieldName,
            said!(
                "dxf.layer_names",
                "{} 个图层名含有 CAD 不允许的字符或太长，已改用“_”或截短",
                "{} layer names have letters that CAD does not allow or are too long; they were changed",
                self.renamed
            ),
        );
        if is_degrees(&self.options.crs) {
            lose(
                self.features,
                LossKind::Number,
                said!(
                    "dxf.degrees",
                    "坐标以度为单位，CAD 里量不出长度和面积；建议改用高斯-克吕格等投影坐标",
                    "coordinates are degrees, in which CAD cannot measure; a projected system such as Gauss-Krüger is better"
                ),
            );
        }
        losses
    }
}

fn is_degrees(crs: &WrittenCrs) -> bool {
    !crs.is_projected()
}

/// Whether a geometry has holes or parts, which become entities of their own.
fn is_taken_apart(geometry: &Geometry<f64>) -> bool {
    match geometry {
        Geometry::Polygon(p) => !p.interiors().is_empty(),
        Geometry::MultiPoint(ps) => ps.0.len() > 1,
        Geometry::MultiLineString(ls) => ls.0.len() > 1,
        Geometry::MultiPolygon(ps) => ps.0.len() > 1 || ps.iter().any(|p| !p.interiors().is_empty()),
        Geometry::GeometryCollection(parts) => parts.len() > 1 || parts.iter().any(is_taken_apart),
        _ => false,
    }
}

fn plain(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::Bool(b) => Some(if *b { "是" } else { "否" }.to_owned()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Real(n) => Some(n.to_string()),
        Value::Text(t) => Some(t.trim().to_owned()).filter(|t| !t.is_empty()),
    }
}

impl Writer for DxfWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        let usable = |g: &&Geometry<f64>| {
            g.coords_count() > 0 && g.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite())
        };
        let Some(geometry) = geometry.filter(usable) else {
            self.no_geometry += 1;
            return Ok(());
        };
        let layer = match self.kind.and_then(|k| plain(values.get(k))) {
            Some(kind) => self.layer(&kind)?,
            None => 0,
        };
        self.parts += u64::from(is_taken_apart(geometry));
        let decimals = rounding::decimals(&self.options.crs);
        let geometry = &rounding::round(geometry, decimals, &mut 0);
        geometry.coords_iter().for_each(|c| self.extent.take(c));
        self.pairs.clear();
        self.shape(geometry, layer);
        if let Some(name) = self.name.and_then(|n| plain(values.get(n))) {
            let at = match geometry {
                Geometry::Point(p) => Some(*p),
                _ => geometry.interior_point(),
            };
            if let Some(at) = at {
                self.label(&name, rounding::coordinate(at.0, decimals), layer);
            }
        }
        self.features += 1;
        self.body
            .write_all(&self.pairs)
            .map_err(|e| self.atomic_file.failed(&e).into())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let whole = (|| -> io::Result<()> {
            self.body.flush()?;
            let mut out = BufWriter::with_capacity(1 << 16, self.atomic_file.file().map_err(|e| e.source)?);
            out.write_all(&frame::head(
                &self.layers,
                self.extent,
                self.handle,
                is_degrees(&self.options.crs),
            ))?;
            let mut body = self.body_file.file().map_err(|e| e.source)?;
            body.seek(SeekFrom::Start(0))?;
            io::copy(&mut body, &mut out)?;
            out.write_all(&frame::tail())?;
            out.flush()
        })();
        whole.map_err(|e| self.atomic_file.failed(&e))?;
        let losses = self.losses();
        let Self {
            atomic_file,
            body_file,
            body,
            features,
            ..
        } = *self;
        drop(body);
        drop(body_file);
        Ok(Written {
            files: vec![atomic_file.place()?],
            features,
            losses,
        })
    }
}
