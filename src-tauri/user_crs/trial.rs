//! What a system would be, before it is kept: how well its control points fit, and what it does at a place.

use geo_types::Coord;
use geodata::coords::{ControlPointTable, format_point_in};
use geodata::crs::fit::LocalFit;
use geodata::crs::{Converter, DatumShift};
use serde::Serialize;
use ts_rs::TS;

use super::{CrsDefinition, UserCrs, UserCrsStore, converter_by_code, turned};
use crate::crs_label::CrsLabel;
use crate::row_problem::RowProblem;
use crate::wire_error::WireError;

/// What a system would be, before it is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct CrsTrial {
    /// Each control point and how well it fits.
    pub points: Vec<FittedPoint>,
    /// Rows that are no control point.
    pub unread: Vec<RowProblem>,
    /// Rows beyond those that are read.
    pub beyond: u32,
    /// How well all of them fit.
    pub fit: Option<FitSummary>,
    /// Metres by which the parameters move the place asked about, against no correction.
    pub moves_m: Option<f64>,
    /// The place asked about, in this system.
    pub sample: Option<String>,
    /// Why it is no system yet.
    pub problem: Option<WireError>,
}

/// How well a control point fits.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FittedPoint {
    /// Number of its row, from 1.
    pub row: u32,
    pub name: String,
    /// Local northing and easting, metres.
    pub local: [f64; 2],
    /// Computed minus given, north, metres; absent while there is no fit.
    pub north_m: Option<f64>,
    /// The same, east.
    pub east_m: Option<f64>,
    /// Whether it contradicts the others.
    pub outlier: bool,
}

/// How well control points fit.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FitSummary {
    /// Root mean square of the distances, metres.
    pub rms_m: f64,
    /// Points more than needed; without any the residuals prove nothing.
    pub spare: u32,
    /// Whether x and y of the local side were probably taken for each other.
    pub swapped: bool,
    /// The plane it is fitted to.
    pub base: CrsLabel,
    /// Scale from local metres to that plane.
    pub scale: f64,
    /// Rotation in degrees, counter-clockwise positive.
    pub rotation: f64,
}

impl UserCrsStore {
    /// What a system would be: residuals of its points, what its parameters do at a place (longitude, latitude).
    pub fn try_out(&self, system: &UserCrs, at: [f64; 2]) -> CrsTrial {
        let mut trial = CrsTrial::default();
        let made = match &system.made {
            CrsDefinition::Old { .. } => self.converter_of(system),
            CrsDefinition::Local {
                known,
                table,
                swapped,
                ..
            } => match self.fit(known, table, *swapped) {
                Err(error) => Err(error),
                Ok((table, found)) => {
                    describe(&table, *swapped, found.as_ref().ok(), &mut trial);
                    found.and_then(|f| f.converter().map_err(Into::into))
                }
            },
        };
        match made {
            Err(problem) => trial.problem = Some(problem.into()),
            Ok(converter) => {
                let at = Coord { x: at[0], y: at[1] };
                trial.sample = format_point_in(at, &converter).ok();
                if let CrsDefinition::Old { base, .. } = &system.made {
                    trial.moves_m = moved(at, base, &converter);
                }
            }
        }
        trial
    }
}

fn describe(table: &ControlPointTable, swapped: bool, found: Option<&LocalFit>, trial: &mut CrsTrial) {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    trial.unread = table.problems.iter().map(RowProblem::from).collect();
    trial.beyond = small(table.beyond);
    trial.points = table
        .points
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let residual = found.and_then(|f| f.fit.residuals.get(i));
            let local = turned(p.local, swapped);
            FittedPoint {
                row: small(p.row),
                name: p.name.clone(),
                local: [local.y, local.x],
                north_m: residual.map(|r| r.dy),
                east_m: residual.map(|r| r.dx),
                outlier: residual.is_some_and(|r| r.outlier),
            }
        })
        .collect();
    trial.fit = found.map(|f| FitSummary {
        rms_m: f.fit.rms,
        spare: small(f.fit.spare),
        swapped: f.fit.swapped,
        base: f.base.crs().into(),
        scale: f.fit.transform.scale(),
        rotation: f.fit.transform.rotation_degrees(),
    });
}

/// How far the parameters of an older system move a place, metres.
fn moved(at: Coord<f64>, base: &str, corrected: &Converter) -> Option<f64> {
    let bare = converter_by_code(base, Some(DatumShift::None)).ok()?;
    let there = corrected.inverse(bare.forward(at).ok()?).ok()?;
    let way = geo_types::LineString(vec![at, there]);
    Some(geodata::measure::length(&way.into()).0)
}
