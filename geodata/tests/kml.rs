//! KML and KMZ: what is read, what is refused, and whether GDAL agrees.
#![allow(clippy::unwrap_used, reason = "tests and what they share")]

mod gathering;

use gathering::{Reader, by_gdal, folder, put, read_bytes, read_path, survives_damage, try_bytes};
use geo_types::{Geometry, polygon};
use geodata::crs::Crs;
use geodata::formats::{
    Field, FieldKind, FoundCrs, ReadError, ReadOptions, Value, WarningKind, WriteError, WriteOptions, kml,
};
use std::io::Write;

const READ: Reader = kml::read;

fn document(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\" \
         xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document><name>图</name>{inner}</Document></kml>"
    )
}

fn placemark(geometry: &str) -> String {
    format!("<Placemark><name>甲</name>{geometry}</Placemark>")
}

fn check(geometry: &str, expected: &str) {
    let got = read_bytes(READ, "a.kml", document(&placemark(geometry)));
    assert_eq!(got.layers[0].wkt(0), expected, "{geometry}\n{:?}", got.warnings);
}

const RICH: &str = include_str!("fixtures/kml/rich.kml");

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
fn an_unknown_encoding_is_refused() {
    let folder = folder();
    let path = put(folder.path(), "a.kml", document(""));
    let options = ReadOptions {
        encoding: Some("klingon".into()),
        ..ReadOptions::default()
    };
    let result = kml::read(&path, &options, &mut gathering::Gathered::default());
    assert!(matches!(result, Err(ReadError::UnknownEncoding { .. })));
}

#[test]
fn numbers_that_are_none_are_left_out_with_the_number_of_the_feature() {
    let inner = placemark("<Point><coordinates>116,35</coordinates></Point>")
        + &placemark("<Point><coordinates>NaN,35</coordinates></Point>")
        + &placemark("<LineString><coordinates>116,35 inf,36 abc 117,36</coordinates></LineString>")
        + &placemark("<Point><coordinates>39500000,3900000</coordinates></Point>");
    let got = read_bytes(READ, "a.kml", document(&inner));
    assert_eq!(got.layers[0].features.len(), 4);
    assert_eq!(got.layers[0].wkt(1), "");
    assert_eq!(got.layers[0].wkt(2), "LINESTRING(116 35,117 36)");
    assert_eq!(got.layers[0].wkt(3), "");
    let bad: Vec<_> = got
        .warnings
        .iter()
        .filter(|w| w.kind == WarningKind::BadCoordinate)
        .map(|w| w.number)
        .collect();
    assert_eq!(bad, [Some(2), Some(3)]);
    assert!(
        got.warnings
            .iter()
            .any(|w| w.number == Some(4) && w.kind == WarningKind::GeometryLeftOut)
    );
}

#[test]
fn latitude_first_is_noticed() {
    let got = read_bytes(
        READ,
        "a.kml",
        document(&placemark("<Point><coordinates>35.7,116.5</coordinates></Point>")),
    );
    assert_eq!(got.warned(WarningKind::AxesSwapped).number, Some(1));
    assert!(got.layers[0].features[0].geometry.is_none());
}

#[test]
fn an_open_ring_is_closed_with_a_warning() {
    let ring = "<Polygon><outerBoundaryIs><LinearRing><coordinates>116,35 117,35 117,36</coordinates></LinearRing>\
                </outerBoundaryIs></Polygon>";
    let got = read_bytes(READ, "a.kml", document(&placemark(ring)));
    assert_eq!(got.layers[0].wkt(0), "POLYGON((116 35,117 35,117 36,116 35))");
    assert_eq!(got.warned(WarningKind::RingClosed).number, Some(1));
}

#[test]
fn many_faults_of_a_kind_are_told_briefly() {
    let inner = placemark("<Point><coordinates>x,y</coordinates></Point>").repeat(1000);
    let got = read_bytes(READ, "a.kml", document(&inner));
    assert_eq!(got.layers[0].features.len(), 1000);
    assert_eq!(got.count(WarningKind::BadCoordinate), 21);
    assert!(got.warnings.iter().any(|w| w.text.zh.contains("1000")));
}

