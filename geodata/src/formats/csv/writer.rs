//! Writes CSV that spreadsheets open as it is: UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180).

use crate::formats::ledger::{GeometryHeaders, as_point, guard_formula};
use crate::formats::rounding::{self, round};
use crate::formats::{Loss, LossKind, Value, WriteError, WriteOptions, Writer, Written};
use crate::wkt_text::to_wkt;
use files::atomic_file::AtomicFile;
use geo_types::Geometry;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use words::said;

/// Returns a writer of one table: the fields, then longitude and latitude (or easting and northing) of points,
/// well-known text of everything else, and the name of the system.
///
/// Metres have at most four digits behind the point, degrees nine: a tenth of a millimetre.
///
/// Text that a spreadsheet would run as a formula gets an apostrophe before it, which [`super::read`] takes off again.
///
/// # Errors
/// [`WriteError::Io`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    let atomic_file = AtomicFile::beside(path)?;
    let mut file = BufWriter::new(atomic_file.file()?);
    file.write_all("\u{feff}".as_bytes())
        .map_err(|e| atomic_file.failed(&e))?;
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    let columns = GeometryHeaders::beside(&options.fields, &options.crs);
    let names = options.fields.iter().map(|f| guard_formula(&f.name).into_owned());
    let places = [columns.east, columns.north, columns.wkt, columns.system];
    table
        .write_record(names.chain(places))
        .map_err(|e| failed(&atomic_file, e))?;
    Ok(Box::new(CsvWriter {
        table,
        atomic_file,
        fields: options.fields.len(),
        system: options.crs.label(),
        decimals: rounding::decimals(&options.crs),
        features: 0,
        lost: 0,
    }))
}

struct CsvWriter {
    table: csv::Writer<BufWriter<File>>,
    atomic_file: AtomicFile,
    fields: usize,
    system: String,
    /// Digits behind the point of coordinates.
    decimals: u8,
    features: u64,
    /// Geometries without a text form.
    lost: u64,
}

fn failed(atomic_file: &AtomicFile, error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => atomic_file.failed(&e).into(),
        other => atomic_file
            .failed(&std::io::Error::other(format!("{other:?}")))
            .into(),
    }
}

impl CsvWriter {
    fn cells(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), csv::Error> {
        for i in 0..self.fields {
            match values.get(i).unwrap_or(&Value::Null) {
                Value::Null => self.table.write_field("")?,
                Value::Bool(b) => self.table.write_field(if *b { "true" } else { "false" })?,
                Value::Integer(n) => self.table.write_field(n.to_string())?,
                Value::Real(v) => self.table.write_field(v.to_string())?,
                Value::Text(t) => self.table.write_field(guard_formula(t).as_bytes())?,
            }
        }
        let rounded = geometry.map(|g| round(g, self.decimals, &mut 0));
        let geometry = rounded.as_ref();
        let (mut east, mut north, mut wkt) = (String::new(), String::new(), String::new());
        if let Some(p) = as_point(geometry) {
            east = p.x().to_string();
            north = p.y().to_string();
        } else if let Some(g) = geometry {
            match to_wkt(g) {
                Ok(text) => wkt = text,
                Err(_) => self.lost += 1,
            }
        }
        let system = if geometry.is_some() {
            self.system.as_str()
        } else {
            ""
        };
        for text in [east.as_str(), north.as_str(), wkt.as_str(), system] {
            self.table.write_field(text)?;
        }
        self.table.write_record(None::<&[u8]>)
    }
}

impl Writer for CsvWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        self.cells(geometry, values)
            .map_err(|e| failed(&self.atomic_file, e))?;
        self.features += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Written, WriteError> {
        let file = match self.table.into_inner() {
            Ok(file) => file,
            Err(e) => return Err(self.atomic_file.failed(e.error()).into()),
        };
        file.into_inner()
            .map_err(|e| self.atomic_file.failed(e.error()))?;
        let place = self.atomic_file.place()?;
        let mut losses = Vec::new();
        if self.lost > 0 {
            losses.push(Loss {
                kind: LossKind::NoGeometry,
                count: self.lost,
                text: said!("csv.geometry_not_written", "{} 个图形的坐标不是有限的数或嵌套过深，没有写出图形", "{} shapes have coordinates that are no finite numbers or nest too deeply and were not written", self.lost),
            });
        }
        Ok(Written {
            files: vec![place],
            features: self.features,
            losses,
        })
    }
}
