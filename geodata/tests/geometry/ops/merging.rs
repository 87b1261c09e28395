//! Shapes that become one.

use super::{RING, SQUARE, g, line, only_new_vertices, plane_area};
use geo_types::Geometry;
use geodata::measure::area;
use geodata::ops::*;
use geodata::wkt_text::to_wkt;

#[test]
fn neighbours_become_one_and_their_vertices_stay() {
    let (a, b) = (
        g("POLYGON((0.1 0,1 0,1 1,0.1 1,0.1 0))"),
        g("POLYGON((1 0,2.3 0,2.3 1,1 1,1 0))"),
    );
    let merged = merge(&[a.clone(), b.clone()]).unwrap();
    assert!(matches!(merged, Geometry::Polygon(_)));
    assert!((plane_area(&merged) - 2.2).abs() < 1e-8);
    only_new_vertices(&[merged], &[&a, &b], &[]);
}

#[test]
fn split_and_merge_give_the_area_back() {
    let square = g(SQUARE);
    let pieces = split(&square, &line(&[(115.9, 35.02), (116.2, 35.09)])).unwrap();
    let back = merge(&pieces).unwrap();
    assert!(matches!(back, Geometry::Polygon(_)), "{}", to_wkt(&back).unwrap());
    assert!((area(&back).0 - area(&square).0).abs() < 0.1);
}

#[test]
fn overlapping_areas_of_one_set_are_united_not_cancelled() {
    let merged = merge(&[
        g(RING),
        g("POLYGON((3 3,7 3,7 7,3 7,3 3))"),
        g("POLYGON((20 0,21 0,21 1,20 0))"),
    ])
    .unwrap();
    assert!((plane_area(&merged) - 100.5).abs() < 1e-6);
    assert!(
        matches!(&merged, Geometry::MultiPolygon(ps) if ps.0.len() == 2),
        "{}",
        to_wkt(&merged).unwrap()
    );
}

#[test]
fn lines_join_at_common_ends_but_not_at_a_crossroads() {
    let joined = merge(&[
        g("LINESTRING(1 0,2 0)"),
        g("LINESTRING(3 0,2 0)"),
        g("LINESTRING(0 0,1 0)"),
    ])
    .unwrap();
    assert_eq!(to_wkt(&joined).unwrap(), "LINESTRING(0 0,1 0,2 0,3 0)");
    let star = merge(&[
        g("LINESTRING(0 0,1 0)"),
        g("LINESTRING(0 0,0 1)"),
        g("LINESTRING(0 0,-1 0)"),
    ])
    .unwrap();
    assert!(matches!(star, Geometry::MultiLineString(ls) if ls.0.len() == 3));
}

#[test]
fn points_are_collected_once_each() {
    let p = merge(&[g("POINT(1 1)"), g("MULTIPOINT((1 1),(2 2))")]).unwrap();
    assert_eq!(to_wkt(&p).unwrap(), "MULTIPOINT((1 1),(2 2))");
}

#[test]
fn different_kinds_do_not_merge() {
    assert_eq!(merge(&[g("POINT(1 1)"), g(SQUARE)]), Err(OpError::MixedKinds));
    assert_eq!(merge(&[]), Err(OpError::Nothing));
}
