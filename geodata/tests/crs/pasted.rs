//! Coordinates as typed and pasted.

use geo::Area;
use geo_types::{Coord, Geometry, coord};
use geodata::coords::{CoordError, format_point, parse_point, parse_table};
use geodata::crs::Crs;

fn zone(code: u32) -> Crs {
    Crs::from_epsg(code).unwrap()
}

fn near(a: Coord<f64>, lon: f64, lat: f64) {
    assert!(
        (a.x - lon).abs() < 1e-7 && (a.y - lat).abs() < 1e-7,
        "{a:?} is not {lon} {lat}"
    );
}

#[test]
fn degrees_are_read_in_the_usual_spellings() {
    for text in [
        "116.5, 35.7",
        "116.5 35.7",
        "35.7 116.5",
        "116.5，35.7",
        "１１６．５　３５．７",
        "35.7N 116.5E",
        "北纬35.7 东经116.5",
        "东经116°30′ 北纬35°42′",
        "116°30'00\"E, 35°42'00\"N",
        "116°30′0″ 35°42′0″",
        "116度30分0秒 35度42分0秒",
        "116°30''E 35°42'",
    ] {
        if text == "116°30''E 35°42'" {
            near(
                parse_point(text, Crs::Cgcs2000).unwrap(),
                116.0 + 30.0 / 3600.0,
                35.7,
            );
        } else {
            near(parse_point(text, Crs::Cgcs2000).unwrap(), 116.5, 35.7);
        }
    }
    near(
        parse_point("116°29′29″E 35°42′44″N", Crs::Cgcs2000).unwrap(),
        116.0 + 29.0 / 60.0 + 29.0 / 3600.0,
        35.0 + 42.0 / 60.0 + 44.0 / 3600.0,
    );
    near(parse_point("58.38W 34.6S", Crs::Wgs84).unwrap(), -58.38, -34.6);
    near(parse_point("-58.38, -34.6", Crs::Wgs84).unwrap(), -58.38, -34.6);
}

#[test]
fn survey_metres_are_told_apart_by_size_with_and_without_zone() {
    // 116.0833, 34.9167 in zone 39: 416230.173705, 3865735.209682 (pyproj 3.7.2, EPSG:4548 and 4527)
    for (text, code) in [
        ("3865735.209682, 416230.173705", 4548),
        ("416230.173705, 3865735.209682", 4548),
        ("X=3865735.209682 Y=39416230.173705", 4548),
        ("39416230.173705 3865735.209682", 4527),
        ("3865735.209682, 416230.173705", 4527),
    ] {
        near(parse_point(text, zone(code)).unwrap(), 116.0833, 34.9167);
    }
    near(
        parse_point("12922333.845603, 4152566.760876", Crs::WebMercator).unwrap(),
        116.0833,
        34.9167,
    );
}

#[test]
fn wrong_numbers_say_what_to_choose() {
    assert_eq!(
        parse_point("3865735.2, 38416230.1", zone(4548)),
        Err(CoordError::WrongZone {
            found: 38,
            chosen: 39
        })
    );
    assert!(matches!(
        parse_point("116.5, 35.7", zone(4548)),
        Err(CoordError::DegreesGiven { .. })
    ));
    assert!(matches!(
        parse_point("3865735.2, 416230.1", Crs::Cgcs2000),
        Err(CoordError::MetresGiven { .. })
    ));
    assert_eq!(
        parse_point("116.5", Crs::Cgcs2000),
        Err(CoordError::NotTwoNumbers { found: 1 })
    );
    assert_eq!(
        parse_point("", Crs::Cgcs2000),
        Err(CoordError::NotTwoNumbers { found: 0 })
    );
    assert_eq!(
        parse_point("116.5E 35.7E", Crs::Cgcs2000),
        Err(CoordError::SameAxis)
    );
    assert!(matches!(
        parse_point("116°75′ 35°", Crs::Cgcs2000),
        Err(CoordError::NotAnAngle(_))
    ));
    assert!(matches!(
        parse_point("约116.5, 35.7", Crs::Cgcs2000),
        Err(CoordError::NotAnAngle(_))
    ));
    assert!(matches!(
        parse_point("160.5, 95.7", Crs::Cgcs2000),
        Err(CoordError::Crs(_))
    ));
}