#[test]
fn values_of_the_wrong_kind_are_left_empty_with_a_warning() {
    let inner = "<Schema id=\"s\"><SimpleField name=\"数\" type=\"int\"/></Schema><Placemark><ExtendedData><SchemaData>\
                 <SimpleData name=\"数\">若干</SimpleData></SchemaData></ExtendedData></Placemark>";
    let got = read_bytes(READ, "a.kml", document(inner));
    assert_eq!(got.layers[0].value(0, "数"), Value::Null);
    assert_eq!(got.warned(WarningKind::BadNumber).number, Some(1));
}

#[test]
fn a_truncated_file_gives_what_was_complete() {
    let inner = placemark("<Point><coordinates>116,35</coordinates></Point>").repeat(3);
    let whole = document(&inner);
    let cut = whole.find("</Placemark></Document>").unwrap();
    let got = read_bytes(READ, "a.kml", &whole[..cut]);
    assert_eq!(got.layers[0].features.len(), 2);
    assert_eq!(got.count(WarningKind::Truncated), 1);
    let (result, _) = try_bytes(READ, "a.kml", &whole[..150]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
}

#[test]
fn files_that_are_something_else_are_refused() {
    for bytes in [
        &b"hello"[..],
        b"{\"type\":\"FeatureCollection\"}",
        b"<html><body/></html>",
        &[0x93; 400],
        b" \n",
    ] {
        let (result, got) = try_bytes(READ, "a.kml", bytes);
        assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
        assert!(got.layers.is_empty());
    }
    assert!(matches!(
        try_bytes(READ, "a.kml", b"").0,
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn nesting_without_end_is_refused() {
    for depth in [300, 100_000] {
        let text = document(&"<Folder>".repeat(depth));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
        let text = document(&placemark(&"<MultiGeometry>".repeat(depth)));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
        let text = document(&placemark(&format!("<description>{}", "<b>".repeat(depth))));
        assert!(matches!(
            try_bytes(READ, "a.kml", text).0,
            Err(ReadError::TooMuch { .. })
        ));
    }
}

#[test]
fn an_entity_bomb_is_not_expanded() {
    let mut entities = String::from("<!ENTITY a \"aaaaaaaaaa\">");
    for (name, of) in ('b'..='k').zip('a'..='j') {
        entities += &format!("<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10));
    }
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE kml [{entities}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
         <kml><Placemark><name>&k;&f;&lt;&#30002;&#x7532;&nbsp;</name></Placemark></kml>"
    );
    let got = read_bytes(READ, "a.kml", text);
    assert_eq!(got.layers[0].text(0, "name"), "&k;&f;<甲甲");
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("实体"));
}

#[test]
fn reading_ends_when_the_sink_has_enough() {
    let folder = folder();
    let path = put(folder.path(), "a.kml", document(&placemark("").repeat(10)));
    let mut sink = gathering::Gathered {
        enough: Some(3),
        ..Default::default()
    };
    kml::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.layers[0].features.len(), 3);
}

#[test]
fn thousands_of_field_names_do_not_fill_the_memory() {
    let data: String = (0..5000)
        .map(|i| format!("<Data name=\"f{i}\"><value>1</value></Data>"))
        .collect();
    let got = read_bytes(
        READ,
        "a.kml",
        document(&placemark(&format!("<ExtendedData>{data}</ExtendedData>"))),
    );
    assert!(got.layers[0].fields.len() <= 1000);
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("字段太多"));
}

#[test]
fn a_text_beyond_the_limit_is_cut_with_a_warning() {
    let long = "长".repeat(1 << 19);
    let got = read_bytes(
        READ,
        "a.kml",
        document(&format!("<Placemark><name>{long}</name></Placemark>")),
    );
    assert!(got.layers[0].text(0, "name").len() <= geodata::formats::MAX_TEXT);
    assert_eq!(got.warned(WarningKind::TextCut).number, Some(1));
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_kmz_gives_its_main_document() {
    let main = document(&placemark("<Point><coordinates>116,35</coordinates></Point>"));
    let other = document("");
    let bytes = archive(&[
        ("files/a.png", b"x"),
        ("../other.kml", other.as_bytes()),
        ("doc.kml", main.as_bytes()),
    ]);
    let got = read_bytes(READ, "镇.kmz", &bytes);
    assert_eq!(got.layers[0].wkt(0), "POINT(116 35)");
    assert_eq!(got.layers[0].name(), "镇");
    assert_eq!(got.count(WarningKind::LayerLeftOut), 1);
    let got = read_bytes(READ, "镇.kmz", archive(&[("图/Main.KML", main.as_bytes())]));
    assert_eq!(got.layers[0].features.len(), 1);
    let (result, _) = try_bytes(READ, "a.kmz", archive(&[("a.txt", b"x")]));
    assert!(matches!(result, Err(ReadError::Damaged { .. })));
    let (result, _) = try_bytes(READ, "a.kmz", &bytes[..bytes.len() / 2]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })));
}

