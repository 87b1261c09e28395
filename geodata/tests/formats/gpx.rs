//! GPX: what is read, what is refused, and whether GDAL agrees.

use crate::collect::{Reader, gdal};
use crate::gathering::{folder, put, read_bytes, read_path, survives_damage, try_bytes, try_path};
use geodata::crs::Crs;
use geodata::formats::{FoundCrs, ReadError, ReadOptions, Value, WarningKind, gpx};

const READ: Reader = gpx::read;
const RICH: &str = include_str!("../fixtures/gpx/rich.gpx");

fn document(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"t\" xmlns=\"http://www.topografix.com/GPX/1/1\">{inner}</gpx>"
    )
}

fn layers(got: &crate::collect::Collect) -> Vec<(&str, usize)> {
    got.layers.iter().map(|l| (l.name(), l.features.len())).collect()
}

#[test]
fn waypoints_routes_and_tracks_are_three_layers() {
    let got = read_bytes(READ, "a.gpx", RICH);
    assert_eq!(layers(&got), [("waypoints", 2), ("routes", 1), ("tracks", 2)]);
    let [points, routes, tracks] = &got.layers[..] else {
        panic!()
    };
    assert_eq!(points.head.as_ref().unwrap().crs, FoundCrs::Implied(Crs::Wgs84));
    assert_eq!(points.wkt(0), "POINT(116.5 35.7)");
    assert_eq!(points.text(0, "name"), "泵站 & 井");
    assert_eq!(points.text(0, "desc"), "<b>水源</b>");
    assert_eq!(points.text(0, "time"), "2026-11-21T08:30:00Z");
    assert_eq!(points.text(0, "type"), "设施");
    assert_eq!(points.value(0, "ele"), Value::Real(48.25));
    assert_eq!(points.value(1, "name"), Value::Text("后写的点".into()));
    assert_eq!(routes.wkt(0), "LINESTRING(116.1 35.1,116.2 35.2,116.3 35.1)");
    assert_eq!(routes.text(0, "name"), "巡查路线");
    assert_eq!(
        tracks.wkt(0),
        "MULTILINESTRING((116.1 35.1,116.2 35.2),(116.3 35.3,116.4 35.4))"
    );
    assert_eq!(tracks.text(0, "name"), "踏勘");
    assert_eq!(tracks.text(0, "time"), "2026-11-21T08:00:00Z");
    assert_eq!(tracks.text(0, "end"), "2026-11-21T09:00:00Z");
    assert_eq!(tracks.wkt(1), "MULTILINESTRING((116.1 35.1,116.2 35.2))");
    assert!(got.warned(WarningKind::HeightLeftOut).text.zh.starts_with("1 条"));
    assert!(got.warned(WarningKind::NotSupported).text.zh.contains("1 处"));
    assert_eq!(got.warned(WarningKind::GeometryLeftOut).number, Some(2));
}

#[test]
fn version_1_0_and_prefixes_are_read() {
    let text = "<g:gpx version=\"1.0\" xmlns:g=\"http://www.topografix.com/GPX/1/0\"><g:time>2026-01-01T00:00:00Z</g:time>\
                <g:wpt lat=' 35.5 ' lon='116.5'><g:name>甲</g:name></g:wpt></g:gpx>";
    let got = read_bytes(READ, "a.gpx", text);
    assert_eq!(got.layers[0].wkt(0), "POINT(116.5 35.5)");
    assert_eq!(got.layers[0].text(0, "name"), "甲");
}

#[test]
fn one_layer_can_be_asked_for() {
    let folder = folder();
    let path = put(folder.path(), "a.gpx", RICH);
    let mut options = ReadOptions {
        layer: Some("routes".into()),
        ..ReadOptions::default()
    };
    let mut sink = crate::collect::Collect::default();
    gpx::read(&path, &options, &mut sink).unwrap();
    assert_eq!(layers(&sink), [("routes", 1)]);
    options.layer = Some("道路".into());
    let result = gpx::read(&path, &options, &mut sink);
    assert!(
        matches!(result, Err(ReadError::NoSuchLayer { known, .. }) if known.to_string() == "waypoints、routes、tracks")
    );
}

