//! Writing KML 2.2: one placemark a feature, its fields as typed data of a schema.

use crate::crs::Crs;
use crate::formats::feature::{FieldKind, Value};
use crate::formats::format::Format;
use crate::formats::geojson::{DEFAULT_DECIMALS, prepare};
use crate::formats::loss::{Loss, LossKind};
use crate::formats::writing::{WriteError, WriteOptions, Writer, Written};
use files::atomic_file::AtomicFile;
use geo_types::{Coord, Geometry, LineString, Polygon};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use words::said;

/// Names of fields that become the title of the placemark, the first one there is.
const TITLES: [&str; 5] = ["name", "名称", "项目名称", "Name", "NAME"];

/// Begins a KML file in WGS84 longitude and latitude.
///
/// A field `name` or `description` becomes the element of that name; another field of a name (`名称`, `项目名称`)
/// is data and title both. Shapes across the antimeridian are cut there.
///
/// # Errors
/// [`WriteError::Crs`] for another system; [`WriteError::Io`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    if options.crs.known() != Some(Crs::Wgs84) {
        return Err(WriteError::Crs {
            format: Format::Kml,
            only: Crs::Wgs84.name(),
            asked: options.crs.name(),
        });
    }
    let atomic_file = AtomicFile::beside(path)?;
    let mut out = BufWriter::with_capacity(1 << 16, atomic_file.file()?);
    let title = TITLES
        .iter()
        .find_map(|t| options.fields.iter().position(|f| f.name == *t));
    head(&mut out, &options).map_err(|e| atomic_file.failed(&e))?;
    Ok(Box::new(KmlWriter {
        out,
        atomic_file,
        options,
        title,
        features: 0,
        left_out_letters: 0,
        large: 0,
        line: String::new(),
    }))
}

struct KmlWriter {
    out: BufWriter<File>,
    atomic_file: AtomicFile,
    options: WriteOptions,
    title: Option<usize>,
    features: u64,
    left_out_letters: u64,
    large: u64,
    line: String,
}

fn is_element(name: &str) -> bool {
    name == "name" || name == "description"
}

fn head(out: &mut impl Write, options: &WriteOptions) -> io::Result<()> {
    let mut text = String::new();
    text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str("<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>");
    escape(&mut text, &options.layer);
    text.push_str("</name>\n<Schema id=\"fields\" name=\"");
    escape(&mut text, &options.layer);
    text.push_str("\">\n");
    for field in options.fields.iter().filter(|f| !is_element(&f.name)) {
        let kind = match field.kind {
            FieldKind::Bool => "bool",
            FieldKind::Integer => "int",
            FieldKind::Real => "double",
            FieldKind::Text | FieldKind::Date | FieldKind::DateTime => "string",
        };
        text.push_str("<SimpleField type=\"");
        text.push_str(kind);
        text.push_str("\" name=\"");
        escape(&mut text, &field.name);
        text.push_str("\"></SimpleField>\n");
    }
    text.push_str("</Schema>\n");
    out.write_all(text.as_bytes())
}

/// Appends text with markup escaped; returns how many characters XML cannot hold were left out.
fn escape(out: &mut String, text: &str) -> u64 {
    let mut left_out = 0;
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => left_out += 1,
            _ => out.push(c),
        }
    }
    left_out
}

fn push_value(out: &mut String, value: &Value) -> u64 {
    match value {
        Value::Null => 0,
        Value::Bool(b) => {
            out.push(if *b { '1' } else { '0' });
            0
        }
        Value::Integer(n) => {
            out.push_str(&n.to_string());
            0
        }
        Value::Real(n) => {
            out.push_str(&n.to_string());
            0
        }
        Value::Text(text) => escape(out, text),
    }
}

