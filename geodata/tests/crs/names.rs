//! Names, numbers and well-known texts of the coordinate systems, against those of the EPSG dataset.

use geodata::crs::wkt::{Recognised, esri, recognise, towgs84};
use geodata::crs::{Crs, OldDatum, ZoneWidth};

fn names() -> Vec<(u32, &'static str, &'static str)> {
    include_str!("../fixtures/crs/names.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let f: Vec<&str> = line.split(',').collect();
            (f[0].parse().unwrap(), f[1], f[2])
        })
        .collect()
}

fn texts() -> Vec<(u32, &'static str, &'static str)> {
    let mut lines = include_str!("../fixtures/crs/wkt.txt").lines();
    let mut found = Vec::new();
    while let (Some(head), Some(text)) = (lines.next(), lines.next()) {
        let mut words = head.split(' ').skip(1);
        found.push((
            words.next().unwrap().parse().unwrap(),
            words.next().unwrap(),
            text,
        ));
    }
    found
}

/// 4490 and 4326 have one and the same name in some forms of text; all else must come back as it went.
fn is(crs: Crs, epsg: u32) -> bool {
    crs.epsg() == Some(epsg)
}

#[test]
fn every_system_is_found_by_its_number_and_by_both_its_names() {
    let names = names();
    assert_eq!(names.len(), 192 + 120 + 5);
    for (epsg, name, esri_name) in names {
        let crs = Crs::from_epsg(epsg).unwrap();
        assert_eq!(crs.epsg(), Some(epsg));
        assert_eq!(Crs::parse(&format!("EPSG:{epsg}")), Ok(crs));
        assert_eq!(Crs::parse(name), Ok(crs), "{name}");
        assert_eq!(Crs::parse(esri_name), Ok(crs), "{esri_name}");
        assert_eq!(Crs::parse(&crs.name()), Ok(crs), "{}", crs.name());
    }
    for crs in [Crs::Gcj02, Crs::Bd09] {
        assert_eq!(Crs::parse(&crs.name()), Ok(crs));
    }
}

#[test]
fn names_are_read_as_people_write_them() {
    let check = |text: &str, epsg: u32| assert_eq!(Crs::parse(text).unwrap().epsg(), Some(epsg), "{text}");
    check("国家2000 3度带 39带", 4548);
    check("国家2000，3度带，39带，加带号", 4527);
    check("2000国家大地坐标系", 4490);
    check("CGCS2000 三度带 中央经线117", 4548);
    check("CGCS2000 3° 带，中央经线 117°（39 带，Y 含带号）", 4527);
    check("CGCS2000 3° 带，中央经线 117°（Y 不含带号）", 4548);
    check("CGCS2000 6度带 20带", 4509);
    check("CGCS2000 20带", 4509);
    check("CGCS2000 带号39", 4548);
    check("西安80", 4610);
    check("1980西安坐标系", 4610);
    check("西安80 3度带 39带", 2384);
    check("西安８０ ３°带 ３９带（１１７°E，带号）", 2363);
    check("北京54", 4214);
    check("1954年北京坐标系", 4214);
    check("北京54 6度带 20带 含带号", 21420);
    check("Beijing_1954_GK_Zone_20N", 21460);
    check("WGS 84 / UTM zone 50N", 32650);
    check("wgs84 utm 50s", 32750);
    check("WGS_1984_Web_Mercator_Auxiliary_Sphere", 3857);
    assert_eq!(Crs::parse("高德").ok(), None);
}

