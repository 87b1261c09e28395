//! Coordinate systems as a GeoPackage lists them.

use rusqlite::{Connection, Error, params};

/// Number of a coordinate system without one, beyond those that EPSG and ESRI give.
const OWN: i32 = 990_001;

const WGS84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";
const CGCS2000: &str = "GEOGCS[\"China Geodetic Coordinate System 2000\",DATUM[\"China_2000\",SPHEROID[\"CGCS2000\",6378137,298.257222101,AUTHORITY[\"EPSG\",\"1024\"]],AUTHORITY[\"EPSG\",\"1043\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4490\"]]";

/// Lists the systems that the standard asks for, and CGCS2000.
pub(super) fn add_usual_systems(conn: &Connection) -> Result<(), Error> {
    let systems: [(&str, i64, &str, i64, &str); 4] = [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84),
        (
            "CGCS2000 geographic (国家大地坐标系2000)",
            4490,
            "EPSG",
            4490,
            CGCS2000,
        ),
    ];
    for (name, id, organization, number, definition) in systems {
        conn.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
            params![name, id, organization, number, definition],
        )?;
    }
    Ok(())
}

/// Lists one more system, of EPSG or under a number of our own, and returns its number in the file.
///
/// # Errors
/// [`Error`] if the file cannot be written.
pub(crate) fn add_system(
    conn: &Connection,
    epsg: Option<u32>,
    name: &str,
    definition: &str,
) -> Result<i32, Error> {
    let number = epsg.and_then(|n| i32::try_from(n).ok());
    let (srs, organization) = number.map_or((OWN, "NONE"), |n| (n, "EPSG"));
    conn.execute(
        "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        params![name, srs, organization, srs, definition],
    )?;
    Ok(srs)
}
