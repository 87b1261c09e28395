//! Points, lines, curves, areas and texts.

use super::{area, check, coords, read};
use geo_types::{Geometry, coord};
use geodata::formats::{FoundCrs, Value, WarningKind};
use std::f64::consts::PI;

#[test]
fn points_lines_and_polylines_are_read() {
    check("0 POINT\n10 1.5\n20 -2", "POINT(1.5 -2)");
    check("0 LINE\n10 1\n20 2\n11 3\n21 4", "LINESTRING(1 2,3 4)");
    check(
        "0 LWPOLYLINE\n90 3\n70 0\n10 0\n20 0\n10 4\n20 0\n10 4\n20 3",
        "LINESTRING(0 0,4 0,4 3)",
    );
    check(
        "0 LWPOLYLINE\n90 3\n70 1\n10 0\n20 0\n10 4\n20 0\n10 4\n20 3",
        "POLYGON((0 0,4 0,4 3,0 0))",
    );
    check(
        "0 LWPOLYLINE\n70 0\n10 0\n20 0\n10 4\n20 0\n10 4\n20 3\n10 0\n20 0",
        "POLYGON((0 0,4 0,4 3,0 0))",
    );
    let old = |flags: u8| {
        format!(
            "0 POLYLINE\n66 1\n70 {flags}\n10 0\n20 0\n30 0\n0 VERTEX\n10 0\n20 0\n0 VERTEX\n10 4\n20 0\n0 VERTEX\n10 4\n20 3\n0 SEQEND"
        )
    };
    check(&old(0), "LINESTRING(0 0,4 0,4 3)");
    check(&old(1), "POLYGON((0 0,4 0,4 3,0 0))");
    check(&old(9), "POLYGON((0 0,4 0,4 3,0 0))");
    check(
        "0 SOLID\n10 0\n20 0\n11 2\n21 0\n12 0\n22 1\n13 2\n23 1",
        "POLYGON((0 0,2 0,2 1,0 1,0 0))",
    );
    check(
        "0 3DFACE\n10 0\n20 0\n11 2\n21 0\n12 2\n22 1\n13 0\n23 1",
        "POLYGON((0 0,2 0,2 1,0 1,0 0))",
    );
}

#[test]
fn fields_say_layer_kind_colour_text_and_handle() {
    let got = read(
        "0 POINT\n5 A1\n8 道路\n10 1\n20 2\n0 POINT\n8 水\n10 1\n20 2\n0 TEXT\n62 1\n8 道路\n10 1\n20 2\n1 镇区 45%%d\n\
         0 POINT\n420 255\n10 1\n20 2",
    );
    let layer = &got.layers[0];
    assert_eq!(layer.name(), "图");
    assert_eq!(layer.head.as_ref().unwrap().crs, FoundCrs::Unstated);
    assert_eq!(layer.text(0, "图层"), "道路");
    assert_eq!(layer.text(0, "类型"), "POINT");
    assert_eq!(layer.text(0, "颜色"), "3");
    assert_eq!(layer.text(0, "句柄"), "A1");
    assert_eq!(layer.value(0, "文字"), Value::Null);
    assert_eq!(layer.text(1, "颜色"), "#123456");
    assert_eq!(layer.text(2, "文字"), "镇区 45°");
    assert_eq!(layer.text(2, "颜色"), "1");
    assert_eq!(layer.text(3, "颜色"), "#0000ff");
    assert_eq!(layer.text(3, "图层"), "0");
}

