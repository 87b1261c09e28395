//! Well-known text: bit-exact round trips and text from strangers.

use geo_types::{Geometry, GeometryCollection, LineString, MultiPolygon, Point, Polygon};
use geodata::wkt_text::{WktError, from_wkt, to_wkt};
use proptest::prelude::*;

#[test]
fn each_kind_is_written_and_read_back() {
    for text in [
        "POINT(116.5 35.7)",
        "LINESTRING(0 0,1 1.5)",
        "LINESTRING EMPTY",
        "POLYGON((0 0,4 0,4 4,0 0),(1 0.5,2 0.5,2 1,1 0.5))",
        "POLYGON EMPTY",
        "MULTIPOINT((0 0),(1 1))",
        "MULTIPOINT EMPTY",
        "MULTILINESTRING((0 0,1 1),(2 2,3 3))",
        "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5),(5.5 5.1,5.6 5.1,5.6 5.2,5.5 5.1)))",
        "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))",
        "GEOMETRYCOLLECTION EMPTY",
    ] {
        assert_eq!(to_wkt(&from_wkt(text).unwrap()).unwrap(), text);
    }
}

/// Areas and lengths of circles of radius 1, and of half of one on a square, reckoned by hand.
#[test]
fn arcs_become_chords() {
    use geo::{Area, Euclidean, Length};
    use std::f64::consts::{PI, TAU};
    for (text, area, length) in [
        ("CIRCULARSTRING(0 0,1 1,2 0)", 0.0, PI),
        ("circularstring z (0 0 5,1 1 5,2 0 5)", 0.0, PI),
        (
            "CIRCULARSTRING ZM(0 0 5 1,1 1 5 1,2 0 5 1,3 -1 5 1,4 0 5 1)",
            0.0,
            TAU,
        ),
        (
            "COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,2 -3))",
            0.0,
            PI + 3.0,
        ),
        ("MULTICURVE((0 0,3 4),CIRCULARSTRING(0 0,1 1,2 0))", 0.0, PI + 5.0),
        ("CURVEPOLYGON(CIRCULARSTRING(0 0,2 0,0 0))", PI, 0.0),
        (
            "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(2 0,1 1,0 0),(0 0,0 -2,2 -2,2 0)),(0.5 -1.5,1.5 -1.5,1.5 -0.5,0.5 -1.5))",
            PI / 2.0 + 3.5,
            0.0,
        ),
        (
            "MULTISURFACE(((0 0,1 0,1 1,0 1,0 0)),CURVEPOLYGON(CIRCULARSTRING(5 0,7 0,5 0)))",
            PI + 1.0,
            0.0,
        ),
        (
            "GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,1 0,1 1,0 1,0 0)),CURVEPOLYGON(CIRCULARSTRING(5 0,7 0,5 0)))",
            PI + 1.0,
            0.0,
        ),
        ("CURVEPOLYGON EMPTY", 0.0, 0.0),
    ] {
        let geometry = from_wkt(text).unwrap();
        let lines: f64 = match &geometry {
            Geometry::LineString(line) => Euclidean.length(line),
            Geometry::MultiLineString(lines) => Euclidean.length(lines),
            _ => 0.0,
        };
        assert!(
            (geometry.unsigned_area() - area).abs() < 5e-3,
            "{text}: {}",
            geometry.unsigned_area()
        );
        assert!((lines - length).abs() < 5e-3, "{text}: {lines}");
    }
    for text in [
        "CIRCULARSTRING(0 0,1 1,2 0",
        "CIRCULARSTRING(0 0,1 一,2 0)",
        "CURVEPOLYGON(POINT(0 0))",
        "CIRCULARSTRING(0 0,1 1,2 0) x",
        "CURVEPOLYGON((0 0,1 0,1 1,0 0)",
        "COMPOUNDCURVE",
    ] {
        assert!(
            matches!(from_wkt(text), Err(WktError::Malformed { .. })),
            "{text}"
        );
    }
    let deep = format!("{}(0 0,1 1){}", "COMPOUNDCURVE(".repeat(17), ")".repeat(17));
    assert_eq!(from_wkt(&deep), Err(WktError::TooDeep));
}

#[test]
fn text_that_is_no_geometry_says_so() {
    assert!(matches!(from_wkt("范围"), Err(WktError::Malformed { .. })));
    assert!(matches!(from_wkt("POINT(1"), Err(WktError::Malformed { .. })));
    assert_eq!(
        to_wkt(&from_wkt("POINT EMPTY").unwrap()).unwrap(),
        "MULTIPOINT EMPTY"
    );
    assert!(from_wkt("POINT(NaN 1)").is_err());
    assert!(from_wkt("LINESTRING(inf 1,2 2)").is_err());
}

#[test]
fn ten_thousand_brackets_do_not_overflow_the_stack() {
    let text = format!(
        "{}POINT(1 1){}",
        "GEOMETRYCOLLECTION(".repeat(10_000),
        ")".repeat(10_000)
    );
    assert_eq!(from_wkt(&text), Err(WktError::TooDeep));
    let mut g = Geometry::Point(Point::new(1.0, 1.0));
    for _ in 0..100 {
        g = Geometry::GeometryCollection(GeometryCollection(vec![g]));
    }
    assert_eq!(to_wkt(&g), Err(WktError::TooDeep));
}

#[test]
fn a_coordinate_without_text_form_is_refused() {
    let g = Geometry::LineString(LineString::from(vec![(0.0, f64::NAN), (1.0, 1.0)]));
    assert_eq!(to_wkt(&g), Err(WktError::NotFinite));
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -180.0..180.0,
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO
    ]
}

proptest! {
    #[test]
    fn every_number_comes_back_bit_for_bit(numbers in proptest::collection::vec((number(), number()), 4..12)) {
        let ring = LineString::from(numbers);
        let g = Geometry::MultiPolygon(MultiPolygon(vec![Polygon::new(ring, vec![])]));
        let back = from_wkt(&to_wkt(&g).unwrap()).unwrap();
        use geo::CoordsIter;
        let bits = |g: &Geometry<f64>| g.coords_iter().map(|c| (c.x.to_bits(), c.y.to_bits())).collect::<Vec<_>>();
        prop_assert_eq!(bits(&g), bits(&back));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(POINT|POLYGON|MULTI|GEOMETRYCOLLECTION|EMPTY|Z|[ (),.0-9eE+-]|\\PC){0,40}") {
        let _ = from_wkt(&text);
    }
}
