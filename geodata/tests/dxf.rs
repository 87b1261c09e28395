//! DXF: what is read, what is refused, and whether GDAL agrees.
#![allow(clippy::unwrap_used, reason = "tests and what they share")]

mod gathering;

use gathering::{Gathered, Reader, by_gdal, folder, put, read_bytes, read_path, survives_damage, try_bytes};
use geo::Area;
use geo_types::{Coord, Geometry, coord};
use geodata::formats::{Field, FoundCrs, ReadError, ReadOptions, Value, WarningKind, dxf};
use std::f64::consts::PI;

const READ: Reader = dxf::read;

/// Makes a drawing of lines "code value".
fn pairs(text: &str) -> String {
    text.lines()
        .map(str::trim_start)
        .filter(|l| !l.is_empty())
        .map(|l| {
            let (code, value) = l.split_once(' ').unwrap_or((l, ""));
            format!("{code:>3}\r\n{value}\r\n")
        })
        .collect()
}

fn drawing(header: &str, blocks: &str, entities: &str) -> String {
    pairs(&format!(
        "0 SECTION\n2 HEADER\n{header}\n0 ENDSEC\n0 SECTION\n2 TABLES\n0 TABLE\n2 LAYER\n0 LAYER\n2 道路\n62 -3\n0 LAYER\n2 水\n62 5\n\
         420 1193046\n0 ENDTAB\n0 ENDSEC\n0 SECTION\n2 BLOCKS\n{blocks}\n0 ENDSEC\n0 SECTION\n2 ENTITIES\n{entities}\n0 ENDSEC\n0 EOF"
    ))
}

const UTF8: &str = "9 $ACADVER\n1 AC1021";

fn read(entities: &str) -> Gathered {
    read_bytes(READ, "图.dxf", drawing(UTF8, "", entities))
}

fn check(entity: &str, expected: &str) {
    let got = read(entity);
    assert_eq!(got.layers[0].wkt(0), expected, "{entity}\n{:?}", got.warnings);
}

fn coords(got: &Gathered, feature: usize) -> Vec<Coord<f64>> {
    match &got.layers[0].features[feature].geometry {
        Some(Geometry::LineString(l)) => l.0.clone(),
        Some(Geometry::Polygon(p)) => p.exterior().0.clone(),
        other => panic!("{other:?}"),
    }
}

fn area(got: &Gathered, feature: usize) -> f64 {
    match &got.layers[0].features[feature].geometry {
        Some(g @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_))) => g.unsigned_area(),
        other => panic!("{other:?}"),
    }
}

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
fn a_block_appears_where_it_is_inserted_turned_and_scaled() {
    let blocks = "0 BLOCK\n2 井\n10 1\n20 1\n0 LINE\n8 0\n10 1\n20 1\n11 2\n21 1\n0 CIRCLE\n8 水\n62 0\n10 1\n20 1\n40 1\n0 ENDBLK\n\
                  0 BLOCK\n2 组\n10 0\n20 0\n0 INSERT\n8 0\n2 井\n10 10\n20 0\n0 ENDBLK";
    let entities = "0 INSERT\n5 C1\n8 道路\n62 6\n2 井\n10 100\n20 200\n41 2\n42 3\n50 90\n0 INSERT\n8 道路\n2 组\n10 0\n20 0\n\
                    0 INSERT\n2 井\n10 0\n20 0\n70 3\n71 2\n44 5\n45 7";
    let got = read_bytes(READ, "a.dxf", drawing(UTF8, blocks, entities));
    let layer = &got.layers[0];
    assert_eq!(layer.features.len(), 2 + 2 + 12);
    let turned = coords(&got, 0);
    assert!((turned[0].x - 100.0).abs() < 1e-9 && (turned[0].y - 200.0).abs() < 1e-9);
    assert!((turned[1].x - 100.0).abs() < 1e-9 && (turned[1].y - 202.0).abs() < 1e-9);
    assert_eq!(layer.text(0, "图层"), "道路");
    assert_eq!(layer.text(0, "块"), "井");
    assert_eq!(layer.text(0, "句柄"), "C1");
    assert!((area(&got, 1) / (PI * 6.0) - 1.0).abs() < 1e-3);
    assert_eq!(layer.text(1, "图层"), "水");
    assert_eq!(layer.text(1, "颜色"), "6");
    assert_eq!(coords(&got, 2)[1], coord! { x: 11.0, y: 0.0 });
    assert_eq!(layer.text(2, "块"), "组");
    assert_eq!(coords(&got, 14)[0], coord! { x: 10.0, y: 7.0 });
}

