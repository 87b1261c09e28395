//! Shapes with fewer vertices.

use super::{SQUARE, g};
use geo::CoordsIter;
use geo_types::Geometry;
use geodata::ops::*;
use geodata::validity::check;
use geodata::wkt_text::to_wkt;

#[test]
fn small_wiggles_go_and_the_vertices_that_stay_are_the_old_ones() {
    // 0.0001° of latitude are 11 m
    let road = g("LINESTRING(116 35,116.001 35.00001,116.002 35,116.003 35.001,116.004 35)");
    let after = simplify(&road, 5.0, true).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "LINESTRING(116 35,116.002 35,116.003 35.001,116.004 35)"
    );
    assert_eq!(simplify(&road, 0.5, true).unwrap(), road);
}

#[test]
fn a_ring_never_falls_flat_and_a_hole_stays() {
    let shape = g(
        "POLYGON((116 35,116.005 34.9999,116.012 35,116.01 35.01,116 35.01,116 35),(116.002 35.002,116.002 35.003,116.003 35.003,116.003 35.002,116.002 35.002))",
    );
    let after = simplify(&shape, 100_000.0, true).unwrap();
    let Geometry::Polygon(p) = &after else { panic!() };
    assert_eq!(p.interiors().len(), 1);
    assert!(check(&after).is_empty());
    assert!(after.coords_count() < shape.coords_count());
}

#[test]
fn simplifying_to_a_crossing_is_avoided_when_the_shape_must_stay_valid() {
    // A thin hook around a point of the boundary: without care the hook's edge crosses it.
    let hook =
        g("POLYGON((0 0,4 0,4 2,2.5 2,2.5 0.4,2 1.2,1.5 0.4,1.5 2,0 2,0 0),(1.9 0.3,2.1 0.3,2 0.9,1.9 0.3))");
    assert!(check(&hook).is_empty());
    let loose = simplify(&hook, 90_000.0, false).unwrap();
    let kept = simplify(&hook, 90_000.0, true).unwrap();
    assert!(
        !check(&loose).is_empty(),
        "the case must be one that goes wrong without care: {}",
        to_wkt(&loose).unwrap()
    );
    assert!(check(&kept).is_empty());
}

#[test]
fn a_tolerance_must_be_a_positive_length() {
    for t in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            simplify(&g(SQUARE), t, true),
            Err(OpError::BadSize { .. })
        ));
    }
}
