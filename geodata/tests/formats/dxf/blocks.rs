//! Blocks where they are inserted.

use super::{READ, UTF8, area, coords, drawing, read};
use crate::gathering::{folder, put, read_bytes};
use geo_types::coord;
use geodata::formats::{Field, ReadError, ReadOptions, WarningKind, dxf};
use std::f64::consts::PI;

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