#[test]
fn a_kmz_bomb_is_refused() {
    let mut bomb = document("").into_bytes();
    bomb.resize(64 << 20, b' ');
    let (result, _) = try_bytes(READ, "a.kmz", archive(&[("doc.kml", &bomb)]));
    assert!(matches!(result, Err(ReadError::TooMuch { .. })), "{result:?}");
}

#[test]
fn a_kmz_with_a_password_is_refused_as_such() {
    let mut bytes = archive(&[("doc.kml", document("").as_bytes())]);
    // Bit 0 of the flags, in the local and in the central header.
    bytes[6] |= 1;
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[central + 8] |= 1;
    assert!(matches!(
        try_bytes(READ, "a.kmz", bytes).0,
        Err(ReadError::Encrypted { .. })
    ));
}

#[test]
fn damage_never_brings_the_reader_down() {
    survives_damage(READ, "a.kml", RICH.as_bytes(), 1500);
    survives_damage(READ, "a.kmz", &archive(&[("doc.kml", RICH.as_bytes())]), 500);
}

fn fields() -> Vec<Field> {
    let field = |name: &str, kind| Field {
        name: name.into(),
        kind,
    };
    vec![
        field("name", FieldKind::Text),
        field("投资", FieldKind::Real),
        field("户数", FieldKind::Integer),
        field("完工", FieldKind::Bool),
        field("开工", FieldKind::Date),
    ]
}

fn rows() -> Vec<(Option<Geometry<f64>>, Vec<Value>)> {
    let text = |t: &str| Value::Text(t.into());
    let hole = polygon!(
        exterior: [(x: 116.0, y: 35.0), (x: 117.0, y: 35.0), (x: 117.0, y: 36.0), (x: 116.0, y: 36.0)],
        interiors: [[(x: 116.2, y: 35.2), (x: 116.2, y: 35.4), (x: 116.4, y: 35.4)]],
    );
    let parse = |w: &str| -> Geometry<f64> { wkt::TryFromWkt::try_from_wkt_str(w).unwrap() };
    vec![
        (
            Some(parse("POINT(116.5 35.7)")),
            vec![
                text("污水 <厂> & \"站\""),
                Value::Real(1234.5678),
                Value::Integer(-3),
                Value::Bool(true),
                text("2026-03-01"),
            ],
        ),
        (
            Some(hole.into()),
            vec![
                text("地块"),
                Value::Null,
                Value::Integer(7),
                Value::Bool(false),
                Value::Null,
            ],
        ),
        (
            Some(parse("MULTILINESTRING((116 35,117 36),(118 35,118 36))")),
            vec![
                text("路"),
                Value::Real(0.1),
                Value::Null,
                Value::Null,
                Value::Null,
            ],
        ),
        (
            None,
            vec![text("未上图"), Value::Null, Value::Null, Value::Null, Value::Null],
        ),
    ]
}

