//! What crosses the wire about coordinate systems a user makes: older systems with parameters, local ones.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::{RowProblem, WireError};

/// A coordinate system of this user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnSystem {
    /// `own:1`, `own:2` …; empty for one that is not kept yet.
    pub id: String,
    /// Its name, unlike that of any other.
    pub name: String,
    /// How it is had.
    pub made: OwnMade,
}

/// How a system of a user is had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OwnMade {
    /// Beijing 1954 or Xian 1980 with the parameters of a place.
    Old {
        /// The system: `EPSG:2385` …
        base: String,
        /// Three (metres) or seven (metres, seconds, ppm) parameters to CGCS2000; none for uncorrected.
        shift: Vec<f64>,
        /// Whether the rotations have the signs of the coordinate frame (布尔莎 of Chinese textbooks).
        frame: bool,
    },
    /// A local system by control points.
    Local {
        /// The system in which the known places are written; may be an older one of the user.
        known: String,
        /// The table of control points as typed or pasted.
        table: String,
        /// Whether x and y of the local side are to be taken for each other.
        swapped: bool,
        /// The parameters; found anew whenever the system is kept.
        #[serde(default)]
        fitted: Option<FourParameters>,
    },
}

/// A fit by four parameters, from local metres to a plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "those of geodata::crs::Similarity")]
pub struct FourParameters {
    /// The plane: a known system, or an older one of the user.
    pub base: String,
    pub a: f64,
    pub b: f64,
    pub x0: f64,
    pub y0: f64,
}

/// What a system would be, before it is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct SystemTrial {
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
pub struct FittedPoint {
    /// Number of its row, from 1.
    pub row: u32,
    /// Its name.
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
    pub base: String,
    /// Scale from local metres to that plane.
    pub scale: f64,
    /// Rotation in degrees, counter-clockwise positive.
    pub rotation: f64,
}
