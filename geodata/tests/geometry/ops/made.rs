//! Circles, rectangles, buffers and moves, as measured on the ground.

use super::{SQUARE, g};
use geo::CoordsIter;
use geo_types::{Coord, Geometry, coord};
use geodata::measure::area;
use geodata::ops::*;

#[test]
fn a_circle_of_a_hundred_metres_has_its_radius_in_every_direction() {
    let centre = coord! { x: 116.08, y: 34.92 };
    let c = circle(centre, 100.0, 72).unwrap();
    assert_eq!(c.exterior().0.len(), 73);
    for p in c.exterior().points() {
        let d = geo::Distance::distance(&geo::Geodesic, centre.into(), p);
        assert!((d - 100.0).abs() < 1e-6, "{d}");
    }
    // a regular 72-gon: n/2 r² sin(2π/n)
    let expected = 36.0 * 10_000.0 * (std::f64::consts::TAU / 72.0).sin();
    assert!((area(&c.clone().into()).0 - expected).abs() < 0.01);
    assert!(geo::Winding::is_ccw(c.exterior()));
    assert!(circle(centre, 0.0, 72).is_err() && circle(centre, 10.0, 2).is_err());
    assert!(circle(coord! { x: 0.0, y: 89.9999 }, 1000.0, 8).is_err());
}

#[test]
fn a_rectangle_over_an_edge_has_right_angles_on_the_ground() {
    let (a, b) = (coord! { x: 116.08, y: 34.92 }, coord! { x: 116.0812, y: 34.9205 });
    for c in [coord! { x: 116.081, y: 34.922 }, coord! { x: 116.081, y: 34.918 }] {
        let r = rectangle_from_edge(a, b, c).unwrap();
        let ring = &r.exterior().0;
        assert!(ring.contains(&a) && ring.contains(&b));
        assert!(geo::Winding::is_ccw(r.exterior()));
        let d = |p: Coord<f64>, q: Coord<f64>| geo::Distance::distance(&geo::Geodesic, p.into(), q.into());
        assert!(
            (d(ring[0], ring[2]) - d(ring[1], ring[3])).abs() < 1e-4,
            "diagonals are equal"
        );
        assert!((d(ring[0], ring[1]) - d(ring[2], ring[3])).abs() < 1e-4);
    }
    assert_eq!(rectangle_from_edge(a, a, b), Err(OpError::LineTooShort));
    let box_ = rectangle_from_corners(b, a).unwrap();
    assert_eq!(box_.exterior().0[0], a);
    assert_eq!(rectangle_from_corners(a, a), Err(OpError::LineTooShort));
}

#[test]
fn a_buffer_around_a_point_is_nearly_a_circle() {
    let b = buffer(&g("POINT(116.08 34.92)"), 50.0).unwrap();
    let size = area(&b).0;
    let round = std::f64::consts::PI * 2500.0;
    assert!(size < round && size > round * 0.98, "{size} of {round}");
    for c in b.coords_iter() {
        let d = geo::Distance::distance(&geo::Geodesic, coord! { x: 116.08, y: 34.92 }.into(), c.into());
        assert!((d - 50.0).abs() < 0.05, "{d}");
    }
}

#[test]
fn a_buffer_around_a_road_has_its_width() {
    let road = g("LINESTRING(116 35,116.1 35)"); // 9128.817 m
    let size = area(&buffer(&road, 20.0).unwrap()).0;
    let expected = 9_128.817 * 40.0 + std::f64::consts::PI * 400.0;
    assert!((size - expected).abs() < expected * 1e-3, "{size} of {expected}");
}

#[test]
fn a_buffer_keeps_a_hole_and_a_negative_one_shrinks() {
    let shape = g(
        "POLYGON((116 35,116.01 35,116.01 35.01,116 35.01,116 35),(116.004 35.004,116.004 35.006,116.006 35.006,116.006 35.004,116.004 35.004))",
    );
    for metres in [20.0, -20.0] {
        let b = buffer(&shape, metres).unwrap();
        let Geometry::Polygon(p) = &b else { panic!() };
        assert_eq!(p.interiors().len(), 1, "{metres}");
        assert_eq!(area(&b) > area(&shape), metres > 0.0);
    }
    assert_eq!(buffer(&shape, -5_000.0), Err(OpError::NothingLeft));
    assert!(matches!(
        buffer(&g("LINESTRING(0 0,1 1)"), -5.0),
        Err(OpError::BadSize { .. })
    ));
    assert!(matches!(
        buffer(&g("LINESTRING(80 30,120 30)"), 5.0),
        Err(OpError::TooWide { .. })
    ));
}

#[test]
fn a_move_of_a_thousand_metres_is_a_thousand_metres_and_keeps_the_size() {
    let square = g(SQUARE);
    let moved = move_by(&square, 1000.0, 0.0).unwrap();
    let (a, b) = (
        geodata::measure::centroid(&square).unwrap(),
        geodata::measure::centroid(&moved).unwrap(),
    );
    let d = geo::Distance::distance(&geo::Geodesic, a, b);
    assert!((d - 1000.0).abs() < 0.5, "{d}");
    assert!((area(&moved).0 / area(&square).0 - 1.0).abs() < 1e-6);
    let back = move_by(&moved, -1000.0, 0.0).unwrap();
    for (p, q) in square.coords_iter().zip(back.coords_iter()) {
        assert!((p.x - q.x).abs() < 1e-6 && (p.y - q.y).abs() < 1e-6);
    }
    assert_eq!(move_by(&square, 0.0, 0.0).unwrap(), square);
}

#[test]
fn the_place_that_is_dragged_arrives_exactly_with_holes_and_parts() {
    let shape = g(
        "MULTIPOLYGON(((116 35,116.01 35,116.01 35.01,116 35.01,116 35),(116.004 35.004,116.004 35.006,116.006 35.006,116.006 35.004,116.004 35.004)),((116.02 35,116.03 35,116.03 35.01,116.02 35)))",
    );
    let to = coord! { x: 118.123456, y: 37.3 };
    let moved = move_from_to(&shape, coord! { x: 116.0, y: 35.0 }, to).unwrap();
    assert_eq!(moved.coords_iter().next(), Some(to));
    let Geometry::MultiPolygon(ps) = &moved else {
        panic!()
    };
    assert_eq!((ps.0.len(), ps.0[0].interiors().len()), (2, 1));
    assert!((area(&moved).0 / area(&shape).0 - 1.0).abs() < 1e-6);
    assert!(matches!(
        move_from_to(&shape, to, coord! { x: 200.0, y: 0.0 }),
        Err(OpError::OffEarth { .. })
    ));
}