#[test]
fn an_insert_of_no_block_is_a_point() {
    let got = read("0 INSERT\n2 无\n10 3\n20 4");
    assert_eq!(got.layers[0].wkt(0), "POINT(3 4)");
    assert_eq!(got.count(WarningKind::PartMissing), 1);
}

#[test]
fn blocks_that_contain_themselves_or_multiply_are_stopped() {
    let own = "0 BLOCK\n2 A\n0 POINT\n10 0\n20 0\n0 INSERT\n2 A\n10 1\n20 0\n0 ENDBLK";
    let got = read_bytes(READ, "a.dxf", drawing(UTF8, own, "0 INSERT\n2 A\n10 0\n20 0"));
    assert_eq!(got.layers[0].features.len(), 16);
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("嵌套"));
    let mut bomb = String::from("0 BLOCK\n2 B0\n0 POINT\n10 0\n20 0\n0 ENDBLK\n");
    for i in 1..12 {
        let insert = format!("0 INSERT\n2 B{}\n10 0\n20 0\n", i - 1);
        bomb += &format!("0 BLOCK\n2 B{i}\n{}0 ENDBLK\n", insert.repeat(10));
    }
    let (result, _) = counted(&drawing(UTF8, &bomb, "0 INSERT\n2 B11\n10 0\n20 0"));
    assert!(matches!(result, Err(ReadError::TooMuch { .. })), "{result:?}");
    let empty = "0 BLOCK\n2 E\n0 ATTDEF\n1 x\n0 INSERT\n2 F\n10 0\n20 0\n0 ENDBLK\n0 BLOCK\n2 F\n0 INSERT\n2 G\n0 ENDBLK\n0 BLOCK\n2 G\n0 ENDBLK";
    let many = "0 INSERT\n2 E\n10 0\n20 0\n70 32767\n71 32767";
    assert!(matches!(
        counted(&drawing(UTF8, empty, many)).0,
        Err(ReadError::TooMuch { .. })
    ));
}

/// Reads without keeping the features.
fn counted(text: &str) -> (Result<(), ReadError>, u64) {
    use geodata::formats::{Feature, LayerHead, Sink, Warning};
    use std::ops::ControlFlow;
    struct Counting(u64);
    impl Sink for Counting {
        fn layer(&mut self, _: LayerHead) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }
        fn field(&mut self, _: Field) {}
        fn feature(&mut self, _: Feature) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Continue(())
        }
        fn warning(&mut self, _: Warning) {}
    }
    let folder = folder();
    let path = put(folder.path(), "a.dxf", text);
    let mut sink = Counting(0);
    let result = dxf::read(&path, &ReadOptions::default(), &mut sink);
    (result, sink.0)
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
fn heights_are_left_out_with_one_warning() {
    let got = read(
        "0 POINT\n10 1\n20 2\n30 48.5\n0 LINE\n10 0\n20 0\n30 1\n11 1\n21 1\n31 2\n0 POINT\n10 1\n20 1\n30 0.0",
    );
    assert_eq!(got.count(WarningKind::HeightLeftOut), 1);
    assert!(got.warned(WarningKind::HeightLeftOut).text.zh.starts_with("2 个"));
}

#[test]
fn the_encoding_is_that_of_the_code_page_or_found_out() {
    let text = |header: &str| drawing(header, "", "0 POINT\n8 村庄建设边界\n10 1\n20 2");
    let gbk = |header: &str| encoding_rs::GBK.encode(&text(header)).0.into_owned();
    let old = "9 $ACADVER\n1 AC1015\n9 $DWGCODEPAGE\n3 ANSI_936";
    let got = read_bytes(READ, "a.dxf", gbk(old));
    assert_eq!(got.layers[0].text(0, "图层"), "村庄建设边界");
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    for (header, guessed) in [("", 1), ("9 $ACADVER\n1 AC1015\n9 $DWGCODEPAGE\n3 ANSI_1252", 1)] {
        let got = read_bytes(READ, "a.dxf", gbk(header));
        assert_eq!(got.layers[0].text(0, "图层"), "村庄建设边界", "{header}");
        assert_eq!(got.count(WarningKind::EncodingGuessed), guessed);
        let got = read_bytes(READ, "a.dxf", text(header));
        assert_eq!(got.layers[0].text(0, "图层"), "村庄建设边界", "{header}");
    }
    let wrong = "9 $ACADVER\n1 AC1027\n9 $DWGCODEPAGE\n3 ANSI_936";
    assert_eq!(
        read_bytes(READ, "a.dxf", gbk(wrong)).layers[0].text(0, "图层"),
        "村庄建设边界"
    );
    assert_eq!(
        read_bytes(READ, "a.dxf", text(wrong)).layers[0].text(0, "图层"),
        "村庄建设边界"
    );
    let (big5, ..) = encoding_rs::BIG5.encode("0 POINT\n8 鄉鎮\n10 1\n20 2");
    let mut bytes = Vec::new();
    for line in b"0 SECTION\n2 HEADER\n9 $DWGCODEPAGE\n3 ANSI_950\n0 ENDSEC\n0 SECTION\n2 ENTITIES\n"
        .split(|b| *b == b'\n')
        .chain(big5.split(|b| *b == b'\n'))
        .chain(b"0 ENDSEC\n0 EOF".split(|b| *b == b'\n'))
        .filter(|l| !l.is_empty())
    {
        bytes.extend_from_slice(
            &line
                .iter()
                .map(|b| if *b == b' ' { b'\n' } else { *b })
                .collect::<Vec<_>>(),
        );
        bytes.push(b'\n');
    }
    assert_eq!(read_bytes(READ, "a.dxf", bytes).layers[0].text(0, "图层"), "鄉鎮");
}

