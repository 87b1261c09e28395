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
