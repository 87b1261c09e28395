//! Folders, data, names, encodings and the order of coordinates.

use super::{READ, RICH, check, document, placemark};
use crate::gathering::read_bytes;
use geo_types::Geometry;
use geodata::crs::Crs;
use geodata::formats::{FoundCrs, Value, WarningKind};

#[test]
fn folders_data_times_and_all_geometries_are_read() {
    let got = read_bytes(READ, "示范 镇.kml", RICH);
    let layer = &got.layers[0];
    assert_eq!(got.layers.len(), 1);
    assert_eq!(layer.name(), "示范 镇");
    assert_eq!(layer.head.as_ref().unwrap().crs, FoundCrs::Implied(Crs::Wgs84));
    assert_eq!(layer.features.len(), 6);
    assert_eq!(layer.text(0, "name"), "污水处理厂 & 泵站");
    assert_eq!(layer.text(0, "description"), "一期，2026 年");
    assert_eq!(layer.text(0, "文件夹"), "项目/近期");
    assert_eq!(layer.value(0, "投资（万元）"), Value::Real(1234.5));
    assert_eq!(layer.value(0, "户数"), Value::Integer(320));
    assert_eq!(layer.value(0, "完工"), Value::Bool(true));
    assert_eq!(layer.text(0, "x"), "县水务局", "by the name that is shown");
    assert_eq!(layer.text(0, "begin"), "2026-03");
    assert_eq!(layer.text(0, "end"), "2027");
    assert_eq!(layer.wkt(0), "POINT(116.5 35.7)");
    assert_eq!(layer.text(1, "when"), "2026-11-21");
    assert_eq!(layer.wkt(1), "LINESTRING(116.5 35.7,116.6 35.8)");
    assert_eq!(
        layer.wkt(2),
        "POLYGON((116 35,117 35,117 36,116 36,116 35),(116.2 35.2,116.4 35.2,116.4 35.4,116.2 35.2))"
    );
    assert_eq!(layer.wkt(3), "MULTIPOINT((116 35),(117 36))");
    assert_eq!(layer.text(3, "文件夹"), "远期");
    assert!(matches!(
        layer.features[4].geometry,
        Some(Geometry::GeometryCollection(_))
    ));
    assert_eq!(layer.wkt(5), "LINESTRING(116.1 35.1,116.2 35.2,116.3 35.3)");
    assert_eq!(layer.text(5, "begin"), "2026-01-01T00:00:00Z");
    assert_eq!(layer.text(5, "end"), "2026-01-01T00:02:00Z");
    assert_eq!(got.count(WarningKind::HeightLeftOut), 1);
    assert!(got.warned(WarningKind::HeightLeftOut).text.zh.starts_with("2 个"));
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("网络链接"));
}

#[test]
fn odd_white_space_between_coordinates_is_read() {
    check(
        "<LineString><coordinates>\n\t116.1 , 35.2 ,0\r\n 116.3,35.4\u{3000}116.5, 35.6,\n0 </coordinates></LineString>",
        "LINESTRING(116.1 35.2,116.3 35.4,116.5 35.6)",
    );
    check(
        "<Point><coordinates>116.1，35.2</coordinates></Point>",
        "POINT(116.1 35.2)",
    );
    check(
        "<Point><coordinates>116.1,<!-- a -->35.2<![CDATA[5]]>,</coordinates></Point>",
        "POINT(116.1 35.25)",
    );
}

#[test]
fn prefixes_and_missing_namespaces_do_not_matter() {
    let text = "<k:kml xmlns:k=\"http://earth.google.com/kml/2.1\"><k:Placemark><k:name>甲</k:name><k:Point>\
                <k:coordinates>116,35</k:coordinates></k:Point></k:Placemark></k:kml>";
    assert_eq!(read_bytes(READ, "a.kml", text).layers[0].wkt(0), "POINT(116 35)");
    let text = "<Document><Placemark><name>甲</name><Point><coordinates>116,35</coordinates></Point></Placemark></Document>";
    assert_eq!(read_bytes(READ, "a.kml", text).layers[0].text(0, "name"), "甲");
}

#[test]
fn a_name_inside_another_element_is_not_the_name() {
    let inner = "<Placemark><atom:author xmlns:atom=\"a\"><atom:name>人</atom:name></atom:author><name>地</name></Placemark>";
    assert_eq!(
        read_bytes(READ, "a.kml", document(inner)).layers[0].text(0, "name"),
        "地"
    );
}

#[test]
fn data_with_the_name_of_an_element_keeps_its_own_field() {
    let inner = "<Placemark><name>地</name><ExtendedData><Data name=\"name\"><value>别名</value></Data></ExtendedData></Placemark>";
    let got = read_bytes(READ, "a.kml", document(inner));
    assert_eq!(got.layers[0].text(0, "name"), "地");
    assert_eq!(got.layers[0].text(0, "name_1"), "别名");
}

