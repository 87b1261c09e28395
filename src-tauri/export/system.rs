//! The coordinate system of an export.

use geodata::crs::{Converter, Crs};
use geodata::formats::WrittenCrs;

/// A system: how it is reached, and what a file says of it.
#[derive(Debug, Clone)]
pub struct System {
    /// From longitude, latitude to it.
    pub converter: Converter,
    /// What a file says.
    pub written: WrittenCrs,
}

impl System {
    /// A system known everywhere.
    ///
    /// # Errors
    /// `NeedsParameters` for Beijing 1954 and Xian 1980, which have to be made a system of one's own first.
    pub fn known(crs: Crs) -> Result<Self, geodata::crs::CrsError> {
        Ok(Self {
            converter: Converter::new(crs, None)?,
            written: crs.into(),
        })
    }
}
