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
    /// Vertices.
    pub vertices: u32,
}

impl Measures {
    /// Geodesic measures of a footprint.
    pub fn of(shape: &Shape) -> Self {
        use geo::CoordsIter;
        Self {
            length_m: geodata::measure::length(&shape.0).0,
            perimeter_m: geodata::measure::perimeter(&shape.0).0,
            area_m2: geodata::measure::area(&shape.0).0,
            vertices: u32::try_from(shape.0.coords_count()).unwrap_or(u32::MAX),
        }
    }
}

/// Box and measures of a footprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// West, south, east, north, degrees; nothing of an empty shape.
    pub bounds: Option<[f64; 4]>,
    /// Its measures; nothing while they have not been computed.
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
