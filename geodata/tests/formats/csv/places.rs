//! The columns that say where, and the system they are in.

use super::{read, read_bytes};
use geo_types::Geometry;
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{FoundCrs, ReadError, ReadOptions, Value, WarningKind};

#[test]
fn the_columns_that_say_where_are_told_and_can_be_chosen() {
    let table = "名称,中心,X坐标,Y坐标,图形,备注\n\
        甲,\"116.50,35.70\",3952000,455000,\"POINT(116.4 35.6)\",\n\
        乙,\"116.52,35.72\",3954000,456000,\"POINT(116.6 35.8)\",\n";
    let got = read_bytes(table.as_bytes(), &ReadOptions::default()).unwrap();
    let places = got.one().head.places.clone().unwrap();
    assert_eq!(places.columns, ["名称", "中心", "X坐标", "Y坐标", "图形", "备注"]);
    assert_eq!(places.text.as_deref(), Some("图形"));
    assert_eq!(got.one().point(0), (116.4, 35.6));

    let with = |options: ReadOptions| read_bytes(table.as_bytes(), &options).unwrap();
    let centre = with(ReadOptions {
        place_text: Some("中心".into()),
        ..ReadOptions::default()
    });
    assert_eq!(centre.one().point(1), (116.52, 35.72));
    assert_eq!(
        centre.one().head.places.clone().unwrap().text.as_deref(),
        Some("中心")
    );
    let metres = with(ReadOptions {
        xy: Some(("Y坐标".into(), "X坐标".into())),
        ..ReadOptions::default()
    });
    assert_eq!(metres.one().point(0), (455_000.0, 3_952_000.0));
    let places = metres.one().head.places.clone().unwrap();
    assert_eq!(
        (places.x.as_deref(), places.y.as_deref()),
        (Some("Y坐标"), Some("X坐标"))
    );
    assert!(
        metres.one().names().contains(&"图形"),
        "what says nothing of the place is a field"
    );
}

#[test]
fn in_surveys_x_is_the_northing() {
    let survey = read("名称,X坐标,Y坐标\n甲,3952345.67,39454321.01\n乙,3952400,39454400\n");
    assert_eq!(survey.one().point(0), (39454321.01, 3952345.67));
    assert!(survey.warned(WarningKind::CrsUnknown) && !survey.warned(WarningKind::AxesSwapped));
    let export = read("名称,POINT_X,POINT_Y\n甲,454321.01,3952345.67\n");
    assert_eq!(export.one().point(0), (454321.01, 3952345.67));
    let degrees = read("名称,X,Y\n甲,116.5,35.7\n");
    assert_eq!(degrees.one().point(0), (116.5, 35.7));
    let wide = read("名称,横坐标,纵坐标\n甲,454321.01,3952345.67\n");
    assert_eq!(wide.one().point(0), (454321.01, 3952345.67));
}

#[test]
fn axes_named_the_wrong_way_round_are_turned_with_a_warning() {
    let got = read("名称,经度,纬度\n甲,35.7,116.5\n乙,35.8,116.6\n");
    assert_eq!(got.one().point(0), (116.5, 35.7));
    assert!(got.warned(WarningKind::AxesSwapped));
    let right = read("名称,纬度,经度\n甲,35.7,116.5\n");
    assert_eq!(right.one().point(0), (116.5, 35.7));
    assert!(right.warnings.is_empty());
    let one = read("名称,经度,纬度\n甲,116.5,35.7\n乙,35.8,116.6\n丙,116.5,35.7\n");
    assert!(one.one().features[1].geometry.is_none() && one.warned(WarningKind::OutOfRange));
}

#[test]
fn the_system_is_taken_from_headers_titles_and_columns() {
    let crs = |table: &str| read(table).one().head.crs.clone();
    assert_eq!(
        crs("名称,经度(GCJ-02),纬度(GCJ-02)\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Gcj02)
    );
    assert_eq!(
        crs("名称,百度经度,百度纬度\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Bd09)
    );
    assert_eq!(
        crs("项目点位表（CGCS2000坐标系）,,\n名称,经度,纬度\n甲,116.5,35.7\n"),
        FoundCrs::Stated(Crs::Cgcs2000)
    );
    let zone39 = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: false,
    };
    assert_eq!(
        crs("坐标系：国家2000，中央经线117度,,\n名称,X坐标,Y坐标\n甲,3952345,454321\n"),
        FoundCrs::Stated(zone39)
    );
    assert!(
        matches!(
            crs("名称,西安80 X坐标,西安80 Y坐标\n甲,3952345,454321\n"),
            FoundCrs::NotKnown(name) if name == "西安80"
        ) || matches!(
            crs("西安80坐标,,\n名称,X坐标,Y坐标\n甲,3952345,454321\n"),
            FoundCrs::NotKnown(_)
        )
    );
    let by_column = read("名称,经度,纬度,坐标系\n甲,116.5,35.7,高德\n乙,116.5,35.7,高德\n");
    assert_eq!(by_column.one().head.crs, FoundCrs::Stated(Crs::Gcj02));
    assert_eq!(by_column.one().names(), ["名称"]);
}

#[test]
fn angles_and_lists_of_points_in_cells_are_read() {
    let got = read("名称,经度,纬度\n甲,116°30′00″,35°42′00″\n乙,东经116.5,北纬35.7\n丙,/,/\n丁,116.5,\n");
    let layer = got.one();
    assert_eq!(layer.point(0), (116.5, 35.7));
    assert_eq!(layer.point(1), (116.5, 35.7));
    assert!(layer.features[2].geometry.is_none() && layer.features[3].geometry.is_none());
    assert_eq!(got.warnings.len(), 1, "{:?}", got.warnings);

    let got = read("名称,拐点坐标\n甲,\"116.1,35.1;116.2,35.1;116.2,35.2\"\n乙,\"116.1,35.1\"\n");
    assert!(matches!(
        got.one().features[0].geometry,
        Some(Geometry::Polygon(_))
    ));
    assert_eq!(got.one().point(1), (116.1, 35.1));
    let pair = read("名称,经纬度\n甲,\"北纬35°42′00″ 东经116°30′00″\"\n");
    assert_eq!(pair.one().point(0), (116.5, 35.7));
}

#[test]
fn well_known_text_may_name_its_system_and_ends_of_roads_are_no_places() {
    let got = read("名称,geom\n甲,SRID=4490;POINT(116.5 35.7)\n乙,SRID=4490;POINT(116.6 35.7)\n");
    assert_eq!(got.one().head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    assert_eq!(got.one().point(1), (116.6, 35.7));
    let road = read("名称,起点经度,起点纬度,终点经度,终点纬度\n甲,116.5,35.7,116.6,35.8\n");
    assert!(road.one().features[0].geometry.is_none());
    assert_eq!(road.one().value(0, "起点经度"), Value::Real(116.5));
}

#[test]
fn columns_may_be_chosen_by_hand() {
    let asked = |x: &str, y: &str| ReadOptions {
        xy: Some((x.into(), y.into())),
        ..ReadOptions::default()
    };
    let table = "名称,东,北\n甲,454321,3952345\n".as_bytes();
    assert_eq!(
        read_bytes(table, &asked("东", "北")).unwrap().one().point(0),
        (454321.0, 3952345.0)
    );
    let Err(ReadError::NoSuchColumn { column, known, .. }) = read_bytes(table, &asked("东", "纬度"))
    else {
        panic!()
    };
    assert_eq!(
        (column.as_str(), known.to_string()),
        ("纬度", "名称、东、北".to_owned())
    );
}