#[test]
fn curves_stay_within_the_stated_tolerance() {
    for radius in [0.5, 20.0, 1000.0, 20_000.0] {
        let got = read(&format!("0 CIRCLE\n10 100\n20 50\n40 {radius}"));
        let ring = coords(&got, 0);
        let tolerance = f64::min(0.01, radius / 2000.0) * 1.001;
        for pair in ring.windows(2) {
            let middle = (pair[0] + pair[1]) / 2.0 - coord! { x: 100.0, y: 50.0 };
            let away = radius - middle.x.hypot(middle.y);
            assert!((0.0..=tolerance).contains(&away), "{away} at radius {radius}");
        }
        assert!((area(&got, 0) / (PI * radius * radius) - 1.0).abs() < 1e-3);
    }
    let got = read("0 ARC\n10 0\n20 0\n40 10\n50 350\n51 90");
    let arc = coords(&got, 0);
    let (first, last) = (arc[0], arc[arc.len() - 1]);
    assert!((first.x - 10.0 * (350.0_f64).to_radians().cos()).abs() < 1e-9 && first.y < 0.0);
    assert!(last.x.abs() < 1e-9 && (last.y - 10.0).abs() < 1e-9);
    let got = read("0 ELLIPSE\n10 0\n20 0\n11 0\n21 10\n40 0.5\n41 0\n42 6.283185307179586");
    assert!((area(&got, 0) / (PI * 50.0) - 1.0).abs() < 1e-3);
    let got = read("0 ELLIPSE\n10 0\n20 0\n11 10\n21 0\n40 0.5\n41 0\n42 1.5707963267948966");
    let quarter = coords(&got, 0);
    assert!((quarter[quarter.len() - 1].y - 5.0).abs() < 1e-9);
}

#[test]
fn bulges_are_arcs_on_the_right_side() {
    // A half circle to the right of the way from (0,0) to (2,0), that is below.
    let got = read("0 LWPOLYLINE\n70 0\n10 0\n20 0\n42 1\n10 2\n20 0");
    let arc = coords(&got, 0);
    assert!(arc.len() > 20);
    assert!(
        arc.iter()
            .all(|c| c.y <= 1e-12 && (f64::hypot(c.x - 1.0, c.y) - 1.0).abs() < 1e-12)
    );
    // Two half circles make a circle.
    let got = read("0 LWPOLYLINE\n70 1\n10 0\n20 0\n42 1\n10 2\n20 0\n42 1");
    assert!((area(&got, 0) / PI - 1.0).abs() < 1e-3);
    let got = read("0 LWPOLYLINE\n70 1\n10 0\n20 0\n42 -0.41421356237\n10 1\n20 1\n10 1\n20 0");
    // A quarter circle of radius 1 about (1,0), bulging to the left of the way.
    assert!((area(&got, 0) - PI / 4.0).abs() < 1e-3, "{}", area(&got, 0));
}

#[test]
fn splines_are_followed() {
    // A quarter circle as a rational curve of degree 2.
    let w = 0.5_f64.sqrt();
    let got = read(&format!(
        "0 SPLINE\n70 4\n71 2\n72 6\n73 3\n40 0\n40 0\n40 0\n40 1\n40 1\n40 1\n41 1\n41 {w}\n41 1\n10 100\n20 0\n10 100\n20 100\n10 0\n20 100"
    ));
    let curve = coords(&got, 0);
    assert!(curve.len() > 30);
    assert!(curve.iter().all(|c| (c.x.hypot(c.y) - 100.0).abs() < 1e-9));
    let got = read("0 SPLINE\n5 B\n71 3\n40 0\n40 1\n10 0\n20 0\n10 1\n20 1");
    assert!(got.layers[0].features[0].geometry.is_none());
    assert!(got.warned(WarningKind::GeometryLeftOut).text.zh.contains('B'));
}

#[test]
fn texts_are_points_with_their_text() {
    let got = read(
        "0 MTEXT\n10 1\n20 2\n3 {\\fSimSun|b0;镇区\n1 \\P规划}\n0 TEXT\n10 0\n20 0\n11 5\n21 6\n72 1\n1 \\U+9547\\U+56FE^J二",
    );
    assert_eq!(got.layers[0].text(0, "文字"), "镇区\n规划");
    assert_eq!(got.layers[0].wkt(0), "POINT(1 2)");
    assert_eq!(got.layers[0].text(1, "文字"), "镇图\n二");
    assert_eq!(got.layers[0].wkt(1), "POINT(5 6)");
}

