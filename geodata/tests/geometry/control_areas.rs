//! Control areas: what of a footprint lies in them, against the overlay and against simple arithmetic.

use geo::{BooleanOps, Intersects};
use geo_types::{
    Coord, Geometry, LineString, MultiPolygon, Point, Polygon, coord, line_string, point, polygon,
};
use geodata::control_areas::{ControlAreaIndex, Overlap};
use geodata::measure::{area, length};
use proptest::prelude::*;

fn rect(west: f64, south: f64, east: f64, north: f64) -> Polygon<f64> {
    polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]
}

fn index(areas: &[Polygon<f64>]) -> ControlAreaIndex {
    let areas = areas.iter().map(|a| MultiPolygon(vec![a.clone()]));
    ControlAreaIndex::new((0..).zip(areas).collect())
}

fn only(overlaps: Vec<Overlap>) -> Overlap {
    assert_eq!(overlaps.len(), 1, "{overlaps:?}");
    overlaps[0]
}

fn near(found: f64, expected: f64, part: f64) {
    assert!(
        (found - expected).abs() <= part * expected.abs(),
        "{found} is not {expected}"
    );
}

/// A ring round a place, its radius changing with the turn.
fn blob(centre: Coord<f64>, radius: f64, corners: u32, waves: [f64; 3]) -> Polygon<f64> {
    let corner = |i: u32| {
        let turn = f64::from(i) / f64::from(corners) * std::f64::consts::TAU;
        let r = 1.0
            + waves[0] * (2.0 * turn).cos()
            + waves[1] * (3.0 * turn).sin()
            + waves[2] * (7.0 * turn).cos();
        centre + coord! { x: turn.cos(), y: turn.sin() } * (radius * r)
    };
    Polygon::new((0..corners).map(corner).collect(), Vec::new())
}

#[test]
fn areas_in_lines_in_and_points_in_are_told_apart() {
    let controls = index(&[rect(116.0, 35.0, 116.1, 35.1), rect(117.0, 35.0, 117.1, 35.1)]);
    let field: Geometry<f64> = rect(116.05, 35.02, 116.15, 35.04).into();
    let o = only(controls.check(&field));
    near(o.area.0, area(&rect(116.05, 35.02, 116.1, 35.04).into()).0, 1e-9);
    near(o.share, 0.5, 1e-6);
    assert_eq!((o.control, o.length.0), (0, 0.0));
    assert!(
        rect(116.05, 35.02, 116.1, 35.04).intersects(&Point(o.at)),
        "{:?}",
        o.at
    );

    let road: Geometry<f64> = line_string![(x: 117.05, y: 35.05), (x: 117.05, y: 35.3)].into();
    let o = only(controls.check(&road));
    let inside = line_string![(x: 117.05, y: 35.05), (x: 117.05, y: 35.1)].into();
    near(o.length.0, length(&inside).0, 1e-9);
    near(o.share, 0.2, 1e-4);
    assert_eq!((o.control, o.area.0), (1, 0.0));

    let well: Geometry<f64> = point!(x: 117.01, y: 35.01).into();
    let o = only(controls.check(&well));
    assert_eq!((o.control, o.area.0, o.length.0, o.share), (1, 0.0, 0.0, 1.0));
    assert_eq!(o.at, coord! { x: 117.01, y: 35.01 });

    let wells =
        geodata::wkt_text::from_wkt("MULTIPOINT((116.01 35.01),(116.5 35.01),(117.01 35.01),(118 35))")
            .unwrap();
    let shares: Vec<_> = controls
        .check(&wells)
        .iter()
        .map(|o| (o.control, o.share))
        .collect();
    assert_eq!(shares, [(0, 0.25), (1, 0.25)]);
    assert!(controls.check(&rect(116.2, 35.0, 116.9, 35.1).into()).is_empty());
}

#[test]
fn one_inside_the_other_shares_the_whole_of_the_smaller_one() {
    let large = rect(116.0, 35.0, 116.1, 35.1);
    let small = rect(116.02, 35.02, 116.03, 35.03);
    let o = only(index(std::slice::from_ref(&large)).check(&small.clone().into()));
    near(o.area.0, area(&small.clone().into()).0, 1e-9);
    assert_eq!(o.share, 1.0);
    let o = only(index(std::slice::from_ref(&small)).check(&large.clone().into()));
    near(o.area.0, area(&small.clone().into()).0, 1e-9);
    near(o.share, area(&small.into()).0 / area(&large.into()).0, 1e-9);
}

