//! FlatGeobuf out, with a spatial index. Features wait in a temporary file until their order is known.

use super::properties::Misfits;
use super::{MAGIC, geometry, properties};
use crate::formats::feature::{FieldKind, Value};
use crate::formats::format::Format;
use crate::formats::loss::{Loss, LossKind};
use crate::formats::writing::{WriteError, WriteOptions, Writer, Written};
use files::atomic_file::AtomicFile;
use flatbuffers::FlatBufferBuilder;
use flatgeobuf as fgb;
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use geo::{BoundingRect, CoordsIter};
use geo_types::Geometry;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use words::{Words, said};

/// Most fields: their numbers have 16 bits.
const MOST_FIELDS: usize = 65_535;

/// Returns a writer of FlatGeobuf with an index; without one when there are features without geometry, which an index
/// cannot hold.
///
/// # Errors
/// [`WriteError`].
pub fn create(path: &Path, options: WriteOptions) -> Result<Box<dyn Writer>, WriteError> {
    if options.fields.len() > MOST_FIELDS {
        return Err(WriteError::TooMuch {
            format: Format::FlatGeobuf,
            reason: said!(
                "flatgeobuf.too_many_fields",
                "字段超过 {MOST_FIELDS} 个",
                "there are more than {MOST_FIELDS} fields"
            ),
        });
    }
    let atomic_file = AtomicFile::beside(path)?;
    let waiting = tempfile::tempfile().map_err(|e| atomic_file.failed(&e))?;
    let part = vec![false; options.fields.len()];
    Ok(Box::new(FlatGeobufWriter {
        atomic_file,
        options,
        waiting: BufWriter::with_capacity(1 << 18, waiting),
        buffer: FlatBufferBuilder::new(),
        properties: Vec::new(),
        nodes: Vec::new(),
        ends: Vec::new(),
        kind: None,
        without: 0,
        bad: 0,
        misfits: Misfits::default(),
        part,
    }))
}

struct FlatGeobufWriter {
    atomic_file: AtomicFile,
    options: WriteOptions,
    waiting: BufWriter<File>,
    buffer: FlatBufferBuilder<'static>,
    properties: Vec<u8>,
    /// Boxes; the offset is the number of the feature.
    nodes: Vec<NodeItem>,
    /// Where each feature ends in the waiting file.
    ends: Vec<u64>,
    /// Type of all geometries so far.
    kind: Option<fgb::GeometryType>,
    without: u64,
    bad: u64,
    misfits: Misfits,
    /// Columns with moments that are no whole ones.
    part: Vec<bool>,
}

impl Writer for FlatGeobufWriter {
    fn write(&mut self, geometry: Option<&Geometry<f64>>, values: &[Value]) -> Result<(), WriteError> {
        let finite = |g: &&Geometry<f64>| g.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite());
        let usable = geometry.filter(finite).filter(|g| g.coords_count() > 0);
        self.bad += u64::from(geometry.is_some_and(|g| !finite(&g)));
        let mut node = NodeItem::create(self.nodes.len() as u64);
        match usable.and_then(|g| g.bounding_rect().map(|r| (g, r))) {
            None => self.without += 1,
            Some((g, r)) => {
                node.expand_xy(r.min().x, r.min().y);
                node.expand_xy(r.max().x, r.max().y);
                let kind = geometry::kind(g);
                self.kind = match self.kind {
                    None => Some(kind),
                    Some(old) if old == kind => Some(kind),
                    Some(_) => Some(fgb::GeometryType::Unknown),
                };
            }
        }
        self.nodes.push(node);
        properties::write(
            &mut self.properties,
            &self.options.fields,
            values,
            &mut self.part,
            &mut self.misfits,
        );
        let buffer = &mut self.buffer;
        buffer.reset();
        let geometry = usable.map(|g| geometry::write(buffer, g));
        let properties = (!self.properties.is_empty()).then(|| buffer.create_vector(&self.properties));
        let args = fgb::FeatureArgs {
            geometry,
            properties,
            columns: None,
        };
        let feature = fgb::Feature::create(buffer, &args);
        buffer.finish_size_prefixed(feature, None);
        let bytes = buffer.finished_data();
        let start = self.ends.last().copied().unwrap_or(0);
        self.ends.push(start + bytes.len() as u64);
        self.waiting
            .write_all(bytes)
            .map_err(|e| self.atomic_file.failed(&e).into())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let features = self.nodes.len() as u64;
        self.assemble().map_err(|e| self.atomic_file.failed(&e))?;
        let mut losses = Vec::new();
        let mut lose = |kind: LossKind, count: u64, text: Words| {
            if count > 0 {
                losses.push(Loss { kind, count, text });
            }
        };
        lose(
            LossKind::Number,
            self.misfits.0,
            said!(
                "flatgeobuf.misfits",
                "{} 个值与字段类型不符，留空",
                "{} values do not fit their columns and were left empty",
                self.misfits.0
            ),
        );
        lose(
            LossKind::NoGeometry,
            self.bad,
            said!(
                "flatgeobuf.not_finite",
                "{} 个要素的坐标不是有限的数，没有写几何",
                "{} features have coordinates that are no finite numbers; their geometry was not written",
                self.bad
            ),
        );
        Ok(Written {
            files: vec![self.atomic_file.place()?],
            features,
            losses,
        })
    }
}

