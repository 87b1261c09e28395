//! The boundary of a region: polygons as a value, well-known text on the wire, in the journal and in the text form.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use geo::{BoundingRect, CoordsIter};
use geo_types::{Geometry, MultiPolygon};
use geodata::wkt_text::{from_wkt, to_wkt};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use words::{English, Words};

use super::{Cell, ColumnType, Storage};

/// A boundary in longitude and latitude, CGCS2000 (EPSG:4490), degrees. It has at least one point, and all are on the globe.
#[derive(Debug, Clone, PartialEq, ts_rs::TS)]
#[ts(type = "string")]
pub struct Outline(MultiPolygon<f64>);

/// A text that is no boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("行政区的边界应是 WKT 多边形（POLYGON 或 MULTIPOLYGON，经度在前）")]
pub struct BadOutline;

impl Outline {
    /// A shape as a boundary; `None` if it encloses no ground or does not lie on the globe.
    #[must_use]
    pub fn of(shape: Geometry<f64>) -> Option<Self> {
        let outline: MultiPolygon<f64> = match shape {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => return None,
        };
        let finite = outline.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite());
        let on_earth = outline.bounding_rect().is_some_and(|b| {
            b.min().x >= -180.0 && b.max().x <= 180.0 && b.min().y >= -90.0 && b.max().y <= 90.0
        });
        (finite && on_earth).then_some(Self(outline))
    }

    /// Its polygons.
    #[must_use]
    pub fn polygons(&self) -> &MultiPolygon<f64> {
        &self.0
    }

    /// As well-known text: a `POLYGON` if it is of one part.
    #[must_use]
    pub fn to_text(&self) -> String {
        let shape = match self.0.0.as_slice() {
            [polygon] => Geometry::Polygon(polygon.clone()),
            _ => Geometry::MultiPolygon(self.0.clone()),
        };
        to_wkt(&shape).expect("all of its coordinates are finite")
    }
}

impl FromStr for Outline {
    type Err = BadOutline;

    fn from_str(text: &str) -> Result<Self, BadOutline> {
        from_wkt(text).ok().and_then(Self::of).ok_or(BadOutline)
    }
}

impl Hash for Outline {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for polygon in &self.0 {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                ring.0.len().hash(state);
                for c in &ring.0 {
                    [c.x.to_bits(), c.y.to_bits()].hash(state);
                }
            }
        }
    }
}

impl Serialize for Outline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Cow<'de, str> = Deserialize::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl English for BadOutline {
    fn english(&self) -> String {
        "the boundary of a region should be a WKT polygon (POLYGON or MULTIPOLYGON, longitude first)"
            .to_owned()
    }
}

impl ColumnType for Outline {
    const STORAGE: Storage = Storage::Boundary;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.to_text().into())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell {
            Cell::Geometry(shape) => {
                Self::of(shape.into_owned()).ok_or_else(|| BadOutline.words("region.bad_boundary"))
            }
            Cell::Unreadable(reason) => Err(reason),
            cell => cell
                .text()?
                .parse()
                .map_err(|e: BadOutline| e.words("region.bad_boundary")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let outline = text.parse::<Outline>().ok();
        assert_eq!(
            outline.as_ref().map(Outline::to_text).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_boundary_is_of_polygons_on_the_globe() {
        check(
            "POLYGON ((1 2, 3 2, 3 4, 1 2))",
            Some("POLYGON((1 2,3 2,3 4,1 2))"),
        );
        check(
            "MULTIPOLYGON(((1 2,3 2,3 4,1 2)))",
            Some("POLYGON((1 2,3 2,3 4,1 2))"),
        );
        let two = "MULTIPOLYGON(((1 2,3 2,3 4,1 2)),((5 2,6 2,6 4,5 2),(5.5 2.5,5.6 2.5,5.6 2.6,5.5 2.5)))";
        check(two, Some(two));
        check("POLYGON((1 2,3 2,3 91,1 2))", None);
        check("POLYGON EMPTY", None);
        check("POINT(1 2)", None);
        check("", None);
    }
}
