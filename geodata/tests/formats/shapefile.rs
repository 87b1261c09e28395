//! Shapefiles in and out.

mod archives;
mod faults;
mod shapes;
mod systems;
mod tables;
mod writing;

use crate::collect::{Collect, read};
use geo_types::{Geometry, wkt};
use geodata::crs::Crs;
use geodata::formats::shapefile;
use geodata::formats::{Field, FieldKind, Value, WriteOptions, Written};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        kind,
    }
}

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

type Row = (Option<Geometry<f64>>, Vec<Value>);

fn write(path: &Path, crs: Crs, fields: Vec<Field>, rows: &[Row]) -> Written {
    let options = WriteOptions {
        layer: "项目".into(),
        fields,
        crs: crs.into(),
    };
    let mut writer = shapefile::create(path, options).unwrap();
    for (geometry, values) in rows {
        writer.write(geometry.as_ref(), values).unwrap();
    }
    writer.finish().unwrap()
}

fn polygons() -> Vec<Row> {
    vec![
        (
            Some(wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 2.,2. 2.,2. 1.,1. 1.))).into()),
            vec![text("汶上县军屯乡"), Value::Integer(12), Value::Real(1.5), Value::Bool(true), text("2026-11-21")],
        ),
        (
            Some(
                wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.)),((2. 2.,7. 2.,7. 7.,2. 2.)),((20. 0.,29. 0.,29. 9.,20. 0.))))
                    .into(),
            ),
            vec![text("次丘镇"), Value::Integer(-3), Value::Real(-0.25), Value::Bool(false), Value::Null],
        ),
        (None, vec![Value::Null; 5]),
    ]
}

fn fields() -> Vec<Field> {
    vec![
        field("名称", FieldKind::Text),
        field("编号", FieldKind::Integer),
        field("面积", FieldKind::Real),
        field("完成", FieldKind::Bool),
        field("开工", FieldKind::Date),
    ]
}

fn good(dir: &Path) -> PathBuf {
    let path = dir.join("项目.shp");
    write(&path, Crs::from_epsg(4548).unwrap(), fields(), &polygons());
    path
}

/// A good shapefile with one file of it replaced.
fn with(change: impl Fn(&Path)) -> Collect {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    change(&path);
    read(shapefile::read, &path).unwrap()
}

fn change_bytes(path: &Path, ending: &str, at: usize, new: &[u8]) {
    let path = path.with_extension(ending);
    let mut bytes = fs::read(&path).unwrap();
    bytes[at..at + new.len()].copy_from_slice(new);
    fs::write(path, bytes).unwrap();
}

fn zip(entries: &[(&[u8], Vec<u8>)]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("包.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (i, (_, bytes)) in entries.iter().enumerate() {
        zip.start_file(format!("{i:04}{}", "x".repeat(entries[i].0.len() - 4)), options)
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    // Names as other programs write them: bytes in any encoding.
    let mut all = fs::read(&path).unwrap();
    for (i, (name, _)) in entries.iter().enumerate() {
        let placeholder = format!("{i:04}{}", "x".repeat(name.len() - 4)).into_bytes();
        while let Some(at) = all.windows(name.len()).position(|w| w == placeholder) {
            all[at..at + name.len()].copy_from_slice(name);
        }
    }
    fs::write(&path, all).unwrap();
    (dir, path)
}

fn parts_of(path: &Path) -> Vec<(String, Vec<u8>)> {
    ["shp", "shx", "dbf", "cpg", "prj"]
        .map(|e| (e.to_owned(), fs::read(path.with_extension(e)).unwrap()))
        .to_vec()
}
