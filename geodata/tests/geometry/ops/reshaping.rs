//! Boundaries drawn anew.

use super::{RING, g, line, only_new_vertices, plane_area};
use geo_types::Geometry;
use geodata::ops::*;
use geodata::wkt_text::to_wkt;

#[test]
fn a_boundary_is_pushed_out_and_in() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    let out = reshape(
        &square,
        &line(&[(9.0, 2.0), (12.0, 2.0), (12.0, 8.0), (9.0, 8.0)]),
    )
    .unwrap();
    assert_eq!(plane_area(&out), 112.0);
    let inn = reshape(
        &square,
        &line(&[(11.0, 2.0), (7.0, 2.0), (7.0, 8.0), (11.0, 8.0)]),
    )
    .unwrap();
    assert_eq!(plane_area(&inn), 82.0);
    only_new_vertices(
        &[out, inn],
        &[&square],
        &[
            (10.0, 2.0),
            (12.0, 2.0),
            (12.0, 8.0),
            (10.0, 8.0),
            (7.0, 2.0),
            (7.0, 8.0),
        ],
    );
}

#[test]
fn a_corner_is_cut_off_and_the_larger_rest_kept_with_its_hole() {
    let after = reshape(&g(RING), &line(&[(11.0, 7.0), (7.0, 11.0)])).unwrap();
    assert_eq!(plane_area(&after), 96.0 - 2.0);
    let Geometry::Polygon(p) = &after else { panic!() };
    assert_eq!(p.interiors().len(), 1);
}

#[test]
fn a_hole_is_reshaped_when_the_line_meets_it() {
    let after = reshape(&g(RING), &line(&[(5.0, 4.5), (7.0, 4.5), (7.0, 5.5), (5.0, 5.5)])).unwrap();
    assert_eq!(plane_area(&after), 96.0 - 1.0);
}

#[test]
fn another_part_survives_a_reshape_bit_for_bit() {
    let two = g("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20.1 0.3,21 0,21 1,20.1 0.3)))");
    let after = reshape(&two, &line(&[(9.0, 2.0), (12.0, 2.0), (12.0, 8.0), (9.0, 8.0)])).unwrap();
    assert!(
        to_wkt(&after)
            .unwrap()
            .ends_with("((20.1 0.3,21 0,21 1,20.1 0.3)))")
    );
}

#[test]
fn a_line_follows_the_new_course_between_the_meetings() {
    let road = g("LINESTRING(0 0,10 0)");
    let after = reshape(&road, &line(&[(2.0, 0.0), (2.0, 3.0), (6.0, 3.0), (6.0, -1.0)])).unwrap();
    assert_eq!(to_wkt(&after).unwrap(), "LINESTRING(0 0,2 0,2 3,6 3,6 0,10 0)");
    let backwards = reshape(&road, &line(&[(6.0, -1.0), (6.0, 3.0), (2.0, 3.0), (2.0, 0.0)])).unwrap();
    assert_eq!(backwards, after);
}

#[test]
fn a_line_that_meets_the_boundary_once_reshapes_nothing() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    assert_eq!(
        reshape(&square, &line(&[(5.0, 5.0), (15.0, 5.0)])),
        Err(OpError::TooFewCrossings { found: 1 })
    );
    assert_eq!(
        reshape(&square, &line(&[(15.0, 5.0), (16.0, 5.0)])),
        Err(OpError::TooFewCrossings { found: 0 })
    );
    // through a hole both ways round: the hole would be crossed
    assert!(matches!(
        reshape(
            &g(RING),
            &line(&[(5.0, -1.0), (5.0, 3.0), (5.5, 5.0), (6.5, -1.0)])
        ),
        Err(OpError::ResultInvalid(_))
    ));
}
