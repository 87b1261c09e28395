//! Coordinate systems in the texts of `.prj`.

use crate::collect::gdal;
use geodata::crs::{Crs, ZoneWidth, wkt};
use geodata::formats::FoundCrs;

/// Every system that the program writes.
fn systems() -> Vec<Crs> {
    let codes = (4491..=4554).chain([4490, 4326, 3857, 32649, 32650, 32701]);
    codes
        .filter_map(Crs::from_epsg)
        .chain([Crs::Gcj02, Crs::Bd09])
        .collect()
}

#[test]
fn every_system_is_recognised_in_the_text_written_for_it() {
    for crs in systems() {
        let wkt = wkt::esri(crs).unwrap();
        assert_eq!(FoundCrs::of_text(&wkt), FoundCrs::Stated(crs), "{wkt}");
    }
}

#[test]
fn systems_are_recognised_as_gdal_writes_them() {
    for code in [
        4490, 4326, 3857, 4491, 4498, 4502, 4508, 4513, 4527, 4534, 4548, 4554, 32650, 32750,
    ] {
        let crs = Crs::from_epsg(code).unwrap();
        for form in ["wkt_esri", "wkt1", "wkt2"] {
            let name = format!("EPSG:{code}");
            let Some(wkt) = gdal("gdalsrsinfo", &["-o", form, &name]) else {
                return;
            };
            // Without numbers of the dataset it is parameters alone that tell.
            let bare: String = wkt
                .lines()
                .filter(|l| !l.contains("AUTHORITY[\"EPSG\"") && !l.contains("ID[\"EPSG\""))
                .collect();
            assert_eq!(FoundCrs::of_text(&wkt), FoundCrs::Stated(crs), "{form} {wkt}");
            if form == "wkt_esri" {
                assert_eq!(FoundCrs::of_text(&bare), FoundCrs::Stated(crs), "{bare}");
            }
        }
    }
}

#[test]
fn other_systems_are_named_and_not_guessed() {
    let not_known = |wkt: &str| match FoundCrs::of_text(wkt) {
        FoundCrs::NotKnown(name) => name,
        other => panic!("{other:?} for {wkt}"),
    };
    let gk = wkt::esri(Crs::from_epsg(4548).unwrap()).unwrap();
    assert_eq!(
        not_known(&gk.replace("117.0", "117.5")),
        "CGCS2000_3_Degree_GK_CM_117E（中央经线 117.5°）"
    );
    not_known(&gk.replace("500000.0", "600000.0"));
    not_known(&gk.replace("500000.0", "40500000.0"));
    not_known(&gk.replace("\"Scale_Factor\",1.0", "\"Scale_Factor\",0.9996"));
    not_known(&gk.replace("\"Meter\",1.0", "\"Foot\",0.3048"));
    not_known(&gk.replace("\"False_Northing\",0.0", "\"False_Northing\",-3000000.0"));
    not_known(&gk.replace("6378137.0,298.257222101", "6378140.0,298.257"));
    not_known(
        &gk.replace("D_China_2000", "D_Xian_1980")
            .replace("CGCS2000", "Xian_1980")
            .replace("China", "X"),
    );
    assert_eq!(
        not_known("PROJCS[\"Beijing_1954_3_Degree_GK_CM_117E\"]"),
        "Beijing_1954_3_Degree_GK_CM_117E"
    );
    not_known("garbage");
    not_known(&"A[".repeat(100_000));
    assert_eq!(FoundCrs::of_text("  \0"), FoundCrs::Unstated);
    assert_eq!(
        FoundCrs::of_text("EPSG:4547"),
        FoundCrs::Stated(Crs::from_epsg(4547).unwrap())
    );
    let compound = format!("COMPD_CS[\"x\",{gk},VERT_CS[\"y\",VERT_DATUM[\"z\",2005]]]");
    assert_eq!(
        FoundCrs::of_text(&compound),
        FoundCrs::Stated(Crs::from_epsg(4548).unwrap())
    );
}

#[test]
fn the_width_of_a_zone_is_told_by_its_name_only_where_it_must_be() {
    let wkt = wkt::esri(Crs::GaussKruger {
        width: ZoneWidth::Six,
        zone: 20,
        prefixed: false,
    })
    .unwrap();
    assert_eq!(
        FoundCrs::of_text(&wkt),
        FoundCrs::Stated(Crs::from_epsg(4509).unwrap())
    );
    let unnamed = wkt.replace("CGCS2000_GK_CM_117E", "某地坐标系");
    assert_eq!(
        FoundCrs::of_text(&unnamed),
        FoundCrs::Stated(Crs::from_epsg(4548).unwrap())
    );
}