#[test]
fn millimetres_become_metres_unless_the_numbers_are_plainly_metres() {
    let header = "9 $INSUNITS\n70 4";
    let got = read_bytes(
        READ,
        "a.dxf",
        drawing(header, "", "0 LINE\n10 1000\n20 2000\n11 3000\n21 0"),
    );
    assert_eq!(got.layers[0].wkt(0), "LINESTRING(1 2,3 0)");
    assert!(got.warned(WarningKind::CrsUnknown).text.zh.contains("毫米"));
    let metres = "0 LINE\n10 500123.5\n20 3945678.25\n11 500223.5\n21 3945778.25";
    let got = read_bytes(READ, "a.dxf", drawing(header, "", metres));
    assert_eq!(
        got.layers[0].wkt(0),
        "LINESTRING(500123.5 3945678.25,500223.5 3945778.25)"
    );
    assert!(got.warned(WarningKind::CrsUnknown).text.zh.contains("按米读入"));
    let framed = format!(
        "0 LINE\n67 1\n10 1\n20 2\n11 3\n21 4\n{}",
        format!("{metres}\n").repeat(20)
    ) + "0 POINT\n10 5\n20 6";
    let got = read_bytes(READ, "a.dxf", drawing(header, "", &framed));
    assert_eq!(got.layers[0].wkt(20), "POINT(5 6)");
    let got = read_bytes(
        READ,
        "a.dxf",
        drawing("9 $ACADVER\n1 AC1021\n9 $INSUNITS\n70 6", "", metres),
    );
    assert!(got.warnings.is_empty());
}

#[test]
fn bad_numbers_are_told_with_the_number_of_the_feature() {
    let got = read(
        "0 POINT\n10 1\n20 2\n0 POINT\n5 7F\n10 NaN\n20 2\n0 LWPOLYLINE\n70 0\n10 0\n20 0\n10 x\n20 1\n10 2\n20 2\n0 CIRCLE\n10 0\n20 0\n40 inf\n\
         0 LINE\n10 1e300\n20 0\n11 1\n21 1\n0 LINE\n10 1\n20 1\n11 1\n21 1",
    );
    let layer = &got.layers[0];
    assert_eq!(layer.features.len(), 6);
    assert_eq!(layer.wkt(2), "LINESTRING(0 0,2 2)");
    let of = |kind| -> Vec<_> {
        got.warnings
            .iter()
            .filter(|w| w.kind == kind)
            .map(|w| w.number)
            .collect()
    };
    assert_eq!(of(WarningKind::BadCoordinate), [Some(3)]);
    assert_eq!(
        of(WarningKind::GeometryLeftOut),
        [Some(2), Some(4), Some(5), Some(6)]
    );
    assert!(got.warned(WarningKind::GeometryLeftOut).text.zh.contains("7F"));
}

#[test]
fn a_truncated_drawing_gives_what_was_complete() {
    let whole = drawing(UTF8, "", &"0 POINT\n8 道路\n10 1\n20 2\n".repeat(5));
    let cut = whole.rfind("POINT").unwrap() + 7;
    let got = read_bytes(READ, "a.dxf", &whole[..cut]);
    assert_eq!(got.layers[0].features.len(), 4);
    assert_eq!(got.count(WarningKind::Truncated), 1);
    let without_end = whole.replace("  0\r\nEOF\r\n", "");
    let got = read_bytes(READ, "a.dxf", without_end);
    assert_eq!(got.layers[0].features.len(), 5);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    assert!(matches!(
        try_bytes(READ, "a.dxf", &whole[..60]).0,
        Err(ReadError::Damaged { .. })
    ));
}