impl Writer for KmlWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        let mut text = std::mem::take(&mut self.line);
        text.clear();
        let mut left_out = 0;
        text.push_str("<Placemark>\n");
        if let Some(value) = self
            .title
            .and_then(|t| values.get(t))
            .filter(|v| **v != Value::Null)
        {
            text.push_str("<name>");
            left_out += push_value(&mut text, value);
            text.push_str("</name>\n");
        }
        let fields = || {
            self.options
                .fields
                .iter()
                .zip(values)
                .filter(|(_, v)| **v != Value::Null)
        };
        if let Some((_, value)) = fields().find(|(f, _)| f.name == "description") {
            text.push_str("<description>");
            left_out += push_value(&mut text, value);
            text.push_str("</description>\n");
        }
        let mut any = false;
        for (field, value) in fields().filter(|(f, _)| !is_element(&f.name)) {
            if !any {
                text.push_str("<ExtendedData><SchemaData schemaUrl=\"#fields\">\n");
                any = true;
            }
            text.push_str("<SimpleData name=\"");
            escape(&mut text, &field.name);
            text.push_str("\">");
            left_out += push_value(&mut text, value);
            text.push_str("</SimpleData>\n");
            self.large += u64::from(matches!(value, Value::Integer(n) if i32::try_from(*n).is_err()));
        }
        if any {
            text.push_str("</SchemaData></ExtendedData>\n");
        }
        if let Some(geometry) = geometry {
            push_geometry(&mut text, &prepare(geometry, DEFAULT_DECIMALS).geometry);
        }
        text.push_str("</Placemark>\n");
        self.left_out_letters += u64::from(left_out > 0);
        self.features += 1;
        let done = self.out.write_all(text.as_bytes());
        self.line = text;
        done.map_err(|e| self.atomic_file.failed(&e).into())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.out
            .write_all(b"</Document>\n</kml>\n")
            .and_then(|()| self.out.flush())
            .map_err(|e| self.atomic_file.failed(&e))?;
        let mut losses = Vec::new();
        if self.left_out_letters > 0 {
            losses.push(Loss {
                kind: LossKind::TextCut,
                count: self.left_out_letters,
                text: said!(
                    "kml.control_characters", "{} 条的文字含有 XML 不允许的控制字符，已去掉", "the texts of {} features have control characters that XML does not allow; they were taken out",
                    self.left_out_letters
                ),
            });
        }
        if self.large > 0 {
            losses.push(Loss {
                kind: LossKind::Number,
                count: self.large,
                text: said!(
                    "kml.large_numbers",
                    "{} 个整数超出 KML 的 32 位范围，已照写，但其他软件可能读错",
                    "{} whole numbers have more than the 32 bits of KML; other programs may misread them",
                    self.large
                ),
            });
        }
        let Self {
            out,
            atomic_file,
            features,
            ..
        } = *self;
        drop(out);
        Ok(Written {
            files: vec![atomic_file.place()?],
            features,
            losses,
        })
    }
}

fn push_geometry(out: &mut String, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(p) => {
            out.push_str("<Point><coordinates>");
            push_coords(out, &[p.0]);
            out.push_str("</coordinates></Point>\n");
        }
        Geometry::Line(l) => push_line(out, &[l.start, l.end]),
        Geometry::LineString(l) => push_line(out, &l.0),
        Geometry::Polygon(p) => push_polygon(out, p),
        Geometry::Rect(r) => push_polygon(out, &r.to_polygon()),
        Geometry::Triangle(t) => push_polygon(out, &t.to_polygon()),
        Geometry::MultiPoint(ps) => push_multi(out, ps.iter().map(|p| Geometry::Point(*p))),
        Geometry::MultiLineString(ls) => push_multi(out, ls.iter().map(|l| Geometry::LineString(l.clone()))),
        Geometry::MultiPolygon(ps) => push_multi(out, ps.iter().map(|p| Geometry::Polygon(p.clone()))),
        Geometry::GeometryCollection(parts) => push_multi(out, parts.iter().cloned()),
    }
}

fn push_multi(out: &mut String, parts: impl Iterator<Item = Geometry<f64>>) {
    out.push_str("<MultiGeometry>\n");
    for part in parts {
        push_geometry(out, &part);
    }
    out.push_str("</MultiGeometry>\n");
}

fn push_line(out: &mut String, coords: &[Coord<f64>]) {
    out.push_str("<LineString><tessellate>1</tessellate><coordinates>");
    push_coords(out, coords);
    out.push_str("</coordinates></LineString>\n");
}

fn push_polygon(out: &mut String, polygon: &Polygon<f64>) {
    if polygon.exterior().0.is_empty() {
        return;
    }
    out.push_str("<Polygon><tessellate>1</tessellate>");
    push_ring(out, "outerBoundaryIs", polygon.exterior());
    for hole in polygon.interiors() {
        push_ring(out, "innerBoundaryIs", hole);
    }
    out.push_str("</Polygon>\n");
}

fn push_ring(out: &mut String, boundary: &str, ring: &LineString<f64>) {
    out.extend(["<", boundary, "><LinearRing><coordinates>"]);
    push_coords(out, &ring.0);
    out.extend(["</coordinates></LinearRing></", boundary, ">"]);
}

fn push_coords(out: &mut String, coords: &[Coord<f64>]) {
    for (i, c) in coords.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(&c.x.to_string());
        out.push(',');
        out.push_str(&c.y.to_string());
    }
}