#[test]
fn the_declared_encoding_is_used() {
    let text = document(&placemark("")).replace("UTF-8", "GBK");
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    let got = read_bytes(READ, "a.kml", bytes);
    assert_eq!(got.layers[0].text(0, "name"), "甲");
    assert_eq!(got.layers[0].head.as_ref().unwrap().encoding, Some("GBK"));
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.replace("GBK", "UTF-16").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_bytes(READ, "a.kml", utf16).layers[0].text(0, "name"), "甲");
    let marked = format!("\u{feff}{}", document(&placemark("")));
    assert_eq!(read_bytes(READ, "a.kml", marked).layers[0].text(0, "name"), "甲");
}

#[test]
fn gbk_bytes_declared_as_utf8_are_found_out() {
    let text = document(&placemark("<description>县水利局负责</description>"));
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    let got = read_bytes(READ, "a.kml", bytes);
    assert_eq!(got.layers[0].text(0, "description"), "县水利局负责");
    assert_eq!(got.count(WarningKind::EncodingGuessed), 1);
}

#[test]
fn bytes_of_no_encoding_are_replaced_and_told() {
    let mut bytes = document(&placemark("<description>x</description>")).into_bytes();
    let at = bytes.windows(3).position(|w| w == b">x<").unwrap() + 1;
    bytes.splice(at..at, [0xff, 0xff]);
    let got = read_bytes(READ, "a.kml", bytes);
    assert_eq!(got.count(WarningKind::BadText), 1);
    assert!(got.layers[0].text(0, "description").contains('\u{fffd}'));
}

#[test]
fn positions_joined_by_commas_are_parted_as_they_lie() {
    let line = "LINESTRING(116.49 35.73,116.5 35.74,116.51 35.75)";
    for coordinates in [
        "116.49,35.73,0,116.5,35.74,0,116.51,35.75,0",
        "116.49,35.73,116.5,35.74,116.51,35.75",
        ",116.49,35.73 ,116.5,35.74 ,116.51,35.75",
        "116.49,35.73, 116.5,35.74, 116.51,35.75,",
        ",,116.49,35.73,0 116.5,35.74,0,, 116.51,35.75,0",
    ] {
        check(
            &format!("<LineString><coordinates>{coordinates}</coordinates></LineString>"),
            line,
        );
    }
    let got = read_bytes(
        READ,
        "a.kml",
        document(&placemark(
            "<Point><coordinates>116.49,35.73,0,7</coordinates></Point>",
        )),
    );
    assert_eq!(
        got.layers[0].features[0].geometry, None,
        "four numbers are no position"
    );
}

#[test]
fn fields_have_the_names_by_which_they_are_shown() {
    let schema = "<Schema id=\"hx\"><SimpleField type=\"string\" name=\"XMMC\"><displayName>项目名称</displayName></SimpleField>\
        <SimpleField type=\"double\" name=\"ZTZ\"/></Schema>";
    let marks: String = (0..1200)
        .map(|i| {
            format!(
                "<Placemark><name>{i}</name><ExtendedData><SchemaData><SimpleData name=\"XMMC\">管网{i}</SimpleData>\
                 <SimpleData name=\"ZTZ\">{i}</SimpleData></SchemaData>\
                 <Data name=\"f1\"><displayName>所在乡镇</displayName><value>杨店镇</value></Data></ExtendedData></Placemark>"
            )
        })
        .collect();
    let got = read_bytes(READ, "a.kml", document(&format!("{schema}{marks}")));
    let layer = &got.layers[0];
    assert_eq!(layer.text(1199, "项目名称"), "管网1199");
    assert_eq!(layer.value(1199, "ZTZ"), Value::Real(1199.0));
    assert_eq!(layer.text(1199, "所在乡镇"), "杨店镇");
}

#[test]
fn a_table_in_the_description_is_fields() {
    let description = "<description><![CDATA[<html><body><table><tr><td>红线</td></tr><tr><td><table>\
        <tr><td>FID</td><td>0</td></tr><tr bgcolor=\"#D4E4F3\"><td>总投资</td><td>350.5</td></tr></table></td></tr></table>]]></description>";
    let got = read_bytes(
        READ,
        "a.kml",
        document(&format!("<Placemark>{description}</Placemark>")),
    );
    let layer = &got.layers[0];
    assert_eq!(
        (layer.text(0, "总投资"), layer.text(0, "FID")),
        ("350.5".into(), "0".into())
    );
    assert_eq!(layer.text(0, "description"), "红线");
    let lines = "<description><![CDATA[名称：甲<br>备注：A&B]]></description>";
    let got = read_bytes(
        READ,
        "a.kml",
        document(&format!("<Placemark>{lines}</Placemark>")),
    );
    assert_eq!(got.layers[0].text(0, "description"), "名称：甲\n备注：A&B");
}
