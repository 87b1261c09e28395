//! The coordinate system in which a file is written.

use geodata::crs::{Converter, Crs, CrsError};
use geodata::formats::{Format, WrittenCrs};

use crate::import::code;

/// A system: how it is reached, and what a file says of it.
#[derive(Debug, Clone)]
pub struct TargetCrs {
    /// From longitude, latitude to it.
    pub converter: Converter,
    /// What a file says.
    pub written: WrittenCrs,
    /// What it was asked for by: `EPSG:4547`, or the id of a system of the user.
    pub id: String,
}

impl TargetCrs {
    /// A system known everywhere.
    ///
    /// # Errors
    /// [`CrsError::NeedsParameters`] for Beijing 1954 and Xian 1980, which have to be made a system of one's own first.
    pub fn known(crs: Crs) -> Result<Self, CrsError> {
        Ok(Self {
            converter: Converter::new(crs, None)?,
            written: crs.into(),
            id: code(crs),
        })
    }

    /// The system of a format if none is asked for: degrees, and for drawings the 3° zone of their longitude, which is asked
    /// for then alone.
    ///
    /// # Errors
    /// As [`TargetCrs::known`].
    pub fn usual(format: Format, longitude: impl FnOnce() -> Option<f64>) -> Result<Self, CrsError> {
        Self::known(match format {
            Format::Dxf => longitude().and_then(Crs::suggest_zone).unwrap_or(Crs::Cgcs2000),
            Format::Kml | Format::GeoJsonL => Crs::Wgs84,
            _ => Crs::Cgcs2000,
        })
    }

    /// Whether coordinates are degrees as GeoJSON wants them (RFC 7946, clause 4).
    pub(super) fn is_of_geojson(&self) -> bool {
        matches!(self.written, WrittenCrs::Known(Crs::Cgcs2000 | Crs::Wgs84))
    }
}
