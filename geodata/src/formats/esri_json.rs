//! JSON as ArcGIS servers and ArcGIS Pro write it: features with `attributes` and a geometry of `rings`, `paths` or `x`, `y`.
//! Only read; where a file ends in `.json` it is told from GeoJSON by its first bytes.

mod curves;

use curves::EsriCurves;

use super::feature::{Feature, Field, FieldKind, FoundCrs, LayerHead, Value};
use super::format::Format;
use super::geometry_fixes::{GeometryFixes, closed};
use super::reading::{MAX_TEXT, ReadError, ReadOptions, Sink, Warning, WarningKind};
use super::shapefile::polygons;
use super::warning_limit::WarningLimit;
use crate::crs::Crs;
use files::encoding;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point, coord};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use words::said;

/// Largest file; the whole of it is kept in memory while it is read.
const LARGEST: u64 = 256 << 20;
/// Bytes at the beginning that are looked at.
const LOOKED_AT: u64 = 64 << 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EsriFile {
    #[serde(default)]
    fields: Vec<EsriField>,
    #[serde(default)]
    field_aliases: Map<String, Json>,
    spatial_reference: Option<SpatialReference>,
    features: Option<Vec<EsriFeature>>,
    #[serde(default)]
    exceeded_transfer_limit: bool,
    /// Layers of a feature collection, as web maps hold them.
    #[serde(default)]
    layers: Vec<EsriLayer>,
    /// One shape by itself.
    #[serde(flatten)]
    geometry: EsriGeometry,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EsriLayer {
    layer_definition: Option<LayerDefinition>,
    feature_set: Option<FeatureSet>,
}

#[derive(Deserialize)]
struct LayerDefinition {
    #[serde(default)]
    name: String,
    #[serde(default)]
    fields: Vec<EsriField>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FeatureSet {
    #[serde(default)]
    fields: Vec<EsriField>,
    spatial_reference: Option<SpatialReference>,
    #[serde(default)]
    features: Vec<EsriFeature>,
    #[serde(default)]
    exceeded_transfer_limit: bool,
}

/// One layer that is read.
struct ReadLayer {
    name: String,
    fields: Vec<EsriField>,
    field_aliases: Map<String, Json>,
    spatial_reference: Option<SpatialReference>,
    features: Vec<EsriFeature>,
    exceeded_transfer_limit: bool,
}

impl EsriFile {
    /// Returns the layers of a file, which are named as it is where they have no name; `None` if it holds neither features
    /// nor a shape.
    fn into_layers(self, name: &str) -> Option<Vec<ReadLayer>> {
        if !self.layers.is_empty() {
            let layers = self.layers.into_iter().filter_map(|layer| {
                let set = layer.feature_set?;
                let defined = layer.layer_definition;
                let named = defined.as_ref().map(|d| d.name.clone()).filter(|n| !n.is_empty());
                Some(ReadLayer {
                    name: named.unwrap_or_else(|| name.to_owned()),
                    fields: match set.fields.is_empty() {
                        true => defined.map(|d| d.fields).unwrap_or_default(),
                        false => set.fields,
                    },
                    field_aliases: Map::new(),
                    spatial_reference: set.spatial_reference,
                    features: set.features,
                    exceeded_transfer_limit: set.exceeded_transfer_limit,
                })
            });
            return Some(layers.collect());
        }
        let features = self.features.or_else(|| {
            self.geometry.is_shape().then(|| {
                vec![EsriFeature {
                    attributes: Map::new(),
                    geometry: Some(self.geometry),
                }]
            })
        });
        Some(vec![ReadLayer {
            name: name.to_owned(),
            fields: self.fields,
            field_aliases: self.field_aliases,
            spatial_reference: self.spatial_reference,
            features: features?,
            exceeded_transfer_limit: self.exceeded_transfer_limit,
        }])
    }
}

#[derive(Deserialize)]
struct EsriField {
    name: String,
    #[serde(default)]
    alias: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize, Clone)]
#[serde(rename_all = "camelCase")]
struct SpatialReference {
    wkid: Option<u32>,
    latest_wkid: Option<u32>,
    wkt: Option<String>,
}

#[derive(Deserialize)]
struct EsriFeature {
    #[serde(default)]
    attributes: Map<String, Json>,
    geometry: Option<EsriGeometry>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct EsriGeometry {
    rings: Option<Vec<Vec<Vec<f64>>>>,
    paths: Option<Vec<Vec<Vec<f64>>>>,
    points: Option<Vec<Vec<f64>>>,
    x: Option<Json>,
    y: Option<Json>,
    curve_rings: Option<Json>,
    curve_paths: Option<Json>,
    spatial_reference: Option<SpatialReference>,
}

impl EsriGeometry {
    fn is_shape(&self) -> bool {
        let lists = self.rings.is_some() || self.paths.is_some() || self.points.is_some();
        lists || self.curve_rings.is_some() || self.curve_paths.is_some() || self.x.is_some()
    }
}

/// Returns whether a file begins as such JSON does.
pub(super) fn is_esri(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|f| f.take(LOOKED_AT).read_to_end(&mut head));
    if read.is_err() || head.trim_ascii_start().first() != Some(&b'{') {
        return false;
    }
    let has = |word: &str| memchr::memmem::find(&head, word.as_bytes()).is_some();
    let geojson = has("\"FeatureCollection\"") || has("\"Feature\"") || has("\"coordinates\"");
    let curves = has("\"curveRings\"") || has("\"curvePaths\"");
    let shapes = curves || has("\"rings\"") || has("\"paths\"") || has("\"spatialReference\"");
    has("\"esriGeometry") || !geojson && shapes
}

/// Reads a file as one layer.
///
/// # Errors
/// [`ReadError`] when it is no such JSON or too large.
pub(super) fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(|e| ReadError::io(path, &e))?;
    if file.metadata().map_err(|e| ReadError::io(path, &e))?.len() > LARGEST {
        return Err(ReadError::TooMuch {
            path: path.to_owned(),
            reason: said!(
                "esri_json.too_large",
                "ArcGIS JSON 超过 {} MB",
                "ArcGIS JSON of more than {} MB",
                LARGEST >> 20
            ),
        });
    }
    file.read_to_end(&mut bytes)
        .map_err(|e| ReadError::io(path, &e))?;
    let encoding = match &options.encoding {
        Some(name) => encoding::asked(name)?,
        None => encoding::detect(&bytes).encoding,
    };
    let text = encoding::decode(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes), encoding).0;
    let read: EsriFile = serde_json::from_str(&text).map_err(|e| {
        ReadError::damaged(
            path,
            Format::GeoJson,
            said!(
                "esri_json.broken",
                "ArcGIS JSON 读到第 {} 行时出错",
                "ArcGIS JSON is broken at line {}",
                e.line()
            ),
        )
    })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let Some(mut layers) = read.into_layers(&name) else {
        let reason = said!(
            "esri_json.nothing",
            "里面没有要素或几何",
            "it holds neither features nor geometries"
        );
        return Err(ReadError::damaged(path, Format::GeoJson, reason));
    };
    if let Some(asked) = &options.layer {
        let known: Vec<String> = layers.iter().map(|l| l.name.clone()).collect();
        layers.retain(|l| l.name == *asked);
        if layers.is_empty() {
            return Err(ReadError::no_such_layer(path, asked, known));
        }
    }
    for layer in layers {
        if hand_over(layer, encoding.name(), sink).is_break() {
            break;
        }
    }
    Ok(())
}

