//! How far tables that a step changed reach, as the list of layers tells it.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::boundaries;
use crate::geopackage;
use crate::model::{Record, Region};
use crate::store::StoreError;

/// The boxes of tables that a step changed: west, south, east, north.
pub(super) type Bounds = BTreeMap<&'static str, Option<[f64; 4]>>;

/// Widens the boxes of tables by their rows.
pub(super) fn widen<'a>(bounds: &mut Bounds, rows: impl Iterator<Item = &'a Record>) {
    for row in rows {
        let entry = bounds.entry(row.kind().table()).or_default();
        if let Some(b) = row
            .geometry()
            .and_then(|shape| geodata::measure::bounds(&shape.0))
        {
            geopackage::widen(entry, [b.west, b.south, b.east, b.north]);
        }
        if let Record::Region(Region {
            outline: Some(outline),
            ..
        }) = row
        {
            boundaries::widen(bounds.entry(boundaries::TABLE).or_default(), outline);
        }
    }
}

/// Notes when tables changed, and how far they reach now.
pub(super) fn touch(conn: &Connection, bounds: &Bounds, at: &str) -> Result<(), StoreError> {
    for (table, widened) in bounds {
        geopackage::touch(conn, table, *widened, at)?;
    }
    Ok(())
}
