//! A footprint as a value: GeoJSON on the wire and in the journal, a GeoPackage blob in the file.

use geo_types::Geometry;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Cell, ColumnType, Storage};
use geodata::formats::gpkg_blob::{self, BlobError};

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
    fn to_cell(&self) -> Result<Cell<'_>, BlobError> {
        gpkg_blob::encode(&self.0, SRS).map(|blob| Cell::Blob(blob.into()))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Blob(blob) => gpkg_blob::decode(&blob).map(Self).map_err(|e| e.to_string()),
            _ => Err("不是范围数据".to_owned()),
        }
    }
}
