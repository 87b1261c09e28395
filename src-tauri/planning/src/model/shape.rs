//! A footprint as a value: GeoJSON on the wire and in the journal; each store encodes it in its own way.

use std::borrow::Cow;

use geo_types::Geometry;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use words::{Words, said};

use super::{Cell, ColumnType, Storage};

/// Spatial reference system of every footprint: CGCS2000 geographic.
pub(crate) const SRS: i32 = 4490;

/// A geometry in longitude and latitude, CGCS2000 (EPSG:4490), degrees.
#[derive(Debug, Clone, PartialEq, ts_rs::TS)]
#[ts(type = "GeoJsonGeometry")]
pub struct Shape(pub Geometry<f64>);

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        geojson::Geometry::new(geojson::GeometryValue::from(&self.0)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let geometry = geojson::Geometry::deserialize(deserializer)?;
        Geometry::<f64>::try_from(geometry)
            .map(Self)
            .map_err(D::Error::custom)
    }
}

impl ColumnType for Shape {
    const STORAGE: Storage = Storage::Geometry;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Geometry(Cow::Borrowed(&self.0))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell {
            Cell::Geometry(geometry) => {
                check_places(&geometry)?;
                Ok(Self(geometry.into_owned()))
            }
            Cell::Unreadable(reason) => Err(reason),
            _ => Err(not_a_footprint()),
        }
    }
}

/// That what should be a footprint is something else.
pub(crate) fn not_a_footprint() -> Words {
    said!("footprint.none", "不是范围数据", "this is no footprint")
}

/// Checks that there are points, and all of them on the globe.
fn check_places(geometry: &Geometry<f64>) -> Result<(), Words> {
    use geo::CoordsIter;
    let mut points = geometry.coords_iter().peekable();
    if points.peek().is_none() {
        return Err(said!("footprint.empty", "范围是空的", "the footprint is empty"));
    }
    points.try_for_each(|point| check_box([point.x, point.x, point.y, point.y]))
}

/// Checks that a box (least x, greatest x, least y, greatest y) lies on the globe.
///
/// # Errors
/// In words, with the coordinate that does not.
pub(crate) fn check_box([west, east, south, north]: [f64; 4]) -> Result<(), Words> {
    let beyond = |value: f64, most: f64| !(-most..=most).contains(&value);
    let odd = [(west, 180.0), (east, 180.0), (south, 90.0), (north, 90.0)];
    match odd.into_iter().find(|(value, most)| beyond(*value, *most)) {
        Some((value, _)) => Err(said!(
            "footprint.not_degrees",
            "坐标 {value} 不是经纬度",
            "the coordinate {value} is no longitude or latitude"
        )),
        None => Ok(()),
    }
}
