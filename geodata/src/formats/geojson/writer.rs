//! GeoJSON out: one collection of features (RFC 7946), or a feature a line.

use super::printing::{GeometryPrinter, quoted};
use crate::crs::Crs;
use crate::formats::feature::Value;
use crate::formats::format::Format;
use crate::formats::loss::{Loss, LossKind};
use crate::formats::writing::{WriteError, WriteOptions, Writer, Written};
use files::atomic_file::AtomicFile;
use geo_types::Geometry;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use words::{Words, said};

const FULL: usize = 1 << 20;

/// Returns a writer of one collection of features in WGS84 or CGCS2000 longitude, latitude: right-hand rule, cut at
/// the antimeridian, seven decimals.
///
/// # Errors
/// [`WriteError::Crs`] for any other system, [`WriteError::Io`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    start(path, options, Format::GeoJson)
}

/// Returns a writer of one feature a line, each as [`create`] writes it, without record separators.
///
/// # Errors
/// As [`create`].
pub fn create_lines(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    start(path, options, Format::GeoJsonL)
}

fn start(path: &Path, options: WriteOptions, format: Format) -> Result<Box<dyn Writer>, WriteError> {
    if !matches!(options.crs.known(), Some(Crs::Wgs84 | Crs::Cgcs2000)) {
        return Err(WriteError::Crs {
            format,
            only: format!("{} 或 {}", Crs::Wgs84.name(), Crs::Cgcs2000.name()),
            asked: options.crs.name(),
        });
    }
    let atomic_file = AtomicFile::beside(path)?;
    let file = atomic_file.file()?;
    let mut buffer = Vec::with_capacity(FULL + FULL / 4);
    if format == Format::GeoJson {
        buffer.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"name\":");
        quoted(&mut buffer, &options.layer);
        buffer.extend_from_slice(b",\"features\":[");
    }
    let names = options
        .fields
        .iter()
        .map(|f| {
            let mut name = Vec::new();
            quoted(&mut name, &f.name);
            name.push(b':');
            name
        })
        .collect();
    Ok(Box::new(GeoJsonWriter {
        atomic_file,
        file,
        lines: format == Format::GeoJsonL,
        names,
        buffer,
        printer: GeometryPrinter::default(),
        features: 0,
        bad_numbers: 0,
        bad_geometries: 0,
    }))
}

struct GeoJsonWriter {
    atomic_file: AtomicFile,
    file: File,
    lines: bool,
    /// Field names with quotes and colon.
    names: Vec<Vec<u8>>,
    buffer: Vec<u8>,
    printer: GeometryPrinter,
    features: u64,
    bad_numbers: u64,
    bad_geometries: u64,
}

impl GeoJsonWriter {
    fn flush(&mut self) -> Result<(), WriteError> {
        self.file
            .write_all(&self.buffer)
            .map_err(|e| self.atomic_file.failed(&e))?;
        self.buffer.clear();
        Ok(())
    }
}

impl Writer for GeoJsonWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        let out = &mut self.buffer;
        if !self.lines {
            out.extend_from_slice(if self.features == 0 { b"\n" } else { b",\n" });
        }
        out.extend_from_slice(b"{\"type\":\"Feature\",\"properties\":{");
        for (i, name) in self.names.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            out.extend_from_slice(name);
            match values.get(i).unwrap_or(&Value::Null) {
                Value::Null => out.extend_from_slice(b"null"),
                Value::Bool(true) => out.extend_from_slice(b"true"),
                Value::Bool(false) => out.extend_from_slice(b"false"),
                Value::Integer(v) => self.printer.integer(out, *v),
                Value::Real(v) if v.is_finite() => self.printer.real(out, *v),
                Value::Real(_) => {
                    self.bad_numbers += 1;
                    out.extend_from_slice(b"null");
                }
                Value::Text(text) => quoted(out, text),
            }
        }
        out.extend_from_slice(b"},\"geometry\":");
        let written = geometry.is_some_and(|g| self.printer.geometry(out, g));
        if !written {
            self.bad_geometries += u64::from(geometry.is_some());
            out.extend_from_slice(b"null");
        }
        out.push(b'}');
        if self.lines {
            out.push(b'\n');
        }
        self.features += 1;
        if self.buffer.len() >= FULL {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        if !self.lines {
            self.buffer.extend_from_slice(b"\n]}\n");
        }
        self.flush()?;
        let mut losses = Vec::new();
        let mut lose = |count: u64, text: Words| {
            if count > 0 {
                losses.push(Loss {
                    kind: LossKind::Number,
                    count,
                    text,
                });
            }
        };
        let count = self.bad_numbers;
        lose(
            count,
            said!(
                "geojson.bad_numbers",
                "{count} 个数不是有限的数，写为空值",
                "{count} numbers are not finite and were written as null"
            ),
        );
        let count = self.bad_geometries;
        lose(
            count,
            said!(
                "geojson.bad_geometries",
                "{count} 个要素的坐标不是有限的数，没有写几何",
                "{count} features have coordinates that are no finite numbers; their geometry was not written"
            ),
        );
        Ok(Written {
            files: vec![self.atomic_file.place()?],
            features: self.features,
            losses,
        })
    }
}
