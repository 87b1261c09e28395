//! Measures against values of pyproj 3.7.2 (`pyproj.Geod(ellps="WGS84")`, which is GeographicLib).

use geo::Contains;
use geo_types::{Geometry, coord, polygon, wkt};
use geodata::measure::{Metres, SquareMetres, area, bounds, centroid, label_point, length, perimeter};

fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance,
        "{actual} is not {expected}"
    );
}

#[test]
fn a_square_tenth_of_a_degree_has_the_area_and_perimeter_of_geographiclib() {
    // Geod.polygon_area_perimeter([116.0,116.1,116.1,116.0], [35.0,35.0,35.1,35.1])
    let g: Geometry = wkt!(POLYGON((116.0 35.0,116.1 35.0,116.1 35.1,116.0 35.1,116.0 35.0))).into();
    close(area(&g).0, 101_214_798.671_775_82, 1e-3);
    close(perimeter(&g).0, 40_434.811_292_182_29, 1e-6);
    assert_eq!(length(&g), Metres(0.0));
}

#[test]
fn an_oblique_parcel_has_the_area_of_geographiclib_whichever_way_it_is_drawn() {
    // Geod.polygon_area_perimeter([115.88,115.89,115.892,115.881], [34.95,34.951,34.96,34.9595])
    let ccw: Geometry =
        wkt!(POLYGON((115.88 34.95,115.89 34.951,115.892 34.96,115.881 34.9595,115.88 34.95))).into();
    let cw: Geometry =
        wkt!(POLYGON((115.88 34.95,115.881 34.9595,115.892 34.96,115.89 34.951,115.88 34.95))).into();
    close(area(&ccw).0, 972_768.971_461_713_3, 1e-4);
    close(area(&cw).0, 972_768.971_461_713_3, 1e-4);
    close(perimeter(&cw).0, 3_999.244_208_491_917, 1e-6);
}

#[test]
fn a_hole_is_taken_off_the_area_and_added_to_the_perimeter_however_it_turns() {
    // the hole alone: 4 049 565.741 425 514 m², 8 087.838 456 057 56 m by the same function
    for hole in [
        vec![(116.02, 35.02), (116.04, 35.02), (116.04, 35.04), (116.02, 35.04)],
        vec![(116.02, 35.02), (116.02, 35.04), (116.04, 35.04), (116.04, 35.02)],
    ] {
        let shell =
            polygon![(x: 116.0, y: 35.0), (x: 116.1, y: 35.0), (x: 116.1, y: 35.1), (x: 116.0, y: 35.1)];
        let g: Geometry = geo_types::Polygon::new(shell.exterior().clone(), vec![hole.into()]).into();
        close(area(&g).0, 101_214_798.671_775_82 - 4_049_565.741_425_514, 1e-3);
        close(
            perimeter(&g).0,
            40_434.811_292_182_29 + 8_087.838_456_057_56,
            1e-6,
        );
    }
}

#[test]
fn a_long_line_has_the_length_of_geographiclib() {
    // Geod.inv(120.3826, 36.0626, 116.3913, 39.9075) and Geod.inv(116, 35, 116.1, 35)
    let g: Geometry = wkt!(LINESTRING(120.3826 36.0626,116.3913 39.9075)).into();
    close(length(&g).0, 552_203.755_605_329, 1e-5);
    let parts: Geometry =
        wkt!(MULTILINESTRING((116.0 35.0,116.1 35.0),(120.3826 36.0626,116.3913 39.9075))).into();
    close(
        length(&parts).0,
        552_203.755_605_329 + 9_128.816_583_428_159,
        1e-5,
    );
}

#[test]
fn a_collection_measures_each_of_its_parts_once() {
    let g = Geometry::GeometryCollection(wkt!(GEOMETRYCOLLECTION(
        POINT(116.0 35.0),
        LINESTRING(116.0 35.0,116.1 35.0),
        POLYGON((116.0 35.0,116.1 35.0,116.1 35.1,116.0 35.1,116.0 35.0))
    )));
    close(length(&g).0, 9_128.816_583_428_159, 1e-6);
    close(area(&g).0, 101_214_798.671_775_82, 1e-3);
    let b = bounds(&g).unwrap();
    assert_eq!((b.west, b.south, b.east, b.north), (116.0, 35.0, 116.1, 35.1));
}

#[test]
fn fifteen_mu_are_one_hectare() {
    close(SquareMetres(10_000.0).mu(), 15.0, 1e-12);
    close(SquareMetres(2_000.0).mu(), 3.0, 1e-12);
    assert_eq!(SquareMetres(10_000.0).hectares(), 1.0);
    assert_eq!(SquareMetres(2_500_000.0).km2(), 2.5);
    assert_eq!(Metres(1500.0).km(), 1.5);
}

#[test]
fn the_name_of_a_horseshoe_stands_inside_it_and_its_centroid_does_not() {
    let g: Geometry = wkt!(POLYGON((0. 0.,10. 0.,10. 10.,8. 10.,8. 2.,2. 2.,2. 10.,0. 10.,0. 0.))).into();
    assert!(g.contains(&label_point(&g).unwrap()));
    assert!(!g.contains(&centroid(&g).unwrap()));
}

#[test]
fn the_name_of_a_square_stands_in_its_middle() {
    let g: Geometry = wkt!(POLYGON((116.0 35.0,116.1 35.0,116.1 35.1,116.0 35.1,116.0 35.0))).into();
    let p = label_point(&g).unwrap();
    close(p.x(), 116.05, 1e-3);
    close(p.y(), 35.05, 1e-3);
}

#[test]
fn the_name_goes_to_the_largest_part_and_keeps_out_of_holes() {
    let g: Geometry = wkt!(MULTIPOLYGON(
        ((20. 0.,21. 0.,21. 1.,20. 1.,20. 0.)),
        ((0. 0.,10. 0.,10. 10.,0. 10.,0. 0.),(3. 3.,7. 3.,7. 7.,3. 7.,3. 3.))
    ))
    .into();
    let p = label_point(&g).unwrap();
    assert!(p.x() < 10.0 && g.contains(&p), "{p:?}");
}

#[test]
fn the_name_of_a_line_stands_halfway_along_it() {
    let g: Geometry = wkt!(LINESTRING(0. 0.,10. 0.,10. 2.)).into();
    let p = label_point(&g).unwrap();
    close(p.x(), 6.0, 0.01);
    assert_eq!(p.y(), 0.0);
}

#[test]
fn empty_shapes_have_no_box_and_no_label() {
    let g = Geometry::MultiPolygon(geo_types::MultiPolygon(vec![]));
    assert_eq!(bounds(&g), None);
    assert_eq!(label_point(&g), None);
    assert_eq!(area(&g), SquareMetres(0.0));
    let p = Geometry::Point(coord! { x: 116.0, y: 35.0 }.into());
    assert_eq!(label_point(&p).unwrap().0, coord! { x: 116.0, y: 35.0 });
}
