//! Shapefiles out: one for each kind of geometry, with `.shx`, `.dbf`, `.cpg` and `.prj`.

use super::columns::{MOST_FIELDS, short_names};
use super::shape_records::{PointLists, ShapeType, record, shapes_of};
use super::table::{AttributeLosses, AttributeRows, LONGEST_FILE};
use crate::formats::feature::{Field, Value};
use crate::formats::format::Format;
use crate::formats::loss::{Loss, LossKind};
use crate::formats::writing::{WriteError, WriteOptions, Writer, Written};
use files::atomic_file::{AtomicFile, commit_all};
use geo::CoordsIter;
use geo_types::{Coord, Geometry};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use words::{Words, said};

/// Returns a writer of a shapefile. Features of one kind of geometry make `NAME.shp`; of several,
/// `NAME-point.shp`, `NAME-multipoint.shp`, `NAME-line.shp` and `NAME-polygon.shp`, as far as there are any.
///
/// Text is UTF-8. Names of fields that had to be cut stand in `NAME.fields.csv` with the full names.
///
/// # Errors
/// [`WriteError`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    let mut fields = options.fields;
    let all_fields = fields.len();
    fields.truncate(MOST_FIELDS);
    // A format without attributes is none: GDAL, too, writes a number then.
    let numbered = fields.is_empty();
    if numbered {
        fields.push(Field {
            name: "FID".to_owned(),
            kind: crate::formats::feature::FieldKind::Integer,
        });
    }
    Ok(Box::new(ShapefileWriter {
        path: path.to_owned(),
        wkt: options.crs.wkt(),
        names: short_names(&fields),
        left_out: (all_fields.saturating_sub(MOST_FIELDS)) as u64,
        fields,
        numbered,
        sets: Vec::new(),
        features: 0,
        taken_apart: 0,
        bad_geometries: 0,
    }))
}

/// The files of one kind of geometry.
struct FileSet {
    /// Not known as long as there were only features without geometry.
    kind: Option<ShapeType>,
    shp: AtomicFile,
    shx: AtomicFile,
    shapes: BufWriter<File>,
    index: BufWriter<File>,
    length: u64,
    low: Coord<f64>,
    high: Coord<f64>,
    rows: AttributeRows,
}

struct ShapefileWriter {
    path: PathBuf,
    wkt: Option<String>,
    fields: Vec<Field>,
    names: Vec<String>,
    left_out: u64,
    /// The table has nothing but a number.
    numbered: bool,
    sets: Vec<FileSet>,
    features: u64,
    taken_apart: u64,
    bad_geometries: u64,
}

impl Writer for ShapefileWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        self.features += 1;
        let number = [Value::Integer(self.features as i64)];
        let values = if self.numbered { &number } else { values };
        let Some(geometry) = geometry.filter(|g| g.coords_count() > 0) else {
            return self.put(None, values);
        };
        if !geometry.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            self.bad_geometries += 1;
            return self.put(None, values);
        }
        let shapes = shapes_of(geometry);
        self.taken_apart += u64::from(shapes.len() > 1);
        for (kind, parts) in &shapes {
            self.put(Some((*kind, parts)), values)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        if self.sets.is_empty() {
            self.sets.push(self.open()?);
        }
        let sets = std::mem::take(&mut self.sets);
        let mixed = sets.len() > 1;
        let counted = |s: &FileSet| {
            let (zh, en) = s.kind.map_or(("无几何", "without geometry"), |kind| {
                (kind.words(), kind.english())
            });
            (
                format!("{zh} {} 个", s.rows.rows),
                format!("{} {en}", s.rows.rows),
            )
        };
        let (zh, en): (Vec<String>, Vec<String>) = sets.iter().map(counted).unzip();
        let counts = Words::new("shapefile.files", zh.join("，"), en.join(", "));
        let stem = self
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut lost = AttributeLosses::default();
        let mut files = Vec::new();
        let mut mains = Vec::new();
        let fields_csv = self.field_table(&stem)?;
        let renamed = fields_csv.as_ref().map_or(0, |(_, n)| *n);
        files.extend(fields_csv.map(|(file, _)| file));
        for set in sets {
            let stem = match set.kind {
                Some(kind) if mixed => format!("{stem}-{}", kind.ending()),
                _ => stem.clone(),
            };
            let main = self.path.with_file_name(format!("{stem}.shp"));
            files.extend(self.close(set, &main, &mut lost)?);
            mains.push(main);
        }
        let placed = commit_all(files)?;
        for main in &mains {
            // An index of what stood here before would lead programs astray.
            for ending in ["sbn", "sbx", "qix", "fbn", "fbx", "ain", "aih", "shp.xml"] {
                let _ = std::fs::remove_file(main.with_extension(ending));
            }
        }
        let others = placed
            .into_iter()
            .filter(|p| !mains.contains(p))
            .collect::<Vec<_>>();
        Ok(Written {
            features: self.features,
            losses: self.losses(mixed.then_some(counts), renamed, &lost),
            files: mains.into_iter().chain(others).collect(),
        })
    }
}

