//! Coordinate systems against reference values of another program.

use geo_types::coord;
use geodata::crs::china_shift::is_shifted;
use geodata::crs::{Crs, CrsError, ZoneWidth};

fn reference() -> Vec<(u32, f64, f64, f64, f64)> {
    include_str!("../fixtures/crs_points.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let f: Vec<f64> = line.split(',').map(|v| v.parse().unwrap()).collect();
            (f[0] as u32, f[1], f[2], f[3], f[4])
        })
        .collect()
}

#[test]
fn projections_agree_with_proj_to_a_tenth_of_a_millimetre_both_ways() {
    let rows = reference();
    assert!(rows.len() > 60);
    for (epsg, lon, lat, x, y) in rows {
        let crs = Crs::from_epsg(epsg).unwrap();
        let p = crs.forward(coord! { x: lon, y: lat }).unwrap();
        assert!(
            (p.x - x).hypot(p.y - y) < 1e-4,
            "EPSG:{epsg} {lon} {lat}: {p:?} not ({x}, {y})"
        );
        let back = crs.inverse(coord! { x: x, y: y }).unwrap();
        assert!(
            (back.x - lon).abs() < 1e-9 && (back.y - lat).abs() < 1e-9,
            "EPSG:{epsg}: {back:?}"
        );
    }
}

#[test]
fn every_epsg_number_comes_back_from_its_system() {
    let codes = [3857, 4326]
        .into_iter()
        .chain(4490..=4554)
        .chain(32601..=32660)
        .chain(32701..=32760);
    for code in codes {
        let crs = Crs::from_epsg(code).unwrap();
        assert_eq!(crs.epsg(), Some(code));
        assert_eq!(Crs::parse(&format!("EPSG:{code}")), Ok(crs));
    }
    assert_eq!(Crs::from_epsg(4555), None);
}

#[test]
fn names_of_systems_are_read_in_the_usual_spellings() {
    let zone39 = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: false,
    };
    for text in [
        "EPSG:4548",
        " epsg:4548 ",
        "4548",
        "urn:ogc:def:crs:EPSG::4548",
        "EPSG 4548",
    ] {
        assert_eq!(Crs::parse(text), Ok(zone39), "{text}");
    }
    assert_eq!(Crs::parse("gcj-02"), Ok(Crs::Gcj02));
    assert_eq!(Crs::parse("BD09"), Ok(Crs::Bd09));
    assert_eq!(Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84"), Ok(Crs::Wgs84));
    for text in ["", "EPSG:", "EPSG:999", "地方坐标", "OGC:4548"] {
        assert_eq!(
            Crs::parse(text),
            Err(CrsError::Unknown(text.to_owned())),
            "{text}"
        );
    }
}

#[test]
fn the_suggested_zone_is_the_one_of_the_longitude() {
    let zone = |lon| match Crs::suggest_zone(lon) {
        Some(Crs::GaussKruger {
            width: ZoneWidth::Three,
            zone,
            prefixed: false,
        }) => Some(zone),
        Some(other) => panic!("{other:?}"),
        None => None,
    };
    assert_eq!(zone(116.08), Some(39));
    assert_eq!(zone(115.49), Some(38));
    assert_eq!(zone(120.38), Some(40));
    assert_eq!(zone(73.6), Some(25));
    assert_eq!(zone(135.0), Some(45));
    assert_eq!(zone(60.0), None);
    assert_eq!(zone(f64::NAN), None);
}

#[test]
fn shifted_web_maps_close_their_round_trip_within_a_millimetre_all_over_china() {
    for system in [Crs::Gcj02, Crs::Bd09] {
        let mut shifted_places = 0;
        for i in 0..320 {
            for j in 0..260 {
                let c = coord! { x: 73.003 + 0.2 * f64::from(i), y: 3.007 + 0.2 * f64::from(j) };
                if !is_shifted(c) {
                    continue;
                }
                // Within a kilometre of the outline the way back is ambiguous.
                let rim = [(0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02)];
                if rim.iter().any(|(x, y)| !is_shifted(c + coord! { x: *x, y: *y })) {
                    continue;
                }
                let shifted = system.forward(c).unwrap();
                let back = system.inverse(shifted).unwrap();
                assert!(
                    (back.x - c.x).abs() < 1e-8 && (back.y - c.y).abs() < 1e-8,
                    "{system:?} {c:?} {back:?}"
                );
                let metres = (shifted.x - c.x).hypot(shifted.y - c.y) * 111_000.0;
                assert!(
                    (20.0..3000.0).contains(&metres),
                    "{system:?} {c:?} moved {metres} m"
                );
                shifted_places += 1;
            }
        }
        assert!(shifted_places > 25_000, "{shifted_places}");
    }
}

#[test]
fn every_part_of_china_is_shifted() {
    for (place, lon, lat) in [
        ("香港", 114.17, 22.28),
        ("澳门", 113.54, 22.19),
        ("台北", 121.56, 25.04),
        ("永兴岛", 112.34, 16.83),
        ("曾母暗沙", 112.28, 3.97),
        ("钓鱼岛", 123.47, 25.74),
        ("漠河", 122.54, 52.97),
        ("黑瞎子岛", 134.75, 48.36),
        ("帕米尔", 73.7, 39.4),
        ("成武", 115.89, 34.95),
    ] {
        assert!(is_shifted(coord! { x: lon, y: lat }), "{place}");
    }
}

#[test]
fn the_gcj_shift_at_the_seed_towns_is_half_a_kilometre() {
    // Known for this part of Shandong: 460 to 565 m; the bounds leave room for places nearby.
    for (lon, lat) in [(116.08, 34.92), (120.3826, 36.0626)] {
        let c = coord! { x: lon, y: lat };
        let g = Crs::Gcj02.forward(c).unwrap();
        let d = geo::Distance::distance(&geo::Geodesic, c.into(), g.into());
        assert!((440.0..590.0).contains(&d), "{d}");
    }
}

#[test]
fn outside_china_the_web_maps_are_not_shifted() {
    for (lon, lat) in [
        (2.35, 48.85),
        (-74.0, 40.7),
        (151.2, -33.9),
        (71.9, 40.0),
        (100.0, 0.5),
        // In the rectangle of other programs: Seoul, Hanoi, Delhi, Ulaanbaatar, Fukuoka, Manila, Kathmandu.
        (126.98, 37.57),
        (105.85, 21.03),
        (77.21, 28.61),
        (106.91, 47.92),
        (130.4, 33.6),
        (120.98, 14.6),
        (85.32, 27.71),
    ] {
        let c = coord! { x: lon, y: lat };
        for system in [Crs::Gcj02, Crs::Bd09] {
            assert_eq!(system.forward(c), Ok(c));
            assert_eq!(system.inverse(c), Ok(c));
        }
    }
}

#[test]
fn numbers_that_are_no_place_are_refused() {
    let zone39 = Crs::from_epsg(4548).unwrap();
    assert!(zone39.forward(coord! { x: 20.0, y: 40.0 }).is_err());
    assert!(zone39.forward(coord! { x: f64::NAN, y: 40.0 }).is_err());
    assert!(
        zone39
            .inverse(coord! { x: 39_500_000.0, y: 3_900_000.0 })
            .is_err()
    );
    assert!(
        Crs::Cgcs2000
            .inverse(coord! { x: 500_000.0, y: 3_900_000.0 })
            .is_err()
    );
    assert!(Crs::WebMercator.forward(coord! { x: 0.0, y: 89.0 }).is_err());
}
