//! Geometries of every type, and what is mended of them.

use super::geometry;
use geo_types::{Geometry, GeometryCollection, line_string, point, polygon, wkt};
use geodata::formats::WarningKind as W;

#[test]
fn every_type_of_geometry_is_read() {
    let check = |json: &str, expected: Geometry<f64>| {
        assert_eq!(geometry(json), (Some(expected), vec![]), "{json}");
    };
    check(
        r#"{"type":"Point","coordinates":[1,2]}"#,
        wkt!(POINT(1. 2.)).into(),
    );
    check(
        r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#,
        wkt!(MULTIPOINT(1. 2.,3. 4.)).into(),
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2],[3.5,-4e1]]}"#,
        wkt!(LINESTRING(1. 2.,3.5 -40.)).into(),
    );
    check(
        r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}"#,
        wkt!(MULTILINESTRING((1. 2.,3. 4.),(5. 6.,7. 8.))).into(),
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2],[5,1]]]}"#,
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 0.),(5. 1.,6. 1.,6. 2.,5. 1.))).into(),
    );
    check(
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2],[5,1]]],[[[20,0],[29,0],[29,9],[20,0]]]]}"#,
        wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 0.),(5. 1.,6. 1.,6. 2.,5. 1.)),((20. 0.,29. 0.,29. 9.,20. 0.)))).into(),
    );
    check(
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"coordinates":[[1,2],[3,4]],"type":"LineString"}]}"#,
        Geometry::GeometryCollection(GeometryCollection(vec![
            Geometry::from(point!(x: 1., y: 2.)),
            Geometry::from(line_string![(x: 1., y: 2.), (x: 3., y: 4.)]),
        ])),
    );
}

#[test]
fn null_and_empty_geometries_are_none() {
    for json in [
        "null",
        r#"{"type":"Point","coordinates":[]}"#,
        r#"{"type":"LineString","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[]}"#,
        r#"{"type":"MultiPolygon","coordinates":null}"#,
        r#"{"type":"GeometryCollection","geometries":[]}"#,
    ] {
        assert_eq!(geometry(json), (None, vec![]), "{json}");
    }
    // A ring that is there and has no points is something else.
    for json in [
        r#"{"type":"Polygon","coordinates":[[]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[]]]}"#,
    ] {
        assert_eq!(geometry(json), (None, vec![W::GeometryLeftOut]), "{json}");
    }
}

#[test]
fn what_is_wrong_with_a_geometry_is_mended_or_told() {
    let ring = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 0.)];
    let check = |json: &str, expected: Option<Geometry<f64>>, kinds: &[W]| {
        assert_eq!(geometry(json), (expected, kinds.to_vec()), "{json}");
    };
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]}"#,
        Some(ring.clone().into()),
        &[W::RingClosed],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0,5],[9,0,5],[9,9,5],[0,0,5]]]}"#,
        Some(ring.clone().into()),
        &[W::HeightLeftOut],
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2],[NaN,3],[3,4],[null,null],[],[7]]}"#,
        Some(line_string![(x: 1., y: 2.), (x: 3., y: 4.)].into()),
        &[W::BadCoordinate],
    );
    check(
        r#"{"type":"Point","coordinates":[Infinity,3]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Point","coordinates":[1e999,3]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Point","coordinates":["116","35"]}"#,
        None,
        &[W::BadCoordinate, W::GeometryLeftOut],
    );
    check(
        r#"{"type":"LineString","coordinates":[[1,2]]}"#,
        None,
        &[W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}"#,
        None,
        &[W::GeometryLeftOut],
    );
    check(
        r#"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[1,1],[2,2]]]}"#,
        Some(ring.into()),
        &[W::Invalid],
    );
    for json in [
        r#"{"type":"Polygon","coordinates":[[0,0],[1,1]]}"#,
        r#"{"type":"Point","coordinates":[[0,0],[1,1]]}"#,
        r#"{"type":"LineString","coordinates":[[0,0],[[1,1]]]}"#,
        r#"{"type":"LineString","coordinates":[0,0,[1,1]]}"#,
        r#"{"type":"LineString","coordinates":{"x":1}}"#,
        r#"{"type":"Circle","coordinates":[0,0]}"#,
        r#"{"type":"Point"}"#,
        r#"{"coordinates":[0,0]}"#,
        r#"[1,2]"#,
        r#""POINT(1 2)""#,
    ] {
        assert_eq!(geometry(json), (None, vec![W::GeometryLeftOut]), "{json}");
    }
}
