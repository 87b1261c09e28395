//! GeoJSON by RFC 7946.

use geo_types::{Geometry, wkt};
use geodata::formats::geojson::{prepare, to_geojson};
use geodata::wkt_text::to_wkt;
use serde_json::json;

#[test]
fn shells_turn_left_and_holes_turn_right() {
    let g: Geometry = wkt!(POLYGON((0. 0.,0. 4.,4. 4.,4. 0.,0. 0.),(1. 1.,2. 1.,2. 2.,1. 2.,1. 1.))).into();
    let value = serde_json::to_value(to_geojson(&g, 7)).unwrap();
    assert_eq!(
        value,
        json!({
            "type": "Polygon",
            "bbox": [0.0, 0.0, 4.0, 4.0],
            "coordinates": [
                [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]],
                [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 1.0], [1.0, 1.0]],
            ],
        })
    );
}

#[test]
fn coordinates_carry_seven_digits_and_no_more() {
    let g: Geometry = wkt!(LINESTRING(116.123456789 35.1,116.00000004 35.00000006)).into();
    let text = to_geojson(&g, 7).to_string();
    assert!(text.contains("[[116.1234568,35.1],[116.0,35.0000001]]"), "{text}");
    let text = to_geojson(&g, 3).to_string();
    assert!(text.contains("[[116.123,35.1],[116.0,35.0]]"), "{text}");
}

#[test]
fn points_that_rounding_brings_together_are_written_once() {
    let g: Geometry = wkt!(LINESTRING(0. 0.,0.00000001 0.,1. 1.)).into();
    assert_eq!(to_wkt(&prepare(&g, 7).geometry).unwrap(), "LINESTRING(0 0,1 1)");
}

#[test]
fn a_ring_too_small_for_the_digits_keeps_them_all_and_is_counted() {
    let tiny = "POLYGON((116 35,116.00000001 35,116.00000001 35.00000001,116 35))";
    let g = geodata::wkt_text::from_wkt(tiny).unwrap();
    let prepared = prepare(&g, 7);
    assert_eq!(to_wkt(&prepared.geometry).unwrap(), tiny);
    assert_eq!(prepared.kept_exact, 1);
    let dot: Geometry = wkt!(LINESTRING(116.0 35.0,116.00000001 35.0)).into();
    assert_eq!(prepare(&dot, 7).geometry, dot);
    assert_eq!(prepare(&dot, 8).kept_exact, 0);
}

#[test]
fn a_line_over_the_date_line_becomes_two() {
    let g: Geometry = wkt!(LINESTRING(170. 45.,-170. 55.)).into();
    let json = to_geojson(&g, 7);
    let value = serde_json::to_value(&json).unwrap();
    assert_eq!(value["type"], "MultiLineString");
    assert_eq!(
        value["coordinates"],
        json!([[[170.0, 45.0], [180.0, 50.0]], [[-180.0, 50.0], [-170.0, 55.0]]])
    );
    assert_eq!(value["bbox"], json!([170.0, 45.0, -170.0, 55.0]));
}

#[test]
fn a_polygon_over_the_date_line_becomes_two_with_its_hole() {
    // the first polygon of RFC 7946, 3.1.9, once written around and once written through
    let hole = "(178 42,-178 42,-178 48,178 48,178 42)";
    for shell in [
        "170 40,-170 40,-170 50,170 50,170 40",
        "170 40,190 40,190 50,170 50,170 40",
    ] {
        let text = format!("POLYGON(({shell}),{hole})");
        let value =
            serde_json::to_value(to_geojson(&geodata::wkt_text::from_wkt(&text).unwrap(), 7)).unwrap();
        assert_eq!(value["type"], "MultiPolygon", "{shell}");
        assert_eq!(value["bbox"], json!([170.0, 40.0, -170.0, 50.0]));
        let parts = value["coordinates"].as_array().unwrap();
        assert_eq!(parts.len(), 2);
        let area = |part: &serde_json::Value| -> f64 {
            let ring: Vec<(f64, f64)> = serde_json::from_value(part[0].clone()).unwrap();
            ring.windows(2)
                .map(|w| (w[0].0 * w[1].1 - w[1].0 * w[0].1) / 2.0)
                .sum()
        };
        // 10° × 10° less the half of the hole, 2° × 6°
        assert!(parts.iter().all(|p| (area(p) - 88.0).abs() < 1e-5), "{value}");
    }
}

#[test]
fn shapes_in_china_are_not_cut() {
    let g: Geometry = wkt!(POLYGON((73. 20.,135. 20.,135. 53.,73. 53.,73. 20.))).into();
    assert_eq!(prepare(&g, 7).geometry, g);
}

#[test]
fn an_empty_shape_has_no_box() {
    let g = Geometry::MultiPolygon(geo_types::MultiPolygon(vec![]));
    assert_eq!(to_geojson(&g, 7).bbox, None);
}
