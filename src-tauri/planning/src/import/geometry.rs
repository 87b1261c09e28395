//! Geometry as a file has it made into geometry as an atlas keeps it.

use geo_types::{Coord, Geometry};
use geodata::crs::Crs;
use geodata::validity::{first_harm, repair};

/// What became of a geometry.
pub(super) enum Taken {
    /// It is kept as it was.
    Kept(Geometry<f64>),
    /// It was mended; where the first problem was.
    Mended(Geometry<f64>, Coord<f64>, &'static str),
    /// It cannot be kept; why, in words.
    Refused(String),
}

/// The geometry in stored coordinates, sound.
pub(super) fn take(mut geometry: Geometry<f64>, crs: Crs) -> Taken {
    if !matches!(crs, Crs::Cgcs2000 | Crs::Wgs84) {
        match crs.inverse_geometry(&geometry) {
            Ok(turned) => geometry = turned,
            Err(error) => return Taken::Refused(error.to_string()),
        }
    }
    let Some(harm) = first_harm(&geometry) else {
        return Taken::Kept(geometry);
    };
    match repair(&geometry) {
        Ok(done) => Taken::Mended(done.geometry, harm.at, harm.code),
        Err(error) => Taken::Refused(error.to_string()),
    }
}