#[test]
fn a_mirrored_entity_is_seen_from_above() {
    check(
        "0 LWPOLYLINE\n70 0\n10 -1\n20 2\n10 -3\n20 4\n210 0\n220 0\n230 -1",
        "LINESTRING(1 2,3 4)",
    );
    let got = read("0 ARC\n10 0\n20 0\n40 1\n50 0\n51 90\n210 0\n220 0\n230 -1");
    let arc = coords(&got, 0);
    assert!((arc[0].x + 1.0).abs() < 1e-9 && (arc[arc.len() - 1].y - 1.0).abs() < 1e-9);
}

#[test]
fn hatches_are_areas_with_holes() {
    let polyline = |flags: u8, ring: &[(f64, f64)]| {
        let points: String = ring.iter().map(|(x, y)| format!("10 {x}\n20 {y}\n")).collect();
        format!("92 {flags}\n72 0\n73 1\n93 {}\n{points}97 0\n", ring.len())
    };
    let square = |at: f64, side: f64| [(at, at), (at + side, at), (at + side, at + side), (at, at + side)];
    let hatch = format!(
        "0 HATCH\n8 水\n10 0\n20 0\n30 0\n210 0\n220 0\n230 1\n2 SOLID\n70 1\n71 0\n91 3\n{}{}{}75 0\n76 1\n98 1\n10 0\n20 0",
        polyline(2, &square(4.0, 2.0)),
        polyline(3, &square(0.0, 10.0)),
        polyline(2, &square(20.0, 1.0)),
    );
    let got = read(&hatch);
    match &got.layers[0].features[0].geometry {
        Some(Geometry::MultiPolygon(p)) => {
            assert_eq!(p.0.len(), 2);
            assert_eq!(p.0[0].interiors().len(), 1);
        }
        other => panic!("{other:?}"),
    }
    assert!((area(&got, 0) - (100.0 - 4.0 + 1.0)).abs() < 1e-9);
    // A half disc: a line and an arc; the arc once counter-clockwise, once clockwise.
    for (arc, line) in [
        ("10 0\n20 0\n40 2\n50 0\n51 180\n73 1", "10 -2\n20 0\n11 2\n21 0"),
        (
            "10 0\n20 0\n40 2\n50 180\n51 360\n73 0",
            "10 2\n20 0\n11 -2\n21 0",
        ),
    ] {
        let got = read(&format!(
            "0 HATCH\n91 1\n92 1\n93 2\n72 2\n{arc}\n72 1\n{line}\n97 0\n75 0"
        ));
        assert!((area(&got, 0) / (2.0 * PI) - 1.0).abs() < 1e-3);
        assert!(coords(&got, 0).iter().all(|c| c.y >= -1e-9), "{arc}");
    }
}

#[test]
fn entities_that_are_not_supported_are_counted() {
    let got = read(
        "0 POINT\n10 1\n20 2\n0 DIMENSION\n10 0\n20 0\n0 DIMENSION\n10 0\n20 0\n0 3DSOLID\n0 POINT\n67 1\n10 1\n20 1\n0 LINE\n60 1\n10 0\n20 0\n11 1\n21 1",
    );
    assert_eq!(got.layers[0].features.len(), 1);
    let text = &got.warned(WarningKind::NotSupported).text.zh;
    assert!(
        text.contains("DIMENSION 2 个") && text.contains("3DSOLID 1 个"),
        "{text}"
    );
    assert_eq!(got.count(WarningKind::LayerLeftOut), 2);
}

#[test]
fn a_spline_through_points_is_a_curve() {
    let got = read("0 SPLINE\n70 0\n71 3\n74 4\n11 0\n21 0\n11 50\n21 50\n11 100\n21 0\n11 150\n21 50");
    let length: f64 = coords(&got, 0)
        .windows(2)
        .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
        .sum();
    assert!((length - 221.19).abs() < 0.5, "{length}");
}
