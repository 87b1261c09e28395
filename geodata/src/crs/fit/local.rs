//! A local system from control points whose places are known.

use super::{ControlPoint, Fit, FitError, similarity};
use crate::crs::{Converter, Crs, CrsError, PlaneTransform, Similarity};
use geo_types::Coord;

/// A local system fitted to a plane by four parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalFit {
    /// The plane it is fitted to: the known system where that is a zone, else the zone in which the points lie.
    pub base: Converter,
    /// From local metres to that plane, and how well each point fits.
    pub fit: Fit<Similarity>,
}

/// Why control points give no local system.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LocalError {
    /// The points themselves.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A known place is none in the plane.
    #[error(transparent)]
    Crs(#[from] CrsError),
}

/// Returns the local system through two or more points, each given in local metres (x east, y north) and as a stored
/// longitude, latitude; `known` is the system in which the places were written.
///
/// Residuals are metres in the plane of a zone: that of `known`, or the 3° zone of CGCS2000 (outside China the UTM
/// zone) in which the points lie.
///
/// # Errors
/// [`LocalError`], saying what is wrong with the points.
pub fn local(points: &[(Coord<f64>, Coord<f64>)], known: &Converter) -> Result<LocalFit, LocalError> {
    let base = plane(points, known)?;
    let points: Vec<ControlPoint> = points
        .iter()
        .map(|(from, place)| {
            let to = base.forward(*place)?;
            Ok(ControlPoint { from: *from, to })
        })
        .collect::<Result<_, CrsError>>()?;
    let fit = similarity(&points)?;
    Ok(LocalFit { base, fit })
}

impl LocalFit {
    /// Returns the converter of the local system.
    ///
    /// # Errors
    /// As [`Converter::with_local`].
    pub fn converter(&self) -> Result<Converter, CrsError> {
        self.base
            .with_local(PlaneTransform::Similarity(self.fit.transform))
    }
}

fn plane(points: &[(Coord<f64>, Coord<f64>)], known: &Converter) -> Result<Converter, LocalError> {
    if known.crs().central_meridian().is_some() && !known.is_local() {
        return Ok(*known);
    }
    let Some((_, first)) = points.first() else {
        return Err(FitError::TooFew { given: 0, needed: 2 }.into());
    };
    let zone = Crs::suggest_zone(first.x).unwrap_or(Crs::Utm {
        zone: (((first.x + 180.0) / 6.0).floor() as u8).min(59) + 1,
        north: first.y >= 0.0,
    });
    Ok(Converter::new(zone, None)?)
}