#[test]
fn a_table_from_a_spreadsheet_gives_its_rings_and_names() {
    let text = "点号\tX(m)\tY(m)\t边长\r\nJ1\t3865735.210\t39416230.174\t100\r\nJ2\t3865735.210\t39416330.174\t100\r\nJ3\t3865835.210\t39416330.174\t100\r\nJ1\t3865735.210\t39416230.174\t\r\n";
    let table = parse_table(text, zone(4548));
    assert_eq!(table.problems, []);
    assert_eq!(table.rings.len(), 1);
    assert_eq!(table.rings[0].names, ["J1", "J2", "J3"]);
    near(table.rings[0].points[0], 116.0833, 34.9167);
    let Some(Geometry::Polygon(p)) = table.areas() else {
        panic!()
    };
    let size = geodata::measure::area(&p.into()).0;
    assert!((size - 5000.0).abs() < 2.0, "{size}");
}

#[test]
fn x_is_north_by_custom_when_size_does_not_decide() {
    // In the far south both are below a million.
    let table = parse_table("点号,X,Y\n1,890000,400000\n", zone(4546));
    assert!(table.rings[0].points[0].y > 8.0, "{table:?}");
}

#[test]
fn blank_rows_repeated_starts_and_ring_numbers_part_rings() {
    let a = "116.0 35.0\n116.1 35.0\n116.1 35.1\n116.0 35.1\n";
    let b = "116.02 35.02\n116.04 35.02\n116.04 35.04\n";
    let blank = parse_table(&format!("{a}\n{b}"), Crs::Cgcs2000);
    let repeated = parse_table(&format!("{a}116.0 35.0\n{b}116.02 35.02\n"), Crs::Cgcs2000);
    let numbered: String = [(a, 1), (b, 2)]
        .iter()
        .flat_map(|(t, n)| t.lines().map(move |l| format!("J,{n},{}\n", l.replace(' ', ","))))
        .collect();
    let numbered = parse_table(&numbered, Crs::Cgcs2000);
    for table in [blank, repeated, numbered] {
        assert_eq!(table.problems, []);
        assert_eq!(
            table.rings.iter().map(|r| r.points.len()).collect::<Vec<_>>(),
            [4, 3]
        );
        let Some(Geometry::Polygon(p)) = table.areas() else {
            panic!("{table:?}")
        };
        assert_eq!(p.interiors().len(), 1);
        assert!((p.unsigned_area() - 0.0098).abs() < 1e-9);
    }
}

#[test]
fn the_surveys_exchange_text_is_read_with_its_parcels() {
    let text = "[属性描述]\n坐标系=2000国家大地坐标系\n带号=39\n[地块坐标]\n4,1.0,1,一号地,面,,,,@\nJ1,1,3865735.21,39416230.17\nJ2,1,3865735.21,39416330.17\nJ3,1,3865835.21,39416330.17\nJ1,1,3865735.21,39416230.17\n4,1.0,2,二号地,面,,,,@\nJ1,1,3866735.21,39416230.17\nJ2,1,3866735.21,39416330.17\nJ3,1,3866835.21,39416330.17\n";
    let table = parse_table(text, zone(4548));
    assert_eq!(table.problems, []);
    assert_eq!(
        table
            .rings
            .iter()
            .map(|r| (r.part, r.points.len()))
            .collect::<Vec<_>>(),
        [(0, 3), (1, 3)]
    );
    assert!(matches!(table.areas(), Some(Geometry::MultiPolygon(ps)) if ps.0.len() == 2));
}

