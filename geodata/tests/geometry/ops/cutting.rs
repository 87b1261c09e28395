//! What is cut out of a shape.

use super::{g, plane_area};
use geo_types::Geometry;
use geodata::ops::*;
use geodata::wkt_text::to_wkt;

#[test]
fn cutting_the_middle_out_makes_a_hole() {
    let cut_out = cut(
        &g("POLYGON((0 0,10 0,10 10,0 10,0 0))"),
        &g("POLYGON((4 4,6 4,6 6,4 6,4 4))"),
    )
    .unwrap();
    let Geometry::Polygon(p) = &cut_out else { panic!() };
    assert_eq!(p.interiors().len(), 1);
    assert_eq!(plane_area(&cut_out), 96.0);
}

#[test]
fn cutting_leaves_other_parts_and_holes_alone() {
    let shape =
        g("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4)),((20.1 0.3,21 0,21 1,20.1 0.3)))");
    let after = cut(&shape, &g("POLYGON((8 -1,11 -1,11 11,8 11,8 -1))")).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "MULTIPOLYGON(((0 0,8 0,8 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4)),((20.1 0.3,21 0,21 1,20.1 0.3)))"
    );
}

#[test]
fn cutting_off_nothing_or_everything_is_refused() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    assert_eq!(
        cut(&square, &g("POLYGON((10 0,20 0,20 10,10 10,10 0))")),
        Err(OpError::NotOverlapping)
    );
    assert_eq!(
        cut(&square, &g("POLYGON((-1 -1,20 -1,20 20,-1 20,-1 -1))")),
        Err(OpError::NothingLeft)
    );
    assert!(matches!(
        cut(&square, &g("LINESTRING(0 0,1 1)")),
        Err(OpError::WrongKind { .. })
    ));
}

#[test]
fn a_road_loses_what_runs_through_the_area() {
    let after = cut(
        &g("LINESTRING(0 5,5 5,20 5)"),
        &g("POLYGON((8 0,12 0,12 10,8 10,8 0))"),
    )
    .unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "MULTILINESTRING((0 5,5 5,8 5),(12 5,20 5))"
    );
    let points = cut(
        &g("MULTIPOINT((1 1),(9 1),(8 1))"),
        &g("POLYGON((8 0,12 0,12 10,8 10,8 0))"),
    )
    .unwrap();
    assert_eq!(to_wkt(&points).unwrap(), "MULTIPOINT((1 1),(8 1))");
}

#[test]
fn a_road_that_only_touches_the_area_is_not_cut() {
    let knife = g("POLYGON((8 0,12 0,12 5,8 5,8 0))");
    assert_eq!(
        cut(&g("LINESTRING(0 5,20 5)"), &knife),
        Err(OpError::NotOverlapping)
    );
    let tip = g("POLYGON((8 0,12 0,10 5,8 0))");
    let after = cut(&g("LINESTRING(0 5,20 5,20 1,0 1)"), &tip).unwrap();
    assert!(
        to_wkt(&after)
            .unwrap()
            .starts_with("MULTILINESTRING((0 5,20 5,20 1,11.6 1),("),
        "{}",
        to_wkt(&after).unwrap()
    );
}
