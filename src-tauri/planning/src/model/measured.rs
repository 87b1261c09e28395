//! What is computed once from a footprint.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Shape;

/// Length, perimeter and area of a footprint, geodesic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Measures {
    /// Length of its lines, metres.
    pub length_m: f64,
    /// Perimeter of its polygons, metres.
    pub perimeter_m: f64,
    /// Area of its polygons, square metres.
    pub area_m2: f64,
    /// Vertices; the closing one of a ring, which is its first, is not counted again.
    pub vertices: u32,
}

impl Measures {
    /// Geodesic measures of a footprint.
    pub fn of(shape: &Shape) -> Self {
        Self {
            length_m: geodata::measure::length(&shape.0).0,
            perimeter_m: geodata::measure::perimeter(&shape.0).0,
            area_m2: geodata::measure::area(&shape.0).0,
            vertices: u32::try_from(vertices(&shape.0)).unwrap_or(u32::MAX),
        }
    }
}

fn vertices(geometry: &geo_types::Geometry<f64>) -> usize {
    use geo::CoordsIter;
    use geo_types::Geometry as G;
    let closing = |polygon: &geo_types::Polygon<f64>| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.filter(|ring| ring.0.len() > 1 && ring.is_closed()).count()
    };
    match geometry {
        G::Polygon(polygon) => polygon.coords_count() - closing(polygon),
        G::MultiPolygon(many) => many.coords_count() - many.iter().map(closing).sum::<usize>(),
        G::GeometryCollection(all) => all.iter().map(vertices).sum(),
        other => other.coords_count(),
    }
}

/// Box and measures of a footprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// West, south, east, north, degrees; `None` if the shape is empty.
    pub bounds: Option<[f64; 4]>,
    /// Its measures; `None` while they have not been computed.
    pub measures: Option<Measures>,
}

impl Measured {
    /// Box and measures of a footprint.
    pub fn of(shape: &Shape) -> Self {
        Self {
            measures: Some(Measures::of(shape)),
            ..Self::bounds_of(shape)
        }
    }

    /// The box of a footprint, its measures left for later.
    pub fn bounds_of(shape: &Shape) -> Self {
        let bounds = geodata::measure::bounds(&shape.0).map(|b| [b.west, b.south, b.east, b.north]);
        Self {
            bounds,
            measures: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(wkt: &str) -> u32 {
        Measures::of(&Shape(geodata::wkt_text::from_wkt(wkt).expect("WKT"))).vertices
    }

    #[test]
    fn a_corner_is_counted_once_though_a_ring_ends_where_it_begins() {
        assert_eq!(count("POINT(116 35)"), 1);
        assert_eq!(count("LINESTRING(116 35,116.1 35,116.2 35)"), 3);
        assert_eq!(count("POLYGON((116 35,117 35,117 36,116 36,116 35))"), 4);
        let holed =
            "POLYGON((116 35,117 35,117 36,116 36,116 35),(116.2 35.2,116.2 35.4,116.4 35.4,116.2 35.2))";
        assert_eq!(count(holed), 7);
        let two = "MULTIPOLYGON(((116 35,117 35,117 36,116 35)),((118 35,119 35,119 36,118 36,118 35)))";
        assert_eq!(count(two), 7);
    }
}