fn write(path: &std::path::Path) -> geodata::formats::Written {
    let options = WriteOptions {
        layer: "项目 & 图".into(),
        fields: fields(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = kml::create(path, options).unwrap();
    for (geometry, values) in rows() {
        writer.write(geometry.as_ref(), &values).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let folder = folder();
    let path = folder.path().join("出.kml");
    let written = write(&path);
    assert_eq!(written.files, std::slice::from_ref(&path));
    assert_eq!(written.features, 4);
    assert_eq!(written.losses, []);
    let got = read_path(READ, &path);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
    let layer = &got.layers[0];
    for (i, (geometry, values)) in rows().into_iter().enumerate() {
        assert_eq!(layer.features[i].geometry, geometry);
        for (field, value) in fields().iter().zip(values) {
            assert_eq!(layer.value(i, &field.name), value, "{}", field.name);
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn gdal_reads_what_is_written() {
    let folder = folder();
    let path = folder.path().join("out.kml");
    write(&path);
    let Some(features) = by_gdal(&path, &[]) else {
        return;
    };
    assert_eq!(features.len(), 4);
    let properties = &features[0]["properties"];
    assert_eq!(properties["Name"], "污水 <厂> & \"站\"");
    assert_eq!(properties["投资"].as_f64().unwrap(), 1234.5678);
    assert_eq!(properties["户数"].as_i64().unwrap(), -3);
    assert_eq!(features[1]["geometry"]["type"], "Polygon");
    assert_eq!(
        features[1]["geometry"]["coordinates"].as_array().unwrap().len(),
        2
    );
    assert_eq!(features[2]["geometry"]["coordinates"][1][0][0], 118.0);
    assert!(features[3]["geometry"].is_null());
    if let Some(text) = gathering::gdal(
        "ogrinfo",
        &["-al", "--config", "GDAL_SKIP", "LIBKML", path.to_str().unwrap()],
    ) {
        assert!(text.contains("using driver `KML'"), "{text}");
        // The older driver passes over placemarks without geometry.
        assert!(text.contains("Feature Count: 3"), "{text}");
        assert!(text.contains("POINT (116.5 35.7)"), "{text}");
    }
}

#[test]
fn what_gdal_writes_is_read() {
    let folder = folder();
    let json = put(
        folder.path(),
        "in.geojson",
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"名称":"甲","n":3,"x":1.5},"geometry":{"type":"Polygon","coordinates":[[[116,35],[117,35],[117,36],[116,35]]]}},
        {"type":"Feature","properties":{"名称":"乙","n":null,"x":2},"geometry":{"type":"MultiPoint","coordinates":[[116,35],[117,36]]}}]}"#,
    );
    for (i, driver) in ["KML", "LIBKML"].into_iter().enumerate() {
        let out = folder.path().join(format!("{i}.kml"));
        let args = ["-f", driver, out.to_str().unwrap(), json.to_str().unwrap()];
        let Some(_) = gathering::gdal("ogr2ogr", &args) else {
            return;
        };
        let got = read_path(READ, &out);
        let layer = &got.layers[0];
        assert_eq!(layer.features.len(), 2, "{driver}");
        assert_eq!(layer.text(0, "名称"), "甲");
        assert_eq!(layer.value(0, "n"), Value::Integer(3));
        assert_eq!(layer.value(1, "x"), Value::Real(2.0));
        assert_eq!(layer.wkt(0), "POLYGON((116 35,117 35,117 36,116 35))");
        assert_eq!(layer.wkt(1), "MULTIPOINT((116 35),(117 36))");
    }
}

#[test]
fn a_shape_across_the_antimeridian_is_cut() {
    let folder = folder();
    let path = folder.path().join("a.kml");
    let options = WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::Wgs84.into(),
    };
    let mut writer = kml::create(&path, options).unwrap();
    let across: Geometry<f64> =
        polygon![(x: 179.0, y: 0.0), (x: -179.0, y: 0.0), (x: -179.0, y: 1.0), (x: 179.0, y: 1.0)].into();
    writer.write(Some(&across), &[]).unwrap();
    writer.finish().unwrap();
    let got = read_path(READ, &path);
    assert!(matches!(&got.layers[0].features[0].geometry, Some(Geometry::MultiPolygon(p)) if p.0.len() == 2));
}

#[test]
fn another_system_than_wgs84_is_refused_and_nothing_is_left_behind() {
    let folder = folder();
    let options = |crs| WriteOptions {
        layer: "a".into(),
        fields: Vec::new(),
        crs: Crs::into(crs),
    };
    let result = kml::create(&folder.path().join("a.kml"), options(Crs::WebMercator));
    assert!(matches!(result, Err(WriteError::Crs { .. })));
    drop(kml::create(&folder.path().join("a.kml"), options(Crs::Wgs84)).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
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
