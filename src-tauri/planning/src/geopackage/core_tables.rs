//! The tables that every GeoPackage has.

use rusqlite::{Connection, Error};

use super::systems::add_usual_systems;

/// By which a file says that it is a GeoPackage: "GPKG".
const APPLICATION_ID: i64 = 0x4750_4B47;
/// The version of the standard: 1.3.
const VERSION: i64 = 10300;

const TABLES: [&str; 4] = [
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, \
     organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, \
     description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), \
     min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, \
     CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, \
     srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), \
     CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
     CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, \
     scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
];

/// Makes an empty file a GeoPackage without layers.
///
/// # Errors
/// [`Error`] if the file cannot be written.
pub(crate) fn create(conn: &Connection) -> Result<(), Error> {
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", VERSION)?;
    for sql in TABLES {
        conn.execute_batch(sql)?;
    }
    add_usual_systems(conn)
}

/// The tables without which no layer can be read.
pub(crate) fn read_tables() -> [&'static str; 3] {
    ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"]
}

/// Whether a change of a layer may write to a table of that name, in small letters: one of the standard, or that in which
/// GDAL counts features.
pub(crate) fn is_standard_table(name: &str) -> bool {
    read_tables().contains(&name) || ["gpkg_extensions", "gpkg_ogr_contents"].contains(&name)
}
