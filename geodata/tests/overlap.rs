//! What shapes have in common.
#![allow(clippy::unwrap_used)]

use geo_types::{Geometry, coord};
use geodata::measure::{SquareMetres, area};
use geodata::overlap::{OverlapError, contains_point, intersects, overlap_area, overlaps};
use geodata::wkt_text::from_wkt;

fn g(text: &str) -> Geometry<f64> {
    from_wkt(text).unwrap()
}

#[test]
fn the_overlap_of_two_squares_is_measured_on_the_ellipsoid() {
    // the shared square [116.02, 116.04] × [35.02, 35.04]: 4 049 565.741 425 514 m² (pyproj 3.7.2, Geod WGS84)
    let (a, b) = (
        g("POLYGON((116 35,116.04 35,116.04 35.04,116 35.04,116 35))"),
        g("POLYGON((116.02 35.02,116.1 35.02,116.1 35.1,116.02 35.1,116.02 35.02))"),
    );
    let shared = overlap_area(&a, &b).unwrap().0;
    assert!((shared - 4_049_565.741_425_514).abs() < 0.01, "{shared}");
    assert_eq!(overlap_area(&a, &a).unwrap(), area(&a));
    assert!(overlaps(&a, &b) && intersects(&a, &b));
}

#[test]
fn holes_do_not_overlap_and_touching_is_no_overlap() {
    let ring = g("POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4))");
    let plug = g("POLYGON((4 4,6 4,6 6,4 6,4 4))");
    assert_eq!(overlap_area(&ring, &plug), Ok(SquareMetres(0.0)));
    assert!(!overlaps(&ring, &plug) && intersects(&ring, &plug));
    assert_eq!(
        overlap_area(&ring, &g("POLYGON((20 0,21 0,21 1,20 0))")),
        Ok(SquareMetres(0.0))
    );
}

#[test]
fn only_sound_areas_have_an_overlap() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    assert_eq!(overlap_area(&square, &g("POINT(1 1)")), Err(OverlapError::NoArea));
    assert!(matches!(
        overlap_area(&square, &g("POLYGON((0 0,4 4,4 0,0 4,0 0))")),
        Err(OverlapError::Invalid(_))
    ));
}

#[test]
fn a_place_on_the_boundary_counts_as_inside_and_one_in_a_hole_does_not() {
    let ring = g("POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4))");
    assert!(contains_point(&ring, coord! { x: 1.0, y: 1.0 }));
    assert!(contains_point(&ring, coord! { x: 10.0, y: 1.0 }));
    assert!(!contains_point(&ring, coord! { x: 5.0, y: 5.0 }));
    assert!(!contains_point(&ring, coord! { x: 11.0, y: 5.0 }));
}