impl ShapefileWriter {
    fn io(&self, error: &std::io::Error) -> WriteError {
        WriteError::io(&self.path, error)
    }

    fn open(&self) -> Result<FileSet, WriteError> {
        let (shp, shx) = (AtomicFile::beside(&self.path)?, AtomicFile::beside(&self.path)?);
        let mut shapes = BufWriter::with_capacity(1 << 18, shp.file()?);
        let mut index = BufWriter::with_capacity(1 << 16, shx.file()?);
        shapes.write_all(&[0; 100]).map_err(|e| self.io(&e))?;
        index.write_all(&[0; 100]).map_err(|e| self.io(&e))?;
        Ok(FileSet {
            kind: None,
            shapes,
            index,
            shp,
            shx,
            length: 100,
            low: Coord {
                x: f64::INFINITY,
                y: f64::INFINITY,
            },
            high: Coord {
                x: f64::NEG_INFINITY,
                y: f64::NEG_INFINITY,
            },
            rows: AttributeRows::new(&self.fields).map_err(|e| self.io(&e))?,
        })
    }

    /// The set for a kind; features without geometry go to the first there is.
    fn set(&mut self, kind: Option<ShapeType>) -> Result<usize, WriteError> {
        let fits = |s: &FileSet| kind.is_none() || s.kind.is_none() || s.kind == kind;
        if let Some(i) = self.sets.iter().position(fits) {
            if kind.is_some() {
                self.sets[i].kind = kind;
            }
            return Ok(i);
        }
        let mut set = self.open()?;
        set.kind = kind;
        self.sets.push(set);
        Ok(self.sets.len() - 1)
    }

    fn put(&mut self, shape: Option<(ShapeType, &PointLists)>, values: &[Value]) -> Result<(), WriteError> {
        let i = self.set(shape.map(|s| s.0))?;
        let path = self.path.clone();
        let set = &mut self.sets[i];
        let record = match shape {
            None => 0_u32.to_le_bytes().to_vec(),
            Some((kind, parts)) => {
                for c in parts.iter().flatten() {
                    set.low = Coord {
                        x: set.low.x.min(c.x),
                        y: set.low.y.min(c.y),
                    };
                    set.high = Coord {
                        x: set.high.x.max(c.x),
                        y: set.high.y.max(c.y),
                    };
                }
                record(kind, parts)
            }
        };
        let words = |bytes: u64| ((bytes / 2) as u32).to_be_bytes();
        let start = set.length;
        set.length += 8 + record.len() as u64;
        if set.length > LONGEST_FILE {
            return Err(too_long(".shp"));
        }
        let number = (set.rows.rows + 1) as u32;
        let mut write = || {
            set.shapes.write_all(&number.to_be_bytes())?;
            set.shapes.write_all(&words(record.len() as u64))?;
            set.shapes.write_all(&record)?;
            set.index.write_all(&words(start))?;
            set.index.write_all(&words(record.len() as u64))?;
            set.rows.push(values)
        };
        write().map_err(|e| WriteError::io(&path, &e))
    }

