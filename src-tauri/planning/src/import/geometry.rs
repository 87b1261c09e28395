//! Geometry as a file has it made into geometry as an atlas keeps it.

use geo::MapCoords;
use geo_types::{Coord, Geometry, coord};
use geodata::crs::{Converter, Crs, CrsError};
use geodata::validity::{first_harm, repair};

use crate::model::Shape;

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
pub(super) fn take(mut geometry: Geometry<f64>, system: &Converter, swapped: bool) -> Taken {
    if swapped {
        geometry = geometry.map_coords(|c| coord! { x: c.y, y: c.x });
    }
    if !matches!(system.crs(), Crs::Cgcs2000 | Crs::Wgs84) {
        match system.inverse_geometry(&geometry) {
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

/// A shape of a file where it lies, in longitude and latitude, not mended; for the preview.
///
/// # Errors
/// The coordinates do not fit the system.
pub fn placed(shape: &Shape, system: &Converter, swapped: bool) -> Result<Shape, CrsError> {
    if swapped {
        let turned = shape.0.map_coords(|c| coord! { x: c.y, y: c.x });
        return system.inverse_geometry(&turned).map(Shape);
    }
    system.inverse_geometry(&shape.0).map(Shape)
}
