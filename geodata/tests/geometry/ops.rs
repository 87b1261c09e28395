//! Edits against answers known from drawing them on squared paper.

mod cutting;
mod holes;
mod made;
mod merging;
mod random;
mod reshaping;
mod simplifying;
mod splitting;
mod vertices;

use geo::{Area, CoordsIter};
use geo_types::{Geometry, LineString};
use geodata::wkt_text::{from_wkt, to_wkt};

fn g(text: &str) -> Geometry<f64> {
    from_wkt(text).unwrap()
}

fn line(points: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(points.to_vec())
}

fn texts(pieces: &[Geometry<f64>]) -> Vec<String> {
    pieces.iter().map(|p| to_wkt(p).unwrap()).collect()
}

fn plane_area(geometry: &Geometry<f64>) -> f64 {
    geometry.unsigned_area()
}

/// Every vertex of the result is one of the inputs' or lies where we say a new one should be.
fn only_new_vertices(result: &[Geometry<f64>], inputs: &[&Geometry<f64>], new: &[(f64, f64)]) {
    for c in result.iter().flat_map(|r| r.coords_iter()) {
        let old = inputs.iter().any(|i| i.coords_iter().any(|o| o == c));
        let expected = new
            .iter()
            .any(|n| (n.0 - c.x).abs() < 1e-9 && (n.1 - c.y).abs() < 1e-9);
        assert!(old || expected, "{c:?} is neither an old vertex nor a crossing");
    }
}

const SQUARE: &str = "POLYGON((116 35,116.1 35,116.1 35.1,116 35.1,116 35))";

const RING: &str = "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4))";