#[test]
fn bad_rows_are_listed_and_the_rest_is_read() {
    let text =
        "点号 经度 纬度\nJ1 116.0 35.0\nJ2 116.1\nJ3 116.1 不详\nJ4 416230.1 3865735.2\nJ5 116.1 35.1\n";
    let table = parse_table(text, Crs::Cgcs2000);
    assert_eq!(
        table.problems.iter().map(|p| p.row).collect::<Vec<_>>(),
        [3, 4, 5]
    );
    assert!(matches!(table.problems[2].error, CoordError::MetresGiven { .. }));
    assert_eq!(table.rings[0].names, ["J1", "J5"]);
    assert_eq!(table.areas(), None);
}

#[test]
fn an_island_in_a_hole_is_a_part_again() {
    let square = |low: f64, high: f64| format!("{low} {low}\n{high} {low}\n{high} {high}\n{low} {high}\n\n");
    let text = [square(4.0, 5.0), square(0.0, 10.0), square(2.0, 8.0)].concat();
    let Some(Geometry::MultiPolygon(ps)) = parse_table(&text, Crs::Wgs84).areas() else {
        panic!()
    };
    assert_eq!(
        ps.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(),
        [1, 0]
    );
    assert_eq!(ps.unsigned_area(), 65.0);
}

#[test]
fn the_status_line_shows_what_can_be_typed_back() {
    let c = coord! { x: 116.0833, y: 34.9167 };
    assert_eq!(
        format_point(c, Crs::Cgcs2000).unwrap(),
        "116.083300°E 34.916700°N"
    );
    assert_eq!(format_point(c, zone(4548)).unwrap(), "X 3865735.210 Y 416230.174");
    assert_eq!(
        format_point(c, zone(4527)).unwrap(),
        "X 3865735.210 Y 39416230.174"
    );
    for code in [4490, 4326, 4548, 4527, 4498, 32650, 3857] {
        let text = format_point(c, zone(code)).unwrap();
        let back = parse_point(&text, zone(code)).unwrap();
        assert!(
            (back.x - c.x).abs() < 1e-6 && (back.y - c.y).abs() < 1e-6,
            "{code} {text}"
        );
    }
}

#[test]
fn a_table_that_repeats_one_ring_ends_in_time() {
    let ring = "J1,1,35.71,116.49\nJ2,1,35.72,116.49\nJ3,1,35.72,116.50\n\n";
    let flat = "J1,1,35.71,116.49\nJ2,1,35.72,116.49\nJ3,1,35.73,116.49\n\n";
    let begin = std::time::Instant::now();
    let table = parse_table(&ring.repeat(3000), Crs::Cgcs2000);
    assert_eq!(table.rings.len(), 3000);
    assert!(table.areas().is_some());
    let table = parse_table(&flat.repeat(3000), Crs::Cgcs2000);
    assert_eq!(table.areas(), None);
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(text in "([0-9.,°′″'\"NSEWXY度分秒北南东西经纬@=\\[\\] \t\n-]|J1|\\PC){0,60}") {
        for crs in [Crs::Cgcs2000, zone(4548), Crs::WebMercator] {
            let _ = (parse_point(&text, crs), parse_table(&text, crs).areas());
        }
    }
}

#[test]
fn degrees_minutes_and_seconds_in_one_number_are_a_place_in_either_order() {
    let wanted = (
        116.0 + 30.0 / 60.0 + 21.5 / 3600.0,
        35.0 + 42.0 / 60.0 + 24.5 / 3600.0,
    );
    for text in ["1163021.5, 354224.5", "354224.5 1163021.5"] {
        let c = parse_point(text, Crs::Cgcs2000).unwrap();
        assert!(
            (c.x - wanted.0).abs() < 1e-9 && (c.y - wanted.1).abs() < 1e-9,
            "{c:?}"
        );
    }
    // Seventy minutes are none, and neither are metres.
    for text in ["1167021.5, 354224.5", "453860, 3955704"] {
        assert!(matches!(
            parse_point(text, Crs::Cgcs2000),
            Err(CoordError::MetresGiven { .. })
        ));
    }
}