#[test]
fn holes_are_outside() {
    let ring = polygon![
        exterior: [(x: 116.0, y: 35.0), (x: 116.1, y: 35.0), (x: 116.1, y: 35.1), (x: 116.0, y: 35.1)],
        interiors: [[(x: 116.02, y: 35.02), (x: 116.02, y: 35.08), (x: 116.08, y: 35.08), (x: 116.08, y: 35.02)]],
    ];
    let controls = index(std::slice::from_ref(&ring));
    assert!(
        controls
            .check(&rect(116.04, 35.04, 116.05, 35.05).into())
            .is_empty()
    );
    assert!(controls.check(&point!(x: 116.04, y: 35.04).into()).is_empty());
    let across = rect(116.01, 35.03, 116.04, 35.05);
    let o = only(controls.check(&across.into()));
    near(o.area.0, area(&rect(116.01, 35.03, 116.02, 35.05).into()).0, 1e-9);
    let road = line_string![(x: 115.99, y: 35.05), (x: 116.11, y: 35.05)];
    let o = only(controls.check(&road.into()));
    let inside = line_string![(x: 116.0, y: 35.05), (x: 116.02, y: 35.05)];
    near(o.length.0, 2.0 * length(&inside.into()).0, 1e-9);
}

#[test]
fn neighbours_with_a_common_boundary_do_not_overlap() {
    let controls = index(&[rect(116.0, 35.0, 116.1, 35.1)]);
    for neighbour in [
        rect(116.1, 35.0, 116.2, 35.1),
        rect(116.1, 35.02, 116.2, 35.05),
        rect(116.1, 35.1, 116.2, 35.2),
        rect(116.03, 35.1, 116.3, 35.2),
    ] {
        assert!(
            controls.check(&neighbour.clone().into()).is_empty(),
            "{neighbour:?}"
        );
    }
}

#[test]
fn shapes_that_share_corners_and_edges_share_the_right_area() {
    let control = rect(116.0, 35.0, 116.1, 35.1);
    let controls = index(std::slice::from_ref(&control));
    let check = |shape: Polygon<f64>, common: Polygon<f64>| {
        let o = only(controls.check(&shape.into()));
        near(o.area.0, area(&common.into()).0, 1e-8);
    };
    check(control.clone(), control.clone());
    check(rect(116.0, 35.0, 116.05, 35.1), rect(116.0, 35.0, 116.05, 35.1));
    check(rect(116.02, 35.0, 116.05, 35.2), rect(116.02, 35.0, 116.05, 35.1));
    check(rect(115.9, 34.9, 116.1, 35.05), rect(116.0, 35.0, 116.1, 35.05));
    // A corner on an edge, and an edge through a corner.
    let wedge = polygon![(x: 116.1, y: 35.05), (x: 116.05, y: 35.08), (x: 116.05, y: 35.02)];
    check(wedge.clone(), wedge);
    let corner = polygon![(x: 116.0, y: 35.0), (x: 116.2, y: 35.2), (x: 116.2, y: 35.0)];
    check(
        corner,
        polygon![(x: 116.0, y: 35.0), (x: 116.1, y: 35.1), (x: 116.1, y: 35.0)],
    );
    // Snapped to an edge that does not run along a parallel: corners lie off it by the rounding of a degree.
    let slope = polygon![(x: 116.0, y: 35.0), (x: 116.001, y: 35.0), (x: 116.001, y: 35.000333), (x: 116.0, y: 35.000777)];
    let on = |t: f64| (116.001 - 0.001 * t, 35.000333 + 0.000444 * t);
    let ((ax, ay), (bx, by)) = (on(0.23), on(0.61));
    let below = polygon![(x: bx, y: by), (x: bx, y: 35.0001), (x: ax, y: 35.0001), (x: ax, y: ay)];
    let o = only(index(std::slice::from_ref(&slope)).check(&below.clone().into()));
    near(o.area.0, area(&below.into()).0, 1e-6);
    let above = polygon![(x: bx, y: by), (x: bx, y: 35.002), (x: ax, y: 35.002), (x: ax, y: ay)];
    let sliver: f64 = index(&[slope])
        .check(&above.into())
        .iter()
        .map(|o| o.area.0)
        .sum();
    assert!(sliver < 1e-3, "{sliver} m²");
}

