//! Boundaries of regions as the text they are kept as.

use geo::BoundingRect;
use geo_types::{Geometry, MultiPolygon};
use geodata::wkt_text::{from_wkt, to_wkt};

/// A boundary as the text that is kept; `None` if it encloses no ground.
pub fn outline_text(shape: &Geometry<f64>) -> Option<String> {
    match shape {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => to_wkt(shape).ok(),
        _ => None,
    }
}

/// The boundary that a kept text says; `None` if it is no polygon.
pub fn outline_of(text: &str) -> Option<MultiPolygon<f64>> {
    let outline: MultiPolygon<f64> = match from_wkt(text).ok()? {
        Geometry::Polygon(p) => p.into(),
        Geometry::MultiPolygon(p) => p,
        _ => return None,
    };
    let on_earth = outline.bounding_rect().is_some_and(|b| {
        b.min().x >= -180.0 && b.max().x <= 180.0 && b.min().y >= -90.0 && b.max().y <= 90.0
    });
    on_earth.then_some(outline)
}