#[test]
fn names_that_contradict_themselves_or_name_other_systems_are_refused() {
    for text in [
        "CGCS2000 3度带 39带 中央经线120",
        "CGCS2000 3度带 24带",
        "CGCS2000 6度带 39带",
        "CGCS2000 3度带",
        "New Beijing / 3-degree Gauss-Kruger zone 39",
        "WGS 84 / UTM zone 61N",
        "WGS 84 / UTM zone 50",
        "Pulkovo 1942",
        "BD09MC",
        "EPSG:2000",
        "EPSG:4555",
    ] {
        assert!(Crs::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_text_for_a_prj_file_has_esris_name_and_is_recognised_again() {
    for (epsg, _, esri_name) in names() {
        let text = esri(Crs::from_epsg(epsg).unwrap()).unwrap();
        assert_eq!(text.split('"').nth(1), Some(esri_name));
        match recognise(&text) {
            Recognised::Known(crs) => assert!(is(crs, epsg), "{epsg} came back as {crs:?}"),
            other => panic!("{epsg}: {other:?}"),
        }
    }
    for crs in [Crs::Gcj02, Crs::Bd09] {
        let text = esri(crs).unwrap();
        assert!(!text.contains("D_WGS_1984"), "{text}");
        assert_eq!(recognise(&text), Recognised::Known(crs));
    }
}

#[test]
fn the_text_for_a_prj_file_is_the_one_other_programs_write() {
    let mut compared = 0;
    for (epsg, form, text) in texts() {
        if form == "WKT1_ESRI" {
            assert_eq!(esri(Crs::from_epsg(epsg).unwrap()).unwrap(), text);
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
}

#[test]
fn every_dialect_of_well_known_text_is_recognised() {
    let texts = texts();
    assert_eq!(texts.len(), 60);
    for (epsg, form, text) in texts {
        match recognise(text) {
            Recognised::Known(crs) => assert!(is(crs, epsg), "{epsg} {form}: {crs:?}"),
            other => panic!("{epsg} {form}: {other:?}"),
        }
    }
}

#[test]
fn a_zone_is_known_by_its_numbers_when_its_name_says_nothing() {
    let text = r#"PROJCS["未命名",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140,298.257]],
        PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Gauss_Kruger"],
        PARAMETER["False_Easting",40500000],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",120],
        PARAMETER["Scale_Factor",1],PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]"#;
    let zone40 = Crs::OldGaussKruger {
        datum: OldDatum::Xian1980,
        width: ZoneWidth::Three,
        zone: 40,
        prefixed: true,
    };
    assert_eq!(recognise(text), Recognised::Known(zone40));
}

#[test]
fn a_text_that_differs_in_any_number_is_not_taken_for_a_known_system() {
    let good = esri(Crs::from_epsg(4548).unwrap()).unwrap();
    for (from, to) in [
        ("117.0", "116.5"),
        ("500000.0", "600000.0"),
        ("\"False_Northing\",0.0", "\"False_Northing\",-3000000.0"),
        ("\"Scale_Factor\",1.0", "\"Scale_Factor\",0.9996000001"),
        ("\"Meter\",1.0", "\"Foot\",0.3048"),
        ("\"Greenwich\",0.0", "\"Ferro\",-17.66"),
        ("6378137.0", "6378245.0"),
        ("D_China_2000", "D_Pulkovo_1942"),
        ("Gauss_Kruger", "Lambert_Conformal_Conic"),
        ("0.0174532925199433", "0.015707963267949"),
    ] {
        let text = good.replace(from, to);
        assert_ne!(text, good, "{from}");
        let own = if to == "116.5" {
            "（中央经线 116.5°）"
        } else {
            ""
        };
        assert_eq!(
            recognise(&text),
            Recognised::NotKnown(format!("CGCS2000_3_Degree_GK_CM_117E{own}")),
            "{to}"
        );
    }
}

#[test]
fn a_code_that_contradicts_the_numbers_makes_the_text_unknown() {
    let (_, _, text) = texts()
        .into_iter()
        .find(|(e, form, _)| *e == 4527 && *form == "WKT1_GDAL")
        .unwrap();
    let text = text.replace("\"EPSG\",\"4527\"", "\"EPSG\",\"4528\"");
    assert!(matches!(recognise(&text), Recognised::NotKnown(_)));
}

#[test]
fn compound_and_bound_systems_are_known_by_their_plane_part() {
    let (_, _, plane) = texts()
        .into_iter()
        .find(|(e, form, _)| *e == 4548 && *form == "WKT1_GDAL")
        .unwrap();
    let text = format!(
        r#"COMPD_CS["x",{plane},VERT_CS["1985",VERT_DATUM["1985",2005],UNIT["metre",1],AXIS["Up",UP]]]"#
    );
    assert!(matches!(recognise(&text), Recognised::Known(crs) if is(crs, 4548)));
    let text = text.replace("SPHEROID[", "TOWGS84[24,-123,-94,0,0,0,0],SPHEROID[");
    assert_eq!(towgs84(&text), Some([24.0, -123.0, -94.0, 0.0, 0.0, 0.0, 0.0]));
}

#[test]
fn broken_texts_are_unknown_and_never_a_crash() {
    let good = esri(Crs::from_epsg(4548).unwrap()).unwrap();
    for end in (0..good.len()).filter(|i| good.is_char_boundary(*i)) {
        assert!(
            matches!(recognise(&good[..end]), Recognised::NotKnown(_)),
            "cut at {end}"
        );
    }
    let deep = "A[".repeat(100_000);
    let wide = format!("PROJCS[{}1]", "1,".repeat(100_000));
    for text in [
        "",
        "\u{feff}",
        "PROJCS",
        "PROJCS[]",
        "PROJCS[\"a]",
        "GEOGCS[\"x\",DATUM[]]",
        &deep,
        &wide,
    ] {
        assert!(matches!(recognise(text), Recognised::NotKnown(_)));
    }
}

#[test]
fn a_vertical_system_after_the_plane_one_is_passed_over() {
    let zone = Crs::from_epsg(4548).unwrap();
    let plane = esri(zone).unwrap();
    let vertical = r#"VERTCS["Yellow_Sea_1985",VDATUM["Yellow_Sea_1985"],UNIT["Meter",1.0]]"#;
    assert_eq!(recognise(&format!("{plane},{vertical}")), Recognised::Known(zone));
    assert_eq!(
        recognise(&format!("{plane} ,\n {vertical}")),
        Recognised::Known(zone)
    );
    assert!(matches!(
        recognise(&format!("{plane},{plane}")),
        Recognised::NotKnown(_)
    ));
}

#[test]
fn a_system_on_a_meridian_of_its_own_is_named_with_it() {
    let text = esri(Crs::from_epsg(4548).unwrap()).unwrap();
    let own = text
        .replace("117.0", "116.5")
        .replace("CGCS2000_3_Degree_GK_CM_117E", "自定义");
    assert_eq!(
        recognise(&own),
        Recognised::NotKnown("自定义（中央经线 116.5°）".to_owned())
    );
}