#[test]
fn a_line_along_the_boundary_is_inside_and_one_that_touches_it_is_not() {
    let controls = index(&[rect(116.0, 35.0, 116.1, 35.1)]);
    let along = line_string![(x: 116.05, y: 35.1), (x: 116.2, y: 35.1)];
    let o = only(controls.check(&along.into()));
    near(
        o.length.0,
        length(&line_string![(x: 116.05, y: 35.1), (x: 116.1, y: 35.1)].into()).0,
        1e-6,
    );
    let touching = line_string![(x: 116.1, y: 35.05), (x: 116.2, y: 35.05)];
    assert!(controls.check(&touching.into()).is_empty());
    let through_corner = line_string![(x: 115.95, y: 34.95), (x: 116.05, y: 35.05)];
    let o = only(controls.check(&through_corner.into()));
    near(o.share, 0.5, 1e-3);
}

#[test]
fn the_parts_of_a_control_and_of_a_footprint_add_up() {
    let control = MultiPolygon(vec![
        rect(116.0, 35.0, 116.1, 35.1),
        rect(116.2, 35.0, 116.3, 35.1),
    ]);
    let controls = ControlAreaIndex::new(vec![(7, control)]);
    let fields = MultiPolygon(vec![
        rect(116.05, 35.02, 116.25, 35.04),
        rect(116.05, 35.06, 116.07, 35.2),
    ]);
    let o = only(controls.check(&fields.clone().into()));
    let common = [
        rect(116.05, 35.02, 116.1, 35.04),
        rect(116.2, 35.02, 116.25, 35.04),
        rect(116.05, 35.06, 116.07, 35.1),
    ];
    near(
        o.area.0,
        common.iter().map(|p| area(&p.clone().into()).0).sum(),
        1e-9,
    );
    let shape = controls.common(&fields.into(), 7).unwrap();
    near(area(&shape).0, o.area.0, 1e-8);
    assert_eq!(controls.in_box(geodata::measure::bounds(&shape).unwrap()), [7]);
}

#[test]
fn nothing_and_rings_without_corners_are_no_overlap() {
    let flat = Polygon::new(LineString::from(vec![(116.0, 35.0), (116.1, 35.0)]), Vec::new());
    assert!(index(std::slice::from_ref(&flat)).is_empty());
    let controls = index(&[rect(116.0, 35.0, 116.1, 35.1)]);
    assert!(controls.check(&LineString::<f64>(Vec::new()).into()).is_empty());
    assert!(controls.check(&flat.into()).is_empty());
    let crossed =
        polygon![(x: 116.05, y: 35.05), (x: 116.06, y: 35.06), (x: 116.06, y: 35.05), (x: 116.05, y: 35.06)];
    for o in controls.check(&crossed.into()) {
        assert!(o.area.0.is_finite() && o.share <= 1.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn areas_agree_with_the_overlay(
        x in -0.02..0.02f64, y in -0.02..0.02f64, r in 0.0005..0.03f64,
        corners in 4u32..60, other in 4u32..200,
        waves in [0.0..0.2f64, 0.0..0.2f64, 0.0..0.2f64], more in [0.0..0.2f64, 0.0..0.2f64, 0.0..0.2f64],
    ) {
        let control = blob(coord! { x: 117.0, y: 36.0 }, 0.01, other, more);
        let shape = blob(coord! { x: 117.0 + x, y: 36.0 + y }, r, corners, waves);
        let found = index(std::slice::from_ref(&control)).check(&shape.clone().into());
        let shapes = [shape.clone().into(), control.clone().into()];
        prop_assume!(shapes.iter().all(|g| geodata::validity::first_harm(g).is_none()));
        let expected = area(&shape.intersection(&control).into()).0;
        let found = found.first().map_or(0.0, |o| o.area.0);
        // The overlay's grid has steps of a tenth of a millimetre here.
        prop_assert!((found - expected).abs() <= 1e-7 * expected + 0.1, "{} for {}", found, expected);
    }
}
