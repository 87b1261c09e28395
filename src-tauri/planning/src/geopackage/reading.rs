//! What a GeoPackage of any program says of its layers and of their coordinate systems.

use rusqlite::{Connection, Error, OptionalExtension};

use crate::sqlite::cell;

/// A layer that a file lists.
#[derive(Debug)]
pub(crate) struct FoundLayer {
    /// Its name in the file.
    pub table: String,
    /// Its column of geometries; `None` for a table of attributes.
    pub column: Option<String>,
    /// What it is called.
    pub identifier: String,
    /// Number of its coordinate system in the file; 0 if none is said.
    pub srs: i64,
}

/// The feature and attribute layers of a file.
///
/// # Errors
/// [`Error`] if the file cannot be read or is no GeoPackage.
pub(crate) fn layers(conn: &Connection) -> Result<Vec<FoundLayer>, Error> {
    let mut statement = conn.prepare(
        "SELECT c.table_name, c.identifier, g.column_name, coalesce(g.srs_id, c.srs_id, 0) \
         FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) \
         WHERE c.data_type IN ('features', 'attributes') LIMIT 10000",
    )?;
    let mut rows = statement.query([])?;
    let mut layers = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |i: usize| cell(row, i).text().map(|text| text.into_owned());
        let Some(table) = text(0) else { continue };
        layers.push(FoundLayer {
            identifier: text(1).filter(|i| !i.is_empty()).unwrap_or_else(|| table.clone()),
            column: text(2),
            srs: cell(row, 3).integer().unwrap_or(0),
            table,
        });
    }
    Ok(layers)
}

/// A coordinate system as a file names it.
#[derive(Debug)]
pub(crate) struct FoundSystem {
    pub name: String,
    pub organization: String,
    /// Its number in that organization.
    pub number: i64,
}

/// The coordinate system with a number in a file; `None` if it is one of the undefined, or not listed.
///
/// # Errors
/// [`Error`] if the file cannot be read.
pub(crate) fn system(conn: &Connection, srs: i64) -> Result<Option<FoundSystem>, Error> {
    if srs <= 0 {
        return Ok(None);
    }
    let sql =
        "SELECT srs_name, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?";
    let found = conn.query_row(sql, [srs], |row| {
        let text = |i: usize| {
            cell(row, i)
                .text()
                .map(|text| text.into_owned())
                .unwrap_or_default()
        };
        Ok(FoundSystem {
            name: text(0),
            organization: text(1),
            number: cell(row, 2).integer().unwrap_or_default(),
        })
    });
    found.optional()
}