/// Hands over one layer.
fn hand_over(read: ReadLayer, encoding: &'static str, sink: &mut dyn Sink) -> ControlFlow<()> {
    let names = names(&read);
    let fields: Vec<Field> = names
        .iter()
        .map(|name| {
            let declared = read.fields.iter().find(|f| f.name == *name);
            let alias = declared.map(|f| f.alias.as_str()).filter(|a| !a.is_empty());
            let alias = alias.or_else(|| read.field_aliases.get(name).and_then(Json::as_str));
            Field {
                name: alias.filter(|a| !a.is_empty()).unwrap_or(name).to_owned(),
                kind: declared.map_or(FieldKind::Text, |f| kind(&f.kind)),
            }
        })
        .collect();
    let of_geometry = || {
        read.features
            .iter()
            .find_map(|f| f.geometry.as_ref()?.spatial_reference.clone())
    };
    let head = LayerHead {
        name: read.name.clone(),
        crs: crs(read.spatial_reference.clone().or_else(of_geometry)),
        encoding: Some(encoding),
        fields: fields.clone(),
        places: None,
    };
    sink.layer(head)?;
    let mut limit = WarningLimit::default();
    let mut curves = EsriCurves::default();
    for (feature, number) in read.features.into_iter().zip(1_u64..) {
        let mut fixes = GeometryFixes::default();
        let geometry = feature.geometry.and_then(|g| shape(g, &mut curves, &mut fixes));
        for (kind, text) in fixes.words() {
            limit.at(sink, kind, number, text);
        }
        let values = names
            .iter()
            .zip(&fields)
            .map(|(name, field)| value(feature.attributes.get(name), field.kind))
            .collect();
        let feature = Feature {
            number,
            geometry,
            values,
        };
        sink.feature(feature)?;
    }
    if read.exceeded_transfer_limit {
        let text = said!(
            "esri_json.partial",
            "服务一次只给出了一部分（exceededTransferLimit），文件里没有全部要素",
            "the service gave only a part (exceededTransferLimit); the file does not hold all features"
        );
        sink.warning(Warning::of_file(WarningKind::Truncated, text));
    }
    if curves.shapes > 0 {
        let text = said!(
            "esri_json.curves",
            "{} 个要素有曲线，已换成折线，离原曲线不超过 1 厘米",
            "{} features have curves; they were turned into lines that lie within 1 cm of them",
            curves.shapes
        );
        sink.warning(Warning::of_file(WarningKind::NotSupported, text));
    }
    limit.finish(sink);
    ControlFlow::Continue(())
}

