//! What a file holds, counted by reading it to its end: for `zhentu inspect` and for the preview before an import.

use std::collections::BTreeMap;
use std::path::Path;

use geo::{BoundingRect, CoordsIter, Simplify};
use geo_types::Geometry;
use geodata::crs::{Crs, GaussZone};
use geodata::formats::{
    Field, Format, FoundCrs, LayerHead, ReadError, ReadOptions, Value, Warning, WarningKind,
};
use words::said;

use super::fields::{FieldSurvey, SampleRow, shown};
use super::stream::{FeatureStream, StreamItem};
use super::warnings::WarningCollector;
use crate::model::Shape;
use crate::progress::Progress;

/// Rows kept for the preview's table.
const ROWS: usize = 50;
/// Shapes kept for the preview's map.
const SHAPES: usize = 3000;

/// What a file holds.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Survey {
    pub format: Format,
    /// Features in all layers; those without geometry count.
    pub n: u64,
    /// What a person should know, the same kind gathered after some.
    pub warnings: Vec<Warning>,
    pub layers: Vec<LayerSurvey>,
}

impl Survey {
    /// Adds doubts that are not among those of the survey yet.
    pub fn add_doubts(&mut self, doubts: Vec<Warning>) {
        let known = self.warnings.clone();
        let is_new = |d: &Warning| !known.iter().any(|k| k.text == d.text && k.number == d.number);
        self.warnings.extend(doubts.into_iter().filter(is_new));
    }
}

/// What a layer holds.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct LayerSurvey {
    /// What its head says.
    pub head: LayerHead,
    /// Features.
    pub n: u64,
    /// Features without geometry.
    pub without_geometry: u64,
    /// Features by kind of geometry, as OGC names it.
    pub geometry: BTreeMap<&'static str, u64>,
    pub fields: Vec<FieldSurvey>,
    /// Values of the first features, for guesses.
    pub values: Vec<Vec<Value>>,
    /// The first rows.
    pub rows: Vec<SampleRow>,
    /// The first shapes in the coordinates of the file, with their numbers.
    pub shapes: Vec<(u64, Shape)>,
    /// West, south, east, north (least x, least y, greatest x, greatest y) in the coordinates of the file.
    pub bounds: Option<[f64; 4]>,
    /// Texts above the header of a table.
    pub captions: Vec<String>,
}

impl LayerSurvey {
    fn new(head: LayerHead) -> Self {
        Self {
            fields: head.fields.iter().map(FieldSurvey::new).collect(),
            head,
            n: 0,
            without_geometry: 0,
            geometry: BTreeMap::new(),
            values: Vec::new(),
            rows: Vec::new(),
            shapes: Vec::new(),
            bounds: None,
            captions: Vec::new(),
        }
    }

    fn add(&mut self, field: Field) {
        self.fields.push(FieldSurvey::new(&field));
        self.head.fields.push(field);
    }

    /// The kinds of geometry in one word: `Polygon`, `Point, LineString`, or nothing.
    pub fn geometry_names(&self) -> String {
        self.geometry.keys().copied().collect::<Vec<_>>().join(", ")
    }
}

/// Reads a file to its end.
///
/// # Errors
/// Why it cannot be read at all.
pub fn survey(path: &Path, options: &ReadOptions, progress: &Progress) -> Result<Survey, ReadError> {
    let mut stream = FeatureStream::open(path, options, progress)?;
    let mut layers: Vec<LayerSurvey> = Vec::new();
    let mut warnings = WarningCollector::default();
    while let Some(batch) = stream.next()? {
        for item in batch {
            match (item, layers.last_mut()) {
                (StreamItem::Layer(head), _) => layers.push(LayerSurvey::new(head)),
                (StreamItem::Field(field), Some(layer)) => layer.add(field),
                (StreamItem::Feature(feature), Some(layer)) => note(layer, feature),
                (StreamItem::Warning(warning), _) => warnings.add(warning),
                (StreamItem::Captions(texts), Some(layer)) => layer.captions = texts,
                (StreamItem::Field(_) | StreamItem::Feature(_) | StreamItem::Captions(_), None) => {}
            }
        }
    }
    for layer in &layers {
        for warning in doubts(layer) {
            warnings.add(warning);
        }
    }
    Ok(Survey {
        format: stream.format,
        n: layers.iter().map(|l| l.n).sum(),
        warnings: warnings.finish(),
        layers,
    })
}