impl FlatGeobufWriter {
    fn assemble(&mut self) -> io::Result<()> {
        self.waiting.flush()?;
        let indexed = self.without == 0 && !self.nodes.is_empty();
        let there: Vec<NodeItem> = self
            .nodes
            .iter()
            .filter(|n| n.min_x <= n.max_x)
            .cloned()
            .collect();
        let extent = calc_extent(&there);
        drop(there);
        let file = self
            .atomic_file
            .file()
            .map_err(|e| io::Error::other(e.to_string()))?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        out.write_all(&MAGIC)?;
        let header = self.header(indexed, &extent);
        out.write_all(&header)?;
        if indexed {
            hilbert_sort(&mut self.nodes, &extent);
            let mut offset = 0;
            let mut leaves = self.nodes.clone();
            for leaf in &mut leaves {
                let (from, to) = self.place(leaf.offset);
                leaf.offset = offset;
                offset += to - from;
            }
            let tree = PackedRTree::build(&leaves, &extent, PackedRTree::DEFAULT_NODE_SIZE)
                .map_err(|e| io::Error::other(e.to_string()))?;
            tree.stream_write(&mut out)?;
        }
        let mut bytes = Vec::new();
        for node in &self.nodes {
            let (from, to) = self.place(node.offset);
            bytes.resize((to - from) as usize, 0);
            let waiting = self.waiting.get_mut();
            waiting.seek(SeekFrom::Start(from))?;
            waiting.read_exact(&mut bytes)?;
            out.write_all(&bytes)?;
        }
        out.flush()
    }

    /// Where a feature stands in the waiting file.
    fn place(&self, number: u64) -> (u64, u64) {
        let i = number as usize;
        let from = if i == 0 { 0 } else { self.ends[i - 1] };
        (from, self.ends[i])
    }

    fn header(&self, indexed: bool, extent: &NodeItem) -> Vec<u8> {
        let mut buffer = FlatBufferBuilder::new();
        let columns: Vec<_> = self
            .options
            .fields
            .iter()
            .zip(&self.part)
            .map(|(field, part)| {
                let type_ = match field.kind {
                    FieldKind::Bool => fgb::ColumnType::Bool,
                    FieldKind::Integer => fgb::ColumnType::Long,
                    FieldKind::Real => fgb::ColumnType::Double,
                    FieldKind::DateTime if !part => fgb::ColumnType::DateTime,
                    // Days have no type of their own; as text they stay days.
                    FieldKind::Text | FieldKind::Date | FieldKind::DateTime => fgb::ColumnType::String,
                };
                let args = fgb::ColumnArgs {
                    name: Some(buffer.create_string(&field.name)),
                    type_,
                    ..Default::default()
                };
                fgb::Column::create(&mut buffer, &args)
            })
            .collect();
        let crs = &self.options.crs;
        let crs_args = fgb::CrsArgs {
            org: crs.epsg().map(|_| buffer.create_string("EPSG")),
            code: crs.epsg().map_or(0, |c| c as i32),
            name: Some(buffer.create_string(&crs.name())),
            // A number says it all.
            wkt: match crs.epsg() {
                Some(_) => None,
                None => crs.wkt().map(|w| buffer.create_string(&w)),
            },
            ..Default::default()
        };
        let crs = Some(fgb::Crs::create(&mut buffer, &crs_args));
        let name = Some(buffer.create_string(&self.options.layer));
        let columns = Some(buffer.create_vector(&columns));
        let known = extent.min_x <= extent.max_x;
        let envelope =
            known.then(|| buffer.create_vector(&[extent.min_x, extent.min_y, extent.max_x, extent.max_y]));
        let args = fgb::HeaderArgs {
            name,
            envelope,
            geometry_type: self.kind.unwrap_or(fgb::GeometryType::Unknown),
            columns,
            features_count: self.nodes.len() as u64,
            index_node_size: if indexed {
                PackedRTree::DEFAULT_NODE_SIZE
            } else {
                0
            },
            crs,
            ..Default::default()
        };
        let header = fgb::Header::create(&mut buffer, &args);
        buffer.finish_size_prefixed(header, None);
        buffer.finished_data().to_vec()
    }
}
