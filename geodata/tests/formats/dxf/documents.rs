//! Encodings, units, heights, ends of lines and what was added.

use super::{READ, UTF8, drawing, read};
use crate::gathering::read_bytes;
use geodata::formats::{Value, WarningKind};

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
fn lines_may_end_with_a_carriage_return_alone() {
    let text = drawing(UTF8, "", "0 LINE\n8 道路\n10 1\n20 2\n11 3\n21 4");
    let got = read_bytes(READ, "图.dxf", text.replace("\r\n", "\r"));
    assert_eq!(got.layers[0].wkt(0), "LINESTRING(1 2,3 4)");
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