/// Names of the fields: as declared, then those that only features have.
fn names(read: &ReadLayer) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let declared = read
        .fields
        .iter()
        .filter(|f| f.kind != "esriFieldTypeGeometry")
        .map(|f| &f.name);
    let used = read.features.iter().flat_map(|f| f.attributes.keys());
    let mut known = std::collections::HashSet::new();
    for name in declared.chain(used) {
        if known.insert(name.as_str()) {
            names.push(name.clone());
        }
    }
    names
}

fn kind(esri: &str) -> FieldKind {
    match esri {
        "esriFieldTypeOID"
        | "esriFieldTypeInteger"
        | "esriFieldTypeSmallInteger"
        | "esriFieldTypeBigInteger" => FieldKind::Integer,
        "esriFieldTypeDouble" | "esriFieldTypeSingle" => FieldKind::Real,
        "esriFieldTypeDate" => FieldKind::DateTime,
        _ => FieldKind::Text,
    }
}

fn crs(stated: Option<SpatialReference>) -> FoundCrs {
    let Some(stated) = stated else {
        return FoundCrs::Unstated;
    };
    let by_number = |code: u32| match code {
        // ArcGIS's own numbers of Web Mercator.
        102_100 | 102_113 => Some(Crs::WebMercator),
        code => Crs::from_epsg(code),
    };
    let numbers = [stated.latest_wkid, stated.wkid];
    if let Some(crs) = numbers.into_iter().flatten().find_map(by_number) {
        return FoundCrs::Stated(crs);
    }
    match (stated.wkt, numbers.into_iter().flatten().next()) {
        (Some(wkt), _) => FoundCrs::of_text(&wkt),
        (None, Some(code)) => FoundCrs::NotKnown(format!("EPSG:{code}")),
        (None, None) => FoundCrs::Unstated,
    }
}

