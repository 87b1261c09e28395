//! The program's own files: GeoJSON (RFC 7946) of features, and JSON of rows without places. The schema is described in
//! docs/geojson.md. One feature or row a line, so that a difference between two exports can be read.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use files::atomic_file::AtomicFile;
use geodata::formats::geojson::GeometryPrinter;
use serde_json::{Map, Value as Json};

use super::columns::{ColumnHeading, ColumnValue, labels};
use super::features::{Feature, Features, LeftOuts};
use super::{ExportError, ExportRequest, imported};
use crate::progress::Progress;

/// Version of the property schema.
pub const SCHEMA: &str = "zhentu/1";

/// Bytes gathered before they are written.
const FULL: usize = 1 << 18;

/// Writes features; how many, and what was left out.
pub(super) fn write_features(
    path: &Path,
    request: &ExportRequest,
    features: Features,
    practice: bool,
    progress: &Progress,
) -> Result<(u64, LeftOuts), ExportError> {
    let mut file = JsonLineWriter::create(path, &head(request, practice))?;
    let keys = keys(&features);
    let mut printer = GeometryPrinter::with_box();
    let left_out = features.each(progress, &mut |feature| {
        file.line(|out| write_feature(out, &mut printer, &keys, feature))
    })?;
    Ok((file.finish("]}")?, left_out))
}

/// Writes rows without places as a list of JSON objects; how many.
pub(super) fn write_rows(path: &Path, features: Features, progress: &Progress) -> Result<u64, ExportError> {
    let mut file = JsonLineWriter::create(path, "[")?;
    let keys = keys(&features);
    features.each(progress, &mut |row| {
        file.line(|out| {
            out.extend_from_slice(b"{\"id\":");
            ColumnValue::Text(row.id.into()).write_json(out);
            write_members(out, b',', &keys, row);
            out.push(b'}');
        })
    })?;
    file.finish("]")
}

/// The keys of an export.
struct Keys {
    /// As JSON, each with its colon.
    own: Vec<String>,
    taken: imported::TakenNames,
}

fn keys(features: &Features) -> Keys {
    let key = |heading: &ColumnHeading| format!("{}:", Json::from(heading.key));
    Keys {
        own: features.headings.iter().map(key).collect(),
        taken: imported::TakenNames::new(features.headings.iter().map(|heading| heading.key)),
    }
}

/// A collection up to its features.
fn head(request: &ExportRequest, practice: bool) -> String {
    let mut head = Map::new();
    head.insert("type".to_owned(), "FeatureCollection".into());
    head.insert("name".to_owned(), request.title(practice).into());
    head.insert("schema".to_owned(), SCHEMA.into());
    head.insert("crs_note".to_owned(), "CGCS2000/WGS84 经纬度，7 位小数".into());
    if practice {
        head.insert(
            "notice".to_owned(),
            "演练数据，纯属虚构 / practice data, invented".into(),
        );
    }
    if request.chinese_labels {
        head.insert("labels".to_owned(), Json::Object(labels()));
    }
    let head = Json::Object(head).to_string();
    // Only the last brace is opened again: members may be objects themselves.
    format!("{},\"features\":[", head.strip_suffix('}').unwrap_or(&head))
}

fn write_feature(out: &mut Vec<u8>, printer: &mut GeometryPrinter, keys: &Keys, feature: &Feature<'_>) {
    out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
    ColumnValue::Text(feature.id.into()).write_json(out);
    out.extend_from_slice(b",\"geometry\":");
    match feature.geometry {
        Some(geometry) => {
            printer.geometry(out, geometry);
        }
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"properties\":");
    write_members(out, b'{', keys, feature);
    out.extend_from_slice(b"}}");
}

/// Writes what is said, member by member; `before` stands before the first.
fn write_members(out: &mut Vec<u8>, mut before: u8, keys: &Keys, feature: &Feature<'_>) {
    let mut next = keys.own.iter();
    feature.each_value(|value| {
        if let (Some(key), false) = (next.next(), *value == ColumnValue::Absent) {
            out.push(before);
            out.extend_from_slice(key.as_bytes());
            value.write_json(out);
            before = b',';
        }
    });
    imported::write_members(out, before, feature.imported, &keys.taken);
}

/// A JSON file with one value a line. Dropping it before it is finished leaves nothing behind.
struct JsonLineWriter {
    atomic_file: AtomicFile,
    file: File,
    buffer: Vec<u8>,
    count: u64,
}

impl JsonLineWriter {
    fn create(path: &Path, head: &str) -> Result<Self, ExportError> {
        let atomic_file = AtomicFile::beside(path)?;
        Ok(Self {
            file: atomic_file.file()?,
            atomic_file,
            buffer: head.as_bytes().to_vec(),
            count: 0,
        })
    }

    fn line(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), ExportError> {
        self.buffer
            .extend_from_slice(if self.count == 0 { b"\n" } else { b",\n" });
        write(&mut self.buffer);
        self.count += 1;
        if self.buffer.len() < FULL {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        self.file
            .write_all(&self.buffer)
            .map_err(|e| self.atomic_file.failed(&e))?;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the file and puts it in place; the number of lines.
    fn finish(mut self, tail: &str) -> Result<u64, ExportError> {
        self.buffer.extend_from_slice(format!("\n{tail}\n").as_bytes());
        self.flush()?;
        self.atomic_file.place()?;
        Ok(self.count)
    }
}