/// What the first features of a file say of its one layer; `None` if it may have several, or if its coordinate
/// system can only be told by all coordinates (unless it is `chosen`).
///
/// # Errors
/// Why it cannot be read.
pub(super) fn survey_start(
    path: &Path,
    options: &ReadOptions,
    chosen: bool,
) -> Result<Option<LayerSurvey>, ReadError> {
    // A progress of its own: what is looked at here comes again.
    let mut stream = FeatureStream::open(path, options, &Progress::default())?;
    let one_layer = matches!(
        stream.format,
        Format::GeoJson | Format::GeoJsonL | Format::Csv | Format::FlatGeobuf
    );
    let mut layer: Option<LayerSurvey> = None;
    while one_layer && layer.as_ref().is_none_or(|l| l.n < ROWS as u64) {
        let Some(batch) = stream.next()? else { break };
        for item in batch {
            match (item, &mut layer) {
                (StreamItem::Layer(_), Some(_)) => return Ok(None),
                (StreamItem::Layer(head), None) => layer = Some(LayerSurvey::new(head)),
                (StreamItem::Field(field), Some(layer)) => layer.add(field),
                (StreamItem::Captions(texts), Some(layer)) => layer.captions = texts,
                (StreamItem::Feature(feature), Some(layer)) if layer.n < ROWS as u64 => note(layer, feature),
                _ => {}
            }
        }
    }
    Ok(layer.filter(|l| l.n > 0 && (chosen || l.head.crs.known().is_some())))
}

fn note(layer: &mut LayerSurvey, feature: geodata::formats::Feature) {
    layer.n += 1;
    for (field, value) in layer.fields.iter_mut().zip(&feature.values) {
        field.note(value);
    }
    if layer.rows.len() < ROWS {
        layer.rows.push(SampleRow {
            number: feature.number,
            values: feature.values.iter().map(shown).collect(),
        });
        layer.values.push(feature.values);
    }
    let Some(geometry) = feature.geometry.filter(|g| g.coords_count() > 0) else {
        layer.without_geometry += 1;
        return;
    };
    *layer.geometry.entry(kind_name(&geometry)).or_default() += 1;
    if let Some(r) = geometry.bounding_rect() {
        let b = layer
            .bounds
            .get_or_insert([r.min().x, r.min().y, r.max().x, r.max().y]);
        *b = [
            b[0].min(r.min().x),
            b[1].min(r.min().y),
            b[2].max(r.max().x),
            b[3].max(r.max().y),
        ];
        if layer.shapes.len() < SHAPES {
            let extent = r.width().max(r.height());
            layer
                .shapes
                .push((feature.number, Shape(thinned(geometry, extent / 200.0))));
        }
    }
}

/// A large shape with fewer points, for a small map.
fn thinned(geometry: Geometry<f64>, tolerance: f64) -> Geometry<f64> {
    if geometry.coords_count() < 200 {
        return geometry;
    }
    match geometry {
        Geometry::LineString(l) => l.simplify(tolerance).into(),
        Geometry::MultiLineString(l) => l.simplify(tolerance).into(),
        Geometry::Polygon(p) => p.simplify(tolerance).into(),
        Geometry::MultiPolygon(p) => p.simplify(tolerance).into(),
        other => other,
    }
}

/// The name OGC gives a kind of geometry.
pub(super) fn kind_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

