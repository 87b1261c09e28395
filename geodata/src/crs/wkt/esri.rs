//! ESRI's dialect of WKT 1, the one every reader of Shapefiles knows.

use crate::crs::{Crs, OldDatum, ZoneWidth};

const CGCS2000: &str = r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const XIAN_1980: &str = r#"GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const BEIJING_1954: &str = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

/// Returns the text of a .prj file for a system, without line ends.
///
/// No such text can describe GCJ-02 and BD-09; they are written under names of their own, which other programs do not
/// take for WGS 84. `None` is for zones that do not exist.
pub fn esri(crs: Crs) -> Option<String> {
    Some(match crs {
        Crs::Cgcs2000 => CGCS2000.to_owned(),
        Crs::Wgs84 => WGS84.to_owned(),
        Crs::Old { datum } => old(datum).to_owned(),
        Crs::Gcj02 => shifted("GCJ-02", "D_GCJ_02"),
        Crs::Bd09 => shifted("BD-09", "D_BD_09"),
        Crs::WebMercator => format!(
            r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{WGS84},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]"#
        ),
        Crs::Utm { zone, north } => transverse(
            &format!("WGS_1984_UTM_Zone_{zone}{}", if north { 'N' } else { 'S' }),
            WGS84,
            "Transverse_Mercator",
            [
                500_000.0,
                if north { 0.0 } else { 10_000_000.0 },
                crs.central_meridian()?,
                0.9996,
            ],
        ),
        Crs::GaussKruger { .. } | Crs::OldGaussKruger { .. } => {
            let zone = crs.gauss_zone()?;
            let (datum, base) = match crs.old_datum() {
                None => ("CGCS2000", CGCS2000),
                Some(OldDatum::Xian1980) => ("Xian_1980", XIAN_1980),
                Some(OldDatum::Beijing1954) => ("Beijing_1954", BEIJING_1954),
            };
            let meridian = zone.central_meridian();
            let kind = match (zone.width, zone.prefixed) {
                (ZoneWidth::Three, _) => "3_Degree_GK",
                // The only name in the list that spells the projection out.
                (ZoneWidth::Six, false) if crs.old_datum() == Some(OldDatum::Beijing1954) => "Gauss_Kruger",
                (ZoneWidth::Six, _) => "GK",
            };
            let place = if zone.prefixed {
                format!("Zone_{}", zone.zone)
            } else {
                format!("CM_{meridian}E")
            };
            transverse(
                &format!("{datum}_{kind}_{place}"),
                base,
                "Gauss_Kruger",
                [zone.false_easting(), 0.0, meridian, 1.0],
            )
        }
    })
}

/// Returns the text for metres on a plane that is tied to nothing: an engineering system that carries a name.
pub fn local(name: &str) -> String {
    // The text knows no way to write its own quotation mark (OGC 01-009, clause 7.1).
    let name = name.replace('"', "'");
    format!(r#"LOCAL_CS["{name}",LOCAL_DATUM["{name}",0],UNIT["Meter",1.0],AXIS["X",EAST],AXIS["Y",NORTH]]"#)
}

fn shifted(name: &str, datum: &str) -> String {
    WGS84.replace("GCS_WGS_1984", name).replace("D_WGS_1984", datum)
}

fn old(datum: OldDatum) -> &'static str {
    match datum {
        OldDatum::Beijing1954 => BEIJING_1954,
        OldDatum::Xian1980 => XIAN_1980,
    }
}

/// Numbers: false easting, false northing, central meridian, scale.
fn transverse(
    name: &str,
    base: &str,
    method: &str,
    [easting, northing, meridian, scale]: [f64; 4],
) -> String {
    format!(
        r#"PROJCS["{name}",{base},PROJECTION["{method}"],PARAMETER["False_Easting",{easting:?}],PARAMETER["False_Northing",{northing:?}],PARAMETER["Central_Meridian",{meridian:?}],PARAMETER["Scale_Factor",{scale:?}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
    )
}