fn shape(
    mut geometry: EsriGeometry,
    curves: &mut EsriCurves,
    fixes: &mut GeometryFixes,
) -> Option<Geometry<f64>> {
    for (curved, straight) in [
        (geometry.curve_rings.take(), &mut geometry.rings),
        (geometry.curve_paths.take(), &mut geometry.paths),
    ] {
        let Some(curved) = curved else { continue };
        let Some(parts) = curves.straightened(&curved) else {
            fixes.left_out = Some("曲线（curveRings、curvePaths）无法读取，请先转为折线再导出");
            return None;
        };
        straight.get_or_insert_default().extend(parts);
    }
    let mut place = |p: &Vec<f64>| match p[..] {
        [x, y, ..] if x.is_finite() && y.is_finite() => {
            fixes.heights |= p.len() > 2;
            Some(coord! { x: x, y: y })
        }
        _ => {
            fixes.bad_positions += 1;
            None
        }
    };
    let mut parts = |list: &[Vec<Vec<f64>>]| -> Vec<Vec<Coord<f64>>> {
        list.iter()
            .map(|part| part.iter().filter_map(&mut place).collect())
            .collect()
    };
    if let Some(rings) = geometry.rings {
        let parts = parts(&rings);
        let rings: Vec<LineString<f64>> = parts.iter().filter_map(|p| closed(p, fixes)).collect();
        if rings.is_empty() {
            return None;
        }
        let mut found = polygons(rings).0;
        return Some(match found.0.len() {
            1 => found.0.remove(0).into(),
            _ => found.into(),
        });
    }
    if let Some(paths) = geometry.paths {
        let mut lines: Vec<_> = parts(&paths)
            .into_iter()
            .filter(|l| l.len() > 1)
            .map(LineString)
            .collect();
        return match lines.len() {
            0 => None,
            1 => lines.pop().map(Geometry::from),
            _ => Some(MultiLineString(lines).into()),
        };
    }
    if let Some(points) = geometry.points {
        let points: Vec<Point<f64>> = points.iter().filter_map(place).map(Point).collect();
        return (!points.is_empty()).then(|| MultiPoint(points).into());
    }
    let (x, y) = (geometry.x?.as_f64()?, geometry.y?.as_f64()?);
    Some(Point::new(x, y).into())
}

fn value(json: Option<&Json>, kind: FieldKind) -> Value {
    match json {
        None | Some(Json::Null) => Value::Null,
        Some(Json::Bool(b)) => Value::Bool(*b),
        Some(Json::Number(n)) if kind == FieldKind::DateTime => n.as_i64().map_or(Value::Null, moment),
        Some(Json::Number(n)) => match n.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => n.as_f64().map_or(Value::Null, Value::Real),
        },
        Some(Json::String(t)) if t.is_empty() => Value::Null,
        Some(Json::String(t)) => Value::Text(t[..t.floor_char_boundary(MAX_TEXT)].to_owned()),
        Some(other) => {
            let text = other.to_string();
            Value::Text(text[..text.floor_char_boundary(MAX_TEXT)].to_owned())
        }
    }
}

/// A moment in milliseconds since 1970, UTC.
fn moment(milliseconds: i64) -> Value {
    let (days, rest) = (
        milliseconds.div_euclid(86_400_000),
        milliseconds.rem_euclid(86_400_000) / 1000,
    );
    if days.abs() > 1_000_000 {
        return Value::Null;
    }
    let (year, month, day) = files::number_format::civil(days);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Value::Text(match rest {
        0 => date,
        s => format!("{date}T{:02}:{:02}:{:02}Z", s / 3600, s / 60 % 60, s % 60),
    })
}