/// What the coordinates of a whole layer make one doubt.
fn doubts(layer: &LayerSurvey) -> Vec<Warning> {
    let Some([w, s, e, n]) = layer.bounds else {
        return Vec::new();
    };
    let name = &layer.head.name;
    let mut out = Vec::new();
    let degrees = layer.head.crs.known().is_none_or(|crs| !crs.is_projected());
    let as_degrees = w >= -180.0 && e <= 180.0 && s >= -90.0 && n <= 90.0;
    // China lies between 73° and 136° E, 3° and 54° N: longitudes there are no latitudes.
    if degrees && w >= 3.0 && e <= 54.0 && s >= 73.0 && n <= 136.0 {
        out.push(Warning::of_file(
            WarningKind::AxesSwapped,
            said!(
                "import.latitude_first",
                "“{name}”的坐标看来是纬度在前、经度在后（{w:.4}, {s:.4}），请核对后交换再导入",
                "“{name}” seems to have latitude first ({w:.4}, {s:.4}); check and exchange them"
            ),
        ));
    } else if layer.head.crs.known().is_some() && degrees && !as_degrees {
        out.push(Warning::of_file(
            WarningKind::OutOfRange,
            said!(
                "import.not_degrees", "“{name}”的坐标超出经纬度范围（{w:.1}, {s:.1}），可能是以米为单位的平面坐标，请选择坐标系", "“{name}” has coordinates that are no degrees ({w:.1}, {s:.1}), perhaps metres; choose its coordinate system"
            ),
        ));
    }
    match &layer.head.crs {
        FoundCrs::NotKnown(stated) => out.push(Warning::of_file(
            WarningKind::CrsUnknown,
            said!("import.crs_not_known", "“{name}”的坐标系“{stated}”无法识别，导入时请选择坐标系", "the coordinate system “{stated}” of “{name}” is not known; choose one to import it"),
        )),
        FoundCrs::Unstated if !as_degrees => out.push(Warning::of_file(
            WarningKind::CrsUnknown,
            said!("import.crs_unstated_metres", "“{name}”没有说明坐标系，坐标是以米为单位的平面坐标，导入时请选择坐标系和分带", "“{name}” states no coordinate system; its coordinates are metres. Choose the system and zone"),
        )),
        FoundCrs::Unstated => out.push(Warning::of_file(
            WarningKind::CrsUnknown,
            said!("import.crs_unstated", "“{name}”没有说明坐标系，按 CGCS2000 经纬度处理；若来自高德、百度等地图请另选", "“{name}” states no coordinate system and counts as CGCS2000 degrees; choose another if it comes from a map such as AMap or Baidu"),
        )),
        FoundCrs::Stated(_) | FoundCrs::Implied(_) => {}
    }
    out
}

/// Whether most shapes lie where degrees cannot: beyond two turns of the earth.
fn are_metres(layer: &LayerSurvey) -> bool {
    let first = layer
        .shapes
        .iter()
        .filter_map(|(_, shape)| shape.0.coords_iter().next());
    let far = first
        .clone()
        .filter(|c| c.x.abs() > 720.0 || c.y.abs() > 720.0)
        .count();
    far * 2 > first.count()
}

/// The same zone with its number before eastings, or without it, where all eastings are such and the file states the
/// other; `None` where they are as stated.
pub(super) fn as_numbered(stated: Crs, layer: &LayerSurvey) -> Option<Crs> {
    let zone = stated.gauss_zone()?;
    let [west, _, east, _] = layer.bounds?;
    let number = |x: f64| (x / 1e6).floor();
    let is_bare = west > 0.0 && number(east) == 0.0;
    let has_number = number(west) == f64::from(zone.zone) && number(east) == number(west);
    let prefixed = !zone.prefixed;
    let fits = if prefixed { has_number } else { is_bare };
    fits.then(|| GaussZone { prefixed, ..zone }.of(stated.old_datum()))
}

/// The system a layer is taken to be in when nobody chooses: as stated, or CGCS2000 degrees where the numbers fit.
pub(super) fn assumed_crs(layer: &LayerSurvey) -> Option<Crs> {
    if let Some(crs) = layer.head.crs.known() {
        if let Some(crs) = as_numbered(crs, layer) {
            return Some(crs);
        }
        // Metres are no degrees whatever the file or its format says.
        return (crs.is_projected() || !are_metres(layer)).then_some(crs);
    }
    if matches!(layer.head.crs, FoundCrs::NotKnown(_)) {
        return None;
    }
    match layer.bounds {
        None => Some(Crs::Cgcs2000),
        Some([w, s, e, n]) => (w >= -180.0 && e <= 180.0 && s >= -90.0 && n <= 90.0).then_some(Crs::Cgcs2000),
    }
}