#[test]
fn other_files_are_refused_with_what_to_do() {
    let reason = |bytes: &[u8]| try_bytes(READ, "a.dxf", bytes).0.unwrap_err().to_string();
    assert!(reason(b"AutoCAD Binary DXF\r\n\x1a\0\0\0SECTION").contains("ASCII"));
    assert!(reason(b"AC1027\0\0\0\0\0\0").contains("DWG"));
    assert!(reason(b"hello\nworld\n").contains("第 1 行"));
    assert!(reason(b"0\nSECTION\n2\nHEADER\n0\nENDSEC\n0\nEOF\n").contains("ENTITIES"));
    assert!(reason(&[0xff; 5000]).contains("第 1 行"));
    assert!(matches!(
        try_bytes(READ, "a.dxf", b"").0,
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let mut text = drawing(UTF8, "", "0 TEXT\n10 1\n20 2\n1 X").into_bytes();
    let at = text.windows(3).rposition(|w| w == b"X\r\n").unwrap();
    text.splice(at..=at, vec![b'y'; 8 << 20]);
    let got = read_bytes(READ, "a.dxf", text);
    assert_eq!(got.layers[0].text(0, "文字").len(), 1 << 20);
}

fn rich() -> String {
    let blocks = "0 BLOCK\n2 井\n10 1\n20 1\n0 LINE\n8 0\n10 1\n20 1\n11 2\n21 1\n0 CIRCLE\n8 水\n10 1\n20 1\n40 1\n0 ENDBLK";
    let entities = "0 POINT\n5 F1\n8 道路\n10 1\n20 2\n0 LWPOLYLINE\n5 F2\n90 3\n70 1\n10 0\n20 0\n42 0.5\n10 4\n20 0\n10 4\n20 3\n\
        0 INSERT\n5 F3\n2 井\n10 5\n20 5\n41 2\n50 30\n70 2\n71 2\n44 3\n45 3\n0 HATCH\n5 F4\n91 1\n92 3\n72 0\n73 1\n93 4\n10 0\n20 0\n10 9\n20 0\n10 9\n20 9\n10 0\n20 9\n97 0\n\
        0 SPLINE\n5 F5\n70 0\n71 3\n40 0\n40 0\n40 0\n40 0\n40 1\n40 1\n40 1\n40 1\n10 0\n20 0\n10 1\n20 2\n10 3\n20 2\n10 4\n20 0\n\
        0 MTEXT\n5 F6\n10 1\n20 2\n1 {\\H2;镇区\\P\\U+9547}\n0 ELLIPSE\n5 F7\n10 0\n20 0\n11 3\n21 1\n40 0.5\n41 0\n42 3\n\
        0 POLYLINE\n5 F8\n70 1\n0 VERTEX\n10 0\n20 0\n0 VERTEX\n10 1\n20 0\n42 1\n0 VERTEX\n10 1\n20 1\n0 SEQEND\n0 ARC\n5 F9\n10 0\n20 0\n40 3\n50 10\n51 200";
    drawing(
        "9 $ACADVER\n1 AC1015\n9 $DWGCODEPAGE\n3 ANSI_936\n9 $INSUNITS\n70 6",
        blocks,
        entities,
    )
}

#[test]
fn damage_never_brings_the_reader_down() {
    let text = rich();
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    survives_damage(READ, "a.dxf", &bytes, 2000);
}

#[test]
fn gdal_reads_the_same_shapes() {
    let folder = folder();
    let text = rich();
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    let path = put(folder.path(), "a.dxf", bytes);
    let Some(theirs) = by_gdal(&path, &[]) else {
        return;
    };
    let ours = read_path(READ, &path);
    let layer = &ours.layers[0];
    let mut compared = 0;
    for i in 0..layer.features.len() {
        let handle = layer.text(i, "句柄");
        let Some(their) = theirs
            .iter()
            .find(|f| f["properties"]["EntityHandle"] == handle.as_str())
        else {
            panic!("{handle} is missing in {theirs:?}");
        };
        if layer.value(i, "块") != Value::Null {
            continue;
        }
        if let Some(name) = their["properties"]["Layer"].as_str() {
            assert_eq!(name, layer.text(i, "图层"));
        }
        match &layer.features[i].geometry {
            Some(Geometry::Point(p)) => {
                assert_eq!(their["geometry"]["coordinates"][0], p.x());
                assert_eq!(their["geometry"]["coordinates"][1], p.y());
            }
            // Both follow the same curve, each with its own chords.
            _ => {
                let (our_length, their_length) = (line_length(&coords(&ours, i)), length(&their["geometry"]));
                let kind = layer.text(i, "类型");
                assert!(
                    (our_length / their_length - 1.0).abs() < 2e-3,
                    "{kind}: {our_length}, {their_length}"
                );
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 8);
    // The block: ours in pieces, theirs as collections.
    let extent = |points: &mut dyn Iterator<Item = Coord<f64>>| {
        points.fold([f64::MAX, f64::MIN], |[low, high], c| {
            [low.min(c.x), high.max(c.x)]
        })
    };
    let inserted = (0..layer.features.len()).filter(|i| layer.value(*i, "块") != Value::Null);
    let our_extent = extent(&mut inserted.flat_map(|i| coords(&ours, i)));
    let mut numbers = Vec::new();
    for f in theirs.iter().filter(|f| f["properties"]["EntityHandle"] == "F3") {
        all_positions(&f["geometry"], &mut numbers);
    }
    let their_extent = extent(&mut numbers.into_iter());
    for (a, b) in our_extent.iter().zip(their_extent) {
        assert!((a - b).abs() < 0.01, "{our_extent:?} and {their_extent:?}");
    }
}

fn all_positions(value: &serde_json::Value, out: &mut Vec<Coord<f64>>) {
    match value.as_array() {
        Some(list) if list.len() >= 2 && list[0].is_number() => {
            out.push(coord! { x: list[0].as_f64().unwrap(), y: list[1].as_f64().unwrap() });
        }
        Some(list) => list.iter().for_each(|v| all_positions(v, out)),
        None => {
            for key in ["coordinates", "geometries", "geometry"] {
                if let Some(inner) = value.get(key) {
                    all_positions(inner, out);
                }
            }
        }
    }
}

fn line_length(points: &[Coord<f64>]) -> f64 {
    points
        .windows(2)
        .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
        .sum()
}

fn length(geometry: &serde_json::Value) -> f64 {
    let mut coordinates = &geometry["coordinates"];
    while coordinates[0][0].is_array() {
        coordinates = &coordinates[0];
    }
    let number = |c: &serde_json::Value, i: usize| c[i].as_f64().unwrap();
    let points: Vec<_> = coordinates
        .as_array()
        .unwrap()
        .iter()
        .map(|c| coord! { x: number(c, 0), y: number(c, 1) })
        .collect();
    line_length(&points)
}

#[test]
fn lines_may_end_with_a_carriage_return_alone() {
    let text = drawing(UTF8, "", "0 LINE\n8 道路\n10 1\n20 2\n11 3\n21 4");
    let got = read_bytes(READ, "图.dxf", text.replace("\r\n", "\r"));
    assert_eq!(got.layers[0].wkt(0), "LINESTRING(1 2,3 4)");
}

#[test]
fn a_drawing_without_its_end_gives_what_is_whole() {
    let whole = drawing(
        UTF8,
        "",
        "0 POLYLINE\n66 1\n70 1\n0 VERTEX\n10 0\n20 0\n0 VERTEX\n10 4\n20 0\n0 VERTEX\n10 4\n20 3\n0 SEQEND",
    );
    let at = whole.find("SEQEND").unwrap() + "SEQEND\r\n".len();
    let got = read_bytes(READ, "图.dxf", &whole[..at]);
    assert_eq!(got.layers[0].wkt(0), "POLYGON((0 0,4 0,4 3,0 0))");
    assert_eq!(got.count(WarningKind::Truncated), 1);
}

#[test]
fn extended_data_of_other_programs_is_a_field() {
    let parcels: String = (0..2000)
        .map(|i| {
            format!(
                "0 LINE\n10 {i}\n20 0\n11 {i}\n21 9\n1001 ACAD\n1000 own\n1001 SOUTH\n1000 300000\n1000 宗地{i}\n1070 7\n"
            )
        })
        .collect();
    let got = read(&format!("0 POINT\n10 0\n20 0\n{}", parcels.trim_end()));
    let layer = &got.layers[0];
    assert_eq!(layer.text(2000, "扩展数据"), "SOUTH: 300000; 宗地1999; 7");
    assert_eq!(layer.value(0, "扩展数据"), Value::Null, "the point has none");
    let plain = read("0 POINT\n10 0\n20 0");
    assert!(
        plain.layers[0]
            .head
            .as_ref()
            .unwrap()
            .fields
            .iter()
            .all(|f| f.name != "扩展数据")
    );
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
