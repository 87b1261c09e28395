//! The list of the layers of a GeoPackage, `gpkg_contents`, and of their geometry columns.

use rusqlite::{Connection, Error, params};

/// A table that other programs are to see.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layer<'l> {
    /// Its name in the file.
    pub table: &'l str,
    /// What it is called.
    pub identifier: &'l str,
    /// Its geometries; `None` for a table of attributes.
    pub geometry: Option<Geometries<'l>>,
}

/// The geometries of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Geometries<'l> {
    pub column: &'l str,
    /// Their kind, as the standard names it: `POINT`, `GEOMETRY` …
    pub kind: &'l str,
    /// Number of their coordinate system in `gpkg_spatial_ref_sys`.
    pub srs: i32,
}

/// Lists a layer, last changed at `at` (RFC 3339 UTC), or now.
///
/// # Errors
/// [`Error`] if the file cannot be written.
pub(crate) fn add_layer(conn: &Connection, layer: &Layer<'_>, at: Option<&str>) -> Result<(), Error> {
    let Layer {
        table,
        identifier,
        geometry,
    } = layer;
    let data_type = geometry.map_or("attributes", |_| "features");
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) \
         VALUES (?, ?, ?, coalesce(?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), ?)",
        params![table, data_type, identifier, at, geometry.map(|g| g.srs)],
    )?;
    if let Some(Geometries { column, kind, srs }) = geometry {
        conn.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
            params![table, column, kind, srs],
        )?;
    }
    Ok(())
}

/// Widens a box: west, south, east, north.
pub(crate) fn widen(bounds: &mut Option<[f64; 4]>, [w, s, e, n]: [f64; 4]) {
    let b = bounds.get_or_insert([w, s, e, n]);
    *b = [b[0].min(w), b[1].min(s), b[2].max(e), b[3].max(n)];
}

/// Notes that a table changed, and widens its extent by a box: west, south, east, north. Extents are never narrowed; the
/// standard has them as a hint.
///
/// # Errors
/// [`Error`] if the file cannot be written.
pub(crate) fn touch(
    conn: &Connection,
    table: &str,
    widened: Option<[f64; 4]>,
    at: &str,
) -> Result<(), Error> {
    let mut statement = conn.prepare_cached(
        "UPDATE gpkg_contents SET last_change = ?1, min_x = min(ifnull(min_x, ?2), ifnull(?2, min_x)), \
         min_y = min(ifnull(min_y, ?3), ifnull(?3, min_y)), max_x = max(ifnull(max_x, ?4), ifnull(?4, max_x)), \
         max_y = max(ifnull(max_y, ?5), ifnull(?5, max_y)) WHERE table_name = ?6",
    )?;
    let bound = |i: usize| widened.map(|b| b[i]);
    statement.execute(params![at, bound(0), bound(1), bound(2), bound(3), table])?;
    Ok(())
}