    /// Writes what a set still lacks; returns its files, the `.shp` last.
    fn close(
        &self,
        set: FileSet,
        main: &Path,
        lost: &mut AttributeLosses,
    ) -> Result<Vec<AtomicFile>, WriteError> {
        let io = |e: std::io::Error| WriteError::io(main, &e);
        let FileSet {
            kind,
            mut shp,
            mut shx,
            mut shapes,
            mut index,
            length,
            low,
            high,
            rows,
        } = set;
        let (table_length, _) = rows.shapes();
        if table_length > LONGEST_FILE {
            return Err(too_long(".dbf"));
        }
        let mut head = [0; 100];
        head[..4].copy_from_slice(&9994_u32.to_be_bytes());
        head[28..32].copy_from_slice(&1000_u32.to_le_bytes());
        head[32..36].copy_from_slice(&kind.map_or(0, ShapeType::code).to_le_bytes());
        if low.x <= high.x {
            for (i, v) in [low.x, low.y, high.x, high.y].into_iter().enumerate() {
                head[36 + 8 * i..44 + 8 * i].copy_from_slice(&v.to_le_bytes());
            }
        }
        let mut end = |file: &mut BufWriter<File>, length: u64| -> std::io::Result<()> {
            head[24..28].copy_from_slice(&((length / 2) as u32).to_be_bytes());
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&head)?;
            file.flush()
        };
        end(&mut index, 100 + 8 * rows.rows).map_err(io)?;
        end(&mut shapes, length).map_err(io)?;
        let dbf = AtomicFile::beside(&main.with_extension("dbf"))?;
        let mut out = BufWriter::with_capacity(1 << 18, dbf.file()?);
        let this = rows.write(&self.names, &mut out).map_err(io)?;
        out.flush().map_err(io)?;
        lost.cut_texts += this.cut_texts;
        lost.rounded += this.rounded;
        lost.part_dates += this.part_dates;
        let mut files = vec![small(&main.with_extension("cpg"), b"UTF-8")?];
        if let Some(wkt) = &self.wkt {
            files.push(small(&main.with_extension("prj"), wkt.as_bytes())?);
        }
        shp.aim(main);
        shx.aim(&main.with_extension("shx"));
        files.extend([dbf, shx, shp]);
        Ok(files)
    }

    /// The table of names that were changed, with their number; `None` when none was.
    fn field_table(&self, stem: &str) -> Result<Option<(AtomicFile, u64)>, WriteError> {
        if self.numbered {
            return Ok(None);
        }
        let changed = self
            .names
            .iter()
            .zip(&self.fields)
            .filter(|(n, f)| **n != f.name)
            .count();
        if changed == 0 {
            return Ok(None);
        }
        let cell = |text: &str| {
            if text.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        let mut text = "\u{feff}字段,原名\r\n".to_owned();
        for (name, field) in self.names.iter().zip(&self.fields) {
            text.push_str(&format!("{},{}\r\n", cell(name), cell(&field.name)));
        }
        let path = self.path.with_file_name(format!("{stem}.fields.csv"));
        Ok(Some((small(&path, text.as_bytes())?, changed as u64)))
    }

    fn losses(&self, counts: Option<Words>, renamed: u64, lost: &AttributeLosses) -> Vec<Loss> {
        let mut losses = Vec::new();
        let mut lose = |kind: LossKind, count: u64, text: Words| {
            if count > 0 {
                losses.push(Loss { kind, count, text });
            }
        };
        let examples: Vec<String> = self
            .names
            .iter()
            .zip(&self.fields)
            .filter(|(n, f)| **n != f.name)
            .take(3)
            .map(|(n, f)| format!("{}→{n}", f.name))
            .collect();
        lose(
            LossKind::FieldName,
            renamed,
            said!(
                "shapefile.field_names",
                "{renamed} 个字段名超过 10 字节或重名，已改短（如 {}），对照表在 .fields.csv",
                "{renamed} field names have more than 10 bytes or occur twice and were shortened (such as {}); .fields.csv lists both",
                Words::new("shapefile.examples", examples.join("、"), examples.join(", "))
            ),
        );
        lose(
            LossKind::Fields,
            self.left_out,
            said!(
                "shapefile.too_many_fields",
                "只能有 {MOST_FIELDS} 个字段，后 {} 个没有写",
                "there can be {MOST_FIELDS} fields; the last {} were not written",
                self.left_out
            ),
        );
        lose(
            LossKind::TextCut,
            lost.cut_texts,
            said!(
                "shapefile.text_cut",
                "{} 处文字超过 254 字节，已截短",
                "{} texts have more than 254 bytes and were cut",
                lost.cut_texts
            ),
        );
        lose(
            LossKind::Number,
            lost.rounded,
            said!(
                "shapefile.rounded",
                "{} 个数的位数超过表格所能容纳，已舍入",
                "{} numbers have more digits than the table holds and were rounded",
                lost.rounded
            ),
        );
        lose(
            LossKind::Date,
            lost.part_dates,
            said!(
                "shapefile.dates",
                "{} 个日期不到日，所在字段写成文字",
                "{} dates are known to the month or year only; their fields were written as text",
                lost.part_dates
            ),
        );
        if let Some(counts) = counts {
            lose(
                LossKind::MixedGeometry,
                self.features,
                said!(
                    "shapefile.several_files",
                    "一个 .shp 只能有一种几何，已分成多个文件：{}",
                    "a .shp holds one kind of geometry; several files were written: {}",
                    counts
                ),
            );
        }
        lose(
            LossKind::Parts,
            self.taken_apart,
            said!(
                "shapefile.mixed",
                "{} 个要素由不同类型的几何组成，已拆到各自的文件，属性各带一份",
                "{} features are of several kinds of geometry and were split over the files, each with the attributes",
                self.taken_apart
            ),
        );
        lose(
            LossKind::NoGeometry,
            self.bad_geometries,
            said!(
                "shapefile.not_finite",
                "{} 个要素的坐标不是有限的数，没有写几何",
                "{} features have coordinates that are no finite numbers; their geometry was not written",
                self.bad_geometries
            ),
        );
        losses
    }
}

fn too_long(ending: &str) -> WriteError {
    WriteError::TooMuch {
        format: Format::Shapefile,
        reason: said!(
            "shapefile.too_large",
            "{ending} 会超过 2 GB，请分区导出，或改用 GeoPackage、FlatGeobuf",
            "{ending} would have more than 2 GB; export by parts, or as GeoPackage or FlatGeobuf"
        ),
    }
}

fn small(path: &Path, bytes: &[u8]) -> Result<AtomicFile, WriteError> {
    let atomic_file = AtomicFile::beside(path)?;
    atomic_file
        .file()?
        .write_all(bytes)
        .map_err(|e| atomic_file.failed(&e))?;
    Ok(atomic_file)
}
