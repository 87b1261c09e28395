//! Tables in which each row names its own coordinate system.

use super::coordinates::BadCoordinates;
use super::system::stated;
use crate::crs::{Converter, Crs};
use crate::formats::{FoundCrs, WarningKind};
use files::cells::Row;
use geo::CoordsIter;
use geo_types::Geometry;
use std::collections::HashMap;
use words::said;

/// Brings the rows of a table into one system.
#[derive(Debug)]
pub(super) struct RowSystems {
    /// The column that names them.
    column: usize,
    name: String,
    /// By text and zone before the easting; `None` for systems that cannot be converted without being told more.
    known: HashMap<(String, u32), Option<Converter>>,
}

impl RowSystems {
    /// The system in which all rows are handed over.
    pub const TARGET: Crs = Crs::Cgcs2000;

    pub fn new(column: usize, name: String) -> Self {
        Self {
            column,
            name,
            known: HashMap::new(),
        }
    }

    /// Returns the geometry of a row in [`RowSystems::TARGET`].
    pub fn convert(&mut self, row: &Row, geometry: &Geometry<f64>) -> Result<Geometry<f64>, BadCoordinates> {
        let text = row.cell(self.column).shown();
        let east = geometry.coords_iter().map(|c| c.x.abs()).fold(0.0, f64::max);
        let easting = (east > 180.0).then_some(east);
        let key = (text.clone(), (east / 1e6) as u32);
        let converter = self.known.entry(key).or_insert_with(|| {
            let crs = match (text.is_empty(), easting) {
                // Degrees without a word are taken as everywhere else.
                (true, None) => Self::TARGET,
                _ => match stated(std::iter::once(text.as_str()), easting)? {
                    FoundCrs::Stated(crs) => crs,
                    _ => return None,
                },
            };
            Converter::new(crs, None).ok()
        });
        let converted = converter.as_ref().and_then(|c| c.inverse_geometry(geometry).ok());
        let on_earth = |g: &Geometry<f64>| g.coords_iter().all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
        converted.filter(on_earth).ok_or_else(|| BadCoordinates {
            kind: WarningKind::CrsUnknown,
            what: "这一行的坐标系无法换算",
            text: said!(
                "ledger.row_crs", "“{}”列写的坐标系“{text}”无法换算，没有上图；请单独导入并选择坐标系或给出参数", "the coordinate system “{text}” in column “{}” cannot be converted; it is not on the map. Import it by itself and choose the system or give parameters",
                self.name
            ),
        })
    }
}