#[test]
fn bad_positions_are_told_with_the_number_of_the_feature() {
    let text = document(
        "<wpt lat='35' lon='116'/><wpt lat='NaN' lon='116'/><wpt lon='116'/><wpt lat='116' lon='35'/>\
         <wpt lat='3900000' lon='500000'/><trk><trkseg><trkpt lat='35' lon='116'/><trkpt lat='x' lon='116'/>\
         <trkpt lat='36' lon='116'/></trkseg></trk>",
    );
    let got = read_bytes(READ, "a.gpx", text);
    assert_eq!(layers(&got), [("waypoints", 5), ("tracks", 1)]);
    assert_eq!(got.layers[1].wkt(0), "MULTILINESTRING((116 35,116 36))");
    let of = |kind| -> Vec<_> {
        got.warnings
            .iter()
            .filter(|w| w.kind == kind)
            .map(|w| w.number)
            .collect()
    };
    assert_eq!(of(WarningKind::BadCoordinate), [Some(2), Some(3), Some(1)]);
    assert_eq!(of(WarningKind::AxesSwapped), [Some(4)]);
    assert_eq!(of(WarningKind::GeometryLeftOut), [Some(5)]);
}

#[test]
fn a_truncated_file_gives_what_was_complete() {
    let cut = RICH.find("</trkseg>").unwrap();
    let got = read_bytes(READ, "a.gpx", &RICH[..cut]);
    assert_eq!(layers(&got), [("waypoints", 1), ("routes", 1)]);
    assert_eq!(got.count(WarningKind::Truncated), 1);
    let (result, _) = try_bytes(READ, "a.gpx", &RICH[..200]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })));
}

#[test]
fn an_empty_document_is_an_empty_layer() {
    assert_eq!(
        layers(&read_bytes(READ, "a.gpx", document(""))),
        [("waypoints", 0)]
    );
}

#[test]
fn hostile_files_are_refused() {
    for bytes in [&b"hello"[..], b"<kml/>", &[0; 300]] {
        assert!(matches!(
            try_bytes(READ, "a.gpx", bytes).0,
            Err(ReadError::Damaged { .. })
        ));
    }
    assert!(matches!(
        try_bytes(READ, "a.gpx", b"").0,
        Err(ReadError::Empty { .. })
    ));
    let deep = document(&"<extensions>".repeat(100_000));
    assert!(matches!(
        try_bytes(READ, "a.gpx", deep).0,
        Err(ReadError::TooMuch { .. })
    ));
    let bomb = "<!DOCTYPE gpx [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><gpx><wpt lat='35' lon='116'><name>&b;</name></wpt></gpx>";
    assert_eq!(read_bytes(READ, "a.gpx", bomb).layers[0].text(0, "name"), "&b;");
}

#[test]
fn gbk_is_read() {
    let text = RICH.replace("UTF-8", "GB2312");
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    assert_eq!(
        read_bytes(READ, "a.gpx", bytes).layers[0].text(0, "name"),
        "泵站 & 井"
    );
}

#[test]
fn damage_never_brings_the_reader_down() {
    survives_damage(READ, "a.gpx", RICH.as_bytes(), 1500);
}

#[test]
fn gdal_finds_the_same_features() {
    let folder = folder();
    let path = put(folder.path(), "a.gpx", RICH);
    let Some(text) = gdal("ogrinfo", &["-al", path.to_str().unwrap()]) else {
        return;
    };
    for expected in [
        "POINT (116.5 35.7)",
        "LINESTRING (116.1 35.1,116.2 35.2,116.3 35.1)",
        "泵站 & 井",
    ] {
        assert!(text.contains(expected), "{expected} is missing in {text}");
    }
}

#[test]
fn what_gdal_writes_is_read() {
    let folder = folder();
    let json = put(
        folder.path(),
        "in.geojson",
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"线","desc":"说明"},"geometry":{"type":"MultiLineString","coordinates":[[[116,35],[117,35.5]],[[118,35],[118,36]]]}}]}"#,
    );
    let out = folder.path().join("out.gpx");
    let Some(_) = gdal(
        "ogr2ogr",
        &["-f", "GPX", out.to_str().unwrap(), json.to_str().unwrap()],
    ) else {
        return;
    };
    let got = read_path(READ, &out);
    assert_eq!(layers(&got), [("tracks", 1)]);
    assert_eq!(
        got.layers[0].wkt(0),
        "MULTILINESTRING((116 35,117 35.5),(118 35,118 36))"
    );
    assert_eq!(got.layers[0].text(0, "desc"), "说明");
    let (result, _) = try_path(READ, &folder.path().join("none.gpx"));
    assert!(matches!(result, Err(ReadError::Io { .. })));
}
